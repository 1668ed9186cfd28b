"""Fruit and vegetables, as a toy maker would paint them."""

from __future__ import annotations

import numpy as np

from .colours import mix, rgb, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style, flat


def _strawberry(rng: np.random.Generator) -> Shader:
    red, seed, wrap, shine = vary(rng, "d41c26", 0.01), rgb("f2cf5a"), wrapped(rng, 0.12, 0.18), gloss(rng, 0.06)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        row = np.floor(uv[:, 1])
        x = uv[:, 0] + 0.5 * (row % 2.0)
        x = x - np.floor(x) - 0.5
        y = uv[:, 1] - row - 0.5
        radius = np.hypot(x / 0.13, y / 0.21)
        dimple = smoothstep(2.2, 1.0, radius)
        albedo = mix(tint(red, 0.12 * gradient_noise(p * 2.0)), red * np.float32(0.5), dimple * 0.9)
        albedo = mix(albedo, seed, smoothstep(1.1, 0.85, radius))
        return mix(albedo, rgb("ffffff"), shine(p, n) * 0.6), -0.02 * dimple

    return shader


def _watermelon(rng: np.random.Generator) -> Shader:
    light, dark = vary_all(rng, ("8cc653", "1d5a26"), 0.015)
    turns, phase, rough = int(rng.integers(6, 10)), rng.uniform(0, 6.3), anywhere(rng, 0.09, 0.14)
    wrap, radial = wrapped(rng, 0.16, 0.26), rng.random() < 0.5

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        wobble = 0.9 * fractal(rough(p), 3, 0.7)
        if radial:
            t = np.cos(turns * np.arctan2(p[:, 1], p[:, 0]) + np.float32(phase) + wobble)
        else:
            t = np.cos(2.0 * np.pi * wrap(p, n)[:, 0] + wobble)
        return tint(mix(light, dark, smoothstep(-0.1, 0.25, t)), 0.12 * gradient_noise(rough(p) * 2.0)), flat(p)

    return shader


def _watermelon_flesh(rng: np.random.Generator) -> Shader:
    red, wrap, fine = vary(rng, "e8404a", 0.01), wrapped(rng, 0.18, 0.26, 0.4), anywhere(rng, 0.03, 0.05)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        seed = cells(uv, 0.8)
        cell = np.floor(uv)
        albedo = tint(red, 0.14 * fractal(fine(p), 3) + 0.05 * random_of(cell[:, 0], cell[:, 1]))
        return mix(albedo, rgb("1d100c"), smoothstep(0.17, 0.13, seed.nearest) * (seed.identity[:, 0] < 0.75)), flat(p)

    return shader


def peel(colour: str, second: str) -> Recipe:
    """Citrus peel: waxy with fine dimples."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, other = vary_all(rng, (colour, second), 0.01)
        place, patch, shine = anywhere(rng, 0.045, 0.065), anywhere(rng, 0.5, 0.8), gloss(rng, 0.07)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            dimple = smoothstep(0.35, 0.1, cells(place(p), 0.8).nearest)
            albedo = tint(mix(base, other, smoothstep(-0.2, 0.8, gradient_noise(patch(p)))), -0.28 * dimple)
            return mix(albedo, rgb("fff8e0"), shine(p, n) * (0.8 - 0.5 * dimple)), -0.012 * dimple

        return shader

    return recipe


def _banana(rng: np.random.Generator) -> Shader:
    base, place, fine = vary(rng, "f6d63a", 0.01), anywhere(rng, 0.10, 0.15), upright(rng, 0.5, 0.8)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        spot = cells(displace(place(p) * np.array([1, 1, 0.6], np.float32), 0.4, 2.0))
        on = smoothstep(0.02, -0.05, spot.nearest - 0.30 * spot.identity[:, 0] ** 2)
        albedo = mix(base, rgb("b9c23c"), smoothstep(0.1, 0.7, gradient_noise(fine(p))) * 0.6)
        return mix(albedo, rgb("6a3f14"), on * 0.85), flat(p)

    return shader


def _kiwi(rng: np.random.Generator) -> Shader:
    green, wrap, fine = vary(rng, "7cb62c", 0.015), wrapped(rng, 0.55, 0.75), anywhere(rng, 0.05, 0.08)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        x, y = (uv - np.floor(uv) - 0.5).T
        radius, angle = np.hypot(x, y) / 0.5, np.arctan2(y, x)
        ray = np.cos(26.0 * angle)
        albedo = tint(green, 0.16 * ray * smoothstep(0.2, 0.5, radius) + 0.1 * gradient_noise(fine(p)) - 0.1 * radius)
        albedo = mix(albedo, rgb("f2f0c4"), smoothstep(0.26, 0.18, radius))
        seed = (np.abs(((angle / (2 * np.pi)) * 18.0) % 1.0 - 0.5) < 0.17) & (np.abs(radius - 0.38) < 0.075)
        albedo = mix(albedo, rgb("17120c"), seed.astype(np.float32))
        return mix(albedo, rgb("6b4a26"), smoothstep(0.93, 0.98, radius)), flat(p)

    return shader


def _corn(rng: np.random.Generator) -> Shader:
    base, wrap = vary(rng, "f4c22a", 0.012), wrapped(rng, 0.09, 0.13)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n) * np.array([1.0, 1.25], np.float32)
        column = np.floor(uv[:, 0])
        row = uv[:, 1] + 0.4 * random_of(column)
        x, y = uv[:, 0] - column - 0.5, row - np.floor(row) - 0.5
        dome = np.clip(1.0 - (np.abs(2 * x) ** 3 + np.abs(2 * y) ** 3), 0.0, 1.0)
        albedo = tint(base, 0.2 * (random_of(column, np.floor(row)) - 0.5))
        albedo = mix(rgb("8a5510"), albedo, dome * 1.4)
        glint = smoothstep(0.16, 0.08, np.hypot(x + 0.12, y - 0.15))
        return mix(albedo, rgb("fff6c8"), glint * 0.8), 0.03 * (dome - 0.5)

    return shader


def _berry(rng: np.random.Generator) -> Shader:
    base, place = vary(rng, "c2224e", 0.015), anywhere(rng, 0.12, 0.17)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        drop = cells(place(p), 0.55)
        dome = np.clip(1.0 - drop.nearest * 1.3, 0.0, 1.0)
        glint = smoothstep(0.24, 0.12, drop.nearest)
        albedo = mix(
            base * np.float32(0.32), tint(base, 0.15 * (drop.identity[:, 0] - 0.5)), smoothstep(0.0, 0.35, drop.border)
        )
        return mix(albedo, rgb("ffd8e0"), glint * 0.75), 0.05 * (dome - 0.5)

    return shader


STYLES: tuple[Style, ...] = (
    Style("strawberry", ("strawberry", "strawberries", "ripe strawberry"), Kind.FOOD, _strawberry),
    Style("watermelon", ("watermelon", "watermelon rind", "green melon"), Kind.FOOD, _watermelon),
    Style(
        "watermelon slice",
        ("watermelon slice", "watermelon flesh", "red melon with seeds"),
        Kind.FOOD,
        _watermelon_flesh,
    ),
    Style("orange peel", ("orange peel", "orange fruit", "tangerine peel"), Kind.FOOD, peel("f58a12", "f9a52c")),
    Style("lemon", ("lemon", "lemon peel", "citrus"), Kind.FOOD, peel("f7e02c", "e9d81e")),
    Style("banana", ("banana", "banana peel", "ripe banana"), Kind.FOOD, _banana),
    Style("kiwi", ("kiwi", "kiwi fruit", "kiwi slice"), Kind.FOOD, _kiwi),
    Style("corn", ("corn", "corn cob", "maize"), Kind.FOOD, _corn),
    Style("raspberry", ("raspberry", "raspberries", "red berries"), Kind.FOOD, _berry),
)
