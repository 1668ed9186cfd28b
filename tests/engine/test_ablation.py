"""The ablation leaves out what it says, measures every variant, resumes, and draws the figure."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from styleglip_addon.engine import Losses, StylizeSettings
from styleglip_addon.engine.vocabulary import FieldKind
from styleglip_addon.engine.vocabulary.settings import PartsMode
from tests.engine.test_benchmark_colours import two_boxes
from tests.untrained_model import write_untrained_model
from tools import benchmark
from tools.benchmarks.ablation import chosen_meshes
from tools.benchmarks.ablation_figure import CELL, GAP, SIDE, TOP, write_figure
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
    settings = StylizeSettings.preset("from_grey").with_(seed=3)
    assert variant_settings(settings, Variant.FULL, "D") == settings
    assert variant_settings(settings, Variant.NO_FINE_TUNING, "D") == settings
    without_glip = variant_settings(settings, Variant.NO_GLIP, "D")
    assert without_glip == settings.with_(glip_weight=0.0, parts_mode=PartsMode.HOLISTIC)
    assert variant_settings(settings, Variant.NO_CLIP, "D") == settings.with_(clip_weight=0.0, palette_weight=0.0)
    field_l = variant_settings(settings, Variant.FULL, "L")
    assert field_l == settings.with_(field=replace(settings.field, kind=FieldKind.APPEARANCE))
    assert not field_l.field.displaces


def test_losses_are_those_of_the_last_steps_that_had_them() -> None:
    before = [Losses(9.0, {"glip": 9.0, "palette": 9.0})] * 27
    history = [*before, Losses(1.0, {"glip": 1.0}), Losses(1.0), Losses(1.0, {"glip": 0.5})]
    assert last_losses(history) == {"glip": 0.75, "clip": None, "palette": None}


def test_the_summary_counts_parts_by_variant_and_field() -> None:
    def part(alike: bool) -> PartScore:
        return PartScore("cap", "gold", "gold", False, False, 3, (("gold", 1.0),), 1, alike, 4.0 if alike else 20.0)

    def made(variant: str, *alike: bool) -> AblationRun:
        return AblationRun("m.obj", "D", variant, "p", 0.5, None, None, (), tuple(map(part, alike)), 3.0)

    found = replace(made("full", True, False), missed=("knob",), ious=(1.0, 0.5, 0.0))
    figures = summary([replace(made("full", True, True), ious=(0.7,)), found, made("no GLIP", False)])
    full = figures["full, field D"]
    assert (full["judge_agrees"], full["judged"], full["missed"]) == (3, 4, 1)
    assert full["mean_iou"] == pytest.approx(2.2 / 4), "every part counts the same, not every mesh"
    without = {"judge_agrees": 0, "judged": 1, "missed": 0, "mean_iou": None}
    assert figures["no GLIP, field D"] == without | {"ciede2000_median": 20.0, "seconds_median": 3.0}
    assert "full, field L" not in figures
    lines = table([made("full", True), found]).splitlines()
    assert lines[2] == "| m.obj | D | full | 0.5 | - | - | 1/1 | 4 | - | - | 3 |"
    assert lines[3] == "| m.obj | D | full | 0.5 | - | - | 1/2 | 12 | 0.5 | knob | 3 |"
    assert AblationRun.from_dict(json.loads(json.dumps(found.to_dict()))) == found


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
    assert runs["no GLIP"]["ious"] == [], "nothing was located"
    assert len(runs["full"]["ious"]) == 2, "both boxes are labelled"
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
    cells = [pixels[TOP : TOP + CELL, SIDE + k * (CELL + GAP) : SIDE + k * (CELL + GAP) + CELL] for k in range(5)]
    assert all(np.abs(cells[0] - cell).mean() > 0.5 for cell in cells[1:])
    assert not np.array_equal(cells[1], cells[2])
    assert np.array_equal(cells[1], cells[3]), "the two models here are the same"


@pytest.fixture(scope="module")
def untuned(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A report of field L without a fine-tuned model, and what it says."""
    report = folder / "u.json"
    return report, _measure(folder, report, *_UNTUNED)


_UNTUNED = ("--only", "plain", "--field", "L")


def test_without_a_fine_tuned_model_its_column_is_left_out_and_a_note_says_so(
    untuned: tuple[Path, dict[str, Any]],
) -> None:
    _, data = untuned
    assert [(run["field"], run["variant"]) for run in data["runs"]] == [
        ("L", "full"),
        ("L", "no GLIP"),
        ("L", "no CLIP"),
    ]
    assert any("no fine-tuning" in note for note in data["notes"])


def test_resuming_runs_a_mesh_again_whose_prompt_was_changed(
    folder: Path, untuned: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    report, data = untuned
    shutil.copy(folder / "plain.obj", tmp_path)
    described = (folder / "parts.json").read_text(encoding="utf-8").replace("gold cap", "red cap")
    entry = {"plain.obj": json.loads(described)["plain.obj"]}
    (tmp_path / "parts.json").write_text(json.dumps(entry), encoding="utf-8")
    again = _measure(folder, report, *_UNTUNED, "--meshes", str(tmp_path), "--resume")
    assert {run["prompt"] for run in data["runs"]} == {"gold cap, oak base"}
    assert [run["prompt"] for run in again["runs"]] == ["red cap, oak base"] * 3


def test_a_mesh_that_is_not_there_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match='no mesh "teapot"'):
        _measure(folder, tmp_path / "r.json", "--only", "boxes", "teapot")
    assert not (tmp_path / "r.json").exists(), "it says so before the first run"


def test_meshes_come_from_several_folders_in_the_order_they_are_named(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    entry = json.loads((folder / "parts.json").read_text(encoding="utf-8"))["plain.obj"]
    (other / "parts.json").write_text(json.dumps({"vase.obj": entry}), encoding="utf-8")
    (other / "vase.obj").write_text((folder / "plain.obj").read_text(encoding="utf-8"), encoding="utf-8")
    chosen = chosen_meshes([other, folder], ["PLAIN", "vase", "vas"])
    assert [mesh.name for mesh in chosen] == ["plain.obj", "vase.obj"]
    (other / "vase.obj").rename(other / "plain.obj")
    (other / "parts.json").write_text(json.dumps({"plain.obj": entry}), encoding="utf-8")
    with pytest.raises(SystemExit, match="Two folders have a mesh"):
        chosen_meshes([other, folder], ["plain"])
    assert len(chosen_meshes([other, folder], ["boxes"])) == 1, "only what is chosen has to be told apart"


def test_the_figure_has_a_line_for_every_part_and_marks_what_was_not_found(tmp_path: Path) -> None:
    def part(name: str) -> PartScore:
        return PartScore(name, "gold", "gold", False, False, 3, (("gold", 1.0),), 1, True, 4.0)

    def drawn(run: AblationRun) -> NDArray[np.uint8]:
        blank = np.full((CELL, CELL, 3), 255, dtype=np.uint8)
        key = (run.mesh, run.field)
        path = tmp_path / "figure.png"
        write_figure(path, [Variant.FULL], {key: (blank, run.prompt)}, {(*key, run.variant): (blank, run)})
        with Image.open(path) as figure:
            return np.asarray(figure.convert("RGB"))

    parts = tuple(part(name) for name in ("top", "leg", "drawer", "knob", "cabinet"))
    five = AblationRun("m.obj", "D", "full", "p", 0.5, None, None, (), parts, 3.0)
    one = replace(five, parts=parts[:1])
    below = drawn(five)[TOP + CELL :]
    is_green = (below[..., 1] > below[..., 0].astype(int) + 60).any(axis=1)
    assert np.count_nonzero(np.diff(is_green.astype(int)) == 1) >= 5, "five lines of green text"
    assert len(drawn(one)) < len(drawn(five))
    assert not np.array_equal(drawn(five), drawn(replace(five, missed=("knob",))))
