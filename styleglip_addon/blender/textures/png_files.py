"""PNG files of 8 bits from arrays, several times faster than through Blender's own pixels of floats.

The format: W3C, Portable Network Graphics (PNG) Specification, third edition, 2025.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB = 0, 2
_UP = 2
"""Filter: every byte is stored as its difference to the one above; textures are smooth."""

_FAST = 1
"""Compression level: the higher ones take several times as long for a tenth."""


def png_bytes(texture: NDArray[np.uint8]) -> bytes:
    """The content of a PNG file.

    Args:
        texture: (H, W) grey or (H, W, 3) RGB; row 0 is the lowest, as in Blender.
    """
    height, width = texture.shape[:2]
    rows = np.ascontiguousarray(texture[::-1]).reshape(height, -1)
    filtered = np.empty((height, rows.shape[1] + 1), dtype=np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    kind = _GREY if texture.ndim == 2 else _RGB
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    data = zlib.compress(filtered.data, _FAST)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
