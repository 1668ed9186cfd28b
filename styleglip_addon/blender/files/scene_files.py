"""Reads the object to stylize from .blend, .obj, .glb, .gltf, .ply and .stl files; saves .blend files whole or not."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import bpy

from ...engine.optimisation.temporary_files import clear_stale, temporary_beside
from ...engine.vocabulary.errors import StyleGLIPError
from ..reading.validation import ObjectError
from .import_reasons import import_reason
from .importers import IMPORTED_SUFFIXES, import_file, takes_up_axis
from .joining import join_objects
from .lost_faces import lost_faces
from .near_origin import apart_notes, near_origin, put_back
from .readable_files import readable_file


class InputFileError(StyleGLIPError):
    """The input file is missing, of an unknown kind, damaged or without a mesh; the message names it."""


class OutputFileError(StyleGLIPError):
    """The output cannot be written; the message names the file and why."""


_ZSTD_SEEK_TABLE_END = bytes.fromhex("b1ea928f")
"""The last bytes of a compressed .blend file (Zstandard's seekable format), written after everything else."""

INPUT_SUFFIXES = (".blend", *IMPORTED_SUFFIXES)


def check_input_file(path: Path) -> None:
    """Checks that a file is there, can be read and is of a known kind.

    Raises:
        InputFileError: it is not.
    """
    if path.suffix.lower() not in INPUT_SUFFIXES:
        raise InputFileError(
            f'"{path}" is of an unknown kind ("{path.suffix}"). Use one of {", ".join(INPUT_SUFFIXES)}.'
        )
    if not path.exists():
        raise InputFileError(f'The file "{path}" does not exist. Check its name.')
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise InputFileError(f'The file "{path}" cannot be read: {error.strerror or error}.') from error
    if empty:
        raise InputFileError(f'The file "{path}" is empty.')


OnNote = Callable[[str], object]
"""Is told what the user has to know of a file, a sentence each time."""


def _ignore(note: str) -> None:
    pass


def read_object(path: Path, object_name: str = "", up: str = "", on_note: OnNote = _ignore) -> bpy.types.Object:
    """Opens a .blend file, or imports a mesh file into the open scene, and gives the object to stylize.

    All meshes of a mesh file are joined to one object, which keeps their materials, because such files often hold one
    thing in several pieces. A .blend file stays as the artist arranged it.

    Args:
        path: the file.
        object_name: the object to take alone; "": see above, and `scene_object` for .blend files.
        up: axis of an OBJ, PLY or STL file that points up, see `import_file`.
        on_note: told what of a mesh file was left out.

    Returns:
        A mesh object, active in the scene.

    Raises:
        InputFileError: the file cannot be read or holds no mesh, or its kind says itself which way is up.
        ObjectError: there is no object of that name, or more than one could be meant.
    """
    check_input_file(path)
    if up and not takes_up_axis(path):
        raise InputFileError(
            f'--up says which axis of an OBJ, PLY or STL file points up; "{path.name}" says it itself. Leave it out.'
        )
    if path.suffix.lower() == ".blend":
        try:
            # Scripts inside the file stay off: it may come from anywhere.
            bpy.ops.wm.open_mainfile(filepath=str(path), load_ui=False, use_scripts=False)
        except RuntimeError as error:
            raise InputFileError(f'"{path}" is no Blender file, or it is damaged.') from error
        return scene_object(object_name)
    imported = import_objects(path, up, on_note)
    if object_name:
        chosen = [obj for obj in imported if obj.name == object_name]
        if not chosen:
            raise ObjectError(_no_such_object(object_name, imported))
        return _activate(chosen[0])
    for note in apart_notes(imported):
        on_note(note)
    with near_origin(imported):
        joined = join_objects(imported)
    joined.name = joined.data.name = path.stem
    return _activate(joined)


def scene_object(object_name: str = "") -> bpy.types.Object:
    """The object to stylize in the open file: the named one, else the active mesh, else the scene's only mesh.

    Raises:
        ObjectError: there is none, or there are several; the message lists their names.
    """
    if object_name:
        obj = bpy.data.objects.get(object_name)
        if obj is None:
            raise ObjectError(_no_such_object(object_name, [o for o in bpy.data.objects if o.type == "MESH"]))
        return obj
    active = bpy.context.view_layer.objects.active
    if active is not None and active.type == "MESH":
        return active
    meshes = [obj for obj in bpy.context.view_layer.objects if obj.type == "MESH"]
    if len(meshes) == 1:
        return _activate(meshes[0])
    if not meshes:
        raise ObjectError("There is no mesh object in the scene. Add one, or choose another file.")
    raise ObjectError(
        f"There are {len(meshes)} mesh objects and none is active. Choose one with --object: {_names(meshes)}."
    )


def check_output_file(path: Path) -> None:
    """Checks that a file can be written, before hours of work go into it. Makes its folder.

    Raises:
        OutputFileError: it cannot.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        probe = temporary_beside(path, keeps_suffix=True)
        with probe.open("wb"):
            pass
        probe.unlink()
    except OSError as error:
        raise OutputFileError(
            f'"{path}" cannot be written: {error.strerror or error}. Choose another place.'
        ) from error


def save_blend(path: Path) -> None:
    """Saves the open file as a copy under `path`, complete or not at all.

    Raises:
        OutputFileError: it cannot be written, for example because the disk is full; what was there before stays.
    """
    clear_stale(path.parent)
    temporary = temporary_beside(path, keeps_suffix=True)  # Blender insists on it for some kinds of saving
    try:
        bpy.ops.wm.save_as_mainfile(filepath=str(temporary), copy=True, check_existing=False, compress=True)
        _check_complete(temporary)
        temporary.replace(path)
    except (RuntimeError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).strip().removeprefix("Error: ")
        raise OutputFileError(
            f'"{path}" could not be saved: {reason}. Free some space or choose another place.'
        ) from error
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "@")):  # Blender writes to NAME@ first
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _check_complete(path: Path) -> None:
    """Raises OSError where a compressed .blend file lacks its end: on a full disk Blender reports success."""
    with path.open("rb+") as file:  # Windows syncs only what may be written
        os.fsync(file.fileno())
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - len(_ZSTD_SEEK_TABLE_END)))
        if file.read() != _ZSTD_SEEK_TABLE_END:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def pack_images() -> None:
    """Puts the images of imported materials into the open file, so that it can be moved; missing ones are left out."""
    for image in bpy.data.images:
        if image.source == "FILE" and image.packed_file is None:
            with contextlib.suppress(RuntimeError):
                image.pack()


def import_objects(path: Path, up: str = "", on_note: OnNote = _ignore) -> list[bpy.types.Object]:
    """Imports a mesh file into the open scene and gives its mesh objects that have faces, in the file's order.

    Args:
        path: the file.
        up: see `import_file`.
        on_note: see `read_object`.

    Raises:
        InputFileError: the file cannot be read or holds no mesh.
    """
    before = set(bpy.data.objects)
    try:
        str(path).encode()
        with readable_file(path) as file:
            import_file(file.path, up)
    except UnicodeEncodeError as error:
        raise InputFileError(f'The name of "{path}" cannot be read as Unicode. Rename the file.') from error
    except Exception as error:  # the glTF importer is Python and lets errors of every kind through
        raise InputFileError(import_reason(path, error)) from error
    bpy.context.view_layer.update()
    layer = set(bpy.context.view_layer.objects)
    imported = [obj for obj in bpy.data.objects if obj not in before and obj.type == "MESH" and obj in layer]
    if any(file.origin):
        put_back(before, path, file.origin)
    with_faces = [obj for obj in imported if len(obj.data.polygons) > 0]
    if not imported:
        raise InputFileError(f'There is no mesh in "{path}", or the file is damaged.')
    if not with_faces:
        raise InputFileError(f'The meshes in "{path}" have no faces. Export it again with faces.')
    for note in (*file.notes, *lost_faces(path, imported)):
        on_note(note)
    return with_faces


def _activate(obj: bpy.types.Object) -> bpy.types.Object:
    for other in bpy.context.view_layer.objects:
        other.select_set(other == obj)
    bpy.context.view_layer.objects.active = obj
    return obj


def _no_such_object(name: str, objects: Sequence[bpy.types.Object]) -> str:
    return f'There is no object "{name}". The mesh objects are: {_names(objects) or "none"}.'


def _names(objects: Sequence[bpy.types.Object]) -> str:
    shown = ", ".join(f'"{obj.name}"' for obj in objects[:10])
    return shown + (f" and {len(objects) - 10} more" if len(objects) > 10 else "")
