"""Turns an exception of a job into a sentence for people and details for a report."""

from __future__ import annotations

import traceback

from ..engine.vocabulary.errors import StyleGLIPError
from .messages import Failed

OUT_OF_MEMORY = (
    "There is not enough memory for this job. Close other programs, choose a lower quality, or set the device to CPU "
    "in the add-on's preferences."
)
DISK_FULL = "The disk is full. Free some space and try again."
MISSING_PACKAGE = (
    'The Python package "{name}" is missing or damaged. Install the StyleGLIP extension from its zip file again.'
)
UNEXPECTED = (
    "Something went wrong inside StyleGLIP. Copy the report and send it to its authors; your scene is unchanged."
)


def explain(error: BaseException) -> Failed:
    """The message for an exception that ended a job.

    Args:
        error: what the work raised, with its traceback.

    Returns:
        The engine's own sentence for a `StyleGLIPError`; a general one with the traceback as details for all others.
    """
    details = "".join(traceback.format_exception(error))
    if isinstance(error, StyleGLIPError):
        return Failed(str(error), details if error.__cause__ is not None else "")
    if _is_out_of_memory(error):
        return Failed(OUT_OF_MEMORY, details)
    if isinstance(error, OSError) and error.errno == 28:  # ENOSPC
        return Failed(DISK_FULL, details)
    if isinstance(error, ImportError):
        return Failed(MISSING_PACKAGE.format(name=error.name or "PyTorch"), details)
    return Failed(UNEXPECTED, details)


def _is_out_of_memory(error: BaseException) -> bool:
    # PyTorch is not imported to learn its classes: CUDA's error has a name, the CPU allocator's only a text.
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text)
