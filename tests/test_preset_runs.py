"""The report of the recipes' check: what counts as a run that holds, and that what is in a report is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine import load_models, stylize
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model
from tools.preset_runs import PeakMemory, PresetReport, PresetRun, measured
from tools.surface_integrity import examine


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> PresetRun:
    """A real run of a few steps."""
    mesh = sphere()
    models = load_models(write_untrained_model(tmp_path_factory.mktemp("model")))
    result = stylize(mesh, halves(mesh), QUICK, models=models)
    return measured("default", "balls/ball.obj", mesh, result, examine(mesh, result), QUICK.iterations, 1.5, 0.5)


def test_a_run_that_styled_and_moved_the_mesh_holds(run: PresetRun) -> None:
    assert run.holds
    assert (run.steps, run.asked) == (4, 4)
    assert run.changed > 0.01
    assert run.moved > 0.0


@pytest.mark.parametrize(
    "changes",
    [{"steps": 3}, {"finite": False}, {"changed": 0.001}, {"moved": 0.0}, {"displaces": False}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_run_that_lacks_something_does_not_hold(run: PresetRun, changes: dict[str, object]) -> None:
    assert not replace(run, **changes).holds  # type: ignore[arg-type]


def test_a_torn_surface_does_not_hold(run: PresetRun) -> None:
    assert not replace(run, surface={**run.surface, "holds": False}).holds


def test_runs_are_kept_in_the_file_and_found_again(run: PresetRun, tmp_path: Path) -> None:
    file = tmp_path / "new" / "report.json"
    report = PresetReport.opened(file)
    report.add(run)
    report.add(replace(run, preset="tango", changed=0.0))
    again = PresetReport.opened(file)
    assert again.runs[run.key] == run
    assert len(again.runs) == 2
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["holds"] is False
    assert [line.endswith(end) for line, end in zip(data["table"][1:], ("yes", "NO"), strict=True)] == [True, True]
    assert not list(tmp_path.glob("new/*unfinished*"))


def test_another_number_of_steps_or_model_is_another_run(run: PresetRun) -> None:
    others = [replace(run, asked=5), replace(run, model="other"), replace(run, mesh="x"), replace(run, most_boxes=1)]
    assert len({run.key, *(other.key for other in others)}) == 5


def test_what_is_no_report_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text('{"runs": [{"preset": "default"}]}', encoding="utf-8")
    with pytest.raises(ValueError, match="no report of this check"):
        PresetReport.opened(file)
    assert "default" in file.read_text(encoding="utf-8")


def test_the_peak_counts_what_is_taken_after_it_was_made() -> None:
    peak = PeakMemory()
    before = peak.gb
    block = np.ones(60_000_000)
    assert peak.gb - before > 0.3
    assert block[0] == 1.0
