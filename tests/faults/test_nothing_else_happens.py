"""A run opens what it was given and writes what was asked for: no network, no other program, no code from a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from . import scenes
from .case import QUICK
from .model_files import untrained
from .plain_files import obj_text
from .results import STATE, contents
from .running import ROOT

_WATCH = """
import json, os, sys
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request",
             "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn", "pickle.find_class")
seen = []
def watch(event, arguments):
    if event in FORBIDDEN:
        seen.append(f"{event} {arguments!r:.300}")
from styleglip_addon.batch import main
commands = json.loads(sys.argv[1])
if commands:  # what libraries do when they are imported is their own affair
    import numpy.testing, torch, transformers, PIL.Image, safetensors.torch
sys.addaudithook(watch)
codes = [main(arguments) for arguments in commands]
{then}
print("@" + json.dumps({"codes": [int(code) for code in codes], "seen": seen}), flush=True)
os._exit(0)
"""


def _watched(folder: Path, *commands: list[str], then: str = "") -> dict[str, Any]:
    """The exit codes of commands in one process, and what of all that is forbidden it did."""
    environ = {name: value for name, value in os.environ.items() if "OFFLINE" not in name}
    environ |= {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _WATCH.replace("{then}", then), json.dumps(commands)]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=280)
    told = [line[1:] for line in done.stdout.splitlines() if line.startswith("@")]
    assert told, done.stderr
    return dict(json.loads(told[0]))


def test_runs_touch_no_network_start_no_program_and_unpickle_nothing(tmp_path: Path) -> None:
    (tmp_path / "vase.obj").write_text(obj_text(), encoding="utf-8")
    for name in ("vase.blend", STATE):
        (tmp_path / name).write_bytes(contents()[name])
    run = ["--prompt", "gold", "--settings", QUICK, "--model", untrained().as_posix()]
    outcome = _watched(
        tmp_path,
        ["--input", "vase.obj", *run, "--output", "a.blend", "--report", "run.json"],
        ["--from-report", "run.json", "--output", "b.blend"],
        ["--from-state", STATE, "--input", "vase.blend", "--output", "c.blend", "--bake", "64"],
        ["--input", "c.blend", "--scale", "lid=2", "--output", "d.blend"],
    )
    assert outcome == {"codes": [0, 0, 0, 0], "seen": []}


def test_what_must_not_happen_would_be_seen(tmp_path: Path) -> None:
    done = "import pickle, socket, collections; pickle.loads(pickle.dumps(collections.OrderedDict()));"
    done += "socket.getaddrinfo('127.0.0.1', 9); __import__('subprocess').run(['true'])"
    seen = _watched(tmp_path, then=done)["seen"]
    assert [line.split()[0] for line in seen][:3] == ["pickle.find_class", "socket.getaddrinfo", "subprocess.Popen"]


def test_scripts_of_a_file_stay_off_whatever_blender_is_set_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import bpy

    from styleglip_addon.blender.files.scene_files import read_object

    scenes.scene(scenes.with_scripts)(tmp_path)
    monkeypatch.chdir(tmp_path)
    bpy.context.preferences.filepaths.use_scripts_auto_execute = True
    try:
        assert read_object(tmp_path / "scene.blend").name == "Vase"
        bpy.context.view_layer.update()
        assert not (tmp_path / "executed.txt").exists()
        bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "scene.blend"), use_scripts=True)  # it would have been
        bpy.context.view_layer.update()
        assert (tmp_path / "executed.txt").exists()
    finally:
        bpy.context.preferences.filepaths.use_scripts_auto_execute = False
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
