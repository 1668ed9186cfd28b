"""Which object will be stylized, and why not if it will not be."""

from __future__ import annotations

from typing import Any

import bpy

from ..blender.reading.object_handle import ObjectHandle
from ..blender.reading.validation import ObjectBusyError, ObjectError, check_stylizable, check_writable


def target_object(context: bpy.types.Context) -> Any:
    """The active object, or None."""
    return context.view_layer.objects.active


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


def is_busy(handle: ObjectHandle) -> bool:
    """Whether an object that a job was started from is in another mode, so that its result has to wait."""
    try:
        handle.find()
    except ObjectBusyError:
        return True
    except ObjectError:
        return False  # who writes the result meets the same error and says so
    return False
