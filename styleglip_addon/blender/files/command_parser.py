"""The command line's arguments as they are declared, with their help."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from ...engine.baking.maps import LARGEST_SIZE, SMALLEST_SIZE, BakeSettings
from ...engine.models import EMBEDDED
from ...engine.vocabulary import Device, StylizeSettings
from ...engine.vocabulary.errors import SettingsError
from ...engine.vocabulary.presets import Preset
from ...engine.vocabulary.settings import TextureMode, TextureSettings
from ...engine.vocabulary.settings.run import LARGEST_SEED
from .batch_arguments import Several, add_batch_arguments
from .importers import UP_AXES
from .outputs import OUTPUT_KINDS
from .scene_files import INPUT_SUFFIXES

_WRONG_USAGE = 2
"""The exit code, as argparse has it."""

_MOST_VARIATIONS = 32


class CommandParser(argparse.ArgumentParser):
    """Tells wrong usage in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Ends the process."""
        self.exit(_WRONG_USAGE, f"StyleGLIP: {message}. See --help.\n")


def command_parser() -> CommandParser:
    """Reads all arguments."""
    parser = CommandParser(prog="styleglip", description="Stylizes a mesh part by part and saves it.")
    parser.add_argument(
        "--input",
        nargs="+",
        action=Several,
        help=f"mesh file ({', '.join(INPUT_SUFFIXES)}); default: the open file; several, folders and patterns: a batch",
    )
    parser.add_argument(
        "--object", action=Several, default="", help="name of the object to stylize, where the file has several"
    )
    parser.add_argument(
        "--up",
        choices=UP_AXES,
        default="",
        metavar="AXIS",
        help="axis of an OBJ, PLY or STL file that points up: x, y, z, or --up=-y; default: y of OBJ, else z",
    )
    parser.add_argument("--prompt", help='what should look how, in English: "pottery base, gold tube"')
    parser.add_argument(
        "--read-prompt", action="store_true", help="only show what --prompt is read as; needs no mesh, writes nothing"
    )
    parser.add_argument(
        "--find-parts",
        nargs="?",
        const="",
        metavar="NAMES",
        help='only look for parts, those of --prompt or NAMES such as "seat, legs", else those that the object seems '
        "to have: vertex groups, a picture and figures of how sure it is; nothing is styled",
    )
    parser.add_argument(
        "--picture",
        type=Path,
        help="PNG file to write: the result as Cycles shows it; with --find-parts where the parts are",
    )
    parser.add_argument(
        "--from-report", type=Path, metavar="REPORT", help="do the run of a report again, with its settings and models"
    )
    parser.add_argument(
        "--from-state", type=Path, metavar="FILE", help="put a result on its mesh that could not be written or saved"
    )
    parser.add_argument("--output", type=Path, help=f"file to write: {_output_kinds()}")
    parser.add_argument("--report", type=Path, help="JSON file to write: parts, boxes, losses, settings, versions")
    parser.add_argument("--seed", type=_seed, help="seed of all random numbers")
    parser.add_argument("--iterations", type=int, help="optimisation steps")
    parser.add_argument("--device", choices=[device.value for device in Device], help="where the networks run")
    parser.add_argument("--model", default=EMBEDDED, help='"embedded" (default), a folder with a model, or a GLIP file')
    parser.add_argument("--glip", help="GLIP file or folder instead of the model's own GLIP")
    parser.add_argument("--clip", help="CLIP folder or file instead of the model's own encoder")
    parser.add_argument(
        "--mask",
        action="append",
        default=[],
        metavar="PART=SOURCE:NAME",
        help="where a part is, instead of looking for it: vertex_group, face_set, material or attribute; repeatable",
    )
    parser.add_argument(
        "--no-names",
        action="store_true",
        help="look for parts in pictures alone, not in the names of materials, joined objects and groups",
    )
    parser.add_argument(
        "--scale",
        action="append",
        default=[],
        metavar="PART=TIMES",
        help="size of a part's material, 1: as usual; in a run, or in the result that the object has; repeatable",
    )
    parser.add_argument(
        "--variations",
        type=_variations,
        default=0,
        metavar="COUNT",
        help="show so many other pieces of each part's material on a sheet beside --output, with their seeds",
    )
    parser.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="PART=SEED",
        help="the piece of a part's material, by its seed; in a run, or in the result that the object has; repeatable",
    )
    parser.add_argument(
        "--preset", choices=[preset.value for preset in Preset], help="a whole recipe to start the settings from"
    )
    parser.add_argument(
        "--textures",
        type=_textures,
        metavar="auto|off|SIZE",
        help="textures in the same run: where the style is finer than the vertices (default), never, or of SIZE pixels",
    )
    parser.add_argument(
        "--bake",
        type=_texture_size,
        default=0,
        metavar="SIZE",
        help="bake textures of SIZE x SIZE pixels, heights included",
    )
    parser.add_argument("--bake-folder", type=Path, help="folder for the textures; default: packed into --output")
    parser.add_argument("--bake-overwrite", action="store_true", help="replace files of the same names in that folder")
    parser.add_argument("--dense-copy", action="store_true", help="add a dense copy of the object that has the result")
    parser.add_argument("--settings", help="engine settings as JSON text, or a JSON file; they win over the preset's")
    parser.add_argument("--make-single-user", action="store_true", help="copy a mesh that other objects use as well")
    parser.add_argument("--debug", action="store_true", help="show where an error comes from")
    add_batch_arguments(parser)
    return parser


def _textures(text: str) -> TextureSettings:
    """The value of --textures.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse tells it.
    """
    if text in (TextureMode.AUTO, TextureMode.OFF):
        return TextureSettings(TextureMode(text))
    try:
        return TextureSettings(TextureMode.ALWAYS, int(text))
    except (ValueError, SettingsError):
        raise argparse.ArgumentTypeError(f'"{text}" is neither auto nor off nor a size of 16..8192 pixels') from None


def _texture_size(text: str) -> int:
    """The value of --bake.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse tells it.
    """
    try:
        return BakeSettings(int(text)).size
    except (ValueError, SettingsError):
        raise argparse.ArgumentTypeError(
            f'"{text}" is no size of a texture: a whole number of {SMALLEST_SIZE}..{LARGEST_SIZE} pixels'
        ) from None


def _seed(text: str) -> int:
    """The value of --seed.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse tells it.
    """
    try:
        return StylizeSettings(seed=int(text)).seed
    except (ValueError, SettingsError):
        raise argparse.ArgumentTypeError(f'"{text}" is no seed: a whole number from 0 to {LARGEST_SEED}') from None


def _variations(text: str) -> int:
    """The value of --variations.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse tells it.
    """
    if not (text.isdecimal() and 1 <= int(text) <= _MOST_VARIATIONS):
        raise argparse.ArgumentTypeError(f'"{text}" is no number from 1 to {_MOST_VARIATIONS}')
    return int(text)


def _output_kinds() -> str:
    return "; ".join(f"{suffix}, {kind.holds}" for suffix, kind in OUTPUT_KINDS.items())
