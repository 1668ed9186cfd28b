"""What lies under trees: needles and litter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SUBSURFACE
from ...colors import choose, mix, ramp, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid, strewn
from ...spaces import size, solid


def needles(colors: Sequence[str], ground: Sequence[str], length: tuple[float, float], rising: float) -> Recipe:
    """Conifer needles over each other, in tufts of five.

    Args:
        colors: of single needles, hexadecimal.
        ground: beneath them, dark to light.
        length: range of a needle's length, metres.
        rising: how much they point along the piece.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, soil, cell = vary_all(rng, colors, 0.015), vary_all(rng, ground, 0.015), size(rng, *length) / 1.7
        layers = [solid(rng, share * cell, share * cell, turned=False) for share in (0.7, 0.85, 1.0)]
        earth, slow = solid(rng, 0.006, 0.009), solid(rng, 0.08, 0.12)

        def shader(points: Points) -> Shaded:
            crumb, wide = fractal(earth(points), 3, 0.6), fractal(slow(points), 2)
            color, relief = ramp(0.45 + 0.6 * crumb, (0.0, 0.5, 1.0), soil), 0.2 * crumb - 0.5
            tuft, level = overlaid([layer(points) for layer in layers], points, _in_needles, axis=rising)
            number, off, out = _needle(tuft.along, tuft.across)
            own = tuft.identity[:, 0] + 0.37 * number
            tone = 0.3 * (tuft.identity[:, 1] - 0.5) + 0.16 * out + 0.12 * level - 0.2 + 0.2 * wide - 5.0 * np.abs(off)
            color = np.where(tuft.inside[:, None], tint(choose(own - np.floor(own), tones), tone), color)
            relief = np.where(tuft.inside, 0.25 * level + 0.3 * tuft.height + 0.1 * out - 5.0 * np.abs(off), relief)
            return Shaded(
                color, np.float32(0.12 * cell) * relief, {ROUGHNESS: 0.6, SUBSURFACE: 0.05}, cover=tuft.inside
            )

        return shader

    return recipe


def _needle(along: Array, across: Array) -> tuple[Array, Array, Array]:
    """Number of the nearest needle of a tuft, distance from its middle, the way along it 0..1."""
    out = along + np.float32(0.85)
    opening = np.maximum(out, 0.02) * np.float32(0.2)
    number: Array = np.clip(np.round(across / opening), -2.0, 2.0)
    return number, across - number * opening, out / np.float32(1.7)


def _in_needles(along: Array, across: Array, own: Array) -> Inside:
    _, off, out = _needle(along, across)
    inside: Inside = (np.abs(off) < 0.033 * np.sqrt(np.clip(1.0 - out, 0.0, 1.0))) & (out > 0.0)
    return inside


def _litter(rng: np.random.Generator) -> Shader:
    browns = vary_all(rng, ("6b4526", "8a5f36", "573620", "a37a48", "7b3f1f"), 0.012)
    soil, green = vary_all(rng, ("1d130c", "382617", "5a4029"), 0.012), vary_all(rng, ("2e3a10", "5a6e20"), 0.012)
    cell = size(rng, 0.03, 0.036)
    leaf_at, twig_at = [solid(rng, cell, cell, turned=False) for _ in range(2)], solid(rng, 0.03, 0.04, turned=False)
    earth, slow, fuzz = solid(rng, 0.007, 0.01), solid(rng, 0.1, 0.14), solid(rng, 0.003, 0.004)

    def shader(points: Points) -> Shaded:
        crumb, patch = fractal(earth(points), 3, 0.6), fractal(slow(points), 3)
        fine = gradient_noise(fuzz(points))
        color = ramp(0.45 + 0.6 * crumb, (0.0, 0.5, 1.0), soil)
        # Moss has grown in cushions between the leaves.
        moss = smoothstep(0.02, 0.2, patch + 0.1 * crumb)
        color = mix(color, mix(green[0], green[1], 0.5 + 0.5 * crumb + 0.4 * fine), moss)
        relief = 0.35 * crumb * (1.0 + moss) - 0.5 + 0.3 * moss
        one, level = overlaid([layer(points) for layer in leaf_at], points, _dead_leaf, reach=0.9)
        rib = smoothstep(0.03, 0.01, np.abs(one.across))
        side = one.along * 6.0 - 5.0 * np.abs(one.across)
        rib = np.maximum(rib, 0.5 * smoothstep(0.1, 0.03, np.abs(side - np.round(side))))
        own = tint(choose(one.identity[:, 0], browns), 0.4 * (one.identity[:, 2] - 0.5) + 0.12 * crumb + 0.12 * rib)
        color = np.where(one.inside[:, None], own, color)
        curl = 1.6 * one.across**2 * (one.identity[:, 1] - 0.3) + 0.15 * np.sin(
            4.0 * one.along + 9.0 * one.identity[:, 2]
        )
        relief = np.where(one.inside, 0.2 * level + 0.3 * one.height + 0.5 * curl, relief)
        twig = strewn(twig_at(points), points, _twig)
        color = np.where(twig.inside[:, None], tint(rgb("4a3524"), 0.25 * fine - 9.0 * np.abs(twig.across)), color)
        relief = np.where(twig.inside, 0.5 - 4.0 * np.abs(twig.across), relief)
        return Shaded(color, np.float32(0.2 * cell) * relief, {ROUGHNESS: 0.85}, cover=one.inside | twig.inside)

    return shader


def _dead_leaf(along: Array, across: Array, own: Array) -> Inside:
    half = 0.42 * np.sqrt(np.clip(1.0 - (along / 0.85) ** 2, 0.0, 1.0)) * (0.7 + 0.3 * own[:, 1]) * (1.0 - 0.3 * along)
    inside: Inside = (np.abs(across) < half) & (own[:, 2] < 0.55)
    return inside


def _twig(along: Array, across: Array, own: Array) -> Inside:
    bent = across + 0.15 * (own[:, 1] - 0.5) * along * along
    inside: Inside = (np.abs(bent) < 0.04) & (np.abs(along) < 0.95) & (own[:, 0] < 0.15)
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.NATURE, recipe, finest=finest, coarsest=coarsest, weight=weight)


MATERIALS = (
    _material(
        "pine needles",
        ("pine needles", "fir branches", "spruce branches", "conifer", "christmas tree"),
        needles(("2f5a34", "3f6b3c", "264c30", "557f48"), ("0f170c", "1d2a14", "33321c"), (0.03, 0.038), 0.6),
        0.0015,
        0.035,
        0.8,
    ),
    _material(
        "dry pine needles",
        ("dry pine needles", "fallen needles", "needle litter"),
        needles(("8a5a34", "a3764a", "6e4529", "b98e5e"), ("1d130c", "36241a", "50382a"), (0.045, 0.06), 0.0),
        0.0015,
        0.05,
        0.5,
    ),
    _material(
        "forest floor",
        ("forest floor", "leaf litter", "woodland ground", "undergrowth"),
        _litter,
        0.002,
        0.055,
        0.8,
    ),
)
