"""A result can be taken off again: the object is as it was, bit for bit."""

from __future__ import annotations

from pathlib import Path

import bpy
import pytest

from styleglip_addon.blender.result.write_back import (
    has_result,
    remove_result,
)

from .sample_objects import (
    add_object,
    decorate,
    fingerprint,
    stylize,
)


@pytest.mark.parametrize("decorated", [False, True])
@pytest.mark.parametrize("times", [1, 2])
def test_removing_the_result_restores_the_object_bit_for_bit(decorated: bool, times: int) -> None:
    obj = add_object()
    if decorated:
        decorate(obj)
    before = fingerprint(obj)
    for _ in range(times):
        stylize(obj)
    assert fingerprint(obj) != before
    remove_result(obj)
    assert fingerprint(obj) == before
    assert not has_result(obj)


def test_removing_keeps_keys_and_colours_the_artist_made_afterwards() -> None:
    obj = add_object()
    stylize(obj)
    obj.shape_key_add(name="Bend", from_mix=False)
    obj.data.color_attributes.new("Mine", "FLOAT_COLOR", "POINT")
    obj.data.attributes.active_color_name = "Mine"
    remove_result(obj)
    assert [k.name for k in obj.data.shape_keys.key_blocks] == ["Basis", "Bend"]
    assert obj.data.attributes.active_color_name == "Mine"


def test_removing_where_there_is_no_result_changes_nothing() -> None:
    obj = decorate(add_object())
    before = fingerprint(obj)
    remove_result(obj)
    assert fingerprint(obj) == before


def test_the_result_survives_saving_and_loading(tmp_path: Path) -> None:
    obj = decorate(add_object())
    before = fingerprint(obj)
    stylize(obj)
    path = tmp_path / "vase.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.wm.open_mainfile(filepath=str(path))
    obj = bpy.data.objects["Vase"]
    assert has_result(obj)
    remove_result(obj)
    after = fingerprint(obj)
    for same in ("keys", "weights", "groups", "slots", "active color", "attributes"):
        assert after[same] == before[same]
