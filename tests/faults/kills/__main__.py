"""Checks what a work left that was ended, then does it again and again until it is ended too.

    python -m tests.faults.kills WORK FOLDER TIMES

Lines for `ending.py` begin with "@"; TIMES 0 only checks.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .works import WORKS


def main() -> int:
    """Works; 0 after TIMES times."""
    work, folder, times = WORKS[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3])
    for fault in work.check(folder):
        _tell(f"fault {fault}")
    for number in range(times):
        try:
            work.do(folder, number)
        except Exception as error:
            _tell(f"fault {type(error).__name__}: {error}")
            break
        _tell("done")
    _tell("end")
    return 0


def _tell(what: str) -> None:
    print(f"\n@{' '.join(what.split())}", flush=True)


if __name__ == "__main__":
    code = main()
    os._exit(code)  # Blender's module may wait for ever while the interpreter shuts down
