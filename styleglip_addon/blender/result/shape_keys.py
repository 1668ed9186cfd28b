"""One shape key per part: together at 1 they show the result, each can be dialled back."""

from __future__ import annotations

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray
from ..names import is_part_data_name
from ..reading.validation import base_coordinates


def ensure_basis(obj: bpy.types.Object) -> bool:
    """Creates the Basis where the mesh has no shape keys. Returns whether it was created."""
    if obj.data.shape_keys is not None:
        return False
    obj.shape_key_add(name="Basis", from_mix=False)
    return True


def write_key(obj: bpy.types.Object, name: str, displacement: FloatArray) -> None:
    """Sets a shape key to the Basis plus displacement (V, 3) in object space, at value 1 in the range 0..1.

    A key of this name keeps its place in the list; otherwise it is added at the end. The mesh needs a Basis.
    """
    keys = obj.data.shape_keys
    key = keys.key_blocks.get(name)
    if key is None:
        active = obj.active_shape_key_index
        key = obj.shape_key_add(name=name, from_mix=False)
        obj.active_shape_key_index = active
    key.relative_key = keys.reference_key
    key.vertex_group = ""
    key.mute = False
    key.slider_min, key.slider_max = 0.0, 1.0
    key.value = 1.0
    coordinates = base_coordinates(obj.data) + displacement
    key.data.foreach_set("co", np.ascontiguousarray(coordinates, dtype=np.float32).ravel())


def remove_keys(obj: bpy.types.Object, keep: frozenset[str] = frozenset(), *, remove_basis: bool = False) -> None:
    """Removes the shape keys of a result, except those named in `keep`.

    Args:
        obj: the object.
        keep: names to keep.
        remove_basis: also remove the Basis if it is the only key left.
    """
    keys = obj.data.shape_keys
    if keys is None:
        return
    active = obj.active_shape_key.name if obj.active_shape_key is not None else ""
    for key in [k for k in keys.key_blocks if is_part_data_name(k.name) and k.name not in keep]:
        obj.shape_key_remove(key)
    if remove_basis and len(keys.key_blocks) == 1:
        obj.shape_key_clear()
        return
    index = keys.key_blocks.find(active)
    obj.active_shape_key_index = max(index, 0)
