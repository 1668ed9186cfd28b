"""Pictures of well-known kinds: coloured rectangles, cubist facets, graffiti, pencil hatching, blueprints."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import choose, mix, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...spaces import count_around, counted, laid, size, solid


def _rectangles(rng: np.random.Generator) -> Shader:
    """A grid of broad black lines; most fields white, some red, blue and yellow; painted, with a faint brush."""
    white, black, *tones = vary_all(rng, ("ece8dc", "17171a", "c4202b", "1f4a9c", "e8bd22"), 0.008, 0.03)
    unit, half = size(rng, 0.15, 0.18), 0.0055
    place, brush = laid(rng, unit, unit), solid(rng, 0.004, 0.006, turned=False)

    def shader(points: Points) -> Shaded:
        q = place(points).q
        cell = np.floor(q)
        x, y = (q - cell).T
        column, row = counted(cell[:, 0], count_around(points, unit)), cell[:, 1]
        # Each unit is cut upright, and one of its halves level.
        cut, level = (np.float32(0.3) + np.float32(0.4) * random_of(column + a, row) for a in (5.0, 71.0))
        right = x > cut
        split = right == (random_of(column + 19.0, row + 3.0) > 0.5)
        above = split & (y > level)
        part = np.float32(2.0) * right + above
        away = np.minimum(np.minimum(x, 1.0 - x), np.minimum(y, 1.0 - y))
        away = np.minimum(away, np.abs(x - cut))
        away = np.where(split, np.minimum(away, np.abs(y - level)), away) * np.float32(unit)
        drawn = random_of(column * np.float32(4.0) + part, row)
        field = np.where((drawn < 0.46)[:, None], choose(drawn / np.float32(0.46), tones), white)
        soft = max(0.0006, 0.5 * points.spacing)
        lined = smoothstep(half + soft, half - soft, away.astype(np.float32))
        stroke = fractal(brush(points).stretched(1.0, 1.0, 0.1), 3)
        return Shaded(
            color=mix(tint(field.astype(np.float32), 0.03 * stroke), tint(black, 0.1 * stroke), lined),
            relief=np.float32(0.00008) * stroke + np.float32(0.0002) * lined,
            channels={ROUGHNESS: 0.5 + 0.06 * stroke},
            dye=1.0 - lined,
            piece=drawn,
        )

    return shader


def _cubist(rng: np.random.Generator) -> Shader:
    """Facets cut into each other, each shaded from one side to the other, with dark contours drawn by brush."""
    tones = vary_all(rng, ("d9cdb0", "c49a5f", "8f5a38", "5d7f93", "2f4560", "b4533c", "7d8a68", "e3d8c4"), 0.015, 0.05)
    ink = vary(rng, "231d1a")
    place, brush = solid(rng, 0.13, 0.16), solid(rng, 0.005, 0.007)

    def shader(points: Points) -> Shaded:
        space, stroke = place(points), fractal(brush(points), 2, 0.6)
        facet = cells(space, 1.0)
        own = facet.identity
        # Straight cuts through every large facet, each facet's in its own direction, make the small ones.
        pieces, border, shade = np.zeros(len(points), np.float32), facet.border, np.zeros(len(points), np.float32)
        for number, spin in enumerate((own, own[:, ::-1])):
            towards = (spin - 0.5) / np.linalg.norm(spin - 0.5, axis=1, keepdims=True).clip(0.05)
            slope = (np.float32(1.5 - 0.4 * number) * space.q * towards).sum(axis=1) + np.float32(7.0) * own[:, 1]
            step = np.floor(slope)
            pieces = pieces * np.float32(3.0) + step
            across = slope - step
            border = np.minimum(border, np.float32(0.5) * np.minimum(across, 1.0 - across))
            shade += np.float32(0.42 - 0.12 * number) * (across - np.float32(0.5))
        drawn = random_of(pieces, np.floor(np.float32(999.0) * own[:, 0]))
        color = tint(choose(drawn, tones), shade.astype(np.float32) + 0.16 * stroke)
        width = np.float32(0.03) * (0.3 + 1.2 * random_of(pieces + 5.0, np.floor(np.float32(999.0) * own[:, 1])))
        contour = smoothstep(1.4, 0.4, border / np.maximum(width, 0.7 * space.footprint))
        lined = contour * (0.75 + 0.5 * stroke)
        return Shaded(
            color=mix(color, ink, 0.85 * lined),
            relief=np.float32(0.00035) * stroke + np.float32(0.0002) * lined,
            channels={ROUGHNESS: 0.5, COAT: 0.1},
            dye=0.7,
        )

    return shader


_SPRAYED = ("e23a8c", "2fa8dc", "f2c927", "57b947", "7a3fb0", "f07a24")


def _graffiti(rng: np.random.Generator) -> Shader:
    """Swelling shapes sprayed over each other on a wall: faded fills, black outlines, a light rim, mist and drips."""
    wall, ink, rim = vary(rng, "b5b1a8"), vary(rng, "141318"), vary(rng, "f4f1ea")
    tones = [vary(rng, code, 0.02) for code in rng.permutation(np.array(_SPRAYED))]
    place, grain, cloud = solid(rng, 0.15, 0.19), solid(rng, 0.003, 0.004), solid(rng, 0.05, 0.08)
    runs = solid(rng, 0.006, 0.008, turned=False)

    def shader(points: Points) -> Shaded:
        grit, fog = gradient_noise(grain(points)), fractal(cloud(points), 2)
        drip = gradient_noise(runs(points).stretched(1.0, 1.0, 0.05))
        color = tint(np.broadcast_to(wall, (len(points), 3)), 0.12 * grit + 0.1 * fog)
        coated = np.zeros(len(points), np.float32)
        bent = displaced(place(points), 0.5, 0.9)
        for layer in range(3):
            space = bent.moved(np.full(3, 23.0 * layer, np.float32))
            # Two octaves of bent noise: shapes that swell and close like letters.
            shape = fractal(space, 2, 0.35) + np.float32(0.03) * smoothstep(0.45, 0.8, drip)
            level = 0.1 + 0.05 * layer
            soft = max(0.012, 2.0 * space.footprint)
            inside = smoothstep(level - soft, level + soft, shape)
            line = smoothstep(0.055 + soft, 0.055 - soft, np.abs(shape - level))
            halo = smoothstep(0.135 + soft, 0.135 - soft, np.abs(shape - level)) * (1.0 - inside)
            mist = 0.5 * smoothstep(level - 0.4, level, shape + 0.25 * grit) * (1.0 - inside)
            turn = smoothstep(-0.5, 0.5, gradient_noise(space.finer(0.9, 5.0)) + 0.12 * grit)
            fill = mix(tones[2 * layer], tones[2 * layer + 1], turn)
            shine = smoothstep(0.05, 0.03, np.abs(shape - level - np.float32(0.17))) * smoothstep(0.0, 0.3, fog + 0.1)
            color = mix(color, tones[2 * layer], mist)
            color = mix(color, rim, halo)
            color = mix(mix(color, fill, inside), rim, 0.8 * shine * inside)
            color = mix(color, ink, line)
            coated = np.maximum(coated, np.maximum(inside, np.maximum(halo, line)))
        return Shaded(
            color=tint(color, 0.06 * grit),
            relief=np.float32(0.0004) * grit * (1.0 - 0.4 * coated),
            channels={ROUGHNESS: 0.9 - 0.35 * coated},
            dye=coated,
        )

    return shader


def _pencil(rng: np.random.Generator) -> Shader:
    """Graphite on drawing paper: hatching in up to four directions, the denser the darker the place."""
    paper, lead = vary(rng, "f0ece2", 0.01, 0.05, 0.02), vary(rng, "3a3a3d", 0.01, 0.1, 0.08)
    apart = size(rng, 0.0024, 0.003)
    hatch = [laid(rng, apart, 12.0 * apart, turn) for turn in (0.75, -0.6, 0.12, 1.45)]
    tone, tooth, waver = solid(rng, 0.1, 0.14), solid(rng, 0.0012, 0.0016), solid(rng, 0.03, 0.04)

    def shader(points: Points) -> Shaded:
        dark = np.float32(0.45) + np.float32(0.85) * fractal(displaced(tone(points), 0.3), 3, 0.5)
        grain, bend = gradient_noise(tooth(points)), gradient_noise(waver(points))
        drawn = np.zeros(len(points), np.float32)
        for number, place in enumerate(hatch):
            space = place(points)
            x = space.q[:, 0] + np.float32(0.9) * bend
            line = np.floor(x)
            own = random_of(line, np.floor(space.q[:, 1] + random_of(line) * 3.0))
            away = np.abs(x - line - np.float32(0.3) - np.float32(0.4) * random_of(line + 9.0))
            share = np.float32(kept(2.0 * space.footprint))
            stroke = np.float32(0.3) + share * (smoothstep(0.26, 0.1, away) - np.float32(0.3))
            where = smoothstep(0.0, 0.16, dark - np.float32(0.16 + 0.24 * number))
            drawn = np.maximum(drawn, stroke * where * (0.5 + 0.5 * own))
        smudge = 0.18 * smoothstep(0.3, 1.0, dark)
        laid_on = np.clip(drawn * (0.92 + 0.4 * grain) + smudge, 0.0, 1.0)
        return Shaded(
            color=mix(tint(paper, 0.03 * grain), lead, laid_on),
            relief=np.float32(0.00005) * grain,
            channels={ROUGHNESS: 0.9 - 0.35 * laid_on},
            dye=laid_on,
        )

    return shader


def _blueprint(rng: np.random.Generator) -> Shader:
    """White lines on blue paper: a fine grid, a coarse one, circles with their axes, fields with hatching."""
    blue, white = vary(rng, "1d4a94", 0.01, 0.06, 0.05), rgb("e9f0f8")
    unit = size(rng, 0.075, 0.09)
    place, fade = laid(rng, unit, unit), solid(rng, 0.05, 0.08)

    def shader(points: Points) -> Shaded:
        q = place(points).q
        soft = points.spacing / unit

        def line(away: Array, width: float) -> Array:
            wide = max(width, 0.9 * soft)
            drawn: Array = smoothstep(0.75 * wide, 0.25 * wide, away) * np.float32(min(width / wide, 1.0))
            return drawn

        cell = np.floor(q)
        column, row = counted(cell[:, 0], count_around(points, unit)), cell[:, 1]
        x, y = (q - cell - np.float32(0.5)).T
        fine = np.minimum(*(np.abs(10.0 * a - np.round(10.0 * a)) / 10.0 for a in (x, y)))
        border = np.float32(0.5) - np.maximum(np.abs(x), np.abs(y))
        kind, radius = random_of(column, row), np.hypot(x, y)
        size_of = np.float32(0.2) + np.float32(0.2) * random_of(column + 3.0, row + 8.0)
        circle = np.maximum(line(np.abs(radius - size_of), 0.022), line(np.abs(radius - 0.55 * size_of), 0.012))
        dash = (np.abs(8.0 * np.where(np.abs(x) < np.abs(y), y, x)) % 1.0) < 0.62
        axes = line(np.minimum(np.abs(x), np.abs(y)), 0.01) * dash * (radius < size_of + 0.08)
        box = np.maximum(np.abs(x) - size_of, np.abs(y) - np.float32(0.7) * size_of)
        slant = np.abs(14.0 * (x + y) - np.round(14.0 * (x + y))) / 14.0
        hatched = np.maximum(line(np.abs(box), 0.022), line(slant, 0.008) * (box < 0.0))
        figure = np.select([kind < 0.38, kind < 0.7], [np.maximum(circle, axes), hatched], np.float32(0.0))
        drawn = np.maximum(np.maximum(0.22 * line(fine, 0.007), 0.5 * line(border, 0.014)), figure)
        worn = fractal(fade(points), 3)
        return Shaded(
            color=mix(tint(blue, 0.12 * worn), white, drawn.astype(np.float32) * (0.9 + 0.2 * worn)),
            relief=0.0,
            channels={ROUGHNESS: 0.85},
            dye=1.0 - drawn.astype(np.float32),
        )

    return shader


def _material(name: str, words: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float) -> Material:
    return Material(name, (name, *words), Kind.PATTERN, recipe, finest, coarsest, 0.6)


MATERIALS = (
    _material("mondrian", ("coloured rectangles", "mondrian painting", "neoplasticism"), _rectangles, 0.002, 0.16),
    _material("cubist painting", ("cubism", "cubist", "picasso painting", "guernica"), _cubist, 0.002, 0.1),
    _material("graffiti", ("spray paint art", "street art", "graffiti wall", "graffiti mural"), _graffiti, 0.002, 0.15),
    _material("pencil drawing", ("pencil sketch", "sketch", "hatching", "graphite drawing"), _pencil, 0.0008, 0.1),
    _material("blueprint", ("blueprint paper", "technical drawing", "cyanotype plan"), _blueprint, 0.001, 0.08),
)
