"""Leathers and hides, and plaited fibres."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import mix, ramp, rgb, shade, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style


def leather(colour: str) -> Recipe:
    """Pebbled grain in fine creases, darker in the folds, with a dull sheen."""

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, colour, 0.012, 0.1, 0.08)
        grain, fold, wear, sheen = (
            anywhere(rng, 0.045, 0.075),
            anywhere(rng, 0.3, 0.5),
            anywhere(rng, 0.3, 0.5),
            gloss(rng, 0.16),
        )

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            pebble = cells(displace(grain(p), 0.35, 0.8))
            crease = smoothstep(0.22, 0.03, pebble.border)
            wrinkle = smoothstep(0.95, 1.0, 1.0 - np.abs(gradient_noise(displace(fold(p), 0.4, 1.5))))
            albedo = tint(base, 0.2 * fractal(wear(p), 3) + 0.12 * (pebble.identity[:, 0] - 0.5))
            albedo = mix(albedo, shade(base, 1.45), sheen(p, n) * 0.5)
            dark = np.clip(0.42 * crease + 0.4 * wrinkle, 0.0, 1.0)
            return mix(albedo, base * np.float32(0.35), dark), 0.008 * (0.5 - dark)

        return shader

    return recipe


def quilted(colour: str) -> Recipe:
    """Padded diamonds with buttons, as on old sofas."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wrap = vary(rng, colour, 0.012), wrapped(rng, 0.38, 0.55)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            u, v = wrap(p, n).T
            a, b = u + v, u - v
            x, y = np.abs(a - np.round(a)), np.abs(b - np.round(b))
            seam = np.minimum(x, y)
            pad = smoothstep(0.0, 0.4, seam)
            button = smoothstep(0.11, 0.085, np.hypot(x, y))
            light = np.clip((a - np.floor(a) - 0.5) * 0.35, -0.3, 0.3)
            albedo = tint(base, 0.75 * (pad - 0.7) + light * pad)
            albedo = mix(
                albedo, shade(base, 1.35), smoothstep(0.55, 0.9, pad) * smoothstep(0.0, 0.4, light * 3.0) * 0.6
            )
            return mix(albedo, shade(base, 1.15), button * 0.9), 0.04 * (pad - 0.6) + 0.01 * button

        return shader

    return recipe


def scales(colours: Sequence[str], size: tuple[float, float], rim: str, gleam: float = 0.0) -> Recipe:
    """Overlapping rounded scales in staggered rows."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, edge = vary_all(rng, colours, 0.02, 0.07), rgb(rim)
        wrap, patch = wrapped(rng, *size), anywhere(rng, 0.3, 0.5)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            radius = np.ones(len(p), np.float32)
            tone = np.zeros(len(p), np.float32)
            row0 = np.floor(uv[:, 1] * 2.0)
            for step in (-1.0, 0.0, 1.0, 2.0):
                # Rows are half a scale apart; each hangs down over the row below it.
                row = row0 + step
                shifted = uv[:, 0] + 0.5 * (row % 2.0)
                column = np.floor(shifted)
                x = shifted - column - 0.5
                y = row * 0.5 + 0.5 - uv[:, 1]
                distance = np.hypot(x, np.maximum(y - 0.4, 0.0)) / 0.5
                covers = (distance < 1.0) & (y > -0.5)
                radius = np.where(covers, distance, radius)
                tone = np.where(covers, random_of(row, column), tone)
            value = 0.3 + 0.35 * (tone - 0.5) + 0.35 * fractal(patch(p), 3) + 0.5 * (0.8 - radius)
            albedo = ramp(value, np.linspace(0, 1, len(stops)).tolist(), stops)
            if gleam:
                albedo = mix(albedo, rgb("ffffff"), smoothstep(0.25, 0.05, np.abs(radius - 0.6)) * np.float32(gleam))
            return mix(albedo, edge, smoothstep(0.82, 0.97, radius)), 0.02 * (1.0 - radius)

        return shader

    return recipe


def _crocodile(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("14180c", "39451f", "5d6a34", "86905a"), 0.02, 0.08)
    place = upright(rng, 0.13, 0.19)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p) * np.array([1.0, 1.0, 1.35], np.float32)
        plate = cells(q, 0.55)
        dome = smoothstep(0.03, 0.45, plate.border)
        value = 0.15 + 0.55 * dome + 0.3 * (plate.identity[:, 0] - 0.5) + 0.15 * gradient_noise(q * 4.0)
        return mix(
            ramp(value, (0.0, 0.35, 0.7, 1.0), stops), stops[0] * np.float32(0.5), smoothstep(0.10, 0.04, plate.border)
        ), 0.04 * (dome - 0.5)

    return shader


def _snake(rng: np.random.Generator) -> Shader:
    light, mid, dark = vary_all(rng, ("d9c79c", "8f7a4a", "2e2618"), 0.02, 0.08)
    wrap = wrapped(rng, 0.045, 0.07)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        a, b = uv[:, 0] + uv[:, 1], uv[:, 0] - uv[:, 1]
        i, j = np.floor(a), np.floor(b)
        inset = 0.5 - np.maximum(np.abs(a - i - 0.5), np.abs(b - j - 0.5))
        # Big diamonds made of small scales: the colour of a scale follows its middle.
        u, v = (i + j + 1.0) / 2.0, (i - j) / 2.0
        big = np.abs((u / 9.0) % 1.0 - 0.5) + np.abs((v / 11.0) % 1.0 - 0.5) + 0.08 * (random_of(i, j) - 0.5)
        albedo = np.where((big < 0.28)[:, None], mid, np.where((big < 0.42)[:, None], dark, light))
        albedo = tint(albedo, 0.25 * (random_of(j, i) - 0.5))
        return mix(albedo, dark * np.float32(0.6), smoothstep(0.16, 0.05, inset) * 0.8), 0.012 * smoothstep(
            0.0, 0.3, inset
        )

    return shader


def wicker(colour: str, size: tuple[float, float], thick: bool = False) -> Recipe:
    """Basket weave: level canes going over and under upright ones."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wrap = vary(rng, colour, 0.015, 0.1, 0.08), wrapped(rng, *size)
        ratio = 1.0 if thick else 2.2

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            row = np.floor(uv[:, 1] * ratio)
            y = uv[:, 1] * ratio - row - 0.5
            phase = uv[:, 0] + 0.5 * (row % 2.0)
            x = phase - np.floor(phase) - 0.5
            bulge = np.cos(np.pi * x)
            round_ = np.sqrt(np.clip(1.0 - (y / 0.46) ** 2, 0.0, 1.0))
            body = round_ * bulge
            stake = smoothstep(0.5, 0.38, np.abs(x)) < 0.5
            fibre = gradient_noise(np.stack((uv[:, 0] * 1.2, uv[:, 1] * ratio * 5.0, row), 1).astype(np.float32))
            albedo = tint(base, 0.18 * fibre + 0.3 * (random_of(np.floor(phase), row) - 0.5))
            dark = np.where(stake, 0.55, 1.0) * (0.25 + 0.75 * body)
            return tint(albedo, dark - 0.78), 0.03 * (body - 0.5)

        return shader

    return recipe


def _straw(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("6f5220", "b58f3c", "dbbc66", "f2dc96"), 0.012), upright(rng, 0.04, 0.06, tilt=0.2)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.9, 0.25)
        stalk = np.zeros(len(p), np.float32)
        for k, tilt in enumerate((0.0, 0.22, -0.25)):
            leaned = q + q[:, 2:3] * np.array([tilt, -tilt, 0.0], np.float32) + np.float32(13.0 * k)
            stalk = np.maximum(stalk, gradient_noise(leaned * np.array([1.2, 1.2, 0.09], np.float32)) + 0.12 * k - 0.1)
        return ramp(0.25 + 0.9 * stalk, (0.0, 0.35, 0.7, 1.0), stops), 0.02 * stalk

    return shader


def _rope(rng: np.random.Generator) -> Shader:
    base, wrap = vary(rng, "c4a068", 0.012), wrapped(rng, 0.11, 0.17)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        y = uv[:, 1] - np.floor(uv[:, 1]) - 0.5
        lay = uv[:, 0] * 1.6 + y * 1.5
        x = lay - np.floor(lay) - 0.5
        strand = np.sqrt(np.clip(1.0 - (x / 0.5) ** 2, 0, 1)) * np.sqrt(np.clip(1.0 - (y / 0.5) ** 2, 0, 1))
        fibre = gradient_noise(np.stack((lay * 7.0, (uv[:, 0] - y) * 1.5, np.floor(uv[:, 1])), 1).astype(np.float32))
        return tint(base, 1.05 * (strand - 0.85) + 0.2 * fibre), 0.04 * (strand - 0.5)

    return shader


_LEATHERS = {
    "red": "8e1c1c",
    "black": "1d1b1a",
    "white": "ece6da",
    "tan": "b9824c",
    "green": "2f5a38",
    "blue": "27406e",
    "dark brown": "40261a",
}

STYLES: tuple[Style, ...] = (
    Style("leather", ("leather", "brown leather", "old leather", "worn leather"), Kind.LEATHER, leather("7a4524"), 1.5),
    *(
        Style(
            f"{name} leather",
            (f"{name} leather", f"{name} hide", f"worn {name} leather"),
            Kind.LEATHER,
            leather(code),
            0.5,
            "leather",
        )
        for name, code in _LEATHERS.items()
    ),
    Style(
        "quilted leather",
        ("quilted leather", "tufted leather", "chesterfield leather"),
        Kind.LEATHER,
        quilted("6e3018"),
    ),
    Style("crocodile skin", ("crocodile skin", "crocodile", "crocodile leather"), Kind.LEATHER, _crocodile),
    Style("snake skin", ("snake skin", "snakeskin", "snake"), Kind.LEATHER, _snake),
    Style(
        "fish scales",
        ("fish scales", "fish", "silver scales"),
        Kind.ANIMAL,
        scales(("4f6f86", "8fb0c2", "c4d8e0", "eef6f8"), (0.10, 0.15), "2c4252", 0.35),
    ),
    Style(
        "dragon scales",
        ("dragon scales", "dragon", "red scales"),
        Kind.ANIMAL,
        scales(("3a0508", "8a1212", "c4331c", "ee7a34"), (0.15, 0.22), "1a0304"),
    ),
    Style(
        "mermaid scales",
        ("mermaid scales", "teal scales", "green scales"),
        Kind.ANIMAL,
        scales(("0a4a6a", "12909a", "3cc8a0", "a0f0c8"), (0.13, 0.19), "083048", 0.3),
    ),
    Style(
        "roof tiles",
        ("roof tiles", "clay roof tiles", "shingles"),
        Kind.CERAMIC,
        scales(("7a301c", "a5462a", "c25f3c", "d67f58"), (0.16, 0.24), "3a150c"),
    ),
    Style(
        "wicker", ("wicker", "wicker basket", "woven willow", "basket"), Kind.FIBRE, wicker("b8864a", (0.15, 0.23)), 1.3
    ),
    Style("rattan", ("rattan", "cane weave", "pale rattan"), Kind.FIBRE, wicker("dcb67a", (0.10, 0.14), True)),
    Style("straw", ("straw", "hay", "thatch", "dry straw"), Kind.FIBRE, _straw),
    Style("rope", ("rope", "coiled rope", "hemp rope"), Kind.FIBRE, _rope),
)
