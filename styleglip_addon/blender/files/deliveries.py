"""What a run without a window is to write, and how much of it there is: told where it is stopped, or fails in part.

The result is saved first. What is wanted besides is made one by one, and none of it takes the rest along.
"""

from __future__ import annotations

import shlex
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ...engine.optimisation.temporary_files import clear_stale
from ...engine.vocabulary.errors import StyleGLIPError
from .failures import sentence_of
from .interruption import finishing_writes


class StoppedError(StyleGLIPError):
    """The run was stopped from outside when something was saved already; the message says what, and what is not."""


@dataclass(frozen=True)
class Further:
    """Something that is wanted besides the result.

    Args:
        what: what it is called, e.g. "the textures".
        options: of the command, which make it from the saved result.
    """

    what: str
    options: tuple[str, ...] = ()


@dataclass
class Deliveries:
    """What a run is to write.

    Args:
        output: the file of the result; None: none.
        missing: what is wanted besides and not there yet, in the order in which it is made.
        shows_errors: whether the traceback of what fails is printed.
        written: files that are complete.
        failed: a sentence for each thing that could not be made.
    """

    output: Path | None
    missing: list[Further] = field(default_factory=list)
    shows_errors: bool = False
    written: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def save(self, path: Path, work: Callable[[], object]) -> None:
        """Writes a file of the result, to its end where the process is asked to stop meanwhile."""
        with finishing_writes():
            work()
            if path not in self.written:
                self.written.append(path)

    def make(self, what: str, work: Callable[[], object]) -> bool:
        """Makes one of the things that are wanted besides; a failure is kept as a sentence.

        Returns:
            Whether it is made.
        """
        try:
            work()
        except Exception as error:
            if self.shows_errors:
                traceback.print_exc()
            own = [further for further in self.missing if further.what == what]
            cure = f" When that is mended: {command}" if (command := self._command(own)) else ""
            self.failed.append(f"{_capital(what)} could not be made. {sentence_of(error)}{cure}")
            return False
        self.missing = [further for further in self.missing if further.what != what]
        return True

    def stopped(self) -> str:
        """The sentence for a run that was stopped from outside."""
        if not self.written:
            return "Cancelled; nothing was written."
        there = " and ".join(f'"{path}"' for path in self.written)
        saved = f"Cancelled. {there} {'is' if len(self.written) == 1 else 'are'} saved and complete"
        if not self.missing:
            return f"{saved}, and nothing is missing."
        missing = " and ".join(further.what for further in self.missing)
        return f"{saved}, but {missing} {self._is_are()} missing. {self._command(self.missing)}".rstrip()

    def _is_are(self) -> str:
        return "is" if len(self.missing) == 1 and not self.missing[0].what.endswith("s") else "are"

    def _command(self, wanted: Sequence[Further]) -> str:
        """A sentence with the options that make what is missing from the saved result; "" where it is not saved."""
        options = [option for further in wanted for option in further.options]
        if self.output is None or self.output not in self.written or not options:
            return ""
        if self.output.suffix.lower() != ".blend":
            return ""  # it does not hold what made the result
        path = shlex.quote(str(self.output))
        return f"--input {path} --output {path} {' '.join(map(shlex.quote, options))} makes that from the saved result."


@contextmanager
def told_when_stopped(deliveries: Deliveries) -> Iterator[None]:
    """Says what there is where the body is interrupted.

    Raises:
        StoppedError: it was, and something was written.
    """
    try:
        yield
    except KeyboardInterrupt as error:
        if not deliveries.written:
            raise
        raise StoppedError(deliveries.stopped()) from error


def cleared_leftovers(paths: Sequence[Path]) -> tuple[str, ...]:
    """Removes what killed runs left beside files that are to be written; a sentence for each folder with some."""
    told = []
    for folder in dict.fromkeys(path.parent for path in paths):
        if gone := clear_stale(folder):
            what = "1 unfinished file" if len(gone) == 1 else f"{len(gone)} unfinished files"
            told.append(f'{what} of a run that was ended from outside {_was(gone)} removed from "{folder}".')
    return tuple(told)


def _was(things: Sequence[object]) -> str:
    return "was" if len(things) == 1 else "were"


def new_folders(paths: Sequence[Path]) -> list[Path]:
    """The folders that have to be made for files; of nested ones the outermost."""
    found: list[Path] = []
    for path in paths:
        missing = [folder for folder in path.absolute().parents if not folder.exists()]
        found += [folder for folder in missing[-1:] if folder not in found]
    return found


@contextmanager
def without_empty_folders(folders: Sequence[Path]) -> Iterator[None]:
    """Takes folders away again that were made in the body, where no file has come into them."""
    try:
        yield
    finally:
        for folder in folders:
            for inner in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
                with suppress(OSError):  # a file, or a folder with one
                    inner.rmdir()
            with suppress(OSError):
                folder.rmdir()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
