"""How many points a sample of a material is averaged over, and where in the sample they lie."""

from __future__ import annotations

import math
from collections.abc import Sequence

_FULL = 0.6
"""Spacing, in finest details, up to which one point per sample does for what is not looked at itself."""

_MOST = 16
"""Most points per sample."""

AGAINST_JAGS = 3
"""Points per sample that take the jags off edges and threads which a single one catches here and misses there."""

_STEP = 0.7548776662466927
"""Of a lattice of rank 1 whose points are spread evenly for any number of them, from the R2 sequence (Roberts 2018)."""

_FEW = {
    2: ((-0.25, -0.25), (0.25, 0.25)),
    3: ((-1 / 3, 0.0), (0.0, 1 / 3), (1 / 3, -1 / 3)),
    4: ((-0.375, 0.073), (-0.125, -0.309), (0.125, 0.309), (0.375, -0.073)),
}
"""Of so few points these are spread better."""


def samples_for(spacing: float, finest: float) -> int:
    """How many points a sample is averaged over: as many as lie `_FULL` finest details apart, up to `_MOST`."""
    return min(max(math.ceil((spacing / (_FULL * finest)) ** 2 - 1e-6), 1), _MOST)


def spread(count: int) -> Sequence[tuple[float, float]]:
    """Places in a square around the sample, in -0.5..0.5; the sample is in their middle, whatever their number."""
    if count in _FEW:
        return _FEW[count]
    steps = [number - 0.5 * (count - 1) for number in range(count)]
    return [(step / count, (step * _STEP + 0.5) % 1.0 - 0.5) for step in steps]
