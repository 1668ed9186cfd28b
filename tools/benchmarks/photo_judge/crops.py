"""Crops of photographs and of renders as the photo judge sees them, and their features."""

from __future__ import annotations

import math

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .efficientnet import SIZE, EfficientNetLite0

_AT_ONCE = 16


def random_crops(picture: Image.Image, count: int, rng: np.random.Generator) -> Tensor:
    """(count, 3, SIZE, SIZE) sRGB in 0..1: windows of many sizes, turned a little, mirrored, in other light."""
    return torch.stack([_random_crop(picture, rng) for _ in range(count)])


def _random_crop(picture: Image.Image, rng: np.random.Generator) -> Tensor:
    least = min(picture.size)
    side = least * math.exp(rng.uniform(math.log(0.45), 0.0))
    turn = rng.uniform(-0.25, 0.25) if rng.random() < 0.5 else 0.0
    # A turned window must stay within the picture.
    side = min(side, least / (abs(math.cos(turn)) + abs(math.sin(turn))))
    reach = side * (abs(math.cos(turn)) + abs(math.sin(turn))) / 2.0
    x, y = (rng.uniform(reach, max(extent - reach, reach)) for extent in picture.size)
    cosine, sine = side / SIZE * math.cos(turn), side / SIZE * math.sin(turn)
    half = SIZE / 2.0
    mirrored = -1.0 if rng.random() < 0.5 else 1.0
    matrix = (
        cosine * mirrored,
        -sine,
        x - half * (cosine * mirrored - sine),
        sine * mirrored,
        cosine,
        y - half * (sine * mirrored + cosine),
    )
    small = _shrunk(picture, matrix, side)
    values = np.asarray(small, np.float32) / 255.0
    # Light: exposure, contrast, a slight cast.
    exposure, gamma = rng.uniform(0.75, 1.3), math.exp(rng.uniform(-0.25, 0.25))
    cast = rng.uniform(0.93, 1.07, 3).astype(np.float32)
    lit = np.clip(np.clip(values, 0.0, 1.0) ** gamma * exposure * cast, 0.0, 1.0)
    return torch.from_numpy(np.ascontiguousarray(lit.transpose(2, 0, 1).astype(np.float32)))


def _shrunk(picture: Image.Image, matrix: tuple[float, ...], side: float) -> Image.Image:
    """The window at the judge's size; a large one is drawn larger first, so that it is not aliased."""
    factor = max(1, round(side / SIZE))
    finer = tuple(value if index in (2, 5) else value / factor for index, value in enumerate(matrix))
    drawn = picture.transform((SIZE * factor, SIZE * factor), Image.Transform.AFFINE, finer, Image.Resampling.BICUBIC)
    return drawn if factor == 1 else drawn.resize((SIZE, SIZE), Image.Resampling.BOX)


@torch.no_grad()
def features_of(network: EfficientNetLite0, crops: Tensor) -> Tensor:
    """(n, FEATURES) of crops (n, 3, SIZE, SIZE)."""
    return torch.cat([network(batch.contiguous(memory_format=torch.channels_last)) for batch in crops.split(_AT_ONCE)])
