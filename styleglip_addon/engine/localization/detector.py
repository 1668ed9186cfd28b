"""What the lifting needs from a detector: boxes for part words in pictures. GLIP is one, tests have others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor


@dataclass(frozen=True)
class PhraseBox:
    """One box found for one phrase in one picture.

    Args:
        phrase: index of the phrase.
        box: x0, y0, x1, y1 in pixels, x from the left and y from the top; pixel k spans k..k+1.
        score: confidence in 0..1.
    """

    phrase: int
    box: tuple[float, float, float, float]
    score: float


class PartDetector(Protocol):
    """Finds phrases in pictures."""

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        """Grounds the phrases.

        Args:
            images: (N, 3, H, W) sRGB in 0..1.
            phrases: part words.

        Returns:
            For each of the N pictures its boxes.
        """
        ...
