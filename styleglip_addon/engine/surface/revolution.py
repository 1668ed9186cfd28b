"""Surfaces of revolution: finds the axis of a piece that was turned, and its profile's length along the axis.

All normals of a surface of revolution meet its axis. With a normal's Pluecker coordinates (n, p x n) that is a linear
equation for the axis' own, so the best axis is the eigenvector of a 3 x 3 matrix (Pottmann & Randrup, "Rotational and
helical surface approximation for reverse engineering", Computing 60, 1998). Up and the principal axes are tried, too;
the axis that most of the surface agrees with is taken, if enough does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .topology import Floats

_AGREES = 0.35
"""Greatest sine between a normal and the plane through the axis: an octagonal column is round, a square one is not."""

_LEAST_AGREEING = 0.74
_LEAST_SIDE = 0.02
"""Shares of the surface: of the side that agrees, and of the side in the whole."""

_SECTORS = 16
_LEAST_SECTORS = 14
_BINS = 64
_STEEPEST = 0.9
"""Cosine between normal and axis up to which a face is part of the profile and not of a cap."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Pieces of surface that a frame is fitted to.

    Args:
        position: (n, 3).
        normal: (n, 3) unit.
        area: (n,) with the sum 1.
    """

    position: Floats
    normal: Floats
    area: Floats

    def fewer(self, most: int) -> Samples:
        """At most so many of them, the same ones each time."""
        if len(self.area) <= most:
            return self
        rows = np.sort(np.random.default_rng(0).choice(len(self.area), most, replace=False))
        area = self.area[rows]
        return Samples(self.position[rows], self.normal[rows], area / max(float(area.sum()), 1e-30))

    @cached_property
    def moment(self) -> Floats:
        """(n, 3) of the normals' lines about the origin."""
        moment: Floats = np.cross(self.position, self.normal)
        return moment


@dataclass(frozen=True, eq=False)
class Revolution:
    """An axis of revolution.

    Args:
        axis: (3,) unit.
        point: (3,) on the axis.
        radius: mean distance of the surface from the axis.
        heights, lengths: (b,) ascending: along the axis from `point`, and the profile's length up to there.
    """

    axis: Floats
    point: Floats
    radius: float
    heights: Floats
    lengths: Floats

    def slope(self, height: Floats) -> Floats:
        """Length of the profile per height, at heights along the axis."""
        slopes = np.diff(self.lengths) / np.diff(self.heights)
        index = np.searchsorted(self.heights, height) - 1
        found: Floats = slopes[np.clip(index, 0, len(slopes) - 1)]
        return found


def find_revolution(piece: Samples, up: Floats, principal: Floats, most: int) -> Revolution | None:
    """The axis of revolution of a piece; None where it has none.

    Args:
        piece: all of its surface.
        up: (3,) unit; taken where it fits as well as another axis.
        principal: (3, 3) rows: the piece's principal axes, the longest first.
        most: number of samples that axes are fitted to.
    """
    center = piece.area @ piece.position
    scale = float(np.sqrt(piece.area @ ((piece.position - center) ** 2).sum(axis=1)))
    if not scale > 0.0:
        return None
    whole = Samples((piece.position - center) / scale, piece.normal, piece.area)
    local = whole.fewer(most)
    best, best_score = None, 0.0
    for direction in (up, *principal, *_eigenaxes(local, local.area)):
        axis, point, weight = _settled(local, direction)
        score = _agreement(local, axis, point)
        # Of axes that do equally well (a ball's) the first is taken.
        if score > best_score + 0.02:
            best, best_score = (axis, point, weight), score
    if best is None or best_score < 0.8 * _LEAST_AGREEING:
        return None
    axis, point, weight = best
    refined = _eigenaxes(local, weight)[0]
    if 0.96 < abs(refined @ axis) < 0.9999:
        turned, moved, _ = _settled(local, refined)
        if _agreement(local, turned, moved) > best_score + 0.005:
            axis, point = turned, moved
    # All of the surface decides, so that legs that are alike are treated alike.
    if _agreement(whole, axis, point) < _LEAST_AGREEING or not _goes_around(whole, axis, point):
        return None
    return _with_profile(piece, axis if axis @ up >= 0.0 else -axis, center + scale * point)


def _moments(samples: Samples, weight: Floats) -> tuple[Floats, Floats, Floats]:
    moment, weighted = samples.moment, samples.normal * weight[:, None]
    # Along an axis that no normal has (a column's own) the moment is not determined: there it shall be least.
    normals = weighted.T @ samples.normal + 1e-6 * float(weight.sum()) * np.eye(3)
    return (moment * weight[:, None]).T @ moment, weighted.T @ moment, normals


def _eigenaxes(samples: Samples, weight: Floats) -> Floats:
    """(2, 3) directions that the normals' lines meet best."""
    mm, nm, nn = _moments(samples, weight)
    reduced = mm - nm.T @ np.linalg.solve(nn, nm)
    axes: Floats = np.linalg.eigh(reduced)[1].T[:2]
    return axes


def _settled(samples: Samples, axis: Floats) -> tuple[Floats, Floats, Floats]:
    """Where an axis of this direction lies best, outliers (a mug's handle) left aside: axis, a point of it, weights."""
    weight = samples.area
    point = np.zeros(3)
    for step in range(3):
        _, nm, nn = _moments(samples, weight)
        point = -skew(axis) @ np.linalg.solve(nn, nm @ axis)
        if step == 0 and _agreement(samples, axis, point) < 0.5 * _LEAST_AGREEING:
            break
        tangential = _parts(samples, axis, point)[2]
        weight = samples.area / (1.0 + (tangential / 0.2) ** 2) ** 2
    return axis, point, weight


def _parts(samples: Samples, axis: Floats, point: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Distance from the axis, and the normal along it, around it; directions away from it (n, 3)."""
    away = samples.position - point
    away = away - np.outer(away @ axis, axis)
    distance = np.linalg.norm(away, axis=1)
    away = away / np.maximum(distance, 1e-12)[:, None]
    around = away @ skew(axis).T
    return distance, samples.normal @ axis, (samples.normal * around).sum(axis=1), away


def skew(axis: Floats) -> Floats:
    """(3, 3) matrix that times a vector is the cross product of the axis and it."""
    x, y, z = axis
    return np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])


def _agreement(samples: Samples, axis: Floats, point: Floats) -> float:
    """Share of the side, without caps, whose normals meet the axis; 0 where there is hardly any side."""
    _, along, tangential, _ = _parts(samples, axis, point)
    across = np.maximum(1.0 - along**2, 0.0)
    side = samples.area * across
    total = float(side.sum())
    if total < _LEAST_SIDE:
        return 0.0
    sine = np.abs(tangential) / np.sqrt(np.maximum(across, 1e-12))
    return float((side * np.clip(1.5 - sine / (2.0 * _AGREES), 0.0, 1.0) * (sine < 1.5 * _AGREES)).sum()) / total


def _goes_around(samples: Samples, axis: Floats, point: Floats) -> bool:
    _, along, _, away = _parts(samples, axis, point)
    first, second = across_axes(axis)
    sector = np.floor((np.arctan2(away @ second, away @ first) / (2.0 * np.pi) % 1.0) * _SECTORS).astype(np.int64)
    side = samples.area * np.maximum(1.0 - along**2, 0.0)
    share = np.bincount(np.minimum(sector, _SECTORS - 1), weights=side, minlength=_SECTORS)
    return int((share > 0.15 * share.mean()).sum()) >= _LEAST_SECTORS


def across_axes(axis: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors across an axis and each other, right-handed, the first as near as can be to an object axis."""
    nearest = np.eye(3)[int(np.argmin(np.abs(axis)))]
    first = nearest - axis * (axis @ nearest)
    first = first / np.linalg.norm(first)
    return first, skew(axis) @ first


def _with_profile(samples: Samples, axis: Floats, point: Floats) -> Revolution:
    """Measures the profile: its length over a height is the mean of 1 / sin(normal, axis) over the faces there."""
    distance, along, tangential, _ = _parts(samples, axis, point)
    height = (samples.position - point) @ axis
    across = np.sqrt(np.maximum(1.0 - along**2, 0.0))
    side = (np.abs(along) < _STEEPEST) & (np.abs(tangential) <= 1.5 * _AGREES * across)
    if not side.any():
        side = np.ones(len(along), dtype=bool)
    mean = float(samples.area[side] @ distance[side] / samples.area[side].sum())
    low, high = float(height.min()), float(height.max())
    edges = np.linspace(low, max(high, low + 1e-6 * max(mean, 1e-9)), _BINS + 1)
    share = samples.area[side] / np.maximum(distance[side], 0.05 * mean)
    index = np.clip(np.searchsorted(edges, height[side]) - 1, 0, _BINS - 1)
    length = np.bincount(index, weights=share, minlength=_BINS)
    rise = np.bincount(index, weights=share * across[side], minlength=_BINS)
    kernel = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
    length, rise = np.convolve(length, kernel, "same"), np.convolve(rise, kernel, "same")
    slope = np.where(rise > 0.0, length / np.where(rise > 0.0, rise, 1.0), 1.0)
    lengths = np.concatenate(([0.0], np.cumsum(slope * np.diff(edges))))
    return Revolution(axis, point, mean, edges, lengths)
