"""UV maps as arrays: what can be wrong with them, and how much of the surface shares its place with other surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import IntArray
from .maps import UvMapError
from .texels import count_covering_faces

_OUTSIDE = 1e-4
"""UV distance outside the square that still counts as inside; programs that write UV maps round."""

_LEAST_AREA = 1e-12
"""Area in UV units from which a triangle can show anything."""

_OVERLAP_SIZE = 512
"""Overlap is counted on a grid of this many texels per side."""


@dataclass(frozen=True, eq=False)
class UvMap:
    """Where each corner of each triangle lies in the texture.

    Args:
        corners: (F, 3, 2) float64 u and v; the texture covers 0..1, v points up.
    """

    corners: NDArray[np.float64]

    def __post_init__(self) -> None:
        try:
            corners = np.ascontiguousarray(self.corners, dtype=np.float64)
        except (TypeError, ValueError):
            raise UvMapError("UV corners must be an array of numbers of shape (F, 3, 2).") from None
        object.__setattr__(self, "corners", corners)
        if corners.ndim != 3 or corners.shape[1:] != (3, 2):
            raise UvMapError(f"Expected UV corners (F, 3, 2), not {corners.shape}.")

    def areas(self) -> NDArray[np.float64]:
        """(F,) signed areas in UV units; negative where the map is mirrored."""
        a, b = self.corners[:, 1] - self.corners[:, 0], self.corners[:, 2] - self.corners[:, 0]
        areas: NDArray[np.float64] = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2.0
        return areas

    def check(self, name: str = "UV map") -> None:
        """Checks that textures can be baked to this map.

        Args:
            name: how the sentence calls the map.

        Raises:
            UvMapError: it is empty, has NaN, lies outside the square 0..1, or has no area.
        """
        if not len(self.corners):
            raise UvMapError(f"The {name} has no triangles.")
        finite = np.isfinite(self.corners).all(axis=(1, 2))
        if not finite.all():
            raise UvMapError(
                f"{int((~finite).sum())} triangles of the {name} have NaN coordinates. Unwrap the mesh again (U in "
                "Edit Mode)."
            )
        outside = ((self.corners < -_OUTSIDE) | (self.corners > 1.0 + _OUTSIDE)).any(axis=(1, 2))
        if outside.any():
            raise UvMapError(
                f"{int(outside.sum())} of {len(outside)} triangles of the {name} lie outside the square 0..1, in UDIM "
                "tiles or repeats, which are not baked. Bake to a new UV map, or pack the islands (UV > Pack Islands)."
            )
        flat = np.abs(self.areas()) < _LEAST_AREA
        if flat.all():
            raise UvMapError(f"The {name} has no area anywhere. Choose to bake to a new UV map, or unwrap the mesh.")

    def check_fits(self, faces: int) -> None:
        """Raises UvMapError unless the map has the corners of so many triangles."""
        if len(self.corners) != faces:
            raise UvMapError(f"The UV map has the corners of {len(self.corners)} triangles, the mesh has {faces}.")

    def flat_share(self, face_areas: NDArray[np.floating]) -> float:
        """Share (0..1) of the surface whose triangles have no area in the map and so cannot show a texture.

        Args:
            face_areas: (F,) areas of the triangles on the surface.
        """
        total = float(np.sum(face_areas))
        if total <= 0.0:
            return 0.0
        return float(np.sum(face_areas[np.abs(self.areas()) < _LEAST_AREA]) / total)

    def overlap_share(self) -> float:
        """Share (0..1) of the used texels that more than one triangle covers; mirrored halves give 1."""
        counts = count_covering_faces(self.corners, _OVERLAP_SIZE)
        used = int((counts > 0).sum())
        return float((counts > 1).sum() / used) if used else 0.0

    def without(self, faces: NDArray[np.bool_]) -> UvMap:
        """The map in which some triangles (F,) cover no texel."""
        return UvMap(np.where(faces[:, None, None], self.corners[:, :1], self.corners))

    def carried(self, corner_coordinates: NDArray[np.floating], face_parents: IntArray) -> UvMap:
        """The map of a denser copy of the mesh.

        Args:
            corner_coordinates, face_parents: see `surface.RefinedMesh`.
        """
        return UvMap(np.einsum("kij,kjc->kic", corner_coordinates, self.corners[face_parents]))
