"""Gems, crystals and volcanic glass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import mix, ramp, rgb, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, smoothstep
from .placement import anywhere
from .sample import Kind, Recipe, Shader, Style, flat


def glassy(colours: Sequence[str], shine_width: float, bands: float = 0.0) -> Recipe:
    """Polished gem or volcanic glass: deep colour that drifts, sharp highlights; `bands`: layers as in malachite."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, shine = vary_all(rng, colours, 0.015, 0.06), anywhere(rng, 0.4, 0.7), gloss(rng, shine_width)
        frequency = rng.uniform(0.8, 1.3) * bands

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.5, 1.0)
            value = 0.5 + 0.6 * fractal(q, 4)
            if bands:
                layer = cells(q * 0.8).nearest * frequency
                value = (
                    0.5
                    + 0.5 * np.sin(2 * np.pi * layer + 2.0 * np.sin(layer * 2.1)) * 0.9
                    + 0.1 * gradient_noise(q * 6.0)
                )
            stops_at = np.linspace(0.0, 1.0, len(stops)).tolist()
            return mix(ramp(value, stops_at, stops), rgb("ffffff"), shine(p, n) * 0.75), flat(p)

        return shader

    return recipe


def crystal(colours: Sequence[str], size: tuple[float, float]) -> Recipe:
    """Cut facets: every cell catches the light differently."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, shine = vary_all(rng, colours, 0.015, 0.05), anywhere(rng, *size), gloss(rng, 0.2)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            facet = cells(place(p), 0.9)
            slope = (facet.identity - 0.5) * 1.3
            bent = n + slope
            bent /= np.linalg.norm(bent, axis=1, keepdims=True)
            value = 0.42 + 0.33 * bent[:, 2] + 0.3 * (facet.identity[:, 0] - 0.5) + 0.5 * shine(p, bent)
            albedo = ramp(value, np.linspace(0.0, 1.0, len(stops)).tolist(), stops)
            return mix(albedo, stops[-1], smoothstep(0.05, 0.01, facet.border) * 0.8), 0.04 * (0.5 - facet.nearest)

        return shader

    return recipe


def _lapis(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("101f63", "1c3aa2", "2f5cc8"), 0.015), anywhere(rng, 0.25, 0.4)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p)
        albedo = ramp(0.5 + 0.7 * fractal(q, 4), (0.0, 0.5, 1.0), stops)
        albedo = mix(albedo, rgb("d8dcec"), smoothstep(0.35, 0.6, fractal(q * 1.1 + 7.0, 4, 0.6)) * 0.6)
        fleck = smoothstep(0.5, 0.62, fractal(q * 4.0 + 3.0, 2)) * smoothstep(-0.1, 0.3, gradient_noise(q))
        return mix(albedo, rgb("e2b94a"), fleck), flat(p)

    return shader


STYLES: tuple[Style, ...] = (
    Style(
        "obsidian",
        ("obsidian", "volcanic glass", "black obsidian"),
        Kind.STONE,
        glassy(("040406", "0c0c12", "1d1c28"), 0.05),
    ),
    Style("jade", ("jade", "green jade", "jade stone"), Kind.STONE, glassy(("2f7d57", "58a87a", "9cd3ae"), 0.09)),
    Style(
        "malachite",
        ("malachite", "banded green stone"),
        Kind.STONE,
        glassy(("04341f", "0f6a42", "2fa574", "7fd6ab"), 0.05, 5.0),
    ),
    Style(
        "agate",
        ("agate", "banded agate", "orange agate"),
        Kind.STONE,
        glassy(("6e2a14", "c2622a", "f2c48a", "fbeedb"), 0.06, 4.0),
    ),
    Style("lapis lazuli", ("lapis lazuli", "lapis"), Kind.STONE, _lapis),
    Style(
        "amethyst",
        ("amethyst", "purple crystal"),
        Kind.STONE,
        crystal(("2b0c4e", "6a2ea8", "a86ee0", "ead6ff"), (0.12, 0.2)),
    ),
    Style(
        "diamond",
        ("diamond", "clear crystal", "crystal"),
        Kind.STONE,
        crystal(("7fa6c4", "b8d6ea", "e6f4fc", "ffffff"), (0.12, 0.2)),
    ),
    Style(
        "green crystal",
        ("green crystal", "green gemstone"),
        Kind.STONE,
        crystal(("04361c", "0f8a4a", "4fd28a", "d8ffe8"), (0.12, 0.2)),
        0.5,
        "crystal",
    ),
    Style(
        "red crystal",
        ("red crystal", "red gemstone"),
        Kind.STONE,
        crystal(("3a0008", "a00a24", "ea3a52", "ffd0d4"), (0.12, 0.2)),
        0.5,
        "crystal",
    ),
    Style(
        "coal",
        ("coal", "black coal", "charred stone"),
        Kind.STONE,
        crystal(("050506", "121214", "26262a", "6a6c74"), (0.08, 0.13)),
    ),
)
