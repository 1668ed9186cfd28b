"""Starts the process that makes a batch's assets, gives it orders, and ends it where it takes too long or dies."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import bpy

from ...engine.vocabulary.errors import StyleGLIPError
from .worker import SIGN

WORKER = "--batch-worker"
"""The one argument of a process that makes assets for another."""

_START = 300.0
_GRACE = 10.0
_LAST_WRITE = 120.0
_LOOK = 0.5


class WorkerError(StyleGLIPError):
    """The process cannot be started; the message says what it told last."""


class WorkerLost(Exception):
    """The process ended while it made an asset; what it told last."""


class WorkerTimeout(Exception):
    """The asset took longer than it may."""


class Worker:
    """One such process. It has a group of its own, so that Ctrl+C in a terminal reaches only whoever gives orders.

    Args:
        debug: whether what Blender and Python say goes to standard error; else it is kept for a crash's last words.
    """

    def __init__(self, debug: bool = False) -> None:
        self._words: IO[bytes] | None = None if debug else tempfile.TemporaryFile()  # noqa: SIM115 (closed with it)
        options: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if os.name == "nt"
            else {"start_new_session": True}
        )
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            **options,
        )
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        try:
            ready = self._wait(lambda event: None, "ready", time.monotonic() + _START, {})
        except (WorkerLost, WorkerTimeout) as error:
            self.end()
            raise WorkerError(f"Blender could not be started a second time to make the assets. {error}") from error
        except BaseException:
            self.end()
            raise

        self.process, self.blender = int(ready["process"]), str(ready["blender"])

    def ask(self, order: dict[str, Any], on_event: Callable[[dict[str, Any]], None], timeout: float) -> dict[str, Any]:
        """Gives an order and waits for its answer.

        Where the caller is interrupted meanwhile, the process is told to stop: it completes the file that it writes,
        and answers. A second interruption ends it at once.

        Args:
            order: see `worker`.
            on_event: takes what the process tells meanwhile.
            timeout: the most seconds; 0: no limit.

        Raises:
            WorkerLost, WorkerTimeout: there is no answer; the process is gone.
            KeyboardInterrupt: interrupted twice.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise WorkerLost(self._last_words()) from None
        until = time.monotonic() + timeout if timeout else float("inf")
        stopped: dict[str, bool] = {}
        try:
            return self._wait(on_event, "answer", until, stopped)
        except WorkerTimeout:
            self.interrupt()
            with contextlib.suppress(WorkerLost, WorkerTimeout):
                self._wait(on_event, "answer", time.monotonic() + _GRACE, {"stopped": True})
            self.end()
            raise
        except BaseException:
            self.end()
            raise

    def interrupt(self) -> None:
        """Tells the process to stop what it makes."""
        kind = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT) if os.name == "nt" else signal.SIGINT
        with contextlib.suppress(OSError):
            self._process.send_signal(kind)

    def end(self) -> None:
        """Ends the process."""
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(_GRACE if self._is_idle else 0.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._words is not None:
            self._words.close()

    _is_idle = True

    def _wait(
        self, on_event: Callable[[dict[str, Any]], None], awaited: str, until: float, stopped: dict[str, bool]
    ) -> dict[str, Any]:
        self._is_idle = False
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK)
            except queue.Empty:
                if time.monotonic() > until:
                    raise WorkerTimeout from None
                continue
            except KeyboardInterrupt:
                if stopped:
                    raise
                stopped["stopped"] = True
                until = time.monotonic() + _LAST_WRITE
                self.interrupt()
                continue
            if answer is None:
                raise WorkerLost(self._last_words())
            if answer.get("event") == awaited:
                self._is_idle = True
                return {**answer, "stopped": bool(stopped)}
            on_event(answer)
            if time.monotonic() > until:  # who tells much is not spared
                raise WorkerTimeout

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stdout:
                text = line.decode("utf-8", "replace")
                if text.startswith(SIGN):
                    with contextlib.suppress(ValueError):
                        self._answers.put(json.loads(text[len(SIGN) :]))
        self._answers.put(None)

    def _last_words(self) -> str:
        """What the process ended with, in a sentence."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        code = self._process.returncode
        told = f"It ended with {_name(code)}."
        if self._words is not None:
            with contextlib.suppress(OSError, ValueError):
                self._words.seek(0)
                lines = [line.strip() for line in self._words.read().decode("utf-8", "replace").splitlines()]
                last = next((line for line in reversed(lines) if line), "")
                told += f" Its last words: {last[:200]}" if last else ""
        return told


def worker_command() -> list[str]:
    """The command line of such a process: this Blender, or this Python, once more."""
    script = str(Path(__file__).resolve().parents[2] / "batch.py")
    if not bpy.app.binary_path:
        return [sys.executable, script, WORKER]
    given = sys.argv[1 : sys.argv.index("--")] if "--" in sys.argv else sys.argv[1:]
    kept, skip = [], False
    for argument in given:
        if skip or argument == bpy.data.filepath or argument.lower().endswith(".blend"):
            skip = False
        elif argument in ("-P", "--python"):
            skip = True
        else:
            kept.append(argument)
    if not {"-b", "--background"} & set(kept):
        kept.insert(0, "--background")
    return [bpy.app.binary_path, *kept, "-P", script, "--", WORKER]


def _name(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"
