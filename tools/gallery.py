"""The pictures of docs/gallery.md: the recipes, the modes, both fields and baking, each on the demonstration's lamp.

    python tools/gallery.py [--only presets modes fields baking] [--steps 100] [--runs FOLDER] [--output docs]

Every run is kept in --runs as it ends and taken from there the next time, so that work goes on where it was stopped;
remove the folder to run anew. Pictures are rendered in Blender's Cycles from objects as the add-on leaves them. With
the embedded model on two CPU threads the runs take about ten minutes and the pictures five.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

if __name__ == "__main__":  # also before Blender is imported: the user's own settings are neither read nor changed
    os.environ["BLENDER_USER_RESOURCES"] = tempfile.mkdtemp(prefix="styleglip-gallery-")

import bpy
from PIL import Image, ImageDraw, ImageFont

from styleglip_addon.blender.files.scene_files import read_object
from styleglip_addon.blender.names import COLOR_ATTRIBUTE, shown_attribute
from styleglip_addon.blender.pictures.object_pictures import without_chatter
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.blender.textures.baking import BakeOptions, prepare_bake, write_bake
from styleglip_addon.blender.textures.dense_copy import make_dense_copy
from styleglip_addon.blender.textures.uv_maps import UvChoice
from styleglip_addon.engine import Preset, StyleState, StylizeSettings, continue_run, load_models, parse_prompt, stylize
from styleglip_addon.engine.baking import BakeMap, BakeSettings, bake_order
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS
from styleglip_addon.engine.vocabulary.settings import FieldKind, FieldSettings, PartsMode
from tools.preview_render import render_attribute, render_object

ROOT = Path(__file__).resolve().parent.parent
LAMP = ROOT / "tests" / "assets" / "lamp.obj"
PROMPT = "pottery base, gold tube, linen shade"
DENSE_VERTICES = 200_000
COARSE_VERTICES = 600
_CAPTION = 30


class Figure(StrEnum):
    """The gallery's figures."""

    PRESETS = "presets"
    MODES = "modes"
    FIELDS = "fields"
    BAKING = "baking"


@dataclass(frozen=True)
class Panel:
    """One picture of a figure.

    Args:
        caption: what stands under it.
        draw: renders it to a file.
    """

    caption: str
    draw: Callable[[Path], None]


class Gallery:
    """Makes runs, keeps them, and renders objects that have their results.

    Args:
        mesh: file of the object.
        prompt: of all runs.
        steps: of every run.
        runs: folder of finished runs.
        size: of a picture, pixels.
    """

    def __init__(self, mesh: Path, prompt: str, steps: int, runs: Path, size: int) -> None:
        self._mesh, self._prompt, self._steps, self._runs, self._size = mesh, prompt, steps, runs, size

    def settings(self, preset: Preset, **changes: Any) -> StylizeSettings:
        """A recipe, shortened to the gallery's steps."""
        return StylizeSettings.preset(preset, iterations=self._steps).with_(seed=1, **changes)

    def styled(self, name: str, settings: StylizeSettings, coarse: bool = False) -> tuple[Any, StyleState]:
        """The object with the result of a run, new or kept under `name`; `coarse`: with few vertices."""
        obj = read_object(self._mesh)
        if coarse:
            thin_out(obj, COARSE_VERTICES)
        exported = export_object(obj)
        file = self._runs / f"{self._mesh.stem}-{name}.safetensors"
        if file.is_file():
            kept = StyleState.load(file)
            result = continue_run(exported.mesh, kept)
        else:
            started = time.monotonic()
            result = stylize(exported.mesh, parse_prompt(self._prompt), settings, models=load_models())
            self._runs.mkdir(parents=True, exist_ok=True)
            result.state.save(file)
            print(f"{name}: {len(result.history)} steps in {time.monotonic() - started:.0f} s", flush=True)
        write_result(obj, exported, result, self._prompt)
        return obj, result.state

    def panel(self, caption: str, obj: Any) -> Panel:
        """The object as it is when the picture is drawn."""
        return Panel(caption, lambda path: render_object(obj, path, size=self._size, samples=24))

    def channel(self, caption: str, obj: Any, attribute: str) -> Panel:
        """One of the object's attributes, without light."""
        return Panel(caption, lambda path: render_attribute(obj, attribute, path, size=self._size, samples=4))

    def before(self) -> Panel:
        """The object without a result."""
        return self.panel("before", read_object(self._mesh))

    def presets(self) -> list[Panel]:
        """Every recipe on the same object."""
        panels = [self.before()]
        for preset in (p for p in Preset if p is not Preset.DEFAULT):  # materials have pictures of their own
            obj, _ = self.styled(preset.value, self.settings(preset))
            panels.append(self.panel(preset.value, obj))
        return panels

    def modes(self) -> list[Panel]:
        """The parts located once, located again while the style grows, and not located at all."""
        fixed, _ = self.styled(Preset.FROM_GREY.value, self.settings(Preset.FROM_GREY))
        joint_settings = self.settings(Preset.FROM_GREY, parts_mode=PartsMode.JOINT)
        joint_settings = joint_settings.with_(joint=replace(joint_settings.joint, every=max(self._steps // 4, 1)))
        joint, _ = self.styled("joint", joint_settings)
        holistic, _ = self.styled("holistic", self.settings(Preset.FROM_GREY, parts_mode=PartsMode.HOLISTIC))
        return [self.panel("fixed", fixed), self.panel("joint", joint), self.panel("holistic", holistic)]

    def fields(self) -> list[Panel]:
        """Field L: what it holds, and how it looks in Blender's light."""
        obj, _ = self.styled("field-l", self.settings(Preset.FROM_GREY, field=FieldSettings(kind=FieldKind.APPEARANCE)))
        return [
            self.channel("colour", obj, COLOR_ATTRIBUTE),
            self.channel("roughness", obj, shown_attribute(ROUGHNESS)),
            self.channel("metallic", obj, shown_attribute(METALLIC)),
            self.panel("Principled BSDF", obj),
        ]

    def baking(self) -> list[Panel]:
        """The coarse mesh with vertex colours, with textures, and a dense copy of the same run."""
        settings = self.settings(Preset.FROM_GREY)
        coarse, _ = self.styled("coarse", settings, coarse=True)
        obj, state = self.styled("coarse", settings, coarse=True)
        maps = BakeSettings(size=2048, maps=frozenset({BakeMap.COLOR, BakeMap.NORMAL}), threads=1)
        prepared = prepare_bake(obj, state, BakeOptions(maps, UvChoice.NEW))
        dense = make_dense_copy(obj, state, DENSE_VERTICES)
        textured = write_bake(prepared, bake_order(prepared.order))
        own, fine = len(coarse.data.vertices), len(dense.data.vertices)
        return [
            self.panel(f"{own} vertices, their colours", coarse),
            self.panel(f"{own} vertices, textures", textured),
            self.panel(f"copy of {fine:,} vertices", dense),
        ]


def thin_out(obj: Any, vertices: int) -> None:
    """Takes vertices away until about so many are left, as an artist's Decimate modifier does."""
    modifier = obj.modifiers.new("Decimate", "DECIMATE")
    modifier.ratio = vertices / len(obj.data.vertices)
    scene = bpy.context.scene
    if obj.name not in scene.objects:
        scene.collection.objects.link(obj)
    mesh = bpy.data.meshes.new_from_object(obj.evaluated_get(bpy.context.evaluated_depsgraph_get()))
    obj.modifiers.remove(modifier)
    obj.data = mesh


def save_figure(panels: Sequence[Panel], file: Path, size: int) -> None:
    """Renders the panels beside each other with their captions.

    Args:
        panels: left to right.
        file: PNG to write.
        size: width and height of a panel, pixels.
    """
    sheet = Image.new("RGB", (len(panels) * size, size + _CAPTION), (255, 255, 255))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    with tempfile.TemporaryDirectory() as folder:
        for number, panel in enumerate(panels):
            picture = Path(folder) / f"{number}.png"
            panel.draw(picture)
            with Image.open(picture) as image:
                sheet.paste(image.convert("RGB"), (number * size, 0))
            middle = (number * size + size // 2, size + _CAPTION // 2)
            draw.text(middle, panel.caption, fill=(40, 40, 40), font=font, anchor="mm")
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(file, optimize=True)
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB", flush=True)


def main() -> int:
    """Makes the figures that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=[item.value for item in Figure], default=list(Figure))
    parser.add_argument("--input", type=Path, default=LAMP, help="mesh file")
    parser.add_argument("--prompt", default=PROMPT)
    parser.add_argument("--steps", type=int, default=100, help="of every run")
    parser.add_argument("--size", type=int, default=300, help="of a picture, pixels")
    parser.add_argument("--runs", type=Path, default=ROOT / "demo" / "gallery", help="folder that keeps the runs")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", help="folder for the pictures")
    options = parser.parse_args()
    gallery = Gallery(options.input, options.prompt, options.steps, options.runs, options.size)
    makers = {
        Figure.PRESETS: gallery.presets,
        Figure.MODES: gallery.modes,
        Figure.FIELDS: gallery.fields,
        Figure.BAKING: gallery.baking,
    }
    for figure in map(Figure, options.only):
        with without_chatter():
            bpy.ops.wm.read_factory_settings(use_empty=True)
        save_figure(makers[figure](), options.output / f"gallery_{figure.value}.png", options.size)
    return 0


if __name__ == "__main__":
    status = main()
    shutil.rmtree(os.environ["BLENDER_USER_RESOURCES"], ignore_errors=True)
    sys.stdout.flush()
    os._exit(status)  # the bpy module can hang while the interpreter shuts down
