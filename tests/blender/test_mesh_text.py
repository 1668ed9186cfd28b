"""Mesh files with names in any encoding, and far from the origin, come in as they are meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.scene_files import InputFileError, read_object
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.engine import Mesh

FACES = ((0, 1, 2), (0, 3, 1), (0, 2, 3), (1, 3, 2))
POINTS = np.array([(0.0, 0.0, 0.0), (0.6, 0.0, 0.0), (0.0, 0.35, 0.0), (0.0, 0.0, 0.275)])
FAR_AWAY = np.array([500_000.0, 120.0, -5_400_000.0])


def _obj(points: Any, name: str = "Seat") -> str:
    corners = "".join("f " + " ".join(str(corner + 1) for corner in face) + "\n" for face in FACES)
    rows = "".join(f"v {x:.4f} {y:.4f} {z:.4f}\n" for x, y, z in points)
    return f"mtllib {name}.mtl\no {name}\n{rows}g {name} group\nusemtl {name}\n{corners}"


def _stl(points: Any) -> str:
    facets = ""
    for face in FACES:
        corners = "".join("vertex {:.4f} {:.4f} {:.4f}\n".format(*points[corner]) for corner in face)
        facets += f"facet normal 0 0 1\nouter loop\n{corners}endloop\nendfacet\n"
    return f"solid far\n{facets}endsolid far\n"


def _ply(points: Any, form: str) -> bytes:
    kind = "double" if form != "ascii" else "float"
    header = f"ply\nformat {form} 1.0\nelement vertex {len(points)}\n"
    header += "".join(f"property {kind} {name}\n" for name in "xyz")
    header += f"element face {len(FACES)}\nproperty list uchar int vertex_indices\nend_header\n"
    if form == "ascii":
        rows = "".join("{:.4f} {:.4f} {:.4f}\n".format(*point) for point in points)
        return (header + rows + "".join("3 {} {} {}\n".format(*face) for face in FACES)).encode()
    order = "<" if "little" in form else ">"
    corners = b"".join(b"\x03" + np.array(face, order + "i4").tobytes() for face in FACES)
    return header.encode() + np.asarray(points, order + "f8").tobytes() + corners


def _content(suffix: str, points: Any) -> bytes:
    if suffix == ".obj":
        return _obj(points).encode()
    if suffix == ".stl":
        return _stl(points).encode()
    return _ply(points, {".a.ply": "ascii", ".l.ply": "binary_little_endian", ".b.ply": "binary_big_endian"}[suffix])


@pytest.mark.parametrize("distance", [1.0, 10.0])
@pytest.mark.parametrize("suffix", [".obj", ".stl", ".a.ply", ".l.ply", ".b.ply"])
def test_a_shape_far_from_the_origin_is_the_shape_at_the_origin(tmp_path: Path, suffix: str, distance: float) -> None:
    path = tmp_path / f"far{suffix}"
    path.write_bytes(_content(suffix, POINTS + distance * FAR_AWAY))
    obj = read_object(path)
    seen = export_object(obj).mesh.vertices.astype(np.float64)
    sides = np.sort(np.linalg.norm(seen[:, None] - seen[None], axis=2).ravel())
    wanted = np.sort(np.linalg.norm(POINTS[:, None] - POINTS[None], axis=2).ravel())
    assert sides == pytest.approx(wanted, abs=2e-4)
    bpy.context.view_layer.update()
    place = np.array(obj.matrix_world @ obj.data.vertices[0].co)
    turned = FAR_AWAY[[0, 2, 1]] * (1.0, -1.0, 1.0) if suffix == ".obj" else FAR_AWAY
    assert place == pytest.approx(distance * turned, abs=8.0)


@pytest.mark.parametrize("suffix", [".obj", ".stl", ".a.ply", ".l.ply"])
def test_a_shape_at_the_origin_is_imported_from_its_own_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"near{suffix}"
    path.write_bytes(_content(suffix, POINTS + 3.0))
    obj = read_object(path)
    assert tuple(obj.location) == (0.0, 0.0, 0.0)
    assert np.sort(np.array([v.co for v in obj.data.vertices]).min(axis=0)) == pytest.approx((3.0, 3.0, 3.0), abs=1e-4)


def test_the_engine_takes_the_middle_before_it_rounds() -> None:
    mesh = Mesh(POINTS + 10.0 * FAR_AWAY, np.array(FACES))
    sides = np.ptp(mesh.vertices, axis=0)
    assert sides == pytest.approx(np.ptp(POINTS, axis=0), abs=1e-6)
    near = (POINTS + 3.0).astype(np.float32)
    assert np.array_equal(Mesh(near, np.array(FACES)).vertices, near)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-8"])
def test_names_in_any_encoding_arrive_and_can_be_read(tmp_path: Path, encoding: str) -> None:
    name = "Möbel"
    (tmp_path / "chair.obj").write_bytes(_obj(POINTS, name).encode(encoding))
    picture = tmp_path / "Füße.png"
    image = bpy.data.images.new("made", 4, 4)
    image.filepath_raw, image.file_format = str(picture), "PNG"
    image.save()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    library = f"newmtl {name}\nKd 0.5 0.1 0.1\nmap_Kd {picture.name}\n"
    (tmp_path / f"{name}.mtl").write_bytes(library.encode(encoding))
    obj = read_object(tmp_path / "chair.obj")
    assert [slot.name for slot in obj.material_slots] == [name]
    assert [Path(image.filepath).name for image in bpy.data.images if image.source == "FILE"] == [picture.name]
    assert any(name in region.name for region in export_object(obj).mesh.regions)


def test_a_file_whose_own_name_is_no_unicode_is_told(tmp_path: Path) -> None:
    import os

    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.obj"))
    try:
        path.write_text(_obj(POINTS))
    except OSError:
        pytest.skip("this file system takes Unicode alone")
    with pytest.raises(InputFileError, match="Rename the file"):
        read_object(path)
