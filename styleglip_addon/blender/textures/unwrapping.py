"""A UV map for a mesh that has none fit for textures: unwrapped by Blender, islands packed closely, on a copy."""

from __future__ import annotations

import math
from collections.abc import Callable

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import UvMap
from ..names import UV_MAP
from ..reading.validation import ObjectError, base_coordinates
from .uv_reading import read_uv, triangle_loops, vertex_of_loop

_MOST_GAP = 0.06
"""Of the texture's width, divided by the root of the number of islands: the most that is left between them. Thousands
of islands with the usual gap would leave next to nothing for themselves."""

_ANGLE = 1.15
"""Radians (66 degrees, Blender's own default): faces that bend more than this against each other are cut apart."""


def unwrap(obj: bpy.types.Object, island_gap: float) -> NDArray[np.float32]:
    """(L, 2) Smart UV Project of an object's base mesh, computed on a copy in a scene of its own.

    The operator works on whatever is in Edit Mode. In a scene with nothing but the copy neither the artist's selection
    nor the shape keys come into it, and in background mode it works as well.

    Raises:
        ObjectError: Blender gave no usable map.
    """
    scene = bpy.data.scenes.new("StyleGLIP Unwrap")
    mesh = _bare_copy(obj.data)
    copy = bpy.data.objects.new("StyleGLIP Unwrap", mesh)
    corners = vertex_of_loop(mesh)
    try:
        mesh.uv_layers.new(name=UV_MAP, do_init=False)
        mesh.polygons.foreach_set("select", np.ones(len(mesh.polygons), dtype=bool))
        scene.collection.objects.link(copy)
        layer = scene.view_layers[0]
        layer.objects.active = copy
        copy.select_set(True, view_layer=layer)
        projected, packed = _project(copy, scene, island_gap)
        if not np.array_equal(corners, vertex_of_loop(mesh)):
            raise ObjectError(f'"{obj.name}" cannot be unwrapped automatically. Unwrap it (U in Edit Mode).')
        most = _MOST_GAP / math.sqrt(_island_count(mesh, packed))
        if most < island_gap:
            projected, packed = _project(copy, scene, most)
        # Where packing anew covers more, islands and gaps are both larger.
        found = max((projected, packed), key=lambda uv: _covered(mesh, uv))
        return np.clip(found, 0.0, 1.0)
    except RuntimeError as error:
        raise ObjectError(
            f'"{obj.name}" cannot be unwrapped automatically ({str(error).strip()}). Unwrap it (U in Edit Mode).'
        ) from error
    finally:
        bpy.data.scenes.remove(scene)
        bpy.data.objects.remove(copy)
        bpy.data.meshes.remove(mesh)


def _project(
    copy: bpy.types.Object, scene: bpy.types.Scene, island_gap: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Smart UV Project of all faces of the only object of a scene: (L, 2) as it packs, and packed anew."""
    context = {
        "scene": scene,
        "view_layer": scene.view_layers[0],
        "active_object": copy,
        "object": copy,
        "selected_objects": [copy],
        "selected_editable_objects": [copy],
    }
    scene.tool_settings.use_uv_select_sync = True  # else only what is selected in the UV Editor is packed

    def edited(operate: Callable[[], object]) -> NDArray[np.float32]:
        with bpy.context.temp_override(**context):
            bpy.ops.object.mode_set(mode="EDIT")
        try:
            with bpy.context.temp_override(**context, edit_object=copy, objects_in_mode_unique_data=[copy]):
                bpy.ops.mesh.select_all(action="SELECT")
                operate()
        finally:
            with bpy.context.temp_override(**context):
                bpy.ops.object.mode_set(mode="OBJECT")
        return read_uv(copy.data, UV_MAP)

    projected = edited(
        lambda: bpy.ops.uv.smart_project(
            angle_limit=_ANGLE, margin_method="FRACTION", island_margin=island_gap, scale_to_bounds=False
        )
    )
    # By their outlines islands would fit more closely, but that takes seconds, and a minute where they are many.
    packed = edited(
        lambda: bpy.ops.uv.pack_islands(
            rotate=True, rotate_method="AXIS_ALIGNED", margin_method="ADD", margin=island_gap, shape_method="AABB"
        )
    )
    return projected, packed


def _island_count(mesh: bpy.types.Mesh, uv: NDArray[np.float32]) -> int:
    from ...engine.baking.height_slopes import island_labels  # with SciPy

    loops = triangle_loops(mesh)
    faces = vertex_of_loop(mesh)[loops].astype(np.int64)
    return int(island_labels(faces, np.arange(len(mesh.vertices)), uv[loops]).max()) + 1


def _covered(mesh: bpy.types.Mesh, uv: NDArray[np.float32]) -> float:
    return float(np.abs(UvMap(uv[triangle_loops(mesh)].astype(np.float64)).areas()).sum())


def _bare_copy(mesh: bpy.types.Mesh) -> bpy.types.Mesh:
    """The faces of a mesh and nothing else: a real copy brings shape keys that outlive it, and what is hidden.

    Faces that only lie side by side, as flat-shaded ones in many files, are joined: each would be an island of its own,
    and the gaps between thousands of islands leave them no room.
    """
    copy = bpy.data.meshes.new("StyleGLIP Unwrap")
    copy.vertices.add(len(mesh.vertices))
    copy.vertices.foreach_set("co", base_coordinates(mesh).ravel())
    copy.loops.add(len(mesh.loops))
    starts = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("loop_start", starts)
    copy.loops.foreach_set("vertex_index", _joined_corners(mesh, starts))
    copy.polygons.add(len(starts))
    copy.polygons.foreach_set("loop_start", starts)
    copy.update(calc_edges=True)
    return copy


def _joined_corners(mesh: bpy.types.Mesh, starts: NDArray[np.int32]) -> NDArray[np.int32]:
    """(L,) vertex of each face corner, the first one of those that lie at its place.

    A face that would have one vertex twice keeps its own.
    """
    from ...engine.surface import weld  # with SciPy

    corners = vertex_of_loop(mesh)
    _, first, group = np.unique(weld(base_coordinates(mesh)), return_index=True, return_inverse=True)
    joined = first[group.reshape(-1)][corners].astype(np.int32)
    face = np.searchsorted(starts, np.arange(len(corners)), side="right") - 1
    order = np.lexsort((joined, face))
    is_twice = (np.diff(face[order]) == 0) & (np.diff(joined[order]) == 0)
    kept = np.isin(face, face[order][1:][is_twice])
    return np.where(kept, corners, joined).astype(np.int32)
