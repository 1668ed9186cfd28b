"""Cloth that puckers: seersucker, whose every second stripe was woven slack."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import mix, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Points
from ...spaces import Space, laid, size, solid
from ..yarns import loom, woven


def seersucker(stripe: str, ground: str, width: tuple[float, float]) -> Recipe:
    """Narrow stripes of two colours, the slack ones in cross-folds.

    Args:
        stripe: colour of the slack stripes, hexadecimal.
        ground: of those between them.
        width: range of a stripe's width, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        dark, pale = vary_all(rng, (stripe, ground), 0.01, 0.03)
        wide, thread = size(rng, *width), size(rng, 0.0005, 0.0006)
        threads, place, tone = loom(rng, thread, 1, 0.1), laid(rng, wide, wide), solid(rng, 0.06, 0.12)

        def shader(points: Points) -> Shaded:
            weave = woven(threads.laid(points, 1)[0])
            at = place(points)
            column = np.floor(at.q[:, 0])
            x = at.q[:, 0] - column
            slack = column % 2.0
            # Within a stripe, folds run across it, each row of them in its own places.
            lean = 0.5 * x * (random_of(column) - 0.5)
            folds = np.stack((0.75 * x + 19.0 * column, at.q[:, 1] * np.float32(1.7) + lean), axis=1)
            pucker = gradient_noise(Space(folds.astype(np.float32), 1.7 * at.footprint))
            free = smoothstep(0.0, 0.45, 0.5 - np.abs(x - 0.5))
            puffed = slack * free * (0.35 + pucker)
            soft = max(0.04, 0.6 * at.footprint)
            share = np.float32(kept(at.footprint))
            inside = smoothstep(-soft, soft, (0.5 - np.abs(x - 0.5)) * (2.0 * slack - 1.0))
            inside = 0.5 + share * (inside - 0.5)
            shade = 0.1 * (weave.own - 0.5) - 0.2 * (1.0 - weave.height) + 0.04 * fractal(tone(points), 2)
            color = tint(mix(pale, dark, inside), shade + share * 0.1 * puffed)
            relief = np.float32(0.3 * wide) * share * puffed + np.float32(0.3 * thread) * (weave.height - 0.6)
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.9, SHEEN: 0.15}, dye=inside)

        return shader

    return recipe


MATERIALS = (
    Material(
        "seersucker",
        ("seersucker", "seersucker cloth", "blue seersucker", "puckered cotton", "seersucker stripes"),
        Kind.CLOTH,
        seersucker("7f9cc4", "edebe5", (0.0042, 0.005)),
        finest=0.0006,
        coarsest=0.02,
        weight=0.6,
    ),
)
