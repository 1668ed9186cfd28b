"""Keeps the one job that may run, and hands its messages to a listener on the main thread, a little per tick."""

from __future__ import annotations

from ..engine.vocabulary.errors import StyleGLIPError
from .job import Job, JobState, Listener
from .messages import FINAL_MESSAGES

TICK_SECONDS = 0.005
"""Time one tick may spend on messages, so that the window stays smooth."""
STOP_SECONDS = 2.0
"""Time a stopped job gets to end before it is left alone."""


class BusyError(StyleGLIPError):
    """A job is running, or one that was stopped has not ended yet."""


class JobRunner:
    """One job at a time.

    A job that does not end in time after `stop` is left to itself: its channel is closed, so that it can neither be
    heard nor do harm, and `start` refuses until its thread is gone.
    """

    def __init__(self) -> None:
        self._job: Job | None = None
        self._listener: Listener | None = None
        self._leftover: Job | None = None

    @property
    def job(self) -> Job | None:
        """The job whose final message was not handed out yet."""
        return self._job

    @property
    def busy_sentence(self) -> str:
        """Why `start` would refuse, for people; empty where it would not."""
        if self._job is not None:
            return "StyleGLIP is already at work. Wait until it is done or press Cancel."
        if self._leftover is not None and self._leftover.is_alive:
            return "The last job is still stopping. Try again in a few seconds."
        return ""

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
            BusyError: another job runs or is still stopping.
        """
        if self.busy_sentence:
            raise BusyError(self.busy_sentence)
        self._job, self._listener, self._leftover = job, listener, None
        job.start()

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
                break
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
        self._job = self._listener = None
        job.channel.close()
        if not job.join(seconds):
            self._leftover = job
        return True
