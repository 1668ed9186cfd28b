"""Each fault of the list: exit code, sentence, and nothing touched that must not be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .case import Case
from .cases import CASES, SLOW
from .known_failures import KNOWN_FAILURES
from .running import faults_of, run_case
from .verdicts import ALL_CASES

ALL = os.environ.get(ALL_CASES) == "1"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.name,
            marks=[
                *([pytest.mark.xfail(strict=True, reason=case.fails, raises=AssertionError)] if case.fails else []),
                *([pytest.mark.skip(reason="left to tools/check_faults.py")] if case.is_slow and not ALL else []),
            ],
        )
        for case in CASES
    ],
)
def test_a_fault_gets_its_code_and_sentence_and_touches_nothing_else(case: Case, tmp_path: Path) -> None:
    outcome = run_case(case, tmp_path)
    faults = list(faults_of(case, outcome))
    assert not faults, "\n".join([*faults, outcome.told])


def test_names_are_unique_and_there_are_enough() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= 80
    assert set(KNOWN_FAILURES) | SLOW <= set(names)
