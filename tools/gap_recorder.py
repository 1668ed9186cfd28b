"""Records how long Blender's main thread waits between two ticks while a job runs on the thread, and for what."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

TICK = 0.01
"""Seconds between two ticks."""
_TOLD = 0.05
"""A gap of at least as many seconds has its place told."""
_FRAMES = 6


@dataclass(frozen=True)
class Gap:
    """The time between two ticks.

    Args:
        phase: what the job did.
        seconds: between the ticks.
        drawn: whether Blender drew a view or the sidebar meanwhile.
        own: seconds of it that the add-on worked on the main thread.
        where: the innermost frames of the job at its end, of a long gap.
    """

    phase: str
    seconds: float
    drawn: bool = False
    own: float = 0.0
    where: str = ""


@dataclass
class GapRecorder:
    """Call `tick` every `TICK` seconds on the main thread."""

    gaps: list[Gap] = field(default_factory=list)
    answers: list[tuple[str, float, str]] = field(default_factory=list)
    drawn: bool = False
    own: float = 0.0
    _last: float | None = None

    def tick(self, phase: str) -> None:
        """Notes the gap that ends now; an empty phase begins anew."""
        now = time.perf_counter()
        if self._last is not None and phase:
            seconds = now - self._last
            where = job_frames() if seconds >= _TOLD else ""
            self.gaps.append(Gap(phase, seconds, self.drawn, self.own, where))
        self.drawn, self.own = False, 0.0
        self._last = time.perf_counter() if phase else None

    def report(self) -> dict[str, Any]:
        """Figures by phase and in all, in milliseconds, and the long gaps."""
        phases = list(dict.fromkeys(gap.phase for gap in self.gaps))
        quiet = [gap for gap in self.gaps if not gap.drawn]
        return {
            "phases": {name: _figures([gap for gap in quiet if gap.phase == name]) for name in phases},
            "all": _figures(quiet),
            "with drawing": _figures([gap for gap in self.gaps if gap.drawn]),
            "long": [
                [gap.phase, round(1000 * gap.seconds), round(1000 * gap.own), gap.drawn, gap.where]
                for gap in self.gaps
                if gap.where
            ],
        }


def job_frames() -> str:
    """The innermost frames of the add-on's job, the innermost first."""
    frames = sys._current_frames()
    for thread in threading.enumerate():
        if thread.name == "StyleGLIP job" and thread.ident in frames:
            stack = traceback.extract_stack(frames[thread.ident])[::-1]
            return " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in stack[:_FRAMES])
    return "no job"


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _figures(gaps: Sequence[Gap]) -> dict[str, float]:
    values = sorted(1000 * gap.seconds for gap in gaps)
    if len(values) < 2:
        return {
            "ticks": len(values),
            "p50": float("nan"),
            "p99": float("nan"),
            "max": max(values, default=float("nan")),
        }
    cuts = quantiles(values, n=100, method="inclusive")
    return {"ticks": len(values), "p50": round(cuts[49], 1), "p99": round(cuts[98], 1), "max": round(values[-1], 1)}


def table(report: dict[str, Any]) -> str:
    """A report as text."""
    rows = {**report["phases"], "all": report["all"], "with drawing": report["with drawing"]}
    lines = [f"{'phase':<14}{'ticks':>7}{'p50':>8}{'p99':>8}{'max':>8}   milliseconds between ticks of 10 ms"]
    lines += [
        f"{name:<14}{row['ticks']:>7}{row['p50']:>8.1f}{row['p99']:>8.1f}{row['max']:>8.1f}"
        for name, row in rows.items()
    ]
    for phase, milliseconds, own, drawn, where in report["long"]:
        note = f", {own} of it the add-on's own" if own else ""
        lines.append(f"{milliseconds:>6} ms {phase}{' (drawing)' if drawn else ''}{note}: {where}")
    return "\n".join(lines)


def answers_table(answers: Sequence[tuple[str, float, str]]) -> str:
    """Times from a click until the job rests, by phase, as text."""
    lines = [f"{'phase':<14}{'clicks':>7}{'median':>8}{'longest':>8}   milliseconds until the job waits"]
    for phase in dict.fromkeys(phase for phase, _, _ in answers):
        values = sorted(1000 * seconds for name, seconds, _ in answers if name == phase)
        lines.append(f"{phase:<14}{len(values):>7}{values[len(values) // 2]:>8.0f}{values[-1]:>8.0f}")
    lines += [f"{1000 * seconds:>6.0f} ms {phase}: {where}" for phase, seconds, where in answers if where]
    return "\n".join(lines)
