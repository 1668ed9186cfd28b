"""Meshes far from the origin: single precision knows a place 5,000 km away to half a metre only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FAR = 256.0
"""Distance from the origin, in sizes of the object, from which coordinates are taken relative to its middle."""


def far_middle(low: NDArray[np.floating], high: NDArray[np.floating]) -> NDArray[np.float64] | None:
    """The middle of a box (3,), (3,) in whole metres, where it is so far away that single precision rounds its content.

    Returns:
        (3,) float64; None where the box is not far from the origin.
    """
    middle = (low.astype(np.float64) + high) / 2.0
    size = float(np.max(high.astype(np.float64) - low))
    if not np.isfinite(middle).all() or not 0.0 < FAR * size < float(np.abs(middle).max()):
        return None
    return np.round(middle)
