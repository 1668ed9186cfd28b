"""Files that a real run leaves: a styled .blend, its report and its state; made once, then copied and damaged."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .case import QUICK, Maker

STYLED, REPORT, STATE = "styled.blend", "run.json", "kept.safetensors"
ChangeBytes = Callable[[bytes], bytes]


@cache
def contents() -> Mapping[str, bytes]:
    """The files of a run on a cube whose parts are vertex groups, by name; the cube itself is "vase.blend".

    Raises:
        RuntimeError: the run failed.
    """
    import bpy

    from styleglip_addon.batch import main
    from styleglip_addon.blender.files.packed_states import packed_state
    from styleglip_addon.blender.result.record import read_record
    from tests.untrained_model import write_untrained_model

    from .scenes import scene

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene(_halves, "vase.blend")(folder)
        model = write_untrained_model(folder / "model")
        masks = ["--mask", "lid=vertex_group:lid", "--mask", "box=vertex_group:box"]
        files = ["--input", folder / "vase.blend", "--output", folder / STYLED, "--report", folder / REPORT]
        run = ["--prompt", "gold lid, wood box", *masks, *map(str, files), "--model", str(model), "--settings", QUICK]
        if main(run) != 0:
            raise RuntimeError("the run that makes the files of these cases failed")
        bpy.ops.wm.open_mainfile(filepath=str(folder / STYLED))
        mesh = bpy.data.objects["Vase"].data
        record = read_record(mesh)
        state = None if record is None else packed_state(mesh, record.id)
        bpy.ops.wm.read_factory_settings(use_empty=True)
        if state is None:
            raise RuntimeError("the result has no state")
        (folder / STATE).write_bytes(state)
        return {file: (folder / file).read_bytes() for file in ("vase.blend", STYLED, REPORT, STATE)}


def _halves(obj: Any) -> None:
    for name, above in (("lid", True), ("box", False)):
        group = obj.vertex_groups.new(name=name)
        group.add([v.index for v in obj.data.vertices if (v.co.z > 0) == above], 1.0, "REPLACE")


def left(*names: str) -> Maker:
    """Some of the run's files."""

    def make(folder: Path) -> None:
        for name in names:
            (folder / name).write_bytes(contents()[name])

    return make


def damaged(name: str, change: ChangeBytes) -> Maker:
    """One of the run's files, changed."""

    def make(folder: Path) -> None:
        (folder / name).write_bytes(change(contents()[name]))

    return make


def report(**changes: object) -> Maker:
    """The run's report with other values; those that are given as `...` are left out."""

    def change(content: bytes) -> bytes:
        document = json.loads(content) | changes
        return json.dumps({name: value for name, value in document.items() if value is not ...}).encode()

    return damaged(REPORT, change)


def header(change: Callable[[dict[str, Any]], object], entry: str = "styleglip_state") -> ChangeBytes:
    """Changes an entry of the header of a safetensors file."""

    def changed(content: bytes) -> bytes:
        length = int.from_bytes(content[:8], "little")
        document = json.loads(content[8 : 8 + length])
        told = json.loads(document["__metadata__"][entry])
        change(told)
        document["__metadata__"][entry] = json.dumps(told)
        text = json.dumps(document).encode()
        text += b" " * (-len(text) % 8)
        return len(text).to_bytes(8, "little") + text + content[8 + length :]

    return changed
