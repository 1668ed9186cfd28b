"""Camouflage: blots of several colours over each other, drawn or in squares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...colors import vary_all
from ...material import Kind, Material
from ...noise import displaced, fractal
from ...points import Array, Points
from ...spaces import Space, solid
from ..prints import Drawing, Pattern, cotton, printed


def blots(colors: Sequence[str], width: tuple[float, float], squares: float = 0.0) -> Pattern:
    """Blots that lie level, the later over the earlier.

    Args:
        colors: hexadecimal, the ground first.
        width: range of the distance between blots, metres.
        squares: width of the squares they are made of, in distances; 0: they are drawn.
    """

    def pattern(rng: np.random.Generator) -> Drawing:
        tones, place = vary_all(rng, colors, 0.01, 0.05), solid(rng, *width, turned=False)

        def drawing(points: Points) -> tuple[Array, float]:
            space = place(points).stretched(0.8, 0.8, 1.5)
            if squares:
                step = np.float32(squares)
                space = Space((np.floor(space.q / step) + np.float32(0.5)) * step, space.footprint)
            else:
                space = displaced(space, 0.35, 1.4)
            color = np.broadcast_to(tones[0], (len(points), 3))
            for layer, tone in enumerate(tones[1:]):
                blot = fractal(space.moved(np.full(3, 23.0 * (layer + 1), np.float32)), 2, 0.4)
                color = np.where((blot > 0.05 + 0.07 * layer)[:, None], tone, color)
            return color.astype(np.float32), 0.5

        return drawing

    return pattern


def _camouflage(
    name: str, phrases: tuple[str, ...], colors: Sequence[str], squares: float = 0.0, weight: float = 0.6
) -> Material:
    return Material(
        name, phrases, Kind.PATTERN, printed(blots(colors, (0.075, 0.095), squares), cotton), 0.001, 0.1, weight
    )


MATERIALS = (
    _camouflage(
        "camouflage",
        ("camouflage", "camo", "military camouflage", "army camouflage"),
        ("8a8258", "4b5632", "54402b", "23261c"),
        weight=1.0,
    ),
    _camouflage("desert camouflage", ("desert camouflage", "desert camo"), ("cdb78e", "ac8f63", "866846", "dccfb2")),
    _camouflage(
        "winter camouflage",
        ("winter camouflage", "snow camouflage", "arctic camo"),
        ("d9dcdd", "a3abb1", "6d767d", "eceeee"),
    ),
    _camouflage(
        "digital camouflage",
        ("digital camouflage", "digital camo", "pixel camouflage"),
        ("8d8b74", "5d6650", "34392f", "b3ae97"),
        0.085,
    ),
)
