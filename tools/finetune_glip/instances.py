"""Which faces are one instance of a part: four legs are four instances, also where they grow from one skin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

_REACH = 0.03
"""Pieces of a part whose vertices come as close as this are one instance, radii of the unit sphere: a seat and its
cushion, or a skin that falls apart at texture seams."""

_CELLS_PER_REACH = 3.0


def part_instances(
    vertices: NDArray[np.floating], faces: NDArray[np.int64], labels: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(F,) number of the instance each face belongs to, from 0; -1 where the face is of no part.

    Args:
        vertices: (V, 3) unit-sphere coordinates.
        faces: (F, 3).
        labels: (F,) index of the part, negative for none.
    """
    instances = np.full(len(faces), -1, dtype=np.int64)
    # Vertices in one small cell of space are one node, which bounds the work on dense meshes.
    size = _REACH / _CELLS_PER_REACH
    count = 0
    for part in np.unique(labels[labels >= 0]):
        own = np.flatnonzero(labels == part)
        corners = np.asarray(vertices, dtype=np.float64)[faces[own]]
        cells, node = np.unique(np.floor(corners.reshape(-1, 3) / size), axis=0, return_inverse=True)
        node = node.reshape(-1, 3)
        near = cKDTree((cells + 0.5) * size).query_pairs(_REACH, output_type="ndarray")
        pairs = np.concatenate((node[:, :2], node[:, 1:], near))
        graph = coo_matrix((np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])), shape=(len(cells),) * 2)
        found, component = connected_components(graph, directed=False)
        instances[own] = count + component[node[:, 0]]
        count += int(found)
    return instances
