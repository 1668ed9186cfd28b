"""Finishes with a shape: brushed, hammered, quilted, ribbed, wrinkled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...vocabulary.channels import ANISOTROPY, COAT, METALLIC, ROUGHNESS
from ..noise import cells, displaced, fractal, gradient_noise, kept, smoothstep
from ..points import Points
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
        # Bowls that meet in soft ridges.
        bowl = np.minimum(found.nearest, 0.75) ** 2 * (0.7 + 0.6 * found.identity[:, 0])
        soft = bowl - 0.25 * smoothstep(0.15, 0.0, found.border) * bowl
        return surface.changed(
            relief=surface.relief + np.float32(0.16 * width) * share * (soft - 0.2),
            channels={ROUGHNESS: surface.channel(ROUGHNESS) + 0.05 * share * (found.identity[:, 1] - 0.5)},
        )

    return Layer(change, finest=0.004, coarsest=0.03)


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


WORKED: dict[Finish, Callable[[np.random.Generator], Layer]] = {
    Finish.BRUSHED: _brushed,
    Finish.HAMMERED: _hammered,
    Finish.QUILTED: _quilted,
    Finish.RIBBED: _ribbed,
    Finish.WRINKLED: _wrinkled,
}
