"""Ends runs, saves, bakes, downloads and queues of runs with SIGKILL at random moments, and starts them again.

    python tools/check_kills.py
    python tools/check_kills.py --only save download --moments 10

After each ending every file under a final name must be whole (the earlier one, or the new one), nothing may be left
but temporary files that say so by their names, and the work must go on: a download from where it was. The exit code is
0 only where all that was so. Half an hour for 30 moments of each.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import subprocess
import tempfile
import time
from collections.abc import Sequence

from tests.faults.kills.ending import end_at_random
from tests.faults.kills.works import WORKS
from tools.blender_modules import BLENDERS, python_with
from tools.environment import ROOT, SetupError

_PREPARE = "import os, sys; from pathlib import Path; from tests.faults.kills.works import prepare; "
_PREPARE += "prepare(Path(sys.argv[1])); os._exit(0)"


def main(arguments: Sequence[str]) -> int:
    """The command line; 0 where everything was whole and went on."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=WORKS, default=list(WORKS), help="which; default: all")
    parser.add_argument("--moments", type=int, default=30, help="how many of each; default: 30")
    parser.add_argument("--blender", choices=BLENDERS, help="in an environment with this Blender; default: this one's")
    options = parser.parse_args(arguments)
    failed = False
    try:
        python = Path(sys.executable) if options.blender is None else python_with(options.blender)
        for name in options.only:
            start = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="styleglip-kills-", ignore_cleanup_errors=True) as around:
                folder = Path(around) / "work"
                folder.mkdir()
                if name != "download":
                    subprocess.run([python, "-c", _PREPARE, folder], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
                endings = end_at_random(name, folder, options.moments, python)
            failed |= bool(endings.faults)
            told = f"{name}: ended {endings.moments} times, {len(endings.faults)} faults"
            told += f", {endings.resumed} went on with what had arrived" if name == "download" else ""
            print(f"{told} ({time.monotonic() - start:.0f} s)", flush=True)
            for fault in endings.faults:
                print(f"  {fault}", flush=True)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
