"""The front of an object, found from its shape alone."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from ..vocabulary.orientation import conventional_front, unit_vector

_FRONT_STEPS = 12
"""`find_front` tries directions every 180 / 12 = 15 degrees; a direction and its opposite count as one."""

_FRONT_MARGIN = 0.1
"""How much better than the conventional front another direction must score."""

_ASYMMETRY_WEIGHT = 4.0
"""Score lost per radius that the mirrored surface lies off the surface: a chair from its side loses about a half."""


def find_front(
    vertices: NDArray[np.floating], faces: NDArray[np.integer], up: ArrayLike = (0.0, 0.0, 1.0)
) -> NDArray[np.float64]:
    """The direction from which an object is looked at, found from its shape alone; the same shape gives the same front.

    Among the horizontal directions it is the one that faces most of the surface and in whose vertical plane the object
    is mirror symmetric: a chair is seen from the front and not from its side, a hammer broadside. The conventional
    front (`conventional_front`) is kept unless another direction is clearly better, so round and square objects have
    it. A shape does not tell front from back: of the two the one nearer to the conventional front is taken.

    Args:
        vertices: (V, 3).
        faces: (F, 3) indices.
        up: (3,) the object's up direction, any length.

    Returns:
        (3,) unit vector from the object towards its viewer, across `up`.
    """
    up_axis = unit_vector(up)
    convention = conventional_front(up_axis)
    side = np.cross(up_axis, convention)
    corners = np.asarray(vertices, dtype=np.float64)[np.asarray(faces)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(normals, axis=1)
    if area.sum() <= 0.0:
        return convention

    # Surface faced: the sum of area * cos^2 over the faces, a quadratic form; a square column looks alike all round,
    # where the outline would be widest over the corner. Its own axes are tried besides the even steps.
    horizontal = np.stack((normals @ convention, normals @ side), axis=1)
    moments = (horizontal / np.maximum(area, 1e-300)[:, None]).T @ horizontal
    angles = np.arange(_FRONT_STEPS) * math.pi / _FRONT_STEPS
    axes = np.concatenate((np.stack((np.cos(angles), np.sin(angles)), axis=1), np.linalg.eigh(moments)[1].T))
    faced = np.einsum("ki,ij,kj->k", axes, moments, axes)
    directions = axes @ np.stack((convention, side))
    points = _surface_points(corners, area, count=1500)
    asymmetry = np.array([_asymmetry(points, np.cross(up_axis, direction)) for direction in directions])
    score = faced / max(faced.max(), 1e-300) - _ASYMMETRY_WEIGHT * asymmetry
    best = int(score.argmax())
    if score[best] <= score[0] + _FRONT_MARGIN:
        return convention
    # Towards the conventional front; of two sides, towards its left-hand side (+X in Blender).
    toward = axes[best] if abs(axes[best, 0]) > 1e-6 else axes[best, ::-1]
    direction: NDArray[np.float64] = directions[best] * math.copysign(1.0, float(toward[0]))
    return direction


def _surface_points(corners: NDArray[np.float64], area: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Points (count, 3) spread evenly over the surface, the same at every call."""
    random = np.random.default_rng(0)
    face = np.searchsorted(np.cumsum(area) / area.sum(), (np.arange(count) + 0.5) / count).clip(max=len(area) - 1)
    first, second = np.sqrt(random.random(count)), random.random(count)
    weights = np.stack((1.0 - first, first * (1.0 - second), first * second), axis=1)
    points: NDArray[np.float64] = np.einsum("nk,nkc->nc", weights, corners[face])
    return points


def _asymmetry(points: NDArray[np.float64], normal: NDArray[np.float64]) -> float:
    """Mean distance of points mirrored at the plane across `normal` through their middle to the points, in radii."""
    centered = torch.from_numpy(points - points.mean(axis=0))
    axis = torch.from_numpy(normal)
    mirrored = centered - 2.0 * (centered @ axis)[:, None] * axis
    nearest = torch.cdist(mirrored.float(), centered.float()).amin(dim=1)
    return float(nearest.mean() / centered.norm(dim=1).amax().clamp(min=1e-12))
