"""Growing and elemental things: plants, earth, sand, and the styles of `elements`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, rgb, tint, vary, vary_all
from .elements import clouds, fire, galaxy, ice, molten, water
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style


def blades(colours: Sequence[str], width: tuple[float, float], length: float = 5.0) -> Recipe:
    """Upright blades over darker ones, as in a lawn."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, patch = vary_all(rng, colours, 0.02, 0.08), upright(rng, *width), anywhere(rng, 0.3, 0.5)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 1.0, 0.3)
            value = np.full(len(p), -1.0, np.float32)
            for k, lean in enumerate((0.0, 0.35, -0.35)):
                bent = q + q[:, 2:3] * np.array([lean, 0.6 * lean, 0.0], np.float32) + np.float32(17.0 * k)
                value = np.maximum(
                    value, gradient_noise(bent * np.array([1.0, 1.0, 1.0 / length], np.float32)) + 0.1 * k
                )
            tone = 0.1 + 0.85 * value + 0.18 * fractal(patch(p), 2)
            return ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops), 0.03 * value

        return shader

    return recipe


def tufts(colours: Sequence[str], size: tuple[float, float]) -> Recipe:
    """Soft cushions, as of moss."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, fine = vary_all(rng, colours, 0.02, 0.08), anywhere(rng, *size), anywhere(rng, 0.02, 0.03)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.4, 1.5)
            cushion = smoothstep(0.9, 0.05, cells(q).nearest)
            tone = 0.1 + 0.7 * cushion + 0.28 * fractal(fine(p), 2) + 0.15 * gradient_noise(q * 0.4)
            return ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops), 0.035 * (cushion - 0.5)

        return shader

    return recipe


def leaves(colours: Sequence[str], shadow: str, size: tuple[float, float]) -> Recipe:
    """Overlapping pointed leaves with a mid rib, in three layers."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, dark, wrap = vary_all(rng, colours, 0.02, 0.08), rgb(shadow), wrapped(rng, *size, turn=3.1)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            albedo = np.broadcast_to(dark, (len(p), 3)).astype(np.float32)
            relief = np.zeros(len(p), np.float32)
            for layer in range(4):
                angle = (0.75, -0.65, 0.35, -0.15)[layer]
                c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
                turned = np.stack((uv[:, 0] * c - uv[:, 1] * s, uv[:, 0] * s + uv[:, 1] * c), axis=1)
                q = (turned * (1.1, 0.7) + 23.0 * layer).astype(np.float32)
                column = np.floor(q[:, 0])
                q[:, 1] += 0.5 * (column % 2.0)
                x, y = (q - np.floor(q) - 0.5).T
                number = cells(np.stack((np.floor(q[:, 0]) + 0.5, np.floor(q[:, 1]) + 0.5), 1), 0.0).identity
                width = 0.44 * np.sqrt(np.clip(1.0 - (y / 0.49) ** 2, 0.0, 1.0)) * (0.85 - 0.5 * y)
                inside = (np.abs(x) < width) & (number[:, 1] < 0.85)
                rib = (
                    smoothstep(0.05, 0.02, np.abs(x))
                    + 0.6 * smoothstep(0.1, 0.04, np.abs(((y + np.abs(x) * 0.8) * 6.0) % 1.0 - 0.5)) * 0.5
                )
                leaf = tint(
                    choose(number[:, 0], tones),
                    0.30 * x / 0.44 + 0.35 * (np.abs(x) / np.maximum(width, 1e-3) < 0.85) - 0.28 + 0.06 * layer,
                )
                leaf = mix(leaf, leaf + (1.0 - leaf) * np.float32(0.45), rib)
                albedo = np.where(inside[:, None], leaf, albedo)
                relief = np.where(inside, 0.012 * layer - 0.02, relief)
            return albedo, relief.astype(np.float32)

        return shader

    return recipe


def grains(colours: Sequence[str], ripples: float, glint: str | None = None) -> Recipe:
    """Loose grains in wind ripples; `glint`: colour of single sparkling grains."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, fine = vary_all(rng, colours, 0.012, 0.05), upright(rng, 0.12, 0.2), anywhere(rng, 0.014, 0.02)
        strength = ripples * rng.uniform(0.6, 1.2)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = place(p)
            wave = np.sin(2.0 * np.pi * (q[:, 2] * 0.9 + 0.4 * q[:, 0] + 0.45 * fractal(q * 0.4, 2)))
            grain = gradient_noise(fine(p))
            tone = 0.5 + np.float32(0.25 * strength) * wave + 0.35 * grain + 0.15 * gradient_noise(q * 0.6)
            albedo = ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops)
            if glint:
                albedo = mix(albedo, rgb(glint), smoothstep(0.72, 0.85, gradient_noise(fine(p) * 0.8 + 9.0)))
            return albedo, (0.012 * strength * wave).astype(np.float32)

        return shader

    return recipe


def _mud(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("2a1b10", "4a3220", "6b4c32", "8a6a4c"), 0.012), anywhere(rng, 0.16, 0.28)
    shine = gloss(rng, 0.12)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.5, 1.5)
        height = fractal(q, 4, 0.6)
        wet = smoothstep(0.1, -0.35, height)
        albedo = ramp(0.5 + 0.75 * height, (0.0, 0.4, 0.75, 1.0), stops)
        return mix(albedo, rgb("b9a894"), shine(p, n) * wet * 0.8), 0.03 * height

    return shader


def _cracked_earth(rng: np.random.Generator) -> Shader:
    tone, dark = vary(rng, "c0966a", 0.015), vary(rng, "3f2917")
    place, fine = anywhere(rng, 0.22, 0.34), anywhere(rng, 0.04, 0.06)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        plate = cells(displace(place(p), 0.22, 2.2))
        curl = smoothstep(0.1, 0.4, plate.border)
        albedo = tint(tone, 0.22 * (plate.identity[:, 0] - 0.5) + 0.14 * fractal(fine(p), 3) + 0.14 * (1.0 - curl))
        crack = smoothstep(0.11, 0.05, plate.border)
        return mix(albedo, dark, crack), 0.03 * (0.4 - crack)

    return shader


def _flowers(rng: np.random.Generator) -> Shader:
    petals = vary_all(rng, ("e8384f", "f7c52d", "fdfdfd", "c05ad0", "f58ab0"), 0.02)
    green, wrap = vary_all(rng, ("1f4a18", "3c7a28", "6aa83e"), 0.02), wrapped(rng, 0.17, 0.26, 0.5)
    lawn = anywhere(rng, 0.03, 0.05)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        albedo = ramp(0.5 + 0.9 * gradient_noise(lawn(p)), (0.0, 0.5, 1.0), green)
        relief = np.zeros(len(p), np.float32)
        for layer in range(2):
            uv = wrap(p, n) + np.float32(0.5 * layer)
            cell = np.floor(uv)
            number = cells(cell + np.float32(0.5 + 31 * layer), 0.0).identity
            x, y = (uv - cell - 0.5 - 0.2 * (number[:, :2] - 0.5)).T
            radius, angle = np.hypot(x, y), np.arctan2(y, x) + 6.3 * number[:, 0]
            bloom = radius < 0.27 + 0.10 * np.cos(5.0 * angle)
            colour = tint(choose(number[:, 2], petals), 0.25 * np.cos(5.0 * angle) - 0.2)
            colour = np.where((radius < 0.1)[:, None], rgb("f2b81e"), colour)
            albedo = np.where(bloom[:, None], colour, albedo)
            relief = np.where(bloom, 0.02, relief)
        return albedo, relief.astype(np.float32)

    return shader


def _coral(rng: np.random.Generator) -> Shader:
    base = vary(rng, ("f0705c", "f58a78", "e8587a")[int(rng.integers(3))], 0.02)
    place = anywhere(rng, 0.10, 0.16)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.6, 1.0)
        maze = smoothstep(-0.12, 0.12, gradient_noise(q) + 0.3 * gradient_noise(q * 2.0))
        return mix(base * np.float32(0.5), tint(base, 0.1 * gradient_noise(q * 5.0) + 0.08), maze), 0.03 * (maze - 0.5)

    return shader


def _cactus(rng: np.random.Generator) -> Shader:
    base, wrap = vary(rng, "4a8a44", 0.02), wrapped(rng, 0.12, 0.18)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        x = uv[:, 0] - np.floor(uv[:, 0]) - 0.5
        rib = np.cos(np.pi * x)
        y = uv[:, 1] * 1.5 - np.floor(uv[:, 1] * 1.5) - 0.5
        angle, radius = np.arctan2(y / 1.5, x), np.hypot(x, y / 1.5)
        thorn = (radius < 0.30) & (np.abs(np.sin(2.5 * angle)) < 0.22) | (radius < 0.06)
        return mix(tint(base, 0.7 * (rib - 0.75)), rgb("f4ecc8"), thorn.astype(np.float32)), 0.03 * (rib - 0.5)

    return shader


def _toadstool(rng: np.random.Generator) -> Shader:
    red, place = vary(rng, "c8181a"), anywhere(rng, 0.30, 0.42)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        spot = cells(place(p), 0.8)
        wart = smoothstep(
            0.03, -0.03, spot.nearest - (0.20 + 0.16 * spot.identity[:, 0]) + 0.06 * gradient_noise(place(p) * 5.0)
        )
        return mix(tint(red, 0.12 * gradient_noise(place(p))), rgb("fbf5e6"), wart), 0.02 * wart

    return shader


STYLES: tuple[Style, ...] = (
    Style(
        "grass",
        ("grass", "green grass", "grassy", "meadow grass"),
        Kind.NATURE,
        blades(("0f2c08", "2f6a16", "5a9c28", "9ccc50"), (0.035, 0.055)),
        1.3,
    ),
    Style(
        "moss",
        ("moss", "mossy", "soft moss", "forest moss"),
        Kind.NATURE,
        tufts(("1c2c0a", "3f5a14", "6b8a24", "a2b84a"), (0.09, 0.14)),
        1.3,
    ),
    Style(
        "leaves",
        ("leaves", "green leaves", "leafy", "foliage"),
        Kind.NATURE,
        leaves(("2f7a2a", "4c9a34", "3a8a3c", "6ab040"), "0f2a10", (0.24, 0.36)),
        1.2,
    ),
    Style(
        "autumn leaves",
        ("autumn leaves", "fall leaves", "dry leaves"),
        Kind.NATURE,
        leaves(("c8501a", "e08a1e", "a8301a", "e8b830", "8a4a1e"), "2e150a", (0.24, 0.36)),
    ),
    Style(
        "sand", ("sand", "desert sand", "beach sand", "sandy"), Kind.NATURE, grains(("b58f58", "dcbc84", "f2dcae"), 0.9)
    ),
    Style(
        "snow", ("snow", "snowy", "fresh snow", "powder snow"), Kind.NATURE, grains(("c9d8ec", "eef4fb", "ffffff"), 0.7)
    ),
    Style("ice", ("ice", "icy", "frozen", "glacier ice"), Kind.NATURE, ice),
    Style(
        "lava",
        ("lava", "molten lava", "glowing lava", "volcanic lava"),
        Kind.NATURE,
        molten("1f1512", ("5a0a00", "d8340a", "fb8a12", "ffe066"), 0.22),
        1.2,
    ),
    Style("water", ("water", "clear water", "sea water", "ocean"), Kind.NATURE, water),
    Style("clouds", ("clouds", "cloudy sky", "white clouds"), Kind.NATURE, clouds),
    Style("fire", ("fire", "flames", "burning fire", "blazing fire"), Kind.NATURE, fire),
    Style("galaxy", ("galaxy", "starry night sky", "outer space", "nebula"), Kind.NATURE, galaxy),
    Style("mud", ("mud", "wet mud", "muddy", "dirt"), Kind.NATURE, _mud),
    Style("cracked earth", ("cracked earth", "dry cracked mud", "dry earth"), Kind.NATURE, _cracked_earth),
    Style("flowers", ("flowers", "flower meadow", "floral", "blossoms"), Kind.NATURE, _flowers),
    Style("coral", ("coral", "coral reef", "sea coral"), Kind.NATURE, _coral),
    Style("cactus", ("cactus", "spiky cactus", "cactus skin"), Kind.NATURE, _cactus),
    Style("toadstool", ("toadstool", "fly agaric", "red mushroom with white dots"), Kind.NATURE, _toadstool),
)
