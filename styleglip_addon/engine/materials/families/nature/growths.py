"""Growing things that are no leaves: mushrooms, lichen, coral, cactus."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import choose, mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...scatter import Inside, strewn
from ...spaces import Place, count_around, counted, laid, size, solid

_GILLS = 0.0045
"""Distance between gills, metres."""


def _underneath(points: Points, gills: Place) -> tuple[Array, Array]:
    """How far a point belongs to the underside of a cap (n,), and its height on the gills there, 0..1."""
    under = smoothstep(-0.45, -0.6, points.upward)
    q = gills(points)
    x = q.q[:, 0] - np.floor(q.q[:, 0])
    share = np.float32(kept(q.footprint))
    return under, 0.6 + share * (1.0 - np.abs(2.0 * x - 1.0) - 0.6)


def _toadstool(rng: np.random.Generator) -> Shader:
    red, orange, white = vary_all(rng, ("b8121a", "d8421c", "f1ead8"), 0.008, 0.03)
    warts, slow, fine = solid(rng, 0.04, 0.05, turned=False), solid(rng, 0.08, 0.12), solid(rng, 0.004, 0.006)
    gills = laid(rng, _GILLS, 0.05)

    def wart(along: Array, across: Array, own: Array) -> Inside:
        angle = np.arctan2(across, along)
        ragged = 0.05 * np.cos(5.0 * angle + 9.0 * own[:, 0]) + 0.03 * np.cos(8.0 * angle + 5.0 * own[:, 1])
        inside: Inside = np.hypot(along, across) < (0.1 + 0.3 * own[:, 2]) * (1.0 + 2.2 * ragged)
        return inside

    def shader(points: Points) -> Shaded:
        tone, crumb = fractal(slow(points), 2), fractal(fine(points), 2, 0.7)
        under, gill = _underneath(points, gills)
        spot = strewn(warts(points), points, wart, reach=0.5)
        radius = np.hypot(spot.along, spot.across) / (0.1 + 0.3 * spot.identity[:, 2])
        dome = np.sqrt(np.clip(1.15 - radius * radius, 0.0, 1.0))
        color = tint(mix(red, orange, 0.3 + 0.5 * tone), 0.04 * crumb)
        color = np.where(spot.inside[:, None], tint(white, 0.07 * crumb - 0.08 * (1.0 - dome)), color)
        color = mix(color, tint(rgb("efe6cf"), 0.14 * (gill - 0.6)), under)
        raised = spot.inside * (0.0012 + 0.0025 * dome + 0.0007 * crumb) + 0.0006 * tone - 0.0008
        relief = raised * (1.0 - under) + under * 0.0015 * (gill - 0.6)
        plain = 1.0 - np.maximum(spot.inside, under)
        return Shaded(color, relief, {ROUGHNESS: 0.75 - 0.5 * plain, COAT: 0.3 * plain, SUBSURFACE: 0.15}, plain)

    return shader


def _mushroom(rng: np.random.Generator) -> Shader:
    cap = vary_all(rng, (("7c5233", "b08a63", "d9c2a0"), ("9a9088", "cfc6b8", "ece4d6"))[int(rng.integers(2))], 0.01)
    scale_at, fibre = solid(rng, 0.016, 0.022), solid(rng, 0.008, 0.012, turned=False)
    slow, gills = solid(rng, 0.08, 0.13), laid(rng, _GILLS, 0.05)

    def shader(points: Points) -> Shaded:
        tone, line = fractal(slow(points), 3), fractal(fibre(points).stretched(1.0, 1.0, 0.15), 3, 0.6)
        under, gill = _underneath(points, gills)
        # The skin tears into flat scales as the cap grows.
        flake = cells(displaced(scale_at(points), 0.4, 1.6))
        scale = smoothstep(0.02, 0.22, flake.border) * smoothstep(-0.3, 0.3, tone + 0.8 * (flake.identity[:, 0] - 0.5))
        brown = 0.75 + 0.35 * tone + 0.12 * line - 0.4 * scale + 0.1 * flake.identity[:, 1] * scale
        color = mix(ramp(brown, (0.0, 0.5, 1.0), cap), tint(rgb("8a6650"), 0.5 * (gill - 0.6)), under)
        top = 0.0007 * scale + 0.0006 * tone + 0.0002 * line
        return Shaded(color, top * (1.0 - under) + under * 0.0018 * (gill - 0.6), {ROUGHNESS: 0.65, SUBSURFACE: 0.2})

    return shader


def _lichen(rng: np.random.Generator) -> Shader:
    stone = vary_all(rng, ("4e4c49", "7b7872", "a19d94"), 0.01, 0.04)
    crusts = vary_all(rng, ("aeb8a0", "c5c9ae", "8e9c84", "d08a2a", "dcb23c", "9aa890"), 0.012, 0.04)
    wide = size(rng, 0.028, 0.036)
    layers = [solid(rng, wide * share, wide * share, turned=False) for share in (1.0, 0.7)]
    rock, fine, slow = solid(rng, 0.03, 0.05), solid(rng, 0.0035, 0.0048), solid(rng, 0.12, 0.18)

    def shader(points: Points) -> Shaded:
        face, grain = fractal(rock(points), 4, 0.6), fractal(fine(points), 2, 0.7)
        color = ramp(0.5 + 0.5 * face + 0.2 * grain, (0.0, 0.5, 1.0), stone)
        relief, wild = 0.0016 * face + 0.0003 * grain, fractal(slow(points), 2)
        for level, layer in enumerate(layers):
            crust = strewn(layer(points), points, _rosette, reach=0.9)
            far = np.hypot(crust.along, crust.across) / _rosette_edge(crust.along, crust.across, crust.identity)
            # Rosettes grow outwards: lobes at the rim, older and greyer within, some with a bare middle.
            angle = np.arctan2(crust.across, crust.along)
            lobe = np.cos(17.0 * angle + 6.0 * gradient_noise(fine(points).finer(0.3)))
            own = tint(
                choose(crust.identity[:, 0], crusts),
                0.18 * grain + 0.1 * lobe * smoothstep(0.5, 1.0, far) + 0.1 * far - 0.08,
            )
            there = (
                crust.inside
                & (far + 0.35 * grain > 0.75 * (crust.identity[:, 1] > 0.6))
                & (wild + 0.5 * crust.identity[:, 2] > 0.0)
            )
            color = np.where(there[:, None], own, color)
            height = 0.0006 + 0.0004 * level + 0.0004 * lobe * far + 0.0005 * grain
            relief = np.where(there, 0.0016 * face + height, relief)
        return Shaded(color, relief, {ROUGHNESS: 0.93})

    return shader


def _rosette_edge(along: Array, across: Array, own: Array) -> Array:
    """Radius (n,) of a rosette in the direction of points of it."""
    angle = np.arctan2(across, along)
    wave = 0.1 * np.cos(3.0 * angle + 9.0 * own[:, 1]) + 0.06 * np.cos(7.0 * angle + 5.0 * own[:, 2])
    edge: Array = (0.3 + 0.45 * own[:, 1]) * (1.0 + wave)
    return edge


def _rosette(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < _rosette_edge(along, across, own)
    return inside


def _coral(rng: np.random.Generator) -> Shader:
    top, side, deep = vary_all(
        rng,
        [("f0927e", "dc6a5c", "8a2f30"), ("eaa6a0", "d8707e", "7f2c44"), ("edb27a", "d98448", "7c3a1c")][
            int(rng.integers(3))
        ],
        0.012,
        0.04,
    )
    wide = size(rng, 0.03, 0.038)
    place, polyp, fine = solid(rng, wide, wide), solid(rng, 0.0035, 0.0045), solid(rng, 0.0018, 0.0024)
    slow = solid(rng, 0.08, 0.12)

    def shader(points: Points) -> Shaded:
        # Brain coral: valleys wind between ridges of the same width.
        q = displaced(place(points), 0.5, 0.7)
        wall = np.cos(np.float32(2.6 * np.pi) * gradient_noise(q) + 0.5 * gradient_noise(q.finer(2.2, 5.0)))
        ridge = smoothstep(-0.55, 0.75, wall)
        groove = 0.4 * smoothstep(0.93, 1.0, wall)
        bump, grain = gradient_noise(polyp(points)), gradient_noise(fine(points))
        tone = ridge - groove + 0.18 * bump
        color = mix(deep, side, smoothstep(-0.1, 0.4, tone))
        color = tint(mix(color, top, smoothstep(0.45, 1.0, tone)), 0.06 * grain + 0.1 * fractal(slow(points), 2))
        relief = np.float32(0.13 * wide) * (ridge - 0.5 * groove - 0.5) + 0.0004 * bump + 0.0001 * grain
        return Shaded(color, relief, {ROUGHNESS: 0.7, SUBSURFACE: 0.15})

    return shader


def _cactus(rng: np.random.Generator) -> Shader:
    green, pale, dark = vary_all(rng, ("4c7f45", "86a868", "2c5a35"), 0.015, 0.05)
    rib = size(rng, 0.038, 0.046)
    wrap, slow, fine = laid(rng, rib, 0.62 * rib), solid(rng, 0.06, 0.09), solid(rng, 0.003, 0.0042)

    def shader(points: Points) -> Shaded:
        q = wrap(points).q
        column = np.floor(q[:, 0])
        x = q[:, 0] - column - 0.5
        crest = np.maximum(np.cos(np.pi * x), 0.0) ** 0.8
        shifted = q[:, 1] + 0.5 * (column % 2.0)
        row = np.floor(shifted)
        y = 0.62 * (shifted - row - 0.5)
        tone, grain = fractal(slow(points), 3), gradient_noise(fine(points))
        color = tint(mix(mix(dark, green, crest), pale, 0.25 * crest + 0.35 * tone), 0.04 * grain)
        # A felted cushion on the rib, spines radiating from it.
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        count, number = 11.0, counted(column, count_around(points, rib))
        turn = angle / np.float32(2.0 * np.pi) * count + random_of(number, row)
        spoke = np.floor(turn)
        length = 0.2 + 0.13 * random_of(np.mod(spoke, count), row, number)
        off = np.abs(turn - spoke - 0.5) * radius * np.float32(2.0 * np.pi / count)
        spine = smoothstep(0.013, 0.006, off + 0.012 * radius / length) * (radius < length)
        cushion = smoothstep(0.06, 0.045, radius)
        color = mix(color, mix(rgb("e9dcae"), rgb("8f5a2c"), radius / length), spine)
        color = mix(color, tint(rgb("d9cba6"), 0.3 * grain), cushion)
        relief = np.float32(0.3 * rib) * (crest - 0.65) + 0.0016 * cushion + 0.0014 * spine + 0.0001 * grain
        return Shaded(
            color,
            relief,
            {ROUGHNESS: 0.5 + 0.3 * np.maximum(spine, cushion), SUBSURFACE: 0.1, COAT: 0.05},
            1.0 - np.maximum(spine, cushion),
        )

    return shader


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.NATURE, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material("coral", ("coral", "coral reef", "sea coral", "brain coral"), _coral, 0.002, 0.03),
    _material("cactus", ("cactus", "spiky cactus", "cactus skin"), _cactus, 0.002, 0.045),
    _material("toadstool", ("toadstool", "fly agaric", "red mushroom with white dots"), _toadstool, 0.003, 0.045),
    _material("mushroom", ("mushroom", "mushroom cap", "champignon", "fungus"), _mushroom, 0.003, 0.03, 0.8),
    _material("lichen", ("lichen", "lichens", "lichen covered rock", "rock with lichen"), _lichen, 0.0025, 0.04, 0.7),
)
