"""What lies on a surface: rust, moss, snow, dust ... each where it would be, with what it consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...vocabulary.channels import COAT, METALLIC, ROUGHNESS, SHEEN
from ..colors import mix, ramp, rgb
from ..families.metal.weathered_metals import RustCoat
from ..lab import color_of
from ..material import Sample, Shaded
from ..noise import cells, displaced, fractal, gradient_noise, smoothstep
from ..points import Array, Points
from ..spaces import solid
from ..words.meanings import Coat
from .masks import Fallen, Growth, Liking, Mask
from .patterns import splatter
from .reference import reference_of
from .surface import Change, Cover, Layer, Look, Surface, only_where, surface_of

CoatRecipe = Callable[[np.random.Generator], Callable[[Points], Surface]]


@dataclass(frozen=True)
class Lying:
    """How a coat lies.

    Args:
        material: of the catalogue, that it consists of.
        size: of its patches, metres.
        liking: where it grows; None: it fell from above.
        thickness: metres.
        filling: how far it levels what is below.
        halo: stain around it, 0..1.
        stain: colour of the stain, hexadecimal; "": its own.
        fresh: colour that it has where it is thin, at its border, hexadecimal; "": its own.
        opacity: of its middle.
    """

    material: str = ""
    size: float = 0.07
    liking: Liking | None = None
    thickness: float = 0.0
    filling: float = 0.0
    halo: float = 0.0
    stain: str = ""
    fresh: str = ""
    opacity: float = 1.0


LYING: dict[Coat, Lying] = {
    Coat.RUST: Lying(
        "",
        0.08,
        Liking(recess=1.2, low=0.5, sharp=2.4, ragged=0.6, grain=0.42, runs=0.35),
        0.0002,
        0.3,
        halo=0.55,
        stain="9a6238",
        fresh="94501f",
    ),
    Coat.PATINA: Lying(
        "",
        0.1,
        Liking(recess=2.4, sharp=0.9, ragged=0.45, grain=0.3, runs=0.75),
        0.0001,
        0.1,
        halo=0.7,
        stain="8a5c38",
        opacity=0.94,
    ),
    Coat.MOSS: Lying(
        "moss",
        0.09,
        Liking(recess=1.6, up=0.9, low=0.8, sharp=2.2, ragged=0.6, grain=0.6),
        0.004,
        0.6,
        halo=0.5,
        stain="6f7a4a",
    ),
    Coat.LICHEN: Lying("", 0.05, Liking(recess=-0.3, up=0.5, sharp=6.0, ragged=0.5), 0.0006, 0.2),
    Coat.IVY: Lying("ivy", 0.14, Liking(recess=0.6, low=1.2, sharp=9.0, ragged=0.7), 0.008, 0.3),
    Coat.SNOW: Lying("snow", 0.06, None, 0.009, 0.85),
    Coat.FROST: Lying("frost", 0.05, Liking(recess=-0.6, up=0.7, sharp=0.8, ragged=0.9), 0.0003, 0.0, opacity=0.85),
    Coat.ICE: Lying("ice", 0.1, Liking(recess=0.8, up=0.5, sharp=2.0, ragged=0.4), 0.002, 0.6, opacity=0.85),
    Coat.DUST: Lying("", 0.08, None, 0.0, 0.05, opacity=0.72),
    Coat.DIRT: Lying(
        "", 0.08, Liking(recess=2.0, low=1.0, sharp=0.5, ragged=0.5, grain=0.45, runs=0.4), 0.0001, 0.1, opacity=0.62
    ),
    Coat.MUD: Lying("mud", 0.09, Liking(recess=0.9, low=2.6, sharp=4.0, ragged=0.5), 0.002, 0.6, halo=0.3),
    Coat.SAND: Lying("sand", 0.07, Liking(recess=1.5, up=1.2, low=0.6, sharp=1.6, ragged=0.7, grain=0.7), 0.001, 0.5),
    Coat.BLOOD: Lying("", 0.07, None, 0.0003, 0.1),
    Coat.MATERIAL: Lying("", 0.09, Liking(recess=0.4, sharp=8.0, ragged=0.7), 0.0006, 0.4),
}
"""How each coat lies; the rest is wear."""


_THICK = 0.002
"""Thickness from which a coat fills what it lies on, metres: thinner ones show all of its relief."""


def coat_layer(coat: Coat, own: Sample, amount: float, blend: float, rng: np.random.Generator) -> Layer | Cover:
    """A coat over what is there.

    Args:
        coat: one of `LYING`.
        own: what it consists of.
        amount: share of the surface, 0..1.
        blend: more or less of it.
        rng: places it.
    """
    lying = LYING[coat]
    coarsest = lying.size if lying.thickness > 0.001 else 0.0
    if coat is Coat.BLOOD:
        return Layer(_splashed(lying, own, splatter(rng, blend + amount - 0.3)), own.finest, coarsest)
    if lying.liking is None:
        mask: Growth | Fallen = Fallen(rng, amount, blend, 0.12 if coat is Coat.SNOW else 0.6)
    else:
        mask = Growth(rng, lying.size, amount, blend, lying.liking)
    return Cover(_coated(lying, own, mask), own.finest, coarsest)


def _splashed(lying: Lying, own: Sample, mask: Mask) -> Change:
    def change(points: Points, surface: Surface) -> Surface:
        share = mask(points)
        above = only_where(share > 0.0, _look(own), points)
        thickness = lying.thickness * np.sqrt(share)
        return surface if above is None else surface.under(above, lying.opacity * share, thickness, lying.filling)

    return change


def _coated(lying: Lying, own: Sample, mask: Growth | Fallen) -> Callable[[Points, Look], Surface]:
    material = _look(own)
    stain = _stain_of(lying, own) if lying.halo else None
    hides = lying.thickness >= _THICK and lying.opacity == 1.0

    def over(points: Points, below: Look) -> Surface:
        score = mask.score(points)
        share = mask.covered(score)
        deep = mask.deep(score) if hides else np.zeros_like(share)
        seen = only_where(deep < 1.0, below, points)
        surface = _nothing(len(points)) if seen is None else seen
        if stain is not None and isinstance(mask, Growth):
            around = lying.halo * mask.around(score)
            rough = np.maximum(surface.channel(ROUGHNESS), 0.7 * around)
            # Part of it colours what is below, and of a stain part lies on it.
            tint = surface.color * (np.float32(0.35) + np.float32(0.65) * stain)
            tint = tint + (stain - tint) * np.float32(0.3) if lying.stain else tint
            color = mix(surface.color, tint, around)
            surface = surface.changed(color, channels={ROUGHNESS: rough})
        above = only_where(share > 0.0, material, points)
        if above is None:
            return surface
        if lying.fresh:
            thin = 0.6 * smoothstep(0.95, 0.4, share)
            above = above.changed(mix(above.color, rgb(lying.fresh), thin))
        thickness, filling = lying.thickness * np.sqrt(share), 1.0 - (1.0 - lying.filling) * (1.0 - deep)
        return surface.under(above, lying.opacity * share, thickness, filling)

    return over


def _stain_of(lying: Lying, own: Sample) -> Array:
    """Colour (3,) of what washes out of a coat."""
    return rgb(lying.stain) if lying.stain else color_of(reference_of(own).lab.mean(axis=0))


def _look(own: Sample) -> Look:
    return lambda points: surface_of(own.shader(points), len(points))


def _nothing(count: int) -> Surface:
    """A surface of which no point is seen."""
    zeros = np.zeros(count, np.float32)
    return Surface(np.zeros((count, 3), np.float32), zeros, {}, zeros)


def made_coat(coat: Coat, rng: np.random.Generator) -> Sample:
    """What a coat consists of that the catalogue has no material for: rust, patina, lichen, dust, dirt, blood."""
    at = _MADE[coat](rng)

    def shader(points: Points) -> Shaded:
        surface = at(points)
        return Shaded(surface.color, surface.relief, surface.channels)

    return Sample(coat.value, shader, 0.003, 0.03)


def _plain(color: np.ndarray, rough: np.ndarray | float, relief: np.ndarray | float = 0.0) -> Surface:
    count = len(color)
    zeros = np.zeros(count, np.float32)
    return Surface(
        np.clip(color, 0.0, 1.0).astype(np.float32),
        np.broadcast_to(np.asarray(relief, np.float32), (count,)),
        {METALLIC: zeros, COAT: zeros, ROUGHNESS: np.broadcast_to(np.asarray(rough, np.float32), (count,))},
        np.ones(count, np.float32),
    )


def _rust(rng: np.random.Generator) -> Callable[[Points], Surface]:
    coat, tone = RustCoat(rng), solid(rng, 0.1, 0.14)

    def at(points: Points) -> Surface:
        color, height = coat(points, gradient_noise(tone(points)) - np.float32(0.2))
        return _plain(color, 0.92, height)

    return at


def _patina(rng: np.random.Generator) -> Callable[[Points], Surface]:
    tone, grain = solid(rng, 0.04, 0.06), solid(rng, 0.0035, 0.0045)
    runs = solid(rng, 0.016, 0.024, turned=False)
    colors = [rgb(code) for code in ("2f6258", "4f9382", "7ab5a2", "b2d6c6")]

    def at(points: Points) -> Surface:
        # Powdery salts, paler where rain drew them down.
        powder, run = fractal(grain(points), 3, 0.7), fractal(runs(points).stretched(1.0, 1.0, 0.07), 2)
        value = 0.5 + 0.4 * fractal(tone(points), 3, 0.6) + 0.25 * powder + 0.4 * run
        return _plain(ramp(value, (0.0, 0.35, 0.7, 1.0), colors), 0.9, np.float32(0.00012) * powder)

    return at


def _lichen(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place, grain = solid(rng, 0.02, 0.03), solid(rng, 0.003, 0.005)
    colors = [rgb(code) for code in ("8f9a72", "b7b98a", "c9a53c", "a9b0a0")]

    def at(points: Points) -> Surface:
        found = cells(displaced(place(points), 0.25, 2.0))
        fine = fractal(grain(points), 3)
        color = ramp(found.identity[:, 0], (0.0, 0.4, 0.7, 1.0), colors)
        rings = 0.12 * np.cos(22.0 * found.nearest) * smoothstep(0.7, 0.2, found.nearest)
        return _plain(color * (1.0 + 0.16 * fine + rings)[:, None], 0.95, np.float32(0.0004) * fine)

    return at


def _dust(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place = solid(rng, 0.02, 0.04)

    def at(points: Points) -> Surface:
        uneven = fractal(place(points), 3)
        dust = _plain(mix(rgb("a79d8c"), rgb("b9b0a1"), 0.5 + uneven), 0.96)
        return dust.changed(channels={SHEEN: 0.15})

    return at


def _dirt(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place = solid(rng, 0.02, 0.04)

    def at(points: Points) -> Surface:
        uneven = fractal(place(points), 4, 0.6)
        return _plain(mix(rgb("3b2e22"), rgb("5d4a36"), 0.5 + uneven), 0.92)

    return at


def _blood(rng: np.random.Generator) -> Callable[[Points], Surface]:
    place = solid(rng, 0.03, 0.05)

    def at(points: Points) -> Surface:
        dried = smoothstep(-0.2, 0.5, fractal(place(points), 3))
        return _plain(mix(rgb("6a0909"), rgb("2d0706"), dried), 0.15 + 0.5 * dried)

    return at


_MADE: dict[Coat, CoatRecipe] = {
    Coat.RUST: _rust,
    Coat.PATINA: _patina,
    Coat.LICHEN: _lichen,
    Coat.DUST: _dust,
    Coat.DIRT: _dirt,
    Coat.BLOOD: _blood,
}
