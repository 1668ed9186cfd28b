"""A result arrives as shape keys, groups and colours; all of it, and a new one replaces it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import BASE_COLOR_ATTRIBUTE, COLOR_ATTRIBUTE, part_color_name, part_data_name
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.blender.result.vertex_groups import read_group
from styleglip_addon.blender.result.write_back import (
    remove_result,
    write_result,
)
from styleglip_addon.engine.vocabulary import LocatedPart, Part, StylizeSettings

from .sample_objects import (
    PROMPT,
    add_object,
    add_prism,
    decorate,
    fingerprint,
    rgba,
    shown_coordinates,
    styled,
    stylize,
)


@pytest.mark.parametrize("make", [add_object, add_prism])
def test_the_parts_keys_at_one_show_the_summed_result(make: Callable[[], Any]) -> None:
    obj = make()
    base = export_object(obj).mesh.vertices
    result = stylize(obj)
    keys = obj.data.shape_keys.key_blocks
    assert [(k.name, k.value, k.slider_min, k.slider_max) for k in keys][1:] == [
        ("StyleGLIP: base", 1.0, 0.0, 1.0),
        ("StyleGLIP: tube", 1.0, 0.0, 1.0),
    ]
    assert shown_coordinates(obj) == pytest.approx(base + result.displacement, abs=1e-6)


def test_dialling_one_part_back_leaves_the_others() -> None:
    obj = add_prism()
    base = export_object(obj).mesh.vertices
    result = stylize(obj)
    obj.data.shape_keys.key_blocks["StyleGLIP: base"].value = 0.25
    expected = base + 0.25 * result.parts[0].displacement + result.parts[1].displacement
    assert shown_coordinates(obj) == pytest.approx(expected, abs=1e-6)


def test_existing_shape_keys_keep_their_values_and_add_to_the_result() -> None:
    obj = decorate(add_object())
    before = shown_coordinates(obj)
    exported = export_object(obj)
    result = styled(exported)
    write_result(obj, exported, result, PROMPT)
    assert [k.name for k in obj.data.shape_keys.key_blocks][:2] == ["Basis", "Smile"]
    assert obj.data.shape_keys.key_blocks["Smile"].value == pytest.approx(0.4)
    assert obj.active_shape_key.name == "Smile"
    moved = np.sum([exported.moves(part.displacement) for part in result.parts], axis=0)
    assert shown_coordinates(obj) - before == pytest.approx(moved, abs=1e-6)


def test_place_scale_and_modifiers_stay() -> None:
    obj = decorate(add_object())
    before = fingerprint(obj)
    stylize(obj)
    after = fingerprint(obj)
    assert after["matrix"] == before["matrix"]
    assert after["modifiers"] == before["modifiers"] == [("Subdivision", "SUBSURF"), ("Bevel", "BEVEL")]


def test_a_pinned_shape_key_does_not_hide_the_result() -> None:
    obj = decorate(add_object())
    obj.show_only_shape_key = True
    stylize(obj)
    assert not obj.show_only_shape_key
    remove_result(obj)
    assert obj.show_only_shape_key


def test_colours_are_an_active_linear_point_attribute_and_one_per_part() -> None:
    obj = add_prism()
    result = stylize(obj)
    attributes = obj.data.attributes
    assert attributes.active_color_name == attributes.default_color_name == COLOR_ATTRIBUTE
    assert (attributes[COLOR_ATTRIBUTE].data_type, attributes[COLOR_ATTRIBUTE].domain) == ("FLOAT_COLOR", "POINT")
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[:, :3], result.color)
    tube = rgba(obj, "StyleGLIP Color: tube")
    assert np.array_equal(tube[:, :3], result.parts[1].color)
    assert np.array_equal(tube[:, 3], result.parts[1].located.weights)


def test_vertex_groups_hold_the_soft_weights() -> None:
    obj = add_prism()
    result = stylize(obj)
    for part in result.parts:
        assert np.array_equal(read_group(obj, part_data_name(part.located.part.name)), part.located.weights)
    members = sum(len(v.groups) for v in obj.data.vertices)
    assert members == sum(int((part.located.weights > 0).sum()) for part in result.parts)


def test_running_again_replaces_the_result_instead_of_piling_up() -> None:
    obj = decorate(add_object())
    stylize(obj, ("base", "tube"))
    once = fingerprint(obj)
    obj.material_slots[2].material.roughness = 0.25
    exported = export_object(obj)
    second = styled(exported, ("base", "tube"), amount=0.3)
    write_result(obj, exported, second, PROMPT)
    twice = fingerprint(obj)
    assert [k[0] for k in twice["keys"]] == [k[0] for k in once["keys"]]
    for same in ("groups", "slots", "materials in file", "meshes in file", "key selection", "active group"):
        assert twice[same] == once[same]
    assert set(twice["attributes"]) == set(once["attributes"])
    assert obj.material_slots[2].material.roughness == 0.25  # what the artist changed in the material stays
    moved = np.sum([exported.moves(part.displacement) for part in second.parts], axis=0)
    expected = np.array([tuple(v.co) for v in obj.data.vertices]) + moved
    smile = obj.data.shape_keys.key_blocks["Smile"]
    smile.value = 0.0
    assert shown_coordinates(obj) == pytest.approx(expected, abs=1e-6)


def test_parts_of_the_former_result_that_are_not_in_the_new_one_go() -> None:
    obj = add_prism()
    stylize(obj, ("base", "tube", "shade"))
    stylize(obj, ("tube", "lid"))
    assert [k.name for k in obj.data.shape_keys.key_blocks][1:] == ["StyleGLIP: tube", "StyleGLIP: lid"]
    assert [g.name for g in obj.vertex_groups] == ["StyleGLIP: tube", "StyleGLIP: lid"]
    names = {a.name for a in obj.data.color_attributes}
    assert names == {COLOR_ATTRIBUTE, BASE_COLOR_ATTRIBUTE, "StyleGLIP Color: tube", "StyleGLIP Color: lid"}


def test_a_renamed_key_is_the_artists_and_stays() -> None:
    obj = add_prism()
    stylize(obj)
    obj.data.shape_keys.key_blocks["StyleGLIP: base"].name = "Keep me"
    stylize(obj)
    assert [k.name for k in obj.data.shape_keys.key_blocks][1:] == ["Keep me", "StyleGLIP: tube", "StyleGLIP: base"]


def test_a_part_that_was_not_found_leaves_only_a_line_in_the_record() -> None:
    obj = add_prism()
    exported = export_object(obj)
    result = styled(exported)
    missing = result.parts[1]
    located = replace(missing.located, found=False, reason='"tube" was seen in no view.')
    write_result(obj, exported, replace(result, parts=(result.parts[0], replace(missing, located=located))), PROMPT)
    assert [k.name for k in obj.data.shape_keys.key_blocks] == ["Basis", "StyleGLIP: base"]
    record = read_record(obj.data)
    assert record is not None
    assert [(part.found, part.reason) for part in record.report.parts] == [
        (True, ""),
        (False, '"tube" was seen in no view.'),
    ]


def test_the_record_tells_how_the_result_was_made() -> None:
    obj = add_prism()
    stylize(obj)
    record = read_record(obj.data)
    assert record is not None
    report = record.report.to_dict()
    assert (report["prompt"], report["seed"], report["model"]) == (PROMPT, 7, "embedded")
    assert report["parts"][0]["detections"] == [{"view": 0, "box": [1.0, 2.0, 30.0, 40.0], "score": 0.7}]
    assert report["settings"]["iterations"] == StylizeSettings().iterations
    json.dumps(report, allow_nan=False)


def test_loose_vertices_stay_where_they_are() -> None:
    obj = add_object(vertices=[(0, 0, 0), (1, 0, 0), (0, 0, 1), (5, 5, 0.5)], faces=[(0, 1, 2)])
    stylize(obj)
    assert shown_coordinates(obj)[3].tolist() == [5.0, 5.0, 0.5]
    assert len(obj.data.vertices[3].groups) == 0


@pytest.mark.parametrize("name", ["Fuß", "основание", "底座", "x" * 60, "ü" * 30, "底" * 20])
def test_part_names_of_any_language_and_length_work(name: str) -> None:
    obj = add_prism()
    stylize(obj, (name, name[:-1] + "y"))
    stylize(obj, (name, name[:-1] + "y"))
    assert len(obj.data.shape_keys.key_blocks) == 3
    assert len(obj.vertex_groups) == 2
    assert len(obj.data.color_attributes) == 4
    assert part_data_name(name) in obj.data.shape_keys.key_blocks
    assert part_color_name(name) in obj.data.color_attributes
    remove_result(obj)
    assert obj.data.shape_keys is None


def test_an_attribute_of_another_kind_in_the_way_is_replaced() -> None:
    obj = add_object()
    obj.data.attributes.new(COLOR_ATTRIBUTE, "FLOAT", "FACE")
    result = stylize(obj)
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[:, :3], result.color)


def test_a_manual_part_strength_scales_the_stored_alpha() -> None:
    obj = add_prism()
    exported = export_object(obj)
    result = styled(exported)
    located = result.parts[0].located
    weaker: LocatedPart = replace(located, part=Part(name="base", style="gold", strength=0.5))
    write_result(obj, exported, replace(result, parts=(replace(result.parts[0], located=weaker),)), PROMPT)
    assert rgba(obj, "StyleGLIP Color: base")[:, 3] == pytest.approx(located.weights * 0.5)


def test_one_undo_step_takes_all_of_it_back() -> None:
    obj = decorate(add_object())
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo_push(message="before")
        before = fingerprint(obj)
        stylize(obj)
        bpy.ops.ed.undo_push(message="StyleGLIP")
        after = fingerprint(obj)
        bpy.ops.ed.undo()
        assert fingerprint(bpy.data.objects["Vase"]) == before
        bpy.ops.ed.redo()
        assert fingerprint(bpy.data.objects["Vase"]) == after
