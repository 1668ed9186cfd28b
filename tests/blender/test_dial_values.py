"""Roughness and muting of a result's parts: shown at once, kept by the mesh, taken off with the result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import BASE_COLOR_ATTRIBUTE, COLOR_ATTRIBUTE, MUTED_PROPERTY, ROUGHNESS_PROPERTY
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.appearance_materials import read_shown_material
from styleglip_addon.blender.result.dial_values import read_mix, read_muted, read_roughness, shown_mix
from styleglip_addon.blender.result.part_mix import change_mix, change_roughness, mute_parts
from styleglip_addon.blender.result.write_back import remove_result, write_result
from styleglip_addon.engine.vocabulary.channels import ROUGHNESS
from styleglip_addon.engine.vocabulary.settings import FieldKind
from tests.engine.test_stylizer import QUICK

from .sample_objects import rgba
from .small_run import PROMPT, stylized_vase

MATERIALS = QUICK.with_(field=replace(QUICK.field, kind=FieldKind.APPEARANCE_DISPLACEMENT))


@pytest.fixture
def vase() -> Any:
    return stylized_vase(MATERIALS)[0]


def _key(obj: Any, part: str) -> Any:
    return obj.data.shape_keys.key_blocks[f"StyleGLIP: {part}"]


def test_roughness_moves_between_a_mirror_and_matt_and_back(vase: Any) -> None:
    before, color = read_shown_material(vase.data)[ROUGHNESS], rgba(vase, COLOR_ATTRIBUTE)
    top = np.array([v.co.z > 0 for v in vase.data.vertices])
    change_roughness(vase.data, {"lid": -1.0})
    smooth = read_shown_material(vase.data)[ROUGHNESS]
    assert (smooth[top] < 0.05).all()
    assert np.array_equal(smooth[~top], before[~top])
    change_roughness(vase.data, {"lid": 1.0})
    assert (read_shown_material(vase.data)[ROUGHNESS][top] > 0.95).all()
    change_roughness(vase.data, {"lid": 0.0})
    assert np.array_equal(read_shown_material(vase.data)[ROUGHNESS], before)
    assert np.array_equal(rgba(vase, COLOR_ATTRIBUTE), color)
    assert ROUGHNESS_PROPERTY not in vase.data


def test_a_muted_part_shows_neither_shape_nor_color_and_comes_back_as_it_was_dialled(vase: Any) -> None:
    change_mix(vase.data, {"lid": 0.5})
    _key(vase, "lid").value = 0.25
    before = rgba(vase, COLOR_ATTRIBUTE)
    mute_parts(vase, {"lid"})
    assert _key(vase, "lid").mute
    assert not _key(vase, "box").mute
    assert (read_mix(vase.data), shown_mix(vase.data)) == ({"lid": 0.5}, {"lid": 0.0})
    top = np.array([v.co.z > 0 for v in vase.data.vertices])
    assert np.array_equal(rgba(vase, COLOR_ATTRIBUTE)[top, :3], rgba(vase, BASE_COLOR_ATTRIBUTE)[top, :3])
    mute_parts(vase, set())
    assert (_key(vase, "lid").mute, _key(vase, "lid").value) == (False, 0.25)
    assert rgba(vase, COLOR_ATTRIBUTE) == pytest.approx(before, abs=1e-6)
    assert MUTED_PROPERTY not in vase.data


def test_what_is_dialled_stays_over_the_next_result_and_goes_with_the_last(vase: Any) -> None:
    change_roughness(vase.data, {"lid": -0.5})
    mute_parts(vase, {"box"})
    exported = export_object(vase)
    write_result(vase, exported, stylized_vase(MATERIALS)[2], PROMPT)
    assert (read_roughness(vase.data), read_muted(vase.data)) == ({"lid": -0.5}, {"box"})
    assert _key(vase, "box").mute
    remove_result(vase)
    assert not {ROUGHNESS_PROPERTY, MUTED_PROPERTY} & set(vase.data.keys())


def test_nothing_is_dialled_in_edit_mode(vase: Any) -> None:
    bpy.context.view_layer.objects.active = vase
    bpy.ops.object.mode_set(mode="EDIT")
    change_roughness(vase.data, {"lid": -1.0})
    mute_parts(vase, {"lid"})
    bpy.ops.object.mode_set(mode="OBJECT")
    assert not read_roughness(vase.data)
    assert not read_muted(vase.data)


@pytest.mark.parametrize("value", ["[", '{"lid": "x"}', "3", '{"lid": NaN}'])
def test_properties_that_hold_something_else_are_no_dials(vase: Any, value: str) -> None:
    vase.data[ROUGHNESS_PROPERTY] = vase.data[MUTED_PROPERTY] = value
    assert all(-1.0 <= number <= 1.0 for number in read_roughness(vase.data).values())
    assert read_muted(vase.data) <= {"lid"}
