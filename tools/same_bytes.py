"""Rewrites zips and wheels so that the same contents give the same bytes, and leaves files out of them.

Compressed contents are copied as they are: nothing depends on the compressor, and gigabytes take seconds.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER = 30
_BLOCK = 2**20


def rewrite(source: Path, target: Path, keep: Callable[[str], bool] = lambda name: True) -> None:
    """Writes a zip's files in the order of their names, without times and owners.

    Args:
        source: a zip or wheel.
        target: another path.
        keep: whether a member goes along. A wheel's RECORD names what is kept only.
    """
    with zipfile.ZipFile(source) as old, source.open("rb") as raw, zipfile.ZipFile(target, "w") as new:
        for member in sorted(old.infolist(), key=lambda info: info.filename):
            if member.is_dir() or not keep(member.filename):
                continue
            info = zipfile.ZipInfo(member.filename, _TIME)
            info.create_system = 3
            executable = member.create_system == 3 and (member.external_attr >> 16) & 0o100
            info.external_attr = (0o100755 if executable else 0o100644) << 16
            if member.filename.endswith(".dist-info/RECORD") and member.filename.count("/") == 1:
                new.writestr(info, _record(old.read(member), keep))
            else:
                _copy(member, info, raw, new)


def _copy(member: zipfile.ZipInfo, info: zipfile.ZipInfo, raw: io.BufferedReader, new: zipfile.ZipFile) -> None:
    """Copies one member's compressed bytes."""
    info.compress_type, info.CRC = member.compress_type, member.CRC
    info.compress_size, info.file_size = member.compress_size, member.file_size
    stream = new.fp
    assert stream is not None
    info.header_offset = stream.tell()
    stream.write(info.FileHeader())
    raw.seek(member.header_offset)
    name_length, extra_length = struct.unpack("<HH", raw.read(_LOCAL_HEADER)[26:30])
    raw.seek(member.header_offset + _LOCAL_HEADER + name_length + extra_length)
    left = member.compress_size
    while left > 0:
        block = raw.read(min(left, _BLOCK))
        if not block:
            raise zipfile.BadZipFile(f"{member.filename} ends early")
        stream.write(block)
        left -= len(block)
    # What ZipFile.writestr notes of a member that it has written.
    new.filelist.append(info)
    new.NameToInfo[info.filename] = info
    new.start_dir = stream.tell()


def _record(old: bytes, keep: Callable[[str], bool]) -> bytes:
    rows = [row for row in csv.reader(io.StringIO(old.decode("utf-8"))) if row and keep(row[0])]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(sorted(rows))
    return text.getvalue().encode("utf-8")
