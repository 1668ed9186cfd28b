"""Baked textures of every channel: images, numbers, the material that shows them, and what glTF makes of it."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.blender.textures.baked_images import TextureFolder
from styleglip_addon.blender.textures.baked_material import baked_material
from styleglip_addon.blender.textures.baking import BakeOptions, prepare_bake, write_bake
from styleglip_addon.engine.baking import BakedMaps, BakeMap, BakeSettings
from styleglip_addon.engine.baking.maps import CHANNEL_MAPS, COLORED

from .small_run import stylized_vase
from .test_baking import pixels

SIZE = 32
GREY = [kind for kind in CHANNEL_MAPS if kind not in COLORED]


def _texture(kind: BakeMap) -> NDArray[np.uint8]:
    """A pattern of its own for every kind."""
    random = np.random.default_rng(sorted(BakeMap).index(kind))
    shape = (SIZE, SIZE, 3) if kind in COLORED or kind is BakeMap.NORMAL else (SIZE, SIZE)
    texture = random.integers(0, 256, shape, dtype=np.uint8)
    if kind is BakeMap.NORMAL:
        texture[..., 2] = 255
    return texture


def _baked(*kinds: BakeMap, **changes: Any) -> BakedMaps:
    coverage = np.ones((SIZE, SIZE), dtype=bool)
    return replace(BakedMaps({kind: _texture(kind) for kind in kinds}, coverage), **changes)


def _vase_with(baked: BakedMaps, folder: Path | None = None) -> Any:
    obj, _, _, state = stylized_vase()
    options = BakeOptions(BakeSettings(size=SIZE), folder=None if folder is None else TextureFolder(folder))
    write_bake(prepare_bake(obj, state, options), baked)
    return obj


def _surface(obj: Any) -> Any:
    material = baked_material(obj.data)
    assert material is not None
    return next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")


def _gltf(obj: Any, path: Path) -> Any:
    """The JSON of an export with the exporter's own settings, and its images by index."""
    for other in bpy.context.view_layer.objects:
        other.select_set(other == obj)
    bpy.ops.export_scene.gltf(filepath=str(path), use_selection=True)
    data = path.read_bytes()
    length = struct.unpack("<I", data[12:16])[0]
    return json.loads(data[20 : 20 + length])


def _material_of(gltf: Any) -> Any:
    return next(material for material in gltf["materials"] if "(baked)" in material["name"])


def _image_after_import(path: Path, gltf: Any, texture: Any) -> NDArray[np.float32]:
    """(S, S, 3) pixels of a texture as Blender reads the file."""
    name = gltf["images"][gltf["textures"][texture["index"]]["source"]]["name"]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(path))
    return np.asarray(pixels(bpy.data.images[name])[..., :3])


def test_every_texture_is_an_image_that_the_right_socket_reads() -> None:
    obj = _vase_with(_baked(*CHANNEL_MAPS, BakeMap.NORMAL))
    surface = _surface(obj)
    for kind, channel in CHANNEL_MAPS.items():
        name = {BakeMap.EMISSION: "Emission Color", BakeMap.SHEEN: "Sheen Tint"}.get(kind, channel.socket)
        image = surface.inputs[name].links[0].from_node.image
        assert image.name == f"Vase {kind.value}"
        assert image.packed_file is not None
        assert image.colorspace_settings.name == ("sRGB" if kind in COLORED else "Non-Color")
        shown = pixels(image)[..., :3] * 255
        wanted = _texture(kind) if kind in COLORED else np.repeat(_texture(kind)[..., None], 3, axis=2)
        assert np.abs(shown - wanted).max() < 0.01
    assert surface.inputs["Sheen Weight"].default_value == 1.0


def test_textures_are_there_after_saving_and_opening(tmp_path: Path) -> None:
    _vase_with(_baked(BakeMap.COLOR, BakeMap.ROUGHNESS))
    path = str(tmp_path / "vase.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)
    assert np.abs(pixels(bpy.data.images["Vase roughness"])[..., 0] * 255 - _texture(BakeMap.ROUGHNESS)).max() < 0.01


def test_what_is_the_same_everywhere_is_a_number_and_no_image() -> None:
    constants: dict[BakeMap, tuple[float, ...]] = {kind: (0.25,) for kind in GREY}
    constants |= {BakeMap.IOR: (1.8,), BakeMap.EMISSION: (4.0,), BakeMap.SHEEN: (0.3, 0.2, 0.1)}
    surface = _surface(_vase_with(_baked(BakeMap.COLOR, constants=constants)))
    assert {image.name for image in bpy.data.images} == {"Vase color"}
    for kind in GREY:
        expected = 1.8 if kind is BakeMap.IOR else 0.25
        assert surface.inputs[CHANNEL_MAPS[kind].socket].default_value == pytest.approx(expected)
    assert surface.inputs["Emission Strength"].default_value == 4.0
    assert surface.inputs["Emission Color"].links[0].from_node.image.name == "Vase color"
    assert tuple(surface.inputs["Sheen Tint"].default_value)[:3] == pytest.approx((0.3, 0.2, 0.1))
    assert surface.inputs["Sheen Weight"].default_value == 1.0


def test_wide_channels_are_stretched_to_what_black_and_white_stand_for() -> None:
    spans = {BakeMap.IOR: (1.3, 2.1), BakeMap.EMISSION: (0.0, 7.0)}
    surface = _surface(_vase_with(_baked(BakeMap.COLOR, BakeMap.IOR, BakeMap.EMISSION, spans=spans)))
    node = surface.inputs["IOR"].links[0].from_node
    assert node.operation == "MULTIPLY_ADD"
    assert (node.inputs[1].default_value, node.inputs[2].default_value) == pytest.approx((0.8, 1.3))
    assert surface.inputs["Emission Strength"].default_value == 7.0


def test_glass_is_prepared_for_both_renderers_with_a_texture_and_with_a_number() -> None:
    for baked in (
        _baked(BakeMap.COLOR, BakeMap.TRANSMISSION),
        _baked(BakeMap.COLOR, constants={BakeMap.TRANSMISSION: (1.0,)}),
    ):
        material = baked_material(_vase_with(baked).data)
        assert material is not None
        assert material.use_raytrace_refraction
        assert {node.target for node in material.node_tree.nodes if node.type == "OUTPUT_MATERIAL"} == {
            "ALL",
            "EEVEE",
            "CYCLES",
        }
        bpy.ops.wm.read_factory_settings(use_empty=True)
    opaque = baked_material(_vase_with(_baked(BakeMap.COLOR, constants={BakeMap.TRANSMISSION: (0.0,)})).data)
    assert opaque is not None
    assert not opaque.use_raytrace_refraction


def test_roughness_and_metallic_arrive_in_gltf_as_one_texture(tmp_path: Path) -> None:
    obj = _vase_with(_baked(BakeMap.COLOR, BakeMap.ROUGHNESS, BakeMap.METALLIC))
    gltf = _gltf(obj, tmp_path / "vase.glb")
    surface = _material_of(gltf)["pbrMetallicRoughness"]
    assert "roughnessFactor" not in surface
    assert "metallicFactor" not in surface
    packed = _image_after_import(tmp_path / "vase.glb", gltf, surface["metallicRoughnessTexture"])
    assert np.abs(packed[..., 1] * 255 - _texture(BakeMap.ROUGHNESS)).max() < 1
    assert np.abs(packed[..., 2] * 255 - _texture(BakeMap.METALLIC)).max() < 1


@pytest.mark.parametrize("textured", [BakeMap.ROUGHNESS, BakeMap.METALLIC])
def test_one_of_both_as_a_number_arrives_too(textured: BakeMap, tmp_path: Path) -> None:
    other = BakeMap.METALLIC if textured is BakeMap.ROUGHNESS else BakeMap.ROUGHNESS
    obj = _vase_with(_baked(BakeMap.COLOR, textured, constants={other: (0.5,)}))
    gltf = _gltf(obj, tmp_path / "vase.glb")
    surface = _material_of(gltf)["pbrMetallicRoughness"]
    assert surface[f"{other.value}Factor"] == pytest.approx(0.5)
    packed = _image_after_import(tmp_path / "vase.glb", gltf, surface["metallicRoughnessTexture"])
    row = {BakeMap.ROUGHNESS: 1, BakeMap.METALLIC: 2}
    assert np.abs(packed[..., row[textured]] * 255 - _texture(textured)).max() < 1
    assert (packed[..., row[other]] > 0.99).all(), "the factor is multiplied with it"


def test_glass_glow_coat_and_sheen_arrive_in_gltf(tmp_path: Path) -> None:
    kinds = (BakeMap.COLOR, BakeMap.EMISSION, BakeMap.COAT, BakeMap.SHEEN, BakeMap.TRANSMISSION)
    constants: dict[BakeMap, tuple[float, ...]] = {BakeMap.IOR: (1.8,), BakeMap.ROUGHNESS: (0.1,)}
    baked = _baked(*kinds, spans={BakeMap.EMISSION: (0.0, 5.0)}, constants=constants)
    gltf = _gltf(_vase_with(baked), tmp_path / "vase.glb")
    material = _material_of(gltf)
    more = material["extensions"]
    assert more["KHR_materials_transmission"]["transmissionFactor"] == 1.0
    assert "transmissionTexture" in more["KHR_materials_transmission"]
    assert more["KHR_materials_ior"]["ior"] == pytest.approx(1.8)
    assert more["KHR_materials_emissive_strength"]["emissiveStrength"] == pytest.approx(5.0)
    assert more["KHR_materials_clearcoat"]["clearcoatFactor"] == 1.0
    assert more["KHR_materials_sheen"]["sheenColorFactor"] == [1.0, 1.0, 1.0]
    assert material.get("alphaMode", "OPAQUE") == "OPAQUE"
    glow = _image_after_import(tmp_path / "vase.glb", gltf, material["emissiveTexture"])
    assert np.abs(glow * 255 - _texture(BakeMap.EMISSION)).max() < 1


def test_anisotropy_and_subsurface_do_not_keep_a_file_from_being_exported(tmp_path: Path) -> None:
    obj = _vase_with(_baked(BakeMap.COLOR, BakeMap.ANISOTROPY, BakeMap.SUBSURFACE, BakeMap.IOR))
    assert "baseColorTexture" in _material_of(_gltf(obj, tmp_path / "vase.glb"))["pbrMetallicRoughness"]


def test_files_in_a_folder_are_what_the_images_show(tmp_path: Path) -> None:
    _vase_with(_baked(BakeMap.COLOR, BakeMap.COAT), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Vase coat.png", "Vase color.png"]
    image = bpy.data.images["Vase coat"]
    assert image.packed_file is None
    assert Path(bpy.path.abspath(image.filepath)) == tmp_path / "Vase coat.png"
    assert np.abs(pixels(image)[..., 0] * 255 - _texture(BakeMap.COAT)).max() < 0.01


def test_an_obj_file_names_its_colour_texture(tmp_path: Path) -> None:
    _vase_with(_baked(BakeMap.COLOR, BakeMap.ROUGHNESS), tmp_path)
    bpy.ops.wm.obj_export(filepath=str(tmp_path / "vase.obj"), export_materials=True, path_mode="RELATIVE")
    assert "map_Kd" in (tmp_path / "vase.mtl").read_text()


def test_holes_arrive_in_gltf(tmp_path: Path) -> None:
    gltf = _gltf(_vase_with(_baked(BakeMap.COLOR, BakeMap.ALPHA)), tmp_path / "vase.glb")
    material = _material_of(gltf)
    assert material["alphaMode"] in ("BLEND", "MASK")
    texture = material["pbrMetallicRoughness"]["baseColorTexture"]
    name = gltf["images"][gltf["textures"][texture["index"]]["source"]]["name"]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(tmp_path / "vase.glb"))
    image = next(image for image in bpy.data.images if image.name.startswith(name))
    shown = np.array(image.pixels[:], dtype=np.float32).reshape(SIZE, SIZE, 4)[..., 3]
    assert np.abs(shown * 255 - _texture(BakeMap.ALPHA)).max() < 1
