"""What animals leave: shells, mother of pearl, bone, ivory, horn."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, rgb, shade, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, laid, size, solid


def _turtle_shell(rng: np.random.Generator) -> Shader:
    """Scutes with rings of growth around a pale middle, rays running out, dark seams."""
    dark, mid, light = vary_all(rng, ("2e2616", "66522b", "b3924f"), 0.015, 0.06)
    width = size(rng, 0.06, 0.075)
    place, fine = laid(rng, width, 0.9 * width), solid(rng, 0.004, 0.005)

    def shader(points: Points) -> Shaded:
        space = place(points)
        bend = gradient_noise(space.finer(1.6, 3.0))
        scute = cells(Space(space.q + (0.07 * bend)[:, None], space.footprint), 0.35)
        share = np.float32(kept(space.footprint))
        ring = np.sin(scute.border * np.float32(52.0) + 0.8 * bend) * np.float32(kept(9.0 * space.footprint))
        spot = gradient_noise(space.finer(3.2, 21.0))
        grain = gradient_noise(fine(points))
        value = (
            0.95 - 1.25 * scute.nearest + 0.22 * spot + 0.08 * ring + 0.05 * grain + 0.2 * (scute.identity[:, 0] - 0.5)
        )
        seam = smoothstep(0.09, 0.03, scute.border) * share
        color = mix(ramp(value, (0.0, 0.45, 1.0), (dark, mid, light)), dark * np.float32(0.6), 0.85 * seam)
        dome = smoothstep(0.0, 0.5, scute.border)
        relief = np.float32(0.05 * width) * share * (dome - 0.6) + np.float32(0.0003) * ring - np.float32(0.0008) * seam
        return Shaded(
            color=color,
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.38 + 0.3 * seam, COAT: 0.3 * (1.0 - seam)},
        )

    return shader


def _tortoiseshell(rng: np.random.Generator) -> Shader:
    """The polished material of combs and spectacles: amber with dark clouds, clear in its depth."""
    stops = vary_all(rng, ("1c0f08", "4a2411", "a46020", "d99a48"), 0.01, 0.05)
    place, speck = solid(rng, 0.022, 0.03), solid(rng, 0.005, 0.007)

    def shader(points: Points) -> Shaded:
        cloud = fractal(place(points), 3, 0.45) + 0.18 * gradient_noise(speck(points))
        value = 0.72 - smoothstep(-0.05, 0.4, cloud) * 0.7 - 0.3 * cloud
        color = ramp(value.astype(np.float32), (0.0, 0.25, 0.6, 1.0), stops)
        return Shaded(color=color, channels={ROUGHNESS: 0.12, COAT: 0.6, SUBSURFACE: 0.15}, dye=0.6)

    return shader


def _bone(rng: np.random.Generator) -> Shader:
    """Dry bone: pale, with fine pores and cracks along it, stained where soil lay."""
    base, stain, deep = vary_all(rng, ("e4dac0", "b59a6b", "5f4a2c"), 0.01, 0.04)
    cloud, pore = solid(rng, 0.045, 0.07, turned=False), solid(rng, 0.0011, 0.0014, turned=False)
    crack = solid(rng, 0.014, 0.02, turned=False)

    def shader(points: Points) -> Shaded:
        patch = fractal(cloud(points), 4, 0.6)
        space, lines = pore(points), crack(points).stretched(1.0, 1.0, 0.12)
        holes = smoothstep(0.38, 0.62, gradient_noise(space.stretched(1.0, 1.0, 0.35)))
        share = np.float32(kept(2.0 * lines.footprint))
        bend = gradient_noise(lines.finer(1.7, 5.0))
        split = (
            smoothstep(0.045, 0.01, np.abs(gradient_noise(lines) + 0.15 * bend)) * smoothstep(0.05, 0.4, bend) * share
        )
        recessed = np.clip(points.recess, 0.0, 1.0)
        color = mix(tint(base, 0.05 * patch), stain, 0.75 * smoothstep(0.0, 0.75, patch + 0.5 * recessed))
        color = mix(color, deep, np.maximum(0.4 * holes, 0.75 * split))
        relief = np.float32(0.0002) * patch - np.float32(0.00025) * holes - np.float32(0.0006) * split
        return Shaded(
            color=color,
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.58 + 0.12 * holes + 0.08 * patch, SUBSURFACE: 0.1},
        )

    return shader


def nacre(tones: tuple[str, ...], bands: float, rough: float) -> Recipe:
    """Mother of pearl: tones of interference that follow thin layers, under a clear gloss.

    Args:
        tones: that follow each other, hexadecimal.
        bands: how many layers are cut per unit of the noise that the surface waves with.
        rough: unevenness of the surface, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops = vary_all(rng, tones, 0.015, 0.02)
        place, fine, phase = solid(rng, 0.07, 0.1), solid(rng, 0.006, 0.009), rng.uniform(0.0, 1.0)
        axis = rng.normal(size=3)
        axis = (axis / np.linalg.norm(axis)).astype(np.float32)

        def shader(points: Points) -> Shaded:
            wave = fractal(place(points), 3, 0.38)
            ripple = gradient_noise(fine(points))
            turn = bands * wave + 0.55 * (points.normal @ axis) + 0.1 * ripple + np.float32(phase)
            turn = (turn - np.floor(turn)).astype(np.float32)
            color = ramp(turn, np.linspace(0.0, 1.0, len(stops) + 1).tolist(), [*stops, stops[0]])
            relief = np.float32(rough * 0.0012) * wave + np.float32(rough * 0.00018) * ripple
            return Shaded(
                color=tint(color, 0.05 * ripple * rough),
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: 0.22 + 0.06 * rough * ripple, COAT: 0.7, SUBSURFACE: 0.25},
            )

        return shader

    return recipe


def _ivory(rng: np.random.Generator) -> Shader:
    """Old ivory: cream that has yellowed in its recesses, fine crossing lines, hair cracks along it."""
    base, yellow, crack_color = vary_all(rng, ("ece2c8", "cda96c", "7d5c30"), 0.008, 0.03)
    cloud, grain = solid(rng, 0.06, 0.09, turned=False), solid(rng, 0.0022, 0.0028, turned=False)
    crack = solid(rng, 0.0016, 0.002, turned=False)

    def shader(points: Points) -> Shaded:
        drift, lines = fractal(cloud(points).stretched(1.0, 1.0, 0.5), 3), crack(points).stretched(1.0, 1.0, 0.015)
        fine = gradient_noise(grain(points).stretched(1.0, 1.0, 0.08))
        share = np.float32(kept(lines.footprint))
        split = smoothstep(0.5, 0.68, gradient_noise(lines)) * share
        aged = 0.3 + 0.45 * drift + 0.8 * np.clip(points.recess, 0.0, 1.0)
        color = mix(tint(base, 0.04 * fine), yellow, 0.6 * np.clip(aged, 0.0, 1.0))
        return Shaded(
            color=mix(color, crack_color, 0.6 * split),
            relief=-np.float32(0.0002) * split,
            channels={ROUGHNESS: 0.32 + 0.06 * drift, COAT: 0.15, SUBSURFACE: 0.25},
        )

    return shader


def horn(tones: tuple[str, str, str], gloss: float) -> Recipe:
    """Horn and antler: streaked along, and furrowed and knobbed where it is not polished.

    Args:
        tones: dark, middle, pale, hexadecimal.
        gloss: how polished it is, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops = vary_all(rng, tones, 0.01, 0.06)
        streak, cloud = solid(rng, 0.007, 0.009, turned=False), solid(rng, 0.07, 0.1, turned=False)

        def shader(points: Points) -> Shaded:
            drift = fractal(cloud(points).stretched(1.0, 1.0, 0.6), 2)
            lines = streak(points)
            fibre = fractal(lines.stretched(1.0, 1.0, 0.05), 3, 0.6)
            furrow = smoothstep(0.35, -0.35, gradient_noise(lines.stretched(0.75, 0.75, 0.12)))
            knob = smoothstep(0.3, 0.65, gradient_noise(lines.stretched(0.7, 0.7, 0.35)))
            raw = np.float32(1.0 - gloss)
            value = 0.5 + 0.38 * fibre + 0.55 * drift + raw * (0.25 * knob - 0.35 * (furrow - 0.5))
            relief = raw * (np.float32(0.0014) * (0.5 - furrow + knob) + np.float32(0.0003) * fibre)
            return Shaded(
                color=ramp(value.astype(np.float32), (0.0, 0.5, 1.0), stops),
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: 0.6 - 0.4 * gloss + 0.08 * fibre, COAT: 0.5 * gloss, SUBSURFACE: 0.1},
            )

        return shader

    return recipe


def _seashell(rng: np.random.Generator) -> Shader:
    """Scallop and cockle: ribs up the shell, bands of growth across, faded colour in rays."""
    pale, rose, rust = vary_all(rng, ("efe3d2", "d9a58a", "a8644a"), 0.015, 0.04)
    width = size(rng, 0.01, 0.013)
    place, cloud = laid(rng, width, width), solid(rng, 0.08, 0.12)

    def shader(points: Points) -> Shaded:
        space, drift = place(points), gradient_noise(cloud(points))
        u, v = space.q[:, 0], space.q[:, 1]
        share = np.float32(kept(space.footprint))
        rib = 0.5 + 0.5 * np.cos(2.0 * np.pi * u)
        line = np.stack((0.12 * u, 1.1 * v + 0.5 * rib), axis=1).astype(np.float32)
        growth = gradient_noise(Space(line, 1.1 * space.footprint))
        band = gradient_noise(Space((line * np.array([0.5, 0.16])).astype(np.float32), 0.16 * space.footprint))
        value = 0.4 + 0.9 * band + 0.3 * growth + 0.3 * drift
        color = ramp(value.astype(np.float32), (0.1, 0.6, 1.1), (pale, rose, rust))
        color = mix(color, shade(pale, 1.1), 0.3 * rib * share)
        relief = np.float32(0.28 * width) * share * (rib - 0.5) + np.float32(0.00025) * growth
        return Shaded(
            color=color,
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.42 + 0.08 * growth, COAT: 0.1, SUBSURFACE: 0.15},
        )

    return shader


def _eggshell(rng: np.random.Generator) -> Shader:
    base, fleck = vary(rng, "d9b48c", 0.015, 0.15, 0.08), rgb("8a5c38")
    pore, cloud, spots = solid(rng, 0.0009, 0.0012), solid(rng, 0.03, 0.05), solid(rng, 0.004, 0.006)

    def shader(points: Points) -> Shaded:
        fine, drift, spot = gradient_noise(pore(points)), fractal(cloud(points), 2), gradient_noise(spots(points))
        speck = smoothstep(0.62, 0.72, spot + 0.3 * drift)
        color: Array = mix(tint(base, 0.05 * drift + 0.03 * fine), fleck, 0.5 * speck)
        return Shaded(
            color=color,
            relief=np.float32(0.00003) * fine,
            channels={ROUGHNESS: 0.5 + 0.05 * fine, SUBSURFACE: 0.2},
        )

    return shader


def _found(name: str, phrases: tuple[str, ...], recipe: Recipe, feature: float, finest: float = 0.0012) -> Material:
    return Material(name, phrases, Kind.ANIMAL, recipe, finest=finest, coarsest=feature)


_PEARL = ("efe6e0", "f0dcdc", "e3e0ea", "dde8e6", "efe9d6")
_ABALONE = ("2f7f86", "5fb0a0", "b7c8a0", "b88aa8", "6a6fb4", "35618e")

MATERIALS = (
    _found("turtle shell", ("turtle shell", "tortoise shell", "tortoiseshell"), _turtle_shell, 0.07),
    _found(
        "polished tortoiseshell",
        ("polished tortoiseshell", "tortoiseshell acetate", "tortoiseshell glasses"),
        _tortoiseshell,
        0.03,
        0.003,
    ),
    _found("bone", ("bone", "old bone", "skeleton bone"), _bone, 0.05),
    _found("pearl", ("pearl", "mother of pearl", "nacre"), nacre(_PEARL, 1.1, 0.25), 0.05, 0.003),
    _found("abalone", ("abalone", "paua shell", "abalone shell"), nacre(_ABALONE, 1.5, 0.8), 0.05, 0.003),
    _found("ivory", ("ivory", "old ivory", "elephant ivory", "tusk"), _ivory, 0.05),
    _found("horn", ("horn", "polished horn", "buffalo horn"), horn(("1f1712", "4d3a28", "b59a70"), 0.95), 0.05),
    _found("antler", ("antler", "deer antler", "stag horn"), horn(("5a4531", "937a5b", "cdbb9b"), 0.1), 0.05),
    _found("seashell", ("seashell", "scallop shell", "cockle shell", "shell"), _seashell, 0.02),
    _found("eggshell", ("eggshell", "brown egg", "egg"), _eggshell, 0.03),
)
