"""Coats with markings: big cats, zebra, giraffe, cow, dalmatian; and the ladybird's wing cases."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import choose, mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, smoothstep
from ...points import Points
from ...spaces import solid
from .furs import SHORT, growing, haired


def rosettes(light: str, tan: str, black: str, width: tuple[float, float], filled: float) -> Recipe:
    """Broken dark rings around darker middles, as of a leopard; or solid spots, as of a cheetah.

    Args:
        light, tan, black: ground, middle of a rosette, and its ring, hexadecimal.
        width: range of the distance of rosettes, metres.
        filled: 0 for rings, 1 for spots.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        pale, middle, dark = vary_all(rng, (light, tan, black), 0.008, 0.05)
        place, grow, broad = solid(rng, *width), growing(rng, SHORT), solid(rng, 0.3, 0.4)

        def shader(points: Points) -> Shaded:
            field, hair, drift = place(points), grow(points), gradient_noise(broad(points))
            edge, gap = gradient_noise(field.finer(2.9, 5.0)), gradient_noise(field.finer(2.2, 17.0))
            spot = cells(field.moved(edge[:, None] * np.array([0.1, -0.1, 0.09], np.float32)), 0.75)
            # Hairs blur a marking's edge.
            radius = spot.nearest + 0.07 * edge + 0.025 * hair.strand
            size = 0.33 + 0.13 * spot.identity[:, 0]
            inside = smoothstep(0.03, -0.03, radius - size)
            if filled:
                ring = smoothstep(0.025, -0.025, radius - 0.75 * size)
            else:
                ring = smoothstep(0.035, 0.0, np.abs(radius - size) - 0.075) * smoothstep(-0.3, -0.14, gap)
                ring = np.maximum(
                    ring, smoothstep(0.56, 0.64, gap) * smoothstep(0.3, 0.5, spot.border) * (1.0 - inside)
                )
            ground = mix(tint(pale, 0.1 * drift), middle, 0.3 * smoothstep(-0.3, 0.6, drift))
            color = ground if filled else mix(ground, middle, 0.75 * inside)
            return haired(mix(color, dark, 0.95 * ring), hair, SHORT)

        return shader

    return recipe


def stripes(ground: str, belly: str, dark: str, width: float, share: float) -> Recipe:
    """Branching, tapering bands around the body.

    Args:
        ground, belly, dark: colours of back, belly and stripes, hexadecimal.
        width: of stripe and gap together, metres.
        share: about how much of the coat the stripes cover, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, pale, black = vary_all(rng, (ground, belly, dark), 0.008, 0.04)
        place, grow = solid(rng, width, width, turned=False), growing(rng, SHORT)
        fork, lean = rng.uniform(0.85, 1.05), rng.uniform(-0.35, 0.35)

        def shader(points: Points) -> Shaded:
            field, hair = place(points), grow(points)
            wave = fractal(field.stretched(0.33, 0.33, 0.22), 2, 0.4)
            branch = gradient_noise(field.moved(np.full(3, 31.0, np.float32)).stretched(0.5, 0.5, 0.62))
            turn = field.q[:, 2] + np.float32(lean) * field.q[:, 0] + 1.1 * wave
            band = np.sin(2.0 * np.pi * turn) + np.float32(fork * 1.5) * branch + 0.12 * hair.strand
            stripe = smoothstep(-0.1, 0.1, band - np.float32(1.3 * (1.0 - 2.0 * share)))
            under = smoothstep(0.15, -0.75, points.upward)
            color = mix(tint(base, 0.1 * wave), pale, 0.8 * under)
            return haired(mix(color, black, 0.96 * stripe), hair, SHORT)

        return shader

    return recipe


def _giraffe(rng: np.random.Generator) -> Shader:
    """Angular patches, darker in their middle, with light ways of even width between them."""
    pale, *tones = vary_all(rng, ("e3cfa0", "8f5628", "7d4a22", "9f6531"), 0.008, 0.05)
    place, grow = solid(rng, 0.09, 0.12), growing(rng, SHORT)

    def shader(points: Points) -> Shaded:
        hair = grow(points)
        plain = place(points)
        bend = gradient_noise(plain.finer(2.6, 7.0))
        field = plain.moved(bend[:, None] * np.array([0.15, -0.14, 0.13], np.float32))
        patch = cells(field, 0.85)
        border = patch.border + 0.02 * hair.strand
        inside = smoothstep(0.10, 0.15, border)
        brown = tint(choose(patch.identity[:, 0], tones), 0.18 - 0.45 * smoothstep(0.1, 0.55, border))
        return haired(mix(pale, brown, inside), hair, SHORT)

    return shader


def blotches(ground: str, dark: str, width: tuple[float, float]) -> Recipe:
    """Large patches with clear curved borders, as of a cow."""

    def recipe(rng: np.random.Generator) -> Shader:
        white, black = vary_all(rng, (ground, dark), 0.006, 0.03)
        place, grow = solid(rng, *width), growing(rng, SHORT)
        limit = rng.uniform(-0.08, 0.1)

        def shader(points: Points) -> Shaded:
            hair = grow(points)
            blot = fractal(place(points), 3, 0.33) + 0.025 * hair.strand
            return haired(mix(white, black, smoothstep(limit - 0.02, limit + 0.02, blot)), hair, SHORT)

        return shader

    return recipe


def _dalmatian(rng: np.random.Generator) -> Shader:
    white, black = vary_all(rng, ("ebe8e2", "1e1c1c"), 0.006, 0.03)
    place, grow = solid(rng, 0.042, 0.05), growing(rng, SHORT)

    def shader(points: Points) -> Shaded:
        hair, field = grow(points), place(points)
        edge = gradient_noise(field.finer(2.0, 5.0))
        spot = cells(field, 0.95)
        limit = 0.14 + 0.36 * spot.identity[:, 0] * (spot.identity[:, 1] > 0.25)
        inside = smoothstep(0.025, -0.025, spot.nearest + 0.09 * edge + 0.02 * hair.strand - limit)
        return haired(mix(white, black, inside), hair, SHORT)

    return shader


def _ladybug(rng: np.random.Generator) -> Shader:
    red, black = vary(rng, "b81e14", 0.008, 0.05, 0.05), vary(rng, "151314")
    place, cloud = solid(rng, 0.08, 0.095), solid(rng, 0.12, 0.2)

    def shader(points: Points) -> Shaded:
        field = place(points)
        spot = cells(field, 0.3)
        limit = 0.36 + 0.06 * spot.identity[:, 0]
        inside = smoothstep(0.012, -0.012, spot.nearest - limit + 0.02 * gradient_noise(field.finer(2.0, 3.0)))
        drift = fractal(cloud(points), 2)
        color = mix(tint(red, 0.1 * drift), black, inside)
        return Shaded(color=color, channels={ROUGHNESS: 0.22, COAT: 0.9}, dye=1.0 - inside)

    return shader


def _coat(name: str, phrases: tuple[str, ...], recipe: Recipe, feature: float, weight: float = 1.0) -> Material:
    return Material(name, phrases, Kind.ANIMAL, recipe, finest=0.001, coarsest=feature, weight=weight)


MATERIALS = (
    _coat(
        "leopard",
        ("leopard", "leopard print", "leopard fur", "leopard skin"),
        rosettes("d9b277", "a9713a", "20160f", (0.042, 0.05), 0.0),
        0.06,
        1.3,
    ),
    _coat(
        "cheetah spots",
        ("cheetah spots", "cheetah print", "cheetah fur", "cheetah"),
        rosettes("d8b47e", "b98648", "231810", (0.027, 0.033), 1.0),
        0.04,
    ),
    _coat(
        "snow leopard",
        ("snow leopard", "snow leopard fur", "ounce fur"),
        rosettes("d9d4c8", "9a9186", "2a2624", (0.046, 0.055), 0.0),
        0.06,
        0.7,
    ),
    _coat(
        "zebra",
        ("zebra", "zebra print", "zebra stripes"),
        stripes("e9e5dc", "efece5", "1b1918", 0.065, 0.5),
        0.07,
        1.2,
    ),
    _coat(
        "tiger",
        ("tiger", "tiger print", "tiger fur", "tiger stripes"),
        stripes("c97a2e", "ece0cc", "1c1410", 0.075, 0.33),
        0.08,
        1.2,
    ),
    _coat("giraffe", ("giraffe", "giraffe print", "giraffe skin"), _giraffe, 0.11),
    _coat("cow", ("cow", "cow print", "black and white cow hide"), blotches("e9e5dd", "1d1a19", (0.13, 0.17)), 0.15),
    _coat(
        "brown cowhide",
        ("brown cowhide", "cowhide", "cowhide rug", "brown and white cow"),
        blotches("e7dfd0", "6b3a1e", (0.13, 0.17)),
        0.15,
    ),
    _coat("dalmatian", ("dalmatian", "dalmatian dog spots"), _dalmatian, 0.055),
    _coat("ladybug", ("ladybug", "ladybird", "red with black dots"), _ladybug, 0.09),
)
