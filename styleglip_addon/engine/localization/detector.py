"""What the lifting asks about part words: a detector for boxes in pictures, and who knows which shapes words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
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


class UpReader(Protocol):
    """Tells whether an object stands or lies."""

    def uprightness(self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]) -> float:
        """Logit of the object standing and facing as was described; arguments as for `ShapeReader.logits`."""
        ...


class ShapeReader(UpReader, Protocol):
    """Tells how well words fit the shape and place of pieces."""

    def logits(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        """How well m words fit n pieces.

        Args:
            shapes: (n, 39), the numbers of `describe_pieces`.
            relations: (n, n, 14) from `relate_pieces`.
            words: for parts.

        Returns:
            (n, m + 1) logarithms of probabilities, the last of none of the words.
        """
        ...

    def presence(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        """(m,) how probably the object has each part; arguments as for `logits`."""
        ...


class KindReader(Protocol):
    """Tells what kind of object something is, and which parts such objects have."""

    def probabilities(self, shapes: NDArray[np.float32], shares: NDArray[np.float32]) -> NDArray[np.float64]:
        """(K,) how probably an object is of each kind, from (n, 39) of its pieces and (n,) shares of its surface."""
        ...

    def usual(self, words: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(P, K) how often a word for a part of each kind is the given one, (P,) how surely it is known at all."""
        ...


class WordReader(Protocol):
    """Knows what words have to do with each other."""

    def similarities(self, first: Sequence[str], second: Sequence[str]) -> NDArray[np.float64]:
        """(n, m) cosines between the meanings of n and m words."""
        ...

    def is_kind_of(self, word: str, other: str) -> bool:
        """Whether a dictionary has one word for another name of the other, or for a kind of it."""
        ...

    def is_word(self, word: str) -> bool:
        """Whether it is in the dictionary."""
        ...


@dataclass(frozen=True, eq=False)
class Witnesses:
    """Who is asked where parts are.

    Args:
        detector: looks at pictures.
        shapes: knows words' shapes; None: pictures alone count.
        words: knows what else means the same; None: names count that have the parts' own words.
        kinds: knows which parts go together; None: any do.
    """

    detector: PartDetector
    shapes: ShapeReader | None = None
    words: WordReader | None = None
    kinds: KindReader | None = None
