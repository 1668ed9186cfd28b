"""Textures and dense copies from the headless command."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
import pytest

from styleglip_addon.batch import ExitCode, main
from tests.untrained_model import write_untrained_model

from .sample_objects import add_object
from .test_batch import DONE, QUICK, vase

GREY = json.dumps(json.loads(QUICK) | {"start": "grey", "textures": {}})
"""Colours and relief only, and textures as they are by default."""

__all__ = ["vase"]  # the fixture


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


def run(vase: Path, model: Path, *further: str, settings: str = GREY) -> tuple[int, Path]:
    output = vase.parent / "out.blend"
    arguments = ["--input", vase, "--prompt", "gold base, red lid", "--output", output, "--model", model]
    arguments += ["--report", vase.parent / "report.json", "--settings", settings]
    return main([*map(str, arguments), *further]), output


def test_textures_and_a_dense_copy_are_saved_with_the_result(vase: Path, model: Path) -> None:
    code, output = run(vase, model, "--bake", "64", "--dense-copy")
    assert code in DONE
    report = json.loads((vase.parent / "report.json").read_text(encoding="utf-8"))
    assert report["dense_copy"] == "vase StyleGLIP dense"
    assert report["textures"] == ["vase color", "vase displacement", "vase normal"]
    bpy.ops.wm.open_mainfile(filepath=str(output))
    obj, copy = bpy.data.objects["vase"], bpy.data.objects["vase StyleGLIP dense"]
    assert bpy.context.view_layer.objects.active == obj
    assert len(copy.data.vertices) > 10 * len(obj.data.vertices)
    for name in report["textures"]:
        image = bpy.data.images[name]
        assert image.packed_file is not None
        assert tuple(image.size) == (64, 64)
    assert any(m is not None and m.name == "StyleGLIP (baked): vase" for m in obj.data.materials)


def test_texture_files_are_checked_before_the_run_and_kept(
    vase: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = vase.parent / "textures"
    folder.mkdir()
    (folder / "vase color.png").write_bytes(b"mine")
    code, output = run(vase, model, "--bake", "64", "--bake-folder", str(folder))
    assert code == ExitCode.OUTPUT
    assert "vase color.png" in capsys.readouterr().err
    assert not output.exists()
    code, output = run(vase, model, "--bake", "64", "--bake-folder", str(folder), "--bake-overwrite")
    assert code in DONE
    assert {path.name for path in folder.iterdir()} == {
        "vase color.png",
        "vase displacement.exr",
        "vase normal.png",
    }
    assert (folder / "vase color.png").read_bytes()[:4] == b"\x89PNG"


def test_a_size_no_texture_can_have_is_told_before_the_run(
    vase: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = run(vase, model, "--bake", "3")
    assert code == ExitCode.USAGE
    assert "size of a texture" in capsys.readouterr().err
    assert not output.exists()


FINE = "styleglip_addon.blender.textures.automatic.finest_detail"


def test_a_style_finer_than_the_vertices_is_baked_in_the_same_run(
    vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FINE, lambda parts: 0.05)
    code, output = run(vase, model)
    assert code in DONE
    report = json.loads((vase.parent / "report.json").read_text(encoding="utf-8"))
    assert report["textures"] == ["vase color", "vase normal"]
    assert report["settings"]["textures"] == {"mode": "auto", "size": 0}
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert tuple(bpy.data.images["vase color"].size) == (512, 512)
    assert any(m is not None and "(baked)" in m.name for m in bpy.data.objects["vase"].data.materials)


def test_what_a_material_consists_of_is_baked_where_the_vertices_cannot_carry_it(vase: Path, model: Path) -> None:
    settings = json.dumps(json.loads(QUICK) | {"textures": {"size": 64}})
    code, output = run(vase, model, settings=settings)
    assert code in DONE
    report = json.loads((vase.parent / "report.json").read_text(encoding="utf-8"))
    assert {"vase color", "vase roughness"} <= set(report["textures"])
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert tuple(bpy.data.images["vase roughness"].size) == (64, 64)


@pytest.mark.parametrize(
    ("further", "textures"),
    [((), None), (("--textures", "off"), None), (("--textures", "64"), ["vase color", "vase normal"])],
)
def test_a_switch_turns_textures_off_or_on_whatever_the_style(
    further: tuple[str, ...], textures: list[str] | None, vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FINE, lambda parts: 0.05 if "off" in further else None)
    code, _ = run(vase, model, *further)
    assert code in DONE
    assert json.loads((vase.parent / "report.json").read_text(encoding="utf-8")).get("textures") == textures


def test_the_result_is_saved_before_its_textures_are_made(
    vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("styleglip_addon.blender.textures.further_output.bake_object", fail)
    code, output = run(vase, model, "--textures", "64")
    assert code == ExitCode.INCOMPLETE
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert "StyleGLIP Color" in bpy.data.objects["vase"].data.attributes


@pytest.mark.parametrize("further", [("--textures", "some"), ("--textures", "5"), ("--textures", "64", "--bake", "64")])
def test_what_cannot_be_meant_is_told(further: tuple[str, ...], vase: Path, model: Path) -> None:
    assert run(vase, model, *further)[0] == ExitCode.USAGE


@pytest.mark.parametrize("more", [("--bake", "64"), ("--textures", "64")])
def test_a_mesh_without_room_for_a_uv_map_is_told_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    obj = add_object("Crate")
    for number in range(8):
        obj.data.uv_layers.new(name=f"Map {number}")  # all faces over each other
    path = tmp_path / "crate.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    output = tmp_path / "out.blend"
    code = main(["--input", str(path), "--prompt", "gold base", "--output", str(output), *more])
    told = capsys.readouterr().err
    assert code == ExitCode.MESH
    assert '"Crate" has 8 UV maps, the most Blender allows' in told
    assert "locating" not in told
    assert not output.exists()
