"""Roughness and metallic of a result: attributes, their mix, and the nodes that read them."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import METALLIC_ATTRIBUTE, ROUGHNESS_ATTRIBUTE, part_material_name
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.appearance_materials import (
    mix_part_materials,
    read_shown_material,
    remove_part_materials,
    show_part_materials,
    write_part_material,
)
from styleglip_addon.blender.result.materials import ROUGHNESS, result_slot
from styleglip_addon.engine.vocabulary import FloatArray

from .sample_objects import add_object, fingerprint, stylize


def _constant(obj: Any, value: float) -> FloatArray:
    return np.full(len(obj.data.vertices), value, dtype=np.float32)


def _half(obj: Any) -> FloatArray:
    """1 on the first half of the vertices, 0 on the others."""
    return (np.arange(len(obj.data.vertices)) < len(obj.data.vertices) // 2).astype(np.float32)


def _golden(obj: Any) -> dict[str, FloatArray]:
    """The base is polished metal, the tube matt; each covers a half."""
    write_part_material(obj.data, "base", _constant(obj, 0.25), _constant(obj, 1.0))
    write_part_material(obj.data, "tube", _constant(obj, 0.9), _constant(obj, 0.0))
    return {"base": _half(obj), "tube": 1.0 - _half(obj)}


def _stylized() -> Any:
    obj = add_object()
    stylize(obj)
    return obj


def _surface(obj: Any) -> Any:
    material = obj.data.materials[result_slot(obj.data)]
    return next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")


def _read_by(obj: Any, socket: str) -> str | None:
    links = _surface(obj).inputs[socket].links
    return links[0].from_node.attribute_name if links else None


def _shown(obj: Any) -> tuple[FloatArray, FloatArray]:
    material = read_shown_material(obj.data)
    assert material is not None
    return material


def test_every_part_shows_its_material_and_the_bsdf_reads_it() -> None:
    obj = _stylized()
    show_part_materials(obj.data, _golden(obj), {})
    roughness, metallic = _shown(obj)
    half = _half(obj)
    assert np.allclose(roughness, np.where(half > 0, 0.25, 0.9))
    assert np.allclose(metallic, half)
    assert _read_by(obj, "Roughness") == ROUGHNESS_ATTRIBUTE
    assert _read_by(obj, "Metallic") == METALLIC_ATTRIBUTE
    attribute = obj.data.attributes[ROUGHNESS_ATTRIBUTE]
    assert (attribute.data_type, attribute.domain) == ("FLOAT", "POINT")


def test_where_no_part_is_and_at_mix_zero_the_surface_is_plain() -> None:
    obj = _stylized()
    alphas = _golden(obj) | {"tube": _constant(obj, 0.0)}
    show_part_materials(obj.data, alphas, {"base": 0.5})
    roughness, metallic = _shown(obj)
    half = _half(obj)
    assert np.allclose(roughness, ROUGHNESS + half * 0.5 * (0.25 - ROUGHNESS))
    assert np.allclose(metallic, 0.5 * half)
    mix_part_materials(obj.data, alphas, {"base": 0.0})
    assert np.allclose(_shown(obj)[0], ROUGHNESS)
    assert not _shown(obj)[1].any()


def test_a_part_of_colours_only_is_plain_among_parts_with_materials() -> None:
    obj = _stylized()
    alphas = _golden(obj)
    write_part_material(obj.data, "tube", None, None)
    show_part_materials(obj.data, alphas, {})
    assert np.allclose(_shown(obj)[0], np.where(_half(obj) > 0, 0.25, ROUGHNESS))


def test_a_result_of_colours_only_takes_materials_and_nodes_of_the_last_one_off() -> None:
    obj = _stylized()
    before = fingerprint(obj)
    nodes = len(_surface(obj).id_data.nodes)
    alphas = _golden(obj)
    show_part_materials(obj.data, alphas, {})
    for part in alphas:
        write_part_material(obj.data, part, None, None)
    show_part_materials(obj.data, alphas, {})
    assert fingerprint(obj) == before
    assert len(_surface(obj).id_data.nodes) == nodes
    assert _surface(obj).inputs["Roughness"].default_value == pytest.approx(ROUGHNESS)


def test_materials_of_parts_that_are_no_more_go() -> None:
    obj = _stylized()
    alphas = _golden(obj)
    show_part_materials(obj.data, alphas, {})
    show_part_materials(obj.data, {"base": alphas["base"]}, {})
    assert part_material_name("tube") not in obj.data.attributes
    assert part_material_name("base") in obj.data.attributes


def test_showing_twice_adds_no_second_node() -> None:
    obj = _stylized()
    for _ in range(2):
        show_part_materials(obj.data, _golden(obj), {})
    readers = [n for n in _surface(obj).id_data.nodes if n.type == "ATTRIBUTE"]
    assert sorted(n.attribute_name for n in readers) == [METALLIC_ATTRIBUTE, ROUGHNESS_ATTRIBUTE]


def test_what_the_artist_plugged_in_stays() -> None:
    obj = _stylized()
    surface = _surface(obj)
    own = surface.id_data.nodes.new("ShaderNodeValue")
    surface.id_data.links.new(own.outputs[0], surface.inputs["Roughness"])
    show_part_materials(obj.data, _golden(obj), {})
    assert surface.inputs["Roughness"].links[0].from_node == own
    assert _read_by(obj, "Metallic") == METALLIC_ATTRIBUTE


def test_a_link_that_the_artist_took_away_stays_away() -> None:
    obj = _stylized()
    show_part_materials(obj.data, _golden(obj), {})
    links = _surface(obj).id_data.links
    links.remove(_surface(obj).inputs["Metallic"].links[0])
    show_part_materials(obj.data, _golden(obj), {})
    assert _read_by(obj, "Metallic") is None


def test_a_mesh_without_the_results_material_keeps_its_attributes() -> None:
    obj = add_object()
    show_part_materials(obj.data, _golden(obj), {})
    assert read_shown_material(obj.data) is not None
    assert len(obj.data.materials) == 0
    remove_part_materials(obj.data)
    assert read_shown_material(obj.data) is None


def test_an_attribute_of_another_kind_under_the_name_is_replaced() -> None:
    obj = _stylized()
    obj.data.attributes.new(METALLIC_ATTRIBUTE, "INT", "FACE")
    show_part_materials(obj.data, _golden(obj), {})
    assert np.allclose(_shown(obj)[1], _half(obj))


def test_a_material_that_is_not_a_number_is_refused_with_the_parts_name() -> None:
    obj = _stylized()
    with pytest.raises(ObjectError, match='"base" has NaN'):
        write_part_material(obj.data, "base", _constant(obj, float("nan")), _constant(obj, 0.0))
    assert part_material_name("base") not in obj.data.attributes


def test_materials_survive_saving_and_opening(tmp_path: Any) -> None:
    obj = _stylized()
    show_part_materials(obj.data, _golden(obj), {})
    path = str(tmp_path / "gold.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)
    again = bpy.data.objects["Vase"]
    assert np.allclose(_shown(again)[1], _half(again))
    assert _read_by(again, "Metallic") == METALLIC_ATTRIBUTE
