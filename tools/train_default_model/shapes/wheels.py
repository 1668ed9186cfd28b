"""Wheels with tyres and rims of many kinds, and tracks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .assembly import Assembly
from .geometry import Geometry, merged
from .hulls import block
from .primitives import ball, box, cylinder, lathe, ring, rod, sweep


def tire(radius: float, width: float, hole: float, segments: int, bevel: float = 0.2) -> Geometry:
    """A tyre about the y axis; `hole` is the inner radius, `bevel` the rounding as a fraction of the width."""
    h = width / 2
    profile = [(hole, -h * 0.7), (radius * 0.93, -h), (radius, -h * 0.75), (radius, h * 0.75)]
    profile += [(radius * 0.93, h), (hole, h * 0.7), (hole, -h * 0.7)]
    return lathe(profile, segments, bevel * width).rotated("x", 90)


def rim(rng: np.random.Generator, radius: float, width: float, segments: int) -> list[Geometry]:
    """Pieces of a rim about the y axis whose outer side is +y: disc, dish, spokes or wires, with hub and bolts."""
    kind = int(rng.integers(5))
    count = int(rng.integers(4, 11))
    angles = 360 * np.arange(count) / count
    pieces: list[Geometry] = []
    if kind == 0:
        pieces.append(cylinder(radius, width * 0.7, segments).moved(z=-width * 0.4))
    elif kind == 1:
        h = width * 0.4
        profile = [(0, h * rng.uniform(-0.3, 0.9)), (radius * 0.5, h * rng.uniform(0.2, 1.0))]
        profile += [(radius * 0.85, h * 0.3), (radius, h), (radius, -h), (0, -h)]
        pieces.append(lathe(profile, segments, radius * 0.04))
    else:
        thick = radius * rng.uniform(0.06, 0.16)
        pieces.append(ring(radius - thick * 0.4, thick, segments, 8).scaled(1, 1, max(width * 0.4 / thick, 0.5)))
        spoke = radius * rng.uniform(0.05, 0.16)
        if kind == 4:
            spoke, count = radius * 0.025, int(rng.integers(10, 22))
            angles = 360 * np.arange(count) / count
            spokes = [rod((0, 0, 0), (radius * 0.95, 0, 0), spoke, sides=5)] * count
        else:
            bar = block(radius * 0.92, spoke * 2, spoke * 1.2).moved(x=radius * 0.5)
            spokes = [bar.moved(z=width * 0.2)] * count
        pieces += [piece.rotated("z", float(angle)) for piece, angle in zip(spokes, angles, strict=True)]
        if kind == 2:
            pieces.append(cylinder(radius * 0.93, width * 0.12, segments).moved(z=-width * 0.15))
    hub = radius * rng.uniform(0.12, 0.35)
    pieces.append(cylinder(hub, width * rng.uniform(0.3, 0.65), max(segments // 2, 8)).moved(z=-width * 0.02))
    if rng.random() < 0.3:
        bolt = cylinder(radius * 0.05, width * 0.1, 6).moved(hub * 1.4, 0, width * 0.3)
        pieces += [bolt.rotated("z", 72.0 * k) for k in range(5)]
    # The lathe stands on z; its top becomes the outer side.
    return [piece.rotated("x", -90) for piece in pieces]


class WheelSet:
    """Wheels of one kind for one vehicle.

    Args:
        rng: draws the kind.
        radius: of the tyre.
        width: of the tyre.
        treads: whether lugs stand on the tyre, as on tractors.
    """

    def __init__(self, rng: np.random.Generator, radius: float, width: float, treads: bool = False) -> None:
        segments = int(rng.choice([8, 10, 14, 18, 24, 28]))
        inner = radius * rng.uniform(0.5, 0.78)
        self.radius, self.width = radius, width
        self._split = rng.random() < 0.6
        self._tire = [tire(radius, width, inner * 0.97, segments, rng.uniform(0.05, 0.3))]
        self._rim = rim(rng, inner, width, segments)
        if treads:
            count = int(rng.integers(12, 22))
            lug = block(radius * 0.09, width * 0.55, radius * 0.1).rotated("z", rng.uniform(15, 40))
            for side in (-1, 1):
                placed = lug.scaled(1, side, 1).moved(0, side * width * 0.24, radius)
                turns = 360 / count * (np.arange(count) + (0.5 if side > 0 else 0.0))
                self._tire += [placed.rotated("y", float(turn)) for turn in turns]

    def place(self, assembly: Assembly, x: float, y: float, scale: float = 1.0, z: float | None = None) -> None:
        """Adds a wheel at (x, y) that stands on the ground (or with its axle at z), outer side away from y = 0."""
        height = self.radius * scale if z is None else z
        side = -1.0 if y < 0 else 1.0

        def placed(pieces: list[Geometry]) -> list[Geometry]:
            return [piece.scaled(scale, side * scale, scale).moved(x, y, height) for piece in pieces]

        if self._split:
            assembly.add("vehicle.tire", *placed(self._tire))
            assembly.add("vehicle.rim", *placed(self._rim))
        else:
            assembly.add("wheel", *placed(self._tire), *placed(self._rim))


def track(path: ArrayLike, width: float, thickness: float, links: int) -> Geometry:
    """A caterpillar track in the xz plane about y = 0.

    Args:
        path: (N, 2) closed outline, counter-clockwise or not, without its first point again.
        width: along y.
        thickness: of the belt.
        links: number of plates on it; 0 leaves the belt smooth.
    """
    outline = np.asarray(path, dtype=np.float64)
    loop = np.stack([outline[:, 0], np.zeros(len(outline)), outline[:, 1]], axis=1)
    section = np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)], dtype=np.float64) * [width / 2, thickness / 2]
    pieces = [sweep(loop, 1.0, section, closed=True, side=(0, 1, 0))]
    if links:
        closed = np.concatenate([outline, outline[:1]])
        steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
        at = np.linspace(0.0, steps[-1], links, endpoint=False)
        x, z = (np.interp(at, steps, closed[:, k]) for k in (0, 1))
        centre = outline.mean(axis=0)
        plate = block(steps[-1] / links * 0.7, width * 1.04, thickness * 1.3)
        ahead_x, ahead_z = (np.interp((at + 0.01 * steps[-1]) % steps[-1], steps, closed[:, k]) for k in (0, 1))
        turn = -np.degrees(np.arctan2(ahead_z - z, ahead_x - x))
        shift = 0.4 * thickness / np.maximum(np.hypot(x - centre[0], z - centre[1]), 1e-9)
        pieces += [
            plate.rotated("y", float(turn[k])).moved(
                float(x[k] + (x[k] - centre[0]) * shift[k]), 0, float(z[k] + (z[k] - centre[1]) * shift[k])
            )
            for k in range(links)
        ]
    return merged(pieces)


def lamp(rng: np.random.Generator, size: float) -> Geometry:
    """A lamp that looks along +x: a lens, a can or a block."""
    kind = rng.integers(3)
    if kind == 0:
        return ball(size * 0.5, size, size, 14)
    if kind == 1:
        return cylinder(size, size * rng.uniform(0.5, 1.2), 16).rotated("y", 90).moved(x=-size * 0.3)
    return box(size * 0.6, size * rng.uniform(1.6, 3.2), size * rng.uniform(0.8, 1.6), 0.3)


def turned_to_view(rng: np.random.Generator) -> tuple[str, float]:
    """Long things that face +x turned to the front (-y) or to the side, or between."""
    return ("z", float(rng.choice([-90.0, -90.0, 0.0, 180.0, 35.0, -45.0, -135.0])))
