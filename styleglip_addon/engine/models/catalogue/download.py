"""Downloads a model of the catalogue: complete and checked under its name, or not at all.

Each file grows as NAME.part and gets its name in one step, when all of it has arrived, lies safely on the disk and has
the sha256 the catalogue knows. Beside it NAME.sha256 keeps the sha256 it had then, in the format of `sha256sum`.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .entry import ModelEntry, ModelFile
from .http_answers import ShouldStop, TransferLimits
from .part_file import forget, origin_path
from .stored_models import LOCK, has_length, model_folder, model_path, part_path, record_path
from .transfer import fetch
from .transfer_errors import STOPPED, DownloadCancelled, DownloadError

NETWORK_OFF = (
    "Downloads need the network, and Blender may not use it. Switch on Edit > Preferences > System > Network > Allow "
    "Online Access, then start the download again."
)
_REPORT_SECONDS = 0.1
_BLOCK = 2**20


@dataclass(frozen=True)
class DownloadProgress:
    """How far a download is.

    Args:
        file: the file at hand.
        number: it is the how many-th of the model's files, from 1.
        count: how many files there are.
        done: bytes of the file that are there, or that were checked.
        total: bytes of the file; None: nobody knows.
        is_checking: whether the file has arrived and its sha256 is computed.
    """

    file: str
    number: int
    count: int
    done: int
    total: int | None
    is_checking: bool = False

    @property
    def share(self) -> float:
        """Share of the file at hand, 0..1; 0 where nobody knows how large it is."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


OnProgress = Callable[[DownloadProgress], None]


@dataclass(frozen=True)
class SavedFile:
    """A file that is there.

    Args:
        path: where.
        size: bytes.
        sha256: as computed from the disk.
        is_verified: whether the catalogue knows this sha256; otherwise it was only recorded.
    """

    path: Path
    size: int
    sha256: str
    is_verified: bool


@dataclass(frozen=True)
class Download:
    """A model that is there.

    Args:
        entry_id: which one.
        path: what to load: a file or a folder.
        files: all its files.
        warnings: sentences for people.
    """

    entry_id: str
    path: Path
    files: tuple[SavedFile, ...]
    warnings: tuple[str, ...] = ()


def download(
    entry: ModelEntry,
    folder: Path,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    allow_network: bool = False,
    limits: TransferLimits | None = None,
) -> Download:
    """Downloads what is missing of an entry; nothing where all of it is there already.

    Args:
        entry: a model of the catalogue.
        folder: the folder of all models; made where it is missing.
        on_progress: told how far it is, a few times a second.
        should_stop: asked again and again; True ends the download.
        allow_network: whether the user allows it. Files that are there are checked either way.
        limits: how patient to be.

    Raises:
        DownloadError: it cannot be had; the message says why and what to do.
        DownloadCancelled: should_stop returned True. What has arrived is kept, and the next download goes on with it.
    """
    import httpx2
    from filelock import FileLock, Timeout

    if not entry.can_be_downloaded:
        raise DownloadError(f"{entry.name} cannot be downloaded. {entry.how_to_get}.")
    limits = limits or TransferLimits()
    task = _Task(entry, on_progress or _ignore, should_stop or _never)
    place = model_folder(entry, folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with (
            FileLock(place / LOCK, timeout=0),
            httpx2.Client(timeout=limits.timeout, headers={"User-Agent": "StyleGLIP"}) as client,
        ):
            saved = []
            for number, file in enumerate(entry.files, start=1):
                task.begin(file, number)
                there = _check_present(place, file, task)
                if there is None:
                    if not allow_network:
                        raise DownloadError(NETWORK_OFF)
                    fetch(client, file, part_path(place, file), task.arrived, task.should_stop, limits)
                    there = _accept(place, file, entry, task)
                saved.append(there)
    except Timeout as error:
        raise DownloadError(f"{entry.name} is being downloaded by another Blender. Wait until it is done.") from error
    except OSError as error:
        raise DownloadError(
            f'The folder "{place}" cannot be used ({error.strerror or error}). Choose another folder for models in the '
            "preferences."
        ) from error
    return Download(entry.id, model_path(entry, folder), tuple(saved), _warnings(saved))


class _Task:
    """The callbacks of a download, for the file at hand."""

    def __init__(self, entry: ModelEntry, on_progress: OnProgress, should_stop: ShouldStop) -> None:
        self.should_stop = should_stop
        self._on_progress = on_progress
        self._count = len(entry.files)
        self._file, self._number, self._next = "", 0, 0.0

    def begin(self, file: ModelFile, number: int) -> None:
        """Another file."""
        self._file, self._number, self._next = file.name, number, 0.0

    def arrived(self, done: int, total: int | None) -> None:
        """Bytes have come."""
        self._report(done, total, False)

    def checked(self, done: int, total: int) -> None:
        """Bytes were read again; raises DownloadCancelled."""
        self._report(done, total, True)
        if self.should_stop():
            raise DownloadCancelled(STOPPED)

    def _report(self, done: int, total: int | None, is_checking: bool) -> None:
        now = time.monotonic()
        if now >= self._next or done == total:
            self._next = now + _REPORT_SECONDS
            self._on_progress(DownloadProgress(self._file, self._number, self._count, done, total, is_checking))


def _check_present(place: Path, file: ModelFile, task: _Task) -> SavedFile | None:
    """The file that is there under its name; None where there is none, or not the right one."""
    path = place / file.name
    if not path.is_file() or not has_length(path, file.size):
        return None
    digest = _sha256(path, task)
    expected = file.sha256 or _read_record(place, file)
    if expected is not None and digest != expected:
        return None
    return _saved(place, file, digest)


def _accept(place: Path, file: ModelFile, entry: ModelEntry, task: _Task) -> SavedFile:
    """Gives a part that has arrived in full its name, if it is the right file."""
    part = part_path(place, file)
    size = part.stat().st_size
    digest = _sha256(part, task)
    if (file.sha256 is not None and digest != file.sha256) or (file.size is not None and size != file.size):
        forget(part)
        raise DownloadError(
            f'"{file.name}" arrived damaged, or is not the file that was published: it was deleted (sha256 {digest} '
            f"instead of {file.sha256}). Start the download again; if it happens again, look at {entry.page}."
        )
    record_path(place, file).unlink(missing_ok=True)  # it is of the file that is replaced now
    part.replace(place / file.name)
    origin_path(part).unlink(missing_ok=True)
    _sync_folder(place)
    return _saved(place, file, digest)


def _saved(place: Path, file: ModelFile, digest: str) -> SavedFile:
    record_path(place, file).write_text(f"{digest}  {file.name}\n", encoding="utf-8")
    path = place / file.name
    return SavedFile(path, path.stat().st_size, digest, file.sha256 is not None)


def _warnings(files: list[SavedFile]) -> tuple[str, ...]:
    return tuple(
        f'The sha256 of "{file.path.name}" is not published, so it could not be compared. It is {file.sha256}, and is '
        f'kept in "{file.path.name}.sha256".'
        for file in files
        if not file.is_verified
    )


def _sha256(path: Path, task: _Task) -> str:
    """Computed from the disk, so that it speaks of what will be loaded."""
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            done += len(block)
            task.checked(done, size)
    return digest.hexdigest()


def _read_record(place: Path, file: ModelFile) -> str | None:
    try:
        words = record_path(place, file).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return None
    return words[0] if words else None


def _sync_folder(folder: Path) -> None:
    """Makes a rename last through a power cut; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _ignore(progress: DownloadProgress) -> None:
    pass


def _never() -> bool:
    return False
