"""Blender files as labelled meshes for the fine-tuning: objects, materials and vertex groups name the parts."""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
import pytest

from tools.finetune_glip.blend_files import LabelSource, read_blend_files
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.subjects import Subject, read_subjects
from tools.labelled_meshes import IGNORED


def add_square(
    name: str, x: float, material: str = "", color: tuple[float, float, float] = (1, 1, 1)
) -> bpy.types.Object:
    """A unit square in the XZ plane whose left side is at `x`, put there by its object."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)], [], [(0, 1, 2, 3)])
    obj = bpy.data.objects.new(name, mesh)
    obj.location = (x, 0, 0)
    bpy.context.scene.collection.objects.link(obj)
    if material:
        made = bpy.data.materials.new(material)
        made.use_nodes = True
        made.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (*color, 1)
        mesh.materials.append(made)
    return obj


def save_and_read(folder: Path, source: LabelSource) -> Subject:
    bpy.ops.wm.save_as_mainfile(filepath=str(folder / "thing.blend"))
    subjects = read_subjects(folder, source, {})
    assert [s.name for s in subjects] == ["thing.blend"]
    return subjects[0]


def left_sides(subject: Subject, part: str) -> list[float]:
    """Least x of the faces of a part, each once."""
    mesh = subject.labelled.mesh
    faces = mesh.faces[subject.labelled.face_labels == subject.labelled.parts.index(part)]
    return sorted({float(x) for x in mesh.vertices[faces][..., 0].min(axis=1)})


def test_objects_are_parts_and_copies_are_one_part(tmp_path: Path) -> None:
    for name, x in (("Leg", 0), ("Leg.001", 2), ("Seat/Cushion", 4), ("_Floor", 6)):
        add_square(name, x, material=f"of {name}", color=(0.5, 0.25, 0.0))
    bpy.data.objects["Seat/Cushion"].modifiers.new("Copies", "ARRAY").count = 2
    subject = save_and_read(tmp_path, LabelSource.AUTO)
    assert subject.words == (("leg",), ("seat", "cushion"))
    assert left_sides(subject, "leg") == [0.0, 2.0]
    assert left_sides(subject, "seat") == [4.0, 5.0]
    assert int((subject.labelled.face_labels == IGNORED).sum()) == 2
    assert subject.face_colors is not None
    assert np.allclose(subject.face_colors, (0.5, 0.25, 0.0))


def test_materials_are_parts(tmp_path: Path) -> None:
    add_square("Whole", 0, "shade", (1, 0, 0))
    add_square("Rest", 3, "Base.002")
    add_square("Bare", 6)
    subject = save_and_read(tmp_path, LabelSource.MATERIAL)
    assert set(subject.labelled.parts) == {"shade", "base"}
    assert left_sides(subject, "base") == [3.0]
    assert int((subject.labelled.face_labels < 0).sum()) == 2


def test_vertex_groups_are_parts(tmp_path: Path) -> None:
    mesh = bpy.data.meshes.new("one")
    points = [(x, 0, z) for x in range(4) for z in range(2)]
    mesh.from_pydata(points, [], [(2 * i, 2 * i + 2, 2 * i + 3, 2 * i + 1) for i in range(3)])
    obj = bpy.data.objects.new("one", mesh)
    bpy.context.scene.collection.objects.link(obj)
    obj.vertex_groups.new(name="head").add([0, 1, 2, 3], 1.0, "REPLACE")
    obj.vertex_groups.new(name="handle").add([4, 5, 6, 7], 0.9, "REPLACE")
    subject = save_and_read(tmp_path, LabelSource.AUTO)
    assert subject.labelled.parts == ("head", "handle")
    assert left_sides(subject, "head") == [0.0]
    assert left_sides(subject, "handle") == [2.0]
    assert int((subject.labelled.face_labels < 0).sum()) == 2, "the square between is half of each, so of neither"


def test_files_that_cannot_be_learned_from_are_explained(tmp_path: Path) -> None:
    path = tmp_path / "broken.blend"
    path.write_bytes(b"no Blender file")
    with pytest.raises(FinetuningError, match=r'"broken\.blend" cannot be read'):
        list(read_blend_files([path], LabelSource.AUTO))
    path.unlink()
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "empty.blend"))
    with pytest.raises(FinetuningError, match=r"empty\.blend.*no faces"):
        read_subjects(tmp_path, LabelSource.AUTO, {})
    (tmp_path / "empty.blend").unlink()
    add_square("12", 0)
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "unnamed.blend"))
    with pytest.raises(FinetuningError, match="has labelled parts"):
        read_subjects(tmp_path, LabelSource.MATERIAL, {})
