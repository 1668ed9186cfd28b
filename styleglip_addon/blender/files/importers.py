"""Blender's importers of mesh files, and which axis of a file points up."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

import bpy

from .content_checks import check_content

UP_AXES = ("x", "y", "z", "-x", "-y", "-z")
"""What `--up` may say."""

_WITH_AXES: dict[str, Callable[..., object]] = {
    ".obj": lambda **given: bpy.ops.wm.obj_import(import_vertex_groups=True, **given),  # its groups have names
    ".ply": lambda **given: bpy.ops.wm.ply_import(**given),
    ".stl": lambda **given: bpy.ops.wm.stl_import(**given),
}
_STANDING: dict[str, Callable[..., object]] = {
    ".glb": lambda **given: bpy.ops.import_scene.gltf(**given),
    ".gltf": lambda **given: bpy.ops.import_scene.gltf(**given),
}

IMPORTED_SUFFIXES = (*_WITH_AXES, *_STANDING)

_FORWARD = {"x": "Y", "-x": "Y", "y": "NEGATIVE_Z", "-y": "Z", "z": "Y", "-z": "Y"}
"""Which of a file's axes Blender turns to +Y for each that points up, as its importers do for Y and Z."""


def takes_up_axis(path: Path) -> bool:
    """Whether files of this kind leave open which axis points up: glTF fixes it, a .blend file has a scene."""
    return path.suffix.lower() in _WITH_AXES


def import_file(path: Path, up: str = "") -> None:
    """Imports a mesh file into the open scene.

    Args:
        path: of a kind in `IMPORTED_SUFFIXES`.
        up: axis of the file that points up, one of `UP_AXES`, for files that leave it open; "": as Blender imports
            them, +Y of OBJ files and +Z of PLY and STL files.

    Raises:
        RuntimeError: Blender cannot read it, or must not try to. The glTF importer is Python and lets errors of every
            kind through.
    """
    suffix = path.suffix.lower()
    name = str(path.resolve())
    if suffix in _STANDING:
        with contextlib.redirect_stderr(io.StringIO()):  # it writes its traceback there, and raises it as well
            _STANDING[suffix](filepath=name)
        return
    check_content(path)
    if not up:
        _WITH_AXES[suffix](filepath=name)
    else:
        axis = up.upper().replace("-", "NEGATIVE_")
        _WITH_AXES[suffix](filepath=name, up_axis=axis, forward_axis=_FORWARD[up])
