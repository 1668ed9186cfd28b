"""The object that the command works on: of a mesh file, of a .blend file, or of the file that is open."""

from __future__ import annotations

from pathlib import Path

import bpy

from .scene_files import InputFileError, check_input_file, pack_images, read_object, scene_object


def opened_object(path: Path | None, object_name: str = "", up: str = "") -> tuple[bpy.types.Object, tuple[str, ...]]:
    """Opens or imports a file; gives its object and what the user has to know of the file, a sentence each.

    Pictures of imported materials are packed.

    Args:
        path: the file; None: the one that Blender has open.
        object_name, up: see `read_object`.

    Raises:
        InputFileError: no file is given or open, it cannot be read or holds no mesh.
        ObjectError: see `read_object`.
    """
    if path is None:
        if not bpy.data.filepath:
            raise InputFileError(
                "No mesh was given. Name one with --input, or a .blend file before -P on Blender's command line."
            )
        return scene_object(object_name), ()
    check_input_file(path)
    if not bpy.data.filepath and path.suffix.lower() != ".blend":
        bpy.ops.wm.read_homefile(use_empty=True)  # without the start-up file's cube, camera and light
    notes: list[str] = []
    obj = read_object(path, object_name, up, notes.append)
    if path.suffix.lower() != ".blend":
        pack_images()
    return obj, tuple(notes)
