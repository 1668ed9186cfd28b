"""Pictures of a mesh object, rendered in Blender in a small photo studio: framed, soft light, plain backdrop.

The studio is a scene of its own that is removed after the picture, so the file the object lives in stays as it is.
Imports bpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpy
import numpy as np

from styleglip_addon.blender.pictures.object_pictures import render_object
from styleglip_addon.blender.pictures.studio import plain_material

# Scene-linear RGB of the parts in a parts picture, in order; far apart also for colour-blind eyes (Okabe and Ito).
PART_COLORS = (
    (0.791, 0.342, 0.000),
    (0.093, 0.456, 0.815),
    (0.000, 0.342, 0.171),
    (0.604, 0.191, 0.386),
    (0.871, 0.776, 0.054),
    (0.665, 0.112, 0.000),
    (0.000, 0.168, 0.445),
)
_NO_PART_COLOR = (0.35, 0.35, 0.35)
_PARTS_ATTRIBUTE = "Parts Preview"


def render_parts(obj: bpy.types.Object, part_groups: Sequence[str], path: Path, **options: float) -> None:
    """Renders the object with each part in a flat colour of its own, mixed by its soft weights; grey: no part.

    Args:
        obj: a mesh object with vertex groups that hold the parts' weights.
        part_groups: names of those vertex groups.
        path: PNG file to write.
        options: `size`, `samples`, `azimuth`, `elevation` of `render_object`.

    Raises:
        KeyError: the object has no vertex group of such a name.
    """
    weights = np.stack([group_weights(obj, name) for name in part_groups], axis=1)
    colors = np.array([PART_COLORS[i % len(PART_COLORS)] for i in range(len(part_groups))])
    rest = np.clip(1.0 - weights.sum(axis=1, keepdims=True), 0.0, 1.0)
    mixed = weights @ colors + rest * np.array(_NO_PART_COLOR)

    copy = obj.copy()
    copy.data = obj.data.copy()
    material = _attribute_material(_PARTS_ATTRIBUTE)
    try:
        if copy.data.shape_keys is not None:  # parts are shown on the shape as it was
            for key in copy.data.shape_keys.key_blocks:
                key.value = 0.0
        attribute = copy.data.color_attributes.new(_PARTS_ATTRIBUTE, "FLOAT_COLOR", "POINT")
        rgba = np.concatenate([mixed, np.ones((len(mixed), 1))], axis=1).astype(np.float32)
        attribute.data.foreach_set("color", rgba.ravel())
        copy.data.materials.clear()
        copy.data.materials.append(material)
        for slot in copy.material_slots:
            slot.link = "DATA"
        render_object(copy, path, **options)  # type: ignore[arg-type]
    finally:
        mesh = copy.data
        bpy.data.objects.remove(copy)
        bpy.data.meshes.remove(mesh)
        bpy.data.materials.remove(material)


def render_attribute(obj: bpy.types.Object, attribute: str, path: Path, **options: float) -> None:
    """Renders an attribute of the object's vertices without any light: a colour as it is, a number as grey.

    Args:
        obj: a mesh object with the attribute; scene-linear RGB, or a number in 0..1 that is shown as that share of
            white's brightness on the screen.
        attribute: its name.
        path: PNG file to write.
        options: `size`, `samples`, `azimuth`, `elevation` of `render_object`.

    Raises:
        KeyError: the object has no such attribute.
    """
    is_number = obj.data.attributes[attribute].data_type == "FLOAT"
    material = bpy.data.materials.new("Preview Attribute")
    copy = obj.copy()
    copy.data = obj.data.copy()
    try:
        material.use_nodes = True
        tree = material.node_tree
        tree.nodes.clear()
        reader, light = tree.nodes.new("ShaderNodeAttribute"), tree.nodes.new("ShaderNodeEmission")
        output = tree.nodes.new("ShaderNodeOutputMaterial")
        reader.attribute_name = attribute
        value = reader.outputs["Color"]
        if is_number:
            screen = tree.nodes.new("ShaderNodeGamma")  # undoes the screen's encoding, so that 0.5 looks half bright
            screen.inputs["Gamma"].default_value = 2.2
            tree.links.new(value, screen.inputs["Color"])
            value = screen.outputs["Color"]
        tree.links.new(value, light.inputs["Color"])
        tree.links.new(light.outputs["Emission"], output.inputs["Surface"])
        copy.data.materials.clear()
        copy.data.materials.append(material)
        for slot in copy.material_slots:
            slot.link = "DATA"
        render_object(copy, path, **options)  # type: ignore[arg-type]
    finally:
        mesh = copy.data
        bpy.data.objects.remove(copy)
        bpy.data.meshes.remove(mesh)
        bpy.data.materials.remove(material)


def group_weights(obj: bpy.types.Object, name: str) -> np.ndarray:
    """Weights (V,) float64 in 0..1 of one vertex group; vertices outside the group have 0."""
    index = obj.vertex_groups[name].index
    weights = np.zeros(len(obj.data.vertices))
    for vertex in obj.data.vertices:
        for element in vertex.groups:
            if element.group == index:
                weights[vertex.index] = element.weight
    return weights


def _attribute_material(attribute: str) -> bpy.types.Material:
    """A matt material that shows a colour attribute."""
    material = plain_material((0.8, 0.8, 0.8))
    material.name = attribute
    nodes = material.node_tree.nodes
    surface = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    reader = nodes.new("ShaderNodeAttribute")
    reader.attribute_name = attribute
    material.node_tree.links.new(reader.outputs["Color"], surface.inputs["Base Color"])
    return material
