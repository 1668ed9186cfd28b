"""The JSON of a .gltf or .glb file, and a copy of the file with another one.

The format: Khronos, glTF 2.0 Specification, 2021.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ...engine.vocabulary.json_texts import parse_json

_HEADER, _CHUNK = struct.Struct("<4sII"), struct.Struct("<I4s")
Json = dict[str, Any]


@dataclass(frozen=True)
class Document:
    """What a file consists of.

    Args:
        json: the JSON, as it is there: nothing of it has been checked.
        rest: of a .glb file, what follows on the JSON.
        is_binary: whether it is a .glb file by its content.
    """

    json: Json
    rest: bytes
    is_binary: bool

    @property
    def body(self) -> bytes:
        """The binary part behind the JSON of a .glb file."""
        return self.rest[_CHUNK.size :]

    def to_bytes(self) -> bytes:
        """The file again."""
        text = json.dumps(self.json).encode()
        if not self.is_binary:
            return text
        text += b" " * (-len(text) % 4)
        length = _HEADER.size + _CHUNK.size + len(text) + len(self.rest)
        return _HEADER.pack(b"glTF", 2, length) + _CHUNK.pack(len(text), b"JSON") + text + self.rest


def read_document(path: Path) -> Document:
    """Reads a file, as Blender does: what it is, its content says, and not its name.

    Raises:
        ValueError: it is no glTF file.
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    if not data.startswith(b"glTF"):
        return Document(_object(parse_json(data)), b"", False)
    try:
        length, kind = _CHUNK.unpack_from(data, _HEADER.size)
    except struct.error as error:
        raise ValueError("it is cut") from error
    if kind != b"JSON":
        raise ValueError("it does not begin with JSON")
    start = _HEADER.size + _CHUNK.size
    return Document(_object(parse_json(data[start : start + length])), data[start + length :], True)


def listed(content: object, name: str) -> list[Any]:
    """The list of this name in a JSON object; an empty one where there is none."""
    value = content.get(name) if isinstance(content, dict) else None
    return value if isinstance(value, list) else []


def named_file(item: object) -> str | None:
    """The file that a buffer or picture names, as a path; None where its content is in the document.

    Blender takes for a path what says that it is content and is not encoded as such.
    """
    uri = item.get("uri") if isinstance(item, dict) else None
    is_content = isinstance(uri, str) and uri.startswith("data:") and ";base64," in uri
    return unquote(uri) if isinstance(uri, str) and not is_content else None


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise ValueError("it is no object")
    return value
