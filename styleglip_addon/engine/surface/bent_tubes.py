"""Bent tubes: armrests, handles, hoses. Their length runs along a centre line, around which they are like columns.

The line goes through the middles of the rings at equal distance, over the surface, from one end; the axes across it
are carried along without turning around it (rotation minimising frames, Bishop 1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from .revolution import Samples, across_axes, skew
from .topology import Floats, Ints

_LEAST_FACES = 80
_RINGS = 40

_SLENDER = 9.0
"""Least length, in radii."""

_AGREES = 0.35
_LEAST_AGREEING = 0.86
_UNEVEN = 0.4
"""Sine between normal and the plane through the line; share of the surface that agrees; deviation per radius."""

_SECTORS = 12
_ROUNDS = 2


@dataclass(frozen=True, eq=False)
class BentTube:
    """A centre line with axes across, at m evenly spaced places.

    Args:
        center: (m, 3).
        axes: (m, 3, 3) rows x and y across, z along.
        step: distance between neighbouring places.
        radius: mean distance of the surface from the line.
    """

    center: Floats
    axes: Floats
    step: float
    radius: float

    def along(self, points: Floats) -> Floats:
        """(n,) length along the line up to where it is nearest to points (n, 3)."""
        return _Line(self.center).along(points)

    def local(self, points: NDArray[np.floating], along: NDArray[np.floating]) -> tuple[Floats, Floats]:
        """Where points (n, 3) lie across the line at lengths (n,) along it: (n, 2), and the axes there, (n, 3, 3)."""
        place = np.clip(along / self.step, 0.0, len(self.center) - 1.001)
        index = place.astype(np.int64)
        share = (place - index)[:, None]
        center = self.center[index] * (1.0 - share) + self.center[index + 1] * share
        axes = self.axes[index] * (1.0 - share[..., None]) + self.axes[index + 1] * share[..., None]
        return np.einsum("nij,nj->ni", axes[:, :2], points - center), axes


def find_bent_tube(piece: Samples, pairs: Ints, up: Floats, most: int) -> BentTube | None:
    """The tube that a piece is; None where it is none.

    Args:
        piece: all n triangles of it.
        pairs: (a, 2) of them that are adjacent.
        up: (3,) unit: the line runs upwards rather than downwards.
        most: number of samples that it is tested with.
    """
    count = len(piece.area)
    if count < _LEAST_FACES or not len(pairs):
        return None
    length = np.linalg.norm(piece.position[pairs[:, 0]] - piece.position[pairs[:, 1]], axis=1)
    graph = sparse.coo_matrix((np.maximum(length, 1e-12), (pairs[:, 0], pairs[:, 1])), shape=(count, count)).tocsr()
    start = int(np.argmax(np.linalg.norm(piece.position - piece.area @ piece.position, axis=1)))
    for _ in range(2):
        along = csgraph.dijkstra(graph, directed=False, indices=start)
        reached = np.isfinite(along)
        if piece.area[reached].sum() < 0.9:
            return None
        along = np.where(reached, along, 0.0)
        start = int(np.argmax(along))
    samples = piece.fewer(most)
    found = None
    for step in range(1 + _ROUNDS):
        center = _line(piece, along)
        if center is None:
            return None
        found = _Line(center if (center[-1] - center[0]) @ up >= 0.0 else center[::-1])
        if found.agreement(samples) < (0.5 * _LEAST_AGREEING if step < _ROUNDS else _LEAST_AGREEING):
            return None
        along = found.along(piece.position)
    return None if found is None else found.tube(samples)


def _line(piece: Samples, along: Floats) -> Floats | None:
    """(m, 3) evenly spaced places on the line through the middles of rings."""
    low, high = float(along.min()), float(along.max())
    ring = np.clip(((along - low) / max(high - low, 1e-30) * _RINGS).astype(np.int64), 0, _RINGS - 1)
    area = np.bincount(ring, weights=piece.area, minlength=_RINGS)
    middles = np.stack([np.bincount(ring, weights=piece.area * p, minlength=_RINGS) for p in piece.position.T], axis=1)
    middles = middles[area > 0.0] / area[area > 0.0][:, None]
    if len(middles) < 6:
        return None
    for _ in range(2):
        middles[1:-1] = 0.25 * middles[:-2] + 0.5 * middles[1:-1] + 0.25 * middles[2:]
    # The first and last ring's middles lie within the tube: the line goes on to its ends.
    middles = np.concatenate((2.0 * middles[:1] - middles[1:2], middles, 2.0 * middles[-1:] - middles[-2:-1]))
    lengths = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(middles, axis=0), axis=1))))
    if not lengths[-1] > 0.0:
        return None
    even = np.linspace(0.0, lengths[-1], 4 * _RINGS)
    center = np.stack([np.interp(even, lengths, values) for values in middles.T], axis=1)
    for _ in range(4):
        center[1:-1] = 0.25 * center[:-2] + 0.5 * center[1:-1] + 0.25 * center[2:]
    return center


class _Line:
    """A centre line that is tried.

    Args:
        center: (m, 3) places on it.
    """

    def __init__(self, center: Floats) -> None:
        self.center = center
        tangent = np.gradient(center, axis=0)
        self.tangent = tangent / np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-30)
        self.step = float(np.linalg.norm(np.diff(center, axis=0), axis=1).mean())
        self._tree = cKDTree(center)

    def along(self, points: Floats) -> Floats:
        """(n,) length along the line up to where it is nearest to points (n, 3)."""
        index = self._tree.query(points)[1]
        beyond = np.einsum("ni,ni->n", points - self.center[index], self.tangent[index])
        length: Floats = index * self.step + np.clip(beyond, -0.5 * self.step, 0.5 * self.step)
        return length

    def agreement(self, samples: Samples) -> float:
        """Share of the side, without the ends, whose normals meet the line."""
        index = self._tree.query(samples.position)[1]
        tangent = self.tangent[index]
        away = samples.position - self.center[index]
        away = away - tangent * np.einsum("ni,ni->n", away, tangent)[:, None]
        away = away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-30)
        across = np.maximum(1.0 - np.einsum("ni,ni->n", samples.normal, tangent) ** 2, 1e-9)
        sine = np.einsum("ni,ni->n", samples.normal, np.cross(tangent, away)) / np.sqrt(across)
        side = samples.area * across
        return float(side @ (np.abs(sine) < _AGREES) / max(float(side.sum()), 1e-30))

    def tube(self, samples: Samples) -> BentTube | None:
        """The tube around the line, if it is slender, evenly thick and closed all around."""
        axes = np.empty((len(self.center), 3, 3))
        x = across_axes(self.tangent[0])[0]
        for index, z in enumerate(self.tangent):
            x = x - z * (x @ z)
            x = x / max(float(np.linalg.norm(x)), 1e-30)
            axes[index] = (x, skew(z) @ x, z)
        along = self.along(samples.position)
        across, _ = BentTube(self.center, axes, self.step, 1.0).local(samples.position, along)
        distance = np.linalg.norm(across, axis=1)
        radius = float(samples.area @ distance)
        uneven = float(np.sqrt(samples.area @ (distance - radius) ** 2))
        sector = ((np.arctan2(across[:, 1], across[:, 0]) / (2.0 * np.pi) % 1.0) * _SECTORS).astype(np.int64)
        share = np.bincount(sector % _SECTORS, weights=samples.area, minlength=_SECTORS)
        slender = self.step * (len(self.center) - 1) > _SLENDER * radius > 0.0
        if not slender or uneven > _UNEVEN * radius or (share < 0.15 * share.mean()).any():
            return None
        return BentTube(self.center, axes, self.step, radius)
