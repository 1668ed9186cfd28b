"""CLIP's tensors under transformers' names: the hub's layout as it is, OpenAI's own, which OpenCLIP shares, renamed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from ...vocabulary.errors import ModelError
from ..files.weight_files import kind_of, without_prefix

# OpenAI's names to transformers', in order; the first pattern that matches decides.
_FROM_OPENAI = [
    (r"^visual\.class_embedding$", "vision_model.embeddings.class_embedding"),
    (r"^visual\.positional_embedding$", "vision_model.embeddings.position_embedding.weight"),
    (r"^visual\.conv1\.weight$", "vision_model.embeddings.patch_embedding.weight"),
    (r"^visual\.ln_pre\.", "vision_model.pre_layrnorm."),
    (r"^visual\.ln_post\.", "vision_model.post_layernorm."),
    (r"^visual\.proj$", "visual_projection.weight"),
    (r"^visual\.transformer\.resblocks\.(\d+)\.", r"vision_model.encoder.layers.\1."),
    (r"^token_embedding\.weight$", "text_model.embeddings.token_embedding.weight"),
    (r"^positional_embedding$", "text_model.embeddings.position_embedding.weight"),
    (r"^transformer\.resblocks\.(\d+)\.", r"text_model.encoder.layers.\1."),
    (r"^ln_final\.", "text_model.final_layer_norm."),
    (r"^text_projection$", "text_projection.weight"),
]
_IN_LAYERS = [
    (".attn.out_proj.", ".self_attn.out_proj."),
    (".ln_1.", ".layer_norm1."),
    (".ln_2.", ".layer_norm2."),
    (".mlp.c_fc.", ".mlp.fc1."),
    (".mlp.c_proj.", ".mlp.fc2."),
]
# Numbers about the model and the causal mask, which are no weights.
_IGNORED = re.compile(r"(^|\.)(input_resolution|context_length|vocab_size|attn_mask|position_ids)$")


def hub_tensors(state: Mapping[str, Tensor], file: Path) -> dict[str, Tensor]:
    """The same tensors under transformers' names, without what the model does not need.

    OpenAI packs query, key and value as one matrix and multiplies with its projections from the right.

    Raises:
        ModelError: not CLIP, or one with a ResNet, or only half of one.
    """
    plain = without_prefix(state, file)
    kind = kind_of(plain)
    if kind != "a CLIP" or not any("token_embedding" in name for name in plain):
        cure = "Choose one with a vision transformer." if "ResNet as" in kind else "Choose a CLIP file."
        kind = "only the picture side of a CLIP" if kind == "a CLIP" else kind
        raise ModelError(f'The file "{file}" is of {kind}, where a CLIP with a vision transformer is needed. {cure}')
    openai = "visual.conv1.weight" in plain
    out: dict[str, Tensor] = {}
    for name, value in plain.items():
        if _IGNORED.search(name):
            continue
        out.update(_from_openai(name, value) if openai else {name: value})
    return out


def _from_openai(name: str, value: Tensor) -> dict[str, Tensor]:
    key = name
    for pattern, replacement in _FROM_OPENAI:
        key, found = re.subn(pattern, replacement, name)
        if found:
            break
    if ".encoder.layers." not in key:
        return {key: value.T if name in ("visual.proj", "text_projection") and value.dim() == 2 else value}
    for theirs, ours in _IN_LAYERS:
        key = key.replace(theirs, ours)
    packed = re.search(r"\.attn\.in_proj_(weight|bias)$", key)
    if packed is None or value.dim() == 0 or value.shape[0] % 3:
        return {key: value}
    parts = value.chunk(3)
    return {f"{key[: packed.start()]}.self_attn.{p}_proj.{packed[1]}": v for p, v in zip("qkv", parts, strict=True)}
