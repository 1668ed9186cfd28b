"""The ablation leaves out what it says, measures every variant, resumes, and draws the figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from styleglip_addon.engine import Losses, StylizeSettings
from styleglip_addon.engine.loop_settings import PartsMode
from styleglip_addon.engine.types import FieldKind
from tests.engine.test_benchmark_colours import two_boxes
from tests.untrained_model import write_untrained_model
from tools import benchmark
from tools.benchmarks.ablation_figure import CELL
from tools.benchmarks.ablation_report import AblationRun, Variant, last_losses, summary, table, variant_settings
from tools.benchmarks.style_scores import PartScore


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two meshes, one with labelled parts, and two untrained models."""
    folder = tmp_path_factory.mktemp("ablation")
    subject = two_boxes()
    lines = [f"v {x} {y} {z}" for x, y, z in subject.mesh.vertices]
    for label, name in enumerate(("foot", "lid")):
        lines.append(f"o {name}")
        lines += [f"f {a + 1} {b + 1} {c + 1}" for a, b, c in subject.mesh.faces[subject.face_labels == label]]
    entries = {}
    for name, parts in (("boxes.obj", {"base": ["foot"], "cap": ["lid"]}), ("plain.obj", None)):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        entries[name] = {"by": "object", "parts": parts, "prompt": "gold cap, oak base"}
    (folder / "parts.json").write_text(json.dumps(entries), encoding="utf-8")
    write_untrained_model(folder / "model")
    write_untrained_model(folder / "tuned")
    return folder


def _measure(folder: Path, report: Path, *options: str) -> dict[str, Any]:
    options = tuple(str(folder / "tuned") if word == "tuned" else word for word in options)
    arguments = ["ablation", "--meshes", str(folder), "--report", str(report), "--model", str(folder / "model")]
    assert benchmark.main([*arguments, "--iterations", "2", "--vertices", "300", *options]) == 0
    data: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return data


def test_a_variant_differs_from_the_full_method_in_what_its_name_says_and_in_nothing_else() -> None:
    settings = StylizeSettings(seed=3)
    assert variant_settings(settings, Variant.FULL, "D") == settings
    assert variant_settings(settings, Variant.NO_FINE_TUNING, "D") == settings
    without_glip = variant_settings(settings, Variant.NO_GLIP, "D")
    assert without_glip == settings.with_(glip_weight=0.0, parts_mode=PartsMode.HOLISTIC)
    assert variant_settings(settings, Variant.NO_CLIP, "D") == settings.with_(clip_weight=0.0, palette_weight=0.0)
    field_l = variant_settings(settings, Variant.FULL, "L")
    assert field_l == settings.with_(field_kind=FieldKind.APPEARANCE)
    assert not field_l.displaces


def test_losses_are_those_of_the_last_steps_that_had_them() -> None:
    history = [Losses(9.0, glip=9.0, palette=9.0)] * 27 + [Losses(1.0, glip=1.0), Losses(1.0), Losses(1.0, glip=0.5)]
    assert last_losses(history) == {"glip": 0.75, "clip": None, "palette": None}


def test_the_summary_counts_parts_by_variant_and_field() -> None:
    def part(alike: bool) -> PartScore:
        return PartScore("cap", "gold", "gold", False, False, 3, (("gold", 1.0),), 1, alike, 4.0 if alike else 20.0)

    def made(variant: str, *alike: bool) -> AblationRun:
        return AblationRun("m.obj", "D", variant, "p", 0.5, None, None, (), tuple(map(part, alike)), 3.0)

    figures = summary([made("full", True, True), made("full", True, False), made("no GLIP", False)])
    assert figures["full, field D"]["judge_agrees"] == 0.75
    assert figures["no GLIP, field D"] == {"judge_agrees": 0.0, "ciede2000_median": 20.0, "seconds_median": 3.0}
    assert "full, field L" not in figures
    assert table([made("full", True)]).splitlines()[2] == "| m.obj | D | full | 0.5 | - | - | 1/1 | 4 | - | 3 |"


@pytest.fixture(scope="module")
def measured(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A report of all variants of field D, and what it says."""
    report = folder / "r.json"
    return report, _measure(folder, report, *_ALL)


_ALL = ("--only", "boxes", "--field", "D", "--finetuned", "tuned")


def test_every_variant_runs_and_uses_the_losses_it_should(measured: tuple[Path, dict[str, Any]]) -> None:
    _, data = measured
    runs = {run["variant"]: run for run in data["runs"]}
    assert list(runs) == [variant.value for variant in Variant]
    assert runs["no GLIP"]["glip"] is None
    assert runs["no CLIP"]["clip"] is None
    assert runs["no CLIP"]["glip"] is not None
    assert runs["full"]["clip"] is not None
    assert runs["full"]["palette"] == runs["no fine-tuning"]["palette"], "the two models here are the same"
    assert data["is_complete"]


def test_resuming_runs_nothing_again_and_wants_the_same_settings(
    folder: Path, measured: tuple[Path, dict[str, Any]]
) -> None:
    report, data = measured
    kept = {path.name: path.stat().st_mtime_ns for path in (folder / "r_results").iterdir()}
    assert len(kept) == 4
    assert _measure(folder, report, *_ALL, "--resume")["runs"] == data["runs"]
    assert {path.name: path.stat().st_mtime_ns for path in (folder / "r_results").iterdir()} == kept
    with pytest.raises(SystemExit, match="other settings"):
        _measure(folder, report, *_ALL, "--resume", "--seed", "1")


def test_the_figure_shows_the_mesh_before_and_every_variant(measured: tuple[Path, dict[str, Any]]) -> None:
    report, _ = measured
    with Image.open(report.with_suffix(".png")) as figure:
        pixels = np.asarray(figure.convert("RGB")).astype(int)
    assert pixels.shape[1] > 5 * CELL
    cells = [pixels[54 : 54 + CELL, 96 + k * (CELL + 14) : 96 + k * (CELL + 14) + CELL] for k in range(5)]
    assert all(np.abs(cells[0] - cell).mean() > 0.5 for cell in cells[1:])
    assert not np.array_equal(cells[1], cells[2])
    assert np.array_equal(cells[1], cells[4]), "the two models here are the same"


def test_without_a_fine_tuned_model_its_column_is_left_out_and_a_note_says_so(folder: Path, tmp_path: Path) -> None:
    data = _measure(folder, tmp_path / "r.json", "--only", "plain", "--field", "L")
    assert [(run["field"], run["variant"]) for run in data["runs"]] == [
        ("L", "full"),
        ("L", "no GLIP"),
        ("L", "no CLIP"),
    ]
    assert any("no fine-tuning" in note for note in data["notes"])


def test_a_mesh_that_is_not_there_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no mesh to measure"):
        _measure(folder, tmp_path / "r.json", "--only", "teapot")
