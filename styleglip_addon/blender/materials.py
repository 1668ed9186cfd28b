"""A material that shows the result's colours, in a slot of its own; the artist's materials stay in their slots."""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

from .names import COLOR_ATTRIBUTE, MATERIAL_INDEX_ATTRIBUTE, MATERIAL_PREFIX, RECORD_PROPERTY, fitted_name
from .record import read_record

_ROUGHNESS = 0.6
"""Rather matt: the colours carry the style, and sharp highlights would cover them."""


def result_slot(mesh: bpy.types.Mesh) -> int:
    """Index of the slot that holds a result's material, or -1."""
    return next((i for i, m in enumerate(mesh.materials) if m is not None and RECORD_PROPERTY in m), -1)


def show_result_material(obj: bpy.types.Object) -> None:
    """Assigns the result's material to all faces and remembers each face's slot; adds slot and material where absent.

    A material left by an earlier result is used as it is, with all that the artist changed in it.
    """
    mesh = obj.data
    slot = result_slot(mesh)
    if slot < 0:
        mesh.materials.append(_new_material(obj.name))
        slot = len(mesh.materials) - 1
    obj.material_slots[slot].link = "DATA"
    indices = _face_slots(mesh)
    remembered = mesh.attributes.get(MATERIAL_INDEX_ATTRIBUTE)
    if remembered is None:
        remembered = mesh.attributes.new(MATERIAL_INDEX_ATTRIBUTE, "INT", "FACE")
        remembered.data.foreach_set("value", indices)
    else:
        # Faces that the artist gave another slot since the last result: that is the slot to remember. Remembered
        # numbers count the slots as they are without the result's.
        before = np.empty(len(mesh.polygons), dtype=np.int32)
        remembered.data.foreach_get("value", before)
        now = np.where(indices == slot, before, indices - (indices > slot))
        remembered.data.foreach_set("value", now.astype(np.int32))
    mesh.polygons.foreach_set("material_index", np.full(len(mesh.polygons), slot, dtype=np.int32))
    mesh.update()


def restore_materials(obj: bpy.types.Object) -> None:
    """Gives every face back the slot it had before the result and removes the result's slot and material.

    Does nothing where no result is shown. Faces made since then take the slot of the face they were made from.
    """
    mesh = obj.data
    slot = result_slot(mesh)
    shown = _face_slots(mesh) == slot
    if slot >= 0:
        _pop_slot(obj, slot)
    remembered = mesh.attributes.get(MATERIAL_INDEX_ATTRIBUTE)
    if remembered is not None:
        before = np.empty(len(mesh.polygons), dtype=np.int32)
        remembered.data.foreach_get("value", before)
        mesh.polygons.foreach_set("material_index", np.where(shown, before, _face_slots(mesh)).astype(np.int32))
        mesh.attributes.remove(mesh.attributes[MATERIAL_INDEX_ATTRIBUTE])
    record = read_record(mesh)
    had_slots_stored = record is None or record.before.had_material_index
    if not had_slots_stored and "material_index" in mesh.attributes and not _face_slots(mesh).any():
        mesh.attributes.remove(mesh.attributes["material_index"])
    mesh.update()
    remove_unused_materials()


def remove_unused_materials() -> None:
    """Removes the materials of results that no object uses any more from the file."""
    for material in [m for m in bpy.data.materials if m.users == 0 and RECORD_PROPERTY in m and m.is_editable]:
        bpy.data.materials.remove(material)


def _face_slots(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    indices = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("material_index", indices)
    return indices


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
    surface.inputs["Roughness"].default_value = _ROUGHNESS
    color = nodes.new("ShaderNodeVertexColor")
    color.layer_name = COLOR_ATTRIBUTE
    color.location = (surface.location[0] - 220.0, surface.location[1])
    links.new(color.outputs["Color"], surface.inputs["Base Color"])
    return material
