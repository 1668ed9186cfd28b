"""The driver of all background work: lanes, sessions, and what ends with a job however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest

from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.driver import JobDriver
from styleglip_addon.jobs.job import JobState
from styleglip_addon.jobs.messages import Message
from styleglip_addon.jobs.runner import BusyError, JobRunner
from styleglip_addon.jobs.session import Lane, Session, Stage
from tests.engine.job_steps import Steps


class CountingPump:
    """Ticks nothing by itself: the test does."""

    def __init__(self, runner: JobRunner) -> None:
        self.starts = self.stops = 0
        pumps.append(self)

    def start(self) -> None:
        self.starts += 1

    def stop(self) -> None:
        self.stops += 1


pumps: list[CountingPump] = []


@dataclass(kw_only=True)
class OnObject(Session):
    """Of a job that ends on an object."""

    lane: ClassVar[Lane] = Lane.OBJECT
    kept: object = None

    def succeed(self, result: object) -> None:
        self.stage, self.kept = Stage.READY, result


@dataclass(kw_only=True)
class AlsoOnObject(Session):
    """Of another kind in the same lane."""

    lane: ClassVar[Lane] = Lane.OBJECT


@dataclass(kw_only=True)
class Download(Session):
    """Of a job in a lane of its own."""

    lane: ClassVar[Lane] = Lane.DOWNLOADS


@pytest.fixture
def driver() -> Iterator[JobDriver]:
    pumps.clear()
    driver = JobDriver(CountingPump)
    yield driver
    driver.close()


def until_stopped(channel: Channel) -> None:
    while not channel.should_stop():
        pass


def test_a_session_is_shown_from_its_start_and_replaced_by_that_of_the_next_job(driver: JobDriver) -> None:
    assert driver.shown(OnObject).stage is Stage.IDLE
    first = OnObject()
    driver.start(first, lambda channel: "result")
    assert driver.shown(OnObject) is first
    assert first.stage is Stage.RUNNING
    driver.wait_until_done(Lane.OBJECT)
    assert (first.stage, first.kept) == (Stage.READY, "result")

    second = OnObject()
    driver.start(second, until_stopped)
    assert driver.shown(OnObject) is second
    assert first.stage is Stage.READY, "a session belongs to one job"
    driver.forget(OnObject)
    assert driver.shown(OnObject).stage is Stage.IDLE


def test_jobs_of_one_lane_exclude_each_other_and_those_of_another_run_beside_them(driver: JobDriver) -> None:
    driver.start(OnObject(), until_stopped)
    refused = AlsoOnObject()
    with pytest.raises(BusyError, match="already at work"):
        driver.start(refused, until_stopped)
    assert driver.shown(AlsoOnObject) is not refused, "a refused job changes nothing that is shown"
    assert "already at work" in driver.busy_sentence(Lane.OBJECT)

    assert not driver.busy_sentence(Lane.DOWNLOADS)
    driver.start(Download(), lambda channel: None)
    driver.wait_until_done(Lane.DOWNLOADS)
    assert driver.shown(Download).stage is Stage.DONE
    assert driver.state(Lane.OBJECT) is JobState.RUNNING
    assert sum(pump.starts for pump in pumps) == 2


def test_a_listener_hears_what_the_session_has_taken_and_may_start_the_next_job(driver: JobDriver) -> None:
    first, second = OnObject(), OnObject()
    order: list[str] = []

    def listen(message: Message) -> None:
        order.append(f"{type(message).__name__} {first.stage.name}")
        if first.stage is Stage.READY:
            driver.start(second, lambda channel: "more")

    driver.start(first, lambda channel: "result", listen, at_end=lambda: order.append("end"))
    driver.wait_until_done(Lane.OBJECT)
    assert order == ["Started RUNNING", "end", "Done READY"]
    assert driver.shown(OnObject) is second
    assert second.kept == "more"


def test_a_stopped_job_is_not_heard_any_more_and_its_end_is_told_once(driver: JobDriver) -> None:
    session = OnObject()
    ends: list[str] = []
    heard: list[Message] = []
    job = driver.start(session, until_stopped, heard.append, at_end=lambda: ends.append("end"))
    assert driver.stop(Lane.OBJECT) is session
    assert not job.is_alive
    assert driver.stop(Lane.OBJECT) is None
    driver.tick(Lane.OBJECT)
    assert (ends, heard) == (["end"], [])
    assert not driver.busy_sentence(Lane.OBJECT)


def test_pause_and_cancel_reach_the_lanes_job_only(driver: JobDriver) -> None:
    work, session = Steps(), OnObject()
    driver.start(session, work)
    driver.start(Download(), until_stopped)
    work.wait()
    driver.pause_or_resume(Lane.OBJECT)
    assert driver.state(Lane.OBJECT) is JobState.PAUSED
    driver.pause_or_resume(Lane.OBJECT)
    assert driver.state(Lane.OBJECT) is JobState.RUNNING
    driver.cancel(Lane.OBJECT)
    work.permits.release()
    driver.wait_until_done(Lane.OBJECT)
    assert session.stage is Stage.CANCELLED
    assert session.sentence == "Cancelled. The object is unchanged."
    assert driver.state(Lane.DOWNLOADS) is JobState.RUNNING


def test_closing_ends_every_job_and_forgets_what_was_shown(driver: JobDriver) -> None:
    ends: list[str] = []
    jobs = [
        driver.start(session, until_stopped, at_end=lambda: ends.append("end")) for session in (OnObject(), Download())
    ]
    driver.close()
    assert not any(job.is_alive for job in jobs)
    assert ends == ["end", "end"]
    assert all(pump.stops for pump in pumps)
    assert driver.shown(OnObject).stage is Stage.IDLE


def test_a_failure_is_told_with_its_details(driver: JobDriver) -> None:
    def work(channel: Channel) -> None:
        channel.warn("Take care.")
        channel.progress(0.5)
        raise ValueError("shape mismatch")

    session = Download()
    driver.start(session, work)
    driver.wait_until_done(Lane.DOWNLOADS)
    assert session.stage is Stage.FAILED
    assert session.warnings == ["Take care."]
    assert session.progress is None
    assert "shape mismatch" in session.details
