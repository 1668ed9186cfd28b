"""The verdicts that the command for all Blenders reads, and its table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import blender_modules, check_faults
from tools.bundle_wheels import pinned_versions

from .cases import CASES, SUBJECTS
from .verdicts import Verdict, begin, note, read_verdicts


def test_a_case_that_ended_the_process_is_told_from_those_that_were_judged(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.txt"
    assert read_verdicts(file) == {}
    for name, verdict in (("a", Verdict.HOLDS), ("b", Verdict.FAILS), ("c", Verdict.KNOWN)):
        begin(file, name)
        note(file, name, verdict)
    begin(file, "d")
    assert read_verdicts(file) == {"a": Verdict.HOLDS, "b": Verdict.FAILS, "c": Verdict.KNOWN, "d": Verdict.DIES}


def test_the_table_has_a_row_for_each_case_and_tells_what_was_not_run() -> None:
    failing = CASES[3].name
    verdicts = {"4.5": {case.name: Verdict.HOLDS for case in CASES} | {failing: Verdict.FAILS}, "5.2": {}}
    text = check_faults.table(verdicts)
    rows = [line for line in text.splitlines() if line.endswith(("| holds | - |", "| **fails** | - |"))]
    assert len(rows) == len(CASES)
    assert sum("**fails**" in row for row in rows) == 1
    assert all(f"## {subject}" in text for subject in SUBJECTS)


def test_the_blenders_of_the_pinned_list_are_not_installed_again() -> None:
    version, python = blender_modules.BLENDERS["4.5"]
    assert pinned_versions()["bpy"] in {version, blender_modules.BLENDERS["5.2"][0]}
    assert python == "3.11"


@pytest.mark.parametrize("arguments", [["--blender", "3.6"], ["--tables", "x"]])
def test_what_the_command_does_not_know_is_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        check_faults.main(arguments)
    assert ended.value.code == 2
