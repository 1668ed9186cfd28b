"""What one walks on: sand, snow, mud and dry earth, soil, and the dust of the moon."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN, SUBSURFACE
from ...colors import mix, ramp, rgb, tint, vary, vary_all
from ...grains import gritty, sand_grains
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...scatter import Inside, strewn
from ...spaces import size, solid


def _sand(rng: np.random.Generator) -> Shader:
    low, mid, high = vary_all(rng, ("b08c5c", "cfae7c", "e2c99c"), 0.01, 0.04)
    wave = size(rng, 0.045, 0.065)
    place, grain, speck = solid(rng, wave, wave, turned=False), solid(rng, 0.0011, 0.0014), solid(rng, 0.0016, 0.002)
    slow = solid(rng, 0.12, 0.2)

    def shader(points: Points) -> Shaded:
        q = place(points)
        # Ripples run across the wind, fork and end; their lee side is the steeper one (Bagnold 1941).
        bend = 0.9 * fractal(q.finer(0.3), 2) + 0.25 * gradient_noise(q.finer(0.9, 7.0))
        phase = q.q[:, 2] + 0.35 * q.q[:, 0] + bend
        strength = smoothstep(-0.9, 0.5, gradient_noise(q.finer(0.35, 23.0)))
        turn = np.float32(2.0 * np.pi) * phase
        ripple = strength * (np.cos(turn + 0.45 * np.sin(turn)))
        fine, dark = gradient_noise(grain(points)), gradient_noise(speck(points))
        fine = fine + 1.6 * sand_grains(grain(points).finer(2.2, 11.0))
        tone = 0.5 + 0.16 * ripple + 0.32 * fine + 0.14 * fractal(slow(points), 2)
        color = ramp(tone, (0.0, 0.5, 1.0), (low, mid, high))
        color = mix(color, rgb("6b5238"), 0.8 * smoothstep(0.5, 0.7, dark))
        relief = np.float32(0.055 * wave) * ripple + 0.00022 * fine
        return Shaded(color, relief, {ROUGHNESS: 0.9, SHEEN: 0.1})

    return shader


def _snow(rng: np.random.Generator) -> Shader:
    hollow, top = vary_all(rng, ("dde8f4", "f1f5f9"), 0.006, 0.01)
    drift, lump, crumb = solid(rng, 0.13, 0.2), solid(rng, 0.022, 0.03), solid(rng, 0.0028, 0.0036)
    crystal = solid(rng, 0.0022, 0.0026)

    def shader(points: Points) -> Shaded:
        wide = fractal(displaced(drift(points).stretched(1.0, 1.0, 1.6), 0.4), 2, 0.4)
        lumps = 1.0 - 2.0 * np.abs(gradient_noise(lump(points))) + 0.4 * gradient_noise(lump(points).finer(2.3))
        fine = fractal(crumb(points), 4, 0.7)
        spark = gradient_noise(crystal(points))
        glint = smoothstep(0.62, 0.8, spark)
        tone = 0.62 + 0.5 * wide + 0.12 * lumps + 0.2 * fine
        return Shaded(
            mix(hollow, top, tone),
            0.012 * wide + 0.0011 * lumps + 0.00035 * fine,
            {ROUGHNESS: 0.72 - 0.55 * glint, SUBSURFACE: 0.35, SHEEN: 0.15},
        )

    return shader


def _mud(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("2e2015", "46321f", "5f4730", "78604a"), 0.01, 0.05)
    place, clod, grit = solid(rng, 0.06, 0.09), solid(rng, 0.014, 0.02), solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.45, 1.4)
        lumps = fractal(displaced(clod(points), 0.5), 3, 0.55)
        height = 0.8 * fractal(q, 2) + 0.3 * (2.6 * np.abs(lumps) - 0.6)
        # Water stands in the hollows: dark, level and smooth.
        wet = smoothstep(0.0, -0.2, height)
        grain = gritty(grit(points)) * (1.0 - wet)
        tone = 0.66 + 0.5 * height - 0.35 * wet + 0.12 * grain
        relief = 0.011 * np.maximum(height, np.float32(-0.2)) + 0.0003 * grain
        return Shaded(ramp(tone, (0.0, 0.35, 0.7, 1.0), stops), relief, {ROUGHNESS: 0.72 - 0.62 * wet + 0.06 * lumps})

    return shader


def _cracked_earth(rng: np.random.Generator) -> Shader:
    tone, dark = vary(rng, "b08f68", 0.012), rgb("2c1e12")
    wide = size(rng, 0.055, 0.075)
    place, silt, grit = solid(rng, wide, wide), solid(rng, 0.02, 0.03), solid(rng, 0.002, 0.0028)

    def shader(points: Points) -> Shaded:
        q = displaced(displaced(place(points), 0.16, 1.6), 0.05, 6.0)
        plate, part = cells(q, 0.85), cells(q.finer(2.1, 5.0))
        fissure = smoothstep(0.1, 0.05, plate.border)
        # Hair cracks part the plates further.
        hair = 0.75 * smoothstep(0.05, 0.015, part.border) * (part.identity[:, 0] > 0.35)
        fine, slow = gradient_noise(grit(points)), fractal(silt(points), 3)
        curl = smoothstep(0.5, 0.1, plate.border) * (1.0 - fissure)
        shade = 0.2 * (plate.identity[:, 0] - 0.5) + 0.1 * slow + 0.12 * fine + 0.13 * curl - 0.45 * hair
        color = mix(tint(tone, shade), dark, 0.92 * fissure)
        relief = 0.0022 * curl + 0.0008 * slow - 0.0055 * fissure - 0.0012 * hair + 0.00015 * fine
        return Shaded(color, relief, {ROUGHNESS: 0.92})

    return shader


def _soil(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("1d130c", "3b2819", "5a4029", "7d6246"), 0.012, 0.05)
    place, crumb, grit = solid(rng, 0.016, 0.022), solid(rng, 0.0055, 0.0075), solid(rng, 0.0016, 0.0022)
    slow = solid(rng, 0.1, 0.16)

    def shader(points: Points) -> Shaded:
        clod, small = cells(displaced(place(points), 0.35, 2.0)), cells(displaced(crumb(points), 0.3, 1.7))
        bump = 1.0 - clod.nearest * clod.nearest
        share = np.float32(kept(crumb(points).footprint))
        grains = share * (0.7 - small.nearest)
        fine = gritty(grit(points))
        tone = 0.05 + 0.4 * bump + 0.55 * grains + 0.16 * fine + 0.2 * (clod.identity[:, 0] - 0.5)
        tone += share * 0.3 * (small.identity[:, 0] - 0.5) + 0.16 * fractal(slow(points), 2)
        color = ramp(tone, (0.0, 0.35, 0.7, 1.0), stops)
        # Now and then a bit of straw or a pale stone.
        color = mix(
            color, rgb("a5977f"), 0.8 * share * (small.identity[:, 1] > 0.965) * smoothstep(0.42, 0.3, small.nearest)
        )
        return Shaded(color, 0.006 * (bump - 0.6) + 0.003 * grains + 0.0004 * fine, {ROUGHNESS: 0.95})

    return shader


def _moon(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("55524e", "85817b", "a8a49c"), 0.01, 0.03)
    wide = size(rng, 0.04, 0.055)
    layers = [(share, solid(rng, wide * share, wide * share, turned=False)) for share in (1.0, 0.36)]
    maria, dust = solid(rng, 0.16, 0.22), solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        fine, sea = fractal(dust(points), 5, 0.7), smoothstep(-0.05, 0.25, fractal(maria(points), 3))
        relief, fresh = 0.0004 * fine, np.zeros(len(points), np.float32)
        for share, layer in layers:
            crater = strewn(layer(points), points, _crater)
            r = np.hypot(crater.along, crater.across) / _crater_radius(crater.identity)
            # A bowl with a raised rim at 0.75 that falls off outwards (Pike 1977: depth about a fifth of the width).
            bowl = np.minimum(2.0 * r * r - 0.9, 0.225) - 0.225 * smoothstep(0.75, 1.0, r)
            deep = np.float32(0.2 * wide * share) * _crater_radius(crater.identity) * (0.5 + crater.identity[:, 2])
            relief += np.where(crater.inside, deep * bowl, 0.0)
            young = (crater.identity[:, 2] > 0.75) * smoothstep(1.0, 0.6, r)
            fresh = np.where(crater.inside, np.maximum(fresh, young), fresh)
        tone = 0.74 - 0.5 * sea + 0.28 * fine + 0.35 * fresh
        return Shaded(ramp(tone, (0.0, 0.5, 1.0), stops), relief.astype(np.float32), {ROUGHNESS: 0.97, SHEEN: 0.1})

    return shader


def _crater_radius(own: Array) -> Array:
    return 0.25 + 0.73 * own[:, 1] ** 3


def _crater(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < _crater_radius(own)
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.NATURE, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material("sand", ("sand", "desert sand", "beach sand", "sandy"), _sand, 0.0012, 0.06),
    _material("snow", ("snow", "snowy", "fresh snow", "powder snow"), _snow, 0.0025, 0.08),
    _material("mud", ("mud", "wet mud", "muddy", "dirt"), _mud, 0.003, 0.06),
    _material("cracked earth", ("cracked earth", "dry cracked mud", "dry earth"), _cracked_earth, 0.002, 0.065),
    _material("soil", ("soil", "garden soil", "potting soil", "humus", "earth"), _soil, 0.002, 0.02, 0.6),
    _material(
        "moon surface", ("moon surface", "lunar surface", "craters", "moon rock", "asteroid"), _moon, 0.003, 0.09, 0.6
    ),
)
