"""Lets Blender's timer call the job runner's tick on the main thread. The only file of this package that knows bpy."""

from __future__ import annotations

import traceback

import bpy

from .runner import JobRunner

INTERVAL = 0.1
"""Seconds between ticks: progress ten times a second is as much as anyone reads."""


class TimerPump:
    """Ticks a runner while it has a job. Timers never fire without a window: use `run_and_wait` there.

    Args:
        runner: whose messages to hand out.
    """

    def __init__(self, runner: JobRunner) -> None:
        self._runner = runner
        # Blender knows a timer by its function object, and every `self._tick` is a new one: keep one.
        self._timer = self._tick

    def start(self) -> None:
        """Tick until the runner has no job any more."""
        if not bpy.app.timers.is_registered(self._timer):
            bpy.app.timers.register(self._timer, first_interval=INTERVAL, persistent=True)

    def stop(self) -> None:
        """Do not tick again."""
        if bpy.app.timers.is_registered(self._timer):
            bpy.app.timers.unregister(self._timer)

    def _tick(self) -> float | None:
        try:
            return INTERVAL if self._runner.tick() else None
        except Exception:
            # Blender drops a timer that raises: show the error in the console, and go on if there is a job left.
            traceback.print_exc()
            return INTERVAL if self._runner.job is not None else None
