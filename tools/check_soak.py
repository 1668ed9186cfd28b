"""Stylizes and removes results many times in one Blender: memory stays flat, and nothing is left behind.

    python tools/check_soak.py
    python tools/check_soak.py --runs 50 --steps 2

Each run is a real one on a lamp, with the embedded model: parts found, some steps, written to the object, and taken
off again. Caches fill in the first fifth; from then on the memory of the process may grow by 2 %, and data blocks,
threads, open files and temporary files must be as many as then. The exit code is 0 only where all that was so. For
Linux; a quarter of an hour.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import gc
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import bpy
import torch

from styleglip_addon.blender.files.scene_files import import_objects, join_objects
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.write_back import remove_result, write_result
from styleglip_addon.engine import StylizeSettings, load_models, parse_prompt, stylize

_PROMPT = "pottery base, gold tube, linen shade"
_GROWTH = 1.02
_LAMP = Path(__file__).resolve().parents[1] / "tests" / "assets" / "lamp.obj"


@dataclass(frozen=True)
class Held:
    """What the process holds: resident memory in bytes, data blocks, threads, open files, temporary files."""

    memory: int
    blocks: int
    threads: int
    files: int
    temporary: int

    @classmethod
    def now(cls, folder: Path) -> Held:
        """Counts them; memory and open files by Linux's own accounts."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        collections = [prop.identifier for prop in bpy.data.bl_rna.properties if prop.type == "COLLECTION"]
        return cls(
            memory=pages * os.sysconf("SC_PAGE_SIZE"),
            blocks=sum(len(getattr(bpy.data, name)) for name in collections),
            threads=threading.active_count(),
            files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
            temporary=sum(1 for _ in folder.rglob("*")),
        )


def main(arguments: Sequence[str]) -> int:
    """The command line; 0 where nothing grew."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--steps", type=int, default=4, help="of each run")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        tempfile.tempdir = name
        bpy.ops.wm.read_homefile(use_empty=True)
        obj = join_objects(import_objects(_LAMP))
        models = load_models()
        settings = StylizeSettings().with_(iterations=options.steps)
        start, worst = None, 0.0
        for run in range(1, options.runs + 1):
            exported = export_object(obj)
            result = stylize(exported.mesh, parse_prompt(_PROMPT), settings.with_(seed=run), models=models)
            write_result(obj, exported, result, _PROMPT)
            remove_result(obj)
            held = Held.now(Path(name))
            if start is None and run * 5 >= options.runs:
                start = held
            if start is not None:
                worst = max(worst, held.memory / start.memory)
            if run % 10 == 0 or run == options.runs:
                print(f"run {run}: {held.memory / 2**20:.0f} MiB, {held}", flush=True)
    assert start is not None
    is_flat = held.memory <= _GROWTH * start.memory
    is_same = (held.blocks, held.temporary) == (start.blocks, start.temporary)
    is_same &= held.threads <= start.threads and held.files <= start.files
    grown = held.memory / start.memory - 1.0
    since = -(-options.runs // 5)
    print(f"{options.runs} runs: memory {grown:+.1%} since run {since}, at most {worst - 1.0:+.1%} in between")
    print("Nothing grew." if is_flat and is_same else "Something grew: see above.")
    sys.stdout.flush()
    return 0 if is_flat and is_same else 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # Blender's module may wait at exit
