"""Places in long work, between two reports of a run, where it waits while paused and ends when cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .errors import StylizeCancelled
from .results import ShouldStop

_asked: ContextVar[ShouldStop | None] = ContextVar("styleglip_should_stop", default=None)


@contextmanager
def stoppable(should_stop: ShouldStop) -> Iterator[None]:
    """Lets `stop_here` ask, in the body and on this thread alone.

    Args:
        should_stop: whether the work is to end; waits while it is paused.
    """
    token = _asked.set(should_stop)
    try:
        yield
    finally:
        _asked.reset(token)


def stop_here() -> None:
    """Called in work that takes more than a tenth of a second, wherever nothing is left half done.

    Raises:
        StylizeCancelled: the work is to end.
    """
    should_stop = _asked.get()
    if should_stop is not None and should_stop():
        raise StylizeCancelled("Stylizing was cancelled. The mesh is unchanged.")


@contextmanager
def stopped_with(state: Callable[[], Any]) -> Iterator[None]:
    """A body after the last step of a run: who ends it there does not lose the steps.

    Args:
        state: gives the state to go on from.

    Raises:
        StylizeCancelled: the body was ended; it carries that state.
    """
    try:
        yield
    except StylizeCancelled as error:
        raise StylizeCancelled(str(error), state()) from None
