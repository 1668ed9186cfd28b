"""How large pictures are by their headers, before Blender makes room for all of their pixels.

A file of kilobytes can announce gigabytes. The formats that Pillow does not read: Industrial Light & Magic, OpenEXR
File Layout, and G. Ward, Real Pixels, in Graphics Gems II, 1991.
"""

from __future__ import annotations

import io
import re
import struct
from contextlib import closing
from pathlib import Path
from typing import IO

import bpy

MOST_PIXELS = 1 << 28
"""16,384 x 16,384."""

_KINDS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "TGA", "JPEG2000", "DDS")
"""Decoders of Pillow that are asked for a size; none of them starts a program."""
_HEAD, _BEGINNING = 1 << 16, 16
_EXR = b"\x76\x2f\x31\x01"
_EXR_WINDOW = re.compile(rb"dataWindow\x00box2i\x00\x10\x00\x00\x00(.{16})", re.S)
_HDR_SIZE = re.compile(rb"\n[-+][XY] (\d{1,12}) [-+][XY] (\d{1,12})\n")


def is_too_large(image: bpy.types.Image) -> bool:
    """Whether the file of an image that Blender has not read yet announces more than `MOST_PIXELS`."""
    if image.has_data or image.source != "FILE":
        return False
    size = _announced(image)
    return size is not None and size[0] * size[1] > MOST_PIXELS


def _announced(image: bpy.types.Image) -> tuple[int, int] | None:
    """Width and height; None where there is no file, or of a kind whose header is not known."""
    try:
        if image.packed_file is not None:
            with closing(io.BytesIO(image.packed_file.data)) as content:
                return announced_size(content)
        path = Path(bpy.path.abspath(image.filepath, library=image.library))
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return announced_size(file)
    except (OSError, ValueError):
        return None


def announced_size(file: IO[bytes]) -> tuple[int, int] | None:
    """Width and height that a picture file announces; None where its kind is not known.

    Raises:
        OSError: it cannot be read.
    """
    from PIL import Image

    head = file.read(_HEAD)
    if head.startswith(_EXR):
        window = _EXR_WINDOW.search(head)
        if window is None:
            return None
        left, top, right, bottom = struct.unpack("<4i", window[1])
        return right - left + 1, bottom - top + 1
    if head.startswith(b"#?"):
        size = _HDR_SIZE.search(head)
        return None if size is None else (int(size[1]), int(size[2]))
    Image.init()
    for kind in _KINDS:
        reader, accepts = Image.OPEN.get(kind, (None, None))
        if reader is None or (accepts is not None and accepts(head[:_BEGINNING]) is not True):
            continue
        file.seek(0)
        try:  # not Image.open, which refuses sizes that Blender takes
            return reader(file, "").size
        except (OSError, ValueError, SyntaxError, TypeError, IndexError, struct.error):
            continue
    return None
