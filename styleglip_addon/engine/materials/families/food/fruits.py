"""Fruit by its skin: citrus, melon, apples and more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SHEEN, SUBSURFACE
from ...colors import mix, ramp, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...spaces import count_around, counted, laid, size, solid


def _watermelon(rng: np.random.Generator) -> Shader:
    light, mid, dark = vary_all(rng, ("a3bf68", "4f8236", "1f4a20"), 0.012, 0.05)
    stripe = size(rng, 0.075, 0.095)
    wrap, rough, net = laid(rng, stripe, stripe), solid(rng, 0.03, 0.04), solid(rng, 0.012, 0.016)

    def shader(points: Points) -> Shaded:
        q, edge = wrap(points), rough(points)
        # Dark stripes from end to end with feathered, jagged edges; they break into islands.
        jag = 0.20 * fractal(displaced(edge, 0.6, 1.5).stretched(1.0, 1.0, 1.5), 4, 0.65)
        t: Array = np.abs(q.q[:, 0] - np.round(q.q[:, 0])) + jag
        body = smoothstep(0.3, 0.23, t)
        halo = smoothstep(0.44, 0.22, t)
        vein = np.abs(gradient_noise(displaced(net(points), 0.7, 0.8)))
        veins = smoothstep(0.11, 0.03, vein)
        mottle = fractal(edge.finer(2.5, 9.0), 3, 0.6)
        color = mix(light, mid, 0.15 + 0.4 * halo + 0.3 * mottle + 0.4 * (1.0 - body) * veins)
        color = mix(color, mix(dark, mid, 0.15 + 0.3 * mottle + 0.5 * veins), body)
        relief = 0.0004 * fractal(edge.finer(0.6, 3.0), 2) + 0.00008 * mottle
        return Shaded(color, relief, {ROUGHNESS: 0.32 + 0.06 * mottle, COAT: 0.15, SUBSURFACE: 0.08})

    return shader


def peel(colors: Sequence[str], pore: tuple[float, float]) -> Recipe:
    """Citrus peel: oil glands show as dimples in a waxy skin.

    Args:
        colors: of the skin, its glands and its riper patches, hexadecimal.
        pore: range of the glands' distance, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, gland, ripe = vary_all(rng, colors, 0.008, 0.03)
        wide = size(rng, *pore)
        place, small, patch = solid(rng, wide, wide), solid(rng, 0.5 * wide, 0.5 * wide), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            q = place(points)
            pit = cells(q, 0.85)
            share = np.float32(kept(q.footprint))
            dimple = smoothstep(0.5, 0.05, pit.nearest) * (0.6 + 0.5 * pit.identity[:, 0])
            dimple = share * dimple + (1.0 - share) * 0.3
            slow, grain = fractal(patch(points), 3), gradient_noise(small(points))
            color = tint(mix(base, ripe, 0.4 + 0.8 * slow), 0.03 * grain)
            color = mix(color, gland, 0.75 * dimple)
            relief = np.float32(0.11 * wide) * (0.4 - dimple) + 0.0006 * slow + np.float32(0.012 * wide) * grain
            return Shaded(color, relief, {ROUGHNESS: 0.36 + 0.1 * dimple, COAT: 0.2, SUBSURFACE: 0.15})

        return shader

    return recipe


def _banana(rng: np.random.Generator) -> Shader:
    yellow, green, brown = vary_all(rng, ("eec63a", "b7b83e", "4a2a12"), 0.008, 0.03)
    fibre, patch, fleck = solid(rng, 0.012, 0.018, turned=False), solid(rng, 0.09, 0.14), solid(rng, 0.016, 0.022)
    bruise, ripe = solid(rng, 0.004, 0.006), rng.uniform(0.0, 0.6)

    def shader(points: Points) -> Shaded:
        line = fractal(fibre(points).stretched(1.0, 1.0, 0.06), 3, 0.6)
        slow = fractal(patch(points), 2)
        spot = cells(displaced(fleck(points).stretched(1.0, 1.0, 0.6), 0.4, 2.0))
        edge = spot.nearest + 0.1 * gradient_noise(bruise(points))
        spots = smoothstep(0.03, -0.05, edge - (0.12 + 0.42 * np.float32(ripe) * spot.identity[:, 0] ** 3))
        halo = smoothstep(0.2, -0.05, edge - 0.4 * spot.identity[:, 0] ** 3)
        color = mix(yellow, green, smoothstep(0.05, 0.6, slow) * np.float32(0.7 - ripe))
        color = tint(color, 0.06 * line - 0.1 * halo)
        streak = smoothstep(0.52, 0.75, line) * 0.5
        color = mix(color, brown, np.maximum(0.85 * spots, streak))
        return Shaded(
            color, 0.0006 * slow + 0.0001 * line, {ROUGHNESS: 0.45 + 0.15 * spots, COAT: 0.08, SUBSURFACE: 0.12}
        )

    return shader


def _apple(rng: np.random.Generator) -> Shader:
    red, yellow = [("a81420", "dcae4a"), ("b8242a", "c9c25c"), ("7da32c", "b5c552")][int(rng.integers(3))]
    skin, ground = vary(rng, red, 0.012), vary(rng, yellow, 0.012)
    streaks, patch, dots = solid(rng, 0.009, 0.012, turned=False), solid(rng, 0.12, 0.18), solid(rng, 0.0085, 0.01)

    def shader(points: Points) -> Shaded:
        line = fractal(displaced(streaks(points).stretched(1.0, 1.0, 0.09), 0.3, 0.5), 3, 0.65)
        slow = fractal(patch(points), 2)
        lenticel = cells(dots(points))
        dot = smoothstep(0.15, 0.08, lenticel.nearest) * (lenticel.identity[:, 0] > 0.35)
        blush = smoothstep(-0.45, 0.3, 0.55 * line + 0.9 * slow + 0.15)
        color = tint(mix(ground, skin, blush), 0.06 * line)
        color = mix(color, rgb("e3cf96"), 0.6 * dot)
        return Shaded(
            color, 0.0005 * slow + 0.00003 * dot, {ROUGHNESS: 0.26 + 0.04 * line, COAT: 0.3, SUBSURFACE: 0.12}
        )

    return shader


def _peach(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("f2cf8a", "eeaa62", "d8663f", "a82f35"), 0.008, 0.04)
    blush, fuzz, streak = solid(rng, 0.2, 0.28), solid(rng, 0.0014, 0.002), solid(rng, 0.012, 0.016, turned=False)

    def shader(points: Points) -> Shaded:
        slow, hair = fractal(blush(points), 3, 0.35), fractal(fuzz(points), 2, 0.7)
        line = fractal(streak(points).stretched(1.0, 1.0, 0.15), 2)
        tone = 0.45 + 0.75 * slow + 0.12 * line + 0.06 * hair
        color = ramp(tone, (0.0, 0.35, 0.7, 1.0), stops)
        return Shaded(color, 0.0005 * slow + 0.00008 * hair, {ROUGHNESS: 0.75, SHEEN: 0.6, SUBSURFACE: 0.2})

    return shader


def _pineapple(rng: np.random.Generator) -> Shader:
    gold, brown, green = vary_all(rng, ("c98f35", "5c3817", "77803a"), 0.012, 0.05)
    pitch = size(rng, 0.026, 0.032)
    wrap, slow, fine = laid(rng, pitch, pitch), solid(rng, 0.08, 0.12), solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        q = wrap(points).q
        # Rhombic eyes on two spirals.
        a, b = q[:, 0] + 0.5 * q[:, 1], q[:, 0] - 0.5 * q[:, 1]
        i, j = np.floor(a), np.floor(b)
        x, y = a - i - 0.5, b - j - 0.5
        inset = 0.5 - np.maximum(np.abs(x), np.abs(y))
        up, side = x - y, x + y
        dome = smoothstep(0.0, 0.3, inset)
        # The bract: a dry scale whose tip points upwards.
        scale = smoothstep(0.34, 0.26, np.abs(side) + 0.55 * np.abs(up + 0.1)) * smoothstep(-0.42, -0.3, up)
        spike = smoothstep(0.07, 0.03, np.abs(side) + 0.08 * (up + 0.1)) * smoothstep(
            0.0, 0.1, 0.42 - np.abs(up - 0.12)
        )
        grain = fractal(fine(points), 2, 0.7)
        tone = fractal(slow(points), 2) + 0.6 * (
            random_of(counted(i + j, 2.0 * count_around(points, pitch)), i - j) - 0.5
        )
        color = mix(gold, green, smoothstep(-0.1, 0.6, tone))
        color = mix(color, brown, 0.8 * smoothstep(0.16, 0.03, inset))
        color = mix(color, tint(brown, 0.5 * grain + 0.5), 0.6 * scale)
        color = tint(mix(color, rgb("d9c08a"), 0.8 * spike), 0.18 * grain)
        relief = np.float32(pitch) * (0.22 * dome + 0.07 * scale + 0.05 * spike - 0.2) + 0.0004 * grain
        return Shaded(color, relief, {ROUGHNESS: 0.55 + 0.2 * scale, SUBSURFACE: 0.05})

    return shader


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material("watermelon", ("watermelon", "watermelon rind", "green melon"), _watermelon, 0.003, 0.085),
    _material(
        "orange peel",
        ("orange peel", "orange fruit", "tangerine peel"),
        peel(("e8821a", "d46a0c", "f09c30"), (0.0042, 0.0052)),
        0.002,
        0.02,
    ),
    _material(
        "lemon",
        ("lemon", "lemon peel", "citrus"),
        peel(("efd12e", "d9b01c", "e6da4c"), (0.0048, 0.0058)),
        0.002,
        0.02,
    ),
    _material(
        "lime peel",
        ("lime peel", "lime fruit", "lime skin", "key lime"),
        peel(("6d9a2a", "4f7f1f", "93b340"), (0.004, 0.005)),
        0.002,
        0.02,
        0.6,
    ),
    _material("banana", ("banana", "banana peel", "ripe banana"), _banana, 0.003, 0.03),
    _material("apple", ("apple", "apple skin", "apples"), _apple, 0.003, 0.03),
    _material("peach skin", ("peach skin", "peach fruit", "fuzzy peach", "nectarine"), _peach, 0.0018, 0.08, 0.8),
    _material("pineapple", ("pineapple", "pineapple skin", "ananas"), _pineapple, 0.003, 0.03),
)
