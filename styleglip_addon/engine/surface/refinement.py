"""Refinement of coarse meshes: the style field is optimised on a copy whose vertices lie densely and evenly.

Artists' meshes have long thin triangles beside tiny ones, so splitting every face alike would put the new vertices
where there are many already. Here the longest edges are halved, again and again, until there are enough vertices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .equal_rows import equal_rows
from .topology import Floats, Ints, weld

_ROUND_SHARE = 0.6
"""In one round, edges longer than this share of the longest edge are halved."""


@dataclass(frozen=True, eq=False)
class RefinedMesh:
    """A denser mesh of the same surface.

    Args:
        vertices: (W, 3) float32; the first V are the original vertices in their order.
        faces: (K, 3) int64.
        interpolation: (W, V) sparse matrix; times any attribute (V, C) it gives the attribute at the new vertices.
        face_parents: (K,) original face each face is a piece of.
        original_groups: (V,) place of each original vertex, see `weld`.
    """

    vertices: NDArray[np.float32]
    faces: Ints
    interpolation: sparse.csr_matrix
    face_parents: Ints
    original_groups: Ints

    @cached_property
    def groups(self) -> Ints:
        """(W,) place of each vertex. Refinement keeps seams closed but does not see what else comes to lie together."""
        return weld(self.vertices)

    def interpolate(self, values: NDArray[np.floating]) -> NDArray[np.float32]:
        """Carries a per-vertex attribute (V,) or (V, C) over to the dense vertices, linearly along the split edges."""
        return np.asarray(self.interpolation @ np.asarray(values, dtype=np.float64), dtype=np.float32)

    def corner_coordinates(self, original_faces: Ints) -> Floats:
        """Where the corners of each dense face lie in the original face it is a piece of.

        With these, what an original face has at its corners (UVs, shading normals) is carried over to its pieces, which
        per-vertex interpolation cannot do across seams. Pieces are cut from one face only, so each of their corners is
        a mixture of that face's own three vertices, and the interpolation matrix holds the shares.

        Args:
            original_faces: (F, 3) the faces that were refined.

        Returns:
            (K, 3, 3) barycentric coordinates: [k, i, j] is the share of the parent's corner j in corner i of face k.
        """
        parents = np.asarray(original_faces)[self.face_parents]
        rows = np.repeat(self.faces, 3, axis=1).reshape(-1)
        columns = np.tile(parents, (1, 3)).reshape(-1)
        shares = np.asarray(self.interpolation[rows, columns]).reshape(len(self.faces), 3, 3)
        # A face that has a vertex twice would count it twice.
        coordinates: Floats = shares / shares.sum(axis=2, keepdims=True)
        return coordinates


def refine(
    vertices: NDArray[np.floating],
    faces: Ints,
    groups: Ints,
    target_vertices: int,
    max_factor: float = math.inf,
) -> RefinedMesh:
    """Halves the longest edges until about `target_vertices` distinct places are reached.

    All faces around a halved edge are split, also across seams where its vertices are doubled, so no T-junction and no
    crack arises, and a watertight surface stays watertight. An edge is halved only together with every longer one, so
    a face is always split at its longest edge first (Rivara 1984), which bounds how thin the pieces become.

    Args:
        vertices: (V, 3).
        faces: (F, 3).
        groups: (V,) place of each vertex, see `weld`.
        target_vertices: wanted number of distinct places; vertices doubled along a seam count once. A mesh that has as
            many already comes back unchanged.
        max_factor: at most this many times as many places as the mesh has.

    Returns:
        The dense mesh, the original vertices first.
    """
    points = np.asarray(vertices, dtype=np.float64)
    faces = np.asarray(faces, dtype=np.int64)
    original_groups = groups
    places = len(np.unique(groups[faces]))
    target = min(float(target_vertices), max_factor * places)
    parents = np.arange(len(faces), dtype=np.int64)
    matrix = sparse.identity(len(points), format="csr")

    while places < target:
        # Each face has its edges 0: corner 0-1, 1: corner 1-2, 2: corner 2-0.
        pairs = np.stack((faces, np.roll(faces, -1, axis=1)), axis=2).reshape(-1, 2)
        length = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
        edge_of_side, edge_length = _unique_pairs(groups[pairs], length)
        longest = float(edge_length.max())
        if longest <= 0.0:
            break
        marked = edge_length > _ROUND_SHARE * longest
        room = int(target - places)
        if room < 1:
            break
        if int(marked.sum()) > room:
            order = np.argsort(-edge_length, kind="stable")
            # Ties are cut at the edge's number: the result is the same on every machine.
            marked = np.zeros(len(edge_length), dtype=bool)
            marked[order[:room]] = True

        side_is_marked = marked[edge_of_side]
        copies, _, copy_of_side, _ = equal_rows(np.sort(pairs[side_is_marked], axis=1))
        middle = np.full(len(pairs), -1, dtype=np.int64)
        middle[side_is_marked] = len(points) + copy_of_side
        edge_of_copy = np.empty(len(copies), dtype=np.int64)
        edge_of_copy[copy_of_side] = edge_of_side[side_is_marked]
        new_group = np.cumsum(marked) - 1 + int(groups.max()) + 1

        halves = sparse.csr_matrix(
            (np.full(2 * len(copies), 0.5), copies.reshape(-1), np.arange(0, 2 * len(copies) + 1, 2)),
            shape=(len(copies), len(points)),
        )
        matrix = sparse.vstack((matrix, halves @ matrix), format="csr")
        points = np.concatenate((points, points[copies].mean(axis=1)))
        groups = np.concatenate((groups, new_group[edge_of_copy]))
        places += int(marked.sum())
        faces, piece_of = _split_faces(points, faces, middle.reshape(-1, 3))
        parents = parents[piece_of]

    dense = points.astype(np.float32)
    dense[: len(vertices)] = vertices
    return RefinedMesh(dense, faces, matrix, parents, original_groups)


def _unique_pairs(pairs: Ints, length: Floats) -> tuple[Ints, Floats]:
    """Number of the undirected pair in each row, and the length of each pair (of all its copies the greatest)."""
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    key = low * (int(pairs.max()) + 1) + high
    unique, number = np.unique(key, return_inverse=True)
    number = number.reshape(-1)
    longest = np.zeros(len(unique))
    np.maximum.at(longest, number, np.where(low == high, 0.0, length))
    return number, longest


def _split_faces(points: Floats, faces: Ints, middle: Ints) -> tuple[Ints, Ints]:
    """Splits triangles at the middles of their marked sides.

    Args:
        points: (W, 3) positions, new ones included.
        faces: (F, 3).
        middle: (F, 3) vertex in the middle of side 0-1, 1-2, 2-0; -1 where a side stays whole.

    Returns:
        (K, 3) pieces with the winding of their face, and (K,) the face each is cut from, in the order of the faces.
    """
    count = (middle >= 0).sum(axis=1)
    pieces: list[Ints] = [faces[count == 0]]
    origins: list[Ints] = [np.flatnonzero(count == 0)]

    def rotated(rows: Ints, turn: Ints) -> tuple[Ints, Ints]:
        columns = (turn[:, None] + np.arange(3)) % 3
        return np.take_along_axis(faces[rows], columns, axis=1), np.take_along_axis(middle[rows], columns, axis=1)

    def add(rows: Ints, *corners: Ints) -> None:
        pieces.append(np.stack(corners, axis=1))
        origins.append(rows)

    rows = np.flatnonzero(count == 1)
    if len(rows):
        (a, b, c), (m, _, _) = (x.T for x in rotated(rows, np.argmax(middle[rows] >= 0, axis=1)))
        add(rows, a, m, c)
        add(rows, m, b, c)

    rows = np.flatnonzero(count == 2)
    if len(rows):
        # Turned so that side 2-0 stays whole; the remaining quad a, m, n, c is cut along its shorter diagonal.
        whole = np.argmax(middle[rows] < 0, axis=1)
        (a, b, c), (m, n, _) = (x.T for x in rotated(rows, (whole + 1) % 3))
        add(rows, m, b, n)
        along_an = np.linalg.norm(points[a] - points[n], axis=1) <= np.linalg.norm(points[m] - points[c], axis=1)
        add(rows, a, m, np.where(along_an, n, c))
        add(rows, np.where(along_an, a, m), n, c)

    rows = np.flatnonzero(count == 3)
    if len(rows):
        (a, b, c), (m, n, o) = faces[rows].T, middle[rows].T
        add(rows, a, m, o)
        add(rows, m, b, n)
        add(rows, o, n, c)
        add(rows, m, n, o)

    origin = np.concatenate(origins)
    order = np.argsort(origin, kind="stable")
    return np.concatenate(pieces)[order], origin[order]
