"""Floors: marble in checks, pavers in herringbone, penny tiles, linoleum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE, Channel
from ...colors import mix, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import rolled, size, solid
from ..ceramic.tiles import clay_tiles, glazed_tiles
from ..tilings import Tile, Tiling, courses, herringbone, hexagon_cells
from .marbles import Veining, marble

_SHARED: tuple[Channel, ...] = (ROUGHNESS, COAT, SUBSURFACE)


def _checkered_marble(rng: np.random.Generator) -> Shader:
    side, veining = size(rng, 0.28, 0.32), Veining((0.1, 0.16), 0.035, 0.7, 0.6)
    stones = (
        marble("dedbd4", "c2c1bf", "8a8c8e", veining, core="6c6e72")(rng),
        marble("1c1d1f", "292a2d", "a8a49b", veining, core="d0ccc2")(rng),
    )
    tiling = courses(rng, side, side, 0.0)

    def shader(points: Points) -> Shaded:
        tile = tiling(points)
        # Every slab is sawn from another place of its block.
        block = np.stack((tile.number, tile.second, tile.number * tile.second), axis=1) * np.float32(9.0)
        sawn = replace(points, position=(points.position + block).astype(np.float32))
        color = np.zeros((len(points), 3), np.float32)
        relief = np.zeros(len(points), np.float32)
        channels: dict[Channel, Array] = {channel: np.zeros(len(points), np.float32) for channel in _SHARED}
        odd = (tile.column + tile.row) % 2.0 > 0.5
        for stone, rows in zip(stones, (~odd, odd), strict=True):
            part = stone(sawn.part(rows))
            color[rows], relief[rows] = part.color, part.relief
            for channel in _SHARED:
                channels[channel][rows] = part.channels[channel]
        face = smoothstep(0.0008, 0.0014, tile.inset)
        lean = ((tile.number - 0.5) * tile.x + (tile.second - 0.5) * tile.y) * np.float32(0.002)
        channels[ROUGHNESS] = channels[ROUGHNESS] + 0.5 * (1.0 - face)
        return Shaded(
            color=mix(rgb("77736b"), color, face),
            relief=((relief + lean) * face - 0.0008 * (1.0 - face)).astype(np.float32),
            channels=channels,
            dye=face,
            piece=tile.number,
            cover=tile.cover,
        )

    return shader


def pennies(rng: np.random.Generator) -> Tiling:
    """Round tiles of 19 mm, as densely as they go."""
    tiling = hexagon_cells(rng, 0.0215)

    def round_tiles(points: Points) -> Tile:
        tile = tiling(points)
        return tile._replace(inset=np.float32(0.01075) - np.hypot(tile.x, tile.y))

    return round_tiles


def linoleum(colors: Sequence[str]) -> Recipe:
    """Sheet floor of linseed oil and cork flour: streaks of a few close tones rolled out in one direction.

    Args:
        colors: of the granules, the commonest first.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, *tones = vary_all(rng, colors, 0.01, 0.04)
        flow, grain = rolled(rng, 0.016, 0.05), solid(rng, 0.0022, 0.003)

        def shader(points: Points) -> Shaded:
            fine = gradient_noise(grain(points))
            color = tint(np.broadcast_to(base, (len(points), 3)), 0.04 * fine)
            bent = displaced(flow(points), 0.6, 1.4)
            for number, tone in enumerate(tones):
                streak = fractal(bent.moved(np.full(3, 17.0 * number, np.float32)), 3, 0.65)
                share = smoothstep(0.12 + 0.1 * number, 0.4 + 0.1 * number, streak + 0.12 * fine)
                color = mix(color, tone, 0.85 * share)
            return Shaded(
                color=color,
                relief=np.float32(0.00004) * fine,
                channels={ROUGHNESS: 0.42 + 0.06 * fine},
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "linoleum",
        ("linoleum", "lino", "marmoleum", "lino floor", "linoleum floor", "vinyl floor"),
        Kind.PLASTIC,
        linoleum(("8d9a84", "a9b39c", "6f7d6c", "c3c6ae", "5d6a62")),
        finest=0.0015,
        coarsest=0.05,
        weight=0.6,
    ),
    Material(
        "checkered marble",
        ("checkered marble", "marble floor", "black and white marble floor", "checkered floor"),
        Kind.STONE,
        _checkered_marble,
        finest=0.002,
        coarsest=0.3,
        weight=0.7,
    ),
    Material(
        "herringbone brick",
        ("herringbone brick", "brick paving", "brick pavers", "herringbone pavers"),
        Kind.STONE,
        clay_tiles(
            ("8f4f3c", "a05c46", "7d4536", "94604c", "86514a"), lambda rng: herringbone(rng, 0.206), 0.005, "8d8172"
        ),
        finest=0.003,
        coarsest=0.2,
        weight=0.6,
    ),
    Material(
        "penny tiles",
        ("penny tiles", "round tiles", "penny round tiles"),
        Kind.CERAMIC,
        glazed_tiles(("e2e2dc", "dcdcd7", "e5e5e1"), "6f6e6b", pennies, 0.0025, 0.03),
        finest=0.0012,
        coarsest=0.02,
        weight=0.5,
    ),
)
