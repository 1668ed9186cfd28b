"""The kinds of file a result is saved to: what they are called, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .scene_files import OutputFileError, save_blend


@dataclass(frozen=True)
class OutputKind:
    """A kind of file.

    Args:
        holds: what such a file holds, for the help of the command line.
        save: writes the open scene, complete or not at all; raises OutputFileError.
    """

    holds: str
    save: Callable[[Path], object]


OUTPUT_KINDS: Mapping[str, OutputKind] = {
    ".blend": OutputKind("the whole scene, and what it takes to go on with the result", save_blend),
}
"""By suffix. Another kind of file is one more line here, and its writer."""


def save_output(path: Path) -> None:
    """Saves the open scene as the kind of file that its name says, complete or not at all.

    Raises:
        OutputFileError: there is no such kind, or the file cannot be written.
    """
    kind = OUTPUT_KINDS.get(path.suffix.lower())
    if kind is None:
        raise OutputFileError(f'"{path}" is of an unknown kind. Use one of {", ".join(OUTPUT_KINDS)}.')
    kind.save(path)
