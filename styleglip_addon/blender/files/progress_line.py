"""What a run without a window tells on standard error: sentences, and how far it is."""

from __future__ import annotations

import math
from typing import TextIO

from ...engine.vocabulary import PartReading, Phase, Progress


class ProgressLine:
    """Shows the engine's reports: what was read, and how far the run is, on one line that is redrawn in a terminal.

    Elsewhere every tenth is a new line.

    Args:
        stream: where to write.
    """

    _WIDTH = 24

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._redraws = stream.isatty()
        self._tenth: tuple[str, int] = ("", -1)
        self._drawn = 0
        self._said: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    def say(self, sentence: str) -> None:
        """Writes a sentence on a line of its own, once."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.close()
            self._stream.write(f"StyleGLIP: {sentence}\n")
            self._stream.flush()

    def tell(self, reading: PartReading) -> None:
        """Writes what the words of a part were read as and what is doubtful about that, unless that was told."""
        lines = {(reading.name, line) for line in reading.lines}
        if not lines <= self._told:
            self.say(reading.text)
        self._told |= lines
        for doubt in reading.doubts if reading.is_understood else ():  # what is not ends the run with a sentence
            self.say(doubt)

    def __call__(self, progress: Progress) -> None:
        """Takes a report; an `OnProgress` callback."""
        for note in progress.notes:
            self.say(note)
        if progress.phase is Phase.READING:
            for reading in progress.readings:
                self.tell(reading)
            return
        share = min(progress.step / max(progress.steps, 1), 1.0)
        label = "finding parts again" if progress.phase is Phase.RELOCATING else progress.phase.value
        text = f"{progress.step}/{progress.steps}, {_time_left(progress.seconds_left)}"
        if self._redraws:
            bar = "#" * round(share * self._WIDTH)
            line = f"{label:>8} [{bar:<{self._WIDTH}}] {text}"
            self._stream.write("\r" + line.ljust(self._drawn))
            self._drawn = len(line)
        elif (tenth := (progress.phase.value, int(share * 10 + 1e-9))) != self._tenth:
            self._tenth = tenth
            self._stream.write(f"{label} {text}\n")
        self._stream.flush()

    def close(self) -> None:
        """Ends the line."""
        if self._drawn:
            self._stream.write("\n")
            self._drawn = 0


def _time_left(seconds: float) -> str:
    if not math.isfinite(seconds):
        return "estimating the time left"
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    return f"{minutes}:{rest:02d} left"
