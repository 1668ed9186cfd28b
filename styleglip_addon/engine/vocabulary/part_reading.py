"""What was read from the words of a part's style, as plain text: shown before anything is painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import PromptError


def as_shown(line: str) -> str:
    """A line of what was read of a style, spelled as Blender spells: records and reports keep them as they are read."""
    return line.replace("colour", "color")


@dataclass(frozen=True)
class PartReading:
    """One part's style, understood.

    Args:
        name: the part.
        style: its words.
        lines: what they were taken for, one per channel that they say something of.
        doubts: sentences about words that were guessed or passed over.
        is_understood: whether they say anything at all.
    """

    name: str
    style: str
    lines: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    is_understood: bool = True

    @property
    def text(self) -> str:
        """All of it in one line: "base, "old pottery": material: pottery; wear: age 50%"."""
        return f'{self.name}, "{self.style}": {"; ".join(map(as_shown, self.lines))}'


def check_understood(readings: Iterable[PartReading]) -> None:
    """Refuses styles of which nothing was understood, before minutes are spent on them.

    Raises:
        PromptError: there is one.
    """
    for reading in readings:
        if not reading.is_understood:
            about = " ".join(doubt for doubt in reading.doubts if not doubt.startswith("Nothing"))
            raise PromptError(
                f'Nothing was understood of "{reading.style}", the style of "{reading.name}". '
                + (about or f'Name a material or a color in English, for example "{reading.name}: dark red leather".')
            )
