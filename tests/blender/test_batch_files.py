"""The headless command opens what was rescued, and writes the kinds of file that there are."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
import pytest

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.files.outputs import OUTPUT_KINDS, OutputKind, save_output
from styleglip_addon.blender.files.packed_states import has_packed_state, packed_state
from styleglip_addon.blender.files.scene_files import OutputFileError
from styleglip_addon.blender.result.record import read_record

from .sample_objects import add_prism, fingerprint
from .test_batch import DONE, QUICK, model, vase

__all__ = ["model", "vase"]  # the fixtures


def _run_and_rescue(tmp_path: Path, vase: Path, model: Path) -> Path:
    """Opens a .blend that the command line made; a file like the one that keeps a result which cannot be saved."""
    output, rescued = tmp_path / "first.blend", tmp_path / "rescued.safetensors"
    arguments = ["--input", str(vase), "--prompt", "gold base, red lid", "--output", str(output), "--model", str(model)]
    assert main([*arguments, "--settings", QUICK, "--report", str(tmp_path / "first.json")]) in DONE
    bpy.ops.wm.open_mainfile(filepath=str(output))
    mesh = bpy.data.objects["vase"].data
    record = read_record(mesh)
    assert record is not None
    data = packed_state(mesh, record.id)
    assert data is not None
    rescued.write_bytes(data)
    return rescued


def test_a_rescued_result_is_put_on_its_mesh_bit_for_bit_and_can_be_taken_further(
    tmp_path: Path, vase: Path, model: Path
) -> None:
    rescued = _run_and_rescue(tmp_path, vase, model)
    before = fingerprint(bpy.data.objects["vase"])
    bpy.ops.wm.read_factory_settings(use_empty=True)
    second, report = tmp_path / "second.blend", tmp_path / "second.json"
    arguments = ["--from-state", rescued, "--input", vase, "--output", second, "--report", report, "--dense-copy"]
    assert main([*map(str, arguments), "--bake", "256"]) in DONE
    told, former = (json.loads(path.read_text(encoding="utf-8")) for path in (report, tmp_path / "first.json"))
    for name in ("prompt", "parts", "settings", "model", "history"):
        assert told[name] == former[name], name
    assert told["textures"]
    bpy.ops.wm.open_mainfile(filepath=str(second))
    obj = bpy.data.objects["vase"]
    assert "vase StyleGLIP dense" in bpy.data.objects
    after = fingerprint(obj)
    assert after["keys"] == before["keys"]
    for name, values in before["attributes"].items():
        assert after["attributes"][name] == values, name
    record = read_record(obj.data)
    assert record is not None
    assert has_packed_state(obj.data, record.id)


def test_a_rescued_result_is_refused_by_another_mesh_and_other_files_are_named(
    tmp_path: Path, vase: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rescued = _run_and_rescue(tmp_path, vase, model)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    add_prism("Urn", corners=5)
    other, output = tmp_path / "other.blend", tmp_path / "out.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(other))

    def run(state: Path, *further: str) -> tuple[int, str]:
        code = main(["--from-state", str(state), "--input", str(other), "--output", str(output), *further])
        return code, capsys.readouterr().err.strip()

    capsys.readouterr()
    code, sentence = run(rescued)
    assert code == ExitCode.MESH
    assert 'is not of "Urn"' in sentence
    for state in (vase, tmp_path / "absent.safetensors"):
        code, sentence = run(state)
        assert code == ExitCode.INPUT_FILE
        assert state.name in sentence
    for option, value in (("--prompt", "gold base"), ("--seed", "3"), ("--mask", "lid=material:Cloth")):
        code, sentence = run(rescued, option, value)
        assert code == ExitCode.USAGE
        assert f"leave out {option}" in sentence
    assert not output.exists()


def test_kinds_of_output_are_those_of_the_registry(
    tmp_path: Path, vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = OutputKind("the names of the objects", lambda path: path.write_text(" ".join(bpy.data.objects.keys())))
    monkeypatch.setitem(OUTPUT_KINDS, ".txt", kind)
    arguments = ["--input", str(vase), "--prompt", "gold base", "--model", str(model), "--settings", QUICK]
    assert main([*arguments, "--output", str(tmp_path / "out.txt")]) in DONE
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "vase"
    assert main([*arguments, "--output", str(tmp_path / "out.fbx")]) == ExitCode.USAGE
    assert '.ply or .txt, not "out.fbx"' in capsys.readouterr().err
    main(["--help"])
    assert "the names of the objects" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(OutputFileError, match=r"out\.fbx.*unknown kind"):
        save_output(tmp_path / "out.fbx")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--report", "vase.obj"], "--report and --input are the same file"),
        (["--report", "OUT.blend"], "--report and --output are the same file"),
        (["--report", "link.json"], "--report and --input are the same file"),
        (["--bake-folder", "textures"], "--bake-folder needs --bake"),
        (["--bake", "64", "--bake-overwrite"], "--bake-overwrite needs --bake-folder"),
    ],
)
def test_options_that_would_overwrite_each_other_or_do_nothing_are_refused(
    more: list[str],
    sentence: str,
    vase: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("vase.obj").write_bytes(vase.read_bytes())
    Path("link.json").symlink_to("vase.obj")
    before = Path("vase.obj").read_bytes()
    assert main(["--input", "vase.obj", "--prompt", "gold base", "--output", "out.blend", *more]) == ExitCode.USAGE
    assert sentence in capsys.readouterr().err
    assert Path("vase.obj").read_bytes() == before
    assert not Path("out.blend").exists()
