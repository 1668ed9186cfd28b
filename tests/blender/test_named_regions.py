"""Names of objects, materials, groups, bones and attributes on their way through import, join and export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np

from styleglip_addon.blender.files.scene_files import read_object
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.engine import NameKind
from tests.blender.sample_objects import add_object, stylize

_OBJ = """o Wheel_FL
g tread
v 0 2 0
v 1 2 0
v 1 3 0
v 0 3 0
usemtl Rubber
f 1 2 3 4
o Body
g shell
v 0 0 0
v 1 0 0
v 0 1 0
v 0 0 1
usemtl Paint
f 5 6 7
f 5 6 8
usemtl Window
f 5 7 8
"""


def _faces(obj: Any) -> dict[tuple[str, str], list[int]]:
    return {(region.kind.value, region.name): region.faces.tolist() for region in export_object(obj).mesh.regions}


def test_names_of_a_file_go_through_import_join_and_a_saved_file(tmp_path: Path) -> None:
    (tmp_path / "car.obj").write_text(_OBJ)
    bpy.ops.wm.read_homefile(use_empty=True)
    obj = read_object(tmp_path / "car.obj")
    found = _faces(obj)
    centres = export_object(obj).mesh.vertices[export_object(obj).mesh.faces].mean(axis=1)
    is_wheel = centres[:, 1] > 1.0  # in object space, where the file's +Y is +Y
    wheel, body = np.flatnonzero(is_wheel).tolist(), np.flatnonzero(~is_wheel).tolist()
    assert found["object", "Wheel_FL"] == found["material", "Rubber"] == found["vertex group", "tread"] == wheel
    assert found["object", "Body"] == sorted(found["material", "Paint"] + found["material", "Window"]) == body
    assert len(found["material", "Window"]) == 1
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "car.blend"))
    assert _faces(read_object(tmp_path / "car.blend")) == found


def test_names_of_parents_travel_with_their_children(tmp_path: Path) -> None:
    bpy.ops.wm.read_homefile(use_empty=True)
    for name, x in (("Wheel_FL", 0.0), ("Door", 5.0)):
        empty = bpy.data.objects.new(name, None)
        bpy.context.scene.collection.objects.link(empty)
        child = add_object(f"Object_{int(x)}", [(x + a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)])
        child.parent = empty
    bpy.ops.export_scene.gltf(filepath=str(tmp_path / "scene.glb"))
    bpy.ops.wm.read_homefile(use_empty=True)
    found = _faces(read_object(tmp_path / "scene.glb"))
    assert len(found["object", "Wheel_FL"]) == len(found["object", "Door"]) == 12
    assert not set(found["object", "Wheel_FL"]) & set(found["object", "Door"])


def test_groups_bones_and_attributes_are_regions_and_results_are_not() -> None:
    bpy.ops.wm.read_homefile(use_empty=True)
    obj = add_object()
    right = [v.index for v in obj.data.vertices if v.co.x > 0]
    left = [v.index for v in obj.data.vertices if v.co.x < 0]
    obj.vertex_groups.new(name="Ear").add(right, 1.0, "REPLACE")
    obj.vertex_groups.new(name="head").add(left, 0.6, "REPLACE")
    obj.vertex_groups.new(name="neck").add(left, 0.4, "REPLACE")
    mark = obj.data.attributes.new("Badge", "BOOLEAN", "FACE")
    mark.data.foreach_set("value", [True, False, False, False, False, False])
    armature = bpy.data.armatures.new("Rig")
    rig = bpy.data.objects.new("Rig", armature)
    bpy.context.scene.collection.objects.link(rig)
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    for name in ("head", "neck"):
        armature.edit_bones.new(name).tail = (0.0, 0.0, 1.0)
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.modifiers.new("Armature", "ARMATURE").object = rig
    bpy.context.view_layer.objects.active = obj
    before = _faces(obj)
    assert {name for kind, name in before if kind == NameKind.VERTEX_GROUP} == {"Ear"}
    assert {name for kind, name in before if kind == NameKind.BONE} == {"head"}  # "neck" has less weight everywhere
    assert len(before["attribute", "Badge"]) == 2  # the square is two triangles
    assert len(before["vertex group", "Ear"]) >= 2
    stylize(obj)
    assert _faces(obj) == before
