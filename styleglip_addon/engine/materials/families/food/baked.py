"""Baked things: bread, waffle, cookie, pizza, cake, gingerbread; and the cheese."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, strewn
from ...spaces import laid, size, solid


def _bread(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("f0d9a8", "dda75a", "b8712c", "854417", "4f260d"), 0.008, 0.04)
    wide = size(rng, 0.09, 0.12)
    place, blister, fine = solid(rng, wide, wide), solid(rng, 0.007, 0.011), solid(rng, 0.0024, 0.0034)
    cuts, flour = solid(rng, 0.12, 0.15, turned=False), rng.uniform(0.0, 0.5)

    def shader(points: Points) -> Shaded:
        q = place(points)
        bake, bumps = fractal(q, 3), gradient_noise(blister(points))
        crumb = fractal(fine(points), 2, 0.7)
        # Slashes open while it rises: torn, paler crumb between two crisp lips.
        line = cuts(points)
        way = line.q[:, 2] + 0.55 * line.q[:, 0] + 0.35 * line.q[:, 1] + 0.16 * gradient_noise(line.finer(0.8))
        off = np.abs(way - np.round(way)) + 0.04 * gradient_noise(line.finer(3.0, 5.0)) + 0.012 * crumb
        # A slash ends: it narrows to nothing, and not every one is there.
        width = 0.15 * smoothstep(-0.25, 0.35, gradient_noise(line.finer(1.1, 13.0)))
        open_ = smoothstep(0.0, 0.06, width - off)
        lip = smoothstep(-0.1, 0.0, width - off) * (1.0 - open_) * smoothstep(0.0, 0.05, width)
        # Hair cracks of the cooling crust.
        split = np.abs(gradient_noise(displaced(q.finer(4.0, 9.0), 0.35, 2.0)))
        crack = smoothstep(0.035, 0.008, split) * smoothstep(-0.1, 0.5, bake)
        baked = 0.52 + 0.4 * bake + 0.12 * bumps + 0.1 * crumb + 0.2 * lip + 0.1 * np.clip(points.upward, -1.0, 1.0)
        tone = baked * (1.0 - open_) + (0.1 + 0.22 * crumb + 0.12 * bake) * open_
        color = mix(ramp(tone, (0.0, 0.3, 0.55, 0.8, 1.0), stops), stops[0], 0.55 * crack)
        dusted = (
            np.float32(flour) * (1.0 - open_) * smoothstep(0.05, 0.6, 0.6 * crumb + 0.9 * fractal(q.finer(1.4, 3.0), 2))
        )
        color = mix(color, rgb("f2ebdc"), 1.2 * dusted)
        relief = 0.0025 * bake + 0.0007 * bumps + 0.00035 * crumb - 0.0045 * open_ + 0.003 * lip - 0.0006 * crack
        rough = 0.5 + 0.3 * open_ + 0.35 * dusted + 0.06 * crumb
        return Shaded(color, relief + 0.001 * open_ * crumb, {ROUGHNESS: rough, SUBSURFACE: 0.1})

    return shader


def crumb_of(color: str, crust: str, pore: tuple[float, float]) -> Recipe:
    """Cut airy dough: pores of all sizes.

    Args:
        color: of the crumb, hexadecimal.
        crust: browner places.
        pore: range of the larger pores' distance, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, brown, wide = vary(rng, color, 0.01), vary(rng, crust, 0.01), size(rng, *pore)
        large, small, fine = solid(rng, wide, wide), solid(rng, 0.36 * wide, 0.4 * wide), solid(rng, 0.0016, 0.0022)
        slow = solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            hole, dot = cells(displaced(large(points), 0.3, 1.8)), cells(displaced(small(points), 0.25, 1.5))
            wide_pore = smoothstep(0.06, -0.1, hole.nearest - 0.2 - 0.4 * hole.identity[:, 0] ** 2)
            small_pore = smoothstep(0.1, -0.1, dot.nearest - 0.2 - 0.3 * dot.identity[:, 0])
            grain, tone = gradient_noise(fine(points)), fractal(slow(points), 2)
            deep = np.maximum(wide_pore, 0.7 * small_pore)
            color = tint(mix(base, brown, 0.25 + 0.35 * tone + 0.5 * deep), 0.06 * grain - 0.12 * deep)
            relief = -0.0018 * wide_pore - 0.0009 * small_pore + 0.0003 * grain + 0.0006
            return Shaded(color, relief, {ROUGHNESS: 0.85, SUBSURFACE: 0.2})

        return shader

    return recipe


def _pizza(rng: np.random.Generator) -> Shader:
    cheese = vary_all(rng, ("a85a1c", "e0a545", "f2d184", "f8e8b8"), 0.008, 0.03)
    meat, sauce, green = vary(rng, "a8341f", 0.01), vary(rng, "9c2413", 0.01), vary(rng, "3c6b26", 0.02)
    melt_at, fine, pocket = solid(rng, 0.035, 0.05), solid(rng, 0.003, 0.004), solid(rng, 0.016, 0.022)
    salami_at, leaf_at = solid(rng, 0.034, 0.04, turned=False), solid(rng, 0.036, 0.042, turned=False)

    def shader(points: Points) -> Shaded:
        q = displaced(melt_at(points), 0.5, 1.2)
        melt, grain = fractal(q, 3, 0.55), gradient_noise(fine(points))
        bubble = smoothstep(0.35, 0.75, gradient_noise(pocket(points)))
        color = ramp(0.62 + 0.5 * melt - 0.55 * bubble, (0.0, 0.35, 0.7, 1.0), cheese)
        bare = smoothstep(0.24, 0.42, fractal(q.finer(0.9, 7.0), 3) - 0.2 * melt)
        color = mix(color, tint(sauce, 0.25 * grain), bare)
        relief = 0.0016 * melt + 0.001 * bubble - 0.0018 * bare
        gloss = 0.3 + 0.2 * bubble - 0.1 * bare
        slices = strewn(salami_at(points), points, _slice, reach=0.63)
        radius = np.hypot(slices.along, slices.across) / 0.62
        fat = smoothstep(0.3, 0.6, fractal(fine(points).finer(0.8, 5.0), 2))
        own = mix(tint(meat, 0.3 * (slices.identity[:, 0] - 0.5) + 0.1 * grain), rgb("dc9c86"), 0.75 * fat)
        own = mix(own, rgb("5c150c"), 0.85 * smoothstep(0.82, 1.0, radius))
        color = np.where(slices.inside[:, None], own, color)
        relief = np.where(slices.inside, 0.0022 + 0.0012 * radius**4 + 0.0006 * slices.height, relief)
        leaf = strewn(leaf_at(points), points, _basil, reach=0.55)
        rib = smoothstep(0.03, 0.01, np.abs(leaf.across))
        color = np.where(leaf.inside[:, None], mix(tint(green, 0.25 * leaf.along), rgb("8aa65c"), 0.5 * rib), color)
        relief = np.where(leaf.inside, 0.004 - 0.006 * leaf.across**2, relief)
        return Shaded(
            color, relief - 0.001, {ROUGHNESS: gloss + 0.06 * grain, SUBSURFACE: 0.15, COAT: 0.15 * (1.0 - bubble)}
        )

    return shader


def _slice(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (np.hypot(along, across) < 0.62) & (own[:, 1] < 0.55)
    return inside


def _basil(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (
        np.abs(across) < 0.34 * np.sqrt(np.clip(1.0 - (along / 0.5) ** 2, 0.0, 1.0)) * (1.0 - 0.5 * along)
    ) & (own[:, 0] < 0.3)
    return inside


def _waffle(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("f3d592", "e2ad58", "bf7c2c", "8a4c17"), 0.008, 0.04)
    pitch = size(rng, 0.019, 0.024)
    grid, slow, fine = laid(rng, pitch, pitch), solid(rng, 0.05, 0.08), solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        q = grid(points).q
        inset = 0.5 - np.max(np.abs(q - np.floor(q) - 0.5), axis=1)
        bake, crumb = fractal(slow(points), 2), fractal(fine(points), 2, 0.6)
        soft = inset + 0.02 * crumb
        pit = smoothstep(0.11, 0.24, soft)
        wall = pit * (1.0 - pit) * 4.0
        # The iron browns ridges and floors; the walls stay pale.
        tone = 0.58 + 0.35 * bake + 0.16 * crumb - 0.3 * wall - 0.08 * pit + 0.14 * smoothstep(0.1, 0.0, soft)
        relief = np.float32(-0.28 * pitch) * (pit - 0.5) + 0.0002 * crumb
        return Shaded(ramp(tone, (0.0, 0.35, 0.7, 1.0), stops), relief, {ROUGHNESS: 0.6, SUBSURFACE: 0.1})

    return shader


def biscuit(colors: tuple[str, str, str], chips: str | None) -> Recipe:
    """Short dough that has cracked in the oven, with or without pieces of chocolate.

    Args:
        colors: pale to brown, hexadecimal.
        chips: colour of the pieces, or None.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, chip = vary_all(rng, colors, 0.008, 0.04), vary(rng, chips or "000000")
        place, fine, chip_at = (
            solid(rng, 0.03, 0.042),
            solid(rng, 0.0028, 0.0038),
            solid(rng, 0.02, 0.024, turned=False),
        )

        def shader(points: Points) -> Shaded:
            q = displaced(place(points), 0.35, 1.5)
            dough, crumb = fractal(q, 3, 0.55), fractal(fine(points), 2, 0.7)
            split = np.abs(gradient_noise(displaced(q.finer(1.1, 9.0), 0.3, 2.6)))
            crack = smoothstep(0.07, 0.015, split) * smoothstep(-0.3, 0.2, dough)
            tone = 0.5 + 0.5 * dough + 0.25 * crumb - 0.25 * crack
            color = tint(ramp(tone, (0.0, 0.5, 1.0), stops), -0.18 * crack)
            relief = 0.003 * dough + 0.0006 * crumb - 0.0018 * crack
            rough: Array | float = 0.8
            if chips:
                bit = strewn(chip_at(points), points, _chip, reach=0.55)
                radius = np.hypot(bit.along, bit.across)
                color = np.where(
                    bit.inside[:, None], tint(chip, 0.3 * (bit.identity[:, 0] - 0.5) + 0.15 * crumb), color
                )
                relief = np.where(bit.inside, 0.0035 - 0.008 * radius**2 + 0.0012 * bit.height, relief)
                rough = np.where(bit.inside, np.float32(0.35), np.float32(0.8))
            return Shaded(color, relief, {ROUGHNESS: rough, SUBSURFACE: 0.08})

        return shader

    return recipe


def _chip(along: Array, across: Array, own: Array) -> Inside:
    angle = np.arctan2(across, along)
    outline = 0.2 + 0.22 * own[:, 2] + 0.05 * np.cos(3.0 * angle + 9.0 * own[:, 1]) + 0.03 * np.cos(5.0 * angle)
    inside: Inside = (np.hypot(along, across) < outline) & (own[:, 0] < 0.55)
    return inside


def _cheese(rng: np.random.Generator) -> Shader:
    base, deep = vary_all(rng, ("f0c75e", "d69a34"), 0.01, 0.03)
    wide = size(rng, 0.045, 0.06)
    place, small, slow = solid(rng, wide, wide), solid(rng, 0.4 * wide, 0.45 * wide), solid(rng, 0.05, 0.08)
    fine = solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        tone, grain = fractal(slow(points), 2), gradient_noise(fine(points))
        depth, wall = np.zeros(len(points), np.float32), np.zeros(len(points), np.float32)
        for scale, of in ((1.0, place), (0.42, small)):
            hole = cells(of(points), 0.9)
            # Balls of gas that the cut goes through.
            bubble = (0.5 if scale == 1.0 else 0.34) * (0.55 + 0.45 * hole.identity[:, 0])
            inside = np.clip(1.0 - (hole.nearest / bubble) ** 2, 0.0, 1.0)
            depth = np.maximum(depth, np.float32(scale * wide) * bubble * np.sqrt(inside))
            wall = np.maximum(wall, smoothstep(0.0, 0.05, inside))
        color = tint(mix(base, deep, 0.7 * wall + 0.25 * tone), 0.03 * grain)
        return Shaded(
            color,
            0.003 - 0.6 * depth + 0.0001 * grain,
            {ROUGHNESS: 0.42 - 0.12 * wall + 0.05 * tone, SUBSURFACE: 0.3},
        )

    return shader


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material("cheese", ("cheese", "swiss cheese", "yellow cheese"), _cheese, 0.003, 0.05, 1.2),
    _material("bread", ("bread", "bread crust", "baked bread", "loaf of bread"), _bread, 0.0025, 0.1),
    _material(
        "sponge cake",
        ("sponge cake", "cake", "slice of cake", "bread crumb", "sliced bread"),
        crumb_of("efd592", "cf9a4c", (0.009, 0.013)),
        0.0016,
        0.012,
        0.8,
    ),
    _material(
        "chocolate cake",
        ("chocolate cake", "brownie", "chocolate sponge cake"),
        crumb_of("54321f", "351c10", (0.009, 0.013)),
        0.0016,
        0.012,
        0.5,
    ),
    _material("pizza", ("pizza", "salami pizza", "pepperoni pizza"), _pizza, 0.003, 0.05),
    _material("waffle", ("waffle", "belgian waffle", "ice cream cone"), _waffle, 0.003, 0.022),
    _material(
        "cookie",
        ("cookie", "chocolate chip cookie", "biscuit"),
        biscuit(("ecc88c", "cf9b5a", "9c6530"), "3a2013"),
        0.0028,
        0.035,
    ),
    _material(
        "gingerbread",
        ("gingerbread", "gingerbread cookie", "lebkuchen"),
        biscuit(("b8793e", "96592a", "6d3c1a"), None),
        0.0028,
        0.035,
        0.6,
    ),
)
