"""Tiled surfaces: glazed wall tiles, mosaics, hexagons, clay floors and roofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import choose, mix, rgb, tint, vary, vary_all
from ...grains import gritty, pinholes
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, kept, smoothstep
from ...points import Points
from ...spaces import Space, solid
from ..stone.masonry import apart
from ..tilings import Tile, Tiling, courses, hexagon_cells, scallops

Laying = Callable[[np.random.Generator], Tiling]


def glazed_tiles(colors: Sequence[str], grout: str, laying: Laying, joint: float, tone: float = 0.06) -> Recipe:
    """Glazed tiles, none quite level with its neighbours, so that they mirror different things.

    Args:
        colors: of the glaze, one per tile.
        grout: its colour.
        laying: draws where the tiles are.
        joint: width, metres.
        tone: how much tiles differ in brightness.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, grey = vary_all(rng, colors, 0.01, 0.03), vary(rng, grout, 0.01, 0.1, 0.05)
        tiling, sand, wave, dirt = laying(rng), solid(rng, 0.002, 0.003), solid(rng, 0.03, 0.05), solid(rng, 0.2, 0.3)

        def shader(points: Points) -> Shaded:
            tile = tiling(points)
            grain, ripple, drift = gritty(sand(points)), fractal(wave(points), 2), fractal(dirt(points), 3)
            face = smoothstep(0.5 * joint - 0.0002, 0.5 * joint + 0.0005, tile.inset)
            edge = smoothstep(0.5 * joint, 0.5 * joint + 0.004, tile.inset)
            # Glaze is thin on the edges, and pools in the middle.
            glaze = tint(
                choose(tile.number, tones),
                np.float32(2.0 * tone) * (tile.second - 0.5) + np.float32(0.3 * tone) * ripple + 0.08 * (1.0 - edge),
            )
            bed = tint(grey, 0.1 * grain + 0.16 * drift)
            lean = ((tile.number - 0.5) * tile.x + (tile.second - 0.5) * tile.y) * np.float32(0.018)
            relief = (
                (0.0016 * edge + lean + 0.00008 * ripple) * face - 0.0012 * (1.0 - face) + 0.0002 * grain * (1.0 - face)
            )
            return Shaded(
                color=mix(bed, glaze, face),
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: 0.9 - 0.78 * face, COAT: 0.6 * face},
                dye=face,
                piece=tile.number,
                cover=tile.cover,
            )

        return shader

    return recipe


def mosaic(colors: Sequence[str], grout: str, tessera: float, flow: float = 0.75, gloss: float = 0.6) -> Recipe:
    """Small cut stones or glass pieces set by hand in grout, their colours in drifts.

    Args:
        colors: of the pieces, in an order in which neighbours go together.
        grout: its colour.
        tessera: side of a piece with its joint, metres.
        flow: 0: colours at random; 1: only in drifts.
        gloss: 0 for dull stone, 1 for glass.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, grey = vary_all(rng, colors, 0.015, 0.05), vary(rng, grout)
        tiling = courses(rng, tessera, tessera, uneven=0.3, corner=0.08 * tessera)
        grit, offset = solid(rng, 0.25 * tessera, 0.3 * tessera), rng.uniform(-50.0, 50.0, 3).astype(np.float32)

        def shader(points: Points) -> Shaded:
            tile = tiling(points)
            rough = fractal(apart(grit(points), tile), 2)
            where = Space(tile.middle() * np.float32(1.0 / 9.0) + offset, points.spacing / (9.0 * tessera))
            drift = 0.5 + 0.75 * fractal(where, 2)
            order = np.clip(drift * flow + tile.number * (1.0 - flow) + 0.12 * (tile.second - 0.5), 0.0, 0.999)
            inset = tile.inset + np.float32(0.06 * tessera) * rough
            face = smoothstep(0.06 * tessera, 0.1 * tessera, inset)
            share = np.float32(kept(points.spacing / tessera))
            piece = tint(choose(order, tones), 0.34 * (tile.second - 0.5) * share + 0.08 * rough)
            lean = ((tile.number - 0.5) * tile.x + (tile.second - 0.5) * tile.y) * np.float32(0.12)
            edge = smoothstep(0.06 * tessera, 0.18 * tessera, inset)
            return Shaded(
                color=mix(tint(grey, 0.15 * rough), piece, face),
                relief=(np.float32(0.08 * tessera) * (edge - 0.8) + lean * face).astype(np.float32),
                channels={ROUGHNESS: 0.9 - face * np.float32(0.2 + 0.5 * gloss), COAT: face * np.float32(0.4 * gloss)},
                dye=face,
                piece=tile.number,
                cover=tile.cover,
            )

        return shader

    return recipe


def clay_tiles(colors: Sequence[str], laying: Laying, joint: float, grout: str = "a99c8b") -> Recipe:
    """Unglazed fired tiles: worn, slightly hollow, no two of one tone."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, grey, tiling = vary_all(rng, colors, 0.008, 0.05), vary(rng, grout), laying(rng)
        cloud, sand = solid(rng, 0.06, 0.09), solid(rng, 0.003, 0.004)

        def shader(points: Points) -> Shaded:
            tile = tiling(points)
            patch, fine = fractal(apart(cloud(points), tile), 4, 0.6), sand(points)
            grain, hole = gritty(fine), pinholes(fine.finer(2.2, 17.0), 0.4)
            inset = tile.inset + 0.0015 * patch
            face, edge = (smoothstep(0.5 * joint - 0.0005, 0.5 * joint + step, inset) for step in (0.0012, 0.009))
            tone = 0.26 * (tile.second - 0.5) + 0.16 * patch + 0.06 * grain - 0.2 * hole
            fired = mix(tint(choose(tile.number, tones), tone), rgb("e0c3a4"), 0.35 * smoothstep(0.3, 0.8, patch))
            color = mix(tint(grey, 0.12 * grain + 0.1 * patch), fired, face)
            relief = 0.002 * (edge - 0.8) - 0.003 * (1.0 - face) + 0.0005 * patch + 0.0001 * grain - 0.0001 * hole
            return Shaded(
                color,
                relief.astype(np.float32),
                {ROUGHNESS: 0.85 - 0.2 * face},
                dye=face,
                piece=tile.number,
                cover=tile.cover,
            )

        return shader

    return recipe


def roof(colors: Sequence[str], laying: Laying, thickness: float, lichen: float) -> Recipe:
    """Overlapping roof tiles, weathered.

    Args:
        colors: of the tiles.
        laying: draws where they are; `y` must rise from the tile's lower end.
        thickness: of a tile, metres.
        lichen: share that lichen covers, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, tiling, pale = vary_all(rng, colors, 0.01, 0.05), laying(rng), vary(rng, "a8a58c", 0.03)
        cloud, grit = solid(rng, 0.05, 0.08), solid(rng, 0.004, 0.006)

        def shader(points: Points) -> Shaded:
            tile = tiling(points)
            patch, grain = fractal(apart(cloud(points), tile), 4, 0.6), gritty(grit(points))
            color = tint(choose(tile.number, tones), 0.3 * (tile.second - 0.5) + 0.18 * patch + 0.07 * grain)
            # Rain washes soot to the sheltered strip under the next tile.
            color = tint(color, -0.35 * smoothstep(0.006, 0.0, tile.inset) - 0.25 * smoothstep(0.05, 0.14, tile.y))
            grown = smoothstep(0.62, 0.75, 0.5 + 0.8 * patch + 0.2 * grain + np.float32(lichen - 0.5))
            color = mix(color, tint(pale, 0.2 * grain), 0.75 * grown)
            lip = smoothstep(0.0, 0.006, tile.inset)
            relief = (
                np.float32(thickness) * (lip - np.clip(tile.y * 7.0, 0.0, 1.0))
                + 0.001 * patch
                + 0.0002 * grain
                + (tile.second - 0.5) * 0.004
            )
            return Shaded(
                color,
                np.asarray(relief, np.float32),
                {ROUGHNESS: 0.85 + 0.1 * grown},
                piece=tile.number,
                cover=tile.cover,
            )

        return shader

    return recipe


_WIDTH = 0.2
"""Of a roof tile, metres."""


def plates(width: float, height: float, shift: float = 0.0) -> Laying:
    """Rectangles in level courses; lengths with their joint, metres."""
    return lambda rng: courses(rng, width, height, shift, corner=0.0015)


def hexes(width: float) -> Laying:
    """Hexagons, `width` metres between two opposite sides."""
    return lambda rng: hexagon_cells(rng, width)


def beavertails(pointed: float) -> Laying:
    """Plain roof tiles with round or pointed ends."""
    return lambda rng: scallops(rng, _WIDTH, 0.14, pointed)


def _sheltered(tile: Tile) -> Tile:
    """A rectangle as a roof's tile: `y` from its lower end."""
    return tile._replace(y=tile.y + np.float32(0.5 * 0.14))


def slates(rng: np.random.Generator) -> Tiling:
    """Rectangular roof slates, every second course shifted."""
    tiling = courses(rng, _WIDTH, 0.14, uneven=0.12)
    return lambda points: _sheltered(tiling(points))


_CLAYS = ("a85f40", "b56c49", "9c5539", "bd7a55")

MATERIALS = (
    Material(
        "white tiles",
        ("white tiles", "bathroom tiles", "ceramic tiles"),
        Kind.CERAMIC,
        glazed_tiles(("e6e7e4", "e2e3e0", "e9e9e6"), "a3a29e", plates(0.103, 0.103), 0.003, 0.02),
        finest=0.0015,
        coarsest=0.1,
    ),
    Material(
        "blue tiles",
        ("blue tiles", "pool tiles"),
        Kind.CERAMIC,
        glazed_tiles(("2b86b8", "46a0cc", "1d6ca6", "76bcdc", "3592c0"), "dfe6e8", plates(0.05, 0.05), 0.003, 0.08),
        finest=0.0015,
        coarsest=0.05,
        weight=0.6,
    ),
    Material(
        "subway tiles",
        ("subway tiles", "metro tiles", "white subway tiles"),
        Kind.CERAMIC,
        glazed_tiles(("e6e6e1", "e1e1dc"), "8e8d8a", plates(0.153, 0.078, 0.5), 0.003, 0.02),
        finest=0.0015,
        coarsest=0.15,
    ),
    Material(
        "green tiles",
        ("green tiles", "zellige", "moroccan tiles", "emerald tiles"),
        Kind.CERAMIC,
        glazed_tiles(
            ("1f6a4c", "2a7c58", "17573f", "3a8c66", "226f58", "2f8460"), "d5d0c2", plates(0.102, 0.102), 0.002, 0.2
        ),
        finest=0.0015,
        coarsest=0.1,
    ),
    Material(
        "terracotta tiles",
        ("terracotta tiles", "clay floor tiles", "quarry tiles"),
        Kind.CERAMIC,
        clay_tiles(_CLAYS, plates(0.208, 0.208), 0.008),
        finest=0.003,
        coarsest=0.2,
    ),
    Material(
        "roof tiles",
        ("roof tiles", "clay roof tiles", "tiled roof", "beaver tail tiles"),
        Kind.CERAMIC,
        roof(("9c4e36", "a85a40", "8b4531", "b0664a", "7a4334"), beavertails(0.0), 0.014, 0.18),
        finest=0.004,
        coarsest=0.2,
    ),
    Material(
        "slate roof",
        ("slate roof", "roof slates", "slate tiles", "slate shingles"),
        Kind.STONE,
        roof(("4a5058", "565d66", "41464e", "61666c", "4d5056"), slates, 0.009, 0.12),
        finest=0.004,
        coarsest=0.2,
    ),
)
