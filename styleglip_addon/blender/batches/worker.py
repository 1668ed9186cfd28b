"""The process that makes a batch's assets, one after another, with models that are loaded once.

It reads orders from standard input and answers on standard output, a line of JSON each. A line of its own begins with a
sign that nothing else writes, because Blender writes to standard output as well.
"""

from __future__ import annotations

import _thread
import contextlib
import gc
import io
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import bpy

from ...engine.vocabulary import PartReading, Progress
from ..files.calls import FinishedCall, run_call
from ..files.exit_codes import ExitCode, code_of
from ..files.failures import sentence_of
from ..files.interruption import stopped_by_signals
from ..files.loaded_models import KeptModels
from .estimates import estimate
from .listing import listed_names
from .memory import peak_memory, start_peak
from .outcomes import finding_outcome, run_outcome

SIGN = "\x1e"
"""Before each line of ours: RFC 7464's record separator."""

_OFTEN = 0.25
_PATIENCE = 30.0


class _Lines:
    """Writes answers."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def send(self, **answer: Any) -> None:
        """Writes one; where nobody reads any more the process ends."""
        try:
            self._stream.write(f"{SIGN}{json.dumps(answer, ensure_ascii=True)}\n")
            self._stream.flush()
        except (OSError, ValueError):
            os._exit(ExitCode.CANCELLED)


class _Told:
    """Hands what a call tells on as it comes, progress not too often."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._said: set[str] = set()
        self._last = ("", 0.0)
        self.sentences: list[str] = []

    def say(self, sentence: str) -> None:
        """Takes a sentence, once."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.sentences.append(sentence)
            self._lines.send(event="note", text=sentence)

    def tell(self, reading: PartReading) -> None:
        """Takes what the words of a part were read as."""
        if reading.text not in self._said:
            self._said.add(reading.text)
            self._lines.send(event="reading", part=reading.name, style=reading.style, lines=list(reading.lines))
        for doubt in reading.doubts if reading.is_understood else ():
            self.say(doubt)

    def __call__(self, progress: Progress) -> None:
        """Takes a report of the engine."""
        for note in progress.notes:
            self.say(note)
        for reading in progress.readings:
            self.tell(reading)
        now, phase = time.monotonic(), progress.phase.value
        if progress.steps > 1 and (phase != self._last[0] or now - self._last[1] > _OFTEN or progress.share == 1.0):
            self._last = (phase, now)
            left = round(progress.seconds_left, 1) if progress.seconds_left >= 0 else None  # NaN while unknown
            self._lines.send(event="progress", phase=phase, step=progress.step, steps=progress.steps, seconds_left=left)

    def close(self) -> None:
        """Nothing is drawn."""


def work() -> int:
    """Makes what is asked for until standard input ends.

    Returns:
        The exit code of the process.
    """
    lines = _Lines(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)  # Blender's own words go where errors go
    models = KeptModels()
    waiting: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_read, args=(waiting, busy), daemon=True).start()
    lines.send(event="ready", process=os.getpid(), blender=bpy.app.version_string)
    while True:
        try:
            with stopped_by_signals():
                order = waiting.get()
                if order is None:
                    return ExitCode.OK
                busy.set()
                answer = _answer(order, lines, models)
        except KeyboardInterrupt:  # between two assets
            answer = {"code": ExitCode.CANCELLED, "sentence": "Cancelled; nothing was written."}
        finally:
            busy.clear()
        _forget()
        lines.send(event="answer", **answer)


def _read(waiting: queue.SimpleQueue[dict[str, Any] | None], busy: threading.Event) -> None:
    """Reads orders; where whoever gave them is gone, what is being made is stopped, its current file complete."""
    with contextlib.suppress(OSError, ValueError):
        for line in sys.stdin:
            waiting.put(json.loads(line))
    waiting.put(None)
    if busy.is_set():
        _thread.interrupt_main()
        time.sleep(_PATIENCE)
        os._exit(ExitCode.CANCELLED)


def _answer(order: dict[str, Any], lines: _Lines, models: KeptModels) -> dict[str, Any]:
    """Does what an order says; whatever goes wrong is an answer as well."""
    told = _Told(lines)
    started = time.monotonic()
    start_peak()
    errors = io.StringIO()
    try:
        with contextlib.redirect_stderr(errors):
            if order["do"] == "list":
                names = listed_names(Path(order["path"]), order["collections"], order["objects"])
                return {"code": ExitCode.OK, "names": names}
            _forget()
            if order["do"] == "estimate":
                answer = estimate(order["arguments"], told, models)
            else:
                answer = _made(order["arguments"], order["thumbnail"], told, models)
    except SystemExit as error:
        sentence = errors.getvalue().strip().removeprefix("StyleGLIP: ").removesuffix(" See --help.")
        answer = {"code": int(error.code or 0), "sentence": sentence}
    except BaseException as error:
        answer = {"code": int(code_of(error)), "sentence": sentence_of(error)}
        if order.get("debug"):
            import traceback

            answer["detail"] = traceback.format_exc()
    return {
        "sentence": "",
        **answer,
        "notes": told.sentences,
        "seconds": round(time.monotonic() - started, 3),
        "memory": peak_memory(),
    }


def _made(arguments: Sequence[str], thumbnail: bool, told: _Told, models: KeptModels) -> dict[str, Any]:
    done: FinishedCall = run_call(arguments, told, models)
    answer: dict[str, Any] = {"code": int(done.code)}
    if done.run is not None:
        answer |= run_outcome(done.run)
    if done.found is not None:
        answer |= finding_outcome(done.found)
    if thumbnail:
        from ..pictures.thumbnails import thumbnail_of

        try:
            answer["thumbnail"] = thumbnail_of(answer.get("object", ""))
        except Exception as error:  # a picture is no reason to call an asset failed
            told.say(f"There is no picture of it for the page. {sentence_of(error)}")
    return answer


def _forget() -> None:
    """Frees all of an asset's data: the next one begins in an empty file, as in a call of its own."""
    bpy.ops.wm.read_homefile(use_empty=True)
    gc.collect()
