"""Draws batches of part crops with their style from the shards, for the dual encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.guidance.crops.part_windows import Window, cut

from .dataset import Shard

_LEAST_PIXELS = 80
_LEAST_FILL = 0.2


@dataclass(frozen=True)
class CropConfig:
    """How crops are cut.

    Args:
        size: height and width the crops are resized to, pixels.
        masked: share of crops whose pixels outside the part are made white, as in the optimisation.
        whole: share of crops that show the part's whole box; the others are windows inside it.
    """

    size: int = 64
    masked: float = 0.7
    whole: float = 0.3


def _window(mask: np.ndarray, whole: bool, size: int, rng: np.random.Generator) -> Window:
    """A square window on the part; may leave the picture."""
    rows, columns = np.nonzero(mask)
    if whole:
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        side = int(max(bottom - top, right - left) * rng.uniform(1.0, 1.15))
        return Window(int((top + bottom - side) // 2), int((left + right - side) // 2), max(side, 8))
    pick = rng.integers(len(rows))
    side = int(rng.uniform(0.45, 1.5) * size)
    return Window(int(rows[pick] - side // 2), int(columns[pick] - side // 2), max(side, 8))


def draw_crops(
    shards: Sequence[Shard], count: int, config: CropConfig, style_index: dict[str, int], rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """A batch of crops.

    Args:
        shards: the data.
        count: crops to draw.
        style_index: number of each canonical style.

    Returns:
        crops (count, 3, size, size) sRGB in 0..1 and style numbers (count,).
    """
    crops: list[Tensor] = []
    targets: list[int] = []
    while len(crops) < count:
        shard = shards[rng.integers(len(shards))]
        row = int(rng.integers(len(shard.labels)))
        labels = shard.labels[row]
        place = _Place(shard, row, int(rng.integers(shard.styled.shape[1])), int(rng.integers(len(labels.part_names))))
        crop = _crop(place, config, rng)
        if crop is not None:
            crops.append(crop)
            targets.append(style_index[labels.styles[place.variant][place.part].style])
    return torch.stack(crops), torch.tensor(targets)


def crops_of_style(
    shards: Sequence[Shard], style: str, count: int, config: CropConfig, rng: np.random.Generator
) -> Tensor:
    """Crops of one style only.

    Args:
        shards: the data.
        style: its canonical name.
        count: crops to draw.

    Returns:
        (n, 3, size, size) sRGB in 0..1; n is `count`, or less where the data hardly show the style.
    """
    places = [
        _Place(shard, row, variant, part)
        for shard in shards
        for row, labels in enumerate(shard.labels)
        for variant, textures in enumerate(labels.styles)
        for part, texture in enumerate(textures)
        if texture.style == style
    ]
    crops: list[Tensor] = []
    for attempt in range(4 * count if places else 0):
        crop = _crop(places[attempt % len(places)], config, rng)
        if crop is not None:
            crops.append(crop)
        if len(crops) == count:
            break
    return torch.stack(crops) if crops else torch.zeros(0, 3, config.size, config.size)


@dataclass(frozen=True, eq=False)
class _Place:
    """A part in one of a sample's styled pictures."""

    shard: Shard
    row: int
    variant: int
    part: int


def _crop(place: _Place, config: CropConfig, rng: np.random.Generator) -> Tensor | None:
    """A random crop (3, size, size) of a part; None where too little of it would show."""
    labels = place.shard.labels[place.row]
    instances = np.asarray(place.shard.instances[place.row])
    parts_of = np.array((-1, *labels.instance_parts))
    mask = parts_of[np.minimum(instances, len(parts_of) - 1)] == place.part
    if int(mask.sum()) < _LEAST_PIXELS:
        return None
    image = torch.from_numpy(np.array(place.shard.styled[place.row, place.variant])).permute(2, 0, 1).float() / 255.0
    inside = torch.from_numpy(mask)[None].float()
    if rng.random() < config.masked:
        image = image * inside + (1.0 - inside)
    window = _window(mask, bool(rng.random() < config.whole), config.size, rng)
    if float(cut(inside, window, 0.0).mean()) < _LEAST_FILL and rng.random() < 0.9:
        return None
    crop = cut(image, window, 1.0)
    resized = functional.interpolate(crop[None], size=(config.size,) * 2, mode="bilinear", antialias=True)[0]
    return resized.flip(2) if rng.random() < 0.5 else resized
