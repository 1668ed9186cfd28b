"""Berries: strawberry, raspberry, blackberry, blueberries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, random_of, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import count_around, counted, laid, size, solid


def _strawberry(rng: np.random.Generator) -> Shader:
    red, pale, seed = vary_all(rng, ("c0141c", "e0503a", "e3bd5a"), 0.008, 0.04)
    pitch = size(rng, 0.015, 0.019)
    wrap, slow, fine = laid(rng, pitch, 0.9 * pitch), solid(rng, 0.04, 0.06), solid(rng, 0.0018, 0.0024)

    def shader(points: Points) -> Shaded:
        q = wrap(points).q
        row = np.floor(q[:, 1])
        shifted = q[:, 0] + 0.5 * (row % 2.0)
        column = np.floor(shifted)
        cell = counted(column, count_around(points, pitch))
        x = shifted - column - 0.5 + 0.14 * (random_of(cell, row) - 0.5)
        y = q[:, 1] - row - 0.5 + 0.14 * (random_of(row, cell) - 0.5)
        radius = np.hypot(x, 0.8 * y)
        dimple = smoothstep(0.42, 0.1, radius)
        # A drop-shaped seed, narrow above.
        drop = np.hypot(x / np.maximum(0.125 - 0.16 * y, 0.03), y / 0.19)
        on = smoothstep(1.1, 0.9, drop)
        tone, grain = fractal(slow(points), 2), gradient_noise(fine(points))
        color = mix(red, pale, 0.22 + 0.35 * tone + 0.2 * smoothstep(0.25, 0.6, radius))
        color = tint(color, 0.05 * grain - 0.28 * dimple * (1.0 - on))
        color = mix(color, tint(seed, 0.5 * (random_of(row, cell + 7.0) - 0.5)), on)
        relief = np.float32(pitch) * (0.06 - 0.17 * dimple + 0.1 * on * (1.0 - 0.5 * drop)) + 0.0001 * grain
        return Shaded(color, relief, {ROUGHNESS: 0.3 + 0.2 * on, COAT: 0.35, SUBSURFACE: 0.2}, 1.0 - on)

    return shader


def drupelets(colors: Sequence[str], drop: tuple[float, float], gloss: float) -> Recipe:
    """A berry of many small round ones, packed in rows.

    Args:
        colors: from the gaps to the tops, hexadecimal.
        drop: range of a drupelet's width, metres.
        gloss: roughness.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, wide = vary_all(rng, colors, 0.012, 0.05), size(rng, *drop)
        wrap, slow = laid(rng, wide, 0.9 * wide), solid(rng, 0.04, 0.06)
        sway, film = solid(rng, 2.5 * wide, 2.5 * wide), solid(rng, 0.3 * wide, 0.36 * wide)

        def shader(points: Points) -> Shaded:
            q, bent = wrap(points).q, sway(points)
            v = q[:, 1] + 0.25 * gradient_noise(bent)
            row = np.floor(v)
            u = q[:, 0] + 0.25 * gradient_noise(bent.finer(1.0, 9.0)) + 0.5 * (row % 2.0)
            column = np.floor(u)
            # The nearest of a row's own drupelets and of those in the rows above and below.
            x, y = u - column - 0.5, v - row - 0.5
            beside = np.where(x > 0.0, np.float32(0.5), np.float32(-0.5))
            above = np.where(y > 0.0, np.float32(1.0), np.float32(-1.0))
            here, there = np.hypot(x, 0.9 * y), np.hypot(x - beside, 0.9 * (y - above))
            count = count_around(points, wide)
            next_ = column + (x > 0.0) - ((row + above) % 2.0)
            own = np.where(
                here < there, random_of(counted(column, count), row), random_of(counted(next_, count), row + above)
            )
            away, gap = np.minimum(here, there), smoothstep(0.14, 0.0, np.abs(here - there))
            gap = np.maximum(gap * smoothstep(0.35, 0.5, away), smoothstep(0.46, 0.5, np.abs(x)))
            dome = np.sqrt(np.clip(1.0 - (away / 0.62) ** 2, 0.0, 1.0))
            fine = gradient_noise(film(points))
            tone = 0.2 + 0.5 * dome + 0.2 * (own - 0.5) - 0.25 * gap + 0.2 * fractal(slow(points), 2) + 0.04 * fine
            color = ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops)
            # What is left of the pistil: a fine hair on some.
            hair = smoothstep(0.05, 0.02, np.hypot(x - 0.05, y - 0.06) + 0.2 * (own < 0.5)) * (here < there)
            color = mix(color, rgb("d8b07a"), 0.8 * hair)
            relief = np.float32(0.5 * wide) * (dome - 0.7) - np.float32(0.06 * wide) * gap
            return Shaded(color, relief, {ROUGHNESS: np.float32(gloss) + 0.05 * fine, COAT: 0.25, SUBSURFACE: 0.35})

        return shader

    return recipe


def _blueberries(rng: np.random.Generator) -> Shader:
    stops, cell = vary_all(rng, ("15172c", "26305a", "44548a", "6b7db0"), 0.012, 0.05), size(rng, 0.014, 0.017)
    layers = [solid(rng, cell, cell, turned=False) for _ in range(2)]
    film = solid(rng, 0.007, 0.01)

    def shader(points: Points) -> Shaded:
        dust = fractal(film(points), 3)
        color = np.broadcast_to(rgb("0f0f18"), (len(points), 3))
        relief, rough = np.full(len(points), -0.4, np.float32), np.full(len(points), 0.6, np.float32)
        berry, level = overlaid([layer(points) for layer in layers], points, _round, reach=0.7)
        radius = np.hypot(berry.along, berry.across) / 0.66
        dome = np.sqrt(np.clip(1.0 - radius**2, 0.0, 1.0))
        # The crown: a five-pointed star around a pit, off the middle.
        x, y = berry.along - 0.5 * (berry.identity[:, 2] - 0.5), berry.across - 0.3 * (berry.identity[:, 1] - 0.5)
        away, angle = np.hypot(x, y), np.arctan2(y, x)
        star = (berry.identity[:, 0] > 0.4) * smoothstep(0.03, -0.01, away - 0.17 - 0.05 * np.cos(5.0 * angle))
        pit = star * smoothstep(0.12, 0.06, away)
        tone = 0.35 + 0.3 * dome + 0.28 * dust + 0.25 * (berry.identity[:, 1] - 0.5)
        own = ramp(tone, (0.0, 0.35, 0.7, 1.0), stops)
        own = mix(own, stops[0], 0.75 * star)
        color = np.where(berry.inside[:, None], own, color)
        height = 0.1 * level + 0.2 * berry.height + 0.6 * dome - 0.4 + 0.05 * star - 0.12 * pit
        relief = np.where(berry.inside, height, relief)
        rough = np.where(berry.inside, 0.5 + 0.15 * dust, rough)
        return Shaded(color, np.float32(cell) * relief, {ROUGHNESS: rough, SUBSURFACE: 0.15}, cover=berry.inside)

    return shader


def _round(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < 0.66
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material("strawberry", ("strawberry", "strawberries", "ripe strawberry"), _strawberry, 0.002, 0.017),
    _material(
        "raspberry",
        ("raspberry", "raspberries", "red berries"),
        drupelets(("5c0a1e", "a3183a", "c93456", "dc6880"), (0.012, 0.015), 0.38),
        0.002,
        0.014,
    ),
    _material(
        "blueberries",
        ("blueberries", "blueberry", "bilberries"),
        _blueberries,
        0.002,
        0.02,
        0.7,
    ),
    _material(
        "blackberry",
        ("blackberry", "blackberries", "dark berries", "mulberry"),
        drupelets(("0e080f", "22101f", "361530", "552646"), (0.012, 0.015), 0.2),
        0.002,
        0.014,
        0.5,
    ),
)
