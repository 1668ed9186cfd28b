"""Installs the wheels of a lock into a folder of the add-on's own: all of them, checked, or nothing.

The wheels arrive in `wheels` below the root and stay there until all are unpacked, so that a stop or a broken
connection costs one wheel at most. They are unpacked beside the place where they belong, which gets its name in one
step. A folder that is in use is never written to: other wheels have another folder.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import NETWORK_OFF, InstallCancelled, PackagesError
from .lock import Wheel, WheelLock, sha256_of
from .pip_process import fetch, pip_command
from .unpacking import unpack

_BATCH = 20_000_000
"""Bytes of wheels that one pip fetches, so that fifty small ones do not cost a start each."""


@dataclass(frozen=True)
class InstallProgress:
    """How far it is.

    Args:
        done: bytes that are there, or unpacked.
        total: bytes of all wheels.
        is_unpacking: whether all have arrived and are being unpacked.
    """

    done: int
    total: int
    is_unpacking: bool = False

    @property
    def share(self) -> float:
        """Share of what is at hand, 0..1."""
        return min(self.done / self.total, 1.0) if self.total else 1.0


OnProgress = Callable[[InstallProgress], None]
ShouldStop = Callable[[], bool]


def packages_folder(root: Path, lock: WheelLock) -> Path:
    """Where the packages of a lock are imported from once they are installed."""
    return root / f"{lock.platform}-cp{lock.python.replace('.', '')}-{lock.digest}"


def is_installed(root: Path, lock: WheelLock) -> bool:
    """Whether all of a lock is installed; a folder has its name only then."""
    return packages_folder(root, lock).is_dir()


def has_begun(root: Path) -> bool:
    """Whether wheels of an earlier try are there."""
    return any((root / "wheels").glob("*.whl"))


def disk_needed(lock: WheelLock) -> int:
    """Bytes that the disk must have free: all wheels, and all that is unpacked from them."""
    return lock.size + sum(wheel.unpacked for wheel in lock.wheels)


def install(
    lock: WheelLock, root: Path, on_progress: OnProgress, should_stop: ShouldStop, allow_network: bool = False
) -> Path:
    """Fetches, checks and unpacks all wheels of a lock.

    Args:
        lock: for this computer and Python.
        root: the add-on's folder for packages; made where it is missing.
        on_progress: told how far it is, a few times a second.
        should_stop: asked as often; True ends it.
        allow_network: whether the user allows it.

    Returns:
        the folder to import from.

    Raises:
        PackagesError: it cannot be done; the message says why and what to do.
        InstallCancelled: should_stop returned True. The wheels that have arrived are kept.
    """
    final = packages_folder(root, lock)
    if final.is_dir():
        return final
    wheels = root / "wheels"
    try:
        wheels.mkdir(parents=True, exist_ok=True)
        _check_space(root, lock)
        missing = _missing(lock, wheels, on_progress, should_stop)
        if missing and not allow_network:
            raise PackagesError(NETWORK_OFF)
        if missing:
            _fetch_all(lock, missing, wheels, on_progress, should_stop)
        _unpack_all(lock, wheels, final, on_progress, should_stop)
        shutil.rmtree(wheels, ignore_errors=True)
        remove_others(root, final)
    except OSError as error:
        raise PackagesError(
            f'The folder "{root}" cannot be used ({error.strerror or error}). Free some space, or give Blender the '
            "right to write there, then click Install again."
        ) from error
    return final


def remove_others(root: Path, kept: Path | None) -> None:
    """Deletes the packages of earlier versions; what Windows holds open stays until the next time."""
    with suppress(OSError):
        for path in root.iterdir():
            if path.is_dir() and path != kept:
                shutil.rmtree(path, ignore_errors=True)


def _check_space(root: Path, lock: WheelLock) -> None:
    there = sum(path.stat().st_size for path in (root / "wheels").glob("*.whl"))
    free, needed = shutil.disk_usage(root).free, disk_needed(lock) - there
    if free < needed:
        raise PackagesError(
            f'The packages need {needed / 1e9:.1f} GB of free disk in "{root}", and there are {free / 1e9:.1f} GB. '
            "Free some space, then click Install again."
        )


def _missing(lock: WheelLock, folder: Path, on_progress: OnProgress, should_stop: ShouldStop) -> list[Wheel]:
    """The wheels that are not there in full; a damaged one is deleted."""
    missing, done = [], 0
    for wheel in lock.wheels:
        path = folder / wheel.filename

        def tell(read: int, before: int = done) -> None:
            on_progress(InstallProgress(before + read, lock.size))
            if should_stop():
                raise InstallCancelled("Stopped.")

        if path.is_file() and path.stat().st_size == wheel.size and sha256_of(path, tell) == wheel.sha256:
            done += wheel.size
        else:
            path.unlink(missing_ok=True)
            missing.append(wheel)
    return missing


def _fetch_all(
    lock: WheelLock, missing: list[Wheel], folder: Path, on_progress: OnProgress, should_stop: ShouldStop
) -> None:
    pip = pip_command()
    arriving = folder / "arriving"
    for batch in _batches(missing):
        shutil.rmtree(arriving, ignore_errors=True)
        arriving.mkdir(parents=True)
        wanted = arriving / "wanted.txt"
        lines = [f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}" for wheel in batch]
        wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
        there = lock.size - sum(wheel.size for wheel in missing if not (folder / wheel.filename).is_file())

        def tick(there: int = there, most: int = sum(wheel.size for wheel in batch)) -> None:
            on_progress(InstallProgress(there + min(_bytes_in(arriving), most), lock.size))

        fetch(pip, wanted, arriving, tick, should_stop)
        for wheel in batch:
            path = arriving / wheel.filename
            if not path.is_file() or sha256_of(path) != wheel.sha256:
                raise PackagesError(
                    f"The package index gave another file for {wheel.name} than the one StyleGLIP was made with. Click "
                    "Install again; if it happens again, use the public index."
                )
            path.replace(folder / wheel.filename)
    shutil.rmtree(arriving, ignore_errors=True)


def _batches(wheels: list[Wheel]) -> list[list[Wheel]]:
    """Wheels in groups of at most `_BATCH` bytes, or one that is larger; the small ones first."""
    batches: list[list[Wheel]] = []
    size = 0
    for wheel in sorted(wheels, key=lambda wheel: (wheel.size, wheel.name)):
        if not batches or size + wheel.size > _BATCH:
            batches.append([])
            size = 0
        batches[-1].append(wheel)
        size += wheel.size
    return batches


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # pip moves files meanwhile
            total += path.stat().st_size if path.is_file() else 0
    return total


def _unpack_all(lock: WheelLock, wheels: Path, final: Path, on_progress: OnProgress, should_stop: ShouldStop) -> None:
    half = final.with_name(f"{final.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    done = 0
    for wheel in lock.wheels:
        on_progress(InstallProgress(done, lock.size, is_unpacking=True))
        unpack(wheels / wheel.filename, half, wheel, should_stop)
        done += wheel.size
    for attempt in range(5):
        try:
            half.replace(final)
            return
        except PermissionError:  # on Windows, a virus scanner may look into a new file for a moment
            if attempt == 4:
                raise
            time.sleep(1.0 + attempt)
