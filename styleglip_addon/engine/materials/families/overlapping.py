"""Rounded pieces in rows, each row over the one below: which piece a point is on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..noise import random_of
from ..pieces import laid_there
from ..points import Array, Points
from ..spaces import Space


class Overlap(NamedTuple):
    """The topmost of overlapping rounded pieces at n points: (n,) each.

    Attributes:
        radius: 0 at its middle, 1 at its rim.
        x: across it from its middle line, -0.5..0.5 of its width.
        y: down from its upper end, in parts of the rows' distance times two.
        number, second: its random numbers, 0..1.
        covers: 1 where there is one.
    """

    radius: Array
    x: Array
    y: Array
    number: Array
    second: Array
    covers: Array


def overlapping(points: Points, space: Space, count: Array, width: float) -> Overlap:
    """Rows half a unit apart, each hanging over the row below and shifted by half a piece.

    Args:
        points: n points; `Points.growing` says which pieces are there.
        space: of the points; one piece per unit along the first axis, two rows per unit along the second.
        count: (n,) whole number of pieces around the part, 0 where it is open.
        width: of a piece, metres; as much is a unit along the second axis.
    """
    u, v = space.q[:, 0], space.q[:, 1]
    values = [np.ones(len(u), np.float32)] + [np.zeros(len(u), np.float32) for _ in range(5)]
    lowest = np.floor(v * 2.0)
    for step in (-1.0, 0.0, 1.0, 2.0):
        row = lowest + step
        shifted = u + 0.5 * (row % 2.0)
        column = np.floor(shifted)
        own = np.where(count > 0.0, column % np.maximum(count, 1.0), column)
        x, y = shifted - column - 0.5, row * 0.5 + 0.5 - v
        radius = np.hypot(x, np.maximum(y - 0.4, 0.0)) / 0.5
        covers = (radius < 1.0) & (y > -0.5)
        there = laid_there(points, (own, row, count), width, 0.5 * width)
        if there is not None:
            # Where those above are missing, its upper end is seen: round.
            covers &= there & (np.hypot(x / 0.5, np.minimum(y + 0.1, 0.0) / 0.4) < 1.0)
        found = (radius, x, y, random_of(row, own), random_of(own + 71.0, row), np.ones_like(x))
        values = [np.where(covers, a, b).astype(np.float32) for a, b in zip(found, values, strict=True)]
    return Overlap(*values)
