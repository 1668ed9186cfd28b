"""A picture made into a tile that repeats without a seam and without the light of its photograph.

Large-scale light is taken out of the lightness. Then the picture is overlapped with itself where it fits itself best,
and cut along the path of the least difference: Efros and Freeman, "Image Quilting for Texture Synthesis and Transfer",
2001, with the whole picture as its only patch, so that bricks and boards stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..lab import color_of, lab_of
from ..points import Array

MOST_PIXELS = 512
"""Of a tile, along each side."""

_OVERLAP = 1.0 / 6.0
_SHORTEST = 0.7
"""Share of the picture that a tile keeps at least along each side."""

_LIGHT = 0.2
"""Standard deviation of what counts as light, of the picture's longer side."""

_FLATTENED = np.array((0.85, 0.5, 0.5), np.float32)
"""Share of the light that is taken out of L*, a* and b*."""

_FEATHER = 2.0
"""Pixels over which the two sides of a cut melt into each other."""


@dataclass(frozen=True, eq=False)
class Tile:
    """A picture that repeats.

    Args:
        pixels: (h, w, 3) uint8 sRGB, first row on top.
    """

    pixels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        shape, kind = np.shape(self.pixels), np.asarray(self.pixels).dtype
        if len(shape) != 3 or shape[2] != 3 or kind != np.uint8 or not 8 <= min(shape[:2]) <= max(shape[:2]) <= 512:
            raise ValueError("a tile is no picture of at most 512 pixels")

    @cached_property
    def levels(self) -> tuple[Array, ...]:
        """Linear RGB and lightness (0..1, around its mean), (h, w, 4), each level half as large as the one before."""
        color = self.pixels.astype(np.float32) / np.float32(255.0)
        lightness = lab_of(color)[..., :1] / np.float32(100.0)
        lightness -= lightness.mean()
        linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
        found = [np.concatenate((linear, lightness), axis=2).astype(np.float32)]
        while min(found[-1].shape[:2]) > 1:
            found.append(_halved(found[-1]))
        return tuple(found)


def make_tile(picture: NDArray[np.uint8]) -> Tile:
    """The tile of a picture.

    Args:
        picture: (H, W, 3) uint8 sRGB, at least 32 pixels along each side.
    """
    factor = -(-max(picture.shape[:2]) // MOST_PIXELS)
    height, width = (side // factor * factor for side in picture.shape[:2])
    blocks = picture[:height, :width].astype(np.float32) / np.float32(255.0)
    small = blocks.reshape(height // factor, factor, width // factor, factor, 3).mean(axis=(1, 3))
    flat = _without_light(small)
    wrapped = _wrapped(_wrapped(flat, closed=False).transpose(1, 0, 2), closed=True).transpose(1, 0, 2)
    return Tile(np.ascontiguousarray(np.clip(wrapped * 255.0 + 0.5, 0.0, 255.0).astype(np.uint8)))


def _without_light(color: Array) -> Array:
    """The picture with what changes slowly over it taken out."""
    lab = lab_of(color)
    slow = _blurred(lab, _LIGHT * max(color.shape[:2]))
    return color_of(lab - _FLATTENED * (slow - lab.mean(axis=(0, 1))))


def _blurred(values: Array, deviation: float) -> Array:
    """Gaussian blur of (h, w, C), mirrored at the borders."""
    mirrored = np.concatenate((values, values[:, ::-1]), axis=1)
    mirrored = np.concatenate((mirrored, mirrored[::-1]), axis=0)
    height, width = mirrored.shape[:2]
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    passed = np.exp(-2.0 * (np.pi * deviation) ** 2 * (down**2 + across**2))[..., None]
    whole = np.fft.irfft2(np.fft.rfft2(mirrored, axes=(0, 1)) * passed, s=(height, width), axes=(0, 1))
    blurred: Array = whole[: values.shape[0], : values.shape[1]].astype(np.float32)
    return blurred


def _wrapped(image: Array, closed: bool) -> Array:
    """The picture shortened so that its right end continues at its left.

    Args:
        image: (h, w, 3).
        closed: whether its last row continues at the first, as the cut then has to.
    """
    width = image.shape[1]
    overlap = max(int(width * _OVERLAP), 4)
    left = image[:, :overlap]
    lengths = range(max(int(width * _SHORTEST), overlap + 1), width - overlap + 1)
    step = max(image.shape[0] // 128, 1)
    # Of lengths that fit about as well the longest: it repeats least often.
    unlike = [
        float(((image[::step, n : n + overlap] - left[::step]) ** 2).mean()) * (1.5 - 0.5 * n / width) for n in lengths
    ]
    length = lengths[int(np.argmin(unlike))]
    right = image[:, length : length + overlap]
    path = _least_path(((left - right) ** 2).sum(axis=2), closed)
    share = np.clip((np.arange(overlap)[None] - path[:, None]) / _FEATHER + 0.5, 0.0, 1.0)[..., None]
    wrapped = image[:, :length].copy()
    wrapped[:, :overlap] = right * (1.0 - share) + left * share
    return wrapped


def _least_path(cost: Array, closed: bool) -> NDArray[np.int64]:
    """(h,) columns of the path from top to bottom of (h, w) along which the cost is least, a column a row at most."""
    height, width = cost.shape
    whole = np.concatenate((cost, cost, cost)) if closed else cost
    total = whole.astype(np.float64)
    for row in range(1, len(total)):
        above = np.pad(total[row - 1], 1, constant_values=np.inf)
        total[row] += np.minimum(np.minimum(above[:-2], above[1:-1]), above[2:])
    path = np.zeros(len(total), np.int64)
    path[-1] = int(total[-1].argmin())
    for row in range(len(total) - 2, -1, -1):
        first = max(path[row + 1] - 1, 0)
        path[row] = first + int(total[row, first : min(path[row + 1] + 2, width)].argmin())
    return path[height : 2 * height] if closed else path


def _halved(image: Array) -> Array:
    """Half as large, each pixel the mean of those it stands for; an odd last one counts with its neighbour."""
    height, width = (max(side // 2, 1) for side in image.shape[:2])
    rows = np.add.reduceat(image, np.arange(height) * 2, axis=0)
    rows /= np.diff(np.append(np.arange(height) * 2, image.shape[0]))[:, None, None]
    both = np.add.reduceat(rows, np.arange(width) * 2, axis=1)
    halved: Array = (both / np.diff(np.append(np.arange(width) * 2, image.shape[1]))[None, :, None]).astype(np.float32)
    return halved
