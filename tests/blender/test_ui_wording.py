"""Texts of the panel that depend on numbers."""

from __future__ import annotations

import math

import pytest

from styleglip_addon.engine.vocabulary import Phase, Progress
from styleglip_addon.ui import wording


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "0 s"), (8.4, "8 s"), (59.7, "1 min"), (80, "1 min 20 s"), (3600, "1 h"), (7500, "2 h 5 min")],
)
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert wording.duration(seconds).replace("\u00a0", " ") == text


def test_an_unknown_time_is_not_shown_and_the_last_seconds_are_not_counted() -> None:
    assert wording.time_left(math.nan) == ""
    assert wording.time_left(1.0) == "almost done"
    assert wording.time_left(90.0).replace("\u00a0", " ") == "about 1 min 30 s left"


def test_progress_says_what_is_done_and_how_far() -> None:
    assert wording.phase_text(None) == "Starting"
    assert wording.phase_text(Progress(Phase.LOADING, 0, 1, math.nan)) == "Loading the model"
    assert wording.phase_text(Progress(Phase.LOCATING, 3, 12, 9.0)) == "Finding the parts, step 3 of 12"
    again = Progress(Phase.RELOCATING, 5, 12, 9.0)
    assert wording.phase_text(again) == "Finding parts again, view 5 of 12"
    assert Progress(Phase.STYLING, 0, 0, 9.0).share == 0.0
    assert Progress(Phase.STYLING, 50, 200, 9.0).share == 0.25


def test_sentences_are_wrapped_between_words() -> None:
    lines = wording.wrapped("Add faces or choose another object.", 14)
    assert lines == ["Add faces or", "choose another", "object."]


def test_a_file_name_longer_than_a_line_is_broken_and_nothing_is_lost() -> None:
    path = "/home/artist/blender/results/Lamp-20260101-120000.npz"
    lines = wording.wrapped(f'Kept in "{path}".', 20)
    assert max(map(len, lines)) <= 20
    assert "".join(lines).replace(" ", "") == f'Keptin"{path}".'


def test_wide_letters_count_twice_and_a_narrow_panel_does_not_hang() -> None:
    assert wording.wrapped("底座底座底座", 8) == ["底座底座", "底座"]
    assert wording.wrapped("abcdefghijkl", 0) == ["abcdefgh", "ijkl"]
    assert wording.wrapped("", 20) == [""]
