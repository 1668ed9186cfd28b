"""The page with a training run's curves, drawn from logs that the run's own logger wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.train_default_model.curves import draw_curve, read_curves, smoothed, write_curves
from tools.train_default_model.schedule import RunLog


def test_the_page_shows_every_figure_of_every_stage(tmp_path: Path) -> None:
    for stage, figures in (("styles", ("style", "attacked_accuracy")), ("grounding", ("token", "box"))):
        log = RunLog(tmp_path / f"{stage}.tsv")
        for step in (50, 100, 150):
            log.write(step, 150, **{name: step / 100.0 for name in figures})
    text = write_curves(tmp_path).read_text(encoding="utf-8")
    assert text.count("<svg") == 4
    assert re.findall(r"<h2>(\w+)</h2>", text) == ["grounding", "styles"]
    for name in ("style", "attacked_accuracy", "token", "box"):
        assert f">{name}: mean " in text
    assert "at step 150<" in text


def test_steps_done_again_after_a_break_are_drawn_once_as_they_were_done_last(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "grounding.tsv")
    for step, value in ((50, 1.0), (100, 2.0), (150, 9.0), (100, 3.0), (150, 4.0)):
        log.write(step, 150, token=value)
    (curve,) = read_curves(tmp_path / "grounding.tsv")
    assert (curve.steps, curve.values) == ((50, 100, 150), (1.0, 3.0, 4.0))


def test_a_higher_value_lies_higher_in_the_picture_and_all_lie_within(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "a.tsv")
    for step, value in ((10, 1.0), (20, 5.0), (30, -2.0)):
        log.write(step, 30, loss=value)
    drawn = draw_curve(read_curves(tmp_path / "a.tsv")[0])
    line = re.search(r'id="raw">\s*<path d="([^"]+)"', drawn)
    height = re.search(r'viewBox="0 0 [0-9.]+ ([0-9.]+)"', drawn)
    assert line is not None
    assert height is not None
    x, y = zip(*((float(a), float(b)) for a, b in re.findall(r"[ML] ([0-9.-]+) ([0-9.-]+)", line[1])), strict=True)
    assert x[0] < x[1] < x[2]
    assert y[1] < y[0] < y[2]
    assert min(y) >= 0.0
    assert max(y) <= float(height[1])
    assert draw_curve(read_curves(tmp_path / "a.tsv")[0]) == drawn


def test_the_running_mean_of_a_constant_is_that_constant() -> None:
    assert smoothed([2.0] * 5) == pytest.approx([2.0] * 5)
    assert smoothed([0.0, 1.0])[1] > 0.5


def test_a_folder_without_logs_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no logs"):
        write_curves(tmp_path)
    (tmp_path / "other.tsv").write_text("name\tsize\na\t1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no column of steps"):
        write_curves(tmp_path)
