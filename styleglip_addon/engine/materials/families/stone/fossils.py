"""Limestone with ammonites in it."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import mix, ramp, tint, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import fractal, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import solid

_GROWTH = 0.62
"""Natural logarithm of how much a whorl is wider than the one within it."""


def _fossil(rng: np.random.Generator) -> Shader:
    """Coiled shells with ribs, large and small, half sunk into pale stone."""
    stops, shell = vary_all(rng, ("8f8268", "b5a888", "cfc4a6"), 0.01, 0.04), vary_all(rng, ("6b5238", "a5875c"), 0.01)
    layers = [solid(rng, 0.04, 0.045, turned=False), solid(rng, 0.085, 0.1, turned=False)]
    grain, cloud = solid(rng, 0.004, 0.005), solid(rng, 0.05, 0.08)

    def shader(points: Points) -> Shaded:
        fine, broad = fractal(grain(points), 3, 0.6), fractal(cloud(points), 3)
        stone = ramp(0.5 + 0.4 * broad + 0.2 * fine, (0.0, 0.5, 1.0), stops)
        one, level = overlaid([layer(points) for layer in layers], points, _ammonite, reach=0.6)
        radius, angle = np.hypot(one.along, one.across), np.arctan2(one.across, one.along)
        turn = np.log(np.maximum(radius, 0.01)) / np.float32(_GROWTH) - angle / np.float32(2.0 * np.pi)
        inside = turn - np.floor(turn)
        tube = np.sqrt(np.clip(1.0 - (2.0 * inside - 1.0) ** 2, 0.0, 1.0))
        ribs = 0.5 + 0.5 * np.cos(np.float32(30.0) * angle - 5.0 * inside)
        tone = mix(shell[0], shell[1], np.clip(0.15 + 0.6 * tube + 0.25 * ribs * tube + 0.3 * fine, 0.0, 1.0))
        kept = smoothstep(-0.45, -0.2, broad + 0.35 * fine) * one.inside
        height = radius * (0.55 * tube + 0.12 * ribs * tube)
        return Shaded(
            color=mix(stone, tint(tone, 0.1 * (level - 0.5)), kept),
            relief=0.0009 * fine + 0.0012 * broad + np.float32(0.045) * (0.5 + 0.5 * level) * height * kept,
            channels={ROUGHNESS: 0.85 - 0.2 * kept},
        )

    return shader


def _ammonite(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (np.hypot(along, across) < 0.3 + 0.25 * own[:, 1]) & (own[:, 2] < 0.75)
    return inside


MATERIALS = (
    Material(
        "fossil",
        ("fossil", "fossils", "ammonite", "fossil stone", "fossilised"),
        Kind.STONE,
        _fossil,
        0.002,
        0.08,
        0.5,
    ),
)
