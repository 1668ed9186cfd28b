"""The one thing both threads of a job touch: messages go to the main thread, cancel and pause go to the worker."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from ..engine.vocabulary.errors import StylizeCancelled
from .messages import Message, Progress, Snapshot, Warned

CAPACITY = 256
"""Unread messages kept. A main thread that is busy for a minute loses old progress, never a final message."""


class Channel:
    """A bounded, thread-safe mailbox from the worker to the main thread, and the worker's brake.

    Args:
        capacity: unread messages kept. Above it the oldest progress goes first, then the oldest warning.
        clock: seconds that only grow; measures the time `drain` may take.
    """

    def __init__(self, capacity: int = CAPACITY, clock: Callable[[], float] = time.perf_counter) -> None:
        self._capacity = capacity
        self._clock = clock
        self._messages: deque[Message] = deque()
        self._changed = threading.Condition()
        self._is_cancelled = False
        self._is_paused = False
        self._is_closed = False
        self._waits = False

    # The worker's side.

    def send(self, message: Message) -> None:
        """Put a message in the mailbox; never waits. A closed channel drops it."""
        with self._changed:
            if self._is_closed:
                return
            if isinstance(message, Snapshot):
                self._drop_oldest(Snapshot)
            if len(self._messages) >= self._capacity:
                self._drop_oldest(Progress) or self._drop_oldest(Warned)
            self._messages.append(message)
            self._changed.notify_all()

    def progress(self, report: Any) -> None:
        """Say how far the job is."""
        self.send(Progress(report))

    def snapshot(self, content: Any) -> None:
        """Show the result so far; replaces an older one that was not read."""
        self.send(Snapshot(content))

    def warn(self, sentence: str) -> None:
        """Tell the user something without ending the job."""
        self.send(Warned(sentence))

    def should_stop(self) -> bool:
        """Whether the job was cancelled. Waits while it is paused, so the worker calls this once per step."""
        with self._changed:
            self._waits = self._is_paused and not self._is_cancelled
            self._changed.wait_for(lambda: self._is_cancelled or not self._is_paused)
            self._waits = False
            return self._is_cancelled

    def check(self) -> None:
        """`should_stop` for work between two steps of the engine's.

        Raises:
            StylizeCancelled: the job was cancelled.
        """
        if self.should_stop():
            raise StylizeCancelled("Cancelled")

    # The main thread's side.

    def drain(self, seconds: float) -> Iterator[Message]:
        """Yield unread messages, oldest first, until there are none or the time is used up.

        Args:
            seconds: time after which no further message is given; at least one is given if there is one.
        """
        end = self._clock() + seconds
        while True:
            with self._changed:
                if not self._messages:
                    return
                message = self._messages.popleft()
            yield message
            if self._clock() >= end:
                return

    def wait(self, seconds: float | None = None) -> bool:
        """Sleep until a message is there; for callers without a timer.

        Returns:
            Whether there is a message.
        """
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._messages), seconds)

    def cancel(self) -> None:
        """Ask the worker to stop; wakes it if it is paused."""
        with self._changed:
            self._is_cancelled = True
            self._changed.notify_all()

    def pause(self) -> None:
        """Let the worker wait at its next step."""
        with self._changed:
            self._is_paused = True

    def resume(self) -> None:
        """Let a paused worker go on."""
        with self._changed:
            self._is_paused = False
            self._changed.notify_all()

    def close(self) -> None:
        """Cancel, forget what is unread and drop what still comes: nobody listens any more."""
        with self._changed:
            self._is_closed = self._is_cancelled = True
            self._messages.clear()
            self._changed.notify_all()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` or `close` was called; does not wait."""
        return self._is_cancelled

    @property
    def waits(self) -> bool:
        """Whether the worker has come to a step where it waits."""
        return self._waits

    @property
    def is_paused(self) -> bool:
        """Whether the worker is to wait at its next step."""
        return self._is_paused and not self._is_cancelled

    def _drop_oldest(self, kind: type[Message]) -> bool:
        for index, message in enumerate(self._messages):
            if isinstance(message, kind):
                del self._messages[index]
                return True
        return False
