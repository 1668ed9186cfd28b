"""No file that a call reads is overwritten by one that it writes, whatever the two are called."""

from __future__ import annotations

import os
from pathlib import Path

import bpy
import pytest

from styleglip_addon.batch import ExitCode, main

from .sample_objects import add_object, add_prism
from .test_batch import vase

__all__ = ["vase"]  # the fixture


def _refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    return main(arguments), " ".join(capsys.readouterr().err.split())


@pytest.fixture
def folder(vase: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file of each kind that a call reads, which is the working folder."""
    folder = vase.parent
    monkeypatch.chdir(folder)
    for name in ("settings.json", "old.json", "old.safetensors", "glip.pth", "clip.bin", "photo.txt"):
        (folder / name).write_text("{}", encoding="utf-8")
    (folder / "model").mkdir()
    (folder / "model" / "config.json").write_text("{}", encoding="utf-8")
    os.link(folder / "vase.obj", folder / "hard.json")
    (folder / "link").symlink_to(folder, target_is_directory=True)
    return folder


_PLAIN = ["--input", "vase.obj", "--prompt", "gold base", "--output", "out.blend"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([*_PLAIN, "--report", "hard.json"], "--report and --input"),
        (["--input", "vase.obj", "--prompt", "gold base", "--output", "vase.obj"], "--output and --input"),
        ([*_PLAIN, "--report", "link/VASE.obj"], "--report and --input"),
        ([*_PLAIN, "--report", "Settings.json", "--settings", "settings.json"], "--report and --settings"),
        ([*_PLAIN, "--report", "glip.pth", "--glip", "glip.pth"], "--report and --glip"),
        ([*_PLAIN, "--report", "./clip.bin", "--clip", "clip.bin"], "--report and --clip"),
        ([*_PLAIN, "--report", "model/config.json", "--model", "model"], "--report and --model"),
        ([*_PLAIN, "--report", "out-variations.json", "--variations", "2"], "--report and the sheet of --variations"),
        ([*_PLAIN, "--report", "old.png"], "--report is a JSON file"),
        ([*_PLAIN, "--report", "vase.mtl"], "--report is a JSON file"),
        ([*_PLAIN, "--bake", "64", "--bake-folder", "out.blend"], "--output and --bake-folder"),
        (
            ["--input", "vase.obj", "--prompt", '"@photo.txt" base', "--output", "o.blend", "--report", "photo.txt"],
            '--report and the picture "photo.txt"',
        ),
        (["--from-report", "old.json", "--output", "o.blend", "--report", "OLD.json"], "--report and --from-report"),
        (
            ["--from-state", "old.safetensors", "--output", "o.blend", "--report", "old.safetensors"],
            "--report and --from-state",
        ),
        (["--input", "vase.obj", "--find-parts", "base", "--picture", "hard.json"], "--picture must end in .png"),
        (
            ["--input", "vase.obj", "--find-parts", "base", "--output", "o.blend", "--report", "o-parts.png"],
            "--report and --picture",
        ),
    ],
)
def test_every_pair_of_paths_is_compared(
    arguments: list[str], sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, told = _refused(arguments, capsys)
    assert code == ExitCode.USAGE
    assert sentence in told
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_open_file_is_not_overwritten_by_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_prism("Urn")
    scene = tmp_path / "scene.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(scene))
    code, told = _refused(
        ["--prompt", "gold base", "--output", str(tmp_path / "out.blend"), "--report", str(scene)], capsys
    )
    assert code == ExitCode.USAGE
    assert "--report and the open file are the same file" in told


def test_files_that_the_scene_uses_are_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library, scene = tmp_path / "library.blend", tmp_path / "scene.blend"
    bpy.data.libraries.write(str(library), {bpy.data.collections.new("Linked")})
    with bpy.data.libraries.load(str(library), link=True) as (_, wanted):
        wanted.collections = ["Linked"]
    add_object("urn")
    bpy.context.scene.collection.children.link(wanted.collections[0])
    picture = tmp_path / "urn color.png"
    image = bpy.data.images.new("made", 4, 4)
    image.filepath_raw, image.file_format = str(picture), "PNG"
    image.save()
    image.use_fake_user = True
    bpy.ops.wm.save_as_mainfile(filepath=str(scene))
    before = library.read_bytes(), picture.read_bytes()
    common = ["--input", str(scene), "--prompt", "gold base"]
    code, told = _refused([*common, "--output", str(library)], capsys)
    assert (code, "library.blend" in told) == (ExitCode.OUTPUT, True)
    bake = ["--bake", "64", "--bake-folder", str(tmp_path), "--bake-overwrite"]
    code, told = _refused([*common, "--output", str(tmp_path / "out.blend"), *bake], capsys)
    assert (code, "urn color.png" in told) == (ExitCode.OUTPUT, True)
    assert (library.read_bytes(), picture.read_bytes()) == before


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        (["--variations", "2", "--settings", '{"start": "grey"}'], ExitCode.USAGE, "starts from grey"),
        (["--variations", "2"], ExitCode.OUTPUT, "out-variations.png"),
        (["--report", "run.json"], ExitCode.OUTPUT, "run-detections"),
    ],
)
def test_what_cannot_be_made_besides_is_told_before_the_run(
    more: list[str], code: ExitCode, sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out-variations.png").mkdir()
    (folder / "run-detections").write_text("mine", encoding="utf-8")
    got, told = _refused([*_PLAIN, *more], capsys)
    assert got == code
    assert sentence in told
    assert "locating" not in told
    assert not (folder / "out.blend").exists()
