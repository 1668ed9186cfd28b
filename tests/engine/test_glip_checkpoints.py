"""Checkpoints of every layout load exactly; everything else gets a sentence, and no file ever runs code."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from styleglip_addon.engine.models.glip import GLIP, GLIPConfig
from styleglip_addon.engine.models.glip.conversion import (
    Checkpoint,
    assign_weights,
    official_state,
    official_tensors,
    read_tensors,
    recognise,
)
from styleglip_addon.engine.models.glip.key_names import PROMPT_OFFSET, official_places
from styleglip_addon.engine.models.glip.without_weights import without_weights
from styleglip_addon.engine.vocabulary.errors import ModelError
from tests.engine.glip_small import fill, small_config, small_model

State = dict[str, Tensor]


def load(file: Path, config: GLIPConfig | None = None) -> GLIP:
    """The path of `from_pretrained` for a file, at the small model's sizes instead of recognised ones."""
    config = config or small_config()
    checkpoint = Checkpoint(file, config, official_tensors(read_tensors(file), file))
    with without_weights():
        model = GLIP(config)
    assign_weights(model, checkpoint)
    return model.eval().requires_grad_(False)


def state(model: GLIP | None = None) -> State:
    return official_state(model or small_model())


def assert_same(a: GLIP, b: GLIP) -> None:
    ours, theirs = a.state_dict(), b.state_dict()
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        assert torch.equal(value, theirs[name]), name


def test_an_official_checkpoint_with_its_prefix_and_its_unused_tensors_loads(tmp_path: Path) -> None:
    tensors: dict[str, Any] = {"module." + k: v for k, v in state().items()}
    index = torch.zeros(49, 49, dtype=torch.int64)
    tensors["module.backbone.body.layers.0.blocks.0.attn.relative_position_index"] = index
    tensors["module.rpn.anchor_generator.cell_anchors.0"] = torch.zeros(1, 4)
    tensors["module.rpn.head.cls_logits.weight"] = torch.zeros(80, 32, 1, 1)
    tensors["module.language_backbone.body.model.embeddings.position_ids"] = torch.arange(512)[None]
    tensors["module.language_backbone.body.model.pooler.dense.weight"] = torch.zeros(24, 24)
    file = tmp_path / "official.pth"
    torch.save({"model": tensors, "optimizer": {"state": {}}, "iteration": 7}, file)
    assert_same(load(file), small_model())


@pytest.mark.parametrize("kind", ["zip", "legacy", "half", "double", "parameters"])
def test_other_ways_of_writing_the_same_weights_load(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "model.pth"
    tensors: dict[str, Any] = state()
    if kind == "half":
        tensors = {k: v.half() for k, v in tensors.items()}
    if kind == "double":
        tensors = {k: v.double() for k, v in tensors.items()}
    if kind == "parameters":
        tensors = {k: nn.Parameter(v) for k, v in tensors.items()}
    torch.save(tensors, file, _use_new_zipfile_serialization=kind != "legacy")
    loaded = load(file)
    if kind == "half":
        torch.testing.assert_close(loaded.head.text_bias, small_model().head.text_bias, atol=1e-3, rtol=1e-3)
        assert loaded.head.text_bias.dtype == torch.float32
    else:
        assert_same(loaded, small_model())


def test_numbers_in_numpy_s_form_beside_the_weights_do_no_harm(tmp_path: Path) -> None:
    """Fine-tuning with the automatic schedule leaves its best score so."""
    file = tmp_path / "tuned.pth"
    beside = {"best": np.float64(0.5), "step": np.int64(3), "rate": np.float32(0.1)}
    torch.save({"model": state(), "scheduler": beside}, file)
    assert_same(load(file), small_model())
    torch.save({"model": state(), "scheduler": np.zeros(3, dtype=object)}, file)
    with pytest.raises(ModelError, match="program code"):
        load(file)


def test_a_folder_with_our_configuration_and_an_official_file_loads(tmp_path: Path) -> None:
    small_model().save_pretrained(tmp_path)
    (tmp_path / "model.safetensors").unlink()
    torch.save({"model": state()}, tmp_path / "official.pth")
    assert_same(GLIP.from_pretrained(tmp_path), small_model())
    assert_same(GLIP.from_pretrained(tmp_path / "official.pth"), small_model())


def test_another_model_s_configuration_beside_a_file_is_not_taken_for_its_own(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "clip"}')
    torch.save({"model": state()}, tmp_path / "official.pth")
    with pytest.raises(ModelError, match="unknown size"):  # the small model's, once it is recognised by its tensors
        GLIP.from_pretrained(tmp_path / "official.pth")
    with pytest.raises(ModelError, match=r"config\.json.*another model \(clip\)"):
        GLIP.from_pretrained(tmp_path)


def to_mmdetection(tensors: State) -> State:
    """mmdetection's names, and its order of the patch merging, taken from nn.Unfold itself."""
    out = {}
    for key, value in tensors.items():
        name = key
        for pattern, replacement in (
            (r"^backbone\.body\.patch_embed\.proj\.", "backbone.patch_embed.projection."),
            (r"^backbone\.body\.layers\.", "backbone.stages."),
            (r"^backbone\.body\.", "backbone."),
            (r"(blocks\.\d+)\.attn\.", r"\1.attn.w_msa."),
            (r"\.mlp\.fc1\.", ".ffn.layers.0.0."),
            (r"\.mlp\.fc2\.", ".ffn.layers.1."),
            (r"^language_backbone\.", "language_model.language_backbone."),
            (r"^rpn\.", "bbox_head."),
            (r"\.DyConv\.", ".dyconvs."),
            (r"\.AttnConv\.", ".attnconv."),
        ):
            name = re.sub(pattern, replacement, name)
        for i in range(3):
            name = name.replace(f"backbone.fpn.fpn_inner{i + 2}.", f"neck.lateral_convs.{i}.conv.")
            name = name.replace(f"backbone.fpn.fpn_layer{i + 2}.", f"neck.fpn_convs.{i}.conv.")
        name = name.replace("backbone.fpn.top_blocks.p6.", "neck.fpn_convs.3.conv.")
        name = name.replace("backbone.fpn.top_blocks.p7.", "neck.fpn_convs.4.conv.")
        if ".downsample." in key:
            channels = value.shape[-1] // 4
            # What number each of the 4C inputs has in the official order: neighbour by neighbour, then channel.
            number = torch.arange(4 * channels, dtype=torch.float64).view(4, channels)
            patch = torch.stack((number[0], number[2], number[1], number[3])).view(2, 2, channels)
            order = nn.Unfold(2)(patch.permute(2, 0, 1)[None]).flatten().long()
            value = value[..., order]
        out[name] = value
    return out


def test_an_mmdetection_checkpoint_loads_with_its_patch_merging_put_in_order(tmp_path: Path) -> None:
    file = tmp_path / "mmdet.pth"
    renamed = to_mmdetection(state())
    assert not any(k.startswith(("backbone.body", "backbone.fpn", "rpn.")) for k in renamed)
    torch.save({"state_dict": renamed, "meta": {"epoch": 1}}, file)
    assert_same(load(file), small_model())


def test_a_prompt_tuned_checkpoint_brings_its_offset(tmp_path: Path) -> None:
    config = small_config(prompt_offset_rows=1000)
    torch.manual_seed(0)
    tuned = GLIP(config).eval()
    fill(tuned, 4)
    file = tmp_path / "tuned.pth"
    torch.save({"model": {"module." + k: v for k, v in state(tuned).items()}}, file)
    loaded = load(file, config)
    assert loaded.prompt_offset is not None
    assert tuned.prompt_offset is not None
    assert torch.equal(loaded.prompt_offset, tuned.prompt_offset)
    with pytest.raises(ModelError, match=re.escape(PROMPT_OFFSET)):
        load(file, small_config())


def test_released_sizes_are_recognised_from_their_tensors() -> None:
    def sizes(width: int, early: bool, offset: bool = False) -> State:
        tensors = {
            "backbone.body.patch_embed.proj.weight": torch.zeros(width, 3, 4, 4),
            "rpn.head.dyhead_tower.0.offset.bias": torch.zeros(27),
        }
        if early:
            tensors["rpn.head.dyhead_tower.0.b_attn.gamma_v"] = torch.zeros(256)
        return tensors | ({PROMPT_OFFSET: torch.zeros(1000, 768)} if offset else {})

    file = Path("some.pth")
    assert recognise(sizes(96, True), file) == GLIPConfig.glip_t()
    assert recognise(sizes(96, False), file) == GLIPConfig.glip_t_a()
    assert recognise(sizes(192, True), file) == GLIPConfig.glip_l()
    assert recognise(sizes(192, True, offset=True), file).prompt_offset_rows == 1000
    with pytest.raises(ModelError, match="unknown size"):
        recognise(sizes(128, True), file)


def test_names_cover_the_official_list_of_tensors() -> None:
    keys = Path(__file__).resolve().parents[3] / "shared" / "glip" / "keys.json"
    if not keys.is_file():
        pytest.skip("the list of the original's tensors is not beside the checkout")
    listed = json.loads(keys.read_text())["state_dict"]
    expected = {e["key"]: tuple(e["shape"]) for e in listed if not e.get("structural") and "cls_logits" not in e["key"]}
    with without_weights():
        model = GLIP(GLIPConfig.glip_t())
    actual = {}
    own = dict(model.named_parameters())
    for name, place in official_places(own, early_fusion=True).items():
        shape = own[name].shape
        actual[place.key] = (shape[0] * place.parts, *shape[1:])
    assert actual == expected


def broken(change: Callable[[State], Any]) -> State:
    tensors = state()
    change(tensors)
    return tensors


KEY = "rpn.head.dyhead_tower.1.attention.self.query.weight"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.pop(KEY), "1 tensors are missing"),
        (lambda t: t.update({"rpn.head.surprise.weight": torch.zeros(2)}), "rpn.head.surprise.weight"),
        (lambda t: t.update({KEY: torch.zeros(3, 3)}), r"has shape \(3, 3\)"),
        (lambda t: t.update({KEY: t[KEY].long()}), "torch.int64"),
        (lambda t: t.update({KEY: t[KEY].to(torch.complex64)}), "complex64"),
        (lambda t: t.update({KEY: t[KEY].to_sparse()}), KEY),
        (lambda t: t.update({KEY: t[KEY] * float("nan")}), "not numbers"),
        (lambda t: t.update({"module." + KEY: t[KEY]}), "twice"),
        # A tensor of one number that claims to be large must not be laid out in memory.
        (lambda t: t.update({KEY: torch.zeros(1, 1).expand(t[KEY].shape)}), "fewer numbers"),
    ],
)
def test_checkpoints_that_do_not_fit_name_the_file_and_the_tensor(
    tmp_path: Path, change: Callable[[State], Any], message: str
) -> None:
    file = tmp_path / "broken.pth"
    torch.save(broken(change), file)
    with pytest.raises(ModelError, match=message) as caught:
        load(file)
    assert "broken.pth" in str(caught.value)
    assert str(caught.value).endswith(".")


class Attack:
    """What unpickling it would do: make a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.marker),)


@pytest.mark.parametrize("place", ["top", "beside", "inside", "raw", "legacy"])
def test_pickled_code_is_refused_and_never_runs(tmp_path: Path, place: str) -> None:
    marker, file = tmp_path / "attacked", tmp_path / "evil.pth"
    attack: Any = Attack(marker)
    content: Any = {"top": attack, "beside": {"model": state(), "x": attack}, "legacy": {"model": attack}}.get(
        place, {"model": {**state(), KEY: attack}}
    )
    if place == "raw":
        file.write_bytes(pickle.dumps(content))
    else:
        torch.save(content, file, _use_new_zipfile_serialization=place != "legacy")
    with pytest.raises(ModelError, match="program code") as caught:
        GLIP.from_pretrained(file)
    assert "evil.pth" in str(caught.value)
    assert not marker.exists()


def write_others(folder: Path) -> dict[str, Path]:
    """Files that are no GLIP at all."""
    files = {name: folder / name for name in ("empty.pth", "text.pth", "image.safetensors", "list.pth", "clip.pth")}
    files["empty.pth"].write_bytes(b"")
    files["text.pth"].write_text("<html>404</html>" * 20)
    files["image.safetensors"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    torch.save([1, 2, 3], files["list.pth"])
    torch.save({"visual.conv1.weight": torch.zeros(4, 3, 2, 2)}, files["clip.pth"])
    files["other.safetensors"] = folder / "other.safetensors"
    save_file({"weight": torch.zeros(3)}, files["other.safetensors"])
    files["archive.pth"] = folder / "archive.pth"
    with zipfile.ZipFile(files["archive.pth"], "w") as archive:
        archive.writestr("readme.txt", "hello")
    files["missing.pth"] = folder / "missing.pth"
    files["folder"] = folder / "folder"
    files["folder"].mkdir()
    return files


def test_other_models_are_recognised_by_their_tensors(tmp_path: Path) -> None:
    file = tmp_path / "other.pth"
    for kind, key in {
        "a CLIP": "visual.conv1.weight",
        "a ResNet": "layer1.0.conv1.weight",
        "a BERT language model": "module.bert.encoder.layer.0.attention.self.key.weight",
        "a GLIP": "module.rpn.head.bias0",  # a tower, but no backbone
        "another model": "weight",
    }.items():
        torch.save({key: torch.zeros(4, 3, 2, 2)}, file)
        with pytest.raises(ModelError, match=f"other.pth.* of {kind}"):
            GLIP.from_pretrained(file)


def test_files_of_other_kinds_get_a_sentence_that_names_them(tmp_path: Path) -> None:
    for name, file in write_others(tmp_path).items():
        with pytest.raises(ModelError) as caught:
            GLIP.from_pretrained(file)
        assert name in str(caught.value), name
        assert str(caught.value).endswith("."), name


@pytest.mark.parametrize("text", ["", "[]", "{", '{"blocks": "six"}', '{"swin": 3}', "[" * 100_000, '{"blocks": 1e99}'])
def test_damaged_configurations_get_a_sentence(tmp_path: Path, text: str) -> None:
    small_model().save_pretrained(tmp_path)
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(ModelError, match=r"config\.json"):
        GLIP.from_pretrained(tmp_path)


def tiny_state() -> State:
    """A few tensors of the small model, to make many damaged files from."""
    return {k: v for k, v in state().items() if k.startswith("rpn.head.dyhead_tower.2.")}


@pytest.mark.parametrize("form", ["zip", "legacy", "safetensors"])
def test_damaged_files_are_refused_and_never_crash(tmp_path: Path, form: str) -> None:
    """Cuts and flipped bytes, 60 of each; where the damage leaves the file readable, most tensors are still missing."""
    whole = tmp_path / "whole"
    if form == "safetensors":
        save_file(tiny_state(), whole)
    else:
        torch.save({"model": tiny_state()}, whole, _use_new_zipfile_serialization=form == "zip")
    data = whole.read_bytes()
    dice = random.Random(form)
    for trial in range(120):
        damaged = bytearray(data)
        if trial % 2:
            del damaged[dice.randrange(len(data)) :]
        else:
            # Most of the bytes are numbers; structure is at both ends.
            spans = [(0, len(data)), (0, min(3000, len(data))), (max(0, len(data) - 3000), len(data))]
            for _ in range(dice.choice((1, 4, 40))):
                damaged[dice.randrange(*dice.choice(spans))] = dice.randrange(256)
        file = tmp_path / "damaged.pth"
        file.unlink(missing_ok=True)
        file.write_bytes(damaged)
        with pytest.raises(ModelError, match=r"damaged\.pth.*\.$"):
            load(file)


def test_a_save_that_fails_leaves_no_half_file(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    small_model().save_pretrained(folder)
    (folder / "config.json").unlink()
    (folder / "config.json").mkdir()  # so the second file cannot be put in place
    with pytest.raises(ModelError, match="cannot be written"):
        small_model().save_pretrained(folder, torch.float16)
    assert not list(folder.glob("*.part"))
    assert read_tensors(folder / "model.safetensors").keys() == state().keys()
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ModelError, match="cannot be written"):
        small_model().save_pretrained(tmp_path / "file")
