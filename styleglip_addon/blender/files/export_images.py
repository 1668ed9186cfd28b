"""The images of an object's materials as files beside one that is written, for programs other than Blender."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import bpy


@contextlib.contextmanager
def image_files(obj: bpy.types.Object, folder: Path) -> Iterator[None]:
    """Shows files of a folder in place of the images that lie in the open file, in the body."""
    shown: dict[bpy.types.ShaderNode, bpy.types.Image] = {}
    files: dict[bpy.types.Image, bpy.types.Image] = {}
    try:
        for node in _image_nodes(obj):
            image = node.image
            if image.packed_file is None:
                continue
            if image not in files:
                folder.mkdir(exist_ok=True)
                files[image] = _written(image, folder / f"{len(files) + 1}")
            shown[node] = image
            node.image = files[image]
        yield
    finally:
        for node, image in shown.items():
            node.image = image
        for image in files.values():
            bpy.data.images.remove(image)


def _written(image: bpy.types.Image, numbered: Path) -> bpy.types.Image:
    """An image's file, under its name or, where that is taken, with a number; and the file as an image."""
    suffix = {"OPEN_EXR": ".exr", "JPEG": ".jpg", "WEBP": ".webp"}.get(image.file_format, ".png")
    name = re.sub(r"[^\w. -]+", "_", Path(image.name).stem)
    file = numbered.with_name(f"{name}{suffix}")
    if file.exists():
        file = numbered.with_name(f"{name}-{numbered.name}{suffix}")
    file.write_bytes(image.packed_file.data)
    loaded = bpy.data.images.load(str(file))
    loaded.colorspace_settings.name = image.colorspace_settings.name
    loaded.alpha_mode = image.alpha_mode
    return loaded


def _image_nodes(obj: bpy.types.Object) -> list[bpy.types.ShaderNode]:
    """The nodes of an object's materials that show an image."""
    trees = [slot.material.node_tree for slot in obj.material_slots if slot.material and slot.material.node_tree]
    found, seen = [], set()
    while trees:
        tree = trees.pop()
        if tree in seen:
            continue
        seen.add(tree)
        found += [node for node in tree.nodes if node.type == "TEX_IMAGE" and node.image is not None]
        trees += [node.node_tree for node in tree.nodes if node.type == "GROUP" and node.node_tree is not None]
    return found


def images_of(obj: bpy.types.Object) -> set[bpy.types.Image]:
    """The images that an object's materials show."""
    return {node.image for node in _image_nodes(obj)}
