"""Environments with each Blender as a Python module: the checkout's own, and others made beside it and reused.

All of an environment but Blender itself is that of the checkout's pinned list; another Blender for the same Python
borrows it. The standard library and `environment.py` are enough for this file.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import (
    ROOT,
    SetupError,
    check_machine,
    explain_pip_failure,
    interpreter_of,
    is_ready,
)

BLENDERS = {
    "4.2": ("4.2.23", "3.11"),
    "4.5": ("4.5.15", "3.11"),
    "5.0": ("5.0.1", "3.11"),
    "5.2": ("5.2.3", "3.13"),
}
"""By version: the module's, and the Python that it is built for. 4.5 and 5.2 are those of the pinned list."""

_IN_LIST = ("4.5", "5.2")
_FOLDER = ROOT / "build" / "faults"


def python_with(blender: str) -> Path:
    """The interpreter of an environment that has a Blender; made on the first call, in some minutes.

    Args:
        blender: one of `BLENDERS`.

    Raises:
        SetupError: there is no Python of its version, no network or no space.
    """
    check_machine(sys.platform, platform.machine())
    version, python = BLENDERS[blender]
    base = _environment_of(python)
    if blender in _IN_LIST:
        return interpreter_of(base)
    venv = _FOLDER / f"blender-{blender}"
    if _has(interpreter_of(venv), version):
        return interpreter_of(venv)
    print(f"Setting up Blender {blender} in {venv}: once, a minute or two.", flush=True)
    shutil.rmtree(venv, ignore_errors=True)
    _call([str(interpreter_of(base)), "-m", "venv", "--without-pip", str(venv)])
    pip = [str(interpreter_of(base)), "-m", "pip", "--python", str(interpreter_of(venv))]
    _call([*pip, "install", "--quiet", "--no-deps", "--no-input", f"bpy=={version}"])
    # What is installed here comes first on the path; all else is the base's.
    (_packages_of(venv) / "borrowed.pth").write_text(f"{_packages_of(base)}\n", encoding="utf-8")
    return interpreter_of(venv)


def _environment_of(python: str) -> Path:
    """The folder of an environment of the pinned list for a Python version."""
    if python == f"{sys.version_info[0]}.{sys.version_info[1]}":
        return ROOT / ".venv"  # the one that this runs in
    venv = _FOLDER / f"python-{python}"
    if is_ready(venv):
        return venv
    print(f"Setting up an environment for Python {python} in {venv}: once, a few minutes.", flush=True)
    program = "import sys; from pathlib import Path; from tools.environment import make_environment; "
    program += "make_environment(Path(sys.argv[1]))"
    venv.parent.mkdir(parents=True, exist_ok=True)
    _call([interpreter_for(python), "-c", program, str(venv)])
    return venv


def interpreter_for(python: str) -> str:
    """A Python of this version on this computer, asked whether it runs: a version manager's stand-in may not.

    Raises:
        SetupError: there is none.
    """
    candidates = [f"python{python}", *map(str, (Path.home() / ".pyenv" / "versions").glob(f"{python}.*/bin/python"))]
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates:
        found = shutil.which(candidate)
        if found is not None:
            done = subprocess.run([found, "-c", program], capture_output=True, text=True)
            if done.stdout.strip() == python:
                return found
    raise SetupError(
        f"There is no Python {python} on this computer. Install it, or leave out the Blenders that need it."
    )


def _has(python: Path, version: str) -> bool:
    """Whether an environment has Blender's module in this version."""
    program = "import importlib.metadata as m, torch; print(m.version('bpy'))"
    try:
        done = subprocess.run([str(python), "-c", program], capture_output=True, text=True)
    except OSError:
        return False
    return done.stdout.strip() == version


def _packages_of(venv: Path) -> Path:
    """The folder that holds an environment's packages."""
    program = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([str(interpreter_of(venv)), "-c", program], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def _call(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SetupError(explain_pip_failure(done.stdout) if "pip" in command else done.stdout.strip())
