"""Turns the engine's steps into progress reports with an estimate of the time left."""

from __future__ import annotations

import math
import time
from collections import deque
from statistics import median

from .errors import StylizeCancelled
from .types import Losses, OnProgress, Phase, Progress, ShouldStop, Snapshot

_STYLING_STEP_IN_LOCATING_STEPS = 3.4
"""How long a styling step takes, in locating steps, until one is timed; as measured on the demonstration's lamp."""


class ProgressReporter:
    """Counts steps per phase, times them, and checks for cancellation at every report.

    Args:
        on_progress: receives the reports; may be None.
        should_stop: asked at every report; may be None.
        locating_steps, styling_steps: steps of the two phases.
    """

    def __init__(
        self, on_progress: OnProgress | None, should_stop: ShouldStop | None, locating_steps: int, styling_steps: int
    ) -> None:
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._steps = {Phase.LOADING: 1, Phase.LOCATING: locating_steps, Phase.STYLING: styling_steps}
        self._recent: dict[Phase, deque[float]] = {phase: deque(maxlen=20) for phase in Phase}
        self._last = time.monotonic()
        self._phase_started = {Phase.LOADING: self._last}
        self.seconds: dict[str, float] = {}

    def _seconds_left(self, phase: Phase, step: int) -> float:
        recent = self._recent[phase]
        if not recent:
            return math.nan
        per_step = median(recent)
        left = (self._steps[phase] - step) * per_step
        if phase is Phase.LOCATING:
            left += self._steps[Phase.STYLING] * per_step * _STYLING_STEP_IN_LOCATING_STEPS
        return left if phase is not Phase.LOADING else math.nan

    def start(self, phase: Phase) -> None:
        """Begins a phase."""
        self._last = self._phase_started[phase] = time.monotonic()
        self.report(phase, 0)

    def finish(self, phase: Phase) -> None:
        """Ends a phase and keeps its wall time in `seconds`."""
        self.seconds[phase.value] = time.monotonic() - self._phase_started.get(phase, self._last)

    def report(self, phase: Phase, step: int, losses: Losses | None = None, snapshot: Snapshot | None = None) -> None:
        """Reports that `step` steps of the phase are done.

        Raises:
            StylizeCancelled: `should_stop` returned True.
        """
        now = time.monotonic()
        if step > 0:
            self._recent[phase].append(now - self._last)
        self._last = now
        if self._on_progress is not None:
            left = self._seconds_left(phase, step)
            self._on_progress(Progress(phase, step, self._steps[phase], left, losses, snapshot))
        self.check()

    def check(self) -> None:
        """Ends the run where that was asked for, without a report.

        Raises:
            StylizeCancelled: `should_stop` returned True.
        """
        if self._should_stop is not None and self._should_stop():
            raise StylizeCancelled("Stylizing was cancelled. The mesh is unchanged.")
