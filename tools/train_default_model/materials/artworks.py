"""Painterly and technical surfaces: dyed and splashed cloth, brush strokes, circuits, carbon fibre, iridescence."""

from __future__ import annotations

import colorsys

import numpy as np

from .colours import choose, mix, ramp, rgb, tint, vary, vary_all
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, wrapped
from .sample import Kind, Shader, Style, flat


def _tie_dye(rng: np.random.Generator) -> Shader:
    place, swirl, turn = anywhere(rng, 0.9, 1.4), rng.uniform(1.5, 3.0), rng.uniform(0, 1)
    rainbow = [np.array(colorsys.hsv_to_rgb(h, 0.85, 0.95), np.float32) for h in np.linspace(0, 1, 9)]

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(p @ place.rotation.T, 0.15, 2.0)
        angle = np.arctan2(q[:, 1], q[:, 0]) / (2 * np.pi)
        t = (
            angle * 2.0 + np.float32(swirl) * np.hypot(q[:, 0], q[:, 1]) + np.float32(turn) + 0.1 * fractal(q * 4.0, 3)
        ) % 1.0
        fold = smoothstep(0.25, 0.6, fractal(q * 3.0 + 5.0, 4, 0.6))
        return mix(ramp(t, np.linspace(0, 1, 9).tolist(), rainbow), rgb("ffffff"), fold * 0.7), flat(p)

    return shader


def _splatter(rng: np.random.Generator) -> Shader:
    tones = vary_all(rng, ("e8324a", "2a7ae0", "f7c81e", "2ab05a", "8a3ac8", "f5822a"), 0.02)
    base, place = vary(rng, "f7f5f0"), anywhere(rng, 0.2, 0.3)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        albedo = np.broadcast_to(base, (len(p), 3)).astype(np.float32)
        relief = np.zeros(len(p), np.float32)
        for layer in range(3):
            q = displace(place(p) * np.float32(1.0 + 0.7 * layer) + np.float32(17.0 * layer), 0.5, 1.6)
            drop = cells(q)
            on = drop.nearest < 0.12 + 0.28 * drop.identity[:, 1]
            albedo = np.where(on[:, None], choose(drop.identity[:, 0], tones), albedo)
            relief = np.where(on, 0.006, relief)
        return albedo, relief.astype(np.float32)

    return shader


def _circuit(rng: np.random.Generator) -> Shader:
    board, trace, wrap = vary(rng, "0f5a34", 0.03), vary(rng, "d8b455"), wrapped(rng, 0.075, 0.11)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        cell = np.floor(uv)
        x, y = (uv - cell - 0.5).T
        number = random_of(cell[:, 0], cell[:, 1])
        level, upright_, bend = number < 0.4, (number >= 0.4) & (number < 0.7), number >= 0.85
        line = (
            np.where(
                level,
                np.abs(y),
                np.where(upright_, np.abs(x), np.where(bend, np.abs(np.hypot(x + 0.5, y + 0.5) - 0.5), 1.0)),
            )
            < 0.10
        )
        radius = np.hypot(x, y)
        pad = (number > 0.7) & (number < 0.85) & (radius < 0.36)
        hole = pad & (radius < 0.14)
        big = np.floor(uv / 6.0)
        chip = (random_of(big[:, 0], big[:, 1]) < 0.28) & (np.abs(uv / 6.0 - big - 0.5).max(1) < 0.33)
        albedo = mix(board, trace, (line | pad).astype(np.float32))
        albedo = mix(albedo, rgb("10241a"), hole.astype(np.float32))
        return mix(albedo, rgb("1b1c1f"), chip.astype(np.float32)), 0.01 * chip

    return shader


def _carbon(rng: np.random.Generator) -> Shader:
    wrap, dark = wrapped(rng, 0.035, 0.055, 0.8), vary(rng, "1c1d20")

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        cell = np.floor(uv)
        over = ((cell[:, 0] + cell[:, 1]) % 4.0) < 2.0
        x, y = (uv - cell - 0.5).T
        bump = np.where(over, np.cos(np.pi * x), np.cos(np.pi * y))
        return tint(dark, np.where(over, 1.6, 0.0) * bump + 0.5 * bump - 0.5), 0.003 * bump

    return shader


def _iridescent(rng: np.random.Generator) -> Shader:
    place, turn = anywhere(rng, 0.7, 1.1), rng.uniform(0, 1)
    stops = [
        np.array(colorsys.hsv_to_rgb(h, s, 0.95), np.float32)
        for h, s in ((0.85, 0.45), (0.6, 0.5), (0.5, 0.45), (0.35, 0.35), (0.15, 0.4), (0.95, 0.45), (0.85, 0.45))
    ]

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        t = (n @ np.array([0.5, 0.35, 0.9], np.float32) + 0.7 * fractal(place(p), 3, 0.4) + np.float32(turn)) % 1.0
        glow = smoothstep(0.8, 1.0, np.sin(9.0 * t))
        return mix(ramp(t, np.linspace(0, 1, 7).tolist(), stops), rgb("ffffff"), glow * 0.5), flat(p)

    return shader


def _swirls(rng: np.random.Generator) -> Shader:
    tones = vary_all(rng, ("1f3a78", "3f7ac0", "8ac0e0", "f2d25a", "f7eec8"), 0.02)
    place = anywhere(rng, 0.4, 0.6)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(displace(place(p), 0.6, 0.9), 0.25, 2.0)
        t = 0.5 + 0.7 * gradient_noise(q)
        stroke = gradient_noise(
            np.stack((t * 26.0, gradient_noise(q * 1.4 + 9.0) * 3.0, q[:, 2] * 0.4), 1).astype(np.float32)
        )
        return tint(choose(np.clip((t + 0.28 * stroke), 0, 0.999), tones), 0.12 * stroke), 0.006 * stroke

    return shader


STYLES: tuple[Style, ...] = (
    Style("tie dye", ("tie dye", "tie-dyed", "psychedelic swirl"), Kind.PATTERN, _tie_dye),
    Style("paint splatter", ("paint splatter", "splashes of paint", "paint drops"), Kind.PATTERN, _splatter),
    Style("circuit board", ("circuit board", "electronics", "computer chip board"), Kind.PATTERN, _circuit),
    Style("carbon fibre", ("carbon fibre", "carbon fiber", "carbon weave"), Kind.PATTERN, _carbon),
    Style("iridescent", ("iridescent", "holographic", "soap bubble"), Kind.PATTERN, _iridescent),
    Style("oil painting", ("oil painting", "van gogh painting", "swirling brush strokes"), Kind.PATTERN, _swirls),
)
