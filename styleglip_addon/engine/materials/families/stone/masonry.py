"""Walls of bricks and hewn stone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import choose, mix, rgb, tint, vary, vary_all
from ...grains import gritty, pinholes
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid
from ..tilings import Tile, courses


def apart(space: Space, tile: Tile) -> Space:
    """The space moved per tile, so that what is drawn on one does not go on on the next."""
    moved = np.stack((tile.number, tile.second, tile.number + tile.second), axis=1) * np.float32(97.0)
    return space.moved(moved)


def bricks(
    colors: Sequence[str],
    mortar: str,
    brick: tuple[float, float] = (0.225, 0.075),
    joint: float = 0.010,
    wash: float = 0.0,
) -> Recipe:
    """Bricks in stretcher bond with worn edges, in mortar that stands back by 4 mm.

    Args:
        colors: of the bricks as they are fired; the last is that of over-fired ends.
        mortar: its colour.
        brick: length and height with one joint, metres.
        joint: its width, metres.
        wash: share of bricks and mortar that a coat of lime in the mortar's colour covers, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        *tones, burnt = vary_all(rng, colors, 0.008, 0.05)
        grey, lime = vary(rng, mortar, 0.01, 0.1, 0.05), vary(rng, mortar, 0.01, 0.1, 0.02)
        tiling = courses(rng, *brick, corner=0.003)
        cloud, lump, sand = solid(rng, 0.07, 0.1), solid(rng, 0.012, 0.016), solid(rng, 0.0022, 0.003)
        wide = solid(rng, 0.5, 0.8)

        def shader(points: Points) -> Shaded:
            tile = tiling(points)
            fine, rough = sand(points), fractal(apart(lump(points), tile), 3)
            grain, hole = gritty(fine), pinholes(fine.finer(1.4, 17.0), 0.5)
            patch, drift = fractal(apart(cloud(points), tile), 2), fractal(wide(points), 2)
            chipped = np.clip(patch - np.float32(0.35), 0.0, 1.0) * np.float32(0.02)
            inset = tile.inset + np.float32(0.0018) * rough - chipped
            share = np.float32(kept(points.spacing / brick[1]))
            face = smoothstep(0.5 * joint - 0.0012, 0.5 * joint + 0.0018, inset)
            edge = smoothstep(0.5 * joint, 0.5 * joint + 0.007, inset)
            fired = mix(
                choose(tile.number, tones), burnt, 0.8 * smoothstep(0.1, 1.0, 0.8 * patch + 1.4 * (tile.second - 0.6))
            )
            tone = 0.28 * (tile.second - 0.5) * share + 0.13 * rough + 0.1 * grain + 0.06 * drift
            fired = mix(
                tint(fired, tone), rgb("2b211d"), np.maximum(smoothstep(0.75, 1.0, grain + 0.5 * rough), hole) * 0.5
            )
            bed = tint(grey, 0.14 * grain + 0.08 * drift + 0.08 * rough)
            color, dye = mix(bed, fired, face), face
            if wash:
                bare = smoothstep(0.2, 0.55, patch * 0.6 + rough * 0.4 + drift * 0.6 - np.float32(wash - 0.75))
                cover = (1.0 - 0.75 * bare) * np.float32(0.94)
                color = mix(color, tint(lime, 0.05 * rough + 0.04 * drift - 0.05 * (1.0 - face)), cover)
                dye = np.maximum(face, cover)
            lean = (tile.number - 0.5) * tile.x * np.float32(0.012) + (tile.second - 0.5) * np.float32(0.0016)
            height = 0.0012 * edge + lean + 0.0006 * rough + 0.0002 * grain - 0.0003 * hole
            sunk = np.float32(-0.0042) + 0.0007 * rough + 0.0004 * grain
            return Shaded(
                color=color,
                relief=(sunk + (height - sunk) * face).astype(np.float32),
                channels={ROUGHNESS: 0.92 - 0.08 * face},
                dye=dye,
                piece=tile.number,
                cover=tile.cover,
            )

        return shader

    return recipe


def hewn(
    colors: Sequence[str], mortar: str, block: tuple[float, float], uneven: float = 0.5, moss: float = 0.0
) -> Recipe:
    """Blocks of hewn stone of uneven lengths in courses of uneven heights, with bosses left by the chisel.

    Args:
        colors: of the stones.
        mortar: its colour.
        block: mean length and height with one joint, metres.
        uneven: see `tilings.courses`.
        moss: how much grows in joints and on ledges, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, grey = vary_all(rng, colors, 0.008, 0.06), vary(rng, mortar)
        green = vary_all(rng, ("3c4a1e", "5f6f2c"), 0.015)
        high = block[1] * size(rng, 0.9, 1.1)
        tiling = courses(rng, block[0] * high / block[1], high, uneven=uneven, corner=0.1 * high)
        lump, grit = solid(rng, 0.35 * high, 0.45 * high), solid(rng, 0.003, 0.004)
        wide = solid(rng, 2.5 * high, 4.0 * high)

        def shader(points: Points) -> Shaded:
            tile = tiling(points)
            body = apart(lump(points), tile)
            boss, sand, drift = fractal(body, 5, 0.55), gritty(grit(points)), fractal(wide(points), 2)
            inset = tile.inset + np.float32(0.035 * high) * boss
            face = smoothstep(0.035 * high, 0.055 * high, inset)
            dome = smoothstep(0.03 * high, 0.22 * high, inset)
            tone = 0.3 * (tile.second - 0.5) + 0.2 * boss + 0.08 * sand + 0.08 * drift
            stone = tint(choose(tile.number, tones), tone)
            lichen = smoothstep(0.35, 0.5, fractal(body.finer(1.7, 9.0), 4, 0.65) + 0.2 * drift)
            stone = mix(stone, rgb("b9b59c"), 0.4 * lichen)
            color = mix(tint(grey, 0.15 * sand + 0.12 * boss), stone, face)
            relief = np.float32(0.06 * high) * (dome - 0.8) + np.float32(0.035 * high) * boss * dome + 0.0002 * sand
            rough: Array | float = 0.9
            if moss:
                ledges = 0.6 * (1.0 - dome) + 0.45 * points.upward + 0.3 * np.maximum(points.recess, 0.0)
                grown = smoothstep(0.35, 0.65, ledges + 1.1 * drift + 0.3 * boss + 0.15 * sand + np.float32(moss - 0.5))
                color = mix(color, mix(green[0], green[1], 0.5 + sand), grown)
                relief, rough = relief + 0.004 * grown, 0.9 + 0.1 * grown
            return Shaded(
                color, relief.astype(np.float32), {ROUGHNESS: rough}, dye=face, piece=tile.number, cover=tile.cover
            )

        return shader

    return recipe


_RED = ("964c39", "a25640", "8b4435", "aa634a", "9d523e", "55362f")

MATERIALS = (
    Material(
        "brick",
        ("brick", "bricks", "brick wall", "red brick"),
        Kind.STONE,
        bricks(_RED, "b5aa9a"),
        finest=0.003,
        coarsest=0.225,
        weight=1.5,
    ),
    Material(
        "white brick",
        ("white brick", "white brick wall", "whitewashed bricks"),
        Kind.STONE,
        bricks(("a4604a", "b06d54", "986050", "70544a"), "e4e0d8", wash=1.0),
        finest=0.003,
        coarsest=0.225,
        weight=0.5,
        base="brick",
    ),
    Material(
        "yellow brick",
        ("yellow brick", "london stock brick", "yellow bricks", "sandy bricks"),
        Kind.STONE,
        bricks(("b99a68", "c4a775", "ab8a5a", "cbb184", "5e4c3a"), "b8b0a2"),
        finest=0.003,
        coarsest=0.225,
        weight=0.5,
        base="brick",
    ),
    Material(
        "cinder blocks",
        ("cinder blocks", "breeze blocks", "concrete blocks", "cinder block wall"),
        Kind.STONE,
        bricks(("8f8e8a", "999893", "868581", "93918b", "7d7c79"), "a3a19b", (0.4, 0.2)),
        finest=0.003,
        coarsest=0.4,
        weight=0.5,
    ),
    Material(
        "stone wall",
        ("stone wall", "stone blocks", "castle wall"),
        Kind.STONE,
        hewn(("8f8a80", "a19a8d", "7d7970", "aaa08e", "8a8378"), "6f695f", (0.4, 0.22)),
        finest=0.004,
        coarsest=0.35,
    ),
    Material(
        "mossy wall",
        ("mossy wall", "mossy stone wall", "overgrown wall", "ruined wall"),
        Kind.STONE,
        hewn(("7d7a72", "8f8a7f", "6c6a62", "979080"), "504c42", (0.36, 0.2), moss=0.45),
        finest=0.004,
        coarsest=0.35,
        weight=0.5,
    ),
)
