"""Which models of the catalogue lie on the disk, where, and how to delete them."""

from __future__ import annotations

from pathlib import Path

from .entry import ModelEntry, ModelFile
from .part_file import forget
from .transfer_errors import DownloadError

LOCK = "download.lock"


def model_folder(entry: ModelEntry, folder: Path) -> Path:
    """Where an entry's files are in the folder of all models."""
    return folder / entry.id


def model_path(entry: ModelEntry, folder: Path) -> Path:
    """What is loaded of an entry: its main file, or its folder."""
    return model_folder(entry, folder) / entry.main


def is_downloaded(entry: ModelEntry, folder: Path) -> bool:
    """Whether all files of an entry are there, by name and length: quick enough to ask while drawing."""
    place = model_folder(entry, folder)
    return entry.can_be_downloaded and all(has_length(place / file.name, file.size) for file in entry.files)


def size_on_disk(entry: ModelEntry, folder: Path) -> int | None:
    """Bytes of an entry's files; None where not all of them are there."""
    if not is_downloaded(entry, folder):
        return None
    place = model_folder(entry, folder)
    try:
        return sum((place / file.name).stat().st_size for file in entry.files)
    except OSError:  # deleted just now
        return None


def has_part(entry: ModelEntry, folder: Path) -> bool:
    """Whether a download of an entry was begun and can go on."""
    place = model_folder(entry, folder)
    return any(part_path(place, file).exists() or (place / file.name).exists() for file in entry.files)


def part_path(place: Path, file: ModelFile) -> Path:
    """Where a file grows until all of it is there."""
    return place / f"{file.name}.part"


def record_path(place: Path, file: ModelFile) -> Path:
    """Where the sha256 is kept that a file had when it was complete."""
    return place / f"{file.name}.sha256"


def has_length(path: Path, size: int | None) -> bool:
    """Whether a file is there and as long as it should be (None: any length)."""
    try:
        return path.is_file() and (size is None or path.stat().st_size == size)
    except OSError:
        return False


def remove(entry: ModelEntry, folder: Path) -> None:
    """Deletes an entry's files and what a download left; never a file the catalogue does not name.

    Raises:
        DownloadError: a file cannot be deleted, e.g. because it is in use.
    """
    place = model_folder(entry, folder)
    try:
        for file in entry.files:
            forget(part_path(place, file))
            (place / file.name).unlink(missing_ok=True)
            record_path(place, file).unlink(missing_ok=True)
        (place / LOCK).unlink(missing_ok=True)
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    except OSError as error:
        raise DownloadError(
            f'"{error.filename or place}" cannot be deleted ({error.strerror or error}). Close programs that use it, '
            "or restart Blender, then try again."
        ) from error
