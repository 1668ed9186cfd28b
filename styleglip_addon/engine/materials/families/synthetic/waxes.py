"""Wax, soap and slime: soft stuffs that light enters."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, IOR, ROUGHNESS, SUBSURFACE, TRANSMISSION
from ...colors import mix, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import Place, solid
from ..metal_finish import hairlines, wipes


def wax(color: str, deep: str, scatter: float = 0.7) -> Recipe:
    """Poured and handled: lumps, nicks, a whitish bloom; warmer where it is thick.

    Args:
        color: hexadecimal sRGB.
        deep: the same where it is thick.
        scatter: share of the light that enters.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, warm = vary(rng, color, 0.008, 0.08, 0.03), vary(rng, deep, 0.008, 0.08, 0.04)
        lumps, nicks, clouds, smears = (
            solid(rng, 0.02, 0.03),
            solid(rng, 0.004, 0.006),
            solid(rng, 0.06, 0.1),
            wipes(rng),
        )

        def shader(points: Points) -> Shaded:
            lump, nick, cloud = fractal(lumps(points), 2), fractal(nicks(points), 2), fractal(clouds(points), 3)
            thick = smoothstep(-0.5, 0.9, cloud + 0.5 * points.recess)
            bloom = smoothstep(0.1, 0.8, 0.6 * nick + 0.5 * lump - 0.5 * cloud)
            tone = mix(base, warm, 0.4 * thick)
            return Shaded(
                color=mix(tint(tone, 0.03 * lump), np.float32(0.5) * (tone + 0.92), 0.14 * bloom),
                relief=np.float32(0.0006) * lump + np.float32(0.00006) * nick,
                channels={ROUGHNESS: 0.36 + 0.06 * smears(points) + 0.16 * bloom, SUBSURFACE: scatter},
            )

        return shader

    return recipe


def drips(rng: np.random.Generator, width: float) -> tuple[Place, Place]:
    """Where something runs down: the space of the runs and the space of their ends."""
    return solid(rng, width, 1.3 * width, turned=False), solid(rng, 3.0 * width, 4.0 * width, turned=False)


def run_height(points: Points, place: tuple[Place, Place]) -> Array:
    """Height (n,) in 0..1 of rounded runs that start above, taper, and end in drops."""
    ends = gradient_noise(place[1](points).stretched(1.0, 1.0, 0.35))
    run = gradient_noise(place[0](points).stretched(1.0, 1.0, 0.07)) + 0.55 * ends
    height: Array = np.sqrt(smoothstep(0.02, 0.75, run))
    return height


def _candle(rng: np.random.Generator) -> Shader:
    """A candle that has burned for an evening: wax in runs down its side."""
    base, warm = vary(rng, "efe2c4", 0.01, 0.1, 0.02), vary(rng, "e2c48c", 0.01, 0.1, 0.03)
    place, clouds, lumps = drips(rng, 0.014), solid(rng, 0.06, 0.1), solid(rng, 0.012, 0.018)

    def shader(points: Points) -> Shaded:
        run, cloud = run_height(points, place), fractal(clouds(points), 2)
        lump = fractal(lumps(points), 2)
        return Shaded(
            color=mix(base, warm, 0.35 + 0.5 * cloud - 0.3 * run),
            relief=np.float32(0.0045) * (run - 0.3) + np.float32(0.0002) * lump,
            channels={ROUGHNESS: 0.34 + 0.08 * lump, SUBSURFACE: 0.75},
        )

    return shader


def _soap(rng: np.random.Generator) -> Shader:
    """A milled bar: pale, marbled, dulled by water, with a scratch or two."""
    base = vary(rng, ("e9dfcb", "dfe8d2", "e8d3d6", "d4e0ea")[int(rng.integers(4))], 0.01)
    vein = tint(base[None], np.full(1, -0.2, np.float32))[0]
    place, smears, lumps, lines = solid(rng, 0.08, 0.12), wipes(rng), solid(rng, 0.02, 0.03), hairlines(rng)

    def shader(points: Points) -> Shaded:
        swirl = fractal(displaced(place(points).stretched(1.0, 1.0, 0.5), 0.7, 1.2), 3, 0.55)
        band = smoothstep(0.6, 0.0, np.abs(swirl - 0.12)) * smoothstep(-0.6, 0.4, swirl)
        lump = fractal(lumps(points), 2)
        return Shaded(
            color=mix(tint(base, 0.03 * lump), vein, 0.25 * band),
            relief=np.float32(0.0004) * lump - np.float32(0.00002) * lines(points),
            channels={ROUGHNESS: 0.38 + 0.08 * smears(points), SUBSURFACE: 0.5},
        )

    return shader


def slime(color: str, deep: str) -> Recipe:
    """Wet goo that runs down in thick drops, with bubbles in it.

    Args:
        color: where it is thin, hexadecimal sRGB.
        deep: where it is thick.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        thin, thick = vary(rng, color, 0.012, 0.06, 0.04), vary(rng, deep, 0.012, 0.06, 0.04)
        place, clouds, bubbles = drips(rng, 0.024), solid(rng, 0.05, 0.08), solid(rng, 0.008, 0.011)

        def shader(points: Points) -> Shaded:
            run, cloud = run_height(points, place), fractal(clouds(points), 2)
            bubble = smoothstep(0.5, 0.85, gradient_noise(bubbles(points)))
            return Shaded(
                color=mix(
                    mix(thick, thin, 0.65 * run + 0.35 * cloud + 0.15), np.float32(0.5) * (thin + 0.8), 0.5 * bubble
                ),
                relief=np.float32(0.006) * (run - 0.3) + np.float32(0.0005) * bubble + np.float32(0.0005) * cloud,
                channels={ROUGHNESS: 0.14, SUBSURFACE: 0.5, TRANSMISSION: 0.35, IOR: 1.38, COAT: 1.0},
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "wax", ("wax", "candle wax", "beeswax"), Kind.PLASTIC, wax("ecd7a0", "d3a04c"), finest=0.004, coarsest=0.05
    ),
    Material(
        "white wax",
        ("white wax", "paraffin", "paraffin wax"),
        Kind.PLASTIC,
        wax("ebe7dc", "dcd3bc"),
        finest=0.004,
        coarsest=0.05,
        weight=0.4,
        base="wax",
    ),
    Material(
        "sealing wax",
        ("sealing wax", "red wax", "wax seal"),
        Kind.PLASTIC,
        wax("a8201e", "7d100f", 0.35),
        finest=0.004,
        coarsest=0.05,
        weight=0.4,
        base="wax",
    ),
    Material(
        "candle",
        ("candle", "dripping wax", "dripping candle", "melted wax"),
        Kind.PLASTIC,
        _candle,
        finest=0.004,
        coarsest=0.06,
        weight=0.6,
    ),
    Material("soap", ("soap", "bar of soap", "soap bar"), Kind.PLASTIC, _soap, finest=0.004, coarsest=0.06, weight=0.5),
    Material(
        "slime",
        ("slime", "green slime", "goo", "ooze"),
        Kind.PLASTIC,
        slime("8fdc2c", "2f8a14"),
        finest=0.004,
        coarsest=0.1,
        weight=0.5,
    ),
)
