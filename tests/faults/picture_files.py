"""PNG files of any size, black: written row by row, so that large ones take no memory."""

from __future__ import annotations

import struct
import zlib


def png_bytes(width: int, height: int, depth: int = 8) -> bytes:
    """A grey PNG file of `depth` bits a pixel."""
    packer, row = zlib.compressobj(9), bytes(1 + (width * depth + 7) // 8)
    rows = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
