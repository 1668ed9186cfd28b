"""Where an evaluated mesh came from: attributes that its modifiers handed on, as places on the mesh below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import bpy
import numpy as np
from numpy.typing import NDArray

from .validation import base_coordinates

if TYPE_CHECKING:
    from ...engine.surface.derived import DerivedVertices

REST = "styleglip rest"
"""FLOAT_VECTOR on POINT: where a vertex was on the mesh."""
FACE = "styleglip face"
"""INT on FACE: which face of the mesh it was, from 1."""

_GRID = 1e5
"""Places on the mesh are told apart to this part of its size."""

_NO_TURN = 1.0 + 2.0 * np.cos(np.radians(5.0))
"""Trace of a rotation above which it is none."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Traces:
    """An evaluated mesh, E vertices and K triangles, and where on the mesh below they came from.

    Args:
        vertices: (E, 3) float32, object space.
        triangles: (K, 3).
        polygons: (K,) face of the mesh below; -1: none.
        copies: (K,) whether an earlier triangle came from the same place.
        rest: (E, 3) place on the mesh below.
        below, below_triangles, below_polygons: (V, 3) vertices, (F, 3) triangles and (F,) their faces there.
        same_faces: whether both meshes have the same faces.
    """

    vertices: NDArray[np.float32]
    triangles: Ints
    polygons: Ints
    copies: NDArray[np.bool_]
    rest: Floats
    below: NDArray[np.float32]
    below_triangles: Ints
    below_polygons: Ints
    same_faces: bool

    @classmethod
    def of(cls, below: bpy.types.Mesh, mesh: bpy.types.Mesh) -> Traces:
        """Reads an evaluated mesh whose source was marked with `REST` and `FACE`."""
        vertices = _floats(mesh.vertices, "co", 3).astype(np.float32)
        triangles, of_triangles = _loop_triangles(mesh)
        below_triangles, below_polygons = _loop_triangles(below)
        origin = _face_origin(mesh)
        rest = _rest(mesh, vertices)
        size = max(float(np.ptp(base_coordinates(below), axis=0).max()), 1e-30)
        first = _first_of_each(mesh, origin, np.rint(rest * (_GRID / size)).astype(np.int64))
        corners, own = _ints(mesh.loops, "vertex_index"), _ints(below.loops, "vertex_index")
        sizes, own_sizes = _ints(mesh.polygons, "loop_total"), _ints(below.polygons, "loop_total")
        return cls(
            vertices=vertices,
            triangles=triangles,
            polygons=origin[of_triangles],
            copies=~first[of_triangles],
            rest=rest,
            below=base_coordinates(below),
            below_triangles=below_triangles,
            below_polygons=below_polygons,
            same_faces=np.array_equal(corners, own) and np.array_equal(sizes, own_sizes),
        )

    def is_unchanged(self, tolerance: float) -> bool:
        """Whether the evaluated mesh is the mesh below, but for moves of that part of its size."""
        if not self.same_faces or len(self.vertices) != len(self.below):
            return False
        size = float(np.ptp(self.below, axis=0).max())
        return bool(np.abs(self.vertices.astype(np.float64) - self.below).max() <= tolerance * size)

    @property
    def unknown(self) -> float:
        """Share of the evaluated surface that came from no face of the mesh below."""
        areas = _areas(self.vertices.astype(np.float64)[self.triangles])
        return float(areas[self.polygons < 0].sum() / max(float(areas.sum()), 1e-300))

    def derived(self) -> DerivedVertices:
        """How the vertices came from those below."""
        from scipy import sparse

        from ...engine.surface.derived import DerivedVertices  # with SciPy

        count = len(self.vertices)
        known = self.polygons >= 0
        face = np.full(count, -1)
        face[self.triangles[known][::-1].reshape(-1)] = np.repeat(self.polygons[known][::-1], 3)
        triangle, place = self._places(face)
        rows = np.flatnonzero(triangle >= 0)
        shape = (count, len(self.below))
        columns = self.below_triangles[triangle[rows]].reshape(-1)
        spread = sparse.csr_matrix((place[rows].reshape(-1), (np.repeat(rows, 3), columns)), shape=shape)
        areas = np.where(known & ~self.copies, _areas(self.rest[self.triangles]), 0.0)
        weights = np.bincount(self.triangles.reshape(-1), weights=np.repeat(areas / 3.0, 3), minlength=count)
        return DerivedVertices(spread, weights.astype(np.float64))

    def turns(self, *, each: bool) -> Floats:
        """(E, 3, 3) rotations from the mesh below to what is seen: one for all vertices, or at each of them."""
        known = (self.polygons >= 0) & ~self.copies
        corners = self.triangles[known]
        seen, rest = _frames(self.vertices.astype(np.float64)[corners]), _frames(self.rest[corners])
        areas = np.minimum(_areas(self.vertices.astype(np.float64)[corners]), _areas(self.rest[corners]))
        turned = areas[:, None, None] * np.einsum("kji,kjl->kil", seen, rest)
        count = len(self.vertices)
        if not each:
            whole = _nearest_rotations(turned.sum(axis=0)[None])[0]
            return np.broadcast_to(np.eye(3) if np.trace(whole) > _NO_TURN else whole, (count, 3, 3))
        sums = np.zeros((count, 3, 3))
        for corner in range(3):
            np.add.at(sums, corners[:, corner], turned)
        return _nearest_rotations(sums)

    def _places(self, face: Ints) -> tuple[Ints, Floats]:
        """For each vertex, given its face: the triangle below that it lies in, -1 for none, and its place there."""
        polygons = int(self.below_polygons.max()) + 1
        start = np.searchsorted(self.below_polygons, np.arange(polygons + 1))
        counts = np.diff(start)
        best, triangle = np.full(len(face), np.inf), np.full(len(face), -1)
        place = np.zeros((len(face), 3))
        known = np.flatnonzero((face >= 0) & (face < polygons))
        below = self.below.astype(np.float64)
        for number in range(int(counts[face[known]].max()) if len(known) else 0):
            rows = known[counts[face[known]] > number]
            candidate = start[face[rows]] + number
            corners = below[self.below_triangles[candidate]]
            inside = _barycentric(self.rest[rows], corners)
            distance = np.linalg.norm(np.einsum("ni,nij->nj", inside, corners) - self.rest[rows], axis=1)
            nearer = distance < best[rows]
            best[rows[nearer]], triangle[rows[nearer]], place[rows[nearer]] = (
                distance[nearer], candidate[nearer], inside[nearer],
            )  # fmt: skip
        return triangle, place


def _first_of_each(mesh: bpy.types.Mesh, origin: Ints, rest: Ints) -> NDArray[np.bool_]:
    """For each face, whether none before it came from the same place: those of mirrors and arrays have the same one."""
    sums = np.add.reduceat(rest[_ints(mesh.loops, "vertex_index")], _ints(mesh.polygons, "loop_start"), axis=0)
    _, first = np.unique(np.concatenate([origin[:, None], sums], axis=1), axis=0, return_index=True)
    is_first = origin < 0
    is_first[first] = True
    return is_first


def _face_origin(mesh: bpy.types.Mesh) -> Ints:
    attribute = mesh.attributes.get(FACE)
    if attribute is None or (attribute.data_type, attribute.domain) != ("INT", "FACE"):
        return np.full(len(mesh.polygons), -1)
    return _ints(attribute.data, "value") - 1


def _rest(mesh: bpy.types.Mesh, vertices: NDArray[np.float32]) -> Floats:
    attribute = mesh.attributes.get(REST)
    if attribute is None or (attribute.data_type, attribute.domain) != ("FLOAT_VECTOR", "POINT"):
        return vertices.astype(np.float64)
    return _floats(attribute.data, "vector", 3)


def _barycentric(points: Floats, corners: Floats) -> Floats:
    """(n, 3) places of points (n, 3) in triangles (n, 3, 3), within them."""
    first, second, own = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0], points - corners[:, 0]
    a, b, c = (np.einsum("ni,ni->n", *pair) for pair in ((first, first), (first, second), (second, second)))
    d, e = np.einsum("ni,ni->n", own, first), np.einsum("ni,ni->n", own, second)
    area = np.maximum(a * c - b * b, 1e-300)
    u, v = (c * d - b * e) / area, (a * e - b * d) / area
    inside = np.clip(np.stack([1.0 - u - v, u, v], axis=1), 0.0, None)
    total = inside.sum(axis=1, keepdims=True)
    return np.where(np.isfinite(total) & (total > 0.0), inside / np.maximum(total, 1e-300), 1.0 / 3.0)


def _frames(corners: Floats) -> Floats:
    """(n, 3, 3) rows: a side, across it, and the normal of triangles (n, 3, 3)."""
    side = _unit(corners[:, 1] - corners[:, 0])
    normal = _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    return np.stack([side, np.cross(normal, side), normal], axis=1)


def _nearest_rotations(matrices: Floats) -> Floats:
    """The rotations that are nearest to matrices (n, 3, 3); none where a matrix is none."""
    left, sizes, right = np.linalg.svd(matrices)
    flip = np.linalg.det(left @ right) < 0.0
    left[flip, :, 2] *= -1.0
    found = left @ right
    found[sizes[:, 0] <= 1e-30] = np.eye(3)
    return np.asarray(found)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-30))


def _areas(corners: Floats) -> Floats:
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(cross, axis=1) / 2.0)


def _loop_triangles(mesh: bpy.types.Mesh) -> tuple[Ints, Ints]:
    mesh.calc_loop_triangles()
    vertices = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", vertices)
    return vertices.reshape(-1, 3).astype(np.int64), _ints(mesh.loop_triangles, "polygon_index")


def _ints(items: bpy.types.bpy_prop_collection, name: str) -> Ints:
    values = np.empty(len(items), dtype=np.int32)
    items.foreach_get(name, values)
    return values.astype(np.int64)


def _floats(items: bpy.types.bpy_prop_collection, name: str, width: int) -> Floats:
    values = np.empty(len(items) * width, dtype=np.float32)
    items.foreach_get(name, values)
    return values.reshape(-1, width).astype(np.float64)
