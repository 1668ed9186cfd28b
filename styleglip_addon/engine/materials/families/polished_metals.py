"""Bare smooth metals. Base colours are reflectances at normal incidence, of measured optical constants."""

from __future__ import annotations

import numpy as np

from ...vocabulary.channels import METALLIC, ROUGHNESS
from ..colors import vary
from ..material import Kind, Material, Recipe, Shaded, Shader
from ..noise import fractal
from ..points import Points
from ..spaces import solid


def polished(color: str, roughness: float) -> Recipe:
    """Metal with the faint unevenness of polishing.

    Args:
        color: reflectance, hexadecimal sRGB.
        roughness: mean.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, smear, dents = vary(rng, color, 0.004, 0.04, 0.02), solid(rng, 0.02, 0.04), solid(rng, 0.05, 0.09)

        def shader(points: Points) -> Shaded:
            return Shaded(
                color=base,
                relief=np.float32(0.00012) * fractal(dents(points), 2),
                channels={METALLIC: 1.0, ROUGHNESS: np.float32(roughness) + 0.06 * fractal(smear(points), 3)},
            )

        return shader

    return recipe


MATERIALS = (
    Material("gold", ("gold", "golden", "gold metal"), Kind.METAL, polished("ffd98c", 0.2), finest=0.01, coarsest=0.05),
    Material(
        "silver",
        ("silver", "silvery", "silver metal"),
        Kind.METAL,
        polished("fbf9f5", 0.18),
        finest=0.01,
        coarsest=0.05,
    ),
)
