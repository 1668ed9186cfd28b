"""Makes tries of one subject in this process, and writes what came of each to a file as it goes.

    python -m tests.faults.fuzzing SUBJECT FIRST LAST FILE

Started by tools/fuzz.py, which goes on behind a try that ends the process.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from ..verdicts import Verdict, begin, note
from .subjects import attempt


def main() -> int:
    """Makes the tries; 0 when all were made, whatever came of them."""
    name, first, last, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    for number in range(first, last):
        begin(file, str(number))
        around = Path(tempfile.mkdtemp(prefix="styleglip-fuzz-"))
        try:
            faults = attempt(name, number, around)
        except BaseException as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            faults = [f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"]
        finally:
            shutil.rmtree(around, ignore_errors=True)
        for fault in faults:
            print(f"{name} {number}: {' '.join(fault.split())[:400]}", flush=True)
        note(file, str(number), Verdict.FAILS if faults else Verdict.HOLDS)
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # Blender's module may wait for ever while the interpreter shuts down
