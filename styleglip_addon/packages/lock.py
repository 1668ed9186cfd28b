"""The locks: which wheels a kind of computer and a Python version need, by name and content. No host is ever named."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

_BLOCK = 2**20


@dataclass(frozen=True)
class Wheel:
    """One wheel of a lock.

    Args:
        name, version: the distribution's.
        filename: of the wheel; its tags say which Python and machine it is for.
        sha256: hexadecimal digest of the file.
        size: bytes.
        licence: as the wheel's metadata name it.
        leave_out: patterns of files in it that neither import nor any work needs; they are not installed.
        unpacked: bytes of all other files in it.
    """

    name: str
    version: str
    filename: str
    sha256: str
    size: int
    licence: str = ""
    leave_out: tuple[str, ...] = ()
    unpacked: int = 0

    def is_left_out(self, member: str) -> bool:
        """Whether a file of the wheel, named as in its archive, is not installed."""
        return any(fnmatch.fnmatchcase(member, pattern) for pattern in self.leave_out)

    @property
    def is_proprietary(self) -> bool:
        """Whether it holds what may not be passed on together with code under the GPL (a licence of a vendor's own)."""
        return "LicenseRef-" in self.licence


@dataclass(frozen=True)
class WheelLock:
    """The wheels for one platform and Python.

    Args:
        platform: Blender's name of it, e.g. "linux-x64".
        python: major.minor version of Blender's Python.
        wheels: in the order of their names.
    """

    platform: str
    python: str
    wheels: tuple[Wheel, ...]

    @property
    def digest(self) -> str:
        """Short name of exactly these wheels, the same on every computer."""
        told = "\n".join(f"{wheel.filename} {wheel.sha256} {' '.join(wheel.leave_out)}" for wheel in self.wheels)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def size(self) -> int:
        """Bytes of all wheels."""
        return sum(wheel.size for wheel in self.wheels)

    @property
    def has_proprietary(self) -> bool:
        """Whether some wheel may not be passed on with code under the GPL."""
        return any(wheel.is_proprietary for wheel in self.wheels)


def lock_name(platform_name: str, python: str) -> str:
    """File name of a lock, e.g. "linux-x64-cp311.json"."""
    return f"{platform_name}-cp{python.replace('.', '')}.json"


def read_lock(path: Path) -> WheelLock:
    """Reads a lock file. Raises OSError or ValueError where it is missing or damaged."""
    data = json.loads(path.read_text(encoding="utf-8"))
    try:
        wheels = tuple(Wheel(**{**wheel, "leave_out": tuple(wheel.get("leave_out", ()))}) for wheel in data["wheels"])
        return WheelLock(data["platform"], data["python"], wheels)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is no lock of wheels") from error


def write_lock(lock: WheelLock, path: Path) -> None:
    """Writes a lock file, one wheel a line, so that a changed version is one changed line."""

    def line(wheel: Wheel) -> str:
        return "  " + json.dumps({key: value for key, value in asdict(wheel).items() if value})

    wheels = ",\n".join(line(wheel) for wheel in sorted(lock.wheels, key=lambda wheel: wheel.name))
    head = f'{{\n "platform": {json.dumps(lock.platform)},\n "python": {json.dumps(lock.python)},\n'
    path.write_text(f'{head} "wheels": [\n{wheels}\n ]\n}}\n', encoding="utf-8")


def this_platform(system: str = sys.platform, machine: str = "") -> str:
    """Blender's name of a kind of computer, e.g. "windows-x64".

    Args:
        system: as `sys.platform`.
        machine: as `platform.machine()`; empty: this one's.
    """
    systems = {"linux": "linux", "darwin": "macos", "win32": "windows"}
    machines = {"x86_64": "x64", "amd64": "x64", "arm64": "arm64", "aarch64": "arm64"}
    word = (machine or platform.machine()).lower()
    return f"{systems.get(system, system)}-{machines.get(word, word)}"


def this_python() -> str:
    """Major.minor version of the running Python."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def lock_here(folder: Path) -> WheelLock | None:
    """The lock for this computer and Python among those in `folder`; None where there is none."""
    try:
        return read_lock(folder / lock_name(this_platform(), this_python()))
    except (OSError, ValueError):
        return None


def sha256_of(path: Path, tell: Callable[[int], None] | None = None) -> str:
    """Hexadecimal SHA-256 of a file; `tell` gets the bytes read so far and may raise to stop."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if tell is not None:
                tell(done)
    return digest.hexdigest()
