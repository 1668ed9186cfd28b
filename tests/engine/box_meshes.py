"""Boxes as one mesh, each a loose piece."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_CORNERS = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float64)
_FACES = np.array(
    [
        (0, 1, 3),
        (0, 3, 2),
        (4, 6, 7),
        (4, 7, 5),
        (0, 4, 5),
        (0, 5, 1),
        (2, 3, 7),
        (2, 7, 6),
        (0, 2, 6),
        (0, 6, 4),
        (1, 5, 7),
        (1, 7, 3),
    ],
    dtype=np.int64,
)


def boxes(*placed: tuple[ArrayLike, ArrayLike]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Vertices (8n, 3) and triangles (12n, 3) of n boxes, each from its lowest corner and its size."""
    vertices = np.concatenate([np.asarray(corner) + _CORNERS * np.asarray(size) for corner, size in placed])
    return vertices, np.concatenate([_FACES + 8 * number for number in range(len(placed))])
