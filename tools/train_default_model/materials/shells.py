"""What animals leave: turtle shell, bone, pearl."""

from __future__ import annotations

import numpy as np

from .colours import mix, ramp, rgb, vary, vary_all
from .noise import Array, cells, fractal, gradient_noise, smoothstep
from .placement import anywhere, upright
from .sample import Shader


def turtle_shell(rng: np.random.Generator) -> Shader:
    dark, mid, light = vary_all(rng, ("2a2410", "6a6a2a", "c2a850"), 0.02)
    place = anywhere(rng, 0.26, 0.36)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        plate = cells(place(p), 0.5)
        ring = np.sin(plate.border * 26.0) * 0.14
        albedo = ramp(0.95 - plate.nearest * 1.1 + ring, (0.0, 0.5, 1.0), (dark, mid, light))
        return mix(albedo, dark * np.float32(0.6), smoothstep(0.09, 0.04, plate.border)), 0.04 * (plate.border - 0.3)

    return shader


def bone(rng: np.random.Generator) -> Shader:
    base, place, fine = vary(rng, "ebe2c9", 0.015), anywhere(rng, 0.2, 0.35), upright(rng, 0.025, 0.04)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        albedo = mix(base, rgb("b79c6c"), smoothstep(0.0, 0.8, fractal(place(p), 4, 0.6)) * 0.75)
        pore = smoothstep(0.45, 0.65, gradient_noise(fine(p) * np.array([1, 1, 0.35], np.float32)))
        crack = smoothstep(
            0.965, 0.99, 1.0 - np.abs(gradient_noise(place(p) * np.array([1.4, 1.4, 0.7], np.float32) + 3.0))
        )
        return mix(albedo, rgb("6d5634"), np.maximum(pore * 0.5, crack * 0.8)), -0.006 * np.maximum(pore, crack)

    return shader


def pearl(rng: np.random.Generator) -> Shader:
    place, phase = anywhere(rng, 0.7, 1.1), rng.uniform(0, 6.3)
    stops = vary_all(rng, ("f2d8de", "fbf6f0", "d6e6ee", "f6eed6", "f2d8de"), 0.02)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        turn = 0.5 + 0.5 * np.sin(
            n @ np.array([2.0, 1.2, 3.0], np.float32) + 2.2 * gradient_noise(place(p)) + np.float32(phase)
        )
        albedo = ramp(turn, (0.0, 0.25, 0.5, 0.75, 1.0), stops)
        return mix(
            albedo, rgb("ffffff"), smoothstep(0.55, 0.95, n @ np.array([0.45, -0.5, 0.74], np.float32)) * 0.9
        ), np.zeros(len(p), np.float32)

    return shader
