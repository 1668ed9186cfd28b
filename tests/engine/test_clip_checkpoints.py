"""Files that are no CLIP, damaged ones and hostile ones: each gets a sentence, and none ever runs code."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from styleglip_addon.engine.models.clip.encoder import CLIPEncoder
from styleglip_addon.engine.models.files.torchscript_archive import read_torchscript
from styleglip_addon.engine.models.files.weight_files import kind_of, read_tensors
from styleglip_addon.engine.vocabulary.errors import ModelError
from tests.engine.clip_small import openai_state, small_clip, write_torchscript, write_words
from tests.engine.glip_small import small_model

State = dict[str, Tensor]
KEY = "text_model.encoder.layers.1.mlp.fc2.weight"
OPENAI_KEY = "transformer.resblocks.1.attn.in_proj_weight"


def sentence_for(path: Path) -> str:
    """What loading it says; it must be a sentence that names the file."""
    with pytest.raises(ModelError) as caught:
        CLIPEncoder.from_pretrained(path)
    message = str(caught.value)
    assert path.name in message
    assert message.endswith(".")
    return message


def hub_state() -> State:
    return dict(small_clip().state_dict())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop(KEY), "1 tensors are missing"),
        (lambda t: t.update({"text_model.surprise": torch.zeros(2)}), "text_model.surprise"),
        (lambda t: t.update({KEY: torch.zeros(3, 3)}), r"has shape (3, 3)"),
        (lambda t: t.update({KEY: t[KEY].long()}), "torch.int64"),
        (lambda t: t.update({KEY: t[KEY].to_sparse()}), KEY),
        (lambda t: t.update({KEY: t[KEY] * float("nan")}), "not numbers"),
        (lambda t: t.update({"module." + KEY: t[KEY]}), "twice"),
        (lambda t: t.pop("visual_projection.weight"), "visual_projection.weight"),
        (lambda t: t.update({"visual_projection.weight": torch.zeros(())}), "visual_projection.weight"),
        (lambda t: t.update({"vision_model.embeddings.position_embedding.weight": torch.zeros(8, 128)}), "sizes"),
        (lambda t: t.update({"text_model.encoder.layers.9999.x": torch.zeros(1)}), "sizes"),
        # A tensor of one number that claims to be huge must not be laid out in memory.
        (lambda t: t.update({"text_model.embeddings.token_embedding.weight": torch.zeros(1).expand(57, 128)}), "fewer"),
    ],
)
def test_weights_that_do_not_fit_are_named(tmp_path: Path, change: Callable[[State], Any], words: str) -> None:
    write_words(tmp_path)
    state = hub_state()
    change(state)
    torch.save(state, tmp_path / "broken.bin")
    assert words in sentence_for(tmp_path / "broken.bin")


def test_openai_weights_that_do_not_fit_are_named(tmp_path: Path) -> None:
    write_words(tmp_path)
    for change, words in (
        (lambda t: t.pop(OPENAI_KEY), "3 tensors are missing"),
        (lambda t: t.update({OPENAI_KEY: torch.zeros(7)}), "missing"),
        (lambda t: t.update({OPENAI_KEY: torch.zeros(())}), "missing"),
        (lambda t: t.update({"visual.proj": torch.zeros(128)}), "visual_projection.weight"),
    ):
        state = openai_state(small_clip())
        change(state)
        torch.save(state, tmp_path / "broken.pt")
        assert words in sentence_for(tmp_path / "broken.pt")


def test_other_models_are_recognised_by_their_tensors(tmp_path: Path) -> None:
    write_words(tmp_path)
    small_model().save_pretrained(tmp_path / "glip")
    resnet = {
        "conv1.weight": torch.zeros(4, 3, 7, 7),
        "layer1.0.conv1.weight": torch.zeros(4),
        "fc.weight": torch.zeros(2),
    }
    others: dict[str, State] = {
        "a GLIP": {"module.rpn.head.dyhead_tower.0.b_attn.gamma_v": torch.zeros(4)},
        "a CLIP with a ResNet": {"visual.layer1.0.conv1.weight": torch.zeros(4), "visual.conv1.weight": torch.zeros(4)},
        "a ResNet,": resnet,
        "a BERT": {"bert.encoder.layer.0.attention.self.query.weight": torch.zeros(4)},
        "only the picture side": {k: v for k, v in hub_state().items() if k.startswith("vision_model.")},
        "only the words' side": {k: v for k, v in hub_state().items() if k.startswith("text_model.")},
        "another model": {"weight": torch.zeros(3)},
    }
    for kind, state in others.items():
        torch.save(state, tmp_path / "other.pt")
        assert kind in sentence_for(tmp_path / "other.pt")
    assert "a GLIP" in sentence_for(tmp_path / "glip" / "model.safetensors")
    assert kind_of(hub_state()) == kind_of(openai_state(small_clip())) == "a CLIP"


def test_files_that_are_no_weights_get_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.pt").write_bytes(b"")
    (tmp_path / "page.pt").write_text("<html>404</html>" * 20)
    (tmp_path / "picture.safetensors").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    torch.save([1, 2, 3], tmp_path / "list.pt")
    with zipfile.ZipFile(tmp_path / "archive.pt", "w") as archive:
        archive.writestr("readme.txt", "hello")
    (tmp_path / "folder").mkdir()
    (tmp_path / "two").mkdir()
    for name in ("a.pt", "b.pt"):
        (tmp_path / "two" / name).write_bytes(b"x")
    (tmp_path / "split").mkdir()
    (tmp_path / "split" / "model.safetensors.index.json").write_text("{}")
    for name, words in {
        "empty.pt": "is empty",
        "page.pt": "not a model file",
        "picture.safetensors": "not a model file",
        "list.pt": "no table of weights",
        "archive.pt": "damaged",
        "folder": "0 model files",
        "two": "2 model files",
        "split": "several files",
        "missing.pt": "cannot be opened",
    }.items():
        assert words in sentence_for(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_gets_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "secret.pt"
    torch.save(hub_state(), file)
    file.chmod(0)
    assert "may not be read" in sentence_for(file)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.json", "{"),
        ("config.json", "[" * 100_000),
        ("config.json", '{"model_type": "clip", "vision_config": {"num_attention_heads": 3}}'),
        ("config.json", '{"model_type": "clip", "vision_config": {"num_attention_heads": "two"}}'),
        ("config.json", '{"model_type": "clip", "text_config": {"hidden_act": "os.system"}}'),
        ("config.json", '{"model_type": "clip", "text_config": {"layer_norm_eps": "x"}}'),
        ("config.json", '{"model_type": "clip", "text_config": {"hidden_size": 512}}'),
        ("preprocessor_config.json", '{"image_mean": 3}'),
        ("preprocessor_config.json", '{"image_mean": [0, 0, 0], "image_std": [0, 0, 0]}'),
        ("open_clip_config.json", "nonsense"),
        ("vocab.json", "{"),
        ("vocab.json", "[1]"),
        ("vocab.json", '{"a": 0}'),
        ("vocab.json", '{"<|startoftext|>": 0, "<|endoftext|>": "x"}'),
        ("vocab.json", '{"<|startoftext|>": 0, "<|endoftext|>": 90000}'),
        ("merges.txt", "a b c d"),
        ("merges.txt", "qqq zzz"),
    ],
)
def test_damaged_companions_get_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    small_clip().save_pretrained(tmp_path)
    write_words(tmp_path)
    if name == "open_clip_config.json":
        (tmp_path / "config.json").unlink()
    (tmp_path / name).write_text(text)
    with pytest.raises(ModelError) as caught:
        CLIPEncoder.from_pretrained(tmp_path)
    assert name.replace("merges.txt", "vocab.json") in str(caught.value)
    assert str(caught.value).endswith(".")


class Attack:
    """What unpickling it would do: make a folder."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.marker),)


def with_pickle(source: Path, target: Path, data: bytes) -> None:
    """The archive with another data.pkl."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for info in old.infolist():
            content = data if info.filename.endswith("/data.pkl") else old.read(info)
            new.writestr(info.filename, content)


@pytest.mark.parametrize("place", ["top", "inside", "raw", "legacy", "torchscript", "torchscript 4"])
def test_pickled_code_is_refused_and_never_runs(tmp_path: Path, place: str) -> None:
    marker, file = tmp_path / "attacked", tmp_path / "evil.pt"
    write_words(tmp_path)
    content: Any = Attack(marker) if place == "top" else {**hub_state(), KEY: Attack(marker)}
    if place == "raw":
        file.write_bytes(pickle.dumps(content))
    elif place.startswith("torchscript"):
        write_torchscript(openai_state(small_clip()), tmp_path / "good.zip")
        protocol = 4 if place.endswith("4") else 2
        with_pickle(tmp_path / "good.zip", file, pickle.dumps({"a": Attack(marker)}, protocol))
    else:
        torch.save(content, file, _use_new_zipfile_serialization=place != "legacy")
    assert "program code" in sentence_for(file)
    assert not marker.exists()


# Opcodes of pickle protocol 2, by hand.
def name(module: str, attribute: str) -> bytes:
    return b"c" + f"{module}\n{attribute}\n".encode()


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


@pytest.mark.parametrize(
    "program",
    [
        name("os", "system") + text("true") + b"\x85R.",
        name("builtins", "eval") + text("1") + b"\x85R.",
        name("torch", "load") + text("x") + b"\x85R.",
        name("os", "system") + b")\x81.",
        name("__torch__.M", "X") + text("argument") + b"\x85\x81.",  # a constructor's argument
        name("__torch__.M", "X") + b"}b.",  # state for a class instead of an object
        name("__torch__.M", "X") + b")R.",  # calling a class
        name("collections", "OrderedDict") + b"}b.",
        name("torch._utils", "_rebuild_tensor_v2") + text("__globals__") + text("x") + b"\x86b.",
        text("posix\nsystem") + b"Q.",  # a persistent reference to nothing
        b"(S'a'\no.",  # other opcodes of old pickles
        b"I01\n.",
        b"cos\nsystem\n(S'true'\ntR.",
        b"(S'true'\nios\nsystem\n.",  # INST
        b"\x82\x01.",  # EXT1
        b"\x8c\x02os\x8c\x06system\x93.",  # STACK_GLOBAL
        b"0.",
        b"}K\x01K\x02K\x03u.",
        b"}(" + name("a", "b") + b"K\x01u.",  # a key that is no name
        b"",
        b".",
        b"N",
    ],
)
def test_the_archive_reader_knows_nothing_but_weights(tmp_path: Path, program: bytes) -> None:
    write_torchscript({"weight": torch.ones(3)}, tmp_path / "good.zip")
    with_pickle(tmp_path / "good.zip", tmp_path / "evil.pt", b"\x80\x02" + program)
    with pytest.raises(ModelError, match=r"evil\.pt.*\.$"):
        read_torchscript(tmp_path / "evil.pt")


def tensor_program(count: int, offset: int, size: int, stride: int) -> bytes:
    """A module with one tensor: `size` numbers from `offset`, `stride` apart, of a record of `count` numbers."""
    number = lambda n: b"J" + struct.pack("<i", n)  # noqa: E731
    storage = b"(" + text("storage") + name("torch", "FloatStorage") + text("0") + text("cpu") + number(count) + b"tQ"
    rest = number(offset) + number(size) + b"\x85" + number(stride) + b"\x85" + b"\x89"
    hooks = name("collections", "OrderedDict") + b")R"
    tensor = name("torch._utils", "_rebuild_tensor_v2") + b"(" + storage + rest + hooks + b"tR"
    return b"\x80\x02" + name("__torch__", "M") + b")\x81}(" + text("weight") + tensor + b"ub."


def test_tensors_outside_of_their_record_are_refused(tmp_path: Path) -> None:
    write_torchscript({"weight": torch.tensor([3.0, 4.0, 5.0])}, tmp_path / "good.zip")
    file = tmp_path / "made.pt"
    with_pickle(tmp_path / "good.zip", file, tensor_program(3, 1, 2, 1))
    assert read_torchscript(file)["weight"].tolist() == [4.0, 5.0]
    for wrong in ((3, 2, 2, 1), (3, 0, 2, 3), (3, 0, 4, 0), (3, -1, 2, 1), (3, 0, 2, -1), (400_000_000, 0, 3, 1)):
        with_pickle(tmp_path / "good.zip", file, tensor_program(*wrong))
        with pytest.raises(ModelError, match="damaged"):
            read_torchscript(file)


@pytest.mark.parametrize("form", ["zip", "legacy", "safetensors", "torchscript"])
def test_damaged_files_are_refused_and_never_crash(tmp_path: Path, form: str) -> None:
    """Cuts and flipped bytes, 120 files; where the damage leaves them readable, most tensors are still missing."""
    whole, write_state = tmp_path / "whole", {k: v for k, v in openai_state(small_clip()).items() if "blocks.0.ln" in k}
    if form == "safetensors":
        save_file(write_state, whole)
    elif form == "torchscript":
        write_torchscript(write_state, whole)
    else:
        torch.save({"state_dict": write_state}, whole, _use_new_zipfile_serialization=form == "zip")
    data = whole.read_bytes()
    dice = random.Random(form)
    for trial in range(120):
        damaged = bytearray(data)
        if trial % 2:
            del damaged[dice.randrange(len(data)) :]
        else:
            for _ in range(dice.choice((1, 4, 40))):
                damaged[dice.randrange(len(data))] = dice.randrange(256)
        file = tmp_path / "damaged.pt"
        file.unlink(missing_ok=True)
        file.write_bytes(damaged)
        sentence_for(file)


def test_the_archive_reader_survives_any_pickle(tmp_path: Path) -> None:
    """Its own pickle with bytes changed, cut and shuffled: weights or a sentence, 400 times."""
    write_torchscript({"weight": torch.ones(3), "part.bias": torch.zeros(2)}, tmp_path / "good.zip")
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        entry = next(n for n in archive.namelist() if n.endswith("/data.pkl"))
        data = archive.read(entry)
    assert set(read_tensors(tmp_path / "good.zip")) == {"weight", "part.bias"}
    dice = random.Random(5)
    read = 0
    for _ in range(400):
        changed = bytearray(data)
        for _ in range(dice.choice((1, 2, 8, 60))):
            at = dice.randrange(len(changed))
            length = dice.choice((0, 1, 1, 1, 6))
            changed[at : at + length] = dice.choice(
                (bytes([dice.randrange(256)]), data[at : at + 9], b"R", b"b", b"\x81")
            )
        with_pickle(tmp_path / "good.zip", tmp_path / "odd.pt", bytes(changed))
        with contextlib.suppress(ModelError):
            read += bool(read_torchscript(tmp_path / "odd.pt"))
    assert read < 200


def test_a_configuration_cannot_name_code_to_be_fetched(tmp_path: Path) -> None:
    small_clip().save_pretrained(tmp_path)
    write_words(tmp_path)
    data = json.loads((tmp_path / "config.json").read_text())
    data["auto_map"] = {"AutoModel": "evil--modeling.Evil"}
    data["_attn_implementation"] = "kernels-community/evil"
    (tmp_path / "config.json").write_text(json.dumps(data))
    assert CLIPEncoder.from_pretrained(tmp_path).image_size == 24
