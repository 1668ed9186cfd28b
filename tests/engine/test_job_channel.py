"""The mailbox between the threads: order, bounds, and a bounded time per tick."""

from __future__ import annotations

from itertools import count

from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.job import run_and_wait
from styleglip_addon.jobs.messages import Done, Message, Progress, Snapshot, Started, Warned
from tests.engine.job_steps import unread


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
