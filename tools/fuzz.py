"""Gives the product thousands of odd meshes, prompts, reports, settings, states, checkpoints and .glb files.

    python tools/fuzz.py
    python tools/fuzz.py --only meshes glb --tries 50 --blender 5.2

Every try is decided by its number, so a line "meshes 17: ..." is the same try on every computer; --first 17 --tries 1
makes it again. What must come of each: a result, or one of the product's own sentences with its exit code; no other
file may be new, changed or gone. A try that ends the process or hangs is counted and the others go on. The exit code is
0 only where nothing was found. Half an hour for all 2,800; the tests make a sample of some 230.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence

from tests.faults.fuzzing.subjects import SUBJECTS
from tests.faults.verdicts import Verdict, read_verdicts
from tools.blender_modules import BLENDERS, python_with
from tools.environment import ROOT, SetupError

_MOST_SECONDS = 180.0
"""A try that takes longer hangs."""


def fuzz(python: Path, name: str, first: int, last: int) -> dict[int, Verdict]:
    """Makes the tries `first` to `last` - 1 of a subject; the verdicts by number."""
    verdicts: dict[int, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="styleglip-fuzz-") as folder:
        while first < last:
            told = Path(folder) / f"{first}.txt"
            command = [str(python), "-m", "tests.faults.fuzzing", name, str(first), str(last), str(told)]
            environ = {
                **os.environ,
                "OMP_NUM_THREADS": "1",
                "BLENDER_USER_RESOURCES": folder,
                "PYTHONWARNINGS": "ignore",
            }
            with (Path(folder) / "log.txt").open("w+b") as log:
                process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
                _wait(process, told)
                log.seek(0)
                for line in log.read().decode(errors="replace").splitlines():
                    if line.startswith(f"{name} "):
                        print(f"  {line}", flush=True)
            found = {int(number): verdict for number, verdict in read_verdicts(told).items()}
            if not found:
                raise SetupError(f"The tries of {name} could not be made (exit code {process.returncode}).")
            for number in (number for number, verdict in found.items() if verdict is Verdict.DIES):
                print(f"  {name} {number}: ended the process (exit code {process.returncode})", flush=True)
            verdicts |= found
            first = max(found) + 1
    return verdicts


def _wait(process: subprocess.Popen[bytes], told: Path) -> None:
    """Waits for the process, and ends it where a try takes too long."""
    started = time.time()
    while True:
        try:
            process.wait(timeout=1.0)
            return
        except subprocess.TimeoutExpired:
            last = told.stat().st_mtime if told.exists() else started
            if time.time() - last > _MOST_SECONDS:
                process.kill()


def main(arguments: Sequence[str]) -> int:
    """The command line; 0 where nothing was found."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, default=list(SUBJECTS), help="which; default: all")
    parser.add_argument("--tries", type=int, help="how many of each; default: 1,000 prompts, 300 of all others")
    parser.add_argument("--first", type=int, default=0, help="number of the first try; default: 0")
    parser.add_argument("--blender", choices=BLENDERS, help="in an environment with this Blender; default: this one's")
    options = parser.parse_args(arguments)
    try:
        python = Path(sys.executable) if options.blender is None else python_with(options.blender)
        failed = 0
        for name in options.only:
            start = time.monotonic()
            tries = SUBJECTS[name].tries if options.tries is None else options.tries
            verdicts = fuzz(python, name, options.first, options.first + tries)
            wrong = [number for number, verdict in verdicts.items() if verdict is not Verdict.HOLDS]
            failed += len(wrong)
            seconds = time.monotonic() - start
            print(f"{name}: {len(verdicts)} tries, {len(wrong)} with a fault ({seconds:.0f} s)", flush=True)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
