"""What words say of pieces by themselves: a lid lies on top, wheels are round and alike, shoes stand on the ground.

A second witness beside the pictures, for where the detector knows a word badly or sees a piece from a few sides only.
How much it counts is `localization.shape_share`; by default it is not asked, see docs/parts.md for what it gains and
loses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..surface.topology import Floats, Ints
from .detector import ShapeReader
from .piece_shapes import describe_pieces

MOST_BEHIND = 4.0
"""Further behind than this no word falls: a surprising shape does not outvote what all pictures show."""
LEAST_VOTES = 0.5
"""Pieces that no box speaks about are told by their shape as if so much of a view had."""
_WHOLE, _PART = 0.95, 0.6
"""A piece of a larger share of the surface than the second is less and less, from the first on no part: the object."""


@dataclass(frozen=True, eq=False)
class WordFit:
    """How well words fit the pieces by their shape and place.

    Args:
        logits: (C, P) per piece and word.
        pieces: (F,) piece of each face.
        areas: (C,) of the pieces, as shares of the surface.
        share: evidence per vote for each unit of a logit by which a piece's word is behind the best one.
    """

    logits: Floats
    pieces: Ints
    areas: Floats
    share: float = 1.0

    def evidence(self, votes: Floats) -> Floats:
        """(F, P) evidence, zero for the word that fits best and negative for others.

        Args:
            votes: (F,) views behind the pictures' evidence.
        """
        behind = np.maximum(self.logits - self.logits.max(axis=1, keepdims=True), -MOST_BEHIND)
        behind *= np.clip((_WHOLE - self.areas) / (_WHOLE - _PART), 0.0, 1.0)[:, None]
        evidence: Floats = self.share * np.maximum(votes, LEAST_VOTES)[:, None] * behind[self.pieces]
        return evidence

    def probability(self, part: int, faces: NDArray[np.bool_], areas: Floats) -> float:
        """Mean over some faces of how likely a word is among the words asked for; 0 where there are no faces."""
        likely = np.exp(self.logits - self.logits.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        total = float(areas[faces].sum())
        return float((areas * likely[self.pieces, part])[faces].sum() / total) if total > 0.0 else 0.0


def fit_words(
    vertices: NDArray[np.floating],
    faces: Ints,
    pieces: Ints,
    areas: Floats,
    axes: tuple[Sequence[float], Sequence[float]],
    words: Sequence[str],
    reader: ShapeReader | None,
) -> WordFit | None:
    """Compares words with pieces; None where there is nothing to tell apart or nobody to ask.

    Args:
        vertices: (V, 3).
        faces: (F, 3).
        pieces, areas: (F,) loose piece and area of each face.
        axes: up and front of the object.
        words: the parts' words.
        reader: knows which words mean which shapes.
    """
    if reader is None or len(words) < 2 or int(pieces.max()) == 0:
        return None
    shapes = describe_pieces(vertices, faces, pieces, *axes)
    share = np.bincount(pieces, areas) / max(float(areas.sum()), 1e-12)
    return WordFit(reader.logits(shapes, words), pieces, share)
