"""Fruit cut open, and vegetables: melon, kiwi, corn, pumpkin."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, random_of, smoothstep
from ...points import Array, Points
from ...scatter import Inside, strewn
from ...spaces import count_around, counted, laid, size, solid


def _watermelon_flesh(rng: np.random.Generator) -> Shader:
    red, pale = vary_all(rng, ("d83844", "f0858a"), 0.008, 0.04)
    seeds, grain = solid(rng, 0.021, 0.026, turned=False), solid(rng, 0.0024, 0.0032)
    fibre, slow = solid(rng, 0.02, 0.03), solid(rng, 0.06, 0.1)

    def shader(points: Points) -> Shaded:
        q = displaced(fibre(points), 0.5)
        wide, cell = fractal(slow(points), 2), fractal(grain(points), 2, 0.7)
        vein = smoothstep(0.12, 0.02, np.abs(gradient_noise(q)))
        color = mix(red, pale, 0.2 + 0.4 * wide + 0.16 * cell + 0.22 * vein)
        seed = strewn(seeds(points), points, _seed, axis=0.4, reach=0.36)
        off = np.clip(_off_seed(seed.along, seed.across), 0.0, 1.0)
        # Some stayed white and soft.
        black = tint(rgb("2a1a14"), 0.5 * seed.identity[:, 1])
        own = np.where((seed.identity[:, 0] > 0.5)[:, None], rgb("efdcc0"), black)
        ring = strewn(seeds(points), points, _socket, axis=0.4, reach=0.45).inside
        color = tint(color, -0.16 * ring)
        color = np.where(seed.inside[:, None], own, color)
        relief = 0.0004 * cell + 0.0006 * wide - 0.0006 * ring + 0.0016 * seed.inside * np.sqrt(1.0 - off * off)
        rough = 0.22 + 0.1 * cell + 0.06 * seed.inside
        return Shaded(color, relief, {ROUGHNESS: rough, SUBSURFACE: 0.3, COAT: 0.2}, 1.0 - seed.inside)

    return shader


def _off_seed(along: Array, across: Array) -> Array:
    """0 in the middle of a drop-shaped seed, 1 on its outline."""
    off: Array = np.hypot(along / 0.29, across / np.maximum(0.16 - 0.22 * along, 0.02))
    return off


def _seed(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (_off_seed(along, across) < 1.0) & (own[:, 0] < 0.6)
    return inside


def _socket(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (_off_seed(along, across) < 1.4) & (own[:, 0] < 0.6)
    return inside


def _kiwi(rng: np.random.Generator) -> Shader:
    green, core, fur = vary_all(rng, ("7fae2c", "e9ebbd", "6a5030"), 0.012, 0.04)
    cell = size(rng, 0.036, 0.042)
    slices = solid(rng, cell, cell, turned=False)
    fine, hair = solid(rng, 0.0022, 0.003), solid(rng, 0.0024, 0.003)

    def shader(points: Points) -> Shaded:
        grain, brown = gradient_noise(fine(points)), gradient_noise(hair(points).stretched(1.0, 1.0, 0.25))
        color, relief = tint(np.broadcast_to(fur, (len(points), 3)), 0.35 * brown), -0.0015 + 0.0004 * brown
        rough, coat = np.full(len(points), 0.85, np.float32), np.zeros(len(points), np.float32)
        cut = strewn(slices(points), points, _disc, reach=0.9)
        radius = np.hypot(cut.along, cut.across) / 0.86
        angle = np.arctan2(cut.across, cut.along) * np.float32(1.0 / (2.0 * np.pi))
        ray = np.cos(np.float32(2.0 * np.pi * 27.0) * angle)
        body = smoothstep(0.24, 0.45, radius)
        own = tint(mix(green, core, 0.16 + 0.12 * ray * body - 0.2 * (radius - 0.5)), 0.05 * grain - 0.12 * body)
        own = mix(own, core, smoothstep(0.32, 0.2, radius + 0.02 * ray))
        sector = angle * 22.0
        jitter = random_of(np.floor(sector), np.floor(cut.identity[:, 0] * 4096.0))
        off = np.hypot((sector - np.floor(sector) - 0.5) / 0.3, (radius - 0.4 - 0.07 * jitter) / 0.065)
        own = mix(own, rgb("1b130d"), smoothstep(1.1, 0.85, off))
        own = mix(own, fur, smoothstep(0.955, 0.98, radius))
        color = np.where(cut.inside[:, None], own, color)
        relief = np.where(cut.inside, 0.001 + 0.002 * cut.height + 0.00015 * grain, relief)
        rough = np.where(cut.inside, np.float32(0.25), rough)
        coat = np.where(cut.inside, np.float32(0.2), coat)
        return Shaded(color, relief.astype(np.float32), {ROUGHNESS: rough, COAT: coat, SUBSURFACE: 0.25})

    return shader


def _disc(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < 0.86
    return inside


def _corn(rng: np.random.Generator) -> Shader:
    base, deep = vary_all(rng, ("efbe34", "b9741a"), 0.01, 0.04)
    pitch = size(rng, 0.012, 0.0145)
    wrap, slow = laid(rng, pitch, 0.8 * pitch), solid(rng, 0.05, 0.08)

    def shader(points: Points) -> Shaded:
        q = wrap(points).q
        column = np.floor(q[:, 0])
        number = counted(column, count_around(points, pitch))
        pairs = np.floor(0.5 * number)
        shifted = q[:, 1] + random_of(pairs) + 0.08 * gradient_noise(slow(points))
        row = np.floor(shifted)
        x, y = 2.0 * (q[:, 0] - column - 0.5), 2.0 * (shifted - row - 0.5)
        own = random_of(number, row)
        # Kernels: rounded blocks with a dent in the middle of the top.
        edge = np.abs(x) ** 3 + np.abs(y) ** 3.5
        dome = np.sqrt(np.clip(1.0 - edge, 0.0, 1.0))
        dent = smoothstep(0.5, 0.0, np.hypot(0.7 * x, 1.3 * y)) * (0.4 + 0.6 * own)
        tone = 0.85 * smoothstep(0.55, 1.1, edge) + 0.3 * (own - 0.5) + 0.14 * fractal(slow(points), 2)
        color = tint(mix(base, deep, tone), 0.08 * (random_of(row, number + 5.0) - 0.5))
        color = mix(color, rgb("f7e2a0"), 0.3 * dent)
        relief = np.float32(pitch) * (0.3 * dome - 0.04 * dent - 0.2)
        return Shaded(color, relief, {ROUGHNESS: 0.3, COAT: 0.2, SUBSURFACE: 0.25})

    return shader


def _pumpkin(rng: np.random.Generator) -> Shader:
    orange, deep, pale = vary_all(rng, ("d9731c", "b5520f", "e9a24a"), 0.012, 0.05)
    rib = size(rng, 0.07, 0.09)
    wrap, slow, fine = laid(rng, rib, rib), solid(rng, 0.06, 0.09), solid(rng, 0.004, 0.006)
    line = solid(rng, 0.012, 0.018, turned=False)

    def shader(points: Points) -> Shaded:
        around = wrap(points).q[:, 0] + 0.03 * gradient_noise(slow(points))
        t = np.abs(around - np.floor(around) - 0.5) * 2.0
        bulge = np.sqrt(np.clip(1.0 - 0.93 * t * t, 0.0, 1.0))
        streak = fractal(line(points).stretched(1.0, 1.0, 0.1), 3, 0.6)
        wart, mottle = gradient_noise(fine(points)), fractal(slow(points).finer(1.5), 3, 0.6)
        color = mix(orange, deep, 0.75 * smoothstep(0.6, 1.0, t) + 0.35 * streak)
        color = mix(color, pale, 0.7 * smoothstep(0.1, 0.7, mottle) * bulge)
        scar = smoothstep(0.6, 0.7, gradient_noise(fine(points).finer(0.8, 3.0))) * smoothstep(0.0, 0.4, mottle)
        color = mix(color, rgb("c9a878"), 0.6 * scar)
        relief = np.float32(0.13 * rib) * (bulge - 0.75) + 0.0003 * streak + 0.00015 * wart + 0.0004 * scar
        return Shaded(color, relief, {ROUGHNESS: 0.42 + 0.3 * scar, COAT: 0.1, SUBSURFACE: 0.1})

    return shader


def _dragon_fruit(rng: np.random.Generator) -> Shader:
    flesh, seed = vary(rng, ("efe9e6", "b01e68")[int(rng.integers(2))], 0.01), rgb("18120f")
    dots, grain, slow = solid(rng, 0.0075, 0.009, turned=False), solid(rng, 0.003, 0.004), solid(rng, 0.04, 0.06)

    def shader(points: Points) -> Shaded:
        cell, wide = gradient_noise(grain(points)), fractal(slow(points), 2)
        one = strewn(dots(points), points, _dot, reach=0.28)
        color = mix(tint(flesh, 0.05 * wide + 0.04 * cell), seed, 0.9 * one.inside)
        return Shaded(
            color,
            0.0004 * wide + 0.0001 * cell + 0.0002 * one.inside,
            {ROUGHNESS: 0.25, COAT: 0.2, SUBSURFACE: 0.35},
            dye=1.0 - one.inside,
        )

    return shader


def _dot(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (np.hypot(0.75 * along, across) < 0.13 + 0.07 * own[:, 1]) & (own[:, 0] < 0.75)
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material(
        "watermelon slice",
        ("watermelon slice", "watermelon flesh", "red melon with seeds"),
        _watermelon_flesh,
        0.002,
        0.03,
    ),
    _material("kiwi", ("kiwi", "kiwi fruit", "kiwi slice"), _kiwi, 0.0025, 0.065),
    _material("dragon fruit", ("dragon fruit", "pitaya", "pitahaya"), _dragon_fruit, 0.0014, 0.012, 0.6),
    _material("corn", ("corn", "corn cob", "maize"), _corn, 0.002, 0.014),
    _material("pumpkin", ("pumpkin", "pumpkin skin", "halloween pumpkin", "squash"), _pumpkin, 0.004, 0.08),
)
