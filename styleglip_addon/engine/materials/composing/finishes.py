"""Finishes: polished, matte, brushed, frosted ... as changes of roughness, coat, relief and transmission."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...vocabulary.channels import (
    ANISOTROPY,
    COAT,
    IOR,
    METALLIC,
    ROUGHNESS,
    SHEEN,
    SUBSURFACE,
    TRANSMISSION,
)
from ..colors import mix, rgb
from ..material import Kind
from ..noise import cells, fractal, smoothstep
from ..points import Points
from ..spaces import solid
from ..words.meanings import Finish
from .surface import Layer, Surface
from .worked_surfaces import WORKED

_SOFT = (Kind.CLOTH, Kind.FIBRE, Kind.ANIMAL)


def finish_layer(finish: Finish, kind: Kind, rng: np.random.Generator) -> Layer | None:
    """What a finish does to a material of a kind; None where it is a matter of other layers (`Finish.PAINTED`)."""
    if finish in WORKED:
        return WORKED[finish](rng)
    make = _MAKERS.get(finish)
    return None if make is None else make(kind, rng)


def _polished(kind: Kind, rng: np.random.Generator) -> Layer:
    def change(points: Points, surface: Surface) -> Surface:
        rough, metal = surface.channel(ROUGHNESS), surface.channel(METALLIC)
        coat = 0.0 if kind in _SOFT else 0.5 * (1.0 - metal)
        return surface.changed(
            relief=0.35 * surface.relief,
            channels={ROUGHNESS: 0.05 + 0.35 * rough, COAT: np.maximum(surface.channel(COAT), coat)},
        )

    return Layer(change)


def _glossy(kind: Kind, rng: np.random.Generator) -> Layer:
    soft = kind in _SOFT

    def change(points: Points, surface: Surface) -> Surface:
        rough, metal = surface.channel(ROUGHNESS), surface.channel(METALLIC)
        coat = (0.25 if soft else 0.7) * (1.0 - metal)
        return surface.changed(
            relief=surface.relief if soft else 0.6 * surface.relief,
            channels={
                ROUGHNESS: np.minimum(rough, (0.3 if soft else 0.05) + 0.3 * rough),
                COAT: np.maximum(surface.channel(COAT), coat),
            },
        )

    return Layer(change)


def _matte(kind: Kind, rng: np.random.Generator) -> Layer:
    def change(points: Points, surface: Surface) -> Surface:
        least = np.where(surface.channel(METALLIC) > 0.5, 0.55, 0.75)
        rough = np.maximum(surface.channel(ROUGHNESS), least)
        return surface.changed(channels={ROUGHNESS: rough, COAT: 0.0, ANISOTROPY: 0.0})

    return Layer(change)


def _satin(kind: Kind, rng: np.random.Generator) -> Layer:
    def change(points: Points, surface: Surface) -> Surface:
        rough = 0.38 + 0.25 * (surface.channel(ROUGHNESS) - 0.38)
        return surface.changed(channels={ROUGHNESS: rough, COAT: np.minimum(surface.channel(COAT), 0.15)})

    return Layer(change)


def _smooth(kind: Kind, rng: np.random.Generator) -> Layer:
    def change(points: Points, surface: Surface) -> Surface:
        return surface.changed(relief=0.25 * surface.relief, channels={ROUGHNESS: 0.85 * surface.channel(ROUGHNESS)})

    return Layer(change)


def _rough(kind: Kind, rng: np.random.Generator) -> Layer:
    place = solid(rng, 0.008, 0.014)

    def change(points: Points, surface: Surface) -> Surface:
        bumps = fractal(place(points), 4, 0.6)
        return surface.changed(
            surface.color * (1.0 + 0.10 * bumps)[:, None],
            1.2 * surface.relief + np.float32(0.0012) * bumps,
            {ROUGHNESS: np.maximum(surface.channel(ROUGHNESS) + 0.2, 0.6), COAT: 0.0},
        )

    return Layer(change, finest=0.0015)


def _frosted(kind: Kind, rng: np.random.Generator) -> Layer:
    fine, cloud = solid(rng, 0.0015, 0.002), solid(rng, 0.04, 0.07)

    def change(points: Points, surface: Surface) -> Surface:
        uneven = fractal(cloud(points), 3)
        white = mix(surface.color, rgb("f4f7f8"), 0.22 + 0.08 * uneven)
        return surface.changed(
            white,
            surface.relief + np.float32(0.00004) * fractal(fine(points), 2),
            {ROUGHNESS: np.maximum(surface.channel(ROUGHNESS), 0.52 + 0.08 * uneven), COAT: 0.0},
        )

    return Layer(change, finest=0.002)


def _wet(kind: Kind, rng: np.random.Generator) -> Layer:
    film, drops = solid(rng, 0.04, 0.07), solid(rng, 0.007, 0.011)

    def change(points: Points, surface: Surface) -> Surface:
        # Water in pores darkens by inner reflection (Lekner and Dorf 1988): rough, porous things most.
        rough, metal = surface.channel(ROUGHNESS), surface.channel(METALLIC)
        porous = smoothstep(0.3, 0.8, rough) * (1.0 - metal)
        wet = smoothstep(-0.45, 0.05, fractal(film(points), 3))
        found = cells(drops(points))
        drop = np.sqrt(np.clip(1.0 - (found.nearest / (0.2 + 0.22 * found.identity[:, 0])) ** 2, 0.0, 1.0))
        film_share = np.maximum(wet, np.minimum(1.5 * drop, 1.0))
        dark = surface.color * (1.0 - 0.38 * porous * (0.35 + 0.65 * wet))[:, None]
        return surface.changed(
            dark,
            np.asarray(surface.relief * (1.0 - 0.3 * wet) + 0.0012 * drop * (1.0 - 0.7 * wet), np.float32),
            {ROUGHNESS: rough + (0.1 - rough) * 0.85 * film_share, COAT: 0.9 * film_share, SHEEN: 0.0},
        )

    return Layer(change, finest=0.002)


def _lacquered(kind: Kind, rng: np.random.Generator) -> Layer:
    def change(points: Points, surface: Surface) -> Surface:
        rough = surface.channel(ROUGHNESS)
        deep = np.power(surface.color, np.float32(1.12))
        return surface.changed(deep, 0.4 * surface.relief, {ROUGHNESS: 0.6 * rough, COAT: 1.0, SHEEN: 0.0})

    return Layer(change)


def _waxed(kind: Kind, rng: np.random.Generator) -> Layer:
    smear = solid(rng, 0.03, 0.05)

    def change(points: Points, surface: Surface) -> Surface:
        rough = 0.36 + 0.3 * (surface.channel(ROUGHNESS) - 0.36) + 0.08 * fractal(smear(points), 3)
        coat = np.maximum(surface.channel(COAT), 0.25)
        return surface.changed(np.power(surface.color, np.float32(1.06)), channels={ROUGHNESS: rough, COAT: coat})

    return Layer(change)


def _metallic(kind: Kind, rng: np.random.Generator) -> Layer:
    flakes = solid(rng, 0.0018, 0.0024)

    def change(points: Points, surface: Surface) -> Surface:
        space = flakes(points)
        found = cells(space)
        fade = max(1.0 - space.footprint, 0.0)
        sparkle = 1.0 + np.float32(0.22 * fade) * (found.identity[:, 0] - 0.5)
        metal = np.maximum(surface.channel(METALLIC), 0.75)
        rough = np.minimum(surface.channel(ROUGHNESS), 0.34 + 0.1 * fade * (found.identity[:, 1] - 0.5))
        coat = np.where(surface.channel(METALLIC) > 0.5, surface.channel(COAT), 0.0 if kind in _SOFT else 0.9)
        bright = np.clip(surface.color * np.float32(1.15), 0.06, 1.0)
        return surface.changed(bright * sparkle[:, None], channels={METALLIC: metal, ROUGHNESS: rough, COAT: coat})

    return Layer(change, finest=0.002)


def _anodised(kind: Kind, rng: np.random.Generator) -> Layer:
    def change(points: Points, surface: Surface) -> Surface:
        rough = 0.34 + 0.3 * (surface.channel(ROUGHNESS) - 0.34)
        return surface.changed(relief=0.5 * surface.relief, channels={METALLIC: 1.0, ROUGHNESS: rough, ANISOTROPY: 0.2})

    return Layer(change)


def _see_through(transmission: float, roughness: float, subsurface: float) -> Callable[..., Layer]:
    def make(kind: Kind, rng: np.random.Generator) -> Layer:
        def change(points: Points, surface: Surface) -> Surface:
            most = np.full(len(points), transmission, np.float32)
            through = np.maximum(surface.channel(TRANSMISSION), most) if transmission else most
            rough = surface.channel(ROUGHNESS)
            rough = np.minimum(rough, roughness) if transmission > 0.9 else np.maximum(rough, roughness)
            return surface.changed(
                channels={
                    TRANSMISSION: through,
                    ROUGHNESS: rough,
                    SUBSURFACE: np.maximum(surface.channel(SUBSURFACE), subsurface),
                    IOR: np.maximum(surface.channel(IOR), 1.45),
                    METALLIC: surface.channel(METALLIC) * (0.0 if transmission else 1.0),
                }
            )

        return Layer(change)

    return make


def _iridescent(kind: Kind, rng: np.random.Generator) -> Layer:
    film, turn = solid(rng, 0.07, 0.12), rng.uniform(0.0, 1.0)

    def change(points: Points, surface: Surface) -> Surface:
        # Hues of a thin film whose thickness changes slowly and with the direction the surface looks in.
        phase = 1.4 * fractal(film(points), 3) + 0.9 * points.upward + 0.5 * points.normal[:, 0] + turn
        hue = np.stack([0.5 + 0.5 * np.cos(2.0 * np.pi * (phase - third / 3.0)) for third in range(3)], axis=1)
        pastel = 0.45 + 0.55 * hue
        lightness = surface.color.mean(axis=1, keepdims=True)
        shown = surface.color + (pastel * (0.35 + 0.6 * lightness) - surface.color) * np.float32(0.7)
        return surface.changed(
            shown, channels={ROUGHNESS: np.minimum(surface.channel(ROUGHNESS), 0.22), COAT: 1.0, METALLIC: 0.45}
        )

    return Layer(change)


def _fuzzy(kind: Kind, rng: np.random.Generator) -> Layer:
    place = solid(rng, 0.002, 0.003)
    tuft = solid(rng, 0.02, 0.03)

    def change(points: Points, surface: Surface) -> Surface:
        fibre, tufts = fractal(place(points).stretched(1.0, 1.0, 0.3), 2), fractal(tuft(points), 3)
        return surface.changed(
            surface.color * (1.0 + 0.14 * fibre + 0.12 * tufts)[:, None],
            surface.relief + np.float32(0.0008) * fibre + np.float32(0.0015) * tufts,
            {ROUGHNESS: 0.95, SHEEN: np.maximum(surface.channel(SHEEN), 0.7), COAT: 0.0, METALLIC: 0.0},
        )

    return Layer(change, finest=0.002)


_MAKERS: dict[Finish, Callable[[Kind, np.random.Generator], Layer]] = {
    Finish.POLISHED: _polished,
    Finish.GLOSSY: _glossy,
    Finish.SATIN: _satin,
    Finish.MATTE: _matte,
    Finish.ROUGH: _rough,
    Finish.SMOOTH: _smooth,
    Finish.FROSTED: _frosted,
    Finish.WET: _wet,
    Finish.LACQUERED: _lacquered,
    Finish.WAXED: _waxed,
    Finish.METALLIC: _metallic,
    Finish.ANODISED: _anodised,
    Finish.TRANSLUCENT: _see_through(0.55, 0.3, 0.4),
    Finish.TRANSPARENT: _see_through(0.97, 0.06, 0.0),
    Finish.OPAQUE: _see_through(0.0, 0.3, 0.0),
    Finish.IRIDESCENT: _iridescent,
    Finish.FUZZY: _fuzzy,
}
