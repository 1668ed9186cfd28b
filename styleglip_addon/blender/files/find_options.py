"""The command's --find-parts: what is looked for and where it is told, read and checked before any work."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...engine.models import EMBEDDED, ModelChoice
from ...engine.prompts.part_lists import parse_part_names
from ...engine.prompts.reading import parse_prompt
from ...engine.vocabulary import Part, StylizeSettings
from ..reading.part_masks import PartMask, parse_masks
from .arguments import read_models, read_settings
from .call_paths import path_clash
from .command_parser import CommandParser, command_parser

_OPTION = "--find-parts"
_OF_RUNS = (
    "read_prompt",
    "from_report",
    "from_state",
    "seed",
    "iterations",
    "clip",
    "scale",
    "choose",
    "variations",
    "textures",
    "bake",
    "bake_folder",
    "bake_overwrite",
    "dense_copy",
)
"""Options that say something of a run, or of a result."""


@dataclass(frozen=True)
class FindOrder:
    """What to look for.

    Args:
        parts: without styles; none: those that the object seems to have.
        input: the mesh file; None: the file that Blender has open.
        object_name, up: see `BatchOptions`.
        output: the .blend file to write, with a vertex group for each part; None: none.
        picture, report: PNG and JSON file; None: none.
        settings, models, masks, make_single_user, shows_errors: see `BatchOptions`.
    """

    parts: tuple[Part, ...]
    input: Path | None = None
    object_name: str = ""
    up: str = ""
    output: Path | None = None
    picture: Path | None = None
    report: Path | None = None
    settings: StylizeSettings = field(default_factory=StylizeSettings)
    models: ModelChoice = field(default_factory=ModelChoice)
    masks: Mapping[str, PartMask] = field(default_factory=dict)
    make_single_user: bool = False
    shows_errors: bool = False

    @property
    def written(self) -> tuple[Path, ...]:
        """All files that are written."""
        return tuple(path for path in (self.output, self.picture, self.report) if path is not None)


def read_find_order(arguments: Sequence[str]) -> FindOrder | None:
    """What --find-parts asks for; None where it is not given.

    Raises:
        SystemExit: --help, or wrong usage, which has been told on stderr.
        PromptError, SettingsError: a value cannot be read.
    """
    if not any(argument.startswith("--f") for argument in arguments):
        return None
    parser = command_parser()
    values = parser.parse_args(list(arguments))
    if values.find_parts is None:
        return None
    given = [name for name in _OF_RUNS if getattr(values, name) not in (None, [], False, 0)]
    if given:
        parser.error(f"{_OPTION} only looks for parts; leave out --{given[0].replace('_', '-')}")
    if values.find_parts and values.prompt is not None:
        parser.error(f"{_OPTION} NAMES and --prompt both name the parts; leave out one of them")
    _check_files(values, parser)
    return FindOrder(
        parts=_parts(values, parser),
        input=values.input.absolute() if values.input is not None else None,
        object_name=values.object,
        up=values.up,
        output=_absolute(values.output),
        picture=_absolute(values.picture) or _beside(values.output, ".png"),
        report=_absolute(values.report) or _beside(values.output, ".json"),
        settings=read_settings(values),
        models=replace(read_models(values), clip=EMBEDDED),
        masks=parse_masks(values.mask),
        make_single_user=values.make_single_user,
        shows_errors=values.debug,
    )


def _parts(values: argparse.Namespace, parser: CommandParser) -> tuple[Part, ...]:
    """Those that are named; none where the object's own are asked for."""
    if values.find_parts:
        return parse_part_names(values.find_parts)
    if values.prompt is None:
        if values.mask:
            parser.error(f"--mask says where a part is; name the parts behind {_OPTION}, or with --prompt")
        return ()
    return tuple(Part(part.name, "") for part in parse_prompt(values.prompt))


def _check_files(values: argparse.Namespace, parser: CommandParser) -> None:
    if values.output is not None and values.output.suffix.lower() != ".blend":
        parser.error(f'--output of {_OPTION} is a .blend file, which has groups, not "{values.output.name}"')
    if values.picture is not None and values.picture.suffix.lower() != ".png":
        parser.error(f'--picture must end in .png, not "{values.picture.name}"')
    if clash := path_clash(values):
        parser.error(clash)
    if values.up and values.input is None:
        parser.error("--up says how the file of --input lies; the open file stands as it is")


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else path.absolute()


def _beside(output: Path | None, suffix: str) -> Path | None:
    """ "OUT-parts.png" beside an output file."""
    return None if output is None else output.absolute().with_name(f"{output.stem}-parts{suffix}")
