"""Printed motifs in rows: dots, confetti, stars, hearts, flowers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ...colors import choose, mix, vary, vary_all
from ...material import Kind, Material, Recipe
from ...noise import random_of, smoothstep
from ...points import Array, Points
from ...spaces import count_around, counted, laid, size
from ..prints import Drawing, Pattern, cotton, gloss_paint, printed


class Place(NamedTuple):
    """Where n points are on a motif.

    Attributes:
        x, y: from its middle, in distances between motifs.
        number: a random number per motif.
        second: another.
    """

    x: Array
    y: Array
    number: Array
    second: Array


Shape = Callable[[Place], Array]
"""Coverage (n,) 0..1 of a motif."""

_ROW = 0.8660254


def staggered(
    rng: np.random.Generator, apart: float, stray: float = 0.0, turn: float = 0.0
) -> Callable[[Points], Place]:
    """Rows of motifs, every second moved by half; a whole number goes around.

    Args:
        rng: draws the offset.
        apart: distance between neighbours, metres.
        stray: how far motifs leave their place, in distances.
        turn: greatest angle by which they are turned, radians.
    """
    place = laid(rng, apart, apart)

    def at(points: Points) -> Place:
        q, count = place(points).q, count_around(points, apart)
        row = np.floor(q[:, 1] / np.float32(_ROW))
        shifted = q[:, 0] + np.float32(0.5) * (row % 2.0)
        column = np.floor(shifted)
        x, y = shifted - column - np.float32(0.5), q[:, 1] - (row + np.float32(0.5)) * np.float32(_ROW)
        column = counted(column, count)
        first, second = random_of(column, row), random_of(row + 57.0, column + 311.0)
        if stray:
            x, y = x - np.float32(stray) * (first - 0.5), y - np.float32(stray) * (second - 0.5)
        if turn:
            angle = np.float32(2.0 * turn) * (random_of(column + 7.0, row + 91.0) - 0.5)
            cosine, sine = np.cos(angle), np.sin(angle)
            x, y = cosine * x - sine * y, sine * x + cosine * y
        return Place(x, y, random_of(column + 23.0, row + 5.0), random_of(column + 131.0, row + 17.0))

    return at


def scattered(
    ground: str, tones: Sequence[str], shape: Shape, apart: tuple[float, float], stray: float = 0.0, turn: float = 0.0
) -> Pattern:
    """Motifs of one shape in several colours on a plain ground, which takes the colour of a colour word."""

    def pattern(rng: np.random.Generator) -> Drawing:
        base, colors = vary(rng, ground), vary_all(rng, tones, 0.01)
        place = staggered(rng, size(rng, *apart), stray, turn)

        def drawing(points: Points) -> tuple[Array, Array]:
            at = place(points)
            on = shape(at)
            return mix(base, choose(at.number, colors), on), 1.0 - on

        return drawing

    return pattern


def _dot(radius: float, spread: float = 0.0) -> Shape:
    def shape(at: Place) -> Array:
        limit = np.float32(radius) + np.float32(spread) * (at.second - 0.5)
        return smoothstep(0.012, -0.012, np.hypot(at.x, at.y) - limit)

    return shape


def _star(at: Place) -> Array:
    """Five points; the straight side of each runs from its tip to the inner corner at 0.4 of its radius."""
    radius, inner = 0.36, 0.4
    fifth = np.float32(2.0 * np.pi / 5.0)
    angle = np.arctan2(at.x, at.y)
    sector = np.abs((angle / fifth + 0.5) % 1.0 - 0.5) * fifth
    edge = radius * inner * np.sin(np.pi / 5.0) / (inner * np.sin(np.pi / 5.0 - sector) + np.sin(sector))
    return smoothstep(0.01, -0.01, np.hypot(at.x, at.y) - edge)


def _heart(at: Place) -> Array:
    """A square on its corner with half a disc on each of its upper sides."""
    x, y = np.abs(at.x), at.y + np.float32(0.05)
    side = np.float32(0.17)
    diamond = x + np.abs(y) - side * np.float32(1.41421356)
    disc = np.hypot(x - side * np.float32(0.70710678), y - side * np.float32(0.70710678)) - side
    return smoothstep(0.01, -0.01, np.minimum(diamond * np.float32(0.70710678), disc))


def _confetti(at: Place) -> Array:
    """Discs and short strips of paper."""
    disc = np.hypot(at.x, at.y) - np.float32(0.2)
    strip = np.maximum(np.abs(at.x) - np.float32(0.26), np.abs(at.y) - np.float32(0.09))
    return smoothstep(0.01, -0.01, np.where(at.second < 0.6, disc, strip))


def flowers(ground: str, petals: Sequence[str], leaf: str, apart: tuple[float, float]) -> Pattern:
    """Blossoms of five petals with leaves behind them, large and small in turn."""

    def pattern(rng: np.random.Generator) -> Drawing:
        base, green, *tones = vary_all(rng, (ground, leaf, *petals), 0.012)
        wide = size(rng, *apart)
        layers = [staggered(rng, wide, 0.3, 3.14), staggered(rng, 0.55 * wide, 0.4, 3.14)]
        heart = vary(rng, "d9a93a")

        def drawing(points: Points) -> tuple[Array, Array]:
            color, free = np.broadcast_to(base, (len(points), 3)), np.ones(len(points), np.float32)
            for scale, place in zip((1.0, 0.62), reversed(layers), strict=True):
                at = place(points)
                big = np.float32(1.0 if scale == 1.0 else 1.05)
                radius, angle = np.hypot(at.x, at.y) / big, np.arctan2(at.y, at.x)
                around = np.abs(np.cos(np.float32(2.5) * angle))
                edge = np.float32(0.17) + np.float32(0.12) * np.sqrt(around)
                blade = np.abs(np.cos(np.float32(1.5) * angle + np.float32(0.8)))
                leaves = smoothstep(0.012, -0.012, radius - np.float32(0.42) * blade**8)
                shown = (at.second < (0.55 if scale == 1.0 else 0.8)).astype(np.float32)
                bloom = smoothstep(0.012, -0.012, radius - edge) * shown
                tone = choose(at.number, tones)
                # Veins: petals are deeper in colour towards the middle.
                deep = mix(tone, tone * np.float32(0.62), smoothstep(0.2, 0.04, radius) + 0.25 * (1.0 - around))
                color = mix(color, green, leaves * shown)
                color = mix(mix(color, deep, bloom), heart, smoothstep(0.065, 0.045, radius) * shown)
                free = free * (1.0 - np.maximum(bloom, leaves * shown))
            return color.astype(np.float32), free

        return drawing

    return pattern


def _material(name: str, phrases: tuple[str, ...], recipe: Recipe, coarsest: float, weight: float = 1.0) -> Material:
    return Material(name, phrases, Kind.PATTERN, recipe, 0.001, coarsest, weight)


MATERIALS = (
    _material(
        "polka dots",
        ("polka dots", "white dots on red", "dotted"),
        printed(scattered("b3232c", ("ece8e0",), _dot(0.26), (0.036, 0.044)), cotton),
        0.06,
    ),
    _material(
        "black polka dots",
        ("black polka dots", "black dots on white"),
        printed(scattered("e9e6df", ("1c1c1f",), _dot(0.26), (0.036, 0.044)), cotton),
        0.06,
        0.6,
    ),
    _material(
        "blue polka dots",
        ("blue polka dots", "white dots on blue"),
        printed(scattered("264f98", ("ece9e2",), _dot(0.26), (0.036, 0.044)), cotton),
        0.06,
        0.6,
    ),
    _material(
        "confetti",
        ("confetti", "colourful dots", "party dots"),
        printed(
            scattered(
                "ece9e2", ("cf3046", "2878bd", "ddb02a", "349a5e", "8340ab"), _confetti, (0.018, 0.023), 0.4, 3.14
            ),
            gloss_paint,
        ),
        0.05,
    ),
    _material(
        "stars",
        ("stars", "yellow stars on blue", "starry pattern"),
        printed(scattered("1d2c66", ("e6c548", "efe4b4"), _star, (0.042, 0.052), 0.1, 0.4), cotton),
        0.08,
    ),
    _material(
        "hearts",
        ("hearts", "red hearts", "heart pattern"),
        printed(scattered("ecd3d8", ("b9213a", "cf4763"), _heart, (0.036, 0.046), 0.05, 0.25), cotton),
        0.08,
    ),
    _material(
        "floral print",
        ("floral print", "flower print", "flower pattern", "flowery cloth", "floral fabric"),
        printed(flowers("eae0cd", ("b8475a", "d98a94", "6f7fb0", "c9763f"), "5f7a4e", (0.06, 0.075)), cotton),
        0.1,
    ),
    _material(
        "dark floral",
        ("dark floral", "dark flowers", "flowers on black"),
        printed(flowers("1f2430", ("c4576a", "e0b7b0", "8f4a77", "dba04f"), "47694f", (0.06, 0.075)), cotton),
        0.1,
        0.6,
    ),
)
