"""Grain as one sees it from near: sand, pores and grit down to a few tenths of a millimetre.

From where samples cannot carry it, it costs nothing and leaves the coarsest grain alone.
"""

from __future__ import annotations

import numpy as np

from .noise import cells, gradient_noise, kept, smoothstep
from .points import Array
from .spaces import Space

_FINER = ((2.7, 0.8, 5.3), (7.1, 0.65, 11.9))
"""Of the grains on grains: how much smaller they are, their strength, an offset."""


def gritty(space: Space) -> Array:
    """Grain (n,) of one unit with finer grain on it: as `gradient_noise` from afar, crisp from near."""
    grain = gradient_noise(space)
    for factor, share, offset in _FINER:
        finer = space.finer(factor, offset)
        if kept(finer.footprint) > 0.0:
            grain += np.float32(share) * gradient_noise(finer)
    return grain


def sand_grains(space: Space) -> Array:
    """Single grains of about one unit, each with its own tone: (n,) about -0.5..0.5, 0 where samples lose them."""
    share = kept(space.footprint)
    if share == 0.0:
        return np.zeros(len(space.q), np.float32)
    grain = cells(space)
    tone: Array = np.float32(share) * (grain.identity[:, 0] - 0.5 - 0.2 * smoothstep(0.2, 0.0, grain.border))
    return tone


def pinholes(space: Space, amount: float = 0.5) -> Array:
    """Small pits (n,) 0..1 of uneven outlines, about one per unit; `amount` 0 none .. 1 many."""
    share = kept(space.footprint)
    if share == 0.0:
        return np.zeros(len(space.q), np.float32)
    low = 0.62 - 0.25 * amount
    return np.float32(share) * smoothstep(low, low + 0.14, gradient_noise(space))
