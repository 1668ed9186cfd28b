"""What an artist dialled on the parts of a result, kept over the next one: how much of their shape and color shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import bpy

from ...engine.vocabulary.part_names import part_key
from ..names import part_data_name
from .dial_values import read_mix, read_muted, read_roughness, shown_mix, write_mix, write_muted, write_roughness
from .part_mix import part_names


@dataclass(frozen=True)
class Dialled:
    """One part's.

    Args:
        shape: the value of its shape key; None where it has none.
        is_mute: whether the key is off.
        least, most: the key's range.
        color: how much of its color is shown.
        roughness: how much smoother or rougher it is than it came.
        is_hidden: whether it shows nothing for now.
    """

    shape: float | None
    is_mute: bool
    least: float
    most: float
    color: float
    roughness: float = 0.0
    is_hidden: bool = False


def read_dialled(obj: bpy.types.Object) -> dict[str, Dialled]:
    """By `part_key`, what is dialled on the parts of an object's result; empty without a result."""
    keys = obj.data.shape_keys.key_blocks if obj.data.shape_keys is not None else {}
    mix, roughness, muted = read_mix(obj.data), read_roughness(obj.data), read_muted(obj.data)
    found = {}
    for name in part_names(obj.data):
        key, look = keys.get(part_data_name(name)), (mix.get(name, 1.0), roughness.get(name, 0.0), name in muted)
        if key is None:
            found[part_key(name)] = Dialled(None, False, 0.0, 1.0, *look)
        else:
            found[part_key(name)] = Dialled(key.value, key.mute, key.slider_min, key.slider_max, *look)
    return found


def dial_again(obj: bpy.types.Object, names: Collection[str], dialled: Mapping[str, Dialled]) -> dict[str, float]:
    """Dials parts that were written anew as they were dialled before; parts that are new show fully.

    Args:
        obj: the object, with the parts' shape keys.
        names: those parts.
        dialled: from `read_dialled`, before they were written.

    Returns:
        The mix of colors that is seen, by part name; it is stored on the mesh, but not mixed again.
    """
    mix = {name: value for name, value in read_mix(obj.data).items() if name not in names}
    roughness = {name: value for name, value in read_roughness(obj.data).items() if name not in names}
    muted = set(read_muted(obj.data)) - set(names)
    for name in names:
        before = dialled.get(part_key(name))
        if before is None:
            continue
        mix[name], roughness[name] = before.color, before.roughness
        if before.is_hidden:
            muted.add(name)
        key = obj.data.shape_keys.key_blocks.get(part_data_name(name))
        if key is not None and before.shape is not None:
            key.slider_min, key.slider_max = before.least, before.most
            key.value, key.mute = before.shape, before.is_mute
    write_mix(obj.data, mix)
    write_roughness(obj.data, roughness)
    write_muted(obj.data, muted)
    return shown_mix(obj.data)
