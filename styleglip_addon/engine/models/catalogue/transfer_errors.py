"""What ends a download, or only interrupts it."""

from __future__ import annotations

from ...vocabulary.errors import ModelError, StylizeCancelled

STOPPED = "The download was stopped. What has arrived is kept: start it again to go on with it."


class DownloadError(ModelError):
    """A model file could not be had; the message names it and says what to do."""


class DownloadCancelled(StylizeCancelled):
    """`should_stop` returned True; what has arrived is kept, and the next download goes on from there."""


class BrokenError(Exception):
    """The transfer ended early, and may go on from where it is; the message says why, for people."""


class UnreachableError(BrokenError):
    """The server cannot be reached at all: worth retrying only where it could a moment ago."""
