"""Stones set side by side: cobbles, pebbles, crazy paving, rubble."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import choose, mix, rgb, tint, vary, vary_all
from ...grains import gritty
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import Cells, cells, displaced, fractal, smoothstep
from ...pieces import cells_there
from ...points import Points
from ...spaces import Space, size, solid


def _own(space: Space, stone: Cells) -> Space:
    """The space moved per stone, so that what is drawn on one does not go on on the next."""
    return space.moved(stone.identity * np.float32(97.0))


def cobbles(
    colors: Sequence[str], gap: str, stone: tuple[float, float], dome: float, joint: float, jitter: float = 0.7
) -> Recipe:
    """Stones of about one size with rough faces, set in sand or mortar.

    Args:
        colors: of the stones.
        gap: colour of what is between them.
        stone: range of their size, metres.
        dome: height of their middle over the edge, in sizes.
        joint: width between them, in sizes.
        jitter: 0: in a grid, 1: irregular.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, sand, wide = vary_all(rng, colors, 0.01, 0.06), vary(rng, gap), size(rng, *stone)
        place, lump, grit = solid(rng, wide, wide), solid(rng, 0.35 * wide, 0.4 * wide), solid(rng, 0.003, 0.004)

        def shader(points: Points) -> Shaded:
            space = displaced(place(points), 0.1, 1.7)
            each = cells(space, jitter)
            body, grain = fractal(_own(lump(points), each), 4, 0.55), gritty(grit(points))
            # Half the difference of two distances is the distance from the border between them.
            inset = 0.5 * each.border + 0.03 * body
            face = smoothstep(0.5 * joint, 0.5 * joint + 0.035, inset)
            high = 1.0 - (1.0 - smoothstep(0.4 * joint, 0.36, inset)) ** 2
            tone = 0.3 * (each.identity[:, 1] - 0.5) + 0.16 * body + 0.1 * grain
            color = tint(choose(each.identity[:, 0], tones), tone)
            worn = smoothstep(0.6, 1.0, high)
            relief = (
                np.float32(dome * wide) * (high - 0.6) + np.float32(0.25 * dome * wide) * body * face + 0.0003 * grain
            )
            return Shaded(
                color=mix(tint(sand, 0.22 * grain + 0.1 * body), color, face),
                relief=(relief + (each.identity[:, 2] - 0.5) * np.float32(0.4 * dome * wide) * face).astype(np.float32),
                channels={ROUGHNESS: 0.92 - 0.3 * worn * face},
                dye=face,
                piece=each.identity[:, 0],
                cover=cells_there(points, space, jitter),
            )

        return shader

    return recipe


def pebbles(
    colors: Sequence[str], stone: tuple[float, float], roughness: float, bed: str = "6a5f50", flat: float = 1.0
) -> Recipe:
    """Round stones lying on smaller ones, some with pale veins.

    Args:
        colors: of the stones.
        stone: range of the size of the larger ones, metres.
        roughness: of the stones.
        bed: colour of what lies between them.
        flat: height of their relief, in what loose stones have.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, wide = vary_all(rng, colors, 0.012, 0.05), size(rng, *stone)
        place, grit, ground = solid(rng, wide, wide), solid(rng, 0.0014, 0.002), vary(rng, bed)

        def layer(space: Space, points: Points) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
            each = cells(space, 0.85)
            own = _own(space.finer(1.6), each)
            drawn = fractal(own, 2)
            reach = 0.5 + 0.18 * each.identity[:, 2]
            inset = np.minimum(0.55 * each.border - 0.01, reach - each.nearest + 0.05 * drawn)
            round_off = np.sqrt(np.clip(1.0 - (each.nearest / (reach + np.float32(0.15))) ** 2, 0.0, 1.0))
            dome = round_off * np.sqrt(smoothstep(-0.12, 0.3, each.border))
            color = tint(choose(each.identity[:, 0], tones), 0.3 * (each.identity[:, 1] - 0.5) + 0.12 * drawn)
            vein = smoothstep(0.08, 0.03, np.abs(drawn - 0.15)) * (each.identity[:, 1] > 0.72)
            return mix(color, rgb("d9d2c4"), 0.7 * vein), dome, smoothstep(0.0, 0.03, inset), each.identity[:, 0]

        def shader(points: Points) -> Shaded:
            space, grain = place(points), gritty(grit(points))
            color, dome, face, stone_of = layer(space, points)
            below, low, lower, stone_below = layer(space.finer(1.9, 13.0), points)
            below = mix(tint(ground, 0.4 * grain), tint(below, np.full_like(low, -0.12)), lower)
            color = tint(mix(below, color, face), 0.1 * grain)
            deep = np.float32(0.16 * wide) * low - np.float32(0.25 * wide)
            high = np.float32(0.3 * wide) * dome
            relief = np.where(face > 0.5, high, deep) + 0.00006 * grain
            # As a coat, the larger ones lie there by themselves.
            there = cells_there(points, space, 0.85)
            sunk = 0.1 * wide if there is None else 0.0
            return Shaded(
                color=color,
                relief=(np.float32(flat) * (relief - np.float32(sunk))).astype(np.float32),
                channels={ROUGHNESS: np.float32(roughness) + 0.25 * (1.0 - np.maximum(face, lower))},
                dye=np.maximum(face, lower),
                piece=np.where(face > 0.5, stone_of, stone_below),
                cover=None if there is None else there * face,
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "cobblestone",
        ("cobblestone", "cobblestones", "paving stones"),
        Kind.STONE,
        cobbles(("75726e", "8b8782", "625f60", "99938a", "7f7873"), "4b453d", (0.105, 0.125), 0.2, 0.05, 0.6),
        finest=0.004,
        coarsest=0.11,
    ),
    Material(
        "pebbles",
        ("pebbles", "river pebbles", "gravel"),
        Kind.STONE,
        pebbles(("a8967e", "85817c", "c9c0b2", "67635f", "96765c", "dcd5c8", "7b7f83"), (0.03, 0.045), 0.5),
        finest=0.002,
        coarsest=0.035,
    ),
    Material(
        "exposed aggregate",
        (
            "exposed aggregate",
            "exposed aggregate concrete",
            "concrete with exposed aggregate",
            "pebbledash",
            "washed concrete",
        ),
        Kind.STONE,
        pebbles(
            ("a39a8c", "8a8680", "c4bcae", "6f6c69", "9c8069", "d6d0c4"), (0.011, 0.014), 0.7, bed="9d978c", flat=0.4
        ),
        finest=0.0012,
        coarsest=0.02,
        weight=0.6,
    ),
    Material(
        "flagstones",
        ("flagstones", "crazy paving", "stone paving", "irregular paving"),
        Kind.STONE,
        cobbles(("9a8f80", "aa9f8d", "877f75", "b3a48c", "8d8a86"), "6c655a", (0.32, 0.38), 0.015, 0.04, 0.85),
        finest=0.004,
        coarsest=0.3,
    ),
    Material(
        "rubble wall",
        ("rubble wall", "fieldstone", "fieldstone wall", "dry stone wall"),
        Kind.STONE,
        cobbles(("8c8375", "9d9382", "79736a", "aa9c84", "6e6a66"), "a59b8a", (0.2, 0.26), 0.12, 0.06, 0.9),
        finest=0.004,
        coarsest=0.22,
    ),
)
