"""Water, ice, clouds, fire, lava and stars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import mix, ramp, rgb, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, ridges, smoothstep
from .placement import anywhere, upright
from .sample import Recipe, Shader, flat


def ice(rng: np.random.Generator) -> Shader:
    deep, body, frost = vary_all(rng, ("6fb0d0", "b4dcec", "f2fbff"), 0.015)
    place, shine = anywhere(rng, 0.4, 0.7), gloss(rng, 0.05)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.15, 2.0)
        plane = cells(q * 1.3)
        crack = smoothstep(0.06, 0.01, plane.border) + 0.6 * smoothstep(0.04, 0.0, cells(q * 2.9 + 7.0).border)
        haze = smoothstep(-0.2, 0.7, fractal(q * 1.5, 4, 0.6))
        albedo = mix(deep, body, 0.5 + 0.7 * (plane.identity[:, 0] - 0.5) + 0.3 * n[:, 2])
        albedo = mix(mix(albedo, frost, haze * 0.6), frost, crack * 0.9)
        return mix(albedo, rgb("ffffff"), shine(p, n) * 0.8), 0.02 * (plane.identity[:, 1] - 0.5)

    return shader


def molten(crust: str, glow: Sequence[str], width: float) -> Recipe:
    """Dark crust with glowing cracks."""

    def recipe(rng: np.random.Generator) -> Shader:
        shell, stops = vary(rng, crust, 0.03), vary_all(rng, glow, 0.01, 0.03)
        place, fine = anywhere(rng, 0.28, 0.45), anywhere(rng, 0.05, 0.08)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.35, 2.0)
            plate = cells(q)
            heat = smoothstep(width, 0.0, plate.border) + 0.7 * smoothstep(0.25, 0.6, fractal(q * 0.9 + 5.0, 3))
            rough = tint(shell, 0.6 * fractal(fine(p), 3))
            lava = ramp(heat, np.linspace(0.15, 1.0, len(stops)).tolist(), stops)
            return mix(rough, lava, smoothstep(0.12, 0.4, heat)), 0.03 * (0.5 - np.clip(heat, 0, 1))

        return shader

    return recipe


def water(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("0b3f7a", "1a6fb4", "3fa3d8", "a4e0f2", "ffffff"), 0.02), anywhere(rng, 0.28, 0.45)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.4, 1.0)
        # Caustics: the bright net of light that waves draw.
        net = 1.0 - np.clip(cells(q, 1.0).border * 1.6, 0.0, 1.0)
        tone = 0.25 + 0.25 * fractal(q * 0.6, 2) + 0.15 * n[:, 2] + 0.65 * net**4
        return ramp(tone, (0.0, 0.3, 0.55, 0.8, 1.0), stops), 0.02 * gradient_noise(q)

    return shader


def clouds(rng: np.random.Generator) -> Shader:
    sky, pale, white, grey = vary_all(rng, ("4f94dc", "9cc8f0", "ffffff", "d4dbe4"), 0.012)
    place, cover = upright(rng, 0.4, 0.6), rng.uniform(-0.1, 0.1)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p) * np.array([1.0, 1.0, 1.6], np.float32)
        dense = fractal(q, 5, 0.55)
        cloud = smoothstep(-0.05, 0.25, dense + np.float32(cover))
        puff = mix(grey, white, smoothstep(0.0, 0.5, dense + 0.3 * n[:, 2]))
        return mix(mix(sky, pale, 0.5 - 0.5 * p[:, 2]), puff, cloud), 0.03 * cloud

    return shader


def fire(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("3a0400", "b41a04", "f25a0a", "fdb022", "fff3a0"), 0.008), upright(rng, 0.25, 0.4)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p) * np.array([1.3, 1.3, 0.45], np.float32)
        q = displace(q, 0.6, 1.0)
        tongue = ridges(q, 3, 0.55)
        heat = 2.6 * (tongue - 0.62) + 0.1 - 0.18 * p[:, 2] + 0.25 * gradient_noise(q * 2.0)
        return ramp(heat, (0.0, 0.3, 0.55, 0.8, 1.0), stops), 0.02 * tongue

    return shader


def galaxy(rng: np.random.Generator) -> Shader:
    deep, blue, violet, rose = vary_all(rng, ("060616", "1c2a78", "5a2090", "d05aa0"), 0.03)
    place, stars = anywhere(rng, 0.5, 0.8), anywhere(rng, 0.07, 0.1)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.5, 1.0)
        albedo = mix(deep, blue, smoothstep(-0.2, 0.6, fractal(q, 4)))
        albedo = mix(albedo, violet, smoothstep(0.0, 0.6, fractal(q + 9.0, 4)) * 0.9)
        albedo = mix(albedo, rose, smoothstep(0.2, 0.8, fractal(q * 1.2 + 19.0, 4)) * 0.8)
        star = cells(stars(p))
        spark = smoothstep(0.08, 0.03, star.nearest - 0.14 * star.identity[:, 0] ** 3)
        return mix(albedo, rgb("ffffff"), spark), flat(p)

    return shader
