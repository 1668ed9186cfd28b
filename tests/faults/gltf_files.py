"""Small glTF files, whole and broken: a cube's JSON, which a case changes before it is written."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .case import Maker
from .plain_files import CORNERS, TRIANGLES

FLOAT, UNSIGNED_SHORT = 5126, 5123
BUFFER = b"".join(struct.pack("<3f", *corner) for corner in CORNERS) + b"".join(
    struct.pack("<3H", *face) for face in TRIANGLES
)
Change = Callable[[dict[str, Any]], None]


def cube() -> dict[str, Any]:
    """The JSON of a cube whose buffer is `BUFFER`."""
    points = 12 * len(CORNERS)
    return {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "Cube"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": FLOAT,
                "count": len(CORNERS),
                "type": "VEC3",
                "min": [-1.0, -1.0, -1.0],
                "max": [1.0, 1.0, 1.0],
            },
            {"bufferView": 1, "componentType": UNSIGNED_SHORT, "count": 3 * len(TRIANGLES), "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": points},
            {"buffer": 0, "byteOffset": points, "byteLength": len(BUFFER) - points},
        ],
        "buffers": [{"byteLength": len(BUFFER)}],
    }


def glb_bytes(document: Any = None, buffer: bytes = BUFFER, version: int = 2) -> bytes:
    """A GLB file of a JSON document (or of bytes in its place) and a buffer."""
    content = document if isinstance(document, bytes) else json.dumps(cube() if document is None else document).encode()
    content += b" " * (-len(content) % 4)
    body = struct.pack("<I4s", len(content), b"JSON") + content
    padded = buffer + b"\0" * (-len(buffer) % 4)
    body += struct.pack("<I4s", len(padded), b"BIN\0") + padded
    return struct.pack("<4sII", b"glTF", version, 12 + len(body)) + body


def glb(change: Change | None = None, buffer: bytes = BUFFER, name: str = "mesh.glb") -> Maker:
    """A GLB file of the cube, changed."""

    def make(folder: Path) -> None:
        document = cube()
        if change is not None:
            change(document)
        (folder / name).write_bytes(glb_bytes(document, buffer))

    return make


def gltf(uri: str, buffer: bytes | None = None) -> Maker:
    """A glTF file whose buffer lies at `uri`, seen from the file's folder; written there unless `buffer` is None."""

    def make(folder: Path) -> None:
        document = cube()
        document["buffers"][0]["uri"] = uri
        (folder / "mesh.gltf").write_text(json.dumps(document), encoding="utf-8")
        if buffer is not None:
            (folder / uri).write_bytes(buffer)

    return make


def embedded_uri(buffer: bytes = BUFFER) -> str:
    """A buffer as text."""
    return "data:application/octet-stream;base64," + base64.b64encode(buffer).decode()
