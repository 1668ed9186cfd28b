"""Results leave as .glb, .usd, .obj and .ply with the shape they have, and come back with colours and textures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.batch import ExitCode, main, read_options
from styleglip_addon.blender.files import exports, result_picture
from styleglip_addon.blender.files.outputs import OUTPUT_KINDS, save_output
from styleglip_addon.blender.files.packed_states import pack_state
from styleglip_addon.blender.files.scene_files import OutputFileError
from styleglip_addon.blender.names import COLOR_ATTRIBUTE
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.blender.textures.baking import BakeOptions, bake_object
from styleglip_addon.engine.baking import BakeMap, BakeSettings
from styleglip_addon.engine.vocabulary import StylizeSettings
from styleglip_addon.engine.vocabulary.settings import TextureMode, TextureSettings
from tests.untrained_model import write_untrained_model

from .sample_objects import add_prism, shown_coordinates
from .small_run import stylized_vase
from .test_batch import DONE, QUICK, vase
from .test_gltf import key_coordinates

__all__ = ["vase"]  # a fixture

KINDS = [suffix for suffix in OUTPUT_KINDS if suffix != ".blend"]
IMPORTERS: dict[str, Callable[[str], object]] = {
    ".glb": lambda path: bpy.ops.import_scene.gltf(filepath=path),
    ".usd": lambda path: bpy.ops.wm.usd_import(filepath=path),
    ".obj": lambda path: bpy.ops.wm.obj_import(filepath=path),
    ".ply": lambda path: bpy.ops.wm.ply_import(filepath=path, up_axis="Z", forward_axis="Y"),
}


def opened(path: Path) -> Any:
    """The only mesh of a file, in an empty scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    IMPORTERS[path.suffix](str(path))
    (obj,) = [each for each in bpy.data.objects if each.type == "MESH"]
    return obj


def bounds(obj: Any, coordinates: np.ndarray) -> np.ndarray:
    """Corners of the box around coordinates (V, 3) in the world."""
    matrix = np.array(obj.matrix_world)
    placed = coordinates @ matrix[:3, :3].T + matrix[:3, 3]
    return np.array([placed.min(axis=0), placed.max(axis=0)])


def colors_of(obj: Any) -> np.ndarray:
    attribute = obj.data.color_attributes[0]
    held = np.empty(4 * len(attribute.data), dtype=np.float32)
    attribute.data.foreach_get("color", held)
    return held.reshape(-1, 4)[:, :3]


@pytest.mark.parametrize("suffix", KINDS)
def test_a_result_keeps_its_shape_and_the_colors_of_its_vertices(suffix: str, tmp_path: Path) -> None:
    obj, *_ = stylized_vase()
    for key in obj.data.shape_keys.key_blocks[1:]:
        key.value = 1.0
    bpy.data.objects.new("Other", obj.data)
    other = add_prism("Beside")
    bpy.context.view_layer.objects.active = obj
    obj_name = obj.data.name
    names = {block.name for block in (*bpy.data.meshes, *bpy.data.materials, *bpy.data.images)}
    keys, selected = [key.name for key in obj.data.shape_keys.key_blocks], other.select_get()
    expected, colors = bounds(obj, shown_coordinates(obj)), [a.name for a in obj.data.color_attributes]
    mean = read_mean(obj)
    path = tmp_path / f"vase{suffix}"
    save_output(path)
    assert {block.name for block in (*bpy.data.meshes, *bpy.data.materials, *bpy.data.images)} == names
    assert [key.name for key in obj.data.shape_keys.key_blocks] == keys
    assert [a.name for a in obj.data.color_attributes] == colors
    assert other.select_get() == selected
    beside = {"vase.mtl"} if suffix == ".obj" else set()
    assert {each.name for each in tmp_path.iterdir()} == {path.name} | beside

    back = opened(path)
    bpy.context.view_layer.update()
    assert np.allclose(bounds(back, plain_coordinates(back)), expected, atol=1e-4)
    assert back.data.shape_keys is None
    if suffix == ".glb":
        assert back.data.name == obj_name
    assert np.allclose(colors_of(back).mean(axis=0), mean, atol=0.06)  # corners weigh otherwise than vertices


def read_mean(obj: Any) -> np.ndarray:
    attribute = obj.data.color_attributes[COLOR_ATTRIBUTE]
    held = np.empty(4 * len(attribute.data), dtype=np.float32)
    attribute.data.foreach_get("color", held)
    return held.reshape(-1, 4)[:, :3].mean(axis=0)


def plain_coordinates(obj: Any) -> np.ndarray:
    held = np.empty(3 * len(obj.data.vertices), dtype=np.float32)
    obj.data.vertices.foreach_get("co", held)
    return held.reshape(-1, 3)


@pytest.mark.parametrize("suffix", [".glb", ".usd", ".obj"])
def test_textures_arrive_and_are_shown(suffix: str, tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    bake_object(obj, state, BakeOptions(BakeSettings(32, frozenset({BakeMap.COLOR, BakeMap.ROUGHNESS}))))
    path = tmp_path / f"vase{suffix}"
    save_output(path)
    folder = tmp_path / "vase-textures"
    assert folder.is_dir() == (suffix != ".glb")
    back = opened(path)
    (material,) = back.data.materials
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    (link,) = surface.inputs["Base Color"].links
    assert link.from_node.type in ("TEX_IMAGE", "MIX")
    images = [image for image in bpy.data.images if "color" in image.name]
    assert [tuple(image.size) for image in images] == [(32, 32)]
    assert np.ptp(np.array(images[0].pixels[:])) > 0.05


def test_shape_keys_of_the_artists_own_stay_shape_keys(tmp_path: Path) -> None:
    obj, *_ = stylized_vase()
    obj.shape_key_add(name="Tall").data[0].co.z += 1.0
    save_output(tmp_path / "vase.glb")
    back = opened(tmp_path / "vase.glb")
    assert "Tall" in back.data.shape_keys.key_blocks
    assert not np.array_equal(key_coordinates(back, "Tall"), key_coordinates(back, "Basis"))


@pytest.mark.parametrize("suffix", KINDS)
def test_what_cannot_be_written_leaves_what_was_there(suffix: str, tmp_path: Path) -> None:
    stylized_vase()
    path = tmp_path / f"vase{suffix}"
    path.mkdir()
    with pytest.raises(OutputFileError, match="could not be saved"):
        save_output(path)
    assert [each.name for each in tmp_path.iterdir() if each.name not in ("vase.mtl", "vase-textures")] == [path.name]


def test_the_command_writes_textures_into_a_glb_and_a_picture_of_the_result(
    tmp_path: Path, vase: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_picture, "_SIZE", 96)  # Cycles takes its time
    monkeypatch.setattr(result_picture, "_SAMPLES", 4)
    model = write_untrained_model(tmp_path / "model")
    settings = QUICK.replace('"textures": {"mode": "off"}', '"textures": {"size": 32}')
    assert '"size": 32' in settings
    output, picture = tmp_path / "out.glb", tmp_path / "out.png"
    arguments = ["--input", str(vase), "--prompt", "gold base", "--model", str(model), "--settings", settings]
    assert main([*arguments, "--output", str(output), "--picture", str(picture)]) in DONE
    assert {each.name for each in tmp_path.iterdir()} == {"model", "vase.obj", "vase.mtl", "out.glb", "out.png"}
    image = bpy.data.images.load(str(picture))
    assert tuple(image.size) == (96, 96)
    assert np.ptp(np.array(image.pixels[:])) > 0.2
    opened(output)
    assert [tuple(each.size) for each in bpy.data.images if "color" in each.name] == [(32, 32)]
    capsys.readouterr()
    assert main([*arguments, "--output", str(tmp_path / "out.ply")]) in DONE
    assert "no more of a material" in capsys.readouterr().err
    assert main(["--input", str(vase), "--find-parts", "base", "--output", str(output)]) == ExitCode.USAGE


def test_a_result_that_was_made_without_textures_gets_them_where_the_file_needs_them(tmp_path: Path) -> None:
    obj, *_, state = stylized_vase()
    record = read_record(obj.data)
    assert record is not None
    assert pack_state(obj.data, record.id, state)
    bpy.context.view_layer.objects.active = obj
    save_output(tmp_path / "styled.blend")
    output = tmp_path / "styled.obj"
    size = ["--textures", "32"]
    assert main(["--input", str(tmp_path / "styled.blend"), "--output", str(output), *size]) == ExitCode.OK
    assert (tmp_path / "styled-textures").is_dir()
    options = read_options(["--input", str(tmp_path / "styled.blend"), "--output", str(output)])
    assert options.reopens is not None
    without = StylizeSettings(textures=TextureSettings(TextureMode.OFF))
    assert options.reopens(without).textures.mode is TextureMode.ALWAYS


def test_a_blender_without_a_kind_of_file_says_so_before_a_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert all(exports.has_writer(Path(f"out{suffix}")) for suffix in OUTPUT_KINDS)
    monkeypatch.setitem(exports.WRITERS, ".usd", lambda: bpy.ops.wm.no_such_export)
    assert main(["--input", "a.obj", "--prompt", "gold base", "--output", "out.usd"]) == ExitCode.USAGE
    assert "without what writes .usd files" in capsys.readouterr().err
