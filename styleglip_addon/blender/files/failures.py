"""What a failure of a run without a window is told as: one sentence, which says what to change."""

from __future__ import annotations

from ...engine.vocabulary.errors import ModelError, StyleGLIPError
from ...engine.vocabulary.shortages import Shortage, shortage_of


class UsageError(StyleGLIPError):
    """What is asked for cannot be done as it is said; the message says what to change."""


_SHORTAGES = {
    Shortage.MEMORY: (
        "There is not enough memory, or the process may not have more (ulimit). Close other programs, or lower what "
        'takes it: the SIZE of --bake or --textures, the faces of the mesh, or --settings \'{"dense_vertices": 5000, '
        '"image_size": 160}\'.'
    ),
    Shortage.GPU: (
        "The GPU has not enough memory for this, or cannot run it. Close other programs that use it, or choose "
        "--device cpu."
    ),
    Shortage.DISK: "The disk is full, or the file is larger than the process may write. Free some space and try again.",
}


def shortage_told(error: BaseException) -> Shortage | None:
    """What gave out where that is what the user has to know; None where the error's own sentence says more."""
    # A model that could not be read for want of memory is not damaged; what could not be written names its file.
    is_told = isinstance(error, StyleGLIPError) and not isinstance(error, ModelError)
    return None if is_told else shortage_of(error)


def sentence_of(error: BaseException) -> str:
    """The sentence for an exception that ended a run, or a part of it."""
    if (short := shortage_told(error)) is not None:
        return _SHORTAGES[short]
    if isinstance(error, StyleGLIPError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "Cancelled; nothing was written."
    if isinstance(error, ImportError):
        return f'The Python package "{error.name}" is missing or damaged. Install the add-on again.'
    detail = " ".join(str(error).split())[:200]
    return f"Something unexpected went wrong ({type(error).__name__}: {detail}). Run again with --debug for details."
