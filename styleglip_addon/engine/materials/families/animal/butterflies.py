"""Wings of butterflies: coloured cells between dark veins, with a dotted margin."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import mix, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, smoothstep
from ...points import Points
from ...spaces import solid
from ...veining import VeinNet


def wings(inner: str, outer: str, dark: str, spot: str, iridescent: float) -> Recipe:
    """Wing upon wing.

    Args:
        inner, outer: colours of the cells from their middle to their rim, hexadecimal.
        dark: of veins and margins.
        spot: of the dots in the margins.
        iridescent: share of a gloss that comes and goes.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        middle, rim, vein, dot = vary_all(rng, (inner, outer, dark, spot), 0.01, 0.04)
        net, dust = VeinNet(rng, 0.032, 2.4, 0.0), solid(rng, 0.0009, 0.0011)
        margins, dots = solid(rng, 0.11, 0.13), solid(rng, 0.0085, 0.0095)

        def shader(points: Points) -> Shaded:
            space = net.at(points)
            cell, grain = net.nearest(space, points.normal), gradient_noise(dust(points))
            margin = smoothstep(0.13, 0.2, fractal(margins(points), 2) + 0.06 * cell.cell[:, 0])
            line = smoothstep(0.0024, 0.0016, cell.distance) * cell.across
            away = smoothstep(0.0, 0.013, cell.distance)
            own = tint(mix(rim, middle, away), 0.12 * (cell.cell[:, 1] - 0.5) + 0.08 * grain)
            black = np.maximum(line, margin)
            white, some = np.zeros_like(margin), np.flatnonzero(margin)
            found = cells(dots(points).part(some), 0.6)
            white[some] = margin[some] * smoothstep(0.3, 0.24, found.nearest) * (found.identity[:, 0] < 0.55)
            return Shaded(
                color=mix(mix(own, tint(vein, 0.3 * grain), black), dot, white),
                relief=np.float32(0.00035) * line + np.float32(0.00005) * grain,
                channels={ROUGHNESS: 0.7 - iridescent * (1.0 - black), SHEEN: 0.35},
                dye=(1.0 - black) * (1.0 - white),
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "butterfly wings",
        ("butterfly wings", "butterfly", "butterflies", "butterfly wing", "monarch butterfly", "butterfly print"),
        Kind.ANIMAL,
        wings("e8891f", "c25a12", "17120f", "f3efe6", 0.0),
        0.0012,
        0.06,
        0.4,
    ),
    Material(
        "blue butterfly wings",
        ("blue butterfly wings", "blue butterfly", "morpho", "morpho butterfly"),
        Kind.ANIMAL,
        wings("2a8be8", "1450b8", "0d0f18", "dfeaf6", 0.4),
        0.0012,
        0.06,
        0.3,
    ),
)
