"""Makes 40 assets in one call of which three are damaged, kills such calls at random moments, and compares the files.

    python tools/check_batches.py
    python tools/check_batches.py --assets 12 --kills 3 --kind .blend

Shown are: all assets but the damaged ones are made, with the exit code for that; a batch that is killed again and again
(the command alone, or its Blender as well) and resumed leaves the same files as one that was not, .glb, .ply and .obj
bit for bit, .blend by what is in them, and no others; memory stays flat; an asset of a batch takes at most 60 % of the
time of a call of its own. The exit code is 0 only where all that was so. For Linux and macOS; half an hour.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from tools.environment import ROOT

_PROMPT = "gold lid, pottery box"
_DAMAGED = 3
_SHARE = 0.6
_GROWTH = 1.05
_SETTINGS = {
    "iterations": 4,
    "image_size": 64,
    "dense_vertices": 1000,
    "machine": {"threads": 1, "device": "cpu"},
    "localization": {"image_size": 64, "views": 10},
    "material": {"candidates": 1},
    "textures": {"mode": "off"},
}


def main(arguments: Sequence[str]) -> int:
    """The command line; 0 where all was as it is to be."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assets", type=int, default=40, help="how many, three of them damaged; default: 40")
    parser.add_argument("--kills", type=int, default=10, help="how often a batch is killed; default: 10")
    parser.add_argument("--kind", choices=(".glb", ".blend", ".ply", ".obj"), default=".glb", help="of the outputs")
    parser.add_argument("--singles", type=int, default=3, help="calls for one asset that are timed; default: 3")
    parser.add_argument("--inputs", type=Path, nargs="*", default=[], help="further folders of meshes")
    options = parser.parse_args(arguments)
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="styleglip-batches-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        make_assets(folder / "in", options.assets)
        call = Call(folder, options.kind, [folder / "in", *options.inputs])
        whole, seconds = check_undisturbed(call, options.assets, bool(options.inputs), faults)
        single = check_singles(call, options.singles, seconds, faults)
        longest = single + 2.0 * seconds[0] * len(whole) / max(options.kills, 1)  # the last ones come in time
        check_kills(call, options.kills, whole, longest, faults)
    for fault in faults:
        print(f"FAULT: {fault}")
    print("All was as it is to be." if not faults else f"{len(faults)} faults.")
    return 1 if faults else 0


class Call:
    """The command for a batch of these assets.

    Args:
        folder: where all files go.
        kind: of the outputs.
        inputs: folders.
    """

    def __init__(self, folder: Path, kind: str, inputs: Sequence[Path]) -> None:
        self.folder = folder
        self.kind = kind
        self.inputs = inputs
        settings = folder / "settings.json"
        settings.write_text(json.dumps(_SETTINGS))
        self._shared = ["--prompt", _PROMPT, "--settings", str(settings)]

    def start(self, output: str, *further: str) -> subprocess.Popen[bytes]:
        """Starts a batch that writes into a folder of this name; events go into OUTPUT.jsonl beside it."""
        inputs = [f"--input={path}" for path in self.inputs]
        pattern = f"--output={self.folder / output / ('{name}' + self.kind)}"
        return self._started([*inputs, pattern, "--events", str(self.events_file(output)), *further], output)

    def single(self, path: Path, number: int) -> float:
        """Makes one asset in a call of its own; wall seconds."""
        started = time.monotonic()
        output = self.folder / "single" / f"{number}{self.kind}"
        self._started([f"--input={path}", f"--output={output}"], "single").wait()
        return time.monotonic() - started

    def events_file(self, output: str) -> Path:
        """Where a batch's events go."""
        return self.folder / f"{output}.jsonl"

    def events(self, output: str) -> list[dict[str, Any]]:
        """The events that a batch has told so far."""
        path = self.events_file(output)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines if line.endswith("}")]

    def _started(self, arguments: list[str], output: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "styleglip_addon.batch", *arguments, *self._shared]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        with (self.folder / f"{output}.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=environment)


def check_undisturbed(
    call: Call, assets: int, has_more: bool, faults: list[str]
) -> tuple[dict[str, str], tuple[float, float]]:
    """A batch from beginning to end: its files, and wall and processor seconds of an asset."""
    started, used = time.monotonic(), _processor_seconds()
    code = call.start("whole").wait()
    wall, processor = time.monotonic() - started, _processor_seconds() - used
    finished = [event for event in call.events("whole") if event["event"] == "asset_finished"]
    outcomes = Counter(event["outcome"] for event in finished)
    done = [event for event in finished if event["outcome"] in ("done", "part_missing")]
    print(
        f"undisturbed: {dict(outcomes)}, exit code {code}, {wall:.0f} s ({processor:.0f} s of the processor)",
        flush=True,
    )
    if code != 12:
        faults.append(f"exit code {code}, not 12 (partly)")
    if not has_more and (len(done), outcomes["failed"]) != (assets - _DAMAGED, _DAMAGED):
        faults.append(f"{dict(outcomes)} of {assets} assets with {_DAMAGED} damaged")
    for event in finished:
        if event["outcome"] == "failed":
            print(f"  {event['asset']}: exit code {event['exit_code']}, {event['sentence']}")
    memory = [event["memory"] for event in done if event["memory"]]
    if len(memory) >= 10:
        early, late = max(memory[: len(memory) // 4]), max(memory[-len(memory) // 4 :])
        print(f"memory: {early / 2**20:.0f} MiB in the first quarter, {late / 2**20:.0f} MiB in the last", flush=True)
        if late > _GROWTH * early:
            faults.append("memory grew")
    return contents(call, "whole"), (wall / max(len(done), 1), processor / max(len(done), 1))


def check_singles(call: Call, count: int, batch: tuple[float, float], faults: list[str]) -> float:
    """Times calls for one asset against an asset of the batch, start and all included; wall seconds of a call."""
    inputs = sorted((call.folder / "in").glob("good*.obj"))[:count]
    used = _processor_seconds()
    seconds = [call.single(path, number) for number, path in enumerate(inputs)]
    processor = (_processor_seconds() - used) / max(len(seconds), 1)
    wall = sum(seconds) / max(len(seconds), 1)
    print(
        f"an asset: {batch[0]:.1f} s in the batch, {wall:.1f} s in a call of its own ({batch[0] / wall:.0%}); of the "
        f"processor {batch[1]:.1f} s and {processor:.1f} s ({batch[1] / processor:.0%})",
        flush=True,
    )
    if batch[0] > _SHARE * wall:
        faults.append(f"an asset of a batch takes more than {_SHARE:.0%} of a call of its own")
    return wall


def check_kills(call: Call, kills: int, whole: dict[str, str], longest: float, faults: list[str]) -> None:
    """Kills a batch at random moments, resumes it to its end, and compares its files."""
    draw = random.Random(1)
    for number in range(1, kills + 1):
        process = call.start("killed", "--resume")
        moment = draw.uniform(0.5, longest)
        try:
            process.wait(moment)
            told = "had ended"
        except subprocess.TimeoutExpired:
            workers = [event["process"] for event in call.events("killed") if event["event"] == "worker_started"]
            both = bool(number % 2 and workers)
            if both:
                with contextlib.suppress(ProcessLookupError):  # it was just being replaced
                    os.kill(workers[-1], signal.SIGKILL)
            process.kill()
            process.wait()
            told = "killed with its Blender" if both else "killed"
        there = len(list((call.folder / "killed").glob(f"*{call.kind}")))
        print(f"kill {number}: {told} after {moment:.1f} s; {there} files there", flush=True)
    code = call.start("killed", "--resume").wait()
    finished = [event for event in call.events("killed") if event["event"] == "asset_finished"]
    print(f"resumed: {dict(Counter(event['outcome'] for event in finished))}, exit code {code}")
    killed = contents(call, "killed")
    same = sum(whole[name] == killed.get(name) for name in whole)
    print(
        f"{same} of {len(whole)} files are the same, {len(killed.keys() - whole.keys())} others are there", flush=True
    )
    if code != 12:
        faults.append(f"exit code {code} after the last resume, not 12")
    if killed != whole:
        other = [name for name in sorted(whole.keys() | killed.keys()) if whole.get(name) != killed.get(name)]
        faults.append(f"after the kills these files are others: {', '.join(other[:5])}")


def contents(call: Call, output: str) -> dict[str, str]:
    """A number for what is in each file of a folder, by name; the journal tells of moments and is left out."""
    folder = call.folder / output
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "styleglip-batch.jsonl":
            found[path.relative_to(folder).as_posix()] = _blend(path) if path.suffix == ".blend" else _bytes(path)
    return found


def _bytes(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _blend(path: Path) -> str:
    """What a .blend file holds of its objects: shapes, colours, groups, materials; its bytes tell of addresses."""
    import bpy

    bpy.ops.wm.open_mainfile(filepath=str(path))
    told = hashlib.sha256()
    for obj in sorted(bpy.data.objects, key=lambda each: each.name):
        names = [slot.material.name if slot.material else "" for slot in obj.material_slots]
        told.update(repr((obj.name, obj.type, names, [group.name for group in obj.vertex_groups])).encode())
        if obj.type != "MESH":
            continue
        keys = [] if obj.data.shape_keys is None else list(obj.data.shape_keys.key_blocks)
        for block in keys:
            held = np.empty(3 * len(block.data), dtype=np.float32)
            block.data.foreach_get("co", held)
            told.update(block.name.encode() + held.tobytes())
        for attribute in obj.data.color_attributes:
            held = np.empty(4 * len(attribute.data), dtype=np.float32)
            attribute.data.foreach_get("color", held)
            told.update(attribute.name.encode() + held.tobytes())
    return told.hexdigest()


def make_assets(folder: Path, count: int) -> None:
    """Boxes with lids of many shapes as OBJ files, and three files that are damaged."""
    folder.mkdir(parents=True)
    draw = random.Random(0)
    for number in range(count - _DAMAGED):
        (folder / f"good{number:03d}.obj").write_text(_box_with_lid(draw))
    whole = _box_with_lid(draw)
    (folder / "bad-cut.obj").write_text(whole[: len(whole) // 3].rsplit(" ", 1)[0] + " x")
    (folder / "bad-header.ply").write_bytes(b"ply\nformat ascii 1.0\nelement vertex many\nend_header\n")
    (folder / "bad-empty.glb").write_bytes(b"")


def _box_with_lid(draw: random.Random) -> str:
    """A round box with a lid, a material each; 8 to 24 sides."""
    sides = draw.randint(8, 24)
    low = [(draw.uniform(0.4, 1.0), height) for height in (0.0, 0.3, 0.6, 1.0)]
    high = [(draw.uniform(0.6, 1.1), 1.02), (draw.uniform(0.4, 0.9), 1.3), (0.05, 1.5)]
    lines, first = ["o Box"], 1
    for name, profile in (("box", low), ("lid", high)):
        for radius, height in profile:
            for side in range(sides):
                angle = 2.0 * np.pi * side / sides
                lines.append(f"v {radius * np.cos(angle):.6f} {height:.6f} {radius * np.sin(angle):.6f}")
        lines.append(f"usemtl {name}")
        for ring in range(len(profile) - 1):
            for side in range(sides):
                a, b = first + ring * sides + side, first + ring * sides + (side + 1) % sides
                lines.append(f"f {a} {a + sides} {b + sides} {b}")
        last = first + (len(profile) - 1) * sides
        lines.append("f " + " ".join(str(first + side) for side in range(sides)))
        lines.append("f " + " ".join(str(last + side) for side in reversed(range(sides))))
        first += len(profile) * sides
    return "\n".join(lines) + "\n"


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # Blender's module may wait at exit
