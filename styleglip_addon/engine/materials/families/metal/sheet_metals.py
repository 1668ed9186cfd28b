"""Sheet metals: zinc-coated, corrugated, rolled into tread plate, beaten to foil and leaf."""

from __future__ import annotations

import math

import numpy as np

from ....vocabulary.channels import METALLIC, ROUGHNESS
from ...colors import mix, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Points
from ...spaces import laid, solid
from ..metal_finish import hairlines, wipes


def _galvanised(rng: np.random.Generator) -> Shader:
    """Crystals of zinc, a few centimetres wide, each feathered in its own direction."""
    base, place, feather = vary(rng, "b9bec2", 0.01, 0.1, 0.03), solid(rng, 0.022, 0.034), solid(rng, 0.003, 0.0035)
    smears = wipes(rng)

    def shader(points: Points) -> Shaded:
        space = place(points)
        crystal = cells(displaced(space, 0.16, 3.0))
        share = np.float32(kept(0.6 * space.footprint))
        own = crystal.identity - 0.5
        # Feathers: noise that runs along a direction of the crystal's own.
        q = feather(points)
        along = (q.q * own).sum(axis=1, keepdims=True) / (own**2).sum(axis=1, keepdims=True).clip(0.02)
        barb = gradient_noise(q.moved(-0.85 * along * own))
        tone = share * (0.22 * own[:, 0] + 0.12 * own[:, 1]) + 0.07 * share * barb
        return Shaded(
            color=tint(base, tone + 0.03 * smears(points)),
            relief=np.float32(0.00004) * share * (own[:, 2] + 0.4 * barb),
            channels={METALLIC: 1.0, ROUGHNESS: 0.4 + share * (0.22 * own[:, 1] + 0.04 * barb)},
        )

    return shader


def _diamond_plate(rng: np.random.Generator) -> Shader:
    """Rolled tread plate: lugs of 30 by 9 mm, 1.6 mm high, every other one across."""
    base, dirt = vary(rng, "c2c4c6", 0.01, 0.1, 0.04), vary(rng, "77736c", 0.01, 0.1, 0.05)
    place, lines, smears = laid(rng, 0.027, 0.027), hairlines(rng), wipes(rng)

    def shader(points: Points) -> Shaded:
        space = place(points)
        cell = np.floor(space.q)
        x, y = space.q[:, 0] - cell[:, 0] - 0.5, space.q[:, 1] - cell[:, 1] - 0.5
        odd = (cell.sum(axis=1) % 2.0) < 0.5
        long, across = np.where(odd, x + y, x - y), np.where(odd, x - y, x + y)
        share = np.float32(kept(1.2 * space.footprint))
        # Where two arcs meet: a lens with pointed ends.
        lens = 1.0 - (long / 0.6) ** 2 - np.abs(across) / 0.22
        lug = 0.3 + share * (smoothstep(-0.05, 0.45, lens) - 0.3)
        foot = share * smoothstep(-0.5, -0.05, lens) * smoothstep(0.25, 0.0, lens)
        scratch, smear = lines(points), smears(points)
        return Shaded(
            color=mix(tint(base, 0.06 * (lug - 0.3)), dirt, 0.45 * foot * (1.0 + smear)),
            relief=np.float32(0.0016) * (lug - 0.3),
            channels={METALLIC: 1.0, ROUGHNESS: 0.42 - 0.14 * lug + 0.06 * smear + 0.15 * scratch * lug + 0.15 * foot},
        )

    return shader


def _crumpled_foil(rng: np.random.Generator) -> Shader:
    """Household foil pressed together and pulled apart: flat facets between sharp folds, of many sizes."""
    base, places = vary(rng, "eceded", 0.01, 0.05, 0.02), [solid(rng, s, 1.1 * s) for s in (0.05, 0.024, 0.011)]
    smears = wipes(rng)

    def shader(points: Points) -> Shaded:
        relief = np.zeros(len(points), np.float32)
        for place, height in zip(places, (0.006, 0.0028, 0.0011), strict=True):
            space = place(points)
            relief += np.float32(height) * (np.abs(gradient_noise(space)) - np.float32(0.28 * kept(space.footprint)))
        return Shaded(color=base, relief=relief, channels={METALLIC: 1.0, ROUGHNESS: 0.2 + 0.05 * smears(points)})

    return shader


def _gold_leaf(rng: np.random.Generator) -> Shader:
    """Leaves of 80 mm laid over each other on red clay that shows in the cracks and on worn edges."""
    gold, clay = vary(rng, "f7c970", 0.006, 0.05, 0.02), vary(rng, "7a2f1e", 0.01, 0.1, 0.08)
    place, tears, wear = laid(rng, 0.08, 0.08), solid(rng, 0.008, 0.011), solid(rng, 0.04, 0.06)
    smears = wipes(rng)

    def shader(points: Points) -> Shaded:
        space, ragged = place(points), gradient_noise(tears(points))
        worn, smear = fractal(wear(points), 3, 0.6), smears(points)
        q = space.q + 0.025 * ragged[:, None] + 0.03 * worn[:, None]
        inset = np.abs(q - np.floor(q) - 0.5).max(axis=1)
        share = np.float32(kept(8.0 * space.footprint))
        lap = share * smoothstep(0.43, 0.47, inset)
        crack = smoothstep(0.05, 0.015, np.abs(ragged)) * smoothstep(0.1, 0.5, worn) * share
        bare = np.maximum(crack, smoothstep(0.75, 1.0, worn + 0.5 * np.abs(ragged) - 0.6 * points.recess))
        return Shaded(
            color=mix(tint(gold, -0.06 + 0.08 * lap + 0.05 * worn), clay, bare),
            relief=np.float32(0.00003) * (lap - 2.0 * bare) + np.float32(0.00006) * ragged + 0.0002 * worn,
            channels={METALLIC: 1.0 - bare, ROUGHNESS: 0.27 + 0.05 * smear - 0.05 * lap + 0.4 * bare},
            dye=1.0 - bare,
        )

    return shader


def _corrugated(rng: np.random.Generator) -> Shader:
    """Corrugated sheet, waves of 76 mm, 16 mm deep, that run down; galvanised, with rust run from its screws."""
    zinc, rust = vary(rng, "aeb3b6", 0.01, 0.1, 0.04), vary(rng, "8a4a24", 0.01, 0.1, 0.08)
    place, stains, spangle = laid(rng, 0.076, 0.4), solid(rng, 0.1, 0.16, turned=False), solid(rng, 0.02, 0.03)

    def shader(points: Points) -> Shaded:
        space = place(points)
        share = np.float32(kept(points.spacing / 0.076))
        stain = fractal(stains(points).stretched(2.2, 2.2, 0.3), 4, 0.6)
        rusty = smoothstep(0.3, 0.7, stain + 0.4 * points.recess)
        grain = fractal(spangle(points), 5, 0.7)
        return Shaded(
            color=mix(tint(zinc, 0.14 * grain + 0.08 * stain), tint(rust, 0.4 * grain), rusty),
            relief=np.float32(0.008) * share * np.cos(np.float32(2.0 * math.pi) * space.q[:, 0]),
            channels={METALLIC: 1.0 - rusty, ROUGHNESS: 0.42 + 0.1 * grain + 0.4 * rusty},
            dye=1.0 - rusty,
        )

    return shader


def _named(
    name: str,
    words: tuple[str, ...],
    recipe: Recipe,
    finest: float,
    coarsest: float,
    weight: float = 1.0,
    base: str = "",
) -> Material:
    return Material(name, (name, *words), Kind.METAL, recipe, finest, coarsest, weight, base)


MATERIALS = (
    _named("galvanised steel", ("galvanized steel", "galvanised metal", "zinc"), _galvanised, 0.003, 0.05),
    _named("diamond plate", ("tread plate", "checker plate metal"), _diamond_plate, 0.003, 0.08),
    _named("aluminium foil", ("tin foil", "crumpled foil", "metal foil", "foil"), _crumpled_foil, 0.003, 0.05),
    _named("gold leaf", ("gilding", "gold foil", "leaf gold"), _gold_leaf, 0.003, 0.08),
    _named("corrugated iron", ("corrugated metal", "corrugated steel", "tin roof"), _corrugated, 0.01, 0.15),
)
