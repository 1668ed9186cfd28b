"""What a batch has done, a line for each asset as soon as it is finished: what --resume goes on from."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ..files.scene_files import OutputFileError, check_output_file
from .assets import Asset

_KIND = "styleglip-batch"
_VERSION = 1


@dataclass(frozen=True)
class Finished:
    """An asset that was finished before.

    Args:
        key: what decided its result, see `Asset.key`.
        files: what was written, with its size.
        answer: what was told of it.
    """

    key: str
    files: dict[str, int]
    answer: dict[str, Any]

    def stands(self, asset: Asset) -> bool:
        """Whether an asset of this key need not be made again: the files that it is to have are as they were left."""
        named = {str(path) for path in asset.files}
        return named <= set(self.files) and all(map(self._is_there, self.files))

    def _is_there(self, name: str) -> bool:
        try:
            return Path(name).stat().st_size == self.files[name]
        except OSError:
            return False


def read_journal(path: Path) -> dict[str, Finished]:
    """The finished assets of a journal, by key; what was cut off by a kill is left out.

    Raises:
        OutputFileError: the file cannot be read, or is something else.
    """
    found: dict[str, Finished] = {}
    for number, line in enumerate(_lines(path)):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if number == 0 and (not isinstance(entry, dict) or entry.get("journal") != _KIND):
            break
        with contextlib.suppress(KeyError, TypeError, AttributeError):
            if "key" in entry:
                files = {str(name): int(size) for name, size in entry["files"].items()}
                found[str(entry["key"])] = Finished(str(entry["key"]), files, dict(entry["answer"]))
    return found


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OutputFileError(f'The journal "{path}" cannot be read: {error.strerror or error}.') from error
    lines = text.splitlines()
    if lines and f'"journal": "{_KIND}"' not in lines[0]:
        raise OutputFileError(f'"{path}" is no journal of a batch. Name another file with --journal.')
    return lines


class Journal:
    """A journal that is written.

    Args:
        path: the file.
        goes_on: whether it is added to; else it begins anew.

    Raises:
        OutputFileError: it cannot be written, or another batch writes it.
    """

    def __init__(self, path: Path, goes_on: bool) -> None:
        self._path = path
        _lines(path)  # a file of another kind is not written over
        check_output_file(path)
        self._held = _lock(path)
        try:
            begins = not goes_on or not path.exists() or path.stat().st_size == 0
            self._file = path.open("wb" if begins else "ab")
            if begins:
                self._write({"journal": _KIND, "version": _VERSION})
            elif not path.read_bytes().endswith(b"\n"):
                self._file.write(b"\n")
        except OSError as error:
            raise self._error(error) from error

    def add(self, asset: Asset, key: str, files: dict[str, int], answer: dict[str, Any]) -> None:
        """Notes an asset that is finished.

        Raises:
            OutputFileError: that cannot be written.
        """
        try:
            self._write({"key": key, "asset": asset.name, "files": files, "answer": answer})
        except OSError as error:
            raise self._error(error) from error

    def close(self) -> None:
        """Ends it."""
        self._file.close()
        self._held.release()
        with contextlib.suppress(OSError):
            _lock_path(self._path).unlink()

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=True).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _error(self, error: OSError) -> OutputFileError:
        return OutputFileError(f'The journal "{self._path}" cannot be written: {error.strerror or error}.')

    _file: IO[bytes]


def _lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _lock(path: Path) -> Any:
    from filelock import FileLock, Timeout

    held = FileLock(_lock_path(path))
    try:
        held.acquire(timeout=0)
    except Timeout as error:
        raise OutputFileError(
            f'Another batch writes "{path}" at the moment. Wait for it, or name another file with --journal.'
        ) from error
    except OSError as error:
        raise OutputFileError(f'"{path}" cannot be locked: {error.strerror or error}.') from error
    return held


@contextlib.contextmanager
def opened_journal(path: Path | None, goes_on: bool) -> Iterator[Journal | None]:
    """A journal for the body; None where none is kept."""
    journal = None if path is None else Journal(path, goes_on)
    try:
        yield journal
    finally:
        if journal is not None:
            journal.close()
