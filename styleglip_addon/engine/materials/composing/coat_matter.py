"""What coats consist of that the catalogue has no material for: rust, patina, lichen, dust, dirt, blood."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...vocabulary.channels import COAT, METALLIC, ROUGHNESS, SHEEN
from ..colors import mix, ramp, rgb
from ..families.metal.weathered_metals import RustCoat
from ..material import Sample, Shaded
from ..noise import cells, displaced, fractal, gradient_noise, smoothstep
from ..points import Points
from ..spaces import solid
from ..words.meanings import Coat
from .surface import Surface

CoatRecipe = Callable[[np.random.Generator], Callable[[Points], Surface]]


def made_coat(coat: Coat, rng: np.random.Generator) -> Sample:
    """What a coat consists of that the catalogue has no material for: rust, patina, lichen, dust, dirt, blood."""
    at = _MADE[coat](rng)

    def shader(points: Points) -> Shaded:
        surface = at(points)
        return Shaded(surface.color, surface.relief, surface.channels)

    return Sample(coat.value, shader, 0.003, 0.03)


def _plain(color: np.ndarray, rough: np.ndarray | float, relief: np.ndarray | float = 0.0) -> Surface:
    count = len(color)
    zeros = np.zeros(count, np.float32)
    return Surface(
        np.clip(color, 0.0, 1.0).astype(np.float32),
        np.broadcast_to(np.asarray(relief, np.float32), (count,)),
        {METALLIC: zeros, COAT: zeros, ROUGHNESS: np.broadcast_to(np.asarray(rough, np.float32), (count,))},
        np.ones(count, np.float32),
    )


def _rust(rng: np.random.Generator) -> Callable[[Points], Surface]:
    coat, tone = RustCoat(rng), solid(rng, 0.1, 0.14)

    def at(points: Points) -> Surface:
        color, height = coat(points, gradient_noise(tone(points)) - np.float32(0.2))
        return _plain(color, 0.92, height)

    return at


def _patina(rng: np.random.Generator) -> Callable[[Points], Surface]:
    tone, grain = solid(rng, 0.04, 0.06), solid(rng, 0.0035, 0.0045)
    runs = solid(rng, 0.016, 0.024, turned=False)
    colors = [rgb(code) for code in ("2f6258", "4f9382", "7ab5a2", "b2d6c6")]

    def at(points: Points) -> Surface:
        # Powdery salts, paler where rain drew them down.
        powder, run = fractal(grain(points), 3, 0.7), fractal(runs(points).stretched(1.0, 1.0, 0.07), 2)
        value = 0.5 + 0.4 * fractal(tone(points), 3, 0.6) + 0.25 * powder + 0.4 * run
        return _plain(ramp(value, (0.0, 0.35, 0.7, 1.0), colors), 0.9, np.float32(0.00012) * powder)

    return at


def _lichen(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place, grain = solid(rng, 0.02, 0.03), solid(rng, 0.003, 0.005)
    colors = [rgb(code) for code in ("8f9a72", "b7b98a", "c9a53c", "a9b0a0")]

    def at(points: Points) -> Surface:
        found = cells(displaced(place(points), 0.25, 2.0))
        fine = fractal(grain(points), 3)
        color = ramp(found.identity[:, 0], (0.0, 0.4, 0.7, 1.0), colors)
        rings = 0.12 * np.cos(22.0 * found.nearest) * smoothstep(0.7, 0.2, found.nearest)
        return _plain(color * (1.0 + 0.16 * fine + rings)[:, None], 0.95, np.float32(0.0004) * fine)

    return at


def _dust(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place = solid(rng, 0.02, 0.04)

    def at(points: Points) -> Surface:
        uneven = fractal(place(points), 3)
        dust = _plain(mix(rgb("a79d8c"), rgb("b9b0a1"), 0.5 + uneven), 0.96)
        return dust.changed(channels={SHEEN: 0.15})

    return at


def _dirt(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place = solid(rng, 0.02, 0.04)

    def at(points: Points) -> Surface:
        uneven = fractal(place(points), 4, 0.6)
        return _plain(mix(rgb("3b2e22"), rgb("5d4a36"), 0.5 + uneven), 0.92)

    return at


def _blood(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place = solid(rng, 0.03, 0.05)

    def at(points: Points) -> Surface:
        dried = smoothstep(-0.2, 0.5, fractal(place(points), 3))
        return _plain(mix(rgb("6a0909"), rgb("2d0706"), dried), 0.15 + 0.5 * dried)

    return at


_MADE: dict[Coat, CoatRecipe] = {
    Coat.RUST: _rust,
    Coat.PATINA: _patina,
    Coat.LICHEN: _lichen,
    Coat.DUST: _dust,
    Coat.DIRT: _dirt,
    Coat.BLOOD: _blood,
}
