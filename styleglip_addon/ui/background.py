"""The add-on's background work from enabling to disabling: its one driver."""

from __future__ import annotations

from typing import TypeVar

import bpy

from ..jobs.driver import JobDriver
from ..jobs.session import Lane, Session
from ..jobs.timer_pump import TimerPump

SessionT = TypeVar("SessionT", bound=Session)

_driver: JobDriver | None = None


def driver() -> JobDriver:
    """The driver, while the add-on is enabled.

    Raises:
        RuntimeError: it is not.
    """
    if _driver is None:
        raise RuntimeError("StyleGLIP is not enabled.")
    return _driver


def is_running() -> bool:
    """Whether the add-on is enabled."""
    return _driver is not None


def shown(kind: type[SessionT]) -> SessionT:
    """What to show of the last job of a kind."""
    return driver().shown(kind)


def finish_without_window(lane: Lane) -> None:
    """Waits for a lane's job where there is no window, since timers never fire there."""
    if bpy.app.background:
        driver().wait_until_done(lane)


def register() -> None:
    """Makes the driver."""
    global _driver
    _driver = JobDriver(TimerPump)


def unregister() -> None:
    """Ends all jobs and drops the driver."""
    global _driver
    if _driver is not None:
        _driver.close()
    _driver = None
