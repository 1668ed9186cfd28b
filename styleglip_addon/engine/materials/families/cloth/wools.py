"""Loose and matted wool without threads: fleece of a sheep, shag, felt, boucle."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import Cells, cells, displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
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
        place, fuzz, tone = solid(rng, wide, 1.01 * wide), solid(rng, 0.14 * wide, 0.16 * wide), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            hair = matted(fuzz(points)) - np.float32(0.62)
            space = displaced(place(points), 0.45, 0.8).moved((0.12 * hair)[:, None])
            tuft = cells(space)
            share = np.float32(kept(space.footprint))
            full = 0.65 + share * (np.clip(1.0 - 1.2 * tuft.nearest**2, 0.0, 1.0) - 0.65)
            own = share * (tuft.identity[:, 0] - 0.5)
            curl = _locks(space, tuft)
            shade = 0.26 * (full - 0.75) + 0.06 * own + 0.06 * curl + 0.13 * hair
            return Shaded(
                color=tint(base, shade + 0.07 * fractal(tone(points), 2)),
                relief=np.float32(wide) * (0.26 * (full - 0.65) + 0.03 * own + 0.004 * curl + 0.016 * hair),
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


def matted(space: Space) -> Array:
    """Fibres (n,) of one unit's length in all directions: 0..1.5, 0.62 in the mean."""
    bent = displaced(space, 0.6, 0.7)
    # Layers of fibres that cross; each is a line of the noise's zeros.
    fibre = np.zeros(len(space.q), np.float32)
    share = np.float32(kept(2.0 * bent.footprint))
    for layer, along in enumerate(((2.6, 2.6, 0.6), (0.6, 2.6, 2.6), (2.6, 0.6, 2.6))):
        line = np.abs(gradient_noise(bent.moved(np.full(3, 9.1 * layer, np.float32)).stretched(*along)))
        fibre += smoothstep(0.22, 0.0, line) * np.float32(0.5)
    found: Array = 0.62 + share * (fibre - 0.62)
    return found


def felt(color: str) -> Recipe:
    """Matted fibres in all directions: soft, mottled by the blend of the wool, without threads."""

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, color, 0.012, 0.1, 0.06)
        fine, mat, tone = solid(rng, 0.0035, 0.0045), solid(rng, 0.01, 0.014), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            fibre = matted(fine(points))
            soft = fractal(mat(points), 3, 0.6)
            return Shaded(
                color=tint(base, 0.16 * (fibre - 0.62) + 0.07 * soft + 0.06 * fractal(tone(points), 2)),
                relief=np.float32(0.00016) * fibre + np.float32(0.0005) * soft,
                channels={ROUGHNESS: 0.95, SHEEN: 0.5},
            )

        return shader

    return recipe


def boucle(color: str) -> Recipe:
    """Looped yarn woven loosely: curls that lie over each other in all directions."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color, 0.012, 0.08, 0.05), size(rng, 0.0075, 0.009)
        layers = [solid(rng, share * wide, share * wide, turned=False) for share in (1.1, 0.95, 1.0)]
        ground, fuzz, tone = (
            solid(rng, 0.6 * wide, 0.7 * wide),
            solid(rng, 0.06 * wide, 0.07 * wide),
            solid(rng, 0.05, 0.08),
        )

        def shader(points: Points) -> Shaded:
            hair, below = gradient_noise(fuzz(points)), gradient_noise(ground(points))
            spaces = [layer(points) for layer in layers]
            loop, level = overlaid(spaces, points, _curl, reach=0.75)
            away = _from_loop(loop.along, loop.across, loop.identity) / np.float32(_YARN)
            twist = np.sin(np.float32(9.0) * np.arctan2(loop.across, loop.along) + 2.5 * away)
            yarn = np.sqrt(np.clip(1.0 - away * away, 0.0, 1.0))
            height = np.where(loop.inside, 0.25 * level + 0.5 * yarn + 0.4 * loop.height, 0.2 * below - 0.1)
            shade = np.where(loop.inside, 0.16 * (yarn - 0.8) + 0.05 * (level - 1.0) + 0.05 * twist, 0.1 * below - 0.12)
            share = np.float32(kept(1.5 * points.spacing / wide))
            return Shaded(
                color=tint(base, share * (shade + 0.06) - 0.06 + 0.07 * hair + 0.05 * fractal(tone(points), 2)),
                relief=np.float32(0.22 * wide) * share * (height + 0.1 * hair + 0.04 * twist * yarn),
                channels={ROUGHNESS: 0.95, SHEEN: 0.4},
            )

        return shader

    return recipe


_YARN = 0.145
"""Radius of the yarn of a loop, features."""


def _from_loop(along: Array, across: Array, own: Array) -> Array:
    """Distance (n,) from the middle of a loop's yarn; loops are round to oval."""
    radius = 0.3 + 0.2 * own[:, 1]
    away: Array = np.abs(np.hypot(along, across * (1.0 + 0.5 * own[:, 2])) - radius)
    return away


def _curl(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = _from_loop(along, across, own) < _YARN
    return inside


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
