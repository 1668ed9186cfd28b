"""Veins that branch: the borders of drawn-out cells, as wide on the surface wherever they meet it slantwise.

Zero lines of noise close into loops and swell where it is flat; borders of cells fork and join as fractures that were
healed do. Each stretch from fork to fork has a random number of its own, by which some are broad and some end blind.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .noise import displaced, identity_of, seed_within, seeds, smoothstep
from .points import Array, Points
from .spaces import Space

_TANGENT = (0.15, 0.45)
"""Share of a border's slope that lies in the surface: what is nearly tangent to it would show as rings and blots."""


class Veins(NamedTuple):
    """The vein that is nearest to n points.

    Attributes:
        distance: (n,) along the surface, metres.
        identity: (n,) random number 0..1 of its stretch between two forks.
        cell: (n, 3) random numbers 0..1 of the piece that the point is in.
        across: (n,) 1 where it runs through the surface, down to 0 where it nearly lies in it.
    """

    distance: Array
    identity: Array
    cell: Array
    across: Array


class VeinNet:
    """Nets of veins that mostly run one way.

    Args:
        rng: draws their direction and places.
        apart: distance of neighbouring veins, metres.
        along: how many times as far it is from fork to fork.
        crumpled: how far they wander, in distances; 0: they are straight.
    """

    def __init__(self, rng: np.random.Generator, apart: float, along: float = 2.6, crumpled: float = 0.3) -> None:
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        self._matrix = (turn / apart).astype(np.float32)
        self._offset = rng.uniform(-60.0, 60.0, 3).astype(np.float32)
        self._per = 1.0 / apart
        self._long = np.array((1.0, 1.0, 1.0 / along), np.float32)
        self._crumpled = crumpled

    def at(self, points: Points) -> Space:
        """What all nets of these veins lie in, in distances."""
        place = Space((self._matrix @ points.position.T + self._offset[:, None]).T, points.spacing * self._per)
        if self._crumpled == 0.0:
            return place
        # They wander at large, and break sharply in the small.
        return displaced(displaced(place, self._crumpled, 0.7), 0.25 * self._crumpled, 3.7)

    def nearest(self, space: Space, normal: Array, finer: float = 1.0) -> Veins:
        """The nearest veins at points of the surface.

        Args:
            space: from `at`.
            normal: (n, 3) unit.
            finer: how many times as dense the net is as the widest.
        """
        by = self._long * np.float32(finer)
        cells = Space(space.q * by + np.float32(7.7 * (finer - 1.0)), space.footprint * finer)
        own, other, between = _two_nearest(cells)
        slope = (self._matrix.T * by) @ (other.places() - own.places())
        steep = np.einsum("an,an->n", slope, slope)
        inside = np.maximum(steep - np.einsum("an,na->n", slope, normal) ** 2, 0.0) / np.maximum(steep, 1e-9)
        inside = np.sqrt(inside)
        cell = identity_of(own.bits)
        identity = cell[:, 0] + identity_of(other.bits)[:, 0]
        return Veins(
            between / (np.maximum(inside, np.float32(_TANGENT[0])) * np.sqrt(np.maximum(steep, 1e-9))),
            identity - np.floor(identity),
            cell,
            smoothstep(*_TANGENT, inside),
        )


class _Seeds:
    """One of the seeds around each of n points: its number among them, and its bits."""

    def __init__(self, count: int) -> None:
        self.number, self.bits = np.zeros(count, np.uint8), np.zeros(count, np.uint32)

    def take(self, number: int | NDArray[np.uint8], bits: NDArray[np.uint32], where: NDArray[np.bool_]) -> None:
        """Becomes another seed at some of the points."""
        np.copyto(self.number, number, where=where, casting="unsafe")
        np.copyto(self.bits, bits, where=where)

    def places(self) -> Array:
        """(3, n) from the corner of the point's own cell."""
        cell = np.stack((self.number % 3, self.number // 3 % 3, self.number // 9))
        places: Array = cell.astype(np.float32) + seed_within(self.bits).T
        return places


def _two_nearest(space: Space) -> tuple[_Seeds, _Seeds, Array]:
    """The nearest seed, the second nearest, and half the difference of the squared distances: of linear slope."""
    count = len(space.q)
    near, far = np.full(count, 9.0, np.float32), np.full(count, 9.0, np.float32)
    own, other = _Seeds(count), _Seeds(count)
    for number, (offsets, bits) in enumerate(seeds(space)):
        squared = offsets[0]
        squared *= squared
        for offset in offsets[1:]:
            offset *= offset
            squared += offset
        closer = squared < near
        other.take(number, bits, squared < far)
        other.take(own.number, own.bits, closer)
        own.take(number, bits, closer)
        np.minimum(far, np.maximum(near, squared), out=far)
        np.minimum(near, squared, out=near)
    return own, other, np.float32(0.5) * (far - near)
