"""The whole network: gradients, batches, trimming, padding, saving and detection, on a small model."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from styleglip_addon.engine.models.glip import GLIP, GLIPConfig, GLIPOutput, phrase_scores
from tests.engine.glip_small import fill, small_config, small_model

CAPTION = "pottery base. hand-woven linen shade"


def picture(*shape: int, seed: int = 0) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def run(model: GLIP, images: Tensor, captions: list[str], trim: bool = True, pad: bool = False) -> GLIPOutput:
    return model(model.processor.pixel_values(images, pad), model.encode_text(captions, trim))


def same(a: tuple[Tensor, ...], b: tuple[Tensor, ...], tolerance: float = 2e-5) -> None:
    for x, y in zip(a, b, strict=True):
        torch.testing.assert_close(x, y, atol=tolerance, rtol=1e-4)


def test_outputs_have_one_row_per_cell_at_sizes_that_are_not_multiples_of_32() -> None:
    output = run(small_model(), picture(1, 3, 83, 100), [CAPTION])
    assert output.level_shapes == ((11, 13), (6, 7), (3, 4), (2, 2), (1, 1))
    tokens = len(small_model().processor.caption(CAPTION.split(". ")).tokens)
    for (h, w), logits, boxes, center, anchors in zip(
        output.level_shapes, output.token_logits, output.box_deltas, output.centerness, output.anchors, strict=True
    ):
        assert logits.shape == (1, h * w, tokens)
        assert boxes.shape == (1, h * w, 4)
        assert center.shape == (1, h * w)
        assert anchors.shape == (h * w, 4)


def test_text_trimmed_to_its_tokens_gives_the_same_numbers_as_padded_to_256() -> None:
    model = small_model()
    image, captions = picture(2, 3, 64, 96), [CAPTION, "leaf"]
    trimmed, full = run(model, image, captions), run(model, image, captions, trim=False)
    for i, count in enumerate(model.encode_text(captions).mask.sum(dim=1).tolist()):
        for a, b in zip(trimmed.token_logits, full.token_logits, strict=True):
            torch.testing.assert_close(a[i, :, :count], b[i, :, :count], atol=2e-5, rtol=1e-4)
    same(trimmed.box_deltas, full.box_deltas)
    same(trimmed.centerness, full.centerness)


def test_an_image_in_a_batch_gives_what_it_gives_alone_and_one_caption_serves_all() -> None:
    model = small_model()
    images = picture(3, 3, 64, 80)
    batch, alone = run(model, images, [CAPTION] * 3), run(model, images[1:2], [CAPTION])
    same(tuple(t[1:2] for t in batch.token_logits), alone.token_logits)
    same(tuple(t[1:2] for t in batch.box_deltas), alone.box_deltas)
    same(run(model, images, [CAPTION]).token_logits, batch.token_logits)


def test_kept_text_features_can_be_picked_and_repeated() -> None:
    model = small_model()
    text = model.encode_text([CAPTION, "leaf"]).select([1, 0, 1])
    assert text.mask.sum(dim=1).tolist() == [3, model.encode_text([CAPTION]).hidden.shape[1], 3]
    assert torch.equal(text.hidden[0], text.hidden[2])


def test_padding_is_seen_by_the_network_and_only_the_boxes_are_clipped_to_the_picture() -> None:
    """The original masks padding nowhere; hiding it would be kinder and give other numbers."""
    model = small_model()
    images = picture(1, 3, 60, 90)
    plain, padded = run(model, images, [CAPTION]), run(model, images, [CAPTION], pad=True)
    assert plain.level_shapes[0] == padded.level_shapes[0] == (8, 12)
    assert float((plain.token_logits[0] - padded.token_logits[0]).detach().abs().max()) > 1e-3
    caption = model.processor.caption(["pottery base"])
    boxes = model.boxes(padded, caption, [(60, 90)])[0].boxes
    assert len(boxes) > 0
    assert boxes[:, 0::2].max() <= 89
    assert boxes[:, 1::2].max() <= 59
    assert boxes.min() >= 0


def test_gradient_of_the_picture_equals_finite_differences() -> None:
    model = GLIP(small_config())
    fill(model, 0)
    model = model.double().eval().requires_grad_(False)
    caption = model.processor.caption(["pottery base", "shade"])
    text = model.encode_text([caption.text])
    image = picture(1, 3, 40, 48).double().requires_grad_()

    def loss(pixels: Tensor) -> Tensor:
        output = model(model.processor.pixel_values(pixels), text)
        pairs = zip(output.token_logits, output.centerness, strict=True)
        scores = [phrase_scores(t, caption.token_map) * c.sigmoid().unsqueeze(-1) for t, c in pairs]
        return torch.cat(scores, dim=1).square().sum() + sum(d.square().mean() for d in output.box_deltas)

    (gradient,) = torch.autograd.grad(loss(image), image)
    assert all(p.grad is None for p in model.parameters())
    for seed in range(3):
        direction = torch.randn(image.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        step = 1e-7
        with torch.no_grad():
            slope = (loss(image + step * direction) - loss(image - step * direction)) / (2 * step)
        assert float((gradient * direction).sum()) == pytest.approx(float(slope), rel=1e-4)


def test_training_reaches_every_weight_but_the_frozen_language_backbone() -> None:
    torch.manual_seed(0)
    model = GLIP(small_config(prompt_offset_rows=20))
    fill(model, 0)
    model.train()
    output = run(model, picture(2, 3, 64, 64), [CAPTION, "leaf"])
    total = sum(t.square().mean() for part in (output.token_logits, output.box_deltas, output.centerness) for t in part)
    assert isinstance(total, Tensor)
    total.backward()
    without = [n for n, p in model.named_parameters() if p.requires_grad and (p.grad is None or not p.grad.any())]
    # A query-key bias common to all keys cancels in a softmax, so key biases have no gradient but rounding.
    assert [n for n in without if "k_proj.bias" not in n and "key.bias" not in n] == []
    assert all(p.grad is None for p in model.language.parameters())
    assert not model.language.training
    assert model.tower.training


def test_a_model_without_early_fusion_runs_and_masks_its_text() -> None:
    model = small_model(early_fusion=False)
    assert not any("fusion" in name or "tower.0.language" in name for name, _ in model.named_parameters())
    output = run(model, picture(1, 3, 64, 64), [CAPTION], trim=False)
    count = int(model.encode_text([CAPTION]).mask.sum())
    padding = output.token_logits[0][..., count:]
    torch.testing.assert_close(padding, padding[..., :1].expand_as(padding), atol=1e-6, rtol=0)
    assert float(output.token_logits[0][0, 0, :count].std()) > 1e-2


def test_a_prompt_offset_is_added_by_position_before_the_tower() -> None:
    torch.manual_seed(0)
    tuned = GLIP(small_config(prompt_offset_rows=1000)).eval().requires_grad_(False)
    fill(tuned, 0)
    plain = GLIP(small_config()).eval().requires_grad_(False)
    plain.load_state_dict({k: v for k, v in tuned.state_dict().items() if k != "prompt_offset"})
    image = picture(1, 3, 64, 64)
    text = plain.encode_text([CAPTION])
    assert tuned.prompt_offset is not None
    moved = type(text)(text.hidden + tuned.prompt_offset[: text.hidden.shape[1]], text.mask, text.input_ids)
    pixels = plain.processor.pixel_values(image)
    same(tuned(pixels, tuned.encode_text([CAPTION])).token_logits, plain(pixels, moved).token_logits)
    assert float((tuned(pixels, text).token_logits[0] - plain(pixels, text).token_logits[0]).abs().max()) > 1e-3


def test_detection_gives_boxes_in_pixels_best_first_above_the_threshold() -> None:
    model = small_model()
    phrases = ["pottery base", "leaf"]
    results = model.detect(picture(2, 3, 60, 90), phrases, threshold=0.2)
    assert len(results) == 2
    assert results[0]
    for boxes in results:
        scores = [b.score for b in boxes]
        assert scores == sorted(scores, reverse=True)
        assert all(s > 0.2 for s in scores)
        assert all(b.phrase in (0, 1) and 0 <= b.box[0] <= b.box[2] <= 89 for b in boxes)
    assert model.detect(picture(1, 3, 60, 90), phrases, threshold=0.9999) == [()]


def test_a_saved_model_comes_back_with_the_same_numbers(tmp_path: Path) -> None:
    model = small_model()
    file = model.save_pretrained(tmp_path / "model")
    assert sorted(p.name for p in file.parent.iterdir()) == ["config.json", "model.safetensors"]
    again = GLIP.from_pretrained(tmp_path / "model")
    assert again.config == model.config
    assert not again.training
    assert not any(p.requires_grad for p in again.parameters())
    image = picture(1, 3, 64, 64)
    same(run(again, image, [CAPTION]).token_logits, run(model, image, [CAPTION]).token_logits, 1e-5)
    buffers = dict(again.named_buffers())
    for name, buffer in model.named_buffers():
        assert torch.equal(buffers[name], buffer), name


def test_the_embedded_model_is_saved_without_its_language_backbone_and_is_small(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = GLIP(GLIPConfig.embedded()).eval()
    file = model.save_pretrained(tmp_path, torch.float16)
    assert file.stat().st_size < 12.5e6
    again = GLIP.from_pretrained(tmp_path)
    for name, parameter in model.language.named_parameters():
        assert torch.equal(again.language.get_parameter(name), parameter)
    assert torch.equal(again.head.bias, model.head.bias.half().float())
