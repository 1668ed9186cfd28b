"""Glazed ceramics and plain porcelain: a coloured glass over a fired body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, rgb, shade, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Points
from ...spaces import solid
from .pottery import throwing_rings


@dataclass(frozen=True)
class Glaze:
    """How a glaze lies.

    Args:
        rings: height of the throwing rings under it, metres.
        pooling: how much darker it is where it is thick, 0..1.
        break_color: what it breaks to where it is thin; "": only paler.
        speckle: share of cells of 7 mm with an iron speck.
        crackle: strength of a net of cracks, 0..1.
        crack_color: of the cracks.
        subsurface: of the body under it.
    """

    rings: float = 0.0005
    pooling: float = 0.5
    break_color: str = ""
    speckle: float = 0.0
    crackle: float = 0.0
    crack_color: str = "4b3a2c"
    subsurface: float = 0.0


def glazed(color: str, glaze: Glaze) -> Recipe:
    """A thrown body under a glossy glaze, thick in hollows, thin on ridges, run down a little.

    Args:
        color: where the glaze is of mean thickness.
        glaze: how it lies.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, color, 0.01, 0.06, 0.05)
        thick = base * np.float32(1.0 - 0.6 * glaze.pooling)
        thin = vary(rng, glaze.break_color) if glaze.break_color else shade(base, 1.0 + 0.35 * glaze.pooling)
        place, run, wave = (
            solid(rng, 0.018, 0.024, turned=False),
            solid(rng, 0.02, 0.03, turned=False),
            solid(rng, 0.03, 0.045),
        )
        net, dots, wide = solid(rng, 0.016, 0.024), solid(rng, 0.0065, 0.008), solid(rng, 0.12, 0.18)

        def shader(points: Points) -> Shaded:
            ripple, drift = fractal(wave(points), 2), fractal(wide(points), 2)
            streak = fractal(run(points).stretched(1.0, 1.0, 0.1), 3, 0.6)
            ring = throwing_rings(place, points) if glaze.rings else np.zeros(len(points), np.float32)
            depth = 0.3 * streak - 0.4 * ring + 0.5 * drift + 0.8 * points.recess
            color = mix(base, thick, smoothstep(0.1, 1.1, depth))
            color = mix(color, thin, smoothstep(0.15, 1.1, -depth))
            color = tint(color, np.float32(0.07 * glaze.pooling) * streak)
            relief = np.float32(glaze.rings) * ring + 0.00012 * ripple
            rough = 0.07 + 0.03 * np.abs(ripple)
            if glaze.speckle:
                each = cells(dots(points))
                spot = smoothstep(0.26, 0.1, each.nearest + 0.25 * (each.identity[:, 1] - 0.2))
                color = mix(color, rgb("4a3222"), 0.75 * spot * (each.identity[:, 0] < glaze.speckle))
            if glaze.crackle:
                crooked = displaced(net(points), 0.15, 1.7)
                line = np.maximum(
                    smoothstep(0.05, 0.015, cells(crooked).border),
                    0.45 * smoothstep(0.06, 0.02, cells(crooked.finer(2.2, 9.0)).border),
                )
                stain = line * (0.65 + 0.5 * gradient_noise(wide(points).finer(3.0, 5.0)))
                color = mix(color, rgb(glaze.crack_color), np.float32(glaze.crackle) * stain)
                relief = relief - 0.00005 * line
            return Shaded(
                color=color,
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: rough, COAT: 1.0, SUBSURFACE: glaze.subsurface},
            )

        return shader

    return recipe


def reactive(colors: tuple[str, str, str]) -> Recipe:
    """A reactive glaze: two glazes over each other that run down in streaks and float specks.

    Args:
        colors: of the lower glaze, the upper one, and of where they meet.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        low, high, meet = (vary(rng, color, 0.012) for color in colors)
        run, wide, wave = solid(rng, 0.012, 0.016, turned=False), solid(rng, 0.1, 0.16), solid(rng, 0.025, 0.04)
        fleck = solid(rng, 0.003, 0.004)

        def shader(points: Points) -> Shaded:
            streak = fractal(run(points).stretched(1.0, 1.0, 0.07), 2, 0.5)
            drift, ripple = fractal(wide(points).stretched(1.0, 1.0, 0.6), 2), fractal(wave(points), 2)
            speck = gradient_noise(fleck(points).stretched(1.0, 1.0, 0.4))
            amount = 1.3 * drift + 0.75 * streak + 0.08 * speck - 0.4 * np.maximum(-points.recess, 0.0)
            color = mix(low, high, smoothstep(-0.6, 0.7, amount))
            # Where they meet, crystals float up in fine hare's fur.
            edge = smoothstep(0.35, 0.0, np.abs(amount - 0.05)) * (0.5 + 0.9 * speck)
            color = mix(color, meet, 0.5 * edge)
            relief = 0.00015 * ripple + 0.00012 * smoothstep(-0.4, 0.5, amount)
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.1 + 0.05 * np.abs(streak), COAT: 1.0})

        return shader

    return recipe


def porcelain(color: str, subsurface: float) -> Recipe:
    """Plain porcelain: even, translucent, under a clear glaze that is hardly uneven at all."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wave, wide = vary(rng, color, 0.02, 0.2, 0.02), solid(rng, 0.04, 0.06), solid(rng, 0.15, 0.25)

        def shader(points: Points) -> Shaded:
            ripple, drift = fractal(wave(points), 2), fractal(wide(points), 2)
            # The clear glaze is faintly blue-green where it pools.
            color = mix(tint(base, 0.012 * drift), base * rgb("d5e6e6"), 0.6 * np.maximum(points.recess, 0.0))
            return Shaded(color, 0.00006 * ripple, {ROUGHNESS: 0.08, COAT: 1.0, SUBSURFACE: subsurface})

        return shader

    return recipe


_GLAZES = {
    "red": ("971a1c", Glaze(pooling=0.6, break_color="b5502f")),
    "blue": ("1f4795", Glaze(pooling=0.65, break_color="5d83b5")),
    "green": ("2c7048", Glaze(pooling=0.65, break_color="7d9c62")),
    "yellow": ("d9a42c", Glaze(pooling=0.45, break_color="e6c670")),
    "teal": ("1f7c7c", Glaze(pooling=0.65, break_color="6aa89c")),
    "pink": ("d996a2", Glaze(pooling=0.3, break_color="e6bcbc")),
}

MATERIALS = (
    Material(
        "ceramic",
        ("ceramic", "glazed ceramic", "cream ceramic"),
        Kind.CERAMIC,
        glazed("ddd1b8", Glaze(pooling=0.22, break_color="c3a27c", speckle=0.3)),
        finest=0.003,
        coarsest=0.04,
    ),
    *(
        Material(
            f"{name} ceramic",
            (f"{name} ceramic", f"{name} glazed ceramic", f"glossy {name} glaze"),
            Kind.CERAMIC,
            glazed(code, glaze),
            finest=0.003,
            coarsest=0.04,
            weight=0.4,
            base="ceramic",
        )
        for name, (code, glaze) in _GLAZES.items()
    ),
    Material(
        "crackle glaze",
        ("crackle glaze", "cracked glaze", "crackled ceramic"),
        Kind.CERAMIC,
        glazed("a9c4b0", Glaze(rings=0.0, pooling=0.3, crackle=0.8)),
        finest=0.002,
        coarsest=0.03,
    ),
    Material(
        "celadon",
        ("celadon", "celadon glaze", "jade green glaze", "korean celadon"),
        Kind.CERAMIC,
        glazed("97b39c", Glaze(rings=0.0005, pooling=0.45, break_color="c6d3c0", subsurface=0.05)),
        finest=0.003,
        coarsest=0.04,
        weight=0.6,
    ),
    Material(
        "reactive glaze",
        ("reactive glaze", "drip glaze", "blue drip glaze", "rutile glaze"),
        Kind.CERAMIC,
        reactive(("33405a", "6f9cb8", "b59a6e")),
        finest=0.003,
        coarsest=0.05,
        weight=0.7,
    ),
    Material(
        "porcelain",
        ("porcelain", "white porcelain", "fine china"),
        Kind.CERAMIC,
        porcelain("e8e8e4", 0.12),
        finest=0.01,
        coarsest=0.06,
    ),
)
