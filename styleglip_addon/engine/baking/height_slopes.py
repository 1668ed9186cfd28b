"""Slopes of height textures within UV islands: across a seam, neighbouring texels are no neighbours on the surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from ..surface.equal_rows import equal_rows
from ..vocabulary import IntArray

Floats = NDArray[np.float64]


def island_labels(faces: IntArray, groups: IntArray, uv: NDArray[np.floating]) -> IntArray:
    """(F,) UV island of each triangle: triangles that share a corner in place (V,) and in UV belong together."""
    keys = np.concatenate(
        (groups[faces][:, :, None], np.rint(np.asarray(uv) * 2**20).astype(np.int64)), axis=2
    ).reshape(-1, 3)
    corner = equal_rows(keys).group.reshape(-1, 3)
    rows, columns = np.concatenate((corner[:, 0], corner[:, 1])), np.concatenate((corner[:, 1], corner[:, 2]))
    count = int(corner.max()) + 1
    graph = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    labels: IntArray = csgraph.connected_components(graph, directed=False)[1][corner[:, 0]].astype(np.int64)
    return labels


def height_slopes(height: NDArray[np.floating], island: NDArray[np.integer]) -> tuple[Floats, Floats]:
    """Change of a height texture per u and per v, without looking across the seams of islands.

    Central differences where both neighbours lie on the texel's island, else one-sided, else 0.

    Args:
        height: (S, S), row 0 is v = 0.
        island: (S, S) island of each texel, -1 off the surface.

    Returns:
        Two (S, S) float32 arrays; per unit of u and v, that is per texture width.
    """
    return _slope(height, island, axis=1), _slope(height, island, axis=0)


def _slope(height: NDArray[np.floating], island: NDArray[np.integer], axis: int) -> Floats:
    values = np.asarray(height, dtype=np.float32)
    size = values.shape[axis]
    step = np.diff(values, axis=axis)
    low = [slice(None)] * 2
    high = [slice(None)] * 2
    low[axis], high[axis] = slice(0, size - 1), slice(1, size)
    joined = (island[tuple(low)] == island[tuple(high)]) & (island[tuple(low)] >= 0)
    step *= joined
    total = np.zeros_like(values)
    number = np.zeros(values.shape, dtype=np.int8)
    total[tuple(low)] += step
    number[tuple(low)] += joined
    total[tuple(high)] += step
    number[tuple(high)] += joined
    result: Floats = total * (size / np.maximum(number, 1))
    return result
