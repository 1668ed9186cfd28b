"""Faults of glTF files: containers, JSON, buffers, extensions."""

from __future__ import annotations

import struct
from typing import Any

from .case import RUN, SHORT, Case, Maker, data, text
from .gltf_files import BUFFER, embedded_uri, glb, glb_bytes, gltf

NAMES_FILE = "names the file"
NAMES_REASON = "names the file and why"
GLB, GLTF = r"mesh\.glb", r"mesh\.gltf"


def _set(*path: str | int, value: Any) -> Any:
    """A change of one value of the document."""

    def change(document: Any) -> None:
        place = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


def _requires(name: str) -> Any:
    def change(document: Any) -> None:
        document["extensionsUsed"] = document["extensionsRequired"] = [name]

    return change


def _without_meshes(document: Any) -> None:
    del document["meshes"]
    document["nodes"] = [{"name": "Empty"}]


def _compressed(document: Any) -> None:
    _requires("KHR_draco_mesh_compression")(document)
    compressed = {"bufferView": 0, "attributes": {"POSITION": 0}}
    for accessor in document["accessors"]:
        del accessor["bufferView"]  # there is nothing to fall back on
    document["meshes"][0]["primitives"][0]["extensions"] = {"KHR_draco_mesh_compression": compressed}


def _refused(name: str, does: str, files: Maker, *says: str, kind: str = NAMES_FILE, suffix: str = "glb") -> Case:
    patterns = says or (GLB if suffix == "glb" else GLTF,)
    return Case(f"gltf-{name}", does, ("--input", f"mesh.{suffix}", *RUN), "INPUT_FILE", kind, patterns, files)


def _styled(name: str, does: str, files: Maker, suffix: str = "glb") -> Case:
    arguments = ("--input", f"mesh.{suffix}", "--prompt", "gold", "--output", "out.blend", *SHORT)
    return Case(f"gltf-{name}", does, arguments, "OK", "done", (), files, ("out.blend",))


CASES = (
    _refused("header", "a GLB file of its header alone", data("mesh.glb", struct.pack("<4sII", b"glTF", 2, 12))),
    _refused("page", "a web page called mesh.glb", text("mesh.glb", "<!DOCTYPE html><html>404</html>")),
    _refused("version", "a GLB file of version 9", data("mesh.glb", glb_bytes(version=9))),
    _refused("first-version", "a GLB file whose JSON says version 1.0", glb(_set("asset", "version", value="1.0"))),
    _refused("short", "a GLB file cut in the middle", data("mesh.glb", glb_bytes()[:300])),
    _refused("json", "a GLB file whose JSON is cut", data("mesh.glb", glb_bytes(b'{"asset": {"version": "2.0"}, '))),
    _refused("list", "a GLB file whose JSON is a list", data("mesh.glb", glb_bytes([1, 2]))),
    _refused("types", "a GLB file whose accessors are words", glb(_set("accessors", value="none"))),
    _refused("beyond", "an accessor beyond the buffer", glb(_set("accessors", 0, "count", value=10**6))),
    _refused("missing", "an accessor that is not there", glb(_set("accessors", value=[]))),
    _refused("kind", "an accessor of an unknown kind", glb(_set("accessors", 1, "componentType", value=9999))),
    _refused("circle", "a node that is its own child", glb(_set("nodes", 0, "children", value=[0]))),
    _refused("no-buffer", "a GLB file without its buffer", glb(buffer=b"")),
    _refused(
        "empty-scene",
        "a scene without a mesh",
        glb(_without_meshes),
        "no mesh",
        GLB,
        kind="there is no mesh in the file",
    ),
    _refused(
        "points",
        "primitives that are points",
        glb(_set("meshes", 0, "primitives", 0, "mode", value=0)),
        "no faces",
        kind="there are no faces, and what to do",
    ),
    _refused(
        "unknown",
        "an extension that nobody knows is required",
        glb(_requires("ACME_magic")),
        GLB,
        "ACME_magic",
        kind=NAMES_REASON,
    ),
    _refused("draco", "Draco compression whose content is none", glb(_compressed)),
    _refused("not-json", "a glTF file that is a letter", text("mesh.gltf", "Dear all,\n"), suffix="gltf"),
    _refused(
        "no-file",
        "a glTF file whose buffer's file is not there",
        gltf("absent.bin"),
        GLTF,
        "absent.bin",
        kind=NAMES_REASON,
        suffix="gltf",
    ),
    _refused(
        "base64", "a buffer as text that is cut", gltf("data:application/octet-stream;base64,AAAA"), suffix="gltf"
    ),
    _refused("network", "a buffer at an address of the network", gltf("http://127.0.0.1:9/buffer.bin"), suffix="gltf"),
    Case(
        "gltf-nan",
        "a coordinate that is no number",
        ("--input", "mesh.glb", *RUN),
        "INPUT_FILE",
        "how many coordinates are no numbers",
        ("1 of its coordinates",),
        glb(buffer=BUFFER.replace(b"\x00\x00\x80?", b"\x00\x00\xc0\x7f", 1)),
    ),
    _styled("plain", "a GLB file of a cube", glb()),
    _styled("embedded", "a glTF file with its buffer as text", gltf(embedded_uri()), "gltf"),
    _styled("beside", "a glTF file with its buffer beside it", gltf("cube.bin", BUFFER), "gltf"),
)
"""glTF files."""
