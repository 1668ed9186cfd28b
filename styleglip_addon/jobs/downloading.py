"""The work of a download job: fetches a model of the catalogue on the worker thread, forwards how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .channel import Channel

if TYPE_CHECKING:
    from ..engine.models.catalogue.download import Download
    from ..engine.models.catalogue.entry import ModelEntry
    from .job import Work


@dataclass(frozen=True)
class DownloadOrder:
    """What to download.

    Args:
        entry: a model of the catalogue.
        folder: the folder of all models.
        allow_network: whether the user allows the network, when the order is given.
    """

    entry: ModelEntry
    folder: Path
    allow_network: bool


def download_work(order: DownloadOrder) -> Work:
    """The work of a job that downloads a model; its `Done` carries an `engine.models.catalogue.download.Download`.

    Its progress is an `engine.models.catalogue.download.DownloadProgress`; pausing it holds the transfer.
    """

    def work(channel: Channel) -> Download:
        from ..engine.models.catalogue.download import download

        done = download(
            order.entry, order.folder, channel.progress, channel.should_stop, allow_network=order.allow_network
        )
        for sentence in done.warnings:
            channel.warn(sentence)
        return done

    return work
