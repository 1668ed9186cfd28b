"""How far a batch is, on standard error: a bar where a person sees it, a line for each asset elsewhere."""

from __future__ import annotations

from typing import Any, TextIO

from .assets import Asset
from .making import Made

_OUTCOMES = {
    "done": "done",
    "part_missing": "done in part",
    "failed": "failed",
    "timeout": "took too long",
    "crashed": "crashed",
    "skipped": "left out, its output is there",
    "done_before": "done before",
    "stopped": "stopped",
    "not_begun": "not begun",
}
_QUIET = ("done", "done_before", "skipped", "not_begun")
"""What gets no line beside a bar."""


class Shown:
    """Shows a batch.

    Args:
        stream: where to.
        assets: how many there are.
    """

    def __init__(self, stream: TextIO, assets: int) -> None:
        self._stream = stream
        self._bar: Any = None
        self._count = assets
        if stream.isatty():
            from tqdm import tqdm

            form = "{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]{postfix}"
            self._bar = tqdm(total=assets, file=stream, dynamic_ncols=True, bar_format=form)

    def say(self, sentence: str) -> None:
        """Shows a sentence on a line of its own."""
        line = f"StyleGLIP: {sentence}"
        if self._bar is not None:
            self._bar.write(line, file=self._stream)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def progress(self, asset: Asset, phase: str, steps: str) -> None:
        """Shows how far an asset is, on the bar alone."""
        if self._bar is not None:
            self._bar.set_postfix_str(f"{asset.name[:40]}: {phase} {steps}")

    def finished(self, made: Made) -> None:
        """Shows what came of an asset."""
        if self._bar is not None:
            self._bar.update(1)
        is_quiet = made.outcome in _QUIET if self._bar is not None else made.outcome == "not_begun"
        if is_quiet:
            return
        seconds = made.answer.get("seconds") if made.outcome != "done_before" else None
        is_read = made.outcome == "done" and "seconds_expected" in made.answer
        came = "read" if is_read else _OUTCOMES[made.outcome]
        took = f" in {seconds:.1f} s" if seconds else ""
        expected = made.answer.get("seconds_expected")
        told = f" A run takes about {expected:.0f} s." if expected is not None else ""
        told += f" {made.sentence}" if made.sentence else ""
        self.say(f"{made.asset.number}/{self._count} {made.asset.name}: {came}{took}.{told}")

    def close(self) -> None:
        """Ends the bar."""
        if self._bar is not None:
            self._bar.set_postfix_str("")
            self._bar.close()
            self._bar = None
