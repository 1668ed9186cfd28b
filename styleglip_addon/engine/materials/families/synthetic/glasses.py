"""Glass: clear, coloured, frosted, fluted, bubbled, crackled, leaded."""

from __future__ import annotations

import math

import numpy as np

from ....vocabulary.channels import EMISSION, IOR, METALLIC, ROUGHNESS, SUBSURFACE, TRANSMISSION
from ...colors import choose, mix, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, ridges, smoothstep
from ...points import Points
from ...spaces import laid, solid
from ...veining import VeinNet
from ..metal_finish import wipes

_INDEX = 1.5
"""Index of refraction of soda-lime glass."""


def glass(color: str) -> Recipe:
    """Blown glass: clear, a little uneven in thickness, streaked along the piece, touched by hands.

    Args:
        color: of what passes through, hexadecimal sRGB.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, smears = vary(rng, color, 0.01, 0.08, 0.03), wipes(rng)
        swells, cords = solid(rng, 0.05, 0.08), solid(rng, 0.012, 0.018, turned=False)

        def shader(points: Points) -> Shaded:
            swell, cord = fractal(swells(points), 2), gradient_noise(cords(points).stretched(1.0, 1.0, 0.15))
            return Shaded(
                color=tint(base, 0.03 * swell),
                relief=np.float32(0.00035) * swell + np.float32(0.00003) * cord,
                channels={
                    ROUGHNESS: 0.015 + 0.02 * np.maximum(smears(points), 0.0),
                    TRANSMISSION: 1.0,
                    IOR: _INDEX,
                },
            )

        return shader

    return recipe


def frosted(color: str, roughness: float = 0.42) -> Recipe:
    """Blasted or etched: light comes through, pictures do not.

    Args:
        color: of what passes through, hexadecimal sRGB.
        roughness: mean.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, grain, smears = vary(rng, color, 0.01, 0.08, 0.02), solid(rng, 0.0012, 0.0016), wipes(rng)
        swells = solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            speck, smear = gradient_noise(grain(points)), smears(points)
            return Shaded(
                color=tint(base, 0.02 * speck),
                relief=np.float32(0.00003) * speck + np.float32(0.0002) * gradient_noise(swells(points)),
                channels={ROUGHNESS: np.float32(roughness) + 0.05 * smear, TRANSMISSION: 0.95, IOR: _INDEX},
            )

        return shader

    return recipe


def _milk_glass(rng: np.random.Generator) -> Shader:
    """Opal glass: white, glossy, light glows in it."""
    base, swells, smears = vary(rng, "eaeae6", 0.03, 0.3, 0.01), solid(rng, 0.05, 0.08), wipes(rng)

    def shader(points: Points) -> Shaded:
        swell = fractal(swells(points), 2)
        return Shaded(
            color=tint(base, 0.02 * swell - 0.01),
            relief=np.float32(0.0002) * swell,
            channels={ROUGHNESS: 0.08 + 0.03 * smears(points), TRANSMISSION: 0.12, SUBSURFACE: 0.6, IOR: _INDEX},
        )

    return shader


def _sea_glass(rng: np.random.Generator) -> Shader:
    """Shards that the sea has rounded: matt, pitted with little crescents."""
    base = vary(rng, ("9fd4c4", "8fc0de", "b9dcae", "d7e3e0")[int(rng.integers(4))], 0.01)
    pits, grain, clouds = solid(rng, 0.004, 0.005), solid(rng, 0.0011, 0.0014), solid(rng, 0.03, 0.05)

    def shader(points: Points) -> Shaded:
        space = pits(points)
        pit = smoothstep(0.35, 0.75, gradient_noise(space)) - 0.12 * np.float32(kept(space.footprint))
        speck, cloud = gradient_noise(grain(points)), fractal(clouds(points), 2)
        milky = smoothstep(-0.4, 0.9, cloud + 0.4 * speck)
        return Shaded(
            color=mix(base, rgb("e9f2ef"), 0.35 * milky + 0.2 * pit),
            relief=np.float32(-0.0002) * pit + np.float32(0.00003) * speck + np.float32(0.0003) * cloud,
            channels={ROUGHNESS: 0.5 + 0.12 * milky, TRANSMISSION: 0.8 - 0.3 * milky, IOR: _INDEX, SUBSURFACE: 0.2},
        )

    return shader


def _fluted(rng: np.random.Generator) -> Shader:
    """Reeded glass: rounded flutes of 11 mm along the piece."""
    base, place, swells = vary(rng, "eef5f3", 0.02, 0.2, 0.02), laid(rng, 0.011, 0.4), solid(rng, 0.05, 0.08)

    def shader(points: Points) -> Shaded:
        x = place(points).q[:, 0]
        share = np.float32(kept(1.2 * points.spacing / 0.011))
        flute = 0.64 + share * (np.abs(np.sin(np.float32(math.pi) * x)) - 0.64)
        return Shaded(
            color=tint(base, 0.04 * (flute - 0.64)),
            relief=np.float32(0.0022) * (flute - 0.64) + np.float32(0.0002) * gradient_noise(swells(points)),
            channels={ROUGHNESS: 0.03, TRANSMISSION: 1.0, IOR: _INDEX},
        )

    return shader


def _bubbled(rng: np.random.Generator) -> Shader:
    """Glass blown by hand with air left in it: bubbles of one to five millimetres, and swirls."""
    base = vary(rng, ("cfe8e2", "c6dcee", "dcead2")[int(rng.integers(3))], 0.01)
    place, swells = solid(rng, 0.013, 0.017), solid(rng, 0.03, 0.05)

    def shader(points: Points) -> Shaded:
        space = place(points).stretched(1.0, 1.0, 0.8)
        share = np.float32(kept(1.6 * space.footprint))
        bubble = cells(space)
        radius = 0.06 + 0.24 * bubble.identity[:, 0] ** 2
        inside = bubble.nearest / radius
        dome = share * np.sqrt(np.clip(1.0 - inside**2, 0.0, 1.0))
        rim = share * smoothstep(0.65, 0.9, inside) * smoothstep(1.05, 0.95, inside)
        swirl = fractal(displaced(swells(points), 0.5, 1.3), 3)
        return Shaded(
            color=tint(base, 0.05 * swirl - 0.35 * rim),
            relief=np.float32(0.0009) * dome + np.float32(0.0004) * swirl,
            channels={ROUGHNESS: 0.02 + 0.1 * rim, TRANSMISSION: 1.0 - 0.3 * rim, IOR: _INDEX},
        )

    return shader


def _crackled(rng: np.random.Generator) -> Shader:
    """Glass dipped into water while hot: a net of cracks that catch the light."""
    base, white = vary(rng, "e2f0f0", 0.02, 0.2, 0.02), rgb("f0f6f6")
    place, hair = solid(rng, 0.02, 0.028), solid(rng, 0.008, 0.011)

    def shader(points: Points) -> Shaded:
        space = place(points)
        share = np.float32(kept(1.2 * space.footprint))
        piece = cells(displaced(space, 0.12, 2.0))
        crack = 0.1 + share * (smoothstep(0.09, 0.015, piece.border) - 0.1)
        fine = smoothstep(0.9, 0.98, ridges(hair(points), 1)) * piece.identity[:, 1]
        light = np.maximum(crack, 0.5 * fine)
        tilt = np.sin(0.8 * (space.q * (piece.identity - 0.5)).sum(axis=1)).astype(np.float32)
        return Shaded(
            color=mix(base, white, light),
            relief=np.float32(0.0008) * share * tilt - np.float32(0.0006) * crack,
            channels={ROUGHNESS: 0.03 + 0.35 * light, TRANSMISSION: 1.0 - 0.55 * light, IOR: _INDEX},
        )

    return shader


_PANES = ("b81624", "1a44b4", "e8a61c", "1a8a42", "6c2494", "e06a1a", "2aa6c4", "d8e4dc")


def _stained_glass(rng: np.random.Generator) -> Shader:
    """Panes of a hand's breadth, streaked and hammered, held by strips of lead 6 mm wide."""
    panes, lead = vary_all(rng, _PANES, 0.015, 0.05), vary(rng, "63656a", 0.02, 0.2, 0.08)
    width = float(rng.uniform(0.058, 0.072))
    leads, streaks, ripples = VeinNet(rng, width, 1.3, 0.0), solid(rng, 0.02, 0.03), solid(rng, 0.006, 0.008)
    grime = solid(rng, 0.03, 0.05)

    def shader(points: Points) -> Shaded:
        pane = leads.nearest(leads.at(points), points.normal)
        own = pane.cell
        # Streaks of colour run in each pane's own direction.
        q = streaks(points)
        along = (own - 0.5) / np.linalg.norm(own - 0.5, axis=1, keepdims=True).clip(0.05)
        drawn = q.moved(-0.8 * (q.q * along).sum(axis=1, keepdims=True) * along + 40.0 * own[:, :1])
        streak, ripple, dirt = fractal(drawn, 2), gradient_noise(ripples(points)), fractal(grime(points), 2)
        away = pane.distance
        strip = smoothstep(0.0034, 0.0028, away)
        crown = np.sqrt(np.clip(1.0 - (away / np.float32(0.0034)) ** 2, 0.0, 1.0))
        edge = smoothstep(0.008, 0.003, away)
        body = tint(choose(own[:, 0], panes), 0.22 * streak + 0.3 * (own[:, 1] - 0.5) - 0.25 * edge * (0.6 + dirt))
        return Shaded(
            color=mix(body, tint(lead, 0.12 * dirt), strip),
            relief=np.float32(0.0022) * (crown * strip - 0.2) + (1.0 - strip) * np.float32(0.0002) * ripple,
            channels={
                ROUGHNESS: 0.06 + 0.42 * strip + 0.08 * edge * (1.0 - strip),
                METALLIC: strip,
                TRANSMISSION: (0.7 - 0.15 * edge) * (1.0 - strip),
                IOR: _INDEX,
                # Lit from behind, as windows are: on a thing that nothing shines through its colours would be black.
                EMISSION: 0.3 * (1.0 - strip) * (1.0 - 0.5 * edge),
            },
            dye=1.0 - strip,
            piece=own[:, 0],
        )

    return shader


def _glass(name: str, words: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float = 0.05) -> Material:
    return Material(name, (name, *words), Kind.GLASS, recipe, finest, coarsest, 0.5)


_TINTS = {"green": "46b46c", "blue": "4a80dc", "red": "d0343c", "amber": "e8a03a"}

MATERIALS = (
    Material(
        "glass",
        ("glass", "clear glass", "transparent glass"),
        Kind.GLASS,
        glass("f4faf9"),
        finest=0.01,
        coarsest=0.05,
    ),
    *(
        Material(
            f"{name} glass",
            (f"{name} glass", f"transparent {name} glass", f"{name} coloured glass"),
            Kind.GLASS,
            glass(code),
            finest=0.01,
            coarsest=0.05,
            weight=0.5,
            base="glass",
        )
        for name, code in _TINTS.items()
    ),
    _glass("black glass", ("smoked glass", "dark glass", "tinted glass"), glass("3a3c40"), 0.01),
    _glass("frosted glass", ("etched glass", "matt glass", "sandblasted glass"), frosted("eaf3f1"), 0.0015, 0.03),
    _glass("milk glass", ("opal glass", "opaline", "white glass"), _milk_glass, 0.01),
    _glass("sea glass", ("beach glass", "tumbled glass"), _sea_glass, 0.002, 0.03),
    _glass("fluted glass", ("reeded glass", "ribbed glass"), _fluted, 0.003, 0.04),
    _glass("bubble glass", ("hand blown glass", "seeded glass", "glass with bubbles"), _bubbled, 0.002, 0.04),
    _glass("crackle glass", ("cracked glass", "shattered glass", "broken glass"), _crackled, 0.002, 0.04),
    Material(
        "stained glass",
        ("stained glass", "church window", "coloured glass panes"),
        Kind.GLASS,
        _stained_glass,
        finest=0.003,
        coarsest=0.08,
    ),
)
