"""Smooth shining cloths: silk, satin, brocade."""

from __future__ import annotations

import numpy as np

from ...vocabulary.channels import ANISOTROPY, ROUGHNESS, SHEEN
from ..colors import tint, vary
from ..material import Kind, Material, Recipe, Shaded, Shader
from ..noise import displaced, fractal, gradient_noise, smoothstep
from ..points import Points
from ..spaces import rolled, solid
from .dyed import dyed


def silk(color: str, roughness: float = 0.34, slubs: float = 0.05) -> Recipe:
    """Thin cloth in soft folds that run along the piece; the threads draw its highlights out.

    Args:
        color: hexadecimal.
        roughness: mean.
        slubs: strength of the thick places of single weft threads, as in raw silk.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, color, 0.012, 0.08, 0.05)
        folds, lines, gleam = rolled(rng, 0.055, 0.22), rolled(rng, 0.05, 0.0011), solid(rng, 0.04, 0.06)

        def shader(points: Points) -> Shaded:
            bent = displaced(folds(points), 0.6, 0.8)
            # Rounded crests and wider hollows, as gathered cloth falls.
            wave = 1.0 - 1.4 * np.abs(gradient_noise(bent))
            fine = gradient_noise(bent.stretched(2.3, 2.3, 1.6))
            thread = fractal(lines(points), 2)
            return Shaded(
                color=tint(base, np.float32(slubs) * thread + 0.03 * wave),
                relief=np.float32(0.004) * smoothstep(0.0, 1.1, wave)
                + np.float32(0.0012) * fine
                + np.float32(0.00012 + 0.0006 * slubs) * thread,
                channels={
                    ROUGHNESS: roughness + 0.06 * gradient_noise(gleam(points)) + 0.05 * thread,
                    ANISOTROPY: 0.55,
                    SHEEN: 0.3,
                },
            )

        return shader

    return recipe


MATERIALS = (
    Material("silk", ("silk", "golden silk", "shiny silk"), Kind.CLOTH, silk("d9b77c"), 0.001, 0.06, 1.5),
    *dyed(("red", "blue", "white", "purple"), "silk", silk, ("shiny {} silk", "{} silk cloth"), 0.001, 0.06),
    Material(
        "satin",
        ("satin", "satin cloth", "glossy satin", "champagne satin"),
        Kind.CLOTH,
        silk("d8c2ae", 0.24, 0.015),
        0.001,
        0.06,
    ),
    Material(
        "raw silk",
        ("raw silk", "dupioni", "shantung", "slubbed silk"),
        Kind.CLOTH,
        silk("b0793f", 0.42, 0.2),
        0.001,
        0.06,
    ),
)
