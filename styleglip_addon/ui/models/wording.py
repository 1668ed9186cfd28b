"""Texts of the catalogue that depend on numbers: sizes, licences, how far a download is. No bpy."""

from __future__ import annotations

from ...engine.models.catalogue.download import DownloadProgress
from ...engine.models.catalogue.entry import ModelEntry


def file_size(size: int) -> str:
    """Bytes in words, as file managers show them: "4 kB", "355 MB", "1.7 GB"."""
    if size < 1_000_000:
        return f"{max(round(size / 1e3), 1)} kB"
    return f"{size / 1e6:.0f} MB" if size < 999_500_000 else f"{size / 1e9:.1f} GB"


def entry_size(entry: ModelEntry, on_disk: int | None = None) -> str:
    """How large a model is, e.g. "355 MB", "about 6.9 GB" or "size not known"; empty where there is no download.

    Args:
        entry: the model.
        on_disk: bytes of its files, where they are here.
    """
    if not entry.can_be_downloaded:
        return ""
    if on_disk is not None:
        return file_size(on_disk)
    if entry.size is not None:
        return file_size(entry.size)
    return f"about {file_size(entry.about)}" if entry.about is not None else "size not known"


def entry_check(entry: ModelEntry) -> str:
    """Whether a download can be compared with a published sha256."""
    if not entry.can_be_downloaded:
        return ""
    return "checksum known" if entry.is_verified else "checksum not published"


def entry_facts(entry: ModelEntry, on_disk: int | None) -> str:
    """Size, licence, check and state of a model in one line.

    Args:
        entry: the model.
        on_disk: bytes of its files, where they are here; else None.
    """
    state = "downloaded" if on_disk is not None else "not downloaded"
    facts = (
        entry_size(entry, on_disk),
        f"licence: {entry.licence}",
        entry_check(entry),
        state if entry.can_be_downloaded else "",
    )
    return "  ·  ".join(fact for fact in facts if fact)


def progress_text(progress: DownloadProgress | None) -> str:
    """How far a download is, e.g. "ViT-B-32.pt, 12 MB of 354 MB"."""
    if progress is None:
        return "Connecting"
    if progress.is_checking:
        return f"Checking {progress.file}"
    amount = file_size(progress.done)
    if not progress.total:
        return f"{progress.file}, {amount}"
    return f"{progress.file}, {amount} of {file_size(progress.total)}"
