"""Polished veined stones: marbles, onyx, travertine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import Space, size, solid
from ...veining import VeinNet


@dataclass(frozen=True)
class Veining:
    """How a marble is veined.

    Args:
        apart: range of the distance between large veins, metres.
        width: of a large vein, in distances.
        branches: strength of the fine veins, 0..1.
        cloud: strength of the drifting clouds, 0..1.
        stretch: how much veins follow one direction: 1 not at all, 0.3 strongly.
    """

    apart: tuple[float, float] = (0.1, 0.2)
    width: float = 0.03
    branches: float = 0.6
    cloud: float = 0.6
    stretch: float = 0.32


def marble(ground: str, cloud: str, vein: str, veining: Veining, core: str = "") -> Recipe:
    """Polished marble: large veins that swell, fade and send out fine branches, in drifting clouds.

    Args:
        ground, cloud, vein: colours.
        veining: how it is veined.
        core: colour of the middle of the largest veins; "": that of the veins.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, haze, line, heart = vary_all(rng, (ground, cloud, vein, core or vein), 0.008, 0.03)
        apart = size(rng, *veining.apart)
        place, turbulence = solid(rng, apart, apart), rng.uniform(0.5, 0.75)

        def shader(points: Points) -> Shaded:
            flow = displaced(place(points).stretched(1.0, 1.0, veining.stretch), turbulence, 0.6)
            rough = fractal(flow.finer(2.9, 5.0), 3, 0.5)
            # Two sheets of veins: noise around zero, crumpled by the finer one; where a third is low they fade.
            strength = smoothstep(-0.35, 0.5, gradient_noise(flow.finer(0.7, 21.0)))
            first = gradient_noise(flow) + 0.2 * rough
            large = _vein(first, veining.width, strength)
            second = gradient_noise(flow.finer(1.37, 9.0)) + 0.16 * rough
            second = _vein(second, 0.4 * veining.width, 0.8 - 0.8 * strength)
            # Fine veins branch off where a large one is near.
            near = smoothstep(0.45, 0.0, np.abs(first))
            fine = gradient_noise(flow.finer(2.6, 33.0)) + 0.2 * gradient_noise(flow.finer(7.0, 3.0))
            fine = _vein(fine, 0.7 * veining.width, (0.12 + 0.88 * near) * (0.3 + 0.7 * strength))
            fine = fine * np.float32(veining.branches)
            drift = smoothstep(-0.35, 0.6, fractal(flow.finer(0.9, 3.0), 2) + 0.45 * near * strength + 0.15 * rough)
            ink = 1.0 - (1.0 - 0.9 * large) * (1.0 - 0.5 * second) * (1.0 - 0.6 * fine)
            color = mix(base, haze, np.float32(veining.cloud) * drift)
            color = mix(color, mix(line, heart, smoothstep(0.55, 1.0, large)), ink)
            return Shaded(
                color=tint(color, 0.03 * rough),
                relief=np.float32(-0.0001) * ink,
                channels={ROUGHNESS: 0.14 + 0.1 * ink, SUBSURFACE: 0.12 * (1.0 - ink), COAT: 0.3},
            )

        return shader

    return recipe


def _vein(height: Array, width: float, strength: Array) -> Array:
    """0..1: a sharp line with a soft halo where noise is 0; its width follows the strength, 0..1."""
    distance = np.abs(height) / (np.float32(width) * (0.25 + 1.5 * strength))
    vein: Array = np.maximum(np.exp(-(distance**2)), 0.42 / (1.0 + 0.35 * distance**2)) * strength
    return vein


def banded(
    colors: Sequence[str], band: tuple[float, float], waviness: float, pits: float, translucent: float = 0.0
) -> Recipe:
    """Stone deposited by water in level bands: travertine with its pits, onyx that lets light in.

    Args:
        colors: from one kind of band to the other.
        band: range of the bands' distance, metres.
        waviness: in bands.
        pits: share of pitted bands, 0..1.
        translucent: share of subsurface light.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, width = vary_all(rng, colors, 0.008, 0.04), size(rng, *band)
        place, hole = solid(rng, width, width, turned=False), solid(rng, 0.007, 0.01, turned=False)
        tilt = np.array([[1.0, 0.0, rng.normal(0.0, 0.1)], [0.0, 1.0, rng.normal(0.0, 0.1)], [0.0, 0.0, 1.0]])
        at = np.linspace(0.0, 1.0, len(stops)).tolist()

        def shader(points: Points) -> Shaded:
            q = place(points)
            wave = fractal(q.stretched(0.12, 0.12, 0.12), 3) + 0.15 * gradient_noise(q.stretched(0.6, 0.6, 0.6))
            level = (q.q @ tilt[:, 2].astype(np.float32)) + np.float32(waviness) * wave
            along = Space(np.stack((q.q[:, 0] * 0.03, q.q[:, 1] * 0.03, level), axis=1).astype(np.float32), q.footprint)
            tone = fractal(along, 4, 0.65)
            cloud = fractal(q.stretched(0.35, 0.35, 0.8), 3)
            color = ramp(np.clip(0.5 + 0.75 * tone + 0.15 * cloud, 0.0, 1.0), at, stops)
            if not pits:
                return Shaded(color, 0.0, {ROUGHNESS: 0.12, COAT: 0.4, SUBSURFACE: translucent})
            porous = smoothstep(0.75 - 0.75 * pits, 1.1 - 0.75 * pits, 0.5 + tone + 0.4 * cloud)
            hollow = gradient_noise(hole(points).stretched(0.45, 0.45, 1.0)) + 0.3 * gradient_noise(
                hole(points).finer(2.3, 5.0)
            )
            pit = smoothstep(0.42, 0.55, hollow + 0.25 * porous - 0.12) * porous
            return Shaded(
                color=mix(tint(color, 0.05 * hollow), stops[0] * np.float32(0.62), 0.7 * pit),
                relief=-0.0018 * pit + 0.0001 * hollow,
                channels={ROUGHNESS: 0.4 + 0.5 * pit},
            )

        return shader

    return recipe


def breccia(colors: Sequence[str], vein: str) -> Recipe:
    """Broken marble healed by veins of another colour: angular pieces in a net (portoro, rosso, emperador)."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, line, apart = vary_all(rng, colors, 0.01, 0.04), vary_all(rng, (vein,))[0], size(rng, 0.07, 0.12)
        veins = VeinNet(rng, apart, 1.7, 0.4)

        def shader(points: Points) -> Shaded:
            flow = veins.at(points)
            rough = fractal(flow.finer(3.1, 5.0), 3)
            tone = fractal(flow.finer(0.8, 7.0).stretched(1.0, 1.0, 0.5), 3) + 0.3 * rough
            net = np.zeros(len(points), np.float32)
            for finer, width in ((1.0, 0.012), (1.9, 0.007)):
                one = veins.nearest(flow, points.normal, finer)
                strength = one.across * smoothstep(0.05, 0.9, one.identity + 0.4 * rough)
                net = np.maximum(net, _vein(one.distance / np.float32(apart), width, strength))
            color = ramp(0.5 + 0.7 * tone, np.linspace(0.0, 1.0, len(stops)).tolist(), stops)
            color = mix(tint(color, 0.12 * rough), line, net)
            return Shaded(color, 0.0, {ROUGHNESS: 0.13 + 0.08 * net, COAT: 0.3, SUBSURFACE: 0.05})

        return shader

    return recipe


_STRONG = Veining(apart=(0.11, 0.17), width=0.045, branches=0.9, cloud=0.55)
_SOFT = Veining(apart=(0.1, 0.16), width=0.035, branches=0.55, cloud=0.75)

MATERIALS = (
    Material(
        "marble",
        ("marble", "white marble", "polished marble", "veined marble"),
        Kind.STONE,
        marble("e6e4e0", "bfc0c2", "7c7f83", _STRONG, core="5c5f63"),
        finest=0.003,
        coarsest=0.15,
        weight=1.5,
    ),
    Material(
        "black marble",
        ("black marble", "dark marble", "nero marquina"),
        Kind.STONE,
        marble("191a1c", "26272a", "b9b4aa", Veining((0.1, 0.15), 0.022, 0.7, 0.6), core="e6e2d8"),
        finest=0.003,
        coarsest=0.15,
        weight=0.7,
        base="marble",
    ),
    Material(
        "green marble",
        ("green marble", "dark green marble"),
        Kind.STONE,
        marble("24503f", "163528", "8fb39c", Veining((0.08, 0.13), 0.024, 0.8, 0.8), core="c4d8c8"),
        finest=0.003,
        coarsest=0.12,
        weight=0.5,
        base="marble",
    ),
    Material(
        "pink marble",
        ("pink marble", "rose marble"),
        Kind.STONE,
        marble("e2bcb0", "cf9f94", "8c5a55", _SOFT, core="74403d"),
        finest=0.003,
        coarsest=0.13,
        weight=0.5,
        base="marble",
    ),
    Material(
        "brown marble",
        ("brown marble", "beige marble"),
        Kind.STONE,
        breccia(("5f4330", "7d5a40", "96714f", "ab8a66"), "dcc7a8"),
        finest=0.003,
        coarsest=0.1,
        weight=0.4,
        base="marble",
    ),
    Material(
        "gold veined marble",
        ("gold veined marble", "calacatta gold", "calacatta marble", "white and gold marble"),
        Kind.STONE,
        marble("e7e4de", "cfc8bb", "aa8d5b", _STRONG, core="85683a"),
        finest=0.003,
        coarsest=0.15,
        weight=0.5,
    ),
    Material(
        "travertine",
        ("travertine", "travertine stone", "roman travertine", "beige stone"),
        Kind.STONE,
        banded(("b79a75", "cdb491", "dcc8a9", "e4d5bc"), (0.028, 0.04), 0.8, 0.5),
        finest=0.002,
        coarsest=0.06,
    ),
    Material(
        "onyx marble",
        ("onyx marble", "honey onyx", "onyx stone", "amber onyx"),
        Kind.STONE,
        banded(("7d4218", "b8742f", "d9a860", "ecd3a0", "f0e4cb"), (0.05, 0.08), 2.6, 0.0, 0.35),
        finest=0.003,
        coarsest=0.07,
        weight=0.5,
    ),
)
