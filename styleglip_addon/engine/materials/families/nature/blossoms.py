"""Flowers and petals: meadows, daisies, sunflowers, cherry blossom, rose petals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN, SUBSURFACE
from ...colors import choose, mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import size, solid


@dataclass(frozen=True)
class Flower:
    """How the flowers of one kind look.

    Args:
        petals: colours, hexadecimal.
        heart: colour of the middle.
        count: fewest and most petals.
        middle: radius of the heart, in features; a flower's is about 0.8.
        share: of the seeds that flower.
        notched: whether the petals' ends are notched.
    """

    petals: Sequence[str]
    heart: str
    count: tuple[int, int]
    middle: float
    share: float
    notched: bool = False


def flowers(flower: Flower, ground: Sequence[str], width: tuple[float, float]) -> Recipe:
    """Two layers of flowers on a lawn, or on leaves.

    Args:
        flower: the kind.
        ground: colours beneath, dark to light, hexadecimal.
        width: range of a flower's width, metres.
    """
    fewest, most = flower.count

    def petals(along: Array, across: Array, own: Array) -> Array:
        """-1 between petals .. 1 on their middle."""
        count = np.floor(fewest + (most - fewest + 0.99) * own[:, 2] / np.float32(max(flower.share, 0.01)))
        waves: Array = np.cos(count * np.arctan2(across, along) + 6.0 * own[:, 1])
        return waves

    def bloom(along: Array, across: Array, own: Array) -> Inside:
        wave = petals(along, across, own)
        outline = 0.66 + 0.16 * np.sqrt(np.maximum(wave + 1.0, 0.0))
        if flower.notched:
            outline = outline - 0.16 * smoothstep(0.8, 1.0, wave)
        inside: Inside = (np.hypot(along, across) < outline * (0.75 + 0.25 * own[:, 1])) & (own[:, 2] < flower.share)
        return inside

    def recipe(rng: np.random.Generator) -> Shader:
        tones, green, cell = vary_all(rng, flower.petals, 0.015), vary_all(rng, ground, 0.015), size(rng, *width) / 1.7
        layers = [solid(rng, share * cell, share * cell, turned=False) for share in (0.9, 1.0)]
        lawn, fine, heart = solid(rng, 0.006, 0.009), solid(rng, 0.0014, 0.002), rgb(flower.heart)

        def shader(points: Points) -> Shaded:
            leaf, grain = fractal(lawn(points).stretched(1.0, 1.0, 0.4), 2), gradient_noise(fine(points))
            color, relief = ramp(0.45 + 0.9 * leaf, (0.0, 0.5, 1.0), green), 0.25 * leaf - 0.5
            dye = np.zeros(len(points), np.float32)
            one, level = overlaid([layer(points) for layer in layers], points, bloom)
            radius, wave = np.hypot(one.along, one.across), petals(one.along, one.across, one.identity)
            own = tint(choose(one.identity[:, 0], tones), 0.16 * wave - 0.13 + 0.06 * grain)
            own = mix(own, own * np.float32(0.66), smoothstep(flower.middle + 0.28, flower.middle, radius))
            middle = smoothstep(flower.middle + 0.02, flower.middle - 0.02, radius)
            own = mix(own, tint(heart, 0.45 * grain - 0.2 * smoothstep(0.0, flower.middle, radius)), middle)
            color, dye = np.where(one.inside[:, None], own, color), np.where(one.inside, 1.0 - middle, dye)
            height = 0.3 * level + 0.35 * one.height + 0.1 * wave + 0.12 * radius + 0.12 * middle
            relief = np.where(one.inside, height, relief)
            return Shaded(
                color, np.float32(0.25 * cell) * relief, {ROUGHNESS: 0.6, SUBSURFACE: 0.2}, dye, cover=one.inside
            )

        return shader

    return recipe


def _rose_petals(rng: np.random.Generator) -> Shader:
    tones = vary_all(rng, [("a3122a", "c42238", "8a0f26"), ("e07a94", "efa3b4", "d4607e")][int(rng.integers(2))], 0.012)
    cell = size(rng, 0.024, 0.03)
    layers = [solid(rng, cell, cell, turned=False) for _ in range(2)]
    fine = solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        grain = fractal(fine(points), 2)
        color = np.broadcast_to(tones[2] * np.float32(0.4), (len(points), 3))
        relief = np.full(len(points), -0.4, np.float32)
        one, level = overlaid([layer(points) for layer in layers], points, _petal, reach=0.9)
        # A petal is a shallow bowl with a rolled rim, paler at the foot.
        away = np.hypot(one.along - 0.1, one.across)
        own = tint(choose(one.identity[:, 0], tones), 0.2 * (one.identity[:, 1] - 0.5) + 0.05 * grain)
        own = mix(own, rgb("f2dcc4"), 0.6 * smoothstep(-0.45, -0.8, one.along))
        own = tint(own, 0.16 * smoothstep(0.4, 0.8, away) - 0.08)
        color = np.where(one.inside[:, None], own, color)
        bowl = 0.5 * away**2 - 0.25 * smoothstep(0.6, 0.85, away) + 0.12 * one.across * (one.identity[:, 2] - 0.5)
        relief = np.where(one.inside, 0.2 * level + 0.3 * one.height + bowl - 0.2, relief)
        return Shaded(
            color, np.float32(0.25 * cell) * relief, {ROUGHNESS: 0.55, SHEEN: 0.3, SUBSURFACE: 0.25}, cover=one.inside
        )

    return shader


def _petal(along: Array, across: Array, own: Array) -> Inside:
    """Heart-shaped, its foot at -0.85."""
    t = np.clip((along + 0.85) / 1.6, 0.0, 1.0)
    half = 0.98 * t ** np.float32(0.62) * np.sqrt(np.clip(1.0 - t**3, 0.0, 1.0)) * (0.75 + 0.2 * own[:, 1])
    notch = along > 0.66 - 0.35 * smoothstep(0.2, 0.0, np.abs(across)) * own[:, 2]
    inside: Inside = (np.abs(across) < half) & ~notch
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.NATURE, recipe, finest=finest, coarsest=coarsest, weight=weight)


_LAWN = ("1a3312", "2f5c20", "5a8c38")

MATERIALS = (
    _material(
        "flowers",
        ("flowers", "flower meadow", "floral", "blossoms"),
        flowers(
            Flower(("e8384f", "f2c12e", "f8f6f0", "b65ad0", "f58ab0"), "d9a01c", (5, 14), 0.2, 0.62),
            _LAWN,
            (0.04, 0.05),
        ),
        0.002,
        0.045,
    ),
    _material(
        "daisies",
        ("daisies", "daisy", "daisy meadow", "marguerites"),
        flowers(Flower(("f8f6f0", "f4f2ea"), "e0aa1c", (13, 19), 0.24, 0.42), _LAWN, (0.038, 0.046)),
        0.002,
        0.042,
        0.6,
    ),
    _material(
        "sunflowers",
        ("sunflowers", "sunflower", "sunflower field"),
        flowers(Flower(("f0b81c", "e8a512", "f5c636"), "4a2a14", (17, 23), 0.36, 0.6), _LAWN, (0.085, 0.1)),
        0.003,
        0.09,
        0.6,
    ),
    _material(
        "cherry blossom",
        ("cherry blossom", "sakura", "cherry blossoms", "apple blossom"),
        flowers(
            Flower(("f6d3dc", "f2bccb", "faeaec"), "b8536c", (5, 5), 0.12, 0.8, notched=True),
            ("2e2018", "54402e", "6f7a44"),
            (0.034, 0.042),
        ),
        0.002,
        0.038,
        0.7,
    ),
    _material("rose petals", ("rose petals", "petals", "roses", "rose petal"), _rose_petals, 0.002, 0.045, 0.7),
)
