"""Cloth that is sewn, stitched or worked: patchwork, quilting, lace, sequins."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ALPHA, METALLIC, ROUGHNESS, SHEEN
from ...colors import choose, mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...spaces import count_around, laid, rolled, size, solid
from ..printed.motifs import staggered
from ..prints import cotton
from ..tilings import scallops


def _stitches(away: Array, along: Array, length: float) -> Array:
    """Coverage (n,) of a row of stitches.

    Args:
        away: distance from the row, metres.
        along: place along it, metres.
        length: of a stitch with its gap, metres.
    """
    t = along / np.float32(length)
    inside = np.abs(t - np.floor(t) - 0.5) * np.float32(2.0)
    row: Array = smoothstep(0.00075, 0.00045, np.abs(away)) * smoothstep(0.72, 0.6, inside)
    return row


def _puffed(inset: Array, reach: float) -> Array:
    """Height 0..1 of wadding that is held down at inset 0 and full at `reach`."""
    t = np.clip(inset / np.float32(reach), 0.0, 1.0)
    height: Array = np.sqrt(t * (2.0 - t))
    return height


def _patchwork(rng: np.random.Generator) -> Shader:
    """Patches of printed cotton, sewn edge to edge over wadding, with a row of stitches inside each seam."""
    tones = vary_all(rng, ("a04a4c", "56749a", "cdb06a", "6f8f6c", "d9c9ad", "7f5f86", "b37a58", "e2dccf"), 0.015)
    side = size(rng, 0.085, 0.1)
    place, pucker, cloth = laid(rng, side, side), solid(rng, 0.006, 0.008), cotton(rng)
    thread = vary(rng, "e9e3d4")

    def shader(points: Points) -> Shaded:
        q, count = place(points).q, count_around(points, side)
        cell = np.floor(q)
        x, y = (q - cell - np.float32(0.5)).T * np.float32(side)
        column = np.where(count > 0.0, cell[:, 0] % np.maximum(count, 1.0), cell[:, 0])
        row = cell[:, 1]
        first, second, kind = (random_of(column + a, row + b) for a, b in ((0.0, 0.0), (40.0, 11.0), (7.0, 3.0)))
        color = np.where(
            _printed(x, y, kind)[:, None] > 0.5,
            choose((first + 0.13 + 0.74 * second) % 1.0, tones),
            choose(first, tones),
        )
        inset = np.float32(0.5 * side) - np.maximum(np.abs(x), np.abs(y))
        along = np.where(np.abs(x) > np.abs(y), y, x)
        sewn = _stitches(inset - np.float32(0.006), along, 0.005)
        held = _puffed(np.abs(inset - np.float32(0.006)), 0.012) * _puffed(inset, 0.004)
        wrinkle = gradient_noise(pucker(points)) * smoothstep(0.02, 0.002, inset)
        piece = cloth(points, mix(color.astype(np.float32), thread, sewn), 1.0 - sewn)
        dirt = smoothstep(0.0012, 0.0002, inset)
        return Shaded(
            color=tint(np.asarray(piece.color), -0.45 * dirt),
            relief=piece.relief + np.float32(0.0025) * held + np.float32(0.0006) * wrinkle + np.float32(0.0004) * sewn,
            channels=piece.channels,
            dye=np.asarray(piece.dye, np.float32) * np.where(first < 0.55, np.float32(1.0), np.float32(0.3)),
            piece=first,
        )

    return shader


def _printed(x: Array, y: Array, kind: Array) -> Array:
    """1 where a patch is printed: dots, stripes, checks, sprigs or nothing, by its kind 0..1."""
    u, v = x / np.float32(0.012), y / np.float32(0.012)
    du, dv = u - np.floor(u) - 0.5, v - np.floor(v) - 0.5
    radius = np.hypot(du, dv)
    dots = radius < 0.24
    lines = np.abs(du) < 0.22
    check = ((np.floor(2.0 * u) + np.floor(2.0 * v)) % 2.0) < 0.5
    sprig = radius < 0.2 + 0.16 * np.cos(5.0 * np.arctan2(dv, du))
    chosen = np.select([kind < 0.2, kind < 0.4, kind < 0.55, kind < 0.75], [dots, lines, check, sprig], False)
    return chosen.astype(np.float32)


def quilted(color: str, wide: tuple[float, float], roughness: float, sheen: float) -> Recipe:
    """Diamonds of wadding between two cloths, held by crossing rows of stitches that pucker the cloth."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, side = vary(rng, color, 0.012), size(rng, *wide)
        place, pucker, tone = laid(rng, side, side), solid(rng, 0.0045, 0.006), solid(rng, 0.08, 0.14)
        cloth = cotton(rng)

        def shader(points: Points) -> Shaded:
            q = place(points).q
            # Diamonds as wide as they are high whose corners lie on the grid, so that they close around the part.
            s, t = q[:, 0] + q[:, 1], q[:, 0] - q[:, 1]
            away = [np.abs(a - np.round(a)) * np.float32(side * 0.70710678) for a in (s, t)]
            inset = np.minimum(*away)
            along = np.where(away[0] < away[1], t, s) * np.float32(side * 0.70710678)
            sewn = _stitches(inset, along, 0.0042)
            near = smoothstep(0.018, 0.001, inset)
            puff = _puffed(away[0], 0.35 * side) * _puffed(away[1], 0.35 * side)
            crease = gradient_noise(pucker(points)) * near
            piece = cloth(points, np.broadcast_to(base, (len(points), 3)), 1.0)
            shade = 0.04 * fractal(tone(points), 2) + 0.12 * sewn - 0.12 * smoothstep(0.0012, 0.0, inset) * (1.0 - sewn)
            return Shaded(
                color=tint(np.asarray(piece.color), shade),
                relief=piece.relief
                + np.float32(0.11 * side) * puff
                + np.float32(0.0007) * crease
                + np.float32(0.0005) * sewn,
                channels={ROUGHNESS: roughness, SHEEN: sheen},
            )

        return shader

    return recipe


def lace(thread: str) -> Recipe:
    """Rosettes of solid stitches in a fine net; there is nothing in its holes."""

    def recipe(rng: np.random.Generator) -> Shader:
        yarn = vary(rng, thread)
        apart = size(rng, 0.05, 0.06)
        place, mesh = staggered(rng, apart), laid(rng, 0.0032, 0.0032)
        twist, tone = solid(rng, 0.0011, 0.0013), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            at, net = place(points), mesh(points)
            radius, angle = np.hypot(at.x, at.y), np.arctan2(at.y, at.x)
            petal = np.abs(np.cos(np.float32(4.0) * angle))
            outline = np.float32(0.17) + np.float32(0.15) * petal
            solid_part = smoothstep(0.008, -0.008, np.abs(radius - 0.6 * outline) - 0.32 * outline)
            rim = smoothstep(0.022, 0.012, np.abs(radius - outline))
            loops = smoothstep(0.032, 0.02, np.abs(radius - 0.41 - 0.035 * np.cos(np.float32(16.0) * angle)))
            eye = smoothstep(0.055, 0.045, np.abs(radius - 0.01))
            vein = smoothstep(0.05, 0.09, 1.0 - petal) * np.float32(0.35)
            full = np.maximum(np.maximum(rim, loops), np.maximum(eye, solid_part * (1.0 - vein)))
            s, t = net.q[:, 0] + net.q[:, 1], net.q[:, 0] - net.q[:, 1]
            cord = np.minimum(np.abs(s - np.round(s)), np.abs(t - np.round(t)))
            grid = smoothstep(0.12, 0.08, cord)
            grid = 0.36 + np.float32(kept(net.footprint)) * (grid - 0.36)
            covered = np.maximum(full, grid)
            strand = gradient_noise(twist(points))
            lit = tint(yarn, 0.12 * strand - 0.08 * (1.0 - full) + 0.03 * fractal(tone(points), 2))
            return Shaded(
                color=lit,
                relief=np.float32(0.0005) * covered
                + np.float32(0.0007) * np.maximum(rim, loops)
                + np.float32(0.00012) * strand * covered,
                channels={ROUGHNESS: 0.85, SHEEN: 0.15, ALPHA: covered},
            )

        return shader

    return recipe


def sequins(color: str) -> Recipe:
    """Overlapping discs of metal foil, each tilted its own way so that some flash."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color, 0.006), size(rng, 0.0065, 0.0075)
        tiling, tone = scallops(rng, wide, 0.55 * wide), rolled(rng, 0.05, 0.05)

        def shader(points: Points) -> Shaded:
            disc = tiling(points)
            share = np.float32(kept(points.spacing / wide))
            lean_x, lean_y = disc.number - np.float32(0.5), disc.second - np.float32(0.5)
            hole = smoothstep(0.11 * wide, 0.09 * wide, np.hypot(disc.x, disc.y - np.float32(0.75 * wide)))
            rim = smoothstep(0.09 * wide, 0.0, disc.y)
            slope = 0.5 * lean_x * disc.x + (0.4 * lean_y - np.float32(0.18)) * disc.y
            shade = share * 0.35 * (disc.number + disc.second - 1.0) + 0.06 * fractal(tone(points), 2) - 0.4 * hole
            return Shaded(
                color=tint(base, shade + 0.15 * rim),
                relief=share * (slope + np.float32(0.05 * wide) * rim),
                channels={METALLIC: 0.9 - 0.5 * hole, ROUGHNESS: 0.2 + 0.1 * share * lean_x + 0.15 * (1.0 - share)},
                piece=disc.number,
                cover=disc.cover,
            )

        return shader

    return recipe


MATERIALS = (
    Material("patchwork", ("patchwork", "patchwork quilt", "quilt"), Kind.CLOTH, _patchwork, 0.001, 0.12),
    Material(
        "quilted",
        ("quilted", "quilted cloth", "padded cloth", "diamond quilting", "puffer jacket"),
        Kind.CLOTH,
        quilted("59677c", (0.075, 0.09), 0.55, 0.25),
        0.001,
        0.09,
    ),
    Material("lace", ("lace", "white lace", "lace curtain", "doily"), Kind.CLOTH, lace("ece8df"), 0.0012, 0.07),
    Material("black lace", ("black lace", "dark lace"), Kind.CLOTH, lace("1d1b1f"), 0.0012, 0.07, 0.5, "lace"),
    Material(
        "sequins",
        ("sequins", "sequinned cloth", "glitter dress", "sequin fabric"),
        Kind.CLOTH,
        sequins("e3ae6a"),
        0.0015,
        0.03,
    ),
)
