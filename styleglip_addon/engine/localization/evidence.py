"""What boxes in views say about each face: per part, the sum of log-likelihood ratios over the views that see it.

PartSLIP (arXiv 2212.01558, section 3.3) gives a surface element to the part in whose boxes it lies for the largest
share of the views that see it, ties to the smaller part. Here the same votes are read as evidence. In a view, let the
boxes of part p hold the share c of the object's visible surface. A face of p lies in them with probability 1 - MISS,
any other face with about the probability c. So lying inside adds log((1 - MISS) / c), much for a small box and next
to nothing for one around half the object; lying outside adds log(MISS / (1 - c)). Votes count by the box's score and
by how squarely the view sees the face.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox
from ..surface.topology import Floats
from .faces_in_views import FacesInViews

MISS = 0.12
"""Probability that a face of a part lies outside the part's boxes in a view that has some of them."""
SOFT_EDGE = 0.04
"""A vote fades from 1 to 0 over this share of the box's size on both sides of its border, for boxes are never exact."""
_SHARE_LIMITS = (0.03, 0.9)


def box_membership(centers: NDArray[np.float32], box: Sequence[float]) -> NDArray[np.float32]:
    """How far points lie in a box: 1 well inside, 0 well outside, 0.5 on the border.

    Args:
        centers: (F, 2) pixels.
        box: x0, y0, x1, y1 pixels.
    """
    x0, y0, x1, y1 = box
    result = np.ones(len(centers), dtype=np.float32)
    for axis, low, high in ((0, x0, x1), (1, y0, y1)):
        edge = max(SOFT_EDGE * (high - low), 0.5)
        values = centers[:, axis]
        inside = np.minimum(values - low, high - values)
        result = np.minimum(result, np.clip(0.5 + 0.5 * inside / edge, 0.0, 1.0))
    return result


def gather_evidence(views: FacesInViews, boxes: Sequence[Sequence[PhraseBox]], parts: int) -> tuple[Floats, Floats]:
    """Adds up what all views say.

    Args:
        views: from `observe`.
        boxes: for each view its boxes.
        parts: number of parts P.

    Returns:
        (F, P) log-likelihood ratios of "the face belongs to part p" against "it belongs to none", and (F, P) the votes
        they rest on: how many views (weighted) had an opinion.
    """
    faces = views.visibility.shape[1]
    evidence = np.zeros((faces, parts))
    support = np.zeros((faces, parts))
    for view, found in enumerate(boxes):
        area = views.projected_area[view]
        total = float(area.sum())
        if total <= 0.0:
            continue
        seen = np.flatnonzero(views.visibility[view] > 0.0)
        # A slanted view still tells nearly as much as a square one, as the box does not depend on the slant.
        weight = np.sqrt(views.visibility[view, seen].astype(np.float64))
        points = views.centers[view, seen]
        for part in range(parts):
            own = [box for box in found if box.phrase == part]
            if not own:
                continue
            inside = np.zeros(len(seen))
            score = np.zeros(len(seen))
            best = max(max(box.score for box in own), 1e-12)
            for box in own:
                # A fainter box is the likelier to be wrong, and says so much less than the surest one.
                member = box_membership(points, box.box) * (box.score / best)
                score = np.where(member > inside, box.score, score)
                inside = np.maximum(inside, member)
            score = np.where(inside > 0.0, score, best)
            share = float(np.clip((inside * area[seen]).sum() / total, *_SHARE_LIMITS))
            ratio = inside * np.log((1.0 - MISS) / share) + (1.0 - inside) * np.log(MISS / (1.0 - share))
            # Scores are calibrated loosely: a box at the threshold still counts for half a certain one.
            trust = weight * (0.5 + 0.5 * score)
            evidence[seen, part] += trust * ratio
            support[seen, part] += trust
    return evidence, support
