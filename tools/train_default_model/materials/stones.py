"""Stones: veined, grained, cut and laid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, rgb, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style, flat


def marble(ground: str, cloud: str, vein: str, glint: bool = True) -> Recipe:
    """Polished marble: drifting clouds and thin branching veins."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, haze, line = vary_all(rng, (ground, cloud, vein), 0.01, 0.04)
        place, strength = anywhere(rng, 0.45, 0.8), rng.uniform(0.75, 1.0)
        turbulence, shine = rng.uniform(0.35, 0.6), gloss(rng, 0.05)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), turbulence, 1.2)
            clouds = smoothstep(-0.1, 0.9, fractal(q * 0.9 + 7.0, 4))
            crest = 1.0 - np.abs(gradient_noise(q) + 0.22 * fractal(q * 3.0, 3))
            broad = smoothstep(0.72, 1.0, crest)
            fine = smoothstep(0.93, 0.99, 1.0 - np.abs(gradient_noise(q * 2.3 + 5.0) + 0.15 * gradient_noise(q * 8.0)))
            veins = np.clip(0.4 * broad + smoothstep(0.92, 0.99, crest) * 0.75 + 0.55 * fine, 0.0, 1.0)
            albedo = mix(mix(base, haze, clouds * 0.7), line, veins * np.float32(strength))
            return (mix(albedo, rgb("ffffff"), shine(p, n) * 0.45) if glint else albedo), flat(p)

        return shader

    return recipe


def granite(colours: Sequence[str], size: tuple[float, float] = (0.03, 0.05)) -> Recipe:
    """Crystals of several minerals grown together."""

    def recipe(rng: np.random.Generator) -> Shader:
        minerals, place = vary_all(rng, colours, 0.015, 0.06), anywhere(rng, *size)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.3, 1.3)
            crystal = cells(q)
            albedo = choose(crystal.identity[:, 0], minerals)
            speck = cells(q * 2.1 + 11.0)
            albedo = np.where((speck.identity[:, 1] < 0.18)[:, None], minerals[-1] * np.float32(0.6), albedo)
            return tint(albedo, 0.16 * (crystal.identity[:, 2] - 0.5)), flat(p)

        return shader

    return recipe


def rock(colours: Sequence[str], size: tuple[float, float], cracks: float = 0.6, moss: float = 0.0) -> Recipe:
    """Rough broken stone with cracks, and moss on its upper faces."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, fine = vary_all(rng, colours, 0.015, 0.08), anywhere(rng, *size), anywhere(rng, 0.03, 0.05)
        green = vary_all(rng, ("2c4416", "4f7022", "7f9c3a"), 0.02)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = place(p)
            height = fractal(q, 5, 0.6)
            grain = fractal(fine(p), 2)
            albedo = ramp(0.5 + 0.6 * height + 0.25 * grain, (0.0, 0.5, 1.0), stops)
            crack = smoothstep(
                0.95, 0.99, 1.0 - np.abs(gradient_noise(displace(q * 0.9 + 3.0, 0.4, 2.0)))
            ) * np.float32(cracks)
            albedo = mix(albedo, stops[0] * np.float32(0.35), crack)
            relief = 0.025 * height - 0.02 * crack
            if moss:
                grown = smoothstep(0.1, 0.45, fractal(q * 1.3 + 9.0, 4, 0.6) + 0.5 * n[:, 2] + np.float32(moss))
                tuft = ramp(0.5 + 0.9 * gradient_noise(fine(p) * 1.3), (0.0, 0.5, 1.0), green)
                albedo, relief = mix(albedo, tuft, grown), relief + 0.01 * grown
            return albedo, relief

        return shader

    return recipe


def layers(colours: Sequence[str], thickness: tuple[float, float], waviness: float, grain: float) -> Recipe:
    """Sediment laid down in level bands."""

    def recipe(rng: np.random.Generator) -> Shader:
        bands, place = vary_all(rng, colours, 0.01, 0.06), upright(rng, *thickness, tilt=0.3)
        fine = anywhere(rng, 0.015, 0.025)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = place(p)
            level = q[:, 2] + np.float32(waviness) * fractal(q * np.array([0.25, 0.25, 0.5], np.float32), 3)
            row = np.floor(level)
            edge = level - row
            tone = random_of(row) + (random_of(row + 1.0) - random_of(row)) * smoothstep(0.55, 1.0, edge)
            albedo = ramp(
                tone + 0.12 * gradient_noise(q * np.array([0.6, 0.6, 5.0], np.float32)),
                np.linspace(0, 1, len(bands)).tolist(),
                bands,
            )
            return tint(albedo, np.float32(grain) * gradient_noise(fine(p))), (0.008 * (tone - 0.5)).astype(np.float32)

        return shader

    return recipe


def bricks(
    colours: Sequence[str], mortar: str, height: tuple[float, float] = (0.09, 0.15), length: float = 2.3
) -> Recipe:
    """Courses of bricks, every second shifted by half, in mortar."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, joint = vary_all(rng, colours, 0.012, 0.07), vary(rng, mortar, 0.02)
        wrap, fine = wrapped(rng, *height), anywhere(rng, 0.03, 0.05)
        stretch, gap = length * rng.uniform(0.85, 1.15), rng.uniform(0.07, 0.11)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            row = np.floor(uv[:, 1])
            along = uv[:, 0] / np.float32(stretch) + 0.5 * (row % 2.0)
            column = np.floor(along)
            x, y = np.abs(along - column - 0.5) * np.float32(stretch), np.abs(uv[:, 1] - row - 0.5)
            grain = fractal(fine(p), 3, 0.7)
            inset = np.minimum(stretch / 2.0 - x, 0.5 - y) + 0.03 * grain
            solid = smoothstep(gap * 0.6, gap * 1.1, inset)
            albedo = tint(choose(random_of(row, column), tones), 0.2 * grain + 0.15 * (random_of(column, row) - 0.5))
            return mix(tint(joint, 0.15 * grain), albedo, solid), 0.02 * (solid - 0.7) + 0.004 * grain

        return shader

    return recipe


def cobbles(colours: Sequence[str], gap: str, size: tuple[float, float] = (0.13, 0.22), jitter: float = 0.75) -> Recipe:
    """Rounded stones set side by side."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, joint, place = vary_all(rng, colours, 0.02, 0.07), vary(rng, gap), anywhere(rng, *size)
        fine = anywhere(rng, 0.03, 0.05)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            stone = cells(displace(place(p), 0.12, 2.0), jitter)
            grain = fractal(fine(p), 3, 0.6)
            albedo = tint(choose(stone.identity[:, 0], tones), 0.16 * grain + 0.25 * (stone.identity[:, 1] - 0.5))
            dome = smoothstep(0.02, 0.5, stone.border)
            albedo = tint(albedo, 0.45 * (dome - 0.75))
            return mix(joint, albedo, smoothstep(0.05, 0.13, stone.border)), 0.05 * (dome - 0.6)

        return shader

    return recipe


def _concrete(rng: np.random.Generator) -> Shader:
    base, place, fine = vary(rng, "a3a29d", 0.03, 0.3), anywhere(rng, 0.3, 0.5), anywhere(rng, 0.02, 0.035)
    pores = anywhere(rng, 0.09, 0.13)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        albedo = tint(base, 0.22 * fractal(place(p), 4, 0.6) + 0.09 * gradient_noise(fine(p)))
        hole = cells(pores(p))
        pit = smoothstep(0.16, 0.09, hole.nearest) * (hole.identity[:, 0] > 0.5)
        crack = smoothstep(0.965, 0.985, 1.0 - np.abs(gradient_noise(displace(place(p) * 0.8, 0.3, 2.0)))) * 0.6
        return mix(albedo, base * np.float32(0.4), np.maximum(pit * 0.8, crack)), -0.008 * pit - 0.004 * crack

    return shader


def _terrazzo(rng: np.random.Generator) -> Shader:
    base = vary(rng, "ece8e0", 0.05)
    chips = vary_all(rng, ("c65f48", "3f6a70", "e0a94a", "4a4a4c", "b9b1a6", "8f5a4a"), 0.03)
    place = anywhere(rng, 0.09, 0.14)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p)
        big, small = cells(q), cells(q * 2.0 + 19.0)
        albedo = mix(
            base,
            choose(small.identity[:, 0], chips),
            smoothstep(0.16, 0.22, small.border) * (small.identity[:, 1] < 0.4),
        )
        return mix(
            albedo, choose(big.identity[:, 0], chips), smoothstep(0.18, 0.24, big.border) * (big.identity[:, 1] < 0.5)
        ), flat(p)

    return shader


_GREYS = ("5c5a57", "8b8883", "b4b0a9")

STYLES: tuple[Style, ...] = (
    Style(
        "marble",
        ("marble", "white marble", "polished marble", "veined marble"),
        Kind.STONE,
        marble("f4f2ee", "d9d9da", "6d7178"),
        1.5,
    ),
    Style(
        "black marble", ("black marble", "dark marble"), Kind.STONE, marble("17171a", "2b2b30", "e4ded2"), 0.7, "marble"
    ),
    Style(
        "green marble",
        ("green marble", "dark green marble"),
        Kind.STONE,
        marble("1d5a40", "123a2a", "bcd8c4"),
        0.5,
        "marble",
    ),
    Style(
        "pink marble", ("pink marble", "rose marble"), Kind.STONE, marble("efc6ba", "e0a79c", "8f4f4c"), 0.5, "marble"
    ),
    Style(
        "brown marble",
        ("brown marble", "beige marble"),
        Kind.STONE,
        marble("b58c66", "8f6543", "f0dcc0"),
        0.4,
        "marble",
    ),
    Style(
        "granite",
        ("granite", "grey granite", "polished granite"),
        Kind.STONE,
        granite(("d6d3cf", "aaa7a4", "7c7a79", "c2b8ae", "3a393a")),
    ),
    Style(
        "red granite",
        ("red granite", "pink granite"),
        Kind.STONE,
        granite(("c07a66", "a85f50", "d7a391", "8a7f7c", "2f2a2a")),
        0.5,
        "granite",
    ),
    Style(
        "black granite",
        ("black granite", "dark granite"),
        Kind.STONE,
        granite(("2a2b2e", "1b1c1e", "3f4145", "5e6167", "0d0d0e")),
        0.5,
        "granite",
    ),
    Style(
        "sandstone",
        ("sandstone", "layered sandstone", "yellow sandstone"),
        Kind.STONE,
        layers(("b5803f", "d3a566", "e3c18a", "c28a55", "dcb27a"), (0.05, 0.10), 1.0, 0.14),
    ),
    Style(
        "slate",
        ("slate", "slate stone", "grey slate"),
        Kind.STONE,
        layers(("2f363d", "434c54", "58626a", "39414a"), (0.035, 0.07), 2.0, 0.16),
    ),
    Style("rock", ("rock", "stone", "grey stone", "rough stone"), Kind.STONE, rock(_GREYS, (0.25, 0.45)), 1.5),
    Style(
        "mossy stone",
        ("mossy stone", "mossy rock", "stone with moss"),
        Kind.STONE,
        rock(_GREYS, (0.25, 0.45), 0.4, 0.12),
    ),
    Style(
        "brick",
        ("brick", "bricks", "brick wall", "red brick"),
        Kind.STONE,
        bricks(("9c3f2b", "b04a33", "8a3526", "a9563c", "7d3a2c"), "cfc6b8"),
        1.5,
    ),
    Style(
        "white brick",
        ("white brick", "white brick wall", "whitewashed bricks"),
        Kind.STONE,
        bricks(("eeebe4", "e2ded6", "f5f3ee"), "b9b3a8"),
        0.5,
        "brick",
    ),
    Style(
        "stone wall",
        ("stone wall", "stone blocks", "castle wall"),
        Kind.STONE,
        bricks(("8f8b84", "a39e95", "7b7771", "b0aa9e"), "55514b", (0.16, 0.24), 1.8),
    ),
    Style("concrete", ("concrete", "grey concrete", "cement"), Kind.STONE, _concrete),
    Style(
        "cobblestone",
        ("cobblestone", "cobblestones", "paving stones"),
        Kind.STONE,
        cobbles(("7e7b78", "96928d", "67656a", "a59d92"), "2e2b28"),
    ),
    Style(
        "pebbles",
        ("pebbles", "river pebbles", "gravel"),
        Kind.STONE,
        cobbles(("b9a48c", "8e8a86", "d9d2c6", "6c6866", "a5795c", "eee9e0"), "3a332c", (0.09, 0.14), 0.95),
    ),
    Style("terrazzo", ("terrazzo", "speckled terrazzo"), Kind.STONE, _terrazzo),
)
