"""SECURITY.md: every threat has something that stops it and tests that are there, and the document can be found."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.faults.cases import CASES

ROOT = Path(__file__).resolve().parent.parent
_DOCUMENT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
_TABLE = _DOCUMENT.partition("| threat |")[2].splitlines()[2:]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in _TABLE if line.startswith("|")]
TESTS = [(row[0], test) for row in ROWS for test in re.findall(r"`([^`]+)`", row[-1])]


def test_every_threat_has_a_cure_and_a_test() -> None:
    assert len(ROWS) >= 25
    for row in ROWS:
        assert len(row) == 3, row
        assert all(row), row
        assert re.fullmatch(r"`[^`]+`(, `[^`]+`)*", row[2]), row


@pytest.mark.parametrize(("threat", "test"), TESTS)
def test_every_test_that_is_named_is_there(threat: str, test: str) -> None:
    file, _, name = test.partition("::")
    path = ROOT / file
    assert path.is_file(), f"{threat}: {file}"
    if path.name.startswith("case_"):
        assert name in {case.name for case in CASES}, f"{threat}: {name}"
    else:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{threat}: {name}"


def test_those_who_work_on_the_project_are_told_of_it() -> None:
    assert "(SECURITY.md)" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
