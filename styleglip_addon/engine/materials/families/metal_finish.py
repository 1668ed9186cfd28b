"""What happens to any bare metal: wiping, hairline scratches, shallow dents, tarnish and the marks of tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..noise import Cells, cells, fractal, gradient_noise, kept, smoothstep
from ..points import Array, Points
from ..scratches import scratches
from ..spaces import Space, size, solid

Marks = Callable[[Points], Array]


@dataclass(frozen=True)
class Finish:
    """How smooth a metal is and what has happened to it.

    Args:
        roughness: mean.
        wiped: how much the roughness differs where it was wiped, as a share of it.
        dents: height of its shallow unevenness, metres.
        scratches: how strongly hairlines show, 0..1.
        tarnish: reflectance where it has tarnished, hexadecimal; "": it does not.
        tarnished: how far it has where it has most, 0..1.
    """

    roughness: float
    wiped: float = 0.25
    dents: float = 0.00012
    scratches: float = 0.5
    tarnish: str = ""
    tarnished: float = 0.3


def wipes(rng: np.random.Generator) -> Marks:
    """Smears (n,) about -1..1 of hands and cloths, longer than wide."""
    broad, narrow = solid(rng, 0.05, 0.08), solid(rng, 0.012, 0.018)

    def marks(points: Points) -> Array:
        long = fractal(broad(points).stretched(1.0, 1.0, 0.35), 2)
        return long + 0.5 * gradient_noise(narrow(points).stretched(1.0, 1.0, 0.2))

    return marks


def hairlines(rng: np.random.Generator) -> Marks:
    """Scratches (n,) 0..1 of wear, a quarter of a millimetre wide, most of them faint, in two directions."""
    return scratches(rng, (0.02, 0.04), 0.00025, 2)


def brush_lines(rng: np.random.Generator, width: float) -> Marks:
    """Lines (n,) about -1..1 as brushing and turning leave: level around a turned piece, along any other.

    On discs they are circles about the axis. They fade in and out, so none goes around without end.

    Args:
        rng: draws the places.
        width: of the finest lines, metres; two coarser sets lie below them.
    """
    wander, breaks, offset = solid(rng, 0.12, 0.18), solid(rng, 0.03, 0.05), rng.uniform(-60.0, 60.0, 2)

    def marks(points: Points) -> Array:
        space = _across_and_along(points, width, offset.astype(np.float32), gradient_noise(wander(points)))
        fading = gradient_noise(breaks(points))
        fine = gradient_noise(space) * (1.0 + fading)
        middle = gradient_noise(space.finer(0.27, 9.1)) * (1.0 - 0.6 * fading)
        return 0.7 * fine + 0.75 * middle + 0.35 * gradient_noise(space.finer(0.08, 23.7))

    return marks


def _across_and_along(points: Points, width: float, offset: Array, wander: Array) -> Space:
    turned = points.around > 0.0
    radius = np.hypot(points.position[:, 0], points.position[:, 1])
    across = np.where(turned, radius, points.uv[:, 0]) / np.float32(width) + 0.6 * wander
    along = np.where(turned, points.position[:, 2] / np.float32(width), points.uv[:, 1] * np.float32(0.015 / width))
    return Space(np.stack((across, along), axis=1).astype(np.float32) + offset, points.spacing / width)


def hammer_marks(rng: np.random.Generator, low: float, high: float) -> Callable[[Points], tuple[Array, Array]]:
    """Overlapping shallow bowls: height (n,) in bowl widths, 0 in their middle, about 0.35 on the crests between them;
    and a random number per bowl, 0.5 where samples are too far apart.

    Args:
        rng: draws the places.
        low, high: range of a bowl's width, metres.
    """
    place = solid(rng, size(rng, low, high), high)

    def marks(points: Points) -> tuple[Array, Array]:
        space = place(points)
        share = np.float32(kept(0.6 * space.footprint))
        if share == 0.0:
            return np.full(len(points), 0.2, np.float32), np.full(len(points), 0.5, np.float32)
        bowl = cells(space, 0.75)
        height = soft_bowls(bowl)
        return 0.2 + share * (height - 0.2), 0.5 + share * (bowl.identity[:, 0] - 0.5)

    return marks


def soft_bowls(bowl: Cells) -> Array:
    """Height (n,) of shallow bowls, in cell widths: 0 in their middle, about 0.3 on the rounded crests between them.

    The smaller of the two nearest squared distances, smoothed (Quilez, "Smooth minimum", 2013).
    """
    least, next_least, width = bowl.nearest**2, bowl.second**2, np.float32(0.11)
    height: Array = least - width * np.log1p(np.exp((least - next_least) / width))
    return height


def tarnish_film(rng: np.random.Generator, tarnished: float) -> Marks:
    """How much a metal has tarnished (n,), 0..`tarnished`: in clouds and drops, more in recesses, less on edges."""
    clouds, drops, broad = solid(rng, 0.1, 0.16), solid(rng, 0.02, 0.03), solid(rng, 0.5, 0.7)

    def marks(points: Points) -> Array:
        value = fractal(clouds(points), 2) + 0.3 * gradient_noise(drops(points)) + 0.7 * gradient_noise(broad(points))
        return np.float32(tarnished) * smoothstep(-0.3, 0.9, value + 1.5 * points.recess)

    return marks
