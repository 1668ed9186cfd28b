"""Rubber, silicone and foam rubber."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN, SUBSURFACE
from ...colors import mix, shade, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import laid, solid
from ..metal_finish import hairlines, wipes


def rubber(color: str, ribs: float = 0.4) -> Recipe:
    """Dull and fine-grained, with the grey bloom of age; some pieces have moulded ribs around.

    Args:
        color: hexadecimal sRGB.
        ribs: share of pieces with ribs.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, grain, clouds = vary(rng, color, 0.01, 0.08, 0.06), solid(rng, 0.0014, 0.0018), solid(rng, 0.04, 0.07)
        bloom, ribbed = shade(base, 1.2), rng.random() < ribs
        pitch = float(rng.uniform(0.009, 0.013))
        place, lines = laid(rng, pitch, pitch), hairlines(rng)

        def shader(points: Points) -> Shaded:
            bump, cloud = gradient_noise(grain(points)), fractal(clouds(points), 3, 0.6)
            relief = np.float32(0.00006) * bump
            covered = smoothstep(-0.4, 1.0, cloud + 0.3 * bump + 0.4 * points.recess) + 0.3 * lines(points)
            if ribbed:
                space = place(points)
                share = np.float32(kept(2.0 * space.footprint))
                wave = np.abs(space.q[:, 1] - np.floor(space.q[:, 1]) - 0.5)
                groove = 0.3 + share * (smoothstep(0.3, 0.42, wave) - 0.3)
                relief = relief - np.float32(0.0014) * (groove - 0.3)
                covered = covered + 0.5 * (groove - 0.3)
            return Shaded(
                color=mix(tint(base, 0.08 * bump), bloom, 0.45 * covered),
                relief=relief,
                channels={ROUGHNESS: 0.62 + 0.18 * covered, SHEEN: 0.08},
            )

        return shader

    return recipe


def _tread(rng: np.random.Generator) -> Shader:
    """A tyre's blocks between zigzag grooves, with fine sipes and the dust of the road in them."""
    black, dust = vary(rng, "29292b", 0.01, 0.1, 0.06), vary(rng, "6b655c", 0.01, 0.1, 0.08)
    place, grain, clouds = laid(rng, 0.034, 0.04), solid(rng, 0.0016, 0.002), solid(rng, 0.05, 0.08)

    def shader(points: Points) -> Shaded:
        space = place(points)
        u, v = space.q[:, 0], space.q[:, 1]
        share = np.float32(kept(4.0 * space.footprint))
        zigzag = 0.16 * (np.abs(2.0 * (u - np.floor(u)) - 1.0) * 2.0 - 1.0)
        across, row = v + zigzag, np.floor(v + zigzag)
        along = u + 0.5 * (row % 2.0)
        around = _near_line(across, 1.0) * 0.04
        cut = _near_line(along, 1.0) * 0.034
        groove = np.maximum(smoothstep(0.0042, 0.003, around), smoothstep(0.0036, 0.0024, cut))
        sipe = smoothstep(0.0007, 0.0003, _near_line(along + 0.08 * np.sin(25.0 * across), 1.0 / 3.0) * 0.034)
        deep = 0.3 + share * (np.maximum(groove, 0.35 * sipe) - 0.3)
        bump, cloud = gradient_noise(grain(points)), fractal(clouds(points), 2)
        dusty = 0.25 * smoothstep(-0.5, 0.9, cloud) + 0.35 * deep
        return Shaded(
            color=mix(tint(black, 0.1 * bump), dust, dusty),
            relief=np.float32(-0.006) * (deep - 0.3) + np.float32(0.00008) * bump,
            channels={ROUGHNESS: 0.68 + 0.2 * dusty},
        )

    return shader


def _near_line(values: Array, period: float) -> Array:
    """Distance (n,) to the next whole multiple of the period, in the values' unit."""
    rest = values / np.float32(period)
    distance: Array = np.abs(rest - np.round(rest)) * np.float32(period)
    return distance


def _silicone(rng: np.random.Generator) -> Shader:
    """Soft and milky: bakeware, seals."""
    base, clouds, smears = vary(rng, "b9d6d2", 0.06, 0.3, 0.03), solid(rng, 0.05, 0.08), wipes(rng)

    def shader(points: Points) -> Shaded:
        cloud = fractal(clouds(points), 2)
        return Shaded(
            color=tint(base, 0.03 * cloud),
            relief=np.float32(0.0002) * cloud,
            channels={ROUGHNESS: 0.45 + 0.06 * smears(points), SUBSURFACE: 0.45},
        )

    return shader


def _sponge(rng: np.random.Generator) -> Shader:
    """Open foam: pores of every size from one to twelve millimetres."""
    base, large, small = vary(rng, "f0cf45", 0.015, 0.1, 0.03), solid(rng, 0.011, 0.014), solid(rng, 0.0042, 0.005)
    clouds, fine = solid(rng, 0.05, 0.08), solid(rng, 0.0016, 0.002)

    def shader(points: Points) -> Shaded:
        depth = np.zeros(len(points), np.float32)
        for place, strength, mean in ((large, 1.0, 0.12), (small, 0.55, 0.14)):
            space = place(points)
            share = np.float32(kept(0.9 * space.footprint))
            if share > 0.0:
                hole = cells(space)
                radius = 0.12 + 0.36 * hole.identity[:, 0]
                pore = smoothstep(0.0, -0.16, hole.nearest - radius) * smoothstep(0.1, 0.2, hole.identity[:, 0])
                depth = np.maximum(depth, np.float32(strength) * (mean + share * (pore - mean)))
            else:
                depth = np.maximum(depth, np.float32(strength * mean))
        cloud, bump = fractal(clouds(points), 2), gradient_noise(fine(points))
        return Shaded(
            color=tint(base, 0.06 * cloud + 0.07 * bump - 0.5 * depth),
            relief=np.float32(-0.0035) * (depth - 0.15) + np.float32(0.00015) * bump,
            channels={ROUGHNESS: 0.92, SUBSURFACE: 0.15, SHEEN: 0.1},
        )

    return shader


MATERIALS = (
    Material(
        "rubber",
        ("rubber", "black rubber", "tire rubber"),
        Kind.PLASTIC,
        rubber("29292b"),
        finest=0.0015,
        coarsest=0.04,
    ),
    Material(
        "red rubber",
        ("red rubber", "soft red rubber"),
        Kind.PLASTIC,
        rubber("b8322c", 0.2),
        finest=0.0015,
        coarsest=0.04,
        weight=0.4,
        base="rubber",
    ),
    Material(
        "tyre tread",
        ("tyre tread", "tire tread", "car tyre", "car tire"),
        Kind.PLASTIC,
        _tread,
        finest=0.0015,
        coarsest=0.08,
        weight=0.5,
    ),
    Material(
        "silicone",
        ("silicone", "silicone rubber", "soft silicone"),
        Kind.PLASTIC,
        _silicone,
        finest=0.01,
        coarsest=0.05,
        weight=0.4,
    ),
    Material(
        "sponge",
        ("sponge", "yellow sponge", "foam rubber"),
        Kind.PLASTIC,
        _sponge,
        finest=0.0015,
        coarsest=0.03,
    ),
)
