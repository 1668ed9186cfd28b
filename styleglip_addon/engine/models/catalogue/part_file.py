"""A download that has not ended: NAME.part, and beside it the note of what it was begun from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ...vocabulary.json_texts import parse_json
from .entry import ModelFile


@dataclass(frozen=True)
class Origin:
    """What a part was begun from; kept beside it.

    Args:
        url: the catalogue's address.
        validator: the server's name for this very content: a strong ETag, else its date; empty without one.
        total: bytes of the whole file; None: the server did not say.
    """

    url: str
    validator: str
    total: int | None


def origin_path(part: Path) -> Path:
    """Where it is kept what a part was begun from."""
    return part.with_name(part.name + ".json")


def forget(part: Path) -> None:
    """Removes a part, if there is one."""
    for path in (part, origin_path(part)):
        path.unlink(missing_ok=True)


def read_origin(part: Path, file: ModelFile) -> Origin | None:
    """What the part was begun from; None where it must be begun anew."""
    if size_of(part) == 0:
        return None
    try:
        data = parse_json(origin_path(part).read_text(encoding="utf-8"))
        origin = Origin(str(data["url"]), str(data["validator"]), data["total"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if origin.url != file.url or not (origin.total is None or isinstance(origin.total, int)):
        return None
    if origin.total is not None and size_of(part) > origin.total:
        return None
    # Without a name for the content only a known sha256 tells whether the two halves belong together.
    return origin if origin.validator or file.sha256 is not None else None


def write_origin(part: Path, origin: Origin) -> None:
    """Keeps what a part is begun from."""
    origin_path(part).write_text(json.dumps(asdict(origin)), encoding="utf-8")


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
