"""Curves and profiles: splines, crisp corners for lathe profiles, random turned and vase profiles.

A profile is (N, 2): radius and height, from bottom to top.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from .geometry import FloatArray


def smooth_curve(points: ArrayLike, samples: int, closed: bool = False) -> FloatArray:
    """Catmull-Rom spline through control points.

    Args:
        points: (K, D), K >= 2.
        samples: number of points to return.
        closed: whether the curve returns to its start (the first point is then not repeated).

    Returns:
        (samples, D).
    """
    control = np.asarray(points, dtype=np.float64)
    count = len(control)
    if closed:
        control = np.concatenate([control[-1:], control, control[:2]])
        t = np.linspace(0.0, count, samples, endpoint=False)
        last = count - 1
    else:
        control = np.concatenate([2 * control[:1] - control[1:2], control, 2 * control[-1:] - control[-2:-1]])
        t = np.linspace(0.0, count - 1, samples)
        last = count - 2
    start = np.minimum(t.astype(np.int64), last)
    u = (t - start)[:, None]
    p0, p1, p2, p3 = (control[start + k] for k in range(4))
    return 0.5 * (2 * p1 + (p2 - p0) * u + (2 * p0 - 5 * p1 + 4 * p2 - p3) * u**2 + (3 * p1 - p0 - 3 * p2 + p3) * u**3)


def smooth_profile(points: ArrayLike, samples: int = 24) -> FloatArray:
    """A lathe profile through (radius, height) control points; radii stay at or above 0."""
    profile = smooth_curve(points, samples)
    profile[:, 0] = np.maximum(profile[:, 0], 0.0)
    return profile


def bevelled(profile: ArrayLike, width: float) -> FloatArray:
    """Cuts the sharp corners (over 30°) of an open polyline, so that smooth shading keeps its flats flat.

    Args:
        profile: (N, D) polyline.
        width: how far from the corner to cut, at most 40 % of the neighbouring edge.

    Returns:
        (M, D), M >= N.
    """
    points = np.asarray(profile, dtype=np.float64)
    edges = np.diff(points, axis=0)
    lengths = np.linalg.norm(edges, axis=1)
    keep = lengths > 1e-9
    points = np.concatenate([points[:1], points[1:][keep]])
    edges, lengths = edges[keep], lengths[keep]
    directions = edges / lengths[:, None]
    sharp = np.einsum("ij,ij->i", directions[:-1], directions[1:]) < 0.866
    cut = np.minimum(width, 0.4 * lengths)
    before = points[1:-1] - directions[:-1] * cut[:-1, None]
    after = points[1:-1] + directions[1:] * cut[1:, None]
    interior = np.stack([np.where(sharp[:, None], before, points[1:-1]), after], axis=1).reshape(-1, points.shape[1])
    chosen = np.stack([np.ones(len(sharp), bool), sharp], axis=1).reshape(-1)
    return np.concatenate([points[:1], interior[chosen], points[-1:]])


def capped(profile: ArrayLike) -> FloatArray:
    """The profile with its ends led to the axis, so that the lathe closes the solid."""
    points = np.asarray(profile, dtype=np.float64)
    return np.concatenate([[[0.0, points[0, 1]]], points, [[0.0, points[-1, 1]]]])


def shell(profile: ArrayLike, wall: float, bottom: bool = True, top: bool = False) -> FloatArray:
    """Outer and inner side of a hollow vessel as one profile.

    Args:
        profile: (N, 2) outer side from bottom to top.
        wall: thickness.
        bottom: whether the vessel has a floor; otherwise the profile is to be turned as a closed ring.
        top: whether it is closed above.

    Returns:
        (M, 2): from the axis below (if `bottom`) up the outer and down the inner side.
    """
    outer = np.asarray(profile, dtype=np.float64)
    inner = outer[::-1].copy()
    inner[:, 0] = np.maximum(inner[:, 0] - wall, 0.15 * inner[:, 0])
    if top:
        inner[:, 1] = np.minimum(inner[:, 1], outer[-1, 1] - wall)
    if bottom:
        inner[:, 1] = np.maximum(inner[:, 1], outer[0, 1] + wall)
        return np.concatenate([[[0.0, outer[0, 1]]], outer, inner, [[0.0, outer[0, 1] + wall]]])
    return np.concatenate([outer, inner, outer[:1]])


def turned_profile(rng: np.random.Generator, length: float, radius: float, slimmest: float = 0.4) -> FloatArray:
    """A random lathe-turned spindle: tapers, beads, coves and vase shapes one above the other.

    Args:
        rng: draws everything.
        length: height; the profile runs from 0 to it.
        radius: largest radius.
        slimmest: smallest radius as a fraction of the largest.

    Returns:
        (N, 2), open at both ends.
    """
    count = int(rng.integers(2, 7))
    shares = np.cumsum(rng.dirichlet(np.full(count, 1.5)))
    heights = np.concatenate([[0.0], shares / shares[-1]])
    pieces: list[FloatArray] = []
    current = rng.uniform(slimmest, 1.0)
    for low, high in pairwise(heights):
        t = np.linspace(0.0, 1.0, 9)
        end = rng.uniform(slimmest, 1.0)
        r = current + (end - current) * t
        kind = rng.integers(4)
        swell = rng.uniform(0.15, 0.45)
        if kind == 1:
            r = r + swell * np.sin(np.pi * t)
        elif kind == 2:
            r = r - swell * 0.6 * np.sin(np.pi * t)
        elif kind == 3:
            r = r + swell * np.sin(np.pi * t ** rng.uniform(0.5, 1.8))
        pieces.append(np.stack([np.maximum(r, slimmest * 0.7), low + (high - low) * t], axis=1))
        current = end if rng.random() < 0.6 else rng.uniform(slimmest, 1.0)
    profile = np.concatenate(pieces)
    profile[:, 0] *= radius / profile[:, 0].max()
    profile[:, 1] *= length
    return profile


def vase_profile(rng: np.random.Generator, height: float, radius: float) -> FloatArray:
    """A random pot: foot, belly, neck and lip as one smooth line, open at both ends.

    Args:
        rng: draws the proportions.
        height: of the pot.
        radius: of its belly.

    Returns:
        (28, 2).
    """
    belly_at = rng.uniform(0.2, 0.75)
    foot = rng.uniform(0.35, 0.85)
    neck = rng.uniform(0.2, 0.8)
    neck_at = rng.uniform(belly_at + 0.12, 0.95)
    lip = neck * rng.uniform(0.95, 1.5)
    control = np.array([(foot, 0.0), (0.5 * (1 + foot), belly_at * 0.4), (1.0, belly_at), (neck, neck_at), (lip, 1.0)])
    return smooth_profile(control * np.array([radius, height]), 28)


def straight(start: ArrayLike, end: ArrayLike, samples: int = 2) -> FloatArray:
    """Points on a line, ends included: (samples, D)."""
    t = np.linspace(0.0, 1.0, samples)[:, None]
    first: FloatArray = np.asarray(start, dtype=np.float64)
    last: FloatArray = np.asarray(end, dtype=np.float64)
    return first + t * (last - first)


def arc(radius: float, start: float, end: float, samples: int = 16) -> FloatArray:
    """Points of a circle about the origin, angles in degrees: (samples, 2)."""
    angle = np.radians(np.linspace(start, end, samples))
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
