"""Each fault of the list: exit code, sentence, and nothing touched that must not be."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from .case import Case
from .cases import CASES, SLOW
from .known_failures import KNOWN_FAILURES
from .running import NotHereError, Outcome, faults_of, make_places, run_case, run_command
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
    try:
        outcome = run_case(case, tmp_path)
    except NotHereError as reason:
        pytest.skip(str(reason))
    faults = list(faults_of(case, outcome))
    assert not faults, "\n".join([*faults, outcome.told])


def test_what_is_not_as_a_case_says_is_noticed() -> None:
    case = Case("a", "a", (), "MESH", "names it", (r"vase\.obj",), writes=("a.json",))
    told = "styling 1/2\nStyleGLIP: vase.obj is odd.\n"
    fine = Outcome(4, told, "", frozenset({"a.json"}))
    assert not list(faults_of(case, fine))
    for worse in (
        replace(fine, code=0),
        replace(fine, code=1),
        replace(fine, told="StyleGLIP: It is odd.\n"),
        replace(fine, told=told + "KeyError: 3\n"),
        replace(fine, told="Traceback (most recent call last):\n" + told),
        replace(fine, told=f"StyleGLIP: vase.obj {'x' * 1000}"),
        replace(fine, changed=frozenset()),
        replace(fine, changed=frozenset({"a.json", "../secret.mtl"})),
    ):
        assert list(faults_of(case, worse)), worse


def test_every_file_that_a_command_touches_is_seen(tmp_path: Path) -> None:
    folder = make_places(tmp_path)
    for name in ("kept", "other", "gone"):
        (folder / name).write_text(name)

    def work(arguments: list[str]) -> int:
        (folder / "other").write_text("changed")
        (folder / "gone").unlink()
        (folder / "new").mkdir()
        (folder / "new" / "link").symlink_to(folder / "kept")
        (tmp_path / "temporary" / "left").touch()
        return 0

    with mock.patch("styleglip_addon.batch.main", work):
        outcome = run_command((), tmp_path)
    assert outcome.changed == {"other", "gone", "new/link", "temporary/left"}


def test_names_are_unique_and_there_are_enough() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= 80
    assert set(KNOWN_FAILURES) | SLOW <= set(names)
