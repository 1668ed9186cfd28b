"""Many assets in one call: all but the damaged ones are made, by one process; a stopped batch goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import pytest

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.batches.events import EVENTS, OUTCOMES
from styleglip_addon.blender.result.write_back import has_result
from tests.untrained_model import write_untrained_model

from .sample_objects import add_prism
from .test_batch import QUICK

ROOT = Path(__file__).resolve().parents[2]
DONE = ("done", "part_missing")
CODES = (ExitCode.OK, ExitCode.NOT_FOUND, ExitCode.NOTHING_FOUND)
"""What an untrained model finds is chance."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def vases(tmp_path: Path) -> Path:
    """A folder of three vases, of which the second is damaged, and a file that is no mesh."""
    folder = tmp_path / "vases"
    folder.mkdir()
    add_prism("Vase")
    for name in ("a", "c"):
        bpy.ops.wm.obj_export(filepath=str(folder / f"{name}.obj"), export_materials=False)
    (folder / "b.obj").write_text("v 0 0 x\n")
    (folder / "notes.txt").write_text("-")
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return folder


def call(model: Path, *arguments: str | Path) -> list[str]:
    return [*map(str, arguments), "--prompt", "gold base", "--model", str(model), "--settings", QUICK]


def events_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def outcomes(path: Path) -> dict[str, str]:
    return {event["asset"]: event["outcome"] for event in events_of(path) if event["event"] == "asset_finished"}


def test_one_damaged_asset_stops_no_other_and_is_made_when_it_is_mended(
    tmp_path: Path, vases: Path, model: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output, events = tmp_path / "out", tmp_path / "events.jsonl"
    arguments = call(model, "--input", vases, "--output", output, "--events", events)
    assert main(arguments) == ExitCode.PARTLY
    told = capfd.readouterr().err
    assert "1 file is left out" in told
    assert "2/3 b: failed" in told
    assert "b.obj" in told
    assert "--resume makes what is missing" in told
    first = outcomes(events)
    assert first.pop("b") == "failed"
    assert set(first) == {"a", "c"}
    assert set(first.values()) <= set(DONE)
    assert {path.name for path in output.iterdir()} == {"a.blend", "c.blend", "styleglip-batch.jsonl"}
    kinds = Counter(event["event"] for event in events_of(events))
    assert kinds["worker_started"] == 1

    (vases / "b.obj").write_bytes((vases / "a.obj").read_bytes())
    before = (output / "a.blend").stat().st_mtime_ns
    assert main([*arguments, "--resume"]) in CODES
    again = outcomes(events)
    assert (again["a"], again["c"]) == ("done_before", "done_before")
    assert again["b"] in DONE
    assert (output / "a.blend").stat().st_mtime_ns == before
    assert main([*arguments, "--skip-existing"]) == ExitCode.OK
    assert set(outcomes(events).values()) == {"skipped"}
    bpy.ops.wm.open_mainfile(filepath=str(output / "b.blend"))
    assert [material.name for material in bpy.data.materials if ".00" in material.name] == []
    assert [mesh.name for mesh in bpy.data.meshes if mesh.users] == ["b"]


def test_every_event_is_as_it_is_documented(tmp_path: Path, vases: Path, model: Path) -> None:
    events = tmp_path / "events.jsonl"
    main(
        call(
            model,
            "--input",
            vases / "a.obj",
            vases / "b.obj",
            "--output",
            tmp_path / "{name}.blend",
            "--events",
            events,
        )
    )
    found = events_of(events)
    assert found[0]["event"] == "batch_started"
    assert found[-1]["event"] == "batch_finished"
    documentation = (ROOT / "docs" / "batches.md").read_text(encoding="utf-8")
    for event in found:
        fields = EVENTS[event.pop("event")]
        assert event.pop("time").endswith("Z")
        assert set(event) == set(fields)
        for name, value in event.items():
            assert isinstance(value, fields[name]), (name, value)
    for name in (*EVENTS, *OUTCOMES, *(field for fields in EVENTS.values() for field in fields)):
        assert f"`{name}`" in documentation, name


def test_a_dry_run_tells_what_a_run_takes_and_writes_nothing_but_what_it_tells(
    tmp_path: Path, vases: Path, model: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    events, page = tmp_path / "events.jsonl", tmp_path / "page.html"
    inputs = ["--input", str(vases / "a.obj"), str(vases / "b.obj"), "--output", str(tmp_path / "out")]
    arguments = call(model, *inputs, "--events", events, "--html", page)
    assert main([*arguments, "--iterations", "5000", "--dry-run"]) == ExitCode.PARTLY
    assert {path.name for path in tmp_path.iterdir()} == {"vases", "events.jsonl", "page.html"}
    finished = {event["asset"]: event for event in events_of(events) if event["event"] == "asset_finished"}
    assert finished["a"]["seconds_expected"] > finished["a"]["seconds"]  # three steps of 5000 were done
    assert finished["b"]["outcome"] == "failed"
    assert "1 of 2 read, 1 failed. All of it takes about" in capfd.readouterr().err
    assert "a run takes about" in page.read_text(encoding="utf-8")


def test_the_objects_of_a_blend_file_are_assets_of_their_own(tmp_path: Path, model: Path) -> None:
    for name in ("Urn", "Pot", "Jar"):
        add_prism(name)
    props = bpy.data.collections.new("Props")
    bpy.context.scene.collection.children.link(props)
    props.objects.link(bpy.data.objects["Urn"])
    bpy.data.objects["Jar"].hide_set(True)
    source = tmp_path / "scene.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(source))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    output = tmp_path / "out"
    assert main(call(model, "--input", source, "--all", "--output", output)) in CODES
    assert {path.name for path in output.glob("*.blend")} == {"scene-Pot.blend", "scene-Urn.blend"}
    bpy.ops.wm.open_mainfile(filepath=str(output / "scene-Urn.blend"))
    assert has_result(bpy.data.objects["Urn"])
    assert not has_result(bpy.data.objects["Pot"])
    pattern = str(tmp_path / "chosen" / "{object}.blend")
    assert main(call(model, "--input", source, "--collection", "Props", "--output", pattern)) in CODES
    assert {path.name for path in (tmp_path / "chosen").glob("*.blend")} == {"Urn.blend"}
    assert main(call(model, "--input", source, "--collection", "Prop", "--output", pattern)) == ExitCode.NONE_DONE


def test_an_asset_that_takes_too_long_is_ended_and_the_next_one_made(tmp_path: Path, vases: Path, model: Path) -> None:
    job = {
        "defaults": {
            "prompt": "gold base",
            "model": str(model),
            "settings": json.loads(QUICK),
            "output": "{name}.blend",
        },
        "assets": [{"input": "vases/a.obj", "iterations": 10_000, "timeout": 20}, {"input": "vases/c.obj"}],
    }
    (tmp_path / "job.json").write_text(json.dumps(job, indent=1))
    events = tmp_path / "events.jsonl"
    assert main(["--job", str(tmp_path / "job.json"), "--events", str(events)]) == ExitCode.PARTLY
    found = outcomes(events)
    assert found["a"] == "timeout"
    assert found["c"] in DONE
    assert not (tmp_path / "a.blend").exists()
    assert (tmp_path / "c.blend").exists()


def test_where_blender_dies_in_an_asset_the_next_one_is_made_by_another_process(
    tmp_path: Path, vases: Path, model: Path
) -> None:
    def die(events: list[dict[str, Any]], process: int) -> bool:
        workers = [event["process"] for event in events if event["event"] == "worker_started"]
        if not workers or events[-1]["event"] != "progress":
            return False
        os.kill(workers[0], signal.SIGKILL)
        return True

    code, events, told = run_with(tmp_path, vases, model, die)
    assert code == ExitCode.PARTLY, told
    assert outcomes(events)["a"] == "crashed"
    assert outcomes(events)["c"] in DONE
    assert "SIGKILL" in told


def test_a_batch_that_is_stopped_says_so_and_goes_on_with_resume(tmp_path: Path, vases: Path, model: Path) -> None:
    def stop(events: list[dict[str, Any]], process: int) -> bool:
        if events[-1]["event"] != "progress" or events[-1]["asset"] != "c":
            return False
        os.kill(process, signal.SIGTERM)
        return True

    code, events, told = run_with(tmp_path, vases, model, stop)
    assert code == ExitCode.CANCELLED, told
    assert outcomes(events)["a"] in DONE
    # the one that was being made when it was asked to stop has ended, or was stopped
    assert outcomes(events)["c"] in ("stopped", *DONE)
    left = [path.name for path in (tmp_path / "out").iterdir()]
    assert not [name for name in left if ".tmp" in name]
    arguments = call(
        model, "--input", vases / "a.obj", vases / "c.obj", "--output", tmp_path / "out", "--events", events
    )
    assert main([*arguments, "--resume"]) in CODES
    assert outcomes(events)["a"] == "done_before"


def run_with(
    tmp_path: Path, vases: Path, model: Path, act: Callable[[list[dict[str, Any]], int], bool]
) -> tuple[int, Path, str]:
    """Runs a batch of two vases in a process of its own, and does something to it when its events say so."""
    events = tmp_path / "events.jsonl"
    arguments = call(
        model, "--input", vases / "a.obj", vases / "c.obj", "--output", tmp_path / "out", "--events", events
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "styleglip_addon.batch", *arguments], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        acted, until = False, time.monotonic() + 240
        while process.poll() is None and time.monotonic() < until:
            text = events.read_text(encoding="utf-8") if events.exists() else ""
            whole = [json.loads(line) for line in text.splitlines() if line.endswith("}")]
            if whole and not acted:
                acted = act(whole, process.pid)
            time.sleep(0.02)
        assert process.poll() is not None
        assert acted
        assert process.stderr is not None
        told = process.stderr.read()
    return process.returncode, events, told
