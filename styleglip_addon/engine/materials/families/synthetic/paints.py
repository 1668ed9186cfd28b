"""Painted surfaces: plain colour words, car paint, lacquer, enamel, chalkboard, and glitter."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, METALLIC, ROUGHNESS
from ...colors import choose, mix, rgb, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import solid
from ..metal_finish import wipes

COLORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "red": ("d81e1e", ("bright red", "red paint", "pure red")),
    "dark red": ("7d0f14", ("deep red", "blood red")),
    "orange": ("f58212", ("bright orange", "orange paint")),
    "yellow": ("f7d91e", ("bright yellow", "yellow paint")),
    "lime": ("a4dc28", ("lime green", "yellow green")),
    "green": ("259a36", ("bright green", "green paint", "pure green")),
    "dark green": ("12502a", ("deep green", "forest green")),
    "light green": ("9ee0a0", ("pale green", "mint green")),
    "olive": ("6f7026", ("olive green", "army green")),
    "teal": ("128a86", ("blue green", "dark cyan")),
    "cyan": ("22d3e4", ("aqua", "bright cyan")),
    "light blue": ("8ec8f0", ("pale blue", "sky blue", "baby blue")),
    "blue": ("1d4fd8", ("bright blue", "blue paint", "pure blue")),
    "navy": ("14204f", ("navy blue", "dark blue", "deep blue")),
    "purple": ("7a2aa8", ("bright purple", "purple paint")),
    "lilac": ("c3a4e4", ("light purple", "pale purple")),
    "magenta": ("dc22a4", ("hot pink", "bright magenta")),
    "pink": ("f59ab8", ("light pink", "rose pink", "pale pink")),
    "brown": ("7b4a24", ("brown paint", "earth brown")),
    "dark brown": ("402413", ("deep brown", "coffee brown")),
    "beige": ("dcc8a4", ("light beige", "tan", "sandy beige")),
    "cream": ("f2e7ca", ("off white", "cream white", "creamy")),
    "peach": ("f4b896", ("peach colour", "skin colour")),
    "white": ("ededed", ("pure white", "white paint", "snow white")),
    "light grey": ("c6c8ca", ("light gray", "pale grey")),
    "grey": ("8a8c8f", ("gray", "medium grey", "neutral grey")),
    "dark grey": ("46484b", ("dark gray", "slate grey colour")),
    "black": ("1d1d1f", ("pure black", "black paint", "jet black")),
}
"""Colour words: sRGB code, and further words for it."""


def paint(color: str) -> Recipe:
    """Matt to satin paint, rolled on: a faint orange peel, a faint unevenness of tone and gloss.

    Args:
        color: hexadecimal sRGB.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, rough = vary(rng, color, 0.008, 0.05, 0.03), np.float32(rng.uniform(0.42, 0.6))
        clouds, peel = solid(rng, 0.09, 0.16), solid(rng, 0.004, 0.006)

        def shader(points: Points) -> Shaded:
            cloud, bump = fractal(clouds(points), 2), gradient_noise(peel(points))
            return Shaded(
                color=tint(base, 0.03 * cloud + 0.012 * bump),
                relief=np.float32(0.00005) * bump + np.float32(0.0001) * cloud,
                channels={ROUGHNESS: rough + 0.06 * cloud},
            )

        return shader

    return recipe


def car_paint(color: str, flakes: float = 0.22) -> Recipe:
    """Metal flakes in colour under clear lacquer.

    Args:
        color: of the flakes, hexadecimal sRGB.
        flakes: how strongly single flakes show, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, sparkle, peel = vary(rng, color, 0.006, 0.05, 0.03), solid(rng, 0.0011, 0.0013), solid(rng, 0.006, 0.008)
        clouds = solid(rng, 0.1, 0.16)

        def shader(points: Points) -> Shaded:
            flake, cloud = gradient_noise(sparkle(points)), gradient_noise(clouds(points))
            return Shaded(
                color=tint(base, np.float32(flakes) * flake + 0.025 * cloud),
                relief=np.float32(0.000012) * gradient_noise(peel(points)) + np.float32(0.00008) * cloud,
                channels={METALLIC: 0.6, ROUGHNESS: 0.36 + 0.06 * flake, COAT: 1.0},
            )

        return shader

    return recipe


def lacquer(color: str) -> Recipe:
    """Many thin coats, rubbed down: deep colour without any grain.

    Args:
        color: hexadecimal sRGB.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, clouds, smears = vary(rng, color, 0.008, 0.06, 0.05), solid(rng, 0.08, 0.14), wipes(rng)

        def shader(points: Points) -> Shaded:
            cloud = fractal(clouds(points), 2)
            return Shaded(
                color=tint(base, 0.06 * cloud - 0.15 * np.clip(points.recess, 0.0, 1.0)),
                relief=np.float32(0.00012) * cloud,
                channels={ROUGHNESS: 0.3 + 0.04 * smears(points), COAT: 1.0},
            )

        return shader

    return recipe


def _enamel(rng: np.random.Generator) -> Shader:
    """Speckled enamel as on camping cups; dark where it has chipped off edges."""
    ground = vary(rng, ("23508c", "2b5a50", "8c2a26", "33363a")[int(rng.integers(4))], 0.01)
    white, iron = vary(rng, "e8e6e0", 0.01, 0.1, 0.03), vary(rng, "2b2624", 0.01, 0.1, 0.1)
    place, ragged, clouds = solid(rng, 0.005, 0.0065), solid(rng, 0.009, 0.012), solid(rng, 0.06, 0.1)

    def shader(points: Points) -> Shaded:
        space = place(points)
        speck = cells(space)
        radius = 0.07 + 0.3 * speck.identity[:, 0] ** 3
        share = np.float32(kept(1.4 * space.footprint))
        spot = 0.09 + share * (smoothstep(0.03, -0.03, speck.nearest - radius) - 0.09)
        edge = -points.recess + 0.35 * fractal(ragged(points), 3)
        chipped = smoothstep(0.62, 0.68, edge)
        cloud = fractal(clouds(points), 2)
        return Shaded(
            color=mix(mix(tint(ground, 0.05 * cloud), white, spot), iron, chipped),
            relief=np.float32(0.00015) * cloud + np.float32(0.00002) * spot - np.float32(0.0003) * chipped,
            channels={ROUGHNESS: 0.2 + 0.6 * chipped, COAT: 0.8 * (1.0 - chipped)},
            dye=1.0 - np.maximum(spot, chipped),
        )

    return shader


def _chalkboard(rng: np.random.Generator) -> Shader:
    """Slate paint with the dust of what was wiped off, in wide strokes."""
    board, chalk = vary(rng, "2c3532" if rng.random() < 0.5 else "2b2b2d", 0.02), rgb("cfd0cb")
    strokes, streaks, dust = solid(rng, 0.09, 0.14), solid(rng, 0.006, 0.009), solid(rng, 0.0016, 0.002)

    def shader(points: Points) -> Shaded:
        wide = fractal(strokes(points).stretched(1.0, 1.0, 0.5), 2)
        streak = fractal(streaks(points).stretched(1.0, 0.5, 0.04), 2)
        grain = gradient_noise(dust(points))
        left = smoothstep(-0.5, 1.3, wide + 0.55 * streak + 0.3 * grain)
        return Shaded(
            color=mix(board, chalk, 0.42 * left),
            relief=np.float32(0.00004) * grain,
            channels={ROUGHNESS: 0.7 + 0.2 * left},
        )

    return shader


def glitter(tones: tuple[str, ...]) -> Recipe:
    """Flakes of foil, two millimetres wide, each tilted its own way.

    Args:
        tones: reflectances of the flakes, hexadecimal sRGB; the first is the commonest.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        colors, place = [vary(rng, tone, 0.01, 0.08, 0.04) for tone in (tones[0], *tones)], solid(rng, 0.002, 0.0024)
        mean, clouds = np.mean(colors, axis=0).astype(np.float32), solid(rng, 0.03, 0.05)

        def shader(points: Points) -> Shaded:
            space, cloud = place(points), gradient_noise(clouds(points))
            share = np.float32(kept(0.6 * space.footprint))
            flake = cells(space)
            own = flake.identity
            # A slow wave in a direction of the flake's own is nearly a tilted plane within it.
            tilt = np.sin(1.6 * (space.q * (own - 0.5)).sum(axis=1) + 6.28 * own[:, 0])
            tone = mix(mean, choose(own[:, 1], colors), np.full(len(points), share))
            return Shaded(
                color=tint(tone, share * (0.55 * own[:, 2] - 0.275) - 0.09 + 0.04 * cloud),
                relief=np.float32(0.0009) * share * tilt.astype(np.float32),
                channels={METALLIC: 1.0, ROUGHNESS: 0.3 - 0.12 * share * own[:, 2]},
            )

        return shader

    return recipe


_CARS = {"red": "b3121c", "blue": "14409c", "black": "1e2024", "silver": "b9bdc2", "green": "14593a", "white": "e6e7e8"}

MATERIALS = (
    *(
        Material(name, (name, *words), Kind.COLOR, paint(code), finest=0.004, coarsest=0.05)
        for name, (code, words) in COLORS.items()
    ),
    Material(
        "car paint",
        ("car paint", "metallic car paint", "metallic paint", "automotive paint"),
        Kind.PLASTIC,
        car_paint("9c1420"),
        finest=0.003,
        coarsest=0.05,
    ),
    *(
        Material(
            f"{name} car paint",
            (f"{name} car paint", f"{name} metallic paint", f"{name} car lacquer"),
            Kind.PLASTIC,
            car_paint(code, 0.08 if name == "white" else 0.22),
            finest=0.003,
            coarsest=0.05,
            weight=0.4,
            base="car paint",
        )
        for name, code in _CARS.items()
    ),
    Material(
        "lacquer",
        ("lacquer", "red lacquer", "chinese lacquer", "japanese lacquer"),
        Kind.PLASTIC,
        lacquer("8f1713"),
        finest=0.004,
        coarsest=0.05,
        weight=0.6,
    ),
    Material(
        "black lacquer",
        ("black lacquer", "piano black", "piano lacquer"),
        Kind.PLASTIC,
        lacquer("1c1c1e"),
        finest=0.004,
        coarsest=0.05,
        weight=0.4,
        base="lacquer",
    ),
    Material(
        "enamel",
        ("enamel", "enamelware", "speckled enamel", "enamelled steel"),
        Kind.CERAMIC,
        _enamel,
        finest=0.002,
        coarsest=0.04,
        weight=0.6,
    ),
    Material(
        "chalkboard",
        ("chalkboard", "blackboard", "chalk board"),
        Kind.COLOR,
        _chalkboard,
        finest=0.003,
        coarsest=0.1,
        weight=0.5,
    ),
    *(
        Material(name, words, Kind.PATTERN, glitter(tones), finest=0.002, coarsest=0.02, weight=0.5, base=base)
        for name, words, tones, base in (
            ("glitter", ("glitter", "silver glitter", "sparkles"), ("dcdde2", "c8d8f0", "f0d2e4", "d8f0dc"), ""),
            ("gold glitter", ("gold glitter", "golden glitter"), ("f2c25e", "f7d98c", "e09a3c"), "glitter"),
            ("pink glitter", ("pink glitter", "rose glitter"), ("f07ab4", "f7a8d0", "d858a8", "f2c8e8"), "glitter"),
        )
    ),
)
