"""Faults that do not get yet what they should, by name, with the reason; each is taken off when it is mended."""

from __future__ import annotations

_TRACEBACK = "Blender's glTF importer writes its traceback on standard error before our sentence."
_REASON = "The importer's reason is not told."

KNOWN_FAILURES: dict[str, str] = {
    "utf16-obj": "An OBJ file in UTF-16 is read as far as it can be, and the rest is lost without a word.",
    "nan-obj": "Blender reads nan as 0, so the vertex is moved without a word.",
    "nan-ply": "Blender reads nan as 0, so the vertex is moved without a word.",
    "gltf-header": _TRACEBACK,
    "gltf-types": _TRACEBACK,
    "gltf-beyond": _TRACEBACK,
    "gltf-missing": _TRACEBACK,
    "gltf-kind": _TRACEBACK,
    "gltf-circle": _TRACEBACK,
    "gltf-no-buffer": _TRACEBACK,
    "gltf-base64": _TRACEBACK,
    "gltf-unknown": _REASON,
    "gltf-meshopt": _REASON,
    "gltf-no-file": _REASON,
}
