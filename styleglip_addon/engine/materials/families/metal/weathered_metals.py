"""Metals that weather has worked on: rust, green and brown patina, and paint that chips off them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....vocabulary.channels import METALLIC, ROUGHNESS
from ...colors import mix, ramp, tint, vary, vary_all
from ...grains import gritty
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Place, solid
from ..metal_finish import hairlines, wipes

_RUSTS = ("2f1710", "5b2a14", "8a4420", "b4652e", "cf8a4a")


class RustCoat:
    """Rust as it lies on iron: flakes, powder and pits in browns that change from patch to patch."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._tones = vary_all(rng, _RUSTS, 0.008, 0.06)
        self._patches, self._blisters, self._powder = (
            solid(rng, 0.05, 0.08),
            solid(rng, 0.011, 0.016),
            solid(rng, 0.0028, 0.0034),
        )

    def __call__(self, points: Points, patch: Array) -> tuple[Array, Array]:
        """Colour (n, 3) and height (n,) in metres; `patch` (n,), about -1..1, says where it is younger and brighter."""
        powder = gritty(self._powder(points))
        space = self._blisters(points)
        blister = fractal(space, 3, 0.65)
        drift = fractal(self._patches(points), 2)
        pit = smoothstep(0.3, 0.75, gradient_noise(space.finer(1.9, 31.0)))
        tone = 0.45 + 0.22 * powder + 0.26 * blister + 0.25 * drift + 0.2 * patch - 0.28 * pit
        color = ramp(tone, (0.0, 0.27, 0.5, 0.75, 1.0), self._tones)
        return color, np.float32(0.0002) * powder + np.float32(0.0006) * blister - np.float32(0.0008) * pit

    def where(self, mask: NDArray[np.bool_], points: Points, patch: Array) -> tuple[Array, Array]:
        """The same, computed only where the mask (n,) is; 0 elsewhere."""
        color, height = np.zeros((len(points), 3), np.float32, order="F"), np.zeros(len(points), np.float32)
        if mask.any():
            color[mask], height[mask] = self(points.part(mask), patch[mask])
        return color, height


def _rusty_metal(rng: np.random.Generator) -> Shader:
    """Steel that rust has begun to take: islands with a stained rim, runs below them, thick in recesses."""
    bare, stain = vary(rng, "8f8d8a", 0.01, 0.1, 0.08), vary(rng, "7d5a3e", 0.01, 0.1, 0.06)
    coat, islands, edges = RustCoat(rng), solid(rng, 0.14, 0.2), solid(rng, 0.009, 0.013)
    broad = solid(rng, 0.5, 0.7)
    runs, lines, smears, amount = (
        solid(rng, 0.018, 0.026, turned=False),
        hairlines(rng),
        wipes(rng),
        rng.uniform(-0.22, -0.04),
    )

    def shader(points: Points) -> Shaded:
        run = gradient_noise(runs(points).stretched(1.0, 1.0, 0.12))
        island = fractal(islands(points), 4, 0.7) + 0.25 * run + 0.5 * points.recess + np.float32(amount)
        island += 0.5 * gradient_noise(broad(points))
        ragged = island + 0.16 * fractal(edges(points), 3, 0.7)
        rusty, stained = smoothstep(0.0, 0.09, ragged), smoothstep(-0.38, 0.0, ragged)
        color, height = coat.where(rusty > 0.0, points, smoothstep(0.5, 0.0, ragged) - 0.3)
        scratch = lines(points)
        ground = mix(tint(bare, 0.08 * smears(points)), stain, 0.85 * stained**2)
        return Shaded(
            color=mix(ground, color, rusty),
            relief=rusty * (np.float32(0.0005) + height),
            channels={
                METALLIC: (1.0 - rusty) * (1.0 - 0.6 * stained**2),
                ROUGHNESS: 0.36 + 0.12 * scratch + 0.2 * stained + (0.34 - 0.12 * scratch) * rusty,
            },
        )

    return shader


def _rust(rng: np.random.Generator) -> Shader:
    """Rust all over, a few dark scales left."""
    coat, islands, broad = RustCoat(rng), solid(rng, 0.18, 0.26), solid(rng, 0.5, 0.7)
    runs = solid(rng, 0.02, 0.03, turned=False)

    def shader(points: Points) -> Shaded:
        patch = fractal(islands(points), 5, 0.68) + 0.3 * gradient_noise(runs(points).stretched(1.0, 1.0, 0.12))
        patch += 0.5 * gradient_noise(broad(points))
        color, height = coat(points, patch - 0.4 * points.recess)
        scale = smoothstep(-0.05, -0.12, patch)
        return Shaded(
            color=tint(color, -0.25 * scale),
            relief=height + np.float32(0.0006) * scale,
            channels={ROUGHNESS: 0.92 - 0.12 * scale, METALLIC: 0.0},
        )

    return shader


def _corten(rng: np.random.Generator) -> Shader:
    """Weathering steel: a fine dense rust, even from afar, with long runs of rain."""
    tones = vary_all(rng, ("4a2416", "7d3d1e", "a3572a", "b9703c"), 0.008, 0.05)
    grain, clouds, runs = solid(rng, 0.003, 0.004), solid(rng, 0.12, 0.2), solid(rng, 0.022, 0.034, turned=False)

    def shader(points: Points) -> Shaded:
        fine, cloud = gritty(grain(points)), fractal(clouds(points), 3)
        run = fractal(runs(points).stretched(1.0, 1.0, 0.05), 2)
        tone = 0.52 + 0.3 * fine + 0.3 * cloud + 0.1 * run
        return Shaded(
            color=ramp(tone, (0.0, 0.38, 0.72, 1.0), tones),
            relief=np.float32(0.00015) * fine,
            channels={ROUGHNESS: 0.86, METALLIC: 0.0},
        )

    return shader


def patinated(metal: str, brown: str, patina: tuple[str, str, str], amount: float) -> Recipe:
    """Copper or bronze in the open: brown first, then green salts that rain draws down in pale runs.

    Args:
        metal: reflectance where it is rubbed bare, hexadecimal sRGB.
        brown: the same under brown oxide.
        patina: albedo of the green salts, dark to pale.
        amount: how much of it is green; 0 about half, 0.5 nearly all.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        bright, oxide = vary(rng, metal, 0.006, 0.05, 0.03), vary(rng, brown, 0.01, 0.08, 0.06)
        salts, more = vary_all(rng, patina, 0.012, 0.05), np.float32(amount + rng.uniform(-0.06, 0.06))
        clouds, crust, fine = solid(rng, 0.14, 0.2), solid(rng, 0.009, 0.013), solid(rng, 0.0028, 0.0034)
        runs, broad = solid(rng, 0.016, 0.024, turned=False), solid(rng, 0.5, 0.7)

        def shader(points: Points) -> Shaded:
            run = fractal(runs(points).stretched(1.0, 1.0, 0.07), 2)
            cloud, crumb, dust = (
                fractal(clouds(points), 4, 0.7),
                fractal(crust(points), 3, 0.6),
                gritty(fine(points)),
            )
            green = cloud + 0.45 * run + 0.2 * crumb + 0.9 * points.recess + 0.25 * points.upward + more
            green += 0.4 * gradient_noise(broad(points))
            covered = smoothstep(-0.12, 0.12, green)
            thick = 0.42 + 0.3 * green + 0.28 * run + 0.2 * crumb + 0.18 * dust - 0.25 * more
            rubbed = smoothstep(0.15, 0.7, -points.recess + 0.25 * crumb) * (1.0 - covered)
            ground = mix(
                tint(oxide, 0.2 * cloud + 0.1 * crumb), bright, np.maximum(rubbed, 0.3 * smoothstep(0.2, -0.8, green))
            )
            return Shaded(
                color=mix(ground, ramp(thick, (0.0, 0.5, 1.0), salts), covered),
                relief=covered * (np.float32(0.0002) + np.float32(0.00025) * crumb + np.float32(0.0001) * dust),
                channels={METALLIC: 1.0 - covered, ROUGHNESS: 0.4 + 0.08 * crumb + 0.46 * covered},
                dye=1.0 - covered,
            )

        return shader

    return recipe


_PAINTS = ("b3261e", "2457a8", "2f7d3b", "d8a21a", "d9d6cc", "2a7f86")


def _chipped_paint(rng: np.random.Generator) -> Shader:
    """Old paint over primer over steel: chips with a rim of primer and rust, most of them on edges."""
    paint, primer = vary(rng, _PAINTS[int(rng.integers(len(_PAINTS)))], 0.02), vary(rng, "9a8f80", 0.01, 0.1, 0.08)
    steel, stain, coat = vary(rng, "77746f", 0.01, 0.1, 0.06), vary(rng, "8a5a34"), RustCoat(rng)
    chips, ragged, clouds, lines = _chip_places(rng), solid(rng, 0.008, 0.011), solid(rng, 0.1, 0.16), hairlines(rng)
    runs, broad = solid(rng, 0.014, 0.02, turned=False), solid(rng, 0.5, 0.7)

    def shader(points: Points) -> Shaded:
        tear, cloud = fractal(ragged(points), 2, 0.6), fractal(clouds(points), 2)
        lost = chips[0](points)
        base = (
            fractal(lost, 2, 0.6)
            + 0.35 * gradient_noise(broad(points))
            + 0.2 * gradient_noise(chips[1](points))
            - 1.1 * np.minimum(points.recess, 0.0)
        )
        # Chips break along straight-edged flakes, not along clouds.
        flake = cells(lost.finer(3.2, 7.0)) if kept(3.2 * lost.footprint) > 0.0 else None
        edge = base + 0.1 * tear + (0.3 * (flake.identity[:, 0] - 0.5) if flake is not None else 0.0)
        off, rim = smoothstep(0.42, 0.45, edge), smoothstep(0.35, 0.39, edge)
        run = smoothstep(0.2, 0.9, gradient_noise(runs(points).stretched(1.0, 1.0, 0.08)) + 0.9 * base)
        rusty = smoothstep(0.05, 0.3, 0.5 * tear + cloud - 1.2 * (edge - 0.6)) * off
        rust, height = coat.where(rusty > 0.0, points, cloud)
        relief = np.float32(0.00004) * tear - np.float32(0.00018) * (rim + off)
        relief += rusty * (height + np.float32(0.0002))
        faded = tint(paint, 0.07 * cloud + 0.05 * tear)
        color = mix(faded, stain, 0.4 * run)
        color = mix(mix(color, primer, rim), mix(steel, rust, rusty), off)
        return Shaded(
            color=color,
            relief=relief,
            channels={
                METALLIC: off * (1.0 - rusty),
                ROUGHNESS: 0.38 + 0.06 * cloud + 0.12 * lines(points) + 0.3 * rim + off * (0.5 * rusty - 0.25),
            },
            dye=1.0 - rim,
        )

    return shader


def _chip_places(rng: np.random.Generator) -> tuple[Place, Place]:
    return solid(rng, 0.05, 0.07), solid(rng, 0.012, 0.016)


_VERDIGRIS, _BRONZE_SALTS = ("3c7a6a", "68a693", "a5cdbd"), ("3f6f60", "6d9c8a", "9fc0b0")

MATERIALS = (
    Material(
        "rusty metal",
        ("rusty metal", "rusted metal", "rusty steel", "rusty iron"),
        Kind.METAL,
        _rusty_metal,
        finest=0.003,
        coarsest=0.08,
        weight=1.5,
    ),
    Material("rust", ("rust", "rusty", "heavy rust", "corroded iron"), Kind.METAL, _rust, finest=0.0028, coarsest=0.06),
    Material(
        "weathering steel",
        ("weathering steel", "corten", "corten steel"),
        Kind.METAL,
        _corten,
        finest=0.003,
        coarsest=0.08,
        weight=0.5,
    ),
    Material(
        "verdigris",
        ("verdigris", "oxidized copper", "copper patina", "weathered copper"),
        Kind.METAL,
        patinated("d98a62", "6d3d2a", _VERDIGRIS, 0.18),
        finest=0.0028,
        coarsest=0.08,
    ),
    Material(
        "aged bronze",
        ("aged bronze", "antique bronze", "old bronze", "bronze statue"),
        Kind.METAL,
        patinated("b98a52", "5a4129", _BRONZE_SALTS, -0.42),
        finest=0.0028,
        coarsest=0.08,
    ),
    Material(
        "chipped paint",
        ("chipped paint", "peeling paint on metal", "old painted metal"),
        Kind.METAL,
        _chipped_paint,
        finest=0.002,
        coarsest=0.08,
    ),
)
