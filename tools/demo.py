"""The main job, end to end: stylizes a lamp in Blender from one line of text.

    python tools/demo.py

Leaves in `demo/`: lamp.blend, the pictures before.png, parts.png and after.png, and report.json. Needs nothing but
Python 3.11 or 3.13: the environment is made on the first call and reused afterwards. The stylizing is the same headless
command that the README shows; this script adds the pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import shutil
import tempfile
import time

from tools.environment import ROOT

PROMPT = "pottery base, gold tube, linen shade"
LAMP = ROOT / "tests" / "assets" / "lamp.obj"


def run(mesh: Path, prompt: str, folder: Path, extra: list[str]) -> int:
    """Stylizes `mesh` into `folder` and renders it before, in parts, and after.

    Args:
        mesh: a mesh file that the headless command reads.
        prompt: parts and their styles.
        folder: where the five files go; made if needed.
        extra: more arguments for the headless command.

    Returns:
        the headless command's exit code; 0 if all went well.
    """
    start = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    print(f'Stylizing {mesh.name}: "{prompt}"', flush=True)
    from styleglip_addon import batch
    from styleglip_addon.blender.pictures.object_pictures import without_chatter

    blend = folder / f"{mesh.stem}.blend"
    command = ["--input", str(mesh), "--prompt", prompt, "--output", str(blend)]
    with without_chatter():
        code = batch.main([*command, "--report", str(folder / "report.json"), *extra])
    if code != 0:
        return code
    print("Rendering the three pictures ...", flush=True)
    with without_chatter():
        _render_pictures(blend, folder)
    print(f"Done in {time.monotonic() - start:.0f} s. Look at:")
    for name in ("before.png", "parts.png", "after.png", blend.name, "report.json"):
        print(f"  {folder / name}")
    return 0


def _render_pictures(blend: Path, folder: Path) -> None:
    """Renders the saved result, so that the pictures show what the file holds."""
    from styleglip_addon.blender.files.scene_files import read_object
    from styleglip_addon.blender.names import is_part_data_name
    from styleglip_addon.blender.result.write_back import remove_result
    from tools.preview_render import render_object, render_parts

    obj = read_object(blend)
    parts = [group.name for group in obj.vertex_groups if is_part_data_name(group.name)]
    render_object(obj, folder / "after.png")
    render_parts(obj, parts, folder / "parts.png")
    remove_result(obj)  # in memory only: the file keeps its result
    render_object(obj, folder / "before.png")


def main() -> int:
    """The command line; 0 when the demo's files were written."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], epilog="Any other option goes to the headless command, e.g. --seed 1."
    )
    parser.add_argument("--input", type=Path, default=LAMP, help="another mesh: .blend, .obj, .glb, .ply or .stl")
    parser.add_argument("--prompt", default=PROMPT, help=f'default: "{PROMPT}"')
    parser.add_argument("--output", type=Path, default=ROOT / "demo", help="folder for the files (default: demo)")
    arguments, extra = parser.parse_known_args()
    # Before Blender is imported: the user's own Blender settings are neither read nor changed.
    settings = tempfile.mkdtemp(prefix="styleglip-demo-")
    os.environ["BLENDER_USER_RESOURCES"] = settings
    try:
        return run(arguments.input.resolve(), arguments.prompt, arguments.output.resolve(), extra)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    finally:
        shutil.rmtree(settings, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
