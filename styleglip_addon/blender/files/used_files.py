"""Whether two paths mean one file, and which files the open scene reads."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import bpy

from ..names import RECORD_PROPERTY
from .scene_files import OutputFileError


def check_not_in_use(paths: Iterable[Path]) -> None:
    """Checks that no file is written that the open scene reads: libraries, pictures, caches.

    Args:
        paths: to be written.

    Raises:
        OutputFileError: one is; the message names it.
    """
    own = {bpy.path.abspath(image.filepath) for image in bpy.data.images if RECORD_PROPERTY in image}
    used = [Path(name) for name in bpy.utils.blend_paths(absolute=True, packed=True) if name and name not in own]
    for path in paths:
        if any(is_same_file(path, other) for other in used):
            raise OutputFileError(f'"{path}" is a file that the object or its scene uses. Choose another name.')


def is_same_file(first: Path, second: Path) -> bool:
    """Whether two paths mean one file, on any system: links, capitals and written accents are no difference."""
    if plain_path(first) == plain_path(second):
        return True
    with contextlib.suppress(OSError):
        return first.samefile(second)
    return False


def plain_path(path: Path) -> str:
    """A path as it is compared: without links, capitals, and ways of writing an accent."""
    return unicodedata.normalize("NFC", str(path.resolve())).casefold()
