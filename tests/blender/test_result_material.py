"""The result's material has a slot of its own; the artist's materials stay and come back."""

from __future__ import annotations

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import COLOR_ATTRIBUTE
from styleglip_addon.blender.result.materials import restore_materials, show_result_material
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


def test_the_material_shows_the_colours_and_the_artists_slots_stay() -> None:
    obj = decorate(add_object())
    stylize(obj)
    assert [(s.link, s.material.name) for s in obj.material_slots] == [
        ("DATA", "Glaze"),
        ("OBJECT", "Own"),
        ("DATA", "StyleGLIP: Vase"),
    ]
    assert {p.material_index for p in obj.data.polygons} == {2}
    surface = obj.material_slots[2].material.node_tree.nodes["Principled BSDF"]
    assert surface.inputs["Base Color"].links[0].from_node.layer_name == COLOR_ATTRIBUTE


def test_materials_can_be_restored_and_shown_again() -> None:
    obj = decorate(add_object())
    slots = [p.material_index for p in obj.data.polygons]
    stylize(obj)
    restore_materials(obj)
    assert [p.material_index for p in obj.data.polygons] == slots
    assert [s.material.name for s in obj.material_slots] == ["Glaze", "Own"]
    assert has_result(obj)
    show_result_material(obj, np.ones(8, dtype=bool))
    assert {p.material_index for p in obj.data.polygons} == {2}
    restore_materials(obj)
    assert [p.material_index for p in obj.data.polygons] == slots


def test_slots_added_behind_the_results_slot_survive_its_removal() -> None:
    obj = decorate(add_object())
    slots = [p.material_index for p in obj.data.polygons]
    stylize(obj)
    obj.data.materials.append(bpy.data.materials.new("Later"))
    obj.material_slots[3].link = "OBJECT"
    obj.material_slots[3].material = bpy.data.materials.new("Later own")
    obj.data.polygons[4].material_index = 3
    stylize(obj)
    remove_result(obj)
    assert [(s.link, s.material.name) for s in obj.material_slots] == [
        ("DATA", "Glaze"),
        ("OBJECT", "Own"),
        ("OBJECT", "Later own"),
    ]
    assert [p.material_index for p in obj.data.polygons] == [*slots[:4], 2, *slots[5:]]


@pytest.mark.parametrize("stored", [False, True])
def test_faces_in_the_first_slot_are_stored_as_before_after_removal(stored: bool) -> None:
    obj = add_object()
    if stored:
        obj.data.attributes.new("material_index", "INT", "FACE")
    before = fingerprint(obj)
    stylize(obj)
    remove_result(obj)
    assert fingerprint(obj) == before
