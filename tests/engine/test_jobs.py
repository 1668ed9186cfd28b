"""The background job: what reaches the main thread, in which order, and how a job is stopped. No bpy."""

from __future__ import annotations

import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine.errors import MeshError, StylizeCancelled
from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.job import Job, JobState, run_and_wait
from styleglip_addon.jobs.messages import Cancelled, Done, Failed, Message, Progress, Snapshot, Started, Warned
from styleglip_addon.jobs.runner import BusyError, JobRunner

LIMIT = 10.0
"""Seconds after which a thread that does not react has failed the test; never waited for when all is well."""
PROJECT = Path(__file__).resolve().parents[2]


class Steps:
    """Work that waits for the test before every step, so that nothing depends on how fast a thread runs."""

    def __init__(self) -> None:
        self.permits = threading.Semaphore(0)
        self.arrived = threading.Semaphore(0)
        self.done = 0

    def __call__(self, channel: Channel) -> str:
        while True:
            self.arrived.release()
            if channel.should_stop():
                raise StylizeCancelled("Stopped.")
            assert self.permits.acquire(timeout=LIMIT)
            self.done += 1
            channel.progress(self.done)

    def wait(self) -> None:
        """Until the work stands before a step."""
        assert self.arrived.acquire(timeout=LIMIT)


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.stop(LIMIT)


def tick_until_done(runner: JobRunner) -> None:
    job = runner.job
    assert job is not None
    assert job.join(LIMIT)
    while runner.tick():
        pass


def unread(channel: Channel) -> list[Message]:
    return list(channel.drain(LIMIT))


def test_messages_come_in_the_order_they_were_sent() -> None:
    def work(channel: Channel) -> int:
        channel.progress(1)
        channel.warn("The shade was not found.")
        channel.snapshot("look")
        channel.progress(2)
        return 42

    seen: list[Message] = []
    final = run_and_wait(work, seen.append)

    assert [type(m) for m in seen] == [Started, Progress, Warned, Snapshot, Progress, Done]
    assert final is seen[-1]
    assert isinstance(final, Done)
    assert final.result == 42


def test_only_the_latest_snapshot_is_kept_and_nothing_else_is_lost() -> None:
    channel = Channel()
    for step in range(5):
        channel.progress(step)
        channel.snapshot(f"look {step}")

    messages = unread(channel)

    assert [m.content for m in messages if isinstance(m, Snapshot)] == ["look 4"]
    assert [m.report for m in messages if isinstance(m, Progress)] == [0, 1, 2, 3, 4]
    assert isinstance(messages[-1], Snapshot), "a new snapshot takes its own place, not that of the old one"


def test_a_full_channel_loses_old_progress_but_no_warning_and_no_result() -> None:
    channel = Channel(capacity=4)
    channel.warn("The shade was not found.")
    for step in range(100):
        channel.progress(step)
    channel.send(Done("result"))

    messages = unread(channel)

    assert len(messages) == 4
    assert messages[0] == Warned("The shade was not found.")
    assert [m.report for m in messages[1:3] if isinstance(m, Progress)] == [98, 99]
    assert isinstance(messages[-1], Done)


def test_a_flood_of_warnings_stays_bounded_and_the_result_still_arrives() -> None:
    channel = Channel(capacity=3)
    for number in range(50):
        channel.warn(str(number))
    channel.send(Done("result"))

    messages = unread(channel)

    assert len(messages) == 3
    assert isinstance(messages[-1], Done)


def test_draining_stops_when_its_time_is_used_up_and_goes_on_in_the_next_tick() -> None:
    seconds = count()
    channel = Channel(clock=lambda: float(next(seconds)))  # every look at the clock takes a second
    for step in range(6):
        channel.progress(step)

    first = list(channel.drain(seconds=2.5))

    assert [m.report for m in first if isinstance(m, Progress)] == [0, 1, 2]
    assert len(list(channel.drain(seconds=100.0))) == 3


def test_draining_gives_one_message_even_without_time() -> None:
    channel = Channel()
    channel.progress(1)
    channel.progress(2)
    assert len(list(channel.drain(seconds=0.0))) == 1


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
    assert not runner.is_busy


def test_cancelling_before_the_first_step_takes_no_step() -> None:
    work = Steps()
    job = Job(work)
    job.cancel()
    job.start()
    assert job.join(LIMIT)
    assert work.done == 0
    assert isinstance(unread(job.channel)[-1], Cancelled)


def test_work_that_finishes_in_spite_of_a_cancel_counts_as_cancelled() -> None:
    job = Job(lambda channel: "result")
    job.cancel()
    job.start()
    assert job.join(LIMIT)
    assert isinstance(unread(job.channel)[-1], Cancelled)


def test_a_paused_job_waits_and_goes_on_where_it_was() -> None:
    work = Steps()
    job = Job(work)
    job.pause()
    job.start()
    work.wait()  # before its first `should_stop`, which holds it
    work.permits.release(3)
    assert job.state is JobState.PAUSED
    assert work.done == 0

    job.resume()
    for _ in range(3):
        work.wait()
    assert work.done == 3
    assert job.state is JobState.RUNNING

    job.cancel()
    work.permits.release()
    assert job.join(LIMIT)


def test_a_paused_job_can_be_cancelled() -> None:
    work = Steps()
    job = Job(work)
    job.pause()
    job.start()
    work.wait()
    job.cancel()
    assert job.join(LIMIT)
    assert work.done == 0
    assert isinstance(unread(job.channel)[-1], Cancelled)


def test_an_engine_error_shows_its_own_sentence_without_a_traceback() -> None:
    def work(channel: Channel) -> None:
        raise MeshError("The mesh has no faces. Add faces or choose another object.")

    final = run_and_wait(work, lambda message: None)

    assert final == Failed("The mesh has no faces. Add faces or choose another object.", "")


def test_any_other_error_shows_a_general_sentence_and_keeps_the_traceback_for_a_report() -> None:
    def work(channel: Channel) -> None:
        raise ValueError("shape mismatch")

    final = run_and_wait(work, lambda message: None)

    assert isinstance(final, Failed)
    assert "shape mismatch" not in final.sentence
    assert "ValueError: shape mismatch" in final.details
    assert "test_jobs.py" in final.details


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."),
    ],
)
def test_running_out_of_memory_says_so(error: Exception) -> None:
    def work(channel: Channel) -> None:
        raise error

    final = run_and_wait(work, lambda message: None)
    assert isinstance(final, Failed)
    assert "not enough memory" in final.sentence


def test_a_missing_package_is_named() -> None:
    def work(channel: Channel) -> None:
        import no_such_package_anywhere  # type: ignore[import-not-found]  # noqa: F401

    final = run_and_wait(work, lambda message: None)
    assert isinstance(final, Failed)
    assert "no_such_package_anywhere" in final.sentence


def test_even_a_thread_that_calls_exit_ends_with_a_message() -> None:
    def work(channel: Channel) -> None:
        sys.exit(3)

    assert isinstance(run_and_wait(work, lambda message: None), Failed)


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
    assert not runner.is_busy


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
    assert not runner.is_busy
    assert not runner.stop(), "there is nothing left to stop"


def test_a_thread_that_does_not_end_in_time_is_left_alone_and_blocks_the_next_job_until_it_is_gone(
    runner: JobRunner,
) -> None:
    release = threading.Event()
    job = Job(lambda channel: release.wait(LIMIT))
    runner.start(job, lambda message: None)
    assert runner.stop(seconds=0.01)
    assert job.is_alive
    with pytest.raises(BusyError, match="still stopping"):
        runner.start(Job(lambda channel: None), lambda message: None)

    release.set()
    assert job.join(LIMIT)
    runner.start(Job(lambda channel: None), lambda message: None)
    tick_until_done(runner)


def test_a_job_runs_once() -> None:
    job = Job(lambda channel: None)
    job.start()
    job.join(LIMIT)
    with pytest.raises(RuntimeError, match="once"):
        job.start()


def test_ctrl_c_while_waiting_cancels_the_job_and_still_returns_its_last_message() -> None:
    stopped = threading.Event()

    def work(channel: Channel) -> None:
        channel.progress(1)
        while not channel.should_stop():
            stopped.wait(0.001)
        raise StylizeCancelled("Stopped.")

    def listener(message: Message) -> None:
        if isinstance(message, Progress):
            raise KeyboardInterrupt

    assert isinstance(run_and_wait(work, listener), Cancelled)


def test_a_listener_that_fails_leaves_no_thread_behind() -> None:
    def work(channel: Channel) -> None:
        channel.progress(1)
        while not channel.should_stop():
            pass
        raise StylizeCancelled("Stopped.")

    def listener(message: Message) -> None:
        if isinstance(message, Progress):
            raise ValueError("listener")

    before = threading.active_count()
    with pytest.raises(ValueError, match="listener"):
        run_and_wait(work, listener)
    assert threading.active_count() == before


def test_models_stay_loaded_between_jobs_until_another_model_is_asked_for() -> None:
    from styleglip_addon.engine.types import Device
    from styleglip_addon.jobs.stylizing import ModelShelf

    loaded: list[tuple[str, Device]] = []

    def load(name: str, device: Device) -> object:
        loaded.append((name, device))
        return object()

    shelf = ModelShelf()
    first = shelf.get("embedded", Device.CPU, load)
    assert shelf.get("embedded", Device.CPU, load) is first
    assert shelf.get("/models/glip", Device.CPU, load) is not first
    shelf.clear()
    shelf.get("/models/glip", Device.CPU, load)
    assert loaded == [("embedded", Device.CPU), ("/models/glip", Device.CPU), ("/models/glip", Device.CPU)]


def test_the_jobs_package_and_the_vocabulary_load_without_pytorch() -> None:
    code = (
        "import sys; import styleglip_addon.jobs.stylizing, styleglip_addon.jobs.runner, styleglip_addon.engine.prompt;"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_a_pinched_stylizing_job_reports_that_it_loads_before_anything_else() -> None:
    from styleglip_addon.engine.types import Mesh, Part, Phase, StylizeSettings
    from styleglip_addon.jobs.stylizing import ModelShelf, StylizeOrder, stylize_work

    triangle = Mesh(np.eye(3, dtype=np.float32), np.array([[0, 1, 2]]))
    order = StylizeOrder(triangle, (Part("base", "gold"),), StylizeSettings(), model="/no/such/folder")
    seen: list[Message] = []

    final = run_and_wait(stylize_work(order, ModelShelf()), seen.append)

    reports = [m.report for m in seen if isinstance(m, Progress)]
    assert reports[0].phase is Phase.LOADING
    assert math.isnan(reports[0].seconds_left)
    assert isinstance(final, Failed), "there is no such model"
