"""What cannot be stylized is refused in a sentence that names it, and the scene stays as it was."""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.object_handle import ObjectHandle
from styleglip_addon.blender.reading.validation import ObjectBusyError, ObjectError, check_stylizable

from .sample_objects import CUBE_VERTICES, add_object, fingerprint


def test_no_active_object() -> None:
    with pytest.raises(ObjectError, match=r"No object is active\. Click a mesh object"):
        check_stylizable(bpy.context.active_object)


@pytest.mark.parametrize(
    ("kind", "make"),
    [("camera", lambda: bpy.data.cameras.new("C")), ("light", lambda: bpy.data.lights.new("L", "SUN"))],
)
def test_an_object_that_is_no_mesh_is_named_with_its_kind(kind: str, make: object) -> None:
    obj = bpy.data.objects.new("Ding", make())  # type: ignore[operator]
    with pytest.raises(ObjectError, match=f'"Ding" is a {kind} object, not a mesh'):
        check_stylizable(obj)


def test_an_empty_is_no_mesh() -> None:
    with pytest.raises(ObjectError, match='"Nothing" is an empty, not a mesh'):
        check_stylizable(bpy.data.objects.new("Nothing", None))


@pytest.mark.parametrize("vertices", [[], [(0, 0, 0), (1, 0, 0)]])
def test_a_mesh_without_faces(vertices: list[tuple[float, float, float]]) -> None:
    with pytest.raises(ObjectError, match='"Points" has no faces'):
        check_stylizable(add_object("Points", vertices, []))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3.4e38])
def test_coordinates_that_are_no_numbers_are_counted(value: float) -> None:
    obj = add_object()
    coordinates = np.array(CUBE_VERTICES, dtype=np.float32)
    coordinates[3, 2] = value
    obj.data.vertices.foreach_set("co", coordinates.ravel())
    with pytest.raises(ObjectError, match='1 of the 8 vertices of "Vase" have NaN or infinite'):
        check_stylizable(obj)


def test_a_mesh_of_zero_size() -> None:
    with pytest.raises(ObjectError, match='All faces of "Dot" lie in one point'):
        check_stylizable(add_object("Dot", [(1, 1, 1)] * 3, [(0, 1, 2)]))


@pytest.mark.parametrize(("axis", "value"), [(0, 0.0), (2, 0.0)])
def test_a_scale_of_zero_is_refused(axis: int, value: float) -> None:
    obj = add_object()
    obj.scale[axis] = value
    with pytest.raises(ObjectError, match='scale of "Vase" is 0'):
        export_object(obj)


def test_loose_vertices_are_allowed() -> None:
    exported = export_object(add_object(vertices=[(0, 0, 0), (1, 0, 0), (0, 1, 0), (5, 5, 5)], faces=[(0, 1, 2)]))
    assert exported.mesh.vertices.shape == (4, 3)


@pytest.mark.parametrize(("mode", "name"), [("EDIT", "Edit Mode"), ("SCULPT", "Sculpt Mode")])
def test_edit_and_sculpt_mode_are_refused_and_not_left(mode: str, name: str) -> None:
    obj = add_object()
    bpy.ops.object.mode_set(mode=mode)
    with pytest.raises(ObjectBusyError, match=f'"Vase" is in {name}. Switch to Object Mode'):
        check_stylizable(obj)
    assert obj.mode == mode
    bpy.ops.object.mode_set(mode="OBJECT")
    assert check_stylizable(obj) == obj


@pytest.mark.parametrize("mode", ["WEIGHT_PAINT", "VERTEX_PAINT"])
def test_paint_modes_are_allowed(mode: str) -> None:
    obj = add_object()
    bpy.ops.object.mode_set(mode=mode)
    assert check_stylizable(obj) == obj


def test_linked_objects_and_overrides_are_refused_with_their_file(tmp_path: Path) -> None:
    add_object("Amphora")
    library = tmp_path / "library.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(library))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(str(library), link=True) as (_, wanted):
        wanted.objects = ["Amphora"]
    linked = bpy.data.objects["Amphora"]
    bpy.context.scene.collection.objects.link(linked)
    with pytest.raises(ObjectError, match=r'"Amphora" is linked from another file \(library\.blend\)'):
        check_stylizable(linked)

    local_object_linked_mesh = bpy.data.objects.new("Copy", linked.data)
    with pytest.raises(ObjectError, match=r'"Copy" is linked from another file \(library\.blend\)'):
        check_stylizable(local_object_linked_mesh)

    override = linked.override_create(remap_local_usages=True)
    override.data.override_create(remap_local_usages=True)
    with pytest.raises(ObjectError, match='"Amphora" is a library override'):
        check_stylizable(override)


def test_a_shared_mesh_is_refused_with_the_other_objects_names_unless_allowed() -> None:
    obj = add_object()
    for name in ("Twin", "Drilling"):
        bpy.context.scene.collection.objects.link(bpy.data.objects.new(name, obj.data))
    with pytest.raises(ObjectError, match='"Vase" shares its mesh with "Drilling", "Twin", which would change too'):
        check_stylizable(obj)
    assert check_stylizable(obj, allow_shared=True) == obj


def test_a_fake_user_does_not_count_as_sharing() -> None:
    obj = add_object()
    obj.data.use_fake_user = True
    assert check_stylizable(obj) == obj


def test_absolute_shape_keys_are_refused() -> None:
    obj = add_object()
    obj.shape_key_add(name="Basis", from_mix=False)
    obj.data.shape_keys.use_relative = False
    with pytest.raises(ObjectError, match='"Vase" has absolute shape keys'):
        check_stylizable(obj)


def test_checking_and_exporting_change_nothing() -> None:
    obj = add_object()
    before = fingerprint(obj)
    export_object(obj)
    assert fingerprint(obj) == before


def test_a_handle_finds_a_renamed_hidden_and_moved_object() -> None:
    obj = add_object()
    handle = ObjectHandle.of(obj)
    obj.name = "ваза 花瓶"
    obj.hide_viewport = True
    bpy.data.scenes.new("Other").collection.objects.link(obj)
    bpy.context.scene.collection.objects.unlink(obj)
    assert handle.find() == obj


def test_a_handle_does_not_take_a_new_object_of_the_same_name() -> None:
    obj = add_object()
    handle = ObjectHandle.of(obj)
    bpy.data.objects.remove(obj)
    add_object()
    with pytest.raises(ObjectError, match='"Vase" is no longer in the file'):
        handle.find()


def test_a_handle_survives_undo() -> None:
    obj = add_object()
    handle = ObjectHandle.of(obj)
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo_push(message="before")
        bpy.data.objects["Vase"].location.x = 3.0
        bpy.ops.ed.undo_push(message="after")
        bpy.ops.ed.undo()
    assert handle.find().name == "Vase"
