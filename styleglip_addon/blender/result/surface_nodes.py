"""Nodes of a result's material besides plain values: what the channels need to look right in every renderer.

Every channel has a socket of the Principled BSDF. Some need more than a number: emission and sheen have a colour, light
that is scattered below the surface has a reach, and what light passes through must not cast an opaque shadow.
"""

from __future__ import annotations

from collections.abc import Iterable

import bpy
import numpy as np

from ...engine.vocabulary.channels import (
    EMISSION,
    MATERIAL,
    SHEEN,
    SHEEN_WHITENESS,
    SUBSURFACE,
    TRANSMISSION,
    Channel,
)
from ..names import CHANNEL_NODE_PREFIX, shown_attribute
from ..reading.validation import base_coordinates

_REACH = 0.02
"""How far light travels below the surface, as a share of the object's size."""

SEEN_THROUGH = 0.01
"""Transmission below this is nothing that a renderer has to be prepared for."""

_FAINT = 1e-6

_LEFT, _DOWN = 220.0, 180.0


def principled(material: bpy.types.Material | None) -> bpy.types.Node | None:
    """The Principled BSDF of a material; None where there is none."""
    if material is None or material.node_tree is None:
        return None
    return next((node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED"), None)


def connect_channels(material: bpy.types.Material, mesh: bpy.types.Mesh, scale: float = 1.0) -> None:
    """Adds the nodes that read the mesh's attributes, where they are missing and the artist plugged in nothing else.

    An attribute that a mesh does not have reads as 0, so a material that several meshes share needs it on all of them.

    Args:
        material: a result's; without a Principled BSDF it stays as it is.
        mesh: with the attributes of what is shown.
        scale: how much larger than its mesh the object is.
    """
    surface = principled(material)
    if surface is None:
        return
    tree = material.node_tree
    present = {node.attribute_name for node in tree.nodes if node.type == "ATTRIBUTE"}
    for row, channel in enumerate(MATERIAL, start=1):
        name, socket = shown_attribute(channel), surface.inputs[channel.socket]
        if name in present or name not in mesh.attributes or socket.is_linked:
            continue
        node = _new_node(surface, channel, "ShaderNodeAttribute", (-_LEFT, -row * _DOWN))
        node.attribute_type = "GEOMETRY"
        node.attribute_name = name
        node.label = channel.socket
        value = node.outputs["Fac"]
        if channel is EMISSION:
            share_color(surface, "Emission Color")
            value = _unseen_by_exporters(surface, value)
        elif channel is SHEEN:
            _tint_sheen(surface)
        elif channel is SUBSURFACE:
            set_reach(surface, size_of(mesh) * scale)
        tree.links.new(value, socket)
    if _greatest(mesh, shown_attribute(TRANSMISSION)) > SEEN_THROUGH:
        let_light_through(material)


def disconnect_channels(material: bpy.types.Material | None, channels: Iterable[Channel] = MATERIAL) -> None:
    """Removes the nodes that `connect_channels` added for these channels."""
    if material is None or material.node_tree is None:
        return
    channels, surface, tree = tuple(channels), principled(material), material.node_tree
    attributes = {shown_attribute(channel) for channel in channels}
    prefixes = tuple(_prefix(channel) for channel in channels)
    for node in list(tree.nodes):
        if (node.type == "ATTRIBUTE" and node.attribute_name in attributes) or node.name.startswith(prefixes):
            tree.nodes.remove(node)
    if surface is not None and EMISSION in channels:
        glow = _source(surface, "Emission Color")
        if glow is not None and glow == _source(surface, "Base Color"):
            tree.links.remove(surface.inputs["Emission Color"].links[0])
    if TRANSMISSION in channels:
        material.use_raytrace_refraction = False


def share_color(surface: bpy.types.Node, socket: str) -> None:
    """Feeds another socket with what feeds the base colour, unless something else does."""
    source = _source(surface, "Base Color")
    if source is not None and not surface.inputs[socket].is_linked:
        surface.id_data.links.new(source, surface.inputs[socket])


def set_reach(surface: bpy.types.Node, size: float) -> None:
    """Lets light scatter below the surface of an object of this size, metres, equally far in all colours."""
    surface.inputs["Subsurface Radius"].default_value = (1.0, 1.0, 1.0)
    surface.inputs["Subsurface Scale"].default_value = _REACH * size


def let_light_through(material: bpy.types.Material) -> None:
    """Prepares a material for light that passes through it.

    EEVEE refracts what is behind only where it is told to, and gives whatever refracts an opaque shadow. In Cycles,
    light reaches what lies behind glass only by chance: it is dark and grainy or, with few bounces, black. So each has
    an output of its own, where light falls straight through and takes on the colour of the glass. Other programs read
    the output that is there already.

    Args:
        material: with a Principled BSDF; one that is prepared already stays as it is.
    """
    surface, tree = principled(material), material.node_tree
    if surface is None or any(node.name.startswith(_prefix(TRANSMISSION) + "Material Output") for node in tree.nodes):
        return
    material.use_raytrace_refraction = True
    path = _new_node(surface, TRANSMISSION, "ShaderNodeLightPath", (-_LEFT, 4 * _DOWN))
    # Also what is scattered sees a light through it; else that would be counted twice.
    lighting = _new_node(surface, TRANSMISSION, "ShaderNodeMath", (0.0, 4 * _DOWN))
    lighting.operation = "MAXIMUM"
    tree.links.new(path.outputs["Is Shadow Ray"], lighting.inputs[0])
    tree.links.new(path.outputs["Is Diffuse Ray"], lighting.inputs[1])
    share = _new_node(surface, TRANSMISSION, "ShaderNodeMath", (_LEFT, 4 * _DOWN))
    share.operation = "MULTIPLY"
    tree.links.new(lighting.outputs[0], share.inputs[0])
    source = _source(surface, TRANSMISSION.socket)
    if source is not None:
        tree.links.new(source, share.inputs[1])
    else:
        share.inputs[1].default_value = surface.inputs[TRANSMISSION.socket].default_value
    clear = _new_node(surface, TRANSMISSION, "ShaderNodeBsdfTransparent", (_LEFT, 3 * _DOWN))
    source = _source(surface, "Base Color")
    if source is not None:
        # As in the Principled BSDF: the colour is that of both surfaces that light goes through.
        root = _new_node(surface, TRANSMISSION, "ShaderNodeGamma", (0.0, 3 * _DOWN))
        root.inputs["Gamma"].default_value = 0.5
        tree.links.new(source, root.inputs["Color"])
        tree.links.new(root.outputs[0], clear.inputs["Color"])
    mix = _new_node(surface, TRANSMISSION, "ShaderNodeMixShader", (2 * _LEFT, 3 * _DOWN))
    for feed, socket in zip((share.outputs[0], surface.outputs[0], clear.outputs[0]), mix.inputs, strict=True):
        tree.links.new(feed, socket)
    for row, target in enumerate(("EEVEE", "CYCLES")):
        output = _new_node(surface, TRANSMISSION, "ShaderNodeOutputMaterial", (3 * _LEFT, (3 + row) * _DOWN))
        output.target = target
        tree.links.new(mix.outputs[0], output.inputs["Surface"])


def size_of(mesh: bpy.types.Mesh) -> float:
    """Mean side of the box around a mesh, in its own units."""
    places = base_coordinates(mesh)
    return float(np.ptp(places, axis=0).mean()) if len(places) else 0.0


def size_scale(obj: bpy.types.Object) -> float:
    """How much larger than its mesh an object is."""
    return float(obj.matrix_world.median_scale)


def _tint_sheen(surface: bpy.types.Node) -> None:
    """Gives the sheen a paler shade of the base colour; see `_unseen_by_exporters`."""
    source, tint = _source(surface, "Base Color"), surface.inputs["Sheen Tint"]
    if source is None or tint.is_linked:
        return
    links = surface.id_data.links
    pale = _new_node(surface, SHEEN, "ShaderNodeVectorMath", (-2 * _LEFT, 2 * _DOWN))
    pale.operation = "MULTIPLY_ADD"
    pale.inputs[1].default_value = ((1.0 - SHEEN_WHITENESS) / _FAINT,) * 3
    pale.inputs[2].default_value = (SHEEN_WHITENESS / _FAINT,) * 3
    links.new(source, pale.inputs[0])
    faint = _new_node(surface, SHEEN, "ShaderNodeMix", (-_LEFT, 2 * _DOWN))
    faint.data_type, faint.blend_type = "RGBA", "MULTIPLY"
    sockets = {socket.identifier: socket for socket in (*faint.inputs, *faint.outputs)}
    sockets["Factor_Float"].default_value = 1.0
    sockets["B_Color"].default_value = (_FAINT, _FAINT, _FAINT, 1.0)
    links.new(pale.outputs["Vector"], sockets["A_Color"])
    links.new(sockets["Result_Color"], tint)


def _unseen_by_exporters(surface: bpy.types.Node, value: bpy.types.NodeSocket) -> bpy.types.NodeSocket:
    """An emission strength, made very large and small again.

    The glTF exporter cannot write numbers of vertices. It writes the last constant factor for all of them, or 1 where
    there is none: the whole object would glow, or be all velvet.
    """
    for step, factor in enumerate((1.0 / _FAINT, _FAINT)):
        node = _new_node(surface, EMISSION, "ShaderNodeMath", (-(2 - 0.5 * step) * _LEFT, 3 * _DOWN))
        node.operation = "MULTIPLY"
        node.inputs[1].default_value = factor
        surface.id_data.links.new(value, node.inputs[0])
        value = node.outputs[0]
    return value


def _source(surface: bpy.types.Node, socket: str) -> bpy.types.NodeSocket | None:
    links = surface.inputs[socket].links
    return links[0].from_socket if links else None


def _greatest(mesh: bpy.types.Mesh, name: str) -> float:
    """The greatest value of an attribute; 0 where the mesh has no such one."""
    if name not in mesh.attributes:
        return 0.0
    values = np.empty(len(mesh.vertices), dtype=np.float32)
    mesh.attributes[name].data.foreach_get("value", values)
    return float(values.max(initial=0.0))


def _prefix(channel: Channel) -> str:
    return f"{CHANNEL_NODE_PREFIX}{channel.attribute}: "


def _new_node(surface: bpy.types.Node, channel: Channel, kind: str, offset: tuple[float, float]) -> bpy.types.Node:
    """A node that comes and goes with its channel, at a place relative to the surface's."""
    node = surface.id_data.nodes.new(kind)
    node.name = f"{_prefix(channel)}{node.name}"
    node.location = (surface.location[0] + offset[0], surface.location[1] + offset[1])
    return node
