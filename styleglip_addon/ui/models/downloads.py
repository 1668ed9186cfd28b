"""The one download of the add-on: its job, its timer, and what the preferences show of it.

It has a runner of its own: a run may go on while gigabytes arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import bpy

from ...engine.models.catalogue.download import DownloadProgress
from ...engine.models.catalogue.entry import ModelEntry
from ...jobs import messages
from ...jobs.downloading import DownloadOrder, download_work
from ...jobs.job import Job
from ...jobs.runner import JobRunner
from ...jobs.timer_pump import TimerPump


@dataclass
class DownloadView:
    """The last download, as the preferences show it.

    Args:
        entry_id: which model; empty: none was begun.
        progress: the last report while it runs.
        sentence: how it ended, for people.
        has_failed: whether it ended with an error.
    """

    entry_id: str = ""
    progress: DownloadProgress | None = None
    sentence: str = ""
    has_failed: bool = False


runner = JobRunner()
view = DownloadView()
_pump = TimerPump(runner)


def start(entry: ModelEntry, folder: Path, allow_network: bool) -> None:
    """Start a download on its background thread.

    Raises:
        BusyError: another download runs.
    """
    runner.start(Job(download_work(DownloadOrder(entry, folder, allow_network))), _listen)
    view.entry_id, view.progress, view.sentence, view.has_failed = entry.id, None, "", False
    _pump.start()


def cancel() -> None:
    """Ask the download to stop; what has arrived stays."""
    if runner.job is not None:
        runner.job.cancel()


def is_running(entry: ModelEntry | None = None) -> bool:
    """Whether a download runs; of this entry, where one is given."""
    return runner.job is not None and (entry is None or view.entry_id == entry.id)


def forget(entry: ModelEntry) -> None:
    """Do not tell any more how the last download of this model ended."""
    if view.entry_id == entry.id and not is_running():
        view.entry_id = view.sentence = ""


def wait_until_done() -> None:
    """Hand out the download's messages until it ends; without a window no timer would."""
    while (job := runner.job) is not None:
        job.channel.wait()
        runner.tick()


def stop() -> None:
    """End a running download: the add-on is switched off. What has arrived stays."""
    _pump.stop()
    runner.stop()
    view.__init__()  # type: ignore[misc]


def redraw() -> None:
    """Draw the preferences again."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "PREFERENCES":
                area.tag_redraw()


def _listen(message: messages.Message) -> None:
    match message:
        case messages.Progress(report):
            view.progress = report
        case messages.Warned(sentence):
            view.sentence = sentence
        case messages.Done():
            view.sentence = f"Downloaded. {view.sentence}".strip()
        case messages.Failed(sentence, details):
            view.sentence, view.has_failed = sentence, True
            if details:
                print(details)  # there is no report for downloads: who is asked for help finds it in the console
        case messages.Cancelled():
            view.sentence = "Stopped. What has arrived is kept: Resume goes on with it."
    redraw()
