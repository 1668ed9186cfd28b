"""What glows with heat: lava, embers and fire. Base colours are those of the light where there is any."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import EMISSION, ROUGHNESS
from ...colors import mix, ramp, rgb, tint, vary, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, ridges, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid

_GLOW = ("3d0500", "a81604", "e8480a", "f9861a", "ffbe4a")
"""Rock from dark red heat, about 900 K, to yellow, about 1500 K."""

_STOPS = (0.0, 0.3, 0.55, 0.8, 1.0)


def _lava(rng: np.random.Generator) -> Shader:
    crust, glow = vary(rng, "26211f", 0.01, 0.2, 0.15), vary_all(rng, _GLOW, 0.008, 0.03)
    wide = size(rng, 0.07, 0.1)
    place, bumps, vesicles = solid(rng, wide, wide), solid(rng, 0.018, 0.026), solid(rng, 0.003, 0.0042)

    def shader(points: Points) -> Shaded:
        q = displaced(displaced(place(points), 0.35, 1.1), 0.1, 5.0)
        plate = cells(q)
        # Where the flow is young its cracks gape, elsewhere they have closed.
        young = smoothstep(-0.55, 0.55, fractal(q.finer(0.32, 11.0), 2))
        gape = 0.035 + 0.2 * young * young
        crack = _crack(plate.border, gape)
        branch = _crack(cells(q.finer(2.3, 3.0)).border, 0.07 * young) * (0.35 + 0.4 * young)
        rough = fractal(bumps(points), 3, 0.6)
        pores = fractal(vesicles(points), 2, 0.6)
        heat = np.maximum(crack, branch) * (0.62 + 0.5 * young) + 0.1 * rough * np.maximum(crack, branch)
        # Warm rock around the cracks: dark red before it glows.
        halo = 0.16 * young * np.exp(np.minimum(-9.0 * plate.border, 0.0))
        heat = np.clip(heat + halo, 0.0, 1.0)
        stone = tint(crust, 0.5 * rough + 0.35 * pores + 0.4 * (plate.identity[:, 0] - 0.5))
        lit = smoothstep(0.06, 0.2, heat)
        color = mix(stone, ramp(heat, _STOPS, glow), lit)
        solid_height = 0.006 * smoothstep(0.0, 0.4, plate.border) + 0.0035 * rough + 0.0005 * pores
        relief = solid_height * (1.0 - 0.85 * smoothstep(0.2, 0.6, heat)) - 0.004 * smoothstep(0.1, 0.5, heat)
        return Shaded(
            color,
            relief,
            {EMISSION: lit * (0.6 + 4.0 * heat**2), ROUGHNESS: 0.82 - 0.3 * lit + 0.12 * pores},
            dye=lit,
        )

    return shader


def _crack(border: Array, width: Array) -> Array:
    """1 in the middle of a crack of some width, falling to 0 at its edge."""
    inside: Array = np.clip(1.0 - border / np.maximum(width, 1e-3), 0.0, 1.0)
    return np.sqrt(inside)


def _embers(rng: np.random.Generator) -> Shader:
    coal, ash, glow = rgb("1a1817"), vary(rng, "a49d96", 0.02), vary_all(rng, _GLOW, 0.008, 0.03)
    place, fine, flake = solid(rng, 0.03, 0.042), solid(rng, 0.009, 0.012), solid(rng, 0.0025, 0.0035)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.3, 1.5)
        lump, check = cells(q), cells(displaced(fine(points), 0.15, 2.0), 0.8)
        rough = fractal(flake(points), 2, 0.6)
        live = smoothstep(0.45, 0.95, lump.identity[:, 0] + 0.35 * gradient_noise(q.finer(0.6, 5.0)))
        # Charcoal checks into small blocks; the heat shows between them and between the lumps.
        gap = np.maximum(smoothstep(0.24, 0.0, lump.border), 0.8 * live * smoothstep(0.16, 0.0, check.border))
        heat = np.clip(gap * (0.2 + 0.55 * live) + 0.42 * live - 0.2 + 0.1 * rough, 0.0, 1.0)
        grey = smoothstep(0.0, 0.6, 0.3 + rough + 0.8 * (check.identity[:, 0] - 0.5) - 0.5 * live)
        stone = tint(mix(coal, ash, 0.75 * grey), 0.2 * rough)
        lit = smoothstep(0.05, 0.22, heat)
        relief = 0.007 * (1.0 - lump.nearest) + 0.0014 * smoothstep(0.0, 0.25, check.border) + 0.0006 * rough - 0.005
        return Shaded(
            mix(stone, ramp(heat, _STOPS, glow), lit),
            relief,
            {EMISSION: lit * (0.5 + 4.0 * heat**2), ROUGHNESS: 0.9},
            lit,
        )

    return shader


def _fire(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("1c0300", "8f1603", "e24d08", "fba11f", "ffe9a0"), 0.008, 0.02)
    place = solid(rng, 0.05, 0.07, turned=False)

    def shader(points: Points) -> Shaded:
        q = place(points).stretched(1.0, 1.0, 0.36)
        # Flames sway as they rise, the more the finer they are.
        swayed = displaced(displaced(q, 0.7, 0.8), 0.22, 2.6)
        tongue = ridges(swayed, 3, 0.5)
        body = fractal(Space(swayed.q * np.float32(0.55) + np.float32(9.0), swayed.footprint), 2)
        heat = np.clip(3.4 * (tongue - 0.66) + 0.75 * body + 0.12, 0.0, 1.0)
        return Shaded(
            ramp(heat, _STOPS, stops),
            (0.006 * heat).astype(np.float32),
            {EMISSION: 0.15 + 4.0 * heat**2, ROUGHNESS: 1.0},
        )

    return shader


MATERIALS = (
    Material(
        "lava",
        ("lava", "molten lava", "glowing lava", "volcanic lava"),
        Kind.NATURE,
        _lava,
        finest=0.003,
        coarsest=0.09,
        weight=1.2,
    ),
    Material(
        "embers",
        ("embers", "glowing embers", "hot coals", "burning coal", "glowing charcoal"),
        Kind.NATURE,
        _embers,
        finest=0.003,
        coarsest=0.04,
        weight=0.8,
    ),
    Material(
        "fire", ("fire", "flames", "burning fire", "blazing fire"), Kind.NATURE, _fire, finest=0.004, coarsest=0.1
    ),
)
