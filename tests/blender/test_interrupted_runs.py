"""A run that is stopped, or fails in part, says what it saved, what is missing and how to get that; exit codes tell."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import bpy
import pytest

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.files.interruption import finishing_writes, stopped_by_signals
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.write_back import has_result
from tests.untrained_model import write_untrained_model

from .test_batch import QUICK, vase

__all__ = ["vase"]  # the fixture

ROOT = Path(__file__).resolve().parents[2]
BAKE = "styleglip_addon.blender.textures.further_output.bake_object"
COPY = "styleglip_addon.blender.textures.further_output.make_dense_copy"
PICTURES = "styleglip_addon.engine.localization.detection_pictures.detection_pictures"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


def run(vase: Path, model: Path, *further: str, prompt: str = "gold base") -> tuple[int, Path]:
    output = vase.parent / "out file.blend"
    arguments = ["--input", vase, "--prompt", prompt, "--output", output, "--model", model, "--settings", QUICK]
    return main([*map(str, arguments), *further]), output


def raising(error: BaseException) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_at_its_textures_says_what_is_saved_and_how_to_get_the_rest(
    number: signal.Signals,
    vase: Path,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = vase.parent / "told.json"
    before = signal.getsignal(number)
    with monkeypatch.context() as patched:
        patched.setattr(BAKE, lambda *_: os.kill(os.getpid(), number))
        code, output = run(vase, model, "--bake", "64", "--report", str(report))
    assert code == ExitCode.CANCELLED
    assert signal.getsignal(number) == before
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert f'"{output}" is saved and complete, but the textures and' in told
    assert "the report are missing" in told
    assert not report.exists()
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert has_result(bpy.data.objects["vase"])
    assert not [image for image in bpy.data.images if image.name.startswith("vase ")]

    command = told[told.index("--input") : told.index(" makes that")]
    assert main(shlex.split(command)) == ExitCode.OK
    assert set(json.loads(report.read_text())["textures"]) >= {"vase color"}
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert has_result(bpy.data.objects["vase"])
    assert tuple(bpy.data.images["vase color"].size) == (64, 64)


def test_a_run_that_is_stopped_before_it_saved_says_that_nothing_is_written(
    vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("styleglip_addon.blender.files.headless.put_result", raising(KeyboardInterrupt()))
    code, output = run(vase, model, "--output", str(vase.parent / "new" / "deep" / "out.blend"))
    assert code == ExitCode.CANCELLED
    told = capsys.readouterr().err.strip().splitlines()
    assert told[-1] == "StyleGLIP: Cancelled; nothing was written."
    assert f'StyleGLIP: The folder "{vase.parent / "new"}" is not there and is made.' in told
    assert not (vase.parent / "new").exists()
    assert not output.exists()


def test_a_dense_copy_that_fails_does_not_take_the_textures_along(
    vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(COPY, raising(ObjectError("It is too large.")))
    report = vase.parent / "told.json"
    code, output = run(vase, model, "--textures", "64", "--dense-copy", "--report", str(report))
    assert code == ExitCode.INCOMPLETE
    told = capsys.readouterr().err
    assert "StyleGLIP: The dense copy could not be made. It is too large. When that is mended: --input" in told
    assert told.strip().endswith("--dense-copy makes that from the saved result.")
    written = json.loads(report.read_text())
    assert "vase color" in written["textures"]
    assert [w for w in written["warnings"] if w.startswith("The dense copy could not be made.")]
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert "vase color" in bpy.data.images


@pytest.mark.parametrize("error", [ObjectError("The map is flat."), ValueError("shapes"), MemoryError()])
def test_textures_that_fail_have_an_exit_code_and_the_result_is_saved(
    error: Exception, vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(BAKE, raising(error))
    code, output = run(vase, model, "--textures", "64")
    assert code == ExitCode.INCOMPLETE
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.startswith("StyleGLIP: The textures could not be made. ")
    assert "--textures 64 makes that" in told
    assert not isinstance(error, MemoryError) or "There is not enough memory" in told
    bpy.ops.wm.open_mainfile(filepath=str(output))
    assert has_result(bpy.data.objects["vase"])


def test_textures_are_tried_once_more_with_less_memory(
    vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def bake(obj: object, state: object, options: Any) -> tuple[str, ...]:
        threads.append(options.settings.threads)
        if len(threads) == 1:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 B.")
        return ()

    monkeypatch.setattr(BAKE, bake)
    code, _ = run(vase, model, "--textures", "64")
    assert (code, threads) == (ExitCode.OK, [0, 1])


def test_pictures_that_fail_cost_neither_the_result_nor_the_report(
    vase: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(PICTURES, raising(ValueError("non-broadcastable output")))
    monkeypatch.setattr("styleglip_addon.blender.files.headless._save_detections", raising(ValueError("pixels")))
    report = vase.parent / "told.json"
    code, output = run(vase, model, "--report", str(report))
    assert code == ExitCode.INCOMPLETE
    assert "StyleGLIP: The pictures of the boxes could not be made. " in capsys.readouterr().err
    assert json.loads(report.read_text())["detection_pictures"] == []
    assert output.exists()


def test_parts_that_are_not_found_have_exit_codes(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from .sample_objects import add_prism

    obj = add_prism("Urn")
    obj.vertex_groups.new(name="Lid").add([v.index for v in obj.data.vertices if v.co.z > 0], 1.0, "REPLACE")
    source = tmp_path / "urn.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    settings = json.dumps(json.loads(QUICK) | {"localization": {"box_threshold": 0.999, "names": False}})
    arguments = ["--input", str(source), "--output", str(tmp_path / "o.blend"), "--model", str(model)]
    arguments += ["--settings", settings]
    mask = ["--mask", "lid=vertex_group:Lid"]
    assert main([*arguments, "--prompt", "gold lid, silver wing", *mask]) == ExitCode.NOT_FOUND
    assert main([*arguments, "--prompt", "gold lid, silver body", *mask]) in (ExitCode.OK, ExitCode.NOT_FOUND)
    assert main([*arguments, "--prompt", "gold wing, red wheel"]) == ExitCode.NOTHING_FOUND
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "o.blend"))
    assert not has_result(bpy.data.objects["Urn"])


def test_a_stop_waits_for_the_file_that_is_being_written_and_a_second_one_does_not() -> None:
    reached = []

    def write(what: str, stops: int) -> None:
        with finishing_writes():
            for _ in range(stops):
                os.kill(os.getpid(), signal.SIGTERM)
            reached.append(what)

    with stopped_by_signals():
        with pytest.raises(KeyboardInterrupt):
            write("asked once", 1)
        with pytest.raises(KeyboardInterrupt):
            write("asked twice", 2)
        write("not asked", 0)
    assert reached == ["asked once", "not asked"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that another process sends")
def test_a_run_that_is_stopped_while_its_picture_is_rendered_ends_at_once(vase: Path, model: Path) -> None:
    output, picture = vase.parent / "out.blend", vase.parent / "out.png"
    arguments = ["--input", vase, "--prompt", "gold base", "--output", output, "--model", model, "--settings", QUICK]
    command = [sys.executable, "-m", "styleglip_addon.batch", *map(str, arguments), "--picture", str(picture)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    while not output.exists():
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == ExitCode.CANCELLED
    assert f'"{output}" is saved and complete, but the picture is missing.' in told
    assert "Traceback" not in told
    assert not picture.exists()
    assert not [path for path in vase.parent.iterdir() if ".tmp" in path.name]
