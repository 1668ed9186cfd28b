"""Bare smooth metals. Base colours are reflectances at normal incidence, of measured optical constants."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import METALLIC, ROUGHNESS
from ...colors import mix, ramp, rgb, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise
from ...points import Points
from ...spaces import solid
from ..metal_finish import Finish, hairlines, tarnish_film, wipes


def polished(color: str, finish: Finish) -> Recipe:
    """Metal with the faint unevenness of polishing and of use.

    Args:
        color: reflectance, hexadecimal sRGB.
        finish: see `Finish`.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, smears, lines = vary(rng, color, 0.004, 0.04, 0.02), wipes(rng), hairlines(rng)
        dents, film = solid(rng, 0.05, 0.09), tarnish_film(rng, finish.tarnished)
        dull = rgb(finish.tarnish) if finish.tarnish else base

        def shader(points: Points) -> Shaded:
            scratch = np.float32(finish.scratches) * lines(points)
            rough = np.float32(finish.roughness) * (1.0 + np.float32(finish.wiped) * smears(points)) + 0.2 * scratch
            tone = base
            if finish.tarnish:
                covered = film(points)
                tone, rough = mix(base, dull, covered), rough + 0.1 * covered
            return Shaded(
                color=tone,
                relief=np.float32(finish.dents) * fractal(dents(points), 3) - 0.00001 * scratch,
                channels={METALLIC: 1.0, ROUGHNESS: np.maximum(rough, 0.02)},
            )

        return shader

    return recipe


_TEMPERED = ("c2b8ac", "d2b470", "a8683c", "7a3c6a", "3c4ca0", "4a8cc0", "9cb8c0")
"""Colours that oxide films on titanium and steel take on with rising heat: straw, bronze, purple, blue, pale blue."""


def _burnt(rng: np.random.Generator) -> Shader:
    """Titanium or steel that was heated from one end: the colours of its oxide follow the heat."""
    tones = vary_all(rng, _TEMPERED, 0.01, 0.04)
    heat, flow = solid(rng, 0.16, 0.24), solid(rng, 0.03, 0.05)
    smears, lines, stops = wipes(rng), hairlines(rng), np.linspace(-0.7, 0.7, len(_TEMPERED)).tolist()

    def shader(points: Points) -> Shaded:
        warmth = gradient_noise(heat(points)) + 0.12 * fractal(flow(points), 2)
        scratch = 0.6 * lines(points)
        return Shaded(
            color=mix(ramp(warmth, stops, tones), tones[0], 0.4 * scratch),
            channels={METALLIC: 1.0, ROUGHNESS: 0.24 + 0.05 * smears(points) + 0.15 * scratch},
        )

    return shader


def _metal(name: str, words: tuple[str, ...], color: str, finish: Finish, weight: float = 1.0) -> Material:
    recipe = polished(color, finish)
    return Material(name, (name, *words), Kind.METAL, recipe, finest=0.003, coarsest=0.05, weight=weight)


_COLORED = {"black": "2b2d31", "red": "c4212b", "blue": "1f5fd0", "green": "22a052", "purple": "7d3ac8"}

MATERIALS = (
    _metal(
        "gold",
        ("golden", "polished gold", "shiny gold", "gold metal"),
        "ffd27c",
        Finish(0.2, dents=0.0002, tarnish="e0a552", tarnished=0.35),
        2.0,
    ),
    _metal(
        "silver",
        ("polished silver", "shiny silver", "silver metal", "silvery"),
        "f8f6f1",
        Finish(0.17, tarnish="a8a19a", tarnished=0.3),
        1.5,
    ),
    _metal(
        "brass",
        ("polished brass", "brass metal"),
        "e3c06a",
        Finish(0.25, tarnish="8a6a35", tarnished=0.55),
    ),
    _metal(
        "antique brass",
        ("old brass", "aged brass", "vintage brass"),
        "d2b062",
        Finish(0.32, 0.35, 0.0003, 0.7, "4d3717", 0.95),
        0.6,
    ),
    _metal(
        "steel",
        ("stainless steel", "polished steel", "steel metal", "metal"),
        "cbc8c4",
        Finish(0.24, wiped=0.4, scratches=0.9),
        1.5,
    ),
    _metal("chrome", ("chromed metal", "mirror", "mirror chrome"), "d5d8da", Finish(0.03, 0.3, 0.00004, 0.15)),
    _metal(
        "white gold", ("pale gold metal", "white gold metal"), "ece4d2", Finish(0.17, tarnish="c9bda6", tarnished=0.25)
    ),
    _metal("platinum", ("platinum metal", "palladium"), "d9d4cb", Finish(0.19, 0.3, 0.00012, 0.4)),
    _metal("nickel", ("nickel metal", "nickel plated", "polished nickel"), "d5cdc0", Finish(0.18, 0.3, 0.0001, 0.3)),
    _metal("rose gold", ("pink gold",), "f3bfa6", Finish(0.2, tarnish="d59c84", tarnished=0.3)),
    _metal("bronze", ("polished bronze", "bronze metal"), "cf9a63", Finish(0.27, tarnish="7a5230", tarnished=0.5)),
    _metal("tin", ("tinplate", "tin metal"), "cfcdc9", Finish(0.32, 0.3, 0.0003, 0.8, "9a9894", 0.5)),
    _metal("pewter", ("pewter metal", "old pewter"), "9c9a97", Finish(0.4, 0.2, 0.0003, 0.5, "5f5d5b", 0.6)),
    _metal("titanium", ("titanium metal", "raw titanium"), "b5aca3", Finish(0.34, 0.25, 0.0001, 0.5)),
    _metal("gunmetal", ("gun metal", "blued steel", "dark steel"), "4a4e55", Finish(0.28, 0.35, 0.00012, 0.9)),
    _metal("lead", ("lead metal", "sheet lead"), "8b8d92", Finish(0.5, 0.2, 0.0006, 0.7, "6b6e74", 0.7)),
    _metal(
        "tarnished silver",
        ("old silver", "antique silver", "black silver"),
        "e9e6df",
        Finish(0.28, 0.25, 0.0003, 0.6, "4d443c", 0.95),
        0.6,
    ),
    Material(
        "burnt titanium",
        ("burnt titanium", "heat tinted metal", "tempered steel", "rainbow metal"),
        Kind.METAL,
        _burnt,
        finest=0.003,
        coarsest=0.1,
        weight=0.5,
    ),
    *(
        Material(
            f"{name} metal",
            (f"{name} metal", f"shiny {name} metal", f"metallic {name}"),
            Kind.METAL,
            polished(code, Finish(0.2, 0.3, 0.0001, 0.5)),
            finest=0.003,
            coarsest=0.05,
            weight=0.4,
            base="metal",
        )
        for name, code in _COLORED.items()
    ),
)
