"""The colours an object shows before it is stylized: its colour attribute, or else its materials' base colours."""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray
from ..names import is_color_name
from ..result.materials import original_face_slots, result_slot
from ..result.record import read_record
from .picture_headers import MOST_PIXELS, is_too_large

_MAX_TEXTURE_SIDE = 2048
"""Larger textures are read from a reduced copy; one value per vertex does not show the difference."""

_PLAIN = (0.8, 0.8, 0.8)
"""Blender's own colour for faces without a material, scene-linear."""


def read_colors(obj: bpy.types.Object) -> FloatArray | None:
    """Colours at the vertices before any result of ours.

    The active colour attribute where there is one, else the base colours of the materials: plain values, and images at
    the UV map's corners. What only a render would show (procedural textures, lighting) reads as the plain value.

    Args:
        obj: a mesh object.

    Returns:
        (V, 3) float32 scene-linear RGB in 0..1, or None where the object has neither.
    """
    mesh = obj.data
    attribute = _artists_color_attribute(mesh)
    if attribute is not None:
        colors = _attribute_colors(mesh, attribute)
    elif any(slot.material is not None for slot in _artists_slots(obj)):
        colors = _material_colors(obj)
    else:
        return None
    return np.ascontiguousarray(np.nan_to_num(colors).clip(0.0, 1.0), dtype=np.float32)


def unread_pictures(obj: bpy.types.Object) -> tuple[str, ...]:
    """A sentence for each picture of an object's materials that is too large for its colours to be read."""
    if _artists_color_attribute(obj.data) is not None:
        return ()  # the materials are not asked
    images = [_base_color(slot.material)[1] for slot in _artists_slots(obj) if slot.material is not None]
    return tuple(
        f'The picture "{image.name}" announces more than {MOST_PIXELS:,} pixels and is not read: its material counts '
        "with its plain color."
        for image in dict.fromkeys(images)
        if image is not None and is_too_large(image)
    )


def _artists_color_attribute(mesh: bpy.types.Mesh) -> bpy.types.Attribute | None:
    name = mesh.attributes.active_color_name
    if is_color_name(name):
        record = read_record(mesh)
        name = record.before.active_color if record is not None else ""
    return mesh.color_attributes.get(name) if name else None


def _attribute_colors(mesh: bpy.types.Mesh, attribute: bpy.types.Attribute) -> NDArray[np.float32]:
    rgba = np.empty(len(attribute.data) * 4, dtype=np.float32)
    attribute.data.foreach_get("color", rgba)
    rgb = rgba.reshape(-1, 4)[:, :3]
    return rgb if attribute.domain == "POINT" else _corners_to_vertices(mesh, rgb)


def _artists_slots(obj: bpy.types.Object) -> list[bpy.types.MaterialSlot]:
    shown = result_slot(obj.data)
    return [slot for index, slot in enumerate(obj.material_slots) if index != shown]


def _material_colors(obj: bpy.types.Object) -> NDArray[np.float32]:
    mesh = obj.data
    artists = _artists_slots(obj)
    slots = _corner_slots(mesh, len(artists))
    corners = np.tile(np.array(_PLAIN, dtype=np.float32), (len(mesh.loops), 1))
    for index, slot in enumerate(artists):
        here = np.flatnonzero(slots == index)
        if slot.material is None or len(here) == 0:
            continue
        color, image = _base_color(slot.material)
        corners[here] = color
        if image is not None and mesh.uv_layers.active is not None and not is_too_large(image):
            sampled = _sample_image(image, _corner_uv(mesh)[here])
            if sampled is not None:
                corners[here] = sampled
    return _corners_to_vertices(mesh, corners)


def _corner_slots(mesh: bpy.types.Mesh, slot_count: int) -> NDArray[np.int32]:
    """(L,) material slot of each face corner, as it was before a result took its face."""
    sizes = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("loop_total", sizes)
    return np.repeat(original_face_slots(mesh).clip(0, slot_count - 1), sizes)


def _corners_to_vertices(mesh: bpy.types.Mesh, corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean over the corners that meet in a vertex; vertices without faces get the plain colour."""
    vertex = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", vertex)
    count = np.bincount(vertex, minlength=len(mesh.vertices))
    total = np.stack(
        [np.bincount(vertex, weights=corners[:, i], minlength=len(mesh.vertices)) for i in range(3)], axis=1
    )
    mean = total / np.maximum(count, 1)[:, None]
    return np.where(count[:, None] > 0, mean, np.array(_PLAIN)).astype(np.float32)


def _corner_uv(mesh: bpy.types.Mesh) -> NDArray[np.float32]:
    uv = np.empty(len(mesh.loops) * 2, dtype=np.float32)
    mesh.uv_layers.active.uv.foreach_get("vector", uv)
    return uv.reshape(-1, 2)


def _base_color(material: bpy.types.Material) -> tuple[tuple[float, float, float], bpy.types.Image | None]:
    """Plain base colour (scene-linear) and image texture of a material; the first surface shader that has a colour."""
    if material.node_tree is None or not (bpy.app.version >= (5, 0, 0) or material.use_nodes):
        return tuple(material.diffuse_color[:3]), None
    for node in material.node_tree.nodes:
        socket = node.inputs.get("Base Color") if node.type == "BSDF_PRINCIPLED" else None
        if node.type in {"BSDF_DIFFUSE", "EMISSION"}:
            socket = node.inputs.get("Color")
        if socket is None:
            continue
        image = None
        if socket.is_linked and socket.links[0].from_node.type == "TEX_IMAGE":
            image = socket.links[0].from_node.image
        return tuple(socket.default_value[:3]), image
    return tuple(material.diffuse_color[:3]), None


def _sample_image(image: bpy.types.Image, uv: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Scene-linear RGB of an image at texture coordinates (N, 2), repeated outside 0..1; None if it cannot be read."""
    size = image.size
    if not image.has_data and (size[0] == 0 or size[1] == 0):  # the file is missing
        return None
    reduced = None
    if max(size) > _MAX_TEXTURE_SIDE:
        reduced = image.copy()
        factor = _MAX_TEXTURE_SIDE / max(size)
        reduced.scale(max(1, int(size[0] * factor)), max(1, int(size[1] * factor)))
    source = reduced if reduced is not None else image
    try:
        width, height = source.size
        channels = source.channels
        pixels = np.empty(width * height * channels, dtype=np.float32)
        if len(pixels) == 0 or len(source.pixels) != len(pixels):
            return None
        source.pixels.foreach_get(pixels)
    finally:
        if reduced is not None:
            bpy.data.images.remove(reduced)
    grid = pixels.reshape(height, width, channels)
    wrapped = np.nan_to_num(uv) % 1.0
    column = np.minimum((wrapped[:, 0] * width).astype(np.int64), width - 1)
    row = np.minimum((wrapped[:, 1] * height).astype(np.int64), height - 1)
    rgb = grid[row, column][:, [0, 1, 2] if channels >= 3 else [0, 0, 0]]
    # Blender hands out byte images as they are in the file, float images scene-linear.
    return _decode_srgb(rgb) if not image.is_float and image.colorspace_settings.name == "sRGB" else rgb


def _decode_srgb(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """sRGB to scene-linear by Blender's conversion: the engine's would load PyTorch in the interface's thread."""
    carrier = bpy.data.meshes.new("StyleGLIP colour conversion")
    try:
        carrier.vertices.add(len(rgb))
        attribute = carrier.attributes.new("color", "FLOAT_COLOR", "POINT")
        rgba = np.ones((len(rgb), 4), dtype=np.float32)
        rgba[:, :3] = rgb
        attribute.data.foreach_set("color_srgb", rgba.ravel())
        flat = np.empty(len(rgb) * 4, dtype=np.float32)
        attribute.data.foreach_get("color", flat)
    finally:
        bpy.data.meshes.remove(carrier)
    return flat.reshape(-1, 4)[:, :3]
