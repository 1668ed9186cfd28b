"""What an importer says about a file reaches the user: extensions, missing files, versions."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from styleglip_addon.blender.files.scene_files import InputFileError, read_object

TRIANGLE: dict[str, Any] = {
    "asset": {"version": "2.0"},
    "buffers": [{"uri": "missing part.bin", "byteLength": 100}],
    "bufferViews": [{"buffer": 0, "byteLength": 36}],
    "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "nodes": [{"mesh": 0}],
    "scenes": [{"nodes": [0]}],
}
DATA = "data:application/octet-stream;base64," + "AAAAAAAA" * 17


def _with(**changes: Any) -> dict[str, Any]:
    return {**TRIANGLE, "buffers": [{"uri": DATA, "byteLength": 100}], **changes}


def _needs(extension: str) -> dict[str, Any]:
    return _with(extensionsRequired=[extension], extensionsUsed=[extension])


def _glb(content: dict[str, Any]) -> bytes:
    text = json.dumps(content).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<4sII", b"glTF", 2, 20 + len(text)) + struct.pack("<I4s", len(text), b"JSON") + text


@pytest.mark.parametrize("suffix", [".gltf", ".glb"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (TRIANGLE, r'needs the file "missing part.bin", which is not beside it\. Copy it there'),
        (_needs("EXT_meshopt_compression"), r"EXT_meshopt_compression, which Blender .* without meshopt compression"),
        (_needs("ACME_cubes"), r"needs the glTF extension ACME_cubes, which Blender .* cannot read"),
        (_with(asset={"version": "1.0"}), r"is glTF 1\.0; Blender reads glTF 2\.0"),
        (_with(asset={}), r"does not say its glTF version"),
    ],
)
def test_the_reason_is_told(tmp_path: Path, suffix: str, content: dict[str, Any], sentence: str) -> None:
    path = tmp_path / f"thing{suffix}"
    path.write_bytes(_glb(content) if suffix == ".glb" else json.dumps(content).encode())
    with pytest.raises(InputFileError, match=sentence):
        read_object(path)


@pytest.mark.parametrize(
    "content", [b"<html></html>", b"glTF\x02\0\0\0", '{"asset": "Größe"}'.encode("latin-1"), b"[]"]
)
def test_what_is_no_gltf_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    for suffix in (".gltf", ".glb"):
        path = tmp_path / f"thing{suffix}"
        path.write_bytes(content)
        with pytest.raises(InputFileError, match=rf"thing\{suffix}\" is no \{suffix} file, or it is damaged"):
            read_object(path)
