"""A new object with a dense copy of the mesh, which carries the result in more detail than the mesh's own vertices can.

The artist's object stays as it is. The copy begins with what is seen of it: what its modifiers make of the shape is in
the copy's vertices. The copy has the same shape keys, vertex groups and colours as a result writes, at more vertices,
and is triangulated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import bpy
import numpy as np
from numpy.typing import NDArray

from ..names import BASE_COLOR_ATTRIBUTE, COLOR_ATTRIBUTE, part_color_name, part_data_name
from ..reading.mesh_export import ExportedObject, export_object
from ..reading.seen_surface import SeenSurface, seen_mesh
from ..reading.validation import ObjectError, base_coordinates
from ..result.appearance_materials import show_part_materials, write_part_material
from ..result.color_attributes import show_color, write_color
from ..result.dial_values import (
    read_mix,
    read_muted,
    read_roughness,
    shown_mix,
    write_mix,
    write_muted,
    write_roughness,
)
from ..result.materials import original_face_slots, show_result_material
from ..result.part_mix import mix_again, part_names
from ..result.record import MeshBefore, ResultRecord, read_record, write_record
from ..result.shape_keys import ensure_basis, write_key
from ..result.surface_nodes import size_scale
from ..result.vertex_groups import write_group
from .carried_over import carry_over, copy_without_mesh
from .uv_reading import read_uv, triangle_loops

if TYPE_CHECKING:
    from ...engine.baking import DenseResult
    from ...engine.optimisation.state import StyleState

SUFFIX = " StyleGLIP dense"


def make_dense_copy(obj: bpy.types.Object, state: StyleState, vertices: int = 0) -> bpy.types.Object:
    """Adds the dense copy of an object with a result, in the same collections and at the same place.

    Args:
        obj: an object with a result; stays as it is, unselected.
        state: of the run that made the result.
        vertices: about how many vertices the copy gets; 0, or fewer than the run's own dense copy has: as many as that.

    Returns:
        The new object, selected and active where its collection is in the view layer.

    Raises:
        MeshError: the mesh is not the one that was stylized.
        ObjectError: the object has no result, or cannot be read now.
    """
    from ...engine.baking import dense_result, styled_shape

    exported = export_object(obj, allow_shared=True)
    record = read_record(obj.data)
    if record is None:
        raise ObjectError(f'"{obj.name}" has no StyleGLIP result to copy. Press Stylize first.')
    dense = dense_result(styled_shape(state, exported.mesh), vertices)
    mesh = bpy.data.meshes.new(obj.data.name + SUFFIX)
    copy = copy_without_mesh(obj, mesh, obj.name + SUFFIX, is_followed=exported.seen is not None)
    try:
        with seen_mesh(obj) as shown:
            _build_mesh(mesh, obj, dense, obj.data if exported.seen is None else shown, exported.seen)
        for collection in obj.users_collection:
            collection.objects.link(copy)
        carry_over(copy, obj, lambda values: dense.refined.interpolate(_spread(exported, values)))
        _write_result(copy, obj, exported, dense, state, record)
    except BaseException:
        bpy.data.objects.remove(copy)
        bpy.data.meshes.remove(mesh)
        raise
    _select(copy)
    return copy


def _build_mesh(
    mesh: bpy.types.Mesh,
    obj: bpy.types.Object,
    dense: DenseResult,
    source: bpy.types.Mesh,
    seen: SeenSurface | None,
) -> None:
    """Vertices, triangles, materials and UV maps; carried over from what is seen of the artist's mesh."""
    vertices = dense.refined.interpolate(base_coordinates(source) if seen is None else seen.vertices)
    mesh.vertices.add(len(vertices))
    mesh.vertices.foreach_set("co", np.ascontiguousarray(vertices, dtype=np.float32).ravel())
    count = len(dense.faces)
    mesh.loops.add(3 * count)
    mesh.loops.foreach_set("vertex_index", np.ascontiguousarray(dense.faces, dtype=np.int32).ravel())
    mesh.polygons.add(count)
    mesh.polygons.foreach_set("loop_start", np.arange(0, 3 * count, 3, dtype=np.int32))

    source.calc_loop_triangles()
    polygon = np.empty(len(source.loop_triangles), dtype=np.int32)
    source.loop_triangles.foreach_get("polygon_index", polygon)
    parent = polygon[dense.refined.face_parents]
    mesh.polygons.foreach_set("use_smooth", _smooth(source)[parent])
    mesh.update(calc_edges=True)

    shown = _slots_without_result(obj.data)
    for material in shown:
        mesh.materials.append(material)
    if shown:
        origin = parent if seen is None else seen.polygons[dense.refined.face_parents].clip(0)
        mesh.polygons.foreach_set("material_index", original_face_slots(obj.data)[origin].astype(np.int32))
    loops = triangle_loops(source)
    places = dense.refined.corner_coordinates(_triangle_vertices(source))
    for layer in source.uv_layers:
        corners = read_uv(source, layer.name)[loops][dense.refined.face_parents]
        carried = np.einsum("kij,kjc->kic", places, corners).astype(np.float32)
        mesh.uv_layers.new(name=layer.name, do_init=False).uv.foreach_set("vector", carried.ravel())
    if source.uv_layers.active is not None:
        mesh.uv_layers.active_index = source.uv_layers.active_index
        for layer in source.uv_layers:
            if layer.active_render:
                mesh.uv_layers[layer.name].active_render = True


def _write_result(
    copy: bpy.types.Object,
    obj: bpy.types.Object,
    exported: ExportedObject,
    dense: DenseResult,
    state: StyleState,
    record: ResultRecord,
) -> None:
    """Shape keys, groups, colours, material and record, as `write_back` makes them."""
    mesh = copy.data
    names = part_names(obj.data)
    mix = shown_mix(obj.data)
    write_roughness(mesh, read_roughness(obj.data))
    ensure_basis(copy)
    weighted = np.zeros(len(mesh.vertices), dtype=bool)
    alphas = {}
    for located, own in zip(state.parts, dense.parts, strict=True):
        name = located.part.name
        if not located.found or name not in names:
            continue
        alpha = np.asarray(own.weights * located.part.strength, dtype=np.float32)
        write_key(copy, part_data_name(name), exported.to_object_space(own.displacement))
        write_group(copy, part_data_name(name), own.weights)
        write_color(mesh, part_color_name(name), own.color, alpha=alpha)
        write_part_material(mesh, name, own.material)
        alphas[name] = alpha
        weighted |= (alpha > 0.0) & (mix.get(name, 1.0) > 0.0)
    write_color(mesh, BASE_COLOR_ATTRIBUTE, dense.base_color)
    write_color(mesh, COLOR_ATTRIBUTE, dense.color)
    show_color(mesh, COLOR_ATTRIBUTE)
    show_result_material(copy, weighted)
    show_part_materials(mesh, alphas, mix, size_scale(obj))
    before = MeshBefore(
        had_shape_keys=False,
        shape_key_pinned=False,
        had_material_index="material_index" in mesh.attributes,
        active_color="",
        default_color="",
        had_slots=bool(_slots_without_result(obj.data)),
    )
    # A result of its own: what is kept for the artist's mesh does not fit the copy's vertices.
    report = replace(record.report, vertices=len(mesh.vertices), triangles=len(mesh.polygons))
    write_record(mesh, ResultRecord(before, report))
    write_mix(mesh, read_mix(obj.data))
    write_muted(mesh, read_muted(obj.data))
    if mix:
        mix_again(mesh)
    _copy_key_values(copy, obj, names)
    mesh.update()


def _copy_key_values(copy: bpy.types.Object, obj: bpy.types.Object, names: tuple[str, ...]) -> None:
    source = obj.data.shape_keys.key_blocks if obj.data.shape_keys is not None else {}
    for name in names:
        key, former = copy.data.shape_keys.key_blocks.get(part_data_name(name)), source.get(part_data_name(name))
        if key is not None and former is not None:
            key.value, key.mute = former.value, former.mute


def _spread(exported: ExportedObject, values: NDArray[np.float32]) -> NDArray[np.float32]:
    return values if exported.seen is None else exported.seen.derived.spread(values)


def _slots_without_result(mesh: bpy.types.Mesh) -> list[bpy.types.Material | None]:
    from ..result.materials import result_slot

    own = result_slot(mesh)
    return [material for index, material in enumerate(mesh.materials) if index != own]


def _smooth(mesh: bpy.types.Mesh) -> NDArray[np.bool_]:
    values = np.empty(len(mesh.polygons), dtype=bool)
    mesh.polygons.foreach_get("use_smooth", values)
    return values


def _triangle_vertices(mesh: bpy.types.Mesh) -> NDArray[np.int64]:
    flat = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", flat)
    return flat.reshape(-1, 3).astype(np.int64)


def _select(copy: bpy.types.Object) -> None:
    layer = bpy.context.view_layer
    layer.update()  # until then the layer may not know of a new object (Blender 5.0)
    if layer.objects.get(copy.name) != copy:
        return
    for other in layer.objects:
        other.select_set(other == copy)
    layer.objects.active = copy
