"""Triangles that pass through each other: which they are, and which could be while vertices move on straight ways.

Vertices that lie at one place count as one, as in topology.py. F = triangles, n = pairs of triangles.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .topology import Floats, Ints

_DEPTH = 1e-6
"""Triangles whose edges reach less than this through each other, times the bounding box's diagonal, only touch."""

_HALVINGS = 5
_AT_ONCE = 500_000
_ENTRIES_PER_TRIANGLE = 16


class TrianglePairs:
    """The pairs of triangles that come near each other while every vertex moves from one place to another.

    Pairs that share an edge are left out: triangles that do cannot pass through each other.

    Args:
        before, after: (V, 3) places of the vertices; the same array for a surface that stands still.
        faces: (F, 3).
        groups: (V,) place of each vertex, see `weld`.
    """

    def __init__(self, before: NDArray[np.floating], after: NDArray[np.floating], faces: Ints, groups: Ints) -> None:
        self._faces = np.asarray(faces, dtype=np.int64)
        self._groups = groups[self._faces]
        start, end = (np.asarray(places, dtype=np.float64)[self._faces] for places in (before, after))
        self._depth = _DEPTH * float(np.linalg.norm(np.ptp(np.asarray(before, dtype=np.float64), axis=0)))
        low = np.minimum(start.min(axis=1), end.min(axis=1))
        high = np.maximum(start.max(axis=1), end.max(axis=1))
        kept = [np.zeros((2, 0), dtype=np.int64)]
        for first, second in _near_pairs(low, high):
            shared = (self._groups[first][:, :, None] == self._groups[second][:, None, :]).sum(axis=(1, 2))
            kept.append(np.stack((first, second))[:, shared < 2])
        self.first, self.second = np.concatenate(kept, axis=1)

    def cross(self, vertices: NDArray[np.floating], rows: Ints | None = None) -> NDArray[np.bool_]:
        """(n,) whether the triangles of each pair cross when the vertices are at these places.

        Two triangles cross where an edge of one pierces the inside of the other; of triangles with a common corner only
        the edge across from it can. Triangles in one plane, such as the two sides of a sheet, do not cross.

        Args:
            vertices: (V, 3).
            rows: which pairs; None: all.
        """
        rows = np.arange(len(self.first)) if rows is None else rows
        corners = np.asarray(vertices, dtype=np.float64)[self._faces]
        hits = [np.zeros(0, dtype=np.bool_)]
        for start in range(0, len(rows), _AT_ONCE):
            piece = rows[start : start + _AT_ONCE]
            hits.append(self._hits(piece, corners[self.first[piece]], corners[self.second[piece]]))
        return np.concatenate(hits)

    def free_share(self, standing: NDArray[np.floating], moving: NDArray[np.floating], rows: Ints) -> Floats:
        """The share of a move that each pair can take without crossing, if its six corners take the same; bisected.

        Args:
            standing: (V, 3) places of the vertices without the move.
            moving: (V, 3) the move, with the whole of which the pairs cross.
            rows: (n,) which pairs.

        Returns:
            (n,) a multiple of 1/32 below 1; 0 where there is none, as where two pieces touch.
        """
        still, moved = (np.asarray(values, dtype=np.float64)[self._faces] for values in (standing, moving))
        share = np.zeros(len(rows))
        for start in range(0, len(rows), _AT_ONCE):
            piece = rows[start : start + _AT_ONCE]
            first, second = self.first[piece], self.second[piece]
            low, high = np.zeros(len(piece)), np.ones(len(piece))
            for _ in range(_HALVINGS):
                middle = (0.5 * (low + high))[:, None, None]
                hit = self._hits(piece, still[first] + middle * moved[first], still[second] + middle * moved[second])
                high = np.where(hit, middle[:, 0, 0], high)
                low = np.where(hit, low, middle[:, 0, 0])
            share[start : start + _AT_ONCE] = low
        return share

    def _hits(self, rows: Ints, first: Floats, second: Floats) -> NDArray[np.bool_]:
        """(n,) whether pairs cross whose triangles' corners (n, 3, 3) are at these places."""
        shared = self._groups[self.first[rows]][:, :, None] == self._groups[self.second[rows]][:, None, :]
        hit = _pierces(first, second, shared.any(axis=2), self._depth)
        return hit | _pierces(second, first, shared.any(axis=1), self._depth)

    def triangles(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(F,) whether a triangle is in one of the chosen pairs (n,)."""
        marked = np.zeros(len(self._faces), dtype=np.bool_)
        marked[self.first[chosen]] = True
        marked[self.second[chosen]] = True
        return marked


def _near_pairs(low: Floats, high: Floats) -> Iterator[tuple[Ints, Ints]]:
    """Pairs whose boxes (F, 3) overlap, each once: boxes are sorted into a grid's cells, and along x within a cell."""
    if len(low) == 0:
        return
    origin = low.min(axis=0)
    reach = np.maximum((high - origin).max(axis=0), 1e-30)
    size = max(2.0 * float(np.median((high - low).max(axis=1))), 1e-3 * float(reach.max()))
    while True:
        first = np.floor((low - origin) / size).astype(np.int64)
        span = np.floor((high - origin) / size).astype(np.int64) - first + 1
        counts = span.prod(axis=1)
        if counts.sum() <= _ENTRIES_PER_TRIANGLE * len(low):
            break
        size *= 1.5
    owner = np.repeat(np.arange(len(low)), counts)
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    _, y, z = span[owner].T
    cell = first[owner] + np.stack((rank // (y * z), rank // z % y, rank % z), axis=1)
    sides = cell.max(axis=0) + 1
    key = (cell[:, 0] * sides[1] + cell[:, 1]) * sides[2] + cell[:, 2]
    # Cell and place along x as one number, x taking less than one cell.
    places = (key + 0.5 * (low[owner, 0] - origin[0]) / reach[0]).astype(np.float64)
    order = np.argsort(places, kind="stable")
    owner, cell, places = owner[order], cell[order], places[order]
    ends = key[order] + 0.5 * (high[owner, 0] - origin[0]) / reach[0] + 1e-6
    followers = np.searchsorted(places, ends, side="right") - np.arange(len(order)) - 1
    totals = np.concatenate(([0], np.cumsum(followers)))
    start = 0
    while start < len(order):
        stop = int(np.searchsorted(totals, totals[start] + _AT_ONCE, side="right")) - 1
        stop = min(max(stop, start + 1), len(order))
        count = followers[start:stop]
        entry = np.repeat(np.arange(start, stop), count)
        other = entry + 1 + np.arange(len(entry)) - np.repeat(totals[start:stop] - totals[start], count)
        a, b = owner[entry], owner[other]
        near = ((low[a] <= high[b]) & (low[b] <= high[a])).all(axis=1)
        # Boxes that share several cells meet in each; the one where their common part begins counts.
        near &= (np.maximum(first[a], first[b]) == cell[entry]).all(axis=1)
        yield a[near], b[near]
        start = stop


def _pierces(edges_of: Floats, through: Floats, is_shared: NDArray[np.bool_], depth: float) -> NDArray[np.bool_]:
    """(n,) whether an edge of each triangle (n, 3, 3) passes through the inside of the other one.

    Args:
        edges_of, through: the triangles.
        is_shared: (n, 3) corners of the first that the second has too: edges that end there only touch.
        depth: how far an edge's ends must lie beyond the plane, at least.
    """
    a, b, c = (through[:, k] for k in range(3))
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = normal / np.where(size > 0.0, size, 1.0)
    height = np.einsum("nij,nj->ni", edges_of - a[:, None], normal)
    hit = np.zeros(len(through), dtype=np.bool_)
    for k, m in ((0, 1), (1, 2), (2, 0)):
        one, two = height[:, k], height[:, m]
        crosses = (np.minimum(one, two) < -depth) & (np.maximum(one, two) > depth) & (size[:, 0] > 0.0)
        rows = np.flatnonzero(crosses & ~is_shared[:, k] & ~is_shared[:, m])
        if len(rows) == 0:
            continue
        share = (one[rows] / (one[rows] - two[rows]))[:, None]
        point = edges_of[rows, k] + share * (edges_of[rows, m] - edges_of[rows, k])
        sides = [
            np.einsum("nj,nj->n", np.cross(q[rows] - p[rows], point - p[rows]), normal[rows])
            for p, q in ((a, b), (b, c), (c, a))
        ]
        hit[rows] |= np.min(sides, axis=0) > 0.0
    return hit
