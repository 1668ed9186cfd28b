"""What the preferences know about a download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ...engine.models.catalogue.download import Download, DownloadProgress
from ...engine.models.catalogue.entry import ModelEntry
from ...jobs.session import Lane, Session, Stage


@dataclass(kw_only=True)
class DownloadSession(Session):
    """One download of a model of the catalogue.

    Args:
        progress: the last report.
        entry_id: which model; empty: none was begun.
    """

    lane: ClassVar[Lane] = Lane.DOWNLOADS
    cancelled: ClassVar[str] = "Stopped. What has arrived is kept: Resume goes on with it."

    progress: DownloadProgress | None = None
    entry_id: str = ""

    def is_running(self, entry: ModelEntry | None = None) -> bool:
        """Whether a download runs; of this entry, where one is given."""
        return self.stage is Stage.RUNNING and (entry is None or self.entry_id == entry.id)

    def succeed(self, result: Download) -> None:
        """The model is here."""
        self.end(Stage.DONE, " ".join(["Downloaded.", *self.warnings]))
