"""Where things lie on a surface: growth from recesses and from below, what falls from above, lines with a width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ..noise import fractal, smoothstep
from ..points import Array, Points
from ..spaces import solid

Mask = Callable[[Points], Array]


@dataclass(frozen=True)
class Liking:
    """What a growth likes: weights in deviations of its noise.

    Args:
        recess: corners and hollows (negative: outer edges).
        up: what looks upwards.
        low: what is near the ground.
        sharp: how hard its border is, 1 soft .. 8 hard.
        ragged: share of fine noise in the border.
        grain: share of noise as fine as 2 mm, that breaks the border up into specks.
        runs: share of streaks that rain draws down from it.
        along: how many times as long as wide its patches are, along the part.
    """

    recess: float = 0.0
    up: float = 0.0
    low: float = 0.0
    sharp: float = 3.0
    ragged: float = 0.5
    grain: float = 0.0
    runs: float = 0.0
    along: float = 1.0


class Growth:
    """Patches with a noisy border that like some places more than others; called, their mask (n,) 0..1 at points.

    Args:
        rng: places them.
        size: of a patch, metres.
        amount: share of an ordinary thing that they cover, 0..1.
        blend: more (above 0) or less of them; 1 covers nearly all.
        liking: where they are.
    """

    def __init__(self, rng: np.random.Generator, size: float, amount: float, blend: float, liking: Liking) -> None:
        turned = liking.along == 1.0
        self._place = solid(rng, 0.8 * size, 1.2 * size, turned)
        self._grain, self._runs = solid(rng, 0.0045, 0.0055), solid(rng, 0.018, 0.026, turned=False)
        self._liking = liking
        shares = (liking.ragged, liking.grain, liking.runs, liking.up / 3.0**0.5)
        self._deviation = (1.0 + sum(share**2 for share in shares)) ** 0.5
        covered = min(max(amount, 0.02), 0.98)
        self._edge = -NormalDist(0.0, self._deviation).inv_cdf(covered) - 2.0 * self._deviation * blend

    def score(self, points: Points) -> Array:
        """How much the points (n,) are liked, in deviations of the noise."""
        space, liking = self._place(points), self._liking
        if liking.along != 1.0:
            space = space.stretched(1.0, 1.0, 1.0 / liking.along)
        score = fractal(space, 3, 0.55) / np.float32(0.35)
        score += np.float32(liking.ragged / 0.35) * fractal(space.finer(7.3, 7.7), 2, 0.6)
        if liking.grain:
            score += np.float32(liking.grain / 0.35) * fractal(self._grain(points), 3, 0.7)
        if liking.runs:
            run = fractal(self._runs(points).stretched(1.0, 1.0, 0.07), 2)
            score += np.float32(liking.runs / 0.35) * run
        score += liking.recess * points.recess + liking.up * points.upward
        if liking.low:
            score += np.float32(liking.low) * (np.exp(-points.level / np.float32(0.12)) - np.float32(0.25))
        return score

    def covered(self, score: Array) -> Array:
        """The mask (n,) of scores."""
        soft = 1.0 / self._liking.sharp
        return smoothstep(self._edge - soft, self._edge + soft, score)

    def deep(self, score: Array, wide: float = 0.4) -> Array:
        """How far (n,) 0..1 points are inside of the patches: 1 `wide` deviations behind the mask's border."""
        inner = self._edge + 1.0 / self._liking.sharp
        return smoothstep(inner, inner + wide * self._deviation, score)

    def around(self, score: Array) -> Array:
        """A wide soft halo (n,) around the patches."""
        return smoothstep(self._edge - 1.8 * self._deviation, self._edge + 0.2, score)

    def __call__(self, points: Points) -> Array:
        return self.covered(self.score(points))


class Fallen:
    """What fell from above and stayed where the surface looks up, with a noisy border; as `Growth`.

    Args:
        rng: places the border.
        amount: 0 the flattest places .. 1 all but what looks down.
        blend: more (above 0) or less.
        soft: width of the border, as a cosine.
    """

    def __init__(self, rng: np.random.Generator, amount: float, blend: float, soft: float) -> None:
        self._place = solid(rng, 0.03, 0.05)
        self._edge, self._soft = 0.85 - 0.85 * amount - blend, soft

    def score(self, points: Points) -> Array:
        """How much (n,) the points look up."""
        noise = fractal(self._place(points), 4, 0.55)
        score: Array = points.upward + np.float32(0.5) * noise + np.float32(0.4) * np.maximum(points.recess, 0.0)
        return score

    def covered(self, score: Array) -> Array:
        """The mask (n,) of scores."""
        return smoothstep(self._edge - self._soft, self._edge + self._soft, score)

    def deep(self, score: Array, wide: float = 0.4) -> Array:
        """How far (n,) 0..1 points are inside: 1 `wide` deviations of the border's noise behind it."""
        inner = self._edge + self._soft
        return smoothstep(inner, inner + 0.38 * wide, score)


def line(distance: Array, width: float, footprint: float) -> Array:
    """Coverage (n,) of a line: 1 within half its width, as far as samples `footprint` apart carry it.

    Args:
        distance: (n,) to the line's middle.
        width: of the line, in the same unit.
        footprint: distance between samples, in the same unit.
    """
    wide = max(width, 0.9 * footprint)
    covered = smoothstep(0.75 * wide, 0.25 * wide, distance)
    return covered * np.float32(min(width / wide, 1.0))


def soft_step(distance: Array, footprint: float) -> Array:
    """1 where the distance (n,) is above 0, with an edge as wide as a sample."""
    wide = max(0.6 * footprint, 0.01)
    return smoothstep(-wide, wide, distance)


def vein_line(distance: Array, width: Array, spacing: float) -> Array:
    """Coverage (n,) of lines whose width changes, as `line`; all in metres.

    Args:
        distance: (n,) to the line's middle.
        width: (n,) of the line.
        spacing: distance between samples.
    """
    drawn = np.maximum(width, np.float32(0.9 * spacing))
    covered = smoothstep(0.75, 0.25, distance / drawn)
    return covered * (width / drawn)
