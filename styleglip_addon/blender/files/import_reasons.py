"""Why a mesh file cannot be imported, as a sentence: what the importer says, and what the file itself tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy

from .gltf_document import listed, named_file, read_document
from .gltf_pictures import outside_buffers
from .named_files import file_within, is_there, shortened

_WITHOUT = {
    "EXT_meshopt_compression": "without meshopt compression",
    "KHR_draco_mesh_compression": "without Draco compression",
    "KHR_texture_basisu": "with PNG or JPEG textures",
}
_EXPORT_AGAIN = "Export it again, or convert it to .obj or .blend."


def import_reason(path: Path, error: BaseException) -> str:
    """A sentence or two for the user: what is wrong with the file, and what to do.

    Args:
        path: of the file.
        error: what the importer raised.
    """
    said = _said(error)
    if path.suffix.lower() in (".gltf", ".glb"):
        return _of_gltf(path, said)
    if not said or not isinstance(error, RuntimeError):
        return f'"{path}" could not be read; it is damaged or not a real {path.suffix} file. {_EXPORT_AGAIN}'
    return f'"{path}" could not be read: {said}. {_EXPORT_AGAIN}'


def _said(error: BaseException) -> str:
    """What an importer says on one line; nothing where that is where in its own code it failed."""
    text = str(error).removeprefix("Error: ").strip()
    return "" if "Traceback" in text else " ".join(text.split())[:200].rstrip(".")


def _of_gltf(path: Path, said: str) -> str:
    content = _json_of(path)
    if content is None:
        detail = f" ({said})" if said else ""
        return f'"{path}" is no {path.suffix} file, or it is damaged{detail}. {_EXPORT_AGAIN}'
    if outside := outside_buffers(path.resolve().parent, content):
        return (
            f'"{path}" names the file "{shortened(outside[0])}" outside of its folder, which is not read. Copy it into '
            "the folder and export again, or export as .glb."
        )
    if missing := _missing_files(path.resolve(), content):
        name = shortened(missing[0])
        return f'"{path}" needs the file "{name}", which is not beside it. Copy it there, or export as .glb.'
    needed = [name for name in listed(content, "extensionsRequired") if name in said]
    if needed:
        how = _WITHOUT.get(needed[0], "without it")
        return (
            f'"{path}" needs the glTF extension {needed[0]}, which Blender {bpy.app.version_string} cannot read. '
            f"Export it again {how}."
        )
    version = content.get("asset", {}).get("version", "") if isinstance(content.get("asset"), dict) else ""
    if not str(version).startswith("2"):
        told = f"is glTF {version}" if version else "does not say its glTF version"
        return f'"{path}" {told}; Blender reads glTF 2.0. Export it again as that.'
    reason = f": {said}" if said else ", for it is damaged"
    return f'"{path}" could not be read{reason}. {_EXPORT_AGAIN}'


def _json_of(path: Path) -> dict[str, Any] | None:
    """The JSON of a glTF file; None where there is none to be read, or the name says another kind."""
    try:
        document = read_document(path)
    except (OSError, ValueError):
        return None
    return document.json if document.is_binary == (path.suffix.lower() == ".glb") else None


def _missing_files(path: Path, content: dict[str, Any]) -> list[str]:
    """The files that hold a .gltf file's geometry and are not there."""
    names = [name for one in listed(content, "buffers") if (name := named_file(one)) is not None]
    return [name for name in names if not is_there(file_within(path.parent, name))]
