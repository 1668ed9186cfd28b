"""What a material is on average: evaluated on a ball that is as large as the material asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..evaluation import evaluate
from ..lab import lab_of
from ..material import Sample
from ..points import Array, Points, from_top

_COUNT = 1200
_TURN = math.pi * (3.0 - math.sqrt(5.0))


@dataclass(frozen=True, eq=False)
class Reference:
    """A material at points of a ball.

    Args:
        lab: (n, 3) CIE L*a*b*.
        dye: (n,) see `Shaded`.
    """

    lab: Array
    dye: Array

    @property
    def mean(self) -> Array:
        """(3,) mean L*a*b* of what takes on dye."""
        weight = self.dye if float(self.dye.mean()) > 0.02 else np.ones_like(self.dye)
        mean: Array = (self.lab * weight[:, None]).sum(axis=0) / weight.sum()
        return mean

    @property
    def spread(self) -> float:
        """Deviation of lightness, at least 1."""
        return max(float(self.lab[:, 0].std()), 1.0)


def reference_of(sample: Sample) -> Reference:
    """Evaluates a piece on a ball six times as wide as its coarsest features."""
    radius = 3.0 * max(sample.coarsest, 0.05)
    evaluated = evaluate(sample, ball_points(radius, _COUNT))
    return Reference(lab_of(evaluated.color), evaluated.dye)


def ball_points(radius: float, count: int) -> Points:
    """Evenly spread points of a ball (Vogel's spiral, 1979), z up, u around."""
    z = 1.0 - (2.0 * np.arange(count) + 1.0) / count
    angle = np.arange(count) * _TURN
    across = np.sqrt(1.0 - z**2)
    normal = np.stack((across * np.cos(angle), across * np.sin(angle), z), axis=1).astype(np.float32)
    u = np.arctan2(normal[:, 1], normal[:, 0]) * radius
    v = np.arcsin(normal[:, 2]) * radius
    level = (normal[:, 2] + 1.0) * radius
    return Points(
        normal * np.float32(radius),
        normal,
        np.stack((u, v), axis=1).astype(np.float32),
        np.full(count, 2.0 * math.pi * radius, np.float32),
        normal[:, 2].copy(),
        level.astype(np.float32),
        np.zeros(count, np.float32),
        radius * math.sqrt(4.0 * math.pi / count),
        fall=from_top(normal * np.float32(radius)),
    )
