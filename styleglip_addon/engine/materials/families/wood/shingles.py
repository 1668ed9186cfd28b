"""Roofs and walls of split wood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...colors import mix, tint
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import size, solid
from .board_layouts import blocks
from .boards import within_trunk
from .weathered_woods import BROWN, GREY, Tones, weathered


def shingles(tones: Tones, brown: float) -> Recipe:
    """Split boards in rows, each row over the one below, their lower ends uneven.

    Args:
        tones: of the wood.
        brown: how much colour of fresh wood is left in patches, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        width = size(rng, 0.09, 0.11)
        height = 1.3 * width
        layout, trunk, patch = blocks(rng, width, height), weathered(rng, tones, brown), solid(rng, 0.2, 0.3)

        def shader(points: Points) -> Shaded:
            board = layout(points)
            share = np.float32(kept(points.spacing / width))
            wood, _, _ = trunk(within_trunk(board), points.spacing)
            # Some are cut shorter: below their end the row underneath shows, in their shade.
            end = board.along - np.float32(0.14 * height) * board.second
            short = smoothstep(0.0005, -0.0005, end)
            gap = smoothstep(0.0016, 0.0006, np.float32(0.5 * width) - np.abs(board.across))
            tone = share * 0.45 * (board.number - 0.5) + 0.12 * gradient_noise(patch(points))
            dirt = 0.3 * smoothstep(0.5 * height, height, board.along)
            color = tint(wood.color, tone - dirt * share - 0.35 * short)
            dark = np.broadcast_to(np.array([0.1, 0.085, 0.07], np.float32), (len(points), 3))
            color = mix(color, dark, 0.9 * gap * share)
            slope = np.float32(0.009) * (0.5 - board.along / np.float32(height)) + 0.002 * (board.third - 0.5)
            relief = wood.relief + share * (slope - 0.007 * short - 0.003 * gap)
            return replace(wood, color=color, relief=relief.astype(np.float32), dye=1.0 - gap, piece=board.number)

        return shader

    return recipe


MATERIALS = (
    Material(
        "wood shingles",
        ("wood shingles", "shingles", "wooden shingles", "shakes", "shingle roof"),
        Kind.WOOD,
        shingles(GREY, 0.5),
        finest=0.001,
        coarsest=0.11,
    ),
    Material(
        "cedar shingles",
        ("cedar shingles", "cedar shakes", "brown shingles"),
        Kind.WOOD,
        shingles(BROWN, 0.2),
        finest=0.001,
        coarsest=0.11,
        weight=0.5,
        base="wood shingles",
    ),
)
