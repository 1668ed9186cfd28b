"""What the catalogue says about a model: frozen descriptions of files and entries, checked as they are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
"""Names of files and folders: nothing that leads out of the folder, and nothing that any system refuses."""


class ModelKind(StrEnum):
    """What a model does in a run."""

    EMBEDDED = "embedded"
    """A whole set: finds parts and judges styles."""
    GLIP = "glip"
    """Finds the parts, and carries the part-level style loss."""
    CLIP = "clip"
    """Judges pictures of the parts."""


@dataclass(frozen=True)
class ModelFile:
    """One file of a model.

    Args:
        name: what it is called on disk; the server has no say in it.
        url: where it is, https.
        size: bytes; None: not known.
        sha256: 64 lower-case hexadecimal digits; None: not known.
        about: roughly how many bytes, for people, where the exact size is not known.
    """

    name: str
    url: str
    size: int | None = None
    sha256: str | None = None
    about: int | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} cannot be a file's name")
        if urlsplit(self.url).scheme not in ("https", "http") or not urlsplit(self.url).hostname:
            raise ValueError(f"{self.url!r} is no address of a file")
        if self.sha256 is not None and not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"{self.sha256!r} is no sha256")


@dataclass(frozen=True)
class ModelEntry:
    """One model of the catalogue.

    Args:
        id: its name in settings and the name of its folder; never changes.
        name: what people call it.
        purpose: what it is for, one sentence for an artist.
        kind: what it does in a run.
        licence: an SPDX identifier, or what is known in words.
        licence_url: where the licence is.
        page: where the model comes from.
        files: what a download brings, in this order; empty: it comes with the add-on or only from its authors.
        main: the file that is loaded; empty: the folder is.
        how_to_get: for people, where there is nothing to download: how to get it.
    """

    id: str
    name: str
    purpose: str
    kind: ModelKind
    licence: str
    licence_url: str
    page: str
    files: tuple[ModelFile, ...] = ()
    main: str = ""
    how_to_get: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.id):
            raise ValueError(f"{self.id!r} cannot be a folder's name")
        names = [file.name for file in self.files]
        if len(set(names)) != len(names) or (self.main and self.main not in names):
            raise ValueError(f"the files of {self.id!r} do not fit together")

    @property
    def can_be_downloaded(self) -> bool:
        """Whether there are files to fetch."""
        return bool(self.files)

    @property
    def size(self) -> int | None:
        """Bytes of all files; None where one's size is not known."""
        sizes = [file.size for file in self.files]
        return sum(size for size in sizes if size is not None) if None not in sizes else None

    @property
    def about(self) -> int | None:
        """Roughly the bytes of all files; None where not even that is known of one."""
        sizes = [file.size if file.size is not None else file.about for file in self.files]
        return sum(size for size in sizes if size is not None) if None not in sizes else None

    @property
    def is_verified(self) -> bool:
        """Whether every file's sha256 is known beforehand."""
        return self.can_be_downloaded and all(file.sha256 is not None for file in self.files)
