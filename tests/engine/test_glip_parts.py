"""GLIP's building blocks against literal transcriptions of the specification, in float64.

The transcriptions are slow and plain on purpose; in each a pitfall of the released code is written down.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from styleglip_addon.engine.models.glip import GLIPConfig, decode, encode
from styleglip_addon.engine.models.glip.anchors import level_anchors
from styleglip_addon.engine.models.glip.backbone import FeaturePyramid, VisionBackbone
from styleglip_addon.engine.models.glip.deformable import deformable_convolution, fit_to_output, torchvision_operator
from styleglip_addon.engine.models.glip.dyhead import DynamicConvolution
from styleglip_addon.engine.models.glip.fusion import BidirectionalAttention, Fusion
from styleglip_addon.engine.models.glip.head import TextLayer, TokenHead
from tests.engine.glip_small import fill, small_config


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def filled(module: nn.Module, seed: int = 1) -> Any:
    fill(module, seed)
    return module.double().eval().requires_grad_(False)


def literal_deformable(x: Tensor, offset: Tensor, mask: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
    """The CUDA kernel's loops: offsets are read from one flat buffer per sample with the output's size."""
    batch, _, height, width = x.shape
    h, w = (height - 1) // stride + 1, (width - 1) // stride + 1
    out = torch.zeros(batch, len(bias), h, w, dtype=x.dtype)
    for b in range(batch):
        flat_offset, flat_mask = offset[b].flatten(), mask[b].flatten()
        for i in range(h):
            for j in range(w):
                total = bias.clone()
                for k in range(9):
                    dy = flat_offset[((2 * k) * h + i) * w + j]
                    dx = flat_offset[((2 * k + 1) * h + i) * w + j]
                    y = float(i * stride - 1 + k // 3 + dy)
                    left = float(j * stride - 1 + k % 3 + dx)
                    sample = torch.zeros(x.shape[1], dtype=x.dtype)
                    if -1 < y < height and -1 < left < width:
                        y0, x0 = math.floor(y), math.floor(left)
                        for yy, wy in ((y0, y0 + 1 - y), (y0 + 1, y - y0)):
                            for xx, wx in ((x0, x0 + 1 - left), (x0 + 1, left - x0)):
                                if 0 <= yy < height and 0 <= xx < width:
                                    sample += wy * wx * x[b, :, yy, xx]
                    total = total + weight[:, :, k // 3, k % 3] @ (sample * flat_mask[(k * h + i) * w + j])
                out[b, :, i, j] = total
    return out


@pytest.mark.parametrize(("stride", "height", "width"), [(1, 5, 7), (2, 5, 7), (2, 6, 4), (1, 1, 1)])
def test_deformable_convolution_equals_the_kernels_loops(stride: int, height: int, width: int) -> None:
    x, weight, bias = random(2, 4, height, width), random(6, 4, 3, 3, seed=1), random(6, seed=2)
    h, w = (height - 1) // stride + 1, (width - 1) // stride + 1
    offset, mask = 3 * random(2, 18, h, w, seed=3), random(2, 9, h, w, seed=4).sigmoid()
    torch.testing.assert_close(
        deformable_convolution(x, offset, mask, weight, bias, stride),
        literal_deformable(x, offset, mask, weight, bias, stride),
    )


def test_deformable_convolution_without_offsets_is_a_convolution() -> None:
    x, weight, bias = random(1, 4, 6, 5), random(3, 4, 3, 3, seed=1), random(3, seed=2)
    zeros, ones = x.new_zeros(1, 18, 6, 5), x.new_ones(1, 9, 6, 5)
    torch.testing.assert_close(
        deformable_convolution(x, zeros, ones, weight, bias), F.conv2d(x, weight, bias, padding=1)
    )


@pytest.mark.parametrize("stride", [1, 2])
def test_deformable_convolution_equals_torchvisions_in_value_and_gradient(stride: int) -> None:
    operator = torchvision_operator()
    if operator is None:
        pytest.skip("torchvision does not load here")
    h, w = (9 - 1) // stride + 1, (8 - 1) // stride + 1
    inputs = [random(2, 8, 9, 8), 2 * random(2, 18, h, w, seed=1), random(2, 9, h, w, seed=2).sigmoid()]
    inputs += [random(8, 8, 3, 3, seed=3), random(8, seed=4)]
    ours, theirs = ([t.clone().requires_grad_() for t in inputs] for _ in range(2))
    x, offset, mask, weight, bias = ours
    a = deformable_convolution(x, offset, mask, weight, bias, stride)
    x, offset, mask, weight, bias = theirs
    b = operator(x, offset, weight, bias, (stride, stride), (1, 1), (1, 1), mask)
    torch.testing.assert_close(a, b)
    upstream = random(*a.shape, seed=5)
    for mine, other in zip(
        torch.autograd.grad(a, ours, upstream), torch.autograd.grad(b, theirs, upstream), strict=True
    ):
        torch.testing.assert_close(mine, other)


def test_offsets_beyond_the_map_and_beyond_all_numbers_sample_nothing() -> None:
    x, weight, bias = random(1, 4, 3, 3), random(4, 4, 3, 3, seed=1), random(4, seed=2)
    offset = x.new_full((1, 18, 3, 3), 1e30)
    out = deformable_convolution(x, offset, x.new_ones(1, 9, 3, 3), weight, bias)
    torch.testing.assert_close(out, bias.view(1, 4, 1, 1).expand_as(out))


def test_offsets_of_a_finer_level_are_read_as_they_lie_in_memory() -> None:
    fine = torch.arange(2 * 18 * 20, dtype=torch.float64).view(2, 18, 4, 5)
    coarse = fit_to_output(fine, 2, (2, 3))
    assert coarse.shape == (2, 18, 2, 3)
    assert coarse[0].flatten().tolist() == list(range(108))
    assert coarse[1].flatten().tolist() == list(range(360, 468))


def literal_dynamic(block: Any, levels: list[Tensor]) -> list[Tensor]:
    """Section 5c of the specification: all levels read the old values; the finer level's offsets serve the coarser."""

    def convolve(part: Any, x: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
        conv = part.convolution
        out = literal_deformable(x, offset, mask, conv.weight, conv.bias, conv.stride)
        return F.group_norm(out, 16, part.norm.weight, part.norm.bias, 1e-5)

    out = []
    for i, x in enumerate(levels):
        moves = F.conv2d(x, block.offset.weight, block.offset.bias, padding=1)
        offset, mask = moves[:, :18].contiguous(), torch.sigmoid(moves[:, 18:]).contiguous()
        candidates = [convolve(block.same_level, x, offset, mask)]
        if i > 0:
            candidates.append(convolve(block.from_finer, levels[i - 1], offset, mask))
        if i < len(levels) - 1:
            coarse = convolve(block.from_coarser, levels[i + 1], offset, mask)
            candidates.append(F.interpolate(coarse, size=x.shape[2:], mode="bilinear", align_corners=True))
        total = torch.zeros_like(x)
        for candidate in candidates:
            pooled = candidate.mean(dim=(2, 3))
            gate = F.relu(pooled @ block.level_attention.weight.view(1, -1).T + block.level_attention.bias)
            total += ((gate + 3).clamp(0, 6) / 6)[:, :, None, None] * candidate
        y = total / len(candidates)
        squeeze, expand = block.activation.squeeze, block.activation.expand
        p = F.relu(y.mean(dim=(2, 3)) @ squeeze.weight.T + squeeze.bias) @ expand.weight.T + expand.bias
        h = ((p + 3).clamp(0, 6) / 6)[:, :, None, None]
        c = y.shape[1]
        a1, b1, a2, b2 = h[:, :c], h[:, c : 2 * c], h[:, 2 * c : 3 * c], h[:, 3 * c :]
        out.append(torch.maximum(y * (2 * (a1 - 0.5) + 1) + (b1 - 0.5), y * (2 * (a2 - 0.5)) + (b2 - 0.5)))
    return out


def test_dynamic_convolution_equals_the_specification() -> None:
    block = filled(DynamicConvolution(small_config()))
    levels = [random(2, 32, h, w, seed=h) for h, w in ((7, 5), (4, 3), (2, 2), (1, 1), (1, 1))]
    for actual, expected in zip(block(levels), literal_dynamic(block, levels), strict=True):
        torch.testing.assert_close(actual, expected)


def literal_fusion(block: Fusion, v: Tensor, l: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:  # noqa: E741
    """Section 5a with the wide projections written out: one A for both directions, normalised residuals."""
    attention = block.attention
    heads = attention.heads
    v = F.layer_norm(v, v.shape[-1:], block.layer_norm_v.weight, block.layer_norm_v.bias, 1e-5)
    l = F.layer_norm(l, l.shape[-1:], block.layer_norm_l.weight, block.layer_norm_l.bias, 1e-5)  # noqa: E741

    def split(x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)

    q, k = split(attention.v_proj(v)), split(attention.l_proj(l))
    scores = (q / math.sqrt(q.shape[-1]) @ k.transpose(2, 3)).clamp(-50000, 50000)
    back = scores.transpose(2, 3)
    back = (back - back.amax(dim=-1, keepdim=True)).clamp(-50000, 50000).softmax(dim=-1)
    delta_l = attention.out_l_proj((back @ split(attention.values_v_proj(v))).transpose(1, 2).flatten(2))
    masked = scores + torch.where(mask, 1.0, -9e15)[:, None, None, :].double()
    delta_v = masked.softmax(dim=-1) @ split(attention.values_l_proj(l))
    delta_v = attention.out_v_proj(delta_v.transpose(1, 2).flatten(2))
    return v + block.gamma_v * delta_v, l + block.gamma_l * delta_l


def fusion_inputs() -> tuple[list[Tensor], Tensor, Tensor]:
    levels = [random(2, 32, h, w, seed=h) for h, w in ((5, 6), (3, 3), (2, 2), (1, 1), (1, 1))]
    mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    return levels, random(2, 6, 24, seed=9), mask


def test_fusion_equals_the_specification_in_both_directions() -> None:
    block = filled(Fusion(small_config()))
    levels, text, mask = fusion_inputs()
    fused, new_text = block(levels, text, mask)
    cells = torch.cat([x.flatten(2) for x in levels], dim=2).transpose(1, 2)
    expected, expected_text = literal_fusion(block, cells, text, mask)
    torch.testing.assert_close(torch.cat([x.flatten(2) for x in fused], dim=2).transpose(1, 2), expected)
    torch.testing.assert_close(new_text, expected_text)


def test_no_cell_is_hidden_from_the_text_and_no_padding_token_is_seen_by_the_cells() -> None:
    block = filled(Fusion(small_config()))
    levels, text, mask = fusion_inputs()
    fused, new_text = block(levels, text, mask)
    corner = [x.clone() for x in levels]
    corner[0][:, :, -1, -1] = random(2, 32, seed=5)  # bottom right is where padded pixels are
    assert float((block(corner, text, mask)[1] - new_text).abs().amax(dim=-1).min()) > 1e-4
    other = text.clone()
    other[1, 4:] = random(2, 24, seed=6)
    changed, changed_text = block(levels, other, mask)
    for a, b in zip(changed, fused, strict=True):
        torch.testing.assert_close(a, b)
    torch.testing.assert_close(changed_text[mask], new_text[mask])


def test_fusion_drops_attention_in_training_only() -> None:
    attention = filled(BidirectionalAttention(small_config(dropout=0.5)))
    v, text, mask = random(1, 20, 32), random(1, 4, 24), torch.ones(1, 4, dtype=torch.bool)
    torch.testing.assert_close(attention(v, text, mask), attention(v, text, mask))
    attention.train()
    torch.manual_seed(0)
    assert not torch.equal(attention(v, text, mask)[0], attention(v, text, mask)[0])


def test_text_layer_ignores_padding_tokens() -> None:
    layer = filled(TextLayer(small_config()))
    _, text, mask = fusion_inputs()
    other = text.clone()
    other[1, 4:] = random(2, 24, seed=6)
    torch.testing.assert_close(layer(other, mask)[mask], layer(text, mask)[mask])
    torch.testing.assert_close(layer(text[1:, :4], mask[1:, :4])[0], layer(text, mask)[1, :4])


def test_layer_norm_epsilons_are_those_of_the_original() -> None:
    """Not visible in recordings (a change of 1e-7 relative), so they are read from the modules."""
    config = GLIPConfig.embedded().with_(blocks=1)
    tower = TextLayer(config)
    assert {m.eps for m in tower.modules() if isinstance(m, nn.LayerNorm)} == {1e-12}
    assert {m.eps for m in Fusion(config).modules() if isinstance(m, nn.LayerNorm)} == {1e-5}
    assert {m.eps for m in VisionBackbone(config).modules() if isinstance(m, nn.LayerNorm)} == {1e-5}
    assert {m.eps for m in DynamicConvolution(config).modules() if isinstance(m, nn.GroupNorm)} == {1e-5}
    assert GLIPConfig.glip_t().language.layer_norm_eps == 1e-12


def test_the_last_stage_is_shifted_even_where_it_is_one_window() -> None:
    """At 224 px stage 5 is 7 x 7; in its odd block the first three rows and columns must not see the others."""
    backbone = filled(VisionBackbone(small_config()))
    block = backbone.body.layers[3].blocks[1]
    calls: list[Tensor] = []
    handle = block.register_forward_pre_hook(lambda _m, args: calls.append(args[0]))
    backbone(random(1, 3, 224, 224))
    handle.remove()
    (hidden,) = calls
    assert hidden.shape[1:3] == (7, 7)
    changed = hidden.clone()
    changed[:, -1, -1] = random(64, seed=7)
    difference = (block(changed) - block(hidden)).abs().amax(dim=-1)[0]
    assert float(difference[:3, :3].max()) < 1e-12
    assert float(difference[3:, 3:].min()) > 1e-9


def test_swin_stages_have_their_own_norms_and_sizes_that_round_up() -> None:
    backbone = filled(VisionBackbone(small_config()))
    stages = backbone.body(random(1, 3, 83, 90))
    assert [tuple(s.shape[1:]) for s in stages] == [(16, 11, 12), (32, 6, 6), (64, 3, 3)]
    for stage, norm in zip(stages, backbone.body.norms, strict=True):
        plain = (stage.movedim(1, -1) - norm.bias) / norm.weight
        torch.testing.assert_close(plain.mean(dim=-1), torch.zeros_like(plain[..., 0]), atol=1e-6, rtol=0)


def test_feature_pyramid_equals_the_specification() -> None:
    pyramid = filled(FeaturePyramid((4, 8, 16), 16))
    c3, c4, c5 = random(1, 4, 11, 12), random(1, 8, 6, 6), random(1, 16, 3, 3)

    def conv(module: nn.Conv2d, x: Tensor) -> Tensor:
        return F.conv2d(x, module.weight, module.bias, module.stride, module.padding)

    m5 = conv(pyramid.lateral[2], c5)
    m4 = conv(pyramid.lateral[1], c4) + F.interpolate(m5, size=(6, 6), mode="nearest")
    m3 = conv(pyramid.lateral[0], c3) + F.interpolate(m4, size=(11, 12), mode="nearest")
    expected = [conv(layer, m) for layer, m in zip(pyramid.output, (m3, m4, m5), strict=True)]
    p6 = conv(pyramid.p6, expected[2])
    expected += [p6, conv(pyramid.p7, F.relu(p6))]
    for actual, want in zip(pyramid((c3, c4, c5)), expected, strict=True):
        torch.testing.assert_close(actual, want)
    assert float(expected[3].min()) < 0.0, "P6 is given before the relu"


def test_token_head_equals_the_specification() -> None:
    head = filled(TokenHead(small_config()))
    levels = [random(2, 32, s, s + 1, seed=s) for s in (5, 4, 3, 2, 1)]
    text = random(2, 6, 24, seed=8)
    logits, boxes, centers = head(levels, text)
    unit = text / text.norm(dim=-1, keepdim=True)
    projected = (unit / 2) @ head.text_projection.weight.T + head.text_projection.bias
    for i, x in enumerate(levels):
        dots = torch.einsum("bchw,btc->bhwt", x, projected).flatten(1, 2) / head.log_scale.exp()
        torch.testing.assert_close(logits[i], dots + (unit @ head.text_bias + head.bias)[:, None])
        raw = torch.einsum("bchw,dc->bhwd", x, head.box.weight.flatten(1)) + head.box.bias
        torch.testing.assert_close(boxes[i], (raw * head.scales[i]).flatten(1, 2))
        center = torch.einsum("bchw,c->bhw", x, head.centerness.weight.flatten()) + head.centerness.bias
        torch.testing.assert_close(centers[i], center.flatten(1))


def test_anchors_are_those_of_the_original() -> None:
    assert level_anchors(1, 1, 8, 64).tolist() == [[-28.0, -28.0, 35.0, 35.0]]
    assert level_anchors(2, 3, 128, 1024)[4].tolist() == [-448.0 + 128, -448.0 + 128, 575.0 + 128, 575.0 + 128]


def test_boxes_are_coded_with_widths_that_count_both_borders() -> None:
    anchor = torch.tensor([[10.0, 20.0, 19.0, 59.0]])  # 10 x 40 pixels
    assert decode(anchor, torch.zeros(1, 4)).tolist() == anchor.tolist()
    moved = decode(anchor, torch.tensor([[10.0, -5.0, 5 * math.log(2.0), 0.0]]))
    assert moved.tolist()[0] == pytest.approx([14.5 + 10 - 9.5, 20 - 20, 14.5 + 10 + 9.5, 59 - 20])
    widest = decode(anchor, torch.tensor([[0.0, 0.0, 1e6, 0.0]]))
    assert float(widest[0, 2] - widest[0, 0] + 1) == pytest.approx(10 * 62.5)
    boxes = torch.tensor([[12.0, 5.0, 80.0, 41.5], [0.0, 0.0, 3.0, 300.0]])
    torch.testing.assert_close(decode(anchor, encode(anchor, boxes)), boxes, atol=1e-4, rtol=0)
