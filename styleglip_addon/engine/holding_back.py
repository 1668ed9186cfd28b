"""Holds displacement back where it would push the surface through itself: tight gaps, bevels, pieces that touch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .geometry import weld
from .geometry.crossings import TrianglePairs
from .mesh import Mesh
from .results import StyledPart
from .types import FloatArray, IntArray

_LEAST = 1.0 / 32.0
"""A vertex that is left with less of its displacement is left with none."""


def held_back(
    vertices: FloatArray, faces: IntArray, moving: FloatArray, standing: FloatArray | None = None
) -> NDArray[np.float32]:
    """How much of its displacement each vertex may have so that no triangle crosses another that crossed none before.

    Where triangles would cross, the displacement of their corners is halved, and again, and at last taken away.
    Triangles that already cross in the artist's mesh, such as pieces stuck into each other, are left alone. The factors
    follow from the arguments alone; vertices at one place have the same.

    Args:
        vertices: (V, 3) metres, not displaced.
        faces: (F, 3).
        moving: (V, 3) metres, the displacement that can be held back.
        standing: (V, 3) metres, displacement that stays as it is, in addition; None: none.

    Returns:
        (V,) in 0..1; 1 where nothing is in the way.
    """
    groups = weld(vertices)
    factors = np.ones(int(groups.max()) + 1 if len(groups) else 0, dtype=np.float32)
    fixed = vertices if standing is None else vertices + standing
    if not moving.any():
        return factors[groups]
    pairs = TrianglePairs(vertices, fixed + moving, faces)
    crossed_before = pairs.triangles(pairs.cross(vertices))
    corners = groups[faces]
    crosses = pairs.cross(fixed + moving)
    while True:  # every round takes displacement away, so there is a last one
        is_new = pairs.triangles(crosses) & ~crossed_before
        guilty = crosses & (is_new[pairs.first] | is_new[pairs.second])
        involved = np.unique(corners[pairs.triangles(guilty)])
        involved = involved[factors[involved] > 0.0]
        if len(involved) == 0:
            break
        factors[involved] *= np.float32(0.5)
        factors[factors < _LEAST] = 0.0
        changed = np.zeros(len(factors), dtype=np.bool_)
        changed[involved] = True
        touched = changed[corners].any(axis=1)
        rows = np.flatnonzero(touched[pairs.first] | touched[pairs.second])
        crosses[rows] = pairs.cross(fixed + factors[groups][:, None] * moving, rows)
    return factors[groups]


def parts_held_back(
    mesh: Mesh, parts: Sequence[StyledPart], only: Collection[str] = (), before: FloatArray | None = None
) -> tuple[tuple[StyledPart, ...], FloatArray]:
    """The parts of a result, held back together.

    Args:
        mesh: the input.
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
    factors = held_back(mesh.vertices, mesh.faces, moves[:, is_styled].sum(axis=1), standing)
    held = np.where(is_styled, factors[:, None], held).astype(np.float32)
    left = tuple(replace(part, displacement=part.displacement * held[:, [k]]) for k, part in enumerate(parts))
    return left, held
