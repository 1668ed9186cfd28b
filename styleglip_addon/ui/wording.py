"""Texts of the panel that depend on numbers: time left, phases, how surely a part was found. No bpy."""

from __future__ import annotations

import math

from ..engine.vocabulary import LocatedPart, Phase, Progress
from ..jobs.engine_loading import is_engine_loaded

_NO_BREAK = "\u00a0"
_PHASES = {
    Phase.LOADING: "Loading the model",
    Phase.READING: "Reading the styles",
    Phase.LOCATING: "Finding the parts",
    Phase.PICTURING: "Showing all materials to CLIP, once",
    Phase.CHOOSING: "Choosing materials",
    Phase.STYLING: "Styling",
    Phase.RELOCATING: "Finding parts again",
}


def phase_text(progress: Progress | None) -> str:
    """What the job is doing, e.g. "Styling, step 40 of 200"."""
    if (progress is None or progress.phase is Phase.LOADING) and not is_engine_loaded():
        return "Loading (first time only)"
    if progress is None:
        return "Starting"
    text = _PHASES[progress.phase]
    if progress.phase in (Phase.LOADING, Phase.READING):
        return text
    if progress.phase is Phase.RELOCATING:
        return f"{text}, view {progress.step} of {progress.steps}"
    if progress.phase is Phase.PICTURING:
        return f"{text}, material {progress.step} of {progress.steps}"
    return f"{text}, step {progress.step} of {progress.steps}"


def found_sentence(item: LocatedPart) -> str:
    """Where a part was found, how surely, and what told it, e.g. 'shade: found, 90 % sure, from material "Shade"'."""
    if item.told_by:
        return f"{item.part.name}: found, {item.confidence:.0%} sure, from {item.told_by}"
    return f"{item.part.name}: found, {item.confidence:.0%} sure"


def time_left(seconds: float) -> str:
    """Remaining time in words, rounded as people would; empty while unknown."""
    if not math.isfinite(seconds):
        return ""
    return "almost done" if seconds < 3.0 else f"about {duration(seconds)} left"


def duration(seconds: float) -> str:
    """A time in words: "8 s", "1 min 20 s", "2 h 5 min"; its spaces are no-break spaces."""
    whole = max(round(seconds), 0)
    if whole < 60:
        words = [(whole, "s")]
    elif whole < 3600:
        words = [(whole // 60, "min"), (whole % 60, "s")]
    else:
        words = [(whole // 3600, "h"), (whole % 3600 // 60, "min")]
    kept = words[:1] + [word for word in words[1:] if word[0]]
    return _NO_BREAK.join(f"{number}{_NO_BREAK}{unit}" for number, unit in kept)
