"""Which pieces of a material that lies on something else are there: feathers, scales, stones, tiles, each whole.

What a coat asks of its material is `Points.growing`; a material that is asked answers with `Shaded.cover`. Pieces are
counted on the surface or are cells of the space around it, so where they are is told in those terms, in metres: the
noise by which a coat is placed looks the same there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .noise import seeds
from .points import Array, Points
from .spaces import Space

There = NDArray[np.bool_]


def drum(column: Array, row: Array, columns: Array) -> Array:
    """(n, 3) where pieces are, counted in pieces, on a drum where they close: for noise of one value per piece.

    Args:
        column, row: (n,) whole numbers that count the pieces.
        columns: (n,) columns after which the surface closes on itself; 0 where it does not.
    """
    turn = column * (np.float32(2.0 * np.pi) / np.maximum(columns, 1.0))
    closed, radius = columns > 0.0, columns * np.float32(0.5 / np.pi)
    x = np.where(closed, radius * np.cos(turn), column)
    return np.stack((x, radius * np.sin(turn), row), axis=1).astype(np.float32)


def laid_there(points: Points, place: tuple[Array, Array, Array], width: float, height: float) -> There | None:
    """Whether the pieces that points are on are there, (n,); None where nothing is asked.

    Args:
        points: n points.
        place: column, row and columns, as of `drum`.
        width, height: of a column and of a row, metres.
    """
    if points.growing is None:
        return None
    column, row, _ = place
    return _answers(points, drum(*place) * np.array((width, width, height), np.float32), (column * 2.0, row * 2.0))


def cells_there(points: Points, space: Space, jitter: float = 1.0) -> There | None:
    """The same of the cells that `cells` finds in a space of the points."""
    if points.growing is None:
        return None
    count = len(space.q)
    nearest, middles = np.full(count, 9.0, np.float32), np.zeros(space.q.shape, np.float32, order="F")
    for offsets, _ in seeds(space, jitter):
        squared = np.sum([offset * offset for offset in offsets], axis=0)
        nearer = np.flatnonzero(squared < nearest)
        nearest[nearer] = squared[nearer]
        for axis, offset in enumerate(offsets):
            middles[nearer, axis] = space.q[nearer, axis] - offset[nearer]
    numbers = tuple(np.floor(middles).T)
    return _answers(points, middles * np.float32(points.spacing / space.footprint), numbers)


def _answers(points: Points, middles: Array, numbers: tuple[Array, ...]) -> There:
    """What is said of middles (n, 3), metres: one answer for all points of a piece, which whole numbers (n,) tell."""
    assert points.growing is not None
    key = np.zeros(len(middles), np.int64)
    for number in numbers:
        key = key * np.int64(1 << 20) + number.astype(np.int64)
    _, first, piece = np.unique(key, return_index=True, return_inverse=True)
    answers = points.growing(points.at_middles(first, middles[first]))
    return answers[piece]
