"""Cloths for sport and work: ripstop nylon, mesh, webbing."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ANISOTROPY, ROUGHNESS, SHEEN
from ...colors import mix, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, kept, ridges, smoothstep
from ...points import Points
from ...spaces import laid, size, solid
from ..tilings import hexagon_cells
from ..yarns import loom, woven


def ripstop(color: str) -> Recipe:
    """Thin crackling nylon: a grid of thicker threads in a fine weave, with sharp creases."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color, 0.012), size(rng, 0.006, 0.007)
        grid, folds, tone = laid(rng, wide, wide), solid(rng, 0.05, 0.07), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            space = grid(points)
            away = np.abs(space.q - np.round(space.q)).min(axis=1)
            share = np.float32(kept(4.0 * space.footprint))
            cord = share * smoothstep(0.075, 0.04, away) + (1.0 - share) * np.float32(0.2)
            fine = np.sin(np.float32(2.0 * np.pi * 16.0) * space.q).prod(axis=1) * kept(34.0 * space.footprint)
            crease = ridges(displaced(folds(points), 0.4, 1.4), 3, 0.5) - np.float32(0.72)
            return Shaded(
                color=tint(base, 0.16 * (cord - 0.2) + 0.05 * fine + 0.05 * fractal(tone(points), 2) + 0.06 * crease),
                relief=np.float32(0.0035) * crease + np.float32(0.00012) * cord + np.float32(0.00002) * fine,
                channels={ROUGHNESS: 0.42 + 0.1 * cord, SHEEN: 0.2},
            )

        return shader

    return recipe


def mesh(color: str, lining: str) -> Recipe:
    """Spacer mesh: rounded holes between knitted bridges, over a lining."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, under, wide = vary(rng, color, 0.012), vary(rng, lining), size(rng, 0.0048, 0.0056)
        tiling, fibre = hexagon_cells(rng, wide), solid(rng, 0.0006, 0.0008)

        def shader(points: Points) -> Shaded:
            cell = tiling(points)
            radius = np.hypot(cell.x, cell.y) / np.float32(wide)
            hair = gradient_noise(fibre(points))
            share = np.float32(kept(1.6 * points.spacing / wide))
            hole = 0.36 + share * (smoothstep(0.36, 0.30, radius + 0.02 * hair) - 0.36)
            bridge = share * (smoothstep(0.3, 0.45, radius) - 0.5)
            return Shaded(
                color=mix(tint(base, 0.12 * bridge + 0.1 * hair), under, hole),
                relief=np.float32(0.0008) * (bridge - 1.2 * hole) + np.float32(0.00006) * hair,
                channels={ROUGHNESS: 0.8, SHEEN: 0.2},
                dye=1.0 - hole,
            )

        return shader

    return recipe


def webbing(color: str) -> Recipe:
    """Bands of heavy twill four centimetres wide, plaited over and under each other, as on chairs."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, width = vary(rng, color, 0.012), size(rng, 0.036, 0.042)
        bands, tone = loom(rng, width), solid(rng, 0.07, 0.1)
        cord = width / 14.0

        def shader(points: Points) -> Shaded:
            space, _, _ = bands.laid(points, 1)
            band = woven(space)
            inside = space.q - np.floor(space.q)
            lengthwise = band.warp > 0.5
            across = np.where(lengthwise, inside[:, 0], inside[:, 1])
            along = np.where(lengthwise, space.q[:, 1], space.q[:, 0])
            share = np.float32(kept(1.4 * points.spacing / cord))
            # Chevrons of the twill, mirrored in the middle of the band.
            rib = along * np.float32(14.0) + np.abs(across - 0.5) * np.float32(14.0)
            twill = share * np.sin(np.float32(2.0 * np.pi) * rib)
            edge = smoothstep(0.0, 0.035, np.minimum(across, 1.0 - across))
            middle = np.where(lengthwise, inside[:, 1], inside[:, 0]) - np.float32(0.5)
            bend = np.sqrt(np.clip(1.0 - 4.0 * middle**2, 0.0, 1.0))
            shade = 0.14 * twill + 0.08 * (band.own - 0.5) + 0.05 * fractal(tone(points), 2) - 0.5 * (1.0 - edge)
            return Shaded(
                color=tint(base, shade - 0.2 * (1.0 - bend)),
                relief=np.float32(0.0035) * (bend - 0.7) * edge + np.float32(0.0004) * twill * edge,
                channels={ROUGHNESS: 0.6, ANISOTROPY: 0.2, SHEEN: 0.1},
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "ripstop nylon",
        ("ripstop nylon", "nylon", "ripstop", "parachute cloth", "windbreaker"),
        Kind.CLOTH,
        ripstop("c75a26"),
        0.001,
        0.04,
    ),
    Material(
        "mesh cloth",
        ("mesh cloth", "sports mesh", "air mesh", "mesh fabric"),
        Kind.CLOTH,
        mesh("8f9499", "22242a"),
        0.0012,
        0.02,
    ),
    Material(
        "webbing",
        ("webbing", "woven straps", "chair webbing", "plaited bands"),
        Kind.CLOTH,
        webbing("8a6f4d"),
        0.0012,
        0.08,
    ),
)
