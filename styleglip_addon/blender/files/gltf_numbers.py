"""The coordinates of a glTF file's meshes, read to see whether they are numbers, as far as they lie there plainly.

Blender's importer checks everything else that a file may have wrong. The format: Khronos, glTF 2.0 Specification, 2021.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .gltf_document import Document, named_file
from .named_files import file_within, is_there

_FLOAT = 5126
_BYTES = 12


def gltf_coordinates(document: Document, folder: Path) -> Iterator[NDArray[np.float32]]:
    """(V, 3) coordinates of each mesh piece; those that are compressed, sparse or damaged are left out.

    Args:
        document: the file's content.
        folder: of the file.
    """
    content = document.json
    try:
        places = {primitive["attributes"]["POSITION"] for mesh in content["meshes"] for primitive in mesh["primitives"]}
        for place in places:
            yield _positions(document, content["accessors"][place], folder)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, OSError):
        return  # the importer says what is wrong


def _positions(document: Document, accessor: dict[str, Any], folder: Path) -> NDArray[np.float32]:
    view = document.json["bufferViews"][accessor["bufferView"]]
    if (accessor["componentType"], accessor["type"]) != (_FLOAT, "VEC3"):
        raise ValueError("coordinates that are no floats")
    content = _buffer(document.json["buffers"][view["buffer"]], document, folder)
    start, count = view.get("byteOffset", 0) + accessor.get("byteOffset", 0), accessor["count"]
    step = view.get("byteStride", _BYTES)
    if not (start >= 0 and step >= _BYTES and count > 0 and start + (count - 1) * step + _BYTES <= len(content)):
        raise ValueError("coordinates beyond their buffer")
    layout = np.dtype({"names": ["at"], "formats": [("<f4", 3)], "offsets": [0], "itemsize": _BYTES})
    return np.ndarray((count,), layout, content, start, (step,))["at"]


def _buffer(buffer: dict[str, Any], document: Document, folder: Path) -> bytes:
    uri = buffer.get("uri")
    if uri is None:
        return document.body
    name = named_file(buffer)
    if name is None:
        return base64.b64decode(uri.partition(";base64,")[2])
    path = file_within(folder, name)
    if path is None or not is_there(path):
        raise ValueError("a buffer that is not there")
    return path.read_bytes()
