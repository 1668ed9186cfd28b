"""What modifiers make of a shape is what the engine sees; the result goes back to the mesh below, and no slit opens."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.reading.part_masks import MaskSource, PartMask
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.blender.textures.baking import BakeOptions, bake_object
from styleglip_addon.blender.textures.dense_copy import make_dense_copy
from styleglip_addon.engine import Part, StylizeResult, load_models, stylize
from styleglip_addon.engine.baking import BakeMap, BakeSettings
from tests.engine.test_stylizer import QUICK
from tests.untrained_model import write_untrained_model

from .sample_objects import add_object


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def _grid(name: str = "Half", cuts: int = 4) -> Any:
    """A bent sheet of quads from x = 0 to 2, with a UV map."""
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=cuts, y_subdivisions=cuts, size=2.0, location=(0.0, 0.0, 0.0))
    obj = bpy.context.object
    obj.name = name
    for vertex in obj.data.vertices:
        vertex.co.x += 1.0
        vertex.co.z = 0.3 * vertex.co.x**2
    return obj


def _stylized(obj: Any, models: Any) -> tuple[ExportedObject, StylizeResult]:
    exported = export_object(obj)
    top = (exported.mesh.vertices[:, 1] > 0.0).astype(np.float32)
    parts = (Part("lid", "gold", mask=top), Part("box", "wood", mask=1.0 - top))
    result = stylize(exported.mesh, parts, QUICK, models=models)
    write_result(obj, exported, result, "gold lid, wood box")
    return exported, result


def _seen(obj: Any) -> tuple[Any, Any]:
    """(E, 3) vertices and (E, 3) colours as Blender shows them."""
    bpy.context.view_layer.update()
    mesh = obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).to_mesh()
    places = np.array([tuple(vertex.co) for vertex in mesh.vertices])
    attribute = mesh.color_attributes.get("StyleGLIP Color")
    colors = np.array([tuple(item.color)[:3] for item in attribute.data]) if attribute is not None else None
    return places, colors


def _keys(obj: Any) -> Any:
    """(V, 3) the sum of what the keys move."""
    keys = obj.data.shape_keys.key_blocks
    base = np.array([tuple(point.co) for point in keys[0].data])
    return sum(np.array([tuple(point.co) for point in key.data]) - base for key in keys[1:])


def test_a_mirrored_half_is_seen_whole_and_stays_closed(models: Any) -> None:
    obj = _grid()
    obj.modifiers.new("Mirror", "MIRROR")
    before, _ = _seen(obj)
    exported, result = _stylized(obj, models)
    assert len(exported.mesh.vertices) == len(before) == 2 * 25 - 5
    assert exported.mesh.vertices[:, 0].min() == pytest.approx(-2.0)
    moved = _keys(obj)
    on_plane = np.abs(np.array([tuple(v.co) for v in obj.data.vertices])[:, 0]) < 1e-6
    assert on_plane.sum() == 5
    assert np.abs(moved[on_plane, 0]).max() == 0.0
    assert np.abs(moved).max() > 0.0
    after, _ = _seen(obj)
    assert len(after) == len(before)  # the vertices on the plane are still one
    own = exported.seen.derived.fit(result.displacement) if exported.seen else None
    assert own is not None
    assert moved[~on_plane] == pytest.approx(own[~on_plane], abs=1e-6)


def test_planes_stay_closed_under_a_hidden_or_turned_mirror_and_where_two_meet() -> None:
    obj = _grid()
    other = bpy.data.objects.new("Plane", None)
    bpy.context.scene.collection.objects.link(other)
    other.rotation_euler.z = np.pi / 6
    bpy.context.view_layer.update()
    mirror = obj.modifiers.new("Mirror", "MIRROR")
    mirror.show_viewport, mirror.use_axis, mirror.mirror_object = False, (True, False, False), other
    straight = obj.modifiers.new("Mirror", "MIRROR")
    straight.show_viewport = False
    exported = export_object(obj)
    assert exported.seen is None
    (turned, normal), (plane, _) = exported.pins
    assert abs(normal @ (np.cos(np.pi / 6), np.sin(np.pi / 6), 0.0)) == pytest.approx(1.0, abs=1e-6)
    moved = exported.moves(np.ones_like(exported.mesh.vertices))
    assert moved[turned] @ normal == pytest.approx(0.0, abs=1e-6)
    assert np.abs(moved[plane, 0]).max() < 1e-6
    assert np.array_equal(moved[-1], (1.0, 1.0, 1.0))


@pytest.mark.parametrize("kind", ["SUBSURF", "MULTIRES", "NODES"])
def test_subdivision_is_seen_and_its_result_shows(models: Any, kind: str) -> None:
    obj = add_object("Cube")
    if kind == "NODES":
        obj.modifiers.new("Nodes", kind).node_group = _subdividing_nodes()
    else:
        modifier = obj.modifiers.new("Smooth", kind)
        if kind == "MULTIRES":
            bpy.context.view_layer.objects.active = obj
            bpy.ops.object.multires_subdivide(modifier="Smooth")
            bpy.ops.object.multires_subdivide(modifier="Smooth")
            modifier.levels = 2
        else:
            modifier.levels = 2
    before, _ = _seen(obj)
    exported, result = _stylized(obj, models)
    assert exported.mesh.vertices == pytest.approx(before, abs=1e-6)
    assert len(before) > 8
    assert exported.notes == ()
    after, colors = _seen(obj)
    assert len(after) == len(before)
    sides = before[:, 1] > 0.5, before[:, 1] < -0.5
    for side in sides:
        assert colors[side].mean(axis=0) == pytest.approx(result.color[side].mean(axis=0), abs=0.1)
    wanted = result.displacement - result.displacement.mean(axis=0)
    assert np.abs(after - before).max() < 3.0 * np.abs(wanted).max() + 1e-3


def _subdividing_nodes() -> Any:
    group = bpy.data.node_groups.new("Subdivide", "GeometryNodeTree")
    for in_out in ("INPUT", "OUTPUT"):
        group.interface.new_socket("Geometry", in_out=in_out, socket_type="NodeSocketGeometry")
    start, end = group.nodes.new("NodeGroupInput"), group.nodes.new("NodeGroupOutput")
    divide = group.nodes.new("GeometryNodeSubdivideMesh")
    divide.inputs["Level"].default_value = 2
    group.links.new(start.outputs[0], divide.inputs[0])
    group.links.new(divide.outputs[0], end.inputs[0])
    return group


def test_a_dense_copy_and_textures_are_of_what_is_seen(models: Any) -> None:
    bpy.ops.mesh.primitive_cube_add(size=2.0)
    obj = bpy.context.object
    obj.modifiers.new("Smooth", "SUBSURF").levels = 3
    before, _ = _seen(obj)
    exported, result = _stylized(obj, models)
    copy = make_dense_copy(obj, result.state)
    base = np.array([tuple(point.co) for point in copy.data.shape_keys.key_blocks[0].data])
    assert np.linalg.norm(base, axis=1).max() == pytest.approx(np.linalg.norm(before, axis=1).max(), abs=1e-4)
    assert np.linalg.norm(base, axis=1).max() < 1.4  # the cube's corners are at 1.73
    wanted = BakeOptions(BakeSettings(64, frozenset({BakeMap.COLOR, BakeMap.NORMAL})))
    assert bake_object(obj, result.state, wanted) == ()
    assert exported.seen is not None


def test_a_mirrored_half_is_baked_once(models: Any) -> None:
    obj = _grid()
    obj.modifiers.new("Mirror", "MIRROR")
    _, result = _stylized(obj, models)
    assert bake_object(obj, result.state, BakeOptions(BakeSettings(64, frozenset({BakeMap.COLOR})))) == ()
    image = next(image for image in bpy.data.images if "color" in image.name)
    assert np.ptp(np.array(image.pixels[:]).reshape(-1, 4)[:, :3]) > 0.0
    assert [layer.name for layer in obj.data.uv_layers] == ["UVMap"]


def test_masks_colours_and_names_arrive_where_they_are_seen() -> None:
    obj = _grid()
    obj.vertex_groups.new(name="edge").add([v.index for v in obj.data.vertices if v.co.x > 1.4], 1.0, "REPLACE")
    obj.modifiers.new("Mirror", "MIRROR")
    obj.modifiers.new("Smooth", "SUBSURF").levels = 1
    exported = export_object(obj, masks={"edge": PartMask(MaskSource.VERTEX_GROUP, "edge")})
    mask = exported.mesh.masks["edge"]
    far = np.abs(exported.mesh.vertices[:, 0]) > 1.7
    assert mask[far].min() > 0.9
    assert mask[np.abs(exported.mesh.vertices[:, 0]) < 0.5].max() == 0.0
    (region,) = exported.mesh.regions
    middles = exported.mesh.vertices[exported.mesh.faces[region.faces]].mean(axis=1)
    assert np.abs(middles[:, 0]).min() > 1.0
    assert middles[:, 0].min() < -1.2 < 1.2 < middles[:, 0].max()


def test_a_bent_shape_is_seen_bent_and_moves_along_its_own_outside() -> None:
    obj = _grid(cuts=12)
    for vertex in obj.data.vertices:
        vertex.co.z = 0.0
    bend = obj.modifiers.new("Bend", "SIMPLE_DEFORM")
    bend.deform_method, bend.angle, bend.deform_axis = "BEND", np.pi / 2, "Y"
    before, _ = _seen(obj)
    exported = export_object(obj)
    assert exported.mesh.vertices == pytest.approx(before, abs=1e-6)
    from styleglip_addon.engine.surface import weld, welded_vertex_normals

    normals = welded_vertex_normals(before, exported.mesh.faces, weld(before.astype(np.float32)))
    moved = exported.moves((0.01 * normals).astype(np.float32))
    assert moved == pytest.approx(np.tile([0.0, 0.0, 0.01], (len(moved), 1)), abs=1e-3)


def test_what_only_poses_the_shape_is_left_out_and_what_cannot_be_followed_is_told() -> None:
    obj = add_object("Crate")
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy.context.scene.collection.objects.link(rig)
    obj.modifiers.new("Armature", "ARMATURE").object = rig
    assert (export_object(obj).seen, export_object(obj).notes) == (None, ())
    obj.modifiers.new("Cloth", "CLOTH")
    assert 'modifier "Cloth" of "Crate" changes with time' in export_object(obj).notes[0]
    other = add_object("Other")
    other.modifiers.new("Voxels", "REMESH")
    exported = export_object(other)
    assert exported.seen is None
    assert 'cannot be traced back to its own faces through its modifiers ("Voxels")' in exported.notes[0]
    assert len(exported.mesh.vertices) == 8


def test_looking_changes_nothing_and_a_result_changes_nothing_of_what_is_seen(models: Any) -> None:
    obj = _grid()
    obj.modifiers.new("Mirror", "MIRROR")
    obj.modifiers.new("Smooth", "SUBSURF").levels = 2

    def everything() -> list[tuple[str, list[str]]]:
        kinds = ("objects", "meshes", "scenes", "collections", "shape_keys")
        return [(kind, sorted(getattr(bpy.data, kind).keys())) for kind in kinds]

    before = everything()
    first = export_object(obj)
    assert everything() == before
    _stylized(obj, models)
    again = export_object(obj)
    assert np.array_equal(first.mesh.vertices, again.mesh.vertices)
    assert np.array_equal(first.mesh.faces, again.mesh.faces)


def test_a_dense_copy_of_a_rigged_object_moves_as_it_does(models: Any) -> None:
    obj = _grid(cuts=6)
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy.context.scene.collection.objects.link(rig)
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    bone = rig.data.edit_bones.new("arm")
    bone.head, bone.tail = (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.vertex_groups.new(name="arm").add(range(len(obj.data.vertices)), 1.0, "REPLACE")
    obj.modifiers.new("Armature", "ARMATURE").object = rig
    obj.parent = rig
    obj["cost"] = 7
    obj.shape_key_add(name="Basis")
    lifted = obj.shape_key_add(name="lifted")
    for point in lifted.data:
        point.co.y += 1.0
    lifted.value = 0.25
    lifted.keyframe_insert("value", frame=1)
    _, result = _stylized(obj, models)
    copy = make_dense_copy(obj, result.state)
    rig.pose.bones["arm"].rotation_mode = "XYZ"
    rig.pose.bones["arm"].rotation_euler.x = 0.7
    assert copy["cost"] == 7
    assert copy.data.shape_keys.animation_data.action == obj.data.shape_keys.animation_data.action
    own, _ = _seen(obj)
    dense, _ = _seen(copy)
    assert dense.min(axis=0) == pytest.approx(own.min(axis=0), abs=0.02)
    assert dense.max(axis=0) == pytest.approx(own.max(axis=0), abs=0.02)


def test_nodes_that_lose_the_uv_map_are_told_before_the_run() -> None:
    from styleglip_addon.blender.textures.further_output import FurtherOutput
    from styleglip_addon.engine.vocabulary.settings import TextureMode, TextureSettings

    obj = _grid()
    group = _subdividing_nodes()
    remove = group.nodes.new("GeometryNodeRemoveAttribute")
    remove.inputs["Name"].default_value = "UVMap"
    last = group.nodes["Group Output"].inputs[0]
    group.links.new(last.links[0].from_socket, remove.inputs[0])
    group.links.new(remove.outputs[0], last)
    obj.modifiers.new("Nodes", "NODES").node_group = group
    with pytest.raises(ObjectError, match='nodes of "Half" do not hand its UV maps on'):
        FurtherOutput(texture_size=64).check(obj, TextureSettings())
    (note,) = FurtherOutput().check(obj, TextureSettings())
    assert "There can be no textures" in note
    assert FurtherOutput().check(obj, TextureSettings(TextureMode.OFF)) == ()
