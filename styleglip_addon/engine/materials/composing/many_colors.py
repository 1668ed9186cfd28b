"""Many colours on one material: a colour per piece, or bands on cloth and swirls on everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..colors import rgb
from ..lab import lab_of
from ..material import Kind, Sample
from ..noise import displaced, fractal, random_of, smoothstep
from ..points import Array, Points
from ..spaces import laid, size, solid
from ..words.color_words import ColorWord
from .pattern_layers import Ground
from .recolouring import Dye, goal_of
from .reference import ball_points, reference_of
from .surface import Layer, Surface

_COLORS = ("c3262f", "e2722b", "eab52f", "4f9a4a", "1f8f93", "2c5db0", "74419b", "d5588d")
"""Red, orange, yellow, green, teal, blue, violet, pink: saturated as dyes and glazes are, not as screens."""

_BANDED = (Kind.CLOTH, Kind.FIBRE)
_SOFTNESS = {Kind.ANIMAL: 0.7, Kind.METAL: 0.6, Kind.GLASS: 0.5, Kind.LEATHER: 0.3, Kind.WOOD: 0.3}
_STONE = (Kind.STONE, Kind.WOOD, Kind.LEATHER)
_STRIPES_ON_GROUND = 2
"""Up to so many colours of stripes have the ground between them; three in turn cover it."""

_NATURAL = 0.8
"""Chroma of stains in stone, wood and leather, as a share of that of dyes."""

Numbered = Callable[[Points], tuple[Array, Array]]
"""Number of the colour (n,) at points, and how far it has turned into the next, 0..1."""


def has_pieces(sample: Sample) -> bool:
    """Whether a material has pieces that can differ in colour: tiles, planks, rows of stitches."""
    return sample.shader(ball_points(0.2, 4)).piece is not None


def colorful(colors: Sequence[ColorWord], ground: Ground, rng: np.random.Generator, striped: bool = False) -> Layer:
    """The material in many colours, each place keeping its own structure.

    Args:
        colors: those it has; none: all around the circle of hues.
        ground: see `Ground`.
        rng: shuffles them and places what has no pieces.
        striped: whether they are in stripes of one width, whatever the material.
    """
    own = reference_of(ground.sample)
    goals = [goal_of(color, own, False) for color in colors] or _all_hues(ground.kind, rng)
    dyes = [Dye(own, goal) for goal in goals]
    if striped and len(dyes) == _STRIPES_ON_GROUND:
        dyes.append(Dye(own, own.mean))
    count = len(dyes)
    banded = striped or ground.kind in _BANDED
    numbered = (
        _bands(rng, count, 0.0 if striped else 0.25) if banded else _swirls(rng, count, _SOFTNESS.get(ground.kind, 0.1))
    )

    def change(points: Points, surface: Surface) -> Surface:
        lab, shown = lab_of(surface.color), np.zeros_like(surface.color)
        if surface.piece is not None and not striped:
            number, share = np.floor(surface.piece * np.float32(0.9999 * count)), np.zeros(len(points), np.float32)
        else:
            number, share = numbered(points)
        for index, dye in enumerate(dyes):
            weight = np.where(number == index, 1.0 - share, 0.0) + np.where((number + 1.0) % count == index, share, 0.0)
            here = weight > 0.0
            if here.any():
                shown[here] += dye.color(lab[here]) * weight[here, None]
        taken = np.where(surface.dye < 0.02, surface.dye, np.maximum(surface.dye, 0.9))
        return surface.changed(surface.color + (shown - surface.color) * taken[:, None])

    return Layer(change, finest=0.004, coarsest=0.0 if ground.sample.coarsest > 0.05 else 0.06)


def _bands(rng: np.random.Generator, count: int, uneven: float) -> Numbered:
    """Level bands, two for every unit; `uneven` is how far the border between them moves, in units."""
    width = size(rng, 0.022, 0.03) * (1.0 if uneven else 1.6)
    place, waver = laid(rng, width, width), solid(rng, 0.08, 0.12)

    def numbered(points: Points) -> tuple[Array, Array]:
        y = place(points).q[:, 1] + np.float32(0.04) * fractal(waver(points), 2)
        whole = np.floor(y)
        split = np.float32(0.5) + np.float32(2.0 * uneven) * (random_of(whole) - np.float32(0.5))
        number = (np.float32(2.0) * whole + (y - whole > split)) % np.float32(count)
        return number.astype(np.float32), np.zeros(len(points), np.float32)

    return numbered


def _swirls(rng: np.random.Generator, count: int, soft: float) -> Numbered:
    """Contours of folded noise, as of inks on water; `soft` is the share of a band in which it turns into the next."""
    place = solid(rng, 0.17, 0.22)

    def numbered(points: Points) -> tuple[Array, Array]:
        space = displaced(displaced(place(points), 0.7, 0.9), 0.25, 2.2)
        level = np.float32(1.2 * count) * (fractal(space, 2, 0.4) + np.float32(2.0))
        whole = np.floor(level)
        return (whole % np.float32(count)).astype(np.float32), smoothstep(1.0 - soft, 1.0, level - whole)

    return numbered


def _all_hues(kind: Kind, rng: np.random.Generator) -> list[Array]:
    order = rng.permutation(len(_COLORS))
    goals = [lab_of(rgb(_COLORS[index])) for index in order]
    if kind in _STONE:
        for goal in goals:
            goal[1:] *= np.float32(_NATURAL)
    return goals
