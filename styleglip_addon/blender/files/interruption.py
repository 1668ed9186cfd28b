"""Lets a run without a window be stopped: what a terminal, a farm or a shutting-down system sends ends it in order."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_SIGNALS = tuple(
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if (number := getattr(signal, name, None)) is not None
)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Raises KeyboardInterrupt in the body where the process is asked to end.

    Blender takes Ctrl+C for a render's, and Python ends at once at the others: a run then leaves no word of what it
    wrote. On other threads than the main one nothing changes.
    """
    before: dict[int, Any] = {}
    for number in _SIGNALS:
        with contextlib.suppress(ValueError, OSError):  # not on the main thread
            before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


@contextlib.contextmanager
def ended_at_once(last_words: Callable[[], str], code: int) -> Iterator[None]:
    """Ends the process when it is asked to end, for what no exception gets out of: Blender renders to the end first.

    A signal wakes a thread as soon as it comes, while Python's own handlers wait for the work in C. On other threads
    than the main one nothing changes.

    Args:
        last_words: called on that thread when it is over; tidies up and gives what is to be told on standard error.
        code: to end with.
    """
    wakes, wake = socket.socketpair()
    wake.setblocking(False)
    try:
        before = signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    except ValueError:  # not on the main thread
        before = None

    def watch() -> None:
        while number := wakes.recv(1):
            if number[0] in _SIGNALS:
                print(last_words(), file=sys.stderr, flush=True)
                os._exit(code)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        if before is not None:
            signal.set_wakeup_fd(before)
        wake.close()
        watcher.join()
        wakes.close()


@dataclass
class _Writing:
    """How many files are being written, and whether the process was asked to end meanwhile."""

    files: int = 0
    is_asked: bool = False


_writing = _Writing()


@contextlib.contextmanager
def finishing_writes() -> Iterator[None]:
    """Lets the body end before a stop that comes meanwhile is raised; a second one is raised at once."""
    _writing.files += 1
    try:
        yield
    finally:
        _writing.files -= 1
        asked = _writing.is_asked and not _writing.files
        if asked:
            _writing.is_asked = False
    if asked:
        raise KeyboardInterrupt


def _stop(number: int, frame: Any) -> None:
    if _writing.files and not _writing.is_asked:
        _writing.is_asked = True
        return
    raise KeyboardInterrupt
