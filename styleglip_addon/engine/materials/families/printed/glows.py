"""What shines by itself: neon, lamps, plasma, projections. Emission is in the base colour."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import EMISSION, ROUGHNESS, TRANSMISSION
from ...colors import mix, ramp, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import laid, solid


def neon(color: str, strength: float = 2.2) -> Recipe:
    """Glass tubes filled with glowing gas: even, with a slow flow of brightness along them.

    Args:
        color: of the light, hexadecimal sRGB.
        strength: of the emission.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, flow = vary(rng, color, 0.008, 0.04, 0.02), solid(rng, 0.06, 0.1, turned=False)

        def shader(points: Points) -> Shaded:
            pulse = fractal(flow(points).stretched(1.0, 1.0, 0.6), 2)
            return Shaded(
                color=tint(base, 0.06 * pulse),
                channels={ROUGHNESS: 0.12, EMISSION: np.float32(strength) * (1.0 + 0.25 * pulse)},
            )

        return shader

    return recipe


def _lamp(rng: np.random.Generator) -> Shader:
    """A lit globe of warm white glass."""
    base, clouds = vary(rng, "ffd2a2", 0.01, 0.1, 0.0), solid(rng, 0.1, 0.16)

    def shader(points: Points) -> Shaded:
        cloud = gradient_noise(clouds(points))
        return Shaded(color=base, channels={ROUGHNESS: 0.2, EMISSION: 1.8 + 0.25 * cloud})

    return shader


def _plasma(rng: np.random.Generator) -> Shader:
    """Threads of discharge that branch over a dark ground."""
    tones = vary_all(rng, ("0e0a20", "3a1c8c", "7a4cf0", "c8b4ff"), 0.03, 0.03)
    arcs, branches, glow = solid(rng, 0.07, 0.1), solid(rng, 0.025, 0.035), solid(rng, 0.1, 0.15)

    def shader(points: Points) -> Shaded:
        main, side = displaced(arcs(points), 0.5, 1.7), displaced(branches(points), 0.45, 1.6)
        alive = smoothstep(-0.5, 0.5, gradient_noise(glow(points)))
        near = np.abs(fractal(main, 2, 0.35))
        twig = np.abs(gradient_noise(side)) + 0.6 * smoothstep(0.0, 0.35, near)
        core = np.maximum(smoothstep(0.045, 0.0, near), 0.7 * smoothstep(0.06, 0.0, twig)) * alive
        halo = np.maximum(np.exp(-9.0 * near), 0.4 * np.exp(-10.0 * twig)) * alive
        heat = np.clip(0.62 * halo + 0.6 * core, 0.0, 1.0).astype(np.float32)
        return Shaded(
            color=ramp(heat, (0.0, 0.35, 0.7, 1.0), tones),
            channels={ROUGHNESS: 0.25, EMISSION: 7.0 * heat**1.5 + 0.05},
        )

    return shader


def _hologram(rng: np.random.Generator) -> Shader:
    """A projection: level lines of cyan light 4 mm apart, that flicker in bands."""
    base, deep = vary(rng, "1cb6f2", 0.02, 0.08, 0.0), vary(rng, "06303e", 0.02, 0.1, 0.05)
    place, bands = laid(rng, 0.004, 0.004), solid(rng, 0.03, 0.05, turned=False)
    noise = solid(rng, 0.01, 0.014, turned=False)

    def shader(points: Points) -> Shaded:
        space = place(points)
        share = np.float32(kept(1.4 * space.footprint))
        rest = space.q[:, 1] - np.floor(space.q[:, 1])
        line = 0.5 + share * (smoothstep(0.42, 0.3, np.abs(rest - 0.5)) - 0.5)
        band = gradient_noise(bands(points).stretched(0.02, 0.02, 1.0))
        torn = gradient_noise(noise(points).stretched(0.15, 0.15, 1.0))
        light = np.clip(line * (0.75 + 0.45 * band + 0.2 * torn), 0.03, 1.0)
        return Shaded(
            color=mix(deep, base, light),
            channels={ROUGHNESS: 0.3, EMISSION: 2.0 * light**1.5, TRANSMISSION: 0.5},
        )

    return shader


def _led_panel(rng: np.random.Generator) -> Shader:
    """A wall of lamps 10 mm apart on black, in colours that drift over it."""
    tones = vary_all(rng, ("ff2a5a", "ff9a1a", "3aff8a", "2a7aff", "c03aff"), 0.02, 0.0)
    place, drift, dark = laid(rng, 0.01, 0.01), solid(rng, 0.12, 0.18), rgb("1a1a1c")

    def shader(points: Points) -> Shaded:
        space = place(points)
        x, y = (space.q - np.floor(space.q) - 0.5).T
        share = np.float32(kept(3.0 * space.footprint))
        disc = 0.35 + share * (smoothstep(0.36, 0.28, np.hypot(x, y)) - 0.35)
        hue = ramp(0.5 + 0.75 * fractal(drift(points), 2), (0.0, 0.25, 0.5, 0.75, 1.0), tones)
        return Shaded(
            color=mix(dark, hue, disc),
            relief=np.float32(0.001) * (disc - 0.35),
            channels={ROUGHNESS: 0.45 - 0.25 * disc, EMISSION: 3.0 * disc**2},
            dye=disc,
        )

    return shader


_NEONS = {"blue": "1a50ff", "green": "12f03c", "red": "ff1a10", "purple": "8a1cff", "yellow": "ffc20c"}


def _glow(name: str, words: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float) -> Material:
    return Material(name, (name, *words), Kind.PATTERN, recipe, finest, coarsest, 0.5)


MATERIALS = (
    _glow("neon", ("neon light", "neon tube", "pink neon", "glowing neon"), neon("ff1270"), 0.01, 0.05),
    *(
        Material(
            f"{name} neon",
            (f"{name} neon", f"{name} neon light", f"glowing {name}"),
            Kind.PATTERN,
            neon(code),
            finest=0.01,
            coarsest=0.05,
            weight=0.3,
            base="neon",
        )
        for name, code in _NEONS.items()
    ),
    _glow("lamp light", ("glowing light", "light bulb", "warm light", "lit lamp"), _lamp, 0.01, 0.05),
    _glow("plasma", ("electricity", "lightning", "electric arcs", "energy"), _plasma, 0.003, 0.1),
    _glow("hologram", ("holographic projection", "hologram projection", "sci fi hologram"), _hologram, 0.0015, 0.04),
    _glow("led panel", ("led wall", "led lights", "led screen"), _led_panel, 0.003, 0.04),
)
