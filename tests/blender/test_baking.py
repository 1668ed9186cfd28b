"""Textures on an object: UV map, images, files and material, all of it or nothing, and off again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.scene_files import OutputFileError
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.write_back import remove_result, write_result
from styleglip_addon.blender.textures.baked_images import TextureFolder
from styleglip_addon.blender.textures.baked_material import baked_material
from styleglip_addon.blender.textures.baking import BakeOptions, bake_object, prepare_bake, write_bake
from styleglip_addon.blender.textures.unwrapping import unwrap
from styleglip_addon.blender.textures.uv_maps import UvChoice, choose_uv_map
from styleglip_addon.blender.textures.uv_reading import read_uv
from styleglip_addon.engine.baking import BakeMap, BakeSettings, UvMapError, bake_order
from styleglip_addon.engine.optimisation.temporary_files import temporary_beside
from styleglip_addon.engine.vocabulary.settings import FieldKind
from tests.engine.test_stylizer import QUICK

from .sample_objects import add_object, add_prism, fingerprint
from .small_run import PROMPT, stylized_vase

MAPS = frozenset({BakeMap.COLOR, BakeMap.NORMAL, BakeMap.DISPLACEMENT})
OPTIONS = BakeOptions(BakeSettings(size=64, maps=MAPS, margin=2))


def pixels(image: Any) -> np.ndarray:
    """(S, S, 4) as Blender gives them, row 0 lowest."""
    flat = np.empty(image.size[0] * image.size[1] * 4, dtype=np.float32)
    image.pixels.foreach_get(flat)
    return flat.reshape(image.size[1], image.size[0], 4)


def add_uv(obj: Any, name: str, scale: float = 1.0) -> None:
    """A UV map without overlaps, times `scale`; it becomes the active one."""
    layer = obj.data.uv_layers.new(name=name)
    layer.uv.foreach_set("vector", np.ascontiguousarray(unwrap(obj, 0.05) * scale, dtype=np.float32).ravel())
    obj.data.uv_layers.active = obj.data.uv_layers[name]


def texture_node(material: Any, kind: str) -> Any:
    return next(node for node in material.node_tree.nodes if node.type == "TEX_IMAGE" and node.label == kind)


def test_textures_are_packed_and_shown_by_a_material_that_names_their_uv_map() -> None:
    obj, _, _, state = stylized_vase()
    assert bake_object(obj, state, OPTIONS) == ()

    material = baked_material(obj.data)
    assert material is not None
    assert material.name == "StyleGLIP (baked): Vase"
    assert [layer.name for layer in obj.data.uv_layers] == ["StyleGLIP UV"]
    place = next(node for node in material.node_tree.nodes if node.type == "UVMAP")
    assert place.uv_map == "StyleGLIP UV"
    color = texture_node(material, "Color")
    normal = next(node for node in material.node_tree.nodes if node.type == "NORMAL_MAP")
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    assert surface.inputs["Base Color"].links[0].from_node == color
    assert surface.inputs["Normal"].links[0].from_node == normal
    assert normal.uv_map == "StyleGLIP UV"
    assert {(i.name, i.colorspace_settings.name, i.is_float) for i in bpy.data.images} == {
        ("Vase color", "sRGB", False),
        ("Vase normal", "Non-Color", False),
        ("Vase displacement", "Non-Color", True),
    }
    assert all(image.packed_file is not None for image in bpy.data.images)
    output = next(node for node in material.node_tree.nodes if node.type == "OUTPUT_MATERIAL")
    assert not output.inputs["Displacement"].links, "moving the surface is asked for separately"


def test_the_images_hold_what_the_engine_baked(tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    prepared = prepare_bake(obj, state, replace(OPTIONS, folder=TextureFolder(tmp_path / "textures")))
    baked = bake_order(prepared.order)
    write_bake(prepared, baked)

    files = sorted(path.name for path in (tmp_path / "textures").iterdir())
    assert files == ["Vase color.png", "Vase displacement.exr", "Vase normal.png"]
    for kind in MAPS:
        suffix = "exr" if kind is BakeMap.DISPLACEMENT else "png"
        again = bpy.data.images.load(str(tmp_path / "textures" / f"Vase {kind.value}.{suffix}"), check_existing=False)
        wanted = np.asarray(baked.maps[kind], dtype=np.float64)
        if kind is BakeMap.DISPLACEMENT:
            assert np.abs(pixels(again)[..., 0] - wanted).max() < 1e-7, "floats, not halves"
            assert np.ptp(wanted) > 0
        else:
            assert np.abs(pixels(again)[..., :3] * 255 - wanted).max() < 0.01
            assert again.depth == 24


def test_an_artists_uv_map_that_can_carry_textures_is_used_and_stays() -> None:
    obj, _, _, state = stylized_vase()
    add_uv(obj, "Mine")
    before = read_uv(obj.data, "Mine")
    bake_object(obj, state, OPTIONS)
    assert [layer.name for layer in obj.data.uv_layers] == ["Mine"]
    assert np.array_equal(read_uv(obj.data, "Mine"), before)
    material = baked_material(obj.data)
    assert material is not None
    assert next(node for node in material.node_tree.nodes if node.type == "UVMAP").uv_map == "Mine"


@pytest.mark.parametrize(("scale", "word"), [(3.0, "UDIM"), (0.0, "no area")])
def test_a_uv_map_that_cannot_is_kept_and_another_made_beside_it(scale: float, word: str) -> None:
    obj, _, _, state = stylized_vase()
    add_uv(obj, "Mine", scale)
    before = read_uv(obj.data, "Mine")
    notes = bake_object(obj, state, OPTIONS)
    assert word in notes[0]
    assert [layer.name for layer in obj.data.uv_layers] == ["Mine", "StyleGLIP UV"]
    assert np.array_equal(read_uv(obj.data, "Mine"), before)
    assert obj.data.uv_layers.active.name == "Mine"
    assert obj.data.uv_layers["Mine"].active_render
    with pytest.raises(UvMapError, match=word):
        prepare_bake(obj, state, replace(OPTIONS, uv_choice=UvChoice.ACTIVE))


def test_mirrored_islands_get_a_map_of_their_own_unless_the_artist_insists() -> None:
    obj, _, _, state = stylized_vase()
    layer = obj.data.uv_layers.new(name="Mirrored")  # Blender's own: each face fills the square
    assert layer is not None
    assert choose_uv_map(obj, UvChoice.AUTO, 0.02).name == "StyleGLIP UV"
    notes = bake_object(obj, state, replace(OPTIONS, uv_choice=UvChoice.ACTIVE))
    assert "overlapping" in notes[0]
    assert [layer.name for layer in obj.data.uv_layers] == ["Mirrored"]


def test_unwrapping_covers_every_face_once_and_leaves_no_trace() -> None:
    obj = add_prism()
    obj.data.polygons[0].hide = True
    obj.shape_key_add(name="Basis")
    other = add_object("Other")
    before = fingerprint(obj)
    chosen = choose_uv_map(obj, UvChoice.NEW, 0.02)
    assert (np.abs(chosen.corners.areas()) > 1e-4).all()
    assert chosen.corners.overlap_share() == 0.0
    assert fingerprint(obj) == before
    assert bpy.context.view_layer.objects.active == other
    assert len(bpy.data.scenes) == 1
    assert len(bpy.data.objects) == 2
    assert len(bpy.data.shape_keys) == 1, "an orphan would keep the file from being saved"


def test_a_second_bake_replaces_the_first() -> None:
    obj, _, _, state = stylized_vase()
    bake_object(obj, state, OPTIONS)
    bake_object(obj, state, replace(OPTIONS, settings=replace(OPTIONS.settings, size=32)))
    assert sorted(image.name for image in bpy.data.images) == ["Vase color", "Vase displacement", "Vase normal"]
    assert tuple(bpy.data.images["Vase color"].size) == (32, 32)
    assert sorted(m.name for m in bpy.data.materials) == ["StyleGLIP (baked): Vase", "StyleGLIP: Vase"]
    assert len(obj.data.uv_layers) == 1


def test_files_are_not_overwritten_without_being_asked(tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    mine = tmp_path / "Vase color.png"
    mine.write_bytes(b"mine")
    before = fingerprint(obj)
    with pytest.raises(OutputFileError, match=r"Vase color\.png"):
        bake_object(obj, state, replace(OPTIONS, folder=TextureFolder(tmp_path)))
    assert mine.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["Vase color.png"]
    assert fingerprint(obj) == before
    assert not len(bpy.data.images)
    bake_object(obj, state, replace(OPTIONS, folder=TextureFolder(tmp_path, overwrite=True)))
    assert mine.read_bytes()[:4] == b"\x89PNG"


def test_a_folder_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFileError, match="another folder"):
        prepare_bake(obj, state, replace(OPTIONS, folder=TextureFolder(tmp_path / "file" / "textures")))


def test_removing_the_result_takes_textures_and_their_uv_map_off() -> None:
    obj, exported, result, state = stylized_vase()
    remove_result(obj)
    before = fingerprint(obj)
    write_result(obj, exported, result, PROMPT)
    bake_object(obj, state, OPTIONS)
    remove_result(obj)
    assert fingerprint(obj) == before
    assert not len(bpy.data.images)
    assert not len(obj.data.uv_layers)


def test_a_new_result_shows_its_own_colors_again() -> None:
    obj, exported, result, state = stylized_vase()
    bake_object(obj, state, OPTIONS)
    write_result(obj, exported, result, PROMPT)
    assert baked_material(obj.data) is None
    shown = {slot.material.name for slot in obj.material_slots if slot.material is not None}
    assert shown == {"StyleGLIP: Vase"}


def test_textures_of_another_result_are_refused_and_nothing_is_left_behind() -> None:
    obj, exported, result, state = stylized_vase()
    prepared = prepare_bake(obj, state, OPTIONS)
    baked = bake_order(prepared.order)
    write_result(obj, exported, result, PROMPT)
    before = fingerprint(obj)
    with pytest.raises(ObjectError, match="another result"):
        write_bake(prepared, baked)
    assert fingerprint(obj) == before
    assert not len(bpy.data.images)


def test_an_object_without_a_result_cannot_be_baked() -> None:
    _, _, _, state = stylized_vase()
    with pytest.raises(ObjectError, match="no StyleGLIP result"):
        prepare_bake(add_object("Plain"), state, OPTIONS)


def test_what_is_dialled_back_on_the_object_is_baked_as_dialled() -> None:
    from styleglip_addon.blender.result.part_mix import change_mix, change_roughness, mute_parts

    obj, _, _, state = stylized_vase()
    change_mix(obj.data, {"lid": 0.25})
    change_roughness(obj.data, {"box": -0.5})
    obj.data.shape_keys.key_blocks["StyleGLIP: box"].value = 0.5
    order = prepare_bake(obj, state, OPTIONS).order
    assert order.color_mix == {"lid": 0.25}
    assert order.height_mix == {"lid": 1.0, "box": 0.5}
    assert order.roughness == {"box": -0.5}
    mute_parts(obj, {"lid"})
    order = prepare_bake(obj, state, OPTIONS).order
    assert (order.color_mix, order.height_mix) == ({"lid": 0.0}, {"lid": 0.0, "box": 0.5})


def test_textures_give_way_to_what_is_dialled() -> None:
    from styleglip_addon.blender.result.part_mix import change_mix

    obj, _, _, state = stylized_vase()
    own = [slot.material for slot in obj.material_slots]
    bake_object(obj, state, OPTIONS)
    change_mix(obj.data, {"lid": 0.25})
    assert baked_material(obj.data) is None
    assert [slot.material for slot in obj.material_slots] == own


def test_heights_are_in_the_objects_own_units() -> None:
    obj, _, _, state = stylized_vase()
    prepared = prepare_bake(obj, state, OPTIONS)
    baked = bake_order(prepared.order)
    write_bake(prepared, baked)
    plain = pixels(bpy.data.images["Vase displacement"])[..., 0].copy()
    # The same mesh as an object of half the size whose scale is 2.
    doubled = replace(prepared, exported=replace(prepared.exported, stretch=np.diag((2.0, 2.0, 2.0))))
    write_bake(doubled, baked)
    assert np.allclose(pixels(bpy.data.images["Vase displacement"])[..., 0], plain / 2, atol=1e-8)


def test_displacement_moves_the_surface_only_when_asked_and_then_the_normal_map_rests() -> None:
    obj, _, _, state = stylized_vase()
    bake_object(obj, state, replace(OPTIONS, displaces=True))
    material = baked_material(obj.data)
    assert material is not None
    output = next(node for node in material.node_tree.nodes if node.type == "OUTPUT_MATERIAL")
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    assert output.inputs["Displacement"].links[0].from_node.type == "DISPLACEMENT"
    assert material.displacement_method == "DISPLACEMENT"
    assert not surface.inputs["Normal"].links


def test_the_appearance_field_gives_roughness_and_metallic() -> None:
    obj, _, _, state = stylized_vase(QUICK.with_(field=replace(QUICK.field, kind=FieldKind.APPEARANCE)))
    maps = frozenset({BakeMap.COLOR, BakeMap.ROUGHNESS, BakeMap.METALLIC, BakeMap.NORMAL})
    bake_object(obj, state, BakeOptions(BakeSettings(size=64, maps=maps)))
    material = baked_material(obj.data)
    assert material is not None
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    for kind, socket in (("Roughness", "Roughness"), ("Metallic", "Metallic")):
        node = surface.inputs[socket].links[0].from_node
        assert node == texture_node(material, kind)
        assert node.image.colorspace_settings.name == "Non-Color"
    assert np.ptp(pixels(bpy.data.images["Vase roughness"])[..., 0]) > 0
    normals = pixels(bpy.data.images["Vase normal"])[..., :3]
    assert np.ptp(normals[..., 0]) > 0, "the field's own normals, without any displacement"


def test_a_mesh_whose_faces_only_lie_side_by_side_is_unwrapped_as_if_they_were_joined() -> None:
    """As flat-shaded meshes come from many files: every face has vertices of its own."""
    count = 60
    x, y = np.meshgrid(np.linspace(-1, 1, count), np.linspace(-1, 1, count))
    points = np.stack((x, y, 0.3 * np.sin(3 * x) * np.cos(3 * y)), axis=-1)
    quads = np.stack((points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]), axis=2).reshape(-1, 3)
    mesh = bpy.data.meshes.new("Flat")
    mesh.from_pydata(quads.tolist(), [], np.arange(len(quads)).reshape(-1, 4).tolist())
    obj = bpy.data.objects.new("Flat", mesh)
    uv = unwrap(obj, 16 / 256).reshape(-1, 4, 2).astype(np.float64)
    first, second = uv[:, 2] - uv[:, 0], uv[:, 3] - uv[:, 1]
    areas = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
    assert areas.sum() > 0.2
    assert (areas > 1e-6).all()


def test_thousands_of_islands_are_left_room_for_themselves() -> None:
    """With the usual gap around each, nearly all of a palm's texture was gap."""
    count, rng = 3000, np.random.default_rng(0)
    leaf = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    points = (leaf[None] + 5.0 * rng.normal(size=(count, 1, 3))).reshape(-1, 3)
    mesh = bpy.data.meshes.new("Leaves")
    mesh.from_pydata(points.tolist(), [], np.arange(len(points)).reshape(-1, 4).tolist())
    chosen = choose_uv_map(bpy.data.objects.new("Leaves", mesh), UvChoice.NEW, 8 / 2048)
    assert np.abs(chosen.corners.areas()).sum() > 0.4
    assert chosen.corners.overlap_share() == 0.0


@pytest.mark.parametrize(("free", "words"), [(0, "No space left on device"), (1 << 40, "could not be saved")])
def test_what_blender_says_of_a_full_disk_is_told_in_one_line(
    free: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obj, _, _, state = stylized_vase()
    temporary_beside(tmp_path / "Vase displacement.exr", keeps_suffix=True).mkdir()  # Blender cannot write there
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(OutputFileError, match=words) as caught:
        bake_object(obj, state, replace(OPTIONS, folder=TextureFolder(tmp_path)))
    assert len(str(caught.value).splitlines()) == 1
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
