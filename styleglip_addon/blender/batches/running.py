"""Runs a batch from its order to its exit code: what is there is left out, what is finished is noted and told."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import bpy

from ..files.exit_codes import ExitCode
from ..files.scene_files import OutputFileError, check_output_file
from ..result.record import software_versions
from .assets import Asset
from .drafts import BatchOrder
from .events import Events, opened_events
from .inputs import Plan, planned
from .journal import Finished, Journal, opened_journal, read_journal
from .making import Made, Maker
from .pages import write_page
from .shown import Shown
from .summaries import exit_code_of, folder_notes, sentence_of_batch


def run_batch(order: BatchOrder, stream: TextIO) -> ExitCode:
    """Does a batch.

    Args:
        order: what is asked for.
        stream: where people see how far it is.

    Raises:
        StyleGLIPError: it cannot be begun, or can no longer note what it does.
    """
    known = read_journal(order.journal) if order.journal is not None and order.resume else {}
    if order.html is not None:
        check_output_file(order.html)
    with opened_events(order.events) as events, contextlib.ExitStack() as closing:
        maker = Maker(events.tell, order.dry_run, order.html is not None, order.debug)
        closing.callback(maker.close)
        plan = planned(order.drafts, maker.objects, [name for each in known.values() for name in each.files])
        shown = Shown(stream, len(plan.assets))
        closing.callback(shown.close)
        batch = _Batch(order, maker, events, shown, known)
        return batch.run(plan)


class _Batch:
    """A batch under way."""

    def __init__(
        self, order: BatchOrder, maker: Maker, events: Events, shown: Shown, known: dict[str, Finished]
    ) -> None:
        self._order = order
        self._maker = maker
        self._events = events
        self._shown = shown
        self._known = known
        self._version = " ".join(f"{name} {version}" for name, version in software_versions().items())
        self._made: list[Made] = []

    def run(self, plan: Plan) -> ExitCode:
        """Makes all assets and tells what came of them."""
        order, started = self._order, time.monotonic()
        for note in (*plan.notes, *(folder_notes(plan.assets) if not order.dry_run else ())):
            self._shown.say(note)
        journal_name = None if order.journal is None else str(order.journal)
        with opened_journal(order.journal, order.resume) as journal:
            self._events.tell(
                "batch_started",
                assets=len(plan.assets),
                version=self._version,
                blender=bpy.app.version_string,
                journal=journal_name,
                dry_run=order.dry_run,
            )
            self._make_all(plan.assets, journal)
        code = exit_code_of(self._made)
        seconds = round(time.monotonic() - started, 3)
        self._shown.close()
        if order.html is not None:
            code = self._write_page(order.html, seconds, code)
        outcomes = dict(Counter(made.outcome for made in self._made))
        self._events.tell("batch_finished", exit_code=int(code), outcomes=outcomes, seconds=seconds)
        self._shown.say(sentence_of_batch(self._made, order))
        return code

    def _make_all(self, assets: Sequence[Asset], journal: Journal | None) -> None:
        ends = False
        for asset in assets:
            if ends:
                self._finished(Made(asset, "not_begun"))
                continue
            try:
                made = self._make(asset, journal)
            except KeyboardInterrupt:  # before it was begun, or a second time
                made = Made(asset, "stopped", ExitCode.CANCELLED, "Cancelled.", ends=True)
            ends = made.ends
            self._finished(made)

    def _make(self, asset: Asset, journal: Journal | None) -> Made:
        order = self._order
        key = asset.key(self._version) if journal is not None else ""
        before = self._known.get(key)
        if before is not None and before.stands(asset):
            files = tuple(Path(name) for name in before.files)
            return Made(asset, "done_before", before.answer.get("code"), "", before.answer, files)
        if order.skip_existing and asset.output is not None and asset.output.exists():
            return Made(asset, "skipped")
        self._events.tell(
            "asset_started",
            number=asset.number,
            asset=asset.name,
            input=str(asset.input),
            object=asset.object_name,
            output=None if asset.output is None else str(asset.output),
        )
        made = self._maker.make(asset, lambda event: self._hear(asset, event))
        if journal is not None and made.outcome in ("done", "part_missing"):
            told = {name: value for name, value in made.answer.items() if name not in ("event", "stopped", "detail")}
            journal.add(asset, key, {str(path): path.stat().st_size for path in made.files}, told)
        return made

    def _hear(self, asset: Asset, event: dict[str, object]) -> None:
        name = str(event.pop("event"))
        self._events.tell(name, number=asset.number, asset=asset.name, **event)
        if name == "progress":
            self._shown.progress(asset, str(event["phase"]), f"{event['step']}/{event['steps']}")

    def _finished(self, made: Made) -> None:
        self._made.append(made)
        answer = made.answer
        self._events.tell(
            "asset_finished",
            number=made.asset.number,
            asset=made.asset.name,
            outcome=made.outcome,
            exit_code=None if made.code is None else int(made.code),
            sentence=made.sentence,
            seconds=answer.get("seconds", 0.0),
            memory=answer.get("memory"),
            files=[str(path) for path in made.files],
            parts=answer.get("parts", []),
            warnings=answer.get("warnings", []),
            seconds_expected=answer.get("seconds_expected"),
        )
        if self._order.debug and answer.get("detail"):
            self._shown.say(answer["detail"])
        self._shown.finished(made)

    def _write_page(self, path: Path, seconds: float, code: ExitCode) -> ExitCode:
        try:
            write_page(path, self._made, self._order.dry_run, seconds)
        except OutputFileError as error:
            self._shown.say(str(error))
            return ExitCode.INCOMPLETE if code in (ExitCode.OK, ExitCode.NOT_FOUND) else code
        return code
