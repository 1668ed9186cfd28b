"""The checkout's own Python environment: made once from the pinned list, then reused.

Every command under tools/ calls `enter_environment` before it imports what only the environment has. This file uses
the standard library only and avoids syntax newer than Python 3.7, so that a Python that is too old for the project
gets a sentence instead of a syntax error.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"

# Blender's Python module exists for these Pythons only.
PYTHON_VERSIONS = ((3, 11), (3, 13))
# (sys.platform, platform.machine()) pairs for which Blender's module and this PyTorch have builds.
MACHINES = (("linux", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64"))
# Disk a set-up takes at its peak, in 1e9 bytes: installed files and the downloads beside them.
SPACE_GB = {"linux": 13.0, "darwin": 5.0, "win32": 5.0}

_STAMP = "styleglip-environment.json"
_INCOMPLETE = "styleglip-incomplete"
# Prints the name and version of every installed distribution; a half-written one has no RECORD and is not listed.
_LIST_PACKAGES = (
    "import json; from importlib.metadata import distributions;"
    "print(json.dumps({d.metadata['Name']: d.version for d in distributions()"
    " if d.metadata['Name'] and d.read_text('RECORD')}))"
)


class SetupError(Exception):
    """The environment cannot be made; the message is a sentence that says what to do."""


def interpreter_of(venv: Path) -> Path:
    """The environment's Python: `Scripts/python.exe` on Windows, `bin/python` elsewhere."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def requirements_digest(requirements: Path = REQUIREMENTS) -> str:
    """SHA-256 of the pinned list; line endings do not count, because git may change them on Windows."""
    return hashlib.sha256(requirements.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check_python(version: tuple[int, int], command: str = "tools/demo.py") -> None:
    """Raises SetupError unless `version` (major, minor) is one the project runs on."""
    if version not in PYTHON_VERSIONS:
        raise SetupError(
            "StyleGLIP needs Python 3.11 or 3.13, and this is Python {}.{}. Install Python 3.11 and run: "
            "python3.11 {}".format(*version, command)
        )


def check_machine(system: str, machine: str) -> None:
    """Raises SetupError unless Blender and PyTorch have builds for this `sys.platform` and `platform.machine()`."""
    if (system, machine) not in MACHINES:
        raise SetupError(
            f"There is no build of Blender's Python module and PyTorch for {system} on {machine}. "
            "Use Linux or Windows on x86-64, or macOS on Apple silicon."
        )


def check_space(folder: Path, needed_gb: float) -> None:
    """Raises SetupError unless the disk that holds `folder` has `needed_gb` (1e9 bytes) free."""
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < needed_gb:
        raise SetupError(
            f"Setting up needs {needed_gb:.0f} GB of free disk in {folder}, and there are {free_gb:.1f} GB. "
            "Free some space or move the checkout to a larger disk, then run this again."
        )


def explain_pip_failure(output: str) -> str:
    """One sentence for what pip printed when it failed.

    Args:
        output: everything pip wrote.

    Returns:
        what to do about it; for an unknown failure, pip's own last error line is in it.
    """
    lowered = output.lower()
    if "no space left" in lowered or "not enough space" in lowered or "errno 28" in lowered:
        return "The disk ran full while the packages were installed. Free some space, then run this again."
    connection = ("newconnectionerror", "name resolution", "getaddrinfo", "max retries", "timed out", "proxyerror")
    if any(word in lowered for word in connection) or "connection broken" in lowered or "connection reset" in lowered:
        return (
            "The packages could not be downloaded: there is no working connection to the Python package index. "
            "Connect this machine to the network (or set pip's proxy), then run this again."
        )
    if "hashes" in lowered and "match" in lowered:
        return "A downloaded package was damaged. Empty pip's cache (pip cache purge), then run this again."
    errors = [line.strip() for line in output.splitlines() if line.lower().startswith("error")]
    reason = errors[-1] if errors else "pip stopped without saying why"
    return f"The packages could not be installed ({reason}). Run this again; if it fails again, delete .venv first."


def is_ready(venv: Path, requirements: Path = REQUIREMENTS) -> bool:
    """Whether `venv` was completed from this pinned list and still holds all of it at those versions."""
    try:
        stamp = json.loads((venv / _STAMP).read_text(encoding="utf-8"))
        complete = stamp["digest"] == requirements_digest(requirements) and not (venv / _INCOMPLETE).exists()
        return complete and stamp["packages"].items() <= _installed(venv).items()
    except (OSError, ValueError, KeyError, AttributeError, TypeError, SetupError):
        return False


def make_environment(venv: Path, requirements: Path = REQUIREMENTS, out: TextIO = sys.stdout) -> None:
    """Makes `venv`, or completes one that lacks packages, and stamps it as the very last step.

    An interrupted set-up leaves a marker behind and is thrown away by the next one.

    Args:
        venv: folder of the environment.
        requirements: the pinned list.
        out: where progress is written.

    Raises:
        SetupError: no space, no network, no venv module, or pip failed.
    """
    usable = venv.exists() and not (venv / _INCOMPLETE).exists() and _runs(venv)
    if not usable:
        check_space(venv.parent, SPACE_GB.get(sys.platform, 5.0))
        if venv.exists():
            out.write(f"Removing an unusable environment: {venv}\n")
            shutil.rmtree(venv)
        venv.mkdir(parents=True)
    (venv / _INCOMPLETE).touch()
    (venv / _STAMP).unlink(missing_ok=True)
    if not usable:
        created = subprocess.run(
            [sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, env=_clean_environ()
        )
        if created.returncode != 0:
            shutil.rmtree(venv, ignore_errors=True)
            raise SetupError(
                "This Python cannot make virtual environments. Install its venv module "
                f"(Debian and Ubuntu: apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv), "
                "then run this again."
            )
    _pip_install(venv, requirements, out)
    stamp = {"digest": requirements_digest(requirements), "packages": _installed(venv)}
    (venv / _STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    (venv / _INCOMPLETE).unlink()


def enter_environment() -> None:
    """Continues the running command inside `.venv`, which is made first where needed; returns once inside.

    For a script (`python tools/demo.py`), a folder with a `__main__.py`, and a module (`python -m`). Of a module in a
    package, Python imports the package first: one whose `__init__.py` needs the environment is called by its path.

    Exits with 2 and one sentence where no environment can be had, with 130 after Ctrl+C.
    """
    venv = ROOT / ".venv"
    if Path(sys.prefix).resolve() == venv.resolve():
        return
    try:
        _prepare(venv)
    except SetupError as error:
        sys.exit(_fail(str(error), 2))
    except KeyboardInterrupt:
        sys.exit(_fail("Stopped. The next call starts the set-up again.", 130))
    except OSError as error:
        sys.exit(_fail(f"The environment in {venv} cannot be written: {error.strerror or error}.", 2))
    command = [str(interpreter_of(venv)), *_started_as(), *sys.argv[1:]]
    if os.name == "nt":  # exec on Windows returns to the shell at once
        sys.exit(subprocess.run(command, env=_clean_environ()).returncode)
    sys.stdout.flush()
    os.execve(command[0], command, _clean_environ())


def _prepare(venv: Path) -> None:
    if is_ready(venv):
        return
    check_python(sys.version_info[:2], " ".join(_started_as()))
    check_machine(sys.platform, platform.machine())
    with _one_at_a_time(ROOT / "build" / "environment.lock"):
        if is_ready(venv):  # another call has just finished it
            return
        print(f"Setting up the environment in {venv}: once, a few minutes.", flush=True)
        make_environment(venv)
        print("The environment is ready.", flush=True)


def _started_as() -> list[str]:
    """What stands behind `python` in the running command, up to its own arguments: a path, or -m and a module."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    # A folder or an archive that is run has the spec of a module called __main__, outside any package.
    if spec is None or spec.name == "__main__":
        return [Path(sys.argv[0]).as_posix()]
    return ["-m", spec.name[: -len(".__main__")] if spec.name.endswith(".__main__") else spec.name]


def _fail(sentence: str, code: int) -> int:
    print(f"\n{sentence}", file=sys.stderr)
    return code


def _clean_environ() -> dict[str, str]:
    """The environment variables without those that would make Python look for modules elsewhere."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}


def _runs(venv: Path) -> bool:
    """Whether the environment's interpreter starts, is of a wanted version, and has pip."""
    try:
        code = f"import sys, pip; sys.exit(sys.version_info[:2] not in {PYTHON_VERSIONS})"
        command = [str(interpreter_of(venv)), "-c", code]
        return subprocess.run(command, capture_output=True, env=_clean_environ(), timeout=120).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _installed(venv: Path) -> dict[str, str]:
    command = [str(interpreter_of(venv)), "-c", _LIST_PACKAGES]
    done = subprocess.run(command, capture_output=True, text=True, env=_clean_environ())
    if done.returncode != 0:
        raise SetupError("The environment's Python does not start. Delete .venv and run this again.")
    packages: dict[str, str] = json.loads(done.stdout)
    return packages


def _pip_install(venv: Path, requirements: Path, out: TextIO) -> None:
    """Runs pip, shows one short line per step and keeps the full output in `setup.log` of the environment."""
    temporary = venv / "setup-tmp"  # on the disk whose space was checked
    temporary.mkdir(exist_ok=True)
    environ = {**_clean_environ(), "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)}
    command = [str(interpreter_of(venv)), "-m", "pip", "install", "--no-deps", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"]
    command += ["--requirement", str(requirements)]
    lines = []
    fetched = 0
    with (venv / "setup.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=environ
        )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                log.write(line)
                lines.append(line)
                if line.startswith("Collecting "):
                    fetched += 1
                    _show(out, f"  package {fetched}: {line.split()[1].split('=')[0]}", fetched % 10 == 1)
                elif line.startswith("Installing collected"):
                    _show(out, "  installing; this takes a minute or two", True)
        finally:
            if process.poll() is None:
                process.stdout.close()
                process.terminate()
            process.wait()
    if out.isatty():
        out.write("\n")
    shutil.rmtree(temporary, ignore_errors=True)
    if process.returncode != 0:
        raise SetupError(explain_pip_failure("".join(lines)))


def _show(out: TextIO, text: str, milestone: bool) -> None:
    """Rewrites the terminal's line; in a log file only milestones appear, each on its own line."""
    if out.isatty():
        out.write("\r" + text.ljust(70)[:70])
    elif milestone:
        out.write(text + "\n")
    out.flush()


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Waits until no other set-up of this checkout is running; the lock ends with the process that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # given up after ten seconds
                    continue
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
