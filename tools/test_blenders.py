"""Runs the tests of tests/blender on every Blender; arguments are handed to pytest.

    python tools/test_blenders.py                                   all of them on 4.2, 4.5, 5.0 and 5.2
    python tools/test_blenders.py --blender 4.2 5.2 -- -k gltf      some of both
    python tools/test_blenders.py -- tests/blender/test_gltf.py     one file

Each Blender is a Python module in an environment of its own, made on the first call (`tools/blender_modules.py`); 5.2
takes a Python 3.13 beside 3.11. Each file is a process of its own, so that one in which Blender dies costs no other.
`tools/test.py` runs the same tests on the checkout's own Blender. The exit code is 0 only where nothing failed.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import time
from collections.abc import Sequence

from tools.blender_modules import BLENDERS, python_with
from tools.environment import ROOT, SetupError
from tools.test import Counts, run_pytest, split_arguments

_FOLDER = "tests/blender"


def files_of(named: Sequence[str], root: Path = ROOT) -> list[str]:
    """The test files to run, each by itself; what was named, else all of the folder."""
    if named:
        return [name for name in named if not (root / name.split("::")[0]).is_dir()] + [
            path.relative_to(root).as_posix()
            for name in named
            if (root / name).is_dir()
            for path in sorted((root / name).rglob("test_*.py"))
        ]
    return [path.relative_to(root).as_posix() for path in sorted((root / _FOLDER).glob("test_*.py"))]


def run_blender(blender: str, files: Sequence[str], options: Sequence[str]) -> tuple[Counts, list[str]]:
    """Runs test files on one Blender.

    Args:
        blender: one of `BLENDERS`.
        files: each runs in a process of its own.
        options: pytest's.

    Returns:
        what was counted, and a line for each file in which something failed.

    Raises:
        SetupError: its environment cannot be made.
    """
    python = python_with(blender)
    total, wrong = Counts(), []
    for path in files:
        counts, remark = run_pytest([path], ["-q", "-p", "no:cacheprovider", *options], python)
        total.passed += counts.passed
        total.failed += counts.failed
        total.skipped += counts.skipped
        if counts.failed:
            wrong.append(f"{path}: {counts.failed} failed" + (f"; {remark}" if remark else ""))
    return total, wrong


def main(arguments: Sequence[str]) -> int:
    """The command line; 0 where nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blender", nargs="+", choices=BLENDERS, default=list(BLENDERS), help="which; default: all")
    own, handed = list(arguments), list[str]()
    if "--" in own:
        place = own.index("--")
        own, handed = own[:place], own[place + 1 :]
    chosen = parser.parse_args(own).blender
    named, options = split_arguments(handed)
    lines, failed = [], False
    for blender in chosen:
        start = time.monotonic()
        print(f"== Blender {blender}", flush=True)
        try:
            counts, wrong = run_blender(blender, files_of(named), options)
        except SetupError as error:
            print(error, file=sys.stderr)
            return 2
        failed |= bool(counts.failed) or counts.passed + counts.skipped == 0
        told = f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped"
        lines += [f"Blender {blender}: {told} ({time.monotonic() - start:.0f} s)", *(f"  {line}" for line in wrong)]
    print("== summary", *lines, sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
