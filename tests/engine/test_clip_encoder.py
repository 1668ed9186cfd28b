"""CLIP in every layout gives transformers' own embeddings, and its gradient reaches the picture."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from styleglip_addon.engine.models.clip import tokenizer as clip_tokenizer
from styleglip_addon.engine.models.clip.encoder import CLIPEncoder
from styleglip_addon.engine.models.clip.tokenizer import CLIPWords
from styleglip_addon.engine.vocabulary.errors import ModelError, PromptError
from tests.engine.clip_small import (
    MERGES,
    TEXTS,
    VOCABULARY,
    openai_state,
    reference,
    small_clip,
    write_torchscript,
    write_words,
)

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)


def pictures(size: int = 24) -> Tensor:
    return torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(1))


def hub_folder(folder: Path) -> Path:
    small_clip().save_pretrained(folder)
    return folder


def hub_folder_with_bin(folder: Path) -> Path:
    hub_folder(folder)
    (folder / "model.safetensors").unlink()
    state: dict[str, Tensor] = dict(small_clip().state_dict())
    state["vision_model.embeddings.position_ids"] = torch.arange(10)[None]  # older files have them
    state["text_model.embeddings.position_ids"] = torch.arange(12)[None]
    torch.save(state, folder / "pytorch_model.bin")
    return folder


def file_beside_its_configuration(folder: Path) -> Path:
    small_clip().config.save_pretrained(folder)
    save_file(small_clip().state_dict(), folder / "mine.safetensors")
    return folder / "mine.safetensors"


def file_alone(folder: Path) -> Path:
    save_file(small_clip().state_dict(), folder / "mine.safetensors")
    return folder / "mine.safetensors"


def openai_weights(folder: Path) -> Path:
    torch.save(openai_state(small_clip()), folder / "ViT.pt")
    return folder / "ViT.pt"


def openai_weights_of_a_training_run(folder: Path) -> Path:
    state = {"module." + name: value for name, value in openai_state(small_clip()).items()}
    torch.save({"epoch": 3, "state_dict": state, "optimizer": {"lr": 0.1}}, folder / "epoch_3.pt")
    return folder / "epoch_3.pt"


def openai_original(folder: Path) -> Path:
    write_torchscript(openai_state(small_clip()), folder / "ViT.pt")
    return folder / "ViT.pt"


LAYOUTS = [
    hub_folder,
    hub_folder_with_bin,
    file_beside_its_configuration,
    file_alone,
    openai_weights,
    openai_weights_of_a_training_run,
    openai_original,
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_embeddings_of_transformers(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    write_words(tmp_path)
    encoder = CLIPEncoder.from_pretrained(layout(tmp_path))
    seen, read = reference((pictures() - MEAN) / STD, small_clip())
    torch.testing.assert_close(encoder.encode_images(pictures()), seen, atol=2e-6, rtol=1e-5)
    torch.testing.assert_close(encoder.encode_texts(TEXTS), read, atol=2e-6, rtol=1e-5)
    assert encoder.image_size == 24
    assert encoder.contrast() is None
    assert encoder.palette("gold") is None


def test_openai_s_half_precision_archive_loads_in_float32(tmp_path: Path) -> None:
    write_words(tmp_path)
    write_torchscript(openai_state(small_clip()), tmp_path / "ViT.pt", half=True)
    encoder = CLIPEncoder.from_pretrained(tmp_path)
    seen, _ = reference((pictures() - MEAN) / STD, small_clip())
    assert encoder.model.logit_scale.dtype == torch.float32
    torch.testing.assert_close(encoder.encode_images(pictures()), seen, atol=5e-3, rtol=0.0)


def test_the_configuration_says_what_shapes_do_not_tell(tmp_path: Path) -> None:
    model = small_clip(width=32, activation="gelu")  # two heads of 16; by the shapes alone it would be one
    model.save_pretrained(tmp_path)
    write_words(tmp_path)
    seen, read = reference((pictures() - MEAN) / STD, model)
    encoder = CLIPEncoder.from_pretrained(tmp_path)
    torch.testing.assert_close(encoder.encode_images(pictures()), seen, atol=2e-6, rtol=1e-5)
    torch.testing.assert_close(encoder.encode_texts(TEXTS), read, atol=2e-6, rtol=1e-5)


def test_openclip_s_configuration_switches_to_the_exact_gelu(tmp_path: Path) -> None:
    write_words(tmp_path)
    torch.save(openai_state(small_clip(activation="gelu")), tmp_path / "open_clip_pytorch_model.bin")
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": {"embed_dim": 20}}))
    seen, _ = reference((pictures() - MEAN) / STD, small_clip(activation="gelu"))
    torch.testing.assert_close(CLIPEncoder.from_pretrained(tmp_path).encode_images(pictures()), seen, atol=2e-6, rtol=0)


def test_the_folder_s_own_pixel_statistics_are_used(tmp_path: Path) -> None:
    write_words(hub_folder(tmp_path))
    numbers = {"image_mean": [0.5, 0.4, 0.3], "image_std": [0.5, 0.25, 0.2]}
    (tmp_path / "preprocessor_config.json").write_text(json.dumps(numbers))
    mean, std = (torch.tensor(numbers[k]).view(1, 3, 1, 1) for k in ("image_mean", "image_std"))
    seen, _ = reference((pictures() - mean) / std, small_clip())
    torch.testing.assert_close(CLIPEncoder.from_pretrained(tmp_path).encode_images(pictures()), seen, atol=2e-6, rtol=0)


def encoder(folder: Path) -> CLIPEncoder:
    write_words(hub_folder(folder))
    return CLIPEncoder.from_pretrained(folder)


def test_the_gradient_reaches_pictures_of_any_size_and_no_weight(tmp_path: Path) -> None:
    clip = encoder(tmp_path)
    for size in (24, 40, 15):
        images = pictures(size).requires_grad_()
        (clip.encode_images(images) @ clip.encode_texts(["gold"]).T).sum().backward()
        assert images.grad is not None
        assert bool((images.grad.abs().sum(dim=(1, 2, 3)) > 0).all()), size
    assert not any(p.requires_grad or p.grad is not None for p in clip.model.parameters())


def test_the_gradient_of_pictures_is_that_of_transformers(tmp_path: Path) -> None:
    clip = encoder(tmp_path)
    ours, theirs = pictures().requires_grad_(), pictures().requires_grad_()
    direction = torch.randn(2, 20, generator=torch.Generator().manual_seed(2))
    (clip.encode_images(ours) * direction).sum().backward()
    (reference((theirs - MEAN) / STD, small_clip())[0] * direction).sum().backward()
    torch.testing.assert_close(ours.grad, theirs.grad, atol=1e-6, rtol=1e-4)


def test_resizing_is_that_of_the_original_s_bicubic_filter(tmp_path: Path) -> None:
    clip = encoder(tmp_path)
    flat = torch.full((1, 3, 50, 50), 0.3)
    flat[:, 0] = 0.9
    small = flat[..., :24, :24]
    torch.testing.assert_close(clip.encode_images(flat), clip.encode_images(small), atol=1e-5, rtol=0)


def test_raw_pixels_are_not_normalised_nor_are_features(tmp_path: Path) -> None:
    clip = encoder(tmp_path)
    raw = small_clip().get_image_features(pixel_values=pictures()).pooler_output
    torch.testing.assert_close(clip.image_features(pictures(), raw_pixels=True), raw, atol=1e-5, rtol=1e-5)
    unit = torch.nn.functional.normalize(clip.image_features(pictures()), dim=-1)
    torch.testing.assert_close(clip.encode_images(pictures()), unit)


def test_long_texts_are_cut_with_their_end_kept(tmp_path: Path) -> None:
    clip = encoder(tmp_path)
    ids = clip.words.batch(["gold " * 40, "gold"], 12)
    assert ids.shape == (2, 12)
    assert ids[0, -1] == VOCABULARY["<|endoftext|>"]
    assert clip.encode_texts(["gold " * 40]).shape == (1, 20)
    assert clip.encode_texts([]).shape == (0, 20)
    with pytest.raises(PromptError):
        clip.encode_texts([3])  # type: ignore[list-item]


def test_padding_changes_no_embedding(tmp_path: Path) -> None:
    clip = encoder(tmp_path)
    together = clip.encode_texts(["gold", "red leather gold"])[0]
    torch.testing.assert_close(together, clip.encode_texts(["gold"])[0], atol=1e-6, rtol=0)


def test_a_tokenizer_json_serves_as_word_list(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(
        json.dumps({"model": {"type": "BPE", "vocab": VOCABULARY, "merges": [" ".join(m) for m in MERGES]}})
    )
    words = CLIPWords.find(tmp_path, len(VOCABULARY))
    write_words(tmp_path)
    assert torch.equal(words.batch(TEXTS, 77), CLIPWords.find(tmp_path, len(VOCABULARY)).batch(TEXTS, 77))
    assert words.batch(["Gold"], 77)[0].tolist() == [
        VOCABULARY[t] for t in ("<|startoftext|>", "gold</w>", "<|endoftext|>")
    ]


def test_openai_s_list_of_merges_serves_as_word_list(tmp_path: Path) -> None:
    """256 bytes, 256 bytes at a word's end, the merges, two marks; further merges in the file are not the model's."""
    lines = ["#version: 0.2", "g o", "l d</w>", "go ld</w>", "r e", "z z"]
    (tmp_path / clip_tokenizer.OPENAI_LIST).write_bytes(gzip.compress("\n".join(lines).encode()))
    words = CLIPWords.find(tmp_path, 512 + 4 + 2)
    assert (words.size, words.end) == (518, 517)
    # "a" is the 65th visible character (after "!" to "`"), so "a" at a word's end is 256 + 64.
    assert words.batch(["gold a é"], 77)[0].tolist()[:3] == [516, 514, 320]
    assert words.batch(["re"], 77)[0].tolist() == [516, ord("r") - 33, 256 + ord("e") - 33, 517]


def test_a_model_without_word_list_says_what_to_put_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_tokenizer, "_PACKAGES", ())
    monkeypatch.setattr(clip_tokenizer, "WORDS_FOLDER", tmp_path / "words")
    file = openai_weights(tmp_path)
    with pytest.raises(ModelError, match=r"no word list.*vocab\.json and merges\.txt.*into that folder"):
        CLIPEncoder.from_pretrained(file)
    (tmp_path / "words").mkdir()
    write_words(tmp_path / "words")
    assert CLIPEncoder.from_pretrained(file).words.source == tmp_path / "words" / "vocab.json"
