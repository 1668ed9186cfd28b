"""A second look at a part: its likeliest styles are put on the part itself and compared with what is there.

The first look knows styles from other shapes, seen from other sides, and takes some of what these change for a
difference of style. Here everything but the style is the same: analysis by synthesis (Yuille and Kersten, "Vision as
Bayesian inference: analysis by synthesis?", 2006), with true materials as they lie on the part by themselves, and the
first look's figures.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from tools.benchmarks.true_styles import Ground

from .network import Judge, figures_of
from .sights import Sight

STYLES = 16
"""How many of the first look's likeliest are tried."""

PIECES = 4
"""Of each material; they differ in all that is random in it, and in size."""

DIRECTIONS = 2
"""At most, evenly chosen of those that the part is seen from."""

_COMMON = 0.3
"""Share of the first look's covariance in that of the tried pieces, which are few."""


@dataclass(frozen=True, eq=False)
class SeenPart:
    """A part that is judged.

    Args:
        pictures: (sights, distances, 3, size, size) of it, sRGB in 0..1, white around the part.
        sights: the same as views that show other styles, too; none: there is no second look.
        ground: what other styles are put on; None: likewise.
        part: its number there.
    """

    pictures: Tensor
    sights: tuple[Sight, ...] = ()
    ground: Ground | None = None
    part: int = 0

    @property
    def is_placed(self) -> bool:
        """Whether other styles can be tried on it."""
        return self.ground is not None and bool(self.sights)


@torch.no_grad()
def looked_again(judge: Judge, seen: SeenPart, styles: Sequence[str]) -> Tensor:
    """(styles,) the probability of each when it must be one of these.

    Args:
        judge: the first look's.
        seen: what is judged; it has its place.
        styles: names of materials.
    """
    chosen = _chosen(len(seen.sights))
    shown = judge.standardised(figures_of(seen.pictures[list(chosen)]))
    trials = torch.stack([_tried(judge, seen, [seen.sights[i] for i in chosen], style) for style in styles])
    likelihoods = -0.5 * distances(judge.covariance, shown, trials) / judge.config.temperature
    return likelihoods.softmax(dim=0).to(shown.dtype)


def _chosen(count: int) -> tuple[int, ...]:
    """Numbers of the sights that are looked at again."""
    return tuple(int(i) for i in np.linspace(0, count, min(DIRECTIONS, count), endpoint=False))


def _tried(judge: Judge, seen: SeenPart, sights: Sequence[Sight], style: str) -> Tensor:
    """(pieces, directions, n) standardised figures of random pieces of a material on the part."""
    assert seen.ground is not None
    found = []
    for number in range(PIECES):
        rng = np.random.default_rng((zlib.crc32(style.encode()), number))
        shape = replace(seen.ground.shape, style=seen.ground.styles({seen.part: style}, rng))
        pictures = torch.stack([sight.pictures(shape) for sight in sights])
        found.append(judge.standardised(figures_of((pictures * 255.0).round() / 255.0)))
    return torch.stack(found)


def distances(common: Tensor, shown: Tensor, trials: Tensor) -> Tensor:
    """(styles,) squared Mahalanobis distances of what is shown to each style's mean, averaged over the directions.

    Args:
        common: (n, n) covariance of figures over shapes and pieces.
        shown: (directions, n) figures of what is judged.
        trials: (styles, pieces, directions, n) figures of pieces.
    """
    trials = trials.double()
    styles, pieces, directions, width = trials.shape
    means = trials.mean(dim=1)
    apart = (trials - means[:, None]).reshape(-1, width)
    own = apart.T @ apart / max(styles * (pieces - 1) * directions, 1)
    covariance = (1.0 - _COMMON) * own + _COMMON * common.double()
    off = (shown.double()[None] - means).reshape(-1, width)
    squared = (off * torch.linalg.solve(covariance, off.T).T).sum(dim=1)
    return squared.reshape(styles, directions).mean(dim=1)
