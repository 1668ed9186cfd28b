"""What words say of pieces by themselves: a lid lies on top, wheels are round and alike, shoes stand on the ground.

A second witness beside the pictures, for where the detector knows a word badly or sees a piece from a few sides only.
How much it counts is `localization.shape_share`; docs/parts.md tells what it gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ..surface.topology import Floats, Ints
from .detector import ShapeReader
from .piece_relations import relate_pieces
from .piece_shapes import PieceShapes, describe_pieces

MOST_BEHIND = 5.0
"""Further behind than this no word falls: a surprising shape does not outvote what all pictures show."""
MOST_PIECES = 160
"""So many of the largest pieces are read; each of the others as the read one that is most like it."""
MOST_AHEAD = 2.0
"""Nor does the best word get further ahead of none, which keeps a piece that pictures know nothing of for it."""
LEAST_LOGIT = float(np.log(1e-6))
"""Logarithm of the probability of words that fit nothing, as the reader's own least one."""
LEAST_AREA = 5e-4
"""Share of the surface below which a piece says nothing about a part's presence."""
OF_LOTS = 0.6
"""Weight of what is read of all pieces together that are one object and one material, beside each by itself."""
_WHOLE, _PART = 0.95, 0.6
"""A piece of a larger share of the surface than the second is less and less, from the first on no part: the object."""


@dataclass(frozen=True, eq=False)
class WordFit:
    """How well words fit the pieces by their shape and place.

    Args:
        logits: (C, P + 1) logarithms of probabilities per piece and word, the last of none of the words.
        pieces: (F,) piece of each face.
        areas: (C,) of the pieces, as shares of the surface.
        is_region: (C,) which of them are regions of loose pieces.
        there: (P,) how probably the object has each part, by all its loose pieces.
        share: evidence for each unit of a logit by which a piece's word is behind the best one.
    """

    logits: Floats
    pieces: Ints
    areas: Floats
    is_region: NDArray[np.bool_]
    there: Floats
    share: float = 1.0

    def evidence(self) -> Floats:
        """(F, P) evidence beside that of all pictures; above zero where some word fits better than none."""
        behind = np.maximum(self.logits - self.logits.max(axis=1, keepdims=True), -MOST_BEHIND)[:, :-1]
        behind += np.clip(self.logits[:, :-1].max(axis=1) - self.logits[:, -1], 0.0, MOST_AHEAD)[:, None]
        behind *= np.clip((_WHOLE - self.areas) / (_WHOLE - _PART), 0.0, 1.0)[:, None]
        evidence: Floats = self.share * behind[self.pieces]
        return evidence

    def among(self, columns: Ints, count: int) -> WordFit:
        """The same where these words are some of more, of which the others fit nothing.

        Args:
            columns: (P,) places of these words among all.
            count: how many there are in all.
        """
        logits = np.full((len(self.logits), count + 1), LEAST_LOGIT)
        logits[:, columns], logits[:, -1] = self.logits[:, :-1], self.logits[:, -1]
        there = np.zeros(count)
        there[columns] = self.there
        return replace(self, logits=logits, there=there)

    def mixed(self, lots: WordFit, areas: Floats) -> WordFit:
        """The same with what is read of each piece mixed with what is read of the lot that it is of, or each bit of it.

        Regions that were cut out keep what they were cut out for.

        Args:
            lots: what is read of what the artist made as one.
            areas: (F,) of the faces.
        """
        pairs, units = np.unique(np.stack((self.pieces, lots.pieces), axis=1), axis=0, return_inverse=True)
        piece, lot, units = pairs[:, 0], pairs[:, 1], units.reshape(-1).astype(np.int64)
        is_region = self.is_region[piece]
        mixed = (1.0 - OF_LOTS) * self.logits[piece] + OF_LOTS * lots.logits[lot]
        return replace(
            self,
            logits=np.where(is_region[:, None], self.logits[piece], mixed),
            pieces=units,
            areas=np.bincount(units, areas) / max(float(areas.sum()), 1e-12),
            is_region=is_region,
        )

    def best(self) -> Floats:
        """(P,) how well each word fits the piece that it fits best, as a probability."""
        likely: Floats = np.exp(self.logits[self.areas >= LEAST_AREA, :-1].max(axis=0, initial=-np.inf))
        return likely

    def probability(self, part: int, faces: NDArray[np.bool_], areas: Floats) -> float:
        """Mean over some faces of how likely a word is among the words asked for; 0 where there are no faces."""
        likely = np.exp(self.logits[:, part])
        total = float(areas[faces].sum())
        return float((areas * likely[self.pieces])[faces].sum() / total) if total > 0.0 else 0.0


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
    there = read_presence(shapes, words, reader)
    return WordFit(read_shapes(shapes, words, reader), pieces, share, np.zeros(len(share), dtype=bool), there)


def read_presence(shapes: PieceShapes, words: Sequence[str], reader: ShapeReader) -> Floats:
    """(P,) how probably the object has each part, by the `MOST_PIECES` largest of its pieces."""
    chosen = shapes.take(np.argsort(-shapes.share, kind="stable")[:MOST_PIECES])
    result: Floats = reader.presence(chosen.numbers, relate_pieces(chosen), words)
    return result


def read_shapes(shapes: PieceShapes, words: Sequence[str], reader: ShapeReader) -> Floats:
    """(C, P + 1); of more than `MOST_PIECES` pieces the smaller ones are taken for the nearest in shape and place."""
    largest = np.argsort(-shapes.share, kind="stable")[:MOST_PIECES]
    chosen = shapes.take(largest)
    read = reader.logits(chosen.numbers, relate_pieces(chosen), words)
    scale = np.maximum(chosen.numbers.std(axis=0), 1e-3)
    _, nearest = cKDTree(chosen.numbers / scale).query(shapes.numbers / scale)
    nearest[largest] = np.arange(len(largest))
    result: Floats = read[nearest]
    return result
