"""Mesh files come in as one object that stands upright; broken ones are refused by name; saving is all or nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.scene_files import (
    InputFileError,
    OutputFileError,
    check_output_file,
    read_object,
    save_blend,
    scene_object,
)
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.validation import ObjectError

from .sample_objects import add_object, add_prism


def _write(path: Path) -> None:
    """Writes the scene in the format of the file's suffix, with Blender's own exporters."""
    name = str(path)
    if path.suffix == ".blend":
        bpy.ops.wm.save_as_mainfile(filepath=name, copy=True)
    elif path.suffix == ".obj":
        bpy.ops.wm.obj_export(filepath=name)
    elif path.suffix == ".ply":
        bpy.ops.wm.ply_export(filepath=name)
    elif path.suffix == ".stl":
        bpy.ops.wm.stl_export(filepath=name)
    else:
        bpy.ops.export_scene.gltf(filepath=name, export_format="GLB" if path.suffix == ".glb" else "GLTF_SEPARATE")


def _two_pieces() -> None:
    """A prism below and a smaller cube above it, in different colours."""
    for obj, color in ((add_prism("Foot"), (1.0, 0.0, 0.0, 1.0)), (add_object("Head"), (0.0, 0.0, 1.0, 1.0))):
        material = bpy.data.materials.new(obj.name)
        material.use_nodes = True
        material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = color
        obj.data.materials.append(material)
    bpy.data.objects["Head"].location.z = 3.0
    bpy.data.objects["Head"].scale = (0.5, 0.5, 0.5)
    bpy.context.view_layer.update()


def _world(obj: Any) -> Any:
    return np.array([tuple(obj.matrix_world @ v.co) for v in obj.data.vertices])


@pytest.mark.parametrize("suffix", [".obj", ".ply", ".stl", ".glb", ".gltf"])
def test_all_pieces_of_a_mesh_file_become_one_upright_object(tmp_path: Path, suffix: str) -> None:
    _two_pieces()
    path = tmp_path / f"тест vase{suffix}"
    _write(path)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    obj = read_object(path)
    assert obj.name == "тест vase"
    assert bpy.context.view_layer.objects.active == obj
    assert [o for o in bpy.data.objects if o.type == "MESH"] == [obj]
    low, high = _world(obj).min(axis=0), _world(obj).max(axis=0)
    assert (low[2], high[2]) == pytest.approx((0.0, 3.5), abs=1e-5)
    exported = export_object(obj)
    heights = exported.mesh.vertices @ np.array(exported.mesh.up)
    assert heights.min() == pytest.approx(low[2], abs=1e-5)
    assert heights.max() == pytest.approx(high[2], abs=1e-5)


@pytest.mark.parametrize(
    ("suffix", "up"), [(".stl", "y"), (".obj", "z"), (".ply", "-y"), (".obj", "x"), (".stl", "-x")]
)
def test_a_file_that_would_lie_down_stands_when_its_up_axis_is_said(tmp_path: Path, suffix: str, up: str) -> None:
    _two_pieces()
    path = tmp_path / f"vase{suffix}"
    write = {".obj": bpy.ops.wm.obj_export, ".ply": bpy.ops.wm.ply_export, ".stl": bpy.ops.wm.stl_export}[suffix]
    forward = "NEGATIVE_Z" if "y" in up else "Y"
    write(filepath=str(path), up_axis=up.upper().replace("-", "NEGATIVE_"), forward_axis=forward)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    assert np.ptp(_world(read_object(path))[:, 2]) < 3.0  # as Blender imports it, it lies
    bpy.ops.wm.read_factory_settings(use_empty=True)
    standing = _world(read_object(path, up=up))
    assert (standing[:, 2].min(), standing[:, 2].max()) == pytest.approx((0.0, 3.5), abs=1e-5)
    top = standing[standing[:, 2] > 2.4]
    assert np.ptp(top[:, 0]) == pytest.approx(1.0, abs=1e-5)  # the small cube is above


def test_up_is_refused_where_the_file_says_it_itself(tmp_path: Path) -> None:
    _two_pieces()
    path = tmp_path / "vase.glb"
    _write(path)
    with pytest.raises(InputFileError, match=r'OBJ, PLY or STL file points up; "vase\.glb" says it itself'):
        read_object(path, up="z")


@pytest.mark.parametrize("axis", ["X", "Y"])
def test_a_rotation_that_is_applied_or_not_gives_the_same_pictures(axis: str) -> None:
    """What is seen decides what is found: the views of the object are the same to the pixel."""
    import torch

    from styleglip_addon.engine import StylizeSettings
    from styleglip_addon.engine.localization.on_surface import locating_cameras
    from styleglip_addon.engine.surface.prepared import prepare_surface

    def pixels(obj: Any) -> torch.Tensor:
        surface = prepare_surface(export_object(obj).mesh, 100, "cpu")
        count = len(obj.data.vertices)
        return locating_cameras(surface, StylizeSettings()).project_to_pixels(surface.vertices[:count], (224, 224))

    obj = add_prism("Vase")
    obj.scale = (1.0, 0.6, 1.7)
    obj.rotation_euler["XYZ".index(axis)] = np.pi / 2
    bpy.context.view_layer.update()
    lying = pixels(obj)
    with bpy.context.temp_override(object=obj, active_object=obj, selected_editable_objects=[obj]):
        bpy.ops.object.transform_apply(location=False, rotation=True, scale=True)
    bpy.context.view_layer.update()
    assert pixels(obj) == pytest.approx(lying, abs=0.02)


@pytest.mark.parametrize("suffix", [".obj", ".glb"])
def test_the_joined_object_keeps_the_pieces_materials(tmp_path: Path, suffix: str) -> None:
    _two_pieces()
    path = tmp_path / f"vase{suffix}"
    _write(path)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    obj = read_object(path)
    assert sorted(slot.material.name for slot in obj.material_slots) == ["Foot", "Head"]
    colors = export_object(obj).mesh.colors
    assert colors is not None
    top = _world(obj)[:, 2] > 2.4
    assert colors[top] == pytest.approx(np.tile([0.0, 0.0, 1.0], (int(top.sum()), 1)), abs=1e-3)
    assert colors[~top] == pytest.approx(np.tile([1.0, 0.0, 0.0], (int((~top).sum()), 1)), abs=1e-3)


def test_one_object_of_a_file_can_be_chosen(tmp_path: Path) -> None:
    _two_pieces()
    path = tmp_path / "vase.obj"
    _write(path)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    assert len(read_object(path, "Head").data.vertices) == 8
    assert bpy.context.view_layer.objects.active.name == "Head"
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with pytest.raises(ObjectError, match=r'no object "Neck"\. The mesh objects are: "Foot", "Head"'):
        read_object(path, "Neck")


def test_pieces_that_share_a_mesh_are_joined_too(tmp_path: Path) -> None:
    obj = add_object("Left")
    twin = bpy.data.objects.new("Right", obj.data)
    twin.location.x = 5.0
    bpy.context.scene.collection.objects.link(twin)
    path = tmp_path / "pair.glb"
    _write(path)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    joined = read_object(path)
    assert np.ptp(_world(joined)[:, 0]) == pytest.approx(7.0, abs=1e-5)
    export_object(joined)


def test_a_blend_file_stays_as_the_artist_arranged_it(tmp_path: Path) -> None:
    _two_pieces()
    path = tmp_path / "scene.blend"
    bpy.context.view_layer.objects.active = bpy.data.objects["Foot"]
    _write(path)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    assert read_object(path).name == "Foot"
    assert sorted(o.name for o in bpy.data.objects) == ["Foot", "Head"]
    assert read_object(path, "Head").name == "Head"


def test_several_meshes_without_an_active_one_are_listed() -> None:
    _two_pieces()
    bpy.context.view_layer.objects.active = None
    with pytest.raises(ObjectError, match=r'2 mesh objects and none is active.*--object: "Foot", "Head"'):
        scene_object()
    bpy.data.objects.remove(bpy.data.objects["Head"])
    assert scene_object().name == "Foot"
    bpy.data.objects.remove(bpy.data.objects["Foot"])
    with pytest.raises(ObjectError, match="There is no mesh object in the scene"):
        scene_object()


def test_input_files_that_cannot_be_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r'absent\.obj" does not exist'):
        read_object(tmp_path / "absent.obj")
    with pytest.raises(InputFileError, match=r'picture\.png" is of an unknown kind \("\.png"\)'):
        read_object(tmp_path / "picture.png")
    with pytest.raises(InputFileError, match=r'scene\.usda" is of an unknown kind \("\.usda"\)'):
        read_object(tmp_path / "scene.usda")  # it could name any other file
    (tmp_path / "folder.obj").mkdir()
    with pytest.raises(InputFileError, match=r'folder\.obj" cannot be read'):
        read_object(tmp_path / "folder.obj")
    (tmp_path / "empty.ply").touch()
    with pytest.raises(InputFileError, match=r'empty\.ply" is empty'):
        read_object(tmp_path / "empty.ply")


@pytest.mark.parametrize("suffix", [".blend", ".obj", ".ply", ".stl", ".glb", ".gltf"])
@pytest.mark.parametrize("content", [b"this is no mesh\n", bytes(range(256)) * 8])
def test_damaged_files_of_every_kind_are_named(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=rf"damaged\{suffix}"):
        read_object(path)


def test_a_file_without_faces_is_named(tmp_path: Path) -> None:
    path = tmp_path / "points.obj"
    path.write_text("o Points\nv 0 0 0\nv 1 0 0\nl 1 2\n")
    with pytest.raises(InputFileError, match=r'meshes in ".*points\.obj" have no faces'):
        read_object(path)


def test_the_lamp_of_eleven_pieces_is_one_object_standing_upright(shared_meshes: Path) -> None:
    obj = read_object(shared_meshes / "lamp" / "lamp.obj")
    assert len(obj.data.vertices) == 4920
    exported = export_object(obj)
    assert exported.mesh.up == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)
    extent = np.ptp(exported.mesh.vertices, axis=0)
    assert extent.argmax() == 1  # a lamp is taller than wide: along the file's y
    assert exported.mesh.colors is not None
    assert len(np.unique(exported.mesh.colors.round(2), axis=0)) > 10  # wood and stone textures were sampled


def test_saving_replaces_a_file_only_when_it_is_complete(tmp_path: Path) -> None:
    add_object()
    path = tmp_path / "out.blend"
    save_blend(path)
    first = path.read_bytes()
    add_prism()
    save_blend(path)
    assert path.read_bytes() != first
    assert [p.name for p in tmp_path.iterdir()] == ["out.blend"]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    assert read_object(path, "Prism").name == "Prism"


def test_a_file_that_blender_cut_short_is_not_taken_for_a_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_object()
    path = tmp_path / "out.blend"
    save_blend(path)
    before = path.read_bytes()
    real_fsync = os.fsync

    def cut_then_sync(descriptor: int) -> None:  # what is left of the file on a disk that is full
        (cut,) = tmp_path.glob(".out.*.blend")
        os.truncate(cut, cut.stat().st_size // 2)
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", cut_then_sync)
    with pytest.raises(OutputFileError, match=r'out\.blend" could not be saved: No space left'):
        save_blend(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["out.blend"]


def test_output_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFileError, match=r'out\.blend" cannot be written: .*Choose another place'):
        check_output_file(tmp_path / "file" / "out.blend")
    (tmp_path / "folder.blend").mkdir()
    with pytest.raises(OutputFileError, match=r'folder\.blend" cannot be written'):
        check_output_file(tmp_path / "folder.blend")
    with pytest.raises(OutputFileError, match=r'folder\.blend" could not be saved'):
        save_blend(tmp_path / "folder.blend")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.blend"]
    check_output_file(tmp_path / "new" / "deep" / "out.blend")
    assert list((tmp_path / "new" / "deep").iterdir()) == []
