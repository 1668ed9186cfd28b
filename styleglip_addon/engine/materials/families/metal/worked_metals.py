"""Metals that show how they were worked: brushed, hammered, cast, anodised, folded."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ANISOTROPY, METALLIC, ROUGHNESS
from ...colors import mix, rgb, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import solid
from ..metal_finish import Finish, brush_lines, hairlines, hammer_marks, tarnish_film, wipes
from .polished_metals import polished


def brushed(color: str, roughness: float = 0.34, strength: float = 1.0) -> Recipe:
    """Fine parallel lines that draw highlights out across them.

    Args:
        color: reflectance, hexadecimal sRGB.
        roughness: mean.
        strength: of the lines, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, lines, smears = vary(rng, color, 0.004, 0.04, 0.02), brush_lines(rng, 0.0012), wipes(rng)
        rough, amount = np.float32(roughness), np.float32(strength)

        def shader(points: Points) -> Shaded:
            line = lines(points)
            return Shaded(
                color=tint(base, -0.04 + amount * 0.09 * line),
                relief=amount * np.float32(0.000012) * line,
                channels={
                    METALLIC: 1.0,
                    ROUGHNESS: rough * (1.0 + 0.12 * smears(points)) + amount * 0.09 * line,
                    ANISOTROPY: 0.65,
                },
            )

        return shader

    return recipe


def hammered(color: str, finish: Finish, low: float = 0.016, high: float = 0.024) -> Recipe:
    """Shallow bowls of a hammer's face side by side, brighter on the crests between them.

    Args:
        color: reflectance, hexadecimal sRGB.
        finish: of the ground; see `Finish`.
        low, high: range of a bowl's width, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, marks, smears = vary(rng, color, 0.004, 0.04, 0.02), hammer_marks(rng, low, high), wipes(rng)
        dents, film = solid(rng, 0.05, 0.09), tarnish_film(rng, finish.tarnished)
        dull, depth = rgb(finish.tarnish) if finish.tarnish else base, np.float32(0.075 * (low + high))

        def shader(points: Points) -> Shaded:
            bowl, own = marks(points)
            covered = film(points) * smoothstep(0.3, 0.05, bowl)
            rough = np.float32(finish.roughness) * (1.0 + np.float32(finish.wiped) * smears(points))
            return Shaded(
                color=tint(mix(base, dull, covered) if finish.tarnish else base, np.minimum(0.6 * bowl - 0.2, 0.0)),
                relief=depth * (bowl - 0.14) + np.float32(0.0004) * fractal(dents(points), 2),
                channels={METALLIC: 1.0, ROUGHNESS: rough + 0.08 * covered + 0.08 * (own - 0.5)},
            )

        return shader

    return recipe


def cast(color: str, roughness: float, grain: float) -> Recipe:
    """Poured into sand: pebbled by its grains, uneven, bare on its edges.

    Args:
        color: reflectance, hexadecimal sRGB.
        roughness: mean.
        grain: height of the pebbling, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, pebbles, lumps = vary(rng, color, 0.01, 0.1, 0.05), solid(rng, 0.003, 0.004), solid(rng, 0.03, 0.05)
        worn = vary(rng, "a09c97", 0.01, 0.1, 0.05)

        def shader(points: Points) -> Shaded:
            bump, lump = fractal(pebbles(points), 2, 0.6), fractal(lumps(points), 3, 0.6)
            rubbed = smoothstep(0.1, 0.8, -points.recess + 0.5 * bump + 0.15 * lump)
            return Shaded(
                color=mix(tint(base, 0.12 * bump + 0.12 * lump), worn, 0.7 * rubbed),
                relief=np.float32(grain) * bump + np.float32(0.0006) * lump,
                channels={METALLIC: 1.0, ROUGHNESS: np.float32(roughness) - 0.1 * bump + 0.08 * lump - 0.15 * rubbed},
            )

        return shader

    return recipe


def anodised(color: str) -> Recipe:
    """Blasted with fine beads, dyed and sealed: an even satin that takes all its life from the light.

    Args:
        color: reflectance, hexadecimal sRGB.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, grain, smears = vary(rng, color, 0.008, 0.06, 0.04), solid(rng, 0.0012, 0.0014), wipes(rng)
        lines = hairlines(rng)

        def shader(points: Points) -> Shaded:
            bead, scratch = gradient_noise(grain(points)), 0.5 * lines(points)
            return Shaded(
                color=mix(tint(base, 0.05 * bead), rgb("d9dbdc"), 0.25 * scratch),
                relief=np.float32(0.000025) * bead,
                channels={METALLIC: 1.0, ROUGHNESS: 0.34 + 0.04 * smears(points) + 0.03 * bead},
            )

        return shader

    return recipe


def _damascus(rng: np.random.Generator) -> Shader:
    """Two steels folded and etched: contour lines of a warped stack of layers."""
    dark, bright = vary(rng, "4a4a4c", 0.01, 0.1, 0.06), vary(rng, "c6c4c0", 0.01, 0.1, 0.03)
    place, waves, layer = solid(rng, 0.05, 0.07), solid(rng, 0.018, 0.026), rng.uniform(0.0026, 0.0034)
    axis = rng.normal(size=3).astype(np.float32)
    axis /= np.linalg.norm(axis)

    def shader(points: Points) -> Shaded:
        swell = 0.016 * fractal(place(points), 2) + 0.006 * gradient_noise(waves(points))
        depth = (0.35 * points.position @ axis + swell) / np.float32(layer)
        share = np.float32(kept(0.8 * points.spacing / layer))
        # Layers of different thickness and darkness: three waves that never meet again.
        wave = np.sin(6.2832 * depth) + 0.6 * np.sin(6.2832 * 0.618 * depth + 1.3) + 0.4 * np.sin(1.83 * depth)
        etched = 0.5 + share * (smoothstep(-0.35, 0.35, wave.astype(np.float32)) - 0.5)
        return Shaded(
            color=mix(bright, dark, etched),
            relief=np.float32(-0.00003) * etched,
            channels={METALLIC: 1.0, ROUGHNESS: 0.2 + 0.26 * etched},
        )

    return shader


def _named(
    name: str,
    words: tuple[str, ...],
    recipe: Recipe,
    finest: float,
    coarsest: float,
    weight: float = 1.0,
    base: str = "",
) -> Material:
    return Material(name, (name, *words), Kind.METAL, recipe, finest, coarsest, weight, base)


_COPPER = Finish(0.22, dents=0.0002, tarnish="a05a38", tarnished=0.5)
_SATIN = Finish(0.24, dents=0.0003)

MATERIALS = (
    _named("copper", ("polished copper", "copper metal"), polished("f2a983", _COPPER), 0.003, 0.05, 1.5),
    _named("iron", ("iron metal", "dark iron"), cast("67655f", 0.52, 0.00025), 0.003, 0.04),
    _named(
        "cast iron", ("grey cast iron", "sand cast iron", "cast iron pan"), cast("504e4b", 0.6, 0.0006), 0.003, 0.04
    ),
    _named(
        "wrought iron",
        ("forged iron", "black iron", "blacksmith iron", "hammered iron"),
        hammered("474543", Finish(0.46, 0.3, 0.0003, 0.5, "262422", 0.8), 0.026, 0.036),
        0.004,
        0.05,
    ),
    _named("aluminium", ("aluminum", "light metal"), brushed("dcdddd", 0.38, 0.45), 0.002, 0.03),
    _named("brushed steel", ("brushed metal", "scratched steel"), brushed("c9c6c2"), 0.0015, 0.03),
    _named("brushed aluminium", ("brushed aluminum", "satin aluminium"), brushed("e4e5e5", 0.32), 0.0015, 0.03, 0.5),
    _named("brushed gold", ("satin gold", "matt gold"), brushed("fbcd7c"), 0.0015, 0.03, 0.5),
    _named("brushed brass", ("satin brass", "matt brass"), brushed("dfbe6e"), 0.0015, 0.03, 0.5),
    _named("brushed copper", ("satin copper", "matt copper"), brushed("eea684"), 0.0015, 0.03, 0.5),
    _named("hammered steel", ("hammered metal", "forged steel"), hammered("a9a6a2", Finish(0.3)), 0.004, 0.05),
    _named("hammered copper", ("beaten copper", "hand hammered copper"), hammered("f2a983", _COPPER), 0.004, 0.05, 0.5),
    _named(
        "hammered brass",
        ("beaten brass", "hand hammered brass"),
        hammered("e3c06a", Finish(0.26, dents=0.0003, tarnish="8a6a35", tarnished=0.45)),
        0.004,
        0.05,
        0.5,
    ),
    _named("hammered gold", ("beaten gold", "hand hammered gold"), hammered("ffd27c", _SATIN), 0.004, 0.05, 0.5),
    _named("hammered silver", ("beaten silver", "hand hammered silver"), hammered("f6f4ef", _SATIN), 0.004, 0.05, 0.5),
    _named("cast aluminium", ("cast aluminum", "cast metal"), cast("b4b5b5", 0.46, 0.0002), 0.003, 0.04, 0.5),
    _named(
        "anodised aluminium", ("anodized aluminum", "bead blasted aluminium"), anodised("c9cacc"), 0.0015, 0.03, 0.5
    ),
    *(
        _named(
            f"{name} anodised aluminium",
            (f"{name} anodized aluminum", f"anodised {name}", f"anodized {name}"),
            anodised(code),
            0.0015,
            0.03,
            0.3,
            "anodised aluminium",
        )
        for name, code in (("red", "c8242c"), ("blue", "2464c8"), ("orange", "e8842a"), ("black", "303236"))
    ),
    _named("damascus steel", ("damascus", "pattern welded steel", "folded steel"), _damascus, 0.0015, 0.05),
)
