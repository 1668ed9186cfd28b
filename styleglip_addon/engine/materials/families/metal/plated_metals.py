"""Metals in pieces: riveted plates, hull panels, perforated sheet, rings of mail, scales of mirror."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ALPHA, EMISSION, METALLIC, ROUGHNESS
from ...colors import mix, rgb, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...spaces import laid, solid
from ..metal_finish import hairlines, wipes
from ..tilings import Tile, courses


def _rivets(tile: Tile, wide: float, high: float, pitch: float, inset: float) -> tuple[Array, Array]:
    """Distance (n,) in metres to the next rivet of a row along the tile's edges, and a random number per rivet.

    Args:
        tile: see `Tile`.
        wide, high: of the tile, metres.
        pitch: distance of the rivets, about, metres.
        inset: distance of their row from the edge, metres.
    """
    half_x, half_y = 0.5 * wide - inset, 0.5 * high - inset
    step_x, step_y = (2.0 * half / max(round(2.0 * half / pitch), 1) for half in (half_x, half_y))
    i = np.round((tile.x + half_x) / step_x).clip(0, round(2.0 * half_x / step_x))
    j = np.round((tile.y + half_y) / step_y).clip(0, round(2.0 * half_y / step_y))
    side_x, side_y = np.where(tile.x > 0.0, half_x, -half_x), np.where(tile.y > 0.0, half_y, -half_y)
    level = np.hypot(tile.x - (i * step_x - half_x), tile.y - side_y)
    upright = np.hypot(tile.x - side_x, tile.y - (j * step_y - half_y))
    number = random_of(i + 40.0 * tile.column, j + 40.0 * tile.row, tile.row)
    return np.minimum(level, upright).astype(np.float32), number


def riveted(color: str, rust: float) -> Recipe:
    """Plates of 200 by 130 mm, lapped and riveted, each of its own tone; dirt and rust along seams and below rivets.

    Args:
        color: reflectance, hexadecimal sRGB.
        rust: how much rust there is, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, stain, wall = (
            vary(rng, color, 0.008, 0.08, 0.05),
            vary(rng, "7a4222", 0.01, 0.1, 0.1),
            courses(rng, 0.2, 0.13),
        )
        smears, lines, ragged = wipes(rng), hairlines(rng), solid(rng, 0.012, 0.018)
        runs, dents = solid(rng, 0.012, 0.018, turned=False), solid(rng, 0.05, 0.07)

        def shader(points: Points) -> Shaded:
            plate = wall(points)
            distance, own = _rivets(plate, 0.2, 0.13, 0.024, 0.012)
            share = np.float32(kept(points.spacing / 0.008))
            head = share * np.sqrt(np.clip(1.0 - (distance / 0.0052) ** 2, 0.0, 1.0)) * (0.8 + 0.4 * own)
            seam = share * smoothstep(0.0012, 0.0004, plate.inset)
            tear, smear = fractal(ragged(points), 3, 0.6), smears(points)
            run = fractal(runs(points).stretched(1.0, 1.0, 0.15), 2)
            around = np.maximum(smoothstep(0.016, 0.0, plate.inset), smoothstep(0.012, 0.005, distance))
            rusty = np.float32(rust) * smoothstep(
                0.15, 0.75, 0.55 * around + 0.3 * tear + 0.3 * run + 0.3 * points.recess
            )
            grime = 0.5 * around * smoothstep(-0.6, 0.6, tear)
            tone = 0.16 * (plate.number - 0.5) + 0.04 * smear - 0.35 * grime - 0.5 * seam
            rough = 0.33 + 0.05 * smear + 0.08 * plate.second + 0.1 * lines(points)
            return Shaded(
                color=mix(tint(base, tone), tint(stain, 0.35 * tear), rusty),
                relief=np.float32(0.0024) * head
                - np.float32(0.001) * seam
                + np.float32(0.0006) * gradient_noise(dents(points))
                + np.float32(0.0004) * (plate.second - 0.5) * share,
                channels={METALLIC: 1.0 - rusty, ROUGHNESS: rough + 0.3 * grime + 0.3 * rusty},
                dye=1.0 - rusty,
            )

        return shader

    return recipe


def _hull(rng: np.random.Generator) -> Shader:
    """Painted hull panels as of a space ship: large ones cut into small ones, hatches, bolts, some lit slots."""
    grey, dark = vary(rng, "b4b8bc", 0.02, 0.2, 0.05), vary(rng, "4a4e55", 0.02, 0.2, 0.06)
    accent, light = vary(rng, ("c8642a", "2f6ab0", "b8a02a")[int(rng.integers(3))], 0.02), rgb("7fd8ff")
    large, middle, small = (
        courses(rng, 0.24, 0.16, uneven=0.5),
        courses(rng, 0.08, 0.08, 0.0, 0.5),
        courses(rng, 0.04, 0.02, 0.0),
    )
    smears, lines, ragged = wipes(rng), hairlines(rng), solid(rng, 0.012, 0.018)

    def shader(points: Points) -> Shaded:
        outer, inner, detail = large(points), middle(points), small(points)
        share = np.float32(kept(points.spacing / 0.008))
        cut = outer.number > 0.4
        fine = cut & (inner.number > 0.66)
        inset = np.where(cut, np.minimum(outer.inset, inner.inset), outer.inset)
        inset = np.where(fine, np.minimum(inset, detail.inset), inset)
        groove = share * smoothstep(0.0014, 0.0006, inset)
        bevel = share * smoothstep(0.0035, 0.0014, inset)
        number = np.where(fine, detail.number, np.where(cut, inner.second, outer.second))
        height = share * np.where(fine, 1.3 * detail.second - 0.4, np.where(cut, inner.number - 0.4, 0.1))
        colored = smoothstep(0.93, 0.935, np.where(cut, inner.second, outer.second))
        lit = share * ((number > 0.93) & fine) * smoothstep(0.0035, 0.0045, detail.inset)
        tear, smear = fractal(ragged(points), 3, 0.6), smears(points)
        worn = smoothstep(0.5, 0.8, 1.3 * bevel - 0.55 + 0.6 * tear - 0.4 * points.recess)
        body = mix(mix(grey, dark, (0.9 * (number < 0.18)).astype(np.float32)), accent, colored)
        tone = 0.12 * (number - 0.5) + 0.035 * smear - 0.45 * groove - 0.08 * bevel * (0.5 + tear)
        color = mix(mix(tint(body, tone), rgb("a8a7a5"), 0.8 * worn), light, lit)
        return Shaded(
            color=color,
            relief=np.float32(0.0014) * height - np.float32(0.0012) * groove,
            channels={
                METALLIC: (0.35 + 0.6 * worn) * (1.0 - lit),
                ROUGHNESS: 0.4 + 0.06 * smear + 0.1 * lines(points) + 0.1 * (number - 0.5),
                EMISSION: 3.0 * lit,
            },
            dye=1.0 - np.maximum(lit, worn),
        )

    return shader


def _perforated(rng: np.random.Generator) -> Shader:
    """Sheet with round holes of 6 mm in staggered rows."""
    base, place = vary(rng, "c4c4c3", 0.01, 0.1, 0.04), laid(rng, 0.0095, 0.0082)
    smears, lines = wipes(rng), hairlines(rng)

    def shader(points: Points) -> Shaded:
        space = place(points)
        row = np.floor(space.q[:, 1])
        x = (space.q[:, 0] + 0.5 * (row % 2.0)) % 1.0 - 0.5
        y = space.q[:, 1] - row - 0.5
        share = np.float32(kept(2.0 * space.footprint))
        distance = np.hypot(1.16 * x, y)
        hole = 0.32 + share * (smoothstep(0.36, 0.33, distance) - 0.32)
        rim = share * smoothstep(0.46, 0.38, distance) * (1.0 - hole)
        return Shaded(
            color=tint(base, 0.04 * rim - 0.25 * smoothstep(0.39, 0.35, distance) * share),
            relief=np.float32(-0.0004) * rim,
            channels={
                METALLIC: 1.0,
                ROUGHNESS: 0.3 + 0.05 * smears(points) + 0.12 * lines(points),
                ALPHA: 1.0 - hole,
            },
        )

    return shader


def _mail(rng: np.random.Generator) -> Shader:
    """Rings of 11 mm of round wire, each through the four next to it: every row leans over the one below."""
    base, dark, place = vary(rng, "a6a4a1", 0.01, 0.1, 0.06), vary(rng, "2a2927"), laid(rng, 0.0095, 0.0078)
    clouds, smears = solid(rng, 0.05, 0.08), wipes(rng)

    def shader(points: Points) -> Shaded:
        space = place(points)
        share = np.float32(kept(2.2 * space.footprint))
        top = np.full(len(points), -1.0, np.float32)
        for row_step in (-1.0, 0.0, 1.0):
            row = np.floor(space.q[:, 1]) + row_step
            even = row % 2.0 < 0.5
            across, up = space.q[:, 0] + np.where(even, 0.0, 0.5), (space.q[:, 1] - row - 0.5) * 0.82
            # Even rows lean one way and odd rows the other, as one sees in mail.
            lean = np.where(even, up, -up)
            for step in (-0.5, 0.5):
                x = across - np.round(across + step) + step
                wire = np.clip(1.0 - ((np.hypot(x, up) - 0.56) / 0.1) ** 2, 0.0, 1.0)
                height = np.where(wire > 0.0, 0.1 * np.sqrt(wire) + 0.4 * lean + 0.12 * x, -1.0)
                top = np.maximum(top, height.astype(np.float32))
        open_ = (top <= -0.99).astype(np.float32)
        depth = np.clip(top, -0.35, 0.4)
        gap = 0.2 + share * (open_ - 0.2)
        low = share * smoothstep(0.1, -0.3, depth) * (1.0 - open_)
        cloud, smear = fractal(clouds(points), 3), smears(points)
        return Shaded(
            color=mix(tint(base, 0.06 * cloud + 0.03 * smear - 0.35 * low), dark, gap),
            relief=np.float32(0.0055) * share * (depth + 0.1),
            channels={METALLIC: 1.0 - gap, ROUGHNESS: 0.33 + 0.06 * cloud + 0.04 * smear + 0.15 * low + 0.4 * gap},
            dye=1.0 - gap,
        )

    return shader


def _mirror_ball(rng: np.random.Generator) -> Shader:
    """Small square mirrors of 12 mm on dark ground, each set a little askew."""
    glass, ground, wall = vary(rng, "eceef0", 0.01, 0.1, 0.02), rgb("222224"), courses(rng, 0.012, 0.012, 0.0)

    def shader(points: Points) -> Shaded:
        tile = wall(points)
        share = np.float32(kept(points.spacing / 0.007))
        joint = 0.15 + share * (smoothstep(0.0008, 0.0004, tile.inset) - 0.15)
        lean = 0.16 * ((tile.number - 0.5) * tile.x + (tile.second - 0.5) * tile.y)
        return Shaded(
            color=mix(tint(glass, -0.12 * share * tile.second), ground, joint),
            relief=share * lean - np.float32(0.0006) * (joint - 0.15),
            channels={METALLIC: 1.0 - joint, ROUGHNESS: 0.05 + 0.6 * joint},
            dye=1.0 - joint,
        )

    return shader


def _of(name: str, words: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float) -> Material:
    return Material(name, (name, *words), Kind.METAL, recipe, finest, coarsest, 0.6)


MATERIALS = (
    _of("riveted metal", ("riveted steel", "riveted plates", "metal plates"), riveted("9b9894", 0.75), 0.002, 0.1),
    _of("riveted copper", ("riveted brass", "steampunk metal", "steampunk"), riveted("cf9060", 0.0), 0.002, 0.1),
    _of("hull panels", ("spaceship hull", "sci fi panels", "sci-fi metal", "spaceship"), _hull, 0.002, 0.12),
    _of(
        "perforated metal",
        ("perforated steel", "perforated", "speaker grille"),
        _perforated,
        0.0015,
        0.03,
    ),
    _of("chainmail", ("chain mail", "mail armour", "mail armor", "metal rings"), _mail, 0.0015, 0.04),
    _of("mirror ball", ("disco ball", "mirror tiles", "mirror mosaic"), _mirror_ball, 0.0015, 0.04),
)
