"""The benchmark opens labelled meshes as users do: imported, joined, exported, with their colours."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine import NameKind
from tools.benchmarks.opened_meshes import read_opened_meshes
from tools.labelled_meshes import IGNORED, UNLABELLED, read_labelled_meshes

_OBJ = """mtllib two.mtl
o Lid_top
v 0 2 0
v 1 2 0
v 1 3 0
v 0 3 0
usemtl red
f 1 2 3 4
o Pot
v 0 0 0
v 1 0 0
v 0 1 0
v 0 0 1
usemtl blue
f 5 6 7
usemtl red
f 5 6 8
o Hidden
usemtl blue
f 5 7 8
"""
_MTL = "newmtl red\nKd 1 0 0\nnewmtl blue\nKd 0 0 1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "two.obj").write_text(_OBJ)
    (tmp_path / "two.mtl").write_text(_MTL)
    return tmp_path


def _describe(folder: Path, **entry: object) -> None:
    (folder / "parts.json").write_text(json.dumps({"two.obj": {"up": "y", "prompt": "gold lid", **entry}}))


def test_labels_and_colours_go_through_import_and_join(folder: Path) -> None:
    _describe(folder, by="object", parts={"lid": ["Lid"]}, ignored=["Hidden"])
    (opened,) = read_opened_meshes(folder)
    centres = opened.mesh.vertices[opened.mesh.faces].mean(axis=1)
    assert len(centres) == 5  # the square is two triangles
    np.testing.assert_array_equal(opened.face_labels[centres[:, 1] > 1.5], [0, 0])
    assert sorted(opened.face_labels[centres[:, 1] < 1.5]) == [IGNORED, UNLABELLED, UNLABELLED]
    assert opened.mesh.colors is not None
    on_lid = opened.mesh.vertices[:, 1] > 1.5
    np.testing.assert_allclose(opened.mesh.colors[on_lid], [[1, 0, 0]] * 4, atol=1e-3)
    np.testing.assert_allclose(opened.mesh.up, (0, 1, 0), atol=1e-6)  # Blender stands what an OBJ file calls +Y up


def test_names_are_hidden_unless_they_are_wanted(folder: Path) -> None:
    _describe(folder, by="object", parts={"lid": ["Lid"]})
    (hidden,), (shown,) = read_opened_meshes(folder), read_opened_meshes(folder, names=True)
    assert all(region.name.split(".")[0] in ("Object", "Material") for region in hidden.mesh.regions)
    assert sorted(len(region.faces) for region in hidden.mesh.regions if region.kind is NameKind.MATERIAL) == [2, 3]
    (bare,) = read_opened_meshes(folder, borders=False)
    assert bare.mesh.regions == ()
    names = {(region.kind, region.name): len(region.faces) for region in shown.mesh.regions}
    assert names[NameKind.OBJECT, "Lid_top"] == 2
    assert names[NameKind.MATERIAL, "red"] == 3
    np.testing.assert_array_equal(hidden.face_labels, shown.face_labels)


def test_labels_of_materials_and_bare_geometry_agree(folder: Path) -> None:
    _describe(folder, by="material", parts={"lid": ["red"], "pot": ["blue"]})
    (opened,), (bare,) = read_opened_meshes(folder), read_labelled_meshes(folder)
    assert bare.mesh.colors is None
    assert np.bincount(opened.face_labels).tolist() == np.bincount(bare.face_labels).tolist() == [3, 2]


def test_a_name_that_no_object_has_is_told(folder: Path) -> None:
    _describe(folder, by="object", parts={"lid": ["Cover"]})
    with pytest.raises(SystemExit, match='no object of the file starts with "Cover"'):
        list(read_opened_meshes(folder))
