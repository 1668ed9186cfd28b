"""Long flat pieces strewn over a surface, layer over layer: wood strands, straw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...noise import random_of
from ...points import Array
from ...spaces import Space


class Strands(NamedTuple):
    """The topmost strand at n points: (n,) each.

    Attributes:
        along, across: place on it, in widths.
        edge: distance to its edge, in widths.
        number, second: random numbers of the strand, 0..1.
        layer: which layer it lies in, 0 at the bottom.
    """

    along: Array
    across: Array
    edge: Array
    number: Array
    second: Array
    layer: Array


def strewn(spaces: Sequence[Space], slender: float, share: float = 0.5) -> Strands:
    """Strands of unequal widths and lengths in loose rows, layer over layer.

    Args:
        spaces: of each layer, turned as it lies, one row per unit along the second axis; the lowest covers all.
        slender: width by length of a strand.
        share: of the strands of a layer that are there, 0..1.
    """
    count = len(spaces[0].q)
    values = [np.zeros(count, np.float32) for _ in range(6)]
    for layer, space in enumerate(spaces):
        row = np.floor(space.q[:, 1])
        start = space.q[:, 0] * np.float32(slender) + 7.0 * random_of(row, np.full_like(row, layer))
        piece = np.floor(start)
        number, second = random_of(piece, row + 31.0 * layer), random_of(piece + 53.0, row, np.full_like(row, layer))
        along = (start - piece - 0.5) * np.float32(1.0 / slender)
        across = space.q[:, 1] - row - 0.5 - 0.3 * (second - 0.5) + 0.1 * (number - 0.5) * along
        long, wide = (0.35 + 0.15 * second) / slender, 0.22 + 0.25 * number
        # Strands split along the grain: their ends are slanted, their sides straight.
        edge = np.minimum(wide - np.abs(across), long - np.abs(along + (second - 0.5) * 2.0 * across))
        there = random_of(piece + 17.0, row, np.full_like(row, layer)) < share
        found = (edge > 0.0) & there | (layer == 0)
        new = (along, across, np.maximum(edge, 0.0), number, second, np.full(count, layer, np.float32))
        values = [np.where(found, a, b).astype(np.float32) for a, b in zip(new, values, strict=True)]
    return Strands(*values)
