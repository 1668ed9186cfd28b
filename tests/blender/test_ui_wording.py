"""Texts of the panel that depend on numbers."""

from __future__ import annotations

import math

import pytest

from styleglip_addon.engine.vocabulary import Phase, Progress
from styleglip_addon.ui import wording
from styleglip_addon.ui.wrapping import wrapped


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


def test_progress_says_what_is_done_and_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "is_engine_loaded", lambda: False)
    assert wording.phase_text(None) == "Loading (first time only)"
    monkeypatch.setattr(wording, "is_engine_loaded", lambda: True)
    assert wording.phase_text(None) == "Starting"
    assert wording.phase_text(Progress(Phase.LOADING, 0, 1, math.nan)) == "Loading the model"
    assert wording.phase_text(Progress(Phase.LOCATING, 3, 12, 9.0)) == "Finding the parts, step 3 of 12"
    again = Progress(Phase.RELOCATING, 5, 12, 9.0)
    assert wording.phase_text(again) == "Finding parts again, view 5 of 12"
    assert Progress(Phase.STYLING, 0, 0, 9.0).share == 0.0
    assert Progress(Phase.STYLING, 50, 200, 9.0).share == 0.25


def test_sentences_are_wrapped_between_words() -> None:
    lines = wrapped("Add faces or choose another object.", 14)
    assert lines == ["Add faces or", "choose another", "object."]


def test_a_file_name_longer_than_a_line_is_broken_and_nothing_is_lost() -> None:
    path = "/home/artist/blender/results/Lamp-20260101-120000.npz"
    lines = wrapped(f'Kept in "{path}".', 20)
    assert max(map(len, lines)) <= 20
    assert "".join(lines).replace(" ", "") == f'Keptin"{path}".'


def test_east_asian_sentences_break_between_letters_but_no_line_begins_with_a_full_stop() -> None:
    lines = wrapped("StyleGLIP が処理中です。終わるまで待って。", 12)
    assert lines[0] == "StyleGLIP が"
    assert "".join(lines) == "StyleGLIP が処理中です。終わるまで待って。"
    assert all(line[0] not in "。、" for line in lines)
    assert wrapped("完了しました（3 s）。", 14) == ["完了しました", "（3 s）。"]


def test_lines_are_measured_by_the_width_that_is_given() -> None:
    assert wrapped("iiii mmmm iiii", 90, lambda text: sum(10.0 if letter == "m" else 2.0 for letter in text)) == [
        "iiii mmmm iiii"
    ]
    assert wrapped("mmmm mmmm", 60, lambda text: 10.0 * len(text)) == ["mmmm", "mmmm"]


def test_wide_letters_count_twice_and_a_narrow_panel_does_not_hang() -> None:
    assert wrapped("底座底座底座", 8) == ["底座底座", "底座"]
    assert wrapped("abcdefghijkl", 0) == ["abcdefgh", "ijkl"]
    assert wrapped("", 20) == [""]
