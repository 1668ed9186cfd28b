"""Faces of a mesh file that Blender's importers leave out without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import bpy

from .mesh_text import as_utf8

_OBJ_FACE = re.compile(rb"^[ \t]*f[ \t]", re.M)
_PLY_FACES = re.compile(rb"^element[ \t]+face[ \t]+(\d+)", re.M)
_MOST_HEADER = 1 << 16


def lost_faces(path: Path, imported: Sequence[bpy.types.Object]) -> tuple[str, ...]:
    """A sentence where objects have fewer faces than the OBJ or PLY file that they are from; else none.

    STL files name no corners, and a glTF file that names some that are not there is not imported.

    Raises:
        OSError: the file cannot be read any more.
    """
    announced = _announced(path)
    lost = announced - sum(len(obj.data.polygons) for obj in imported)
    if lost <= 0:
        return ()
    are = "is" if lost == 1 else "are"
    return (
        f'{lost:,} of the {announced:,} faces in "{path}" {are} left out: such faces name corners that are not there '
        "or come later in the file, name one twice, are there twice or have fewer than three.",
    )


def _announced(path: Path) -> int:
    match path.suffix.lower():
        case ".obj":
            return sum(1 for _ in _OBJ_FACE.finditer(as_utf8(path.read_bytes())))
        case ".ply":
            with path.open("rb") as file:
                found = _PLY_FACES.search(file.read(_MOST_HEADER).partition(b"end_header")[0])
            return int(found[1]) if found else 0
        case _:
            return 0
