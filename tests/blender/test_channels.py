"""Every channel of a material arrives on the mesh: attributes, what is shown, and the sockets that read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import part_channel_name, shown_attribute
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.appearance_materials import read_shown_material
from styleglip_addon.blender.result.materials import result_slot
from styleglip_addon.blender.result.part_mix import change_mix
from styleglip_addon.blender.result.restyling import write_parts
from styleglip_addon.blender.result.surface_nodes import size_of
from styleglip_addon.blender.result.write_back import remove_result, write_result
from styleglip_addon.engine.vocabulary import StylizeResult
from styleglip_addon.engine.vocabulary.channels import (
    ALPHA,
    COAT,
    EMISSION,
    IOR,
    MATERIAL,
    ROUGHNESS,
    SHEEN,
    SUBSURFACE,
    TRANSMISSION,
    Channel,
)

from .sample_objects import PROMPT, add_object, fingerprint, styled

VALUES = {channel: channel.low + 0.7 * (min(channel.high, 10.0) - channel.low) for channel in MATERIAL}


def with_materials(result: StylizeResult, materials: Mapping[str, Mapping[Channel, float]]) -> StylizeResult:
    """A result whose parts have one value per channel."""
    parts = []
    for part in result.parts:
        own = materials.get(part.located.part.name, {})
        count = len(part.color)
        parts.append(replace(part, material={c: np.full(count, v, dtype=np.float32) for c, v in own.items()}))
    return replace(result, parts=tuple(parts))


def vase_with(materials: Mapping[str, Mapping[Channel, float]]) -> Any:
    """A vase with a base and a tube of these materials."""
    obj = add_object()
    exported = export_object(obj)
    write_result(obj, exported, with_materials(styled(exported), materials), PROMPT)
    return obj


def result_material(obj: Any) -> Any:
    """The material of the result."""
    return obj.data.materials[result_slot(obj.data)]


def surface_of(obj: Any) -> Any:
    """Its Principled BSDF."""
    return next(node for node in result_material(obj).node_tree.nodes if node.type == "BSDF_PRINCIPLED")


def attribute_behind(socket: Any) -> str:
    """The attribute that feeds a socket, through nodes of arithmetic."""
    node = socket.links[0].from_node
    while node.type == "MATH":
        node = node.inputs[0].links[0].from_node
    return str(node.attribute_name)


def test_every_channel_has_an_attribute_per_part_one_of_what_is_shown_and_a_socket_that_reads_it() -> None:
    obj = vase_with({"base": VALUES})
    shown = read_shown_material(obj.data)
    assert set(shown) == set(MATERIAL)
    bottom = obj.data.attributes["StyleGLIP Color: base"].data[0].color[3]
    for channel, value in VALUES.items():
        assert part_channel_name(channel, "base") in obj.data.attributes
        assert part_channel_name(channel, "tube") not in obj.data.attributes
        assert shown[channel][0] == pytest.approx(channel.plain + bottom * (value - channel.plain), abs=1e-5)
        assert attribute_behind(surface_of(obj).inputs[channel.socket]) == shown_attribute(channel)


def test_only_channels_that_a_part_has_are_written_and_the_others_are_plain_there() -> None:
    obj = vase_with({"base": {ROUGHNESS: 0.2, TRANSMISSION: 1.0, IOR: 1.8}, "tube": {ROUGHNESS: 0.9}})
    shown = read_shown_material(obj.data)
    assert set(shown) == {ROUGHNESS, TRANSMISSION, IOR}
    top = np.argmax([v.co.z for v in obj.data.vertices])
    assert shown[TRANSMISSION][top] == pytest.approx(0.0, abs=1e-6)
    assert shown[IOR][top] == pytest.approx(IOR.plain, abs=1e-6)
    surface = surface_of(obj)
    assert not surface.inputs["Coat Weight"].is_linked
    assert not surface.inputs["Emission Color"].is_linked


def test_what_glows_glows_in_its_own_colour() -> None:
    obj = vase_with({"base": {EMISSION: 5.0}})
    surface = surface_of(obj)
    glow, base = (surface.inputs[name].links[0].from_socket for name in ("Emission Color", "Base Color"))
    assert glow == base


def test_light_scatters_below_the_surface_as_far_as_fits_the_object() -> None:
    obj = add_object()
    obj.scale = (0.1, 0.1, 0.1)
    bpy.context.view_layer.update()
    exported = export_object(obj)
    write_result(obj, exported, with_materials(styled(exported), {"base": {SUBSURFACE: 1.0}}), PROMPT)
    reach = surface_of(obj).inputs["Subsurface Scale"].default_value
    assert 0.005 < reach / (0.1 * size_of(obj.data)) < 0.05


def test_glass_is_prepared_for_both_renderers_and_its_shadow_is_not_opaque() -> None:
    obj = vase_with({"base": {TRANSMISSION: 1.0}})
    material = result_material(obj)
    assert material.use_raytrace_refraction
    outputs = {node.target: node for node in material.node_tree.nodes if node.type == "OUTPUT_MATERIAL"}
    assert set(outputs) == {"ALL", "EEVEE", "CYCLES"}
    assert outputs["ALL"].inputs["Surface"].links[0].from_node == surface_of(obj)
    mix = outputs["EEVEE"].inputs["Surface"].links[0].from_node
    assert outputs["CYCLES"].inputs["Surface"].links[0].from_node == mix
    assert {link.from_node.type for socket in mix.inputs[1:] for link in socket.links} == {
        "BSDF_PRINCIPLED",
        "BSDF_TRANSPARENT",
    }


def test_what_lets_hardly_any_light_through_stays_as_it_is() -> None:
    material = result_material(vase_with({"base": {TRANSMISSION: 0.0}}))
    assert not material.use_raytrace_refraction
    assert [node.type for node in material.node_tree.nodes].count("OUTPUT_MATERIAL") == 1


def test_a_restyled_part_brings_and_takes_its_channels() -> None:
    obj = vase_with({"base": {TRANSMISSION: 1.0, EMISSION: 2.0}, "tube": {COAT: 0.5}})
    exported = export_object(obj)
    wool = with_materials(styled(exported), {"base": {SHEEN: 0.8}})
    write_parts(obj, exported, wool, ("base",), PROMPT)
    assert set(read_shown_material(obj.data)) == {COAT, SHEEN}
    surface, material = surface_of(obj), result_material(obj)
    assert not material.use_raytrace_refraction
    assert [name for name in ("Transmission Weight", "Emission Color") if surface.inputs[name].is_linked] == []
    assert surface.inputs["Sheen Tint"].is_linked
    assert [node.type for node in material.node_tree.nodes].count("OUTPUT_MATERIAL") == 1


def test_sliders_mix_every_channel_with_the_plain_surface() -> None:
    obj = vase_with({"base": VALUES, "tube": {}})
    before = read_shown_material(obj.data)
    change_mix(obj.data, {"base": 0.5})
    for channel, values in read_shown_material(obj.data).items():
        assert values == pytest.approx(channel.plain + 0.5 * (before[channel] - channel.plain), abs=1e-5)


def test_nothing_of_it_stays_when_the_result_is_removed_or_replaced() -> None:
    obj = add_object()
    clean = fingerprint(obj)
    exported = export_object(obj)
    plain = styled(exported)
    write_result(obj, exported, plain, PROMPT)
    without = fingerprint(obj)["attributes"]
    nodes = len(result_material(obj).node_tree.nodes)
    write_result(obj, exported, with_materials(plain, {"base": VALUES}), PROMPT)
    write_result(obj, exported, plain, PROMPT)
    assert fingerprint(obj)["attributes"] == without
    assert len(result_material(obj).node_tree.nodes) == nodes
    assert not surface_of(obj).inputs["Emission Color"].is_linked
    write_result(obj, exported, with_materials(plain, {"base": VALUES}), PROMPT)
    remove_result(obj)
    assert fingerprint(obj) == clean


def test_a_gltf_without_textures_does_not_glow_all_over(tmp_path: Path) -> None:
    obj = vase_with({"base": VALUES})
    path = tmp_path / "vase.glb"
    bpy.ops.export_scene.gltf(filepath=str(path))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=str(path))
    assert obj is not None
    mesh = next(mesh for mesh in bpy.data.meshes if mesh.shape_keys is not None)
    material = next(material for material in mesh.materials if material is not None)
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    glow = surface.inputs["Emission Strength"].default_value * max(surface.inputs["Emission Color"].default_value[:3])
    assert glow < 1e-3
    assert max(surface.inputs["Sheen Tint"].default_value[:3]) < 1e-3
    assert surface.inputs["Alpha"].default_value == 1.0


def test_an_exporter_takes_holes_of_vertices_for_no_hole_at_all(tmp_path: Path) -> None:
    """It cannot write numbers of vertices: what it writes instead must not make the whole object vanish."""
    obj = vase_with({"base": {ALPHA: 0.2}})
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.ops.export_scene.gltf(filepath=str(tmp_path / "vase.gltf"), export_format="GLTF_SEPARATE", use_selection=True)
    surface = json.loads((tmp_path / "vase.gltf").read_text())["materials"][0]["pbrMetallicRoughness"]
    assert surface.get("baseColorFactor", [1.0] * 4)[3] == 1.0
