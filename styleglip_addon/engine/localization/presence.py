"""Whether an object has a part at all, read off the boxes of its word and the shapes of pieces: absent means absent.

A detector that is asked for wings finds some box that is least unlike wings. Boxes of parts that are there are surer
and come back in many pictures; those of parts that are not are faint, or surer in a single one by accident. What is
looked at is the mean score of the best box in the quarter of the pictures that show the part best, for many a part is
hidden from most sides. A logistic curve makes a probability of it (Platt, "Probabilistic outputs for support vector
machines", 1999). Where the object has loose pieces, how well the word fits the best of them and what all of them
make of it are further witnesses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox
from ..surface.topology import Floats

CALIBRATED = ("embedded GLIP",)
"""The models, by the name in their configuration, whose scores the curve was fitted to; others' have another scale."""

BEST_SHARE = 0.25
"""Share of the pictures that count, those with the surest boxes."""

SLOPE, OFFSET = 12.2, -5.2
"""Of the curve, fitted to 18 procedural objects of families that the network never saw: their parts, and words for
parts that they do not have. The artists' meshes that docs/parts.md has figures of had no part in it."""

OF_EACH = 0.5
"""Weight of each of three witnesses: they know of the same object, and are surer together than each."""
_SUREST = 0.01


def presence(boxes: Sequence[Sequence[PhraseBox]], phrases: int) -> Floats:
    """How probably the object has each part.

    Args:
        boxes: of each picture, those that are believed.
        phrases: number of part words P.

    Returns:
        (P,) in 0..1.
    """
    best = np.zeros((max(len(boxes), 1), phrases))
    for picture, found in enumerate(boxes):
        for box in found:
            best[picture, box.phrase] = max(best[picture, box.phrase], box.score)
    count = max(math.ceil(BEST_SHARE * len(best)), 1)
    surest = np.sort(best, axis=0)[-count:].mean(axis=0)
    probability: Floats = 1.0 / (1.0 + np.exp(-(SLOPE * surest + OFFSET)))
    return probability


def with_shapes(by_pictures: Floats, best_piece: Floats, all_pieces: Floats) -> Floats:
    """(P,) how probably the object has each part.

    The odds of the witnesses are multiplied, each to the power `OF_EACH`.

    Args:
        by_pictures: (P,) from `presence`.
        best_piece: (P,) how well each word fits the piece that it fits best.
        all_pieces: (P,) how probably the object has each part by the shapes of all its pieces.
    """
    total = np.zeros(len(by_pictures))
    for told in (by_pictures, best_piece, all_pieces):
        total += OF_EACH * _logit(np.clip(told, _SUREST, 1.0 - _SUREST))
    probability: Floats = 1.0 / (1.0 + np.exp(-total))
    return probability


def _logit(probability: Floats) -> Floats:
    result: Floats = np.log(probability / (1.0 - probability))
    return result


def without_absent(
    boxes: Sequence[Sequence[PhraseBox]], probability: Sequence[float] | NDArray[np.float64], least: float
) -> tuple[tuple[PhraseBox, ...], ...]:
    """The boxes without those of parts that are probably not there, so that they take no surface from others.

    Args:
        boxes: of each picture.
        probability: (P,) of each part.
        least: what a part must reach.
    """
    return tuple(tuple(box for box in found if probability[box.phrase] >= least) for found in boxes)
