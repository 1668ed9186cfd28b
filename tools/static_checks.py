"""One static check with the environment's pinned program: the formatter, the linter or the type checker.

    python tools/static_checks.py format [FILE ...]
    python tools/static_checks.py lint [FILE ...]
    python tools/static_checks.py types

`tools/test.py` runs the last two before the tests, `.pre-commit-config.yaml` all three before a commit. Without files
the whole checkout is looked at; the type checker always looks at all of it.
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
from collections.abc import Sequence
from enum import StrEnum

from tools.environment import ROOT

_TYPES_CHECKED_ON = (3, 11)


class StaticCheck(StrEnum):
    """A check by its name on the command line."""

    FORMAT = "format"
    LINT = "lint"
    TYPES = "types"


_PROGRAMS = {
    StaticCheck.FORMAT: ("ruff", "format"),
    StaticCheck.LINT: ("ruff", "check"),
    StaticCheck.TYPES: ("mypy",),
}


def why_left_out(check: StaticCheck, version: tuple[int, int] = sys.version_info[:2]) -> str | None:
    """A sentence where a check does not run with a Python of this (major, minor) version; else None."""
    if check is StaticCheck.TYPES and version != _TYPES_CHECKED_ON:
        # The annotations fit the NumPy of one Python; the other's types differ in a hundred places.
        return "left out, it runs with Python {}.{}".format(*_TYPES_CHECKED_ON)
    return None


def run_check(check: StaticCheck, files: Sequence[str] = ()) -> int:
    """Runs a check over `files`, or over the whole checkout; returns the program's exit code."""
    paths = () if check is StaticCheck.TYPES else (files or (".",))
    return subprocess.run([sys.executable, "-m", *_PROGRAMS[check], *paths], cwd=ROOT).returncode


def main() -> int:
    """The command line; 0 when the check found nothing."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("check", type=StaticCheck, choices=list(StaticCheck))
    parser.add_argument("files", nargs="*", help="default: the whole checkout")
    arguments = parser.parse_args()
    reason = why_left_out(arguments.check)
    if reason is not None:
        print(f"{arguments.check}: {reason}")
        return 0
    return run_check(arguments.check, arguments.files)


if __name__ == "__main__":
    sys.exit(main())
