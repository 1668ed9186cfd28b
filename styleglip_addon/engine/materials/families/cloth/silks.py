"""Smooth shining cloths: silk, satin, damask."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ANISOTROPY, ROUGHNESS, SHEEN
from ...colors import mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import rolled, size, solid
from ..printed.motifs import staggered
from .dyed import dyed


def silk(color: str, roughness: float = 0.3, slubs: float = 0.03) -> Recipe:
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
                relief=np.float32(0.006) * smoothstep(0.0, 1.1, wave)
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


def damask(color: str, figure: str) -> Recipe:
    """Ornament in satin on a dull ground of the same yarn, told apart by how they shine.

    Args:
        color: of the ground, hexadecimal.
        figure: of the ornament.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        ground, shine = vary_all(rng, (color, figure), 0.012, 0.06)
        wide = size(rng, 0.085, 0.1)
        place, cords, tone = staggered(rng, wide), rolled(rng, 0.02, 0.0012), solid(rng, 0.08, 0.12)

        def shader(points: Points) -> Shaded:
            at = place(points)
            on = _ornament(np.abs(at.x), at.y)
            thread = fractal(cords(points), 2)
            return Shaded(
                color=tint(mix(ground, shine, on), (0.1 - 0.06 * on) * thread + 0.03 * fractal(tone(points), 2)),
                relief=np.float32(0.00035) * on + np.float32(0.0001) * thread * (1.0 - 0.6 * on),
                channels={ROUGHNESS: 0.72 - 0.38 * on, ANISOTROPY: 0.5 * on, SHEEN: 0.3},
            )

        return shader

    return recipe


def _ornament(x: Array, y: Array) -> Array:
    """Coverage (n,) of a palmette in a pointed frame with leaves, mirrored at x = 0; lengths in repeats."""
    radius, angle = np.hypot(x, y + 0.04), np.arctan2(x, y + 0.04)
    petals = np.abs(np.cos(3.5 * angle))
    palmette = radius - 0.1 - 0.12 * petals * (0.75 + 0.25 * np.cos(angle))
    veins = 0.02 - np.abs(radius - 0.085)
    # The frame: an onion shape, as ogees have it.
    onion = x - 0.37 * np.sqrt(np.clip(1.0 - (y / 0.415) ** 2, 0.0, 1.0)) * (1.0 - 0.4 * np.clip(y, -0.2, 0.5))
    frame = np.maximum(np.abs(onion) - 0.02 - 0.01 * np.cos(60.0 * y), np.abs(y) - 0.415)
    leaves = np.full_like(x, 1.0)
    for middle_x, middle_y, turn in ((0.42, 0.3, 0.6), (0.43, -0.27, -0.6), (0.09, 0.27, 0.3), (0.12, -0.27, -0.5)):
        dx, dy = x - np.float32(middle_x), y - np.float32(middle_y)
        along = dx * np.float32(np.sin(turn)) + dy * np.float32(np.cos(turn))
        across = dx * np.float32(np.cos(turn)) - dy * np.float32(np.sin(turn))
        blade = (
            np.abs(across) + 0.008 - 0.46 * np.maximum(0.1 - along**2 / 0.1, 0.0) * np.maximum(1.0 - 3.0 * along, 0.0)
        )
        leaves = np.minimum(leaves, np.maximum(blade, 0.006 - np.abs(across)))
    stem = np.maximum(x - 0.012, np.abs(y + 0.3) - 0.12)
    shape = np.minimum(np.minimum(np.maximum(palmette, veins), frame), np.minimum(leaves, stem))
    return smoothstep(0.006, -0.006, shape)


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
        silk("c3b190", 0.42, 0.11),
        0.001,
        0.06,
    ),
    Material(
        "damask",
        ("damask", "brocade", "damask silk", "damask wallpaper", "baroque pattern"),
        Kind.CLOTH,
        damask("6a1f2d", "a2505a"),
        0.001,
        0.1,
    ),
    Material(
        "blue damask",
        ("blue damask", "blue brocade"),
        Kind.CLOTH,
        damask("2b4366", "7489a3"),
        0.001,
        0.1,
        0.5,
        "damask",
    ),
)
