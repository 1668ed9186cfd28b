"""Each part's colour can be dialled after the fact, down to the look the object had before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import BASE_COLOR_ATTRIBUTE, COLOR_ATTRIBUTE, MIX_PROPERTY, part_channel_prefix
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.appearance_materials import read_shown_material
from styleglip_addon.blender.result.dial_values import read_mix
from styleglip_addon.blender.result.part_mix import change_mix, mix_again, mixed_color, read_layers
from styleglip_addon.blender.result.write_back import remove_result, write_result
from styleglip_addon.engine.vocabulary import StylizeResult
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS

from .sample_objects import add_object, add_prism, decorate, fingerprint, rgba, styled, stylize


def _stylized() -> tuple[Any, StylizeResult]:
    obj = add_prism()
    return obj, stylize(obj)


def _slots(obj: Any) -> list[int]:
    return [polygon.material_index for polygon in obj.data.polygons]


def test_half_a_part_is_half_way_between_the_look_before_and_its_style() -> None:
    obj, result = _stylized()
    base = rgba(obj, BASE_COLOR_ATTRIBUTE)[:, :3]
    change_mix(obj.data, {"tube": 0.5})
    pottery, gold = result.parts
    expected = base + pottery.located.weights[:, None] * (pottery.color - base)
    expected += 0.5 * gold.located.weights[:, None] * (gold.color - base)
    assert rgba(obj, COLOR_ATTRIBUTE)[:, :3] == pytest.approx(expected.clip(0.0, 1.0), abs=1e-6)


def test_dialled_away_and_back_the_colours_are_those_of_the_result() -> None:
    obj, _ = _stylized()
    before, slots = rgba(obj, COLOR_ATTRIBUTE), _slots(obj)
    for value in (0.3, 0.0, 1.0):
        change_mix(obj.data, {"base": value})
    assert rgba(obj, COLOR_ATTRIBUTE) == pytest.approx(before, abs=1e-6)
    assert _slots(obj) == slots
    assert MIX_PROPERTY not in obj.data


def test_with_all_parts_at_zero_every_face_shows_the_artists_own_material_again() -> None:
    obj = decorate(add_object())
    slots = _slots(obj)
    stylize(obj)
    result_slot = len(obj.material_slots) - 1
    assert _slots(obj) == [result_slot] * 6
    change_mix(obj.data, {"base": 0.0, "tube": 0.0})
    assert _slots(obj) == slots
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[:, :3], rgba(obj, BASE_COLOR_ATTRIBUTE)[:, :3])
    change_mix(obj.data, {"tube": 0.1})
    assert result_slot in _slots(obj)


def test_a_mesh_without_materials_shows_blenders_own_grey_at_zero() -> None:
    obj, _ = _stylized()
    change_mix(obj.data, {"base": 0.0, "tube": 0.0})
    assert {obj.material_slots[index].material for index in _slots(obj)} == {None}


def test_faces_outside_all_parts_keep_the_artists_material() -> None:
    low, high = [(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(0, 0, 1), (1, 0, 1), (0, 1, 1)]
    obj = add_object(vertices=low + high, faces=[(0, 1, 2), (3, 4, 5)])
    obj.data.materials.append(bpy.data.materials.new("Glaze"))
    result = stylize(obj, ("base",))
    assert not result.weights[3:].any()
    assert [obj.material_slots[index].name for index in _slots(obj)] == ["StyleGLIP: Vase", "Glaze"]


def test_what_is_painted_over_the_mixed_colour_stays_when_a_part_is_dialled() -> None:
    obj, _ = _stylized()
    colors = rgba(obj, COLOR_ATTRIBUTE)
    colors[0] = (0.0, 0.0, 1.0, 1.0)
    obj.data.attributes[COLOR_ATTRIBUTE].data.foreach_set("color", colors.ravel())
    change_mix(obj.data, {"base": 0.0, "tube": 0.0})
    assert rgba(obj, COLOR_ATTRIBUTE)[0].tolist() == [0.0, 0.0, 1.0, 1.0]
    mix_again(obj.data)
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[0, :3], rgba(obj, BASE_COLOR_ATTRIBUTE)[0, :3])


def test_a_copy_of_the_object_is_dialled_on_its_own() -> None:
    obj, _ = _stylized()
    change_mix(obj.data, {"base": 0.25})
    twin = obj.copy()
    twin.data = obj.data.copy()
    before = rgba(obj, COLOR_ATTRIBUTE)
    change_mix(twin.data, {"base": 0.0})
    assert (read_mix(obj.data), read_mix(twin.data)) == ({"base": 0.25}, {"base": 0.0})
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE), before)
    assert not np.array_equal(rgba(twin, COLOR_ATTRIBUTE), before)


def test_the_mix_survives_saving_and_loading_and_a_new_result(tmp_path: Path) -> None:
    obj, _ = _stylized()
    change_mix(obj.data, {"base": 0.25})
    before = rgba(obj, COLOR_ATTRIBUTE)
    path = tmp_path / "prism.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.wm.open_mainfile(filepath=str(path))
    obj = bpy.data.objects["Prism"]
    assert read_mix(obj.data) == {"base": 0.25}
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE), before)
    result = stylize(obj, ("Base", "lid"), amount=0.3)
    assert read_mix(obj.data) == {"Base": 0.25}, "as dialled, by part"
    layers = list(read_layers(obj.data))
    assert np.array_equal(layers[0].color, result.parts[0].color)
    base = rgba(obj, BASE_COLOR_ATTRIBUTE)[:, :3]
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[:, :3], mixed_color(base, layers, {"Base": 0.25}))


def test_a_new_result_stays_dialled_in_shape_and_shows_no_face_of_what_is_dialled_away() -> None:
    obj, _ = _stylized()
    keys = obj.data.shape_keys.key_blocks
    keys["StyleGLIP: base"].value, keys["StyleGLIP: tube"].mute = 0.25, True
    change_mix(obj.data, {"base": 0.0, "tube": 0.0})
    slots = _slots(obj)
    stylize(obj, ("base", "tube", "lid"))
    keys = obj.data.shape_keys.key_blocks
    assert (keys["StyleGLIP: base"].value, keys["StyleGLIP: tube"].mute) == (0.25, True)
    assert (keys["StyleGLIP: lid"].value, keys["StyleGLIP: lid"].mute) == (1.0, False)
    remove_result(obj)
    stylize(obj)
    keys = obj.data.shape_keys.key_blocks
    assert (keys["StyleGLIP: base"].value, read_mix(obj.data)) == (1.0, {}), "nothing outlives what it was dialled on"
    change_mix(obj.data, {"base": 0.0, "tube": 0.0})
    stylize(obj)
    assert _slots(obj) == slots


def test_one_undo_step_takes_a_change_back() -> None:
    obj = decorate(add_object())
    stylize(obj)
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo_push(message="before")
        before = fingerprint(obj)
        change_mix(obj.data, {"base": 0.0, "tube": 0.5})
        bpy.ops.ed.undo_push(message="Color")
        bpy.ops.ed.undo()
        assert fingerprint(bpy.data.objects["Vase"]) == before


def test_removing_a_dialled_result_restores_the_object_bit_for_bit() -> None:
    obj = decorate(add_object())
    before = fingerprint(obj)
    stylize(obj)
    change_mix(obj.data, {"base": 0.0, "tube": 0.5})
    remove_result(obj)
    assert fingerprint(obj) == before


def test_in_edit_mode_nothing_changes() -> None:
    obj, _ = _stylized()
    bpy.context.view_layer.objects.active = obj
    bpy.ops.object.mode_set(mode="EDIT")
    change_mix(obj.data, {"base": 0.0})
    bpy.ops.object.mode_set(mode="OBJECT")
    assert read_mix(obj.data) == {}


def test_the_next_run_reads_the_look_before_the_result_whatever_is_dialled() -> None:
    obj = decorate(add_object())
    before = export_object(obj).mesh.colors
    assert before is not None
    stylize(obj)
    for value in (1.0, 0.0):
        change_mix(obj.data, {"base": value, "tube": value})
        now = export_object(obj).mesh.colors
        assert now is not None
        assert np.array_equal(now, before)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"base": "x"}', "3"])
def test_a_damaged_mix_counts_as_none(text: str) -> None:
    obj, _ = _stylized()
    obj.data[MIX_PROPERTY] = text
    assert read_mix(obj.data) == {}
    change_mix(obj.data, {"base": 0.5})
    assert read_mix(obj.data) == {"base": 0.5}


def test_the_gltf_exporter_takes_the_mixed_colours_with_its_own_settings(tmp_path: Path) -> None:
    obj, _ = _stylized()
    change_mix(obj.data, {"tube": 0.5})
    path = tmp_path / "prism.glb"
    bpy.ops.export_scene.gltf(filepath=str(path))
    expected = np.unique(rgba(obj, COLOR_ATTRIBUTE)[:, :3].round(3), axis=0)
    keys = [key.name for key in obj.data.shape_keys.key_blocks][1:]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(path))
    mesh = next(mesh for mesh in bpy.data.meshes if mesh.shape_keys is not None)
    assert [key.name for key in mesh.shape_keys.key_blocks][1:] == keys
    shown = mesh.color_attributes[0]
    values = np.empty(len(shown.data) * 4, dtype=np.float32)
    shown.data.foreach_get("color", values)
    assert np.unique(values.reshape(-1, 4)[:, :3].round(3), axis=0) == pytest.approx(
        expected, abs=6e-3
    )  # the importer keeps 8 bits


def test_roughness_and_metallic_are_dialled_with_the_colour() -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported)
    count = len(exported.mesh.vertices)
    shiny, plain = np.full(count, 0.1, dtype=np.float32), np.full(count, 1.0, dtype=np.float32)
    parts = tuple(replace(part, material={ROUGHNESS: shiny, METALLIC: plain}) for part in result.parts)
    write_result(obj, exported, replace(result, parts=parts), "")
    alpha = result.weights.sum(axis=1)
    for value in (1.0, 0.5, 0.0):
        change_mix(obj.data, {"base": value, "tube": value})
        shown = read_shown_material(obj.data)
        assert set(shown) == {ROUGHNESS, METALLIC}
        plain_roughness = ROUGHNESS.plain
        assert shown[ROUGHNESS] == pytest.approx(plain_roughness + value * alpha * (0.1 - plain_roughness), abs=1e-6)
        assert shown[METALLIC] == pytest.approx(value * alpha, abs=1e-6)
    before = fingerprint(obj)
    remove_result(obj)
    assert not [name for name in fingerprint(obj)["attributes"] if name.startswith("StyleGLIP")]
    for channel in (ROUGHNESS, METALLIC):
        assert [name for name in before["attributes"] if name.startswith(part_channel_prefix(channel))]
