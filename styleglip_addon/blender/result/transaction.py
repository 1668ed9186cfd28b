"""All-or-nothing changes to a mesh object: a copy of its mesh is kept while it is written and put back on failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import bpy


@contextmanager
def all_or_nothing(obj: bpy.types.Object) -> Iterator[None]:
    """Puts mesh, shape keys, groups, attributes, slots and custom properties back if the body raises.

    The object keeps its own mesh data-block if the body succeeds. After a failure it has an equal one of the same name.
    Materials that the body makes are its own to remove; those without a user are removed here.

    Args:
        obj: a mesh object with a mesh of its own or a shared one.
    """
    original = obj.data
    name = original.name
    selection = (obj.active_shape_key_index, obj.show_only_shape_key, obj.active_material_index)
    slots = [(slot.link, slot.material) for slot in obj.material_slots]
    materials = set(bpy.data.materials)
    shared = original.users > 1 + original.use_fake_user
    backup = original.copy()
    try:
        yield
    except BaseException:
        written = obj.data
        if shared and written != original:  # made single-user in the body: the shared mesh was not touched
            obj.data = original
            bpy.data.meshes.remove(backup)
            bpy.data.meshes.remove(written)
        else:
            written.user_remap(backup)
            written.use_fake_user = False
            bpy.data.meshes.remove(written)
            backup.name = name
        for slot, (link, material) in zip(obj.material_slots, slots, strict=False):
            slot.link = link
            slot.material = material
        obj.active_shape_key_index, obj.show_only_shape_key, obj.active_material_index = selection
        for material in set(bpy.data.materials) - materials:
            if material.users == 0:
                bpy.data.materials.remove(material)
        raise
    bpy.data.meshes.remove(backup)
