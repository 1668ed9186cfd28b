"""Fine-tuning's input: words from labels, synonyms, held-out meshes, and a sentence for everything that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from styleglip_addon.engine import parse_prompt
from tools.benchmarks.style_prompts import expectation
from tools.finetune_glip import blend_files
from tools.finetune_glip.__main__ import main
from tools.finetune_glip.blend_files import LabelSource, read_blend_files
from tools.finetune_glip.example_meshes import write_examples
from tools.finetune_glip.instances import part_instances
from tools.finetune_glip.output import prepare_output
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.subjects import Subject, read_subjects, split_subjects
from tools.finetune_glip.trainer import CHECKPOINT_FILE
from tools.finetune_glip.words import read_synonyms, with_synonyms, words_of_label
from tools.labelled_meshes import IGNORED

SQUARE = "v 0 0 0\nv 1 0 0\nv 1 0 1\nv 0 0 1\n"


def write_folder(folder: Path, files: dict[str, str], **changes: Any) -> Path:
    """A folder whose parts.json says of every file that its object "A" is the seat, unless `changes` say otherwise."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    entry = {"up": "z", "by": "object", "parts": {"seat": ["A"]}, "prompt": "red seat"} | changes
    (folder / "parts.json").write_text(json.dumps({name: entry for name in files}))
    return folder


def read(folder: Path) -> list[Subject]:
    return read_subjects(folder, LabelSource.AUTO, {})


def good(folder: Path, count: int = 4) -> list[Subject]:
    return read(write_folder(folder, {f"m{i}.obj": SQUARE + "o A\nf 1 2 3 4\n" for i in range(count)}))


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Leg.001", ("leg",)),
        ("ChairLeg_2", ("chair leg",)),
        ("Stem/Tube.003.001", ("stem", "tube")),
        ("T-shirt | hand-woven cloth", ("t-shirt", "hand-woven cloth")),
        ("leg/Leg", ("leg",)),
        ("  .001", ()),
        ("12", ()),
    ],
)
def test_labels_become_words(label: str, words: tuple[str, ...]) -> None:
    assert words_of_label(label) == words


def test_a_synonym_that_two_parts_claim_stays_with_neither() -> None:
    table = {"seat": ("cushion", "pad"), "back": ("pad", "seat"), "tube": ("stem",)}
    assert with_synonyms([("seat",), ("back", "rest")], table) == (("seat", "cushion"), ("back", "rest"))
    assert with_synonyms([("lamp", "tube")], table) == (("lamp", "tube", "stem"),)


def test_words_come_from_labels_the_folder_and_the_synonyms_file(tmp_path: Path) -> None:
    text = SQUARE + "o A\nf 1 2 3 4\n"
    folder = write_folder(tmp_path / "m", {"a.obj": text}, parts={"Seat/bench": ["A"]}, words={"seat": ["Pad"]})
    synonyms = tmp_path / "words.json"
    synonyms.write_text('{"bench": ["pew"]}')
    subject = read_subjects(folder, LabelSource.AUTO, read_synonyms(synonyms))[0]
    assert subject.words == (("seat", "bench", "pad", "pew"),)
    assert subject.labelled.parts == ("seat",)


def test_an_obj_files_own_colours_are_its_materials(tmp_path: Path) -> None:
    text = "mtllib a.mtl\n" + SQUARE + "o A\nusemtl red\nf 1 2 3\nusemtl unknown\nf 1 3 4\n"
    folder = write_folder(tmp_path / "m", {"a.obj": text})
    assert read(folder)[0].face_colors is None
    (folder / "a.mtl").write_text("newmtl red\nKd 0.9 0.1 0\nnewmtl bad\nKd x\n")
    colors = read(folder)[0].face_colors
    assert colors is not None
    assert np.allclose(colors, [(0.9, 0.1, 0.0), (0.8, 0.8, 0.8)])


def test_instances_are_pieces_of_a_part_and_near_pieces_are_one() -> None:
    vertices = np.array([(x + dx, 0.0, dz) for x in (0.0, 0.11, 0.5) for dx, dz in ((0, 0), (0.1, 0), (0, 0.1))])
    faces = np.arange(9).reshape(3, 3)
    assert part_instances(vertices, faces, np.array([0, 0, 0])).tolist() == [0, 0, 1]
    assert part_instances(vertices, faces, np.array([0, 1, IGNORED])).tolist() == [0, 1, -1]


def test_meshes_are_held_out_by_name_or_by_a_share_that_the_seed_draws(tmp_path: Path) -> None:
    subjects = good(tmp_path / "m")
    kept, held = split_subjects(subjects, ["m1", "m3.obj"], 0.25, 0)
    assert [s.name for s in held] == ["m1.obj", "m3.obj"]
    assert [s.name for s in kept] == ["m0.obj", "m2.obj"]
    draws = {tuple(s.name for s in split_subjects(subjects, [], 0.5, seed)[1]) for seed in range(8)}
    assert all(len(names) == 2 for names in draws)
    assert len(draws) > 1
    assert split_subjects(subjects, [], 0.5, 3)[1] == split_subjects(subjects, [], 0.5, 3)[1]
    assert split_subjects(subjects, [], 0.0, 0)[1] == []
    assert split_subjects(subjects[:1], [], 0.5, 0) == (subjects[:1], [])


def test_held_out_names_that_do_not_fit_are_explained(tmp_path: Path) -> None:
    subjects = good(tmp_path / "m", 2)
    with pytest.raises(FinetuningError, match=r'No labelled mesh is called "chair"\. The folder has: m0\.obj, m1\.obj'):
        split_subjects(subjects, ["chair"], 0.0, 0)
    with pytest.raises(FinetuningError, match="none is left to learn from"):
        split_subjects(subjects, ["m0", "m1"], 0.0, 0)
    with pytest.raises(FinetuningError, match="held-out share is 1"):
        split_subjects(subjects, [], 1.0, 0)


@pytest.mark.parametrize(
    ("text", "changes", "sentence"),
    [
        (SQUARE + "o A\nf 1 2 3 4\n", {"parts": None}, "No mesh in .* has labelled parts"),
        (SQUARE, {}, "has no faces"),
        (SQUARE + "o B\nf 1 2 3 4\n", {}, 'no object of the file starts with "A"'),
        (SQUARE + "o A\nf 1 2 3 4\n", {"ignored": ["A"]}, r"No face of a\.obj belongs to a part"),
        (SQUARE + "o A\nf 1 2 x\n", {}, "line 6"),
        (SQUARE + "o A\nf 1 2 3 4\n", {"parts": {"12": ["A"]}}, 'part "12" of .* has no readable word'),
        (SQUARE + "o A\nf 1 2 3 4\n", {"parts": {"leg": ["A"], "Leg.1": ["A"]}}, 'Two parts of .* are called "leg"'),
        (SQUARE + "o A\nf 1 2 3 4\n", {"words": {"seat": "pad"}}, 'must give a list of words for "seat"'),
        (SQUARE + "o A\nf 1 2 3 4\n", {"up": "w"}, '"up" is "w"'),
    ],
)
def test_meshes_that_cannot_be_learned_from_are_explained(
    text: str, changes: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "m", {"a.obj": text}, **changes)
    with pytest.raises(FinetuningError, match=sentence):
        read(folder)


def test_folders_that_hold_no_labelled_meshes_are_explained(tmp_path: Path) -> None:
    with pytest.raises(FinetuningError, match="There is no folder"):
        read(tmp_path / "absent")
    with pytest.raises(FinetuningError, match=r"neither a parts\.json nor a Blender file"):
        read(tmp_path)
    (tmp_path / "parts.json").write_text("{")
    with pytest.raises(FinetuningError, match="cannot be read"):
        read(tmp_path)
    (tmp_path / "parts.json").write_text("[1]")
    with pytest.raises(FinetuningError, match="cannot be read"):
        read(tmp_path)
    (tmp_path / "parts.json").write_text('{"gone.obj": {"prompt": "red seat"}}')
    with pytest.raises(FinetuningError, match=r'gone\.obj", which is not there'):
        read(tmp_path)


def test_blender_files_without_blenders_module_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(blend_files.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FinetuningError, match=r"bpy\), which is not installed here"):
        list(read_blend_files([tmp_path / "a.blend"], LabelSource.AUTO))


@pytest.mark.parametrize(
    ("text", "sentence"), [("{", "is not JSON"), ("[]", "must be a table"), ('{"seat": [1]}', "list of words")]
)
def test_synonyms_that_cannot_be_read_are_explained(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    with pytest.raises(FinetuningError, match="cannot be read"):
        read_synonyms(path)
    path.write_text(text)
    with pytest.raises(FinetuningError, match=sentence):
        read_synonyms(path)


def test_the_command_says_what_is_wrong_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good(tmp_path / "m", 2)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep")
    (tmp_path / "a file").write_text("")
    for options, sentence in (
        (["--output", str(tmp_path / "full")], "is not empty"),
        (["--output", str(tmp_path / "a file")], "is a file"),
        (["--output", str(tmp_path / "new"), "--held-out", "sofa"], 'No labelled mesh is called "sofa"'),
        (["--output", str(tmp_path / "new"), "--steps", "0"], "--steps is 0"),
        (["--output", str(tmp_path / "new"), "--learning-rate", "nan"], "--learning-rate is nan"),
        (["--output", str(tmp_path / "new"), "--image-size", "100"], "multiple of 32"),
        (["--output", str(tmp_path / "new"), "--model", str(tmp_path / "none.pth")], "There is no file or folder"),
    ):
        assert main([str(tmp_path / "m"), *options]) == 1
        assert sentence in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert not (tmp_path / "new").exists()


def test_a_run_broken_off_before_its_first_checkpoint_can_be_begun_again(tmp_path: Path) -> None:
    training = prepare_output(tmp_path / "out", resume=False)
    (training / "training.tsv").write_text("step\n")
    assert prepare_output(tmp_path / "out", resume=False) == training
    (training / CHECKPOINT_FILE).write_bytes(b"weights")
    with pytest.raises(FinetuningError, match=r"not empty.*--resume"):
        prepare_output(tmp_path / "out", resume=False)
    assert prepare_output(tmp_path / "out", resume=True) == training


def test_the_example_meshes_are_read_back_as_they_were_made(tmp_path: Path) -> None:
    write_examples(tmp_path / "m", ["fork", "goblet"], 2)
    subjects = read(tmp_path / "m")
    assert [s.name for s in subjects] == ["fork_0.obj", "fork_1.obj", "goblet_0.obj", "goblet_1.obj"]
    assert subjects[0].labelled.parts == ("handle", "tines")
    assert "prongs" in subjects[0].words[1]
    assert not np.array_equal(subjects[2].labelled.mesh.vertices, subjects[3].labelled.mesh.vertices)
    assert all((s.labelled.face_labels >= 0).all() for s in subjects)
    for subject in subjects:
        asked = parse_prompt(subject.labelled.prompt)
        assert [part.name for part in asked] == list(subject.labelled.parts)
        assert len({part.style for part in asked}) == len(asked), "parts of one style could not be told apart"
        assert all(expectation(part.style).style and not expectation(part.style).held_out for part in asked)
    with pytest.raises(FinetuningError, match="not an empty folder"):
        write_examples(tmp_path / "m", ["fork"], 1)
    with pytest.raises(FinetuningError, match='no family "spork"'):
        write_examples(tmp_path / "n", ["spork"], 1)
