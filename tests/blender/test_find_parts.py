"""The command's --find-parts: vertex groups, a picture and figures, without a style; and what it is refused with."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
import numpy as np
import pytest
from PIL import Image

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.result.vertex_groups import read_group
from styleglip_addon.blender.result.write_back import has_result
from styleglip_addon.engine import PromptError
from styleglip_addon.engine.prompts.part_lists import parse_part_names

from .sample_objects import add_chair, add_prism
from .test_batch import QUICK, model, vase

__all__ = ["model", "vase"]  # the fixtures


def test_groups_picture_and_figures_are_written_and_the_object_keeps_its_look(
    tmp_path: Path, vase: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "found.blend"
    arguments = ["--find-parts", "--input", vase, "--prompt", "gold base, linen lid", "--output", output]
    code = main([*map(str, arguments), "--model", str(model), "--settings", QUICK])
    told = json.loads((tmp_path / "found-parts.json").read_text(encoding="utf-8"))
    found = [part for part in told["parts"] if part["found"]]
    assert found
    assert code == (ExitCode.OK if len(found) == 2 else ExitCode.NOT_FOUND)
    assert [part["name"] for part in told["parts"]] == ["base", "lid"]
    assert all(0.0 < part["share_of_surface"] <= 1.0 and part["pieces"] >= 1 for part in found)
    with Image.open(tmp_path / "found-parts.png") as picture:
        assert picture.format == "PNG"
    said = capsys.readouterr().err
    assert all(f"StyleGLIP: {part['name']}: " in said for part in told["parts"])
    bpy.ops.wm.open_mainfile(filepath=str(output))
    obj = bpy.data.objects["vase"]
    assert not has_result(obj)
    assert obj.data.shape_keys is None
    assert {group.name for group in obj.vertex_groups} == {part["vertex_group"] for part in found}
    for part in found:
        assert read_group(obj, part["vertex_group"]).max() == 1.0


def test_groups_of_an_earlier_search_go_and_the_artists_stay_and_serve_as_masks(tmp_path: Path, model: Path) -> None:
    obj = add_prism("Urn")
    group = obj.vertex_groups.new(name="Lid")
    group.add([v.index for v in obj.data.vertices if v.co.z > 0], 1.0, "REPLACE")
    obj.vertex_groups.new(name="StyleGLIP: handle")
    source, output = tmp_path / "urn.blend", tmp_path / "found.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    arguments = ["--find-parts=lid", "--mask", "lid=vertex_group:Lid", "--input", str(source), "--output", str(output)]
    assert main([*arguments, "--model", str(model), "--settings", QUICK]) == ExitCode.OK
    told = json.loads((tmp_path / "found-parts.json").read_text(encoding="utf-8"))["parts"][0]
    assert (told["evidence"], told["probability"], told["pieces"]) == ("mask", None, 1)
    bpy.ops.wm.open_mainfile(filepath=str(output))
    obj = bpy.data.objects["Urn"]
    assert {group.name for group in obj.vertex_groups} == {"Lid", "StyleGLIP: lid"}
    assert np.array_equal(read_group(obj, "Lid"), read_group(obj, "StyleGLIP: lid"))


def test_files_are_written_where_they_are_named_and_none_without_a_name(
    tmp_path: Path, vase: Path, model: Path
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    arguments = ["--find-parts", "base", "--input", str(vase), "--model", str(model), "--settings", QUICK]
    assert main(arguments) in (ExitCode.OK, ExitCode.NOTHING_FOUND)
    assert {path.name for path in tmp_path.iterdir()} == before
    named = ["--picture", str(tmp_path / "look.png"), "--report", str(tmp_path / "told.json")]
    assert main([*arguments, *named]) in (ExitCode.OK, ExitCode.NOTHING_FOUND)
    assert {path.name for path in tmp_path.iterdir()} - before == {"look.png", "told.json"}


def test_without_names_the_parts_are_those_that_the_object_seems_to_have(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_chair("Object")
    source, report = tmp_path / "thing.blend", tmp_path / "told.json"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    arguments = ["--find-parts", "--input", str(source), "--report", str(report)]
    code = main([*arguments, "--model", str(model), "--settings", QUICK])
    told, said = json.loads(report.read_text(encoding="utf-8")), capsys.readouterr().err
    suggested = [part["name"] for part in told["suggested"]["parts"]]
    assert {"seat", "leg", "back"} <= set(suggested)
    assert told["suggested"]["kind"] in ("chair", "stool")
    placed = [part["name"] for part in told["parts"]]
    assert set(placed) <= set(suggested)
    assert all(part["found"] for part in told["parts"])
    assert code == (ExitCode.OK if placed else ExitCode.NOTHING_FOUND)
    assert f"StyleGLIP: This seems to be a {told['suggested']['kind']} with: " in said
    assert all(f"StyleGLIP: {name}: " in said for name in suggested)


def test_of_one_piece_it_is_said_that_nothing_can_be_told(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_prism("Object")
    source, output = tmp_path / "thing.blend", tmp_path / "found.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    arguments = ["--find-parts", "--input", str(source), "--output", str(output), "--model", str(model)]
    assert main([*arguments, "--settings", QUICK]) == ExitCode.NOTHING_FOUND
    told = json.loads((tmp_path / "found-parts.json").read_text(encoding="utf-8"))
    assert told["parts"] == told["suggested"]["parts"] == []
    assert "one piece" in told["suggested"]["reason"]
    assert told["suggested"]["reason"] in capsys.readouterr().err
    assert output.exists()


def test_masks_need_named_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--find-parts", "--mask", "rim=vertex_group:Rim"]) == ExitCode.USAGE
    assert "name the parts behind --find-parts" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--bake", "512"], ExitCode.USAGE, "--find-parts only looks for parts; leave out --bake"),
        (["--iterations", "3"], ExitCode.USAGE, "leave out --iterations"),
        (["--from-report", "r.json"], ExitCode.USAGE, "leave out --from-report"),
        (["--bake-folder", "x"], ExitCode.USAGE, "leave out --bake-folder"),
        (["--dense-copy"], ExitCode.USAGE, "leave out --dense-copy"),
        (["--prompt", "gold base"], ExitCode.USAGE, "both name the parts"),
        (["--picture", "x.jpg"], ExitCode.USAGE, "--picture must end in .png"),
        (["--output", "x.obj"], ExitCode.USAGE, "--output of --find-parts is a .blend file"),
        (["--picture", "same.png", "--report", "SAME.png"], ExitCode.USAGE, "are the same file"),
        (["--input", "absent.obj"], ExitCode.INPUT_FILE, "absent.obj"),
        (["--mask", "rim=vertex_group:Rim", "--input", "absent.obj"], ExitCode.INPUT_FILE, "absent.obj"),
    ],
)
def test_what_does_not_go_together_is_told_before_any_work(
    arguments: list[str], code: ExitCode, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--find-parts", "base, lid", *arguments]) == code
    assert said in capsys.readouterr().err


def test_lists_of_names_are_read() -> None:
    names = [
        part.name for part in parse_part_names("the seat, back and legs; left and right arm, door handle\n arm/ rest")
    ]
    assert names == ["seat", "back", "legs", "left arm", "right arm", "door handle", "arm", "rest"]
    for text, said in (("  ", "no part"), ("seat, Seat", "twice"), ("x" * 70, "too long")):
        with pytest.raises(PromptError, match=said):
            parse_part_names(text)
