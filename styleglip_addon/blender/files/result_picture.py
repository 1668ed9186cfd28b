"""The picture of a finished result that a run is asked for with --picture."""

from __future__ import annotations

from pathlib import Path

import bpy

from ...engine.optimisation.temporary_files import temporary_beside
from ..pictures.object_pictures import render_object
from .scene_files import OutputFileError

_SIZE = 768
_SAMPLES = 48


def save_picture(obj: bpy.types.Object, path: Path) -> None:
    """Renders an object in a studio with Cycles on the CPU, and writes the picture complete or not at all.

    Raises:
        OutputFileError: it cannot be written.
    """
    temporary = temporary_beside(path, keeps_suffix=True)
    try:
        render_object(obj, temporary, size=_SIZE, samples=_SAMPLES)
        temporary.replace(path)
    except (RuntimeError, OSError) as error:
        reason = error.strerror or error if isinstance(error, OSError) else str(error).strip().removeprefix("Error: ")
        raise OutputFileError(f'The picture "{path}" cannot be written: {reason}.') from error
    finally:
        temporary.unlink(missing_ok=True)
