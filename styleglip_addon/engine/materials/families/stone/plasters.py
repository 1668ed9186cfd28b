"""What is poured, rendered and rolled: concrete, plaster, stucco, adobe, asphalt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import choose, mix, rgb, tint, vary, vary_all
from ...grains import gritty, pinholes
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import Place, size, solid


def _pores(place: Place, points: Points, share: float) -> Array:
    """(n,) 0..1: round pores of very different sizes, as air bubbles leave them."""
    each = cells(place(points))
    reach = 0.05 + 0.2 * each.identity[:, 1] ** 3
    open_pore: Array = smoothstep(0.0, 0.05, reach - each.nearest) * (each.identity[:, 0] < share)
    return open_pore


def _hairlines(place: Place, points: Points, wobble: Array) -> Array:
    """(n,) 0..1: few long fine cracks, made crooked by a finer noise (n,)."""
    q = place(points)
    some = smoothstep(0.15, 0.4, gradient_noise(q.finer(0.7, 9.0)))
    line: Array = smoothstep(0.012, 0.004, np.abs(gradient_noise(q) + 0.07 * wobble)) * some
    return line


def concrete(color: str, board: float = 0.0) -> Recipe:
    """Cast concrete: clouds of paler and darker cement, pores, hairline cracks, water marks.

    Args:
        color: mean.
        board: width of the boards of the formwork whose grain it shows, metres; 0 for smooth.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide, mottle = vary(rng, color, 0.02, 0.3, 0.08), solid(rng, 0.25, 0.4), solid(rng, 0.03, 0.05)
        sand, air, cracks = solid(rng, 0.0018, 0.0025), solid(rng, 0.016, 0.022), solid(rng, 0.25, 0.35)
        run, plank = solid(rng, 0.05, 0.07, turned=False), solid(rng, 0.012, 0.016, turned=False)

        def shader(points: Points) -> Shaded:
            cloud, blotch = fractal(wide(points), 3, 0.6), fractal(mottle(points), 3, 0.6)
            fine, pit = sand(points), _pores(air, points, 0.5)
            grain, hole = gritty(fine), pinholes(fine.finer(0.6, 17.0), 0.3)
            crack = _hairlines(cracks, points, blotch)
            mark = fractal(run(points).stretched(1.0, 1.0, 0.08), 2) * smoothstep(-0.2, 0.5, cloud)
            tone = 0.13 * cloud + 0.09 * blotch + 0.06 * grain + 0.07 * mark
            relief = 0.0004 * blotch + 0.00012 * grain - 0.0003 * hole - 0.0025 * pit - 0.0008 * crack
            if board:
                level = points.position[:, 2] / np.float32(board)
                which = np.floor(level)
                seam = smoothstep(0.03, 0.0, np.minimum(level - which, which + 1.0 - level))
                own = np.stack((which * 0.0, which * 7.0, which * 3.0), axis=1).astype(np.float32)
                wood = fractal(plank(points).moved(own).stretched(0.06, 0.06, 1.0), 3, 0.6)
                tone = tone + 0.13 * wood - 0.12 * seam + 0.08 * gradient_noise(wide(points).moved(own))
                relief = relief + 0.0007 * wood + 0.0015 * seam
            color = tint(base, tone)
            return Shaded(
                color=mix(color, base * np.float32(0.42), np.maximum.reduce([0.75 * pit, 0.4 * crack, 0.5 * hole])),
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: 0.82 - 0.12 * cloud},
            )

        return shader

    return recipe


def render(color: str, grain: tuple[float, float], rough: float, strokes: float, stains: float = 0.1) -> Recipe:
    """Lime or gypsum plaster put on by hand.

    Args:
        color: of the finish.
        grain: range of the size of its lumps, metres.
        rough: their height, in their size.
        strokes: strength of the trowel's strokes, 0..1.
        stains: contrast of weathering, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, lump = vary(rng, color, 0.012, 0.1, 0.04), size(rng, *grain)
        place, sweep, wide = solid(rng, lump, lump), solid(rng, 0.09, 0.13), solid(rng, 0.25, 0.4)
        cracks, sand = solid(rng, 0.3, 0.4), solid(rng, 0.0024, 0.0032)

        def shader(points: Points) -> Shaded:
            dabs, cloud = fractal(place(points), 3, 0.6), fractal(wide(points), 3, 0.6)
            height = np.maximum(dabs, -0.25)
            crack = _hairlines(cracks, points, dabs)
            grain = gritty(sand(points))
            tone = np.float32(stains) * cloud + 0.05 * height + 0.025 * grain
            relief = np.float32(rough * lump) * height - 0.0003 * crack + 0.00007 * grain
            if strokes:
                # Each stroke of the trowel leaves a smooth film that ends in a low ridge.
                bent = sweep(points).moved(np.repeat(0.12 * cloud[:, None], 3, axis=1))
                film = smoothstep(-0.12, 0.05, gradient_noise(bent.stretched(1.0, 0.35, 1.0)))
                film = film + smoothstep(-0.12, 0.05, gradient_noise(bent.stretched(0.35, 1.1, 0.9).finer(1.3, 7.0)))
                tone = tone + np.float32(0.025 * strokes) * (film - 1.0)
                relief = relief + np.float32(0.0007 * strokes) * film
            color = mix(tint(base, tone), base * np.float32(0.6), np.float32(2.0 * min(stains, 0.2)) * crack)
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.88})

        return shader

    return recipe


def _polished_plaster(rng: np.random.Generator) -> Shader:
    base, wide, stroke = vary(rng, "b9a68e", 0.03, 0.2, 0.08), solid(rng, 0.12, 0.2), solid(rng, 0.03, 0.045)

    def shader(points: Points) -> Shaded:
        cloud = fractal(displaced(wide(points), 0.5, 1.0), 4, 0.6)
        q = displaced(stroke(points), 0.5, 0.7)
        first, second = (
            gradient_noise(q.stretched(1.0, 0.35, 1.0)),
            gradient_noise(q.stretched(0.35, 1.0, 0.8).finer(1.0, 7.0)),
        )
        film = smoothstep(-0.05, 0.02, first) * 0.5 + smoothstep(-0.1, 0.0, second) * 0.5
        return Shaded(
            color=tint(base, 0.2 * cloud + 0.11 * (film - 0.5)),
            relief=0.00012 * film,
            channels={ROUGHNESS: 0.34 - 0.12 * film},
        )

    return shader


def _adobe(rng: np.random.Generator) -> Shader:
    base, pale, straw = vary_all(rng, ("a5754f", "c09670", "cfb27c"), 0.01, 0.06)
    wide, lump, sand = solid(rng, 0.15, 0.25), solid(rng, 0.03, 0.045), solid(rng, 0.003, 0.004)
    stalks = solid(rng, 0.0095, 0.0115)

    def shader(points: Points) -> Shaded:
        cloud, dabs, grain = fractal(wide(points), 4), fractal(lump(points), 3), gritty(sand(points))
        # Cells drawn out along one direction, of which few hold a stalk.
        each = cells(stalks(points).stretched(1.0, 1.0, 0.16))
        stalk = smoothstep(0.22, 0.15, each.nearest) * (each.identity[:, 0] < 0.45)
        q = wide(points).finer(3.5, 7.0).moved(np.repeat(0.12 * dabs[:, None], 3, axis=1))
        crack = smoothstep(0.05, 0.01, cells(q).border) * smoothstep(-0.2, 0.4, cloud)
        color = tint(mix(base, pale, 0.5 + 0.8 * cloud), 0.12 * dabs + 0.09 * grain)
        color = mix(mix(color, straw, 0.7 * stalk), base * np.float32(0.5), 0.7 * crack)
        relief = 0.004 * dabs + 0.0002 * grain + 0.0006 * stalk - 0.002 * crack
        return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.95})

    return shader


def asphalt(tar: str, stones: Sequence[str]) -> Recipe:
    """Rolled asphalt: small stones bared in tar, with cracks and a worn drift."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, *tones = vary_all(rng, (tar, *stones), 0.01, 0.06)
        place, wide, cracks = solid(rng, 0.007, 0.009), solid(rng, 0.25, 0.4), solid(rng, 0.3, 0.45)

        def shader(points: Points) -> Shaded:
            q, cloud = place(points), fractal(wide(points), 4, 0.6)
            grit, crack = fractal(q.finer(1.3, 3.0), 3, 0.7), _hairlines(cracks, points, cloud)
            each = cells(q)
            bare = smoothstep(0.1, 0.22, each.border + 0.2 * grit) * smoothstep(
                0.75, 0.6, each.identity[:, 1] - 0.35 * cloud
            )
            stone = tint(choose(each.identity[:, 0], tones), 0.4 * (each.identity[:, 2] - 0.5) + 0.1 * grit)
            color = mix(tint(base, 0.2 * cloud + 0.2 * grit), stone, 0.75 * bare)
            color = mix(color, rgb("151516"), 0.9 * crack)
            high = smoothstep(0.0, 0.4, each.border)
            relief = 0.0009 * (high - 0.5) + 0.0009 * grit - 0.003 * crack
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.9 - 0.12 * bare})

        return shader

    return recipe


MATERIALS = (
    Material(
        "concrete",
        ("concrete", "grey concrete", "cement"),
        Kind.STONE,
        concrete("94928d"),
        finest=0.002,
        coarsest=0.08,
    ),
    Material(
        "board formed concrete",
        ("board formed concrete", "brutalist concrete", "concrete with board marks", "shuttered concrete"),
        Kind.STONE,
        concrete("96938c", 0.1),
        finest=0.002,
        coarsest=0.1,
        weight=0.5,
        base="concrete",
    ),
    Material(
        "plaster",
        ("plaster", "white plaster", "gypsum", "plaster of paris"),
        Kind.STONE,
        render("dedbd4", (0.012, 0.018), 0.02, 1.0, 0.06),
        finest=0.003,
        coarsest=0.08,
    ),
    Material(
        "stucco",
        ("stucco", "rough plaster", "roughcast", "rendered wall"),
        Kind.STONE,
        render("d3c6ae", (0.007, 0.009), 0.16, 0.0, 0.1),
        finest=0.0025,
        coarsest=0.03,
    ),
    Material(
        "venetian plaster",
        ("venetian plaster", "polished plaster", "tadelakt", "marmorino"),
        Kind.STONE,
        _polished_plaster,
        finest=0.004,
        coarsest=0.1,
        weight=0.6,
    ),
    Material(
        "adobe",
        ("adobe", "mud brick", "mud wall", "straw clay", "cob wall"),
        Kind.STONE,
        _adobe,
        finest=0.003,
        coarsest=0.06,
        weight=0.7,
    ),
    Material(
        "asphalt",
        ("asphalt", "tarmac", "road surface", "blacktop"),
        Kind.STONE,
        asphalt("3e3e3e", ("646260", "777470", "525151", "857f76")),
        finest=0.0025,
        coarsest=0.02,
    ),
)
