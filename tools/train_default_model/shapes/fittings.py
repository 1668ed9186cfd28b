"""How finely and how rounded one model is made, and the pieces that machines and clothes share: discs, knobs, hulls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .curves import arc, smooth_curve
from .geometry import FloatArray, Geometry, grid_surface, merged
from .primitives import box, cylinder, plate, ring, rod, round_section, sweep, turned


@dataclass(frozen=True)
class Make:
    """How one model is built throughout, as an artist builds it: low-poly or smooth, sharp or rounded.

    Args:
        sides: of round pieces.
        edge: radius of a block's edges as a fraction of its smallest size.
        soft: whether edges are rounded in several steps.
    """

    sides: int
    edge: float
    soft: bool

    def block(self, x: float, y: float, z: float, edge: float | None = None) -> Geometry:
        """A box about the origin with full sizes x, y, z."""
        return box(x, y, z, self.edge if edge is None else edge, inner=3 if self.soft else 1, soft=self.soft)

    def disc(self, radius: float, depth: float, axis: str = "z", top: float | None = None) -> Geometry:
        """A cylinder about the origin along an axis; `top` is the radius at its upper, right or front (-Y) end."""
        upright = cylinder(radius, depth, self.sides, top).moved(z=-depth / 2)
        if axis == "z":
            return upright
        return upright.rotated("y", 90) if axis == "x" else upright.rotated("x", 90)

    def turned(self, profile: ArrayLike) -> Geometry:
        """A closed solid on the lathe."""
        return turned(profile, self.sides)

    def hoop(self, radius: float, tube: float, axis: str = "z") -> Geometry:
        """A torus about the origin around an axis."""
        flat = ring(radius, tube, max(self.sides, 12), 8 if self.soft else 6)
        return flat if axis == "z" else flat.rotated("y" if axis == "x" else "x", 90)

    def tube(self, path: ArrayLike, radius: float | ArrayLike) -> Geometry:
        """A round bar along a path."""
        return sweep(path, radius, round_section(min(self.sides, 12)))

    def rod(self, start: ArrayLike, end: ArrayLike, radius: float, end_radius: float | None = None) -> Geometry:
        """A straight round bar."""
        return rod(start, end, radius, end_radius, sides=min(self.sides, 14))


def drawn_make(rng: np.random.Generator) -> Make:
    """Low-poly, ordinary or smooth."""
    kind = rng.random()
    if kind < 0.25:
        return Make(int(rng.integers(8, 14)), float(rng.uniform(0.005, 0.06)), False)
    if kind < 0.65:
        return Make(int(rng.integers(16, 29)), float(rng.uniform(0.03, 0.2)), False)
    return Make(int(rng.integers(24, 37)), float(rng.uniform(0.12, 0.42)), True)


def faced(rng: np.random.Generator) -> tuple[str, float] | None:
    """Most models look along -Y; some artists turn them."""
    return None if rng.random() < 0.65 else ("z", float(rng.choice([90.0, -90.0, 180.0, 35.0, -40.0])))


def knob(make: Make, radius: float, depth: float, grip: bool) -> Geometry:
    """A control knob whose back lies in the xz plane at the origin, facing the front, with or without a grip bar."""
    dial = make.disc(radius, depth, "y", radius * 0.85).moved(y=-depth / 2)
    if not grip:
        return dial
    return merged([dial, make.block(radius * 0.35, depth * 0.7, radius * 1.7).moved(y=-depth * 1.1)])


def corners(x: float, y: float) -> list[tuple[float, float]]:
    """The four corners (±x, ±y)."""
    return [(a * x, b * y) for a in (-1, 1) for b in (-1, 1)]


def feet(make: Make, x: float, y: float, radius: float, height: float) -> list[Geometry]:
    """Four round feet at (±x, ±y) from z = 0 up to `height`."""
    foot = make.disc(radius, height, top=radius * 1.1).moved(z=height / 2)
    return [foot.moved(a, b) for a, b in corners(x, y)]


def cable(rng: np.random.Generator, start: ArrayLike, floor: float, length: float, radius: float) -> list[Geometry]:
    """A cord that leaves `start` backwards, falls to `floor` and winds away; sometimes with a plug at its end."""
    x, y, z = np.asarray(start, dtype=np.float64)
    sway = rng.uniform(-0.5, 0.5, 3) * length
    low = floor + radius
    points = [
        (x, y, z),
        (x, y + 0.12 * length, 0.4 * z + 0.6 * low),
        (x + 0.3 * sway[0], y + 0.3 * length, low),
        (x + sway[1], y + 0.6 * length, low),
        (x + sway[2], y + length, low),
    ]
    path = smooth_curve(points, 26)
    path[:, 2] = np.maximum(path[:, 2], low)
    pieces = [sweep(path, radius, round_section(6))]
    if rng.random() < 0.5:
        pieces.append(box(radius * 5, radius * 8, radius * 4, 0.3, inner=1).moved(*path[-1]).moved(z=radius))
    return pieces


def rounded_outline(width: float, height: float, radius: float, steps: int = 5) -> FloatArray:
    """A rectangle with round corners about the origin: (4 * steps, 2)."""
    radius = min(radius, 0.499 * min(width, height))
    places = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    parts = [
        np.add(arc(radius, 90.0 * k, 90.0 * (k + 1), steps), [a * (width / 2 - radius), b * (height / 2 - radius)])
        for k, (a, b) in enumerate(places)
    ]
    return np.concatenate(parts)


def panel(width: float, height: float, radius: float, thickness: float) -> Geometry:
    """A flat plate with round corners in the xz plane about the origin, thick along y."""
    return plate(rounded_outline(width, height, radius), thickness)


def side_plate(outline: ArrayLike, width: float, bevel: float = 0.1) -> Geometry:
    """A star-shaped silhouette seen from the side, (N, 2) as y and z, given a width along x."""
    return plate(outline, width, bevel).rotated("z", 90)


def loft(rings: ArrayLike) -> Geometry:
    """A closed body through (N, M, 3) rings."""
    body = np.asarray(rings, dtype=np.float64)
    low, high = body[:1].mean(axis=1, keepdims=True), body[-1:].mean(axis=1, keepdims=True)
    return grid_surface(np.concatenate([low + 0 * body[:1], body, high + 0 * body[-1:]]), wrap_columns=True)


def hull(stations: ArrayLike, samples: int = 24, sides: int = 20, squareness: float = 2.4) -> Geometry:
    """A closed body along y whose upright cross-sections are superellipses.

    Args:
        stations: (K, 4) or (K, 5): y, width, lowest z, highest z and, if given, sideways place of the middle; a smooth
            curve is led through them.
        samples: cross-sections.
        sides: points of each.
        squareness: exponent of the superellipse; 2 is an ellipse, large ones tend to a rectangle.
    """
    control = np.asarray(stations, dtype=np.float64)
    if control.shape[1] == 4:
        control = np.concatenate([control, np.zeros((len(control), 1))], axis=1)
    curve = smooth_curve(control, samples)
    width, tall = np.maximum(curve[:, 1], 1e-4), np.maximum(curve[:, 3] - curve[:, 2], 1e-4)
    angle = np.linspace(0.0, 2 * np.pi, sides, endpoint=False) + np.pi / sides
    power = 2.0 / squareness
    across = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
    up = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power
    x = curve[:, 4:5] + 0.5 * width[:, None] * across
    z = curve[:, 2:3] + 0.5 * tall[:, None] * (1.0 + up)
    return loft(np.stack([x, np.broadcast_to(curve[:, :1], x.shape), z], axis=-1))


def divided(piece: Geometry, chosen: ArrayLike) -> tuple[Geometry, Geometry]:
    """One surface as two without a gap: the faces that a mask (F,) chooses, and the others."""
    mask = np.asarray(chosen, dtype=bool)
    halves = []
    for keep in (mask, ~mask):
        used, faces = np.unique(piece.faces[keep], return_inverse=True)
        halves.append(Geometry(piece.vertices[used], faces.reshape(-1, 3)))
    return halves[0], halves[1]


def face_centres(piece: Geometry) -> FloatArray:
    """Mean corner of each face: (F, 3)."""
    centres: FloatArray = piece.vertices[piece.faces].mean(axis=1)
    return centres


def grille(make: Make, width: float, height: float, count: int, bar: float, upright: bool) -> list[Geometry]:
    """Parallel bars in the xz plane about the origin."""
    if upright:
        return [make.block(bar, bar, height).moved(x=x) for x in np.linspace(-width / 2, width / 2, count)]
    return [make.block(width, bar, bar).moved(z=z) for z in np.linspace(-height / 2, height / 2, count)]
