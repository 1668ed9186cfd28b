"""Which triangle of a UV map each texel's centre lies in, and where in it. NumPy, float64, exact to rounding.

Each triangle is cut into the rows of texel centres it spans and each row into its texels, as in rendering.rasterizer;
here nothing is behind anything: of triangles that share a texel the one with the lowest index has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import IntArray

_CHUNK = 1 << 20
"""Texels of triangles handled at once; bounds the memory."""

_PIECE = 1 << 16
"""Texels whose coordinates are computed at once: what a CPU's cache holds."""

_SLACK = 1e-7
"""In texels: a centre this close to an edge is inside, so that no texel falls between two neighbours."""

_INSIDE = 1e-3
"""In texels: a centre this far from all edges is covered for sure; neighbours' shared edges are no overlap."""


@dataclass(frozen=True, eq=False)
class Texels:
    """The T texels that lie on the surface.

    Args:
        size: width and height of the texture, pixels.
        index: (T,) int64 row * size + column, increasing; row 0 is v = 0.
        face: (T,) int64.
        barycentric: (T, 3) float64 coordinates of the texel's centre in its triangle; >= 0, their sum is 1.
    """

    size: int
    index: IntArray
    face: IntArray
    barycentric: NDArray[np.float64]

    @property
    def coverage(self) -> NDArray[np.bool_]:
        """(S, S) bool: texels on the surface."""
        covered = np.zeros(self.size * self.size, dtype=bool)
        covered[self.index] = True
        return covered.reshape(self.size, self.size)


def find_texels(corners: NDArray[np.float64], size: int) -> Texels:
    """Finds the triangle of each texel.

    A triangle too small to hold a texel's centre takes the texel around its own centroid if nobody else has it, so that
    no island is lost.

    Args:
        corners: (F, 3, 2) UV coordinates.
        size: width and height of the texture, pixels.
    """
    points = corners * size - 0.5  # texel centres lie at whole numbers
    owner = np.full(size * size, -1, dtype=np.int64)
    seen = np.zeros(len(corners), dtype=bool)
    for triangle, column, row in _covered(points, size, _SLACK):
        seen[triangle] = True
        place = row * size + column
        free = owner[place] < 0  # chunks go upwards: what has an owner has a lower one
        place, triangle = place[free], triangle[free]
        owner[place[::-1]] = triangle[::-1]  # where a place is repeated, the last value written stays: the lowest
    unseen = np.flatnonzero(~seen & np.isfinite(points).all(axis=(1, 2)))
    if len(unseen):
        cell = np.clip(np.rint(points[unseen].mean(axis=1)), 0, size - 1).astype(np.int64)
        place = cell[:, 1] * size + cell[:, 0]
        free = owner[place] < 0
        owner[place[free][::-1]] = unseen[free][::-1]
    index = np.flatnonzero(owner >= 0)
    face = owner[index]
    return Texels(size, index, face, _barycentric(points, face, index, size))


def count_covering_faces(corners: NDArray[np.float64], size: int) -> IntArray:
    """How many triangles cover each texel's centre: (S * S,); centres on edges are not counted."""
    counts = np.zeros(size * size, dtype=np.int64)
    for _, column, row in _covered(corners * size - 0.5, size, -_INSIDE):
        counts += np.bincount(row * size + column, minlength=size * size)
    return counts


def _covered(points: NDArray[np.float64], size: int, slack: float) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    """Triangle, column and row of every texel centre inside a triangle, in chunks, triangles increasing.

    Args:
        points: (F, 3, 2) corners in texels; centres lie at whole numbers.
        size: of the texture.
        slack: how far outside its edges a triangle still covers, texels; negative: how far inside it must lie.
    """
    # Counter-clockwise, so that inside is to the left of every edge.
    first, second, third = points[:, 0], points[:, 1], points[:, 2]
    area = _cross(second - first, third - first)
    turned = (area < 0)[:, None]
    second, third = np.where(turned, third, second), np.where(turned, second, third)
    drawable = np.flatnonzero(np.isfinite(area) & (np.abs(area) > 0.0))
    low = np.ceil(np.minimum(np.minimum(first, second), third)[drawable, 1] - slack).clip(0, size)
    high = np.floor(np.maximum(np.maximum(first, second), third)[drawable, 1] + slack).clip(-1, size - 1)
    rows = np.maximum(high - low + 1, 0).astype(np.int64)
    low = low.astype(np.int64)
    for start, stop in _chunks(rows, _CHUNK // 8):
        item, offset = _expand(rows[start:stop])
        triangle = drawable[start + item]
        row = low[start + item] + offset
        left = np.full(len(row), -1.0)
        right = np.full(len(row), float(size))
        possible = np.ones(len(row), dtype=bool)
        for a, b in ((first, second), (second, third), (third, first)):
            # Distance of (x, row) from the edge, to the left positive: (constant - x * slope) >= -slack.
            corner, side = a[triangle], b[triangle] - a[triangle]
            length = np.maximum(np.hypot(side[:, 0], side[:, 1]), 1e-300)
            slope = side[:, 1] / length
            constant = (side[:, 0] * (row - corner[:, 1])) / length + corner[:, 0] * slope + slack
            with np.errstate(divide="ignore", invalid="ignore"):
                bound = constant / slope
            right = np.where(slope > 0, np.minimum(right, bound), right)
            left = np.where(slope < 0, np.maximum(left, bound), left)
            possible &= (slope != 0) | (constant >= 0)
        begin = np.ceil(left).clip(0, size).astype(np.int64)
        end = np.floor(right).clip(-1, size - 1).astype(np.int64)
        count = np.where(possible, np.maximum(end - begin + 1, 0), 0)
        for span_start, span_stop in _chunks(count, _CHUNK):
            span, step = _expand(count[span_start:span_stop])
            span += span_start
            yield triangle[span], begin[span] + step, row[span]


def _barycentric(points: NDArray[np.float64], face: IntArray, index: IntArray, size: int) -> NDArray[np.float64]:
    """(T, 3) coordinates of texel centres in their triangles; outside clamped, in flat triangles their middle.

    Args:
        points: (F, 3, 2) corners in texels.
        face: (T,) triangle of each texel.
        index: (T,) row * size + column.
        size: of the texture.
    """
    first, side, other = points[:, 0], points[:, 1] - points[:, 0], points[:, 2] - points[:, 0]
    area = _cross(side, other)
    flat = np.abs(area) < 1e-12
    inverse = np.where(flat, 0.0, 1.0 / np.where(flat, 1.0, area))[:, None]
    # Linear in the way from the first corner: of the second corner's share and of the third's.
    shares = np.stack((other[:, 1], -other[:, 0], -side[:, 1], side[:, 0]), axis=1) * inverse
    table = np.concatenate((first, shares), axis=1)
    coordinates = np.empty((len(index), 3))
    for start in range(0, len(index), _PIECE):
        part = slice(start, start + _PIECE)
        x, y, second_x, second_y, third_x, third_y = table[face[part]].T
        x, y = index[part] % size - x, index[part] // size - y
        own = coordinates[part]
        own[:, 1] = x * second_x + y * second_y
        own[:, 2] = x * third_x + y * third_y
        own[:, 0] = 1.0 - own[:, 1] - own[:, 2]
        np.maximum(own, 0.0, out=own)
        own /= own.sum(axis=1, keepdims=True)
    coordinates[flat[face]] = 1.0 / 3.0
    return coordinates


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return result


def _expand(counts: IntArray) -> tuple[IntArray, IntArray]:
    """For item i repeated counts[i] times: the item of each copy, and the copy's number within its item."""
    item = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return item, np.arange(len(item)) - first[item]


def _chunks(counts: IntArray, limit: int) -> Iterator[tuple[int, int]]:
    """Ranges of items whose counts add up to at most `limit`, or one item that is larger."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + limit, side="right")), start + 1)
        yield start, stop
        start = stop
