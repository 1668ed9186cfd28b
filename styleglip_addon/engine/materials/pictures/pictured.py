"""The material of a picture: its tile laid over a part, filtered for the spacing of samples, with a little relief."""

from __future__ import annotations

import math

import numpy as np

from ...vocabulary.channels import ROUGHNESS
from ..material import Sample, Shaded
from ..points import Array, Points
from ..spaces import laid
from .tile import Tile

_SIZE = 0.3
"""Metres that a picture's longer side shows, as people photograph materials; a part's scale changes it."""

_RELIEF = 0.004
"""Height of what is white over what is black, of the tile's longer side: more often than not what is pale is higher."""

_ROUGHNESS = 0.6
_GLOSSIER = 0.15
"""By how much what is white is less rough than what is black."""

_FINEST = 2.5
"""Pixels of the tile that its finest detail has."""


def pictured(tile: Tile, rng: np.random.Generator) -> Sample:
    """A piece of what a tile shows.

    Args:
        tile: of the picture.
        rng: draws where it begins.
    """
    height, width = tile.pixels.shape[:2]
    pixel = _SIZE / max(height, width)
    place = laid(rng, width * pixel, height * pixel)
    begin = rng.uniform(0.0, 1.0, 2).astype(np.float32)

    def shader(points: Points) -> Shaded:
        q = place(points).q + begin
        found = _sampled(tile.levels, q, points.spacing / pixel)
        color = np.where(found <= 0.0031308, found * 12.92, 1.055 * np.maximum(found, 0.0) ** (1 / 2.4) - 0.055)
        lightness = found[:, 3]
        channels = {ROUGHNESS: _ROUGHNESS - _GLOSSIER * lightness}
        return Shaded(color[:, :3].astype(np.float32), _RELIEF * _SIZE * lightness, channels)

    return Sample("picture", shader, _FINEST * pixel, _SIZE / 3.0)


def _sampled(levels: tuple[Array, ...], q: Array, spacing: float) -> Array:
    """(n, 4) values of a tile's levels at places (n, 2) in tiles, u to the right and v up; trilinear (Williams 1983).

    Args:
        levels: see `Tile.levels`.
        q: places.
        spacing: distance between samples, pixels of the first level.
    """
    level = min(max(math.log2(max(spacing, 1.0)), 0.0), len(levels) - 1.0)
    first, share = int(level), np.float32(level - int(level))
    found = _bilinear(levels[first], q)
    if share > 0.0:
        found += share * (_bilinear(levels[first + 1], q) - found)
    return found


def _bilinear(image: Array, q: Array) -> Array:
    height, width = image.shape[:2]
    x, y = q[:, 0] * np.float32(width) - 0.5, -q[:, 1] * np.float32(height) - 0.5
    left, top = np.floor(x), np.floor(y)
    across, down = (x - left)[:, None], (y - top)[:, None]
    columns = [(left.astype(np.int64) + k) % width for k in (0, 1)]
    rows = [(top.astype(np.int64) + k) % height for k in (0, 1)]
    upper = image[rows[0], columns[0]] * (1.0 - across) + image[rows[0], columns[1]] * across
    lower = image[rows[1], columns[0]] * (1.0 - across) + image[rows[1], columns[1]] * across
    mixed: Array = (upper * (1.0 - down) + lower * down).astype(np.float32)
    return mixed
