"""Plain colours and the glossy or matt stuffs that are little more than a colour: plastic, rubber, paper, wax."""

from __future__ import annotations

import numpy as np

from .colours import mix, rgb, shade, tint, vary
from .lighting import gloss
from .noise import Array, cells, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, wrapped
from .sample import Kind, Recipe, Shader, Style, flat

# Name: (colour, further words).
COLOURS: dict[str, tuple[str, tuple[str, ...]]] = {
    "red": ("d81e1e", ("bright red", "red paint", "pure red")),
    "dark red": ("7d0f14", ("deep red", "blood red")),
    "orange": ("f58212", ("bright orange", "orange paint")),
    "yellow": ("fadc1e", ("bright yellow", "yellow paint")),
    "lime": ("a4dc28", ("lime green", "yellow green")),
    "green": ("259a36", ("bright green", "green paint", "pure green")),
    "dark green": ("12502a", ("deep green", "forest green")),
    "light green": ("9ee0a0", ("pale green", "mint green")),
    "olive": ("6f7026", ("olive green", "army green")),
    "teal": ("128a86", ("blue green", "dark cyan")),
    "cyan": ("22d3e4", ("aqua", "bright cyan")),
    "light blue": ("8ec8f0", ("pale blue", "sky blue", "baby blue")),
    "blue": ("1d4fd8", ("bright blue", "blue paint", "pure blue")),
    "navy": ("14204f", ("navy blue", "dark blue", "deep blue")),
    "purple": ("7a2aa8", ("bright purple", "purple paint")),
    "lilac": ("c3a4e4", ("light purple", "pale purple")),
    "magenta": ("dc22a4", ("hot pink", "bright magenta")),
    "pink": ("f59ab8", ("light pink", "rose pink", "pale pink")),
    "brown": ("7b4a24", ("brown paint", "earth brown")),
    "dark brown": ("402413", ("deep brown", "coffee brown")),
    "beige": ("dcc8a4", ("light beige", "tan", "sandy beige")),
    "cream": ("f7ecce", ("off white", "cream white", "creamy")),
    "peach": ("f9bd9a", ("peach colour", "skin colour")),
    "white": ("f8f8f8", ("pure white", "white paint", "snow white")),
    "light grey": ("c6c8ca", ("light gray", "pale grey")),
    "grey": ("8a8c8f", ("gray", "medium grey", "neutral grey")),
    "dark grey": ("46484b", ("dark gray", "slate grey colour")),
    "black": ("151517", ("pure black", "black paint", "jet black")),
}


def paint(colour: str) -> Recipe:
    """Even paint with the faintest unevenness."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, place, strength = vary(rng, colour, 0.012, 0.08, 0.06), anywhere(rng, 0.25, 0.9), rng.uniform(0.0, 0.10)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            return tint(base, gradient_noise(place(p)) * np.float32(strength)), flat(p)

        return shader

    return recipe


def plastic(colour: str) -> Recipe:
    """Saturated and smooth, with soft white highlights."""

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, colour, 0.012, 0.06, 0.06)
        shine = gloss(rng, width=rng.uniform(0.05, 0.10))
        strength = rng.uniform(0.65, 0.95)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            lit = tint(base, n[:, 2] * np.float32(0.10))
            return mix(lit, rgb("ffffff"), shine(p, n) * np.float32(strength)), flat(p)

        return shader

    return recipe


def rubber(colour: str) -> Recipe:
    """Dull and fine-grained, with a broad faint sheen and moulded ribs on some."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, place = vary(rng, colour), anywhere(rng, 0.015, 0.025)
        ribs, ribbed = wrapped(rng, 0.07, 0.14, 0.4), rng.random() < 0.6
        sheen = gloss(rng, width=0.35)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            albedo = mix(tint(base, gradient_noise(place(p)) * 0.18), shade(base, 1.35), sheen(p, n) * 0.6)
            if not ribbed:
                return albedo, flat(p)
            wave = np.cos(2.0 * np.pi * ribs(p, n)[:, 1])
            groove = smoothstep(-0.2, -0.8, wave)
            return mix(albedo, base * np.float32(0.45), groove), wave * np.float32(0.006)

        return shader

    return recipe


def paper(colour: str, print_amount: float = 0.0, brown: bool = False) -> Recipe:
    """Fibrous sheet; with print: rows of short dark words, as on a newspaper; brown: flutes as of cardboard."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, place = vary(rng, colour, 0.01, 0.1, 0.04), anywhere(rng, 0.03, 0.06)
        lines = wrapped(rng, 0.065, 0.09, 0.15)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = place(p)
            albedo = tint(base, fractal(q, 3) * 0.07)
            uv = lines(p, n)
            if brown:
                flute = np.cos(2.0 * np.pi * uv[:, 0] * 1.3)
                albedo = tint(albedo, flute * 0.08)
                fibre = smoothstep(0.5, 0.9, gradient_noise(q * np.array([3.0, 0.6, 1.0], np.float32)))
                return mix(albedo, base * np.float32(0.7), fibre * 0.6), flute * np.float32(0.003)
            if print_amount:
                row = np.floor(uv[:, 1])
                words = gradient_noise(np.stack((uv[:, 0] * 2.2, row * 3.7, row * 0.0), 1).astype(np.float32))
                inside = np.abs(uv[:, 1] - row - 0.5)
                ink = smoothstep(-0.18, -0.02, words) * smoothstep(0.34, 0.24, inside)
                headline = random_of(np.floor(uv[:, 1] / 5.0), np.floor(uv[:, 0] / 7.0)) < 0.2
                ink = np.where(headline, smoothstep(0.42, 0.35, inside), ink)
                albedo = mix(albedo, rgb("1f1f22"), ink * np.float32(print_amount))
            return albedo, flat(p)

        return shader

    return recipe


def _foam(rng: np.random.Generator) -> Shader:
    base, place = vary(rng, "f4d64a", 0.02), anywhere(rng, 0.06, 0.11)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        hole = cells(place(p))
        depth = smoothstep(0.42, 0.12, hole.nearest) * (hole.identity[:, 0] > 0.25)
        return mix(tint(base, gradient_noise(place(p) * 3.0) * 0.1), base * np.float32(0.45), depth), -0.02 * depth

    return shader


def _wax(rng: np.random.Generator) -> Shader:
    base, shine, place = vary(rng, "f0dfb4", 0.02), gloss(rng, 0.22), anywhere(rng, 0.25, 0.5)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        warm = mix(base, rgb("d9a95a"), smoothstep(-0.3, 0.8, fractal(place(p), 2)) * 0.55)
        return mix(warm, rgb("fffdf2"), shine(p, n) * 0.7), flat(p)

    return shader


PLASTICS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "black")

STYLES: tuple[Style, ...] = (
    *(Style(name, (name, *words), Kind.COLOUR, paint(code)) for name, (code, words) in COLOURS.items()),
    *(
        Style(
            f"{name} plastic",
            (f"{name} plastic", f"shiny {name} plastic", f"glossy {name}"),
            Kind.PLASTIC,
            plastic(COLOURS[name][0]),
            0.4,
            "plastic",
        )
        for name in PLASTICS
    ),
    Style("rubber", ("rubber", "black rubber", "tire rubber"), Kind.PLASTIC, rubber("232326")),
    Style("red rubber", ("red rubber", "soft red rubber"), Kind.PLASTIC, rubber("b8322c"), 0.4, "rubber"),
    Style("sponge", ("sponge", "yellow sponge", "foam rubber"), Kind.PLASTIC, _foam),
    Style("wax", ("wax", "candle wax", "beeswax"), Kind.PLASTIC, _wax),
    Style("paper", ("paper", "white paper", "paper sheet"), Kind.PAPER, paper("f1eee4")),
    Style(
        "cardboard", ("cardboard", "brown cardboard", "corrugated cardboard"), Kind.PAPER, paper("b78d5c", brown=True)
    ),
    Style("newspaper", ("newspaper", "newsprint", "printed paper"), Kind.PAPER, paper("e4dfd0", print_amount=0.9)),
)
