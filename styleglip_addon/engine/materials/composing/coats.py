"""What lies on a surface: rust, moss, snow, dust ... each where it would be, with what it consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...vocabulary.channels import ROUGHNESS
from ..colors import mix, rgb
from ..lab import color_of
from ..material import Sample
from ..noise import smoothstep
from ..points import Array, Points
from ..words.meanings import Coat
from .dripping import Run, running
from .masks import Fallen, Growth, Liking, Mask
from .patterns import splatter
from .reference import ball_points, reference_of
from .surface import Change, Cover, Layer, Look, Surface, only_where, surface_of


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
        splashes, run = splatter(rng, blend + amount - 0.3), running(rng, 0.2 * amount - 0.25, 0.3 * blend)
        return Layer(_splashed(lying, own, splashes, run), own.finest, coarsest)
    if lying.liking is None:
        mask: Growth | Fallen = Fallen(rng, amount, blend, 0.12 if coat is Coat.SNOW else 0.6)
    else:
        mask = Growth(rng, lying.size, amount, blend, lying.liking)
    coated = _strewn if _covers(own, None) else _pieced if _covers(own, _everywhere) else _coated
    return Cover(coated(lying, own, mask), own.finest, coarsest)


def _splashed(lying: Lying, own: Sample, splashes: Mask, running: Callable[[Points], Run]) -> Change:
    def change(points: Points, surface: Surface) -> Surface:
        share = np.maximum(splashes(points.in_scene), running(points).share * smoothstep(0.85, 0.6, points.upward))
        above = only_where(share > 0.0, _look(own), points)
        thickness = lying.thickness * np.sqrt(share)
        return surface if above is None else surface.under(above, lying.opacity * share, thickness, lying.filling)

    return change


def _coated(lying: Lying, own: Sample, mask: Growth | Fallen) -> Callable[[Points, Look], Surface]:
    material = _look(own)
    stain = _stain_of(lying, own) if lying.halo else None
    hides = lying.thickness >= _THICK and lying.opacity == 1.0

    def over(points: Points, below: Look) -> Surface:
        outside = points.in_scene
        score = mask.score(outside)
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
        above = only_where(share > 0.0, material, outside)
        if above is None:
            return surface
        if lying.fresh:
            thin = 0.6 * smoothstep(0.95, 0.4, share)
            above = above.changed(mix(above.color, rgb(lying.fresh), thin))
        thickness, filling = lying.thickness * np.sqrt(share), 1.0 - (1.0 - lying.filling) * (1.0 - deep)
        return surface.under(above, lying.opacity * share, thickness, filling)

    return over


def _strewn(lying: Lying, own: Sample, mask: Growth | Fallen) -> Callable[[Points, Look], Surface]:
    """Loose things: each is whole where the mask covers its middle; what lies between them shows among many."""
    material = _look(own)

    def over(points: Points, below: Look) -> Surface:
        outside = points.in_scene
        above = material(replace(outside, growing=_grows(mask)))
        assert above.cover is not None
        share = np.maximum(above.cover, mask.deep(mask.score(outside), 1.5))
        surface = only_where(share < 1.0, below, points)
        surface = _nothing(len(points)) if surface is None else surface
        return surface.under(above, share, lying.thickness, lying.filling)

    return over


def _pieced(lying: Lying, own: Sample, mask: Growth | Fallen) -> Callable[[Points, Look], Surface]:
    """Pieces that lie side by side or over each other: each is whole where the mask covers its middle, or not there."""
    material = _look(own)

    def over(points: Points, below: Look) -> Surface:
        above = material(replace(points.in_scene, growing=_grows(mask)))
        assert above.cover is not None
        surface = only_where(above.cover < 1.0, below, points)
        surface = _nothing(len(points)) if surface is None else surface
        return surface.under(above, above.cover, lying.thickness, lying.filling)

    return over


def _grows(mask: Growth | Fallen) -> Callable[[Points], NDArray[np.bool_]]:
    return lambda middles: mask.covered(mask.score(middles)) > 0.5


def _everywhere(middles: Points) -> NDArray[np.bool_]:
    return np.ones(len(middles), bool)


def _covers(own: Sample, growing: Callable[[Points], NDArray[np.bool_]] | None) -> bool:
    """Whether a material says which of its things or pieces are there, without being asked (None) or when asked."""
    points = replace(ball_points(max(own.coarsest, 0.05), 2), growing=growing)
    return own.shader(points).cover is not None


def _stain_of(lying: Lying, own: Sample) -> Array:
    """Colour (3,) of what washes out of a coat."""
    return rgb(lying.stain) if lying.stain else color_of(reference_of(own).lab.mean(axis=0))


def _look(own: Sample) -> Look:
    return lambda points: surface_of(own.shader(points), len(points))


def _nothing(count: int) -> Surface:
    """A surface of which no point is seen."""
    zeros = np.zeros(count, np.float32)
    return Surface(np.zeros((count, 3), np.float32), zeros, {}, zeros)
