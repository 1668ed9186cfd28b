"""Rugs with patterns knotted or woven in: a Persian carpet and a kilim."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import tint, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of
from ...points import Array, Points
from ...spaces import laid, rolled, size, solid

_KNOTS = 120
"""Knots per repeat of the carpet, each way."""


def _persian(rng: np.random.Generator) -> Shader:
    """Knotted wool; medallions with lobed borders in a field of scrolls and blossoms, the dye uneven in level bands."""
    colors = np.stack(vary_all(rng, ("7e1b22", "1d2a50", "d8c8a4", "b98a3c", "45191b", "5d7a6c", "a8523f"), 0.012))
    repeat = size(rng, 0.28, 0.32)
    place = laid(rng, 0.5 * repeat, repeat)
    knot = repeat / _KNOTS
    fine, abrash, wear = solid(rng, 0.35 * knot, 0.4 * knot), rolled(rng, 0.5, 0.03), solid(rng, 0.06, 0.1)

    def shader(points: Points) -> Shaded:
        # Half a repeat is laid, so that an even number of halves, a whole number of repeats, goes around.
        q = place(points).q * np.array([0.5 * _KNOTS, _KNOTS], np.float32)
        hair = gradient_noise(fine(points))
        tied = np.floor(q + 0.18 * hair[:, None])
        chosen = _persian_design(((tied + np.float32(0.5)) / _KNOTS).astype(np.float32))
        share = np.float32(kept(points.spacing / knot))
        inside = (q - np.floor(q) - np.float32(0.5)).astype(np.float32)
        bump = 0.7 + share * (np.clip(1.0 - 2.4 * (inside**2).sum(axis=1), 0.0, 1.0) - 0.7)
        own = share * (random_of(tied[:, 0], tied[:, 1]) - np.float32(0.5))
        uneven = fractal(abrash(points), 2)
        shade = 0.2 * own + 0.16 * hair + 0.11 * uneven + 0.06 * fractal(wear(points), 3) - 0.4 * (0.7 - bump)
        return Shaded(
            color=tint(colors[chosen], shade),
            relief=np.float32(0.35 * knot) * (bump - 0.7 + 0.5 * own + 0.2 * hair),
            channels={ROUGHNESS: 0.95, SHEEN: 0.3},
            dye=(chosen == 0) + 0.3 * (chosen == 4),
        )

    return shader


def _persian_design(t: Array) -> np.ndarray:
    """Index of the colour (n,) at t (n, 2), in repeats: 0 field, 1 navy, 2 ivory, 3 gold, 4 dark, 5 green, 6 rose."""
    centred = t - np.floor(t) - np.float32(0.5)
    x, y = np.abs(centred[:, 0]), np.abs(centred[:, 1])
    radius, angle = np.hypot(centred[:, 0], 0.86 * centred[:, 1]), np.arctan2(centred[:, 1], centred[:, 0])
    lobed = radius - 0.018 * np.abs(np.cos(8.0 * angle)) - 0.03 * np.abs(np.cos(2.0 * angle))
    corner = np.hypot(0.5 - x, 0.86 * (0.5 - y))
    turned = np.arctan2(0.5 - y, 0.5 - x)
    far = corner - 0.016 * np.abs(np.cos(6.0 * turned)) - 0.02 * np.abs(np.cos(2.0 * turned))
    # Scrolls: level lines of a product of waves, mirrored in both axes; blossoms sit where waves meet.
    scroll = np.sin(31.4 * x + 2.2 * np.sin(12.5 * y)) * np.sin(31.4 * y + 2.2 * np.sin(12.5 * x))
    bloom = np.hypot((x * 10.0) % 1.0 - 0.5, (y * 10.0) % 1.0 - 0.5)
    chosen = np.zeros(len(t), np.int64)
    chosen[np.abs(scroll) < 0.09] = 5
    chosen[bloom < 0.24] = 3
    chosen[bloom < 0.15] = 2
    for limit, index in ((0.19, 2), (0.178, 4), (0.17, 1)):
        chosen[far < limit] = index
    inner = far < 0.17
    chosen[inner & (np.abs(np.sin(60.0 * corner)) < 0.35)] = 3
    chosen[inner & (far < 0.1)] = 2
    chosen[inner & (far < 0.085)] = 6
    chosen[inner & (far < 0.04)] = 3
    for limit, index in ((0.252, 4), (0.244, 2), (0.23, 1)):
        chosen[lobed < limit] = index
    middle = lobed < 0.23
    petals = np.abs(np.cos(8.0 * angle))
    ring = np.abs(radius - 0.19)
    chosen[middle & (ring < 0.012 + 0.016 * petals)] = 3
    chosen[middle & (ring < 0.012 * petals)] = 6
    for limit, index in ((0.145, 2), (0.137, 0)):
        chosen[middle & (lobed < limit)] = index
    heart = middle & (lobed < 0.137)
    chosen[heart & (radius < 0.05 + 0.05 * np.abs(np.cos(4.0 * angle)))] = 3
    chosen[heart & (radius < 0.04 + 0.04 * np.abs(np.cos(4.0 * angle)))] = 2
    chosen[heart & (radius < 0.05)] = 1
    chosen[heart & (radius < 0.025)] = 3
    return chosen


def _kilim(rng: np.random.Generator) -> Shader:
    """Flat weave in level bands: stepped diamonds, triangles and zigzags, the weft covering the warp."""
    colors = np.stack(vary_all(rng, ("9a3226", "263a56", "dccdae", "c58a35", "2a2322", "59705c"), 0.012))
    wide = size(rng, 0.095, 0.115)
    place = laid(rng, wide, 4.0 * wide)
    cord, slub, tone = laid(rng, wide / 32.0, wide / 64.0), rolled(rng, 0.06, 0.0022), rolled(rng, 0.4, 0.025)

    def shader(points: Points) -> Shaded:
        q = place(points).q
        # Steps of weaving: edges run along warp threads.
        steps = np.array([16.0, 96.0], np.float32)
        x, y = ((np.floor(q * steps) + np.float32(0.5)) / steps).T
        x = np.abs(x - np.floor(x) - np.float32(0.5)) * np.float32(2.0)
        y = y - np.floor(y)
        chosen = np.full(len(points), 0, np.int64)
        band = np.floor(y * 4.0)
        inside = np.abs(y * 4.0 - band - 0.5) * np.float32(2.0)
        diamond = x + inside
        wave = inside - np.float32(0.9) * x
        for number, (back, rings) in enumerate(
            ((0, (4, 2, 1, 3)), (2, (0, 4, 3, 1)), (1, (4, 3, 0, 2)), (2, (5, 4, 0, 3)))
        ):
            here = band == number
            chosen[here] = back
            if number % 2 == 0:
                for limit, index in zip((0.95, 0.86, 0.62, 0.3), rings, strict=True):
                    chosen[here & (diamond < limit)] = index
            else:
                for limit, index in zip((0.35, 0.12, 0.02, -0.22), rings, strict=True):
                    chosen[here & (wave < limit)] = index
            for limit, index in ((0.86, 4), (0.89, 3), (0.95, 4)):
                chosen[here & (inside > limit)] = index
        lines = cord(points)
        inner = lines.q - np.floor(lines.q) - np.float32(0.5)
        share = np.float32(kept(lines.footprint))
        raised = np.sqrt(np.clip(1.0 - 4.0 * inner[:, 1] ** 2, 0.0, 1.0)) * (0.6 + 0.4 * np.cos(6.2832 * inner[:, 0]))
        rib = 0.6 + share * (raised - 0.6)
        thread = gradient_noise(slub(points))
        shade = 0.13 * thread + 0.1 * fractal(tone(points), 2) - 0.4 * (0.6 - rib)
        return Shaded(
            color=tint(colors[chosen], shade),
            relief=np.float32(0.0005) * (rib - 0.6 + 0.2 * thread),
            channels={ROUGHNESS: 0.95, SHEEN: 0.2},
            dye=(chosen == 0) + 0.0,
        )

    return shader


MATERIALS = (
    Material("carpet", ("carpet", "rug", "persian carpet", "oriental rug"), Kind.CLOTH, _persian, 0.0022, 0.15),
    Material("kilim", ("kilim", "kelim", "aztec rug", "navajo rug", "tribal rug"), Kind.CLOTH, _kilim, 0.0015, 0.12),
)
