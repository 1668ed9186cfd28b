"""Hides, furs and feathers, and the styles of `shells`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, shade, tint, vary, vary_all
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import Placement, anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style
from .shells import bone, pearl, turtle_shell


def _hairs(place: Placement, p: Array) -> Array:
    """Fine streaks (M,) around 0 that hang down and wave."""
    q = displace(place(p), 1.5, 0.12)
    return gradient_noise(q * np.array([1.0, 1.0, 0.16], np.float32))


def fur(colours: Sequence[str], shaggy: float = 1.0) -> Recipe:
    """Hanging strands in tufts, dark at their roots."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, hair = vary_all(rng, colours, 0.012, 0.07), upright(rng, 0.022, 0.034, tilt=0.3)
        tuft = upright(rng, 0.09, 0.14, tilt=0.3)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            strands = _hairs(hair, p)
            clump = gradient_noise(displace(tuft(p), 0.6, 0.8) * np.array([1.0, 1.0, 0.4], np.float32))
            tone = 0.5 + 0.55 * strands + np.float32(0.45 * shaggy) * clump
            return ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops), 0.02 * (strands + clump)

        return shader

    return recipe


def _leopard(rng: np.random.Generator) -> Shader:
    light, tan, black = vary_all(rng, ("edc88a", "b5742e", "1d130c"), 0.012)
    place, hair = anywhere(rng, 0.16, 0.23), upright(rng, 0.018, 0.025)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.12, 2.5)
        spot = cells(q, 0.6)
        radius = spot.nearest + 0.1 * gradient_noise(q * 3.0)
        # A rosette: a broken dark ring around a darker middle.
        gap = gradient_noise(q * 2.4 + 7.0)
        ring = smoothstep(0.05, 0.02, np.abs(radius - 0.33) - 0.085) * smoothstep(-0.28, -0.18, gap)
        albedo = tint(mix(light, tan, smoothstep(0.36, 0.30, radius) * 0.8), 0.10 * _hairs(hair, p))
        return mix(albedo, black, ring), 0.003 * ring

    return shader


def stripes_of(ground: str, belly: str, stripe: str, width: tuple[float, float], balance: float) -> Recipe:
    """Branching, tapering bands around the body."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, pale, dark = vary_all(rng, (ground, belly, stripe), 0.01, 0.05)
        place, hair = upright(rng, *width, tilt=0.5), upright(rng, 0.018, 0.025)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = place(p) * 0.5
            wave = q[:, 2] + 0.55 * fractal(q * np.array([0.55, 0.55, 0.35], np.float32), 2)
            band = (
                np.sin(2.0 * np.pi * wave)
                + 0.9 * gradient_noise(q * np.array([1.1, 1.1, 0.6], np.float32) + 5.0)
                + np.float32(balance)
            )
            albedo = tint(mix(base, pale, smoothstep(0.2, -0.7, n[:, 2]) * 0.8), 0.10 * _hairs(hair, p))
            return mix(albedo, dark, smoothstep(0.06, 0.2, band)), np.zeros(len(p), np.float32)

        return shader

    return recipe


def patches(
    ground: str, patch: Sequence[str], size: tuple[float, float], gap: float, share: float = 1.0, warp: float = 0.15
) -> Recipe:
    """Cells of colour separated by lighter ways (giraffe), or only a share of them coloured (cow)."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, tones = vary(rng, ground), vary_all(rng, patch, 0.012, 0.07)
        place, hair = anywhere(rng, *size), upright(rng, 0.018, 0.026)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), warp, 2.0)
            hairs = 0.12 * _hairs(hair, p)
            if share < 1.0:
                blot = fractal(q, 3, 0.45)
                on = smoothstep(0.02, 0.07, blot + np.float32(share - 0.5))
                return mix(tint(base, hairs), tint(tones[0], hairs), on), np.zeros(len(p), np.float32)
            cell = cells(q, 0.85)
            albedo = tint(choose(cell.identity[:, 0], tones), hairs + 0.25 * smoothstep(0.1, 0.5, cell.border) - 0.15)
            return mix(tint(base, hairs), albedo, smoothstep(gap * 0.7, gap * 1.3, cell.border)), np.zeros(
                len(p), np.float32
            )

        return shader

    return recipe


def spots(ground: str, spot: str, size: tuple[float, float], radius: tuple[float, float], hairy: bool = True) -> Recipe:
    """Scattered round spots of uneven size."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, dark = vary(rng, ground), vary(rng, spot)
        place, hair = anywhere(rng, *size), upright(rng, 0.018, 0.025)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.1, 2.0)
            cell = cells(q, 0.8)
            limit = radius[0] + (radius[1] - radius[0]) * cell.identity[:, 0]
            on = smoothstep(0.03, -0.03, cell.nearest - limit)
            ground_colour = tint(base, 0.10 * _hairs(hair, p)) if hairy else np.broadcast_to(base, (len(p), 3))
            return mix(ground_colour, dark, on), np.zeros(len(p), np.float32)

        return shader

    return recipe


def feathers(colours: Sequence[str], size: tuple[float, float], eye: Sequence[str] = ()) -> Recipe:
    """Overlapping feathers with shaft and barbs; `eye`: rings of a peacock's eye, from the middle outwards."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, wrap = vary_all(rng, colours, 0.02, 0.07), wrapped(rng, *size, turn=0.25)
        rings = vary_all(rng, eye, 0.01) if eye else []

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n) * np.array([1.0, 0.9], np.float32)
            albedo = np.zeros((len(p), 3), np.float32)
            relief = np.zeros(len(p), np.float32)
            row0 = np.floor(uv[:, 1] * 2.0)
            for step in (-1.0, 0.0, 1.0, 2.0):
                # Upper rows lie over lower ones, each hangs down from its row.
                row = row0 + step
                shifted = uv[:, 0] + 0.5 * (row % 2.0)
                column = np.floor(shifted)
                x = shifted - column - 0.5
                y = row * 0.5 + 0.5 - uv[:, 1]
                width = 0.5 * np.sqrt(np.clip(1.0 - np.clip(y - 0.35, 0.0, 1.0) ** 2 / 0.40, 0.0, 1.0))
                inside = (np.abs(x) < width) & (y > -0.5) & (y < 1.0)
                barb = np.sin((np.abs(x) * 1.6 - y) * 34.0) * 0.09
                edge = np.abs(x) / np.maximum(width, 1e-3)
                tone = tint(
                    choose(random_of(row, column), tones), barb - 0.35 * smoothstep(0.7, 1.0, edge) + 0.25 * (y - 0.3)
                )
                tone = mix(tone, shade(tones[0], 1.55), smoothstep(0.035, 0.015, np.abs(x)) * 0.8)
                if rings:
                    distance = np.hypot(x * 1.2, y - 0.55) / 0.34
                    level = np.clip((distance * len(rings)).astype(np.int64), 0, len(rings) - 1)
                    tone = np.where((distance < 1.0)[:, None], np.stack(rings)[level], tone)
                albedo = np.where(inside[:, None], tone, albedo)
                relief = np.where(inside, 0.02 * (y - 0.3), relief)
            return albedo, relief.astype(np.float32)

        return shader

    return recipe


STYLES: tuple[Style, ...] = (
    Style("leopard", ("leopard", "leopard print", "leopard fur", "leopard skin"), Kind.ANIMAL, _leopard, 1.3),
    Style(
        "zebra",
        ("zebra", "zebra print", "zebra stripes"),
        Kind.ANIMAL,
        stripes_of("f4f2ee", "f8f8f6", "121214", (0.10, 0.16), 0.0),
        1.2,
    ),
    Style(
        "tiger",
        ("tiger", "tiger print", "tiger fur", "tiger stripes"),
        Kind.ANIMAL,
        stripes_of("e07a1c", "f4dfc0", "17100c", (0.12, 0.19), -0.35),
        1.2,
    ),
    Style(
        "giraffe",
        ("giraffe", "giraffe print", "giraffe skin"),
        Kind.ANIMAL,
        patches("f0dcae", ("a5642a", "8f5222", "b87434"), (0.24, 0.36), 0.12),
    ),
    Style(
        "cow",
        ("cow", "cow print", "black and white cow hide"),
        Kind.ANIMAL,
        patches("f6f3ee", ("17161a",), (0.4, 0.6), 0.0, 0.5),
    ),
    Style(
        "dalmatian",
        ("dalmatian", "dalmatian dog spots"),
        Kind.ANIMAL,
        spots("f7f5f2", "16161a", (0.16, 0.24), (0.16, 0.36)),
    ),
    Style(
        "ladybug",
        ("ladybug", "ladybird", "red with black dots"),
        Kind.ANIMAL,
        spots("d4201a", "101012", (0.28, 0.4), (0.26, 0.34), False),
    ),
    Style(
        "brown fur",
        ("brown fur", "fur", "furry", "bear fur"),
        Kind.ANIMAL,
        fur(("24140a", "5c3a1e", "946338", "c99a66")),
        1.2,
    ),
    Style(
        "white fur",
        ("white fur", "polar bear fur", "fluffy white fur"),
        Kind.ANIMAL,
        fur(("b4b0a8", "e4e0d8", "f8f6f2", "ffffff")),
    ),
    Style(
        "black fur",
        ("black fur", "black cat fur", "panther fur"),
        Kind.ANIMAL,
        fur(("050506", "16161a", "2c2c32", "56565e")),
        0.7,
    ),
    Style(
        "fox fur",
        ("fox fur", "orange fur", "ginger fur"),
        Kind.ANIMAL,
        fur(("5a220a", "b0521a", "e0843a", "f7c48a")),
        0.8,
    ),
    Style(
        "pink fur",
        ("pink fur", "fluffy pink fur"),
        Kind.ANIMAL,
        fur(("8a2a5a", "e060a0", "f694c4", "ffd4e8")),
        0.4,
        "fur",
    ),
    Style(
        "feathers",
        ("feathers", "white feathers", "bird feathers", "feathered"),
        Kind.ANIMAL,
        feathers(("f4f1ea", "e6e0d6", "d6d0c6"), (0.17, 0.26)),
    ),
    Style(
        "owl feathers",
        ("owl feathers", "brown feathers", "hawk feathers"),
        Kind.ANIMAL,
        feathers(("7a5432", "9c7348", "5c3c22", "b8946a"), (0.17, 0.26)),
    ),
    Style(
        "parrot feathers",
        ("parrot feathers", "colourful feathers", "tropical bird feathers"),
        Kind.ANIMAL,
        feathers(("d42a2a", "f0b422", "2a9a4a", "2a5cd0"), (0.17, 0.26)),
    ),
    Style(
        "peacock feathers",
        ("peacock feathers", "peacock"),
        Kind.ANIMAL,
        feathers(("1f7a4a", "2a8f5c", "38a36a"), (0.4, 0.55), ("14146a", "1a3ac0", "18a8b8", "b87a2a", "8ab83a")),
    ),
    Style("turtle shell", ("turtle shell", "tortoise shell", "tortoiseshell"), Kind.ANIMAL, turtle_shell),
    Style("bone", ("bone", "old bone", "skeleton bone"), Kind.ANIMAL, bone),
    Style("pearl", ("pearl", "mother of pearl", "nacre"), Kind.ANIMAL, pearl),
)
