"""The heavy check of the extension: builds the full zip and runs it in a Blender that has nothing else.

    python tools/check_extension_zip.py

Makes a fresh virtual environment with Blender's Python module and NumPy only, installs the zip with its wheels there,
enables it, runs its panels and a short job, and disables it. Needs Linux x86-64 with Python 3.11, the wheels
(tools/bundle_wheels.py), about 20 GB of free disk and 10 minutes. The tests do the same with a zip without wheels.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from typing import Any

from tools.build_extension import build
from tools.bundle_wheels import pinned_versions, read_lock
from tools.environment import ROOT, SetupError, check_space, interpreter_of

SESSION = Path(__file__).resolve().parent / "extension_session.py"
_FREE_GB = 20.0


def run_session(python: Path, archive: Path, folder: Path, timeout: float) -> dict[str, Any]:
    """Installs and uses a zip in a fresh Blender process with its own empty user folder.

    Args:
        python: an interpreter that has Blender's Python module.
        archive: the extension's zip.
        folder: an empty folder for Blender's user files and the result.
        timeout: seconds after which the session is given up.

    Returns:
        what the session saw, see `extension_session.main`.

    Raises:
        SetupError: the session died before it could say what it saw; its last lines are in the message.
    """
    result = folder / "result.json"
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    environ["BLENDER_USER_RESOURCES"] = str(folder / "blender")
    command = [str(python), str(SESSION), str(archive.resolve()), str(result)]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=timeout,
    )
    # Blender's module may crash while Python exits; what counts is what was seen before.
    if not result.is_file():
        raise SetupError(f"Blender ended with code {done.returncode}:\n{done.stdout[-3000:]}")
    seen: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    seen["log"] = done.stdout[-3000:]
    return seen


def faults(seen: dict[str, Any], with_wheels: bool) -> list[str]:
    """What is wrong with a session, one line each; empty if nothing."""
    wrong = []
    if not seen["enabled"]:
        return ["the extension was not enabled:\n" + seen["log"]]
    if seen["torch_found_before_use"]:
        wrong.append("enabling the extension imports PyTorch, which stops Blender's window for a second")
    wrong += [f"panel {name}: {what}" for name, what in seen["panels"].items() if what]
    if not seen["panels"]:
        wrong.append("no panel is registered")
    if seen["job"]["outcome"] != "Done":
        wrong.append(f"the job ended as {seen['job']['outcome']}: {seen['job'].get('detail')}")
    elif len(seen["job"]["shape_keys"]) < 3 or len(seen["job"]["vertex_groups"]) < 2:
        wrong.append(f"the job left no shape key and vertex group for each of its two parts: {seen['job']}")
    if seen["classes_after_disabling"]:
        wrong.append(f"still registered after disabling: {', '.join(seen['classes_after_disabling'])}")
    if with_wheels:
        for name, origin in seen["modules"].items():
            from_zip = "extensions" in Path(origin).parts
            if name == "numpy" and from_zip:
                wrong.append("the zip brings its own NumPy")
            if name != "numpy" and not from_zip:
                wrong.append(f"{name} does not come from the zip, but from {origin or 'nowhere'}")
    return wrong


def main() -> int:
    """The command line; 0 when the full zip works on its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    lock = read_lock()
    machine = (sys.platform, platform.machine(), f"{sys.version_info[0]}.{sys.version_info[1]}")
    if machine != ("linux", "x86_64", lock.python):
        print(f"This check needs Linux on x86-64 with Python {lock.python}.", file=sys.stderr)
        return 2
    try:
        check_space(ROOT, _FREE_GB)
        (ROOT / "build").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="clean-blender-") as name:
            folder = Path(name)
            start = time.monotonic()
            built = build(ROOT / "dist")
            seconds = time.monotonic() - start
            print(f"{built.path.name}: {built.size / 1e9:.2f} GB, built in {seconds:.0f} s", flush=True)
            python = _clean_blender(folder / "venv")
            start = time.monotonic()
            seen = run_session(python, built.path, folder, timeout=1800.0)
            print(json.dumps({key: value for key, value in seen.items() if key != "log"}, indent=1))
            print(f"session: {time.monotonic() - start:.0f} s", flush=True)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    wrong = faults(seen, with_wheels=True)
    for line in wrong:
        print(f"FAULT: {line}", file=sys.stderr)
    print("The zip works on its own." if not wrong else "The zip does not work on its own.")
    return 1 if wrong else 0


def _clean_blender(venv: Path) -> Path:
    """Makes an environment with Blender's module and NumPy, and gives its interpreter."""
    versions = pinned_versions()
    packages = [f"{name}=={versions[name]}" for name in ("bpy", "numpy")]
    for command in (
        [sys.executable, "-m", "venv", str(venv)],
        [str(interpreter_of(venv)), "-m", "pip", "install", "--quiet", "--no-deps", "--no-input", *packages],
    ):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise SetupError(f"A clean Blender could not be installed:\n{done.stdout[-2000:]}")
    return interpreter_of(venv)


if __name__ == "__main__":
    sys.exit(main())
