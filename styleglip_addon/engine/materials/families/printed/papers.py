"""Papers: plain, brown, crumpled, old, ruled, printed, pulped; and cardboard."""

from __future__ import annotations

import math

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SUBSURFACE
from ...colors import mix, rgb, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...spaces import Space, laid, solid


class Sheet:
    """The pulp of a sheet: flocs of a centimetre, fibres of a millimetre, a slow cockle."""

    def __init__(self, rng: np.random.Generator, fibres: float) -> None:
        self._flocs, self._cockle, self._strength = solid(rng, 0.008, 0.012), solid(rng, 0.06, 0.1), np.float32(fibres)
        self._fibres = (solid(rng, 0.0022, 0.003), solid(rng, 0.0022, 0.003))

    def __call__(self, points: Points) -> tuple[Array, Array]:
        """Change of tone (n,), about -1..1 times the strength, and height (n,) in metres."""
        floc, fibre = fractal(self._flocs(points), 3, 0.6), np.zeros(len(points), np.float32)
        for place in self._fibres:
            fibre += gradient_noise(place(points).stretched(1.0, 0.5, 0.12))
        height = np.float32(0.00002) * fibre + np.float32(0.0003) * gradient_noise(self._cockle(points))
        return self._strength * (0.5 * floc + 0.6 * fibre), height


def paper(color: str, fibres: float = 0.04) -> Recipe:
    """A plain sheet.

    Args:
        color: hexadecimal sRGB.
        fibres: how strongly its fibres show.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, sheet = vary(rng, color, 0.01, 0.1, 0.02), Sheet(rng, fibres)

        def shader(points: Points) -> Shaded:
            tone, height = sheet(points)
            return Shaded(color=tint(base, tone - 0.01), relief=height, channels={ROUGHNESS: 0.82, SUBSURFACE: 0.08})

        return shader

    return recipe


def _kraft(rng: np.random.Generator) -> Shader:
    """Brown wrapping paper: faint lines of its machine, dark and pale fibres."""
    base, dark, sheet = vary(rng, "b48a5c", 0.01, 0.1, 0.04), vary(rng, "7d5836"), Sheet(rng, 0.07)
    place, fibres = laid(rng, 0.003, 0.003), solid(rng, 0.0035, 0.0045)

    def shader(points: Points) -> Shaded:
        tone, height = sheet(points)
        line = gradient_noise(place(points).stretched(1.0, 0.02))
        strand = smoothstep(0.55, 0.9, gradient_noise(fibres(points).stretched(1.0, 0.6, 0.18)))
        return Shaded(
            color=mix(tint(base, tone + 0.05 * line), dark, 0.5 * strand),
            relief=height + np.float32(0.00001) * line,
            channels={ROUGHNESS: 0.75 + 0.05 * line},
        )

    return shader


def _crumpled(rng: np.random.Generator) -> Shader:
    """A sheet that was pressed into a ball and smoothed again: facets between sharp folds."""
    base, sheet = vary(rng, "e4e0d6", 0.01, 0.1, 0.02), Sheet(rng, 0.03)
    places = [solid(rng, s, 1.1 * s) for s in (0.06, 0.028, 0.013)]

    def shader(points: Points) -> Shaded:
        (tone, height), worn = sheet(points), np.zeros(len(points), np.float32)
        for place, depth in zip(places, (0.008, 0.0036, 0.0013), strict=True):
            space = place(points)
            share = np.float32(kept(space.footprint))
            fold = np.abs(gradient_noise(space))
            height = height + np.float32(depth) * (fold - 0.28 * share)
            worn = np.maximum(worn, smoothstep(0.03, 0.0, fold) * np.float32(kept(6.0 * space.footprint)))
        return Shaded(color=tint(base, tone - 0.08 * worn), relief=height, channels={ROUGHNESS: 0.82, SUBSURFACE: 0.08})

    return shader


def _parchment(rng: np.random.Generator) -> Shader:
    """Old paper: yellowed, foxed with brown spots, darker towards edges and folds, wavy."""
    base, brown, fox = vary(rng, "dcc696", 0.01, 0.1, 0.03), vary(rng, "a87c46"), vary(rng, "8f5c30")
    sheet, clouds, spots = Sheet(rng, 0.05), solid(rng, 0.07, 0.11), solid(rng, 0.01, 0.014)

    def shader(points: Points) -> Shaded:
        tone, height = sheet(points)
        cloud, space = fractal(clouds(points), 4, 0.6), spots(points)
        stain = smoothstep(-0.2, 0.85, cloud - 0.5 * np.minimum(points.recess, 0.0))
        tide = smoothstep(0.1, 0.0, np.abs(cloud - 0.28))
        spot = smoothstep(0.62, 0.95, gradient_noise(space) + 0.25 * cloud)
        color = mix(mix(tint(base, tone), brown, 0.75 * stain + 0.16 * tide), fox, 0.6 * spot)
        return Shaded(
            color=color,
            relief=3.0 * height + np.float32(0.0006) * cloud,
            channels={ROUGHNESS: 0.72, SUBSURFACE: 0.1},
        )

    return shader


def ruled(squares: bool) -> Recipe:
    """Exercise paper.

    Args:
        squares: squares of 5 mm; else lines 8 mm apart and a red margin every 160 mm.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, blue, red = vary(rng, "e9e7df", 0.01, 0.1, 0.02), vary(rng, "8fa8cf"), vary(rng, "d8746e")
        pitch = 0.005 if squares else 0.008
        sheet, place, margin = Sheet(rng, 0.03), laid(rng, pitch, pitch), laid(rng, 0.16, 0.16)

        def shader(points: Points) -> Shaded:
            tone, height = sheet(points)
            space = place(points)
            ink = _rule(space.q[:, 1], 0.0005 / pitch, space.footprint)
            if squares:
                ink = np.maximum(ink, _rule(space.q[:, 0], 0.0005 / pitch, space.footprint))
            color = mix(tint(base, tone - 0.01), blue, 0.85 * ink)
            if not squares:
                color = mix(color, red, 0.8 * _rule(margin(points).q[:, 0], 0.0008 / 0.16, points.spacing / 0.16))
            return Shaded(color=color, relief=height, channels={ROUGHNESS: 0.8, SUBSURFACE: 0.08})

        return shader

    return recipe


def _rule(values: Array, width: float, footprint: float) -> Array:
    """Ink (n,) 0..1 of lines at whole numbers; wider and paler where samples are further apart than a line is wide."""
    blurred = max(width, 0.7 * footprint)
    distance = np.abs(values - np.round(values))
    ink = smoothstep(0.9 * blurred, 0.3 * blurred, distance) * np.float32(width / blurred)
    mean, share = np.float32(1.2 * width), np.float32(kept(2.2 * footprint))
    faded: Array = mean + share * (ink - mean)
    return faded


_COLUMN = 27.0
"""Letters in a line of a newspaper's column, each 1.7 mm."""


def _newspaper(rng: np.random.Generator) -> Shader:
    """Columns of 46 mm in lines of 3.4 mm, with headlines and grey pictures."""
    base, ink, sheet = vary(rng, "d9d5c8", 0.01, 0.1, 0.03), rgb("29292b"), Sheet(rng, 0.05)
    line = laid(rng, _COLUMN * 0.0017, 0.0034)
    pictures = solid(rng, 0.012, 0.016)

    def shader(points: Points) -> Shaded:
        tone, height = sheet(points)
        space = line(points)
        q, share = space.q * np.array([_COLUMN, 1.0], np.float32), np.float32(kept(0.55 * space.footprint))
        page, block = np.floor(space.q[:, 0]), np.floor(q[:, 1] / 16.0)
        kind = random_of(page, block)
        x, y = q[:, 0] - page * np.float32(_COLUMN), q[:, 1] - block * 16.0
        gutter = smoothstep(0.9, 1.4, np.minimum(x, _COLUMN - x))
        text = _lines_of_text(q, x, share)
        # A headline takes the top of a block, three lines high; a picture takes nearly all of it.
        top = smoothstep(11.5, 11.6, y) * (kind < 0.3)
        headline = _headline(q, y)
        picture = (kind > 0.82) * smoothstep(1.0, 1.2, y) * smoothstep(15.0, 14.8, y)
        grey = 0.5 + 0.55 * fractal(pictures(points), 3) + 0.1 * np.sin(2.0 * math.pi * q[:, 1] / 16.0)
        printed = text + (headline - text) * top
        printed = (printed + (np.clip(grey, 0.1, 0.85) - printed) * picture) * gutter
        return Shaded(
            color=mix(tint(base, tone - 0.02), ink, 0.88 * printed), relief=height, channels={ROUGHNESS: 0.85}, dye=0.6
        )

    return shader


def _lines_of_text(q: Array, x: Array, share: np.float32) -> Array:
    """Ink (n,) of letters: one per unit of u, words between gaps, last lines short; its mean from afar."""
    row, letter = np.floor(q[:, 1]), np.floor(q[:, 0])
    y, along = q[:, 1] - row, q[:, 0] - letter
    gap = random_of(letter, row) < 0.18
    short = (random_of(row, row * 0.0 + 3.0) < 0.16) & (x > _COLUMN * random_of(row, row * 0.0 + 9.0))
    tall = random_of(letter, row + 57.0) < 0.3
    stem = np.abs(along - 0.2 - 0.6 * random_of(letter, row + 13.0)) < 0.16
    bar = np.abs(y - 0.32 - 0.3 * random_of(letter, row + 29.0)) < 0.07
    within = (y > 0.22) & (y < np.where(tall, 0.8, 0.62)) & (along > 0.1) & (along < 0.9)
    glyph = (within & (stem | bar) & ~gap & ~short).astype(np.float32)
    band = smoothstep(0.08, 0.28, y) * smoothstep(0.86, 0.62, y) * np.where(short, 0.0, 1.0)
    ink: Array = (0.34 * band + share * (glyph - 0.34 * band)).astype(np.float32)
    return ink


def _headline(q: Array, y: Array) -> Array:
    """Ink (n,) of letters 9 mm high between y = 12 and 15.4."""
    wide = q[:, 0] / 3.6
    letter = np.floor(wide)
    along, up = wide - letter, np.clip((y - 12.2) / 2.8, -1.0, 2.0)
    row = np.floor(q[:, 1] / 16.0)
    kind = random_of(letter, row + 5.0)
    stems = (np.abs(along - 0.24) < 0.1) | ((kind > 0.35) & (np.abs(along - 0.72) < 0.1))
    bars = (np.abs(up - np.where(kind > 0.6, 0.92, 0.5)) < 0.08) | ((kind < 0.5) & (np.abs(up - 0.08) < 0.08))
    within = (up > 0.0) & (up < 1.0) & (along > 0.14) & (along < 0.82) & (random_of(letter, row) > 0.16)
    ink: Array = (within & (stems | bars)).astype(np.float32)
    return ink


def _cardboard(rng: np.random.Generator) -> Shader:
    """Corrugated board: flutes of 6.5 mm show through its brown face; specks and pale fibres."""
    base, dark, sheet = vary(rng, "b08756", 0.01, 0.1, 0.04), vary(rng, "6e4c2c"), Sheet(rng, 0.07)
    place, fibres, clouds = laid(rng, 0.0065, 0.0065), solid(rng, 0.004, 0.005), solid(rng, 0.08, 0.12)

    def shader(points: Points) -> Shaded:
        (tone, height), cloud = sheet(points), fractal(clouds(points), 3)
        space: Space = place(points)
        flute = np.float32(kept(space.footprint)) * np.cos(np.float32(2.0 * math.pi) * space.q[:, 0])
        strand = smoothstep(0.55, 0.95, gradient_noise(fibres(points).stretched(1.0, 0.7, 0.2)))
        scuffed = smoothstep(0.15, 0.6, -points.recess + 0.1 * cloud)
        return Shaded(
            color=mix(tint(base, tone + 0.05 * cloud + 0.045 * flute + 0.12 * scuffed), dark, 0.4 * strand),
            relief=height + np.float32(0.00016) * flute + np.float32(0.0004) * cloud,
            channels={ROUGHNESS: 0.82},
        )

    return shader


def _papier_mache(rng: np.random.Generator) -> Shader:
    """Torn strips glued over each other, unpainted: edges that fray, lumps below."""
    base, sheet, lumps = vary(rng, "d6d0c0", 0.01, 0.1, 0.03), Sheet(rng, 0.05), solid(rng, 0.02, 0.03)
    layers = [(solid(rng, 0.035, 0.05), solid(rng, 0.004, 0.006)) for _ in range(3)]
    glue = vary(rng, "c2b18c")

    def shader(points: Points) -> Shaded:
        tone, height = sheet(points)
        lump, up = fractal(lumps(points), 2), np.zeros(len(points), np.float32)
        edge = np.zeros(len(points), np.float32)
        for place, fray in layers:
            strip = gradient_noise(place(points).stretched(1.0, 1.0, 0.4)) + 0.035 * gradient_noise(fray(points))
            up += smoothstep(0.0, 0.03, strip)
            edge = np.maximum(edge, smoothstep(0.05, 0.0, np.abs(strip)))
        return Shaded(
            color=mix(tint(base, tone + 0.05 * (up - 1.5)), glue, 0.25 + 0.3 * lump - 0.2 * edge),
            relief=height + np.float32(0.00035) * up + np.float32(0.0008) * lump,
            channels={ROUGHNESS: 0.7 - 0.1 * lump},
        )

    return shader


def _of(
    name: str, words: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 0.5
) -> Material:
    return Material(name, (name, *words), Kind.PAPER, recipe, finest, coarsest, weight)


MATERIALS = (
    _of("paper", ("white paper", "paper sheet"), paper("ebe8de"), 0.002, 0.03, 1.0),
    _of("cardboard", ("brown cardboard", "corrugated cardboard"), _cardboard, 0.002, 0.04, 1.0),
    _of("newspaper", ("newsprint", "printed paper"), _newspaper, 0.0014, 0.05, 1.0),
    _of("kraft paper", ("brown paper", "wrapping paper", "packing paper"), _kraft, 0.002, 0.04),
    _of("crumpled paper", ("creased paper", "wrinkled paper", "scrunched paper"), _crumpled, 0.003, 0.06),
    _of("parchment", ("old paper", "aged paper", "treasure map paper"), _parchment, 0.002, 0.08),
    _of("lined paper", ("ruled paper", "notebook paper", "writing paper"), ruled(False), 0.001, 0.04, 0.3),
    _of("graph paper", ("squared paper", "grid paper", "math paper"), ruled(True), 0.001, 0.03, 0.3),
    _of("papier mache", ("paper mache", "mache"), _papier_mache, 0.002, 0.05, 0.3),
)
