"""The material that shows baked textures, in the slot of the result's material, which is kept and comes back."""

from __future__ import annotations

from collections.abc import Mapping

import bpy

from ...engine.baking import BakedMaps, BakeMap
from ...engine.baking.maps import CHANNEL_MAPS
from ...engine.vocabulary.channels import ROUGHNESS
from ..names import BAKED_MATERIAL_PREFIX, RECORD_PROPERTY, fitted_name
from ..result.materials import result_slot
from ..result.surface_nodes import (
    SEEN_THROUGH,
    let_light_through,
    principled,
    set_reach,
    share_color,
    size_of,
    size_scale,
)

_REPLACED = "styleglip_replaced"
"""Custom property of the baked material: the material that was in the slot before; it keeps that in the file."""

_LIGHT = {BakeMap.EMISSION: "Emission Color", BakeMap.SHEEN: "Sheen Tint"}
"""Inputs of textures that hold light in its colour; the channel's own input is then its strength, one number."""

_LEFT = 320.0
_DOWN = 300.0


def is_baked_material(material: bpy.types.Material | None) -> bool:
    """Whether a material shows baked textures."""
    return material is not None and _REPLACED in material


def baked_material_name(object_name: str) -> str:
    """The name of an object's material with textures."""
    return fitted_name(BAKED_MATERIAL_PREFIX + object_name)


def baked_material(mesh: bpy.types.Mesh) -> bpy.types.Material | None:
    """The material that shows baked textures on a mesh, or None."""
    return next((m for m in mesh.materials if is_baked_material(m)), None)


def show_baked_material(
    obj: bpy.types.Object,
    baked: BakedMaps,
    images: Mapping[BakeMap, bpy.types.Image],
    uv_map: str,
    *,
    displaces: bool = False,
) -> bpy.types.Material:
    """Puts a material with textures where the result's material is; a second bake replaces the first.

    Args:
        obj: an object with a result.
        baked: what is the same everywhere, and what the textures' black and white stand for.
        images: the textures.
        uv_map: the UV map they belong to.
        displaces: let the displacement texture move the surface when rendering; it needs a subdivided mesh.

    Returns:
        The material.
    """
    mesh = obj.data
    hide_baked_material(mesh)
    slot = result_slot(mesh)
    material = bpy.data.materials.new(baked_material_name(obj.name))
    material[RECORD_PROPERTY] = True
    material[_REPLACED] = mesh.materials[slot]
    _build_nodes(material, images, uv_map, displaces)
    _set_channels(material, baked, size_of(mesh) * size_scale(obj))
    mesh.materials[slot] = material
    return material


def hide_baked_material(mesh: bpy.types.Mesh) -> None:
    """Puts the result's own material back in place of the baked one; does nothing where there is none."""
    for slot, material in enumerate(mesh.materials):
        if is_baked_material(material):
            mesh.materials[slot] = material[_REPLACED]


def _build_nodes(
    material: bpy.types.Material, images: Mapping[BakeMap, bpy.types.Image], uv_map: str, displaces: bool
) -> None:
    if bpy.app.version < (5, 0, 0):  # from 5.0 on materials always have nodes
        material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    surface = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    output = next(node for node in nodes if node.type == "OUTPUT_MATERIAL")
    surface.inputs["Roughness"].default_value = ROUGHNESS.plain
    x, y = surface.location
    place = nodes.new("ShaderNodeUVMap")
    place.uv_map = uv_map
    place.location = (x - 3.2 * _LEFT, y)

    textures = {}
    for row, kind in enumerate(kind for kind in BakeMap if kind in images):
        texture = nodes.new("ShaderNodeTexImage")
        texture.image = images[kind]
        texture.label = kind.value.capitalize()
        texture.location = (x - 2.2 * _LEFT, y - row * _DOWN)
        texture.extension = "EXTEND"
        links.new(place.outputs["UV"], texture.inputs["Vector"])
        textures[kind] = texture
    if BakeMap.COLOR in textures:
        nodes.active = textures[BakeMap.COLOR]  # the one to paint on, and to see in Solid shading with Texture color
    for kind, channel in CHANNEL_MAPS.items():
        if kind in textures:
            links.new(textures[kind].outputs["Color"], surface.inputs[_LIGHT.get(kind, channel.socket)])
    if BakeMap.NORMAL in textures:
        normal = nodes.new("ShaderNodeNormalMap")
        normal.uv_map = uv_map
        normal.location = (x - _LEFT, textures[BakeMap.NORMAL].location[1])
        links.new(textures[BakeMap.NORMAL].outputs["Color"], normal.inputs["Color"])
        if not displaces:  # surface that is really moved has its own normals
            links.new(normal.outputs["Normal"], surface.inputs["Normal"])
    if BakeMap.DISPLACEMENT in textures:
        move = nodes.new("ShaderNodeDisplacement")
        move.space = "OBJECT"
        move.inputs["Midlevel"].default_value = 0.0
        move.inputs["Scale"].default_value = 1.0
        move.location = (x - _LEFT, textures[BakeMap.DISPLACEMENT].location[1])
        links.new(textures[BakeMap.DISPLACEMENT].outputs["Color"], move.inputs["Height"])
        if displaces:
            links.new(move.outputs["Displacement"], output.inputs["Displacement"])
            material.displacement_method = "DISPLACEMENT"


def _set_channels(material: bpy.types.Material, baked: BakedMaps, size: float) -> None:
    """Everything about channels besides their textures: plain numbers, ranges, and what renderers have to be told."""
    surface = principled(material)
    assert surface is not None
    for kind, values in baked.constants.items():
        _set_constant(surface, kind, values)
    for kind in baked.maps.keys() & _LIGHT.keys():
        surface.inputs[CHANNEL_MAPS[kind].socket].default_value = baked.spans.get(kind, (0.0, 1.0))[1]
    for kind, span in baked.spans.items():
        if kind not in _LIGHT:
            _stretch(surface, kind, span)
    if _has(baked, BakeMap.SUBSURFACE):
        set_reach(surface, size)
    if _has(baked, BakeMap.TRANSMISSION):
        let_light_through(material)


def _set_constant(surface: bpy.types.Node, kind: BakeMap, values: tuple[float, ...]) -> None:
    """A channel that is the same everywhere. What glows shares the texture of the base colour."""
    socket = surface.inputs[CHANNEL_MAPS[kind].socket]
    if len(values) == 3:
        surface.inputs[_LIGHT[kind]].default_value = (*values, 1.0)
        socket.default_value = 1.0
        return
    socket.default_value = values[0]
    if kind is BakeMap.EMISSION and values[0] > 0.0:
        share_color(surface, _LIGHT[kind])


def _stretch(surface: bpy.types.Node, kind: BakeMap, span: tuple[float, float]) -> None:
    """Puts a node between texture and socket that turns 0 and 1 into what they stand for."""
    socket = surface.inputs[CHANNEL_MAPS[kind].socket]
    texture = socket.links[0].from_node
    node = surface.id_data.nodes.new("ShaderNodeMath")
    node.operation = "MULTIPLY_ADD"
    node.location = (surface.location[0] - _LEFT, texture.location[1])
    node.inputs[1].default_value, node.inputs[2].default_value = span[1] - span[0], span[0]
    surface.id_data.links.new(texture.outputs["Color"], node.inputs[0])
    surface.id_data.links.new(node.outputs[0], socket)


def _has(baked: BakedMaps, kind: BakeMap) -> bool:
    """Whether there is enough of a channel anywhere that it has to be prepared for."""
    return kind in baked.maps or baked.constants.get(kind, (0.0,))[0] > SEEN_THROUGH
