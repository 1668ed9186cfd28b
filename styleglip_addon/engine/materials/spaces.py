"""Where a material sits in its part: random offsets and turns, and coordinates counted in features of the material.

A `Space` is what all noise and all patterns are functions of: coordinates in features (1 = one feature), together
with the distance between samples in the same unit, so that they leave away what samples cannot carry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .points import Array, Points


@dataclass(frozen=True, eq=False)
class Space:
    """Coordinates of n points, counted in features.

    Args:
        q: (n, D) float32, D = 2 or 3; fastest if it lies axis by axis in memory.
        footprint: distance between neighbouring samples, in features.
    """

    q: Array
    footprint: float

    def part(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Space:
        """Some of the points."""
        whole = np.flatnonzero(rows) if rows.dtype == bool else rows
        return Space(self.q.T.take(whole, axis=1).T, self.footprint)

    def finer(self, factor: float, offset: float = 0.0) -> Space:
        """The same with features smaller by a factor, moved by an offset along every axis."""
        return Space(self.q * np.float32(factor) + np.float32(offset), self.footprint * factor)

    def stretched(self, *factors: float) -> Space:
        """Axis by axis finer (above 1) or longer (below 1): grain along z is `stretched(1, 1, 0.05)`."""
        return Space(self.q * np.array(factors, np.float32), self.footprint * max(factors))

    def moved(self, by: Array) -> Space:
        """Moved by (n, D) or (D,)."""
        return Space((self.q + by).astype(np.float32, copy=False), self.footprint)


Place = Callable[[Points], Space]


def size(rng: np.random.Generator, low: float, high: float) -> float:
    """A random feature size between two, metres; even on a logarithmic scale."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def solid(rng: np.random.Generator, low: float, high: float, turned: bool = True) -> Place:
    """The space that a solid material is carved from; features between `low` and `high` metres.

    Args:
        rng: draws size, offset and turn.
        low, high: range of the feature size.
        turned: whether it is turned at random; else z stays along the part: for grain, layers and rings.
    """
    frequency, offset = np.float32(1.0 / size(rng, low, high)), _offset(rng, 3)
    rotation = np.linalg.qr(rng.normal(size=(3, 3)))[0] if turned else np.eye(3)
    matrix = (rotation * frequency).astype(np.float32)

    def place(points: Points) -> Space:
        q = matrix @ points.position.T
        q += offset[:, None]
        return Space(q.T, points.spacing * float(frequency))

    return place


def laid(rng: np.random.Generator, width: float, height: float, turn: float = 0.0) -> Place:
    """The surface in tiles of `width` times `height` metres, one unit each, u around and v along the part.

    Where u closes on itself, the tiles are widened so that a whole even number of them goes around (even: patterns
    that alternate must meet, too). With a turn, in radians, whole numbers around are only kept for `turn = 0`.
    """
    offset, footprint = np.floor(_offset(rng, 2)), 1.0 / min(width, height)
    cosine, sine = np.float32(math.cos(turn)), np.float32(math.sin(turn))
    per = np.array([1.0 / width, 1.0 / height], np.float32)

    def place(points: Points) -> Space:
        u, v = points.uv.T
        if turn:
            q = np.stack((u * cosine - v * sine, u * sine + v * cosine))
            q *= per[:, None]
        else:
            q = points.uv.T * per[:, None]
            closed = points.around > 0.0
            if closed.any():
                length = np.where(closed, points.around, np.float32(1.0))
                q[0] = np.where(closed, u / length * count_around(points, width), q[0])
        q += offset[:, None]
        return Space(q.T, points.spacing * footprint)

    return place


def count_around(points: Points, width: float) -> Array:
    """(n,) whole even number of units of `width` metres in which `laid` closes around a part; 0 where u is open.

    A pattern whose units differ from each other counts them modulo this, so that the unit on the seam is one.
    """
    around = points.around
    count: Array = np.where(around > 0.0, np.maximum(np.round(around * (0.5 / width)), 1.0) * 2.0, 0.0)
    return count.astype(np.float32)


def counted(column: Array, count: Array) -> Array:
    """Whole numbers of units (n,), the same again after `count_around` where that closes."""
    turns = np.floor(column / np.maximum(count, 1.0))
    return np.where(count > 0.0, column - turns * count, column).astype(np.float32)


def rolled(rng: np.random.Generator, width: float, height: float) -> Place:
    """The surface for noise with features of `width` (u) times `height` (v) metres that has no seam where u closes.

    Three coordinates: the surface rolled up to a cylinder of its own length around, or left flat where it is open.
    """
    offset, footprint = _offset(rng, 3), 1.0 / min(width, height)
    per = np.array([1.0 / width, 1.0 / width, 1.0 / height], np.float32)

    def place(points: Points) -> Space:
        u, v = points.uv.T
        closed = points.around > 0.0
        if closed.any():
            radius = np.where(closed, points.around, np.float32(1.0)) * np.float32(0.5 / math.pi)
            angle = u / radius
            x = np.where(closed, radius * np.cos(angle), u)
            y = np.where(closed, radius * np.sin(angle), np.float32(0.0))
        else:
            x, y = u, np.zeros_like(u)
        q = np.stack((x, y, v)) * per[:, None]
        q += offset[:, None]
        return Space(q.T, points.spacing * footprint)

    return place


def _offset(rng: np.random.Generator, dimensions: int) -> Array:
    return rng.uniform(-60.0, 60.0, dimensions).astype(np.float32)
