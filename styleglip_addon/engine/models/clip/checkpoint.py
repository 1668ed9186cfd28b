"""CLIP's weights and sizes from any of its layouts: transformers' (hub) and OpenAI's own, which OpenCLIP shares.

Sizes are read off the tensors; a config.json beside them adds what shapes do not tell (heads, activation, epsilon).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isqrt
from pathlib import Path
from typing import Any

from torch import Tensor

from ...vocabulary.errors import ModelError
from ..files.weight_files import kind_of, read_tensors, without_prefix

PIXEL_MEAN = (0.48145466, 0.4578275, 0.40821073)
PIXEL_STD = (0.26862954, 0.26130258, 0.27577711)

_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "open_clip_model.safetensors", "open_clip_pytorch_model.bin")
_SUFFIXES = (".safetensors", ".bin", ".pt", ".pth")
_ACTIVATIONS = ("quick_gelu", "gelu")
_HEAD_WIDTH = 64
"""Of every released CLIP: a tower of width w has w / 64 heads."""


@dataclass(frozen=True)
class TowerSizes:
    """Sizes of one side's transformer.

    Args:
        width, layers, heads, intermediate: as in any transformer.
        activation: "quick_gelu" (OpenAI's models) or "gelu".
        epsilon: of the layer norms.
    """

    width: int
    layers: int
    heads: int
    intermediate: int
    activation: str = "quick_gelu"
    epsilon: float = 1e-5


@dataclass(frozen=True)
class CLIPSizes:
    """Every size of a CLIP model with a vision transformer.

    Args:
        vision, text: the two towers.
        patch: side of a patch, pixels.
        grid: patches along a side of the picture.
        vocabulary: tokens it knows.
        positions: longest text in tokens.
        embedding: width of the joint embedding.
    """

    vision: TowerSizes
    text: TowerSizes
    patch: int
    grid: int
    vocabulary: int
    positions: int
    embedding: int

    @property
    def image_size(self) -> int:
        """Height and width of the pictures it wants, pixels."""
        return self.patch * self.grid

    @property
    def name(self) -> str:
        """As in messages, e.g. "CLIP ViT/32, 768 wide"."""
        return f"CLIP ViT/{self.patch}, {self.vision.width} wide"


@dataclass(frozen=True, eq=False)
class CLIPCheckpoint:
    """A CLIP model as read.

    Args:
        file: where the weights are from.
        sizes: read off the tensors and the configuration.
        tensors: by transformers' names.
        pixel_mean, pixel_std: per colour channel, of pictures in 0..1.
    """

    file: Path
    sizes: CLIPSizes
    tensors: dict[str, Tensor]
    pixel_mean: tuple[float, ...] = PIXEL_MEAN
    pixel_std: tuple[float, ...] = PIXEL_STD


def read_clip(path: Path) -> CLIPCheckpoint:
    """Reads a folder from the hub, or a file: safetensors, .bin or .pt in transformers' or OpenAI's layout.

    Raises:
        ModelError: missing, damaged, unsafe or of another model.
    """
    file = _weights_file(path)
    tensors = hub_tensors(read_tensors(file), file)
    sizes = _configured(sizes_of(tensors, file), file)
    mean, std = _pixel_statistics(file.with_name("preprocessor_config.json"))
    return CLIPCheckpoint(file, sizes, tensors, mean, std)


def _weights_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in _WEIGHTS:
        if (path / name).is_file():
            return path / name
        if (path / f"{name}.index.json").is_file():
            raise ModelError(f'The model in "{path}" is split over several files. Choose one that is a single file.')
    try:
        found = sorted(p for p in path.iterdir() if p.suffix in _SUFFIXES and p.is_file())
    except OSError as error:
        raise ModelError(f'The folder "{path}" cannot be read ({error.strerror}). Choose another one.') from error
    if len(found) != 1:
        raise ModelError(
            f'The folder "{path}" holds {len(found)} model files where one is expected. Choose the file itself.'
        )
    return found[0]


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


def sizes_of(tensors: Mapping[str, Tensor], file: Path) -> CLIPSizes:
    """A model's sizes from its tensors' shapes; heads and activation as in OpenAI's models.

    Raises:
        ModelError: a tensor that tells a size is missing, or has a shape that makes no sense.
    """

    def shape(key: str, dimensions: int) -> tuple[int, ...]:
        if key not in tensors:
            raise ModelError(f'The CLIP file "{file}" has no tensor "{key}". It is cut short or of another model.')
        found = tuple(tensors[key].shape)
        if len(found) != dimensions or not all(0 < n <= 1 << 20 for n in found):
            raise ModelError(f'The tensor "{key}" of the model file "{file}" has shape {found}, which is not CLIP\'s.')
        return found

    def tower(side: str, width: int) -> TowerSizes:
        layers = {int(m[1]) for key in tensors if (m := re.match(rf"{side}\.encoder\.layers\.(\d{{1,4}})\.", key))}
        intermediate = shape(f"{side}.encoder.layers.0.mlp.fc1.weight", 2)[0]
        return TowerSizes(width, max(layers) + 1, max(1, width // _HEAD_WIDTH), intermediate)

    width, _, patch, _ = shape("vision_model.embeddings.patch_embedding.weight", 4)
    cells = shape("vision_model.embeddings.position_embedding.weight", 2)[0] - 1
    vocabulary, text_width = shape("text_model.embeddings.token_embedding.weight", 2)
    sizes = CLIPSizes(
        vision=tower("vision_model", width),
        text=tower("text_model", text_width),
        patch=patch,
        grid=isqrt(cells),
        vocabulary=vocabulary,
        positions=shape("text_model.embeddings.position_embedding.weight", 2)[0],
        embedding=shape("visual_projection.weight", 2)[0],
    )
    layers = max(sizes.vision.layers, sizes.text.layers)
    if sizes.grid**2 != cells or sizes.grid == 0 or sizes.image_size > 2048 or layers > 256:
        raise ModelError(f'The sizes of the model file "{file}" are not those of a CLIP. Choose another file.')
    return sizes


def _json(file: Path) -> Any:
    """A JSON file's content; None where there is no file.

    Raises:
        ModelError: unreadable.
    """
    if not file.is_file():
        return None
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f'The file "{file}" is damaged: it is not a model configuration. Fetch it again.') from error


def _configured(sizes: CLIPSizes, weights: Path) -> CLIPSizes:
    """The sizes with what a config.json or open_clip_config.json beside the weights adds.

    Raises:
        ModelError: the configuration is damaged, or not this model's.
    """
    file = weights.with_name("config.json")
    data = _json(file)
    if isinstance(data, dict) and data.get("model_type") == "clip":
        vision = _tower_settings(sizes.vision, data.get("vision_config"), file)
        text = _tower_settings(sizes.text, data.get("text_config"), file)
        return replace(sizes, vision=vision, text=text)
    file = weights.with_name("open_clip_config.json")
    data = _json(file)
    if isinstance(data, dict) and isinstance(model := data.get("model_cfg"), dict):
        # OpenCLIP's own models use the exact GELU unless they say otherwise; OpenAI's files come without this one.
        activation = "quick_gelu" if model.get("quick_gelu") is True else "gelu"
        vision, text = replace(sizes.vision, activation=activation), replace(sizes.text, activation=activation)
        return replace(sizes, vision=vision, text=text)
    return sizes


def _tower_settings(tower: TowerSizes, data: Any, file: Path) -> TowerSizes:
    settings = data if isinstance(data, dict) else {}
    heads = settings.get("num_attention_heads", tower.heads)
    activation = settings.get("hidden_act", "quick_gelu")
    epsilon = settings.get("layer_norm_eps", 1e-5)
    for key, ours in (("hidden_size", tower.width), ("num_hidden_layers", tower.layers)):
        if settings.get(key, ours) != ours:
            raise ModelError(f'"{key}" in the file "{file}" is not that of the model beside it ({ours}).')
    if type(heads) is not int or heads < 1 or tower.width % heads:
        raise ModelError(f'"num_attention_heads" in the file "{file}" does not divide the width {tower.width}.')
    if activation not in _ACTIVATIONS:
        raise ModelError(f'"hidden_act" in the file "{file}" must be one of {", ".join(_ACTIVATIONS)}.')
    if not isinstance(epsilon, float) or not 0.0 < epsilon < 1.0:
        raise ModelError(f'"layer_norm_eps" in the file "{file}" must lie in 0..1.')
    return replace(tower, heads=heads, activation=activation, epsilon=epsilon)


def _pixel_statistics(file: Path) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and standard deviation of the pixels: a preprocessor_config.json's, else OpenAI's.

    Raises:
        ModelError: the file is damaged.
    """
    data = _json(file)
    if not isinstance(data, dict) or "image_mean" not in data:
        return PIXEL_MEAN, PIXEL_STD
    values = []
    for key, least in (("image_mean", -1.0), ("image_std", 1e-3)):
        numbers = data.get(key)
        if not isinstance(numbers, list) or len(numbers) != 3:
            raise ModelError(f'"{key}" in the file "{file}" must be three numbers.')
        if not all(isinstance(n, int | float) and least <= n <= 10.0 for n in numbers):
            raise ModelError(f'"{key}" in the file "{file}" must be three numbers.')
        values.append(tuple(float(n) for n in numbers))
    return values[0], values[1]
