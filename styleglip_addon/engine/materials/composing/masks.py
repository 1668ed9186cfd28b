"""Where things lie on a surface: growth from recesses and from below, what falls from above, lines with a width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ..noise import displaced, fractal, gradient_noise, smoothstep
from ..points import Array, Points
from ..spaces import Space, solid

Mask = Callable[[Points], Array]


@dataclass(frozen=True)
class Liking:
    """What a growth likes: weights in deviations of its noise.

    Args:
        recess: corners and hollows (negative: outer edges).
        up: what looks upwards.
        low: what is near the ground.
        sharp: how hard its border is, 1 soft .. 8 hard.
        ragged: share of fine noise in the border.
    """

    recess: float = 0.0
    up: float = 0.0
    low: float = 0.0
    sharp: float = 3.0
    ragged: float = 0.5


def growth(rng: np.random.Generator, size: float, amount: float, blend: float, liking: Liking) -> Mask:
    """Patches with a noisy border that like some places more than others.

    Args:
        rng: places them.
        size: of a patch, metres.
        amount: share of an ordinary thing that they cover, 0..1.
        blend: more (above 0) or less of them; 1 covers nearly all.
        liking: where they are.
    """
    place = solid(rng, 0.8 * size, 1.2 * size)
    deviation = (1.0 + liking.ragged**2 + liking.up**2 / 3.0) ** 0.5
    edge = -NormalDist(0.0, deviation).inv_cdf(min(max(amount, 0.02), 0.98)) - 2.0 * deviation * blend
    soft = 1.0 / liking.sharp

    def mask(points: Points) -> Array:
        space = place(points)
        score = fractal(displaced(space, 0.3), 3) / np.float32(0.35)
        score += np.float32(liking.ragged / 0.35) * fractal(space.finer(6.0, 7.7), 3, 0.65)
        score += liking.recess * points.recess + liking.up * points.upward
        if liking.low:
            score += np.float32(liking.low) * (np.exp(-points.level / np.float32(0.12)) - np.float32(0.25))
        return smoothstep(edge - soft, edge + soft, score)

    return mask


def fallen(rng: np.random.Generator, amount: float, blend: float, soft: float) -> Mask:
    """What fell from above and stayed where the surface looks up, with a noisy border.

    Args:
        rng: places the border.
        amount: 0 the flattest places .. 1 all but what looks down.
        blend: more (above 0) or less.
        soft: width of the border, as a cosine.
    """
    place = solid(rng, 0.03, 0.05)
    edge = 0.85 - 0.85 * amount - blend

    def mask(points: Points) -> Array:
        space = place(points)
        noise = fractal(space, 4, 0.55)
        height = points.upward + np.float32(0.5) * noise + np.float32(0.4) * np.maximum(points.recess, 0.0)
        return smoothstep(edge - soft, edge + soft, height)

    return mask


def line(distance: Array, width: float, footprint: float) -> Array:
    """Coverage (n,) of a line: 1 within half its width, as far as samples `footprint` apart carry it.

    Args:
        distance: (n,) to the line's middle.
        width: of the line, in the same unit.
        footprint: distance between samples, in the same unit.
    """
    wide = max(width, 0.9 * footprint)
    covered = smoothstep(0.75 * wide, 0.25 * wide, distance)
    return covered * np.float32(min(width / wide, 1.0))


def contour(space: Space, width: float, octaves: int = 2) -> Array:
    """Lines (n,) 0..1 along the zero places of displaced noise: veins; width in features."""
    moved = displaced(space, 0.6, 0.7)
    noise = gradient_noise(moved)
    for octave in range(1, octaves):
        noise = noise + np.float32(0.45**octave) * gradient_noise(moved.finer(2.1**octave, 11.3 * octave))
    # Noise rises by about one per feature where it is zero.
    return line(np.abs(noise), width, space.footprint)
