"""Which UV map textures are baked to: the artist's own where it can carry them, else one that is made beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import UvMap, UvMapError
from ..names import UV_MAP
from ..reading.validation import ObjectError, base_coordinates

_MOST_MAPS = 8
"""Blender keeps eight UV maps."""

_MOST_OVERLAP = 0.02
"""Share of shared texels above which the artist's map is not taken by itself: mirrored halves would look alike."""

_MOST_FLAT = 0.02
"""Share of the surface without area in the map above which it is not taken by itself."""

_ANGLE = 1.15
"""Radians (66 degrees, Blender's own default): faces that bend more than this against each other are cut apart."""


class UvChoice(StrEnum):
    """Whose UV map: AUTO takes the active one where it can carry textures, else a new one."""

    AUTO = "auto"
    ACTIVE = "active"
    NEW = "new"


@dataclass(frozen=True, eq=False)
class ChosenUvMap:
    """The UV map to bake to.

    Args:
        name: of the UV map.
        corners: of the triangles (F, 3, 2), in the order of the export.
        loops: (L, 2) float32 coordinates of a map that has to be made; None: the mesh has it.
        note: a sentence for the user why it was chosen; empty where it is their own.
    """

    name: str
    corners: UvMap
    loops: NDArray[np.float32] | None = None
    note: str = ""


def choose_uv_map(obj: bpy.types.Object, choice: UvChoice, island_gap: float) -> ChosenUvMap:
    """Finds or computes a UV map. The object stays as it is.

    Args:
        obj: a mesh object in Object Mode.
        choice: whose map.
        island_gap: least distance between islands of a new map, in UV units.

    Raises:
        UvMapError: the active map was asked for and cannot carry textures.
        ObjectError: a new map cannot be made.
    """
    mesh = obj.data
    active = mesh.uv_layers.active
    note = ""
    if choice is not UvChoice.NEW and active is not None:
        own = triangle_uv(mesh, active.name)
        if choice is UvChoice.ACTIVE:
            own.check(f'UV map "{active.name}"')
            return ChosenUvMap(active.name, own)
        problem = _problem(mesh, own, active.name)
        if not problem:
            return ChosenUvMap(active.name, own)
        note = f'The textures have a UV map of their own, "{UV_MAP}": {problem}'
    elif choice is UvChoice.ACTIVE:
        raise ObjectError(f'"{obj.name}" has no UV map. Unwrap it (U in Edit Mode), or bake to a new UV map.')
    if UV_MAP in mesh.uv_layers:
        former = triangle_uv(mesh, UV_MAP)
        if not _problem(mesh, former, UV_MAP):
            return ChosenUvMap(UV_MAP, former, note=note)
    elif len(mesh.uv_layers) >= _MOST_MAPS:
        raise ObjectError(f'"{obj.name}" has {_MOST_MAPS} UV maps, the most Blender allows. Remove one, or bake to it.')
    coordinates = unwrap(obj, island_gap)
    made = UvMap(coordinates[triangle_loops(mesh)].astype(np.float64))
    made.check("new UV map")
    return ChosenUvMap(UV_MAP, made, coordinates, note)


def write_uv_map(mesh: bpy.types.Mesh, chosen: ChosenUvMap) -> None:
    """Puts a new map on the mesh; the artist's active and rendered maps stay what they are.

    Raises:
        ObjectError: the mesh keeps no further map.
    """
    if chosen.loops is None:
        return
    layer = mesh.uv_layers.get(chosen.name)
    if layer is None:
        active = mesh.uv_layers.active_index
        rendered = next((i for i, other in enumerate(mesh.uv_layers) if other.active_render), -1)
        layer = mesh.uv_layers.new(name=chosen.name, do_init=False)
        if layer is None or layer.name != chosen.name:
            raise ObjectError(f'The mesh "{mesh.name}" cannot take another UV map. Remove one, then try again.')
        if rendered >= 0:
            mesh.uv_layers.active_index = active
            mesh.uv_layers[rendered].active_render = True
    flat = np.ascontiguousarray(chosen.loops, dtype=np.float32).ravel()
    mesh.uv_layers[chosen.name].uv.foreach_set("vector", flat)


def remove_uv_map(mesh: bpy.types.Mesh) -> None:
    """Removes the UV map that was made for textures, where there is one; the artist's active and rendered maps stay."""
    if UV_MAP not in mesh.uv_layers:
        return
    active = mesh.uv_layers.active.name if mesh.uv_layers.active is not None else ""
    rendered = next((layer.name for layer in mesh.uv_layers if layer.active_render), "")
    mesh.uv_layers.remove(mesh.uv_layers[UV_MAP])
    if active in mesh.uv_layers:
        mesh.uv_layers.active = mesh.uv_layers[active]
    if rendered in mesh.uv_layers:
        mesh.uv_layers[rendered].active_render = True


def triangle_uv(mesh: bpy.types.Mesh, name: str) -> UvMap:
    """A UV map at the corners of the triangles, in the order of `mesh_export`."""
    return UvMap(read_uv(mesh, name)[triangle_loops(mesh)].astype(np.float64))


def read_uv(mesh: bpy.types.Mesh, name: str) -> NDArray[np.float32]:
    """(L, 2) coordinates of a UV map at each face corner."""
    flat = np.empty(len(mesh.loops) * 2, dtype=np.float32)
    mesh.uv_layers[name].uv.foreach_get("vector", flat)
    return flat.reshape(-1, 2)


def triangle_loops(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    """(F, 3) face corners of the triangles, in the order of `mesh_export`."""
    mesh.calc_loop_triangles()
    flat = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("loops", flat)
    return flat.reshape(-1, 3)


def triangle_normals(mesh: bpy.types.Mesh) -> NDArray[np.float32]:
    """(F, 3, 3) shading normals at the corners of the triangles: flat, smooth or custom, as the mesh has them."""
    flat = np.empty(len(mesh.loops) * 3, dtype=np.float32)
    mesh.corner_normals.foreach_get("vector", flat)
    return flat.reshape(-1, 3)[triangle_loops(mesh)]


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
    corners = _vertex_of_loop(mesh)
    try:
        mesh.uv_layers.new(name=UV_MAP, do_init=False)
        mesh.polygons.foreach_set("select", np.ones(len(mesh.polygons), dtype=bool))
        scene.collection.objects.link(copy)
        layer = scene.view_layers[0]
        layer.objects.active = copy
        copy.select_set(True, view_layer=layer)
        context = {
            "scene": scene,
            "view_layer": layer,
            "active_object": copy,
            "object": copy,
            "selected_objects": [copy],
            "selected_editable_objects": [copy],
        }
        with bpy.context.temp_override(**context):
            bpy.ops.object.mode_set(mode="EDIT")
        try:
            with bpy.context.temp_override(**context, edit_object=copy, objects_in_mode_unique_data=[copy]):
                bpy.ops.mesh.select_all(action="SELECT")
                bpy.ops.uv.smart_project(
                    angle_limit=_ANGLE, margin_method="FRACTION", island_margin=island_gap, scale_to_bounds=False
                )
        finally:
            with bpy.context.temp_override(**context):
                bpy.ops.object.mode_set(mode="OBJECT")
        if not np.array_equal(corners, _vertex_of_loop(mesh)):
            raise ObjectError(f'"{obj.name}" cannot be unwrapped automatically. Unwrap it (U in Edit Mode).')
        return np.clip(read_uv(mesh, UV_MAP), 0.0, 1.0)
    except RuntimeError as error:
        raise ObjectError(
            f'"{obj.name}" cannot be unwrapped automatically ({str(error).strip()}). Unwrap it (U in Edit Mode).'
        ) from error
    finally:
        bpy.data.scenes.remove(scene)
        bpy.data.objects.remove(copy)
        bpy.data.meshes.remove(mesh)


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

    corners = _vertex_of_loop(mesh)
    _, first, group = np.unique(weld(base_coordinates(mesh)), return_index=True, return_inverse=True)
    joined = first[group.reshape(-1)][corners].astype(np.int32)
    face = np.searchsorted(starts, np.arange(len(corners)), side="right") - 1
    order = np.lexsort((joined, face))
    is_twice = (np.diff(face[order]) == 0) & (np.diff(joined[order]) == 0)
    kept = np.isin(face, face[order][1:][is_twice])
    return np.where(kept, corners, joined).astype(np.int32)


def _problem(mesh: bpy.types.Mesh, uv: UvMap, name: str) -> str:
    """Why a map is not taken by itself; empty if nothing speaks against it."""
    try:
        uv.check(f'UV map "{name}"')
    except UvMapError as error:
        return str(error)
    from ...engine.surface import face_areas  # with SciPy

    vertices = base_coordinates(mesh)
    corner = _vertex_of_loop(mesh)[triangle_loops(mesh)]
    if uv.flat_share(face_areas(vertices, corner.astype(np.int64))) > _MOST_FLAT:
        return f'parts of the surface have no area in "{name}".'
    if uv.overlap_share() > _MOST_OVERLAP:
        return f'in "{name}" several places of the mesh share the same texels.'
    return ""


def _vertex_of_loop(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    corners = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    return corners
