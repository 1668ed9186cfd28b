"""Plaited and laid fibres: wicker, rattan, straw, rope."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import mix, ramp, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Points
from ...spaces import Place, Space, count_around, laid, size, solid
from .strewn_strands import strewn


@dataclass(frozen=True)
class Plait:
    """How rods are woven around upright stakes.

    Args:
        color: of the rods, hexadecimal.
        aged: what some of them have turned to.
        rod: range of a rod's width, metres.
        apart: of the stakes, in rods.
        flat: 0 for round rods, 1 for flat strips.
        twisted: strength of the twist of cords, 0..1.
        roughness: of the rods.
    """

    color: str
    aged: str
    rod: tuple[float, float]
    apart: float
    flat: float = 0.0
    twisted: float = 0.0
    roughness: float = 0.5


def plaited(plait: Plait) -> Recipe:
    """Level rods that pass in front of one stake and behind the next."""

    def recipe(rng: np.random.Generator) -> Shader:
        fresh, aged = vary_all(rng, (plait.color, plait.aged), 0.01, 0.06)
        rod = size(rng, *plait.rod)
        width = plait.apart * rod
        place, tone = laid(rng, width, rod), solid(rng, 0.1, 0.16)

        def shader(points: Points) -> Shaded:
            q = place(points).q
            u, row = q[:, 0], np.floor(q[:, 1])
            y = q[:, 1] - row - 0.5
            stake = np.round(u)
            count = count_around(points, width)
            own = np.where(count > 0.0, stake % np.maximum(count, 1.0), stake)
            share = np.float32(kept(points.spacing / rod))
            wave = np.cos(math.pi * (u - 2.0 * np.floor(0.5 * (u + row)) + row))
            section = np.sqrt(np.clip(1.0 - (y / 0.49) ** 2, 0.0, 1.0))
            flank = section + plait.flat * (smoothstep(0.0, 0.5, section) - section)
            upright = (u - stake) * np.float32(plait.apart / 0.8)
            post = np.sqrt(np.clip(1.0 - upright**2, 0.0, 1.0)) * 0.5
            over, under = 0.62 * wave + 0.5 * flank, np.where(np.abs(upright) < 1.0, post - 0.05, np.float32(-0.6))
            height = np.maximum(over, under)
            is_rod = over >= under
            # What passes in front of one stake is a bow; several bows are one rod, whose ends are behind stakes.
            bow = np.floor(0.5 * (u + row + 1.0))
            place_on_bow = u + row - 2.0 * bow
            bow = np.where(count > 0.0, bow % np.maximum(0.5 * count, 1.0), bow)
            piece = np.where(count > 0.0, 0.0, np.floor((bow + np.floor(40.0 * random_of(row))) / 5.0))
            first, second = random_of(row, piece), random_of(row + 31.0, piece)
            first = np.where(is_rod, first, random_of(own + 5.0)).astype(np.float32)
            grain = np.where(
                is_rod, place_on_bow * np.float32(1.3) + 41.0 * random_of(bow, row), q[:, 1] * np.float32(0.12)
            )
            across = np.where(is_rod, y * 6.0, upright * 2.0)
            lines = np.stack((grain + 53.0 * second, across + 29.0 * first), axis=1).astype(np.float32)
            fibre = gradient_noise(Space(lines, points.spacing * 6.0 / rod))
            shade = 0.09 * fibre + share * 0.2 * (second - 0.5) + 0.06 * gradient_noise(tone(points))
            if plait.twisted:
                lay = (place_on_bow * np.float32(plait.apart * 0.55) + y * 0.9 + 3.0 * first).astype(np.float32)
                strand = np.abs(lay - np.round(lay)) * 2.0
                groove = smoothstep(0.3, 0.0, strand) * plait.twisted * share
                shade, height = shade - 0.25 * groove, height - 0.18 * groove
            deep = smoothstep(0.25, -0.5, height)
            color = mix(fresh, aged, smoothstep(0.35, 0.95, first) * 0.8 * share + 0.25 * (1.0 - share))
            color = tint(color, shade - 0.5 * share * deep - 0.15 * (1.0 - share))
            relief = np.float32(0.8 * rod) * (0.25 + share * (height - 0.25))
            return Shaded(
                color=color, relief=relief.astype(np.float32), channels={ROUGHNESS: plait.roughness + 0.2 * deep}
            )

        return shader

    return recipe


def _straw(rng: np.random.Generator) -> Shader:
    """Stalks that lie along the piece, most of them nearly parallel, bent and broken here and there."""
    stops = vary_all(rng, ("7d6231", "b8964f", "d3b56c", "e6d197"), 0.012, 0.05)
    wide, tone = size(rng, 0.0038, 0.0046), solid(rng, 0.08, 0.14, turned=False)
    layers: list[Place] = [laid(rng, wide, wide, 0.5 * math.pi + float(rng.normal(0.0, 0.16))) for _ in range(8)]

    def shader(points: Points) -> Shaded:
        spaces, drift = [place(points) for place in layers], gradient_noise(tone(points))
        bent = [
            Space(s.q + np.stack((0.0 * drift, 2.2 * drift), axis=1).astype(np.float32), s.footprint) for s in spaces
        ]
        stalk = strewn(bent, 0.028, 0.6)
        share = np.float32(kept(spaces[0].footprint))
        body = np.sqrt(np.clip(stalk.edge * np.float32(3.0), 0.0, 1.0))
        lines = np.stack((stalk.along * 0.12 + 37.0 * stalk.number, stalk.across * 7.0), axis=1).astype(np.float32)
        fibre = gradient_noise(Space(lines, 7.0 * spaces[0].footprint))
        depth = (stalk.layer - 5.5) * np.float32(1.0 / 7.0)
        value = (
            0.6 + share * (0.5 * (stalk.second - 0.5) + 0.3 * depth + 0.25 * (body - 0.8)) + 0.1 * fibre + 0.1 * drift
        )
        relief = np.float32(0.35 * wide) * share * (body - 0.8) + np.float32(0.9 * wide) * share * depth
        return Shaded(
            color=ramp(value, (0.0, 0.35, 0.7, 1.0), stops),
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.6 - 0.1 * stalk.number},
        )

    return shader


def rope(color: str, thick: tuple[float, float], hairy: float) -> Recipe:
    """Rope of three strands, coiled turn upon turn.

    Args:
        color: hexadecimal.
        thick: range of its diameter, metres.
        hairy: how much fibres stand out, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, diameter = vary(rng, color, 0.01, 0.08, 0.05), size(rng, *thick)
        place, tone, fuzz = laid(rng, 0.62 * diameter, diameter), solid(rng, 0.08, 0.12), solid(rng, 0.0016, 0.002)

        def shader(points: Points) -> Shaded:
            space = place(points)
            row = np.floor(space.q[:, 1])
            y = space.q[:, 1] - row - 0.5
            round_rope = np.sqrt(np.clip(1.0 - (y / 0.5) ** 2, 0.0, 1.0))
            # Strands wind around: seen from the side they lean least where they come nearest.
            lay = space.q[:, 0] + np.arcsin(np.clip(2.0 * y, -1.0, 1.0)) * np.float32(0.55) + random_of(row)
            x = lay - np.floor(lay) - 0.5
            strand = np.sqrt(np.clip(1.0 - (x / 0.5) ** 2, 0.0, 1.0))
            share = np.float32(kept(0.8 * space.footprint))
            count = count_around(points, 0.62 * diameter)
            own = random_of(np.where(count > 0.0, np.floor(lay) % np.maximum(count, 1.0), np.floor(lay)), row)
            yarn = np.stack((x * 6.0 + 2.5 * y + 61.0 * own, y * 2.6 + 0.7 * x + 37.0 * own), axis=1).astype(np.float32)
            fibre = fractal(Space(yarn, 6.0 * space.footprint), 2, 0.8)
            stray = gradient_noise(fuzz(points))
            body = 0.7 + share * (round_rope * (0.55 + 0.45 * strand) - 0.7)
            shade = 0.13 * fibre + 0.06 * gradient_noise(tone(points)) + hairy * 0.07 * stray
            dark = 0.5 * smoothstep(0.55, 0.1, body)
            relief = np.float32(0.45 * diameter) * (body - 0.7) + np.float32(0.0003) * (fibre + hairy * stray)
            return Shaded(color=tint(base, shade - dark), relief=relief, channels={ROUGHNESS: 0.88, SHEEN: 0.1})

        return shader

    return recipe


_WICKER = Plait("a87a45", "7a5330", (0.0045, 0.0055), 5.0)
_RATTAN = Plait("d3b07a", "b88f57", (0.0055, 0.007), 2.2, flat=0.7, roughness=0.42)
_SEAGRASS = Plait("b5a06a", "8c7c4a", (0.008, 0.01), 2.6, twisted=0.9, roughness=0.75)
_WHITE = Plait("e6e0d4", "cfc6b4", (0.0045, 0.0055), 5.0, roughness=0.45)


def _fibre(
    name: str, phrases: tuple[str, ...], recipe: Recipe, feature: float, weight: float = 1.0, base: str = ""
) -> Material:
    return Material(name, phrases, Kind.FIBRE, recipe, finest=0.0012, coarsest=feature, weight=weight, base=base)


MATERIALS = (
    _fibre("wicker", ("wicker", "wicker basket", "woven willow", "basket"), plaited(_WICKER), 0.03, 1.3),
    _fibre("white wicker", ("white wicker", "painted wicker", "white basket"), plaited(_WHITE), 0.03, 0.5, "wicker"),
    _fibre("rattan", ("rattan", "cane weave", "pale rattan"), plaited(_RATTAN), 0.02),
    _fibre("seagrass", ("seagrass", "woven seagrass", "water hyacinth basket"), plaited(_SEAGRASS), 0.03),
    _fibre("straw", ("straw", "hay", "thatch", "dry straw"), _straw, 0.04),
    _fibre("rope", ("rope", "coiled rope", "hemp rope"), rope("b8966a", (0.013, 0.017), 1.0), 0.02),
    _fibre("sailing rope", ("sailing rope", "white rope", "nautical rope"), rope("ddd9ce", (0.011, 0.014), 0.2), 0.02),
)
