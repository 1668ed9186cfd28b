"""What came of each case, written line by line while the tests run, so that a process that dies leaves it too."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

ALL_CASES = "STYLEGLIP_ALL_FAULTS"
"""Environment variable: "1" runs the slow cases, too."""
VERDICTS_FILE = "STYLEGLIP_VERDICTS"
"""Environment variable: the file that the verdicts are written to; absent: none."""

_BEGUN = "begun"


class Verdict(StrEnum):
    """What came of a case."""

    HOLDS = "hold"
    KNOWN = "fail as known"
    FAILS = "FAIL"
    DIES = "END THE PROCESS"
    SKIPPED = "cannot be made here"


def note(path: Path, name: str, what: str) -> None:
    """Adds a line, on the disk at once."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{name}\t{what}\n")


def begin(path: Path, name: str) -> None:
    """A case has begun."""
    note(path, name, _BEGUN)


def read_verdicts(path: Path) -> dict[str, Verdict]:
    """By name; a case that had begun and was not ended has ended the process."""
    if not path.is_file():
        return {}
    found: dict[str, Verdict] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, what = line.split("\t")
        found[name] = Verdict.DIES if what == _BEGUN else Verdict(what)
    return found
