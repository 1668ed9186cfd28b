"""Wear: what use, weather and fire take from a surface, or change in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...vocabulary.channels import ANISOTROPY, COAT, METALLIC, ROUGHNESS, SHEEN, TRANSMISSION
from ..colors import mix, rgb
from ..lab import color_of, lab_of
from ..material import Kind
from ..noise import cells, displaced, fractal, gradient_noise, smoothstep
from ..points import Points
from ..scratches import scratches
from ..spaces import solid
from ..words.meanings import Coat
from .masks import Growth, Liking, line
from .surface import Layer, Surface, changed_where

_WEATHERED = (
    Liking(up=0.4, recess=-0.6, sharp=0.9, ragged=0.8),
    Liking(up=0.4, recess=-0.6, sharp=0.9, ragged=0.7, grain=0.25, along=9.0),
)
"""Where sun and rain bleach: in clouds, on wood along its grain."""

_FERROUS = ("steel", "iron", "metal", "chain")


def wear_layer(
    coat: Coat, amount: float, blend: float, kind: Kind, name: str, rng: np.random.Generator
) -> Layer | None:
    """What wears a surface off; None where the word means something that lies on it.

    Args:
        coat: the word.
        amount: share of the surface, 0..1.
        blend: more or less of it.
        kind, name: of the material.
        rng: places it.
    """
    if coat is Coat.CHIPPED:
        return _chipped(amount, blend, kind, name, rng)
    make = _MAKERS.get(coat)
    return None if make is None else make(amount, blend, kind, rng)


def _chipped(amount: float, blend: float, kind: Kind, name: str, rng: np.random.Generator) -> Layer:
    # Off wood it comes along the grain.
    along = 5.0 if kind is Kind.WOOD else 1.0
    liking = Liking(recess=-2.6, sharp=14.0, ragged=0.55, grain=0.12, along=along)
    share_lost = (0.2 if kind in (Kind.CERAMIC, Kind.GLASS) else 0.42) * amount
    lost = Growth(rng, 0.06 / along**0.5, share_lost, blend, liking)
    flakes, groups = solid(rng, 0.011, 0.015, turned=along == 1.0), solid(rng, 0.2, 0.3)
    rust = Growth(rng, 0.05, 0.45, 0.0, Liking(sharp=2.0))
    rusty = kind is Kind.METAL and any(word in name for word in _FERROUS)

    def laid_bare(points: Points, surface: Surface) -> Surface:
        bare = surface.bare if surface.bare is not None else _body(surface, kind)
        if not rusty:
            return bare
        rusted = rust(points)
        stain = 0.35 + 0.5 * rusted
        return bare.changed(
            mix(bare.color, mix(rgb("6b351b"), rgb("a4572a"), rusted), stain),
            channels={
                METALLIC: bare.channel(METALLIC) * (1.0 - stain),
                ROUGHNESS: np.maximum(bare.channel(ROUGHNESS), 0.45 + 0.4 * stain),
            },
        )

    def change(points: Points, surface: Surface) -> Surface:
        # Paint breaks off in flakes with straight edges, where something knocked and around it.
        flake = cells(flakes(points).stretched(1.0, 1.0, 1.0 / along))
        score = lost.score(points) + np.float32(1.6) * gradient_noise(groups(points))
        share = lost.covered(score + np.float32(1.3) * (flake.identity[:, 0] - 0.5))
        around = smoothstep(0.4, 1.0, lost.around(score)) * (1.0 - share)
        dull = surface.changed(surface.color * (1.0 - 0.08 * around)[:, None])
        bare = changed_where(share > 0.0, laid_bare, points, surface)
        # The paint's broken edge is a step that catches light; it is dirty and dull around.
        return dull if bare is None else dull.under(bare, share, -0.0005)

    return Layer(change, finest=0.0015, coarsest=0.05)


def _body(surface: Surface, kind: Kind) -> Surface:
    """What comes to light where a surface without paint is chipped."""
    lab = lab_of(surface.color)
    if kind in (Kind.CERAMIC, Kind.COLOR):
        lab = np.broadcast_to(lab_of(rgb("d9c9b4")), lab.shape).copy()
    else:
        lab[:, 0] = 0.75 * lab[:, 0] + 22.0
        lab[:, 1:] *= 0.7
    return surface.changed(color_of(lab), channels={ROUGHNESS: np.maximum(surface.channel(ROUGHNESS), 0.8), COAT: 0.0})


def _scratched(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    marks = (scratches(rng, (0.03, 0.06), 0.0005, 3), scratches(rng, (0.01, 0.02), 0.0003, 2))
    where = Growth(rng, 0.08, min(amount + 0.2, 0.9), blend, Liking(recess=-0.8, sharp=1.2))

    def change(points: Points, surface: Surface) -> Surface:
        scratched = np.maximum(marks[0](points), 0.6 * marks[1](points))
        some = np.flatnonzero(scratched)
        scratched[some] *= 0.25 + 0.75 * where(points.part(some))
        lab = lab_of(surface.color)
        lab[:, 0] += np.where(lab[:, 0] > 70.0, -22.0, 22.0) * scratched
        return surface.changed(
            color_of(lab),
            surface.relief - np.float32(0.00025) * scratched,
            {ROUGHNESS: surface.channel(ROUGHNESS) + 0.3 * scratched, COAT: surface.channel(COAT) * (1.0 - scratched)},
        )

    return Layer(change, finest=0.001)


def _worn(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    rubbed = Growth(rng, 0.07, amount, blend, Liking(recess=-1.8, sharp=1.5))
    fine = solid(rng, 0.012, 0.02)

    def change(points: Points, surface: Surface) -> Surface:
        share = rubbed(points)
        metal = surface.channel(METALLIC)
        lab = lab_of(surface.color)
        speck = fractal(fine(points), 3)
        lab[:, 0] += (1.0 - metal) * share * (9.0 + 8.0 * speck) - 3.0 * (1.0 - share)
        lab[:, 1:] *= (1.0 - 0.22 * share * (1.0 - metal))[:, None]
        dirt = smoothstep(0.15, 0.7, points.recess) * 0.5
        rough = surface.channel(ROUGHNESS) + np.where(metal > 0.5, 0.12 * speck + 0.14 * (1.0 - share), 0.1 * share)
        shown = mix(color_of(lab), rgb("3a2c20"), dirt)
        return surface.changed(
            shown,
            surface.relief * (1.0 - 0.4 * share),
            {ROUGHNESS: rough, COAT: surface.channel(COAT) * (1.0 - 0.8 * share), ANISOTROPY: 0.0},
        )

    return Layer(change, finest=0.004)


def _aged(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    stain = Growth(rng, 0.12, amount, blend, Liking(recess=1.8, low=0.6, sharp=0.5, ragged=0.4))
    specks = Growth(rng, 0.02, 0.25 * amount, blend, Liking(recess=0.8, sharp=3.0, ragged=0.9))

    def change(points: Points, surface: Surface) -> Surface:
        share, spots, metal = stain(points), specks(points), surface.channel(METALLIC)
        lab = lab_of(surface.color)
        # Metal turns dark and brown in its hollows, everything else yellows and gathers dirt.
        lab[:, 0] *= 1.0 - (0.14 + 0.2 * metal) * share - 0.12 * spots - 0.03
        lab[:, 1:] *= (1.0 - 0.15 * share)[:, None]
        lab[:, 2] += (1.0 - metal) * (2.0 + 4.0 * share)
        rough = surface.channel(ROUGHNESS) + 0.06 + (0.1 + 0.16 * metal) * share + 0.1 * spots
        coat = surface.channel(COAT) * (1.0 - 0.7 * share)
        return surface.changed(color_of(lab), channels={ROUGHNESS: rough, COAT: coat})

    return Layer(change, finest=0.003)


def _weathered(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    bleached = Growth(rng, 0.09, 0.35 + 0.6 * amount, blend, _WEATHERED[kind is Kind.WOOD])
    streak, crack = solid(rng, 0.03, 0.05, turned=False), solid(rng, 0.012, 0.016, turned=False)
    splits = kind is Kind.WOOD
    grey = lab_of(rgb("9b978f"))

    def change(points: Points, surface: Surface) -> Surface:
        share, metal = bleached(points), surface.channel(METALLIC)
        lab = lab_of(surface.color)
        # Sun and rain take colour away; rain leaves dark streaks below.
        pull = (0.5 * share * (1.0 - 0.7 * metal))[:, None]
        lab[:, 1:] += (grey[1:] - lab[:, 1:]) * pull
        lab[:, 0] += (grey[0] - lab[:, 0]) * 0.3 * pull[:, 0]
        run = fractal(streak(points if splits else points.in_scene).stretched(1.0, 1.0, 0.12), 4)
        lab[:, 0] += 7.0 * run - (9.0 * metal * share)
        relief = surface.relief
        if splits:
            gap = smoothstep(-0.1, 0.4, run)
            some = np.flatnonzero(gap)
            space = displaced(crack(points).part(some).stretched(1.0, 1.0, 0.07), 0.2)
            gap[some] *= line(np.abs(gradient_noise(space)), 0.09, space.footprint)
            lab[:, 0] *= 1.0 - 0.55 * gap
            relief = relief - np.float32(0.001) * gap
        rough = np.maximum(surface.channel(ROUGHNESS) + 0.2 * share + 0.08 * run, 0.3)
        dirt = 0.55 * smoothstep(0.1, 0.6, points.recess)
        shown = mix(color_of(lab), rgb("3b3228"), dirt)
        channels = {ROUGHNESS: rough, COAT: surface.channel(COAT) * (1.0 - share), SHEEN: surface.channel(SHEEN)}
        return surface.changed(shown, relief, channels)

    return Layer(change, finest=0.002)


def _faded(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    where = Growth(rng, 0.12, 0.3 + 0.6 * amount, blend, Liking(up=0.5, recess=-0.8, sharp=0.6))

    def change(points: Points, surface: Surface) -> Surface:
        share = 0.35 + 0.5 * where(points)
        lab = lab_of(surface.color)
        lab[:, 0] += (78.0 - lab[:, 0]) * 0.42 * share
        lab[:, 1:] *= (1.0 - 0.5 * share)[:, None]
        return surface.changed(color_of(lab), channels={ROUGHNESS: surface.channel(ROUGHNESS) + 0.08})

    return Layer(change)


def _tarnish(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    film = Growth(rng, 0.1, amount, blend, Liking(recess=1.8, sharp=0.5, ragged=0.35))
    edge = solid(rng, 0.03, 0.05)

    def change(points: Points, surface: Surface) -> Surface:
        share = film(points)
        # A thin film shows straw and violet before it is black.
        thin = 4.0 * share * (1.0 - share) * (0.5 + fractal(edge(points), 2))
        dark = mix(surface.color * np.float32(0.9), rgb("2a2624"), 0.7 * share)
        shown = mix(dark, rgb("8a6a45"), 0.45 * np.clip(thin, 0.0, 1.0))
        return surface.changed(
            shown,
            channels={
                ROUGHNESS: surface.channel(ROUGHNESS) + 0.3 * share,
                METALLIC: surface.channel(METALLIC) * (1.0 - 0.45 * share),
                COAT: surface.channel(COAT) * (1.0 - share),
            },
        )

    return Layer(change, finest=0.003)


def _burnt(amount: float, blend: float, kind: Kind, rng: np.random.Generator) -> Layer:
    char = Growth(rng, 0.14, min(amount + 0.1, 0.95), blend, Liking(recess=-0.8, sharp=0.55, ragged=0.35))
    crust = solid(rng, 0.012, 0.018)

    def change(points: Points, surface: Surface) -> Surface:
        heat, crumbs = char(points), fractal(crust(points), 3)
        # From straw over brown to coal: scorched far around what is charred.
        scorched = smoothstep(0.0, 0.5, heat + 0.08 * crumbs)
        share = smoothstep(0.4, 0.75, heat + 0.12 * crumbs)
        brown = mix(surface.color * np.float32(0.93), surface.color * rgb("704626"), scorched)
        black = rgb("191513") * (1.0 + 0.5 * crumbs)[:, None]
        return surface.changed(
            mix(brown, black, share),
            surface.relief + np.float32(0.0006) * crumbs * share,
            {
                ROUGHNESS: np.maximum(surface.channel(ROUGHNESS), 0.92 * share),
                METALLIC: surface.channel(METALLIC) * (1.0 - share),
                TRANSMISSION: surface.channel(TRANSMISSION) * (1.0 - share),
                COAT: surface.channel(COAT) * (1.0 - share),
            },
        )

    return Layer(change, finest=0.003)


_MAKERS: dict[Coat, Callable[[float, float, Kind, np.random.Generator], Layer]] = {
    Coat.SCRATCHED: _scratched,
    Coat.WORN: _worn,
    Coat.AGED: _aged,
    Coat.WEATHERED: _weathered,
    Coat.FADED: _faded,
    Coat.TARNISH: _tarnish,
    Coat.SOOT: _burnt,
}
