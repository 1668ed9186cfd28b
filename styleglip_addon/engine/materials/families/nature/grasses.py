"""Low green growth: grass and moss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN, SUBSURFACE
from ...colors import mix, ramp, rgb, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, random_of, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import Space, size, solid

_APART = 0.14
"""Angle between neighbouring blades of a tuft."""


def blades(colors: Sequence[str], straw: str, dry: float, length: tuple[float, float]) -> Recipe:
    """Tufts of blades over each other, as in a lawn seen from above.

    Args:
        colors: of a blade from the shaded ground to the tip, hexadecimal.
        straw: of the withered blades.
        dry: share of those.
        length: range of the blades' length, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, cell = vary_all(rng, colors, 0.015, 0.06), size(rng, *length) / 1.7
        layers = [solid(rng, share * cell, share * cell, turned=False) for share in (1.0, 0.7)]
        patch, ground = solid(rng, 0.08, 0.14), solid(rng, 0.07 * cell, 0.08 * cell, turned=False)

        def shader(points: Points) -> Shaded:
            slow = fractal(patch(points), 2)
            # Between the tufts, more blades in their shade, too many to tell apart.
            under = fractal(displaced(ground(points).stretched(1.0, 1.0, 0.1), 1.1, 0.35), 2, 0.7)
            floor = 0.12 + 0.34 * under
            tuft, level = overlaid([layer(points) for layer in layers], points, _in_blade, axis=1.2)
            number, across, outward = _blade(tuft.along, tuft.across, tuft.identity)
            own = random_of(number, np.floor(tuft.identity[:, 0] * 4096.0))
            side = np.clip(across / np.maximum(_half_width(outward), 1e-3), -1.0, 1.0)
            # Blades are folded along their middle and veined from end to end.
            vein = np.stack((3.5 * side + 11.0 * own, 2.0 * outward + 17.0 * own), axis=1).astype(np.float32)
            veins = gradient_noise(Space(vein, points.spacing / (0.015 * cell)))
            fold = np.tanh(2.5 * side) * (own - 0.4)
            rib = np.exp(-((side / np.float32(0.14)) ** 2))
            blade = 0.16 + 0.14 * level + 0.3 * outward + 0.16 * np.sqrt(np.maximum(outward, 0.0)) + 0.3 * (own - 0.5)
            blade += 0.12 * fold + 0.07 * rib - 0.05 * side * side + 0.09 * veins
            # They come out of the dark.
            grown = smoothstep(-0.05, 0.3, outward) * tuft.inside
            tone = floor + (blade - floor) * grown
            withered = np.where(tuft.inside, (own < np.float32(dry)) * 0.8 * grown, 0.0)
            round_off = np.sqrt(np.clip(1.0 - side * side, 0.0, 1.0))
            low = 0.12 * under - 0.2
            high = 0.2 * level + 0.3 * outward + 0.2 * tuft.height - 0.08 * rib
            relief = np.where(tuft.inside, low + (high - low) * round_off, low)
            color = ramp(tone + 0.16 * slow, np.linspace(0, 1, len(stops)).tolist(), stops)
            color = mix(color, rgb(straw) * (0.7 + 0.5 * tone)[:, None], withered)
            return Shaded(
                color=color,
                relief=(np.float32(0.12 * cell) * relief).astype(np.float32),
                channels={ROUGHNESS: 0.62, SUBSURFACE: 0.1, SHEEN: 0.1},
                cover=tuft.inside,
            )

        return shader

    return recipe


def _blade(along: Array, across: Array, own: Array) -> tuple[Array, Array, Array]:
    """Number of the nearest blade of a tuft, distance from its middle, way along it: 0 root, 1 tip."""
    up = along + np.float32(0.85)
    opening = np.maximum(0.45 + 0.75 * up + 0.3 * up * up, 0.02)
    bent = across + (own[:, 1] - 0.5) * 0.5 * up * up
    angle = bent / opening * np.float32(1.0 / _APART) + own[:, 0]
    number = np.floor(angle)
    own_random = random_of(number, np.floor(own[:, 2] * 4096.0))
    # Blades stand at uneven angles and bend on their own.
    middle = number + 0.5 + (own_random - 0.5) * (0.2 + 0.4 * up)
    return (
        number,
        (angle - middle) * np.float32(_APART) * opening,
        (up - 0.35 * np.abs(own_random - 0.5)) / (0.7 + 1.0 * own_random),
    )


def _half_width(outward: Array) -> Array:
    """Half of a blade's width (n,) along it."""
    tapered: Array = np.clip(1.0 - outward, 0.0, 1.0) ** 0.7 * np.clip(4.0 * outward + 0.15, 0.0, 1.0)
    return np.float32(0.055) * tapered


def _in_blade(along: Array, across: Array, own: Array) -> Inside:
    number, off, outward = _blade(along, across, own)
    inside: Inside = (np.abs(off) < _half_width(outward)) & (outward > 0.0) & (np.abs(number + 0.5) < 4.2)
    return inside


def moss(colors: Sequence[str], cushion: tuple[float, float]) -> Recipe:
    """Soft cushions of tiny shoots.

    Args:
        colors: from the gaps to the tops, hexadecimal.
        cushion: range of a cushion's size, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, wide = vary_all(rng, colors, 0.015, 0.06), size(rng, *cushion)
        place, shoots, fuzz = solid(rng, wide, wide), solid(rng, 0.0045, 0.006), solid(rng, 0.002, 0.0026)
        patch = solid(rng, 0.09, 0.15)

        def shader(points: Points) -> Shaded:
            bed = cells(displaced(displaced(place(points), 0.4, 1.3), 0.22, 4.0))
            dome = 1.0 - np.clip(bed.nearest, 0.0, 1.0) ** 2
            dome *= 0.75 + 0.5 * bed.identity[:, 0]
            tuft, fine = gradient_noise(shoots(points)), 1.0 - 2.0 * np.abs(fractal(fuzz(points), 2, 0.8))
            slow = fractal(patch(points), 2)
            gap = smoothstep(0.35, 0.0, bed.border)
            tone = -0.02 + 0.55 * dome - 0.16 * gap + 0.28 * tuft + 0.3 * fine + 0.2 * slow + 0.14 * bed.identity[:, 1]
            color = ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops)
            return Shaded(
                color=color,
                relief=np.float32(0.3 * wide) * (dome - 0.6) + 0.0016 * tuft + 0.0007 * fine,
                channels={ROUGHNESS: 0.95, SHEEN: 0.35, SUBSURFACE: 0.08},
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "grass",
        ("grass", "green grass", "grassy", "meadow grass"),
        Kind.NATURE,
        blades(("16260a", "2f5216", "55802a", "86a848", "b3c873"), "c2ab6a", 0.05, (0.065, 0.085)),
        finest=0.002,
        coarsest=0.05,
        weight=1.3,
    ),
    Material(
        "dry grass",
        ("dry grass", "withered grass", "savanna grass", "dead grass"),
        Kind.NATURE,
        blades(("3a2c16", "75602f", "a68d4e", "cdb679", "e3d3a2"), "8a8a45", 0.12, (0.05, 0.07)),
        finest=0.002,
        coarsest=0.05,
        weight=0.6,
        base="grass",
    ),
    Material(
        "moss",
        ("moss", "mossy", "soft moss", "forest moss"),
        Kind.NATURE,
        moss(("1f260c", "3a4a12", "5d7320", "869a36", "b0bd58"), (0.028, 0.04)),
        finest=0.0015,
        coarsest=0.04,
        weight=1.3,
    ),
)
