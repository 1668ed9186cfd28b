"""Surfaces laid with tiles: mosaics and honeycombs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, tint, vary, vary_all
from .noise import Array, cells, random_of, smoothstep
from .placement import anywhere, wrapped
from .sample import Recipe, Shader


def mosaic(colours: Sequence[str], grout: str, size: tuple[float, float], jitter: float) -> Recipe:
    """Small stones set in grout."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, joint, place = vary_all(rng, colours, 0.02, 0.07), vary(rng, grout), anywhere(rng, *size)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            tile = cells(place(p), jitter)
            albedo = tint(choose(tile.identity[:, 0], tones), 0.3 * (tile.identity[:, 1] - 0.5))
            return mix(joint, albedo, smoothstep(0.06, 0.13, tile.border)), 0.008 * smoothstep(0.06, 0.2, tile.border)

        return shader

    return recipe


def _hexagon(uv: Array) -> tuple[Array, Array]:
    """Distance (M,) from the centre of the hexagon to its side (0..0.5), and a random number per hexagon."""
    scale = np.array([1.0, 1.7320508], np.float32)
    a = np.floor(uv / scale) + 0.5
    b = np.floor(uv / scale - 0.5) + 1.0
    da, db = uv - a * scale, uv - b * scale
    nearer = (da**2).sum(1) < (db**2).sum(1)
    d = np.abs(np.where(nearer[:, None], da, db))
    centre = np.where(nearer[:, None], a, b) * 2.0
    return np.maximum(d[:, 0], d @ np.array([0.5, 0.8660254], np.float32)), random_of(centre[:, 0], centre[:, 1])


def hexagons(colours: Sequence[str], line: str, size: tuple[float, float], width: float, cup: float = 0.0) -> Recipe:
    """Hexagonal tiles or cells; `cup`: brightness falls towards the middle, as in a comb."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, edge, wrap = vary_all(rng, colours, 0.015, 0.06), vary(rng, line), wrapped(rng, *size)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            distance, number = _hexagon(wrap(p, n))
            albedo = tint(choose(number, tones), np.float32(cup) * (distance - 0.35) * 2.0)
            wall = smoothstep(0.5 - width - 0.02, 0.5 - width + 0.02, distance)
            return mix(albedo, edge, wall), 0.02 * wall * (1.0 if cup else -0.5)

        return shader

    return recipe
