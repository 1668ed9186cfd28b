"""Keeps the one job that may run, and hands its messages to a listener on the main thread, a little per tick."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ..engine.vocabulary.errors import StyleGLIPError
from .job import Job, JobState, Listener
from .messages import FINAL_MESSAGES, Cancelled

TICK_SECONDS = 0.005
"""Time one tick may spend on messages, so that the window stays smooth."""
ANSWER_SECONDS = 0.4
"""Time a cancelled job gets to end before it counts as cancelled all the same."""
STOP_SECONDS = 2.0
"""Time a stopped job gets to end before it is left alone."""


class BusyError(StyleGLIPError):
    """A job is running."""


class JobRunner:
    """One job at a time.

    A job that does not end in time after `stop` or `cancel` is left to itself: its channel is closed, so that it can
    neither be heard nor do harm, and the work of the next one begins when its thread is gone.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._job: Job | None = None
        self._listener: Listener | None = None
        self._last: Job | None = None
        self._let_go_at: float | None = None
        self.rest: Any = None
        """What the job that was stopped last left to go on from, see `Cancelled`."""

    @property
    def job(self) -> Job | None:
        """The job whose final message was not handed out yet."""
        return self._job

    @property
    def busy_sentence(self) -> str:
        """Why `start` would refuse, for people; empty where it would not."""
        if self._job is not None:
            return "StyleGLIP is already at work. Wait until it is done or press Cancel."
        return ""

    @property
    def is_at_rest(self) -> bool:
        """Whether no thread of a job is at work, not even one that was left to itself."""
        return self._job is None and (self._last is None or not self._last.is_alive)

    @property
    def state(self) -> JobState:
        """Where the current job is; FINISHED without one."""
        if self._job is None:
            return JobState.FINISHED
        # A thread that has ended still has messages to hand out: for the user it is running until they are.
        return JobState.RUNNING if self._job.state is JobState.FINISHED else self._job.state

    def start(self, job: Job, listener: Listener) -> None:
        """Start a job.

        Args:
            job: a new job.
            listener: called by `tick` with every message.

        Raises:
            BusyError: another job runs.
        """
        if self.busy_sentence:
            raise BusyError(self.busy_sentence)
        before = self._last if self._last is not None and self._last.is_alive else None
        self._job, self._listener, self._last, self._let_go_at = job, listener, job, None
        job.start(before)

    def cancel(self, *, waits: bool = False) -> None:
        """Ask the job to stop; without a job nothing.

        Args:
            waits: for what it leaves, however long that takes. Else one that is deep in a library counts as cancelled
                after `ANSWER_SECONDS`.
        """
        if self._job is not None:
            self._job.cancel()
            self._let_go_at = None if waits else self._clock() + ANSWER_SECONDS

    def tick(self) -> bool:
        """Hand out messages for at most about `TICK_SECONDS`.

        A listener that raises loses that message only; the error is raised after the runner is in order again.

        Returns:
            Whether a job is still running, i.e. whether there should be another tick.
        """
        job, listener = self._job, self._listener
        if job is None or listener is None:
            return False
        for message in job.channel.drain(TICK_SECONDS):
            if isinstance(message, FINAL_MESSAGES):
                self._job = self._listener = None
            listener(message)
            if self._job is not job:
                return self._job is not None
        if self._let_go_at is not None and self._clock() >= self._let_go_at:
            self._job = self._listener = None
            job.channel.close()
            listener(Cancelled())
        return self._job is not None

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Stop the job without another message, e.g. because its file is being closed.

        Args:
            seconds: how long to wait for the thread.

        Returns:
            Whether there was a job to stop.
        """
        job = self._job
        if job is None:
            return False
        self._job = self._listener = self.rest = None
        job.cancel()
        job.join(seconds)
        for message in job.channel.drain(seconds):
            if isinstance(message, Cancelled):
                self.rest = message.rest
        job.channel.close()
        return True
