"""The picture of a finished result that a run is asked for with --picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import bpy

from ...engine.optimisation.temporary_files import temporary_beside
from ..pictures.object_pictures import render_object
from .interruption import ended_at_once
from .scene_files import OutputFileError

_SIZE = 768
_SAMPLES = 48
_STOPPED = 130
"""The exit code of a run that was stopped, see `exit_codes.py`."""


def save_picture(obj: bpy.types.Object, path: Path, last_words: Callable[[], str] = lambda: "Cancelled.") -> None:
    """Renders an object in a studio with Cycles on the CPU, and writes the picture complete or not at all.

    Who stops the run meanwhile ends the process: rendering listens to nothing.

    Args:
        obj: what to show.
        path: of the picture.
        last_words: what to tell then.

    Raises:
        OutputFileError: it cannot be written.
    """
    temporary = temporary_beside(path, keeps_suffix=True)

    def give_up() -> str:
        temporary.unlink(missing_ok=True)
        return f"StyleGLIP: {last_words()}"

    try:
        with ended_at_once(give_up, _STOPPED):
            render_object(obj, temporary, size=_SIZE, samples=_SAMPLES)
        temporary.replace(path)
    except (RuntimeError, OSError) as error:
        reason = error.strerror or error if isinstance(error, OSError) else str(error).strip().removeprefix("Error: ")
        raise OutputFileError(f'The picture "{path}" cannot be written: {reason}.') from error
    finally:
        temporary.unlink(missing_ok=True)
