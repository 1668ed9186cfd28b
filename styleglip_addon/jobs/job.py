"""One piece of work on a background thread, from start to its final message."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from ..engine.vocabulary.errors import StyleGLIPError, StylizeCancelled
from ..engine.vocabulary.stopping import stoppable
from .channel import Channel
from .failures import explain
from .interpreter_lock import yielding
from .messages import FINAL_MESSAGES, Cancelled, Done, Message, Started

Work = Callable[[Channel], Any]
"""Runs on the worker thread, never touches bpy, asks `channel.should_stop()` once per step."""
Listener = Callable[[Message], None]
"""Called on the main thread with every message."""


class JobState(StrEnum):
    """Where a job is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLING = "cancelling"
    FINISHED = "finished"


class Job:
    """Runs `work` once on a daemon thread and reports through its channel.

    Args:
        work: what to do; what it returns goes into `Done`. It may raise: a `StyleGLIPError` is shown with its own
            sentence, `StylizeCancelled` ends as `Cancelled`, anything else as a general failure with a traceback.
        channel: a channel of one's own, else a new one.
    """

    def __init__(self, work: Work, channel: Channel | None = None) -> None:
        self.channel = channel or Channel()
        self._work: Work | None = work
        self._thread: threading.Thread | None = None
        self._before: Job | None = None

    def start(self, before: Job | None = None) -> None:
        """Start the thread. Raises RuntimeError on a second call: a job runs once.

        Args:
            before: a job whose thread has to be gone before the work begins.
        """
        if self._thread is not None:
            raise RuntimeError("A job runs once; make a new one.")
        self._before = before
        self._thread = threading.Thread(target=self._run, name="StyleGLIP job", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.channel.cancel()

    def pause(self) -> None:
        """Let the work wait at its next step."""
        self.channel.pause()

    def resume(self) -> None:
        """Let paused work go on."""
        self.channel.resume()

    def join(self, seconds: float | None = None) -> bool:
        """Wait for the thread to end.

        Returns:
            Whether it has ended.
        """
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.is_alive

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs; it may run on for a step after a cancel."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def state(self) -> JobState:
        """Where the job is."""
        if self._thread is None:
            return JobState.WAITING
        if not self._thread.is_alive():
            return JobState.FINISHED
        if self.channel.is_cancelled:
            return JobState.CANCELLING
        return JobState.PAUSED if self.channel.is_paused else JobState.RUNNING

    def _run(self) -> None:
        self.channel.send(Started())
        if self._before is not None:
            self._before.join()
            self._before = None
        with yielding(), stoppable(self.channel.should_stop):
            outcome = self._outcome()
        self.channel.send(outcome)

    def _outcome(self) -> Message:
        work, self._work = self._work, None  # what it was given, models among it, is not kept by a job that is over
        assert work is not None
        try:
            result = work(self.channel)
        except StylizeCancelled as error:
            return Cancelled(error.state)
        except StyleGLIPError as error:
            return explain(error)
        except BaseException as error:  # the thread is ours: even SystemExit must reach the user as a message
            return Cancelled() if self.channel.is_cancelled else explain(error)
        # Who pressed Cancel in the last step does not want the result.
        return Cancelled(result) if self.channel.is_cancelled else Done(result)


def run_and_wait(work: Work, listener: Listener) -> Message:
    """Run `work` on its thread and hand its messages to `listener` on this one, until the job ends.

    For runs without a window, where Blender's timers never fire. Ctrl+C cancels the job and waits for it.

    Args:
        work: what to do.
        listener: called on this thread with every message, the final one included.

    Returns:
        The final message: `Done`, `Failed` or `Cancelled`.
    """
    job = Job(work)
    job.start()
    while True:
        try:
            job.channel.wait()
            for message in job.channel.drain(seconds=1.0):
                listener(message)
                if isinstance(message, FINAL_MESSAGES):
                    job.join()
                    return message
        except BaseException as error:
            job.cancel()
            if not isinstance(error, KeyboardInterrupt):  # the listener failed: do not leave a thread behind
                job.join()
                raise
