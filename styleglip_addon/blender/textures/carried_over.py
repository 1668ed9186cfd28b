"""What a dense copy has of the artist's object besides its surface: groups, shape keys and what moves these."""

from __future__ import annotations

from collections.abc import Callable

import bpy
import numpy as np
from numpy.typing import NDArray

from ..files.motion import KeptAnimation
from ..names import is_part_data_name
from ..reading.shaping_modifiers import is_shaping
from ..result.shape_keys import ensure_basis
from ..result.vertex_groups import write_group

Carry = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""(V, ...) values at the object's vertices to (W, ...) at those of the copy."""


def copy_without_mesh(obj: bpy.types.Object, mesh: bpy.types.Mesh, name: str, *, is_followed: bool) -> bpy.types.Object:
    """A copy of an object with another mesh: parents, constraints, animation and properties are its own.

    Args:
        obj: the object.
        mesh: of the copy.
        name: of the copy.
        is_followed: whether the mesh has what modifiers make of the shape, so that the copy needs these no more.
    """
    copy = obj.copy()
    copy.name, copy.data = name, mesh
    copy.hide_viewport = copy.hide_render = False
    for modifier in list(copy.modifiers):
        if is_followed and is_shaping(modifier):
            copy.modifiers.remove(modifier)
    return copy


def carry_over(copy: bpy.types.Object, obj: bpy.types.Object, carry: Carry) -> None:
    """Gives a copy the artist's vertex groups and shape keys, with the keys' animation."""
    _groups(copy, obj, carry)
    keys = obj.data.shape_keys
    own = [key for key in keys.key_blocks[1:] if not is_part_data_name(key.name)] if keys is not None else []
    if not own:
        return
    ensure_basis(copy)
    basis = _coordinates(copy.data.shape_keys.reference_key)
    for key in own:
        made = copy.shape_key_add(name=key.name, from_mix=False)
        places = basis + carry(_coordinates(key) - _coordinates(key.relative_key))
        made.data.foreach_set("co", np.ascontiguousarray(places, dtype=np.float32).ravel())
        made.slider_min, made.slider_max = key.slider_min, key.slider_max
        made.value, made.mute, made.vertex_group = key.value, key.mute, key.vertex_group
    if keys.animation_data is not None:
        KeptAnimation.of(keys).put_on(copy.data.shape_keys)
        for driver in keys.animation_data.drivers:
            copy.data.shape_keys.animation_data.drivers.from_existing(src_driver=driver)


def _groups(copy: bpy.types.Object, obj: bpy.types.Object, carry: Carry) -> None:
    groups = [group for group in obj.vertex_groups if not is_part_data_name(group.name)]
    if not groups:
        return
    weights = {group.index: np.zeros(len(obj.data.vertices), dtype=np.float32) for group in groups}
    for vertex in obj.data.vertices:
        for element in vertex.groups:
            if element.group in weights:
                weights[element.group][vertex.index] = element.weight
    for group in groups:
        write_group(copy, group.name, carry(weights[group.index]))


def _coordinates(key: bpy.types.ShapeKey) -> NDArray[np.float32]:
    flat = np.empty(len(key.data) * 3, dtype=np.float32)
    key.data.foreach_get("co", flat)
    return flat.reshape(-1, 3)
