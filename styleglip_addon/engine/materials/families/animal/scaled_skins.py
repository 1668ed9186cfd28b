"""Skins of scales: overlapping rounded ones of fish and dragons, plates of crocodiles, lozenges of snakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import choose, mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, random_of, smoothstep
from ...pieces import cells_there, laid_there
from ...points import Points
from ...spaces import Space, count_around, laid, size, solid
from ..overlapping import overlapping


@dataclass(frozen=True)
class Scales:
    """What overlapping scales are like.

    Args:
        tones: from dark to light, hexadecimal.
        rim: colour of the edge.
        width: range of a scale's width, metres.
        thick: height of a scale's free edge, in widths.
        roughness: of its middle.
        coat: how wet or glossy it is.
        ridge: strength of a keel along its middle and lines of growth, 0..1.
        shimmer: how much the hue drifts from tone to tone over the body, 0..1.
    """

    tones: tuple[str, ...]
    rim: str
    width: tuple[float, float]
    thick: float = 0.08
    roughness: float = 0.3
    coat: float = 0.5
    ridge: float = 0.0
    shimmer: float = 0.4


def scaled(scales: Scales) -> Recipe:
    """Rounded scales, row over row."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, rim = vary_all(rng, scales.tones, 0.012, 0.05), rgb(scales.rim)
        width = size(rng, *scales.width)
        place, patch = laid(rng, width, width), solid(rng, 6.0 * width, 9.0 * width)

        def shader(points: Points) -> Shaded:
            space = place(points)
            scale = overlapping(points, space, count_around(points, width), width)
            share, drift = np.float32(kept(space.footprint)), fractal(patch(points), 2)
            fan = np.stack((scale.x * 14.0, scale.y * 2.0 + 40.0 * scale.number), axis=1).astype(np.float32)
            fine = gradient_noise(Space(fan, 14.0 * space.footprint))
            growth = np.sin(scale.radius * np.float32(38.0)) * np.float32(0.5 * kept(6.0 * space.footprint))
            keel = smoothstep(0.09, 0.0, np.abs(scale.x)) * smoothstep(1.0, 0.6, scale.radius)
            value = 0.45 + scales.shimmer * drift + share * (0.34 * (scale.number - 0.5) + 0.35 * (0.55 - scale.radius))
            value = value + scales.ridge * (0.12 * growth + 0.14 * keel * share) + 0.05 * fine
            color = ramp(value, np.linspace(0.0, 1.0, len(stops)).tolist(), stops)
            edge = smoothstep(0.86, 0.98, scale.radius) * share
            lift = (scale.y - 0.25) * 0.6 + 0.35 * (1.0 - scale.radius**2)
            relief = (
                np.float32(scales.thick * width) * share * (lift - 0.35 + scales.ridge * (0.3 * keel + 0.04 * growth))
            )
            return Shaded(
                color=mix(color, rim, 0.8 * edge),
                relief=relief.astype(np.float32),
                channels={
                    ROUGHNESS: scales.roughness + 0.25 * edge + 0.08 * fine,
                    COAT: np.float32(scales.coat) * (1.0 - edge),
                },
                piece=scale.number,
                cover=None if points.growing is None else scale.covers,
            )

        return shader

    return recipe


def _crocodile(rng: np.random.Generator) -> Shader:
    """Tanned crocodile: square plates in rows along the belly that turn into round ones beside it, glazed."""
    deep, dark, mid, light = vary_all(rng, ("1d140d", "3a2a1a", "5d4529", "7b6040"), 0.015, 0.06)
    width = size(rng, 0.02, 0.026)
    place, broad = laid(rng, width, 0.8 * width), solid(rng, 0.2, 0.3)

    def shader(points: Points) -> Shaded:
        space, drift = place(points), gradient_noise(broad(points))
        bend = gradient_noise(space.finer(0.8, 5.0))
        wave = Space(space.q + np.stack((0.22 * bend, -0.2 * bend), axis=1).astype(np.float32), space.footprint)
        plate = cells(wave, 0.42)
        share = np.float32(kept(space.footprint))
        border = plate.border
        groove = smoothstep(0.13, 0.03, border)
        dome = smoothstep(0.0, 0.4, border)
        pit = smoothstep(0.07, 0.03, plate.nearest + 0.05 * (plate.identity[:, 1] - 0.5))
        fine = gradient_noise(wave.finer(7.0, 3.0))
        value = 0.5 + share * (0.3 * (plate.identity[:, 0] - 0.5) + 0.4 * (dome - 0.6)) + 0.08 * fine + 0.16 * drift
        color = mix(ramp(value, (0.0, 0.5, 1.0), (dark, mid, light)), deep, share * np.maximum(groove, 0.4 * pit))
        relief = (
            np.float32(0.075 * width) * share * (dome - 0.7 - 0.4 * groove - 0.15 * pit) + np.float32(0.00006) * fine
        )
        return Shaded(
            color=color,
            relief=relief,
            channels={ROUGHNESS: 0.34 + 0.3 * groove, COAT: 0.5 * (1.0 - groove)},
            cover=cells_there(points, wave, 0.42),
        )

    return shader


def snake(light: str, middle: str, dark: str, across: float) -> Recipe:
    """Lozenge scales, each of one colour, that draw saddles along the back.

    Args:
        light, middle, dark: colours of flanks, saddles and the saddles' outlines, hexadecimal.
        across: how wide a saddle is, in scales.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        pale, saddle, outline = vary_all(rng, (light, middle, dark), 0.012, 0.05)
        width = size(rng, 0.007, 0.009)
        place = laid(rng, width, 1.5 * width)

        def shader(points: Points) -> Shaded:
            space = place(points)
            count = count_around(points, width)
            a, b = space.q[:, 0] + space.q[:, 1], space.q[:, 0] - space.q[:, 1]
            i, j = np.floor(a), np.floor(b)
            inset = 0.5 - np.maximum(np.abs(a - i - 0.5), np.abs(b - j - 0.5))
            u, v = (i + j + 1.0) * 0.5, (i - j) * 0.5
            u = np.where(count > 0.0, u % np.maximum(count, 1.0), u)
            # As many saddles around as fit, so that they meet.
            repeats = np.where(
                count > 0.0, np.maximum(np.round(count / across), 1.0) / np.maximum(count, 1.0), 1.0 / across
            )
            first, own = random_of(u * 2.0, v * 2.0), random_of(v * 2.0 + 5.0, u * 2.0)
            row = v / np.float32(1.1 * across)
            shift = 0.5 * (np.floor(u * repeats) % 2.0)
            ragged = 0.09 * (first - 0.5) + 0.05 * np.sin(v * 1.1) * np.sin(u * 0.9)
            big = np.abs((u * repeats) % 1.0 - 0.5) + 0.8 * np.abs((row + shift) % 1.0 - 0.5) + ragged
            inner = smoothstep(0.22, 0.20, big)
            ring = smoothstep(0.36, 0.34, big) * (1.0 - inner)
            speck = smoothstep(0.84, 0.86, own) * smoothstep(0.3, 0.5, big)
            share = np.float32(kept(1.4 * space.footprint))
            color = mix(mix(pale, saddle, inner), outline, np.maximum(ring, 0.6 * speck))
            dome = smoothstep(0.0, 0.3, inset)
            color = tint(color, share * (0.2 * (own - 0.5) + 0.1 * (dome - 0.7)))
            gap = smoothstep(0.11, 0.03, inset) * share
            return Shaded(
                color=mix(color, outline * np.float32(0.7), 0.75 * gap),
                relief=np.float32(0.09 * width) * share * (dome - 0.7),
                channels={ROUGHNESS: 0.36 + 0.3 * gap, COAT: 0.3 * (1.0 - gap)},
                cover=laid_there(points, (u, v, count), width, 1.5 * width),
            )

        return shader

    return recipe


def lizard(tones: Sequence[str], width: tuple[float, float], roughness: float) -> Recipe:
    """Small round beads of uneven size and tone, as of geckos, iguanas and toads.

    Args:
        tones: of the beads, hexadecimal; the first lies between them.
        width: range of a bead's width, metres.
        roughness: of the beads.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        deep, *beads = vary_all(rng, tones, 0.015, 0.06)
        wide = size(rng, *width)
        place, patch = solid(rng, wide, wide), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            space, drift = place(points), fractal(patch(points), 3)
            bead = cells(space, 0.9)
            share = np.float32(kept(space.footprint))
            dome = smoothstep(0.0, 0.45, bead.border)
            which = np.clip(0.5 + 0.9 * drift + share * 0.5 * (bead.identity[:, 0] - 0.5), 0.0, 0.999)
            color = tint(choose(which.astype(np.float32), beads), share * 0.25 * (bead.identity[:, 1] - 0.5))
            gap = smoothstep(0.14, 0.03, bead.border) * share
            relief = np.float32(0.2 * wide) * share * (dome - 0.7) * (0.7 + 0.6 * bead.identity[:, 2])
            return Shaded(
                color=mix(color, deep, 0.8 * gap),
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: roughness + 0.2 * gap, COAT: 0.2},
                cover=cells_there(points, space, 0.9),
            )

        return shader

    return recipe


_FISH = Scales(("49606e", "7d97a5", "b4c6cd", "dfe6e4"), "3c4f59", (0.009, 0.012), 0.05, 0.22, 0.8, 0.1)
_DRAGON = Scales(("2e0608", "6b1012", "a32a18", "c8602c"), "170405", (0.022, 0.028), 0.14, 0.42, 0.25, 0.9)
_MERMAID = Scales(
    ("0c3f5c", "137e8a", "38ad90", "8fd6ae", "6a6fb0"), "0a3040", (0.014, 0.018), 0.07, 0.2, 0.9, 0.2, 0.9
)
_GREEN_DRAGON = Scales(("0d1a0c", "1f3a1c", "41662e", "87954a"), "0a1008", (0.022, 0.028), 0.14, 0.42, 0.25, 0.9)


def _skin(
    name: str, phrases: tuple[str, ...], kind: Kind, recipe: Recipe, feature: float, finest: float = 0.001
) -> Material:
    return Material(name, phrases, kind, recipe, finest=finest, coarsest=feature)


MATERIALS = (
    _skin("crocodile skin", ("crocodile skin", "crocodile", "crocodile leather"), Kind.LEATHER, _crocodile, 0.03),
    _skin(
        "snake skin",
        ("snake skin", "snakeskin", "snake"),
        Kind.LEATHER,
        snake("cdbb93", "8a744a", "2d2519", 11.0),
        0.05,
    ),
    _skin(
        "green snake skin",
        ("green snake skin", "viper skin", "green python skin"),
        Kind.LEATHER,
        snake("a5b565", "5f8a3a", "1c2a16", 9.0),
        0.05,
    ),
    _skin(
        "lizard skin",
        ("lizard skin", "iguana skin", "gecko skin", "reptile skin"),
        Kind.ANIMAL,
        lizard(("1f2614", "46562a", "5d7034", "76853f", "98a05a"), (0.0045, 0.006), 0.45),
        0.03,
    ),
    _skin(
        "frog skin",
        ("frog skin", "toad skin", "tree frog"),
        Kind.ANIMAL,
        lizard(("2c4a16", "4d8a22", "62a02a", "6fae33", "8fc24a"), (0.003, 0.004), 0.2),
        0.03,
    ),
    _skin("fish scales", ("fish scales", "fish", "silver scales"), Kind.ANIMAL, scaled(_FISH), 0.025),
    _skin("dragon scales", ("dragon scales", "dragon", "red scales"), Kind.ANIMAL, scaled(_DRAGON), 0.05),
    _skin(
        "green dragon scales",
        ("green dragon scales", "green dragon", "wyvern scales"),
        Kind.ANIMAL,
        scaled(_GREEN_DRAGON),
        0.05,
    ),
    _skin("mermaid scales", ("mermaid scales", "teal scales", "green scales"), Kind.ANIMAL, scaled(_MERMAID), 0.035),
)
