"""Runs Blender's own pip as a process: the one place of the add-on that does, and only to fetch files."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .errors import NO_PIP, InstallCancelled, PackagesError, explain_pip

_TICK = 0.2
_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0


def python_program() -> str:
    """Blender's Python as a program. Raises PackagesError where there is none."""
    names = ("python.exe",) if os.name == "nt" else (f"python{sys.version_info[0]}.{sys.version_info[1]}", "python3")
    folders = (Path(sys.prefix) / "bin", Path(sys.prefix))
    candidates = [Path(sys.executable or ""), *(folder / name for folder in folders for name in names)]
    for path in candidates:
        if path.name.lower().startswith("python") and path.is_file():
            return str(path)
    raise PackagesError(NO_PIP)


def pip_command() -> list[str]:
    """How to start pip: the installed one, else the one that Python brings to install it with.

    Raises:
        PackagesError: there is neither.
    """
    python = python_program()
    installed = [python, "-I", "-m", "pip"]
    if _works([*installed, "--version"]):
        return installed
    spec = importlib.util.find_spec("ensurepip")
    if spec is not None and spec.origin is not None:
        for wheel in sorted((Path(spec.origin).parent / "_bundled").glob("pip-*.whl")):
            brought = [python, "-I", str(wheel / "pip")]
            if _works([*brought, "--version"]):
                return brought
    raise PackagesError(NO_PIP)


def fetch(
    pip: Sequence[str], requirements: Path, target: Path, tick: Callable[[], None], should_stop: Callable[[], bool]
) -> None:
    """Downloads what a file of pinned and hashed requirements names; from where, pip's own configuration says.

    Args:
        pip: from `pip_command`.
        requirements: the file.
        target: folder for the wheels; what is half there lies below it as well.
        tick: called a few times a second.
        should_stop: asked as often; True ends the process.

    Raises:
        PackagesError: pip failed.
        InstallCancelled: it was stopped.
    """
    command = [*pip, "download", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-cache-dir"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "3"]
    command += ["--dest", str(target), "--requirement", str(requirements)]
    half = target / "half"
    half.mkdir(parents=True, exist_ok=True)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environ |= {"TMPDIR": str(half), "TEMP": str(half), "TMP": str(half)}
    told = target / "pip.log"
    with told.open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environ, creationflags=_NO_WINDOW
        )
        try:
            while process.poll() is None:
                time.sleep(_TICK)
                tick()
                if should_stop():
                    raise InstallCancelled("Stopped.")
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait()
    if process.returncode != 0:
        raise PackagesError(explain_pip(told.read_text(encoding="utf-8", errors="replace")))


def _works(command: Sequence[str]) -> bool:
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )  # fmt: skip
        return process.wait(timeout=60.0) == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
