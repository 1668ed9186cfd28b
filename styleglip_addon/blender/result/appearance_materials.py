"""Roughness and metallic of a result: point attributes, and the nodes through which the result's material reads them.

As for colours, the mesh keeps every part's own material, and what is shown is mixed from them (see part_mix.py):

    shown = plain + sum over parts of mix * alpha * (part's value - plain), clipped to 0..1

with the plain material, rather matt and not metallic, where no part is. A result whose fields know colours only leaves
no such attributes, and takes those of an earlier result off together with their nodes.
"""

from __future__ import annotations

from collections.abc import Mapping

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray
from ..names import METALLIC_ATTRIBUTE, PART_MATERIAL_PREFIX, ROUGHNESS_ATTRIBUTE, part_material_name
from ..reading.validation import ObjectError
from .materials import ROUGHNESS, result_slot

_PLAIN = np.array([ROUGHNESS, 0.0], dtype=np.float32)
_SOCKETS = {ROUGHNESS_ATTRIBUTE: "Roughness", METALLIC_ATTRIBUTE: "Metallic"}
_LEFT, _DOWN = 220.0, 180.0


def write_part_material(
    mesh: bpy.types.Mesh, part: str, roughness: FloatArray | None, metallic: FloatArray | None
) -> None:
    """Stores a part's material, or takes off the one it had.

    Args:
        mesh: the mesh.
        part: the part's name.
        roughness, metallic: (V,) in 0..1 of the part's style, not masked; None: the part has colours only.

    Raises:
        ObjectError: the values are not numbers, or the mesh needs the attribute's name for something else.
    """
    name = part_material_name(part)
    if roughness is None or metallic is None:
        _remove(mesh, name)
        return
    values = np.stack((roughness, metallic), axis=1).astype(np.float32)
    if not np.isfinite(values).all():
        raise ObjectError(f'The material of part "{part}" has NaN. Lower the learning rate and run again.')
    _write(mesh, name, "FLOAT2", "vector", np.clip(values, 0.0, 1.0))


def show_part_materials(mesh: bpy.types.Mesh, alphas: Mapping[str, FloatArray], mix: Mapping[str, float]) -> None:
    """Mixes the parts' materials and lets the result's material read the mix; call it once a result is written.

    Materials of parts that are not in `alphas` are removed. Without any, attributes and nodes go.

    Args:
        mesh: with a result.
        alphas: (V,) weight times strength by part name, in the result's order.
        mix: 0..1 by part name; 1 for parts that are not in it.
    """
    kept = {part_material_name(part) for part in alphas}
    for name in [a.name for a in mesh.attributes if a.name.startswith(PART_MATERIAL_PREFIX) and a.name not in kept]:
        _remove(mesh, name)
    if any(part_material_name(part) in mesh.attributes for part in alphas):
        mix_part_materials(mesh, alphas, mix)
        _connect(mesh)
    else:
        remove_part_materials(mesh)


def mix_part_materials(mesh: bpy.types.Mesh, alphas: Mapping[str, FloatArray], mix: Mapping[str, float]) -> None:
    """Mixes the stored materials again; arguments as for `show_part_materials`. Parts without one are plain."""
    shown = np.repeat(_PLAIN[None], len(mesh.vertices), axis=0)
    found = False
    for part, alpha in alphas.items():
        own = _read(mesh, part_material_name(part))
        if own is None:
            continue
        found = True
        share = mix.get(part, 1.0)
        if share > 0.0:
            shown += (alpha * np.float32(share))[:, None] * (own - _PLAIN)
    if found:
        shown = np.clip(shown, 0.0, 1.0).astype(np.float32)
        _write(mesh, ROUGHNESS_ATTRIBUTE, "FLOAT", "value", shown[:, 0])
        _write(mesh, METALLIC_ATTRIBUTE, "FLOAT", "value", shown[:, 1])


def remove_part_materials(mesh: bpy.types.Mesh) -> None:
    """Takes all of it off the mesh: the parts' materials, the mix, and the nodes that read it."""
    for name in [a.name for a in mesh.attributes if a.name.startswith(PART_MATERIAL_PREFIX)]:
        _remove(mesh, name)
    for name in _SOCKETS:
        _remove(mesh, name)
    slot = result_slot(mesh)
    if slot >= 0 and mesh.materials[slot].node_tree is not None:
        nodes = mesh.materials[slot].node_tree.nodes
        for node in [n for n in nodes if n.type == "ATTRIBUTE" and n.attribute_name in _SOCKETS]:
            nodes.remove(node)


def read_shown_material(mesh: bpy.types.Mesh) -> tuple[FloatArray, FloatArray] | None:
    """Roughness and metallic (V,) that a mesh shows; None for a result of colours only."""
    values = []
    for name in _SOCKETS:
        attribute = mesh.attributes.get(name)
        if attribute is None or (attribute.data_type, attribute.domain) != ("FLOAT", "POINT"):
            return None
        flat = np.empty(len(mesh.vertices), dtype=np.float32)
        attribute.data.foreach_get("value", flat)
        values.append(flat)
    return values[0], values[1]


def _connect(mesh: bpy.types.Mesh) -> None:
    """Adds the nodes that read the attributes, where they are missing and the artist plugged in nothing else.

    An attribute that a mesh does not have reads as 0, so a material that several meshes share needs it on all of them.
    """
    slot = result_slot(mesh)
    material = mesh.materials[slot] if slot >= 0 else None
    if material is None or material.node_tree is None:
        return
    nodes, links = material.node_tree.nodes, material.node_tree.links
    surface = next((node for node in nodes if node.type == "BSDF_PRINCIPLED"), None)
    if surface is None:
        return
    present = {node.attribute_name for node in nodes if node.type == "ATTRIBUTE"}
    for row, (name, socket) in enumerate(_SOCKETS.items(), start=1):
        if name in present or surface.inputs[socket].is_linked:
            continue
        node = nodes.new("ShaderNodeAttribute")
        node.attribute_type = "GEOMETRY"
        node.attribute_name = name
        node.label = socket
        node.location = (surface.location[0] - _LEFT, surface.location[1] - row * _DOWN)
        links.new(node.outputs["Fac"], surface.inputs[socket])


def _read(mesh: bpy.types.Mesh, name: str) -> FloatArray | None:
    attribute = mesh.attributes.get(name)
    if attribute is None or (attribute.data_type, attribute.domain) != ("FLOAT2", "POINT"):
        return None
    flat = np.empty(len(mesh.vertices) * 2, dtype=np.float32)
    attribute.data.foreach_get("vector", flat)
    return flat.reshape(-1, 2)


def _write(mesh: bpy.types.Mesh, name: str, kind: str, value: str, values: FloatArray) -> None:
    attribute = mesh.attributes.get(name)
    if attribute is not None and (attribute.data_type, attribute.domain) != (kind, "POINT"):
        mesh.attributes.remove(attribute)
        attribute = None
    if attribute is None:
        attribute = mesh.attributes.new(name, kind, "POINT")
        if attribute is None or attribute.name != name:
            raise ObjectError(
                f'The mesh "{mesh.name}" already uses the name "{name}". Rename that data, then try again.'
            )
    mesh.attributes[name].data.foreach_set(value, np.ascontiguousarray(values, dtype=np.float32).ravel())


def _remove(mesh: bpy.types.Mesh, name: str) -> None:
    if name in mesh.attributes:
        mesh.attributes.remove(mesh.attributes[name])
