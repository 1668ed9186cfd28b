"""What a mesh file names is read only in its own folder, however it is spelled; what is announced is measured."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.joining import MOST_FACES, join_objects
from styleglip_addon.blender.files.named_files import file_within
from styleglip_addon.blender.files.scene_files import InputFileError, read_object
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.picture_headers import announced_size, is_too_large
from styleglip_addon.blender.reading.validation import ObjectError
from tests.faults.gltf_files import BUFFER, cube, embedded_uri
from tests.faults.picture_files import png_bytes
from tests.faults.plain_files import obj_text

ABOVE = ("../{}", "x/../../{}", "up/{}", "..\\{}", "{around}/{}", "/{around}/{}", "link.{suffix}", "./up/../../{}")
"""Ways to a file in the folder above."""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """An empty folder; in the one around it lie secret files, and links in it lead there."""
    folder = tmp_path / "here"
    folder.mkdir()
    for suffix, content in (("bin", BUFFER), ("png", png_bytes(8, 8)), ("mtl", b"newmtl Secret\nKd 1 0 0\n")):
        (tmp_path / f"secret.{suffix}").write_bytes(content)
        (folder / f"link.{suffix}").symlink_to(tmp_path / f"secret.{suffix}")
    (folder / "up").symlink_to("..")
    (folder / "fine.png").write_bytes(png_bytes(4, 4))
    return folder


def _spelled(way: str, name: str, folder: Path) -> str:
    return way.format(name, around=folder.parent.as_posix(), suffix=name.rpartition(".")[2])


def _opened(path: Path) -> tuple[Any, list[str]]:
    notes: list[str] = []
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return read_object(path, on_note=notes.append), notes


def _gltf(folder: Path, buffer: str, *pictures: str) -> Path:
    document = cube()
    document["buffers"][0]["uri"] = buffer
    document["images"] = [{"uri": uri} for uri in pictures]
    document["textures"] = [{"source": number} for number in range(len(pictures))]
    kinds = ("baseColorTexture", "metallicRoughnessTexture")
    textures = {kind: {"index": number} for number, kind in enumerate(kinds[: len(pictures)])}
    document["materials"] = [{"name": "Gold", "pbrMetallicRoughness": textures}]
    document["meshes"][0]["primitives"][0]["material"] = 0
    path = folder / "mesh.gltf"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _read_files() -> list[str]:
    """The files that pictures of the open scene come from."""
    return sorted(Path(image.filepath).resolve().name for image in bpy.data.images if image.source == "FILE")


def _left_out(notes: list[str]) -> list[str]:
    """The names of what one sentence says is left out, without their folders."""
    assert len(notes) == 1
    assert "is left out. Copy it into the folder" in notes[0]
    named = notes[0].partition(" names ")[2].partition(", which")[0]
    return [name.strip('"').replace("\\", "/").rpartition("/")[2] for name in named.split(", ")]


@pytest.mark.parametrize("way", [*ABOVE, "%2e%2e/{}", "data:,/../../{}"])
def test_a_gltf_buffer_is_not_read_outside_of_its_folder(here: Path, way: str) -> None:
    with pytest.raises(InputFileError, match=r"outside of its folder, which is not read\. Copy it"):
        read_object(_gltf(here, _spelled(way, "secret.bin", here)))


@pytest.mark.parametrize("way", [*ABOVE, "%2e%2e/{}"])
def test_a_gltf_picture_is_not_read_outside_of_its_folder(here: Path, way: str) -> None:
    uri = _spelled(way, "secret.png", here)
    obj, notes = _opened(_gltf(here, embedded_uri(), uri, "fine.png"))
    assert _read_files() == ["fine.png"]
    assert len(obj.data.polygons) == 12
    assert len(_left_out(notes)) == 1


def test_a_gltf_picture_that_was_copied_into_the_folder_is_taken(here: Path) -> None:
    (here / "secret.png").write_bytes(png_bytes(4, 4))
    (here / "data.bin").write_bytes(BUFFER)
    _, notes = _opened(_gltf(here, "data.bin", "../secret.png"))
    image = bpy.data.images["secret.png"]
    assert tuple(image.size) == (4, 4)
    assert Path(image.filepath).parent.samefile(here)
    assert not notes


_LINES = (*(("mtllib {}", way) for way in ABOVE), ("mtllib \\\n{}", "../{}"), (" mtllib\v{}", "../{}"))


@pytest.mark.parametrize(("line", "way"), _LINES)
def test_a_material_library_is_not_read_outside_of_its_folder(here: Path, line: str, way: str) -> None:
    text = line.format(_spelled(way, "secret.mtl", here)) + "\nusemtl Secret\n" + obj_text()
    (here / "mesh.obj").write_text(text, encoding="utf-8")
    obj, notes = _opened(here / "mesh.obj")
    assert _base_color(obj) != pytest.approx((1.0, 0.0, 0.0))
    assert _left_out(notes) == ["link.mtl" if "link" in way else "secret.mtl"]


def test_a_library_that_is_called_like_the_obj_file_may_not_lead_out_either(here: Path) -> None:
    (here / "mesh.obj").write_text("usemtl Secret\n" + obj_text(), encoding="utf-8")
    (here / "mesh.mtl").write_text("newmtl Secret\nKd 1 0 0\n", encoding="utf-8")
    assert _base_color(_opened(here / "mesh.obj")[0]) == pytest.approx((1.0, 0.0, 0.0))
    (here / "mesh.mtl").unlink()
    (here / "mesh.mtl").symlink_to(here.parent / "secret.mtl")
    obj, notes = _opened(here / "mesh.obj")
    assert _base_color(obj) != pytest.approx((1.0, 0.0, 0.0))
    assert _left_out(notes) == ["mesh.mtl"]


_OPTIONS = ("-s 1 1 1 ", "-bm 0.5 ", "-unknown word ", "-clamp on -o 0 0 ")


@pytest.mark.parametrize(("option", "way"), [*(("", way) for way in ABOVE), *((one, "../{}") for one in _OPTIONS)])
def test_a_picture_of_a_library_is_not_read_outside_of_the_folder(here: Path, way: str, option: str) -> None:
    picture = _spelled(way, "secret.png", here)
    library = f"newmtl Gold\nmap_Kd {option}{picture}\nmap_Ks fine.png\nmap_Bump \\\n{picture}\n"
    (here / "gold.mtl").write_text(library, encoding="utf-8")
    (here / "mesh.obj").write_text("mtllib gold.mtl\nusemtl Gold\n" + obj_text(), encoding="utf-8")
    _, notes = _opened(here / "mesh.obj")
    assert _read_files() == ["fine.png"]
    assert len(_left_out(notes)) >= 1


def test_libraries_and_pictures_below_the_folder_are_read_from_where_the_file_really_is(here: Path) -> None:
    (here / "looks").mkdir()
    (here / "looks" / "gold.mtl").write_text("newmtl Gold\nmap_Kd ../fine.png\nmap_Bump -bm 1 ../fine.png\n")
    (here / "mesh.obj").write_text("mtllib looks\\gold.mtl\nusemtl Gold\n" + obj_text(), encoding="utf-8")
    elsewhere = here.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "linked.obj").symlink_to(here / "mesh.obj")
    for path in (here / "mesh.obj", elsewhere / "linked.obj"):
        _, notes = _opened(path)
        assert _read_files() == ["fine.png"]
        assert not notes


def test_what_is_no_file_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "pipe.png")
    (here / "mesh.obj").write_text("mtllib pipe.png\n" + obj_text(), encoding="utf-8")
    assert "pipe.png" in _opened(here / "mesh.obj")[1][0]
    assert "pipe.png" in _opened(_gltf(here, embedded_uri(), "pipe.png"))[1][0]
    assert file_within(here, "") is None
    assert file_within(here, "absent") == here.resolve() / "absent"
    assert file_within(here, "//computer/share/x") is None
    assert file_within(here, "a\x00b") is None


def test_pictures_are_measured_before_blender_makes_room_for_them(tmp_path: Path) -> None:
    for kind in ("PNG", "JPEG", "TIFF", "TARGA", "BMP", "OPEN_EXR", "HDR"):
        image = bpy.data.images.new(kind, 24, 12, float_buffer=kind in ("OPEN_EXR", "HDR"))
        image.filepath_raw, image.file_format = str(tmp_path / f"picture.{kind}"), kind
        image.save()
        with (tmp_path / f"picture.{kind}").open("rb") as file:
            assert sorted(announced_size(file) or ()) == [12, 24], kind
    large = bpy.data.images.new("large", 8, 8)
    content = png_bytes(20_000, 20_000, depth=1)
    large.pack(data=content, data_len=len(content))
    large.source = "FILE"
    assert is_too_large(large)
    assert not is_too_large(image)
    mesh = bpy.data.meshes.new("Vase")
    mesh.from_pydata([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [], [(0, 1, 2)])
    mesh.uv_layers.new()
    material = bpy.data.materials.new("Gold")
    material.use_nodes = True
    node = material.node_tree.nodes.new("ShaderNodeTexImage")
    node.image = large
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    material.node_tree.links.new(node.outputs["Color"], surface.inputs["Base Color"])
    mesh.materials.append(material)
    obj = bpy.data.objects.new("Vase", mesh)
    bpy.context.scene.collection.objects.link(obj)
    exported = export_object(obj)
    assert any('"large" announces more than' in note for note in exported.notes)
    assert not large.has_data
    assert exported.mesh.colors is not None


def test_pieces_that_would_be_too_large_together_are_refused() -> None:
    side = 500
    corners = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    first = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    faces = np.stack([first, first + 1, first + side + 1, first + side], axis=1)
    mesh = bpy.data.meshes.new("Tile")
    mesh.from_pydata(np.pad(corners, ((0, 0), (0, 1))).tolist(), [], faces.tolist())
    pieces = [bpy.data.objects.new(f"Tile {number}", mesh) for number in range(MOST_FACES // len(faces) + 1)]
    with pytest.raises(ObjectError, match=r"faces together.*--object \"Tile 0\""):
        join_objects(pieces)


def _base_color(obj: Any) -> tuple[float, ...]:
    material = obj.material_slots[0].material
    return tuple(next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED").inputs[0].default_value[:3])
