"""Roughness and metallic of a result: attributes, their mix, and the nodes that read them."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import part_channel_name, part_material_name, shown_attribute
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.appearance_materials import (
    mix_part_materials,
    read_shown_material,
    remove_part_materials,
    show_part_materials,
    write_part_material,
)
from styleglip_addon.blender.result.materials import result_slot
from styleglip_addon.engine.vocabulary import FloatArray
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS, Channel

from .sample_objects import add_object, fingerprint, stylize

PLAIN = ROUGHNESS.plain


def _constant(obj: Any, value: float) -> FloatArray:
    return np.full(len(obj.data.vertices), value, dtype=np.float32)


def _material(obj: Any, roughness: float, metallic: float) -> dict[Channel, FloatArray]:
    return {ROUGHNESS: _constant(obj, roughness), METALLIC: _constant(obj, metallic)}


def _half(obj: Any) -> FloatArray:
    """1 on the first half of the vertices, 0 on the others."""
    return (np.arange(len(obj.data.vertices)) < len(obj.data.vertices) // 2).astype(np.float32)


def _golden(obj: Any) -> dict[str, FloatArray]:
    """The base is polished metal, the tube matt; each covers a half."""
    write_part_material(obj.data, "base", _material(obj, 0.25, 1.0))
    write_part_material(obj.data, "tube", _material(obj, 0.9, 0.0))
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
    assert set(material) == {ROUGHNESS, METALLIC}
    return material[ROUGHNESS], material[METALLIC]


def test_every_part_shows_its_material_and_the_bsdf_reads_it() -> None:
    obj = _stylized()
    show_part_materials(obj.data, _golden(obj), {})
    roughness, metallic = _shown(obj)
    half = _half(obj)
    assert np.allclose(roughness, np.where(half > 0, 0.25, 0.9))
    assert np.allclose(metallic, half)
    assert _read_by(obj, "Roughness") == shown_attribute(ROUGHNESS)
    assert _read_by(obj, "Metallic") == shown_attribute(METALLIC)
    attribute = obj.data.attributes[shown_attribute(ROUGHNESS)]
    assert (attribute.data_type, attribute.domain) == ("FLOAT", "POINT")


def test_where_no_part_is_and_at_mix_zero_the_surface_is_plain() -> None:
    obj = _stylized()
    alphas = _golden(obj) | {"tube": _constant(obj, 0.0)}
    show_part_materials(obj.data, alphas, {"base": 0.5})
    roughness, metallic = _shown(obj)
    half = _half(obj)
    assert np.allclose(roughness, PLAIN + half * 0.5 * (0.25 - PLAIN))
    assert np.allclose(metallic, 0.5 * half)
    mix_part_materials(obj.data, alphas, {"base": 0.0})
    assert np.allclose(_shown(obj)[0], PLAIN)
    assert not _shown(obj)[1].any()


def test_a_part_of_colours_only_is_plain_among_parts_with_materials() -> None:
    obj = _stylized()
    alphas = _golden(obj)
    write_part_material(obj.data, "tube", {})
    show_part_materials(obj.data, alphas, {})
    assert np.allclose(_shown(obj)[0], np.where(_half(obj) > 0, 0.25, PLAIN))


def test_a_result_of_colours_only_takes_materials_and_nodes_of_the_last_one_off() -> None:
    obj = _stylized()
    before = fingerprint(obj)
    nodes = len(_surface(obj).id_data.nodes)
    alphas = _golden(obj)
    show_part_materials(obj.data, alphas, {})
    for part in alphas:
        write_part_material(obj.data, part, {})
    show_part_materials(obj.data, alphas, {})
    assert fingerprint(obj) == before
    assert len(_surface(obj).id_data.nodes) == nodes
    assert _surface(obj).inputs["Roughness"].default_value == pytest.approx(PLAIN)


def test_materials_of_parts_that_are_no_more_go() -> None:
    obj = _stylized()
    alphas = _golden(obj)
    show_part_materials(obj.data, alphas, {})
    show_part_materials(obj.data, {"base": alphas["base"]}, {})
    for channel in (ROUGHNESS, METALLIC):
        assert part_channel_name(channel, "tube") not in obj.data.attributes
        assert part_channel_name(channel, "base") in obj.data.attributes


def test_showing_twice_adds_no_second_node() -> None:
    obj = _stylized()
    for _ in range(2):
        show_part_materials(obj.data, _golden(obj), {})
    readers = [n for n in _surface(obj).id_data.nodes if n.type == "ATTRIBUTE"]
    assert sorted(n.attribute_name for n in readers) == [shown_attribute(METALLIC), shown_attribute(ROUGHNESS)]


def test_what_the_artist_plugged_in_stays() -> None:
    obj = _stylized()
    surface = _surface(obj)
    own = surface.id_data.nodes.new("ShaderNodeValue")
    surface.id_data.links.new(own.outputs[0], surface.inputs["Roughness"])
    show_part_materials(obj.data, _golden(obj), {})
    assert surface.inputs["Roughness"].links[0].from_node == own
    assert _read_by(obj, "Metallic") == shown_attribute(METALLIC)


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
    assert read_shown_material(obj.data)
    assert len(obj.data.materials) == 0
    remove_part_materials(obj.data)
    assert not read_shown_material(obj.data)


def test_an_attribute_of_another_kind_under_the_name_is_replaced() -> None:
    obj = _stylized()
    obj.data.attributes.new(shown_attribute(METALLIC), "INT", "FACE")
    show_part_materials(obj.data, _golden(obj), {})
    assert np.allclose(_shown(obj)[1], _half(obj))


def test_a_material_that_is_not_a_number_is_refused_with_the_parts_name() -> None:
    obj = _stylized()
    with pytest.raises(ObjectError, match='"base" has NaN'):
        write_part_material(obj.data, "base", _material(obj, float("nan"), 0.0))
    for name in (part_material_name("base"), *(part_channel_name(c, "base") for c in (ROUGHNESS, METALLIC))):
        assert name not in obj.data.attributes


def _keep_as_version_0_1_did(obj: Any, part: str) -> None:
    """Puts a part's roughness and metallic into one attribute of two numbers per vertex, and takes the others off."""
    columns = []
    for channel in (ROUGHNESS, METALLIC):
        own = obj.data.attributes[part_channel_name(channel, part)]
        column = np.empty(len(own.data), dtype=np.float32)
        own.data.foreach_get("value", column)
        columns.append(column)
    write_part_material(obj.data, part, {})
    both = obj.data.attributes.new(part_material_name(part), "FLOAT2", "POINT")
    both.data.foreach_set("vector", np.stack(columns, axis=1).ravel())


def test_a_material_that_version_0_1_wrote_shows_the_same() -> None:
    obj = _stylized()
    alphas = _golden(obj)
    mixes: tuple[dict[str, float], ...] = ({}, {"base": 0.5}, {"base": 0.25, "tube": 0.0})
    wanted = []
    for mix in mixes:
        show_part_materials(obj.data, alphas, mix)
        wanted.append(_shown(obj))
    for part in alphas:
        _keep_as_version_0_1_did(obj, part)
    for mix, (roughness, metallic) in zip(mixes, wanted, strict=True):
        assert mix_part_materials(obj.data, alphas, mix)
        assert np.array_equal(_shown(obj)[0], roughness)
        assert np.array_equal(_shown(obj)[1], metallic)
    show_part_materials(obj.data, alphas, {})
    assert _read_by(obj, "Roughness") == shown_attribute(ROUGHNESS)
    assert part_material_name("base") in obj.data.attributes


def test_a_part_written_anew_loses_what_version_0_1_wrote_and_the_other_parts_keep_it() -> None:
    obj = _stylized()
    alphas = _golden(obj)
    for part in alphas:
        _keep_as_version_0_1_did(obj, part)
    write_part_material(obj.data, "base", _material(obj, 0.5, 0.0))
    assert part_material_name("base") not in obj.data.attributes
    assert part_material_name("tube") in obj.data.attributes
    show_part_materials(obj.data, alphas, {})
    assert np.allclose(_shown(obj)[0], np.where(_half(obj) > 0, 0.5, 0.9))
    assert not _shown(obj)[1].any()
    show_part_materials(obj.data, {"base": alphas["base"]}, {})
    assert part_material_name("tube") not in obj.data.attributes, "a part that is no more"


def test_all_that_version_0_1_wrote_comes_off_with_the_rest() -> None:
    obj = _stylized()
    before = fingerprint(obj)
    alphas = _golden(obj)
    show_part_materials(obj.data, alphas, {})
    _keep_as_version_0_1_did(obj, "base")
    remove_part_materials(obj.data)
    assert fingerprint(obj) == before


def test_materials_survive_saving_and_opening(tmp_path: Any) -> None:
    obj = _stylized()
    show_part_materials(obj.data, _golden(obj), {})
    path = str(tmp_path / "gold.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)
    again = bpy.data.objects["Vase"]
    assert np.allclose(_shown(again)[1], _half(again))
    assert _read_by(again, "Metallic") == shown_attribute(METALLIC)
