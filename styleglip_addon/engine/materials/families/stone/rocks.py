"""Rough natural stone: broken rock, layered sediments, slate, lava stone, coral."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, rgb, tint, vary_all
from ...grains import gritty, sand_grains
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, random_of, smoothstep
from ...points import Points
from ...spaces import Space, size, solid


def rock(colors: Sequence[str], lump: tuple[float, float], moss: float = 0.0) -> Recipe:
    """Broken stone: planes of fracture at several scales, cracks, lichen; moss on what faces up.

    Args:
        colors: from deep to high places.
        lump: range of the size of the largest planes, metres.
        moss: how much grows, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, wide = vary_all(rng, colors, 0.01, 0.06), size(rng, *lump)
        green = vary_all(rng, ("2f3c16", "556a26", "7d8c3c"), 0.015)
        place, grit, tuft = solid(rng, wide, wide), solid(rng, 0.003, 0.0045), solid(rng, 0.006, 0.009)
        pale, weather = vary_all(rng, ("b3b09c",), 0.02)[0], solid(rng, 0.15, 0.25)

        def shader(points: Points) -> Shaded:
            q = displaced(place(points), 0.25, 1.3)
            # Folded noise has creases, as broken stone has edges.
            planes = np.abs(gradient_noise(q)) + 0.5 * np.abs(gradient_noise(q.finer(2.1, 7.0)))
            fine, grain = fractal(q.finer(4.3, 3.0), 4, 0.6), gritty(grit(points))
            height = planes - np.float32(0.42) + 0.22 * fine
            crack = smoothstep(0.035, 0.0, np.abs(gradient_noise(q.finer(0.8, 19.0)) + 0.12 * fine))
            drift = fractal(weather(points), 3, 0.6)
            color = ramp(0.5 + 0.55 * height + 0.35 * drift, (0.0, 0.5, 1.0), stops)
            color = tint(color, 0.16 * fine + 0.1 * grain)
            lichen = smoothstep(0.3, 0.42, drift + 0.45 * fine)
            color = mix(color, pale, 0.45 * lichen)
            color = mix(color, stops[0] * np.float32(0.45), 0.8 * crack)
            relief = np.float32(0.11 * wide) * height - np.float32(0.03 * wide) * crack + 0.0002 * grain
            rough = np.full(len(points), 0.88, np.float32)
            if moss:
                damp = 0.9 * points.upward + 0.5 * np.maximum(points.recess, 0.0) - 0.5 * height + 1.1 * drift
                leaf = fractal(tuft(points), 3, 0.6)
                # It thins out in tufts, and a film of algae runs ahead of it.
                wealth = damp + 0.5 * fine + 0.5 * leaf + 0.5 * crack + np.float32(1.6 * moss - 0.5)
                grown, film = smoothstep(0.25, 0.55, wealth), smoothstep(-0.45, 0.35, wealth - 0.3 * leaf)
                color = mix(color, color * rgb("8a9a55"), 0.75 * film)
                cover = ramp(0.45 + 0.7 * leaf + 0.3 * drift, (0.0, 0.5, 1.0), green)
                color, rough = mix(color, cover, grown), rough + 0.12 * grown
                relief = relief + grown * (0.0035 + 0.003 * leaf)
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: rough})

        return shader

    return recipe


def layers(
    colors: Sequence[str], thickness: tuple[float, float], waviness: float, ledge: float, grain: float
) -> Recipe:
    """Sediment in level beds of different hardness, that weather to ledges.

    Args:
        colors: of the beds, dark to light.
        thickness: range of a bed's mean thickness, metres.
        waviness: of the beds, in their thickness.
        ledge: how far hard beds stand out, metres.
        grain: contrast of the sand grains.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, high = vary_all(rng, colors, 0.008, 0.05), size(rng, *thickness)
        place, sand, chip = solid(rng, high, high, turned=False), solid(rng, 0.002, 0.003), solid(rng, 0.03, 0.05)
        slope = rng.normal(0.0, 0.08, 2).astype(np.float32)
        at = np.linspace(0.0, 1.0, len(stops)).tolist()

        def shader(points: Points) -> Shaded:
            q = place(points)
            wave = fractal(q.stretched(0.14, 0.14, 0.2), 3)
            level = q.q[:, 2] + q.q[:, :2] @ slope + np.float32(waviness) * wave
            rough, fine = fractal(chip(points), 4, 0.6), sand(points)
            speck = gritty(fine) + 1.2 * sand_grains(fine.finer(2.8, 21.0))
            along = np.stack((q.q[:, 0] * 0.06, q.q[:, 1] * 0.06, level), axis=1).astype(np.float32)
            bed = fractal(Space(along, q.footprint), 4, 0.7)
            whole = np.floor(level + 0.3 * rough)
            hard = random_of(whole)
            color = ramp(np.clip(0.5 + 0.8 * bed + 0.35 * (hard - 0.5), 0.0, 1.0), at, stops)
            within = level + 0.3 * rough - whole
            groove = smoothstep(0.09, 0.0, np.minimum(within, 1.0 - within))
            stand = (hard - 0.5) * smoothstep(0.0, 0.18, within) * smoothstep(1.0, 0.82, within) + 0.35 * rough
            return Shaded(
                color=tint(color, np.float32(grain) * speck + 0.12 * rough - 0.12 * groove),
                relief=(np.float32(ledge) * (stand + 0.3 * bed - 0.25 * groove) + 0.0002 * speck).astype(np.float32),
                channels={ROUGHNESS: 0.92},
            )

        return shader

    return recipe


def slate(colors: Sequence[str], cleft: tuple[float, float]) -> Recipe:
    """Split slate: sheets that break off in steps, smooth between, with rusty films.

    Args:
        colors: dark to light.
        cleft: range of the size of the steps' outlines, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, rust = vary_all(rng, colors, 0.01, 0.05), vary_all(rng, ("7a5a3c",), 0.02)[0]
        place, wide, fine = solid(rng, *cleft), solid(rng, 0.25, 0.35), solid(rng, 0.004, 0.006)

        def shader(points: Points) -> Shaded:
            q = displaced(place(points).stretched(0.8, 0.8, 1.4), 0.12, 2.3)
            silk = fractal(fine(points).stretched(1.0, 1.0, 0.2), 2, 0.7)
            grain, drift = gritty(fine(points).finer(2.0, 31.0)), fractal(wide(points).finer(1.0, 9.0), 4)
            # Flat faces, and between them slopes that are stairs of thin sheets with ragged edges.
            terrain = 1.9 * fractal(q, 3, 0.5) + 0.9 * gradient_noise(wide(points))
            face = np.floor(terrain)
            # Folded noise: they break along straight lines that meet at angles.
            folds = [np.abs(gradient_noise(q.finer(finer, 13.0))) for finer in (2.2, 5.1, 12.0)]
            ragged = 1.8 * folds[0] + 1.0 * folds[1] + 0.6 * folds[2]
            sheets = 4.0 * (face + smoothstep(0.25, 0.75, terrain - face)) + ragged
            sheet = np.floor(sheets)
            edge = smoothstep(0.0, 0.14, sheets - sheet)
            color = ramp(0.5 + 0.5 * drift + 0.12 * (random_of(sheet) - 0.5), (0.0, 0.5, 1.0), stops)
            color = tint(color, 0.06 * silk + 0.05 * grain + 0.12 * (edge - 0.9))
            color = mix(color, rust, 0.4 * smoothstep(0.35, 0.75, drift - 0.2 * silk + 0.15 * ragged - 0.15))
            relief = 0.0009 * (sheet + edge) + 0.0002 * silk + 0.00006 * grain
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.6 + 0.1 * silk + 0.1 * (1.0 - edge)})

        return shader

    return recipe


def porous(colors: Sequence[str], hole: tuple[float, float], share: float, deep: float, glow: float = 0.0) -> Recipe:
    """Stone full of holes of many sizes: lava stone, pumice, coral, tuff.

    Args:
        colors: in the holes, of the mass, of its ridges.
        hole: range of the size of the largest holes, metres.
        share: of the cells that are holes, 0..1.
        deep: depth of a hole, in its size.
        glow: share of subsurface light.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, wide = vary_all(rng, colors, 0.01, 0.05), size(rng, *hole)
        place, lump = solid(rng, wide, wide), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            q, swell = displaced(place(points), 0.3, 1.2), fractal(lump(points), 3)
            pit = np.zeros(len(points), np.float32)
            depth = pit.copy()
            for finer, offset in ((1.0, 0.0), (2.3, 13.0)):
                each = cells(q.finer(finer, offset))
                reach = 0.3 + 0.25 * each.identity[:, 1]
                inside = smoothstep(0.0, 0.22, reach - each.nearest) * (each.identity[:, 0] < share + 0.3 * swell)
                pit = np.maximum(pit, inside)
                depth = np.maximum(depth, inside / np.float32(finer))
            rough = fractal(q.finer(3.0, 5.0), 4, 0.6)
            color = ramp(0.55 - 0.55 * pit + 0.3 * swell + 0.3 * rough, (0.0, 0.5, 1.0), stops)
            relief = np.float32(-deep * wide) * depth + np.float32(0.06 * wide) * rough + 0.003 * swell
            return Shaded(color, relief.astype(np.float32), {ROUGHNESS: 0.93, SUBSURFACE: glow})

        return shader

    return recipe


def _brain_coral(rng: np.random.Generator) -> Shader:
    deep, ridge, wide = *vary_all(rng, ("8d6a4c", "d9b894"), 0.02, 0.08), size(rng, 0.012, 0.016)
    place, fine = solid(rng, wide, wide), solid(rng, 0.0015, 0.002)

    def shader(points: Points) -> Shaded:
        q = displaced(place(points), 0.6, 0.5)
        # Winding walls: where noise is far from zero; valleys along its zero lines, each with septa across.
        wall = smoothstep(0.02, 0.3, np.abs(gradient_noise(q)))
        grain = gritty(fine(points))
        tone = 0.8 * wall + 0.12 * grain + 0.2 * gradient_noise(q.finer(0.15, 3.0))
        return Shaded(
            color=mix(deep, ridge, tone),
            relief=(np.float32(0.28 * wide) * (wall - 0.7) + 0.0003 * grain).astype(np.float32),
            channels={ROUGHNESS: 0.8, SUBSURFACE: 0.15},
        )

    return shader


_GREYS = ("4d4a46", "7f7b74", "a5a096")

MATERIALS = (
    Material(
        "rock",
        ("rock", "stone", "grey stone", "rough stone"),
        Kind.STONE,
        rock(_GREYS, (0.11, 0.16)),
        finest=0.003,
        coarsest=0.13,
        weight=1.5,
    ),
    Material(
        "mossy stone",
        ("mossy stone", "mossy rock", "stone with moss"),
        Kind.STONE,
        rock(_GREYS, (0.11, 0.16), 0.35),
        finest=0.003,
        coarsest=0.13,
    ),
    Material(
        "sandstone",
        ("sandstone", "layered sandstone", "yellow sandstone"),
        Kind.STONE,
        layers(("96683c", "b38350", "c99a63", "d8b07c", "e0c297"), (0.03, 0.045), 1.6, 0.004, 0.09),
        finest=0.002,
        coarsest=0.06,
    ),
    Material(
        "red sandstone",
        ("red sandstone", "canyon rock", "red rock", "desert rock"),
        Kind.STONE,
        layers(("6d3322", "8c4530", "a65a3e", "b86f4f", "c98e6c"), (0.04, 0.06), 1.8, 0.008, 0.09),
        finest=0.002,
        coarsest=0.08,
        weight=0.5,
    ),
    Material(
        "slate",
        ("slate", "slate stone", "grey slate"),
        Kind.STONE,
        slate(("30353a", "444a50", "5a6066"), (0.09, 0.13)),
        finest=0.002,
        coarsest=0.1,
    ),
    Material(
        "lava rock",
        ("lava rock", "volcanic rock", "basalt", "lava stone", "pumice"),
        Kind.STONE,
        porous(("191716", "3b3735", "5c5753"), (0.009, 0.013), 0.55, 0.35),
        finest=0.002,
        coarsest=0.03,
        weight=0.6,
    ),
    Material(
        "limestone",
        ("limestone", "tuff", "shell limestone", "pale stone"),
        Kind.STONE,
        porous(("9c917d", "c9bfa9", "d9d0bc"), (0.007, 0.01), 0.16, 0.25),
        finest=0.002,
        coarsest=0.04,
        weight=0.6,
    ),
    Material(
        "coral stone",
        ("coral stone", "fossil coral", "coral rock"),
        Kind.STONE,
        _brain_coral,
        finest=0.002,
        coarsest=0.03,
    ),
)
