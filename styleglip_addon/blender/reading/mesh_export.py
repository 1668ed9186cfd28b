"""Turns a Blender mesh object into the engine's plain arrays, and remembers how to bring results back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray, Mesh
from .existing_colors import read_colors
from .named_regions import read_regions
from .object_handle import ObjectHandle
from .part_masks import PartMask, read_mask
from .validation import ObjectError, base_coordinates, check_stylizable

_EXACT = 1e-6
"""Stretches this close to a plain number are taken as that number, so that unscaled objects go through unchanged."""


@dataclass(frozen=True, eq=False)
class ExportedObject:
    """An exported mesh and the way back.

    Args:
        handle: finds the object again.
        mesh: what the engine works on: base mesh vertices (without modifiers and shape keys) times `stretch`.
        stretch: (3, 3) float64, the symmetric part (scale and shear) of the object's world matrix: what the engine sees
            has the proportions and the size in metres that the artist sees, unrotated and unmoved.
    """

    handle: ObjectHandle
    mesh: Mesh
    stretch: NDArray[np.float64]

    def to_object_space(self, displacement: FloatArray) -> FloatArray:
        """Brings displacement (V, 3) from the engine's mesh to the object's own coordinates."""
        if np.array_equal(self.stretch, np.eye(3)):
            return np.ascontiguousarray(displacement, dtype=np.float32)
        return np.asarray(displacement.astype(np.float64) @ np.linalg.inv(self.stretch), dtype=np.float32)


def export_object(
    obj: bpy.types.Object | None,
    *,
    masks: Mapping[str, PartMask] | None = None,
    allow_shared: bool = False,
) -> ExportedObject:
    """Exports the base mesh of an object. Changes nothing.

    Faces of any size are triangulated. Modifiers are not applied; with shape keys the Basis is exported. The world's +Z
    is passed on as "up" in the object's own frame, because objects are often stored lying and stand by their rotation.

    Args:
        obj: the object; None gives the sentence that no object is active.
        masks: for parts with a manual mask, part name -> what holds it.
        allow_shared: the mesh may be used by other objects (see `write_back`).

    Returns:
        The exported object; colours and names as the object has them now, without any result of ours.

    Raises:
        ObjectError: the object cannot be stylized; the message says why and what to do.
    """
    obj = check_stylizable(obj, allow_shared=allow_shared)
    rotation, stretch = _split_world_matrix(obj)
    vertices = base_coordinates(obj.data)
    if not np.array_equal(stretch, np.eye(3)):
        vertices = (vertices.astype(np.float64) @ stretch).astype(np.float32)
    up = rotation.T @ np.array([0.0, 0.0, 1.0])
    mesh = Mesh(
        vertices=vertices,
        faces=_triangles(obj.data),
        colors=read_colors(obj),
        masks={part: read_mask(obj, mask) for part, mask in (masks or {}).items()},
        up=(float(up[0]), float(up[1]), float(up[2])),
        regions=read_regions(obj),
    )
    return ExportedObject(handle=ObjectHandle.of(obj), mesh=mesh, stretch=stretch)


def _triangles(mesh: bpy.types.Mesh) -> NDArray[np.int64]:
    mesh.calc_loop_triangles()
    flat = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", flat)
    return flat.reshape(-1, 3).astype(np.int64)


def _split_world_matrix(obj: bpy.types.Object) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Polar decomposition of the world matrix without its translation: rotation (mirroring included) and stretch.

    `world = rotation @ stretch`, stretch symmetric and positive; see Higham, "Computing the polar decomposition", 1986.
    """
    # matrix_world is only brought up to date by the view layer; an object outside it keeps the last value.
    bpy.context.view_layer.update()
    matrix = np.array(obj.matrix_world.to_3x3(), dtype=np.float64)
    if not np.isfinite(matrix).all():
        raise ObjectError(f'The rotation or scale of "{obj.name}" is NaN or infinite. Clear them (Alt+R, Alt+S).')
    left, sizes, right = np.linalg.svd(matrix)
    if sizes[-1] <= 1e-9 * max(sizes[0], 1e-30):
        raise ObjectError(
            f'The scale of "{obj.name}" is 0 along an axis, so that it has no volume. '
            "Set its scale (or its parent's) to another value, then try again."
        )
    rotation, stretch = left @ right, right.T @ np.diag(sizes) @ right
    rounded = np.round(stretch)
    stretch = rounded if np.abs(stretch - rounded).max() < _EXACT and np.linalg.det(rounded) > 0 else stretch
    return rotation, stretch
