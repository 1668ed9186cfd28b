"""Stylizes without a window, in Blender or with Blender's Python module.

    blender --background [FILE.blend] -P styleglip_addon/batch.py -- --input MESH --prompt "..." --output OUT.blend
    python -m styleglip_addon.batch --input MESH --prompt "..." --output OUT.blend

Timers never run in background mode, so the engine is called directly and waited for.
"""

# ruff: noqa: E402 (a file that is started by its path has to find its package before it can import from it)

from __future__ import annotations

import sys
from pathlib import Path


def _package_name() -> str:
    """Imports the package this file belongs to, when the file was started by its path, and gives the package's name.

    The package is loaded from its folder, without a change to `sys.path`. Where Blender has it loaded as an enabled
    extension, under a name of Blender's, that one is taken.
    """
    from importlib.util import module_from_spec, spec_from_file_location

    start = Path(__file__).resolve().parent / "__init__.py"
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) and Path(str(module.__file__)).resolve() == start:
            return name
    name = start.parent.name
    spec = spec_from_file_location(name, start, submodule_search_locations=[str(start.parent)])
    if spec is None or spec.loader is None:
        sys.exit(f'StyleGLIP: "{start}" cannot be loaded. Install the add-on again.')
    package = module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    return name


if not __package__:
    from importlib import import_module

    sys.exit(import_module(f"{_package_name()}.batch").main())

import argparse
import json
import math
import traceback
from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any, NoReturn, TextIO

try:
    import bpy
except ImportError:
    if __name__ != "__main__":
        raise
    sys.exit("StyleGLIP: this Python has no bpy module. Run it with Blender, or in the environment of tools/demo.py.")

from .blender.files.headless import BatchOptions, stylize_file
from .blender.files.rescue import RescueError
from .blender.files.scene_files import INPUT_SUFFIXES, InputFileError, OutputFileError
from .blender.reading.part_masks import parse_masks
from .blender.reading.validation import ObjectError
from .blender.textures.further_output import FurtherOutput
from .engine.models import EMBEDDED, ModelChoice
from .engine.vocabulary import Device, Phase, Progress, StylizeSettings
from .engine.vocabulary.errors import (
    MeshError,
    ModelError,
    PromptError,
    SettingsError,
    StyleGLIPError,
    StylizeCancelled,
)
from .engine.vocabulary.presets import Preset, preset_settings
from .engine.vocabulary.reproduction import recorded_run


class ExitCode(IntEnum):
    """How a run ended."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INPUT_FILE = 3
    MESH = 4
    PROMPT = 5
    MODEL = 6
    OUTPUT = 7
    CANCELLED = 130


_CODES: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (InputFileError, ExitCode.INPUT_FILE),
    (OutputFileError, ExitCode.OUTPUT),
    (RescueError, ExitCode.OUTPUT),
    (PromptError, ExitCode.PROMPT),
    (ModelError, ExitCode.MODEL),
    (SettingsError, ExitCode.USAGE),
    (ObjectError, ExitCode.MESH),
    (MeshError, ExitCode.MESH),
    (StylizeCancelled, ExitCode.CANCELLED),
    (KeyboardInterrupt, ExitCode.CANCELLED),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; every failure is one sentence on stderr.

    Args:
        argv: the arguments; None: those of the process, in Blender the ones behind "--".

    Returns:
        An `ExitCode`.
    """
    arguments = _process_arguments() if argv is None else list(argv)
    debug = "--debug" in arguments
    progress = ProgressLine(sys.stderr)
    try:
        report = stylize_file(_read_options(arguments), progress)
        progress.close()
    except SystemExit as error:  # argparse: --help or wrong usage
        return int(error.code or 0)
    except BaseException as error:
        progress.close()
        if debug:
            traceback.print_exc()
        code = next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.UNEXPECTED)
        print(f"StyleGLIP: {_sentence(error)}", file=sys.stderr)
        return code
    for warning in report["warnings"]:
        print(f"StyleGLIP: {warning}", file=sys.stderr)
    return ExitCode.OK


class ProgressLine:
    """Shows the engine's reports: one line that is redrawn in a terminal, else a new line for every tenth.

    Args:
        stream: where to write.
    """

    _WIDTH = 24

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._redraws = stream.isatty()
        self._tenth: tuple[str, int] = ("", -1)
        self._drawn = 0

    def __call__(self, progress: Progress) -> None:
        """Takes a report; an `OnProgress` callback."""
        share = min(progress.step / max(progress.steps, 1), 1.0)
        label = "finding parts again" if progress.phase is Phase.RELOCATING else progress.phase.value
        text = f"{progress.step}/{progress.steps}, {_time_left(progress.seconds_left)}"
        if self._redraws:
            bar = "#" * round(share * self._WIDTH)
            line = f"{label:>8} [{bar:<{self._WIDTH}}] {text}"
            self._stream.write("\r" + line.ljust(self._drawn))
            self._drawn = len(line)
        elif (tenth := (progress.phase.value, int(share * 10 + 1e-9))) != self._tenth:
            self._tenth = tenth
            self._stream.write(f"{label} {text}\n")
        self._stream.flush()

    def close(self) -> None:
        """Ends the line."""
        if self._drawn:
            self._stream.write("\n")
            self._drawn = 0


def _time_left(seconds: float) -> str:
    if not math.isfinite(seconds):
        return "estimating the time left"
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    return f"{minutes}:{rest:02d} left"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(ExitCode.USAGE, f"StyleGLIP: {message}. See --help.\n")


def _read_options(arguments: Sequence[str]) -> BatchOptions:
    parser = _Parser(prog="styleglip", description="Stylizes a mesh part by part and saves it as a .blend file.")
    parser.add_argument("--input", type=Path, help=f"mesh file ({', '.join(INPUT_SUFFIXES)}); default: the open file")
    parser.add_argument("--object", default="", help="name of the object to stylize, where the file has several")
    parser.add_argument("--prompt", help='"STYLE PART, STYLE PART", e.g. "pottery base, gold tube"')
    parser.add_argument(
        "--from-report", type=Path, metavar="REPORT", help="do the run of a report again, with its settings and models"
    )
    parser.add_argument("--output", type=Path, help=".blend file to write")
    parser.add_argument("--report", type=Path, help="JSON file to write: parts, boxes, losses, settings, versions")
    parser.add_argument("--seed", type=int, help="seed of all random numbers")
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
        "--preset", choices=[preset.value for preset in Preset], help="a whole recipe to start the settings from"
    )
    parser.add_argument("--bake", type=int, default=0, metavar="SIZE", help="bake textures of SIZE x SIZE pixels")
    parser.add_argument("--bake-folder", type=Path, help="folder for the textures; default: packed into --output")
    parser.add_argument("--bake-overwrite", action="store_true", help="replace files of the same names in that folder")
    parser.add_argument("--dense-copy", action="store_true", help="add a dense copy of the object that has the result")
    parser.add_argument("--settings", help="engine settings as JSON text, or a JSON file; they win over the preset's")
    parser.add_argument("--make-single-user", action="store_true", help="copy a mesh that other objects use as well")
    parser.add_argument("--debug", action="store_true", help="show where an error comes from")
    values = parser.parse_args(list(arguments))
    needed = {
        "--prompt": values.prompt if values.from_report is None else values.from_report,
        "--output": values.output,
    }
    if missing := [name for name, value in needed.items() if value is None]:
        parser.error(f"the following arguments are required: {', '.join(missing)}")
    if values.output.suffix.lower() != ".blend":
        parser.error(f'--output must end in .blend, not "{values.output.name}"')
    if values.from_report is not None:
        return _options_from_report(values, parser)
    return BatchOptions(
        prompt=values.prompt,
        output=values.output.absolute(),
        input=values.input.absolute() if values.input is not None else None,
        object_name=values.object,
        report=values.report.absolute() if values.report is not None else None,
        settings=_read_settings(values),
        models=_read_models(values),
        make_single_user=values.make_single_user,
        masks=parse_masks(values.mask),
        further=_further_output(values),
    )


def _further_output(values: argparse.Namespace) -> FurtherOutput:
    return FurtherOutput(
        texture_size=values.bake,
        texture_folder=values.bake_folder.absolute() if values.bake_folder is not None else None,
        overwrite=values.bake_overwrite,
        dense_copy=values.dense_copy,
    )


def _options_from_report(values: argparse.Namespace, parser: _Parser) -> BatchOptions:
    """The options that do a report's run again; where it is done, and with what files, may differ."""
    fixed = ("prompt", "seed", "iterations", "preset", "settings", "glip", "clip")
    given = [f"--{name}" for name in fixed if getattr(values, name) is not None]
    if given:
        parser.error(f"--from-report does a run again as it was; leave out {given[0]}")
    try:
        run = recorded_run(json.loads(values.from_report.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputFileError(f'The report "{values.from_report}" cannot be read: {error.strerror or error}.') from error
    except (ValueError, SettingsError) as error:
        reason = error if isinstance(error, SettingsError) else "This is no report of a StyleGLIP run."
        raise InputFileError(f'"{values.from_report}": {reason}') from error
    masks = parse_masks(f"{name}={mask}" for name, mask in run.masks.items()) | parse_masks(values.mask)
    missing = [name for name in run.painted if name not in masks]
    if missing:
        raise PromptError(f'The place of "{missing[0]}" was painted for this report. Say with --mask where it is.')
    path = values.input or (Path(run.input) if run.input else None)
    return BatchOptions(
        prompt=run.prompt,
        output=values.output.absolute(),
        input=None if path is None else path.absolute(),
        object_name=values.object or run.object_name,
        report=None if values.report is None else values.report.absolute(),
        settings=_on_device(run.settings, values.device),
        models=run.models if values.model == EMBEDDED else _read_models(values),
        make_single_user=values.make_single_user,
        masks=masks,
        further=_further_output(values),
        recorded=run,
    )


def _read_models(values: argparse.Namespace) -> ModelChoice:
    """The chosen models; paths are made absolute, since the report is to be read from anywhere."""
    choice = ModelChoice.of(values.model)
    glip, clip = values.glip or choice.glip, values.clip or choice.clip
    absolute = [path if path == EMBEDDED else str(Path(path).expanduser().absolute()) for path in (glip, clip)]
    return replace(choice, glip=absolute[0], clip=absolute[1])


def _read_settings(values: argparse.Namespace) -> StylizeSettings:
    data: Any = {}
    if values.settings:
        text = values.settings
        if not text.lstrip().startswith("{"):
            try:
                text = Path(text).read_text(encoding="utf-8")
            except (OSError, ValueError) as error:
                raise SettingsError(f'The settings file "{values.settings}" cannot be read: {error}.') from error
        try:
            data = json.loads(text)
        except ValueError as error:
            raise SettingsError(f"--settings is not valid JSON: {error}.") from error
        if not isinstance(data, dict):
            raise SettingsError('--settings must be a JSON object such as {"iterations": 100}.')
    given = {"seed": values.seed, "iterations": values.iterations}
    data |= {name: value for name, value in given.items() if value is not None}
    base = preset_settings(values.preset or Preset.DEFAULT, values.iterations if values.preset else None)
    return _on_device(base.merged(data), values.device)


def _on_device(settings: StylizeSettings, device: str | None) -> StylizeSettings:
    """The settings with the device of the command line, where it names one."""
    if device is None:
        return settings
    return settings.with_(machine=replace(settings.machine, device=Device(device)))


def _process_arguments() -> list[str]:
    """The arguments meant for this program: in Blender those behind "--", else all."""
    if "--" in sys.argv:
        return sys.argv[sys.argv.index("--") + 1 :]
    return [] if bpy.app.binary_path else sys.argv[1:]


def _sentence(error: BaseException) -> str:
    if isinstance(error, StyleGLIPError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "Cancelled; nothing was written."
    if isinstance(error, MemoryError):
        return "There is not enough memory. Close other programs, or use a smaller mesh or image size."
    if isinstance(error, ImportError):
        return f'The Python package "{error.name}" is missing or damaged. Install the add-on again.'
    detail = " ".join(str(error).split())[:200]
    return f"Something unexpected went wrong ({type(error).__name__}: {detail}). Run again with --debug for details."


if __name__ == "__main__":
    sys.exit(main())
