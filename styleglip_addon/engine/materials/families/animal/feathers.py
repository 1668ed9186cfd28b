"""Feathers: row over row, each with its shaft and barbs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import choose, mix, shade, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import gradient_noise, kept, random_of, smoothstep
from ...pieces import laid_there
from ...points import Array, Points
from ...spaces import Space, count_around, laid, size, solid


@dataclass(frozen=True)
class Plumage:
    """What feathers are like.

    Args:
        tones: of single feathers, hexadecimal.
        width: range of a feather's width, metres.
        tip: colour towards the free end, hexadecimal; "": as the rest.
        bars: strength of darker bars across each, as of an owl, 0..1.
        eye: rings of a peacock's eye from the middle outwards.
        mixed: whether tones change over the body rather than from feather to feather.
        roughness: of the vanes.
    """

    tones: tuple[str, ...]
    width: tuple[float, float] = (0.026, 0.034)
    tip: str = ""
    bars: float = 0.0
    eye: tuple[str, ...] = ()
    mixed: bool = False
    roughness: float = 0.62


def feathers(plumage: Plumage) -> Recipe:
    """Overlapping feathers that point down the part; barbs run from the shaft outwards and to the tip."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, rings = vary_all(rng, plumage.tones, 0.012, 0.05), vary_all(rng, plumage.eye, 0.008)
        tip = vary_all(rng, (plumage.tip,), 0.01)[0] if plumage.tip else None
        width = size(rng, *plumage.width)
        place, drift = laid(rng, width, 1.5 * width), solid(rng, 5.0 * width, 7.0 * width)

        def shader(points: Points) -> Shaded:
            space, count = place(points), count_around(points, width)
            feather = _topmost(points, space, count, width)
            share, broad = np.float32(kept(space.footprint)), gradient_noise(drift(points))
            x, y, own = feather.x, feather.y, feather.number
            which = np.clip(0.5 + 1.1 * broad + share * 0.5 * (own - 0.5), 0.0, 0.999) if plumage.mixed else own
            color = choose(which.astype(np.float32), tones)
            # Barbs split here and there: the vane shows gaps that follow them.
            lay = np.abs(x) * np.float32(1.1) - y
            barbs = gradient_noise(_lines(lay * 30.0, x * 2.0 + 37.0 * own, 30.0 * space.footprint))
            tufts = gradient_noise(_lines(lay * 9.0, np.sign(x) * 3.0 + 53.0 * own, 9.0 * space.footprint))
            split = smoothstep(0.42, 0.7, tufts) * smoothstep(0.12, 0.3, np.abs(x)) * share
            if plumage.bars:
                bar = smoothstep(-0.2, 0.35, np.sin(y * np.float32(15.0) + 6.0 * own + 2.2 * np.abs(x)) + 0.4 * tufts)
                color = tint(color, -0.6 * plumage.bars * share * bar)
            if tip is not None:
                color = mix(color, tip, smoothstep(0.45, 0.95, y + 0.12 * tufts))
            for index in range(len(rings) - 1, -1, -1):
                reach = np.float32(0.36 * (index + 1.0) / len(rings))
                distance = np.hypot(x * 1.15, (y - 0.55 + 0.03 * index) * 0.95)
                color = mix(color, rings[index], share * smoothstep(0.02, -0.02, distance - reach + 0.02 * barbs))
            shaft = smoothstep(0.028, 0.012, np.abs(x)) * smoothstep(0.95, 0.7, y) * share
            edge = smoothstep(0.75, 1.0, feather.edge) * share
            tone = 0.11 * barbs + 0.08 * tufts + share * (0.1 * (feather.second - 0.5) + 0.18 * (y - 0.5)) - 0.1 * edge
            color = mix(tint(color, tone - 0.35 * split), shade(tones[0], 1.4), 0.55 * shaft)
            lift = 0.5 * (y - 0.5) + 0.25 * (1.0 - (2.0 * x) ** 2)
            relief = np.float32(0.09 * width) * share * (lift - 0.2 + 0.25 * shaft - 0.15 * split + 0.12 * barbs)
            return Shaded(
                color=color,
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: plumage.roughness - 0.15 * shaft + 0.05 * barbs, SHEEN: 0.25},
                piece=own,
                cover=None if points.growing is None else feather.covers,
            )

        return shader

    return recipe


@dataclass(frozen=True, eq=False)
class _Feather:
    """The topmost feather (n,).

    Args:
        x, y: place across (-0.5..0.5) and down it (0..1).
        edge: 0 at its shaft, 1 at its edge.
        number, second: its random numbers.
        covers: 1 where there is one.
    """

    x: Array
    y: Array
    edge: Array
    number: Array
    second: Array
    covers: Array


def _topmost(points: Points, space: Space, count: Array, width: float) -> _Feather:
    """Rows half a feather apart, none exactly straight or in line; `width` in metres."""
    u, v = space.q[:, 0], space.q[:, 1]
    values = [np.zeros(len(u), np.float32) for _ in range(6)]
    lowest = np.floor(v * 2.0)
    for step in (-1.0, 0.0, 1.0, 2.0):
        row = lowest + step
        shifted = u + 0.5 * (row % 2.0)
        column = np.floor(shifted)
        own = np.where(count > 0.0, column % np.maximum(count, 1.0), column)
        number, second = random_of(row, own), random_of(own + 91.0, row)
        y = row * 0.5 + 0.5 - v + 0.12 * (number - 0.5)
        x = shifted - column - 0.5 + 0.16 * (second - 0.5) * y
        half = 0.56 * np.sqrt(np.clip(1.0 - np.clip((y - 0.3) / 0.68, 0.0, 1.0) ** 2.4, 0.0, 1.0))
        edge = np.abs(x) / np.maximum(half, 1e-3)
        covers = (edge < 1.0) & (y > -0.6)
        there = laid_there(points, (own, row, count), width, 0.75 * width)
        if there is not None:
            # Where those above are missing, its root is seen: narrow.
            covers &= there & (np.hypot(x / 0.56, np.minimum(y - 0.2, 0.0) / 0.7) < 1.0)
        found = (x, y, edge, number, second, np.ones_like(x))
        values = [np.where(covers, a, b).astype(np.float32) for a, b in zip(found, values, strict=True)]
    return _Feather(*values)


def _lines(across: Array, along: Array, footprint: float) -> Space:
    return Space(np.stack((across, along), axis=1).astype(np.float32), footprint)


_PEACOCK = Plumage(
    ("1f5f3c", "2c7549", "3a8455"),
    (0.06, 0.075),
    eye=("1a1650", "1f3f9c", "1f97a0", "a9742e", "6f9636"),
    roughness=0.4,
)


def _plumage(name: str, phrases: tuple[str, ...], plumage: Plumage, weight: float = 1.0) -> Material:
    return Material(
        name, phrases, Kind.ANIMAL, feathers(plumage), finest=0.001, coarsest=1.3 * plumage.width[1], weight=weight
    )


MATERIALS = (
    _plumage(
        "feathers",
        ("feathers", "white feathers", "bird feathers", "feathered"),
        Plumage(("e9e6df", "e2ded5", "dad5ca", "efece6")),
    ),
    _plumage(
        "owl feathers",
        ("owl feathers", "brown feathers", "hawk feathers"),
        Plumage(("8c6a48", "a3835c", "735338", "b89a72"), tip="d3bd98", bars=0.6),
    ),
    _plumage(
        "parrot feathers",
        ("parrot feathers", "colourful feathers", "tropical bird feathers"),
        Plumage(("c22a22", "d8501f", "e0b02a", "3b9a48", "2559b0"), mixed=True),
    ),
    _plumage("peacock feathers", ("peacock feathers", "peacock"), _PEACOCK),
    _plumage(
        "raven feathers",
        ("raven feathers", "black feathers", "crow feathers"),
        Plumage(("1c1c22", "202028", "191a22"), tip="23283a", roughness=0.38),
    ),
    _plumage(
        "flamingo feathers",
        ("flamingo feathers", "pink feathers", "flamingo"),
        Plumage(("e58a86", "ec9c94", "de7772"), tip="f6c4ba"),
        0.7,
    ),
)
