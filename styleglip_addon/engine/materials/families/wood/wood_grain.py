"""Wood as it grew: a trunk with yearly rings, fibres, pores, rays and knots, cut by whatever surface lies in it.

What a ring looks like and where the pores lie tells the species apart (Hoadley, "Identifying Wood", 1990): conifers
have dark late wood, oak and ash rows of large pores in early wood, beech and maple only a fine line at the year's end.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np

from ...noise import gradient_noise, kept, random_of, smoothstep
from ...points import Array
from ...spaces import Space, size


class Year(Enum):
    """How wood changes within a year, from spring to autumn."""

    CONIFER = "conifer"
    RING_POROUS = "ring porous"
    DIFFUSE = "diffuse"


@dataclass(frozen=True)
class Growth:
    """How a species grows.

    Args:
        year: course of a ring.
        ring: range of a ring's width, metres.
        contrast: of early and late wood, in steps of tone (1: from the lightest to the darkest).
        bands: of broad darker and lighter bands that follow the rings.
        fibre: of the fine streaks along the grain.
        pores: darkness of pores, 0..1.
        pore: width and length of a pore cut open, metres.
        rays: of the sheets that run from pith to bark: below 0 lighter flecks (oak), above 0 darker dashes (beech).
        ray: their thickness, depth and height, metres.
        figure: of the bands across the grain where fibres grew in waves.
        knots: share of the possible knots that are there.
    """

    year: Year = Year.DIFFUSE
    ring: tuple[float, float] = (0.0025, 0.004)
    contrast: float = 0.3
    bands: float = 0.25
    fibre: float = 0.16
    pores: float = 0.4
    pore: tuple[float, float] = (0.00035, 0.009)
    rays: float = 0.0
    ray: tuple[float, float, float] = (0.0006, 0.02, 0.012)
    figure: float = 0.0
    knots: float = 0.0


class Grain(NamedTuple):
    """Wood at n points: `tone` about 0 (light) .. 1 (dark), `pore`, `ray` and `knot` how much of each lies there, 0..1,
    `year` the phase within the ring, and `fibre` the streaks around 0; (n,) each."""

    tone: Array
    pore: Array
    ray: Array
    knot: Array
    year: Array
    fibre: Array


Trunk = Callable[[Array, float], Grain]
"""Wood at positions (n, 3) in metres, z along the grain, for samples that many metres apart."""


def grown(rng: np.random.Generator, growth: Growth) -> Trunk:
    """A trunk of a species. Every place is within half a metre of a pith: trunks stand side by side, mirrored."""
    width, half, phase = size(rng, *growth.ring), rng.uniform(0.32, 0.45), rng.uniform(0.0, 6.3, 8).astype(np.float32)
    turn = rng.uniform(0.0, 2.0 * math.pi)
    distance = rng.uniform(0.05, 0.16)
    lean = rng.uniform(0.02, 0.06) * np.array([math.cos(turn + 1.0), math.sin(turn + 1.0)])
    pith = distance * np.array([math.cos(turn), math.sin(turn)])
    offset = rng.uniform(-40.0, 40.0, 3).astype(np.float32)

    def trunk(position: Array, spacing: float) -> Grain:
        z = position[:, 2]
        x, y = (
            _mirrored(position[:, k] + np.float32(pith[k]) + np.float32(lean[k]) * z + _sway(z, phase[3 * k :]), half)
            for k in range(2)
        )
        q = np.stack((x, y, z), axis=1)

        def noise(across: float, along: float, moved: float = 0.0) -> Array:
            return gradient_noise(_space(q, (across, across, along), spacing, offset + np.float32(moved)))

        radius = np.hypot(x, y) + 0.006 * noise(0.07, 0.4) + 0.0007 * noise(0.012, 0.14, 3.7)
        angle = np.arctan2(y, x) if growth.rays or growth.knots else x
        knot, knot_rings, bulge = _knots(radius, angle, z, growth.knots) if growth.knots else (0.0 * x,) * 3
        steady = radius / np.float32(width)
        years = steady + 0.5 * np.sin(0.83 * steady + phase[6]) + 1.6 * np.sin(0.21 * steady + phase[7]) + bulge
        ring, place = _ring(growth.year, years, kept(0.4 * spacing / width))
        flow = Space(np.stack((years * np.float32(0.16), z * np.float32(0.7)), 1), 0.16 * spacing / width)
        band = gradient_noise(flow) + 0.6 * noise(0.022, 0.6, 7.9)
        fibre = noise(0.0055, 0.2, 11.3) + 0.8 * noise(0.0014, 0.07, 13.1) + 0.8 * noise(0.0005, 0.03, 17.3)
        tone = 0.42 + growth.contrast * ring + growth.bands * band + growth.fibre * fibre
        if growth.figure:
            # Curl: bands that come and go, and lean with the grain.
            curl = noise(0.06, 0.009, 23.0) * (0.55 + 0.9 * np.clip(noise(0.09, 0.09, 29.0), -0.4, 0.5))
            tone += np.float32(growth.figure) * curl
        ray = _rays(angle, radius, z, growth, spacing) if growth.rays else np.zeros(len(x), np.float32)
        tone += np.float32(growth.rays) * ray
        if growth.knots:
            tone = tone + knot * (0.9 + 0.25 * knot_rings - tone)
        pore = _pores(q, place, growth, spacing, offset) * (1.0 - knot) if growth.pores else np.zeros_like(x)
        return Grain(tone.astype(np.float32), pore, ray, knot, place, fibre)

    return trunk


def _space(q: Array, features: tuple[float, float, float], spacing: float, offset: Array) -> Space:
    counted = q.T / np.array(features, np.float32)[:, None] + offset[:, None]
    return Space(counted.T, spacing / min(features))


def _sway(z: Array, phase: Array) -> Array:
    """A trunk is never straight: a centimetre or two within a metre."""
    slow, quick = np.sin(z * np.float32(7.0) + phase[0]), np.sin(z * np.float32(19.0) + phase[1])
    sway: Array = np.float32(0.011) * slow + np.float32(0.0028) * quick
    return sway.astype(np.float32)


def _mirrored(x: Array, half: float) -> Array:
    """x folded into -half..half without a crease."""
    wave = np.sin(x * np.float32(0.5 * math.pi / half))
    folded: Array = np.arcsin(np.float32(0.985) * wave) * np.float32(2.0 * half / math.pi)
    return folded.astype(np.float32)


def _ring(year: Year, years: Array, share: float) -> tuple[Array, Array]:
    """Darkness of the ring around its mean (n,), and the phase within it, 0 in spring."""
    whole = np.floor(years)
    phase = (years - whole).astype(np.float32)
    own = 0.6 + 0.8 * random_of(whole)
    shape: Array
    if year is Year.CONIFER:
        shape, mean = phase**3 * smoothstep(1.0, 0.94, phase), 0.23
    elif year is Year.RING_POROUS:
        shape, mean = smoothstep(0.5, 0.0, phase) + 0.25 * smoothstep(0.8, 1.0, phase), 0.28
    else:
        line = smoothstep(0.78, 0.95, phase) * smoothstep(1.0, 0.96, phase)
        shape, mean = phase * smoothstep(1.0, 0.85, phase) * 0.35 + line, 0.25
    return (shape * own - np.float32(mean)) * np.float32(share), phase


def _pores(q: Array, phase: Array, growth: Growth, spacing: float, offset: Array) -> Array:
    """Vessels cut open: dashes along the grain; in ring-porous wood nearly all of them within the early wood."""
    width, length = growth.pore
    space = _space(q, (width, width, length), spacing, offset + np.float32(5.3))
    share = kept(space.footprint)
    dash = np.full(len(q), (1.0 - share) * 0.16, np.float32)
    if share > 0.02:
        dash = dash + np.float32(share) * smoothstep(0.28, 0.55, gradient_noise(space) / np.float32(share))
    if growth.year is Year.RING_POROUS:
        dash = dash * (0.12 + 1.5 * smoothstep(0.55, 0.2, phase))
    pores: Array = np.clip(dash * np.float32(growth.pores), 0.0, 1.0).astype(np.float32)
    return pores


def _rays(angle: Array, radius: Array, z: Array, growth: Growth, spacing: float) -> Array:
    """Sheets through the pith, in 0..1: flecks where the cut runs along one, thin lines where it runs across."""
    thick, deep, high = growth.ray
    # The sheets wave a little, and so come and go within a radial cut.
    wave = np.float32(0.35) * np.sin(radius * np.float32(90.0) + z * np.float32(21.0))
    across = angle * np.float32(0.1 / thick) + wave
    space = Space(
        np.stack((across, radius / np.float32(deep), z / np.float32(high)), 1).astype(np.float32), spacing / thick
    )
    share = kept(space.footprint)
    if share < 0.02:
        return np.full(len(angle), 0.12, np.float32)
    sheets: Array = smoothstep(0.3, 0.5, gradient_noise(space) / np.float32(share)) * np.float32(share)
    return sheets + np.float32(0.12 * (1.0 - share))


def _knots(radius: Array, angle: Array, z: Array, share: float) -> tuple[Array, Array, Array]:
    """Branches that grew out of the pith in whorls: inside (n,) 0..1, their own rings, and how rings swell around."""
    height, reach = np.float32(0.17), np.zeros(len(z), np.float32)
    inside, rings, bulge = reach.copy(), reach.copy(), reach.copy()
    whorl = np.floor(z / height)
    # Nothing of a whorl reaches into the next.
    window = smoothstep(0.5, 0.36, np.abs(z / height - whorl - 0.5))
    for branch in range(3):
        key = whorl * 3.0 + branch
        there = random_of(key, key + 19.0) < share
        direction = (random_of(key, key + 5.0) + branch) * np.float32(2.0 * math.pi / 3.0)
        away = angle - direction
        along, lateral = radius * np.cos(away), radius * np.sin(away)
        middle = (whorl + 0.4 + 0.2 * random_of(key + 7.0)) * height
        upward = z - middle - 0.2 * np.clip(along - 0.08, -0.08, 0.08)
        near = np.hypot(lateral, 0.85 * upward) + 0.0012 * np.sin(7.0 * away + 260.0 * upward)
        thick = np.clip(0.003 + 0.07 * along, 0.001, 0.011) * (0.55 + 0.7 * random_of(key + 3.0))
        outward = there & (along > 0.0)
        here = np.where(outward, smoothstep(1.06, 0.94, near / thick), np.float32(0.0))
        inside = np.maximum(inside, here)
        rim = smoothstep(0.75, 1.0, near / thick)
        rings += here * (np.sin(near * np.float32(2600.0)) * 0.35 + 1.1 * rim - 0.5)
        flow = (lateral / thick) ** 2 + (0.42 * upward / thick) ** 2
        bulge += np.where(outward, np.float32(3.2) * np.exp(-0.28 * flow) * window, np.float32(0.0))
    return inside, rings.astype(np.float32), bulge.astype(np.float32)
