"""A remaining time that runs down like a clock, from estimates that jump."""

from __future__ import annotations

import math

_LEAST_SECONDS = 4.0
_SHARE = 0.15
"""An estimate that stays is taken over within a few times this share of what is left, or of the seconds above."""


class SteadyEstimate:
    """Remaining time and the share that is done, of one job.

    What is shown follows the job's own estimates with a delay (exponential smoothing of the time of arrival), so that
    one slow step does not double it. The share never goes back.
    """

    def __init__(self) -> None:
        self._left = math.nan
        self._passed = 0.0
        self._last: float | None = None
        self.share = 0.0
        """Share of the whole job's time that is over, 0..1; 0 while nothing is known."""

    @property
    def seconds_left(self) -> float:
        """What to show; NaN while nothing is known."""
        return self._left

    def skip(self) -> None:
        """The time until the next report does not count: the job waits."""
        self._last = None

    def report(self, seconds_left: float, now: float) -> None:
        """Notes a report.

        Args:
            seconds_left: the job's estimate; NaN while unknown.
            now: seconds of a clock that only goes forward.
        """
        step = 0.0 if self._last is None else max(now - self._last, 0.0)
        self._last, self._passed = now, self._passed + step
        shown = max(self._left - step, 0.0)
        if not math.isfinite(seconds_left):
            self._left = shown if math.isfinite(self._left) else math.nan
            return
        if math.isfinite(self._left):
            delay = max(_LEAST_SECONDS, _SHARE * max(shown, seconds_left))
            self._left = shown + (seconds_left - shown) * (1.0 - math.exp(-step / delay))
        else:
            self._left = seconds_left
        whole = self._passed + self._left
        self.share = max(self.share, self._passed / whole if whole > 0.0 else 0.0)
