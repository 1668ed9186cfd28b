"""Looks into mesh files for what Blender's importers read wrongly or die of, before they are asked.

A PLY file whose header does not hold together may end the whole process, and coordinates that are no numbers are read
as 0. The PLY format: G. Turk, The PLY Polygon File Format, 1994.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .gltf_document import Document
from .gltf_limits import check_limits
from .gltf_numbers import gltf_coordinates
from .gltf_pictures import outside_buffers
from .mesh_text import PLY_TYPES

_MOST_HEADER = 1 << 16
_STL_HEADER = 84
_FACET = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_FORMATS = ("ascii", "binary_little_endian", "binary_big_endian")
_NUMBER = rb"[-+]?(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?"
_THREE = rb"[ \t]++(?!" + rb"[ \t]++".join([_NUMBER] * 3) + rb"(?:[ \t\r]|$))"
_NO_NUMBERS = {
    ".obj": re.compile(rb"^[ \t]*+v" + _THREE, re.M),
    ".stl": re.compile(rb"^[ \t]*+vertex" + _THREE, re.M | re.I),
    ".ply": re.compile(rb"^[ \t]*[-+.\d][^\r\n]*\bnan\b|^[ \t]*nan\b", re.M | re.I),
}
"""What begins a line whose coordinates are no three numbers; of a PLY file, only where one is "nan"."""


@dataclass
class _Element:
    """What a PLY header tells of one of its elements."""

    name: str
    count: int
    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    has_lists: bool = False
    least: int = 0
    """Bytes of each in a binary file, lists taken as empty."""


def check_content(path: Path) -> None:
    """Raises RuntimeError with the reason where an OBJ, PLY or STL file must not be given to its importer.

    Raises:
        RuntimeError: see above.
        OSError: the file cannot be read.
    """
    suffix = path.suffix.lower()
    pattern = _NO_NUMBERS[suffix]
    data = path.read_bytes()
    coordinates = {".ply": _ply_coordinates, ".stl": _stl_coordinates}.get(suffix, _no_coordinates)(data)
    if coordinates is not None:
        _check_numbers([coordinates])
    elif (suffix != ".ply" or b"nan" in data.lower()) and b"\\\n" not in data and (found := pattern.search(data)):
        number, line = data.count(b"\n", 0, found.start()) + 1, data[found.start() : found.start() + 60].splitlines()[0]
        text = line.decode(errors="replace").strip()
        raise RuntimeError(f'line {number} has a coordinate that is no number ("{text}")')


def check_gltf(path: Path, document: Document) -> None:
    """The same for a glTF file.

    Args:
        path: where it really is.
        document: its content.

    Raises:
        RuntimeError: see `check_content`.
    """
    if outside_buffers(path.parent, document.json):
        raise RuntimeError("it names files outside of its folder")
    check_limits(document.json)
    _check_numbers(gltf_coordinates(document, path.parent))


def _check_numbers(pieces: Iterable[NDArray[np.floating]]) -> None:
    if bad := sum(int(np.isnan(coordinates).sum()) for coordinates in pieces):
        raise RuntimeError(f"{bad} of its coordinates are no numbers (nan)")


def _no_coordinates(data: bytes) -> None:
    """Those of a file that is always text."""


def _stl_coordinates(data: bytes) -> NDArray[np.float32] | None:
    """The corners' coordinates in a binary STL file; None where it is none."""
    if len(data) < _STL_HEADER or len(data) != _STL_HEADER + _FACET.itemsize * int.from_bytes(data[80:84], "little"):
        return None
    return np.frombuffer(data, _FACET, offset=_STL_HEADER)["corners"]


def _ply_coordinates(data: bytes) -> NDArray[np.floating] | None:
    """The vertices' coordinates in a binary PLY file; None in one that is text, or has lists at its vertices.

    Raises:
        RuntimeError: the header does not hold together, or what follows is too short for it.
    """
    end = re.search(rb"^end_header[ \t]*\r?\n", data[:_MOST_HEADER], re.M)
    if not data.startswith((b"ply\n", b"ply\r")) or end is None:
        raise RuntimeError("its header has no beginning or no end, so it is cut or no PLY file")
    lines = [line.split() for line in data[3 : end.start()].decode("latin-1").splitlines()]
    form = next((words[1] for words in lines if words[:1] == ["format"] and len(words) > 1), "")
    if form not in _FORMATS:
        raise RuntimeError(f'its format is "{form}", and {", ".join(_FORMATS)} can be read')
    elements: list[_Element] = []
    for words in lines:
        _take_line(words, elements)
    vertices = next((element for element in elements if element.name == "vertex"), None)
    if vertices is None or not {"x", "y", "z"} <= set(vertices.names):
        raise RuntimeError("its header tells of no vertices with x, y and z")
    if form == "ascii":  # a line for each
        least, there = sum(element.count for element in elements), data.count(b"\n", end.end()) + 1
    else:
        least, there = sum(element.count * element.least for element in elements), len(data) - end.end()
    if there < least:
        raise RuntimeError(f"it is cut: {sum(element.count for element in elements):,} elements are announced")
    if (
        form == "ascii"
        or elements[0] is not vertices
        or vertices.has_lists
        or len(set(vertices.names)) < len(vertices.names)
    ):
        return None
    order = "<" if form == "binary_little_endian" else ">"
    layout = np.dtype([(name, order + kind) for name, kind in zip(vertices.names, vertices.kinds, strict=True)])
    values = np.frombuffer(data, layout, vertices.count, end.end())
    return np.stack([values[axis].astype(np.float64) for axis in "xyz"])


def _take_line(words: list[str], elements: list[_Element]) -> None:
    """Reads a line of a header into `elements`.

    Raises:
        RuntimeError: it cannot be read.
    """
    match words:
        case [] | ["comment" | "obj_info" | "format", *_]:
            pass
        case _ if not all(word.isascii() and word.isprintable() for word in words):
            raise RuntimeError("its header has characters that are none")
        case ["element", name, count] if count.isdecimal():
            elements.append(_Element(name, int(count)))
        case ["property", "list", size, kind, name] if elements and size in PLY_TYPES and kind in PLY_TYPES:
            elements[-1].has_lists = True
            elements[-1].least += np.dtype(PLY_TYPES[size]).itemsize
        case ["property", kind, name] if elements and kind in PLY_TYPES:
            elements[-1].names.append(name)
            elements[-1].kinds.append(PLY_TYPES[kind])
            elements[-1].least += np.dtype(PLY_TYPES[kind]).itemsize
        case _:
            raise RuntimeError(f'its header has a line that cannot be read ("{" ".join(words)[:40]}")')
