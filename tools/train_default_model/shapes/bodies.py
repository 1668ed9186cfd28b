"""Limbs, trunks and rounded lumps of living things, from a dozen faces each to smooth ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .curves import smooth_curve
from .geometry import FloatArray, Geometry, grid_surface
from .primitives import ball, round_section, square_section, sweep


@dataclass(frozen=True)
class Detail:
    """How finely a living thing is modelled.

    Args:
        sides: corners of a limb's cross-section.
        steps: cross-sections of a limb.
        square: whether limbs are squared, as those of blocky characters.
    """

    sides: int
    steps: int
    square: bool = False

    def section(self, flatness: float = 1.0) -> FloatArray:
        """Cross-section of limbs: (N, 2) about radius 1."""
        return square_section(1.0, flatness, 0.25) if self.square else round_section(self.sides, flatness)

    def lump(self, x: float, y: float | None = None, z: float | None = None) -> Geometry:
        """An ellipsoid about the origin with the given half axes."""
        return ball(x, y, z, max(6, int(self.sides * 1.6)))

    def small(self, x: float, y: float | None = None, z: float | None = None) -> Geometry:
        """An ellipsoid for eyes and buttons, with about half of the faces across."""
        return ball(x, y, z, max(6, int(self.sides * 0.75)))

    def tube(
        self,
        points: ArrayLike,
        radii: ArrayLike,
        section: FloatArray | None = None,
        side: ArrayLike | None = None,
        blunt: bool = True,
    ) -> Geometry:
        """A limb through control points.

        Args:
            points: (K, 3), K >= 2.
            radii: (K,) or (K, 2) at these points.
            section: (M, 2) outline; None takes the usual one.
            side: direction that the section's first axis starts towards.
            blunt: whether the ends bulge out round.

        Returns:
            The closed tube.
        """
        control = np.asarray(points, dtype=np.float64)
        sizes = np.asarray(radii, dtype=np.float64)
        sizes = np.stack([sizes, sizes], axis=1) if sizes.ndim == 1 else sizes
        count = max(len(control), self.steps)
        path = smooth_curve(control, count)
        t = np.linspace(0.0, len(control) - 1, count)
        scale = np.stack([np.interp(t, np.arange(len(control)), sizes[:, k]) for k in (0, 1)], axis=1)
        if blunt:
            path, scale = _with_round_ends(path, scale)
        return sweep(path, scale, self.section() if section is None else section, side=side)

    def loft(self, sections: ArrayLike, closed: bool = True) -> Geometry:
        """A trunk of rounded rectangles one above the other.

        Args:
            sections: (K, 5): height z, half width, half depth, y of the centre, squareness (2 is an ellipse).
            closed: whether it has a floor and a lid.

        Returns:
            The surface; from K sections as many as the detail asks for.
        """
        rows = np.asarray(sections, dtype=np.float64)
        rows = smooth_curve(rows, max(len(rows), self.steps))
        rows[:, 1:3] = np.maximum(rows[:, 1:3], 1e-4)
        count = max(8, self.sides + 4)
        angle = (np.arange(count) + 0.5) / count * 2 * np.pi
        power = (2.0 / np.clip(rows[:, 4], 1.5, 12.0))[:, None]
        cosine, sine = np.cos(angle)[None], np.sin(angle)[None]
        x = rows[:, 1:2] * np.sign(cosine) * np.abs(cosine) ** power
        y = rows[:, 2:3] * np.sign(sine) * np.abs(sine) ** power + rows[:, 3:4]
        points = np.stack([x, y, np.broadcast_to(rows[:, :1], x.shape)], axis=-1)
        if closed:
            low, high = points[:1].mean(axis=1, keepdims=True), points[-1:].mean(axis=1, keepdims=True)
            points = np.concatenate([low + 0 * points[:1], points, high + 0 * points[-1:]])
        return grid_surface(points, wrap_columns=True)


def drawn_detail(rng: np.random.Generator, blocky: float = 0.1, coarse: float = 0.3) -> Detail:
    """Low-poly, blocky or smooth; `blocky` and `coarse` are the chances of the first two kinds."""
    kind = rng.random()
    if kind < blocky:
        return Detail(8, int(rng.integers(3, 6)), square=True)
    if kind < blocky + coarse:
        return Detail(int(rng.integers(5, 9)), int(rng.integers(4, 7)))
    return Detail(int(rng.integers(9, 15)), int(rng.integers(6, 11)))


def _with_round_ends(path: FloatArray, scale: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Path and radii with two shrinking cross-sections more at either end."""
    first, last = path[0] - path[1], path[-1] - path[-2]
    first, last = (v / max(float(np.linalg.norm(v)), 1e-9) for v in (first, last))
    a, b = scale[0].min(), scale[-1].min()
    before = [path[0] + first * a * 0.85, path[0] + first * a * 0.55]
    after = [path[-1] + last * b * 0.55, path[-1] + last * b * 0.85]
    shrink = [[scale[0] * 0.45, scale[0] * 0.82], [scale[-1] * 0.82, scale[-1] * 0.45]]
    return np.concatenate([before, path, after]), np.concatenate([shrink[0], scale, shrink[1]])


def directed(start: ArrayLike, end: ArrayLike) -> tuple[FloatArray, float]:
    """Unit direction (3,) from one point to another, and their distance."""
    way = np.subtract(end, start).astype(np.float64)
    length = float(np.linalg.norm(way))
    return way / max(length, 1e-9), length


def along(points: ArrayLike, start: float, end: float, count: int = 4) -> FloatArray:
    """Part of a polyline, from the fraction `start` of its points' way to `end`: (count, 3)."""
    control = np.asarray(points, dtype=np.float64)
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(control, axis=0), axis=1))])
    t = np.linspace(start, end, count) * steps[-1]
    return np.stack([np.interp(t, steps, control[:, k]) for k in range(control.shape[1])], axis=1)


def shift(x: float, y: float, z: float) -> FloatArray:
    """A way to go from a point: (3,)."""
    return np.array([x, y, z], dtype=np.float64)
