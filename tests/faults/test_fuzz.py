"""A sample of the fuzz: no unhandled exception, and no file touched but the outputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from .fuzzing.subjects import SUBJECTS, attempt


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_sample_of_tries_ends_with_a_result_or_a_sentence(name: str, tmp_path: Path) -> None:
    subject = SUBJECTS[name]
    numbers = range(0, subject.tries, subject.tries // subject.sample)
    faults = [
        f"{name} {number}: {fault}" for number in numbers for fault in attempt(name, number, tmp_path / str(number))
    ]
    assert len(numbers) >= subject.sample
    assert not faults, "\n".join(faults)


def test_what_must_not_happen_is_noticed() -> None:
    from .fuzzing.subjects import wrong
    from .running import Outcome

    fine = Outcome(3, "StyleGLIP: The file is empty.\n", "", frozenset())
    assert not list(wrong(fine))
    assert list(wrong(Outcome(1, "StyleGLIP: Something unexpected went wrong.\n", "", frozenset())))
    assert list(wrong(Outcome(3, "KeyError: 'a'\n", "", frozenset())))
    assert list(wrong(Outcome(3, fine.told, "", frozenset({"out.blend"})), "out.blend"))
    assert list(wrong(Outcome(0, "", "", frozenset({"../secret.mtl"})), "out.blend"))
