"""Bare thick hides: elephant, dinosaur, ostrich, and human skin."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import size, solid


def creased(tones: tuple[str, str, str], width: tuple[float, float], folds: float) -> Recipe:
    """Dry hide broken into knobs by a net of creases, with long folds across the body.

    Args:
        tones: of creases, hide, and dust on its knobs, hexadecimal.
        width: range of a knob's width, metres.
        folds: strength of the long folds, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        deep, mid, dust = vary_all(rng, tones, 0.01, 0.06)
        wide = size(rng, *width)
        place, fold = solid(rng, wide, wide, turned=False), solid(rng, 5.0 * wide, 6.0 * wide, turned=False)

        def shader(points: Points) -> Shaded:
            plain, long = place(points), fold(points)
            bend = fractal(plain.finer(0.6, 3.0), 3, 0.6)
            field = plain.moved(bend[:, None] * np.array([0.6, -0.55, 0.6], np.float32))
            knob = cells(field.stretched(0.8, 0.8, 1.25))
            share = np.float32(kept(field.footprint))
            dome = smoothstep(0.0, 0.5, knob.border) * (0.6 + 0.6 * knob.identity[:, 0])
            fine = gradient_noise(field.finer(4.0, 7.0))
            bent = gradient_noise(long.stretched(0.5, 0.5, 1.6)) + 0.15 * bend
            furrow = np.float32(folds) * smoothstep(0.12, 0.0, np.abs(bent)) * kept(2.0 * long.footprint)
            drift = gradient_noise(long.finer(0.4, 9.0))
            value = 0.5 + share * 0.55 * (dome - 0.5) + 0.14 * fine + 0.25 * drift
            color = mix(ramp(value, (0.0, 0.5, 1.0), (deep, mid, dust)), deep, 0.75 * furrow)
            relief = np.float32(0.16 * wide) * share * (dome - 0.6) + np.float32(0.012 * wide) * fine
            relief = relief - np.float32(0.35 * wide) * furrow
            return Shaded(color=color, relief=relief.astype(np.float32), channels={ROUGHNESS: 0.78 - 0.06 * fine})

        return shader

    return recipe


def _ostrich(rng: np.random.Generator) -> Shader:
    """Smooth tanned skin with knobs where quills sat, each with a pit."""
    base = vary(rng, "a06a3a", 0.01, 0.1, 0.06)
    place, fine, cloud = solid(rng, 0.013, 0.015), solid(rng, 0.0013, 0.0016), solid(rng, 0.08, 0.12)

    def shader(points: Points) -> Shaded:
        field, grain, drift = place(points), gradient_noise(fine(points)), fractal(cloud(points), 2)
        quill = cells(field, 0.6)
        share = np.float32(kept(2.0 * field.footprint))
        knob = smoothstep(0.34, 0.12, quill.nearest) * share
        pit = smoothstep(0.12, 0.05, quill.nearest) * share
        rim = smoothstep(0.1, 0.0, np.abs(quill.nearest - 0.33)) * share
        color = tint(base, 0.12 * drift + 0.04 * grain + 0.1 * knob - 0.55 * pit - 0.16 * rim)
        relief = np.float32(0.0009) * knob - np.float32(0.0007) * pit + np.float32(0.00004) * grain
        return Shaded(color=color, relief=relief, channels={ROUGHNESS: 0.42 + 0.06 * grain + 0.2 * pit})

    return shader


def skin(tones: tuple[str, str, str]) -> Recipe:
    """Human skin: redder and paler places, pores, a fine net of lines.

    Args:
        tones: even, flushed and pale skin, hexadecimal.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, flush, pale = vary_all(rng, tones, 0.008, 0.05)
        net, cloud, freckle = solid(rng, 0.0011, 0.0014), solid(rng, 0.03, 0.05), solid(rng, 0.006, 0.008)

        def shader(points: Points) -> Shaded:
            space, drift = net(points), fractal(cloud(points), 3)
            cell, spot = cells(space), gradient_noise(freckle(points))
            share = np.float32(kept(space.footprint))
            dome = 0.7 + share * (smoothstep(0.0, 0.35, cell.border) - np.float32(0.7))
            pore = smoothstep(0.92, 0.96, cell.identity[:, 0]) * smoothstep(0.3, 0.1, cell.nearest) * share
            color = mix(mix(base, flush, 0.4 * smoothstep(0.0, 0.9, drift)), pale, 0.4 * smoothstep(0.0, 0.8, -drift))
            color = tint(color, 0.05 * (dome - 0.7) + 0.03 * spot - 0.15 * smoothstep(0.75, 0.9, spot) - 0.2 * pore)
            relief = np.float32(0.00007) * (dome - 0.7) - np.float32(0.0001) * pore
            return Shaded(
                color=color,
                relief=relief,
                channels={ROUGHNESS: 0.46 - 0.1 * (dome - 0.7) + 0.04 * drift, SUBSURFACE: 0.35},
            )

        return shader

    return recipe


def _hide(name: str, phrases: tuple[str, ...], kind: Kind, recipe: Recipe, feature: float, finest: float) -> Material:
    return Material(name, phrases, kind, recipe, finest=finest, coarsest=feature)


MATERIALS = (
    _hide(
        "elephant skin",
        ("elephant skin", "elephant hide", "rhino skin", "elephant"),
        Kind.ANIMAL,
        creased(("2f2b28", "6d6660", "a59d93"), (0.009, 0.011), 0.8),
        0.04,
        0.0015,
    ),
    _hide(
        "dinosaur skin",
        ("dinosaur skin", "dinosaur hide", "monster skin"),
        Kind.ANIMAL,
        creased(("23241a", "5d6140", "9a9468"), (0.012, 0.015), 0.6),
        0.05,
        0.002,
    ),
    _hide("ostrich leather", ("ostrich leather", "ostrich skin", "quill leather"), Kind.LEATHER, _ostrich, 0.02, 0.001),
    _hide(
        "human skin",
        ("human skin", "skin", "pale skin"),
        Kind.ANIMAL,
        skin(("d3a285", "c88468", "dfb89c")),
        0.03,
        0.0008,
    ),
    _hide(
        "dark skin",
        ("dark skin", "brown skin", "dark human skin"),
        Kind.ANIMAL,
        skin(("6f4630", "653828", "84583e")),
        0.03,
        0.0008,
    ),
)
