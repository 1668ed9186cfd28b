"""Fired clay, porcelain, glaze and glass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, rgb, shade, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style, flat


def _pottery(rng: np.random.Generator) -> Shader:
    base, dark, pale = vary_all(rng, ("bd6b42", "8a4527", "d9986c"), 0.012, 0.08)
    frequency, strength = 1.0 / rng.uniform(0.05, 0.10), rng.uniform(0.14, 0.26)
    cloud, speck, wobble = anywhere(rng, 0.3, 0.6), anywhere(rng, 0.04, 0.06), upright(rng, 0.4, 0.7)
    band = rng.uniform(-0.5, 0.5) if rng.random() < 0.3 else None

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        # Throwing rings: level ridges of the potter's fingers, uneven in width and depth.
        level = p[:, 2] * np.float32(frequency) + 0.5 * gradient_noise(wobble(p))
        ring = np.sin(2.0 * np.pi * level) * (0.5 + 0.7 * random_of(np.floor(level)))
        albedo = tint(base, np.float32(strength) * ring)
        albedo = mix(albedo, dark, smoothstep(0.05, 0.8, fractal(cloud(p), 3)) * 0.65)
        albedo = mix(albedo, pale, smoothstep(0.05, 0.8, fractal(cloud(p) + 31.0, 3)) * 0.6)
        grit = cells(speck(p))
        spot = smoothstep(0.24, 0.14, grit.nearest)
        albedo = mix(albedo, np.where((grit.identity[:, 0] < 0.6)[:, None], rgb("4f2412"), rgb("e9bd98")), spot * 0.75)
        if band is not None:
            stripe = np.abs(p[:, 2] - np.float32(band))
            albedo = mix(albedo, rgb("f0dcc0"), smoothstep(0.06, 0.05, stripe) * smoothstep(0.025, 0.035, stripe) * 0.9)
        return albedo, (0.012 * ring - 0.004 * spot).astype(np.float32)

    return shader


def _clay(rng: np.random.Generator) -> Shader:
    base = vary(rng, "a3968a", 0.02, 0.2)
    prints, fine = anywhere(rng, 0.24, 0.4), anywhere(rng, 0.03, 0.05)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        thumb = cells(displace(prints(p), 0.3, 1.0)).nearest
        tone = 0.22 * (smoothstep(0.1, 0.9, thumb) - 0.5) + 0.08 * fractal(fine(p), 3)
        return tint(base, tone), 0.05 * (thumb - 0.5)

    return shader


def glazed(colour: str, crackle: float = 0.0, speckle: float = 0.0, runs: float = 0.24) -> Recipe:
    """Glossy glaze that thins at edges and runs down a little, with highlights; crackle: a net of fine cracks."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, run, shine = (
            vary(rng, colour, 0.012, 0.07, 0.06),
            upright(rng, 0.2, 0.35),
            gloss(rng, rng.uniform(0.03, 0.06)),
        )
        net, dots = anywhere(rng, 0.12, 0.2), anywhere(rng, 0.05, 0.07)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            flow = fractal(run(p) * np.array([1.0, 1.0, 0.35], np.float32), 3)
            albedo = tint(base, np.float32(runs) * flow + 0.10 * n[:, 2])
            relief = 0.004 * flow
            if crackle:
                crack = smoothstep(0.07, 0.02, cells(net(p)).border) * np.float32(crackle)
                albedo, relief = mix(albedo, rgb("4b3a2c"), crack), relief - 0.003 * crack
            if speckle:
                albedo = mix(
                    albedo, rgb("3b2a20"), smoothstep(0.22, 0.14, cells(dots(p)).nearest) * np.float32(speckle)
                )
            return mix(albedo, rgb("ffffff"), shine(p, n) * 0.9), relief

        return shader

    return recipe


def _porcelain_painting(rng: np.random.Generator) -> Shader:
    white, blue = vary(rng, "f5f7fa"), vary(rng, "1d3f9c", 0.015)
    wrap, shine, wash = wrapped(rng, 0.26, 0.4), gloss(rng, 0.04), anywhere(rng, 0.1, 0.16)
    petals, frequency = int(rng.integers(5, 9)), rng.uniform(1.6, 2.6)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(displace(p, 0.012, 9.0), n)
        cell = np.floor(uv)
        x, y = (uv - cell - 0.5).T
        radius, angle = np.hypot(x, y), np.arctan2(y, x) + 6.3 * random_of(cell[:, 0], cell[:, 1])
        outline = 0.24 + 0.09 * np.cos(petals * angle)
        petal = smoothstep(0.03, 0.012, np.abs(radius - outline)) + 0.5 * smoothstep(
            0.0, -0.12, radius - outline
        ) * smoothstep(0.05, 0.1, radius)
        heart = smoothstep(0.075, 0.055, radius)
        curl = np.sin(2.0 * np.pi * frequency * (uv[:, 0] + 0.5 * np.sin(2.0 * np.pi * uv[:, 1])))
        vine = smoothstep(0.22, 0.1, np.abs(curl)) * smoothstep(0.32, 0.38, radius)
        leaf = smoothstep(0.25, 0.4, gradient_noise(np.concatenate([uv * 6.0, uv[:, :1] * 0.0], 1))) * smoothstep(
            0.36, 0.42, radius
        )
        ink = np.clip(petal + heart + vine + 0.7 * leaf, 0.0, 1.0) * (0.85 + 0.2 * gradient_noise(wash(p)))
        # Double lines around the vessel, as on plates and vases.
        level = (p[:, 2] * 2.2) % 1.0
        ink = np.maximum(ink, smoothstep(0.045, 0.03, np.abs(level - 0.5)))
        return mix(mix(white, blue, ink), rgb("ffffff"), shine(p, n) * 0.7), flat(p)

    return shader


def tiles(colours: Sequence[str], joint: str, size: tuple[float, float], glossy: bool = True) -> Recipe:
    """Square glazed tiles with joints."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, grout = vary_all(rng, colours, 0.015, 0.05), vary(rng, joint)
        wrap, shine = wrapped(rng, *size), gloss(rng, 0.06)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            cell = np.floor(uv)
            inset = 0.5 - np.max(np.abs(uv - cell - 0.5), axis=1)
            own = random_of(cell[:, 0], cell[:, 1])
            albedo = tint(choose(own, tones), 0.16 * (random_of(cell[:, 1], cell[:, 0]) - 0.5))
            solid = smoothstep(0.04, 0.06, inset)
            if glossy:
                bevel = smoothstep(0.06, 0.12, inset)
                albedo = mix(tint(albedo, 0.2 * (bevel - 1.0)), rgb("ffffff"), shine(p, n) * 0.7)
            return mix(grout, albedo, solid), 0.012 * (solid - 0.8)

        return shader

    return recipe


def glass(colours: Sequence[str]) -> Recipe:
    """Clear glass as painters show it: dark at the rim and below, bright streaks of windows, light body."""

    def recipe(rng: np.random.Generator) -> Shader:
        dark, body, light = vary_all(rng, colours, 0.012, 0.04)
        shine, place = gloss(rng, 0.05), upright(rng, 0.5, 0.9)
        turn, width = rng.uniform(0, 6.3), rng.uniform(0.15, 0.3)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            bend = gradient_noise(place(p)) * 0.5
            azimuth = np.arctan2(n[:, 1] + 0.3 * p[:, 1], n[:, 0] + 0.3 * p[:, 0]) + np.float32(turn) + 0.3 * bend
            # Upright streaks at four places around, as windows mirror in glass.
            near = np.abs((azimuth * (4.0 / (2.0 * np.pi))) % 1.0 - 0.5) * 2.0
            streak = (
                smoothstep(float(width), float(width) - 0.08, near)
                * smoothstep(-0.75, -0.5, n[:, 2])
                * smoothstep(0.75, 0.5, n[:, 2])
            )
            echo = smoothstep(0.06, 0.02, np.abs(near - width - 0.14)) * 0.6
            depth = 0.55 + 0.35 * n[:, 2] + 0.35 * bend + 0.2 * np.cos(azimuth * 4.0)
            albedo = ramp(depth, (0.0, 0.5, 1.0), (dark, body, light))
            return mix(albedo, rgb("ffffff"), np.maximum(np.maximum(streak, echo) * 0.75, shine(p, n) * 0.95)), flat(p)

        return shader

    return recipe


def _stained_glass(rng: np.random.Generator) -> Shader:
    panes = vary_all(rng, ("c8202c", "1f4fc0", "f0b420", "1f9a4a", "7a2aa0", "f07820", "2cb8d0"), 0.02)
    place, fine, lead = anywhere(rng, 0.2, 0.32), anywhere(rng, 0.06, 0.1), rng.uniform(0.05, 0.08)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        pane = cells(place(p), 0.9)
        albedo = tint(choose(pane.identity[:, 0], panes), 0.25 * gradient_noise(fine(p)) + 0.1)
        albedo = mix(albedo, shade(rgb("ffffff"), 1.0), smoothstep(0.35, 0.9, pane.border) * 0.3)
        line = smoothstep(float(lead) + 0.03, float(lead), pane.border)
        return mix(albedo, rgb("131316"), line), 0.012 * line

    return shader


_GLAZES = {
    "red": "a8161c",
    "blue": "1c46a8",
    "green": "1f7a48",
    "yellow": "edb824",
    "teal": "1a8a8c",
    "pink": "eda0b0",
}

STYLES: tuple[Style, ...] = (
    Style("pottery", ("pottery", "fired clay", "earthenware", "clay pot", "clay pottery"), Kind.CERAMIC, _pottery, 2.5),
    Style("clay", ("clay", "wet clay", "grey clay", "modelling clay"), Kind.CERAMIC, _clay),
    Style(
        "ceramic",
        ("ceramic", "glazed ceramic", "cream ceramic"),
        Kind.CERAMIC,
        glazed("efe6d2", speckle=0.6, runs=0.12),
    ),
    *(
        Style(
            f"{name} ceramic",
            (f"{name} ceramic", f"{name} glazed ceramic", f"glossy {name} glaze"),
            Kind.CERAMIC,
            glazed(code),
            0.4,
            "ceramic",
        )
        for name, code in _GLAZES.items()
    ),
    Style(
        "crackle glaze",
        ("crackle glaze", "cracked glaze", "crackled ceramic"),
        Kind.CERAMIC,
        glazed("a9cdb8", crackle=0.85),
    ),
    Style("porcelain", ("porcelain", "white porcelain", "fine china"), Kind.CERAMIC, glazed("e9eef4", runs=0.04)),
    Style(
        "blue and white porcelain",
        ("blue and white porcelain", "painted porcelain", "delft porcelain", "chinese porcelain"),
        Kind.CERAMIC,
        _porcelain_painting,
        1.2,
    ),
    Style(
        "white tiles",
        ("white tiles", "bathroom tiles", "ceramic tiles"),
        Kind.CERAMIC,
        tiles(("f3f4f2", "eceeed"), "9a9a98", (0.13, 0.2)),
    ),
    Style(
        "blue tiles",
        ("blue tiles", "pool tiles"),
        Kind.CERAMIC,
        tiles(("2f8fc4", "4aa8d8", "1f74b0", "7cc4e6"), "e6eef2", (0.10, 0.16)),
        0.6,
    ),
    Style("glass", ("glass", "clear glass", "transparent glass"), Kind.GLASS, glass(("6f9a9c", "bfdcdc", "eaf6f5"))),
    *(
        Style(
            f"{name} glass",
            (f"{name} glass", f"transparent {name} glass", f"{name} coloured glass"),
            Kind.GLASS,
            glass(codes),
            0.5,
            "glass",
        )
        for name, codes in (
            ("green", ("0a4a22", "2f9a54", "9ae0ae")),
            ("blue", ("0a2470", "2f6ad8", "a8d0fa")),
            ("red", ("4a0208", "c01c28", "f79a94")),
            ("amber", ("5a2804", "c87814", "fad27a")),
        )
    ),
    Style("stained glass", ("stained glass", "church window", "coloured glass panes"), Kind.GLASS, _stained_glass),
)
