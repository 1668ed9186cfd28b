"""Grained stones: granites, terrazzo, engineered and speckled slabs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import choose, mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Points
from ...spaces import size, solid


def granite(felspars: Sequence[str], quartz: str, mica: str, grain: tuple[float, float]) -> Recipe:
    """Crystals of several minerals grown together, polished; the dark ones in swarms.

    Args:
        felspars: colours of the large light crystals.
        quartz: of what fills between them.
        mica: of the dark flecks.
        grain: range of the large crystals' size, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        *lights, grey, dark = vary_all(rng, (*felspars, quartz, mica), 0.01, 0.05)
        wide = size(rng, *grain)
        place, wide_drift = solid(rng, wide, wide), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            q = displaced(place(points), 0.35, 1.4)
            large, small = cells(q), cells(q.finer(2.2, 11.0))
            swarm = fractal(wide_drift(points), 3)
            cloudy = gradient_noise(q.finer(1.9, 5.0))
            color = choose(large.identity[:, 0], lights)
            color = tint(color, 0.22 * (large.identity[:, 2] - 0.5) + 0.07 * cloudy + 0.05 * swarm)
            glassy = large.identity[:, 1] < 0.3
            color = np.where(glassy[:, None], tint(grey, 0.3 * (small.identity[:, 2] - 0.5)), color)
            fleck = small.identity[:, 1] < 0.2 + 0.16 * swarm + 0.08 * cloudy
            color = np.where(fleck[:, None], tint(dark, 0.7 * (small.identity[:, 0] - 0.3)), color)
            rough = 0.1 + 0.1 * fleck + 0.04 * glassy
            return Shaded(color, -0.00003 * fleck.astype(np.float32), {ROUGHNESS: rough.astype(np.float32), COAT: 0.3})

        return shader

    return recipe


def terrazzo(cement: str, chips: Sequence[str], chip: tuple[float, float], share: float) -> Recipe:
    """Chips of marble in cement, ground flat.

    Args:
        cement: its colour.
        chips: colours of the chips.
        chip: range of the largest chips' size, metres.
        share: of the cells that hold a chip, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, tones, wide = vary(rng, cement, 0.01, 0.1, 0.03), vary_all(rng, chips, 0.015, 0.05), size(rng, *chip)
        place, sand = solid(rng, wide, wide), solid(rng, 0.0025, 0.0035)

        def shader(points: Points) -> Shaded:
            q, grain = displaced(place(points), 0.12, 2.5), gradient_noise(sand(points))
            color = tint(base, 0.05 * grain + 0.03 * gradient_noise(q.finer(0.3, 5.0)))
            rough = np.full(len(points), 0.28, np.float32)
            for finer, offset, most in ((4.4, 19.0, 0.45), (2.1, 7.0, share), (1.0, 0.0, share)):
                each = cells(q.finer(finer, offset), 1.0)
                # Chips are angular pieces smaller than their cell, no two of one size.
                inset = each.border - 0.22 * each.identity[:, 2]
                inside = smoothstep(0.06, 0.11, inset) * (each.identity[:, 1] < most)
                vein = gradient_noise(q.finer(2.5 * finer, 3.0))
                stone = tint(choose(each.identity[:, 0], tones), 0.14 * vein + 0.2 * (each.identity[:, 2] - 0.5))
                color, rough = mix(color, stone, inside), rough - 0.05 * inside
            return Shaded(color, 0.0, {ROUGHNESS: np.maximum(rough, 0.18), COAT: 0.2})

        return shader

    return recipe


MATERIALS = (
    Material(
        "granite",
        ("granite", "grey granite", "polished granite"),
        Kind.STONE,
        granite(("c9c5bf", "b5b0aa", "d2cdc5", "a7a29c"), "84817e", "2c2b2c", (0.006, 0.008)),
        finest=0.002,
        coarsest=0.02,
    ),
    Material(
        "red granite",
        ("red granite", "pink granite"),
        Kind.STONE,
        granite(("a8614f", "b77562", "96523f", "c08a78"), "7c706c", "262223", (0.008, 0.011)),
        finest=0.0025,
        coarsest=0.025,
        weight=0.5,
        base="granite",
    ),
    Material(
        "black granite",
        ("black granite", "dark granite"),
        Kind.STONE,
        granite(("26272a", "303236", "1e1f22", "3b3e43"), "55595f", "121214", (0.005, 0.007)),
        finest=0.002,
        coarsest=0.02,
        weight=0.5,
        base="granite",
    ),
    Material(
        "terrazzo",
        ("terrazzo", "speckled terrazzo"),
        Kind.STONE,
        terrazzo("dcd7cc", ("a9604c", "5b6d6a", "c99a55", "54524f", "a79d90", "7d5546", "8d9a92"), (0.03, 0.04), 0.5),
        finest=0.002,
        coarsest=0.03,
    ),
    Material(
        "quartz countertop",
        ("quartz countertop", "speckled quartz", "engineered stone", "white quartz"),
        Kind.STONE,
        terrazzo("dedcd6", ("a5a19a", "7f7c78", "c8c4bb", "5f5d5b", "b8b2a8"), (0.008, 0.01), 0.35),
        finest=0.0015,
        coarsest=0.02,
        weight=0.4,
    ),
)
