"""What the shape and place of a loose piece within its object are: numbers from which words for parts are told.

A leg is long, upright, low and one of several alike; a seat lies flat at half height; a wheel is round and touches
the ground. None of that depends on pictures, materials or the object's size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..surface import weld
from ..surface.equal_rows import equal_rows
from ..surface.topology import Floats, Ints, face_cross_products

WIDTH = 39
"""Numbers per piece."""

_ALIKE = 0.06
"""Pieces are alike whose size and spread (logarithms) differ by less."""
_MOST_COMPARED = 1500
"""Above so many pieces, those are alike that fall into one cell of a grid instead of all pairs."""
_TO_THE_LEFT_AND_FRONT = ((5, 6), (11, 13), (19, 20), (21, 22))
"""Columns that say of the left what another says of the front: extent, distance from the middle, principal axes."""
_IN_FRONT, _LEFT_FREE = 12, 33
"""Columns: how far a piece's middle lies in front of the object's, and what share it leaves free on its sides."""
_FLAT_UP = 0.7
_ENDS = 0.03
_MOMENTS = np.array([1.0, 1.0, 1.0, 9.0]) / 12.0
_LIMIT = 12.0


@dataclass(frozen=True, eq=False)
class PieceShapes:
    """Shape and place of C pieces of one object.

    Args:
        numbers: (C, `WIDTH`) of each piece by itself, see `describe_pieces`.
        low, high: (C, 3) corners of its box along the object's own left, front and up; the object's box has its centre
            at the origin and a diagonal of 1.
        middle: (C, 3) centroid of its surface, there.
        spread: (C, 3) logarithms of the standard deviations of its surface along its principal axes.
        share: (C,) of the object's surface.
    """

    numbers: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    middle: NDArray[np.float32]
    spread: NDArray[np.float32]
    share: NDArray[np.float32]

    def take(self, rows: Ints) -> PieceShapes:
        """Some of the pieces."""
        return PieceShapes(*(values[rows] for values in vars(self).values()))

    def turned(self) -> PieceShapes:
        """All pieces of an object as `describe_pieces` describes them where its left is its front."""
        numbers = self.numbers.copy()
        for one, other in _TO_THE_LEFT_AND_FRONT:
            numbers[:, [one, other]] = self.numbers[:, [other, one]]
        low, high, middle = (
            np.stack((-old[:, 1], old[:, 0], old[:, 2]), axis=1) for old in (self.high, self.low, self.middle)
        )
        low[:, 1:], high[:, 1:] = self.low[:, [0, 2]], self.high[:, [0, 2]]
        depth = max(float(high[:, 1].max() - low[:, 1].min()), 1e-6)
        width = max(float(high[:, 0].max() - low[:, 0].min()), 1e-6)
        numbers[:, _IN_FRONT] = middle[:, 1] / depth
        numbers[:, _LEFT_FREE] = (low[:, 0] - low[:, 0].min() + high[:, 0].max() - high[:, 0]) / width
        return PieceShapes(numbers, low, high, middle, self.spread, self.share)


def object_axes(up: Sequence[float], front: Sequence[float]) -> Floats:
    """(3, 3) rows: the object's own left, its front and up, unit vectors.

    A figure's left hand is on its left; in Blender's convention, front along -Y, that is +X.
    """
    upward = np.asarray(up, dtype=np.float64) / np.linalg.norm(up)
    forward = np.asarray(front, dtype=np.float64)
    forward = forward - upward * (forward @ upward)
    forward /= max(float(np.linalg.norm(forward)), 1e-9)
    return np.stack([np.cross(upward, forward), forward, upward])


def describe_pieces(
    vertices: NDArray[np.floating], faces: Ints, pieces: Ints, up: Sequence[float], front: Sequence[float]
) -> PieceShapes:
    """Shape and place of each piece.

    Args:
        vertices: (V, 3), any unit.
        faces: (F, 3).
        pieces: (F,) piece of each face, 0..C-1.
        up, front: of the object.

    Returns:
        The pieces in the order of their numbers.
    """
    count = int(pieces.max()) + 1
    points = np.asarray(vertices, dtype=np.float64) @ object_axes(up, front).T
    corners = points[faces]
    cross = face_cross_products(points, faces)
    double = np.linalg.norm(cross, axis=1)
    area = double / 2.0 + 1e-12
    normals, centers = cross / np.maximum(double, 1e-20)[:, None], corners.mean(axis=1)
    total: Floats = np.bincount(pieces, area, count).astype(np.float64)

    def mean(values: Floats) -> Floats:
        result: Floats = np.bincount(pieces, area * values, count) / np.maximum(total, 1e-20)
        return result

    low, high = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
    extent = np.maximum(high - low, 1e-6)
    diagonal = float(np.linalg.norm(extent))
    own_low, own_high = _bounds(corners, pieces, count)
    size = own_high - own_low
    middle = np.stack([mean(centers[:, axis]) for axis in range(3)], axis=1)
    spread, axes = _spread(corners, centers, middle[pieces], mean)
    place = (middle - low) / extent
    start, end = (own_low - low) / extent, (own_high - low) / extent
    off = (middle - (low + high) / 2.0) / extent
    box = 2.0 * (size[:, 0] * size[:, 1] + size[:, 1] * size[:, 2] + size[:, 0] * size[:, 2])
    flat, across = np.sort(size[:, :2], axis=1), np.sort(extent[:2])
    order = np.argsort(centers[:, 2], kind="stable")
    below = np.interp(middle[:, 2], centers[order, 2], np.cumsum(area[order]) / area.sum())
    radius = np.linalg.norm(middle[:, :2] - (low + high)[:2] / 2.0, axis=1) / diagonal
    outward = np.einsum("ij,ij->i", centers - middle[pieces], normals)
    rise = normals[:, 2]
    columns = [
        _log(total / total.sum()),
        place[:, 2],
        start[:, 2],
        end[:, 2],
        size[:, 2] / extent[2],
        size[:, 0] / extent[0],
        size[:, 1] / extent[1],
        _log(size[:, 2] / diagonal),
        _log(flat[:, 0] / diagonal),
        _log(flat[:, 1] / diagonal),
        radius,
        np.abs(off[:, 0]),
        off[:, 1],
        np.abs(off[:, 1]),
        _log(spread[:, 0] / diagonal),
        _log(spread[:, 1] / spread[:, 0]),
        _log(spread[:, 2] / spread[:, 1]),
        *(np.abs(axes[:, row, column]) for row, column in ((2, 0), (2, 2), (0, 0), (1, 0), (0, 2), (1, 2))),
        mean(np.abs(rise)),
        mean(rise),
        mean((np.maximum(rise, 0.0) > _FLAT_UP).astype(np.float64)),
        mean(outward) / np.maximum(spread[:, 0], 1e-6),
        np.log(_alike(total, spread)),
        _log(total / np.maximum(box, 1e-9)),
        below,
        np.full(count, _log(extent[2] / across[1])),
        np.full(count, _log(across[0] / across[1])),
        np.full(count, np.log(count)),
        start[:, 0] + 1.0 - end[:, 0],
        (start[:, 2] < _ENDS).astype(np.float64),
        (end[:, 2] > 1.0 - _ENDS).astype(np.float64),
        mean(np.abs(np.einsum("fi,fik->fk", normals, axes[pieces])).max(axis=1)),
        _openness(vertices, faces, pieces, count),
        _log(
            _volumes(corners - middle[pieces][:, None], pieces, count)
            / np.maximum(size / diagonal, 1e-3).prod(axis=1)
            / diagonal**3,
            1e-3,
        ),
    ]
    numbers = np.clip(np.nan_to_num(np.stack(columns, axis=1)), -_LIMIT, _LIMIT)
    center = (low + high) / 2.0
    placed = [(values - center) / diagonal for values in (own_low, own_high, middle)]
    values = (numbers, *placed, np.log(spread / diagonal + 1e-4), total / total.sum())
    return PieceShapes(*(np.asarray(value, dtype=np.float32) for value in values))


def _log(values: Floats, least: float = 1e-4) -> Floats:
    result: Floats = np.log(np.maximum(values, least))
    return result


def _openness(vertices: NDArray[np.floating], faces: Ints, pieces: Ints, count: int) -> Floats:
    """(C,) share of each piece's edges that have a face on one side only."""
    groups = weld(np.asarray(vertices, dtype=np.float32))
    edges = np.sort(groups[faces][:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    found = equal_rows(edges)
    of_piece = np.repeat(pieces, 3)
    is_open = (found.counts[found.group] == 1).astype(np.float64)
    result: Floats = np.bincount(of_piece, is_open, count) / np.maximum(np.bincount(of_piece, minlength=count), 1)
    return result


def _volumes(corners: Floats, pieces: Ints, count: int) -> Floats:
    """(C,) volume that each piece encloses, of corners (F, 3, 3) relative to its middle (divergence theorem)."""
    parts = np.einsum("fi,fi->f", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6.0
    result: Floats = np.abs(np.bincount(pieces, parts, count))
    return result


def _bounds(corners: Floats, pieces: Ints, count: int) -> tuple[Floats, Floats]:
    """(C, 3) lowest and highest corner of each piece."""
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, pieces, corners.min(axis=1))
    np.maximum.at(high, pieces, corners.max(axis=1))
    return low, high


def _spread(
    corners: Floats, centers: Floats, middle: Floats, mean: Callable[[Floats], Floats]
) -> tuple[Floats, Floats]:
    """Standard deviations (C, 3) of each piece's surface along its principal axes, greatest first, and the axes.

    The second moment of a triangle is a twelfth of those of its corners and nine of those of its centre.
    """
    offsets = [*(corners[:, corner] - middle for corner in range(3)), centers - middle]
    moments = np.empty((3, 3, len(mean(offsets[0][:, 0]))))
    for first in range(3):
        for second in range(3):
            products = np.stack([offset[:, first] * offset[:, second] for offset in offsets])
            moments[first, second] = mean(np.asarray(_MOMENTS @ products, dtype=np.float64))
    values, vectors = np.linalg.eigh(np.moveaxis(moments, 2, 0))
    return np.sqrt(np.maximum(values[:, ::-1], 1e-12)), vectors[:, :, ::-1]


def _alike(areas: Floats, spread: Floats) -> Floats:
    """(C,) how many pieces, itself among them, have the size and spread of each."""
    key = np.stack([np.log(areas + 1e-12) / 2.0, *np.log(spread + 1e-6).T], axis=1)
    if len(key) <= _MOST_COMPARED:
        alike = np.abs(key[:, None] - key[None]).max(axis=2) < _ALIKE
        return alike.sum(axis=1).astype(np.float64)
    cells = np.round(key / (2.0 * _ALIKE)).astype(np.int64)
    found = equal_rows(cells)
    result: Floats = found.counts[found.group].astype(np.float64)
    return result
