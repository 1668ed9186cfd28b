"""What an object seems to be and which parts it seems to have, told to people who have named none, or one amiss."""

from __future__ import annotations

from dataclasses import dataclass

SURE_ENOUGH = 0.5
"""From this confidence on it is said what the object seems to be."""


@dataclass(frozen=True)
class SuggestedPart:
    """A part that the object seems to have.

    Args:
        name: the word that artists use most.
        confidence: 0..1.
        told_by: the object's own name that says so, e.g. 'material "Shade"'; "": none.
    """

    name: str
    confidence: float
    told_by: str = ""


@dataclass(frozen=True)
class SuggestedParts:
    """What an object seems to be, with its parts.

    Args:
        kind: what it is called, e.g. "lamp"; "": there is no telling.
        confidence: in the kind, 0..1.
        parts: the surest first.
        reason: a sentence why there are none; "" where there are some.
    """

    kind: str
    confidence: float
    parts: tuple[SuggestedPart, ...]
    reason: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it is to be said what the object is."""
        return bool(self.kind) and self.confidence >= SURE_ENOUGH

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parts."""
        return tuple(part.name for part in self.parts)

    def sentence(self, without: frozenset[str] = frozenset()) -> str:
        """What is told to people; "" where no part is left to tell.

        Args:
            without: names of parts that are not told, in lower case.
        """
        told = ", ".join(name for name in self.names if name not in without)
        if not told:
            return self.reason
        if not self.is_sure:
            return f"The object seems to have: {told}."
        article = "an" if self.kind[0] in "aeiou" else "a"
        return f"This seems to be {article} {self.kind} with: {told}."
