"""A glTF file whose pictures lie outside of its folder, without them: buffers from there are refused elsewhere."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .gltf_document import Document, listed, named_file
from .named_files import file_within, is_there, left_out_note


def outside_buffers(folder: Path, document: Any) -> list[str]:
    """The files outside of a folder that a document's geometry is to be read from."""
    names = [name for item in listed(document, "buffers") if (name := named_file(item)) is not None]
    return [name for name in names if file_within(folder, name) is None]


def without_outside_pictures(path: Path, document: Document) -> tuple[Document | None, tuple[str, ...]]:
    """The document without pictures that lie outside of its folder, for a copy that lies elsewhere.

    One that has been copied into the folder is taken instead.

    Args:
        path: of the file.
        document: its content.

    Returns:
        The other document, None where there is nothing to change; and a sentence about what is left out.
    """
    pictures = list(enumerate(listed(document.json, "images")))
    names = {number: name for number, item in pictures if (name := named_file(item)) is not None}
    places = {number: file_within(path.parent, name) for number, name in names.items()}
    outside = [number for number, place in places.items() if place is None]
    if not outside:
        return None, left_out_note(path, [names[number] for number, place in places.items() if not is_there(place)])
    changed = copy.deepcopy(document.json)
    for number in outside:
        beside = file_within(path.parent, names[number].replace("\\", "/").rpartition("/")[2])
        if is_there(beside):
            places[number] = beside
            changed["images"][number]["uri"] = quote(str(beside))
        else:
            changed["images"][number].pop("uri")
    gone = {number for number in outside if places[number] is None}
    textures = listed(changed, "textures")
    unusable = {number for number, texture in enumerate(textures) if not gone.isdisjoint(_sources(texture))}
    for material in listed(changed, "materials"):
        _remove_textures(material, unusable)
    notes = left_out_note(path, [names[number] for number, place in places.items() if not is_there(place)])
    return replace(document, json=changed), notes


def with_whole_paths(document: Document, folder: Path) -> Document:
    """The document, whose files are found from anywhere."""
    changed = copy.deepcopy(document.json)
    for item in (*listed(changed, "buffers"), *listed(changed, "images")):
        if (name := named_file(item)) is not None and (place := file_within(folder, name)) is not None:
            item["uri"] = quote(str(place))
    return replace(document, json=changed)


def _sources(value: Any) -> list[int]:
    """All pictures that a texture may stand for: extensions name further ones."""
    found: list[int] = []
    for key, item in value.items() if isinstance(value, dict) else ():
        if key == "source" and isinstance(item, int):
            found.append(item)
        elif isinstance(item, dict):
            found += _sources(item)
    return found


def _remove_textures(value: Any, gone: set[int]) -> None:
    """Takes textures out of a material and its extensions."""
    for key, item in list(value.items()) if isinstance(value, dict) else ():
        if key.endswith("Texture") and isinstance(item, dict) and item.get("index") in gone:
            del value[key]
        else:
            _remove_textures(item, gone)
