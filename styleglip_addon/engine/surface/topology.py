"""What touches what: topology, normals and creases of artists' meshes, whose surface is one, its vertices many.

Imported meshes carry a vertex several times along seams of UV maps, normals and materials. Here such vertices are
*welded*: they form a group, and edges, neighbours, components and normals are those of the groups. The mesh itself
stays as it is. Finding out what coincides takes a search, so a mesh is welded once, where its vertices are new, and
the groups are handed on. V = vertices, F = triangles, G = groups, E = welded edges, A = pairs of adjacent faces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from .equal_rows import equal_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WELD_TOLERANCE = 1e-6
"""Distance within which vertices are one, as a share of the bounding box's diagonal."""


def weld(vertices: NDArray[np.floating], tolerance: float | None = None) -> Ints:
    """Groups vertices that lie at the same place.

    Args:
        vertices: (V, 3) positions.
        tolerance: greatest distance within a group; None: `WELD_TOLERANCE` of the bounding box's diagonal.

    Returns:
        (V,) group of each vertex, 0..G-1, numbered by first vertex.
    """
    points = np.asarray(vertices, dtype=np.float64)
    if len(points) == 0:
        return np.zeros(0, dtype=np.int64)
    _, first, group, _ = equal_rows(points)
    if tolerance is None:
        tolerance = WELD_TOLERANCE * float(np.linalg.norm(np.ptp(points, axis=0)))
    if tolerance > 0.0:
        pairs = cKDTree(points[first]).query_pairs(tolerance, output_type="ndarray")
        if len(pairs):
            count = len(first)
            graph = sparse.coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
            group = csgraph.connected_components(graph, directed=False)[1][group]
    _, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse.reshape(-1)]


def face_cross_products(vertices: NDArray[np.floating], faces: Ints) -> Floats:
    """(F, 3) vectors normal to each face, of twice its area."""
    corners = np.asarray(vertices, dtype=np.float64)[faces]
    cross: Floats = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return cross


def face_areas(vertices: NDArray[np.floating], faces: Ints) -> Floats:
    """(F,) areas of the faces."""
    areas: Floats = np.linalg.norm(face_cross_products(vertices, faces), axis=1) / 2.0
    return areas


def face_normals(vertices: NDArray[np.floating], faces: Ints) -> Floats:
    """(F, 3) unit normals; zero for faces without area."""
    return _unit(face_cross_products(vertices, faces))


def vertex_areas(vertices: NDArray[np.floating], faces: Ints) -> Floats:
    """(V,) a third of the area of the faces around each vertex; the sum is the area of the surface."""
    thirds = np.repeat(face_areas(vertices, faces) / 3.0, 3)
    total: Floats = np.zeros(len(vertices))
    np.add.at(total, faces.reshape(-1), thirds)
    return total


def welded_vertex_normals(vertices: NDArray[np.floating], faces: Ints, groups: Ints) -> Floats:
    """Unit normals that are equal at coincident vertices, so that displacing along them opens no crack.

    Faces count by their angle at the vertex (Thuermer & Wuethrich 1998), which does not depend on how a polygon was
    cut into triangles. Of faces that lie on each other (double-sided sheets) only the first counts. Where the faces
    around a vertex still cancel, those that look away from the largest of them are turned around.

    Args:
        vertices: (V, 3).
        faces: (F, 3).
        groups: (V,) place of each vertex, see `weld`.

    Returns:
        (V, 3) unit normals; (0, 0, 1) for vertices without any face of positive area.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    places = groups[faces]
    kept = np.sort(equal_rows(np.sort(places, axis=1)).first)
    corners = np.asarray(vertices, dtype=np.float64)[faces[kept]]
    cross = face_cross_products(vertices, faces[kept])
    normals = _unit(cross)
    size = np.linalg.norm(cross, axis=1)

    total = np.zeros((count, 3))
    weight_sum = np.zeros(count)
    corner_groups = places[kept]
    angles = corner_angles(corners)
    angles[size <= 0.0] = 0.0
    for corner in range(3):
        _add_rows(total, corner_groups[:, corner], normals * angles[:, corner : corner + 1])
        weight_sum += np.bincount(corner_groups[:, corner], weights=angles[:, corner], minlength=count)

    cancelled = np.linalg.norm(total, axis=1) < 1e-3 * weight_sum
    if cancelled.any():
        leader = np.full(count, -1, dtype=np.int64)
        order = np.argsort(size, kind="stable")  # where an index is repeated, the last value written stays
        leader[corner_groups[order].reshape(-1)] = np.repeat(order, 3)
        replacement = np.zeros((count, 3))
        for corner in range(3):
            group = corner_groups[:, corner]
            agreement = np.einsum("ij,ij->i", normals, normals[leader[group]])
            sign = np.where(agreement >= 0.0, 1.0, -1.0)[:, None]
            _add_rows(replacement, group, normals * angles[:, corner : corner + 1] * sign)
        total[cancelled] = replacement[cancelled]

    result = _unit(total)
    result[np.linalg.norm(total, axis=1) <= 0.0] = (0.0, 0.0, 1.0)
    return result[groups]


def welded_edges(faces: Ints, groups: Ints) -> Ints:
    """(E, 2) pairs of groups joined by an edge, each once, smaller first; edges without length are left out."""
    places = groups[faces]
    edges = np.concatenate((places[:, [0, 1]], places[:, [1, 2]], places[:, [2, 0]]))
    edges = edges[edges[:, 0] != edges[:, 1]]
    count = int(edges.max()) + 1 if len(edges) else 1
    # One number per pair is sorted many times faster than pairs are, and in the same order.
    key = np.unique(edges.min(axis=1) * count + edges.max(axis=1))
    return np.stack((key // count, key % count), axis=1)


def component_labels(faces: Ints, groups: Ints) -> Ints:
    """(F,) loose piece each face belongs to, 0..C-1: faces that share a welded vertex belong together."""
    count = int(groups.max()) + 1
    places = groups[faces]
    rows = np.concatenate((places[:, 0], places[:, 1]))
    columns = np.concatenate((places[:, 1], places[:, 2]))
    graph = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    pieces = csgraph.connected_components(graph, directed=False)[1][places[:, 0]]
    labels: Ints = np.unique(pieces, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return labels


@dataclass(frozen=True, eq=False)
class FaceAdjacency:
    """Faces that share a welded edge, and how the surface bends there.

    Args:
        faces: (A, 2) indices of the two faces.
        edges: (A, 2) groups at the ends of the shared edge.
        length: (A,) length of the shared edge.
        angle: (A,) angle between the normals in radians, 0 (flat) .. pi; positive where the edge is convex (a cube's),
            negative where it is concave (a groove). Zero where a face has no area.
    """

    faces: Ints
    edges: Ints
    length: Floats
    angle: Floats


def face_adjacency(vertices: NDArray[np.floating], faces: Ints, groups: Ints) -> FaceAdjacency:
    """Finds adjacent faces across seams; where k > 2 faces share an edge they are chained in k - 1 pairs.

    Args:
        vertices: (V, 3).
        faces: (F, 3).
        groups: (V,) place of each vertex, see `weld`.
    """
    places = groups[faces]
    directed = np.concatenate((places[:, [0, 1]], places[:, [1, 2]], places[:, [2, 0]]))
    owner = np.tile(np.arange(len(faces), dtype=np.int64), 3)
    opposite = np.concatenate((faces[:, 2], faces[:, 0], faces[:, 1]))
    start = np.concatenate((faces[:, 0], faces[:, 1], faces[:, 2]))
    end = np.concatenate((faces[:, 1], faces[:, 2], faces[:, 0]))
    is_edge = directed[:, 0] != directed[:, 1]
    directed, owner, opposite = directed[is_edge], owner[is_edge], opposite[is_edge]
    start, end = start[is_edge], end[is_edge]

    ordered = np.sort(directed, axis=1)
    order = np.lexsort((owner, ordered[:, 1], ordered[:, 0]))
    same = (ordered[order[1:]] == ordered[order[:-1]]).all(axis=1)
    first, second = order[:-1][same], order[1:][same]
    distinct = owner[first] != owner[second]
    first, second = first[distinct], second[distinct]

    points = np.asarray(vertices, dtype=np.float64)
    normals = face_normals(points, faces)
    normal_1, normal_2 = normals[owner[first]], normals[owner[second]]
    # Two well-wound neighbours run along their edge in opposite directions; otherwise one of them is inside out.
    is_flipped = directed[first, 0] == directed[second, 0]
    normal_2 = np.where(is_flipped[:, None], -normal_2, normal_2)
    angle = np.arccos(np.clip(np.einsum("ij,ij->i", normal_1, normal_2), -1.0, 1.0))
    angle[(np.abs(normal_1).sum(axis=1) == 0.0) | (np.abs(normal_2).sum(axis=1) == 0.0)] = 0.0
    height = np.einsum("ij,ij->i", normal_1, points[opposite[second]] - points[start[first]])
    return FaceAdjacency(
        faces=np.stack((owner[first], owner[second]), axis=1),
        edges=ordered[first],
        length=np.linalg.norm(points[end[first]] - points[start[first]], axis=1),
        angle=np.where(height > 0.0, -angle, angle),
    )


def _unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1 without under- or overflow; rows of zeros stay zero."""
    scale = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors / np.where(scale > 0.0, scale, 1.0)
    length = np.linalg.norm(scaled, axis=1, keepdims=True)
    result: Floats = scaled / np.where(length > 0.0, length, 1.0)
    return result


def corner_angles(corners: Floats) -> Floats:
    """(F, 3) inner angles of triangles (F, 3, 3), radians."""
    angles = np.empty(corners.shape[:2])
    for corner in range(3):
        a = _unit(corners[:, (corner + 1) % 3] - corners[:, corner])
        b = _unit(corners[:, (corner + 2) % 3] - corners[:, corner])
        angles[:, corner] = np.arccos(np.clip(np.einsum("ij,ij->i", a, b), -1.0, 1.0))
    return angles


def _add_rows(target: Floats, rows: Ints, values: Floats) -> None:
    """target[rows] += values with repeated rows, in a fixed order of summation."""
    for axis in range(values.shape[1]):
        target[:, axis] += np.bincount(rows, weights=values[:, axis], minlength=len(target))
