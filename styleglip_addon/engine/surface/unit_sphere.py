"""The unit sphere: where the networks and the style field see the object, and the way back to the artist's metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..vocabulary.errors import MeshError


@dataclass(frozen=True)
class UnitSphere:
    """A uniform scale and a shift that bring an object into the unit sphere. All arithmetic is float64.

    Args:
        center: object-space point that becomes the origin, metres.
        radius: object-space length that becomes 1, metres.
    """

    center: tuple[float, float, float]
    radius: float

    @classmethod
    def fit(cls, vertices: ArrayLike, faces: ArrayLike) -> UnitSphere:
        """Centres the bounding box of the used vertices and puts the farthest of them on the sphere.

        Args:
            vertices: (V, 3) object space.
            faces: (F, 3) indices; vertices that no face uses do not count.

        Raises:
            MeshError: there are no faces, or all lie in one point.
        """
        used = np.unique(np.asarray(faces))
        if used.size == 0:
            raise MeshError("The mesh has no faces. Add faces or choose another object.")
        points = np.asarray(vertices, dtype=np.float64)[used]
        center = (points.min(axis=0) + points.max(axis=0)) / 2.0
        radius = float(np.linalg.norm(points - center, axis=1).max())
        if not np.isfinite(radius) or radius <= 0.0:
            raise MeshError("All faces of the mesh lie in one point. Scale it up or choose another object.")
        return cls((float(center[0]), float(center[1]), float(center[2])), radius)

    def apply(self, points: ArrayLike) -> NDArray[np.float64]:
        """Object-space points (..., 3) in metres to unit-sphere coordinates."""
        result: NDArray[np.float64] = (np.asarray(points, dtype=np.float64) - np.asarray(self.center)) / self.radius
        return result

    def invert(self, points: ArrayLike) -> NDArray[np.float64]:
        """Unit-sphere points (..., 3) to object space, metres."""
        result: NDArray[np.float64] = np.asarray(points, dtype=np.float64) * self.radius + np.asarray(self.center)
        return result

    def invert_vectors(self, vectors: ArrayLike) -> NDArray[np.float64]:
        """Unit-sphere displacements (..., 3) to object space, metres: scaled, not shifted."""
        result: NDArray[np.float64] = np.asarray(vectors, dtype=np.float64) * self.radius
        return result

    def apply_vectors(self, vectors: ArrayLike) -> NDArray[np.float64]:
        """Object-space displacements (..., 3) in metres to unit-sphere lengths."""
        result: NDArray[np.float64] = np.asarray(vectors, dtype=np.float64) / self.radius
        return result
