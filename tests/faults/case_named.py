"""Faults of what mesh files name, and of what they announce: files elsewhere, and more than there is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .case import RUN, SHORT, Case, Maker, both, data, text
from .gltf_files import BUFFER, cube, embedded_uri, glb, glb_bytes, gltf
from .picture_files import png_bytes
from .plain_files import TRIANGLES, moved, obj_text, ply_text

LEFT_OUT = "done; says what is left out"
OUTSIDE = "names the file outside and what to do"
_GOLD = ("--prompt", "gold", "--output", "out.blend", *SHORT)


def _secret(folder: Path) -> None:
    """What lies around the folder, and links to it."""
    (folder.parent / "secret.bin").write_bytes(BUFFER)
    (folder.parent / "secret.png").write_bytes(png_bytes(8, 8))
    for name in ("bin", "png"):
        (folder / f"link.{name}").symlink_to(folder.parent / f"secret.{name}")
    (folder / "up").symlink_to("..")


def _buffer(name: str, does: str, uri: str, says: str = "") -> Case:
    """A glTF file whose geometry lies elsewhere; {around} stands for where."""

    def make(folder: Path) -> None:
        gltf(uri.format(around=folder.parent.as_posix()))(folder)

    patterns = (r"mesh\.gltf", says or "outside of its folder", r"(?i)copy it")
    return Case(
        f"named-{name}", does, ("--input", "mesh.gltf", *RUN), "INPUT_FILE", OUTSIDE, patterns, both(_secret, make)
    )


def _picture(uri: str) -> Maker:
    """A glTF file whose color is a picture elsewhere."""

    def make(folder: Path) -> None:
        document = cube()
        document["buffers"][0]["uri"] = embedded_uri()
        document["images"], document["textures"] = [{"uri": uri}], [{"source": 0}]
        document["materials"] = [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
        document["meshes"][0]["primitives"][0]["material"] = 0
        (folder / "mesh.gltf").write_text(json.dumps(document), encoding="utf-8")

    return make


def _left_out(name: str, does: str, file: str, says: str, files: Maker) -> Case:
    """What is styled without what it names."""
    patterns = (says, "left out", "Copy it")
    arguments = ("--input", file, *_GOLD)
    return Case(f"named-{name}", does, arguments, "OK", LEFT_OUT, patterns, files, ("out.blend",))


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.bin")
    gltf("pipe.bin")(folder)


NAMED = (
    _buffer("above", "a glTF buffer in the folder above", "../secret.bin"),
    _buffer("absolute", "a glTF buffer by its whole path", "{around}/secret.bin"),
    _buffer("link", "a glTF buffer that is a link to a file elsewhere", "link.bin"),
    _buffer("linked-folder", "a glTF buffer in a linked folder", "up/secret.bin"),
    _buffer("escaped", "a glTF buffer in the folder above, spelled in hexadecimal", "%2E%2E/secret.bin"),
    _buffer("windows", "a glTF buffer in the folder above, as Windows spells it", r"..\secret.bin"),
    _buffer("content", "a path that says it is content", "data:,/../../secret.bin"),
    _buffer("server", "a glTF buffer on another computer", "//computer/share/secret.bin"),
    _buffer("scheme", "a glTF buffer at a file's address", "file://{around}/secret.bin", "not beside it"),
    Case(
        "named-pipe",
        "a glTF buffer that is a pipe",
        ("--input", "mesh.gltf", *RUN),
        "INPUT_FILE",
        OUTSIDE,
        (r"pipe\.bin",),
        _pipe,
    ),
    _left_out(
        "picture",
        "a picture of a glTF file in the folder above",
        "mesh.gltf",
        r"\.\./secret\.png",
        both(_secret, _picture("../secret.png")),
    ),
    _left_out(
        "library",
        "a material library in the folder above",
        "mesh.obj",
        r"\.\./secret\.mtl",
        text("mesh.obj", "mtllib ../secret.mtl\n" + obj_text()),
    ),
    _left_out(
        "texture",
        "a picture of a material library that is a link to a file elsewhere",
        "mesh.obj",
        r"link\.png",
        both(
            _secret,
            text("mesh.mtl", "newmtl Gold\nmap_Kd link.png\n"),
            text("mesh.obj", "mtllib mesh.mtl\nusemtl Gold\n" + obj_text()),
        ),
    ),
)
"""Files that files name."""


def _nodes(count: int, times: int) -> Callable[[dict[str, Any]], None]:
    """Each node is `times` a child of the one before it."""

    def change(document: dict[str, Any]) -> None:
        document["nodes"] = [{"children": [number + 1] * times} for number in range(count)] + [{"mesh": 0}]

    return change


def _counts(document: dict[str, Any]) -> None:
    document["accessors"][0].pop("bufferView")
    document["accessors"][0]["count"] = 10**9


def _rest(document: dict[str, Any]) -> None:
    document["accessors"][1]["count"] -= 1


def _apart(document: dict[str, Any]) -> None:
    document["nodes"] = [{"mesh": 0}, {"mesh": 0, "translation": [1e6, 0.0, 0.0]}]
    document["scenes"] = [{"nodes": [0, 1]}]


def _large_picture(folder: Path) -> None:
    """A few kilobytes that are 400 million pixels."""
    picture = png_bytes(20_000, 20_000, depth=1)
    document = cube()
    document["buffers"][0]["byteLength"] = len(BUFFER) + len(picture)
    document["bufferViews"].append({"buffer": 0, "byteOffset": len(BUFFER), "byteLength": len(picture)})
    document["images"], document["textures"] = [{"bufferView": 2, "mimeType": "image/png"}], [{"source": 0}]
    document["materials"] = [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
    document["meshes"][0]["primitives"][0]["material"] = 0
    (folder / "mesh.glb").write_bytes(glb_bytes(document, BUFFER + picture))


def _announces(name: str, does: str, change: Callable[[dict[str, Any]], None], says: str) -> Case:
    arguments, patterns = ("--input", "mesh.glb", *RUN), (r"mesh\.glb", says)
    return Case(f"announces-{name}", does, arguments, "INPUT_FILE", "names the file and why", patterns, glb(change))


def _says(name: str, does: str, file: str, says: str, files: Maker) -> Case:
    arguments = ("--input", file, *_GOLD)
    return Case(f"announces-{name}", does, arguments, "OK", "done; says so", (says,), files, ("out.blend",))


ANNOUNCED = (
    _announces("values", "a billion values that lie in no buffer", _counts, "1,000,000,000 values"),
    _announces("nodes", "40 nodes that stand for a trillion", _nodes(40, 2), "1,000,000 objects"),
    _announces("depth", "nodes 5,000 levels deep", _nodes(5000, 1), "nested"),
    _announces("corners", "triangles whose last one has two corners", _rest, "2 of three corners"),
    Case(
        "announces-json",
        "a glTF file 100,000 levels deep",
        ("--input", "mesh.gltf", *RUN),
        "INPUT_FILE",
        "names the file",
        (r"mesh\.gltf",),
        text("mesh.gltf", "[" * 100_000),
    ),
    Case(
        "announces-style-picture",
        "a style whose picture is kilobytes that stand for 400 million pixels",
        ("--input", "mesh.obj", "--prompt", '"@photo.png" lid', "--output", "out.blend"),
        "PROMPT",
        "names the picture",
        (r"photo\.png", "170,000,000 pixels", "too large"),
        both(text("mesh.obj", obj_text()), data("photo.png", png_bytes(20_000, 20_000, depth=1))),
    ),
    _says(
        "picture",
        "a picture of kilobytes that stand for 400 million pixels",
        "mesh.glb",
        "268,435,456 pixels",
        _large_picture,
    ),
    _says("apart", "glTF nodes a thousand kilometres apart", "mesh.glb", "1,000,000 m apart", glb(_apart)),
    _says(
        "obj-corners",
        "an OBJ face of a corner that is not there",
        "mesh.obj",
        "1 of the 13 faces .* left out",
        text("mesh.obj", obj_text() + "f 1 2 900\n"),
    ),
    _says(
        "ply-corners",
        "a PLY face of a corner that is not there",
        "mesh.ply",
        "1 of the 13 faces .* left out",
        text("mesh.ply", ply_text(faces=[*TRIANGLES, (0, 1, 900)])),
    ),
    _says(
        "obj-order",
        "an OBJ face before its corners",
        "mesh.obj",
        "1 of the 13 faces .* left out",
        text("mesh.obj", "f 1 2 3\n" + obj_text(moved((0, 0, 0)))),
    ),
)
"""More than there is."""

CASES = (*NAMED, *ANNOUNCED)
