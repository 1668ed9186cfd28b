"""One job on its thread: cancel, pause, failures as sentences."""

from __future__ import annotations

import errno
import sys
import threading

import pytest

from styleglip_addon.engine.vocabulary.errors import MeshError, ModelError, StyleGLIPError, StylizeCancelled
from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.failures import explain, shortages_told
from styleglip_addon.jobs.job import Job, JobState, run_and_wait
from styleglip_addon.jobs.messages import Cancelled, Failed, Message, Progress
from tests.engine.job_steps import LIMIT, Steps, unread


def test_cancelling_before_the_first_step_takes_no_step() -> None:
    work = Steps()
    job = Job(work)
    job.cancel()
    job.start()
    assert job.join(LIMIT)
    assert work.done == 0
    assert isinstance(unread(job.channel)[-1], Cancelled)


def test_work_that_finishes_in_spite_of_a_cancel_counts_as_cancelled_and_leaves_its_result() -> None:
    job = Job(lambda channel: "result")
    job.cancel()
    job.start()
    assert job.join(LIMIT)
    assert unread(job.channel)[-1] == Cancelled("result")


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


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ImportError("libtorch_cpu.so: failed to map segment from shared object", name="_C"), "not enough memory"),
        (RuntimeError("unable to mmap 90868376 bytes from file <m>: Cannot allocate memory (12)"), "not enough memory"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (RuntimeError("CUDA error: no kernel image is available for execution on the device"), "GPU"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (OSError(errno.EFBIG, "File too large"), "disk is full"),
    ],
)
def test_what_gave_out_is_told_whatever_the_error_calls_itself(error: Exception, words: str) -> None:
    assert words in explain(error).sentence
    with pytest.raises(StyleGLIPError, match=words), shortages_told():
        raise error


def test_a_model_is_not_called_damaged_for_want_of_memory_and_own_sentences_stay() -> None:
    def caused(error: Exception, cause: Exception) -> Exception:
        error.__cause__ = cause
        return error

    assert "not enough memory" in explain(caused(ModelError("It is damaged."), MemoryError())).sentence
    assert explain(caused(MeshError("Too few faces."), MemoryError())).sentence == "Too few faces."
    assert explain(ModelError("It is damaged.")).sentence == "It is damaged."
    missing = ImportError("x.so: failed to map segment from shared object: Operation not permitted", name="x")
    assert '"x" is missing or damaged' in explain(missing).sentence
    assert "authors" in explain(RuntimeError("shapes do not fit")).sentence


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


def test_what_cancelled_work_leaves_to_go_on_from_comes_with_the_message() -> None:
    left = object()

    def work(channel: Channel) -> None:
        raise StylizeCancelled("Stopped.", left)  # type: ignore[arg-type]

    job = Job(work)
    job.start()
    assert job.join(LIMIT)
    final = unread(job.channel)[-1]
    assert isinstance(final, Cancelled)
    assert final.rest is left
