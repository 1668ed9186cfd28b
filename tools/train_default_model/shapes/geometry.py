"""A piece of triangle mesh and the ways to move, scale and deform it, so that families read like building instructions.

Everything here is in the family's own units (roughly metres); up is +Z, the front is -Y.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def rotation_about(axis: Sequence[float], angle: float) -> FloatArray:
    """Rotation matrix by Rodrigues' formula.

    Args:
        axis: (3,) direction, any length.
        angle: radians, right-handed.

    Returns:
        (3, 3) matrix M; rotated points are `points @ M.T`.
    """
    x, y, z = np.asarray(axis, dtype=np.float64) / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * (cross @ cross)


@dataclass(frozen=True, eq=False)
class Geometry:
    """Vertices (V, 3) float64 and triangles (F, 3) int64."""

    vertices: FloatArray
    faces: IntArray

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Geometry:
        """Shifted copy."""
        return Geometry(self.vertices + np.array([x, y, z]), self.faces)

    def scaled(self, x: float, y: float | None = None, z: float | None = None) -> Geometry:
        """Copy scaled about the origin; one number scales all axes. Mirroring keeps the surface facing outward."""
        factors = np.array([x, x if y is None else y, x if z is None else z])
        faces = self.faces if np.prod(factors) > 0 else self.faces[:, ::-1]
        return Geometry(self.vertices * factors, faces)

    def rotated(self, axis: str | Sequence[float], degrees: float) -> Geometry:
        """Copy turned about an axis through the origin ("x", "y", "z" or a direction)."""
        directions = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
        direction = directions[axis] if isinstance(axis, str) else axis
        return Geometry(self.vertices @ rotation_about(direction, np.radians(degrees)).T, self.faces)

    def tapered(self, top: float, top_y: float | None = None) -> Geometry:
        """Copy whose x and y are scaled linearly from 1 at its lowest to `top` at its highest z."""
        z = self.vertices[:, 2]
        t = (z - z.min()) / max(float(np.ptp(z)), 1e-9)
        vertices = self.vertices.copy()
        vertices[:, 0] *= 1.0 + (top - 1.0) * t
        vertices[:, 1] *= 1.0 + ((top if top_y is None else top_y) - 1.0) * t
        return Geometry(vertices, self.faces)

    def sheared(self, x: float = 0.0, y: float = 0.0) -> Geometry:
        """Copy leaning by (x, y) per unit of z."""
        vertices = self.vertices.copy()
        vertices[:, 0] += x * vertices[:, 2]
        vertices[:, 1] += y * vertices[:, 2]
        return Geometry(vertices, self.faces)

    def bowed(self, amount: float, along: int = 0, towards: int = 1) -> Geometry:
        """Copy bent to a parabola: axis `towards` gains `amount` * (position along axis `along` / half length)²."""
        vertices = self.vertices.copy()
        position = vertices[:, along]
        half = max(float(np.ptp(position)) / 2.0, 1e-9)
        centre = float(position.max() + position.min()) / 2.0
        vertices[:, towards] += amount * ((position - centre) / half) ** 2
        return Geometry(vertices, self.faces)

    def wobbled(self, rng: np.random.Generator, amount: float, frequency: float = 3.0) -> Geometry:
        """Copy with a smooth low-frequency displacement, for things that grew or were kneaded.

        Args:
            rng: draws the waves.
            amount: largest displacement per wave, as a fraction of the piece's largest extent.
            frequency: waves over the largest extent, about.
        """
        extent = float(np.ptp(self.vertices, axis=0).max())
        points = self.vertices / max(extent, 1e-9)
        waves = rng.normal(size=(3, 6)) * frequency
        phases = rng.uniform(0.0, 2.0 * np.pi, 6)
        directions = rng.normal(size=(6, 3)) / np.sqrt(6.0)
        return Geometry(self.vertices + amount * extent * (np.sin(points @ waves + phases) @ directions), self.faces)

    def outward(self) -> Geometry:
        """Copy wound so that the surface encloses a positive volume seen from its own centre."""
        corners = self.vertices[self.faces] - self.vertices.mean(axis=0)
        volume = np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))
        return self if volume >= 0.0 else Geometry(self.vertices, self.faces[:, ::-1])


def merged(pieces: Iterable[Geometry]) -> Geometry:
    """Several pieces as one, not welded, each facing outward."""
    pieces = [piece.outward() for piece in pieces]
    offsets = np.cumsum([0] + [len(piece.vertices) for piece in pieces[:-1]])
    return Geometry(
        np.concatenate([piece.vertices for piece in pieces]),
        np.concatenate([piece.faces + offset for piece, offset in zip(pieces, offsets, strict=True)]),
    )


def grid_surface(points: ArrayLike, wrap_rows: bool = False, wrap_columns: bool = False) -> Geometry:
    """Triangulates a grid of points; rows or columns that fall into one point become a pole.

    Args:
        points: (N, M, 3).
        wrap_rows: whether row N-1 joins row 0.
        wrap_columns: whether column M-1 joins column 0.

    Returns:
        The surface without triangles of zero area at poles.
    """
    points = np.asarray(points, dtype=np.float64)
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    pole_rows = np.abs(points - points[:, :1]).max(axis=(1, 2)) < 1e-9
    index = np.where(pole_rows[:, None], index[:, :1], index)
    if wrap_rows:
        index = np.concatenate([index, index[:1]])
    if wrap_columns:
        index = np.concatenate([index, index[:, :1]], axis=1)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return Geometry(points.reshape(-1, 3), faces[whole])
