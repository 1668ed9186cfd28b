"""Names of tensors: this package's modules, the official checkpoints and mmdetection's.

Files are always written with the official names, so that they do not depend on this package's module tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

PROMPT_OFFSET = "rpn.tunable_linear.weight"

# Structural or unused by the model: relative position indices, anchors, position numbers, BERT's pooler, the resizer
# and the 80-class layer of the detection head.
IGNORED = re.compile(
    r"relative_position_index$|anchor_generator\.|(^|\.)cell_anchors|position_ids$|token_type_ids$|pooler\.|"
    r"^rpn\.resizer\.|^rpn\.head\.cls_logits\.|attn_mask$"
)


@dataclass(frozen=True)
class Place:
    """Where a parameter is in an official file.

    Args:
        key: official name without the "module." prefix.
        part, parts: the parameter is rows part / parts of that tensor (query, key, value are packed as one).
    """

    key: str
    part: int = 0
    parts: int = 1


def _rules(blocks_stride: int) -> list[tuple[re.Pattern[str], str]]:
    """Own names to official names; the first pattern that matches decides. `#n+k#` is computed by `_number`."""
    block_of_swin = r"^backbone\.body\.layers\.(\d+)\.blocks\.(\d+)\."
    to_block_of_swin = r"backbone.body.layers.\1.blocks.\2."
    block = "rpn.head.dyhead_tower.#\\1*" + str(blocks_stride)
    last = blocks_stride - 1
    pairs = [
        (r"^backbone\.body\.patches\.", "backbone.body.patch_embed.proj."),
        (r"^backbone\.body\.norm\.", "backbone.body.patch_embed.norm."),
        (block_of_swin + r"attention\.(relative_position_bias_table)$", to_block_of_swin + r"attn.\3"),
        (block_of_swin + r"attention\.query\.", to_block_of_swin + "attn.qkv/0."),
        (block_of_swin + r"attention\.key\.", to_block_of_swin + "attn.qkv/1."),
        (block_of_swin + r"attention\.value\.", to_block_of_swin + "attn.qkv/2."),
        (block_of_swin + r"attention\.output\.", to_block_of_swin + "attn.proj."),
        (block_of_swin + r"(fc[12])\.", to_block_of_swin + r"mlp.\3."),
        (block_of_swin + r"(norm[12])\.", to_block_of_swin + r"\3."),
        (r"^backbone\.body\.layers\.(\d+)\.downsample\.", r"backbone.body.layers.\1.downsample."),
        (r"^backbone\.body\.norms\.(\d+)\.", r"backbone.body.norm#\1*1+1#."),
        (r"^backbone\.pyramid\.lateral\.(\d+)\.", r"backbone.fpn.fpn_inner#\1*1+2#."),
        (r"^backbone\.pyramid\.output\.(\d+)\.", r"backbone.fpn.fpn_layer#\1*1+2#."),
        (r"^backbone\.pyramid\.(p[67])\.", r"backbone.fpn.top_blocks.\1."),
        (r"^language\.bert\.", "language_backbone.body.model."),
        (r"^tower\.(\d+)\.fusion\.attention\.", block + "+0#.b_attn.attn."),
        (r"^tower\.(\d+)\.fusion\.", block + "+0#.b_attn."),
        (r"^tower\.(\d+)\.language\.layer\.", block + "+1#."),
    ]
    for i, name in enumerate(("from_coarser", "same_level", "from_finer")):
        pairs.append((rf"^tower\.(\d+)\.dynamic\.{name}\.convolution\.", block + f"+{last}#.DyConv.{i}.conv."))
        pairs.append((rf"^tower\.(\d+)\.dynamic\.{name}\.norm\.", block + f"+{last}#.DyConv.{i}.bn."))
    pairs += [
        (r"^tower\.(\d+)\.dynamic\.level_attention\.", block + f"+{last}#.AttnConv.1."),
        (r"^tower\.(\d+)\.dynamic\.activation\.squeeze\.", block + f"+{last}#.relu.fc.0."),
        (r"^tower\.(\d+)\.dynamic\.activation\.expand\.", block + f"+{last}#.relu.fc.2."),
        (r"^tower\.(\d+)\.dynamic\.offset\.", block + f"+{last}#.offset."),
        (r"^head\.box\.", "rpn.head.bbox_pred."),
        (r"^head\.centerness\.", "rpn.head.centerness."),
        (r"^head\.scales\.(\d+)$", r"rpn.head.scales.\1.scale"),
        (r"^head\.text_projection\.", "rpn.head.dot_product_projection_text."),
        (r"^head\.text_bias$", "rpn.head.bias_lang"),
        (r"^head\.bias$", "rpn.head.bias0"),
        (r"^head\.log_scale$", "rpn.head.log_scale"),
        (r"^prompt_offset$", PROMPT_OFFSET),
    ]
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


def _number(match: re.Match[str]) -> str:
    return str(int(match[1]) * int(match[2]) + int(match[3]))


def official_places(names: Iterable[str], early_fusion: bool) -> dict[str, Place]:
    """Where each parameter of the model is in an official file.

    Args:
        names: parameter names of a `GLIP`.
        early_fusion: with it a tower block is three entries of `dyhead_tower`, without it one.
    """
    rules = _rules(3 if early_fusion else 1)
    places = {}
    for name in names:
        for pattern, replacement in rules:
            if pattern.search(name):
                key = re.sub(r"#(\d+)\*(\d+)([+-]\d+)#", _number, pattern.sub(replacement, name))
                packed = re.search(r"/(\d)\.", key)
                places[name] = Place(key.replace(packed[0], "."), int(packed[1]), 3) if packed else Place(key)
                break
        else:
            raise KeyError(f"no official name for {name}")
    return places


_FROM_MMDET = [
    (r"^backbone\.patch_embed\.projection\.", "backbone.body.patch_embed.proj."),
    (r"^backbone\.(patch_embed|norm\d)\b", r"backbone.body.\1"),
    (r"^backbone\.stages\.", "backbone.body.layers."),
    (r"\.attn\.w_msa\.", ".attn."),
    (r"\.ffn\.layers\.0\.0\.", ".mlp.fc1."),
    (r"\.ffn\.layers\.1\.", ".mlp.fc2."),
    (r"^neck\.lateral_convs\.0\.conv\.", "backbone.fpn.fpn_inner2."),
    (r"^neck\.lateral_convs\.1\.conv\.", "backbone.fpn.fpn_inner3."),
    (r"^neck\.lateral_convs\.2\.conv\.", "backbone.fpn.fpn_inner4."),
    (r"^neck\.fpn_convs\.0\.conv\.", "backbone.fpn.fpn_layer2."),
    (r"^neck\.fpn_convs\.1\.conv\.", "backbone.fpn.fpn_layer3."),
    (r"^neck\.fpn_convs\.2\.conv\.", "backbone.fpn.fpn_layer4."),
    (r"^neck\.fpn_convs\.3\.conv\.", "backbone.fpn.top_blocks.p6."),
    (r"^neck\.fpn_convs\.4\.conv\.", "backbone.fpn.top_blocks.p7."),
    (r"^language_model\.language_backbone\.", "language_backbone."),
    (r"^bbox_head\.", "rpn."),
    (r"\.dyconvs\.", ".DyConv."),
    (r"\.attnconv\.", ".AttnConv."),
]


def is_mmdetection(keys: Iterable[str]) -> bool:
    """Whether these are mmdetection's names."""
    return any(key.startswith(("bbox_head.", "neck.", "backbone.stages.")) for key in keys)


def from_mmdetection(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """mmdetection's tensors under official names, with the order of the patch merging's inputs put back.

    mmdetection gathers the four neighbours with `unfold`: channel by channel, in row order. The official order is
    neighbour by neighbour: (even row, even column), (odd, even), (even, odd), (odd, odd).
    """
    out = {}
    for name, value in state.items():
        key = name
        for pattern, replacement in _FROM_MMDET:
            key = re.sub(pattern, replacement, key)
        if re.search(r"\.downsample\.(norm\.(weight|bias)|reduction\.weight)$", key) and value.shape[-1] % 4 == 0:
            value = value.unflatten(-1, (-1, 4)).transpose(-1, -2)[..., torch.tensor((0, 2, 1, 3)), :].flatten(-2)
        out[key] = value
    return out
