"""Says in a sentence why an object cannot be stylized, before anything is started or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bpy
import numpy as np

from ...engine.vocabulary.errors import StyleGLIPError
from ...engine.vocabulary.mesh import has_area

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ObjectError(StyleGLIPError):
    """The object cannot be stylized or written to as it is; the message names the object and what to do."""


class ObjectBusyError(ObjectError):
    """The object is being edited; leaving the mode is all it takes."""


_LARGEST_COORDINATE = 1e15
"""Metres; squares of larger ones overflow single precision."""

_BUSY_MODES = {"EDIT": "Edit Mode", "SCULPT": "Sculpt Mode"}


def check_stylizable(obj: bpy.types.Object | None, *, allow_shared: bool = False) -> bpy.types.Object:
    """Checks that an object can be exported and that its result can be written back later.

    Vertices without faces are allowed; they are left where they are. A hidden object is allowed.

    Args:
        obj: the active object, or None where there is none.
        allow_shared: the caller makes a shared mesh single-user when it writes back.

    Returns:
        The object.

    Raises:
        ObjectBusyError: the object is in edit or sculpt mode.
        ObjectError: everything else that stands in the way.
    """
    if obj is None:
        raise ObjectError("No object is active. Click a mesh object, then try again.")
    check_writable(obj, allow_shared=allow_shared)
    _check_geometry(obj)
    return obj


def check_writable(obj: bpy.types.Object, *, allow_shared: bool = False) -> None:
    """Checks what can change between export and write-back: type, mode, editability, sharing.

    Args:
        obj: an object in `bpy.data`.
        allow_shared: as for `check_stylizable`.

    Raises:
        ObjectBusyError, ObjectError: see `check_stylizable`.
    """
    name = obj.name
    if obj.type != "MESH":
        kind = "empty" if obj.type == "EMPTY" else f"{obj.type.lower()} object"
        cure = "Choose a mesh, or use Object > Convert > Mesh, then try again."
        if kind[0] in "aeiou":
            raise ObjectError(f'"{name}" is an {kind}, not a mesh. {cure}')
        raise ObjectError(f'"{name}" is a {kind}, not a mesh. {cure}')
    mode = "EDIT" if obj.data.is_editmode else obj.mode
    if mode in _BUSY_MODES:
        raise ObjectBusyError(f'"{name}" is in {_BUSY_MODES[mode]}. Switch to Object Mode, then try again.')
    for item in (obj, obj.data):
        if item.library is not None or not item.is_editable:
            raise ObjectError(
                f'"{name}" is linked from another file ({_library_name(item)}) and cannot be changed here. '
                "Use Object > Relations > Make Local > Selected Objects and Data, then try again."
            )
        if item.override_library is not None:
            raise ObjectError(
                f'"{name}" is a library override; new shape keys would be lost when the file is saved. '
                "Use Object > Relations > Make Local > Selected Objects and Data, then try again."
            )
    others = objects_sharing_mesh(obj)
    if others and not allow_shared:
        shown = ", ".join(f'"{other}"' for other in others[:3]) + (" and more" if len(others) > 3 else "")
        raise ObjectError(
            f'"{name}" shares its mesh with {shown}, which would change too. '
            "Use Object > Relations > Make Single User > Object & Data, then try again."
        )
    keys = obj.data.shape_keys
    if keys is not None and not keys.use_relative:
        raise ObjectError(
            f'"{name}" has absolute shape keys, which cannot be summed. '
            'Turn on "Relative" in the Shape Keys panel, then try again.'
        )


def objects_sharing_mesh(obj: bpy.types.Object) -> list[str]:
    """Names of the other objects of the file that use the same mesh."""
    if obj.data.users <= 1:
        return []
    return sorted(other.name for other in bpy.data.objects if other.data == obj.data and other != obj)


def base_coordinates(mesh: bpy.types.Mesh) -> NDArray[np.float32]:
    """(V, 3) float32 coordinates in object space without the influence of shape keys: the Basis where there is one."""
    points = mesh.shape_keys.reference_key.data if mesh.shape_keys is not None else mesh.vertices
    flat = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    points.foreach_get("co", flat)
    return flat.reshape(-1, 3)


def _check_geometry(obj: bpy.types.Object) -> None:
    mesh = obj.data
    if len(mesh.polygons) == 0:
        raise ObjectError(f'"{obj.name}" has no faces. Add faces or choose another object.')
    vertices = base_coordinates(mesh)
    # Not "finite": Blender turns an infinite coordinate that is typed or scripted into the largest float.
    bad = int((~(np.abs(vertices) < _LARGEST_COORDINATE)).any(axis=1).sum())
    if bad:
        raise ObjectError(
            f'{bad} of the {len(vertices)} vertices of "{obj.name}" have NaN or infinite coordinates. '
            "Delete or move them, then try again."
        )
    used = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", used)
    extent = np.ptp(vertices[np.unique(used)].astype(np.float64), axis=0)
    if float(extent.max()) <= 1e-12:
        raise ObjectError(f'All faces of "{obj.name}" lie in one point. Scale it up or choose another object.')
    mesh.calc_loop_triangles()
    corners = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", corners)
    if not has_area(vertices, corners.reshape(-1, 3)):
        raise ObjectError(f'All faces of "{obj.name}" lie on one line. Give them an area or choose another object.')


def _library_name(item: bpy.types.ID) -> str:
    return bpy.path.basename(item.library.filepath) if item.library is not None else "an asset file"
