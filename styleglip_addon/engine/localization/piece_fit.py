"""Which loose pieces of a mesh fill the boxes of a part: what a box says beyond who lies in it.

A box around a part holds whatever lies before or on that part too: the box of a pot holds the soil, that of a drawer
its knob. Where an artist built the object of loose pieces, the piece that the box was drawn around has itself a box of
about the same size and place, and the pieces that merely lie within have smaller ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox
from ..surface.topology import Floats, Ints
from .faces_in_views import FacesInViews

FIT = 0.25
"""Evidence for a part from a view in which a sure box of the part fits a piece exactly."""
LEAST_FIT = 0.5
"""A box says nothing about pieces whose own box overlaps it less (IoU)."""
LARGEST_PIECE = 0.6
"""A piece that is a larger share of the surface is the object rather than one of its parts."""
MOST_PIECES = 5000
"""A mesh of more loose pieces is not built of parts, and its pieces tell nothing."""


def piece_evidence(
    views: FacesInViews, boxes: Sequence[Sequence[PhraseBox]], pieces: Ints, areas: Floats, parts: int
) -> Floats:
    """Adds up how well each piece fits the boxes of each part in all views.

    Args:
        views: from `observe`.
        boxes: for each view its boxes.
        pieces: (F,) loose piece of each face.
        areas: (F,) areas of the faces.
        parts: number of parts P.

    Returns:
        (F, P) evidence, to be added to that of `gather_evidence`; the same for all faces of a piece.
    """
    count = int(pieces.max()) + 1 if len(pieces) else 0
    total = np.zeros((count, parts))
    if not 1 < count <= MOST_PIECES:
        return total[pieces]
    share = np.bincount(pieces, areas, count) / max(float(areas.sum()), 1e-12)
    is_part_sized = share < LARGEST_PIECE
    for view, found in enumerate(boxes):
        if not found:
            continue
        corners, is_shown = _piece_boxes(views, pieces, count, view)
        rows = np.flatnonzero(is_shown & is_part_sized)
        overlaps = _overlaps(corners[rows], np.array([box.box for box in found], dtype=np.float64))
        scores = np.array([box.score for box in found])
        fit = np.clip((overlaps - LEAST_FIT) / (1.0 - LEAST_FIT), 0.0, 1.0) * scores
        phrases = np.array([box.phrase for box in found])
        for part in range(parts):
            own = phrases == part
            if own.any():
                total[rows, part] += FIT * fit[:, own].max(axis=1)
    return total[pieces]


def _piece_boxes(views: FacesInViews, pieces: Ints, count: int, view: int) -> tuple[Floats, NDArray[np.bool_]]:
    """(count, 4) pixel boxes x0, y0, x1, y1 of what a view shows of each piece, and (count,) whether it shows any."""
    seen = np.flatnonzero(views.visibility[view] > 0.0)
    piece, points = pieces[seen], views.centers[view, seen]
    corners = np.zeros((count, 4))
    is_shown = np.bincount(piece, minlength=count) > 0
    order = np.argsort(piece, kind="stable")
    starts = np.searchsorted(piece[order], np.flatnonzero(is_shown))
    if len(starts):
        # The centres of a piece's outermost faces lie about half a pixel within its outline.
        corners[is_shown, :2] = np.minimum.reduceat(points[order], starts) - 0.5
        corners[is_shown, 2:] = np.maximum.reduceat(points[order], starts) + 0.5
    return corners, is_shown


def _overlaps(first: Floats, second: Floats) -> Floats:
    """(n, m) intersection over union of boxes (n, 4) with boxes (m, 4)."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    common = np.clip(high - low, 0.0, None).prod(axis=2)
    areas = [np.clip(boxes[:, 2:] - boxes[:, :2], 0.0, None).prod(axis=1) for boxes in (first, second)]
    union = areas[0][:, None] + areas[1][None, :] - common
    result: Floats = common / np.maximum(union, 1e-12)
    return result
