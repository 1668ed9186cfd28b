"""Legs, seats, backs and armrests that furniture is put together from."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .curves import smooth_curve, straight, turned_profile
from .geometry import FloatArray, Geometry, merged
from .primitives import (
    bar,
    box,
    cushion,
    cylinder,
    plate,
    rod,
    round_section,
    square_section,
    sweep,
    turned,
)


def between(piece: Geometry, start: ArrayLike, end: ArrayLike) -> Geometry:
    """Places a piece that stands on z = 0 so that its axis runs from `start` to `end`, stretched to fit.

    Args:
        piece: geometry along +z.
        start: (3,) where its lowest point goes.
        end: (3,) where its highest point goes.

    Returns:
        The placed piece (rings stay parallel to the ground, as with a leg that leans).
    """
    low, high = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    z = piece.vertices[:, 2]
    t = (z - z.min()) / max(float(np.ptp(z)), 1e-9)
    vertices = low + t[:, None] * (high - low)
    vertices[:, :2] += piece.vertices[:, :2]
    return Geometry(vertices, piece.faces)


def leg_piece(rng: np.random.Generator, kind: int, height: float, radius: float) -> Geometry:
    """A leg along +z with its foot at z = 0, to be placed with `between`.

    Args:
        rng: draws proportions.
        kind: 0 square, 1 round, 2 tapered round, 3 turned, 4 cabriole, 5 tapered square.
        height: length.
        radius: half thickness at the top.
    """
    if kind == 0:
        return bar((0, 0, 0), (0, 0, height), radius, radius)
    if kind == 1:
        return rod((0, 0, 0), (0, 0, height), radius)
    if kind == 2:
        return rod((0, 0, 0), (0, 0, height), radius * rng.uniform(0.4, 0.8), radius, sides=16)
    if kind == 3:
        return turned(turned_profile(rng, height, radius * 1.3, 0.4), 18)
    if kind == 4:
        sway = radius * rng.uniform(0.8, 1.8)
        path = smooth_curve(
            [
                (sway, -sway, 0),
                (sway * 0.3, -sway * 0.3, height * 0.12),
                (0, 0, height * 0.35),
                (sway * 0.9, -sway * 0.9, height * 0.8),
                (0, 0, height),
            ],
            18,
        )
        sizes = np.interp(np.linspace(0, 1, 18), [0, 0.1, 0.35, 0.8, 1], [1.1, 0.7, 0.6, 1.2, 1.2]) * radius
        return sweep(path, sizes)
    return bar((0, 0, 0), (0, 0, height), radius * 0.55, radius * 0.55, end_scale=1.8)


def seat_slab(rng: np.random.Generator, width: float, depth: float, thickness: float, puff: bool) -> Geometry:
    """A seat about the origin: square, trapezoid, round, padded or hollowed."""
    if rng.random() < 0.25:
        radius = width / 2
        if puff:
            return turned(
                [
                    (radius * 0.9, 0),
                    (radius, thickness * 0.5),
                    (radius * 0.85, thickness),
                    (radius * 0.4, thickness * 1.2),
                ],
                36,
            ).moved(z=-thickness / 2)
        slab = cylinder(radius, thickness, 36).moved(z=-thickness / 2)
        return slab.scaled(1, depth / width, 1)
    slab = (
        cushion(width, depth, thickness, rng.uniform(0.1, 0.5), 0.35)
        if puff
        else (box(width, depth, thickness, rng.uniform(0.05, 0.4), inner=6))
    )
    vertices = slab.vertices.copy()
    vertices[:, 0] *= 1.0 - rng.uniform(0.0, 0.25) * (vertices[:, 1] / depth + 0.5)
    if not puff and rng.random() < 0.3:
        hollow = np.clip(1 - (2 * vertices[:, 0] / width) ** 2, 0, 1) * np.clip(
            1 - (2 * vertices[:, 1] / depth) ** 2, 0, 1
        )
        vertices[:, 2] -= 0.4 * thickness * hollow
    if rng.random() < 0.2:
        vertices[:, 2] -= thickness * 1.2 * np.clip(-vertices[:, 1] / depth - 0.3, 0, None) ** 2 * 8
    return Geometry(vertices, slab.faces)


def chair_back(rng: np.random.Generator, width: float, height: float, radius: float) -> list[Geometry]:
    """A back in the xz plane from z = 0 to `height`, about y = 0."""
    kind = rng.integers(8)
    half = width / 2
    post = square_section(1.0, rng.uniform(0.6, 1.0)) if rng.random() < 0.5 else round_section(10)
    if kind in (0, 1):
        # A bent hoop, as in bentwood chairs, with an inner hoop, spindles or a woven panel.
        pinch = rng.uniform(0.7, 1.05)

        def hoop(scale: float) -> FloatArray:
            h, w = height * (0.6 + 0.4 * scale), half * scale
            return smooth_curve(
                [
                    (-w * pinch, 0, 0),
                    (-w * 1.02, 0, h * 0.5),
                    (-w * 0.8, 0, h * 0.88),
                    (0, 0, h),
                    (w * 0.8, 0, h * 0.88),
                    (w * 1.02, 0, h * 0.5),
                    (w * pinch, 0, 0),
                ],
                28,
            )

        pieces = [sweep(hoop(1.0), radius, post, side=(0, 1, 0))]
        inner = rng.integers(4)
        if inner == 0:
            pieces.append(sweep(hoop(rng.uniform(0.55, 0.75)), radius * 0.7))
        elif inner == 1:
            for x in np.linspace(-half * 0.65, half * 0.65, int(rng.integers(3, 7))):
                pieces.append(
                    rod((x, 0, 0), (x, 0, height * np.sqrt(1 - 0.7 * (x / half) ** 2) * 0.97), radius * 0.5, sides=8)
                )
        elif inner == 2:
            outline = hoop(0.93)[:, [0, 2]]
            pieces.append(plate(outline, radius * 0.4))
        return pieces
    pieces = [
        bar((x, 0, 0), (x, 0, height), radius, radius) if kind < 6 else rod((x, 0, 0), (x, 0, height), radius)
        for x in (-half + radius, half - radius)
    ]
    rail = rng.uniform(0.05, 0.14) * height
    if kind == 2:
        count = int(rng.integers(2, 6))
        for z in np.linspace(height * 0.3, height - rail / 2, count):
            pieces.append(box(width - radius, radius * 0.9, min(rail * 1.3, height * 0.6 / count), 0.2).moved(z=z))
    elif kind == 3:
        for x in np.linspace(-half * 0.75, half * 0.75, int(rng.integers(3, 8))):
            pieces.append(bar((x, 0, height * 0.12), (x, 0, height - rail), radius * 0.5, radius * 0.35))
        for z in (height * 0.12, height - rail / 2):
            pieces.append(box(width, radius * 1.2, rail, 0.2).moved(z=z))
    elif kind == 4:
        pieces = [
            box(width, radius * rng.uniform(0.8, 2.5), height, rng.uniform(0.1, 0.4), inner=6).moved(z=height / 2)
        ]
    elif kind == 5:
        low = height * rng.uniform(0.15, 0.5)
        panel = cushion(width * 0.95, height - low, radius * rng.uniform(1.5, 3.0), 0.3).rotated("x", 90)
        pieces.append(panel.moved(z=(height + low) / 2))
    elif kind == 6:
        pieces.append(sweep(straight((-half, 0, height), (half, 0, height), 5), radius * 1.2))
        splat = [
            (-0.1, 0.0),
            (-0.22, 0.35),
            (-0.1, 0.6),
            (-0.25, 1.0),
            (0.25, 1.0),
            (0.1, 0.6),
            (0.22, 0.35),
            (0.1, 0.0),
        ]
        outline = np.concatenate([straight(a, b, 3)[:-1] for a, b in zip(splat, splat[1:] + splat[:1], strict=True)])
        pieces.append(plate(outline * [width, height], radius * 0.6))
    else:
        for z in (height * 0.45, height * 0.95):
            pieces.append(rod((-half, 0, z), (half, 0, z), radius * 0.9))
        if rng.random() < 0.6:
            for sign in (-1, 1):
                pieces.append(rod((-half * sign, 0, height * 0.45), (half * sign, 0, height * 0.95), radius * 0.6))
    return pieces


def open_armrest(
    rng: np.random.Generator, x: float, front: float, rear: float, z: float, seat: float, radius: float, kind: int
) -> Geometry:
    """One open armrest at sideways position x: a rest with a support, or a bent loop."""
    if kind == 0:
        rest = bar((x, rear, z), (x, front, z), radius * 1.4, radius * 0.7)
        return merged([rest, bar((x, front * 0.85, seat), (x, front * 0.85, z), radius * 0.8, radius * 0.8)])
    path = smooth_curve(
        [
            (x, rear, z * 1.02),
            (x * 1.03, front * 0.5, z),
            (x * 1.03, front, z * 0.97),
            (x, front * 1.02, (z + seat) / 2),
            (x, front * 0.85, seat),
        ],
        22,
    )
    return sweep(path, radius)
