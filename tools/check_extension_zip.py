"""The heavy check of the extension: runs the zips in Blenders that have nothing else.

    python tools/check_extension_zip.py                            the full zips in Blender 4.2, 4.5, 5.0 and 5.2
    python tools/check_extension_zip.py --blender 4.2 --flavour slim

For each Blender makes a fresh virtual environment with its Python module and the few packages that Blender itself
brings, in its versions. Installs the zip there, which the first Blender of a Python builds; with the slim one, installs
the locked packages from `bundled_wheels`, as a click in the preferences does. Then it draws the panels, runs a short
job and disables the extension. Needs Linux x86-64, the wheels (tools/bundle_wheels.py --python all), about 20 GB of
free disk and five minutes for a Blender. The tests do the same with a zip without wheels.
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

from styleglip_addon.packages.lock import this_platform
from tools.blender_modules import BLENDERS, interpreter_for
from tools.build_extension import build, full_plan, slim_plan
from tools.environment import ROOT, SetupError, check_space, interpreter_of
from tools.wheel_targets import WHEEL_FOLDER, Target, pinned_versions

SESSION = Path(__file__).resolve().parent / "extension_session.py"
_FREE_GB = 20.0
# What Blender itself brings besides its module, as far as the pinned list knows it, and where a Blender has it older.
_REQUESTS = ("requests", "certifi", "charset-normalizer", "idna", "urllib3")
_BLENDERS_OWN = ("numpy", "cython", "zstandard", *_REQUESTS, "attrs", "cattrs")
_OLDER = {"4.2": {"numpy": "1.24.3", "idna": "3.3", "zstandard": "0.23.0"}}


def run_session(
    python: Path, archive: Path, folder: Path, timeout: float, wheels: Path | None = None
) -> dict[str, Any]:
    """Installs and uses a zip in a fresh Blender process with its own empty user folder.

    Args:
        python: an interpreter that has Blender's Python module.
        archive: the extension's zip.
        folder: an empty folder for Blender's user files and the result.
        timeout: seconds after which the session is given up.
        wheels: folder from which the session installs the packages that the zip's lock names; None: it does not.

    Returns:
        what the session saw, see `extension_session.main`.

    Raises:
        SetupError: the session died before it could say what it saw; its last lines are in the message.
    """
    result = folder / "result.json"
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    environ["BLENDER_USER_RESOURCES"] = str(folder / "blender")
    command = [str(python), str(SESSION), str(archive.resolve()), str(result)]
    if wheels is not None:
        command.append("--install-packages")
        environ |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels.resolve())}
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


def check(blender: str, flavour: str, built: dict[str, Path]) -> list[str]:
    """Runs one zip in one clean Blender and prints what was seen; what is wrong, one line each.

    Args:
        blender: one of `BLENDERS`.
        flavour: "full" or "slim".
        built: zips by the Python they are for; a missing one is built and added.

    Raises:
        SetupError: something is missing, or Blender died.
    """
    python = BLENDERS[blender][1]
    target = Target(this_platform(), python)
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="clean-blender-") as name:
        folder = Path(name)
        if python not in built:
            start = time.monotonic()
            zipped = build(ROOT / "dist", full_plan(target) if flavour == "full" else slim_plan())
            built[python] = zipped.path
            seconds = time.monotonic() - start
            print(f"{zipped.path.name}: {zipped.size / 1e9:.2f} GB, built in {seconds:.0f} s", flush=True)
        interpreter = _clean_blender(folder / "venv", blender)
        start = time.monotonic()
        wheels = WHEEL_FOLDER if flavour == "slim" else None
        seen = run_session(interpreter, built[python], folder, timeout=1800.0, wheels=wheels)
        print(json.dumps({key: value for key, value in seen.items() if key != "log"}, indent=1))
        print(f"Blender {blender}, {flavour}: session of {time.monotonic() - start:.0f} s", flush=True)
    return faults(seen, with_wheels=True)


def main() -> int:
    """The command line; 0 when the zips work on their own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blender", nargs="+", choices=BLENDERS, default=list(BLENDERS), help="which; default: all")
    parser.add_argument("--flavour", choices=("full", "slim"), default="full", help="default: full")
    options = parser.parse_args()
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        print("This check needs Linux on x86-64.", file=sys.stderr)
        return 2
    built: dict[str, Path] = {}
    wrong: list[str] = []
    try:
        (ROOT / "build").mkdir(exist_ok=True)
        for blender in options.blender:
            check_space(ROOT, _FREE_GB)
            wrong += [f"Blender {blender}: {line}" for line in check(blender, options.flavour, built)]
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    for line in wrong:
        print(f"FAULT: {line}", file=sys.stderr)
    print("The zips work on their own." if not wrong else "The zips do not work on their own.")
    return 1 if wrong else 0


def _clean_blender(venv: Path, blender: str) -> Path:
    """Makes an environment with Blender's module and what Blender itself brings, and gives its interpreter."""
    module, python = BLENDERS[blender]
    versions = pinned_versions(Target(this_platform(), python)) | _OLDER.get(blender, {}) | {"bpy": module}
    packages = [f"{name}=={versions[name]}" for name in ("bpy", *_BLENDERS_OWN) if name in versions]
    for command in (
        [interpreter_for(python), "-m", "venv", str(venv)],
        [str(interpreter_of(venv)), "-m", "pip", "install", "--quiet", "--no-deps", "--no-input", *packages],
    ):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise SetupError(f"A clean Blender {blender} could not be installed:\n{done.stdout[-2000:]}")
    return interpreter_of(venv)


if __name__ == "__main__":
    sys.exit(main())
