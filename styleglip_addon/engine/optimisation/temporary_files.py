"""Names of files that are not whole yet, and the removal of those that a run left which was killed.

A name says whose it is: this add-on's, on this computer, of a process. Only those whose process is gone are removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILE = re.compile(r"\..+\.styleglip-([0-9a-f]{8})-(\d{1,10})\.tmp(?:\.\w+@?)?", re.S)
"""Blender writes to NAME@ first."""
_FOLDER = re.compile(r"styleglip-([0-9a-f]{8})-(\d{1,10})-\w+")
_LONGEST = 150
"""Bytes of a name, most systems take 255."""
_STARTED = time.time()


def temporary_beside(path: Path, *, keeps_suffix: bool = False) -> Path:
    """Where a file grows until all of it is there.

    Args:
        path: its final name.
        keeps_suffix: for writers that insist on a suffix.
    """
    suffix, name = (path.suffix, path.stem) if keeps_suffix else ("", path.name)
    raw = os.fsencode(name)
    if len(raw) > _LONGEST:
        name = f"{os.fsdecode(raw[:40])}{hashlib.sha256(raw).hexdigest()[:16]}"
    return path.with_name(f".{name}.styleglip-{_place()}-{os.getpid()}.tmp{suffix}")


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder among the system's temporary ones; those that killed runs left there are removed.

    Raises:
        OSError: it cannot be made.
    """
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).iterdir():
            if _is_stale(path, _FOLDER) and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
    prefix = f"styleglip-{_place()}-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def clear_stale(folder: Path) -> tuple[Path, ...]:
    """Removes what killed runs of this computer left in a folder, and gives it; what is no file of ours stays.

    A folder that cannot be read, and a file that cannot be removed, are left as they are.
    """
    removed = []
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            with contextlib.suppress(OSError):
                if _is_stale(path, _FILE) and path.is_dir():  # of a writer that makes several files
                    shutil.rmtree(path)
                    removed.append(path)
                elif _is_stale(path, _FILE) and path.is_file():
                    path.unlink()
                    removed.append(path)
    return tuple(removed)


def _is_stale(path: Path, names: re.Pattern[str]) -> bool:
    """Whether a path has one of these names, and the process that it tells is gone."""
    match = names.fullmatch(path.name)
    if match is None or match[1] != _place() or path.is_symlink():
        return False
    if int(match[2]) == os.getpid():  # numbers come again
        return path.stat().st_mtime < _STARTED - 2.0
    return not is_running(int(match[2]))


def is_running(process: int) -> bool:
    """Whether there is a process of this number on this computer; where that cannot be told, there is."""
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)  # sends nothing
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's
        return True
    return True


@cache
def _place() -> str:
    """Eight letters for this computer, or this container of it: others may share the folder, not the processes."""
    told = platform.node()
    with contextlib.suppress(OSError):
        told += f" {Path('/proc/self/ns/pid').readlink()}"
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()[:8]


def _is_running_on_windows(process: int) -> bool:
    """There, sending a signal would end it."""
    import ctypes

    synchronize, timed_out, wrong_number = 0x00100000, 0x00000102, 87
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return bool(ctypes.get_last_error() != wrong_number)  # type: ignore[attr-defined,unused-ignore]
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
    finally:
        kernel.CloseHandle(handle)
