"""Plastics: hard, clear, grained, foamed and moulded."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import IOR, ROUGHNESS, SUBSURFACE, TRANSMISSION
from ...colors import choose, ramp, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import laid, solid
from ..metal_finish import hairlines, wipes
from ..tilings import courses
from .paints import COLORS


def plastic(color: str, roughness: float = 0.24) -> Recipe:
    """Injection moulded: smooth, evenly coloured, with sink marks, fine scratches and the smears of hands.

    Args:
        color: hexadecimal sRGB.
        roughness: mean.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, sinks, smears = vary(rng, color, 0.008, 0.05, 0.03), solid(rng, 0.06, 0.1), wipes(rng)
        lines = hairlines(rng)

        def shader(points: Points) -> Shaded:
            sink = gradient_noise(sinks(points))
            scratch = lines(points)
            return Shaded(
                color=tint(base, 0.015 * sink + 0.015 * scratch),
                relief=np.float32(0.0001) * sink - np.float32(0.000008) * scratch,
                channels={ROUGHNESS: np.float32(roughness) + 0.035 * smears(points) + 0.12 * scratch},
            )

        return shader

    return recipe


def grained(color: str, grain: float = 0.0013) -> Recipe:
    """Matt moulded plastic with the leathery grain etched into its mould, shiny where hands have rubbed it.

    Args:
        color: hexadecimal sRGB.
        grain: size of the grain, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, pebbles, smears = vary(rng, color, 0.01, 0.1, 0.05), solid(rng, grain, 1.2 * grain), wipes(rng)

        def shader(points: Points) -> Shaded:
            bump, smear = fractal(pebbles(points), 2, 0.6), smears(points)
            return Shaded(
                color=tint(base, 0.05 * bump + 0.03 * smear),
                relief=np.float32(0.00007) * bump,
                channels={ROUGHNESS: 0.58 - 0.07 * smear - 0.06 * bump + 0.15 * np.minimum(points.recess, 0.0)},
            )

        return shader

    return recipe


def clear(color: str) -> Recipe:
    """Transparent plastic: slightly wavy, scuffed, milky along its scratches.

    Args:
        color: of what passes through, hexadecimal sRGB.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, waves, smears, lines = (
            vary(rng, color, 0.01, 0.1, 0.02),
            solid(rng, 0.04, 0.07),
            wipes(rng),
            hairlines(rng),
        )

        def shader(points: Points) -> Shaded:
            scratch, smear = lines(points), smears(points)
            return Shaded(
                color=base,
                relief=np.float32(0.0003) * fractal(waves(points), 2),
                channels={
                    ROUGHNESS: 0.09 + 0.05 * smear + 0.25 * scratch,
                    TRANSMISSION: 0.96 - 0.2 * scratch,
                    IOR: 1.49,
                },
            )

        return shader

    return recipe


def _bakelite(rng: np.random.Generator) -> Shader:
    """Early resin, mottled where two browns were pressed together."""
    tones = vary_all(rng, ("24110a", "4a2110", "7d3a18"), 0.008, 0.08)
    place, smears, lines = solid(rng, 0.03, 0.05), wipes(rng), hairlines(rng)

    def shader(points: Points) -> Shaded:
        swirl = fractal(displaced(place(points).stretched(1.0, 1.0, 0.5), 0.8, 1.3), 4, 0.6)
        scratch = lines(points)
        return Shaded(
            color=ramp(0.4 + 0.75 * swirl, (0.0, 0.5, 1.0), tones),
            channels={ROUGHNESS: 0.2 + 0.05 * smears(points) + 0.2 * scratch},
        )

    return shader


def _styrofoam(rng: np.random.Generator) -> Shader:
    """Expanded beads pressed together."""
    base, place, dents = vary(rng, "ecedec", 0.02, 0.2, 0.01), solid(rng, 0.0038, 0.0048), solid(rng, 0.03, 0.05)

    def shader(points: Points) -> Shaded:
        space = place(points)
        share = np.float32(kept(0.8 * space.footprint))
        bead = cells(space, 0.8)
        gap, own = smoothstep(0.12, 0.0, bead.border), bead.identity[:, 0] - 0.5
        dent = fractal(dents(points), 2)
        return Shaded(
            color=tint(base, share * (0.05 * own - 0.14 * (gap - 0.25)) + 0.015 * dent - 0.03),
            relief=np.float32(0.0006) * share * (0.25 - bead.nearest**2 + 0.25 * own) + np.float32(0.0004) * dent,
            channels={ROUGHNESS: 0.72, SUBSURFACE: 0.12},
        )

    return shader


def _toy_bricks(rng: np.random.Generator) -> Shader:
    """Walls of studded bricks, four studs by two, of 8 mm each: every brick of another colour."""
    codes = ("c8141e", "f2c81e", "1a56b4", "1f8a3c", "e8e8e6", "f07c1a", "2a2b2d")
    tones, wall = vary_all(rng, codes, 0.006, 0.03), courses(rng, 0.032, 0.016)

    def shader(points: Points) -> Shaded:
        brick = wall(points)
        share = np.float32(kept(points.spacing / 0.005))
        x, y = ((values / np.float32(0.008)) % 1.0 - 0.5 for values in (brick.x, brick.y))
        disc = 0.28 + share * (smoothstep(0.33, 0.27, np.hypot(x, y)) - 0.28)
        seam = share * smoothstep(0.0003, 0.0001, brick.inset)
        color = tint(choose(brick.number, tones), 0.05 * (brick.second - 0.5) - 0.5 * seam)
        return Shaded(
            color=color,
            relief=np.float32(0.0016) * (disc - 0.28) - np.float32(0.0004) * seam,
            channels={ROUGHNESS: 0.2 + 0.3 * seam},
            piece=brick.number,
        )

    return shader


def _bubble_wrap(rng: np.random.Generator) -> Shader:
    """Film with air bubbles of 10 mm in staggered rows."""
    film, place, creases = vary(rng, "eef3f4", 0.02, 0.2, 0.02), laid(rng, 0.0115, 0.01), solid(rng, 0.02, 0.03)

    def shader(points: Points) -> Shaded:
        space = place(points)
        row = np.floor(space.q[:, 1])
        x = (space.q[:, 0] + 0.5 * (row % 2.0)) % 1.0 - 0.5
        y = space.q[:, 1] - row - 0.5
        share = np.float32(kept(space.footprint))
        distance = np.hypot(1.15 * x, y) / 0.44
        dome = 0.55 + share * (np.sqrt(np.clip(1.0 - distance**2, 0.0, 1.0)) - 0.55)
        rim = share * smoothstep(0.85, 0.95, distance) * smoothstep(1.08, 1.0, distance)
        crease = np.abs(gradient_noise(creases(points)))
        return Shaded(
            color=tint(film, -0.06 * rim),
            relief=np.float32(0.0028) * (dome - 0.5) + np.float32(0.0005) * crease,
            channels={ROUGHNESS: 0.12 + 0.15 * rim, TRANSMISSION: 0.85 - 0.25 * rim, IOR: 1.3},
        )

    return shader


_PLASTICS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "black")


def _of(
    name: str, words: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 0.5
) -> Material:
    return Material(name, (name, *words), Kind.PLASTIC, recipe, finest, coarsest, weight)


MATERIALS = (
    _of("plastic", ("white plastic", "hard plastic", "glossy plastic"), plastic("e4e4e1"), 0.003, 0.05, 1.0),
    *(
        Material(
            f"{name} plastic",
            (f"{name} plastic", f"shiny {name} plastic", f"glossy {name}"),
            Kind.PLASTIC,
            plastic(COLORS[name][0]),
            finest=0.003,
            coarsest=0.05,
            weight=0.4,
            base="plastic",
        )
        for name in _PLASTICS
    ),
    _of("matt plastic", ("matte plastic", "grained plastic", "textured plastic"), grained("3b3c3f"), 0.0015, 0.03),
    _of("clear plastic", ("transparent plastic", "acrylic", "plexiglass"), clear("f0f5f5"), 0.003, 0.05),
    _of("bakelite", ("brown bakelite", "old plastic"), _bakelite, 0.003, 0.05, 0.3),
    _of("styrofoam", ("polystyrene", "packing foam", "white foam"), _styrofoam, 0.002, 0.02),
    _of("toy bricks", ("plastic building bricks", "studded bricks", "lego", "lego bricks"), _toy_bricks, 0.0015, 0.05),
    _of("bubble wrap", ("bubblewrap", "air cushion film"), _bubble_wrap, 0.0025, 0.03, 0.3),
)
