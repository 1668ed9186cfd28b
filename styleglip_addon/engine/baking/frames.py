"""Tangent frames of a UV-mapped mesh, and normals expressed in them: what a normal map stores.

A frame is the interpolated normal N, the interpolated tangent T along growing u, and B = sign * (N x T). Tangents are
averaged over the corners that share place, normal, UV and handedness, weighted by angle, as MikkTSpace does (Mikkelsen,
"Simulation of Wrinkled Surfaces Revisited", 2008), the convention of Blender and glTF. Heights bend the normal by their
surface gradient, n' = N - grad h (Blinn, "Simulation of Wrinkled Surfaces", 1978).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..surface import welded_vertex_normals
from ..surface.equal_rows import equal_rows
from ..surface.topology import corner_angles
from ..vocabulary import IntArray

Floats = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class TangentFrames:
    """Frames at the corners of F triangles.

    Args:
        normals: (F, 3, 3) unit.
        tangents: (F, 3, 3) unit; zero where the UV map has no area.
        signs: (F,) 1, or -1 where the UV map is mirrored.
        jacobian: (F, 3, 2) change of position per u and per v; zero where the UV map has no area.
    """

    normals: Floats
    tangents: Floats
    signs: Floats
    jacobian: Floats

    @classmethod
    def of(
        cls,
        vertices: NDArray[np.floating],
        faces: IntArray,
        groups: IntArray,
        uv: NDArray[np.floating],
        corner_normals: NDArray[np.floating] | None = None,
    ) -> TangentFrames:
        """Computes the frames.

        Args:
            vertices: (V, 3).
            faces: (F, 3).
            groups: (V,) place of each vertex, see `surface.weld`.
            uv: (F, 3, 2).
            corner_normals: (F, 3, 3) shading normals; None: smooth everywhere, across seams too.
        """
        points = np.asarray(vertices, dtype=np.float64)
        if corner_normals is None:
            corner_normals = welded_vertex_normals(points, faces, groups)[faces]
        normals = _unit(np.asarray(corner_normals, dtype=np.float64))
        jacobian = _position_per_uv(points[faces], np.asarray(uv, dtype=np.float64))
        handed = np.einsum("fc,fc->f", np.cross(jacobian[:, :, 0], jacobian[:, :, 1]), normals.sum(axis=1))
        signs = np.where(handed < 0, -1.0, 1.0)
        along = jacobian[:, None, :, 0] - normals * np.einsum("fic,fc->fi", normals, jacobian[:, :, 0])[:, :, None]
        along = _unit(along) * corner_angles(points[faces])[:, :, None]
        # Corners share a tangent if they look the same: place, normal, UV and handedness, rounded against noise.
        keys = np.concatenate(
            (
                groups[faces][:, :, None],
                np.rint(normals * 2**12).astype(np.int64),
                np.rint(np.asarray(uv) * 2**20).astype(np.int64),
                np.broadcast_to(signs[:, None, None].astype(np.int64), (*faces.shape, 1)),
            ),
            axis=2,
        ).reshape(-1, 7)
        same = equal_rows(keys).group
        flat = along.reshape(-1, 3)
        summed: Floats = np.stack([np.bincount(same, weights=flat[:, axis]) for axis in range(3)], axis=1, dtype=float)
        return cls(normals, _unit(summed[same]).reshape(-1, 3, 3), signs, jacobian)

    @cached_property
    def dual(self) -> Floats:
        """(F, 3, 2) gradient on the surface of what grows by 1 per u, and of what grows by 1 per v."""
        along_u, along_v = self.jacobian[:, :, 0], self.jacobian[:, :, 1]
        uu, uv, vv = (
            np.einsum("nc,nc->n", a, b)[:, None]
            for a, b in ((along_u, along_u), (along_u, along_v), (along_v, along_v))
        )
        determinant = uu * vv - uv * uv
        usable = determinant > 1e-12 * np.maximum(uu * vv, 1e-300)
        scale = np.where(usable, 1.0 / np.where(usable, determinant, 1.0), 0.0)
        return np.stack(((vv * along_u - uv * along_v) * scale, (uu * along_v - uv * along_u) * scale), axis=2)

    def surface_gradient(self, face: IntArray, per_u: Floats, per_v: Floats) -> Floats:
        """(n, 3) gradient on the surface of a height known by its change per u and per v, in triangles (n,)."""
        basis = self.dual[face]
        return np.asarray(per_u[:, None] * basis[:, :, 0] + per_v[:, None] * basis[:, :, 1])

    def bent(self, face: IntArray, place: Floats, gradient: Floats, offset: Floats) -> Floats:
        """The interpolated normal, bent by a height and by an offset.

        Args:
            face: (n,) triangles.
            place: (n, 3) barycentric coordinates.
            gradient: (n, 3) surface gradient of the height.
            offset: (n, 3) added to the normal besides.

        Returns:
            (n, 3) unit vectors.
        """
        return bent_normal(np.einsum("ni,nic->nc", place, self.normals[face]), gradient, offset)

    def encode(self, face: IntArray, place: Floats, vectors: Floats) -> Floats:
        """Expresses vectors in the interpolated frames.

        Args:
            face: (n,) triangles.
            place: (n, 3) barycentric coordinates.
            vectors: (n, 3).

        Returns:
            (n, 3) unit vectors x, y, z along T, B, N; (0, 0, 1) where there is no frame.
        """
        normal = np.einsum("ni,nic->nc", place, self.normals[face])
        tangent = np.einsum("ni,nic->nc", place, self.tangents[face])
        return in_frame(vectors, normal, tangent, self.signs[face])

    def decode(self, face: IntArray, place: Floats, vectors: Floats) -> Floats:
        """The inverse of `encode`'s last step, as renderers do it: vectors (n, 3) along T, B, N to the mesh's space."""
        tangent, bitangent, normal = self._at(face, place)
        return np.asarray(vectors[:, :1] * tangent + vectors[:, 1:2] * bitangent + vectors[:, 2:] * normal)

    def _at(self, face: IntArray, place: Floats) -> tuple[Floats, Floats, Floats]:
        """T, B and N (n, 3) each at places in triangles; of no unit length between corners."""
        normal = np.einsum("ni,nic->nc", place, self.normals[face])
        tangent = np.einsum("ni,nic->nc", place, self.tangents[face])
        return tangent, self.signs[face][:, None] * np.cross(normal, tangent), normal


def bent_normal(normal: Floats, gradient: Floats, offset: Floats | None) -> Floats:
    """(n, 3) unit vectors: normals (n, 3) of any length, bent by a height's surface gradient and by an offset."""
    unit = _unit(normal)
    across = gradient - unit * np.einsum("nc,nc->n", unit, gradient)[:, None]
    return _unit(unit - across if offset is None else unit - across + offset)


def in_frame(vectors: Floats, normal: Floats, tangent: Floats, sign: Floats) -> Floats:
    """Expresses vectors in frames as they are interpolated between corners.

    Those are not quite orthonormal; renderers decode with them as they are, so they are inverted. With B = sign N x T
    the cofactors of the frame's matrix come down to dot products.

    Args:
        vectors, normal, tangent: (n, 3).
        sign: (n,) handedness.

    Returns:
        (n, 3) unit vectors along T, B, N; (0, 0, 1) where there is no frame.
    """
    vn, vt, nn, tt, nt = (
        np.einsum("nc,nc->n", a, b)
        for a, b in ((vectors, normal), (vectors, tangent), (normal, normal), (tangent, tangent), (normal, tangent))
    )
    across = np.einsum("nc,nc->n", vectors, _cross(normal, tangent)) * sign
    encoded = _unit(np.stack((vt * nn - vn * nt, across, vn * tt - vt * nt), axis=1))
    encoded[nn * tt - nt * nt < 1e-9] = (0.0, 0.0, 1.0)
    return encoded


def moved_corner_normals(
    before: NDArray[np.floating],
    after: NDArray[np.floating],
    faces: IntArray,
    groups: IntArray,
    corner_normals: NDArray[np.floating],
) -> Floats:
    """Shading normals of a mesh whose vertices moved: each turns as the surface of its smoothing group turns.

    Corners in one place that share a normal are shaded smoothly with each other. Their faces' mean normal, weighted by
    angle, is taken before and after, and what turns the one into the other the shortest way turns the shading normal.

    Args:
        before, after: (V, 3).
        faces: (F, 3).
        groups: (V,) place of each vertex before, see `surface.weld`.
        corner_normals: (F, 3, 3) before.

    Returns:
        (F, 3, 3) unit.
    """
    given = _unit(np.asarray(corner_normals, dtype=np.float64))
    keys = np.concatenate((groups[faces][:, :, None], np.rint(given * 2**12).astype(np.int64)), axis=2)
    smooth = equal_rows(keys.reshape(-1, 4)).group
    old, new = (_mean_normals(np.asarray(points, dtype=np.float64)[faces], smooth) for points in (before, after))
    cosine = np.einsum("nc,nc->n", old, new)[:, None]
    flat = given.reshape(-1, 3)
    axis = np.cross(old, new)
    # Rodrigues' formula for the rotation that takes one unit vector to another; none where they are opposite.
    along = axis * np.einsum("nc,nc->n", axis, flat)[:, None] / np.maximum(1.0 + cosine, 1e-6)
    turned = flat * cosine + np.cross(axis, flat) + along
    return _unit(np.where(cosine > -0.999, turned, flat)).reshape(-1, 3, 3)


def _mean_normals(corners: Floats, group: IntArray) -> Floats:
    """(3 F, 3) at each corner the unit mean normal of its group's faces, weighted by their angles there."""
    cross = _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    weighted = (cross[:, None, :] * corner_angles(corners)[:, :, None]).reshape(-1, 3)
    summed: Floats = np.stack([np.bincount(group, weights=weighted[:, axis]) for axis in range(3)], axis=1, dtype=float)
    return _unit(summed)[group]


def _position_per_uv(corners: Floats, uv: Floats) -> Floats:
    """(F, 3, 2): positions of triangles (F, 3, 3) as linear functions of their UVs (F, 3, 2)."""
    first, second = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    side, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    usable = np.abs(area) > 1e-14
    inverse = np.where(usable, 1.0 / np.where(usable, area, 1.0), 0.0)[:, None]
    along_u = (side * second[:, 1:] - other * first[:, 1:]) * inverse
    along_v = (other * first[:, :1] - side * second[:, :1]) * inverse
    return np.stack((along_u, along_v), axis=2)


def _cross(a: Floats, b: Floats) -> Floats:
    """(n, 3) cross products; several times faster than NumPy's."""
    (ax, ay, az), (bx, by, bz) = a.T, b.T
    return np.stack((ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx), axis=1)


def _unit(vectors: Floats) -> Floats:
    length = np.sqrt(np.einsum("...c,...c->...", vectors, vectors))[..., None]
    result: Floats = vectors / np.where(length > 1e-30, length, 1.0)
    return result
