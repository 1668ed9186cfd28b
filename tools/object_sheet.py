"""The pictures of docs/objects.md: seven artists' meshes, each with three prompts, before and after.

    python tools/object_sheet.py --meshes FOLDER [--only lamp hammer] [--runs runs/objects] [--output docs/objects]

FOLDER holds the meshes as docs/styles.md describes. Every run goes through the headless command, as a user's does, and
is kept as a .blend with its report in --runs; what is there is not run again, so work goes on where it was stopped.
Pictures are rendered in Blender's Cycles from the saved files.
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
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

if __name__ == "__main__":  # also before Blender is imported: the user's own settings are neither read nor changed
    os.environ["BLENDER_USER_RESOURCES"] = tempfile.mkdtemp(prefix="styleglip-objects-")

from PIL import Image, ImageDraw, ImageFont

from styleglip_addon.blender.files.scene_files import read_object
from styleglip_addon.blender.pictures.object_pictures import without_chatter
from styleglip_addon.blender.result.write_back import remove_result
from tools.preview_render import render_object

_STYLIZE = Path(__file__).resolve().parent / "stylize.py"
_CAPTION = 26


@dataclass(frozen=True)
class Subject:
    """A mesh and what is written for it.

    Args:
        mesh: path below the folder of meshes.
        prompts: what the headless command is given, one sheet column each.
        masks: `--mask` options for parts that are not looked for.
        azimuth, elevation: of the camera, degrees, as in `render_object`.
    """

    mesh: str
    prompts: tuple[str, ...]
    masks: tuple[str, ...] = ()
    azimuth: float = 30.0
    elevation: float = 14.0

    @property
    def name(self) -> str:
        """What its files are called."""
        return Path(self.mesh).stem


SUBJECTS = (
    Subject(
        "antiqueChair/antiqueChair.obj",
        (
            "linen seat, gold back, wood leg",
            "emerald velvet seat, polished mahogany back, brass leg",
            "weathered leather seat, whitewashed oak back, rusty iron leg",
        ),
    ),
    Subject(
        "armchair/armchair.obj",
        (
            "denim seat, leather armrest, copper leg",
            "grey tweed seat, walnut armrest, brushed steel leg",
            "navy velvet seat, brass armrest, ebony leg",
        ),
        masks=("seat=material:seat", "armrest=material:armrest"),
    ),
    Subject(
        "kitchen_stool/kitchen_stool.obj",
        (
            "red leather seat, wood leg, gold footrest",
            "cork seat, matte black steel leg, copper footrest",
            "green marble seat, bamboo leg, chrome footrest",
        ),
    ),
    Subject(
        "candle/candle.obj",
        (
            "rusty metal holder, green candle",
            "polished brass holder, ivory wax candle",
            "mossy stone holder, beeswax candle",
        ),
    ),
    Subject(
        "lamp/lamp.obj",
        (
            "pottery base, gold tube, linen shade",
            "blue and white porcelain base, brass tube, crimson velvet shade",
            "walnut base, jade tube, wicker shade",
        ),
    ),
    Subject(
        "hammer/hammer.obj",
        (
            "wood head, steel handle",
            "rusty steel head, polished walnut handle",
            "gold-veined marble head, brown leather handle",
        ),
    ),
    Subject(
        "mushroom/mushroom.obj",
        (
            "gold cap, silver body",
            "red toadstool cap, birch bark stem",
            "lava cap, obsidian stem",
        ),
    ),
)

WAYS = {"from_grey": ("--preset", "from_grey", "--textures", "off"), "default": ()}
"""The command's options of each row of a sheet."""

FROM_GREY = 2
"""Prompts whose upper picture is of the former recipe, which takes minutes; above the others is the mesh as it came."""


def run(subject: Subject, number: int, way: str, meshes: Path, runs: Path) -> Path:
    """The .blend of one prompt, run if it is not there yet.

    Raises:
        SystemExit: if the headless command fails; it has said why.
    """
    name = f"{subject.name}_{number}_{way}"
    blend = runs / f"{name}.blend"
    if not blend.exists():
        masks = [word for mask in subject.masks for word in ("--mask", mask)]
        print(f'{way}: {subject.mesh}, "{subject.prompts[number]}"', flush=True)
        options = [
            *("--input", str(meshes / subject.mesh), "--prompt", subject.prompts[number]),
            *("--output", str(blend), "--report", str(runs / f"{name}.json")),
            *masks,
            *WAYS[way],
        ]
        # A process each: names of materials in the file are the masks', without ".001".
        code = subprocess.run([sys.executable, str(_STYLIZE), *options], check=False).returncode
        if code != 0:
            raise SystemExit(code)
    return blend


def picture(blend: Path, subject: Subject, size: int, samples: int) -> Path:
    """The rendered picture of a saved result; made anew where the .blend is newer."""
    path = blend.with_suffix(".png")
    if not path.exists() or path.stat().st_mtime < blend.stat().st_mtime:
        obj = read_object(blend)
        with without_chatter():
            render_object(obj, path, size, samples, subject.azimuth, subject.elevation)
    return path


def untouched(blend: Path, subject: Subject, size: int, samples: int) -> Path:
    """The rendered picture of the mesh without its result."""
    path = blend.parent / f"{subject.name}_untouched.png"
    if not path.exists():
        obj = read_object(blend)
        remove_result(obj)  # in memory only: the file keeps its result
        with without_chatter():
            render_object(obj, path, size, samples, subject.azimuth, subject.elevation)
    return path


def sheet(pictures: Sequence[Sequence[Path]], captions: Sequence[str], size: int, path: Path) -> None:
    """One mesh: a row per way, a column per prompt with its words below."""
    canvas = Image.new("RGB", (size * len(captions), size * len(pictures) + _CAPTION), "white")
    draw, font = ImageDraw.Draw(canvas), ImageFont.load_default(15)
    for row, line in enumerate(pictures):
        for column, file in enumerate(line):
            with Image.open(file) as image:
                canvas.paste(image.convert("RGB").resize((size, size)), (column * size, row * size))
    for column, caption in enumerate(captions):
        draw.text((column * size + 6, size * len(pictures) + 4), caption, fill="black", font=font)
    canvas.save(path, quality=86)


def main() -> int:
    """The command line; 0 when the sheets were written."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meshes", type=Path, required=True, help="folder of labelled meshes")
    parser.add_argument(
        "--only", nargs="+", choices=[subject.name for subject in SUBJECTS], help="some of the meshes; without it all"
    )
    parser.add_argument("--runs", type=Path, default=Path("runs/objects"), help="results and single pictures")
    parser.add_argument("--output", type=Path, default=Path("docs/objects"), help="folder for the sheets")
    parser.add_argument("--size", type=int, default=512, help="pixels of one picture")
    parser.add_argument("--samples", type=int, default=48, help="Cycles samples per pixel")
    arguments = parser.parse_args()
    runs: Path = arguments.runs.resolve()
    runs.mkdir(parents=True, exist_ok=True)
    arguments.output.mkdir(parents=True, exist_ok=True)
    subjects = [subject for subject in SUBJECTS if not arguments.only or subject.name in arguments.only]
    meshes: Path = arguments.meshes.resolve()
    size, samples = arguments.size, arguments.samples
    for subject in subjects:
        befores, afters = [], []
        for number in range(len(subject.prompts)):
            blend = run(subject, number, "default", meshes, runs)
            afters.append(picture(blend, subject, size, samples))
            if number < FROM_GREY:
                befores.append(picture(run(subject, number, "from_grey", meshes, runs), subject, size, samples))
            else:
                befores.append(untouched(blend, subject, size, samples))
        sheet((befores, afters), subject.prompts, size, arguments.output / f"{subject.name}.jpg")
        print(f"wrote {arguments.output / subject.name}.jpg", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        shutil.rmtree(os.environ["BLENDER_USER_RESOURCES"], ignore_errors=True)
