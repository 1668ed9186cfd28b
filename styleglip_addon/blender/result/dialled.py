"""What an artist dialled on the parts of a result, kept over the next one: how much of their shape and color shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import bpy

from ...engine.vocabulary.part_names import part_key
from ..names import part_data_name
from .part_mix import part_names, read_mix, write_mix


@dataclass(frozen=True)
class Dialled:
    """One part's.

    Args:
        shape: the value of its shape key; None where it has none.
        is_mute: whether the key is off.
        least, most: the key's range.
        color: how much of its color is shown.
    """

    shape: float | None
    is_mute: bool
    least: float
    most: float
    color: float


def read_dialled(obj: bpy.types.Object) -> dict[str, Dialled]:
    """By `part_key`, what is dialled on the parts of an object's result; empty without a result."""
    keys = obj.data.shape_keys.key_blocks if obj.data.shape_keys is not None else {}
    mix = read_mix(obj.data)
    found = {}
    for name in part_names(obj.data):
        key, color = keys.get(part_data_name(name)), mix.get(name, 1.0)
        if key is None:
            found[part_key(name)] = Dialled(None, False, 0.0, 1.0, color)
        else:
            found[part_key(name)] = Dialled(key.value, key.mute, key.slider_min, key.slider_max, color)
    return found


def dial_again(obj: bpy.types.Object, names: Collection[str], dialled: Mapping[str, Dialled]) -> dict[str, float]:
    """Dials parts that were written anew as they were dialled before; parts that are new show fully.

    Args:
        obj: the object, with the parts' shape keys.
        names: those parts.
        dialled: from `read_dialled`, before they were written.

    Returns:
        The mix of colors by part name, stored on the mesh; what is shown is not mixed again.
    """
    mix = {name: value for name, value in read_mix(obj.data).items() if name not in names}
    for name in names:
        before = dialled.get(part_key(name))
        if before is None:
            continue
        mix[name] = before.color
        key = obj.data.shape_keys.key_blocks.get(part_data_name(name))
        if key is not None and before.shape is not None:
            key.slider_min, key.slider_max = before.least, before.most
            key.value, key.mute = before.shape, before.is_mute
    write_mix(obj.data, mix)
    return read_mix(obj.data)
