"""Wood that was cut to pieces and glued: plywood, chipboard, strand board, cork."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import choose, mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Points
from ...spaces import Place, Space, laid, size, solid
from ..cloth.strewn_strands import strewn
from .solid_woods import Finish, finished
from .wood_grain import Growth, Year, grown

_VENEER = Growth(Year.DIFFUSE, (0.006, 0.009), contrast=0.28, bands=0.22, fibre=0.12, pores=0.15, pore=(0.0003, 0.006))


def _plywood(rng: np.random.Generator) -> Shader:
    """Sheets of veneer, every other one turned, that lie across the thinnest direction: y."""
    stops = vary_all(rng, ("eed9b2", "dfc092", "b48c58"), 0.006, 0.04)
    trunk, thick, offset = grown(rng, _VENEER), size(rng, 0.0014, 0.0018), rng.uniform(0.0, 1.0)
    finish = Finish(0.5)

    def shader(points: Points) -> Shaded:
        depth = points.position[:, 1] / np.float32(thick) + np.float32(offset)
        sheet = np.floor(depth)
        turned = (sheet % 2.0) > 0.5
        x, z = points.position[:, 0], points.position[:, 2]
        # A veneer is peeled off the trunk: its rings are met nearly flat, and so become wide.
        along, across = np.where(turned, x, z), np.where(turned, z, x)
        peel = random_of(sheet) * np.float32(0.5)
        place = np.stack((across * np.float32(0.5) + peel, 0.3 * depth * np.float32(thick), along + 9.0 * peel), axis=1)
        grain = trunk(place.astype(np.float32), points.spacing)
        share = np.float32(kept(0.5 * points.spacing / thick))
        end = turned * share * (0.42 + 0.1 * random_of(sheet + 7.0))
        glue = smoothstep(0.1, 0.03, np.abs(depth - np.round(depth))) * np.abs(points.normal[:, 1] < 0.97)
        grain = grain._replace(tone=grain.tone + end + 0.12 * share * (random_of(sheet + 3.0) - 0.5))
        wood = finished(grain, stops, finish)
        color = mix(wood.color, stops[2] * np.float32(0.55), 0.75 * share * glue)
        return Shaded(color=color, relief=wood.relief, channels=wood.channels)

    return shader


def strand_board(tones: Sequence[str], width: tuple[float, float], slender: float, gap: str) -> Recipe:
    """Strands of veneer strewn in all directions and pressed.

    Args:
        tones: of the strands, hexadecimal.
        width: range of their width, metres.
        slender: width by length.
        gap: colour of the shadows between them.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        colors, dark = vary_all(rng, tones, 0.008, 0.05), rgb(gap)
        wide, turn = size(rng, *width), rng.uniform(0.2, 0.5)
        layers: list[Place] = [laid(rng, wide, wide, turn + 0.5 * math.pi * (k * 0.618 % 1.0) * 2.0) for k in range(8)]

        def shader(points: Points) -> Shaded:
            spaces = [place(points) for place in layers]
            strand = strewn(spaces, slender)
            share = np.float32(kept(spaces[0].footprint))
            grain = np.stack((strand.along * 0.6 + 37.0 * strand.number, strand.across * 9.0 + 7.0 * strand.layer), 1)
            fibre = fractal(Space(grain.astype(np.float32), 9.0 * spaces[0].footprint), 2, 0.8)
            tone = 0.12 * fibre + share * (0.2 * (strand.second - 0.5) + 0.03 * (strand.layer - 6.0))
            color = tint(choose(strand.number, colors), tone)
            rim = smoothstep(0.07, 0.0, strand.edge) * share
            relief = np.float32(0.00012) * share * (strand.layer - 6.0) - np.float32(0.0002) * rim
            return Shaded(
                color=mix(color, dark, 0.55 * rim),
                relief=(relief + np.float32(0.00005) * fibre).astype(np.float32),
                channels={ROUGHNESS: 0.64 - 0.1 * strand.second},
            )

        return shader

    return recipe


def _cork(rng: np.random.Generator) -> Shader:
    """Granules of bark, pressed; pores and dark specks between them."""
    stops = vary_all(rng, ("6b452a", "a8794d", "c6996a", "dab689"), 0.008, 0.05)
    place, tone = solid(rng, 0.0032, 0.0042), solid(rng, 0.05, 0.09)

    def shader(points: Points) -> Shaded:
        space = place(points)
        bend = gradient_noise(space.finer(1.7, 3.0))
        grain = cells(space.moved(bend[:, None] * np.array([0.3, -0.25, 0.28], np.float32)))
        share = np.float32(kept(space.footprint))
        lump = smoothstep(0.0, 0.25, grain.border)
        value = 0.58 + share * (0.42 * (grain.identity[:, 0] - 0.5)) + 0.1 * gradient_noise(tone(points)) + 0.1 * bend
        speck = share * smoothstep(0.86, 0.9, grain.identity[:, 1])
        color = mix(ramp(value, (0.0, 0.35, 0.7, 1.0), stops), stops[0] * np.float32(0.7), 0.65 * speck)
        color = mix(color, stops[0], 0.45 * share * (1.0 - lump))
        relief = np.float32(0.0003) * share * (lump - 0.7 + 0.4 * grain.identity[:, 2] - 2.0 * speck)
        return Shaded(color=color, relief=relief, channels={ROUGHNESS: 0.82})

    return shader


def _fibreboard(rng: np.random.Generator) -> Shader:
    """Fine fibres pressed without any direction: felted, even, darker specks of bark here and there."""
    stops = vary_all(rng, ("7a5a3c", "a98258", "b9936a", "cbab84"), 0.006, 0.04)
    fibre, clump, tone = solid(rng, 0.0016, 0.002), solid(rng, 0.008, 0.012), solid(rng, 0.06, 0.1)

    def shader(points: Points) -> Shaded:
        space = fibre(points)
        # Fibres lie in all directions: three sets of long noise, one of which shows at a place.
        long = [
            gradient_noise(space.stretched(*along)) for along in ((0.15, 1.0, 1.0), (1.0, 0.15, 1.0), (1.0, 1.0, 0.15))
        ]
        felted = np.maximum(np.maximum(long[0], long[1]), long[2])
        drift = 0.5 * fractal(clump(points), 2) + 0.4 * gradient_noise(tone(points))
        speck = smoothstep(0.62, 0.8, gradient_noise(space.finer(0.6, 19.0)))
        value = 0.42 + 0.3 * felted + 0.22 * drift - 0.35 * speck
        return Shaded(
            color=ramp(value, (0.0, 0.35, 0.65, 1.0), stops),
            relief=np.float32(0.00006) * felted,
            channels={ROUGHNESS: 0.78},
        )

    return shader


MATERIALS = (
    Material("plywood", ("plywood", "birch plywood", "ply"), Kind.WOOD, _plywood, finest=0.0006, coarsest=0.025),
    Material(
        "chipboard",
        ("chipboard", "particle board", "pressed wood chips"),
        Kind.WOOD,
        strand_board(("c9a06b", "dcbb8b", "e6cda2", "b18550", "cfa878", "8d6439"), (0.004, 0.005), 0.36, "7d5a34"),
        finest=0.0015,
        coarsest=0.012,
    ),
    Material(
        "strand board",
        ("strand board", "osb", "oriented strand board", "osb board"),
        Kind.WOOD,
        strand_board(("cda468", "dcba82", "e7cf9f", "b98d50", "d4ae74"), (0.02, 0.026), 0.24, "7a562c"),
        finest=0.0015,
        coarsest=0.05,
    ),
    Material(
        "fibreboard",
        ("fibreboard", "mdf", "fiberboard", "hardboard", "medium density fibreboard"),
        Kind.WOOD,
        _fibreboard,
        finest=0.001,
        coarsest=0.02,
        weight=0.5,
    ),
    Material("cork", ("cork", "cork board", "corkwood"), Kind.WOOD, _cork, finest=0.001, coarsest=0.012),
)
