"""Patterns over a material: where they are, and the colour or the material that they have there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..noise import cells, displaced, fractal, gradient_noise, smoothstep
from ..points import Array, Points
from ..spaces import Space, count_around, counted, laid, size, solid
from ..veining import VeinNet
from ..words.meanings import Pattern
from .fastened import stitches, studs
from .masks import Mask, line, soft_step, vein_line

Maker = Callable[[np.random.Generator, float], Mask]
"""Draws a mask of a pattern: (rng, blend) -> mask (n,) 0..1 at points."""


def stripes(rng: np.random.Generator, blend: float) -> Mask:
    """Bands along the piece or around it."""
    width, upright = size(rng, 0.02, 0.03), rng.random() < 0.5
    place, wave = laid(rng, width, width), solid(rng, 0.1, 0.2)

    def mask(points: Points) -> Array:
        space = place(points)
        along = space.q[:, 0 if upright else 1] + np.float32(0.03) * gradient_noise(wave(points))
        return soft_step(0.25 + 0.25 * np.float32(blend) - np.abs(along / 2.0 - np.round(along / 2.0)), space.footprint)

    return mask


def _dot_places(rng: np.random.Generator) -> Callable[[Points], tuple[Array, Array, Array, float]]:
    """Column and row (n,) of the dot that is nearest, distance (n,) from its middle, all in distances; footprint."""
    width = size(rng, 0.026, 0.034)
    place = laid(rng, width, width)

    def at(points: Points) -> tuple[Array, Array, Array, float]:
        space = place(points)
        row = np.floor(space.q[:, 1])
        x = space.q[:, 0] + np.where(row % 2.0 < 0.5, np.float32(0.5), np.float32(0.0))
        column = np.floor(x)
        away = np.hypot(x - column - np.float32(0.5), space.q[:, 1] - row - np.float32(0.5))
        return counted(column, count_around(points, width)), row, away, space.footprint

    return at


def dots(rng: np.random.Generator, blend: float) -> Mask:
    """Rows of dots, every second row shifted by half."""
    at = _dot_places(rng)

    def mask(points: Points) -> Array:
        _, _, away, footprint = at(points)
        return soft_step(0.29 * (1.0 + 0.5 * blend) - away, footprint)

    return mask


def dot_numbers(rng: np.random.Generator) -> Mask:
    """A number (n,) 0..1 per dot of those that the same state of the generator places; neighbours differ."""
    at = _dot_places(rng)

    def number(points: Points) -> Array:
        column, row, _, _ = at(points)
        return ((column + np.float32(0.382) * row) * np.float32(0.618034) % 1.0).astype(np.float32)

    return number


def checks(rng: np.random.Generator, blend: float) -> Mask:
    """Squares in turn."""
    width = size(rng, 0.03, 0.04)
    place = laid(rng, width, width)

    def mask(points: Points) -> Array:
        space = place(points)
        x, y = (np.abs(q / 2.0 - np.round(q / 2.0)) - 0.25 for q in (space.q[:, 0], space.q[:, 1]))
        first, second = soft_step(x, space.footprint), soft_step(y, space.footprint)
        checked: Array = first + second - 2.0 * first * second
        return checked

    return mask


def zigzag(rng: np.random.Generator, blend: float) -> Mask:
    """Bands that go up and down."""
    width = size(rng, 0.035, 0.045)
    place = laid(rng, width, width)

    def mask(points: Points) -> Array:
        space = place(points)
        x = space.q[:, 0] / 2.0
        height = space.q[:, 1] + 2.0 * np.abs(x - np.round(x))
        return soft_step(0.25 - np.abs(height - np.round(height)), 1.5 * space.footprint)

    return mask


def veins(rng: np.random.Generator, blend: float) -> Mask:
    """Veins that branch, swell and thin out, with finer ones beside them that run out."""
    apart = size(rng, 0.1, 0.13)
    net, swell = VeinNet(rng, apart), solid(rng, 0.06, 0.09)
    broad = 0.0045 * (1.0 + 0.8 * blend)

    def mask(points: Points) -> Array:
        space = net.at(points)
        vein, uneven = net.nearest(space, points.normal), fractal(swell(points), 2)
        strength = vein.across * smoothstep(0.0, 1.0, 0.15 + 0.75 * vein.identity + 0.9 * uneven)
        drawn = vein_line(vein.distance, broad * (0.08 + 0.92 * strength**2), points.spacing)
        drawn *= smoothstep(0.0, 0.15, strength)
        near = smoothstep(0.3 * apart, 0.0, vein.distance) * smoothstep(-0.2, 0.2, uneven)
        some = np.flatnonzero(near > 0.05)
        branch = net.nearest(space.part(some), points.normal[some], 2.3)
        thin = near[some] * branch.across * smoothstep(0.35, 0.7, branch.identity)
        fine = vein_line(branch.distance, 0.28 * broad * thin, points.spacing) * smoothstep(0.0, 0.25, thin)
        drawn[some] = np.maximum(drawn[some], fine)
        return drawn

    return mask


def cracks(rng: np.random.Generator, blend: float) -> Mask:
    """A net of cracks: large pieces, and smaller ones within some of them."""
    large = solid(rng, 0.085, 0.115)

    def mask(points: Points) -> Array:
        # Breaks run straight for a while and turn sharply; fine noise frays them.
        space = displaced(large(points), 0.07, 5.0)
        whole = cells(space)
        drawn = line(whole.border, 0.013 * (1.0 + blend), space.footprint)
        some = np.flatnonzero(whole.identity[:, 0] < 0.55)
        pieces = cells(space.part(some).finer(2.7, 5.1))
        drawn[some] = np.maximum(drawn[some], 0.75 * line(pieces.border, 0.02, 2.7 * space.footprint))
        return drawn

    return mask


def marbled(rng: np.random.Generator, blend: float) -> Mask:
    """Folded swirls, as of inks on water."""
    place = solid(rng, 0.09, 0.13)

    def mask(points: Points) -> Array:
        space = displaced(displaced(place(points), 0.9, 0.8), 0.35, 2.0)
        phase = 2.6 * gradient_noise(space) + 0.5 * gradient_noise(space.finer(2.3, 4.0))
        wave = phase - np.floor(phase)
        return soft_step(0.25 + 0.2 * np.float32(blend) - np.abs(wave - 0.5), 3.0 * space.footprint)

    return mask


def speckles(rng: np.random.Generator, blend: float) -> Mask:
    """Specks of all sizes, most of them small."""
    place = solid(rng, 0.013, 0.017)

    def specks(space: Space) -> Array:
        found = cells(space)
        radius = (0.06 + 0.22 * found.identity[:, 0] ** 3) * np.float32(1.0 + 0.6 * blend)
        return soft_step(radius - found.nearest, space.footprint)

    def mask(points: Points) -> Array:
        space = place(points)
        bent = displaced(space, 0.15, 3.0)
        return np.maximum(specks(bent), 0.9 * specks(bent.finer(2.2, 8.8)))

    return mask


def patches(rng: np.random.Generator, blend: float) -> Mask:
    """Islands with a winding coast."""
    place = solid(rng, 0.08, 0.12)

    def mask(points: Points) -> Array:
        space = displaced(place(points), 0.4)
        return soft_step(fractal(space, 4) + np.float32(0.7 * blend), 2.0 * space.footprint)

    return mask


def splatter(rng: np.random.Generator, blend: float) -> Mask:
    """Splashes with ragged edges and drops around them."""
    place = solid(rng, 0.06, 0.08)

    def splash(space: Space, share: float) -> Array:
        found = cells(space)
        # Small enough that a neighbour's cell hardly cuts them.
        radius = np.where(found.identity[:, 0] < share, 0.12 + 0.26 * found.identity[:, 1] ** 2, -1.0)
        return soft_step((radius - found.nearest).astype(np.float32), space.footprint)

    def mask(points: Points) -> Array:
        space = displaced(place(points), 0.3, 2.2)
        drops = np.maximum(splash(space.finer(1.9, 5.1), 0.4 + 0.3 * blend), splash(space.finer(3.7, 2.2), 0.3))
        return np.maximum(splash(space, 0.7 + 0.3 * blend), drops)

    return mask


def gradient(rng: np.random.Generator, blend: float) -> Mask:
    """From below to above, over about 40 cm."""
    waver = solid(rng, 0.1, 0.2)

    def mask(points: Points) -> Array:
        return smoothstep(0.02, 0.38, points.level + np.float32(0.03) * gradient_noise(waver(points)) - 0.1 * blend)

    return mask


def inlay(rng: np.random.Generator, blend: float) -> Mask:
    """Bands around the piece: two fine lines, and lozenges with dots between them."""
    width = size(rng, 0.028, 0.034)
    place, phase = laid(rng, width, width), rng.uniform(0.0, 4.0)

    def mask(points: Points) -> Array:
        space = place(points)
        v = (space.q[:, 1] + np.float32(phase)) / 4.0
        height = 4.0 * np.abs(v - np.round(v))
        x = np.abs(space.q[:, 0] - np.round(space.q[:, 0]))
        wires = line(np.abs(height - 0.75), 0.1 * (1.0 + blend), space.footprint)
        lozenge = np.abs(x / 0.3 + height / 0.46 - 1.0) * 0.25
        drawn = line(lozenge, 0.085 * (1.0 + blend), space.footprint)
        core = soft_step(0.12 - np.hypot(x, height), space.footprint)
        between = soft_step(0.09 - np.hypot(x - 0.5, height), space.footprint)
        return np.maximum.reduce([wires, drawn, core, between])

    return mask


def edges(rng: np.random.Generator, blend: float) -> Mask:
    """Outer edges."""

    def mask(points: Points) -> Array:
        return smoothstep(-0.12, -0.3, points.recess - np.float32(0.2 * blend))

    return mask


MASKS: dict[Pattern, Maker] = {
    Pattern.STRIPES: stripes,
    Pattern.DOTS: dots,
    Pattern.CHECKS: checks,
    Pattern.ZIGZAG: zigzag,
    Pattern.VEINS: veins,
    Pattern.CRACKS: cracks,
    Pattern.MARBLED: marbled,
    Pattern.SPECKLES: speckles,
    Pattern.PATCHES: patches,
    Pattern.SPLATTER: splatter,
    Pattern.GRADIENT: gradient,
    Pattern.INLAY: inlay,
    Pattern.EDGES: edges,
    Pattern.STUDS: studs,
    Pattern.ENGRAVED: inlay,
    Pattern.STITCHES: stitches,
}

SIZES: dict[Pattern, tuple[float, float]] = {
    Pattern.STRIPES: (0.004, 0.05),
    Pattern.DOTS: (0.004, 0.04),
    Pattern.CHECKS: (0.004, 0.06),
    Pattern.ZIGZAG: (0.004, 0.06),
    Pattern.VEINS: (0.002, 0.12),
    Pattern.CRACKS: (0.0015, 0.1),
    Pattern.MARBLED: (0.003, 0.1),
    Pattern.SPECKLES: (0.002, 0.02),
    Pattern.PATCHES: (0.004, 0.1),
    Pattern.SPLATTER: (0.003, 0.07),
    Pattern.GRADIENT: (0.02, 0.1),
    Pattern.INLAY: (0.002, 0.07),
    Pattern.EDGES: (0.004, 0.02),
    Pattern.STUDS: (0.002, 0.035),
    Pattern.ENGRAVED: (0.002, 0.07),
    Pattern.STITCHES: (0.0015, 0.16),
}
"""Finest and coarsest detail of each pattern, metres."""
