"""Loose and matted wool without threads: fleece of a sheep, shag, felt, boucle."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import Cells, cells, displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid
from .dyed import dyed


def _locks(space: Space, tuft: Cells) -> Array:
    """Crimped strands (n,), about -1..1, that run side by side across each tuft, in its own direction."""
    heading = tuft.identity.T - np.float32(0.5)
    heading = heading / np.maximum(np.sqrt((heading * heading).sum(axis=0)), np.float32(0.05))
    x, y, z = space.q.T
    along = x * heading[0] + y * heading[1] + z * heading[2]
    across = x * heading[1] + y * heading[2] - z * heading[0] * np.float32(0.8) + 9.0 * tuft.identity[:, 0]
    crimp = 0.03 * np.sin(np.float32(26.0) * along + 40.0 * tuft.identity[:, 1])
    strands = Space(np.stack((across + crimp, along)).T.astype(np.float32, copy=False), space.footprint)
    thick, fine = strands.stretched(15.0, 1.1), strands.stretched(36.0, 1.7)
    return gradient_noise(thick) + np.float32(0.7) * gradient_noise(fine)


def fleece(color: str, width: tuple[float, float]) -> Recipe:
    """Curly wool as it grows on a sheep: rounded tufts of curled fibres."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color, 0.012, 0.08, 0.05), size(rng, *width)
        place, fuzz, tone = solid(rng, wide, 1.01 * wide), solid(rng, 0.07 * wide, 0.08 * wide), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            hair = gradient_noise(fuzz(points))
            space = displaced(place(points), 0.45, 0.8).moved((0.05 * hair)[:, None])
            tuft = cells(space)
            share = np.float32(kept(space.footprint))
            full = 0.65 + share * (np.clip(1.0 - 1.2 * tuft.nearest**2, 0.0, 1.0) - 0.65)
            own = share * (tuft.identity[:, 0] - 0.5)
            curl = _locks(space, tuft)
            shade = 0.3 * (full - 0.75) + 0.08 * own + 0.16 * curl + 0.05 * hair
            return Shaded(
                color=tint(base, shade + 0.07 * fractal(tone(points), 2)),
                relief=np.float32(wide) * (0.28 * (full - 0.65) + 0.06 * own + 0.01 * curl + 0.004 * hair),
                channels={ROUGHNESS: 0.95, SHEEN: 0.6},
            )

        return shader

    return recipe


def shag(color: str, strand: tuple[float, float]) -> Recipe:
    """Long strands that fall over each other in clumps."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color, 0.012, 0.08, 0.05), size(rng, *strand)
        place = solid(rng, 9.0 * wide, 9.1 * wide, turned=False)

        def shader(points: Points) -> Shaded:
            bent = displaced(displaced(place(points), 0.9, 0.45), 0.2, 1.7)
            clump = gradient_noise(bent.stretched(1.6, 1.6, 0.8))
            thread = fractal(bent.stretched(9.0, 9.0, 0.9), 2, 0.7)
            deep = smoothstep(0.25, -0.6, clump + 0.5 * thread)
            return Shaded(
                color=tint(base, 0.2 * thread + 0.1 * clump - 0.3 * deep),
                relief=np.float32(wide) * (1.4 * clump + 0.6 * thread - 0.8 * deep),
                channels={ROUGHNESS: 0.92, SHEEN: 0.45},
            )

        return shader

    return recipe


def felt(color: str) -> Recipe:
    """Matted fibres in all directions: soft, mottled by the blend of the wool, without threads."""

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, color, 0.012, 0.1, 0.06)
        fine, mat, tone = solid(rng, 0.0035, 0.0045), solid(rng, 0.01, 0.014), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            space = displaced(fine(points), 0.6, 0.7)
            # Two layers of fibres that cross; each is a line of the noise's zeros.
            fibre = np.zeros(len(points), np.float32)
            share = np.float32(kept(2.0 * space.footprint))
            for layer, along in enumerate(((2.6, 2.6, 0.6), (0.6, 2.6, 2.6), (2.6, 0.6, 2.6))):
                line = np.abs(gradient_noise(space.moved(np.full(3, 9.1 * layer, np.float32)).stretched(*along)))
                fibre += smoothstep(0.22, 0.0, line) * np.float32(0.5)
            fibre = 0.62 + share * (fibre - 0.62)
            soft = fractal(mat(points), 3, 0.6)
            return Shaded(
                color=tint(base, 0.16 * (fibre - 0.62) + 0.07 * soft + 0.06 * fractal(tone(points), 2)),
                relief=np.float32(0.00016) * fibre + np.float32(0.0005) * soft,
                channels={ROUGHNESS: 0.95, SHEEN: 0.5},
            )

        return shader

    return recipe


def boucle(color: str) -> Recipe:
    """Looped yarn woven loosely: small curls in all directions."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color, 0.012, 0.08, 0.05), size(rng, 0.008, 0.0095)
        place, fuzz, tone = solid(rng, wide, 1.01 * wide), solid(rng, 0.06 * wide, 0.07 * wide), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            hair = gradient_noise(fuzz(points))
            space = displaced(place(points), 0.35, 1.3).moved((0.02 * hair)[:, None])
            lower, upper = _loops(space), _loops(space.finer(1.07, 23.0))
            over = upper > 0.45
            yarn = np.where(over, upper, 0.75 * lower)
            yarn = 0.5 + np.float32(kept(2.4 * space.footprint)) * (yarn - 0.5)
            return Shaded(
                color=tint(base, 0.42 * (yarn - 0.75) + 0.1 * hair + 0.06 * fractal(tone(points), 2)),
                relief=np.float32(0.16 * wide) * (yarn - 0.5 + 0.08 * hair),
                channels={ROUGHNESS: 0.95, SHEEN: 0.4},
            )

        return shader

    return recipe


def _loops(space: Space) -> Array:
    """Height 0..1 of round yarn along level lines of noise."""
    phase = gradient_noise(space) * np.float32(2.2)
    away = np.abs(phase - np.round(phase)) * np.float32(2.6)
    return np.sqrt(np.clip(1.0 - away**2, 0.0, 1.0)).astype(np.float32)


MATERIALS = (
    Material(
        "wool",
        ("wool", "woolly", "sheep wool", "fleece"),
        Kind.CLOTH,
        fleece("d2c6ae", (0.013, 0.017)),
        0.0012,
        0.05,
        1.5,
    ),
    Material(
        "shag carpet",
        ("shag carpet", "shaggy rug", "fluffy rug", "shag"),
        Kind.CLOTH,
        shag("c9bda8", (0.0022, 0.0028)),
        0.003,
        0.06,
    ),
    Material("felt", ("felt", "grey felt", "felted wool"), Kind.CLOTH, felt("83817e"), 0.001, 0.03),
    *dyed(("red", "green", "orange"), "felt", felt, ("soft {} felt", "{} felted wool"), 0.001, 0.03),
    Material(
        "boucle",
        ("boucle", "bouclé", "teddy fabric", "curly wool cloth"),
        Kind.CLOTH,
        boucle("d8cfbf"),
        0.0015,
        0.03,
    ),
)
