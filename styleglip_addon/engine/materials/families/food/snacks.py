"""Popcorn and caviar."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, tint, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import fractal, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import size, solid


def _popcorn(rng: np.random.Generator) -> Shader:
    """Burst kernels, heaped: white lobes, butter here and there, a brown rest of the hull on some."""
    white, cream, butter, hull = vary_all(rng, ("f7f1e2", "e6d3a2", "eec65e", "9a5a22"), 0.008, 0.03)
    cell = size(rng, 0.023, 0.027)
    layers = [solid(rng, share * cell, share * cell, turned=False) for share in (1.0, 0.9, 0.95)]
    fine, buttered = solid(rng, 0.002, 0.003), solid(rng, 0.03, 0.05)

    def shader(points: Points) -> Shaded:
        crumb = fractal(fine(points), 2)
        one, level = overlaid([layer(points) for layer in layers], points, _burst, reach=0.7)
        radius = np.hypot(one.along, one.across) / np.maximum(_burst_edge(one.along, one.across, one.identity), 0.1)
        dome = np.sqrt(np.clip(1.0 - radius**2, 0.0, 1.0))
        # Lobes swell around the middle, with folds between them.
        fold = 0.5 + 0.5 * np.cos(_lobes(one.along, one.across, one.identity))
        lobed = dome * (0.72 + 0.28 * fold * smoothstep(0.15, 0.6, radius))
        seen = smoothstep(0.34, 0.22, radius + 0.1 * crumb) * (one.identity[:, 1] < 0.3)
        gold = smoothstep(-0.1, 0.5, fractal(buttered(points), 2) + 0.3 * crumb)
        color = mix(mix(cream, white, 0.35 + 0.8 * lobed), butter, 0.5 * gold * (1.2 - lobed))
        color = mix(tint(color, 0.05 * crumb + 0.07 * (level - 1.0) - 0.12 * (1.0 - lobed)), hull, 0.85 * seen)
        color = np.where(one.inside[:, None], color, hull * np.float32(0.45))
        height = np.where(one.inside, 0.2 * level + 0.3 * one.height + 0.55 * lobed - 0.2 * seen, -0.5)
        return Shaded(
            color=color,
            relief=np.float32(0.4 * cell) * (height + 0.02 * crumb),
            channels={ROUGHNESS: 0.75 - 0.25 * gold, SUBSURFACE: 0.2},
            cover=one.inside,
        )

    return shader


def _lobes(along: Array, across: Array, own: Array) -> Array:
    """Angle (n,) that goes around once per lobe: four to six of them, unevenly wide."""
    angle = np.arctan2(across, along)
    lobes: Array = np.floor(4.0 + 2.99 * own[:, 2]) * angle + 1.1 * np.sin(angle + 6.0 * own[:, 0]) + 6.0 * own[:, 1]
    return lobes


def _burst_edge(along: Array, across: Array, own: Array) -> Array:
    edge: Array = 0.5 + 0.09 * np.cos(_lobes(along, across, own)) + 0.06 * (own[:, 0] - 0.5)
    return edge


def _burst(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < _burst_edge(along, across, own)
    return inside


def _caviar(rng: np.random.Generator) -> Shader:
    """Glossy beads, heaped."""
    stops = vary_all(rng, ("0c0d10", "23262b", "4a5056"), 0.01, 0.1)
    cell = size(rng, 0.0052, 0.006)
    layers = [solid(rng, cell, cell, turned=False) for _ in range(3)]

    def shader(points: Points) -> Shaded:
        bead, level = overlaid([layer(points) for layer in layers], points, _bead, reach=0.7)
        radius = np.hypot(bead.along, bead.across) / 0.62
        dome = np.sqrt(np.clip(1.0 - radius**2, 0.0, 1.0))
        tone = 0.25 + 0.5 * dome * bead.identity[:, 0] + 0.2 * (1.0 - dome)
        color = np.where(bead.inside[:, None], ramp(tone, (0.0, 0.5, 1.0), stops), stops[0])
        height = np.where(bead.inside, 0.12 * level + 0.2 * bead.height + 0.6 * dome - 0.4, -0.4)
        return Shaded(
            color,
            np.float32(cell) * height,
            {ROUGHNESS: 0.12, COAT: 0.6, SUBSURFACE: 0.2},
            cover=bead.inside,
        )

    return shader


def _bead(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < 0.62
    return inside


MATERIALS = (
    Material("popcorn", ("popcorn", "pop corn", "buttered popcorn"), Kind.FOOD, _popcorn, 0.002, 0.024, 0.5),
    Material("caviar", ("caviar", "black caviar", "fish roe"), Kind.FOOD, _caviar, 0.0012, 0.012, 0.3),
)
