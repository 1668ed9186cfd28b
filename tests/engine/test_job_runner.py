"""One job at a time: busy, stopped, left alone, followed by the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest

from styleglip_addon.engine.vocabulary.errors import StylizeCancelled
from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.job import Job, JobState
from styleglip_addon.jobs.messages import Cancelled, Done, Message
from styleglip_addon.jobs.runner import ANSWER_SECONDS, BusyError, JobRunner
from tests.engine.job_steps import LIMIT, Steps, tick_until_done


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.stop(LIMIT)


def test_a_cancelled_job_does_not_take_another_step(runner: JobRunner) -> None:
    seen: list[Message] = []
    work = Steps()
    job = Job(work)
    runner.start(job, seen.append)
    work.wait()  # it stands before the first step
    job.cancel()
    assert job.state is JobState.CANCELLING
    work.permits.release()

    tick_until_done(runner)

    assert work.done <= 1, "the step it was in, and no other"
    assert isinstance(seen[-1], Cancelled)
    assert not runner.busy_sentence


def test_a_second_job_is_refused_while_one_runs_and_accepted_afterwards(runner: JobRunner) -> None:
    work = Steps()
    first = Job(work)
    runner.start(first, lambda message: None)
    work.wait()
    second = Job(lambda channel: "second")
    with pytest.raises(BusyError, match="already at work"):
        runner.start(second, lambda message: None)
    assert second.state is JobState.WAITING, "a refused job was not started"

    first.cancel()
    work.permits.release()
    tick_until_done(runner)
    seen: list[Message] = []
    runner.start(second, seen.append)
    tick_until_done(runner)
    assert isinstance(seen[-1], Done)


def test_a_listener_may_start_the_next_job_from_the_final_message(runner: JobRunner) -> None:
    seen: list[Message] = []

    def listener(message: Message) -> None:
        if isinstance(message, Done):
            runner.start(Job(lambda channel: "second"), seen.append)

    runner.start(Job(lambda channel: "first"), listener)
    job = runner.job
    assert job is not None
    assert job.join(LIMIT)
    assert runner.tick(), "the second job is running"
    tick_until_done(runner)
    assert [m.result for m in seen if isinstance(m, Done)] == ["second"]


def test_a_listener_that_fails_on_the_final_message_does_not_block_the_next_job(runner: JobRunner) -> None:
    def listener(message: Message) -> None:
        if isinstance(message, Done):
            raise RuntimeError("listener")

    runner.start(Job(lambda channel: None), listener)
    with pytest.raises(RuntimeError, match="listener"):
        tick_until_done(runner)
    assert not runner.busy_sentence


def test_stopping_ends_the_thread_and_nothing_is_heard_of_it(runner: JobRunner) -> None:
    seen: list[Message] = []
    work = Steps()
    job = Job(work)
    runner.start(job, seen.append)
    work.wait()
    work.permits.release()
    assert runner.stop(LIMIT)
    assert not job.is_alive
    assert not runner.tick()
    assert seen == []
    assert not runner.busy_sentence
    assert not runner.stop(), "there is nothing left to stop"


def test_a_thread_that_does_not_end_in_time_is_left_alone_and_the_next_job_begins_when_it_is_gone(
    runner: JobRunner,
) -> None:
    release = threading.Event()
    job = Job(lambda channel: release.wait(LIMIT))
    runner.start(job, lambda message: None)
    assert runner.stop(seconds=0.01)
    assert job.is_alive
    assert not runner.is_at_rest
    seen: list[bool] = []
    runner.start(Job(lambda channel: seen.append(job.is_alive)), lambda message: None)
    assert not seen, "its work has not begun"

    release.set()
    tick_until_done(runner)
    assert seen == [False]
    assert runner.is_at_rest


def test_a_cancelled_job_that_is_deep_in_a_library_counts_as_cancelled_soon() -> None:
    now = 0.0
    runner = JobRunner(lambda: now)
    release, seen = threading.Event(), list[Message]()
    job = Job(lambda channel: release.wait(LIMIT))
    runner.start(job, seen.append)
    runner.cancel()
    assert runner.tick(), "it may still end by itself"
    now = ANSWER_SECONDS
    assert not runner.tick()
    assert isinstance(seen[-1], Cancelled)
    assert not runner.busy_sentence
    release.set()
    assert job.join(LIMIT)
    assert not runner.tick()
    assert len([message for message in seen if isinstance(message, Cancelled)]) == 1, "it is told once"


def test_who_wants_what_a_job_leaves_waits_for_it() -> None:
    now = 0.0
    runner = JobRunner(lambda: now)
    release, seen = threading.Event(), list[Message]()
    job = Job(lambda channel: release.wait(LIMIT))
    runner.start(job, seen.append)
    runner.cancel(waits=True)
    now = 100.0
    assert runner.tick()
    release.set()
    assert job.join(LIMIT)
    while runner.tick():
        pass
    assert seen[-1] == Cancelled(True)


def test_what_a_stopped_job_leaves_is_kept(runner: JobRunner) -> None:
    work = Steps()

    def ends(channel: Channel) -> str:
        try:
            return work(channel)
        except StylizeCancelled:
            raise StylizeCancelled("Stopped.", cast(Any, "state")) from None

    runner.start(Job(ends), lambda message: None)
    work.wait()
    work.permits.release()
    assert runner.stop(LIMIT)
    assert runner.rest == "state"
