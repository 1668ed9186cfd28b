"""The engine sees what the artist sees: proportions, up, colours; its results come back to the object's own frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from mathutils import Euler

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.part_masks import MaskSource, PartMask
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.write_back import write_result

from .sample_objects import PROMPT, add_object, add_prism, shown_coordinates, styled


def _rotate(obj: Any, *degrees: float) -> None:
    obj.rotation_euler = Euler(np.radians(degrees))
    bpy.context.view_layer.update()


def _colors(obj: Any) -> Any:
    colors = export_object(obj).mesh.colors
    assert colors is not None
    return colors


def _area(vertices: Any, faces: Any) -> float:
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def test_an_unscaled_object_is_exported_bit_for_bit_in_vertex_order() -> None:
    obj = add_object()
    obj.location = (5.0, 6.0, 7.0)
    _rotate(obj, 10, 20, 30)
    exported = export_object(obj)
    flat = np.empty(24, dtype=np.float32)
    obj.data.vertices.foreach_get("co", flat)
    assert np.array_equal(exported.mesh.vertices, flat.reshape(-1, 3))
    assert exported.mesh.colors is None


def test_quads_and_ngons_become_triangles_of_the_same_surface_and_side() -> None:
    exported = export_object(add_prism(corners=7))
    vertices, faces = exported.mesh.vertices, exported.mesh.faces
    assert faces.shape == (7 * 2 + 2 * 5, 3)
    a, b, c = (vertices[faces[:, i]].astype(np.float64) for i in range(3))
    volume = float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)
    assert volume == pytest.approx(2.0 * 7 / 2 * np.sin(2 * np.pi / 7), rel=1e-5)  # positive: normals point outwards


def test_up_is_the_worlds_up_in_the_objects_frame() -> None:
    obj = add_object()
    _rotate(obj, 90, 0, 0)  # as objects from .obj files come: stored lying, standing by their rotation
    assert export_object(obj).mesh.up == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)
    _rotate(obj, 0, -90, 0)
    assert export_object(obj).mesh.up == pytest.approx((1.0, 0.0, 0.0), abs=1e-6)


def test_a_parents_rotation_counts_for_up() -> None:
    obj, parent = add_object(), bpy.data.objects.new("Parent", None)
    bpy.context.scene.collection.objects.link(parent)
    obj.parent = parent
    _rotate(parent, 90, 0, 0)
    assert export_object(obj).mesh.up == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)


@pytest.mark.parametrize("scale", [(2.0, 2.0, 2.0), (1.0, 1.0, 4.0), (0.01, 0.02, 0.01), (-1.0, 1.0, 1.0)])
def test_the_engine_sees_the_size_and_proportions_of_the_world(scale: tuple[float, float, float]) -> None:
    obj = add_prism()
    obj.scale = scale
    _rotate(obj, 30, 40, 50)
    mesh = export_object(obj).mesh
    world = np.array([tuple(obj.matrix_world @ v.co) for v in obj.data.vertices])
    assert _area(mesh.vertices.astype(np.float64), mesh.faces) == pytest.approx(_area(world, mesh.faces), rel=1e-5)


@pytest.mark.parametrize("scale", [(1.0, 1.0, 1.0), (2.0, 2.0, 2.0), (1.0, 3.0, 0.25), (-1.0, 2.0, 1.0)])
def test_a_displacement_means_the_same_in_the_world_whatever_the_objects_scale(
    scale: tuple[float, float, float],
) -> None:
    obj = add_prism()
    obj.scale = scale
    _rotate(obj, 15, 25, 35)
    exported = export_object(obj)
    result = styled(exported)
    write_result(obj, exported, result, PROMPT)
    linear = np.array(obj.matrix_world.to_3x3())
    moved = (shown_coordinates(obj) - _basis(obj)) @ linear.T
    assert np.linalg.norm(moved, axis=1) == pytest.approx(np.linalg.norm(result.displacement, axis=1), abs=1e-5)


def _basis(obj: Any) -> Any:
    return np.array([tuple(p.co) for p in obj.data.shape_keys.reference_key.data])


def test_shape_keys_do_not_show_in_the_export_also_below_modifiers() -> None:
    obj = add_object()
    obj.shape_key_add(name="Basis", from_mix=False)
    key = obj.shape_key_add(name="Fat", from_mix=False)
    key.data[0].co.x -= 1.0
    key.value = 1.0
    bpy.context.view_layer.update()
    mesh = export_object(obj).mesh
    assert mesh.vertices.shape == (8, 3)
    assert mesh.vertices[0] == pytest.approx((-1.0, -1.0, -1.0))
    subdivision = obj.modifiers.new("Subdivision", "SUBSURF")
    subdivision.subdivision_type = "SIMPLE"
    mesh = export_object(obj).mesh
    assert mesh.vertices.shape == (26, 3)
    assert mesh.vertices.min(axis=0) == pytest.approx((-1.0, -1.0, -1.0))


def test_a_point_and_a_corner_colour_attribute_are_read_as_linear_colours() -> None:
    obj = add_object()
    attribute = obj.data.color_attributes.new("Paint", "FLOAT_COLOR", "POINT")
    for index, item in enumerate(attribute.data):
        item.color = (0.1 * index, 0.5, 0.25, 1.0)
    assert _colors(obj)[:, 0] == pytest.approx(np.arange(8) * 0.1, abs=1e-6)

    corners = obj.data.color_attributes.new("Corners", "BYTE_COLOR", "CORNER")
    for item in corners.data:
        item.color_srgb = (0.5, 0.5, 0.5, 1.0)
    obj.data.attributes.active_color_name = "Corners"
    assert _colors(obj) == pytest.approx(0.2140, abs=2e-3)


def test_materials_give_their_base_colours_by_slot() -> None:
    obj = add_object()
    for name, color in (("Red", (1.0, 0.0, 0.0, 1.0)), ("Blue", (0.0, 0.0, 1.0, 1.0))):
        material = bpy.data.materials.new(name)
        material.use_nodes = True
        material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = color
        obj.data.materials.append(material)
    obj.data.polygons.foreach_set("material_index", np.array([0, 1, 0, 0, 0, 0], dtype=np.int32))
    colors = _colors(obj)
    assert colors[0] == pytest.approx((1.0, 0.0, 0.0))  # x = -1: three red faces
    assert colors[4] == pytest.approx((2 / 3, 0.0, 1 / 3), abs=1e-6)  # x = +1: two red faces and the blue one


@pytest.mark.skipif(bpy.app.version >= (5, 0, 0), reason="from Blender 5.0 on every material has nodes")
def test_a_material_without_nodes_and_an_object_without_materials() -> None:
    obj = add_object()
    plain = bpy.data.materials.new("Plain")
    plain.diffuse_color = (0.2, 0.3, 0.4, 1.0)
    obj.data.materials.append(plain)
    assert _colors(obj)[0] == pytest.approx((0.2, 0.3, 0.4))
    obj.data.materials.clear()
    assert export_object(obj).mesh.colors is None


def test_an_image_texture_is_sampled_at_the_uv_and_decoded() -> None:
    obj = add_object()
    image = bpy.data.images.new("Half", 2, 1)
    image.pixels.foreach_set(np.array([0.5, 0.5, 0.5, 1.0, 1.0, 0.0, 0.0, 1.0], dtype=np.float32))
    material = bpy.data.materials.new("Textured")
    material.use_nodes = True
    texture = material.node_tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    surface = material.node_tree.nodes["Principled BSDF"]
    material.node_tree.links.new(texture.outputs["Color"], surface.inputs["Base Color"])
    obj.data.materials.append(material)
    uv = obj.data.uv_layers.new(name="UVMap")
    for loop in obj.data.loops:
        uv.uv[loop.index].vector = (-0.25 if obj.data.vertices[loop.vertex_index].co.x > 0 else 1.25, 0.5)
    colors = _colors(obj)
    assert colors[0] == pytest.approx((0.2140, 0.2140, 0.2140), abs=2e-3)  # sRGB 0.5 is linear 0.214
    assert colors[7] == pytest.approx((1.0, 0.0, 0.0), abs=1e-6)


def test_a_missing_texture_file_falls_back_to_the_plain_colour(tmp_path: Path) -> None:
    obj = add_object()
    image = bpy.data.images.new("Gone", 2, 2)
    image.source, image.filepath = "FILE", str(tmp_path / "gone.png")
    material = bpy.data.materials.new("Textured")
    material.use_nodes = True
    surface = material.node_tree.nodes["Principled BSDF"]
    surface.inputs["Base Color"].default_value = (0.3, 0.2, 0.1, 1.0)
    texture = material.node_tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    material.node_tree.links.new(texture.outputs["Color"], surface.inputs["Base Color"])
    obj.data.materials.append(material)
    obj.data.uv_layers.new(name="UVMap")
    assert _colors(obj)[0] == pytest.approx((0.3, 0.2, 0.1))


def test_vertex_groups_become_masks_only_when_asked_for() -> None:
    obj = add_object()
    obj.vertex_groups.new(name="Fuß").add([1, 2], 0.25, "REPLACE")
    assert export_object(obj).mesh.masks == {}
    mask = export_object(obj, masks={"base": PartMask(MaskSource.VERTEX_GROUP, "Fuß")}).mesh.masks["base"]
    assert mask.tolist() == [0.0, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0]
    with pytest.raises(ObjectError, match='"Vase" has no vertex group "Deckel"'):
        export_object(obj, masks={"lid": PartMask(MaskSource.VERTEX_GROUP, "Deckel")})


def test_a_stylized_object_is_exported_as_it_was_before() -> None:
    obj = add_object()
    obj.data.color_attributes.new("Paint", "FLOAT_COLOR", "POINT").data.foreach_set(
        "color", np.full(32, 0.25, dtype=np.float32)
    )
    before, colors = export_object(obj), _colors(obj)
    write_result(obj, before, styled(before), PROMPT)
    assert np.array_equal(export_object(obj).mesh.vertices, before.mesh.vertices)
    assert np.array_equal(_colors(obj), colors)
