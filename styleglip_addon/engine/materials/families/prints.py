"""What drawn patterns are on: printed cloth, gloss paint, enamel; a pattern and a ground make a recipe."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...vocabulary.channels import COAT, ROUGHNESS, SHEEN
from ..colors import tint
from ..material import Recipe, Shaded, Shader
from ..noise import fractal
from ..points import Array, Points
from ..spaces import size, solid
from .yarns import loom, woven

Drawing = Callable[[Points], tuple[Array, Array | float]]
"""Colour (n, 3) and dye (n,) at points."""

Pattern = Callable[[np.random.Generator], Drawing]
Ground = Callable[[np.random.Generator], Callable[[Points, Array, Array | float], Shaded]]


def printed(pattern: Pattern, ground: Ground) -> Recipe:
    """A pattern on a ground."""

    def recipe(rng: np.random.Generator) -> Shader:
        drawing, finish = pattern(rng), ground(rng)

        def shader(points: Points) -> Shaded:
            color, dye = drawing(points)
            return finish(points, color, dye)

        return shader

    return recipe


def cotton(rng: np.random.Generator) -> Callable[[Points, Array, Array | float], Shaded]:
    """Plain cotton weave whose threads show through the print."""
    width = size(rng, 0.0008, 0.001)
    threads, tone = loom(rng, width, 1, 0.1), solid(rng, 0.07, 0.12)

    def finish(points: Points, color: Array, dye: Array | float) -> Shaded:
        space, warp, weft = threads.laid(points, 1)
        thread = woven(space)
        slub = thread.warp * warp + (1.0 - thread.warp) * weft
        shade = 0.07 * (thread.own - 0.5) + 0.05 * slub + 0.03 * fractal(tone(points), 2)
        return Shaded(
            color=tint(color, shade - 0.25 * (0.72 - thread.height)),
            relief=np.float32(0.3 * width) * (thread.height - 0.7 + 0.3 * slub),
            channels={ROUGHNESS: 0.88, SHEEN: 0.12},
            dye=dye,
        )

    return finish


def gloss_paint(rng: np.random.Generator) -> Callable[[Points, Array, Array | float], Shaded]:
    """Sprayed gloss paint with its faint orange peel."""
    peel, tone = solid(rng, 0.004, 0.006), solid(rng, 0.08, 0.14)

    def finish(points: Points, color: Array, dye: Array | float) -> Shaded:
        slow = fractal(tone(points), 3)
        return Shaded(
            color=tint(color, 0.025 * slow),
            relief=np.float32(0.00005) * fractal(peel(points), 2),
            channels={ROUGHNESS: 0.3 + 0.06 * slow, COAT: 0.4},
            dye=dye,
        )

    return finish


def worn_paint(rng: np.random.Generator) -> Callable[[Points, Array, Array | float], Shaded]:
    """Dull paint with grime in its corners, rubbed at its edges and scuffed."""
    scuff, grime = solid(rng, 0.012, 0.02), solid(rng, 0.06, 0.1)

    def finish(points: Points, color: Array, dye: Array | float) -> Shaded:
        dirt = np.clip(0.35 * fractal(grime(points), 4) + 0.6 * np.maximum(points.recess, 0.0), 0.0, 1.0)
        rub = np.clip(1.2 * fractal(scuff(points), 3, 0.7) - 0.75, 0.0, 1.0)
        grey = np.float32(0.45) * np.ones(3, np.float32)
        mixed = color + (grey - color) * (0.35 * rub)[:, None]
        return Shaded(
            color=tint(mixed, -0.5 * dirt),
            relief=np.float32(-0.0001) * rub,
            channels={ROUGHNESS: 0.42 + 0.3 * dirt + 0.25 * rub},
            dye=dye,
        )

    return finish
