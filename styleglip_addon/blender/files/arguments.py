"""The command line's arguments as options of a headless run; what is wrong with them is told first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...engine.models import EMBEDDED, ModelChoice
from ...engine.vocabulary import Device, StylizeSettings
from ...engine.vocabulary.errors import PromptError, SettingsError
from ...engine.vocabulary.json_texts import parse_json
from ...engine.vocabulary.presets import Preset, preset_settings
from ...engine.vocabulary.reproduction import recorded_run
from ..reading.part_masks import parse_masks
from ..textures.further_output import FurtherOutput
from .batch_options import BatchOptions
from .call_paths import path_clash
from .changes import PartChanges, parse_scales, parse_seeds
from .command_parser import CommandParser, command_parser
from .output_rules import carries_textures, output_fault, with_textures
from .rescue import RescueError, open_rescued
from .scene_files import InputFileError

_SETTINGS = '{"iterations": 100}'


def read_options(arguments: Sequence[str]) -> BatchOptions:
    """Reads the command line.

    Raises:
        SystemExit: --help, or wrong usage, which has been told on stderr.
        InputFileError: the file of --from-report or --from-state cannot be read, or is something else.
        PromptError, SettingsError: a value cannot be read.
    """
    parser = command_parser()
    values = parser.parse_args(list(arguments))
    sources = {"--prompt": values.prompt, "--from-report": values.from_report, "--from-state": values.from_state}
    given = [name for name, value in sources.items() if value is not None]
    if len(given) > 1:
        kind = "does a run again as it was" if given[1] == "--from-report" else "opens a result as it is"
        parser.error(f"{given[1]} {kind}; leave out {given[0]}")
    changes = PartChanges(parse_scales(values.scale), parse_seeds(values.choose))
    further = values.variations or values.bake or values.dense_copy or values.textures is not None
    tells = values.input is not None and (
        values.report is not None
        or values.picture is not None
        or (values.output is not None and carries_textures(values))
    )
    missing = [] if given or changes or further or tells else ["--prompt"]
    if missing := missing + (["--output"] if values.output is None else []):
        parser.error(f"the following arguments are required: {', '.join(missing)}")
    if fault := output_fault(values):
        parser.error(fault)
    if clash := path_clash(values):
        parser.error(clash)
    if values.up and values.input is None and values.from_report is None:
        parser.error("--up says how the file of --input lies; the open file stands as it is")
    if values.bake and values.textures is not None:
        parser.error("--bake and --textures both say what is baked; leave out one of them")
    if values.bake_folder is not None and not values.bake and values.textures is None:
        parser.error("--bake-folder needs --bake SIZE or --textures")
    if values.bake_overwrite and values.bake_folder is None:
        parser.error("--bake-overwrite needs --bake-folder")
    if values.picture is not None and values.picture.suffix.lower() != ".png":
        parser.error(f'--picture must end in .png, not "{values.picture.name}"')
    if values.from_report is not None:
        return _options_from_report(values, parser)
    if values.from_state is not None:
        return replace(_options_from_state(values, parser), changes=changes)
    if not given:
        return replace(_options_of_object(values, parser), changes=changes)
    return replace(
        _common(values),
        prompt=values.prompt,
        settings=read_settings(values),
        models=read_models(values),
        masks=parse_masks(values.mask),
        changes=changes,
    )


def _common(values: argparse.Namespace) -> BatchOptions:
    """What is the same wherever the parts and the settings come from."""
    return BatchOptions(
        prompt="",
        output=values.output.absolute(),
        input=values.input.absolute() if values.input is not None else None,
        object_name=values.object,
        up=values.up,
        report=values.report.absolute() if values.report is not None else None,
        picture=values.picture.absolute() if values.picture is not None else None,
        make_single_user=values.make_single_user,
        further=_further_output(values),
        variations=values.variations,
        shows_errors=values.debug,
    )


def _further_output(values: argparse.Namespace) -> FurtherOutput:
    return FurtherOutput(
        texture_size=values.bake,
        texture_folder=values.bake_folder.absolute() if values.bake_folder is not None else None,
        overwrite=values.bake_overwrite,
        dense_copy=values.dense_copy,
    )


def _options_from_report(values: argparse.Namespace, parser: CommandParser) -> BatchOptions:
    """The options that do a report's run again; where it is done, and with what files, may differ."""
    fixed = ("seed", "iterations", "preset", "settings", "glip", "clip", "scale", "choose", "no_names")
    given = [_option(name) for name in fixed if getattr(values, name) not in (None, [], False)]
    if given:
        parser.error(f"--from-report does a run again as it was; leave out {given[0]}")
    try:
        run = recorded_run(parse_json(values.from_report.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputFileError(f'The report "{values.from_report}" cannot be read: {error.strerror or error}.') from error
    except (ValueError, SettingsError) as error:
        reason = error if isinstance(error, SettingsError) else "This is no report of a StyleGLIP run."
        raise InputFileError(f'"{values.from_report}": {reason}') from error
    told = parse_masks(f"{name}={mask}" for name, mask in run.command.masks.items())
    masks = told | parse_masks(values.mask)
    missing = [name for name in run.painted if name not in masks]
    if missing:
        raise PromptError(f'The place of "{missing[0]}" was painted for this report. Say with --mask where it is.')
    options = _common(values)
    return replace(
        options,
        prompt=run.prompt,
        input=options.input or (Path(run.command.input).absolute() if run.command.input else None),
        object_name=options.object_name or run.command.object_asked,
        up=options.up or run.command.up,
        settings=_as_told(run.settings, values),
        models=run.models if values.model == EMBEDDED else read_models(values),
        masks=masks,
        recorded=run,
    )


def _options_from_state(values: argparse.Namespace, parser: CommandParser) -> BatchOptions:
    """The options that put a rescued result on its mesh: all that decides it is in the file."""
    _refuse_run_options(values, parser, "--from-state opens a result as it is")
    try:
        rescued = open_rescued(values.from_state)
    except RescueError as error:
        raise InputFileError(str(error)) from error
    state = replace(rescued.state, settings=_as_told(rescued.state.settings, values))
    return replace(
        _common(values), prompt=rescued.prompt, settings=state.settings, rescued=replace(rescued, state=state)
    )


def _options_of_object(values: argparse.Namespace, parser: CommandParser) -> BatchOptions:
    """The options that change the result that the object has: all else that decides it is in its file."""
    _refuse_run_options(values, parser, "without --prompt the result is changed that the object has")
    options = _common(values)
    # What stays as it is has its textures; only where a size or a piece is changed do they have to follow.
    follows = bool(values.scale or values.choose) or values.textures is not None or carries_textures(values)
    further = replace(options.further, follows_settings=follows)
    return replace(options, further=further, reopens=lambda settings: _as_told(settings, values, reopens=True))


def _refuse_run_options(values: argparse.Namespace, parser: CommandParser, reason: str) -> None:
    fixed = ("seed", "iterations", "preset", "settings", "glip", "clip", "mask", "model", "no_names")
    given = [_option(name) for name in fixed if getattr(values, name) not in (None, [], EMBEDDED, False)]
    if given:
        parser.error(f"{reason}; leave out {given[0]}")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _as_told(settings: StylizeSettings, values: argparse.Namespace, *, reopens: bool = False) -> StylizeSettings:
    """The settings with the device and the textures of the command line, where it names any."""
    if values.device is not None:
        settings = settings.with_(machine=replace(settings.machine, device=Device(values.device)))
    return with_textures(settings, values, reopens=reopens)


def read_models(values: argparse.Namespace) -> ModelChoice:
    """The chosen models; paths are made absolute, since the report is to be read from anywhere."""
    choice = ModelChoice.of(values.model)
    glip, clip = values.glip or choice.glip, values.clip or choice.clip
    absolute = [path if path == EMBEDDED else str(Path(path).expanduser().absolute()) for path in (glip, clip)]
    return replace(choice, glip=absolute[0], clip=absolute[1])


def read_settings(values: argparse.Namespace) -> StylizeSettings:
    """The settings of a run: a preset's, with what the command line changes.

    Raises:
        SettingsError: a value cannot be read.
    """
    data = _settings_data(values.settings) if values.settings else {}
    given = {"seed": values.seed, "iterations": values.iterations}
    data |= {name: value for name, value in given.items() if value is not None}
    switched_off = {"names": values.no_names, "find_up": bool(values.up)}
    if any(switched_off.values()) and isinstance(data.get("localization", {}), dict):
        off = {name: False for name, is_off in switched_off.items() if is_off}
        data["localization"] = {**data.get("localization", {}), **off}
    base = preset_settings(values.preset or Preset.DEFAULT, values.iterations if values.preset else None)
    return _as_told(base.merged(data), values)


def _settings_data(given: str) -> dict[str, Any]:
    """What --settings says, as text or in a file.

    Raises:
        SettingsError: it is no JSON object, and no file that holds one.
    """
    text, told = given, "--settings"
    try:
        is_file = Path(given).is_file()
    except (OSError, ValueError):  # too long for a name
        is_file = False
    if is_file or not given.lstrip().startswith(("{", "[", '"')):
        told = f'The file "{given}" of --settings'
        try:
            text = Path(given).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SettingsError(f"{told} cannot be read: {reason}. Name a file, or write {_SETTINGS}.") from error
    try:
        data = parse_json(text)
    except ValueError as error:
        raise SettingsError(f"{told} is not valid JSON: {error}.") from error
    if not isinstance(data, dict):
        raise SettingsError(f"{told} must be a JSON object such as {_SETTINGS}.")
    return data
