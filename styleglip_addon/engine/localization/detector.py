"""What the lifting needs from a detector: boxes for part words in pictures. GLIP is one, tests have others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from torch import Tensor

from ..models.contract import PhraseBox


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
