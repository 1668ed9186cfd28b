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

    _batch = import_module(f"{_package_name()}.batch")
    _batch.end_process(_batch.main())

import contextlib
import math
import os
import shutil
import traceback
from collections.abc import Sequence
from enum import IntEnum
from typing import NoReturn, TextIO

try:
    import bpy
except ImportError:
    if __name__ != "__main__":
        raise
    sys.exit("StyleGLIP: this Python has no bpy module. Run it with Blender, or in the environment of tools/demo.py.")

from .blender.files.arguments import read_options
from .blender.files.deliveries import StoppedError, new_folders
from .blender.files.failures import sentence_of, shortage_told
from .blender.files.find_options import FindOrder, read_find_order
from .blender.files.finding import find_parts_file
from .blender.files.headless import FinishedRun, stylize_file
from .blender.files.interruption import stopped_by_signals
from .blender.files.prompt_readings import read_prompt_order, reading_lines
from .blender.files.rescue import RescueError
from .blender.files.scene_files import InputFileError, OutputFileError
from .blender.reading.validation import ObjectError
from .engine.vocabulary import PartReading, Phase, Progress
from .engine.vocabulary.errors import (
    MeshError,
    ModelError,
    PromptError,
    SettingsError,
    StateError,
    StylizeCancelled,
)


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
    NOT_FOUND = 8
    NOTHING_FOUND = 9
    INCOMPLETE = 10
    RESOURCES = 11
    CANCELLED = 130


_CODES: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (InputFileError, ExitCode.INPUT_FILE),
    (OutputFileError, ExitCode.OUTPUT),
    (RescueError, ExitCode.OUTPUT),
    (PromptError, ExitCode.PROMPT),
    (ModelError, ExitCode.MODEL),
    (SettingsError, ExitCode.USAGE),
    (StateError, ExitCode.INPUT_FILE),
    (ObjectError, ExitCode.MESH),
    (MeshError, ExitCode.MESH),
    (StoppedError, ExitCode.CANCELLED),
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
    progress = ProgressLine(sys.stderr)
    try:
        with stopped_by_signals():
            return _run(arguments, progress)
    except SystemExit as error:  # argparse: --help or wrong usage
        return int(error.code or 0)
    except BaseException as error:
        progress.close()
        if "--debug" in arguments:
            traceback.print_exc()
        print(f"StyleGLIP: {sentence_of(error)}", file=sys.stderr)
        return code_of(error)


def code_of(error: BaseException) -> ExitCode:
    """The exit code for what ended a run."""
    if shortage_told(error) is not None:
        return ExitCode.RESOURCES
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.UNEXPECTED)


def _run(arguments: Sequence[str], progress: ProgressLine) -> ExitCode:
    if (order := read_prompt_order(arguments)) is not None:
        for line in reading_lines(order):
            print(line)
        return ExitCode.OK
    if (search := read_find_order(arguments)) is not None:
        _say_new_folders(search.written, progress)
        return _find_parts(search, progress)
    options = read_options(arguments)
    _say_new_folders(options.written, progress)
    for doubt in options.prompt_doubts():
        progress.say(doubt)
    run = stylize_file(options, progress)
    progress.close()
    for part in run.report.parts:
        if part.told_by:
            progress.say(f"{part.name}: from {part.told_by}")
        progress.tell(PartReading(part.name, part.style, tuple(n for n in part.reading if not n.endswith(": -"))))
    for warning in (*run.report.warnings, *run.failed):
        progress.say(warning)
    return _code_of_run(run)


def _code_of_run(run: FinishedRun) -> ExitCode:
    """The worst of what a finished run has to say."""
    if run.missed and len(run.missed) == len(run.report.parts):
        return ExitCode.NOTHING_FOUND
    if run.failed:
        return ExitCode.INCOMPLETE
    return ExitCode.NOT_FOUND if run.missed else ExitCode.OK


def _say_new_folders(paths: Sequence[Path], progress: ProgressLine) -> None:
    for folder in new_folders(paths):
        progress.say(f'The folder "{folder}" is not there and is made.')


def _find_parts(order: FindOrder, progress: ProgressLine) -> ExitCode:
    found = find_parts_file(order, progress)
    progress.close()
    for line in (*found.lines(), *found.failed):
        progress.say(line)
    if not found.is_any:
        return ExitCode.NOTHING_FOUND
    if found.failed:
        return ExitCode.INCOMPLETE
    return ExitCode.OK if found.is_complete else ExitCode.NOT_FOUND


class ProgressLine:
    """Shows the engine's reports: what was read, and how far the run is, on one line that is redrawn in a terminal.

    Elsewhere every tenth is a new line.

    Args:
        stream: where to write.
    """

    _WIDTH = 24

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._redraws = stream.isatty()
        self._tenth: tuple[str, int] = ("", -1)
        self._drawn = 0
        self._said: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    def say(self, sentence: str) -> None:
        """Writes a sentence on a line of its own, once."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.close()
            self._stream.write(f"StyleGLIP: {sentence}\n")
            self._stream.flush()

    def tell(self, reading: PartReading) -> None:
        """Writes what the words of a part were read as and what is doubtful about that, unless that was told."""
        lines = {(reading.name, line) for line in reading.lines}
        if not lines <= self._told:
            self.say(reading.text)
        self._told |= lines
        for doubt in reading.doubts if reading.is_understood else ():  # what is not ends the run with a sentence
            self.say(doubt)

    def __call__(self, progress: Progress) -> None:
        """Takes a report; an `OnProgress` callback."""
        for note in progress.notes:
            self.say(note)
        if progress.phase is Phase.READING:
            for reading in progress.readings:
                self.tell(reading)
            return
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


def _process_arguments() -> list[str]:
    """The arguments meant for this program: in Blender those behind "--", else all."""
    if "--" in sys.argv:
        return sys.argv[sys.argv.index("--") + 1 :]
    return [] if bpy.app.binary_path else sys.argv[1:]


def end_process(code: int) -> NoReturn:
    """Ends a process that has nothing left to do, in one that has Blender as a module at once.

    The modules of 4.2 to 4.5 may crash or wait for ever while the interpreter shuts down, after all is written; one of
    the reasons is a driver whose expression failed.
    """
    if bpy.app.binary_path:
        sys.exit(code)
    shutil.rmtree(bpy.app.tempdir, ignore_errors=True)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it may have gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    end_process(main())
