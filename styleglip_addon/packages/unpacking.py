"""Unpacks a wheel into a folder that modules are imported from, without what its lock leaves out."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from .errors import InstallCancelled, PackagesError
from .lock import Wheel

_BLOCK = 2**22


def unpack(path: Path, folder: Path, wheel: Wheel, should_stop: Callable[[], bool]) -> None:
    """Unpacks one wheel.

    Args:
        path: the file, whose checksum was checked.
        folder: where the packages of all wheels go; made where it is missing.
        wheel: its entry in the lock.
        should_stop: asked for every file and for every few megabytes.

    Raises:
        PackagesError: the wheel is damaged, or wants to write elsewhere.
        InstallCancelled: should_stop returned True.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                place = _place(member.filename)
                if member.is_dir() or place is None or wheel.is_left_out(member.filename):
                    continue
                if place.is_absolute() or ".." in place.parts or ":" in place.parts[0] or "\\" in str(place):
                    raise PackagesError(f"{wheel.filename} is damaged: it wants to write outside its folder.")
                target = folder / place
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as stream:
                    while block := source.read(_BLOCK):
                        stream.write(block)
                        if should_stop():
                            raise InstallCancelled("Stopped.")
                if os.name == "posix" and (member.external_attr >> 16) & 0o100:
                    target.chmod(0o755)
    except (zipfile.BadZipFile, EOFError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise PackagesError(f"{wheel.filename} is damaged ({error}). Click Install again.") from error


def _place(member: str) -> PurePosixPath | None:
    """Where a file of a wheel belongs below the folder; None for what no import needs (programs, headers)."""
    path = PurePosixPath(member)
    if not path.parts or not path.parts[0].endswith(".data"):
        return path
    if len(path.parts) > 2 and path.parts[1] in ("purelib", "platlib"):
        return PurePosixPath(*path.parts[2:])
    return None
