"""Sharpness: what a baked texture keeps, octave by octave, of the material that it shows, and how true its repeats are.

Materials of all kinds are put on a cylinder of 0.8 m around, and a few on the demonstration's lamp, by a run of the
engine, and baked at 2048 px. Each is compared with the same piece of material, fitted as the run fitted it, evaluated
directly at several points a texel and averaged. `--former` adds what the recipe without materials makes of the same
words.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import torch

from styleglip_addon.engine import MachineSettings, Models, Part, StylizeSettings, load_models, parse_prompt, stylize
from styleglip_addon.engine.materials.catalogue import MATERIALS
from tools.benchmarks.kept_runs import write_json
from tools.benchmarks.sharpness_figures import WAVELENGTHS, Figures, figures_of, former_figures, summary, table
from tools.benchmarks.sharpness_patches import Patch, Subject, Textured, cylinder

NAMES = (
    *("gold", "brushed steel", "rust", "chainmail", "diamond plate"),
    *("oak", "walnut", "wooden planks", "herringbone parquet", "cork"),
    *("marble", "granite", "brick", "cobblestone", "terrazzo"),
    *("linen", "denim", "tweed", "tartan", "knitted wool", "burlap", "corduroy"),
    *("leather", "snake skin", "wicker", "rattan"),
    *("blue tiles", "blue and white porcelain", "pottery", "stained glass"),
    *("bark", "grass", "moss", "brown fur", "fish scales"),
    *("carbon fibre", "honeycomb", "newspaper", "plastic", "waffle"),
)
"""Forty materials of all kinds."""

FORMER = ("linen", "brick", "oak")

_WHOLE, _CLOSE = Patch(0, 0, 1024, step=4), Patch(512, 256, 512)
"""Of the cylinder's texture: half of its length around, and a square of single texels."""

_POINTS, _POINTS_CLOSE = 6, 3
"""Points of the reference per pixel of these patches, each way."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    parser.add_argument(
        "--only", action="append", help="a material's name; may be given again; default: 40 of all kinds"
    )
    parser.add_argument("--former", action="store_true", help="also what the recipe without materials makes of three")
    parser.add_argument("--lamp", action="store_true", help="also the demonstration's lamp on an atlas of Blender's")
    parser.add_argument("--iterations", type=int, help="steps per run; default: the engine's")
    parser.add_argument("--candidates", type=int, help="pieces that are drawn per part; default: the engine's")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measures all materials.

    Returns:
        `sharp`: share of materials that keep 90 % in every octave; `regular`: share of repeats within 10 %; medians and
        worst by octave; `materials`, `former` and `lamp` with all figures.
    """
    torch.set_num_threads(arguments.threads)
    names = arguments.only or NAMES
    if unknown := [name for name in names if name not in MATERIALS]:
        raise SystemExit(f'There is no material "{unknown[0]}".')
    settings, models = _settings(arguments), load_models()
    subject = cylinder()
    report: dict[str, Any] = {"settings": settings.to_dict(), "wavelengths": WAVELENGTHS}
    found: list[Figures] = []
    former: list[Figures] = []
    for name in names:
        textured = _textured(subject, name, settings, models)
        found.append(on_cylinder(name, textured))
        print(found[-1].line(), flush=True)
        report |= summary(found) | {"materials": [one.to_dict() for one in found]}
        if arguments.report is not None:
            write_json(arguments.report, {"measurement": "sharpness", "is_complete": False} | report)
    for name in FORMER if arguments.former else ():
        grey = StylizeSettings.preset("from_grey").with_(machine=settings.machine)
        textured = _textured(subject, name, settings, models)
        former.append(former_figures(name, _textured(subject, name, grey, models), textured, _WHOLE, _CLOSE))
        print(former[-1].line(), flush=True)
        report["former"] = [one.to_dict() for one in former]
    if arguments.lamp:
        lamp = _on_lamp(settings, models)
        report["lamp"] = [one.to_dict() for one in lamp]
        found_lamp = "\n".join(one.line() for one in lamp)
        print(found_lamp, flush=True)
    print(table(found, former))
    return report


def on_cylinder(name: str, textured: Textured) -> Figures:
    """The figures of a material on the cylinder: the longer waves from its whole, the shorter from a close-up."""
    patches = (_WHOLE, _CLOSE)
    references = [textured.direct(_WHOLE, 0, _POINTS), textured.direct(_CLOSE, 0, _POINTS_CLOSE)]
    return figures_of(name, patches, [textured.baked(patch) for patch in patches], references)


def _settings(arguments: argparse.Namespace) -> StylizeSettings:
    settings = StylizeSettings(machine=MachineSettings(threads=arguments.threads))
    if arguments.iterations is not None:
        settings = settings.with_(iterations=arguments.iterations)
    if arguments.candidates is not None:
        settings = settings.merged({"material": {"candidates": arguments.candidates}})
    return settings


def _textured(subject: Subject, name: str, settings: StylizeSettings, models: Models) -> Textured:
    """The whole of a subject in one material."""
    part = Part("thing", name, mask=np.ones(len(subject.mesh.vertices), np.float32))
    result = stylize(subject.mesh, (part,), settings, models=models)
    return Textured.of(subject, result, settings.machine.threads)


def _on_lamp(settings: StylizeSettings, models: Models) -> list[Figures]:
    """The figures of the lamp's parts, each on the largest square that it has in the atlas."""
    from tools.benchmarks.sharpness_lamp import lamp_subject

    parts = parse_prompt("pottery base, gold tube, linen shade")
    subject = lamp_subject()
    textured = Textured.of(subject, stylize(subject.mesh, parts, settings, models=models), settings.machine.threads)
    found = []
    for number, part in enumerate(parts):
        patch = textured.largest_patch(number, 512)
        reference = textured.direct(patch, number, _POINTS_CLOSE)
        found.append(figures_of(f"{part.style} {part.name}", (patch,), [textured.baked(patch)], [reference]))
    return found
