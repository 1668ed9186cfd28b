"""Drawn patterns: stripes, dots, camouflage and painterly things, and the styles of `tilings`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, vary, vary_all
from .noise import Array, displace, fractal, random_of, smoothstep
from .placement import anywhere, wrapped
from .sample import Kind, Recipe, Shader, Style, flat
from .tilings import hexagons, mosaic


def striped(
    colours: Sequence[str], width: tuple[float, float], turns: float = 1.57, soft: float = 0.04, around: bool = False
) -> Recipe:
    """Straight bands; `around`: always level, as of a bee or a sock; else turned at random."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones = vary_all(rng, colours, 0.01, 0.05)
        wrap, offset, period = wrapped(rng, *width, turn=turns), rng.uniform(0, 9), len(colours)
        level = around or rng.random() < 0.35

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            t = (p[:, 2] * np.float32(wrap.frequency) + np.float32(offset)) if level else wrap(p, n)[:, 0]
            band = np.floor(t)
            inside = t - band
            first, second = (np.stack(tones)[np.mod(band + k, period).astype(np.int64)] for k in (0, 1))
            blend = smoothstep(1.0 - soft, 1.0, inside)[:, None]
            return (first + (second - first) * blend).astype(np.float32), flat(p)

        return shader

    return recipe


def dots(
    ground: str, spots: Sequence[str], size: tuple[float, float], radius: tuple[float, float] = (0.22, 0.32)
) -> Recipe:
    """Polka dots on a staggered grid."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, tones, wrap, limit = (
            vary(rng, ground),
            vary_all(rng, spots, 0.012),
            wrapped(rng, *size, turn=0.8),
            rng.uniform(*radius),
        )

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            row = np.floor(uv[:, 1] / 0.866)
            shifted = uv[:, 0] + 0.5 * (row % 2.0)
            column = np.floor(shifted)
            radius_ = np.hypot(shifted - column - 0.5, uv[:, 1] - (row + 0.5) * 0.866)
            return mix(
                base, choose(random_of(row, column), tones), smoothstep(limit + 0.02, limit - 0.02, radius_)
            ), flat(p)

        return shader

    return recipe


def checks(first: str, second: str, size: tuple[float, float]) -> Recipe:
    """Squares of two colours; solid, so that they meet at every edge."""

    def recipe(rng: np.random.Generator) -> Shader:
        a, b, wrap = vary(rng, first), vary(rng, second), wrapped(rng, *size, turn=0.2)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            odd = np.floor(wrap(p, n)).sum(axis=1) % 2.0
            return mix(a, b, odd.astype(np.float32)), flat(p)

        return shader

    return recipe


def camouflage(colours: Sequence[str], size: tuple[float, float] = (0.26, 0.4)) -> Recipe:
    """Blots of several colours over each other."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, place = vary_all(rng, colours, 0.012, 0.06), anywhere(rng, *size)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p) * np.array([1.0, 1.0, 1.35], np.float32), 0.25, 1.8)
            albedo = np.broadcast_to(tones[0], (len(p), 3))
            for layer, tone in enumerate(tones[1:]):
                blot = fractal(q + np.float32(23.0 * (layer + 1)), 2, 0.4)
                albedo = np.where((blot > 0.10 + 0.06 * layer)[:, None], tone, albedo)
            return albedo.astype(np.float32), flat(p)

        return shader

    return recipe


def shapes(ground: str, tones: Sequence[str], size: tuple[float, float], heart: bool = False) -> Recipe:
    """Five-pointed stars or hearts, scattered in rows."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, colours, wrap = vary(rng, ground), vary_all(rng, tones, 0.012), wrapped(rng, *size, turn=0.2)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            row = np.floor(uv[:, 1])
            shifted = uv[:, 0] + 0.5 * (row % 2.0)
            column = np.floor(shifted)
            x, y = (shifted - column - 0.5) * 2.6, (uv[:, 1] - row - 0.5) * 2.6
            if heart:
                value = (x * x + (y + 0.15) ** 2 - 0.55) ** 3 - 1.2 * x * x * (y + 0.15) ** 3
                on = value < 0.0
            else:
                angle = np.arctan2(x, y) + 0.6 * (random_of(row, column) - 0.5)
                sector = np.abs((angle / (2.0 * np.pi / 5.0) + 0.5) % 1.0 - 0.5) * (2.0 * np.pi / 5.0)
                # The straight side of a star from its tip (radius 1) to its inner corner (radius 0.4).
                tip, inner = 1.0, 0.4
                edge = tip * inner * np.sin(np.pi / 5.0) / (inner * np.sin(np.pi / 5.0 - sector) + tip * np.sin(sector))
                on = np.hypot(x, y) < edge
            return mix(base, choose(random_of(column, row), colours), on.astype(np.float32)), flat(p)

        return shader

    return recipe


def zigzag(colours: Sequence[str], width: tuple[float, float]) -> Recipe:
    """Chevrons."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, wrap = vary_all(rng, colours, 0.012), wrapped(rng, *width)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            t = uv[:, 1] + np.abs((uv[:, 0] * 0.5) % 1.0 - 0.5) * 2.0
            return np.stack(tones)[np.mod(np.floor(t), len(tones)).astype(np.int64)].astype(np.float32), flat(p)

        return shader

    return recipe


def _argyle(rng: np.random.Generator) -> Shader:
    a, b, ground, line = vary_all(rng, ("2f5a3c", "8a2a2a", "e8dcc0", "f6f0e0"), 0.03)
    wrap = wrapped(rng, 0.22, 0.34)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n) * np.array([1.0, 0.65], np.float32)
        s, t = uv[:, 0] + uv[:, 1], uv[:, 0] - uv[:, 1]
        i, j = np.floor(s), np.floor(t)
        albedo = np.where((((i + j) % 2.0) < 0.5)[:, None], np.where(((i % 2.0) < 0.5)[:, None], a, b), ground)
        thin = np.minimum(np.abs(s - i - 0.5), np.abs(t - j - 0.5)) < 0.025
        return mix(albedo.astype(np.float32), line, (thin & (((i + j) % 2.0) < 0.5)).astype(np.float32)), flat(p)

    return shader


STYLES: tuple[Style, ...] = (
    Style(
        "striped",
        ("striped", "black and white stripes", "stripes"),
        Kind.PATTERN,
        striped(("f5f4f0", "17181a"), (0.09, 0.17)),
    ),
    Style(
        "red and white stripes",
        ("red and white stripes", "red striped", "circus tent stripes"),
        Kind.PATTERN,
        striped(("f7f4ef", "cf2029"), (0.09, 0.17)),
    ),
    Style(
        "blue and white stripes",
        ("blue and white stripes", "blue striped", "sailor stripes"),
        Kind.PATTERN,
        striped(("f6f6f4", "23489a"), (0.09, 0.17)),
    ),
    Style(
        "rainbow",
        ("rainbow", "rainbow stripes", "rainbow colours"),
        Kind.PATTERN,
        striped(("e2262c", "f58a1e", "f9dc2a", "2fa84a", "2a62d4", "7a35b0"), (0.11, 0.2), soft=0.3),
    ),
    Style(
        "hazard stripes",
        ("hazard stripes", "warning stripes", "yellow and black stripes"),
        Kind.PATTERN,
        striped(("f5c518", "151515"), (0.13, 0.2), 0.9),
    ),
    Style(
        "bee",
        ("bee", "bumblebee", "honeybee stripes"),
        Kind.ANIMAL,
        striped(("f2b31c", "1c1410"), (0.15, 0.24), around=True, soft=0.12),
    ),
    Style(
        "polka dots",
        ("polka dots", "white dots on red", "dotted"),
        Kind.PATTERN,
        dots("d42a34", ("fbf9f4",), (0.17, 0.27)),
    ),
    Style(
        "black polka dots",
        ("black polka dots", "black dots on white"),
        Kind.PATTERN,
        dots("f7f5f0", ("161618",), (0.17, 0.27)),
        0.6,
    ),
    Style(
        "blue polka dots",
        ("blue polka dots", "white dots on blue"),
        Kind.PATTERN,
        dots("2a5cb8", ("fbf9f4",), (0.17, 0.27)),
        0.6,
    ),
    Style(
        "confetti",
        ("confetti", "colourful dots", "party dots"),
        Kind.PATTERN,
        dots("fbfaf6", ("e8384f", "2a8ae0", "f7c52d", "3ab06a", "9a4ac8"), (0.10, 0.15), (0.26, 0.36)),
    ),
    Style(
        "checkered",
        ("checkered", "checkerboard", "chessboard", "black and white checks"),
        Kind.PATTERN,
        checks("f5f4f0", "17171a", (0.13, 0.22)),
    ),
    Style(
        "red checkered",
        ("red checkered", "red and white checks"),
        Kind.PATTERN,
        checks("f7f3ee", "c8242c", (0.13, 0.22)),
        0.5,
    ),
    Style(
        "camouflage",
        ("camouflage", "camo", "military camouflage", "army camouflage"),
        Kind.PATTERN,
        camouflage(("7d7a4a", "47522c", "4f3d28", "1f2219")),
    ),
    Style(
        "desert camouflage",
        ("desert camouflage", "desert camo"),
        Kind.PATTERN,
        camouflage(("d8c298", "b89a6a", "8f6f4a", "ece0c4")),
        0.6,
    ),
    Style(
        "mosaic",
        ("mosaic", "mosaic tiles", "colourful mosaic"),
        Kind.PATTERN,
        mosaic(("2a6ab0", "e8b83a", "c84a34", "3a9a7a", "f0e6d0", "7a4a90"), "d8d2c6", (0.09, 0.14), 0.6),
    ),
    Style(
        "hexagons",
        ("hexagons", "hexagon tiles", "hexagonal tiles"),
        Kind.PATTERN,
        hexagons(("3f8aa8", "e8e6e0", "24506a", "9ac4d0"), "f4f2ee", (0.17, 0.27), 0.03),
    ),
    Style(
        "honeycomb",
        ("honeycomb", "bee honeycomb", "honey comb cells"),
        Kind.PATTERN,
        hexagons(("e09a1a", "d0820e", "f0b838"), "f8d878", (0.18, 0.27), 0.07, 1.4),
    ),
    Style(
        "football",
        ("football", "soccer ball", "black and white hexagons"),
        Kind.PATTERN,
        hexagons(("f6f6f4", "f6f6f4", "18181a"), "2a2a2c", (0.26, 0.38), 0.02),
    ),
    Style(
        "stars",
        ("stars", "yellow stars on blue", "starry pattern"),
        Kind.PATTERN,
        shapes("1c2f7a", ("f8d84a", "fbf3c8"), (0.2, 0.3)),
    ),
    Style(
        "hearts",
        ("hearts", "red hearts", "heart pattern"),
        Kind.PATTERN,
        shapes("fbe4ea", ("d8243e", "e84a6a"), (0.2, 0.3), heart=True),
    ),
    Style(
        "zigzag",
        ("zigzag", "chevron", "zigzag stripes"),
        Kind.PATTERN,
        zigzag(("f5f2ea", "e07a34", "f5f2ea", "2a7a8a"), (0.10, 0.16)),
    ),
    Style("argyle", ("argyle", "argyle pattern", "diamond pattern sweater"), Kind.PATTERN, _argyle),
)
