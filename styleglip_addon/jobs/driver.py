"""Drives all of the add-on's background work: runs each job in its lane and keeps what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from .job import Job, JobState, Listener, Work
from .messages import FINAL_MESSAGES, Message
from .runner import JobRunner
from .session import Lane, Session
from .stylizing import ModelShelf

SessionT = TypeVar("SessionT", bound=Session)


class Pump(Protocol):
    """Ticks a runner on the main thread, see `timer_pump.TimerPump`."""

    def start(self) -> None:
        """Tick until the runner has no job any more."""

    def stop(self) -> None:
        """Do not tick again."""


@dataclass
class _Track:
    """A lane's machinery, and its job while there is one."""

    runner: JobRunner
    pump: Pump
    session: Session | None = None
    at_end: Callable[[], None] | None = None

    def leave(self) -> Session | None:
        """The job is over, however it ended; returns its session."""
        session, at_end = self.session, self.at_end
        self.session = self.at_end = None
        if at_end is not None:
            at_end()
        return session


class JobDriver:
    """One job at a time in each lane, and the last session of each kind of work. Used on the main thread only.

    Args:
        make_pump: makes what ticks a lane's runner while it has a job.
    """

    def __init__(self, make_pump: Callable[[JobRunner], Pump]) -> None:
        self.models = ModelShelf()
        """The models of the last run, for the next one."""
        self._tracks: dict[Lane, _Track] = {}
        for lane in Lane:
            runner = JobRunner()
            self._tracks[lane] = _Track(runner, make_pump(runner))
        self._shown: dict[type[Session], Session] = {}

    def start(
        self, session: Session, work: Work, listener: Listener | None = None, at_end: Callable[[], None] | None = None
    ) -> Job:
        """Start a job, and show its session from now on.

        Args:
            session: a new one; it takes every message of the job.
            work: what to do.
            listener: called with every message after the session has taken it.
            at_end: called once when the job is over, before its final message is taken, or when it is stopped.

        Raises:
            BusyError: another job of the lane runs, or one that was stopped has not ended yet.
        """
        track = self._tracks[session.lane]

        def hear(message: Message) -> None:
            if isinstance(message, FINAL_MESSAGES):
                track.leave()
            session.take(message)
            if listener is not None:
                listener(message)

        job = Job(work)
        track.runner.start(job, hear)
        track.session, track.at_end = session, at_end
        session.begin()
        self.show(session)
        track.pump.start()
        return job

    def shown(self, kind: type[SessionT]) -> SessionT:
        """The session to show of a kind of work; an idle one where there was no job."""
        session = self._shown.get(kind)
        if session is None:
            session = self._shown[kind] = kind()
        assert isinstance(session, kind)
        return session

    def show(self, session: Session) -> None:
        """Show this session in place of the last one of its kind."""
        self._shown[type(session)] = session

    def forget(self, kind: type[Session]) -> None:
        """Show nothing of a kind of work any more."""
        self._shown.pop(kind, None)

    def job(self, lane: Lane) -> Job | None:
        """The job of a lane whose final message was not handed out yet."""
        return self._tracks[lane].runner.job

    def session(self, lane: Lane) -> Session | None:
        """The session of the lane's job; None without one."""
        return self._tracks[lane].session

    def state(self, lane: Lane) -> JobState:
        """Where the lane's job is; FINISHED without one."""
        return self._tracks[lane].runner.state

    def busy_sentence(self, lane: Lane) -> str:
        """Why `start` would refuse a job of this lane; empty where it would not."""
        return self._tracks[lane].runner.busy_sentence

    def cancel(self, lane: Lane, *, waits: bool = False) -> None:
        """Ask the lane's job to stop.

        Args:
            lane: whose.
            waits: see `JobRunner.cancel`.
        """
        self._tracks[lane].runner.cancel(waits=waits)

    def is_at_rest(self, lane: Lane) -> bool:
        """Whether no thread of a lane's jobs is at work, not even one that was left to itself."""
        return self._tracks[lane].runner.is_at_rest

    def pause_or_resume(self, lane: Lane) -> None:
        """Let the lane's job wait at its next step, or go on where it waits."""
        job, session = self.job(lane), self.session(lane)
        if session is not None:
            session.pace.skip()
        if job is not None and self.state(lane) is JobState.PAUSED:
            job.resume()
        elif job is not None:
            job.pause()

    def tick(self, lane: Lane) -> bool:
        """Hand out messages of the lane's job for a moment, as its pump does.

        Returns:
            Whether it still runs.
        """
        return self._tracks[lane].runner.tick()

    def wait_until_done(self, lane: Lane) -> None:
        """Hand out the messages of the lane's job, and of those its listener starts, until there is none."""
        while (job := self.job(lane)) is not None:
            job.channel.wait()
            self.tick(lane)

    def stop(self, lane: Lane) -> Session | None:
        """End the lane's job without another message, e.g. because its file is being closed.

        Returns:
            The session of the job that ran, with what it left; None without one.
        """
        track = self._tracks[lane]
        track.pump.stop()
        track.runner.stop()
        session = track.leave()
        if session is not None:
            session.rest = track.runner.rest
        return session

    def close(self) -> None:
        """End all jobs and forget everything: the add-on is switched off."""
        for lane in Lane:
            self.stop(lane)
        self.models.clear()
        self._shown.clear()
