"""Finishes with a shape: brushed, hammered, quilted, ribbed, wrinkled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...vocabulary.channels import ALPHA, ANISOTROPY, COAT, METALLIC, ROUGHNESS
from ..colors import ramp, rgb
from ..families.metal_finish import soft_bowls
from ..noise import cells, displaced, fractal, gradient_noise, kept, smoothstep
from ..points import Array, Points
from ..spaces import laid, rolled, size, solid
from ..words.meanings import Finish
from .masks import line
from .surface import Layer, Surface


def _brushed(rng: np.random.Generator) -> Layer:
    # Long fine lines around the piece, and bands of them that are seen from afar.
    fine, band = rolled(rng, 0.05, 0.0007), rolled(rng, 0.35, 0.006)

    def change(points: Points, surface: Surface) -> Surface:
        lines = gradient_noise(fine(points)) + 0.8 * fractal(band(points), 3, 0.6)
        rough = np.where(surface.channel(METALLIC) > 0.5, 0.34, np.maximum(surface.channel(ROUGHNESS), 0.4))
        return surface.changed(
            surface.color * (1.0 + 0.09 * lines)[:, None],
            0.4 * surface.relief + np.float32(0.00003) * lines,
            {ROUGHNESS: rough + 0.10 * lines, ANISOTROPY: 0.7, COAT: 0.0},
        )

    return Layer(change, finest=0.0008)


def _hammered(rng: np.random.Generator) -> Layer:
    width = size(rng, 0.014, 0.019)
    place = solid(rng, width, width)

    def change(points: Points, surface: Surface) -> Surface:
        space = place(points)
        found = cells(displaced(space, 0.15), 0.8)
        share = np.float32(kept(space.footprint))
        bowl = soft_bowls(found)
        bright = share * np.minimum(0.55 * bowl - 0.17, 0.0) * surface.channel(METALLIC)
        return surface.changed(
            surface.color * (1.0 + bright)[:, None],
            surface.relief + np.float32(0.16 * width) * share * (bowl - 0.14),
            {ROUGHNESS: surface.channel(ROUGHNESS) + 0.05 * share * (found.identity[:, 1] - 0.5)},
        )

    return Layer(change, finest=0.004, coarsest=0.03)


def _perforated(rng: np.random.Generator) -> Layer:
    # Round holes of 4 mm in staggered rows.
    width = size(rng, 0.0085, 0.0105)
    place = laid(rng, width, 0.866 * width)

    def change(points: Points, surface: Surface) -> Surface:
        space = place(points)
        row = np.floor(space.q[:, 1])
        x = (space.q[:, 0] + np.where(row % 2.0 < 0.5, np.float32(0.5), np.float32(0.0))) % 1.0 - 0.5
        away = np.hypot(x, np.float32(0.866) * (space.q[:, 1] - row - 0.5))
        rim = smoothstep(0.32, 0.23, away)
        return surface.changed(
            surface.color * (1.0 - 0.3 * rim)[:, None],
            surface.relief - np.float32(0.0004) * rim,
            {ALPHA: surface.channel(ALPHA) * smoothstep(0.21, 0.225, away)},
        )

    return Layer(change, finest=0.0015, coarsest=0.03)


def _knurled(rng: np.random.Generator) -> Layer:
    # Pyramids between two sets of grooves that a pair of wheels rolled in, as on grips.
    width = size(rng, 0.0024, 0.003)
    place = laid(rng, width, 1.6 * width)

    def change(points: Points, surface: Surface) -> Surface:
        space = place(points)
        a, b = space.q[:, 0] + space.q[:, 1], space.q[:, 0] - space.q[:, 1]
        near = np.minimum(np.abs(a - np.round(a)), np.abs(b - np.round(b)))
        share = np.float32(kept(2.0 * space.footprint))
        height = share * (np.minimum(near, np.float32(0.36)) - np.float32(0.17))
        groove = share * smoothstep(0.1, 0.0, near)
        return surface.changed(
            surface.color * (1.0 - 0.35 * groove)[:, None],
            0.5 * surface.relief + np.float32(0.9 * width) * height,
            {ROUGHNESS: surface.channel(ROUGHNESS) + 0.15 * groove, ANISOTROPY: 0.0},
        )

    return Layer(change, finest=0.0007, coarsest=0.006)


def _quilted(rng: np.random.Generator) -> Layer:
    width = size(rng, 0.055, 0.07)
    place, puckers = laid(rng, width, 1.4 * width), solid(rng, 0.008, 0.012)

    def change(points: Points, surface: Surface) -> Surface:
        space = place(points)
        # Diamonds: the two diagonals of the tiles are seams.
        a, b = space.q[:, 0] + space.q[:, 1], space.q[:, 0] - space.q[:, 1]
        near = np.minimum(np.abs(a - np.round(a)), np.abs(b - np.round(b)))
        pillow = np.sqrt(np.clip(2.0 * np.minimum(near, 0.5), 0.0, 1.0))
        seam = line(near, 0.05, space.footprint)
        pucker = fractal(puckers(points), 2) * smoothstep(0.3, 0.0, near)
        return surface.changed(
            surface.color * (1.0 - 0.3 * seam)[:, None],
            0.5 * surface.relief + np.float32(0.11 * width) * (pillow - 0.6) + np.float32(0.0006) * pucker,
        )

    return Layer(change, finest=0.004, coarsest=0.09)


def _ribbed(rng: np.random.Generator) -> Layer:
    width = size(rng, 0.009, 0.013)
    place = laid(rng, width, width)

    def change(points: Points, surface: Surface) -> Surface:
        space = place(points)
        rib = np.abs(np.sin(np.pi * space.q[:, 0]))
        share = np.float32(kept(space.footprint))
        groove = share * smoothstep(0.35, 0.0, rib)
        return surface.changed(
            surface.color * (1.0 - 0.15 * groove)[:, None],
            surface.relief + np.float32(0.28 * width) * share * (rib - 0.64),
        )

    return Layer(change, finest=0.003, coarsest=0.03)


def _wrinkled(rng: np.random.Generator) -> Layer:
    place = solid(rng, 0.045, 0.065)

    def change(points: Points, surface: Surface) -> Surface:
        space = displaced(place(points), 0.5)
        crease = sum(
            np.float32(0.55**octave) * (1.0 - 2.2 * np.abs(gradient_noise(space.finer(2.0**octave, 9.1 * octave))))
            for octave in range(4)
        )
        folds = np.asarray(crease, np.float32) - 0.8
        return surface.changed(
            surface.color * (1.0 + 0.05 * folds)[:, None], surface.relief + np.float32(0.003) * folds
        )

    return Layer(change, finest=0.004, coarsest=0.06)


_OXIDES = ("d8cdbd", "dcb266", "b0683c", "84406e", "4652a4", "4f92c4", "a9c6cd")
"""Straw, bronze, purple, blue, pale blue: colours of a thickening film of oxide on hot steel or titanium."""


def _tempered(rng: np.random.Generator) -> Layer:
    tones, stops = [rgb(code) for code in _OXIDES], np.linspace(-0.75, 0.75, len(_OXIDES)).tolist()
    heat, flow = solid(rng, 0.16, 0.24), solid(rng, 0.03, 0.05)

    def change(points: Points, surface: Surface) -> Surface:
        warmth = gradient_noise(heat(points)) + 0.12 * fractal(flow(points), 2)
        film = ramp(warmth, stops, tones)
        # The film tints what the metal reflects; other things only brown.
        metal = surface.channel(METALLIC)[:, None]
        tinted: Array = film * (0.4 + 0.6 * surface.color)
        return surface.changed((surface.color + (tinted - surface.color) * 0.9 * metal).astype(np.float32))

    return Layer(change, coarsest=0.1)


WORKED: dict[Finish, Callable[[np.random.Generator], Layer]] = {
    Finish.BRUSHED: _brushed,
    Finish.HAMMERED: _hammered,
    Finish.KNURLED: _knurled,
    Finish.PERFORATED: _perforated,
    Finish.QUILTED: _quilted,
    Finish.RIBBED: _ribbed,
    Finish.WRINKLED: _wrinkled,
    Finish.TEMPERED: _tempered,
}
