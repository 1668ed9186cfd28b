"""Turns a Blender mesh object into the engine's plain arrays, and remembers how to bring results back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray, LocatedPart, Mesh, NamedRegion, StyledPart, StylizeResult
from ...engine.vocabulary.distance import far_middle
from .existing_colors import read_colors, unread_pictures
from .named_regions import read_regions
from .object_handle import ObjectHandle
from .part_masks import PartMask, read_mask
from .seen_surface import SeenSurface, look_at
from .shaping_modifiers import Pins, mirror_pins, pinned
from .validation import ObjectError, base_coordinates, check_stylizable

_EXACT = 1e-6
"""Stretches this close to a plain number are taken as that number, so that unscaled objects go through unchanged."""

_LEAST_WEIGHT = 1e-3
"""A vertex with less of a part has none of it, as in the engine."""


@dataclass(frozen=True, eq=False)
class ExportedObject:
    """An exported mesh and the way back.

    Args:
        handle: finds the object again.
        mesh: what the engine works on: the object's own mesh without shape keys, or what is seen of it through its
            modifiers, times `stretch`.
        stretch: (3, 3) float64, the symmetric part (scale and shear) of the object's world matrix: what the engine sees
            has the proportions and the size in metres that the artist sees, unrotated and unmoved.
        seen: how `mesh` comes from the object's own mesh; None: it is that.
        pins: vertices of the object's own mesh that may not leave a plane.
        notes: sentences for the user: what a style cannot follow.
    """

    handle: ObjectHandle
    mesh: Mesh
    stretch: NDArray[np.float64]
    seen: SeenSurface | None = None
    pins: Pins = ()
    notes: tuple[str, ...] = ()

    def to_object_space(self, displacement: FloatArray) -> FloatArray:
        """Brings displacement (V, 3) from the engine's mesh to the object's own coordinates."""
        if np.array_equal(self.stretch, np.eye(3)):
            return np.ascontiguousarray(displacement, dtype=np.float32)
        return np.asarray(displacement.astype(np.float64) @ np.linalg.inv(self.stretch), dtype=np.float32)

    def moves(self, displacement: FloatArray) -> FloatArray:
        """What the object's vertices (V, 3) move in its own coordinates, for displacement of the engine's mesh."""
        own = self.to_object_space(displacement)
        if self.seen is not None:
            own = self.seen.moves_at_vertices(own)
        return pinned(own, self.pins) if self.pins else own

    def at_vertices(self, values: FloatArray, *, fills: bool = True) -> FloatArray:
        """Values (V, ...) at the object's vertices, from those at the vertices of the engine's mesh.

        Vertices of which nothing is seen get the mean, or without `fills` 0.
        """
        return values if self.seen is None else self.seen.derived.fit(values, fills=fills)

    def located_at_vertices(self, located: LocatedPart) -> LocatedPart:
        """A part of the engine's mesh, at the object's vertices."""
        if self.seen is None:
            return located
        weights = self.at_vertices(located.weights, fills=False)
        return replace(located, weights=np.where(weights < _LEAST_WEIGHT, np.float32(0.0), weights))

    def result_at_vertices(self, result: StylizeResult) -> StylizeResult:
        """A result at the object's vertices; displacement stays as the engine has it, see `moves`."""
        if self.seen is None:
            return result
        return replace(
            result,
            color=self.at_vertices(result.color),
            parts=tuple(self._part_at_vertices(styled) for styled in result.parts),
        )

    def _part_at_vertices(self, styled: StyledPart) -> StyledPart:
        return replace(
            styled,
            located=self.located_at_vertices(styled.located),
            color=self.at_vertices(styled.color),
            material={channel: self.at_vertices(values) for channel, values in styled.material.items()},
        )


def export_object(
    obj: bpy.types.Object | None,
    *,
    masks: Mapping[str, PartMask] | None = None,
    allow_shared: bool = False,
) -> ExportedObject:
    """Exports what is seen of an object. Changes nothing.

    Faces of any size are triangulated; with shape keys the Basis is exported. Modifiers that make the shape are
    followed where what they make can be traced back to the mesh; those that pose it are left out. The world's +Z is
    passed on as "up" in the object's own frame, because objects are often stored lying and stand by their rotation.

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
    seen, notes = look_at(obj)
    vertices = base_coordinates(obj.data) if seen is None else seen.vertices
    if not np.array_equal(stretch, np.eye(3)):
        vertices = (vertices.astype(np.float64) @ stretch).astype(np.float32)
    up = rotation.T @ np.array([0.0, 0.0, 1.0])
    colors, regions = read_colors(obj), read_regions(obj)
    own_masks = {part: read_mask(obj, mask) for part, mask in (masks or {}).items()}
    if seen is not None:
        own_masks = {part: seen.derived.spread(mask) for part, mask in own_masks.items()}
        colors = None if colors is None else seen.derived.spread(colors)
        regions = _seen_regions(obj.data, regions, seen)
    mesh = Mesh(
        vertices=vertices,
        faces=_triangles(obj.data) if seen is None else seen.triangles,
        colors=colors,
        masks=own_masks,
        up=(float(up[0]), float(up[1]), float(up[2])),
        regions=regions,
    )
    pins = mirror_pins(obj, base_coordinates(obj.data))
    notes = (*_distance_notes(obj), *unread_pictures(obj), *notes)
    return ExportedObject(ObjectHandle.of(obj), mesh, stretch, seen, pins, notes)


def _seen_regions(mesh: bpy.types.Mesh, regions: tuple[NamedRegion, ...], seen: SeenSurface) -> tuple[NamedRegion, ...]:
    """Names in triangles of the mesh as names in triangles of what is seen: those of the faces they came from."""
    polygons = np.empty(len(mesh.loop_triangles), dtype=np.int32)
    mesh.loop_triangles.foreach_get("polygon_index", polygons)
    found = []
    for region in regions:
        within = np.zeros(len(mesh.polygons) + 1, dtype=bool)
        within[polygons[region.faces]] = True
        faces = np.flatnonzero(within[seen.polygons])  # the last one stands for -1: from no face
        if len(faces):
            found.append(replace(region, faces=faces))
    return tuple(found)


def _distance_notes(obj: bpy.types.Object) -> tuple[str, ...]:
    """A sentence where an object's vertices are so far from its origin that Blender has rounded its shape."""
    vertices = base_coordinates(obj.data)
    middle = far_middle(vertices.min(axis=0), vertices.max(axis=0))
    if middle is None:
        return ()
    distance = float(np.abs(middle).max())
    return (
        f'"{obj.name}" lies {distance:,.0f} m from its origin, where Blender keeps places to '
        f"{np.spacing(np.float32(distance)):.2g} m: its shape is rounded to that. Bring it near its origin in the "
        "program that it comes from.",
    )


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
