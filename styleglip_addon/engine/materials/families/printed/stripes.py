"""Stripes, checks and zigzags."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import laid, size, solid
from ..prints import Drawing, Pattern, cotton, gloss_paint, printed, worn_paint


def stripes(colors: Sequence[str], width: tuple[float, float], soft: float = 0.0, aslant: bool = False) -> Pattern:
    """Straight bands, level or upright.

    Args:
        colors: in their order, hexadecimal; a colour word changes those that are not white, grey or black.
        width: range of a band's width, metres.
        soft: share of a band over which it goes over into the next.
        aslant: at 45 degrees, as on barriers.
    """
    dyes = np.array([_chroma(code) for code in colors], np.float32)

    def pattern(rng: np.random.Generator) -> Drawing:
        tones, wide, level = np.stack(vary_all(rng, colors, 0.008, 0.05)), size(rng, *width), rng.random() < 0.5
        period = len(colors)
        reach = wide * (1.41421356 if aslant else 1.0) * period
        place = laid(rng, reach, reach)

        def drawing(points: Points) -> tuple[Array, Array]:
            q = place(points).q
            t = (q[:, 0] + q[:, 1] if aslant else q[:, 1] if level else q[:, 0]) * np.float32(period)
            band = np.floor(t)
            first, second = (np.mod(band + k, period).astype(np.int64) for k in (0, 1))
            blend = smoothstep(1.0 - soft, 1.0, t - band) if soft else np.zeros_like(t)
            return mix(tones[first], tones[second], blend), dyes[first]

        return drawing

    return pattern


def _chroma(code: str) -> float:
    """Whether a colour word changes the colour, 0 or 1: it is neither white nor grey nor black."""
    channels = [int(code[i : i + 2], 16) for i in (0, 2, 4)]
    return float(max(channels) - min(channels) > 40)


def checks(first: str, second: str, width: tuple[float, float]) -> Pattern:
    """Squares of two colours in turn."""

    def pattern(rng: np.random.Generator) -> Drawing:
        a, b, wide = vary(rng, first), vary(rng, second), size(rng, *width)
        place, dye = laid(rng, wide, wide), np.float32(_chroma(second))

        def drawing(points: Points) -> tuple[Array, Array]:
            odd = (np.floor(place(points).q).sum(axis=1) % 2.0).astype(np.float32)
            return mix(a, b, odd), odd * dye

        return drawing

    return pattern


def zigzag(colors: Sequence[str], width: tuple[float, float]) -> Pattern:
    """Chevrons of equal bands, points upwards."""
    dyes = np.array([_chroma(code) for code in colors], np.float32)

    def pattern(rng: np.random.Generator) -> Drawing:
        tones, wide, period = np.stack(vary_all(rng, colors, 0.01)), size(rng, *width), len(colors)
        place = laid(rng, 2.0 * wide, wide)

        def drawing(points: Points) -> tuple[Array, Array]:
            q = place(points).q
            t = q[:, 1] - np.abs(q[:, 0] - np.floor(q[:, 0]) - 0.5) * np.float32(2.0)
            band = np.mod(np.floor(t), period).astype(np.int64)
            return tones[band], dyes[band]

        return drawing

    return pattern


def bee(rng: np.random.Generator) -> Shader:
    """Level bands of short dense hair whose borders are ragged."""
    gold, black = vary_all(rng, ("d99a1e", "1f1712"), 0.01)
    wide = size(rng, 0.035, 0.05)
    bands, hair, clump = laid(rng, wide, 2.0 * wide), solid(rng, 0.0016, 0.002, turned=False), solid(rng, 0.012, 0.016)

    def shader(points: Points) -> Shaded:
        fine = hair(points).stretched(1.0, 1.0, 0.22)
        strand, tuft = fractal(fine, 2, 0.7), gradient_noise(clump(points))
        t = bands(points).q[:, 1] + 0.035 * strand + 0.03 * tuft
        dark = smoothstep(0.22, 0.28, np.abs(t - np.floor(t) - 0.5))
        return Shaded(
            color=tint(mix(gold, black, dark), 0.3 * strand + 0.08 * tuft),
            relief=np.float32(0.0007) * kept(fine.footprint) * strand + np.float32(0.0008) * tuft,
            channels={ROUGHNESS: 0.85, SHEEN: 0.5},
            dye=1.0 - dark,
        )

    return shader


def _material(name: str, phrases: tuple[str, ...], recipe: Recipe, coarsest: float, weight: float = 1.0) -> Material:
    return Material(name, phrases, Kind.PATTERN, recipe, 0.001, coarsest, weight)


MATERIALS = (
    _material(
        "striped",
        ("striped", "black and white stripes", "stripes"),
        printed(stripes(("e9e7e1", "1d1e21"), (0.024, 0.032)), cotton),
        0.06,
    ),
    _material(
        "red and white stripes",
        ("red and white stripes", "red striped", "circus tent stripes"),
        printed(stripes(("ebe7e0", "b81f27"), (0.026, 0.034)), cotton),
        0.06,
    ),
    _material(
        "blue and white stripes",
        ("blue and white stripes", "blue striped", "sailor stripes"),
        printed(stripes(("e9e8e4", "23427f"), (0.018, 0.024)), cotton),
        0.05,
    ),
    _material(
        "rainbow",
        ("rainbow", "rainbow stripes", "rainbow colours"),
        printed(
            stripes(("c9252b", "dd7a1e", "e6c72c", "2b9446", "2858b8", "6a3199"), (0.026, 0.034), soft=0.25),
            gloss_paint,
        ),
        0.12,
    ),
    _material(
        "hazard stripes",
        ("hazard stripes", "warning stripes", "yellow and black stripes"),
        printed(stripes(("e0b018", "1c1c1d"), (0.034, 0.042), aslant=True), worn_paint),
        0.08,
    ),
    Material("bee", ("bee", "bumblebee", "honeybee stripes"), Kind.ANIMAL, bee, 0.0015, 0.08),
    _material(
        "deckchair stripes",
        ("deckchair stripes", "awning stripes", "beach stripes", "multicoloured stripes"),
        printed(
            stripes(("e8e1d0", "2e6f86", "e8e1d0", "d2692f", "e8e1d0", "2e6f86", "e3b95a", "2e6f86"), (0.012, 0.016)),
            cotton,
        ),
        0.1,
    ),
    _material(
        "checkered",
        ("checkered", "checkerboard", "chessboard", "black and white checks"),
        printed(checks("e9e7e1", "1c1c1f", (0.03, 0.04)), gloss_paint),
        0.08,
    ),
    _material(
        "red checkered",
        ("red checkered", "red and white checks"),
        printed(checks("ebe6df", "b5222a", (0.026, 0.034)), cotton),
        0.07,
        0.5,
    ),
    _material(
        "zigzag",
        ("zigzag", "chevron", "zigzag stripes"),
        printed(zigzag(("e8e4da", "cf6d30", "e8e4da", "2a6f7d"), (0.018, 0.022)), cotton),
        0.08,
    ),
)
