"""Sweets of many colours: sprinkles, gumdrops, frosting, ice cream."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import choose, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, random_of, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid, strewn
from ...spaces import count_around, counted, laid, size, solid

_CANDY = ("d9304a", "2f7fd0", "f2c62a", "3fa85f", "ee86ac", "f4f1ea")


def sprinkled(ground: str, tones: Sequence[str], share: float) -> Recipe:
    """Icing with little coloured rods.

    Args:
        ground: colour of the icing, hexadecimal.
        tones: of the rods.
        share: of the seeds that have a rod.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, colors = vary(rng, ground, 0.012, 0.08, 0.04), vary_all(rng, tones, 0.01, 0.03)
        cell, slow = size(rng, 0.0115, 0.014), solid(rng, 0.05, 0.07)
        layers = [solid(rng, cell, cell, turned=False) for _ in range(2)]

        def rod(along: Array, across: Array, own: Array) -> Inside:
            inside: Inside = (_from_rod(along, across) < _ROD) & (own[:, 1] < share)
            return inside

        def shader(points: Points) -> Shaded:
            sag = fractal(slow(points), 2)
            color = np.broadcast_to(tint(base, 0.05 * sag), (len(points), 3))
            relief, dye = 0.0015 * sag, np.ones(len(points), np.float32)
            rough, coat = np.full(len(points), 0.3, np.float32), np.full(len(points), 0.45, np.float32)
            one, _ = overlaid([layer(points) for layer in layers], points, rod, reach=0.62)
            away = np.clip(_from_rod(one.along, one.across) / _ROD, 0.0, 1.0)
            own = tint(choose(one.identity[:, 0], colors), 0.12 * (one.identity[:, 2] - 0.5))
            color = np.where(one.inside[:, None], own, color)
            round_ = np.float32(_ROD * cell) * np.sqrt(1.0 - away * away)
            relief = np.where(one.inside, 0.0015 * sag + round_ + 0.0005 * one.height, relief)
            rough = np.where(one.inside, np.float32(0.35), rough)
            coat, dye = np.where(one.inside, np.float32(0.2), coat), np.where(one.inside, np.float32(0.0), dye)
            return Shaded(color, relief, {ROUGHNESS: rough, COAT: coat, SUBSURFACE: 0.15}, dye, cover=one.inside)

        return shader

    return recipe


_ROD = 0.13
"""Radius of a rod, features; it is 1.2 features long."""


def _from_rod(along: Array, across: Array) -> Array:
    away: Array = np.hypot(np.maximum(np.abs(along) - 0.46, 0.0), across)
    return away


def _gumdrops(rng: np.random.Generator) -> Shader:
    colors = vary_all(rng, (*_CANDY[:5], "e8792a", "7d3fb0"), 0.01, 0.03)
    cell = size(rng, 0.0125, 0.015)
    layers = [solid(rng, cell, cell, turned=False) for _ in range(3)]
    fine = solid(rng, 0.0016, 0.0022)

    def shader(points: Points) -> Shaded:
        color = np.broadcast_to(rgb("3a1a1c"), (len(points), 3))
        relief = np.full(len(points), -0.35, np.float32)
        speck = gradient_noise(fine(points))
        bean, level = overlaid([layer(points) for layer in layers], points, _bean)
        edge = np.clip(_off_bean(bean.along, bean.across), 0.0, 1.0)
        own = tint(
            choose(bean.identity[:, 0], colors), 0.16 * (bean.identity[:, 2] - 0.5) + 0.03 * speck - 0.25 * edge**6
        )
        color = np.where(bean.inside[:, None], own, color)
        height = 0.12 * level + 0.2 * bean.height + 0.4 * np.sqrt(1.0 - edge * edge) - 0.35
        relief = np.where(bean.inside, height, relief)
        return Shaded(
            color, np.float32(cell) * relief, {ROUGHNESS: 0.22, COAT: 0.5, SUBSURFACE: 0.35}, cover=bean.inside
        )

    return shader


def _off_bean(along: Array, across: Array) -> Array:
    """0 on the middle line of a bent bean, 1 on its outline."""
    bent = across + 0.25 * along * along
    away: Array = np.hypot(np.maximum(np.abs(along) - 0.36, 0.0), bent) / 0.42
    return away


def _bean(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = _off_bean(along, across) < 1.0
    return inside


def _frosting(rng: np.random.Generator) -> Shader:
    base = vary(rng, ("f3e4d2", "f2b8c9", "bfe0d8", "f4efe6")[int(rng.integers(4))], 0.015)
    pitch = size(rng, 0.03, 0.04)
    wrap, air = laid(rng, pitch, pitch), solid(rng, 0.004, 0.006)

    def shader(points: Points) -> Shaded:
        q = wrap(points).q
        row = np.floor(q[:, 1])
        x = q[:, 0] + 0.5 * (row % 2.0)
        cell = np.floor(x)
        x, y = x - cell - 0.5, q[:, 1] - row - 0.5
        # Rosettes from a star nozzle: grooves that wind inwards.
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        turn = angle + 5.5 * radius + 6.28 * random_of(counted(cell, count_around(points, pitch)), row)
        groove = np.abs(np.sin(3.5 * turn)) * smoothstep(0.02, 0.16, radius)
        dome = np.sqrt(np.clip(1.0 - (radius / 0.68) ** 2, 0.0, 1.0))
        fine = gradient_noise(air(points))
        relief = np.float32(pitch) * (0.32 * dome + 0.07 * groove - 0.25) + 0.0001 * fine
        tone = 0.05 * (groove - 0.6) - 0.1 * (1.0 - dome) ** 2 + 0.015 * fine
        return Shaded(tint(base, tone), relief, {ROUGHNESS: 0.5, SUBSURFACE: 0.3})

    return shader


def _ice_cream(rng: np.random.Generator) -> Shader:
    base, fruit = [
        (rgb("f3e3b8"), rgb("4a2f1c")),
        (rgb("eda9b4"), rgb("b02a44")),
        (rgb("c5e0c0"), rgb("3a2013")),
    ][int(rng.integers(3))]
    base, place, crystal = vary(rng, base), solid(rng, 0.03, 0.045), solid(rng, 0.004, 0.0055)
    bit_at = solid(rng, 0.014, 0.018, turned=False)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points).stretched(1.0, 1.0, 1.6), 0.5, 1.2)
        # The scoop tears: rough drags beside smooth ones.
        drag, ice = fractal(q, 3, 0.6), fractal(crystal(points), 3, 0.65)
        torn = smoothstep(-0.1, 0.3, gradient_noise(q.finer(0.7, 9.0)))
        tone = 0.05 * drag + 0.05 * ice * (0.4 + torn)
        bit = strewn(bit_at(points), points, _bit)
        color = np.where(bit.inside[:, None], tint(fruit, 0.2 * ice), tint(base, tone))
        relief = 0.0022 * drag + (0.0004 + 0.0008 * torn) * ice - 0.0005 * bit.inside
        return Shaded(color, relief, {ROUGHNESS: 0.38 + 0.2 * torn, SUBSURFACE: 0.35}, 1.0 - bit.inside)

    return shader


def _bit(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (np.abs(along) + 1.6 * np.abs(across) < 0.1 + 0.2 * own[:, 1]) & (own[:, 0] < 0.4)
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, sizes: tuple[float, float], weight: float = 1.0, base: str = ""
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, *sizes, weight=weight, base=base)


_ROD_SIZES = (0.0015, 0.015)

MATERIALS = (
    _material(
        "sprinkles",
        ("sprinkles", "donut icing with sprinkles", "pink frosting with sprinkles"),
        sprinkled("ee9cbd", _CANDY, 0.75),
        _ROD_SIZES,
    ),
    _material(
        "chocolate sprinkles",
        ("chocolate sprinkles", "chocolate donut with sprinkles"),
        sprinkled("4c2c1b", _CANDY, 0.75),
        _ROD_SIZES,
        0.6,
    ),
    _material("gumdrops", ("gumdrops", "jelly beans", "candy"), _gumdrops, (0.002, 0.02)),
    _material("frosting", ("frosting", "buttercream", "cake icing", "whipped cream"), _frosting, (0.003, 0.035), 0.8),
    _material("ice cream", ("ice cream", "gelato", "scoop of ice cream"), _ice_cream, (0.003, 0.035), 0.8),
)
