"""Whether an object has a part at all, read off the boxes of its word and the shapes of pieces: absent means absent.

A detector that is asked for wings finds some box that is least unlike wings. Boxes of parts that are there are surer
and come back in many pictures; those of parts that are not are faint, or surer in a single one by accident. What is
looked at is the mean score of the best box in the quarter of the pictures that show the part best, for many a part is
hidden from most sides. A logistic curve makes a probability of it (Platt, "Probabilistic outputs for support vector
machines", 1999). Where the object has loose pieces, how well the word fits the best of them and what all of them
make of it are further witnesses, and so is whether the prompt's words go together (`coherence.py`).
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

OF_PICTURES, OF_SHAPES, OF_WORDS = 0.3, 0.3, 1.0
"""Powers of the odds that pictures, each of two readings of shapes, and the company of words give: they know of the
same object, and are surer together than each. The company of words is what strange objects mislead
least."""
OF_PICTURES_ALONE, OF_WORDS_ALONE = 0.4, 0.8
"""Of pictures and words where no shapes are read."""
IN_DOUBT = 0.2
"""Added to the logit there: of what fewer witnesses say against a part, less is believed."""
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


def combined(by_pictures: Floats, by_words: Floats | None, by_shapes: Sequence[Floats] = ()) -> Floats:
    """(P,) how probably the object has each part: the odds of the witnesses multiplied, each to its power.

    Args:
        by_pictures: (P,) from `presence`.
        by_words: (P,) from `coherence`; None: nobody knows.
        by_shapes: (P,) each: how well each word fits the piece that it fits best, and how probably the object has each
            part by the shapes of all its pieces; empty where shapes are not read.
    """
    if by_words is None and not by_shapes:
        return by_pictures
    total = (OF_PICTURES if by_shapes else OF_PICTURES_ALONE) * _logit(by_pictures)
    for told in by_shapes:
        total = total + OF_SHAPES * _logit(told)
    if by_words is not None:
        total = total + (OF_WORDS if by_shapes else OF_WORDS_ALONE) * _logit(by_words)
    if not by_shapes:
        total = total + IN_DOUBT
    probability: Floats = 1.0 / (1.0 + np.exp(-total))
    return probability


def _logit(probability: Floats) -> Floats:
    """Nobody is surer than `_SUREST`."""
    sure = np.clip(probability, _SUREST, 1.0 - _SUREST)
    result: Floats = np.log(sure / (1.0 - sure))
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
