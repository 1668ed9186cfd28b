"""Bark of trees, the trunk along z."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import choose, mix, ramp, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid


@dataclass(frozen=True)
class Plates:
    """How bark breaks up as the trunk grows.

    Args:
        tones: furrow, flank, plate, and its weathered top, hexadecimal.
        width: range of a plate's width, metres.
        slender: width by height of a plate.
        furrow: share of the surface that furrows take, 0..1.
        depth: of the furrows, metres.
        flakes: how much the plates are built of thin scales, 0..1.
        moss: how much grows on it, 0..1.
        splits: how much its ridges are split and cracked again, 0..1.
    """

    tones: tuple[str, str, str, str]
    width: tuple[float, float]
    slender: float
    furrow: float
    depth: float
    flakes: float = 0.2
    moss: float = 0.0
    splits: float = 1.0


def bark(plates: Plates) -> Recipe:
    """Ridges or plates between furrows that run up the trunk and into each other."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, green = vary_all(rng, plates.tones, 0.008, 0.07), vary_all(rng, ("44511c", "74803a", "98a05a"), 0.015)
        grey = vary(rng, "9aa596", 0.02, 0.2, 0.05)
        wide = size(rng, *plates.width)
        place, broad = solid(rng, wide, wide, turned=False), solid(rng, 8.0 * wide, 10.0 * wide, turned=False)

        def shader(points: Points) -> Shaded:
            plain = place(points).stretched(1.0, 1.0, plates.slender)
            bend = fractal(plain.finer(0.9, 5.0), 2)[:, None] * np.array([0.5, -0.45, 0.8], np.float32)
            field = plain.moved(bend)
            plate = cells(field)
            rough = fractal(Space(field.q * np.array([3.3, 3.3, 5.2], np.float32), 3.3 * field.footprint), 5, 0.72)
            share, drift = np.float32(kept(field.footprint)), gradient_noise(broad(points))
            border = plate.border + 0.1 * rough
            ridge = smoothstep(0.3 * plates.furrow, 0.3 * plates.furrow + 0.2, border)
            # Ridges are split along their length again, and cracked across.
            split = np.abs(gradient_noise(field.stretched(2.6, 2.6, 1.3))) + 0.3 * rough
            cross = np.abs(gradient_noise(field.finer(1.0, 17.0).stretched(0.8, 0.8, 3.4))) + 0.25 * rough
            crack = np.maximum(smoothstep(0.16, 0.0, split), 0.7 * smoothstep(0.1, 0.0, cross))
            crack *= np.float32(plates.splits) * share * ridge
            scale = _terraces(0.9 * rough + 2.0 * plate.identity[:, 0] + 0.8 * border, 0.22)
            height = share * (ridge * (0.75 + 0.5 * plate.identity[:, 1]) - 0.6) + 0.34 * rough - 0.45 * crack
            height += np.float32(plates.flakes) * (scale - 0.5) * ridge
            value = 0.6 * ridge + 0.42 * rough - 0.4 * crack + np.float32(0.35 * plates.flakes) * (scale - 0.5) * ridge
            value += 0.14 * share * (plate.identity[:, 2] - 0.5) + 0.12 * drift
            color = ramp(value + 0.1, (0.0, 0.3, 0.65, 1.0), stops)
            lichen = smoothstep(0.42, 0.6, rough + 0.5 * drift) * ridge
            color = mix(color, grey, 0.35 * lichen)
            relief = np.float32(plates.depth) * height
            if plates.moss:
                cover = 0.5 * drift + 0.3 * rough + 0.25 * (1.0 - ridge) + 0.4 * points.upward + np.float32(plates.moss)
                grown = smoothstep(0.38, 0.62, cover)
                color = mix(color, ramp(0.5 + 0.6 * rough, (0.0, 0.5, 1.0), green), grown)
                relief = relief + np.float32(0.25 * plates.depth) * grown
            return Shaded(color=color, relief=relief.astype(np.float32), channels={ROUGHNESS: 0.9})

        return shader

    return recipe


def _terraces(height: Array, step: float) -> Array:
    """Height (n,) broken into steps, as of scales that peel off one over the other; 0..1 within each step."""
    level = height / np.float32(step)
    phase = level - np.floor(level)
    terraces: Array = smoothstep(0.0, 0.75, phase) * smoothstep(1.0, 0.93, phase)
    return terraces


def _birch_bark(rng: np.random.Generator) -> Shader:
    """White skin with dashes around the trunk, torn layers, and black cracked scars."""
    white, peel, dash_color, black = vary_all(rng, ("e9e4da", "d8bd9a", "5a4c42", "221e1c"), 0.006, 0.03)
    place, patch = solid(rng, 0.014, 0.018, turned=False), solid(rng, 0.10, 0.14, turned=False)

    def shader(points: Points) -> Shaded:
        near, far = place(points), patch(points)
        dash = gradient_noise(near.stretched(0.8, 0.8, 6.5))
        long_dash = gradient_noise(near.moved(np.full(3, 19.0, np.float32)).stretched(0.3, 0.3, 4.5))
        mark = np.maximum(smoothstep(0.42, 0.54, dash), smoothstep(0.5, 0.58, long_dash))
        rough = fractal(near.stretched(0.9, 0.9, 1.6), 4, 0.6)
        # Scars are wider than high and pointed at their ends, with cracks in them.
        scar_field = fractal(far.stretched(1.0, 1.0, 2.1), 2) + 0.22 * rough
        scar = smoothstep(0.5, 0.58, scar_field)
        curl = smoothstep(0.36, 0.5, scar_field) * (1.0 - scar)
        layer = gradient_noise(far.moved(np.full(3, 7.0, np.float32)).stretched(0.7, 0.7, 5.0))
        sheet = smoothstep(0.22, 0.25, layer + 0.05 * rough)
        tone = 0.05 * rough + 0.05 * layer
        color = mix(tint(white, tone), peel, 0.3 * sheet + 0.55 * curl)
        color = mix(color, dash_color, 0.8 * mark * (1.0 - 0.4 * sheet))
        color = mix(color, tint(black, 0.8 * np.clip(rough, -0.5, 1.0)), 0.95 * scar)
        relief = np.float32(0.0004) * (sheet - mark) + np.float32(0.0001) * rough
        relief = relief + scar * np.float32(0.003) * (0.3 + rough) + np.float32(0.001) * curl
        return Shaded(color=color, relief=relief, channels={ROUGHNESS: 0.55 + 0.35 * scar + 0.1 * mark})

    return shader


def _plane_bark(rng: np.random.Generator) -> Shader:
    """Thin flakes that fall off in patches and show younger bark: cream, olive, grey-brown."""
    tones = vary_all(rng, ("c9c29c", "a3a078", "86805f", "8d8270", "b5ab8a", "6f6652"), 0.012, 0.05)
    place, speck = solid(rng, 0.035, 0.05, turned=False), solid(rng, 0.003, 0.004, turned=False)

    def shader(points: Points) -> Shaded:
        plain = place(points).stretched(1.0, 1.0, 0.7)
        bend = fractal(plain.finer(1.1, 3.0), 3, 0.6)
        field = plain.moved(bend[:, None] * np.array([0.55, -0.5, 0.5], np.float32))
        flake = cells(field)
        share = np.float32(kept(field.footprint))
        fine = fractal(speck(points), 2)
        step = share * (flake.identity[:, 1] - 0.5)
        rim = smoothstep(0.09, 0.0, flake.border) * share
        color = tint(choose(flake.identity[:, 0], tones), 0.07 * fine + 0.1 * bend - 0.22 * rim)
        relief = np.float32(0.0016) * step + np.float32(0.0003) * bend + np.float32(0.0001) * fine
        return Shaded(color=color, relief=relief.astype(np.float32), channels={ROUGHNESS: 0.78})

    return shader


_OAK_BARK = Plates(("2b231c", "5a4c3d", "857663", "a89b88"), (0.022, 0.03), 0.17, 0.16, 0.0055, 0.1)
_PINE_BARK = Plates(("33231a", "75492f", "a3714f", "b79d88"), (0.045, 0.06), 0.42, 0.16, 0.0065, 0.35, splits=0.25)
_MOSSY = Plates(("241d16", "4d4133", "766753", "938672"), (0.022, 0.03), 0.18, 0.16, 0.0055, 0.12, moss=0.12)


def _bark(name: str, phrases: tuple[str, ...], recipe: Recipe, feature: float) -> Material:
    return Material(name, phrases, Kind.NATURE, recipe, finest=0.0015, coarsest=feature)


MATERIALS = (
    _bark("bark", ("bark", "tree bark", "rough bark", "tree trunk"), bark(_OAK_BARK), 0.05),
    _bark("birch bark", ("birch bark", "birch tree", "birch"), _birch_bark, 0.06),
    _bark("pine bark", ("pine bark", "pine tree trunk", "redwood bark"), bark(_PINE_BARK), 0.08),
    _bark("mossy bark", ("mossy bark", "mossy tree trunk", "moss on bark"), bark(_MOSSY), 0.05),
    _bark("plane tree bark", ("plane tree bark", "sycamore bark", "flaking bark"), _plane_bark, 0.06),
)
