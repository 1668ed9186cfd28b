"""Wood that sun and rain have turned grey, and wood that was charred."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import mix, ramp, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, solid
from .wood_grain import Grain, Growth, Year, grown

_SOFT = Growth(
    Year.CONIFER, (0.0045, 0.0065), contrast=0.75, bands=0.22, fibre=0.2, pores=0.35, pore=(0.0005, 0.03), knots=0.45
)


@dataclass(frozen=True)
class Tones:
    """Colours of old wood, hexadecimal: washed out, middle, late wood that stands proud, and cracks."""

    light: str
    middle: str
    dark: str
    crack: str


GREY = Tones("b3aca1", "938b80", "5f584f", "2b2723")
BROWN = Tones("a9805c", "8a6140", "593b26", "2a1c14")
_SILVER = Tones("c9c3b8", "aaa398", "756d62", "3a342e")

Weathered = Callable[[Array, float], tuple[Shaded, Array, Grain]]
"""Old wood at positions (n, 3), metres, for a spacing: how it looks, its tone (n,), and its grain."""


def weathered(rng: np.random.Generator, tones: Tones, brown: float = 0.4) -> Weathered:
    """Soft early wood washed out between ridges of late wood, and split along the grain.

    Args:
        rng: draws the piece.
        tones: of the wood.
        brown: how much of the colour of fresh wood is left in patches, 0..1.
    """
    *stops, crack = vary_all(rng, (tones.light, tones.middle, tones.dark, tones.crack), 0.008, 0.06)
    trunk, warm = grown(rng, _SOFT), vary_all(rng, ("a88a66",), 0.01)[0]
    offset = rng.uniform(-40.0, 40.0, 3).astype(np.float32)

    def wood(position: Array, spacing: float) -> tuple[Shaded, Array, Grain]:
        grain = trunk(position, spacing)
        q = position + np.float32(0.0006) * grain.fibre[:, None] * np.array([1.0, 1.0, 0.0], np.float32)
        split = _splits(Space(q * np.array([320.0, 320.0, 7.0], np.float32) + offset, 320.0 * spacing))
        split = np.maximum(split, 0.8 * grain.pore)
        split = np.maximum(split, 0.75 * grain.knot * smoothstep(0.15, 0.5, np.abs(grain.fibre)))
        patch = gradient_noise(Space(position * np.array([5.0, 5.0, 2.0], np.float32) + offset, 5.0 * spacing))
        color = ramp(grain.tone + 0.12 * patch, (0.1, 0.45, 1.0), stops)
        color = mix(color, tint(warm, 0.5 * (0.5 - grain.tone)), np.float32(brown) * smoothstep(-0.1, 0.6, patch))
        ridge = np.clip(grain.tone, 0.0, 1.2) - 0.45
        return (
            Shaded(
                color=mix(color, crack, 0.85 * split),
                relief=np.float32(0.0007) * ridge + np.float32(0.0001) * grain.fibre - np.float32(0.0016) * split,
                channels={ROUGHNESS: 0.82 + 0.08 * split},
            ),
            grain.tone,
            grain,
        )

    return wood


def _splits(space: Space) -> Array:
    """Long thin checks (n,), 0..1."""
    share = np.float32(kept(space.footprint))
    if share < 0.02:
        return np.full(len(space.q), 0.05, np.float32)
    open_check: Array = smoothstep(0.5, 0.72, gradient_noise(space) / share) * share
    return open_check + np.float32(0.05) * (np.float32(1.0) - share)


def _weathered_piece(tones: Tones) -> Recipe:
    def recipe(rng: np.random.Generator) -> Shader:
        wood = weathered(rng, tones, rng.uniform(0.2, 0.6))

        def shader(points: Points) -> Shaded:
            return wood(points.position, points.spacing)[0]

        return shader

    return recipe


def _charred(rng: np.random.Generator) -> Shader:
    trunk = grown(rng, _SOFT)
    plate, sheen = solid(rng, 0.016, 0.022, turned=False), solid(rng, 0.1, 0.15)
    black, coal, ash = vary_all(rng, ("1a1817", "2c2a2a", "6f6c69"), 0.01, 0.04)

    def shader(points: Points) -> Shaded:
        grain = trunk(points.position, points.spacing)
        plain = plate(points).stretched(1.0, 1.0, 0.55)
        bend = gradient_noise(plain.finer(1.3, 4.0))[:, None] * np.array([0.35, -0.3, 0.25], np.float32)
        field = plain.moved(bend)
        cell = cells(field, 0.8)
        share = np.float32(kept(field.footprint))
        crack = smoothstep(0.13, 0.03, cell.border) * share + 0.15 * (1.0 - share)
        dome = smoothstep(0.0, 0.4, cell.border)
        shade = (
            0.35 * (cell.identity[:, 0] - 0.4) * share + 0.3 * (grain.tone - 0.4) + 0.2 * gradient_noise(sheen(points))
        )
        color = mix(coal, ash, 0.35 * np.clip(shade, 0.0, 1.0))
        color = mix(color, black, np.maximum(crack, np.clip(-shade * 2.0, 0.0, 1.0)))
        relief = (
            np.float32(0.0014) * (dome - 0.7) + np.float32(0.0004) * (grain.tone - 0.4) - np.float32(0.0008) * crack
        )
        rough = 0.5 + 0.3 * crack + 0.06 * grain.fibre
        return Shaded(color=color, relief=relief, channels={ROUGHNESS: rough}, dye=0.6)

    return shader


MATERIALS = (
    Material(
        "weathered wood",
        ("weathered wood", "driftwood", "old grey wood", "barn wood"),
        Kind.WOOD,
        _weathered_piece(GREY),
        finest=0.001,
        coarsest=0.03,
    ),
    Material(
        "silvered teak",
        ("silvered teak", "sun bleached wood", "silver grey wood", "weathered teak"),
        Kind.WOOD,
        _weathered_piece(_SILVER),
        finest=0.001,
        coarsest=0.03,
        weight=0.5,
        base="weathered wood",
    ),
    Material(
        "charred wood",
        ("charred wood", "burnt wood", "shou sugi ban", "yakisugi"),
        Kind.WOOD,
        _charred,
        finest=0.0015,
        coarsest=0.03,
    ),
)
