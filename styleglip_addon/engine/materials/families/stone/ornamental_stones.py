"""Polished ornamental stones: jade, malachite, agate, lapis lazuli, turquoise, opal, tiger's eye."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ANISOTROPY, COAT, IOR, METALLIC, ROUGHNESS, SUBSURFACE, TRANSMISSION
from ...colors import mix, ramp, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid


def jade(colors: Sequence[str], subsurface: float) -> Recipe:
    """Nephrite: a felt of fibres that light enters; clouds, paler skins and few dark specks.

    Args:
        colors: from dark to pale.
        subsurface: share.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, rust = vary_all(rng, colors, 0.012, 0.05), vary(rng, "8a6a3c", 0.02)
        place, felt, speck = solid(rng, 0.1, 0.15), solid(rng, 0.008, 0.011), solid(rng, 0.02, 0.025)

        def shader(points: Points) -> Shaded:
            flow = displaced(place(points), 0.6, 0.8)
            cloud, fibre = fractal(flow, 4, 0.55), fractal(felt(points), 2)
            vein = smoothstep(0.07, 0.0, np.abs(gradient_noise(flow.finer(1.3, 9.0)) + 0.2 * cloud))
            color = ramp(np.clip(0.46 + 0.52 * cloud + 0.08 * fibre, 0.0, 1.0), (0.0, 0.35, 0.7, 1.0), stops)
            color = mix(color, stops[-1], 0.25 * vein)
            color = mix(color, rust, 0.45 * smoothstep(0.42, 0.8, gradient_noise(flow.finer(0.8, 21.0)) + 0.3 * fibre))
            each = cells(displaced(speck(points), 0.3, 2.0))
            fleck = smoothstep(0.14, 0.06, each.nearest) * (each.identity[:, 0] < 0.25)
            color = mix(color, stops[0] * np.float32(0.45), 0.7 * fleck)
            glow = np.float32(subsurface) * (0.8 + 0.5 * np.clip(cloud, -0.5, 0.5))
            return Shaded(
                color=color,
                relief=0.00006 * fibre,
                channels={ROUGHNESS: 0.2 + 0.04 * fibre, COAT: 0.3, SUBSURFACE: glow.astype(np.float32), IOR: 1.61},
            )

        return shader

    return recipe


def _rings(level: Array, jump: Array, footprint: float) -> Array:
    """Bands (n,) about -0.5..0.5 of uneven width and strength along a level in bands; `jump` tells rows apart."""
    at = np.stack((level, jump), axis=1).astype(np.float32)
    return fractal(Space(at, footprint), 3, 0.6)


def _malachite(rng: np.random.Generator) -> Shader:
    stops, wide = vary_all(rng, ("0a3524", "145c3e", "2b8a60", "62b88c"), 0.01, 0.06), size(rng, 0.07, 0.1)
    place, count = solid(rng, wide, wide), rng.uniform(7.0, 9.0)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.28, 1.3)
        eye = cells(q, 0.9)
        # Crusts grow outwards from each centre, and stop where they meet.
        level = eye.nearest * np.float32(count) + 0.25 * gradient_noise(q.finer(5.0, 3.0))
        band = _rings(level * 1.1, eye.identity[:, 0] * 40.0, q.footprint * count)
        fine = _rings(level * 4.7, eye.identity[:, 1] * 40.0, q.footprint * count * 5.0)
        seam = smoothstep(0.05, 0.0, eye.border)
        value = np.clip(0.48 + 0.95 * band + 0.22 * fine - 0.3 * seam, 0.0, 1.0)
        return Shaded(
            color=ramp(value, (0.0, 0.33, 0.67, 1.0), stops),
            relief=0.00003 * fine,
            channels={ROUGHNESS: 0.16, COAT: 0.4},
        )

    return shader


def _agate(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("5e2614", "a8521f", "d08a4c", "edd3ab", "f3ead9"), 0.012, 0.05)
    place, sugar = solid(rng, 0.14, 0.2), solid(rng, 0.004, 0.006)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.25, 1.5)
        hollow = gradient_noise(q) + 0.3 * gradient_noise(q.finer(2.1, 7.0)) + 0.05 * gradient_noise(q.finer(7.0, 3.0))
        level = hollow * np.float32(13.0)
        steady = np.zeros_like(level)
        band, fine = _rings(level, steady, q.footprint * 13.0), _rings(level * 5.0, steady + 7.5, q.footprint * 65.0)
        value = np.clip(0.5 + 0.9 * band + 0.22 * fine, 0.0, 1.0)
        color = ramp(value, (0.0, 0.25, 0.5, 0.75, 1.0), stops)
        # Crystals of quartz fill what was left of the cavity.
        grain = cells(sugar(points))
        core = smoothstep(0.52, 0.56, hollow)
        quartz = tint(stops[-1] * np.float32(0.85), 0.25 * (grain.identity[:, 0] - 0.5))
        return Shaded(
            color=mix(color, quartz, core),
            relief=(-0.0008 * core * grain.nearest).astype(np.float32),
            channels={ROUGHNESS: 0.12, COAT: 0.4, SUBSURFACE: 0.15 + 0.1 * core, IOR: 1.54},
        )

    return shader


def _lapis(rng: np.random.Generator) -> Shader:
    stops, white, gold = vary_all(rng, ("14205c", "1d3690", "2f55b4"), 0.012), rgb("b9bfd0"), rgb("e6c476")
    place, dust = solid(rng, 0.07, 0.11), solid(rng, 0.006, 0.008)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.4, 1.2)
        cloud, seam = fractal(q, 4, 0.6), fractal(q.stretched(1.0, 1.0, 0.45).finer(1.2, 7.0), 4, 0.6)
        color = ramp(0.5 + 0.8 * cloud, (0.0, 0.5, 1.0), stops)
        calcite = smoothstep(0.42, 0.75, seam) * 0.75
        grain = cells(displaced(dust(points), 0.3, 1.5))
        # Pyrite lies in swarms along the seams.
        often = 0.05 + 0.4 * smoothstep(0.1, 0.45, fractal(q.finer(1.6, 13.0), 3) + 0.3 * seam)
        reach = 0.18 + 0.24 * grain.identity[:, 1]
        pyrite = smoothstep(0.0, 0.07, reach - grain.nearest) * (grain.identity[:, 0] < often)
        return Shaded(
            color=mix(mix(color, white, calcite), gold, pyrite),
            relief=0.00004 * pyrite,
            channels={ROUGHNESS: 0.2 + 0.08 * pyrite, METALLIC: pyrite, COAT: 0.3},
            dye=1.0 - pyrite,
        )

    return shader


def _turquoise(rng: np.random.Generator) -> Shader:
    stops, matrix = vary_all(rng, ("2f8f92", "43aaa8", "6cc3bc"), 0.02, 0.05), vary(rng, "3a2a20", 0.02)
    place, wide = solid(rng, 0.035, 0.05), solid(rng, 0.1, 0.15)

    def shader(points: Points) -> Shaded:
        q, cloud = displaced(place(points), 0.35, 1.4), fractal(wide(points), 4, 0.55)
        nodule = cells(q)
        rough = fractal(q.finer(3.0, 5.0), 2)
        often = smoothstep(-0.35, 0.35, gradient_noise(wide(points).finer(1.3, 9.0)))
        line = smoothstep(0.1, 0.02, nodule.border + 0.09 * rough + 0.12 * (1.0 - often))
        color = tint(ramp(0.5 + 0.8 * cloud, (0.0, 0.5, 1.0), stops), 0.12 * (nodule.identity[:, 0] - 0.5))
        return Shaded(
            color=mix(color, matrix, line * 0.9),
            relief=-0.0002 * line,
            channels={ROUGHNESS: 0.28 + 0.3 * line, COAT: 0.25, SUBSURFACE: 0.08 * (1.0 - line)},
            dye=1.0 - 0.8 * line,
        )

    return shader


def _opal(rng: np.random.Generator) -> Shader:
    milk = vary(rng, "d3dde2", 0.03)
    fires = vary_all(rng, ("4fd0c0", "5fa8f0", "8fe08a", "f0a06a", "e878b8", "b08af0"), 0.03)
    place, wide = solid(rng, 0.02, 0.028), solid(rng, 0.07, 0.1)

    def shader(points: Points) -> Shaded:
        q, cloud = displaced(place(points), 0.5, 1.0), fractal(wide(points), 3)
        patch = cells(q.stretched(1.0, 1.0, 0.6))
        # Each patch mirrors one colour, in flakes; which one shifts across it.
        flake = gradient_noise(q.finer(3.5, 5.0).stretched(1.0, 0.4, 1.0))
        hue = (1.3 * patch.identity[:, 0] + 0.8 * cloud + 0.35 * flake) % 1.0
        color = ramp(hue, np.linspace(0.0, 1.0, 7).tolist(), [*fires, fires[0]])
        strength = patch.identity[:, 1] + 0.9 * cloud + 0.5 * flake
        fire = smoothstep(0.15, 0.8, strength) * (0.45 + 0.55 * smoothstep(0.0, 0.25, patch.border))
        return Shaded(
            color=mix(tint(milk, 0.06 * cloud), color, 0.85 * fire),
            relief=0.0,
            channels={ROUGHNESS: 0.1, COAT: 0.6, SUBSURFACE: 0.3, TRANSMISSION: 0.15, IOR: 1.45},
        )

    return shader


def _tigers_eye(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("2a1509", "6b3a14", "b5752a", "e0ad58"), 0.01, 0.05)
    place, fibre = solid(rng, 0.05, 0.07), solid(rng, 0.0025, 0.0035)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.35, 0.7)
        silk = fractal(fibre(points).moved(q.q * 0.6).stretched(1.0, 0.05, 1.0), 2)
        band = fractal(q.stretched(0.12, 0.25, 1.6), 4, 0.6)
        value = np.clip(0.45 + 1.0 * band + 0.14 * silk, 0.0, 1.0)
        return Shaded(
            color=ramp(value, (0.0, 0.35, 0.7, 1.0), stops),
            relief=0.0,
            channels={ROUGHNESS: 0.22, COAT: 0.5, ANISOTROPY: 0.6},
        )

    return shader


def _stone(name: str, words: tuple[str, ...], recipe: Recipe, coarsest: float, weight: float = 1.0) -> Material:
    return Material(name, (name, *words), Kind.STONE, recipe, finest=0.002, coarsest=coarsest, weight=weight)


MATERIALS = (
    _stone("jade", ("green jade", "jade stone"), jade(("2f6a4a", "4f8f68", "84b894", "b8d6b8"), 0.4), 0.1),
    _stone(
        "white jade",
        ("mutton fat jade", "pale jade", "hetian jade"),
        jade(("b4b79c", "cccdb6", "dcdcca", "e6e4d6"), 0.4),
        0.1,
        0.4,
    ),
    _stone("malachite", ("banded green stone",), _malachite, 0.08),
    _stone("agate", ("banded agate", "orange agate"), _agate, 0.1),
    _stone("lapis lazuli", ("lapis",), _lapis, 0.08),
    _stone("turquoise stone", ("turquoise gemstone", "turquoise with matrix"), _turquoise, 0.05, 0.6),
    _stone("opal", ("white opal", "opal stone", "fire opal"), _opal, 0.04, 0.6),
    _stone("tiger's eye", ("tiger eye stone", "tigers eye", "tiger's eye stone"), _tigers_eye, 0.05, 0.5),
)
