"""Makes a batch's assets by a process of its own, which is replaced where an asset takes it along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...engine.optimisation.temporary_files import clear_stale
from ..files.exit_codes import ExitCode
from .assets import Asset
from .drafts import Draft
from .inputs import Listing
from .worker_process import Worker, WorkerError, WorkerLost, WorkerTimeout

COMPLETE = (ExitCode.OK, ExitCode.NOT_FOUND, ExitCode.NOTHING_FOUND, ExitCode.INCOMPLETE)
"""Exit codes of calls that wrote their result."""

_LIST_SECONDS = 600.0


@dataclass
class Made:
    """What came of an asset.

    Args:
        asset: the asset.
        outcome: one of `events.OUTCOMES`.
        code: exit code; None where it has none.
        sentence: for people.
        answer: what the process told, see `worker`.
        files: that were written.
        ends: whether the batch was told to stop meanwhile.
    """

    asset: Asset
    outcome: str
    code: int | None = None
    sentence: str = ""
    answer: dict[str, Any] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    ends: bool = False


class Maker:
    """Makes assets.

    Args:
        tell: takes the name and the values of an event.
        dry_run: whether nothing is written.
        pictures: whether a small picture of each asset is made.
        debug: see `Worker`.
    """

    def __init__(self, tell: Callable[..., None], dry_run: bool, pictures: bool, debug: bool) -> None:
        self._tell = tell
        self._dry_run = dry_run
        self._pictures = pictures
        self._debug = debug
        self._worker: Worker | None = None

    def close(self) -> None:
        """Ends the process."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def objects(self, path: Path, draft: Draft) -> Listing:
        """Looks into a .blend file; see `inputs.Lists`.

        Raises:
            WorkerError: the process cannot be started.
            KeyboardInterrupt: it was stopped.
        """
        order = {"do": "list", "path": str(path), "collections": draft.collections, "objects": draft.objects}
        try:
            answer = self._ready().ask(order, lambda event: None, draft.timeout or _LIST_SECONDS)
        except WorkerTimeout:
            self._lost("timeout")
            return Listing(fault=f'It took too long to open "{path}".')
        except WorkerLost as error:
            self._lost(str(error))
            return Listing(fault=f'Blender ended while it opened "{path}". {error}')
        if answer["stopped"]:
            raise KeyboardInterrupt
        if answer["code"] != ExitCode.OK:
            return Listing(fault=answer["sentence"], code=ExitCode(answer["code"]))
        return Listing(tuple(answer["names"]))

    def make(self, asset: Asset, on_event: Callable[[dict[str, Any]], None]) -> Made:
        """Has an asset made.

        Raises:
            WorkerError: the process cannot be started.
            KeyboardInterrupt: it was stopped twice.
        """
        if asset.fault:
            return Made(asset, "failed", asset.fault_code, asset.fault)
        _clear_left_overs(asset)
        order = {
            "do": "estimate" if self._dry_run else "call",
            "arguments": asset.arguments,
            "thumbnail": self._pictures,
            "debug": self._debug,
        }
        try:
            answer = self._ready().ask(order, on_event, asset.timeout)
        except WorkerTimeout:
            self._lost("timeout")
            return Made(asset, "timeout", None, f"It took longer than {asset.timeout:g} s.{_there(asset)}")
        except WorkerLost as error:
            self._lost(str(error))
            return Made(asset, "crashed", None, f"Blender ended while it made this asset.{_there(asset)} {error}")
        code, ends = answer["code"], answer["stopped"]
        files = () if self._dry_run else tuple(path for path in asset.files if path.exists())
        if code in COMPLETE:
            sentence = " ".join(answer.get("warnings", ())) if code != ExitCode.OK else ""
            return Made(asset, "part_missing" if code != ExitCode.OK else "done", code, sentence, answer, files, ends)
        if ends or code == ExitCode.CANCELLED:
            return Made(asset, "stopped", code, answer["sentence"], answer, files, True)
        return Made(asset, "failed", code, answer["sentence"], answer)

    def _ready(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(self._debug)
            self._tell("worker_started", process=self._worker.process, blender=self._worker.blender)
        return self._worker

    def _lost(self, reason: str) -> None:
        self._worker = None
        self._tell("worker_ended", reason=reason)


def _there(asset: Asset) -> str:
    """What is said of an output that may lack what was wanted besides."""
    if asset.output is None or not asset.output.exists():
        return ""
    return f' "{asset.output}" is there, from before or without what was wanted besides.'


def _clear_left_overs(asset: Asset) -> None:
    """Takes away what a killed process had begun to write under temporary names, where that process is gone."""
    for folder in {path.parent for path in asset.files}:
        clear_stale(folder)


__all__ = ["COMPLETE", "Made", "Maker", "WorkerError"]
