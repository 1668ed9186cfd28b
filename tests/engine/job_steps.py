"""What the tests of jobs share: work that takes a step only when the test lets it."""

from __future__ import annotations

import threading

from styleglip_addon.engine.vocabulary.errors import StylizeCancelled
from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.messages import Message
from styleglip_addon.jobs.runner import JobRunner

LIMIT = 10.0
"""Seconds after which a thread that does not react has failed the test; never waited for when all is well."""


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


def tick_until_done(runner: JobRunner) -> None:
    """Hands out the messages of the runner's job until it is over."""
    job = runner.job
    assert job is not None
    assert job.join(LIMIT)
    while runner.tick():
        pass


def unread(channel: Channel) -> list[Message]:
    """All messages nobody has read."""
    return list(channel.drain(LIMIT))
