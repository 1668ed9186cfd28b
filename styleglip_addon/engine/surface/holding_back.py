"""Holds displacement back where it would push the surface through itself: thin rods, tight gaps, pieces that touch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import FloatArray, IntArray
from ..vocabulary.mesh import Mesh
from ..vocabulary.results import StyledPart
from .crossings import TrianglePairs

_LEAST = 1.0 / 32.0
"""A vertex that is left with less of its displacement is left with none."""

_KEPT = 0.9
"""How much of the way until two triangles touch they may go: a rod that shrinks is not to become a thread."""

_SLOPE = 1.0 / 3.0
"""How steep a surface may become by what is held back: change of the displacement per length along the surface."""


def held_back(
    vertices: FloatArray,
    faces: IntArray,
    groups: IntArray,
    moving: FloatArray,
    standing: FloatArray | None = None,
) -> NDArray[np.float32]:
    """How much of its displacement each vertex may have so that no triangle crosses another that crossed none before.

    Where two triangles would cross, their corners are left with most of the displacement up to which the two stay
    clear of each other, and the surface around them with as much more as makes a gentle slope: a thin rod shrinks
    evenly instead of crumpling. That is repeated until nothing crosses any more. Triangles that already cross in the
    artist's mesh, such as pieces stuck into each other, are left alone. The factors follow from the arguments alone;
    vertices at one place have the same.

    Args:
        vertices: (V, 3) metres, not displaced.
        faces: (F, 3).
        groups: (V,) place of each vertex, see `weld`.
        moving: (V, 3) metres, the displacement that can be held back.
        standing: (V, 3) metres, displacement that stays as it is, in addition; None: none.

    Returns:
        (V,) in 0..1; 1 where nothing is in the way.
    """
    factors = np.ones(int(groups.max()) + 1 if len(groups) else 0)
    fixed = vertices if standing is None else vertices + standing
    if not moving.any():
        return factors[groups].astype(np.float32)
    pairs = TrianglePairs(vertices, fixed + moving, faces, groups)
    crossed_before = pairs.triangles(pairs.cross(vertices))
    corners = groups[faces]
    slopes: _Slopes | None = None
    crosses = pairs.cross(fixed + moving)
    while True:  # every round takes displacement away, so there is a last one
        is_new = pairs.triangles(crosses) & ~crossed_before
        guilty = np.flatnonzero(crosses & (is_new[pairs.first] | is_new[pairs.second]))
        if len(guilty) == 0:
            break
        slopes = slopes or _Slopes(vertices, moving, groups, faces)
        left = factors[groups][:, None] * moving
        share = np.repeat(_KEPT * pairs.free_share(fixed, left, guilty), 3)
        lowered = np.ones(len(factors))
        for triangles in (pairs.first[guilty], pairs.second[guilty]):
            np.minimum.at(lowered, corners[triangles].reshape(-1), share)
        before = factors
        factors = slopes.gentle(factors * lowered)
        factors = np.where(factors < _LEAST, 0.0, factors)
        changed = factors < before
        if not changed.any():
            break
        touched = changed[corners].any(axis=1)
        rows = np.flatnonzero(touched[pairs.first] | touched[pairs.second])
        crosses[rows] = pairs.cross(fixed + factors.astype(np.float32)[groups][:, None] * moving, rows)
    return factors[groups].astype(np.float32)


class _Slopes:
    """How fast factors may change along the surface, G places: by at most `_SLOPE` of the length over the displacement.

    Args:
        vertices: (V, 3).
        moving: (V, 3) displacement.
        groups: (V,) place of each vertex.
        faces: (F, 3).
    """

    def __init__(self, vertices: FloatArray, moving: FloatArray, groups: IntArray, faces: IntArray) -> None:
        from scipy import sparse

        sides = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        length = np.linalg.norm(vertices[sides[:, 0]].astype(np.float64) - vertices[sides[:, 1]], axis=1)
        height = np.linalg.norm(moving.astype(np.float64), axis=1)[sides].max(axis=1)
        # More than a difference of 1 allows nothing that less would not; 0 would be no edge to the graph.
        steps = np.clip(_SLOPE * length / np.maximum(height, 1e-30), 1e-9, 1.0)
        places = groups[sides]
        apart = places[:, 0] != places[:, 1]
        first, second = places[apart].T
        order = np.lexsort((steps[apart], second, first))
        first, second, steps = first[order], second[order], steps[apart][order]
        # A side that several faces have counts once: a sparse matrix would add its entries up.
        is_first = np.ones(len(first), dtype=np.bool_)
        is_first[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
        self._count = int(groups.max()) + 1
        shape = (self._count + 1, self._count + 1)
        graph = sparse.coo_matrix((steps[is_first], (first[is_first], second[is_first])), shape=shape).tocsr()
        self._graph = graph.maximum(graph.T)

    def gentle(self, factors: NDArray[np.float64]) -> NDArray[np.float64]:
        """(G,) factors lowered so far that none is above another plus the steps on the way to it."""
        from scipy import sparse
        from scipy.sparse import csgraph

        low = np.flatnonzero(factors < 1.0)
        if len(low) == 0:
            return factors
        # One more node from which every low place is as far as its factor: then distance is the greatest factor.
        source = sparse.coo_matrix(
            (factors[low] + 1.0, (np.full(len(low), self._count), low)), shape=self._graph.shape
        ).tocsr()
        reached = csgraph.dijkstra(self._graph + source, directed=True, indices=self._count, limit=2.0)
        return np.minimum(factors, np.minimum(reached[:-1], 2.0) - 1.0).clip(min=0.0)


def parts_held_back(
    mesh: Mesh,
    groups: IntArray,
    parts: Sequence[StyledPart],
    only: Collection[str] = (),
    before: FloatArray | None = None,
) -> tuple[tuple[StyledPart, ...], FloatArray]:
    """The parts of a result, held back together.

    Args:
        mesh: the input.
        groups: (V,) place of each of its vertices, see `weld`.
        parts: as the fields have them.
        only: names of the parts that were styled; empty: all. The others are held back as they were `before`.
        before: (V, P) what the last result's parts were left with; None: all of it.

    Returns:
        The parts, and what they were left with (V, P), 0..1.
    """
    shape = (len(mesh.vertices), len(parts))
    held = np.ones(shape, dtype=np.float32) if before is None or not only else before
    moves = np.stack([part.displacement for part in parts], axis=1)
    is_styled = np.array([not only or part.located.part.name in only for part in parts])
    standing = (moves * held[:, :, None])[:, ~is_styled].sum(axis=1)
    factors = held_back(mesh.vertices, mesh.faces, groups, moves[:, is_styled].sum(axis=1), standing)
    held = np.where(is_styled, factors[:, None], held).astype(np.float32)
    left = tuple(replace(part, displacement=part.displacement * held[:, [k]]) for k, part in enumerate(parts))
    return left, held
