"""Tells whether the engine still gives the results it gave before a change: records runs, and compares with a record.

    python tools/check_same_results.py --record runs/before.json     before the change
    python tools/check_same_results.py --compare runs/before.json    after it

Six steps of every recipe on the demonstration's lamp with a fixed seed, and the default recipe resumed half-way, with
one part restyled, and with parts that are located again. Per run: SHA-256 of colours, displacements and weights, and
some of the values. The same code gives the same bits on the same machine only, with the same versions of PyTorch and
NumPy; with a record of another machine the values are compared, within what its rounding may change. The exit code is
0 where all agree. `tests/engine/test_same_results.py` keeps the record of the default recipe.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse


def main() -> int:
    """Records or compares; returns the exit code."""
    parser = argparse.ArgumentParser(description="Compares the engine's results with those of a record.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--record", type=Path, metavar="FILE", help="JSON file to write")
    what.add_argument("--compare", type=Path, metavar="FILE", help="JSON file of --record to compare with")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="run only these; repeatable")
    arguments = parser.parse_args()
    from tools.recorded_runs import compare, record

    if arguments.record is not None:
        return record(arguments.record, arguments.only)
    return compare(arguments.compare, arguments.only)


if __name__ == "__main__":
    sys.exit(main())
