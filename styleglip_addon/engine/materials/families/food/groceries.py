"""Food by the heap and by the slice: coffee beans, rice, bacon, salami, sushi."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import choose, mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid, strewn
from ...spaces import size, solid
from ..printed.motifs import staggered


def _coffee_beans(rng: np.random.Generator) -> Shader:
    tones, cell = vary_all(rng, ("3b2214", "4d2e1b", "2f1a10", "5c3922"), 0.01), size(rng, 0.011, 0.013)
    layers = [solid(rng, cell, cell, turned=False) for _ in range(2)]
    fine = solid(rng, 0.002, 0.003)

    def shader(points: Points) -> Shaded:
        grain = gradient_noise(fine(points))
        color = np.broadcast_to(rgb("170d08"), (len(points), 3))
        relief = np.full(len(points), -0.45, np.float32)
        bean, level = overlaid([layer(points) for layer in layers], points, _bean, reach=0.8)
        off = np.clip(_off_oval(bean.along, bean.across), 0.0, 1.0)
        dome = np.sqrt(1.0 - off * off)
        # Half of them lie on their backs and show the seam, a soft S.
        seam = np.abs(bean.across - 0.1 * np.sin(4.2 * bean.along)) + (bean.identity[:, 1] > 0.6)
        cut = smoothstep(0.075, 0.02, seam)
        own = tint(choose(bean.identity[:, 0], tones), 0.3 * (bean.identity[:, 2] - 0.5) + 0.1 * grain - 0.55 * cut)
        own = mix(own, rgb("a07a52"), 0.4 * cut * smoothstep(0.02, 0.0, seam))
        color = np.where(bean.inside[:, None], own, color)
        flat = np.where(bean.identity[:, 1] > 0.6, dome, np.minimum(1.15 * dome, 0.75)) - 0.28 * cut
        relief = np.where(bean.inside, 0.12 * level + 0.2 * bean.height + 0.45 * flat - 0.3, relief)
        return Shaded(color, np.float32(cell) * relief, {ROUGHNESS: 0.38 + 0.06 * grain, COAT: 0.15}, cover=bean.inside)

    return shader


def _off_oval(along: Array, across: Array) -> Array:
    """0 in the middle of a bean, 1 on its outline."""
    off: Array = np.hypot(along / 0.72, across / 0.5)
    return off


def _bean(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = _off_oval(along, across) < 1.0
    return inside


def _rice(rng: np.random.Generator) -> Shader:
    tones, cell = vary_all(rng, ("ece6d8", "e2dac8", "f0ece2"), 0.008, 0.02), size(rng, 0.006, 0.0072)
    layers = [solid(rng, cell, cell, turned=False) for _ in range(3)]

    def shader(points: Points) -> Shaded:
        color = np.broadcast_to(rgb("b8ad97"), (len(points), 3))
        relief = np.full(len(points), -0.3, np.float32)
        grain, level = overlaid([layer(points) for layer in layers], points, _grain, reach=0.95)
        off = np.clip(_off_grain(grain.along, grain.across), 0.0, 1.0)
        own = tint(choose(grain.identity[:, 0], tones), 0.1 * (grain.identity[:, 2] - 0.5) - 0.12 * off**4)
        color = np.where(grain.inside[:, None], own, color)
        height = 0.1 * level + 0.15 * grain.height + 0.25 * np.sqrt(1.0 - off * off) - 0.2
        relief = np.where(grain.inside, height, relief)
        return Shaded(color, np.float32(cell) * relief, {ROUGHNESS: 0.45, SUBSURFACE: 0.35}, cover=grain.inside)

    return shader


def _off_grain(along: Array, across: Array) -> Array:
    away: Array = np.hypot(np.maximum(np.abs(along) - 0.62, 0.0), across) / 0.25
    return away


def _grain(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = _off_grain(along, across) < 1.0
    return inside


def _bacon(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("f0d8c0", "e3b496", "b8503c", "8e2f24", "6d2018"), 0.008, 0.03)
    place, fine, wave = solid(rng, 0.022, 0.028, turned=False), solid(rng, 0.003, 0.004), solid(rng, 0.04, 0.055)

    def shader(points: Points) -> Shaded:
        # Streaks of lean and fat run along the rasher, which has buckled in the pan.
        q = displaced(place(points).stretched(1.0, 1.0, 0.13), 0.5, 0.7)
        streak = fractal(q, 3, 0.45)
        fibre = gradient_noise(fine(points).stretched(1.0, 1.0, 0.2))
        buckle = gradient_noise(wave(points))
        tone = 0.5 + 1.5 * streak
        lean = smoothstep(0.3, 0.6, tone)
        color = tint(ramp(tone + 0.08 * fibre, (0.1, 0.32, 0.5, 0.8, 1.0), stops), 0.08 * fibre)
        relief = 0.0025 * buckle + 0.0006 * (0.5 - lean) + 0.0002 * fibre
        return Shaded(color, relief, {ROUGHNESS: 0.32 + 0.12 * lean, SUBSURFACE: 0.25, COAT: 0.15})

    return shader


def _salami(rng: np.random.Generator) -> Shader:
    meat, fat = vary_all(rng, ("8e2a22", "e6c3b2"), 0.008, 0.03)
    place, small, slow = solid(rng, 0.0075, 0.0095), solid(rng, 0.0036, 0.0045), solid(rng, 0.05, 0.08)
    pepper_at = solid(rng, 0.022, 0.028, turned=False)

    def shader(points: Points) -> Shaded:
        grain = gradient_noise(small(points))
        piece = cells(displaced(place(points), 0.45, 1.4))
        share = 0.42 + 0.1 * fractal(slow(points), 2)
        white = (piece.identity[:, 0] < share) * smoothstep(0.04, 0.16, piece.border)
        crumb = smoothstep(0.35, 0.55, gradient_noise(displaced(small(points).finer(0.8, 7.0), 0.4)))
        white = np.maximum(white, 0.8 * crumb)
        pepper = strewn(pepper_at(points), points, _corn, reach=0.2)
        color = mix(tint(meat, 0.12 * grain + 0.3 * (piece.identity[:, 1] - 0.5)), tint(fat, 0.05 * grain), white)
        color = np.where(pepper.inside[:, None], tint(rgb("2a1c14"), 0.5 * grain), color)
        relief = 0.0002 * white + 0.00012 * grain - 0.0003 * pepper.inside
        return Shaded(color, relief, {ROUGHNESS: 0.36 + 0.06 * grain, SUBSURFACE: 0.25, COAT: 0.1})

    return shader


def _corn(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (np.hypot(along, 1.2 * across) < 0.08 + 0.07 * own[:, 1]) & (own[:, 0] < 0.6)
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 0.7
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, finest=finest, coarsest=coarsest, weight=weight)


def _sushi(rng: np.random.Generator) -> Shader:
    """Rolls side by side, cut across: a dark green leaf around rice, fish and cucumber in their middle."""
    leaf, salmon, tuna, egg, cucumber = vary_all(rng, ("1c2a20", "ef8a5c", "b83a44", "ecc14e", "86b04e"), 0.008)
    wide, rice = size(rng, 0.046, 0.052), _rice(rng)
    place, streaks, fine = staggered(rng, wide, 0.0, 3.14), solid(rng, 0.004, 0.005), solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        at, grain = place(points), gradient_noise(fine(points))
        radius = np.hypot(at.x, at.y) + np.float32(0.012) * grain
        # Strips of filling with round corners, two colours beside each other.
        box = np.hypot(np.maximum(np.abs(at.x) - 0.1, 0.0), np.maximum(np.abs(at.y) - 0.06, 0.0)) - np.float32(0.07)
        fish = choose(at.number, (salmon, tuna, salmon, egg))
        fat = smoothstep(0.16, 0.05, np.abs(gradient_noise(streaks(points).stretched(0.25, 0.25, 1.0))))
        filling = np.where((at.x > 0.05)[:, None], tint(cucumber, 0.25 * grain), mix(fish, rgb("f6d9c4"), 0.6 * fat))
        within, wrapped = smoothstep(0.012, -0.012, box), smoothstep(0.415, 0.43, radius)
        gap = smoothstep(0.47, 0.5, radius)
        seen = (radius < 0.45) & (box > -0.02)
        grains, bumps = np.zeros((len(points), 3), np.float32), np.zeros(len(points), np.float32)
        if seen.any():
            heap = rice(points.part(seen))
            grains[seen], bumps[seen] = heap.color, heap.relief
        color = mix(mix(grains, filling.astype(np.float32), within), tint(leaf, 0.3 * grain), wrapped)
        dome = np.sqrt(np.clip(1.0 - (radius / np.float32(0.52)) ** 6, 0.0, 1.0))
        relief = bumps * (1.0 - np.maximum(within, wrapped)) + np.float32(0.16 * wide) * (dome - 0.8)
        return Shaded(
            color=mix(color, rgb("15130f"), gap),
            relief=(relief + 0.0003 * within).astype(np.float32),
            channels={ROUGHNESS: 0.45 - 0.2 * within, SUBSURFACE: 0.3 * (1.0 - wrapped)},
        )

    return shader


MATERIALS = (
    _material("coffee beans", ("coffee beans", "coffee bean", "roasted coffee"), _coffee_beans, 0.0016, 0.015),
    _material("rice", ("rice", "rice grains", "cooked rice", "sushi rice"), _rice, 0.0012, 0.01),
    _material("bacon", ("bacon", "bacon strips", "raw bacon", "meat"), _bacon, 0.003, 0.04),
    _material("salami", ("salami", "salami slice", "sausage", "pepperoni"), _salami, 0.002, 0.015),
    Material(
        "sushi",
        ("sushi", "maki", "sushi rolls", "maki rolls"),
        Kind.FOOD,
        _sushi,
        finest=0.002,
        coarsest=0.05,
        weight=0.5,
    ),
)
