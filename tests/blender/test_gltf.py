"""A result that leaves Blender as .glb and comes back keeps its colours, its shape keys and its textures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
from scipy.spatial import cKDTree

from styleglip_addon.blender.names import COLOR_ATTRIBUTE, part_data_name
from styleglip_addon.blender.result.color_attributes import read_color
from styleglip_addon.blender.textures.baking import BakeOptions, bake_object
from styleglip_addon.blender.textures.uv_maps import UvChoice
from styleglip_addon.blender.textures.uv_reading import read_uv
from styleglip_addon.engine.baking import BakeMap, BakeSettings

from .small_run import stylized_vase
from .test_baking import add_uv, pixels

PARTS = ("lid", "box")


def through_glb(obj: Any, path: Path) -> Any:
    """Exports an object with the exporter's default settings, empties the file and imports it again."""
    for other in bpy.context.view_layer.objects:
        other.select_set(other == obj)
    bpy.ops.export_scene.gltf(filepath=str(path), use_selection=True)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(path))
    return next(o for o in bpy.data.objects if o.type == "MESH")


def key_coordinates(obj: Any, name: str) -> np.ndarray:
    flat = np.empty(len(obj.data.vertices) * 3, dtype=np.float32)
    obj.data.shape_keys.key_blocks[name].data.foreach_get("co", flat)
    return flat.reshape(-1, 3)


def corner_vertices(mesh: Any) -> np.ndarray:
    flat = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", flat)
    return flat


def same_vertices(before: np.ndarray, again: Any) -> np.ndarray:
    """Which vertex each imported one was: glTF splits vertices where normals or UVs differ."""
    distance, index = cKDTree(before).query(key_coordinates(again, "Basis"))
    assert distance.max() < 1e-5
    return np.asarray(index)


def corner_colors(mesh: Any, name: str) -> np.ndarray:
    """(L, 3) sRGB of a colour attribute on face corners."""
    flat = np.empty(len(mesh.loops) * 4, dtype=np.float32)
    mesh.color_attributes[name].data.foreach_get("color_srgb", flat)
    return flat.reshape(-1, 4)[:, :3]


def test_vertex_colors_and_morph_targets_come_back(tmp_path: Path) -> None:
    obj, _, _, _ = stylized_vase()
    obj.data.shape_keys.key_blocks[part_data_name("box")].value = 0.5
    names = ["Basis", *map(part_data_name, PARTS)]
    keys = {name: key_coordinates(obj, name) for name in names}
    color = read_color(obj.data, COLOR_ATTRIBUTE)
    assert color is not None
    color = color[:, :3]
    assert np.ptp(color, axis=0).max() > 0

    again = through_glb(obj, tmp_path / "vase.glb")

    index = same_vertices(keys["Basis"], again)
    assert [key.name for key in again.data.shape_keys.key_blocks] == names
    for name in names[1:]:
        offset = key_coordinates(again, name) - key_coordinates(again, "Basis")
        assert np.abs(keys[name] - keys["Basis"]).max() > 1e-4
        assert np.allclose(offset, (keys[name] - keys["Basis"])[index], atol=1e-6)
    assert again.data.shape_keys.key_blocks[part_data_name("lid")].value == 1.0
    assert again.data.shape_keys.key_blocks[part_data_name("box")].value == 0.5

    # COLOR_0, the first set, is the one that every viewer shows.
    first = again.data.color_attributes[0].name
    shown = np.where(color <= 0.0031308, 12.92 * color, 1.055 * color ** (1 / 2.4) - 0.055)
    corner = corner_vertices(again.data)
    assert np.abs(corner_colors(again.data, first) - shown[index][corner]).max() < 1.5 / 255
    assert not bpy.data.images


def test_textures_come_back_and_are_not_tinted_by_the_vertex_colors(tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    add_uv(obj, "Mine", 0.5)  # the artist's own map is the first and active one
    maps = frozenset({BakeMap.COLOR, BakeMap.NORMAL})
    bake_object(obj, state, BakeOptions(BakeSettings(size=64, maps=maps), UvChoice.NEW))
    keys = {key.name: key_coordinates(obj, key.name) for key in obj.data.shape_keys.key_blocks}
    baked = {kind: pixels(bpy.data.images[f"Vase {kind.value}"]).copy() for kind in maps}
    layers = [layer.name for layer in obj.data.uv_layers]
    assert layers == ["Mine", "StyleGLIP UV"]
    own = read_uv(obj.data, "StyleGLIP UV")
    own_corner = corner_vertices(obj.data)

    again = through_glb(obj, tmp_path / "vase.glb")

    material = next(slot.material for slot in again.material_slots if slot.material is not None)
    nodes = material.node_tree.nodes
    surface = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    normal = surface.inputs["Normal"].links[0].from_node
    assert normal.type == "NORMAL_MAP"
    textures = {
        BakeMap.COLOR: _texture_behind(surface.inputs["Base Color"]),
        BakeMap.NORMAL: _texture_behind(normal.inputs["Color"]),
    }
    for kind, node in textures.items():
        assert np.abs(pixels(node.image)[..., :3] - baked[kind][..., :3]).max() < 0.5 / 255
        # Through which UV map: that of the textures, which is the second here.
        place = node.inputs["Vector"].links[0].from_node
        assert place.uv_map == again.data.uv_layers[1].name
    index = same_vertices(keys["Basis"], again)
    uv = read_uv(again.data, again.data.uv_layers[1].name)
    corner = corner_vertices(again.data)
    for vertex in range(len(keys["Basis"])):
        places = own[own_corner == vertex]
        found = uv[index[corner] == vertex]
        nearest = np.linalg.norm(found[:, None] - places[None], axis=2).min(axis=1)
        assert nearest.max() < 1e-5
    assert len(again.data.shape_keys.key_blocks) == len(keys)
    # Viewers multiply the texture with COLOR_0: it has to be white, and the result's colours follow it.
    first = again.data.color_attributes[0].name
    assert (corner_colors(again.data, first) > 0.999).all()
    assert len(again.data.color_attributes) > 1


def _texture_behind(socket: Any) -> Any:
    """The image node that feeds a socket, through a node that mixes in vertex colours where the importer made one."""
    node = socket.links[0].from_node
    while node.type != "TEX_IMAGE":
        node = next(
            link.from_node for i in node.inputs for link in i.links if link.from_node.type in ("TEX_IMAGE", "MIX")
        )
    return node
