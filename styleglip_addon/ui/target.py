"""Which object will be stylized, and why not if it will not be."""

from __future__ import annotations

from typing import Any

import bpy

from ..blender.reading.object_handle import ObjectHandle
from ..blender.reading.validation import ObjectBusyError, ObjectError, check_stylizable, check_writable

_UNDO_OF_ALL = frozenset({"OBJECT", "POSE", "PAINT_WEIGHT", "PAINT_VERTEX"})
"""Modes whose undo steps hold all data of the file."""


def target_object(context: bpy.types.Context) -> Any:
    """The active object, or None."""
    return context.view_layer.objects.active


def target_settings(context: bpy.types.Context) -> Any:
    """What is asked of the active object: prompt, rows and settings are its own.

    Where no mesh object is active they are the scene's, of which new objects take their settings over.
    """
    own = settings_of(target_object(context))
    return context.scene.styleglip if own is None else own


def settings_of(obj: Any) -> Any:
    """Prompt, rows and settings of an object; None for one that cannot be stylized because it is no mesh."""
    return obj.styleglip if obj is not None and obj.type == "MESH" else None


def find_object(session_uid: int) -> Any:
    """The object that a session is about; None if it is gone."""
    return next((obj for obj in bpy.data.objects if obj.session_uid == session_uid), None)


def why_not(obj: Any) -> str:
    """A sentence why an object cannot be stylized; empty if nothing speaks against it so far.

    Called at every redraw, so it looks at no vertex: NaN coordinates and the like are found when the job starts.
    """
    try:
        if obj is None or obj.type != "MESH" or len(obj.data.polygons) == 0:
            check_stylizable(obj)
        else:
            check_writable(obj)
    except ObjectError as error:
        return str(error)
    return ""


def is_free(obj: Any) -> bool:
    """Whether an object is in Object Mode, whatever modes others are in."""
    return bool(obj.mode == "OBJECT" and not (obj.type == "MESH" and obj.data.is_editmode))


def must_wait(context: bpy.types.Context, handle: ObjectHandle) -> bool:
    """Whether what a job made has to wait: its object is in another mode, or undo would not take it back now.

    Undo steps of the modes that are left out hold what their own object is like, and nothing of others.
    """
    obj = find_object(handle.session_uid)
    is_in_use = obj is not None and obj.mode != "OBJECT"
    return is_in_use or context.mode not in _UNDO_OF_ALL or is_busy(handle)


def is_busy(handle: ObjectHandle) -> bool:
    """Whether an object that a job was started from is in another mode, so that its result has to wait."""
    try:
        handle.find()
    except ObjectBusyError:
        return True
    except ObjectError:
        return False  # who writes the result meets the same error and says so
    return False
