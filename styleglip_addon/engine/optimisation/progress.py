"""Turns the engine's steps into progress reports with an estimate of the time left."""

from __future__ import annotations

import math
import time
from collections import deque
from statistics import median
from typing import TYPE_CHECKING

from ..vocabulary import (
    Losses,
    OnProgress,
    PartReading,
    PartsMode,
    Phase,
    Progress,
    ShouldStop,
    Snapshot,
    StylizeSettings,
)
from ..vocabulary.errors import StylizeCancelled
from ..vocabulary.settings import Start

if TYPE_CHECKING:
    from ..localization.located_parts import LocatedParts

_STYLING_STEP_IN_LOCATING_STEPS = 3.4
"""How long a styling step takes, in locating steps, until one is timed; as measured on the demonstration's lamp."""


class ProgressReporter:
    """Counts steps per phase, times them, and checks for cancellation at every report.

    Args:
        on_progress: receives the reports; may be None.
        should_stop: asked at every report; may be None.
        locating_steps, styling_steps: steps of the two phases.
        relocate_every: joint mode: the parts are located again before every styling step that follows such a number of
            steps, which takes `locating_steps` again; 0: they are located once.
        candidates: materials that are judged for each part before the first step; 0: fields start from grey.
    """

    def __init__(
        self,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
        locating_steps: int,
        styling_steps: int,
        relocate_every: int = 0,
        candidates: int = 0,
    ) -> None:
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._steps = {
            Phase.LOADING: 1,
            Phase.READING: 1,
            Phase.LOCATING: locating_steps,
            Phase.PICTURING: 0,
            Phase.CHOOSING: candidates,
            Phase.STYLING: styling_steps,
            Phase.RELOCATING: locating_steps,
        }
        self._relocate_every = relocate_every
        self._styled = 0
        self._searches: deque[float] = deque(maxlen=20)
        self._recent: dict[Phase, deque[float]] = {phase: deque(maxlen=20) for phase in Phase}
        self._last = time.monotonic()
        self._phase_started = {Phase.LOADING: self._last}
        self.seconds: dict[str, float] = {}

    @classmethod
    def of_run(
        cls,
        settings: StylizeSettings,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
        *,
        styling_steps: int | None = None,
        relocates: bool = True,
    ) -> ProgressReporter:
        """For a run with these settings.

        Args:
            settings: of the run.
            on_progress, should_stop: see `ProgressReporter`.
            styling_steps: None: the settings'.
            relocates: whether joint mode may locate the parts again.
        """
        steps = settings.iterations if styling_steps is None else styling_steps
        every = settings.joint.every if relocates and settings.parts_mode is PartsMode.JOINT and steps else 0
        candidates = settings.material.candidates if settings.start is Start.MATERIAL and steps else 0
        return cls(on_progress, should_stop, settings.localization.views, steps, every, candidates)

    def _seconds_left(self, phase: Phase, step: int) -> float:
        recent, steps = self._recent[phase], self._steps[phase]
        if phase is Phase.RELOCATING:
            return self._search() * (1.0 - step / max(steps, 1)) + self._styling_left(self._styled + 1)
        if not recent or phase in (Phase.LOADING, Phase.READING):
            return math.nan
        if phase is Phase.STYLING:
            return self._styling_left(step)
        if phase is Phase.PICTURING:
            # The steps behind it take much less time than this phase does.
            return (self._last - self._phase_started[phase]) / max(step, 1) * (steps - step)
        if phase is Phase.CHOOSING:
            # A candidate is pictured like a step, but nothing is differentiated.
            return (steps - step + 2 * self._steps[Phase.STYLING]) * median(recent)
        judged = self._steps[Phase.CHOOSING] / 2 + self._steps[Phase.STYLING]
        styling = judged * _STYLING_STEP_IN_LOCATING_STEPS
        return (steps - step + styling + self._searches_from(0) * steps) * median(recent)

    def _styling_left(self, search_from: int) -> float:
        """Seconds of the styling steps that are left, and of the searches for the parts from a step on."""
        recent, searches = self._recent[Phase.STYLING], self._searches_from(search_from)
        styling = (self._steps[Phase.STYLING] - self._styled) * median(recent) if recent else math.nan
        return styling + (searches * self._search() if searches else 0.0)

    def _searches_from(self, step: int) -> int:
        """How often the parts are located again when `step` styling steps are done, up to the last step."""
        every = self._relocate_every
        return max(0, (self._steps[Phase.STYLING] - 1) // every - (max(step, 1) - 1) // every) if every else 0

    def _search(self) -> float:
        """Seconds of locating the parts again: as measured, at first by how long locating them took."""
        if self._searches:
            return median(self._searches)
        recent = self._recent[Phase.STYLING]  # a run that goes on where another ended has located nothing yet
        per_view = median(recent) / _STYLING_STEP_IN_LOCATING_STEPS if recent else math.nan
        return self._steps[Phase.RELOCATING] * per_view

    def expect(self, phase: Phase, steps: int) -> None:
        """Says how many steps a phase has that comes unforeseen."""
        self._steps[phase] = steps

    def start(self, phase: Phase, step: int = 0) -> None:
        """Begins a phase, where a run goes on behind its first steps."""
        self._last = self._phase_started[phase] = time.monotonic()
        self._tell(phase, step)

    def finish(self, phase: Phase) -> None:
        """Ends a phase and adds its wall time to `seconds`."""
        self._last = time.monotonic()
        seconds = self._last - self._phase_started.get(phase, self._last)
        self.seconds[phase.value] = self.seconds.get(phase.value, 0.0) + seconds
        if phase in (Phase.LOCATING, Phase.RELOCATING) and self._recent[phase]:
            self._searches.append(seconds)

    def tell_readings(self, readings: tuple[PartReading, ...]) -> None:
        """Reports what styles were read as.

        Raises:
            StylizeCancelled: `should_stop` returned True.
        """
        self._tell(Phase.READING, 1, readings=readings)

    def tell_located(self, located: LocatedParts) -> None:
        """Reports where the parts are.

        Raises:
            StylizeCancelled: `should_stop` returned True.
        """
        self._tell(Phase.LOCATING, self._steps[Phase.LOCATING], located=located)

    def report(self, phase: Phase, step: int, losses: Losses | None = None, snapshot: Snapshot | None = None) -> None:
        """Reports that `step` steps of the phase are done.

        Raises:
            StylizeCancelled: `should_stop` returned True.
        """
        now = time.monotonic()
        if step > 0:
            self._recent[phase].append(now - self._last)
        self._last = now
        self._tell(phase, step, losses, snapshot)

    def _tell(
        self,
        phase: Phase,
        step: int,
        losses: Losses | None = None,
        snapshot: Snapshot | None = None,
        readings: tuple[PartReading, ...] = (),
        located: LocatedParts | None = None,
    ) -> None:
        if phase is Phase.STYLING:
            self._styled = step
        if self._on_progress is not None:
            left = self._seconds_left(phase, step)
            self._on_progress(Progress(phase, step, self._steps[phase], left, losses, snapshot, readings, located))
        if self._should_stop is not None and self._should_stop():
            raise StylizeCancelled("Stylizing was cancelled. The mesh is unchanged.")
