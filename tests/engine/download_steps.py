"""What the tests of downloads share: a server, entries of a catalogue, and downloads that break off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from styleglip_addon.engine.models.catalogue.download import download
from styleglip_addon.engine.models.catalogue.entry import ModelEntry, ModelFile, ModelKind
from styleglip_addon.engine.models.catalogue.http_answers import TransferLimits
from styleglip_addon.engine.models.catalogue.transfer_errors import DownloadError
from tests.engine.file_server import FileServer

CONTENT = hashlib.shake_128(b"model").digest(3_000_000)
OTHER = hashlib.shake_128(b"another model").digest(3_000_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
QUICK = TransferLimits(timeout=5.0, retries=2, pause=0.01, local_http=True)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer(CONTENT).running() as server:
        yield server


def entry_for(url: str, sha256: str | None = SHA256, size: int | None = len(CONTENT)) -> ModelEntry:
    file = ModelFile("weights.bin", url, size, sha256)
    return ModelEntry("test", "Test Model", "For tests", ModelKind.GLIP, "MIT", "", "", (file,), "weights.bin")


def get(server: FileServer, folder: Path, limits: TransferLimits = QUICK, **entry: Any) -> Path:
    return download(entry_for(server.url, **entry), folder, allow_network=True, limits=limits).path


def part_of(folder: Path) -> Path:
    return folder / "test" / "weights.bin.part"


def final_of(folder: Path) -> Path:
    return folder / "test" / "weights.bin"


def break_off(server: FileServer, folder: Path, after: int = 1_000_000) -> None:
    """A download that ended in the middle of the file, as when the computer is switched off."""
    server.break_after = [after]
    with pytest.raises(DownloadError, match="start the download again"):
        get(server, folder, TransferLimits(timeout=5.0, retries=-1, local_http=True))
    assert part_of(folder).stat().st_size == after
    assert not final_of(folder).exists()
    server.requests.clear()
