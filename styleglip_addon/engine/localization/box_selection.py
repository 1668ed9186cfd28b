"""Which boxes of a picture are believed: confident ones, and of the phrase that claims a thing the most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox

LEAST_OF_BEST = 0.7
"""Boxes below this share of the best score of their phrase in the same picture are dropped."""
RIVAL_OVERLAP, RIVAL_LEAD = 0.7, 1.25
"""A box gives way to one of another phrase that overlaps it so far (IoU) and scores so many times as much."""

SAME_THING = 0.5
"""Boxes of one phrase that overlap so far (IoU) are taken for several tries at one thing."""

Corners = Sequence[float]


def object_box(mask: NDArray[np.bool_]) -> tuple[float, float, float, float] | None:
    """x0, y0, x1, y1 of the pixels (H, W) that show the object; None where there are none."""
    rows, columns = np.nonzero(mask)
    if len(rows) == 0:
        return None
    return float(columns.min()), float(rows.min()), float(columns.max()) + 1.0, float(rows.max()) + 1.0


def box_area(box: Corners) -> float:
    """Area of x0, y0, x1, y1; 0 for boxes turned inside out."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def common_area(first: Corners, second: Corners) -> float:
    """Area that lies in both boxes."""
    low_x, low_y = max(first[0], second[0]), max(first[1], second[1])
    return box_area((low_x, low_y, min(first[2], second[2]), min(first[3], second[3])))


def overlap(first: Corners, second: Corners) -> float:
    """Intersection over union of two boxes, 0..1."""
    common = common_area(first, second)
    return common / max(box_area(first) + box_area(second) - common, 1e-12)


def believed_boxes(boxes: Sequence[PhraseBox], threshold: float) -> tuple[PhraseBox, ...]:
    """Drops boxes that their own phrase or another one contradicts.

    Open-vocabulary detectors give one thing a box for every phrase, with a higher score for the right one, and several
    faint boxes beside a clear one; lifting would count them all as votes.

    Args:
        boxes: of one picture.
        threshold: least score.
    """
    confident = [box for box in boxes if box.score >= threshold]
    best: dict[int, float] = {}
    for box in confident:
        best[box.phrase] = max(best.get(box.phrase, 0.0), box.score)
    return tuple(
        box
        for box in confident
        if box.score >= LEAST_OF_BEST * best[box.phrase]
        and not any(
            rival.phrase != box.phrase
            and rival.score > RIVAL_LEAD * box.score
            and overlap(rival.box, box.box) > RIVAL_OVERLAP
            for rival in confident
        )
    )


def fused_boxes(boxes: Sequence[PhraseBox]) -> tuple[PhraseBox, ...]:
    """Makes one of several boxes of one phrase around one thing: their mean, weighted by the squared scores.

    Weighted boxes fusion (Solovyev et al., arXiv 1910.13302): the mean of several inexact boxes lies nearer to the
    thing than the surest of them does. Its score is the best one.

    Args:
        boxes: of one picture.

    Returns:
        The fused boxes, best first.
    """
    clusters: list[list[PhraseBox]] = []
    for box in sorted(boxes, key=lambda box: -box.score):
        for cluster in clusters:
            if cluster[0].phrase == box.phrase and overlap(cluster[0].box, box.box) > SAME_THING:
                cluster.append(box)
                break
        else:
            clusters.append([box])
    fused = []
    for cluster in clusters:
        weights = np.array([box.score**2 for box in cluster])
        x0, y0, x1, y1 = weights @ np.array([box.box for box in cluster]) / weights.sum()
        fused.append(PhraseBox(cluster[0].phrase, (float(x0), float(y0), float(x1), float(y1)), cluster[0].score))
    return tuple(fused)
