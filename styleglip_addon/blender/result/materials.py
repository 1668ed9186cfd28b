"""A material that shows the result's colours, in a slot of its own; the artist's materials stay in their slots.

Faces that show the result have that slot, all others keep the artist's.
"""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary.channels import ROUGHNESS
from ..names import COLOR_ATTRIBUTE, MATERIAL_INDEX_ATTRIBUTE, MATERIAL_PREFIX, RECORD_PROPERTY, fitted_name
from .record import read_record


def result_slot(mesh: bpy.types.Mesh) -> int:
    """Index of the slot that holds a result's material, or -1."""
    return next((i for i, m in enumerate(mesh.materials) if m is not None and RECORD_PROPERTY in m), -1)


def show_result_material(obj: bpy.types.Object, shown: NDArray[np.bool_]) -> None:
    """Assigns the result's material to the faces that show the result; adds slot and material where absent.

    All other faces show the artist's materials. A mesh without slots gets an empty one first: Blender's own grey, which
    is what its faces showed. A material left by an earlier result is used as it is, with all that the artist changed in
    it.

    Args:
        obj: the object.
        shown: (V,) whether a vertex shows anything of the result; one is enough for a face.
    """
    mesh = obj.data
    slot = result_slot(mesh)
    remembered = original_face_slots(mesh)
    if slot < 0:
        if not len(mesh.materials):
            mesh.materials.append(None)
        mesh.materials.append(_new_material(obj.name))
        slot = len(mesh.materials) - 1
    obj.material_slots[slot].link = "DATA"
    if MATERIAL_INDEX_ATTRIBUTE not in mesh.attributes:
        mesh.attributes.new(MATERIAL_INDEX_ATTRIBUTE, "INT", "FACE")
    mesh.attributes[MATERIAL_INDEX_ATTRIBUTE].data.foreach_set("value", remembered)
    indices = np.where(_faces_with(mesh, shown), slot, _with_slot(remembered, slot))
    mesh.polygons.foreach_set("material_index", indices.astype(np.int32))
    mesh.update()


def show_result_on_faces(
    mesh: bpy.types.Mesh, shown: NDArray[np.bool_], before: NDArray[np.bool_] | None = None
) -> None:
    """Gives faces the result's material where they begin to show the result, and their own where they end to.

    Does nothing where the result's material was taken off the mesh.

    Args:
        mesh: with a result.
        shown: (V,) whether a vertex shows anything of the result now.
        before: the same until now: faces for which nothing changes keep whatever material they have. None: all faces
            are seen to.
    """
    slot = result_slot(mesh)
    if slot < 0:
        return
    indices, remembered = _face_slots(mesh), original_face_slots(mesh)
    now = _faces_with(mesh, shown)
    changed = np.ones(len(now), dtype=bool) if before is None else now != _faces_with(mesh, before)
    begin, end = changed & now, changed & ~now & (indices == slot)
    wanted = np.where(begin, slot, np.where(end, _with_slot(remembered, slot), indices)).astype(np.int32)
    if not np.array_equal(wanted, indices):
        mesh.attributes[MATERIAL_INDEX_ATTRIBUTE].data.foreach_set("value", remembered)
        mesh.polygons.foreach_set("material_index", wanted)


def original_face_slots(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    """(F,) the slot of each face without the result, numbered as if the result's slot were not there.

    Faces that the artist gave another slot since the result came have that one.
    """
    indices, slot = _face_slots(mesh), result_slot(mesh)
    remembered = mesh.attributes.get(MATERIAL_INDEX_ATTRIBUTE)
    if slot < 0:
        return indices
    own = indices - (indices > slot)
    if remembered is None:
        return np.asarray(np.where(indices == slot, 0, own), dtype=np.int32)
    before = np.empty(len(mesh.polygons), dtype=np.int32)
    remembered.data.foreach_get("value", before)
    return np.asarray(np.where(indices == slot, before, own), dtype=np.int32)


def restore_materials(obj: bpy.types.Object) -> None:
    """Gives every face back the slot it had before the result and removes the result's slot and material.

    Does nothing where no result is shown. Faces made since then take the slot of the face they were made from.
    """
    mesh = obj.data
    slot = result_slot(mesh)
    indices = original_face_slots(mesh)
    record = read_record(mesh)
    if slot >= 0:
        _pop_slot(obj, slot)
        if record is not None and not record.before.had_slots and all(m is None for m in mesh.materials):
            mesh.materials.clear()
        mesh.polygons.foreach_set("material_index", indices)
    if MATERIAL_INDEX_ATTRIBUTE in mesh.attributes:
        mesh.attributes.remove(mesh.attributes[MATERIAL_INDEX_ATTRIBUTE])
    had_slots_stored = record is None or record.before.had_material_index
    if not had_slots_stored and "material_index" in mesh.attributes and not _face_slots(mesh).any():
        mesh.attributes.remove(mesh.attributes["material_index"])
    mesh.update()
    remove_unused_materials()


def remove_unused_materials() -> None:
    """Removes the materials of results that no object uses any more from the file."""
    # A material with baked textures keeps the one it replaced, which is unused only when it is gone.
    while unused := [m for m in bpy.data.materials if m.users == 0 and RECORD_PROPERTY in m and m.is_editable]:
        for material in unused:
            bpy.data.materials.remove(material)


def _face_slots(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    indices = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("material_index", indices)
    return indices


def _with_slot(indices: NDArray[np.int32], slot: int) -> NDArray[np.int32]:
    """Slots numbered without the result's slot, numbered with it."""
    return np.asarray(indices + (indices >= slot), dtype=np.int32)


def _faces_with(mesh: bpy.types.Mesh, vertices: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(F,) whether a face has any of the marked vertices."""
    corners = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    starts = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("loop_start", starts)
    return np.asarray(np.logical_or.reduceat(vertices[corners], starts), dtype=bool)


def _pop_slot(obj: bpy.types.Object, slot: int) -> None:
    """Removes a slot and keeps the others' materials, also those linked to the object instead of the mesh."""
    kept = [(s.link, s.material) for i, s in enumerate(obj.material_slots) if i != slot]
    active = obj.active_material_index
    if kept:
        obj.data.materials.pop(index=slot)
    else:
        obj.data.materials.clear()  # after popping its last slot a mesh has none, but its object still shows one
    for new_slot, (link, material) in zip(obj.material_slots, kept, strict=True):
        new_slot.link = link
        new_slot.material = material
    if kept:
        obj.active_material_index = min(active - (active > slot), len(kept) - 1)


def _new_material(object_name: str) -> bpy.types.Material:
    material = bpy.data.materials.new(fitted_name(MATERIAL_PREFIX + object_name))
    material[RECORD_PROPERTY] = True
    if bpy.app.version < (5, 0, 0):  # from 5.0 on materials always have nodes
        material.use_nodes = True
    material.diffuse_color = (0.8, 0.8, 0.8, 1.0)
    nodes, links = material.node_tree.nodes, material.node_tree.links
    surface = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    surface.inputs["Roughness"].default_value = ROUGHNESS.plain
    color = nodes.new("ShaderNodeVertexColor")
    color.layer_name = COLOR_ATTRIBUTE
    color.location = (surface.location[0] - 220.0, surface.location[1])
    links.new(color.outputs["Color"], surface.inputs["Base Color"])
    return material
