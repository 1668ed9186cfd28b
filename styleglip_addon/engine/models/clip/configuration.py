"""CLIP's sizes, read off its tensors; a config.json beside them adds heads, activation and epsilon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isqrt
from pathlib import Path
from typing import Any

from torch import Tensor

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import parse_json

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


def read_json(file: Path) -> Any:
    """A JSON file's content; None where there is no file.

    Raises:
        ModelError: unreadable.
    """
    if not file.is_file():
        return None
    try:
        return parse_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f'The file "{file}" is damaged: it is not a model configuration. Fetch it again.') from error


def configured(sizes: CLIPSizes, weights: Path) -> CLIPSizes:
    """The sizes with what a config.json or open_clip_config.json beside the weights adds.

    Raises:
        ModelError: the configuration is damaged, or not this model's.
    """
    file = weights.with_name("config.json")
    data = read_json(file)
    if isinstance(data, dict) and data.get("model_type") == "clip":
        vision = _tower_settings(sizes.vision, data.get("vision_config"), file)
        text = _tower_settings(sizes.text, data.get("text_config"), file)
        return replace(sizes, vision=vision, text=text)
    file = weights.with_name("open_clip_config.json")
    data = read_json(file)
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
