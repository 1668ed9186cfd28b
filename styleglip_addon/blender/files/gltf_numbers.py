"""The coordinates of a glTF file's meshes, read to see whether they are numbers, as far as they lie there plainly.

Blender's importer checks everything else that a file may have wrong. The format: Khronos, glTF 2.0 Specification, 2021.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary.json_texts import parse_json

_FLOAT = 5126
_BYTES = 12
_HEADER, _CHUNK = struct.Struct("<4sII"), struct.Struct("<I4s")


def gltf_coordinates(path: Path) -> Iterator[NDArray[np.float32]]:
    """(V, 3) coordinates of each mesh piece; those that are compressed, sparse or damaged are left out."""
    try:
        document, body = _parts_of(path)
        places = {
            primitive["attributes"]["POSITION"] for mesh in document["meshes"] for primitive in mesh["primitives"]
        }
        for place in places:
            yield _positions(document, document["accessors"][place], path, body)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, OSError, struct.error):
        return  # the importer says what is wrong


def _parts_of(path: Path) -> tuple[dict[str, Any], bytes]:
    """The JSON of a file, and the binary part behind it in a .glb file."""
    data = path.read_bytes()
    if path.suffix.lower() != ".glb":
        return dict(parse_json(data)), b""
    length, _ = _CHUNK.unpack_from(data, _HEADER.size)
    start = _HEADER.size + _CHUNK.size
    return dict(parse_json(data[start : start + length])), data[start + length + _CHUNK.size :]


def _positions(document: dict[str, Any], accessor: dict[str, Any], path: Path, body: bytes) -> NDArray[np.float32]:
    view = document["bufferViews"][accessor["bufferView"]]
    if (accessor["componentType"], accessor["type"]) != (_FLOAT, "VEC3"):
        raise ValueError("coordinates that are no floats")
    content = _buffer(document["buffers"][view["buffer"]], path, body)
    start, count = view.get("byteOffset", 0) + accessor.get("byteOffset", 0), accessor["count"]
    step = view.get("byteStride", _BYTES)
    if not (start >= 0 and step >= _BYTES and count > 0 and start + (count - 1) * step + _BYTES <= len(content)):
        raise ValueError("coordinates beyond their buffer")
    layout = np.dtype({"names": ["at"], "formats": [("<f4", 3)], "offsets": [0], "itemsize": _BYTES})
    return np.ndarray((count,), layout, content, start, (step,))["at"]


def _buffer(buffer: dict[str, Any], path: Path, body: bytes) -> bytes:
    uri = buffer.get("uri")
    if uri is None:
        return body
    if uri.startswith("data:"):
        return base64.b64decode(uri.partition(",")[2])
    return (path.parent / unquote(uri)).read_bytes()
