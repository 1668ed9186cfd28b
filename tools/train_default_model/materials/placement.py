"""Where a solid material sits on the object: random offsets, turns, and flat coordinates for woven or laid patterns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .noise import Array


@dataclass(frozen=True, eq=False)
class Placement:
    """A random rigid motion and a scale of the space that a material is carved from.

    Args:
        rotation: (3, 3) turn of object coordinates.
        offset: (3,) movement after the turn, so that every sample cuts other parts of the noise.
        frequency: features per unit length of the unit sphere.
    """

    rotation: Array
    offset: Array
    frequency: float

    def __call__(self, position: Array) -> Array:
        """Points (M, 3) of the material's own space."""
        return (position @ self.rotation.T) * np.float32(self.frequency) + self.offset


def _offset(rng: np.random.Generator, size: int = 3) -> Array:
    return rng.uniform(-60.0, 60.0, size).astype(np.float32)


def anywhere(rng: np.random.Generator, low: float, high: float) -> Placement:
    """Any turn; a feature size between `low` and `high` of the unit sphere's radius."""
    q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    return Placement(q.astype(np.float32), _offset(rng), 1.0 / math.exp(rng.uniform(math.log(low), math.log(high))))


def upright(rng: np.random.Generator, low: float, high: float, tilt: float = 0.0) -> Placement:
    """Turned about the up axis (z) only, then tilted by up to `tilt` radians; feature sizes as in `anywhere`."""
    turn, lean = rng.uniform(0.0, 2.0 * math.pi), rng.uniform(-tilt, tilt)
    c, s, cl, sl = math.cos(turn), math.sin(turn), math.cos(lean), math.sin(lean)
    about_up = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    about_side = np.array([[1.0, 0.0, 0.0], [0.0, cl, -sl], [0.0, sl, cl]])
    rotation = (about_side @ about_up).astype(np.float32)
    return Placement(rotation, _offset(rng), 1.0 / math.exp(rng.uniform(math.log(low), math.log(high))))


@dataclass(frozen=True, eq=False)
class Wrap:
    """Flat coordinates on the surface: the plane of the normal's greatest axis, turned by an angle.

    On walls u runs level and v up; on tops both run level. One unit is one feature.
    """

    cosine: float
    sine: float
    offset: Array
    frequency: float

    def __call__(self, position: Array, normal: Array) -> Array:
        """Coordinates (M, 2) of points (M, 3) with unit normals (M, 3)."""
        side = np.argmax(np.abs(normal), axis=1)
        x, y, z = position[:, 0], position[:, 1], position[:, 2]
        u = np.where(side == 0, y, x)
        v = np.where(side == 2, y, z)
        turned = np.stack((u * self.cosine - v * self.sine, u * self.sine + v * self.cosine), axis=1)
        result: Array = turned.astype(np.float32) * np.float32(self.frequency) + self.offset
        # Each side gets its own stretch of the pattern; whole numbers keep laid patterns (bricks) level across edges.
        return result + (side * 7)[:, None].astype(np.float32)


def wrapped(rng: np.random.Generator, low: float, high: float, turn: float = 0.0) -> Wrap:
    """Flat coordinates turned by up to `turn` radians; a feature size between `low` and `high`."""
    angle = rng.uniform(-turn, turn)
    frequency = 1.0 / math.exp(rng.uniform(math.log(low), math.log(high)))
    return Wrap(math.cos(angle), math.sin(angle), _offset(rng, 2), frequency)
