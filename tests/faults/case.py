"""One fault: what is done, what must come, and what must be untouched. The lists of them need no Blender."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROMPT = "gold lid, wood box"
MODEL = "{model}"
"""In arguments: the folder of a model with random weights, so that a run takes seconds."""

QUICK = json.dumps(
    {
        "iterations": 2,
        "image_size": 64,
        "dense_vertices": 300,
        "machine": {"threads": 1, "device": "cpu"},
        "localization": {"image_size": 64, "views": 10},
        "material": {"candidates": 1},
        "textures": {"mode": "off"},
    }
)
"""Settings of a real but short run."""

SHORT = ("--model", MODEL, "--settings", QUICK)
RUN = ("--prompt", PROMPT, "--output", "out.blend", *SHORT)
"""Also of what is refused before a run: where it is not, that is told within seconds."""

Maker = Callable[[Path], None]
"""Makes the files of a case in an empty folder, the one that the command then runs in."""


@dataclass(frozen=True)
class Case:
    """One fault and what must come of it.

    Whatever the case, no file but those in `writes` may be new, changed or gone afterwards, in the case's folder, in
    the one around it and among the temporary files; and nothing on standard error may be a traceback or speak of
    something unexpected.

    Args:
        name: short, of its kind alone.
        does: what is done, in a few words for the table.
        arguments: of the command.
        code: name of the exit code.
        kind: what the sentence is to say, in a few words for the table.
        says: patterns that are found on standard error, in the last line where the command failed.
        files: makes the files.
        writes: patterns of the files that are to be new or changed; each matches at least one, and no other is.
        own_process: whether the command is a process of its own, because the interpreter's state matters or it may die.
        is_slow: whether it is left to the command that runs all cases on all Blenders.
        fails: why it is known to fail; "": it holds.
        disk: bytes of a file system of its own, in the folder "small"; 0: none.
        memory: bytes of address space that the command's process may have; 0: as much as there is.
    """

    name: str
    does: str
    arguments: tuple[str, ...]
    code: str
    kind: str
    says: tuple[str, ...] = ()
    files: Maker | None = None
    writes: tuple[str, ...] = ()
    own_process: bool = False
    is_slow: bool = False
    fails: str = ""
    disk: int = 0
    memory: int = 0


def text(name: str, content: str, encoding: str = "utf-8") -> Maker:
    """A text file."""
    return data(name, content.encode(encoding))


def data(name: str, content: bytes) -> Maker:
    """A file of these bytes."""

    def make(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return make


def both(*makers: Maker) -> Maker:
    """The files of several makers."""

    def make(folder: Path) -> None:
        for maker in makers:
            maker(folder)

    return make
