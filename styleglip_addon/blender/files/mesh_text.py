"""The content of OBJ, PLY and STL files in UTF-8, and without a distance from the origin."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import numpy as np

from ...engine.vocabulary.distance import far_middle

_SAMPLE = 2000
_NUMBER = rb"([-+.\w]+)"
_POINTS = {
    ".obj": re.compile(rb"^([ \t]*v[ \t]+)" + _NUMBER + rb"([ \t]+)" + _NUMBER + rb"([ \t]+)" + _NUMBER, re.M),
    ".stl": re.compile(rb"^([ \t]*vertex[ \t]+)" + _NUMBER + rb"([ \t]+)" + _NUMBER + rb"([ \t]+)" + _NUMBER, re.M),
    ".ply": re.compile(rb"^([ \t]*)" + _NUMBER + rb"([ \t]+)" + _NUMBER + rb"([ \t]+)" + _NUMBER, re.M),
}
PLY_TYPES = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2", "ushort": "u2",
    "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4", "float": "f4", "float32": "f4",
    "double": "f8", "float64": "f8",
}  # fmt: skip
_MOST_HEADER = 1 << 16


def as_utf8(data: bytes) -> bytes:
    """Text in UTF-8, whatever it was in: UTF-16 and UTF-32 say so themselves; what is no UTF-8 is Western European."""
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").encode()
    if is_wide(data):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace").encode()
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)  # Blender takes it for a part of the first word


def without_distance(data: bytes, suffix: str) -> tuple[bytes, tuple[float, float, float]] | None:
    """The file's content with its middle at the origin, and where the middle was; None where it is not far away.

    Binary files have nothing to win unless they hold double precision.
    """
    if suffix == ".ply":
        return _ply_without_distance(data)
    if suffix == ".stl" and b"\0" in data[:_MOST_HEADER]:
        return None
    return _text_without_distance(data, _POINTS[suffix], 0, None)


def _text_without_distance(
    data: bytes, pattern: re.Pattern[bytes], start: int, most: int | None
) -> tuple[bytes, tuple[float, float, float]] | None:
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    end = start
    try:
        for number, match in enumerate(pattern.finditer(data, start), start=1):
            point = np.array([float(match[2]), float(match[4]), float(match[6])])
            low, high = np.minimum(low, point), np.maximum(high, point)
            end = match.end()
            if number == _SAMPLE and far_middle(low, high) is None:
                return None
            if number == most:
                break
    except ValueError:
        return None  # the importer says what is wrong
    middle = far_middle(low, high) if end > start else None
    if middle is None:
        return None
    x, y, z = (float(value) for value in middle)

    def moved(match: re.Match[bytes]) -> bytes:
        a, b, c = float(match[2]) - x, float(match[4]) - y, float(match[6]) - z
        return match[1] + b"%r%b%r%b%r" % (a, match[3], b, match[5], c)

    return data[:start] + pattern.sub(moved, data[start:end]) + data[end:], (x, y, z)


def _ply_without_distance(data: bytes) -> tuple[bytes, tuple[float, float, float]] | None:
    end = re.search(rb"^end_header\r?\n", data[:_MOST_HEADER], re.M)
    if end is None or not data.startswith(b"ply"):
        return None
    lines = [line.split() for line in data[: end.start()].decode("latin-1").splitlines()]
    elements = [number for number, line in enumerate(lines) if line[:1] == ["element"]]
    if not elements or lines[elements[0]][1:2] != ["vertex"]:
        return None
    last = elements[1] if len(elements) > 1 else len(lines)
    properties = [line for line in lines[elements[0] + 1 : last] if line[:1] == ["property"]]
    names, kinds = [line[-1] for line in properties], [line[1] for line in properties]
    form = next((line[1] for line in lines if line[:1] == ["format"]), "")
    if not lines[elements[0]][2].isdigit() or any(kind not in PLY_TYPES for kind in kinds):
        return None
    count = int(lines[elements[0]][2])
    if form == "ascii":
        return _text_without_distance(data, _POINTS[".ply"], end.end(), count) if names[:3] == ["x", "y", "z"] else None
    order = "<" if form == "binary_little_endian" else ">"
    layout = np.dtype([(name, order + PLY_TYPES[kind]) for name, kind in zip(names, kinds, strict=True)])
    if not {"x", "y", "z"} <= set(names) or layout["x"].itemsize < 8 or len(data) < end.end() + count * layout.itemsize:
        return None
    vertices = np.frombuffer(data, layout, count, end.end()).copy()
    points = np.stack([vertices[name] for name in "xyz"], axis=1)
    middle = far_middle(points.min(axis=0), points.max(axis=0)) if count else None
    if middle is None:
        return None
    for axis, name in enumerate("xyz"):
        vertices[name] -= middle[axis]
    rest = end.end() + count * layout.itemsize
    return data[: end.end()] + vertices.tobytes() + data[rest:], (float(middle[0]), float(middle[1]), float(middle[2]))


def is_fine(path: Path, suffix: str) -> bool:
    """Whether there is nothing to do for a binary file, without reading all of it.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_MOST_HEADER)
    if suffix == ".stl":
        return b"\0" in start and not is_wide(start)
    header = start.partition(b"end_header")[0]
    return suffix == ".ply" and header.startswith(b"ply") and not re.search(rb"\b(ascii|double|float64)\b", header)


def is_wide(data: bytes) -> bool:
    """Whether text is in an encoding with two bytes or more for each letter: it has a mark, or zeros in between."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
    start = data[:64]
    return data.startswith(marks) or (len(start) >= 8 and (not any(start[1::2]) or not any(start[::2])) and any(start))
