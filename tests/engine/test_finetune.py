"""Fine-tuning GLIP: boxes from labels, what is tuned, resuming, and the folder that comes out, on tiny models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine import Mesh, load_models
from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.models.glip import GLIP
from styleglip_addon.engine.models.glip.conversion import official_state
from styleglip_addon.engine.models.glip.key_names import PROMPT_OFFSET
from styleglip_addon.engine.rendering.cameras import look_at
from styleglip_addon.engine.surface import UnitSphere
from styleglip_addon.engine.vocabulary.model_choice import ENCODER_WEIGHTS
from tests.engine.glip_small import fill, small_config
from tests.untrained_model import write_untrained_model
from tools.finetune_glip.__main__ import main
from tools.finetune_glip.evaluation import measure
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.samples import CaptionConfig, SampleSource
from tools.finetune_glip.subjects import Subject
from tools.finetune_glip.trainer import CHECKPOINT_FILE, Finetuning, finetune
from tools.finetune_glip.tuning import PROMPT_ROWS, TuningMode, unfreeze
from tools.finetune_glip.views import Studio, ViewConfig
from tools.labelled_meshes import UNLABELLED, LabelledMesh
from tools.train_default_model.config import OptimizerConfig
from tools.train_default_model.grounding import GroundingLosses, grounding_losses
from tools.train_default_model.grounding_step import decay_groups, forward_batch, take_step


def skin() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A flat stool in the XZ plane whose faces share their vertices: vertices, faces and labels (0 seat, 1 leg)."""
    vertices = np.array([(x, 0.0, z) for z in range(3) for x in range(4)], dtype=np.float32)
    faces, labels = [], []
    for x, z, label in ((0, 0, 1), (2, 0, 1), (0, 1, 0), (1, 1, 0), (2, 1, 0)):
        corner = z * 4 + x
        faces += [(corner, corner + 1, corner + 5), (corner, corner + 5, corner + 4)]
        labels += [label, label]
    return vertices, np.array(faces), np.array(labels)


def stool(
    name: str = "stool.obj", words: tuple[tuple[str, ...], ...] = (("seat", "cushion"), ("leg", "foot"))
) -> Subject:
    """The flat stool, seen from -Y."""
    vertices, faces, labels = skin()
    mesh = Mesh(vertices=vertices, faces=faces, front=(0.0, -1.0, 0.0))
    colors = np.where((labels == 0)[:, None], (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)).astype(np.float32)
    return Subject(LabelledMesh(name, mesh, "", tuple(w[0] for w in words), labels), words, colors)


def tiny_glip(seed: int = 0) -> GLIP:
    """A GLIP of the least sizes whose weights may be changed."""
    torch.manual_seed(seed)
    model = GLIP(small_config(dropout=0.0))
    fill(model, seed)
    return model.eval().requires_grad_(False)


def short_run(mode: TuningMode = TuningMode.FULL, steps: int = 4) -> Finetuning:
    """A run of a few steps on small pictures."""
    return Finetuning(
        mode=mode,
        optimizer=OptimizerConfig(steps, 2, 1e-3, warmup=1, checkpoint_every=2, report_every=100),
        captions=CaptionConfig(fixed=mode is TuningMode.PROMPT),
        views=ViewConfig(image_size=64),
    )


def test_boxes_enclose_each_instance_of_a_part_even_on_one_skin() -> None:
    subject = stool()
    cameras = look_at(torch.zeros(1), torch.zeros(1), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0), 40.0)
    view = Studio(subject).picture(cameras, 128)
    found = sorted((subject.labelled.parts[b.part], b.box) for b in view.boxes)
    assert [name for name, _ in found] == ["leg", "leg", "seat"]
    mesh = subject.labelled.mesh
    sphere = UnitSphere.fit(mesh.vertices, mesh.faces)
    for (_, box), (x, z, width) in zip(found, ((0, 0, 1), (2, 0, 1), (0, 1, 3)), strict=True):
        corners = np.array([(x, 0.0, z), (x + width, 0.0, z + 1)], dtype=np.float64)
        pixels = cameras.project_to_pixels(torch.from_numpy(sphere.apply(corners)).float(), (128, 128))[0].numpy()
        (x0, y0), (x1, y1) = pixels[:, :2].min(0), pixels[:, :2].max(0)
        assert np.abs(np.array(box) - (x0, y0, x1, y1)).max() <= 1.0


def test_faces_without_a_part_get_no_box() -> None:
    subject = stool()
    labels = np.where(subject.labelled.face_labels == 1, UNLABELLED, 0)
    bare = replace(subject, labelled=replace(subject.labelled, face_labels=labels))
    cameras = look_at(torch.zeros(1), torch.zeros(1), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0), 40.0)
    assert [b.part for b in Studio(bare).picture(cameras, 96).boxes] == [0]


def test_a_view_shows_plain_grey_or_the_meshs_own_colours() -> None:
    studio = Studio(stool())
    cameras = look_at(torch.zeros(1), torch.zeros(1), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0), 40.0)
    grey, own = (studio.picture(cameras, 96, own_colors=flag) for flag in (False, True))
    assert float((grey.image.amax(0) - grey.image.amin(0)).max()) < 1e-4
    x0, y0, x1, y1 = next(b.box for b in own.boxes if b.part == 0)
    red, green, blue = own.image[:, (y0 + y1) // 2, (x0 + x1) // 2].tolist()
    assert red > 0.5
    assert max(green, blue) < 0.1


def test_samples_own_the_right_words_and_name_parts_of_other_meshes_as_absent() -> None:
    other = stool("lamp.obj", (("shade",), ("base", "bottom")))
    source = SampleSource([Studio(stool()), Studio(other)], CaptionConfig(), ViewConfig(image_size=64))
    seen: set[str] = set()
    for seed in range(40):
        sample = source.draw(np.random.default_rng(seed))
        seen |= set(sample.phrases)
        assert len(set(sample.phrases)) == len(sample.phrases)
        owned = {sample.phrases[int(o)] for o in sample.owners}
        assert owned <= {"seat", "cushion", "leg", "foot"} or owned <= {"shade", "base", "bottom"}
        for box, owner in zip(sample.boxes.tolist(), sample.owners.tolist(), strict=True):
            assert 0.0 <= box[0] < box[2] <= 64.0
            assert 0.0 <= box[1] < box[3] <= 64.0
            assert 0 <= owner < len(sample.phrases)
    assert seen == {"seat", "cushion", "leg", "foot", "shade", "base", "bottom"}


def test_mirrored_pictures_keep_boxes_on_the_surface() -> None:
    captions = CaptionConfig(fixed=True, most_negatives=0)
    source = SampleSource([Studio(stool())], captions, ViewConfig(image_size=96, covering=1.0, own_colors=1.0))
    reds = 0
    for seed in range(12):
        sample = source.draw(np.random.default_rng(seed))
        for box, owner in zip(sample.boxes.long().tolist(), sample.owners.tolist(), strict=True):
            if sample.phrases[owner] != "seat":
                continue
            patch = sample.image[:, box[1] : box[3], box[0] : box[2]]
            is_red = (patch[0] > 0.2) & (patch[1] < 0.15) & (patch[2] < 0.15)
            assert bool(is_red.any(dim=0)[[0, -1]].all()), "red reaches the left and the right border of the box"
            reds += 1
    assert reds >= 6


def test_views_are_not_mirrored_where_words_tell_sides() -> None:
    subject = stool(words=(("seat",), ("left leg",)))
    source = SampleSource([Studio(subject)], CaptionConfig(fixed=True), ViewConfig(image_size=64, covering=1.0))
    mirrored = SampleSource([Studio(stool())], CaptionConfig(fixed=True), ViewConfig(image_size=64, covering=1.0))
    pairs = [(source.draw(np.random.default_rng(s)), mirrored.draw(np.random.default_rng(s))) for s in range(8)]
    studio = Studio(subject)
    for seed, (plain, _) in enumerate(pairs):
        rng = np.random.default_rng(seed)
        rng.integers(1)
        assert torch.equal(plain.image, studio.draw(ViewConfig(image_size=64, covering=1.0), rng).image)
    assert any(not torch.equal(a.image, b.image) for a, b in pairs)


def test_captions_for_prompt_tuning_are_always_the_same() -> None:
    other = stool("lamp.obj", (("leg",), ("base", "bottom")))
    source = SampleSource([Studio(stool()), Studio(other)], CaptionConfig(fixed=True), ViewConfig(image_size=64))
    samples = [source.draw(np.random.default_rng(seed)) for seed in range(20)]
    assert {sample.phrases for sample in samples} == {("seat", "leg", "base")}
    owned = {tuple(sorted({sample.phrases[int(o)] for o in sample.owners})) for sample in samples}
    assert {("leg", "seat"), ("base", "leg")} <= owned


def test_parts_are_measured_with_the_captions_words_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = load_models(write_untrained_model(tmp_path / "model"))
    asked: set[tuple[str, ...]] = set()
    detect = GLIP.detect

    def remember(
        glip: GLIP, images: torch.Tensor, phrases: Sequence[str], threshold: float = 0.5, pad: bool = True
    ) -> list[tuple[PhraseBox, ...]]:
        asked.add(tuple(phrases))
        return detect(glip, images, phrases, threshold, pad)

    monkeypatch.setattr(GLIP, "detect", remember)
    scores = measure([stool()], models, ("drawer", "leg"))
    assert asked == {("drawer", "leg", "seat")}
    assert [score.part for score in scores] == ["seat", "leg"]
    asked.clear()
    measure([stool()], models)
    assert asked == {("seat", "leg")}


@pytest.mark.parametrize("mode", list(TuningMode))
def test_a_step_lowers_the_loss_on_its_batch(mode: TuningMode) -> None:
    glip = tiny_glip()
    unfreeze(glip, mode)
    glip.train()
    source = SampleSource([Studio(stool())], CaptionConfig(fixed=True), ViewConfig(image_size=64))
    batch = source.draw_batch(2, np.random.default_rng(0))
    optimizer = torch.optim.AdamW(decay_groups(glip), lr=1.0)

    def loss() -> float:
        output, text, truths = forward_batch(glip, batch, torch.float32)
        return float(grounding_losses(output, text.mask, truths).total.detach())

    before = loss()
    reported = take_step(glip, optimizer, batch, 1e-3, precision=torch.float32)
    assert float(reported.total.detach()) == pytest.approx(before, rel=1e-5)
    assert loss() < before


def test_full_tuning_leaves_the_language_backbone_alone_unless_asked(tmp_path: Path) -> None:
    glip = tiny_glip()
    before = official_state(glip)
    finetune(glip, [stool()], short_run(steps=1), tmp_path / "frozen")
    after = official_state(glip)
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    assert any(key.startswith("backbone.") for key in changed)
    assert any(key.startswith("rpn.head.bbox_pred") for key in changed)
    assert not any(key.startswith("language_backbone.") for key in changed)
    glip = tiny_glip()
    finetune(glip, [stool()], replace(short_run(steps=1), with_language=True), tmp_path / "trained")
    after = official_state(glip)
    assert any(not torch.equal(before[k], after[k]) for k in before if k.startswith("language_backbone."))


def test_prompt_tuning_changes_nothing_but_the_offsets_of_the_captions_tokens(tmp_path: Path) -> None:
    glip = tiny_glip()
    before = official_state(glip)
    finetune(glip, [stool()], short_run(TuningMode.PROMPT, steps=2), tmp_path)
    after = official_state(glip)
    offset = after.pop(PROMPT_OFFSET)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[key], after[key]) for key in before)
    assert offset.shape == (PROMPT_ROWS, glip.config.language.hidden)
    tokens = len(glip.processor.caption(["seat", "leg"]).tokens)
    assert bool((offset[:tokens] != 0).any())
    assert not bool((offset[tokens:] != 0).any())


def test_a_prompt_tuned_model_is_read_back_with_its_offsets(tmp_path: Path) -> None:
    glip = tiny_glip()
    finetune(glip, [stool()], short_run(TuningMode.PROMPT, steps=1), tmp_path / "training")
    glip.save_pretrained(tmp_path / "model")
    read = GLIP.from_pretrained(tmp_path / "model")
    assert read.prompt_offset is not None
    assert glip.prompt_offset is not None
    assert torch.equal(read.prompt_offset, glip.prompt_offset)
    again = short_run(TuningMode.PROMPT, steps=1)
    finetune(read, [stool()], again, tmp_path / "again")
    assert not torch.equal(read.prompt_offset, glip.prompt_offset)


@pytest.mark.parametrize("mode", list(TuningMode))
def test_a_resumed_run_ends_with_the_very_weights_of_an_unbroken_one(mode: TuningMode, tmp_path: Path) -> None:
    class BreakError(Exception):
        pass

    def stop_at_three(step: int, losses: GroundingLosses) -> None:
        if step == 3:
            raise BreakError

    whole = finetune(tiny_glip(), [stool()], short_run(mode), tmp_path / "whole")
    with pytest.raises(BreakError):
        finetune(tiny_glip(), [stool()], short_run(mode), tmp_path / "broken", on_step=stop_at_three)
    resumed_steps: list[int] = []
    resumed = finetune(
        tiny_glip(),
        [stool()],
        short_run(mode),
        tmp_path / "broken",
        resume=True,
        on_step=lambda step, _: resumed_steps.append(step),
    )
    assert resumed_steps == [3, 4]
    first, second = official_state(whole), official_state(resumed)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[key], second[key]) for key in first)


def test_checkpoints_that_cannot_be_gone_on_from_are_explained(tmp_path: Path) -> None:
    with pytest.raises(FinetuningError, match=r"no checkpoint .* Leave --resume out"):
        finetune(tiny_glip(), [stool()], short_run(), tmp_path, resume=True)
    finetune(tiny_glip(), [stool()], short_run(steps=2), tmp_path)
    with pytest.raises(FinetuningError, match=r"other settings \(optimizer\)"):
        finetune(tiny_glip(), [stool()], short_run(steps=3), tmp_path, resume=True)
    with pytest.raises(FinetuningError, match=r"other settings \(meshes\)"):
        finetune(tiny_glip(), [stool("other.obj")], short_run(steps=2), tmp_path, resume=True)
    with pytest.raises(FinetuningError, match=r"other settings \(model\)"):
        finetune(tiny_glip(seed=1), [stool()], short_run(steps=2), tmp_path, resume=True)
    path = tmp_path / CHECKPOINT_FILE
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", b"no checkpoint at all"):
        path.write_bytes(broken)
        with pytest.raises(FinetuningError, match="is damaged"):
            finetune(tiny_glip(), [stool()], short_run(steps=2), tmp_path, resume=True)
    torch.save({"step": 1, "fingerprint": "{}"}, path)
    with pytest.raises(FinetuningError, match="is damaged"):
        finetune(tiny_glip(), [stool()], short_run(steps=2), tmp_path, resume=True)


def write_stools(folder: Path, count: int = 2) -> Path:
    """A folder of labelled meshes: the flat stool, each a little wider."""
    folder.mkdir()
    vertices, faces, labels = skin()
    entries = {}
    for number in range(count):
        lines = [f"v {x * (1 + 0.1 * number)} {y} {z}" for x, y, z in vertices]
        for label, name in enumerate(("Seat", "Legs")):
            lines.append(f"o {name}")
            lines += [f"f {a + 1} {b + 1} {c + 1}" for a, b, c in faces[labels == label]]
        (folder / f"stool_{number}.obj").write_text("\n".join(lines))
        parts = {"seat": ["Seat"], "leg": ["Legs"]}
        entries[f"stool_{number}.obj"] = {"up": "z", "by": "object", "parts": parts, "prompt": "red seat, gold leg"}
    (folder / "parts.json").write_text(json.dumps(entries))
    return folder


def test_the_command_writes_a_model_that_loads_with_its_style_encoder_and_a_report(tmp_path: Path) -> None:
    source = write_untrained_model(tmp_path / "source")
    meshes, output = write_stools(tmp_path / "meshes"), tmp_path / "tuned"
    command = [str(meshes), "--model", str(source), "--output", str(output), "--held-out", "stool_1"]
    assert main([*command, "--steps", "1", "--batch", "1", "--image-size", "64"]) == 0
    models = load_models(output)
    assert (output / ENCODER_WEIGHTS).read_bytes() == (source / ENCODER_WEIGHTS).read_bytes()
    before, after = official_state(load_models(source).glip), official_state(models.glip)
    assert any(not torch.equal(before[key], after[key]) for key in before)
    report = json.loads((output / "report.json").read_text())
    assert report["held_out"] == ["stool_1.obj"]
    assert list(report["training"]) == ["stool_0.obj"]
    for when in ("before", "after"):
        assert set(report[when]["meshes"]) == {"stool_1.obj"}
        assert 0.0 <= report[when]["mean_iou"] <= 1.0
    assert not (output / "training" / CHECKPOINT_FILE).exists()
