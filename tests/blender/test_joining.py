"""Several objects become one that still moves as they did: rigs, actions, shape keys, properties, attached objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from styleglip_addon.blender.files.joining import join_objects
from styleglip_addon.blender.files.scene_files import read_object
from styleglip_addon.blender.reading.validation import ObjectError

from .sample_objects import add_object

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"


def _rig(name: str = "Rig", bone: str = "arm") -> Any:
    rig = bpy.data.objects.new(name, bpy.data.armatures.new(name))
    bpy.context.scene.collection.objects.link(rig)
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    made = rig.data.edit_bones.new(bone)
    made.head, made.tail = (0.0, 0.0, 0.0), (0.0, 0.0, 2.0)
    bpy.ops.object.mode_set(mode="OBJECT")
    rig.pose.bones[bone].rotation_mode = "XYZ"
    return rig


def _skinned(name: str, rig: Any, bone: str = "arm") -> Any:
    obj = add_object(name)
    obj.vertex_groups.new(name=bone).add(range(8), 1.0, "REPLACE")
    obj.modifiers.new("Armature", "ARMATURE").object = rig
    obj.parent = rig
    return obj


def _moved(obj: Any, places: dict[int, float], axis: int = 0) -> Any:
    for frame, place in places.items():
        obj.location[axis] = place
        obj.keyframe_insert("location", frame=frame)
    return obj


def _places(frame: int) -> Any:
    """(V, 3) where the vertices of all meshes are at a frame, in any order."""
    bpy.context.scene.frame_set(frame)
    graph = bpy.context.evaluated_depsgraph_get()
    found = []
    for obj in bpy.context.scene.objects:
        if obj.type == "MESH":
            seen = obj.evaluated_get(graph)
            found += [tuple(seen.matrix_world @ vertex.co) for vertex in seen.data.vertices]
    return np.array(found)


def _joined_moves_alike(objects: list[Any], frames: tuple[int, ...] = (1, 5, 10)) -> Any:
    before = [_places(frame) for frame in frames]
    bpy.context.scene.frame_set(1)
    joined = join_objects(objects)
    for frame, places in zip(frames, before, strict=True):
        distance = np.linalg.norm(_places(frame)[:, None] - places[None], axis=2)
        rows, columns = linear_sum_assignment(distance)
        assert distance.shape == (len(places), len(places))
        assert distance[rows, columns].max() < 1e-4, frame
    assert len(joined.data.polygons) == 6 * len(objects)
    bpy.context.scene.frame_set(1)
    return joined


def test_the_rig_survives_whichever_piece_comes_first() -> None:
    rig = _rig()
    for frame, angle in ((1, 0.0), (10, 1.0)):
        rig.pose.bones["arm"].rotation_euler.x = angle
        rig.pose.bones["arm"].keyframe_insert("rotation_euler", frame=frame)
    axe, body = add_object("Axe"), _skinned("Body", rig)
    axe.location.x = 3.0
    joined = _joined_moves_alike([axe, body])
    assert [modifier.object for modifier in joined.modifiers] == [rig]
    assert joined.parent == rig


def test_two_rigs_with_bones_of_one_name_move_their_own_pieces_only() -> None:
    rigs = [_rig("One"), _rig("Two")]
    rigs[0].pose.bones["arm"].rotation_euler.x = 0.5
    rigs[1].pose.bones["arm"].rotation_euler.y = -0.7
    pieces = [_skinned("A", rigs[0]), _skinned("B", rigs[1])]
    joined = _joined_moves_alike(pieces)
    assert [modifier.object for modifier in joined.modifiers] == rigs


def test_a_piece_with_an_action_of_its_own_goes_on_moving() -> None:
    still, door = add_object("Frame"), add_object("Door")
    door.rotation_euler.z = 0.3
    door.scale = (1.0, 2.0, 0.5)
    _moved(door, {1: 3.0, 10: 6.0})
    joined = _joined_moves_alike([door, still])
    assert joined == still
    assert door.animation_data.action is not None
    assert len(door.data.vertices) == 0


def test_pieces_that_all_move_otherwise_keep_their_motions() -> None:
    pieces = [_moved(add_object("A"), {1: 0.0, 10: 2.0}), _moved(add_object("B"), {1: 4.0, 10: 9.0}, axis=1)]
    _joined_moves_alike(pieces)


def test_pieces_that_move_together_are_one_moving_object() -> None:
    wheel, hub = add_object("Hub"), add_object("Wheel")
    hub.location.x = 3.0
    hub.parent = _moved(wheel, {1: 0.0, 10: 5.0}, axis=2)
    joined = _joined_moves_alike([hub, wheel])
    assert joined == wheel
    assert not joined.modifiers


def test_a_piece_in_a_bones_hand_follows_the_bone() -> None:
    rig = _rig()
    rig.pose.bones["arm"].rotation_euler.x = 0.0
    rig.pose.bones["arm"].keyframe_insert("rotation_euler", frame=1)
    rig.pose.bones["arm"].rotation_euler.x = 1.0
    rig.pose.bones["arm"].keyframe_insert("rotation_euler", frame=10)
    body, axe = _skinned("Body", rig), add_object("arm")  # called as the bone is
    axe.parent, axe.parent_type, axe.parent_bone = rig, "BONE", "arm"
    axe.location.y = 1.0
    joined = _joined_moves_alike([axe, body])
    assert {modifier.type for modifier in joined.modifiers} == {"ARMATURE", "HOOK"}


def test_a_rig_that_walks_takes_only_its_own_pieces_along() -> None:
    rig = _moved(_rig(), {1: 0.0, 10: 4.0})
    rig.pose.bones["arm"].rotation_euler.x = 0.5
    axe, body = add_object("Axe"), _skinned("Body", rig)
    axe.location.x = -3.0
    _joined_moves_alike([axe, body])


def test_shape_keys_and_their_animation_survive() -> None:
    still, face = add_object("A"), add_object("Face")
    face.location.x = 4.0
    face.shape_key_add(name="Basis")
    smile = face.shape_key_add(name="smile")
    smile.data[0].co.z += 1.0
    for frame, value in ((1, 0.0), (10, 1.0)):
        smile.value = value
        smile.keyframe_insert("value", frame=frame)
    joined = _joined_moves_alike([still, face])
    assert [key.name for key in joined.data.shape_keys.key_blocks] == ["Basis", "smile"]


def test_animated_shape_keys_survive_on_a_piece_that_moves() -> None:
    still, face = add_object("A"), _moved(add_object("Face"), {1: 4.0, 10: 8.0})
    face.shape_key_add(name="Basis")
    smile = face.shape_key_add(name="smile")
    smile.data[0].co.z += 1.0
    for frame, value in ((1, 0.0), (10, 1.0)):
        smile.value = value
        smile.keyframe_insert("value", frame=frame)
    track = face.data.shape_keys.animation_data.nla_tracks.new()
    track.strips.new("smiles", 1, face.data.shape_keys.animation_data.action)
    joined = _joined_moves_alike([still, face])
    assert [t.strips[0].name for t in joined.data.shape_keys.animation_data.nla_tracks] == ["smiles"]


def test_shape_keys_that_are_animated_differently_are_refused_by_name() -> None:
    pieces = [add_object("A"), add_object("B")]
    for number, obj in enumerate(pieces):
        obj.shape_key_add(name="Basis")
        key = obj.shape_key_add(name="smile")
        key.value = number
        key.keyframe_insert("value", frame=1)
    with pytest.raises(ObjectError, match=r'shape keys of "A" and "B" are animated differently'):
        join_objects(pieces)


def test_a_modifier_that_would_change_the_other_pieces_is_refused_by_name() -> None:
    pieces = [add_object("A"), add_object("B")]
    pieces[1].modifiers.new("Bevel it", "BEVEL")
    with pytest.raises(ObjectError, match=r'"B" has a modifier "Bevel it".*--object "B"'):
        join_objects(pieces)


def test_properties_collections_and_attached_objects_survive() -> None:
    first, second = add_object("A"), add_object("B")
    first["cost"], second["cost"], second["maker"] = 1, 2, "Smith"
    second.location = (3.0, 1.0, 0.0)
    second.rotation_euler.z = 0.6
    shelf = bpy.data.collections.new("Shelf")
    bpy.context.scene.collection.children.link(shelf)
    shelf.objects.link(second)
    lamp = bpy.data.objects.new("Lamp", bpy.data.lights.new("Lamp", "POINT"))
    bpy.context.scene.collection.objects.link(lamp)
    lamp.parent = second
    lamp.location = (0.0, 1.0, 2.0)
    bpy.context.view_layer.update()
    place = lamp.matrix_world.copy()
    joined = join_objects([first, second])
    bpy.context.view_layer.update()
    assert (joined["cost"], joined["B: cost"], joined["maker"]) == (1, 2, "Smith")
    assert shelf in joined.users_collection
    assert np.array(lamp.matrix_world) == pytest.approx(np.array(place), abs=1e-5)


@pytest.mark.parametrize("stretched", [False, True])
def test_a_piece_whose_parent_is_joined_to_it_stays_in_its_place(stretched: bool) -> None:
    table, leg = add_object("Table"), add_object("Leg")
    table.location.x = 4.0
    table.scale = (1.0, 3.0 if stretched else 1.0, 1.0)
    leg.parent = table
    leg.rotation_euler.z = 0.5
    leg.location.z = 2.0
    bpy.context.view_layer.update()
    joined = _joined_moves_alike([leg, table])
    assert joined == leg


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("name", ["rig_with_prop.glb", "animated_second.glb"])
def test_shared_cases_keep_rig_and_motion(name: str) -> None:
    joined = read_object(CASES / name)
    kinds = [modifier.type for modifier in joined.modifiers]
    assert kinds == (["ARMATURE"] if name.startswith("rig") else ["HOOK"])
    assert name.startswith("rig") or joined.modifiers[0].object.animation_data.action is not None


def test_pieces_far_from_the_origin_keep_their_shape(tmp_path: Path) -> None:
    far = bpy.data.objects.new("Site", None)
    bpy.context.scene.collection.objects.link(far)
    for number in range(3):
        piece = add_object(f"Piece {number}")
        piece.parent, piece.location, piece.scale = far, (0.25 * number, 0.0, 0.0), (0.05, 0.05, 0.05)
    far.location = (500_000.0, -5_400_000.0, 120.0)
    path = tmp_path / "far.glb"
    bpy.ops.export_scene.gltf(filepath=str(path), export_format="GLB")
    bpy.ops.wm.read_factory_settings(use_empty=True)
    joined = read_object(path)
    bpy.context.view_layer.update()
    size = np.ptp([tuple(vertex.co) for vertex in joined.data.vertices], axis=0) * np.array(
        joined.matrix_world.to_scale()
    )
    assert sorted(size) == pytest.approx([0.1, 0.1, 0.6], abs=1e-4)
    assert tuple(joined.matrix_world.translation) == pytest.approx((500_000.0, -5_400_000.0, 120.0), abs=1.0)
