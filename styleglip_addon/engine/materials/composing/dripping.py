"""What was poured over a thing: it covers the top and runs down in tongues with rounded ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...vocabulary.channels import COAT, METALLIC, ROUGHNESS
from ..material import Sample, Shaded, Shader
from ..noise import fractal, gradient_noise, random_of, smoothstep
from ..points import Array, Points
from ..spaces import Space, counted, size, solid
from .surface import Look, Surface, only_where, surface_of

_TALLEST = 0.6
"""Height of a piece, metres, above which what runs down reaches no further."""

_OVERHANG = (-0.85, -0.5)
"""Cosines to up between which what runs down leaves the surface and falls."""

FINEST, COARSEST = 0.003, 0.08
"""Sizes of its details as of a `Material`, metres."""

RUNNY = frozenset(
    ("caramel", "candle", "copper", "gold", "honey", "jelly", "lava", "sealing wax", "silver", "slime", "wax")
)
"""Materials that run down as they are."""

POURED = RUNNY | {"white wax", "chocolate", "dark chocolate", "white chocolate", "frosting"}
"""Those that lie on things as if poured over them."""


class Run(NamedTuple):
    """What ran down, at n points.

    Attributes:
        share: (n,) 1 where it is.
        bead: (n,) its height 0..1, round towards its borders.
    """

    share: Array
    bead: Array


def running(rng: np.random.Generator, amount: float, blend: float) -> Callable[[Points], Run]:
    """Where it is.

    Args:
        rng: draws the tongues.
        amount: how much of it there is, 0..1; below 0 it only starts here and there.
        blend: more (above 0) or less.
    """
    wide, seed = size(rng, 0.024, 0.03), np.float32(rng.integers(1000))
    pools = solid(rng, 0.07, 0.09)
    poured = float(np.clip(0.06 + 0.3 * amount + 0.3 * blend, 0.0, 0.9))

    def at(points: Points) -> Run:
        below, tall = _heights(points)
        along, count, width = _columns(points, wide)
        reach = np.minimum(tall, np.float32(_TALLEST))
        edge = reach * (poured + 0.1 * gradient_noise(Space(_wave(along, count, seed), points.spacing / wide)))
        inside = edge - below
        column = np.floor(along)
        for step in (-1.0, 0.0, 1.0):
            number = column + np.float32(step)
            own = counted(number, count)
            numbers = [random_of(own, np.full_like(own, seed), np.full_like(own, k)) for k in range(4)]
            middle = number + 0.5 + 0.5 * (numbers[0] - 0.5)
            length = reach * (0.03 + 0.5 * numbers[1] ** 2) * (0.4 + poured) + edge
            radius = width * (0.13 + 0.12 * numbers[2])
            tongue = _tongue(np.abs(along - middle) * width, below - edge, length - edge, radius)
            inside = _joined(inside, np.where(numbers[3] < 0.85, tongue, np.float32(-1.0)), 0.2 * wide)
        # On what is level below, it lies in pools.
        level = smoothstep(0.75, 0.92, points.upward)
        some = np.flatnonzero(level > 0.0)
        pool = np.float32(0.6 * wide) * (fractal(pools(points.in_scene.part(some)), 2) - np.float32(0.5 - 0.9 * poured))
        inside[some] = _joined(inside[some], pool - 0.5 * wide * (1.0 - level[some]), 0.2 * wide)
        soft = max(0.6 * points.spacing, 0.0002)
        share = smoothstep(-soft, soft, inside) * smoothstep(*_OVERHANG, points.upward)
        rim = np.clip(inside / (0.16 * wide), 0.0, 1.0)
        return Run(share, np.sqrt(rim * (2.0 - rim)))

    return at


def poured_paint(color: Array) -> Shader:
    """Wet paint of a colour (3,)."""

    def shader(points: Points) -> Shaded:
        return Shaded(color.astype(np.float32), 0.0, {ROUGHNESS: 0.16, COAT: 0.4, METALLIC: 0.0})

    return shader


def drip_cover(
    own: Sample, rng: np.random.Generator, amount: float, blend: float, thickness: float = 0.003
) -> Callable[[Points, Look], Surface]:
    """A material that ran down over what is there, as the `over` of a `Cover`.

    Args:
        own: the material.
        rng, amount, blend: as of `running`.
        thickness: metres.
    """
    run = running(rng, amount, blend)

    def over(points: Points, below: Look) -> Surface:
        share, bead = run(points)
        seen = only_where(share < 1.0, below, points)
        above = only_where(share > 0.0, lambda some: surface_of(own.shader(some), len(some)), points)
        if above is None:
            return below(points)
        zeros = np.zeros(len(points), np.float32)
        surface = Surface(np.zeros((len(points), 3), np.float32), zeros, {}, zeros) if seen is None else seen
        return surface.under(above, share, np.float32(thickness) * bead, 0.9)

    return over


def _heights(points: Points) -> tuple[Array, Array]:
    """How far points (n,) are below the top of their piece, and how tall that is; metres."""
    if points.fall is None:
        tall = np.full(len(points), 0.4, np.float32)
        return np.maximum(tall - points.level / np.float32(points.enlarged), 0.0), tall
    return points.fall[:, 1] - points.in_scene.position[:, 2], points.fall[:, 2]


def _columns(points: Points, wide: float) -> tuple[Array, Array, Array]:
    """Where points are along the level way, in columns; how many go around, or 0; their width in metres (n,)."""
    level_u = np.ones(len(points), bool) if points.fall is None else points.fall[:, 0] > 0.5
    closed = level_u & (points.around > 0.0)
    count = np.where(closed, np.maximum(np.round(points.around / np.float32(wide)), 3.0), 0.0).astype(np.float32)
    width = np.where(closed, points.around / np.maximum(count, 1.0), np.float32(wide)).astype(np.float32)
    return np.where(level_u, points.uv[:, 0], points.uv[:, 1]) / width, count, width


def _wave(along: Array, count: Array, seed: np.float32) -> Array:
    """(n, 2) a line for noise of four columns' size; where columns close, a circle."""
    angle, radius = along * (np.float32(2.0 * np.pi) / np.maximum(count, 1.0)), count * np.float32(0.04)
    closed = count > 0.0
    x = np.where(closed, radius * np.cos(angle), np.float32(0.25) * along)
    return np.stack((x + seed, np.where(closed, radius * np.sin(angle), np.float32(0.0))), axis=1).astype(np.float32)


def _joined(a: Array, b: Array, soft: float) -> Array:
    """The greater of two distances (n,), without a crease where they meet."""
    near = np.maximum(np.float32(soft) - np.abs(a - b), 0.0)
    joined: Array = np.maximum(a, b) + near * near * np.float32(0.25 / soft)
    return joined


def _tongue(beside: Array, down: Array, length: Array, radius: Array) -> Array:
    """How far (n,) points are inside of a tongue, metres: broad where it leaves, a drop at its end.

    Args:
        beside: (n,) distance from its middle line.
        down: (n,) distance from where it leaves.
        length, radius: (n,) of it.
    """
    within = np.clip(down, 0.0, length)
    flare = np.exp(-within / (1.3 * radius))
    drop = np.exp(-(((length - within) / (1.6 * radius)) ** 2))
    broad = radius * (0.8 + 1.6 * flare + 0.35 * drop)
    tongue: Array = broad - np.hypot(beside, np.maximum(down - length, 0.0))
    return tongue
