"""Air, water and space: clouds, water, ice, frost and the galaxy."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import EMISSION, IOR, ROUGHNESS, SUBSURFACE, TRANSMISSION
from ...colors import mix, ramp, rgb, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, ridges, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import size, solid


def _ice(rng: np.random.Generator) -> Shader:
    clear, deep, white = vary_all(rng, ("c2e2ee", "86bcd6", "eef6fa"), 0.01, 0.02)
    wide = size(rng, 0.07, 0.11)
    place, fine, bubble = solid(rng, wide, wide), solid(rng, 0.004, 0.006), solid(rng, 0.007, 0.009)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.22, 1.3)
        plane, split = cells(q), cells(displaced(q.finer(2.4, 7.0), 0.12, 3.0))
        haze = smoothstep(-0.15, 0.6, fractal(q.finer(1.2, 3.0), 4, 0.62))
        # A crack is a bright sheet that fades into the ice on one side.
        sheet = smoothstep(0.035, 0.008, plane.border) + 0.45 * np.exp(np.minimum(-11.0 * plane.border, 0.0)) * (
            plane.identity[:, 1] > 0.4
        )
        sheet += 0.55 * smoothstep(0.05, 0.015, split.border) * (split.identity[:, 0] > 0.55)
        air = cells(bubble(points))
        bubbles = smoothstep(0.03, -0.02, air.nearest - 0.16 * air.identity[:, 0]) * (air.identity[:, 1] > 0.6) * haze
        cloudy = np.clip(0.55 * haze + 0.9 * sheet + 0.8 * bubbles, 0.0, 1.0)
        body = mix(deep, clear, 0.55 + 0.8 * (plane.identity[:, 0] - 0.5) + 0.5 * gradient_noise(q.finer(0.5)))
        frosted = gradient_noise(fine(points))
        relief = 0.0022 * gradient_noise(q.finer(0.8, 9.0)) + 0.001 * (plane.identity[:, 2] - 0.5) - 0.0005 * sheet
        return Shaded(
            mix(body, white, cloudy),
            relief + 0.00008 * haze * frosted,
            {
                TRANSMISSION: 0.85 - 0.65 * cloudy,
                IOR: 1.31,
                ROUGHNESS: 0.06 + 0.3 * cloudy + 0.08 * haze * frosted,
                SUBSURFACE: 0.3 * cloudy,
            },
        )

    return shader


def _frost(rng: np.random.Generator) -> Shader:
    pane, white = vary_all(rng, ("7296b3", "f2f7fb"), 0.01, 0.02)
    wide = size(rng, 0.045, 0.06)
    layers = [solid(rng, share * wide, share * wide, turned=False) for share in (1.0, 0.55)]
    place, fine = solid(rng, 0.08, 0.12), solid(rng, 0.002, 0.003)

    def shader(points: Points) -> Shaded:
        thick, grain = smoothstep(-0.45, 0.5, fractal(place(points), 3)), gradient_noise(fine(points))
        cover = 0.3 * thick + 0.12 * grain
        fern, _ = overlaid([layer(points) for layer in layers], points, _fern)
        # Ice grows as a stem with branches at 60 degrees, and they have branches of their own.
        off = np.abs(fern.across)
        branch = (fern.along - np.float32(0.58) * off) * np.float32(9.0)
        twig = (fern.along + np.float32(1.7) * off) * np.float32(16.0)
        rime = np.maximum(smoothstep(0.05, 0.01, off), _lines(branch, 0.3))
        rime = np.maximum(rime, 0.6 * _lines(twig, 0.34)) * (1.0 - 0.5 * off)
        cover = np.where(fern.inside, 0.22 * thick + 0.85 * rime * (0.6 + 0.4 * fern.identity[:, 0]), cover)
        cover = np.clip(cover + 0.1 * grain, 0.0, 1.0)
        return Shaded(
            mix(pane, white, cover),
            0.0009 * cover + 0.0002 * grain,
            {ROUGHNESS: 0.2 + 0.5 * cover, TRANSMISSION: 0.5 * (1.0 - cover), IOR: 1.31, SUBSURFACE: 0.25 * cover},
        )

    return shader


def _fern(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.abs(across) < (0.2 + 0.35 * own[:, 1]) * (0.9 - along) * (along > -0.9)
    return inside


def _lines(phase: Array, width: float) -> Array:
    """1 on whole numbers, falling to 0 at `width` beside them."""
    return smoothstep(width, 0.1 * width, np.abs(phase - np.round(phase)))


def _water(rng: np.random.Generator) -> Shader:
    deep, shallow = vary_all(rng, ("2f7fa6", "8fd3e0"), 0.02, 0.04)
    wave = size(rng, 0.06, 0.09)
    place, ripple = solid(rng, wave, wave), solid(rng, 0.016, 0.024)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.35, 0.8)
        swell = 2.0 * ridges(q, 2, 0.4) - 1.44
        small = ridges(displaced(ripple(points), 0.4), 2, 0.4) - 0.72
        height = 0.006 * swell + 0.0011 * small
        tone = 0.42 + 0.55 * swell + 0.3 * gradient_noise(q.finer(0.4, 5.0))
        return Shaded(mix(deep, shallow, tone), height, {TRANSMISSION: 0.85, IOR: 1.333, ROUGHNESS: 0.03})

    return shader


def clouds(colors: tuple[str, str, str, str], cover: tuple[float, float]) -> Recipe:
    """Billows before the sky.

    Args:
        colors: of the sky, deep and pale; of clouds, bright and dark; hexadecimal.
        cover: range of how much is overcast; 0 is half.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        sky, pale, white, grey = vary_all(rng, colors, 0.01, 0.02)
        place, more = solid(rng, 0.12, 0.17, turned=False), rng.uniform(*cover)

        def shader(points: Points) -> Shaded:
            q = displaced(place(points).stretched(1.0, 1.0, 1.5), 0.25, 1.5)
            dense = fractal(q, 6, 0.56)
            # Billows: rounded lumps, sharp creases between them.
            billow = 0.45 - np.abs(gradient_noise(q.finer(2.4, 3.0))) - 0.5 * np.abs(gradient_noise(q.finer(5.1, 9.0)))
            body = dense + 0.35 * billow + np.float32(more)
            cloud = smoothstep(-0.06, 0.2, body)
            puff = mix(grey, white, smoothstep(0.0, 0.42, body + 0.12 * points.upward + 0.25 * billow))
            air = mix(sky, pale, 0.3 + 0.5 * gradient_noise(q.finer(0.4, 5.0)))
            return Shaded(
                mix(air, puff, cloud), 0.008 * cloud * (body + billow), {ROUGHNESS: 1.0, SUBSURFACE: 0.2 * cloud}, cloud
            )

        return shader

    return recipe


def _galaxy(rng: np.random.Generator) -> Shader:
    deep, blue, violet, rose, gold = vary_all(rng, ("05060f", "1d3a8c", "5c2a9c", "d0609c", "ffd9a8"), 0.03, 0.03)
    place, small, large = solid(rng, 0.14, 0.2), solid(rng, 0.012, 0.015), solid(rng, 0.03, 0.04)

    def shader(points: Points) -> Shaded:
        q = displaced(displaced(place(points), 0.5, 0.9), 0.12, 3.0)
        arm, dust = ridges(q, 3, 0.55), fractal(q.finer(1.6, 9.0), 3, 0.6)
        cloud = smoothstep(0.62, 0.98, arm + 0.12 * dust)
        color = mix(deep, blue, 0.25 + 0.9 * cloud)
        color = mix(color, violet, smoothstep(0.0, 0.6, fractal(q.finer(0.8, 29.0), 2)) * (0.3 + 0.7 * cloud))
        color = mix(color, rose, cloud * cloud * smoothstep(-0.1, 0.5, dust))
        color = mix(color, gold, 0.7 * smoothstep(0.9, 1.05, arm + 0.2 * dust))
        color = mix(color, deep, 0.75 * smoothstep(0.12, 0.45, -dust) * cloud)
        glow, star = 0.15 + 0.9 * cloud, np.zeros(len(points), np.float32)
        for place_of, reach, share in ((small, 0.2, 0.85), (large, 0.14, 0.7)):
            far = cells(place_of(points))
            strength = far.identity[:, 0] ** 2 * (far.identity[:, 1] < share)
            star = np.maximum(star, strength * smoothstep(1.0, 0.3, far.nearest / np.float32(reach)))
            star = np.maximum(star, 0.25 * strength * smoothstep(1.0, 0.0, far.nearest / np.float32(2.6 * reach)))
        warm = ramp(gradient_noise(q.finer(9.0)), (-0.4, 0.0, 0.4), (rgb("bcd2ff"), rgb("ffffff"), rgb("ffe2bc")))
        return Shaded(mix(color, warm, 1.6 * star), 0.0, {EMISSION: glow + 5.0 * star, ROUGHNESS: 0.5}, 1.0 - star)

    return shader


MATERIALS = (
    Material("ice", ("ice", "icy", "frozen", "glacier ice"), Kind.NATURE, _ice, finest=0.003, coarsest=0.09),
    Material(
        "frost",
        ("frost", "hoarfrost", "frosted window", "ice crystals", "rime"),
        Kind.NATURE,
        _frost,
        finest=0.003,
        coarsest=0.06,
        weight=0.6,
    ),
    Material("water", ("water", "clear water", "sea water", "ocean"), Kind.NATURE, _water, finest=0.008, coarsest=0.08),
    Material(
        "clouds",
        ("clouds", "cloudy sky", "white clouds"),
        Kind.NATURE,
        clouds(("4d8ecf", "9cc4e8", "f4f5f7", "bcc5d0"), (-0.05, 0.12)),
        finest=0.006,
        coarsest=0.15,
    ),
    Material(
        "smoke",
        ("smoke", "fog", "black smoke", "mist", "fumes"),
        Kind.NATURE,
        clouds(("4b4b4d", "7d7d7f", "a9a8a8", "343335"), (0.1, 0.25)),
        finest=0.006,
        coarsest=0.15,
        weight=0.5,
    ),
    Material(
        "storm clouds",
        ("storm clouds", "thunderclouds", "dark clouds", "stormy sky", "storm"),
        Kind.NATURE,
        clouds(("5c6d7d", "8c9aa6", "7d838c", "2b3038"), (0.2, 0.35)),
        finest=0.006,
        coarsest=0.15,
        weight=0.5,
    ),
    Material(
        "galaxy",
        ("galaxy", "starry night sky", "outer space", "nebula"),
        Kind.NATURE,
        _galaxy,
        finest=0.002,
        coarsest=0.15,
    ),
)
