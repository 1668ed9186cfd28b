"""The surface that an artist sees of an object with modifiers, and how it comes from the vertices of its own mesh.

A copy of the object, without shape keys and without modifiers that only pose it, is evaluated in a scene of its own.
Its vertices carry where they were on the mesh, and its faces which face they were: subdivision, mirrors, arrays, bevels
and most geometry nodes hand both on. The object and its scene stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import bpy
import numpy as np
from numpy.typing import NDArray

from .shaping_modifiers import is_bending, is_shaping, limit_subdivision, moving_modifiers
from .traces import FACE, REST, Traces
from .validation import base_coordinates

if TYPE_CHECKING:
    from ...engine.surface.derived import DerivedVertices

_MOST_UNKNOWN = 0.5
"""Share of the surface that may come from no face of the mesh."""
_UNKNOWN_TOLD = 0.05
_MOST_VERTICES = 1_000_000
_SAME = 1e-6
"""Vertices that are moved by less than this part of the object's size are where they were."""


@dataclass(frozen=True, eq=False)
class SeenSurface:
    """E vertices and K triangles that are seen of a mesh with V vertices.

    Args:
        vertices: (E, 3) float32 object space.
        triangles: (K, 3) int64.
        polygons: (K,) face of the mesh that each came from; -1: from none.
        copies: (K,) whether another triangle before it came from the same place: mirrored halves, pieces of arrays.
        derived: how the vertices came from those of the mesh.
        turns: (E, 3, 3) rotation from the mesh to what is seen, at each vertex.
    """

    vertices: NDArray[np.float32]
    triangles: NDArray[np.int64]
    polygons: NDArray[np.int64]
    copies: NDArray[np.bool_]
    derived: DerivedVertices
    turns: NDArray[np.float64]

    def moves_at_vertices(self, displacement: NDArray[np.floating]) -> NDArray[np.float32]:
        """(V, 3) what the mesh's vertices move so that what is seen moves by (E, 3), both in object space."""
        return self.derived.fit(np.einsum("eji,ej->ei", self.turns, displacement.astype(np.float64)))


@contextmanager
def seen_mesh(
    obj: bpy.types.Object, added_uv: tuple[str, NDArray[np.float32]] | None = None
) -> Iterator[bpy.types.Mesh]:
    """The mesh that is seen of an object, for as long as the context lasts; its own where no modifier makes its shape.

    Args:
        obj: a mesh object in Object Mode.
        added_uv: a UV map that the mesh does not have yet: its name, and (L, 2) coordinates.
    """
    if not any(is_shaping(modifier) for modifier in obj.modifiers):
        yield obj.data
        return
    scene = bpy.data.scenes.new("StyleGLIP")
    copy, mesh = obj.copy(), obj.data.copy()
    try:
        copy.data = mesh
        copy.animation_data_clear()
        if mesh.shape_keys is not None:
            copy.show_only_shape_key, copy.active_shape_key_index = True, 0
        for modifier in list(copy.modifiers):
            if not is_shaping(modifier):
                copy.modifiers.remove(modifier)
        limit_subdivision(copy)
        _mark(mesh)
        if added_uv is not None:
            layer = mesh.uv_layers.get(added_uv[0]) or mesh.uv_layers.new(name=added_uv[0], do_init=False)
            layer.uv.foreach_set("vector", np.ascontiguousarray(added_uv[1], dtype=np.float32).ravel())
        scene.collection.objects.link(copy)
        layer = scene.view_layers[0]
        layer.update()
        evaluated = copy.evaluated_get(layer.depsgraph)
        try:
            yield evaluated.to_mesh(preserve_all_data_layers=True, depsgraph=layer.depsgraph)
        finally:
            evaluated.to_mesh_clear()
    finally:
        bpy.data.objects.remove(copy)
        bpy.data.meshes.remove(mesh)
        bpy.data.scenes.remove(scene)


def look_at(obj: bpy.types.Object) -> tuple[SeenSurface | None, tuple[str, ...]]:
    """What is seen of an object, and sentences for its user about what of it a style cannot follow.

    Returns:
        The surface; None where it is the object's own mesh, or cannot be traced back to that.
    """
    notes = tuple(
        f'The modifier "{name}" of "{obj.name}" changes with time: the style is made for the shape before it.'
        for name in moving_modifiers(obj)
    )
    shaping = [modifier for modifier in obj.modifiers if is_shaping(modifier)]
    if not shaping:
        return None, notes
    with seen_mesh(obj) as mesh:
        if not len(mesh.polygons) or len(mesh.vertices) > _MOST_VERTICES:
            return None, (*notes, _not_followed(obj, shaping))
        traces = Traces.of(obj.data, mesh)
        if traces.is_unchanged(_SAME):
            return None, notes
        unknown = traces.unknown
        if unknown > _MOST_UNKNOWN:
            return None, (*notes, _not_followed(obj, shaping))
        if unknown > _UNKNOWN_TOLD:
            notes = (
                *notes,
                f'{unknown:.0%} of what is seen of "{obj.name}" is made by its modifiers from no face of its mesh; '
                "a style shows there in textures alone, or not at all. Apply the modifiers to style it too.",
            )
        surface = SeenSurface(
            vertices=traces.vertices,
            triangles=traces.triangles,
            polygons=traces.polygons,
            copies=traces.copies,
            derived=traces.derived(),
            turns=_turns(traces, shaping),
        )
    return surface, notes


def _turns(traces: Traces, shaping: list[bpy.types.Modifier]) -> NDArray[np.float64]:
    """(E, 3, 3) rotations, none where no modifier turns anything: what rounds a shape does not turn it."""
    if any(is_bending(modifier) for modifier in shaping):
        return traces.turns(each=True)
    if any(modifier.type == "NODES" for modifier in shaping):
        return traces.turns(each=False)
    return np.broadcast_to(np.eye(3), (len(traces.vertices), 3, 3))


def _not_followed(obj: bpy.types.Object, shaping: list[bpy.types.Modifier]) -> str:
    names = ", ".join(f'"{modifier.name}"' for modifier in shaping)
    return (
        f'What is seen of "{obj.name}" cannot be traced back to its own faces through its modifiers ({names}): the '
        "style is made for the mesh below them. Apply them to style what is seen."
    )


def _mark(mesh: bpy.types.Mesh) -> None:
    rest = mesh.attributes.new(REST, "FLOAT_VECTOR", "POINT")
    rest.data.foreach_set("vector", base_coordinates(mesh).ravel())
    face = mesh.attributes.new(FACE, "INT", "FACE")
    face.data.foreach_set("value", np.arange(1, len(mesh.polygons) + 1, dtype=np.int32))
