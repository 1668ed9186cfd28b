"""The report of a result: typed, as JSON and back, also as earlier versions wrote it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from styleglip_addon.engine import Models, SettingsError, StylizeResult, load_models, stylize
from styleglip_addon.engine.vocabulary import Detection
from styleglip_addon.engine.vocabulary.model_choice import ModelChoice
from styleglip_addon.engine.vocabulary.part_report import PartReport
from styleglip_addon.engine.vocabulary.report import CommandReport, Report
from styleglip_addon.engine.vocabulary.style_match import StyleMatch
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

ROOT = Path(__file__).resolve().parents[2]
MESH = sphere()
VERSIONS = {"torch": "1.0", "blender": "4.2"}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> StylizeResult:
    models: Models = load_models(write_untrained_model(tmp_path_factory.mktemp("model")))
    whole = stylize(MESH, halves(MESH), QUICK, models=models)
    box = Detection(3, (1.23456789, 2.0, 30.0, 40.0), 0.123456789)
    cap = replace(whole.parts[0], located=replace(whole.parts[0].located, detections=(box,), confidence=1 / 3))
    return replace(whole, parts=(cap, whole.parts[1]), warnings=("A sentence.",))


@pytest.fixture
def report(result: StylizeResult) -> Report:
    made = Report.of(result, "gold cap, wood body", vertices=9, triangles=14, versions=VERSIONS)
    command = CommandReport(
        "Ball", "in.obj", "out.blend", "", ModelChoice(), {"cap": "vertex_group:Cap"}, (), None, ("x",)
    )
    return replace(made, command=command)


def test_a_report_tells_all_of_a_result_but_its_arrays(report: Report, result: StylizeResult) -> None:
    data = report.to_dict()
    assert data["prompt"] == "gold cap, wood body"
    assert (data["vertices"], data["triangles"], data["restyled"]) == (9, 14, [])
    assert (data["seed"], data["model"], data["versions"]) == (QUICK.seed, result.model, VERSIONS)
    assert data["settings"] == QUICK.to_dict()
    assert data["warnings"] == ["A sentence."]
    cap = data["parts"][0]
    assert (cap["name"], cap["style"], cap["strength"], cap["found"], cap["reason"]) == ("cap", "gold", 1.0, True, "")
    assert cap["confidence"] == 0.333333
    assert cap["detections"] == [{"view": 3, "box": [1.23, 2.0, 30.0, 40.0], "score": 0.123457}]
    assert cap["share_of_vertices"] == round(float(result.parts[0].located.weights.mean()), 6)
    assert [set(step) for step in data["history"]] == [{"total", *losses.terms} for losses in result.history]
    assert data["history"][0]["total"] == round(result.history[0].total, 6)
    assert data["masks"] == {"cap": "vertex_group:Cap"}
    assert (data["textures"], data["detection_pictures"]) == (["x"], [])
    assert "dense_copy" not in data


def test_a_report_survives_json(report: Report) -> None:
    text = json.dumps(report.to_dict(), allow_nan=False)
    assert Report.from_dict(json.loads(text)) == report
    alone = replace(report, command=None)
    assert Report.from_dict(alone.to_dict()) == alone
    restyled = replace(report, parts=(replace(report.parts[0], restyled=report.run), report.parts[1]))
    assert Report.from_dict(json.loads(json.dumps(restyled.to_dict()))) == restyled


def test_a_part_survives_to_the_last_digit(result: StylizeResult) -> None:
    located, match = result.parts[0].located, StyleMatch(5, "gold", 1 / 7)
    told = json.loads(json.dumps(PartReport.of(located, match).to_dict()))
    back = PartReport.from_dict(told)
    assert back.read_as == match
    again = back.located(located.weights)
    assert (again.part.name, again.part.style, again.part.strength) == ("cap", "gold", located.part.strength)
    assert (again.found, again.confidence, again.detections) == (True, located.confidence, located.detections)
    assert np.array_equal(again.weights, located.weights)


def test_what_earlier_versions_wrote_is_read() -> None:
    """A part of a first state, and a report with null for losses that a step did not evaluate and without looks."""
    part: dict[str, Any] = {
        "name": "cap",
        "style": "gold",
        "strength": 1.0,
        "found": True,
        "reason": "",
        "confidence": 0.5,
    }
    assert PartReport.from_dict(part | {"detections": [[2, [1, 2, 3, 4], 0.25]]}).detections == (
        Detection(2, (1.0, 2.0, 3.0, 4.0), 0.25),
    )
    named = part | {"detections": [], "read_as": "brass", "read_share": 0.5}
    former = {
        "prompt": "gold cap",
        "parts": [named],
        "settings": {"iterations": 3, "glip_every": 3, "a_setting_that_is_gone": 1},
        "model": "embedded",
        "seconds": {"styling": None},
        "history": [{"total": 1.0, "glip": None, "clip": 0.5, "palette": None}],
        "a_name_that_is_gone": 1,
    }
    report = Report.from_dict(former)
    assert report.history[0].terms == {"clip": 0.5}
    read_as = report.parts[0].read_as
    assert read_as is not None
    assert (read_as.name, read_as.share) == ("brass", 0.5)
    assert report.command is None
    with pytest.raises(SettingsError, match="a_setting_that_is_gone"):
        report.run.stylize_settings()


@pytest.mark.parametrize(
    "change",
    [
        {"parts": 3},
        {"parts": [{"name": "cap"}]},
        {"settings": []},
        {"versions": "x"},
        {"history": [3]},
        {"history": [{"glip": 1.0}]},
        {"models": {"glip": 3}},
        {"prompt": None, "parts": None},
    ],
    ids=str,
)
def test_what_is_no_report_gets_a_sentence(change: Mapping[str, Any], report: Report) -> None:
    with pytest.raises(SettingsError, match="no report of a StyleGLIP run"):
        Report.from_dict(report.to_dict() | dict(change))
    others: list[Any] = [[], "text", {}]
    for data in others:
        with pytest.raises(SettingsError, match="no report of a StyleGLIP run"):
            Report.from_dict(data)


def test_reports_are_read_without_pytorch() -> None:
    program = "import sys, styleglip_addon.engine.vocabulary.reproduction\nassert 'torch' not in sys.modules\n"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0
