"""The style benchmark: its prompts, its report, resuming, its sheets, on a small folder of meshes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image

from styleglip_addon.engine import Part, StylizeSettings, format_prompt, load_models
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS
from tests.engine.test_benchmark_colours import two_boxes
from tests.untrained_model import write_untrained_model
from tools import benchmark
from tools.benchmarks.photo_judge import PhotoJudge
from tools.benchmarks.photo_judge.efficientnet import SIZE
from tools.benchmarks.photo_judge.labels import kind_of_material
from tools.benchmarks.style_detail import in_detail
from tools.benchmarks.style_outcomes import Outcome, labelled_faces, stylized, true_materials
from tools.benchmarks.style_prompts import (
    Draw,
    Expectation,
    drawn_prompt,
    expectation,
    material_words,
    own_prompt,
    unseen_words,
    with_one_style_changed,
)
from tools.benchmarks.style_report import RunReport, summary
from tools.benchmarks.style_scores import PartScore
from tools.benchmarks.style_sights import ClosePictures
from tools.benchmarks.style_subjects import quick_subjects
from tools.train_default_model.words.thesaurus import known_phrases


@pytest.fixture(scope="module")
def meshes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one mesh of two labelled boxes."""
    folder = tmp_path_factory.mktemp("meshes")
    subject = two_boxes()
    lines = [f"v {x} {y} {z}" for x, y, z in subject.mesh.vertices]
    for label, name in enumerate(("foot", "lid")):
        lines.append(f"o {name}")
        lines += [f"f {a + 1} {b + 1} {c + 1}" for a, b, c in subject.mesh.faces[subject.face_labels == label]]
    (folder / "boxes.obj").write_text("\n".join(lines) + "\n", encoding="utf-8")
    entry = {"by": "object", "parts": {"base": ["foot"], "cap": ["lid"]}, "prompt": "gold cap, oak base"}
    (folder / "parts.json").write_text(json.dumps({"boxes.obj": entry}), encoding="utf-8")
    return folder


SMALL = (
    *("--iterations", "2", "--vertices", "400", "--detail", "900"),
    *("--set", "dense_vertices=400", "--set", "image_size=64"),
)


def _measure(meshes: Path, report: Path, *options: str) -> dict[str, object]:
    """Runs the command and reads its report."""
    fixed = ("styles", "--one-look", "--meshes", str(meshes), "--report", str(report))
    assert benchmark.main([*fixed, *options]) == 0
    data: dict[str, object] = json.loads(report.read_text(encoding="utf-8"))
    return data


def test_prompts_are_seeded_keep_the_parts_words_and_repeat_no_style() -> None:
    names = ("base", "tube", "shade", "leg", "seat")
    first = drawn_prompt("lamp", names, 2, Draw())
    assert format_prompt(first) == format_prompt(drawn_prompt("lamp", names, 2, Draw()))
    assert [part.name for part in first] == list(names)
    assert len({part.style for part in first}) == len(names)
    others = (
        drawn_prompt("lamp", names, 3, Draw()),
        drawn_prompt("lamp", names, 2, Draw(seed=1)),
        drawn_prompt("chair", names, 2, Draw()),
    )
    assert all([p.style for p in other] != [p.style for p in first] for other in others)


def test_drawn_styles_come_from_both_lists() -> None:
    styles = [part.style for k in range(60) for part in drawn_prompt("lamp", ("base", "shade"), k, Draw())]
    share = np.mean([expectation(style).held_out for style in styles])
    assert 0.15 < share < 0.4
    assert set(styles) <= {*material_words(), *unseen_words()}
    assert len(material_words()) == len(MATERIALS)


def test_of_some_kinds_of_materials_no_other_is_drawn() -> None:
    draw = Draw(held_out=0.0, kinds=("brick", "wood"))
    styles = {part.style for k in range(40) for part in drawn_prompt("lamp", ("base", "shade"), k, draw)}
    assert {kind_of_material(style) for style in styles} == {"brick", "wood"}
    assert len(styles) > 6


def test_what_words_should_look_like() -> None:
    assert expectation("Gouda") == Expectation(("cheese",), True)
    assert expectation("gouda").style == "cheese"
    assert expectation("red leather") == Expectation(("red leather",), False)
    assert expectation("quantum foam").style == ""
    assert all(not expectation(words).held_out for words in material_words())


@pytest.mark.parametrize("word", unseen_words())
def test_an_unseen_word_is_in_no_table_and_in_no_phrase_that_was_trained_on(word: str) -> None:
    reading = read_style(word)
    assert not any((reading.material, reading.colors, reading.finishes, reading.patterns, reading.coats))
    assert not any(word in phrase.split() for phrase in known_phrases())
    assert set(expectation(word).styles) <= set(MATERIALS)


def test_the_own_prompt_follows_the_labels_and_one_style_of_it_is_changed() -> None:
    own = own_prompt("gold Cap, oak base", ("base", "cap", "foot"))
    assert format_prompt(own) == "oak base, gold cap"
    changed, index = with_one_style_changed("boxes", own, 0)
    assert [p.name for p in changed] == ["base", "cap"]
    assert changed[index].style != own[index].style
    assert changed[1 - index].style == own[1 - index].style
    again, same_index = with_one_style_changed("boxes", own, 0)
    assert (format_prompt(again), same_index) == (format_prompt(changed), index)


def test_masks_follow_the_labels_on_the_dense_copy() -> None:
    subject = two_boxes()
    assert len(subject.mesh.vertices) > 1000
    base, cap = subject.mask("base"), subject.mask("cap")
    assert np.allclose(base + cap, 1.0)
    assert subject.unit_vertices[cap > 0.5, 2].min() > subject.unit_vertices[base > 0.5, 2].max() - 1e-3
    order = (Part("cap", "gold"), Part("base", "oak"))
    assert np.array_equal(labelled_faces(subject, order), 1 - subject.face_labels)


def test_quick_subjects_have_their_parts_labelled() -> None:
    lamp, teapot = quick_subjects(500)
    assert lamp.parts == ("base", "tube", "shade")
    heights = [lamp.unit_vertices[lamp.mask(part) > 0.5, 1].mean() for part in lamp.parts]
    assert heights == sorted(heights)
    for subject in (lamp, teapot):
        assert len(own_prompt(subject.prompt, subject.parts)) == len(subject.parts)


def test_an_outcome_is_read_back_as_it_was_saved_and_a_broken_file_is_none(tmp_path: Path) -> None:
    subject = two_boxes()
    outcome, _ = true_materials(subject, (Part("base", "oak"), Part("cap", "gold")), 0)
    path = tmp_path / "run.npz"
    outcome.save(path)
    again = Outcome.load(path)
    assert again is not None
    assert np.abs(again.color - outcome.color).max() < 1e-3
    assert np.abs(again.displacement - outcome.displacement).max() < 1e-4
    assert np.array_equal(again.face_part, outcome.face_part)
    path.write_bytes(path.read_bytes()[:500])
    assert Outcome.load(path) is None
    assert Outcome.load(tmp_path / "absent.npz") is None


def test_the_summary_counts_strictly_tolerantly_and_held_out_words_apart() -> None:
    def part(rank: int, alike: bool, held_out: bool = False, missed: bool = False, colour: float = 1.0) -> PartScore:
        shown = () if missed else (("gold", 1.0),)
        distance = None if missed else colour
        return PartScore("a", "b", "gold", held_out, missed, len(shown), shown, rank, alike, distance, 0.5, distance)

    unknown = PartScore("a", "foam", "", False, crops=3)
    runs = [
        RunReport("m", "own", "p", (part(1, True, colour=2.0), part(3, True, colour=4.0), unknown), 10.0, 500.0),
        RunReport("m", "drawn 1", "p", (part(9, False, colour=30.0), part(0, False, missed=True)), 30.0, 700.0),
        RunReport("m", "changed", "p", (part(2, True, held_out=True, colour=6.0),), 20.0, 600.0, 0.5, "a"),
    ]
    figures = summary(runs)
    assert figures["judge_top1"] == 0.25
    assert figures["judge_top1_tolerant"] == 0.5
    assert figures["judge_top5"] == 0.5
    assert figures["judge_top1_held_out"] == 1.0
    assert figures["judge_top1_held_out_strict"] == 0.0
    assert figures["ciede2000_median"] == 5.0
    assert figures["leakage"] == 0.5
    assert figures["seconds_median"] == 20.0
    assert figures["peak_memory_mb"] == 700.0
    assert (figures["parts_missed"], figures["parts_not_judged"]) == (1, 1)
    assert summary([])["judge_top1"] is None


def test_the_report_has_the_figures_at_its_top_and_resuming_runs_nothing_again(meshes: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    report = tmp_path / "r.json"
    options = (*SMALL, "--model", str(model), "--prompts", "1")
    data = _measure(meshes, report, *options)
    for key in ("judge_top1", "ciede2000_median", "leakage", "seconds_median"):
        assert isinstance(data[key], float), key
    runs = data["runs"]
    assert isinstance(runs, list)
    assert [run["kind"] for run in runs] == ["own", "changed", "drawn 1"]
    assert runs[0]["prompt"] == "oak base, gold cap"
    assert len(runs[1]["parts"]) == 1
    assert all(part["crops"] > 0 for run in runs for part in run["parts"])

    longer = _measure(meshes, report, *SMALL, "--model", str(model), "--prompts", "2", "--resume")
    later = longer["runs"]
    assert isinstance(later, list)
    assert later[:3] == runs
    assert [run["kind"] for run in later[3:]] == ["drawn 2"]


def test_a_report_of_other_settings_is_not_gone_on_with(meshes: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    _measure(meshes, report, "--truth", "--vertices", "400", "--prompts", "0", "--no-sheet")
    with pytest.raises(SystemExit, match="other settings"):
        _measure(meshes, report, "--truth", "--vertices", "400", "--prompts", "0", "--resume", "--seed", "1")


def test_a_setting_that_is_not_there_is_named(meshes: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such setting"):
        _measure(meshes, tmp_path / "r.json", "--set", "pallette_weight=1")


def test_the_sheets_show_every_prompt(meshes: Path, tmp_path: Path) -> None:
    report = tmp_path / "sheet.json"
    data = _measure(meshes, report, "--truth", "--vertices", "800", "--prompts", "1")
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    runs = data["runs"]
    assert isinstance(runs, list)
    assert len(runs) == 2
    for run in runs:
        assert f"<h2>{run['prompt']}</h2>" in page
    assert page.count("data:image/jpeg;base64,") == 2
    assert "http" not in page
    with Image.open(tmp_path / "sheet.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    # Gold somewhere on the sheet: much red and green, little blue.
    yellow = (pixels[..., 0] > 150) & (pixels[..., 2] < 90) & (pixels[..., 1] > 90)
    assert int(yellow.sum()) > 500


def test_a_result_in_detail_is_the_same_result_on_more_vertices() -> None:
    subject = next(quick_subjects(400))
    settings = StylizeSettings(iterations=1, dense_vertices=400, image_size=64).merged({"material": {"candidates": 1}})
    outcome, result = stylized(subject, own_prompt(subject.prompt, subject.parts), settings, load_models(), False)
    assert ROUGHNESS in outcome.material
    finer, shown = in_detail(subject, outcome, result, 3 * len(subject.mesh.vertices))
    count = len(subject.mesh.vertices)
    assert len(finer.mesh.vertices) > 2 * count
    assert shown.color.shape == (len(finer.mesh.vertices), 3)
    np.testing.assert_allclose(finer.unit_vertices[:count], subject.unit_vertices, atol=1e-5)
    np.testing.assert_allclose(finer.face_areas.sum(), subject.face_areas.sum(), rtol=1e-3)
    tube = subject.parts.index("tube")
    for which, own in ((subject, outcome), (finer, shown)):
        area = which.part_areas(own.face_part, 3)[:, tube]
        assert float(area @ own.material[METALLIC] / area.sum()) > 0.9
    assert in_detail(subject, outcome, result, 10) == (subject, outcome)
    kept = Outcome(outcome.color, outcome.displacement, outcome.face_part)
    assert in_detail(subject, kept, result, 10_000) == (subject, kept)


def test_the_judge_of_photographs_looks_at_pictures_that_a_part_fills() -> None:
    subject = two_boxes()
    _, shape = true_materials(subject, (Part("base", "oak"), Part("cap", "gold")), 0)
    pictures = ClosePictures(cast(PhotoJudge, None), subject, shape).of(0)
    assert len(pictures) >= 6
    assert pictures.shape[1:] == (3, SIZE, SIZE)
    assert float((pictures.amin(dim=1) < 0.995).float().mean()) > 0.85
