"""Webs of spiders: orb after orb, with nothing between their threads."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ALPHA, ROUGHNESS, SHEEN
from ...colors import tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, Strewn, strewn
from ...spaces import size, solid
from ...veining import VeinNet

_RADIUS = 0.56
"""Of an orb within its frame, in cells; its spokes go on to the edge of what is drawn."""

_EDGE = 0.8
"""Radius of what is drawn, cells."""

_TURNS = 15.0
"""Of the spiral, from the hub to the frame."""


def webs(color: str, thread: float, torn: float) -> Recipe:
    """Spokes, and a spiral that sags from spoke to spoke, hung in straight threads.

    Args:
        color: of the silk, hexadecimal.
        thread: width of a thread, metres; of real silk nothing would be seen.
        torn: share of the spiral that is missing, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        silk, cell = vary(rng, color, 0.005, 0.02), size(rng, 0.085, 0.1)
        layers = [solid(rng, share * cell, share * cell, turned=False) for share in (1.0, 0.8)]
        stays, gaps, dust = VeinNet(rng, 0.09, 1.6, 0.0), solid(rng, 0.03, 0.04), solid(rng, 0.003, 0.004)

        def shader(points: Points) -> Shaded:
            wide = max(thread, 0.9 * points.spacing)
            share = np.float32(min(thread / wide, 1.0))

            def drawn(away: Array, thick: float = 1.0) -> Array:
                """Coverage (n,) of threads, of the distance in metres."""
                return np.minimum(share * np.float32(thick), 1.0) * smoothstep(0.75 * wide, 0.25 * wide, away)

            covered = np.zeros(len(points), np.float32)
            if points.growing is None:
                stay = stays.nearest(stays.at(points), points.normal)
                covered = drawn(stay.distance) * stay.across
            hole = smoothstep(0.05, 0.15, 0.5 * gradient_noise(gaps(points)) + np.float32(0.5 - torn))
            for layer, scale in zip(layers, (1.0, 0.8), strict=True):
                orb = strewn(layer(points), points, _disc, reach=_EDGE)
                spoke, turn, frame = _orb(orb, np.float32(scale * cell))
                covered = np.maximum(
                    covered, np.maximum(drawn(spoke), np.maximum(drawn(turn) * hole, drawn(frame, 1.4)))
                )
            alpha = {} if points.growing is not None else {ALPHA: covered}
            return Shaded(
                color=tint(silk, 0.15 * gradient_noise(dust(points))),
                relief=np.float32(0.5 * thread) * covered,
                channels={ROUGHNESS: 0.45, SHEEN: 0.3, **alpha},
                cover=None if points.growing is None else covered,
            )

        return shader

    return recipe


def _orb(orb: Strewn, cell: Array | np.float32) -> tuple[Array, Array, Array]:
    """Distances (n,) from the nearest spoke, turn of the spiral, and the frame; metres, large where there is no orb."""
    own, radius = orb.identity, np.hypot(orb.along, orb.across)
    count = np.floor(15.0 + 6.0 * own[:, 0])
    angle = np.arctan2(orb.across, orb.along)
    # Spokes stand at uneven angles.
    uneven = angle + 0.07 * np.sin(3.0 * angle + 9.0 * own[:, 1]) + 0.05 * np.sin(5.0 * angle + 9.0 * own[:, 2])
    sector = uneven * (count / np.float32(2.0 * np.pi))
    off = sector - np.floor(sector) - np.float32(0.5)
    half = np.float32(np.pi) / count
    beside = (0.5 - np.abs(off)) * 2.0 * half * radius
    # Between two spokes a thread is straight but for its sag to the hub.
    chord = radius * np.cos(off * 2.0 * half) / (np.cos(half) * (1.0 - 0.09 * (1.0 - 4.0 * off * off)))
    pitch = np.float32(_RADIUS / _TURNS)
    wound = chord / pitch + np.floor(sector) / count
    turn = np.abs(wound - np.round(wound)) * pitch
    turn = np.where((chord < _RADIUS - 0.5 * pitch) & ((chord > 0.2 * _RADIUS) | (chord < 0.09 * _RADIUS)), turn, 9.0)
    frame = np.abs(radius * np.cos(off * 2.0 * half) / np.cos(half) - np.float32(_RADIUS))
    spoke = np.where((radius < _RADIUS) | (np.floor(sector) % 3.0 == 0.0) & (off < 0.0), beside, 9.0)
    there = [np.where(orb.inside, away * cell, np.float32(9.0)).astype(np.float32) for away in (spoke, turn, frame)]
    return there[0], there[1], there[2]


def _disc(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < _EDGE
    return inside


MATERIALS = (
    Material(
        "spider web",
        ("spider web", "spider webs", "spiderweb", "cobweb", "cobwebs", "spider silk"),
        Kind.FIBRE,
        webs("e6e6e2", 0.0005, 0.3),
        finest=0.0008,
        coarsest=0.09,
        weight=0.4,
    ),
)
