"""Straight scratches: what sliding things leave on hard surfaces."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .noise import random_of, smoothstep
from .points import Array, Points
from .spaces import size

_APART = 5.0
"""Length of a scratch over the distance between neighbours."""

_FAINTEST = 8.0
"""Times its width that a scratch is drawn at; where samples want more it is left away."""


def scratches(
    rng: np.random.Generator, length: tuple[float, float], width: float, directions: int
) -> Callable[[Points], Array]:
    """How deep the scratches are (n,), 0..1, of which most are faint.

    One lies in each cell of a turned grid on the surface. Where samples lie further apart than a scratch is wide, it is
    drawn wider and fainter by the same factor.

    Args:
        rng: draws directions and places.
        length: range of the scratches' lengths, metres.
        width: of a scratch, metres.
        directions: how many grids there are, each turned its own way.
    """
    grids = tuple(
        (rng.uniform(0.0, math.pi), size(rng, *length), rng.uniform(-60.0, 60.0, 2)) for _ in range(directions)
    )

    def depth_at(points: Points) -> Array:
        total = np.zeros(len(points), np.float32)
        drawn = max(width, 0.7 * points.spacing)
        if drawn > _FAINTEST * width:
            return total
        for angle, long, offset in grids:
            turned = points.uv @ np.array(
                ((math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))), np.float32
            )
            v = turned[:, 1] * np.float32(_APART / long) + np.float32(offset[1])
            row = np.floor(v)
            u = turned[:, 0] * np.float32(1.0 / long) + np.float32(offset[0]) + 7.0 * random_of(row)
            column = np.floor(u)
            middle, slope, depth = (random_of(row, column, np.full_like(row, k)) for k in range(3))
            along, across = u - column - 0.5, v - row - 0.5
            # With its slope it stays within half of the cell's height: no scratch is cut off by its cell.
            apart = np.abs(across - 0.5 * (middle - 0.5) - (slope - 0.5) * along) * np.float32(long / _APART)
            line = smoothstep(drawn, 0.0, apart) * smoothstep(0.5, 0.2, np.abs(along))
            total = np.maximum(total, line * depth * depth)
        return total * np.float32(width / drawn)

    return depth_at
