"""A dense copy of a stylized object: the same result at more vertices, and the object untouched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import (
    COLOR_ATTRIBUTE,
    HIDDEN_PROPERTY,
    part_channel_name,
    part_color_name,
    part_data_name,
)
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.appearance_materials import read_shown_material
from styleglip_addon.blender.result.color_attributes import read_color
from styleglip_addon.blender.result.materials import result_slot
from styleglip_addon.blender.result.part_mix import change_mix
from styleglip_addon.blender.result.vertex_groups import read_group
from styleglip_addon.blender.result.write_back import remove_result
from styleglip_addon.blender.textures.dense_copy import make_dense_copy
from styleglip_addon.blender.textures.hidden_originals import hide_original, show_without_copy
from styleglip_addon.engine.fields.material_field import LEARNED_MATERIAL
from styleglip_addon.engine.vocabulary import FieldKind
from tests.engine.test_stylizer import QUICK

from .addon import enabled_addon
from .sample_objects import add_object, fingerprint, shown_coordinates
from .small_run import stylized_vase
from .test_baking import add_uv

PARTS = ("lid", "box")


def test_the_copy_has_keys_groups_and_colors_that_agree_at_the_objects_own_vertices() -> None:
    obj, _, _, state = stylized_vase()
    copy = make_dense_copy(obj, state)
    count = len(obj.data.vertices)
    assert copy.name == "Vase StyleGLIP dense"
    assert abs(len(copy.data.vertices) - QUICK.dense_vertices) < 0.1 * QUICK.dense_vertices
    assert not copy.data.validate()
    assert [key.name for key in copy.data.shape_keys.key_blocks] == ["Basis", *map(part_data_name, PARTS)]
    # The object's vertices stand for their surroundings, too (`VertexFit`): near the copy's, not equal to them.
    rest = np.array([vertex.co for vertex in obj.data.vertices])
    moved = shown_coordinates(obj) - rest
    assert np.abs(shown_coordinates(copy)[:count] - rest - moved).mean() < 0.3 * np.abs(moved).mean()
    for name in (COLOR_ATTRIBUTE, *map(part_color_name, PARTS)):
        fine, own = read_color(copy.data, name), read_color(obj.data, name)
        assert fine is not None
        assert own is not None
        shown = own[:, 3] > 0  # a part's colour counts where the part is
        assert np.allclose(fine[:count][shown], own[shown], atol=0.03)
    for part in PARTS:
        name = part_data_name(part)
        assert np.allclose(read_group(copy, name)[:count], read_group(obj, name), atol=1e-6)
    assert copy.data.attributes.active_color_name == COLOR_ATTRIBUTE
    assert copy.data.attributes.default_color_name == COLOR_ATTRIBUTE


def test_the_artists_object_stays_as_it_is() -> None:
    obj, _, _, state = stylized_vase()
    before = fingerprint(obj)
    copy = make_dense_copy(obj, state)
    after = fingerprint(obj)
    for name in ("materials in file", "meshes in file"):
        assert set(after.pop(name)) > set(before.pop(name))
    assert after == before
    assert bpy.context.view_layer.objects.active == copy
    assert [o for o in bpy.context.view_layer.objects if o.select_get()] == [copy]


def test_it_stands_where_the_object_stands_with_its_uv_maps_and_shading() -> None:
    obj, _, _, state = stylized_vase()
    add_uv(obj, "Mine")
    collection = bpy.data.collections.new("Furniture")
    bpy.context.scene.collection.children.link(collection)
    collection.objects.link(obj)
    parent = add_object("Parent")
    parent.location = (5.0, 0.0, 1.0)
    obj.parent = parent
    obj.location, obj.rotation_euler = (1.0, 2.0, 3.0), (0.1, 0.2, 0.3)
    for polygon in obj.data.polygons:
        polygon.use_smooth = polygon.index % 2 == 0
    bpy.context.view_layer.update()
    copy = make_dense_copy(obj, state)
    bpy.context.view_layer.update()
    assert np.allclose(copy.matrix_world, obj.matrix_world)
    assert set(copy.users_collection) == set(obj.users_collection)
    layer = copy.data.uv_layers["Mine"]
    assert copy.data.uv_layers.active == layer
    # Every corner of a piece lies in the map as far along as it does on the surface: sizes agree face by face.
    uv = np.empty(len(copy.data.loops) * 2, dtype=np.float32)
    layer.uv.foreach_get("vector", uv)
    a, b, c = uv.reshape(-1, 3, 2).transpose(1, 0, 2)
    area = np.abs((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])) / 2
    surface = np.array([polygon.area for polygon in copy.data.polygons])
    ratio = area / surface
    assert np.allclose(ratio, ratio.mean(), rtol=1e-3)
    smooth = [polygon.use_smooth for polygon in copy.data.polygons]
    assert 0.3 < np.mean(smooth) < 0.7


def test_more_vertices_can_be_asked_for() -> None:
    obj, _, _, state = stylized_vase()
    copy = make_dense_copy(obj, state, 3000)
    assert abs(len(copy.data.vertices) - 3000) < 150


def test_what_is_dialled_back_is_dialled_back_on_the_copy() -> None:
    obj, _, _, state = stylized_vase()
    change_mix(obj.data, {"lid": 0.0})
    obj.data.shape_keys.key_blocks[part_data_name("box")].value = 0.25
    copy = make_dense_copy(obj, state)
    assert copy.data.shape_keys.key_blocks[part_data_name("box")].value == 0.25
    fine, own = read_color(copy.data, COLOR_ATTRIBUTE), read_color(obj.data, COLOR_ATTRIBUTE)
    assert fine is not None
    assert own is not None
    assert np.allclose(fine[: len(own)], own, atol=0.03)
    lid = read_group(obj, part_data_name("lid")) > 0.0
    plain = np.array([0.5225216, 0.5225216, 0.5225216, 1.0])  # sRGB 0.75
    assert np.allclose(fine[: len(own)][lid], plain, atol=1e-6)


def test_the_result_can_be_taken_off_the_copy_alone() -> None:
    obj, _, _, state = stylized_vase()
    copy = make_dense_copy(obj, state)
    remove_result(copy)
    assert copy.data.shape_keys is None
    assert not copy.data.color_attributes
    assert not copy.vertex_groups
    assert obj.data.shape_keys is not None


def test_without_a_result_there_is_nothing_to_copy() -> None:
    _, _, _, state = stylized_vase()
    plain = add_object("Plain")
    with pytest.raises(ObjectError, match="no StyleGLIP result"):
        make_dense_copy(plain, state)
    assert {obj.name for obj in bpy.data.objects} == {"Vase", "Plain"}


def test_the_copy_has_the_material_of_the_parts_and_the_nodes_that_read_it() -> None:
    field = replace(QUICK.field, kind=FieldKind.APPEARANCE_DISPLACEMENT)
    obj, _, _, state = stylized_vase(QUICK.with_(field=field, palette_weight=0.0))
    own = read_shown_material(obj.data)
    assert set(own) == set(LEARNED_MATERIAL)
    change_mix(obj.data, {"lid": 0.5})
    copy = make_dense_copy(obj, state)
    shown, dialled = read_shown_material(copy.data), read_shown_material(obj.data)
    for channel in LEARNED_MATERIAL:
        assert np.allclose(shown[channel][: len(obj.data.vertices)], dialled[channel], atol=0.03)
        for part in PARTS:
            assert part_channel_name(channel, part) in copy.data.attributes
    material = copy.data.materials[result_slot(copy.data)]
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    assert all(surface.inputs[channel.socket].is_linked for channel in LEARNED_MATERIAL)


def test_the_object_is_hidden_while_its_copy_is_there_and_shown_as_before_afterwards() -> None:
    obj, _, _, state = stylized_vase()
    obj.hide_render = True
    copy = make_dense_copy(obj, state)
    hide_original(obj, copy)
    assert obj.hide_get()
    assert obj.hide_render
    show_without_copy()
    assert obj.hide_get(), "the copy is there"
    twin = copy.copy()
    bpy.context.scene.collection.objects.link(twin)
    bpy.data.objects.remove(copy)
    show_without_copy()
    assert obj.hide_get(), "another of its copies is there"
    obj.name = "Renamed"
    bpy.context.scene.collection.objects.unlink(twin)
    show_without_copy()
    assert not obj.hide_get()
    assert obj.hide_render, "as it was before"
    assert HIDDEN_PROPERTY not in obj


def test_deleting_the_copy_shows_the_object_and_undo_hides_it_again(tmp_path: Path) -> None:
    with enabled_addon():
        from styleglip_addon.ui.result.states import remember_state

        obj, _, _, state = stylized_vase()
        remember_state(obj, state)
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            bpy.ops.ed.undo_push(message="before")
            bpy.ops.styleglip.dense_copy("EXEC_DEFAULT", True)
            assert obj.hide_get()
            path = tmp_path / "copied.blend"
            bpy.ops.wm.save_as_mainfile(filepath=str(path))
        bpy.ops.wm.open_mainfile(filepath=str(path))
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            bpy.ops.ed.undo_push(message="before")
            bpy.ops.object.delete()
            bpy.ops.ed.undo_push(message="Delete")
            bpy.context.view_layer.update()
            assert [o.name for o in bpy.data.objects] == ["Vase"]
            assert not bpy.data.objects["Vase"].hide_get()
            bpy.ops.ed.undo()
            assert bpy.data.objects["Vase"].hide_get()
