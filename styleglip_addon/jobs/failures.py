"""Turns an exception of a job into a sentence for people and details for a report."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from ..engine.vocabulary.errors import ModelError, StyleGLIPError
from ..engine.vocabulary.shortages import Shortage, shortage_of
from .messages import Failed

SHORTAGES = {
    Shortage.MEMORY: (
        "There is not enough memory for this job. Close other programs, choose a lower quality or smaller textures, or "
        "take a mesh with fewer faces."
    ),
    Shortage.GPU: (
        "The GPU has not enough memory for this job, or cannot run it. Close other programs that use it, choose a "
        "lower quality, or set the device to CPU in the add-on's preferences."
    ),
    Shortage.DISK: "The disk is full. Free some space and try again.",
}
MISSING_PACKAGE = (
    'The Python package "{name}" is missing or damaged. Install the StyleGLIP extension from its zip file again.'
)
UNEXPECTED = (
    "Something went wrong inside StyleGLIP. Copy the report and send it to its authors; your scene is unchanged."
)


class ShortageError(StyleGLIPError):
    """Memory or the disk gave out; the message says what to lower."""


@contextmanager
def shortages_told() -> Iterator[None]:
    """Turns what says that memory or the disk gave out into an error with a sentence, for work on the main thread.

    Raises:
        ShortageError: something gave out in the body.
    """
    try:
        yield
    except StyleGLIPError:
        raise
    except Exception as error:
        short = shortage_of(error)
        if short is None:
            raise
        raise ShortageError(SHORTAGES[short]) from error


def explain(error: BaseException) -> Failed:
    """The message for an exception that ended a job.

    Args:
        error: what the work raised, with its traceback.

    Returns:
        The engine's own sentence for a `StyleGLIPError`; a general one with the traceback as details for all others.
    """
    details = "".join(traceback.format_exception(error))
    short = shortage_of(error)
    # A model that could not be read for want of memory is not damaged.
    if short is not None and (not isinstance(error, StyleGLIPError) or isinstance(error, ModelError)):
        return Failed(SHORTAGES[short], details)
    if isinstance(error, StyleGLIPError):
        return Failed(str(error), details if error.__cause__ is not None else "")
    if isinstance(error, ImportError):
        return Failed(MISSING_PACKAGE.format(name=error.name or "PyTorch"), details)
    return Failed(UNEXPECTED, details)
