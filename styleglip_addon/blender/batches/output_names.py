"""The names of the files that are written for each of many assets, from a pattern with {name}, {object} and others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ..files.outputs import OUTPUT_KINDS

FIELDS: Mapping[str, str] = {
    "name": "the input's name without its ending, or the asset's name in a job file",
    "object": "the object's name; the input's, where no object is named",
    "folder": "the name of the folder that the input lies in",
    "number": "the asset's place in the batch, with four digits",
}
"""What a pattern may hold, and what stands for it."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 80


def unknown_field(pattern: str) -> str:
    """The first field of a pattern that there is not; "" where all are known."""
    return next((name for name in _FIELD.findall(pattern) if name not in FIELDS), "")


def has_field(pattern: str) -> bool:
    """Whether a pattern gives different names to different assets."""
    return bool(_FIELD.search(pattern))


def filled(pattern: str, fields: Mapping[str, str]) -> str:
    """The pattern with the names of an asset, each made fit for a file on every system."""
    return _FIELD.sub(lambda found: fit_name(fields[found[1]]), pattern)


def with_names(pattern: str, several_objects: bool) -> str:
    """A folder as the pattern of the .blend files in it; other patterns as they are."""
    path = Path(pattern)
    is_folder = pattern.endswith(("/", "\\")) or path.is_dir()
    if not is_folder and (path.suffix or has_field(path.name)):
        return pattern
    suffix = next(iter(OUTPUT_KINDS))
    return str(path / ("{name}-{object}" if several_objects else "{name}")) + suffix


def fixed_folder(pattern: str) -> Path:
    """The folder of a pattern up to the first part that differs between assets."""
    parts: list[str] = []
    for part in Path(pattern).absolute().parts[:-1]:
        if has_field(part):
            break
        parts.append(part)
    return Path(*parts)


def fit_name(name: str) -> str:
    """A name without what file systems forbid, and no longer than they take."""
    plain = _NOT_IN_NAMES.sub("_", name).strip().rstrip(".")[:_LONGEST] or "_"
    plain = plain.encode("utf-8", "replace").decode()
    return f"_{plain}" if _DEVICES.fullmatch(plain) or set(plain) <= {"."} else plain
