"""What a set of wheels requires, and whether the set and Blender together have it.

The rules are those of the wheels' own metadata, with the markers of the computer and Python they are for, so a zip for
Windows is checked on Linux.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.wheel_targets import Target

BLENDER_HAS = frozenset({"numpy", "cython", "requests", "urllib3", "certifi", "charset-normalizer", "zstandard"})
"""What Blender brings in every version, new enough for all that is asked of it. A second NumPy would win for every
add-on. Its idna is too old for httpx2, so that one is in the locks."""

NOT_NEEDED = {
    ("torch", "triton"): "torch.compile, which is not used",
    ("torch", "cuda-bindings"): "torch.compile and profilers",
    ("torch", "setuptools"): "building C++ extensions",
    ("cuda-toolkit", "nvidia-nvtx"): "profilers",
    ("easypytorch3d", "iopath"): "reading mesh files, which PyTorch3D is not asked to do",
}
"""Requirements that are knowingly left out, and what they would be for."""

ONLY_NAMES_OTHERS = frozenset({"cuda-toolkit"})
"""Packages without content: what they require is followed, they themselves are not shipped."""


@dataclass(frozen=True)
class WheelFile:
    """A wheel as far as its metadata tell.

    Args:
        name: canonical.
        version: of the distribution.
        filename: of the wheel.
        metadata: the content of METADATA.
    """

    name: str
    version: str
    filename: str
    metadata: Message

    def requirements(self, target: Target, extras: Iterable[str] = ()) -> list[Requirement]:
        """What it requires on a target, with these extras."""
        found = []
        for text in self.metadata.get_all("Requires-Dist") or []:
            requirement = Requirement(text)
            marked = requirement.marker
            environments = [target.markers | {"extra": extra} for extra in ("", *extras)]
            if marked is None or any(marked.evaluate(dict(environment)) for environment in environments):
                found.append(requirement)
        return found


def read_wheel(path: Path) -> WheelFile:
    """Reads a wheel's metadata."""
    with zipfile.ZipFile(path) as archive:
        return _read(archive, path.name)


def wheels_in_zip(path: Path) -> list[WheelFile]:
    """The metadata of all wheels inside an extension's zip."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("wheels/") and name.endswith(".whl"):
                with archive.open(name) as stream, zipfile.ZipFile(stream) as wheel:
                    found.append(_read(wheel, name.removeprefix("wheels/")))
    return found


def _read(archive: zipfile.ZipFile, filename: str) -> WheelFile:
    name, version, _, _ = parse_wheel_filename(filename)
    member = next(m for m in archive.namelist() if m.endswith(".dist-info/METADATA") and m.count("/") == 1)
    text = archive.read(member).decode("utf-8", errors="replace")
    return WheelFile(canonicalize_name(name), str(version), filename, message_from_string(text))


def unmet(wheels: Iterable[WheelFile], target: Target, numpy: Iterable[str] = ()) -> list[str]:
    """What is wrong with a set of wheels on a target, one line each; empty where it is closed.

    Args:
        wheels: all wheels of a zip.
        target: where they are to run.
        numpy: the versions of NumPy that Blenders of this Python bring; each must do.
    """
    by_name: dict[str, WheelFile] = {}
    wrong = []
    for wheel in wheels:
        if wheel.name in by_name:
            wrong.append(f"{wheel.name} is there twice")
        if wheel.name in BLENDER_HAS:
            wrong.append(f"{wheel.name} is brought, and Blender has it")
        by_name[wheel.name] = wheel
        if not parse_wheel_filename(wheel.filename)[3] & target.tags:
            wrong.append(f"{wheel.filename} does not run on {target.name}")
        asked = wheel.metadata.get("Requires-Python")
        if asked is not None and not Requirement(f"python{asked}").specifier.contains(f"{target.python}.0"):
            wrong.append(f"{wheel.filename} wants Python {asked}")
    for wheel in by_name.values():
        for requirement in wheel.requirements(target):
            wrong += _unmet(wheel, requirement, by_name, numpy)
    return wrong


def _unmet(
    wheel: WheelFile, requirement: Requirement, by_name: Mapping[str, WheelFile], numpy: Iterable[str]
) -> list[str]:
    name = canonicalize_name(requirement.name)
    if (wheel.name, name) in NOT_NEEDED or name in ONLY_NAMES_OTHERS:
        return []
    if name == "numpy":
        return [
            f"{wheel.name} wants {requirement}, some Blender has NumPy {version}"
            for version in numpy
            if not requirement.specifier.contains(version)
        ]
    if name in BLENDER_HAS:
        return []
    found = by_name.get(name)
    if found is None:
        return [f"{wheel.name} wants {requirement}, which is not there"]
    if not requirement.specifier.contains(found.version, prereleases=True):
        return [f"{wheel.name} wants {requirement}, there is {found.version}"]
    return []
