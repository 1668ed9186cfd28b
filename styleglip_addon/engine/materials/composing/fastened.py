"""Patterns of what is fastened to a surface: studs and rows of stitches."""

from __future__ import annotations

import numpy as np

from ..points import Array, Points
from ..spaces import laid, size
from .masks import Mask, line, soft_step


def studs(rng: np.random.Generator, blend: float) -> Mask:
    """Rows of small discs, every second row moved by half; `dome` has their height."""
    width = size(rng, 0.026, 0.032)
    place = laid(rng, width, width)

    def mask(points: Points) -> Array:
        space = place(points)
        row = np.floor(space.q[:, 1])
        x = space.q[:, 0] + np.where(row % 2.0 < 0.5, np.float32(0.5), np.float32(0.0))
        away = np.hypot(x - np.floor(x) - 0.5, space.q[:, 1] - row - 0.5)
        # Rising inwards, so that what is raised by it is round.
        inside = np.clip(1.0 - (away / np.float32(0.2 * (1.0 + 0.4 * blend))) ** 2, 0.0, 1.0)
        share = max(1.0 - 2.0 * space.footprint, 0.0)
        return soft_step(0.2 - away, space.footprint) * (1.0 - share) + share * np.sqrt(inside)

    return mask


def stitches(rng: np.random.Generator, blend: float) -> Mask:
    """Two rows of stitches side by side, upright and level, as along the seams of a panel."""
    wide, step = size(rng, 0.13, 0.16), 0.0085
    place = laid(rng, wide, wide)

    def row(across: Array, along: Array, footprint: float) -> Array:
        away = np.abs(np.abs(across - np.round(across)) * np.float32(wide) - np.float32(0.004)) / np.float32(step)
        t = along * np.float32(wide / step)
        inside = np.abs(t - np.round(t))
        drawn = line(away, 0.24 * (1.0 + 0.5 * blend), footprint) * soft_step(0.36 - inside, footprint)
        return drawn

    def mask(points: Points) -> Array:
        space = place(points)
        fine = points.spacing / step
        u, v = space.q[:, 0], space.q[:, 1]
        return np.maximum(row(u, v, fine), row(v, u, fine))

    return mask
