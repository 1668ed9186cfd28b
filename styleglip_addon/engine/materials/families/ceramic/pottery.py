"""Unglazed fired clay and clay before firing: thrown pots, flowerpots, stoneware, modelling clay."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, rgb, tint, vary, vary_all
from ...grains import gritty, pinholes
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import Place, Space, solid


def throwing_rings(place: Place, points: Points) -> Array:
    """(n,) about -1..1: level ridges that a potter's fingers leave, one per unit, no two alike.

    Args:
        place: features as far apart as the rings, z along the part.
        points: where.
    """
    q = place(points)
    sway = gradient_noise(q.stretched(0.05, 0.05, 0.05))
    level = q.q[:, 2] + 0.6 * sway
    along = np.stack((q.q[:, 0] * 0.012, q.q[:, 1] * 0.012, level), axis=1).astype(np.float32)
    flat = Space(along, q.footprint)
    # The depth follows the hand's pressure, the fine lines between come from its skin and from sand.
    pressure = 0.55 + 0.9 * gradient_noise(flat.stretched(1.0, 1.0, 0.23).finer(1.0, 9.0))
    ridge = np.cos(np.float32(2.0 * np.pi) * (level + 0.35 * gradient_noise(flat.stretched(1.0, 1.0, 0.6))))
    lines = gradient_noise(flat.finer(1.0, 3.0).stretched(1.0, 1.0, 5.3))
    rings: Array = (pressure * ridge * np.float32(0.9) + 0.3 * lines).astype(np.float32)
    return rings


def thrown(color: str, pale: str, dark: str, rings: float, speckle: float, bloom: float = 0.0) -> Recipe:
    """A pot thrown on a wheel and fired without glaze.

    Args:
        color: of the fired clay.
        pale: of the film of fine clay on its ridges and of salts that come out.
        dark: of the iron specks and of where the fire touched it.
        rings: height of the throwing rings, metres.
        speckle: share of cells of 6 mm that hold a speck, 0..1.
        bloom: of salts, as on flowerpots, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, film, iron = vary_all(rng, (color, pale, dark), 0.008, 0.06)
        place, wide = solid(rng, 0.015, 0.021, turned=False), solid(rng, 0.12, 0.2)
        grit, speck, patch = solid(rng, 0.002, 0.003), solid(rng, 0.0055, 0.007), solid(rng, 0.04, 0.06)

        def shader(points: Points) -> Shaded:
            ring, sand = throwing_rings(place, points), grit(points)
            grain, hole = gritty(sand), pinholes(sand.finer(2.0, 17.0), 0.4)
            cloud, blotch = fractal(wide(points), 3, 0.6), fractal(patch(points), 3, 0.6)
            color = mix(
                base,
                film,
                0.28
                + np.float32(min(150.0 * rings, 0.2)) * ring
                + 0.4 * blotch
                + 0.3 * np.maximum(-points.recess, 0.0),
            )
            color = tint(color, np.float32(min(60.0 * rings, 0.06)) * ring + 0.06 * grain + 0.07 * cloud - 0.22 * hole)
            color = mix(color, iron, 0.7 * smoothstep(0.05, 1.2, cloud) + 0.3 * np.maximum(points.recess, 0.0))
            each = cells(speck(points))
            spot = smoothstep(0.3, 0.16, each.nearest + 0.2 * (each.identity[:, 1] - 0.3))
            spot = spot * (each.identity[:, 0] < speckle)
            color = mix(
                color, np.where((each.identity[:, 2] < 0.7)[:, None], iron * np.float32(0.55), film), 0.8 * spot
            )
            if bloom:
                salt = smoothstep(0.75, 2.0, 0.5 + 0.8 * blotch + 0.8 * gradient_noise(wide(points).finer(1.0, 7.0)))
                color = mix(color, rgb("d9cbbd"), np.float32(bloom) * salt * (0.8 + 0.4 * grain))
            relief = np.float32(rings) * ring + 0.00012 * grain + 0.0002 * blotch - 0.0003 * spot - 0.00012 * hole
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.8 - 0.06 * ring})

        return shader

    return recipe


def _clay(rng: np.random.Generator) -> Shader:
    base, wet = vary_all(rng, ("9d9186", "7d7168"), 0.02, 0.12)
    prints, fine, wide = solid(rng, 0.028, 0.036), solid(rng, 0.0018, 0.0025), solid(rng, 0.1, 0.15)

    def shader(points: Points) -> Shaded:
        q = displaced(prints(points), 0.35, 0.8)
        thumb, cloud = cells(q), fractal(wide(points), 3)
        # A thumb leaves a shallow bowl with its skin's lines; the next one cuts into its rim.
        bowl = smoothstep(0.0, 0.75, thumb.nearest)
        turn = (thumb.identity - 0.5) * np.float32(50.0)
        skin = np.sin((q.q * turn).sum(axis=1) + 2.0 * gradient_noise(q.finer(1.5, 5.0)))
        inside = smoothstep(0.55, 0.3, thumb.nearest) * (thumb.identity[:, 1] < 0.5)
        grain = gradient_noise(fine(points))
        damp = smoothstep(-0.3, 0.5, cloud)
        return Shaded(
            color=tint(mix(base, wet, 0.7 * damp), 0.1 * (bowl - 0.5) + 0.04 * grain),
            relief=(0.005 * (bowl - 0.5) + 0.00008 * skin * inside + 0.0001 * grain).astype(np.float32),
            channels={ROUGHNESS: 0.62 - 0.22 * damp, SUBSURFACE: 0.05},
        )

    return shader


def _raku(rng: np.random.Generator) -> Shader:
    smoke, white = vary(rng, "1d1b1a"), vary(rng, "cfc6b4", 0.02)
    net, wide, fine, wave = (
        solid(rng, 0.03, 0.04),
        solid(rng, 0.09, 0.14),
        solid(rng, 0.003, 0.004),
        solid(rng, 0.02, 0.03),
    )

    def shader(points: Points) -> Shaded:
        cloud, grain, ripple = fractal(wide(points), 3), gradient_noise(fine(points)), fractal(wave(points), 2)
        crack = np.zeros(len(points), np.float32)
        for finer, width in ((1.0, 0.05), (2.1, 0.07)):
            # Smoke enters the cracks of the glaze and spreads from them.
            border = cells(displaced(net(points).finer(finer, 7.0 * finer), 0.18, 2.0)).border
            crack = np.maximum(crack, smoothstep(width, 0.01, border) / np.float32(finer) ** 0.7)
            crack = np.maximum(crack, 0.25 * smoothstep(4.0 * width, 0.0, border))
        bare = smoothstep(0.18, 0.3, cloud + 0.1 * ripple)
        dark = np.maximum(bare, crack * (0.75 + 0.25 * smoothstep(-0.4, 0.2, cloud)))
        return Shaded(
            color=tint(mix(white, smoke, dark), 0.05 * ripple + 0.06 * grain * bare),
            relief=(0.0008 * (1.0 - bare) + 0.0002 * ripple + 0.0002 * grain * bare).astype(np.float32),
            channels={ROUGHNESS: 0.2 + 0.6 * bare, COAT: 0.8 * (1.0 - bare)},
        )

    return shader


MATERIALS = (
    Material(
        "pottery",
        ("pottery", "fired clay", "earthenware", "clay pot", "clay pottery"),
        Kind.CERAMIC,
        thrown("a9623f", "c4885f", "6f3a24", 0.0011, 0.16),
        finest=0.002,
        coarsest=0.03,
        weight=2.5,
    ),
    Material(
        "terracotta",
        ("terracotta", "terra cotta", "terracotta pot", "flowerpot"),
        Kind.CERAMIC,
        thrown("b5694a", "c98a68", "8e4d36", 0.00015, 0.05, 0.6),
        finest=0.002,
        coarsest=0.05,
        weight=1.5,
    ),
    Material(
        "stoneware",
        ("stoneware", "speckled stoneware", "speckled clay", "grey pottery"),
        Kind.CERAMIC,
        thrown("b3a48f", "c9bda9", "5e4a38", 0.0006, 0.5),
        finest=0.002,
        coarsest=0.03,
    ),
    Material(
        "clay",
        ("clay", "wet clay", "grey clay", "modelling clay"),
        Kind.CERAMIC,
        _clay,
        finest=0.002,
        coarsest=0.03,
    ),
    Material(
        "raku",
        ("raku", "raku pottery", "smoked pottery", "black and white crackle"),
        Kind.CERAMIC,
        _raku,
        finest=0.002,
        coarsest=0.04,
        weight=0.6,
    ),
)
