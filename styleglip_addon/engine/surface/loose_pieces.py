"""The loose pieces of a part: four legs are one part and four things, each with a direction and a grain of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from .topology import FaceAdjacency, Floats, Ints

CORE = 0.5
"""From this weight on a face is surely the part's; what is below belongs to the nearest piece."""

TOUCHED = 1e-3
"""Weight below which a part is not there."""

MOST_PIECES = 80
"""So many pieces of a part get a frame of their own; all smaller ones share one."""

_SAME_PLACE = 0.6
"""Intersection over union of boxes from which pieces are shells of one thing: a shade's inside and outside."""

_LEAST_SHARE = 2e-3
_LEAST_FACES = 6
"""Crumbs: pieces below this share of the part's area, or of fewer triangles than a tetrahedron and a half."""


@dataclass(frozen=True, eq=False)
class LoosePieces:
    """The pieces of one part on a mesh of K faces.

    Args:
        piece: (K,) number of each face's piece, the largest first; -1 where the part is not.
        core: (K,) whether the face is surely the part's: what frames are fitted to.
        count: number of pieces, at least 1.
        shared: number of the piece that all small ones are gathered in; -1 if there is none.
    """

    piece: Ints
    core: NDArray[np.bool_]
    count: int
    shared: int


def loose_pieces(centers: Floats, areas: Floats, weights: Floats, adjacency: FaceAdjacency) -> LoosePieces:
    """Finds what of a part hangs together over welded edges.

    Args:
        centers: (K, 3) of the faces.
        areas: (K,) of the faces.
        weights: (K,) the part's weight on each face.
        adjacency: of the faces.
    """
    count = len(areas)
    touched = weights > TOUCHED
    core = weights >= CORE
    if not (areas[core] > 0.0).any():
        core = touched if touched.any() else np.ones(count, dtype=bool)
        touched = core
    pairs = adjacency.faces[core[adjacency.faces].all(axis=1)]
    graph = sparse.coo_matrix((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    label = csgraph.connected_components(graph, directed=False)[1]
    label = np.unique(label[core], return_inverse=True)[1].reshape(-1)
    label = _shells_joined(label, centers[core], areas[core])
    area, faces = np.bincount(label, weights=areas[core]), np.bincount(label)
    # Pieces that are alike are taken in the mesh's order: a finer copy numbers them alike.
    order = np.lexsort((np.arange(len(area)), -np.round(20.0 * np.log(np.maximum(area, 1e-30)))))
    own = (area >= _LEAST_SHARE * area.sum()) & (faces >= _LEAST_FACES)
    kept = order[own[order]][:MOST_PIECES]
    number = np.full(len(area), len(kept), dtype=np.int64)
    number[kept] = np.arange(len(kept))
    gathered = len(kept) < len(area)
    piece = np.full(count, -1, dtype=np.int64)
    piece[core] = number[label]
    fringe = np.flatnonzero((touched | core) & ~core)
    if len(fringe):
        inside = np.flatnonzero(core)
        piece[fringe] = piece[inside[cKDTree(centers[inside]).query(centers[fringe])[1]]]
    return LoosePieces(piece, core, len(kept) + gathered, len(kept) if gathered else -1)


def _shells_joined(label: Ints, centers: Floats, areas: Floats) -> Ints:
    """(n,) piece of each face, those at the same place joined; only large ones are looked at."""
    area = np.bincount(label, weights=areas)
    large = np.argsort(-area, kind="stable")[:MOST_PIECES]
    large = large[area[large] >= _LEAST_SHARE * area.sum()]
    if len(large) < 2:
        return label
    place = np.full(len(area), -1, dtype=np.int64)
    place[large] = np.arange(len(large))
    low, high = np.full((len(large), 3), np.inf), np.full((len(large), 3), -np.inf)
    rows = np.flatnonzero(place[label] >= 0)
    np.minimum.at(low, place[label[rows]], centers[rows])
    np.maximum.at(high, place[label[rows]], centers[rows])
    # Room for flat sheets, whose boxes have no volume.
    room = 0.02 * np.linalg.norm(high - low, axis=1, keepdims=True)
    low, high = low - room, high + room
    common = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    shared = np.prod(np.maximum(common, 0.0), axis=2)
    volume = np.prod(high - low, axis=1)
    joined = shared > _SAME_PLACE * (volume[:, None] + volume[None] - shared)
    same = csgraph.connected_components(sparse.csr_matrix(joined), directed=False)[1]
    number = np.arange(len(area))
    _, first = np.unique(same, return_index=True)
    number[large] = large[first[same]]
    found: Ints = np.unique(number[label], return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found
