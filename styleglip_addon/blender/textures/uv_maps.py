"""Which UV map textures are baked to: the artist's own where it can carry them, else one that is made beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import UvMap, UvMapError
from ..names import UV_MAP
from ..reading.seen_surface import seen_mesh
from ..reading.shaping_modifiers import is_shaping
from ..reading.traces import FACE
from ..reading.validation import ObjectError, base_coordinates
from .unwrapping import unwrap
from .uv_reading import triangle_loops, triangle_uv, vertex_of_loop

_MOST_MAPS = 8
"""Blender keeps eight UV maps."""

_MOST_OVERLAP = 0.02
"""Share of shared texels above which the artist's map is not taken by itself: mirrored halves would look alike."""

_MOST_FLAT = 0.02
"""Share of the surface without area in the map above which it is not taken by itself."""


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


def check_room(obj: bpy.types.Object) -> None:
    """Checks that textures will have a UV map: the active one can carry them, or there is room for another one.

    Raises:
        ObjectError: neither.
    """
    mesh = obj.data
    if UV_MAP in mesh.uv_layers or len(mesh.uv_layers) < _MOST_MAPS:
        return
    active = mesh.uv_layers.active
    if active is None or _problem(mesh, triangle_uv(mesh, active.name), active.name):
        raise _full(obj)


def check_handed_on(obj: bpy.types.Object) -> None:
    """Checks that the object's modifiers hand a UV map on to what is seen; geometry nodes may not.

    Raises:
        ObjectError: they do not.
    """
    if not any(is_shaping(modifier) and modifier.type == "NODES" for modifier in obj.modifiers):
        return
    own = obj.data.uv_layers.active
    probe = None if own is not None else (UV_MAP, np.zeros((len(obj.data.loops), 2), dtype=np.float32))
    name = UV_MAP if own is None else own.name
    with seen_mesh(obj, probe) as mesh:
        if len(mesh.polygons) and FACE in mesh.attributes and name not in mesh.uv_layers:
            raise ObjectError(
                f'The geometry nodes of "{obj.name}" do not hand its UV maps on, so it cannot show textures. Apply '
                "them, or do without textures (--textures off)."
            )


def _full(obj: bpy.types.Object) -> ObjectError:
    return ObjectError(
        f'"{obj.name}" has {_MOST_MAPS} UV maps, the most Blender allows, and the active one cannot carry textures. '
        "Remove one, or make one active that shows every place of the surface once."
    )


def choose_uv_map(obj: bpy.types.Object, choice: UvChoice, island_gap: float) -> ChosenUvMap:
    """Finds or computes a UV map. The object stays as it is.

    Args:
        obj: a mesh object in Object Mode.
        choice: whose map.
        island_gap: distance between islands of a new map, in UV units; less where there are hundreds.

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
        raise _full(obj)
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


def _problem(mesh: bpy.types.Mesh, uv: UvMap, name: str) -> str:
    """Why a map is not taken by itself; empty if nothing speaks against it."""
    try:
        uv.check(f'UV map "{name}"')
    except UvMapError as error:
        return str(error)
    from ...engine.surface import face_areas  # with SciPy

    vertices = base_coordinates(mesh)
    corner = vertex_of_loop(mesh)[triangle_loops(mesh)]
    if uv.flat_share(face_areas(vertices, corner.astype(np.int64))) > _MOST_FLAT:
        return f'parts of the surface have no area in "{name}".'
    if uv.overlap_share() > _MOST_OVERLAP:
        return f'in "{name}" several places of the mesh share the same texels.'
    return ""
