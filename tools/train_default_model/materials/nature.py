"""Growing and elemental things: plants, earth, water, ice, fire, sky."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, rgb, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, ridges, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style, flat


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


def _ice(rng: np.random.Generator) -> Shader:
    deep, body, frost = vary_all(rng, ("6fb0d0", "b4dcec", "f2fbff"), 0.015)
    place, shine = anywhere(rng, 0.4, 0.7), gloss(rng, 0.05)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.15, 2.0)
        plane = cells(q * 1.3)
        crack = smoothstep(0.06, 0.01, plane.border) + 0.6 * smoothstep(0.04, 0.0, cells(q * 2.9 + 7.0).border)
        haze = smoothstep(-0.2, 0.7, fractal(q * 1.5, 4, 0.6))
        albedo = mix(deep, body, 0.5 + 0.7 * (plane.identity[:, 0] - 0.5) + 0.3 * n[:, 2])
        albedo = mix(mix(albedo, frost, haze * 0.6), frost, crack * 0.9)
        return mix(albedo, rgb("ffffff"), shine(p, n) * 0.8), 0.02 * (plane.identity[:, 1] - 0.5)

    return shader


def molten(crust: str, glow: Sequence[str], width: float) -> Recipe:
    """Dark crust with glowing cracks."""

    def recipe(rng: np.random.Generator) -> Shader:
        shell, stops = vary(rng, crust, 0.03), vary_all(rng, glow, 0.01, 0.03)
        place, fine = anywhere(rng, 0.28, 0.45), anywhere(rng, 0.05, 0.08)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.35, 2.0)
            plate = cells(q)
            heat = smoothstep(width, 0.0, plate.border) + 0.7 * smoothstep(0.25, 0.6, fractal(q * 0.9 + 5.0, 3))
            rough = tint(shell, 0.6 * fractal(fine(p), 3))
            lava = ramp(heat, np.linspace(0.15, 1.0, len(stops)).tolist(), stops)
            return mix(rough, lava, smoothstep(0.12, 0.4, heat)), 0.03 * (0.5 - np.clip(heat, 0, 1))

        return shader

    return recipe


def _water(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("0b3f7a", "1a6fb4", "3fa3d8", "a4e0f2", "ffffff"), 0.02), anywhere(rng, 0.28, 0.45)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.4, 1.0)
        # Caustics: the bright net of light that waves draw.
        net = 1.0 - np.clip(cells(q, 1.0).border * 1.6, 0.0, 1.0)
        tone = 0.25 + 0.25 * fractal(q * 0.6, 2) + 0.15 * n[:, 2] + 0.65 * net**4
        return ramp(tone, (0.0, 0.3, 0.55, 0.8, 1.0), stops), 0.02 * gradient_noise(q)

    return shader


def _clouds(rng: np.random.Generator) -> Shader:
    sky, pale, white, grey = vary_all(rng, ("4f94dc", "9cc8f0", "ffffff", "d4dbe4"), 0.012)
    place, cover = upright(rng, 0.4, 0.6), rng.uniform(-0.1, 0.1)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p) * np.array([1.0, 1.0, 1.6], np.float32)
        dense = fractal(q, 5, 0.55)
        cloud = smoothstep(-0.05, 0.25, dense + np.float32(cover))
        puff = mix(grey, white, smoothstep(0.0, 0.5, dense + 0.3 * n[:, 2]))
        return mix(mix(sky, pale, 0.5 - 0.5 * p[:, 2]), puff, cloud), 0.03 * cloud

    return shader


def _fire(rng: np.random.Generator) -> Shader:
    stops, place = vary_all(rng, ("3a0400", "b41a04", "f25a0a", "fdb022", "fff3a0"), 0.008), upright(rng, 0.25, 0.4)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p) * np.array([1.3, 1.3, 0.45], np.float32)
        q = displace(q, 0.6, 1.0)
        tongue = ridges(q, 3, 0.55)
        heat = 2.6 * (tongue - 0.62) + 0.1 - 0.18 * p[:, 2] + 0.25 * gradient_noise(q * 2.0)
        return ramp(heat, (0.0, 0.3, 0.55, 0.8, 1.0), stops), 0.02 * tongue

    return shader


def _galaxy(rng: np.random.Generator) -> Shader:
    deep, blue, violet, rose = vary_all(rng, ("060616", "1c2a78", "5a2090", "d05aa0"), 0.03)
    place, stars = anywhere(rng, 0.5, 0.8), anywhere(rng, 0.07, 0.1)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p), 0.5, 1.0)
        albedo = mix(deep, blue, smoothstep(-0.2, 0.6, fractal(q, 4)))
        albedo = mix(albedo, violet, smoothstep(0.0, 0.6, fractal(q + 9.0, 4)) * 0.9)
        albedo = mix(albedo, rose, smoothstep(0.2, 0.8, fractal(q * 1.2 + 19.0, 4)) * 0.8)
        star = cells(stars(p))
        spark = smoothstep(0.08, 0.03, star.nearest - 0.14 * star.identity[:, 0] ** 3)
        return mix(albedo, rgb("ffffff"), spark), flat(p)

    return shader


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
    Style("ice", ("ice", "icy", "frozen", "glacier ice"), Kind.NATURE, _ice),
    Style(
        "lava",
        ("lava", "molten lava", "glowing lava", "volcanic lava"),
        Kind.NATURE,
        molten("1f1512", ("5a0a00", "d8340a", "fb8a12", "ffe066"), 0.22),
        1.2,
    ),
    Style("water", ("water", "clear water", "sea water", "ocean"), Kind.NATURE, _water),
    Style("clouds", ("clouds", "cloudy sky", "white clouds"), Kind.NATURE, _clouds),
    Style("fire", ("fire", "flames", "burning fire", "blazing fire"), Kind.NATURE, _fire),
    Style("galaxy", ("galaxy", "starry night sky", "outer space", "nebula"), Kind.NATURE, _galaxy),
    Style("mud", ("mud", "wet mud", "muddy", "dirt"), Kind.NATURE, _mud),
    Style("cracked earth", ("cracked earth", "dry cracked mud", "dry earth"), Kind.NATURE, _cracked_earth),
    Style("flowers", ("flowers", "flower meadow", "floral", "blossoms"), Kind.NATURE, _flowers),
    Style("coral", ("coral", "coral reef", "sea coral"), Kind.NATURE, _coral),
    Style("cactus", ("cactus", "spiky cactus", "cactus skin"), Kind.NATURE, _cactus),
    Style("toadstool", ("toadstool", "fly agaric", "red mushroom with white dots"), Kind.NATURE, _toadstool),
)
