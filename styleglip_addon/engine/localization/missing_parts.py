"""Labels the surface so that parts that were seen are not left without a place.

Who names a part says that the object has it. Where several views have boxes of a part and yet every face has a slightly
better claim by another, the name is evidence enough to settle the close race; not to overrule a clear one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox
from ..surface.topology import Floats, Ints
from ..vocabulary.stopping import stop_here
from .labelling import FaceGraph, label_surface

ADVANTAGES = (0.1, 0.2, 0.3)
"""Evidence per vote that a part without a place is given in advance, tried one after the other."""
SURE_ADVANTAGES = (0.5, 0.8, 1.2)
"""Given further to parts that the object has for sure."""
LEAST_VIEWS = 3
"""Views that must have a box of the part, unless the object has it for sure."""


def label_all_parts(
    graph: FaceGraph,
    evidence: Floats,
    support: Floats,
    boxes: Sequence[Sequence[PhraseBox]],
    least_share: float,
    possible: NDArray[np.bool_] | None = None,
    is_sure: NDArray[np.bool_] | None = None,
) -> tuple[Ints, Floats]:
    """As `label_surface`, but parts that got no place compete again with a small advantage.

    An advantage is given up where it would take the place of another part altogether.

    Args:
        graph, evidence, support, possible: see `label_surface`.
        boxes: for each view its boxes.
        least_share: share of the surface below which a part has no place.
        is_sure: (P,) which parts the object has for sure; None: of none that is known.

    Returns:
        (F,) part of each face, or `UNCLAIMED`, and (P,) share of the surface of each part.
    """
    parts = evidence.shape[1]
    votes = support.max(axis=1)
    seen_in = np.array([sum(any(box.phrase == part for box in view) for view in boxes) for part in range(parts)])
    labels = label_surface(graph, evidence, support, possible)
    shares = _shares(graph, labels, parts)
    sure = np.zeros(parts, dtype=bool) if is_sure is None else is_sure
    for advantage in (*ADVANTAGES, *SURE_ADVANTAGES):
        missing = (shares < least_share) & (sure if advantage > ADVANTAGES[-1] else sure | (seen_in >= LEAST_VIEWS))
        if not missing.any():
            continue
        stop_here()
        favoured = evidence + advantage * votes[:, None] * missing
        tried = label_surface(graph, favoured, support, possible)
        tried_shares = _shares(graph, tried, parts)
        is_placed = tried_shares >= least_share
        if bool((missing & is_placed).any()) and bool(is_placed[shares >= least_share].all()):
            evidence, labels, shares = favoured, tried, tried_shares
    return labels, shares


def _shares(graph: FaceGraph, labels: Ints, parts: int) -> Floats:
    """(P,) share of the surface that each part has."""
    areas = np.bincount(labels + 1, weights=graph.areas, minlength=parts + 1)[1:]
    shares: Floats = areas / max(float(graph.areas.sum()), 1e-12)
    return shares
