"""Looks into a .blend file for the objects that a batch asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpy

from ..files.scene_files import InputFileError, check_input_file
from ..reading.validation import ObjectError


def listed_names(path: Path, collections: Sequence[str], objects: Sequence[str]) -> list[str]:
    """The names of a file's meshes, by name; the file is then open.

    Args:
        path: a .blend file.
        collections: only those in one of these, or in one inside of it; none: all that the scene's view layer shows.
        objects: these as well.

    Raises:
        InputFileError: the file cannot be read.
        ObjectError: there is no collection of such a name, or there are no meshes.
    """
    check_input_file(path)
    try:
        bpy.ops.wm.open_mainfile(filepath=str(path), load_ui=False, use_scripts=False)
    except RuntimeError as error:
        raise InputFileError(f'"{path}" is no Blender file, or it is damaged.') from error
    shown = {obj.name for obj in bpy.context.view_layer.objects if _is_mesh(obj) and obj.visible_get()}
    if collections:
        chosen: set[str] = set()
        for name in collections:
            collection = bpy.data.collections.get(name)
            if collection is None:
                told = ", ".join(f'"{each.name}"' for each in bpy.data.collections[:10]) or "none"
                raise ObjectError(f'"{path}" has no collection "{name}". There are: {told}.')
            inside = {obj.name for obj in collection.all_objects if _is_mesh(obj)}
            if not inside:
                raise ObjectError(f'The collection "{name}" of "{path}" holds no mesh.')
            chosen |= inside
    else:
        chosen = shown
    chosen |= set(objects)
    if not chosen:
        raise ObjectError(f'The scene of "{path}" shows no mesh. Choose another file.')
    return sorted(chosen, key=str.casefold)


def _is_mesh(obj: bpy.types.Object) -> bool:
    return obj.type == "MESH" and len(obj.data.polygons) > 0
