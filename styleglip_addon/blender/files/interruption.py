"""Lets a run without a window be stopped: what a terminal, a farm or a shutting-down system sends ends it in order."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any, NoReturn

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


def _stop(number: int, frame: Any) -> NoReturn:
    raise KeyboardInterrupt
