"""One call of the command, from its arguments to its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ...engine.vocabulary import PartReading, Progress
from .arguments import read_options
from .deliveries import new_folders
from .exit_codes import ExitCode
from .find_options import FindOrder, read_find_order
from .finding import FoundParts, find_parts_file
from .headless import FinishedRun, stylize_file
from .loaded_models import Loads, load
from .prompt_readings import read_prompt_order, reading_lines


class Teller(Protocol):
    """Whom a call tells what it reads, how far it is, and what the user has to know."""

    def say(self, sentence: str) -> None:
        """Takes a sentence."""

    def tell(self, reading: PartReading) -> None:
        """Takes what the words of a part were read as."""

    def __call__(self, progress: Progress) -> None:
        """Takes a report of the engine."""

    def close(self) -> None:
        """Is told that no report comes any more."""


@dataclass(frozen=True)
class FinishedCall:
    """What came of a call that did not fail.

    Args:
        code: its exit code.
        run: of a run; None: there was none.
        found: of a search for parts; None: there was none.
    """

    code: ExitCode
    run: FinishedRun | None = None
    found: FoundParts | None = None


def run_call(arguments: Sequence[str], teller: Teller, loads: Loads = load) -> FinishedCall:
    """Does what a command line asks for; the open scene is then the one that was written.

    Args:
        arguments: of the command.
        teller: whom it tells what there is to say.
        loads: where the guidance models come from.

    Raises:
        SystemExit: --help, or wrong usage, which has been told on stderr.
        StyleGLIPError: the sentence says what is wrong.
    """
    if (order := read_prompt_order(arguments)) is not None:
        for line in reading_lines(order):
            print(line)
        return FinishedCall(ExitCode.OK)
    if (search := read_find_order(arguments)) is not None:
        _say_new_folders(search.written, teller)
        return _find_parts(search, teller, loads)
    options = read_options(arguments)
    _say_new_folders(options.written, teller)
    for doubt in options.prompt_doubts():
        teller.say(doubt)
    run = stylize_file(options, teller, loads)
    teller.close()
    for part in run.report.parts:
        if part.told_by:
            teller.say(f"{part.name}: from {part.told_by}")
        teller.tell(PartReading(part.name, part.style, tuple(n for n in part.reading if not n.endswith(": -"))))
    for warning in (*run.report.warnings, *run.failed):
        teller.say(warning)
    return FinishedCall(_code_of_run(run), run=run)


def _code_of_run(run: FinishedRun) -> ExitCode:
    """The worst of what a finished run has to say."""
    if run.missed and len(run.missed) == len(run.report.parts):
        return ExitCode.NOTHING_FOUND
    if run.failed:
        return ExitCode.INCOMPLETE
    return ExitCode.NOT_FOUND if run.missed else ExitCode.OK


def _say_new_folders(paths: Sequence[Path], teller: Teller) -> None:
    for folder in new_folders(paths):
        teller.say(f'The folder "{folder}" is not there and is made.')


def _find_parts(order: FindOrder, teller: Teller, loads: Loads) -> FinishedCall:
    found = find_parts_file(order, teller, loads)
    teller.close()
    for line in (*found.lines(), *found.failed):
        teller.say(line)
    return FinishedCall(_code_of_search(found), found=found)


def _code_of_search(found: FoundParts) -> ExitCode:
    if not found.is_any:
        return ExitCode.NOTHING_FOUND
    if found.failed:
        return ExitCode.INCOMPLETE
    return ExitCode.OK if found.is_complete else ExitCode.NOT_FOUND
