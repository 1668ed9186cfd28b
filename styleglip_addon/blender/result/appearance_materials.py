"""The material of a result besides its colour, as point attributes: the parts' own, and what is shown.

As for colours, the mesh keeps every part's own material, one attribute per channel, and what is shown is mixed from
them as `engine.vocabulary.channels` says, with a plain surface, rather matt and not metallic, where no part is. Which
channels there are is declared there. A result leaves attributes of the channels that any of its parts has, and takes
those of an earlier result that it does not have off together with their nodes.
"""

from __future__ import annotations

from collections.abc import Mapping

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray
from ...engine.vocabulary.channels import (
    EVERY_ROW,
    MATERIAL,
    METALLIC,
    ROUGHNESS,
    Channel,
    clipped,
    mixed_over,
    rougher,
)
from ..names import PART_MATERIAL_PREFIX, part_channel_name, part_channel_prefix, part_material_name, shown_attribute
from ..reading.validation import ObjectError
from .dial_values import read_roughness
from .materials import result_slot
from .surface_nodes import connect_channels, disconnect_channels

_SHOWN = {shown_attribute(channel): channel for channel in MATERIAL}
_PART_PREFIXES = (PART_MATERIAL_PREFIX, *(part_channel_prefix(channel) for channel in MATERIAL))


def write_part_material(mesh: bpy.types.Mesh, part: str, material: Mapping[Channel, FloatArray]) -> None:
    """Stores a part's material, or takes off the one it had.

    Args:
        mesh: the mesh.
        part: the part's name.
        material: (V,) per channel of the part's style, not masked; empty: the part has colours only.

    Raises:
        ObjectError: the values are not numbers, or the mesh needs the attribute's name for something else.
    """
    if not all(np.isfinite(values).all() for values in material.values()):
        raise ObjectError(f'The material of part "{part}" has NaN. Lower the learning rate and run again.')
    _remove(mesh, part_material_name(part))
    for channel in MATERIAL:
        name = part_channel_name(channel, part)
        if channel in material:
            _write(mesh, name, clipped(channel, material[channel]))
        else:
            _remove(mesh, name)


def show_part_materials(
    mesh: bpy.types.Mesh, alphas: Mapping[str, FloatArray], mix: Mapping[str, float], scale: float = 1.0
) -> None:
    """Mixes the parts' materials and lets the result's material read the mix; call it once a result is written.

    Materials of parts that are not in `alphas` are removed. Attributes and nodes of channels that no part has go.

    Args:
        mesh: with a result.
        alphas: (V,) weight times strength by part name, in the result's order.
        mix: 0..1 by part name; 1 for parts that are not in it.
        scale: how much larger than its mesh the object is.
    """
    kept = {name for part in alphas for name in _names(part)}
    for name in [a.name for a in mesh.attributes if a.name.startswith(_PART_PREFIXES) and a.name not in kept]:
        _remove(mesh, name)
    shown = mix_part_materials(mesh, alphas, mix)
    material = _result_material(mesh)
    absent = [channel for channel in MATERIAL if channel not in shown]
    for channel in absent:
        _remove(mesh, shown_attribute(channel))
    disconnect_channels(material, absent)
    if material is not None and shown:
        connect_channels(material, mesh, scale)


def mix_part_materials(
    mesh: bpy.types.Mesh, alphas: Mapping[str, FloatArray], mix: Mapping[str, float]
) -> tuple[Channel, ...]:
    """Mixes the stored materials again; arguments as for `show_part_materials`. Parts without one are plain.

    Returns:
        The channels that any part has.
    """
    found, dialled = [], read_roughness(mesh)
    for channel in MATERIAL:
        own = {part: _read(mesh, channel, part) for part in alphas}
        if channel is ROUGHNESS:
            own = {part: None if at is None else rougher(at, dialled.get(part, 0.0)) for part, at in own.items()}
        layers = [
            (EVERY_ROW, alphas[part] * np.float32(mix.get(part, 1.0)), values)
            for part, values in own.items()
            if values is not None and mix.get(part, 1.0) > 0.0
        ]
        if any(values is not None for values in own.values()):
            found.append(channel)
            shown = mixed_over(np.full(len(mesh.vertices), channel.plain, dtype=np.float32), layers)
            _write(mesh, shown_attribute(channel), clipped(channel, shown))
    return tuple(found)


def remove_part_materials(mesh: bpy.types.Mesh) -> None:
    """Takes all of it off the mesh: the parts' materials, the mix, and the nodes that read it."""
    for name in [a.name for a in mesh.attributes if a.name.startswith(_PART_PREFIXES)]:
        _remove(mesh, name)
    for name in _SHOWN:
        _remove(mesh, name)
    disconnect_channels(_result_material(mesh))


def read_shown_material(mesh: bpy.types.Mesh) -> dict[Channel, FloatArray]:
    """The material (V,) per channel that a mesh shows; empty for a result of colours only."""
    values = {channel: _read_values(mesh, name) for name, channel in _SHOWN.items()}
    return {channel: value for channel, value in values.items() if value is not None}


def has_roughness(mesh: bpy.types.Mesh, part: str) -> bool:
    """Whether a part's style has roughness; cheap enough for a panel."""
    names = (part_channel_name(ROUGHNESS, part), part_material_name(part))
    return any(name in mesh.attributes for name in names)


def _result_material(mesh: bpy.types.Mesh) -> bpy.types.Material | None:
    slot = result_slot(mesh)
    return mesh.materials[slot] if slot >= 0 else None


def _names(part: str) -> list[str]:
    return [part_material_name(part), *(part_channel_name(channel, part) for channel in MATERIAL)]


def _read(mesh: bpy.types.Mesh, channel: Channel, part: str) -> FloatArray | None:
    """A part's own values (V,); None where it has none."""
    own = _read_values(mesh, part_channel_name(channel, part))
    if own is not None or channel not in (ROUGHNESS, METALLIC):
        return own
    # Version 0.1 kept both in one attribute.
    both = mesh.attributes.get(part_material_name(part))
    if both is None or (both.data_type, both.domain) != ("FLOAT2", "POINT"):
        return None
    flat = np.empty(len(mesh.vertices) * 2, dtype=np.float32)
    both.data.foreach_get("vector", flat)
    return np.ascontiguousarray(flat.reshape(-1, 2)[:, 0 if channel is ROUGHNESS else 1])


def _read_values(mesh: bpy.types.Mesh, name: str) -> FloatArray | None:
    attribute = mesh.attributes.get(name)
    if attribute is None or (attribute.data_type, attribute.domain) != ("FLOAT", "POINT"):
        return None
    values = np.empty(len(mesh.vertices), dtype=np.float32)
    attribute.data.foreach_get("value", values)
    return values


def _write(mesh: bpy.types.Mesh, name: str, values: FloatArray) -> None:
    attribute = mesh.attributes.get(name)
    if attribute is not None and (attribute.data_type, attribute.domain) != ("FLOAT", "POINT"):
        mesh.attributes.remove(attribute)
        attribute = None
    if attribute is None:
        attribute = mesh.attributes.new(name, "FLOAT", "POINT")
        if attribute is None or attribute.name != name:
            raise ObjectError(
                f'The mesh "{mesh.name}" already uses the name "{name}". Rename that data, then try again.'
            )
    mesh.attributes[name].data.foreach_set("value", np.ascontiguousarray(values, dtype=np.float32))


def _remove(mesh: bpy.types.Mesh, name: str) -> None:
    if name in mesh.attributes:
        mesh.attributes.remove(mesh.attributes[name])
