"""The headless command: from a mesh file to a .blend and a report; each failure has an exit code and a sentence."""

from __future__ import annotations

import io
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import bpy
import numpy as np
import pytest

from styleglip_addon.batch import ExitCode, ProgressLine, main, read_options
from styleglip_addon.blender.result.write_back import has_result
from styleglip_addon.engine.vocabulary import Phase, Progress, StylizeSettings
from tests.engine.clip_small import small_clip, write_words
from tests.untrained_model import write_untrained_model

from .sample_objects import add_object, add_prism, shown_coordinates

ROOT = Path(__file__).resolve().parents[2]
# Real but short: small pictures, few steps, the fewest views.
QUICK = json.dumps(
    {
        "iterations": 2,
        "image_size": 64,
        "dense_vertices": 500,
        "threads": 1,
        "localization": {"image_size": 64, "views": 10},
        "textures": {"mode": "off"},
    }
)


DONE = (ExitCode.OK, ExitCode.NOT_FOUND)
"""Which of two parts an untrained model finds is chance."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def vase(tmp_path: Path) -> Path:
    add_prism("Vase")
    path = tmp_path / "vase.obj"
    bpy.ops.wm.obj_export(filepath=str(path))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return path


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_mesh_file_becomes_a_stylized_blend_file_and_a_report(tmp_path: Path, vase: Path, model: Path) -> None:
    output, report_path = tmp_path / "new" / "out.blend", tmp_path / "report.json"
    arguments = ["--input", vase, "--prompt", "gold base, red lid", "--output", output, "--report", report_path]
    code = main([*map(str, arguments), "--model", str(model), "--settings", QUICK, "--seed", "3"])
    assert code in DONE
    written = {"new", "report.json", "report-detections"}
    assert _files(tmp_path) - {"vase.obj", "vase.mtl"} == written
    assert _files(output.parent) == {"out.blend"}

    report = json.loads(report_path.read_text(encoding="utf-8"))
    assert [(part["name"], part["style"]) for part in report["parts"]] == [("base", "gold"), ("lid", "red")]
    assert all(part["found"] or part["reason"] for part in report["parts"])
    assert (report["seed"], report["settings"]["iterations"], report["vertices"]) == (3, 2, 14)
    assert len(report["history"]) == 2
    assert report["versions"]["torch"]
    assert report["object"] == "vase"

    bpy.ops.wm.open_mainfile(filepath=str(output))
    obj = bpy.data.objects["vase"]
    assert has_result(obj)
    found = {f"StyleGLIP: {part['name']}" for part in report["parts"] if part["found"]}
    assert found
    assert {key.name for key in obj.data.shape_keys.key_blocks} == {"Basis", *found}


def test_glip_and_clip_are_chosen_apart_and_named_in_the_report(tmp_path: Path, vase: Path, model: Path) -> None:
    clip = tmp_path / "clip-small"
    small_clip().save_pretrained(clip)
    write_words(clip)
    report_path = tmp_path / "report.json"
    arguments = ["--input", vase, "--prompt", "gold base", "--output", tmp_path / "out.blend", "--report", report_path]
    code = main([*map(str, arguments), "--glip", str(model), "--clip", str(clip), "--settings", QUICK])
    assert code == ExitCode.OK
    report = json.loads(report_path.read_text(encoding="utf-8"))
    assert report["models"] == {"glip": str(model), "clip": str(clip), "embedded_palette": True}
    assert report["model"] == f"GLIP {model.name}, CLIP clip-small"
    wrong = main([*map(str, arguments), "--glip", str(clip), "--settings", QUICK])
    assert wrong == ExitCode.MODEL


def test_the_same_seed_gives_the_same_file_contents(tmp_path: Path, vase: Path, model: Path) -> None:
    results = []
    for name in ("one", "two"):
        output = tmp_path / f"{name}.blend"
        arguments = ["--input", str(vase), "--prompt", "gold base", "--output", str(output), "--model", str(model)]
        assert main([*arguments, "--settings", QUICK]) == ExitCode.OK
        bpy.ops.wm.open_mainfile(filepath=str(output))
        results.append(shown_coordinates(bpy.data.objects["vase"]))
        bpy.ops.wm.read_factory_settings(use_empty=True)
    assert np.array_equal(*results)


def test_the_open_file_is_stylized_where_no_input_is_named(tmp_path: Path, model: Path) -> None:
    add_prism("Urn")
    source = tmp_path / "scene.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    before = source.read_bytes()
    output = tmp_path / "out.blend"
    arguments = ["--prompt", "gold base", "--output", str(output), "--model", str(model), "--settings", QUICK]
    assert main(arguments) == ExitCode.OK
    assert source.read_bytes() == before
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert has_result(bpy.data.objects["Urn"])


@pytest.mark.parametrize("start", [["-m", "styleglip_addon.batch"], ["styleglip_addon/batch.py", "--"]])
def test_it_runs_as_a_module_and_as_a_script_that_finds_its_package(tmp_path: Path, start: list[str]) -> None:
    environment = os.environ | {"BLENDER_USER_RESOURCES": str(tmp_path / "user")}
    arguments = ["--input", str(tmp_path / "absent.obj"), "--prompt", "gold base", "--output", "out.blend"]
    run = subprocess.run(
        [sys.executable, *start, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == ExitCode.INPUT_FILE, run.stderr
    assert "absent.obj" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], ExitCode.USAGE, ["--prompt", "--help"]),
        (["--prompt", "gold base", "--output", "out.fbx"], ExitCode.USAGE, [".blend", "out.fbx"]),
        (["--prompt", "gold base", "--output", "out.blend", "--seed", "x"], ExitCode.USAGE, ["--seed"]),
        (["--prompt", "gold base", "--output", "out.blend", "--seed", "-1"], ExitCode.USAGE, ["seed"]),
        (
            ["--prompt", "gold base", "--output", "out.blend", "--seed", "9223372036854775808"],
            ExitCode.USAGE,
            ["--seed", "from 0 to 9223372036854775807"],
        ),
        (["--prompt", "gold base", "--output", "out.blend", "--bake", "0"], ExitCode.USAGE, ["--bake", "16..8192"]),
        (["--prompt", "gold base", "--output", "o.blend", "--settings", "[1]"], ExitCode.USAGE, ["a JSON object such"]),
        (["--prompt", "gold base", "--output", "out.blend", "--iterations", "0"], ExitCode.USAGE, ["iterations"]),
        (["--prompt", "gold base", "--output", "out.blend", "--settings", "{"], ExitCode.USAGE, ["--settings", "JSON"]),
        (["--prompt", "gold base", "--output", "out.blend", "--settings", "no.json"], ExitCode.USAGE, ["no.json"]),
        (["--prompt", "gold base", "--output", "out.blend", "--settings", '{"sped": 1}'], ExitCode.USAGE, ["sped"]),
        (["--prompt", "gold base", "--output", "out.blend", "--device", "tpu"], ExitCode.USAGE, ["tpu"]),
        (["--prompt", "gold base", "--output", "out.blend"], ExitCode.INPUT_FILE, ["--input"]),
        (["--input", "absent.obj", "--prompt", "gold base", "--output", "out.blend"], ExitCode.INPUT_FILE, ["absent"]),
        (["--input", "a.fbx", "--prompt", "gold base", "--output", "out.blend"], ExitCode.INPUT_FILE, [".fbx"]),
        (["--input", "vase.obj", "--prompt", "", "--output", "out.blend"], ExitCode.PROMPT, ["empty"]),
        (["--input", "vase.obj", "--prompt", "base", "--output", "out.blend"], ExitCode.PROMPT, ["base", "look"]),
        (
            ["--input", "vase.obj", "--prompt", "red x, blue x", "--output", "out.blend"],
            ExitCode.PROMPT,
            ["x", "twice"],
        ),
        (["--input", "vase.obj", "--prompt", "gold base " * 1000, "--output", "o.blend"], ExitCode.PROMPT, ["10,000"]),
        (
            ["--input", "vase.obj", "--object", "Lid", "--prompt", "gold base", "--output", "out.blend"],
            ExitCode.MESH,
            ["Lid", "Vase"],
        ),
        (
            ["--input", "vase.obj", "--prompt", "gold base", "--output", "vase.obj/out.blend"],
            ExitCode.OUTPUT,
            ["vase.obj", "cannot be written"],
        ),
        (
            ["--input", "vase.obj", "--prompt", "gold base", "--output", "out.blend", "--report", "vase.obj/r.json"],
            ExitCode.OUTPUT,
            ["r.json", "cannot be written"],
        ),
        (
            ["--input", "vase.obj", "--prompt", "gold base", "--output", "out.blend", "--model", "nowhere"],
            ExitCode.MODEL,
            ["nowhere"],
        ),
    ],
)
def test_every_failure_has_its_code_and_one_sentence_and_leaves_no_file(
    tmp_path: Path,
    vase: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: ExitCode,
    words: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _files(tmp_path)
    assert main(arguments) == code
    sentence = capsys.readouterr().err.strip()
    assert sentence.startswith("StyleGLIP: ")
    assert len(sentence.splitlines()) == 1
    assert all(word in sentence for word in words), sentence
    assert _files(tmp_path) == before


def test_a_mesh_that_cannot_be_stylized_is_refused_with_the_mesh_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    obj = add_object("Broken")
    obj.data.vertices.foreach_set("co", np.full(24, np.nan, dtype=np.float32))
    source = tmp_path / "broken.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    code = main(["--input", str(source), "--prompt", "gold base", "--output", str(tmp_path / "out.blend")])
    assert code == ExitCode.MESH
    assert '"Broken" have NaN' in capsys.readouterr().err
    assert _files(tmp_path) == {"broken.blend"}


def test_a_failed_save_keeps_the_work_and_the_old_file(
    tmp_path: Path, vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output, kept = tmp_path / "out.blend", tmp_path / "temporary"
    output.write_bytes(b"an older result")
    kept.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(kept))
    # A rename onto a file fails where another program holds it, as on Windows; the real disk is not filled here.
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target) == output:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    arguments = ["--input", str(vase), "--prompt", "gold base", "--output", str(output), "--model", str(model)]
    assert main([*arguments, "--settings", QUICK]) == ExitCode.OUTPUT
    sentence = capsys.readouterr().err.strip().splitlines()[-1]
    assert "out.blend" in sentence
    assert "No space left on device" in sentence
    (rescued,) = kept.iterdir()
    assert f'The result was kept in "{rescued}"; --from-state opens it.' in sentence
    assert output.read_bytes() == b"an older result"
    assert not [name for name in _files(tmp_path) if "tmp" in name]


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == ExitCode.OK
    assert "--prompt" in capsys.readouterr().out


def test_debug_shows_where_an_error_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--prompt", "base", "--output", "out.blend", "--debug"]) == ExitCode.PROMPT
    assert "Traceback" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_progress_line_is_redrawn_in_a_terminal() -> None:
    stream = _Terminal()
    line = ProgressLine(stream)
    line(Progress(Phase.LOCATING, 3, 12, math.nan))
    line(Progress(Phase.STYLING, 50, 200, 83.4))
    line.close()
    drawn = stream.getvalue().split("\r")
    assert drawn[1].startswith("locating [######                  ] 3/12, estimating the time left")
    assert drawn[2].rstrip() == " styling [######                  ] 50/200, 1:23 left"
    assert len(drawn[2].rstrip("\n")) >= len(drawn[1])  # nothing of the longer line before is left standing
    assert stream.getvalue().count("\n") == 1


def test_outside_a_terminal_there_is_a_line_for_every_tenth() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    for step in range(201):
        line(Progress(Phase.STYLING, step, 200, 200.0 - step))
    line.close()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[0] == "styling 0/200, 3:20 left"
    assert lines[-1] == "styling 200/200, 0:00 left"


def test_the_console_tells_when_parts_are_found_again() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    line(Progress(Phase.RELOCATING, 5, 12, 83.4))
    assert stream.getvalue() == "finding parts again 5/12, 1:23 left\n"


def test_a_report_does_its_run_again_bit_for_bit(tmp_path: Path, vase: Path, model: Path) -> None:
    first, second = tmp_path / "first.blend", tmp_path / "second.blend"
    reports = [tmp_path / "first.json", tmp_path / "second.json"]
    arguments = ["--input", vase, "--prompt", "gold base, red lid", "--model", model, "--settings", QUICK, "--seed", 5]
    assert main([*map(str, arguments), "--output", str(first), "--report", str(reports[0])]) in DONE
    bpy.ops.wm.open_mainfile(filepath=str(first))
    before = shown_coordinates(bpy.data.objects["vase"]).copy()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    again = ["--from-report", reports[0], "--output", second, "--report", reports[1], "--dense-copy"]
    assert main([*map(str, again)]) in DONE
    bpy.ops.wm.open_mainfile(filepath=str(second))
    assert "vase StyleGLIP dense" in bpy.data.objects
    assert np.array_equal(shown_coordinates(bpy.data.objects["vase"]), before)
    one, other = (json.loads(path.read_text(encoding="utf-8")) for path in reports)
    for key in ("history", "settings", "parts", "model", "models", "prompt", "warnings"):
        assert one[key] == other[key]
    elsewhere = read_options([*map(str, again), "--device", "cpu"]).settings
    assert elsewhere == StylizeSettings.from_dict(one["settings"] | {"machine": {"device": "cpu"}})


def test_names_are_asked_unless_told_otherwise() -> None:
    given = ["--prompt", "gold base", "--output", "o.blend"]
    assert read_options(given).settings.localization.names
    told = [*given, "--settings", '{"localization": {"views": 20}}', "--no-names"]
    assert (read_options(told).settings.localization.names, read_options(told).settings.localization.views) == (
        False,
        20,
    )


def test_a_preset_is_the_start_of_the_settings(tmp_path: Path, vase: Path, model: Path) -> None:
    report = tmp_path / "report.json"
    arguments = ["--input", vase, "--prompt", "gold base", "--model", model, "--output", tmp_path / "o.blend"]
    quick = json.dumps({"image_size": 64, "views_per_iteration": 1, "dense_vertices": 300, "threads": 1})
    code = main(
        [
            *map(str, arguments),
            "--report",
            str(report),
            "--preset",
            "text2mesh",
            "--iterations",
            "2",
            "--settings",
            quick,
            "--device",
            "cpu",
        ]
    )
    assert code == ExitCode.OK
    settings = json.loads(report.read_text(encoding="utf-8"))["settings"]
    assert settings["machine"] == {"device": "cpu", "threads": 1, "renderer": "auto"}
    assert (settings["parts_mode"], settings["field"]["sigma"], settings["iterations"]) == ("holistic", 5.0, 2)
    assert settings["image_size"] == 64


@pytest.mark.parametrize(
    ("extra", "content", "code", "words"),
    [
        (["--seed", "3"], "{}", ExitCode.USAGE, "leave out --seed"),
        ([], "{}", ExitCode.INPUT_FILE, "no report"),
        ([], "not json", ExitCode.INPUT_FILE, "no report"),
        ([], None, ExitCode.INPUT_FILE, "cannot be read"),
    ],
)
def test_what_is_no_report_to_go_by_is_said(
    extra: list[str],
    content: str | None,
    code: ExitCode,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = tmp_path / "report.json"
    if content is not None:
        report.write_text(content, encoding="utf-8")
    assert main(["--from-report", str(report), "--output", str(tmp_path / "o.blend"), *extra]) == code
    assert words in capsys.readouterr().err
