"""The kinds of file a result is saved to: what they are called, what they carry, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .exports import save_glb, save_obj, save_ply, save_usd
from .scene_files import OutputFileError, save_blend


class Carries(Enum):
    """How much of a result a kind of file takes along."""

    ALL = "all"
    TEXTURES = "shape, material and textures"
    COLORS = "shape and colors of the vertices"


@dataclass(frozen=True)
class OutputKind:
    """A kind of file.

    Args:
        holds: what such a file holds, for the help of the command line.
        save: writes the open scene, complete or not at all; raises OutputFileError.
        carries: what of a result is in it.
    """

    holds: str
    save: Callable[[Path], object]
    carries: Carries = Carries.ALL


OUTPUT_KINDS: Mapping[str, OutputKind] = {
    ".blend": OutputKind("the whole scene, and what it takes to go on with the result", save_blend),
    ".glb": OutputKind("the object with its textures in one file", save_glb, Carries.TEXTURES),
    ".usd": OutputKind("the object, textures in a folder beside it", save_usd, Carries.TEXTURES),
    ".obj": OutputKind("the object, its .mtl file and textures beside it", save_obj, Carries.TEXTURES),
    ".ply": OutputKind("the shape and the colors of its vertices alone", save_ply, Carries.COLORS),
}
"""By suffix. Another kind of file is one more line here, and its writer."""


def kind_of(path: Path) -> OutputKind | None:
    """The kind of a file by its name; None where there is no such kind."""
    return OUTPUT_KINDS.get(path.suffix.lower())


def save_output(path: Path) -> None:
    """Saves the open scene as the kind of file that its name says, complete or not at all.

    Raises:
        OutputFileError: there is no such kind, or the file cannot be written.
    """
    kind = kind_of(path)
    if kind is None:
        raise OutputFileError(f'"{path}" is of an unknown kind. Use one of {", ".join(OUTPUT_KINDS)}.')
    kind.save(path)
