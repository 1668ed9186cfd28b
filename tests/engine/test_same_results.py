"""The default recipe on the demonstration's lamp still gives what it gave: colours, shape, weights, losses."""

from __future__ import annotations

import json
from pathlib import Path

from tools.recorded_runs import differences, run

RECORD = Path(__file__).resolve().parent.parent / "assets" / "default_run.json"


def test_the_default_recipe_gives_what_it_gave() -> None:
    """Where a change of the results is meant: python tools/check_same_results.py --record ... --only default."""
    before = json.loads(RECORD.read_text(encoding="utf-8"))
    assert differences(before, run(["default"])) == []


def test_a_difference_is_told_on_this_machine_and_on_another() -> None:
    before = json.loads(RECORD.read_text(encoding="utf-8"))
    after = json.loads(RECORD.read_text(encoding="utf-8"))["runs"]
    assert differences(before | {"machine": {}}, after) == []
    after["default"]["samples"]["color"][3][1] += 0.01
    assert differences(before | {"machine": {}}, after) == ["default: color"]
