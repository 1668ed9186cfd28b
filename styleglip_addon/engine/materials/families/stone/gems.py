"""Cut and natural crystals, volcanic glass, coal: what has facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import COAT, IOR, ROUGHNESS, TRANSMISSION
from ...colors import mix, ramp, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import Cells, cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid


def facets(space: Space, table: float) -> tuple[Array, Cells]:
    """Flat facets that meet in edges.

    The difference of the squared distances from two points is linear: around every seed lies a pyramid with one face
    towards each neighbour.

    Args:
        space: one stone per unit.
        table: height at which the pyramids are cut flat, in units; at most about 1.

    Returns:
        (n,) height over the edges between stones, in units; and the stones.
    """
    each = cells(space, 0.9)
    height = np.minimum(0.5 * (each.second**2 - each.nearest**2), np.float32(table))
    return height, each


@dataclass(frozen=True)
class Gem:
    """What a crystal is made of.

    Args:
        colors: from its depth to its brightest facets.
        ior: index of refraction.
        transmission: share of light let through.
        facet: range of the stones' size, metres.
        table: see `facets`.
        zoning: how much its colour drifts, 0..1.
        clouds: strength of milky inclusions, 0..1.
    """

    colors: Sequence[str]
    ior: float
    transmission: float = 0.9
    facet: tuple[float, float] = (0.055, 0.075)
    table: float = 1.0
    zoning: float = 0.3
    clouds: float = 0.0


def crystal(gem: Gem) -> Recipe:
    """Transparent crystal, every facet of which looks into another part of it."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, wide = vary_all(rng, gem.colors, 0.01, 0.04), size(rng, *gem.facet)
        place, zone, cloud = solid(rng, wide, wide), solid(rng, 0.1, 0.16), solid(rng, 0.05, 0.07)
        at = np.linspace(0.0, 1.0, len(stops)).tolist()

        def shader(points: Points) -> Shaded:
            q, drift = place(points), fractal(zone(points), 2)
            height, each = facets(q, gem.table)
            # What is seen through a face are the faces behind it, each by another way.
            behind = cells(q.finer(1.8, 7.0).moved(each.identity * np.float32(23.0)))
            deep = 0.5 * (behind.identity[:, 0] - 0.5) + 0.25 * (behind.border - 0.35)
            value = 0.42 + deep + 0.2 * (each.identity[:, 0] - 0.5) + np.float32(gem.zoning) * drift
            color = ramp(np.clip(value, 0.0, 1.0), at, stops)
            transmission = np.full(len(points), gem.transmission, np.float32)
            if gem.clouds:
                milk = smoothstep(-0.1, 0.7, fractal(displaced(cloud(points), 0.5, 1.0), 3, 0.6))
                milk = milk * np.float32(gem.clouds)
                color, transmission = mix(color, stops[-1], milk), transmission * (1.0 - 0.7 * milk)
            worn = smoothstep(0.02, 0.006, height)
            return Shaded(
                color=mix(color, stops[-1], 0.4 * worn),
                relief=np.float32(0.75 * wide)
                * (np.minimum(height, np.float32(gem.table)) - np.float32(0.2 * gem.table)),
                channels={ROUGHNESS: 0.02 + 0.1 * worn, TRANSMISSION: transmission, IOR: gem.ior},
            )

        return shader

    return recipe


def _obsidian(rng: np.random.Generator) -> Shader:
    black, brown = vary_all(rng, ("0f0f12", "2a1c15"), 0.02, 0.1)
    wide = size(rng, 0.12, 0.15)
    place, drift = solid(rng, wide, wide), solid(rng, 0.2, 0.3)

    def shader(points: Points) -> Shaded:
        flake = cells(displaced(place(points), 0.3, 0.9))
        # Shell-like fracture: each flake leaves a hollow with ripples around where it was struck.
        hollow = flake.nearest**2
        ripple = np.sin(np.float32(46.0) * flake.nearest**1.3) * smoothstep(0.15, 0.6, flake.nearest)
        band = smoothstep(0.0, 0.5, fractal(displaced(drift(points), 0.5, 1.0).stretched(1.0, 1.0, 3.0), 3))
        edge = smoothstep(0.03, 0.0, flake.border)
        return Shaded(
            color=mix(black, brown, 0.7 * band),
            relief=(np.float32(0.16 * wide) * (hollow - 0.2) + 0.0002 * ripple).astype(np.float32),
            channels={ROUGHNESS: 0.05 + 0.1 * edge, COAT: 0.5, IOR: 1.5},
        )

    return shader


def _coal(rng: np.random.Generator) -> Shader:
    black, dust, wide = *vary_all(rng, ("1b1b1e", "4a4744"), 0.01, 0.08), size(rng, 0.05, 0.065)
    place, fine, seam, drift = (
        solid(rng, wide, wide),
        solid(rng, 0.003, 0.004),
        solid(rng, 0.01, 0.014),
        solid(rng, 0.08, 0.12),
    )

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.25, 1.2)
        height, lump = facets(q, 0.4)
        small, chip = facets(q.finer(2.7, 9.0), 0.5)
        grain, cloud = gradient_noise(fine(points)), fractal(drift(points), 2)
        # Bright and dull seams lie through the whole lump; its bright faces mirror.
        layer = gradient_noise(seam(points).stretched(0.12, 0.12, 1.0))
        bright = smoothstep(-0.1, 0.25, layer + 0.9 * (chip.identity[:, 0] - 0.45))
        dull = 1.0 - bright
        color = tint(mix(black, dust, 0.3 * dull * (0.6 + cloud + 0.5 * grain)), 0.5 * (chip.identity[:, 1] - 0.5))
        crack = smoothstep(0.03, 0.0, height)
        relief = np.float32(0.8 * wide) * (height - 0.15) + np.float32(0.16 * wide) * small + 0.0002 * grain * dull
        return Shaded(
            color=mix(color, black * np.float32(0.6), crack),
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.12 + 0.48 * dull + 0.1 * lump.identity[:, 2], COAT: 0.35 * bright},
        )

    return shader


def _gemstone(name: str, colors: Sequence[str], ior: float, words: tuple[str, ...]) -> Material:
    gem = Gem(colors, ior, table=0.16)
    return Material(name, (name, *words), Kind.STONE, crystal(gem), finest=0.002, coarsest=0.04, weight=0.5)


MATERIALS = (
    Material(
        "obsidian",
        ("obsidian", "volcanic glass", "black obsidian"),
        Kind.STONE,
        _obsidian,
        finest=0.003,
        coarsest=0.1,
    ),
    Material(
        "amethyst",
        ("amethyst", "purple crystal"),
        Kind.STONE,
        crystal(Gem(("43207a", "7440b4", "a274d8", "d9c2f2"), 1.54, 0.85, zoning=0.5, clouds=0.4)),
        finest=0.002,
        coarsest=0.05,
    ),
    Material(
        "diamond",
        ("diamond", "clear crystal", "crystal"),
        Kind.STONE,
        crystal(Gem(("a9bccb", "d3e0ea", "eef4f8", "fbfdfe"), 2.42, 1.0, table=0.16, zoning=0.1)),
        finest=0.002,
        coarsest=0.04,
    ),
    Material(
        "green crystal",
        ("green crystal", "green gemstone"),
        Kind.STONE,
        crystal(Gem(("0c5a34", "1f9458", "5cc890", "c8f2da"), 1.58, clouds=0.25)),
        finest=0.002,
        coarsest=0.05,
        weight=0.5,
        base="crystal",
    ),
    Material(
        "red crystal",
        ("red crystal", "red gemstone"),
        Kind.STONE,
        crystal(Gem(("6a0618", "b01830", "e2485a", "f8bcc0"), 1.76, clouds=0.2)),
        finest=0.002,
        coarsest=0.05,
        weight=0.5,
        base="crystal",
    ),
    _gemstone(
        "emerald gem", ("07452c", "0f7a4c", "2fae74", "a4e8c6"), 1.58, ("emerald gemstone", "emerald", "cut emerald")
    ),
    _gemstone("ruby gem", ("5c0418", "a00a2a", "d82c48", "f8a0a8"), 1.77, ("ruby gemstone", "ruby", "cut ruby")),
    _gemstone(
        "sapphire gem",
        ("0a1a5c", "1836a0", "3f68d8", "b0c8f8"),
        1.77,
        ("sapphire gemstone", "sapphire", "cut sapphire"),
    ),
    _gemstone("topaz gem", ("8a4a08", "cc7e18", "eeaf48", "fbe2ae"), 1.63, ("topaz gemstone", "topaz", "citrine")),
    _gemstone(
        "garnet gem", ("32040c", "6a0c1c", "a8283a", "e69a9c"), 1.79, ("garnet gemstone", "garnet", "cut garnet")
    ),
    _gemstone(
        "aquamarine gem", ("2c7c8c", "5cb0bc", "9cd8de", "e2f6f6"), 1.58, ("aquamarine gemstone", "cut aquamarine")
    ),
    Material(
        "rose quartz",
        ("rose quartz", "pink crystal", "pink quartz"),
        Kind.STONE,
        crystal(Gem(("d596a4", "e4b2bc", "f0ccd2", "f8e6e8"), 1.54, 0.6, zoning=0.4, clouds=0.8)),
        finest=0.002,
        coarsest=0.05,
        weight=0.5,
    ),
    Material(
        "coal",
        ("coal", "black coal", "charred stone"),
        Kind.STONE,
        _coal,
        finest=0.002,
        coarsest=0.04,
    ),
)
