"""What the engine is given: a triangle mesh and the parts that are to be styled. Arrays are NumPy.

V = vertices, F = triangles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from .distance import far_middle
from .errors import MeshError
from .named_regions import NamedRegion

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle mesh in object space.

    Args:
        vertices: (V, 3) float32, metres, object space; given in any precision. Far from the origin they are kept
            relative to the middle of the mesh, which is taken before anything is rounded.
        faces: (F, 3) int64 indices into `vertices`, counter-clockwise seen from outside.
        colors: optional (V, 3) float32 scene-linear RGB in 0..1, the look before stylizing.
        masks: optional part masks by part name, each (V,) float32 in 0..1; used for parts without a mask of their own.
        up: unit vector (3,) in object space that points up; Blender's is +Z.
        front: optional unit vector (3,) from the object towards its viewer; None: found from the shape.
        regions: what the object's own names stand for; they may overlap, and need not cover the surface.

    Raises:
        MeshError: wrong shapes, NaN or infinite coordinates, no faces, indices out of range, zero size.
    """

    vertices: FloatArray
    faces: IntArray
    colors: FloatArray | None = None
    masks: Mapping[str, FloatArray] = dataclass_field(default_factory=dict)
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    front: tuple[float, float, float] | None = None
    regions: tuple[NamedRegion, ...] = ()

    def __post_init__(self) -> None:
        faces = _indices(self.faces)
        given = _numbers(self.vertices, "vertices", "(V, 3)", np.float64)  # far from the origin every digit counts
        vertices = np.ascontiguousarray(_near_origin(given, faces), np.float32)
        object.__setattr__(self, "vertices", vertices)
        object.__setattr__(self, "faces", faces)
        if vertices.ndim != 2 or vertices.shape[1] != 3 or faces.ndim != 2 or faces.shape[1] != 3:
            raise MeshError(f"Expected vertices (V, 3) and triangles (F, 3), not {vertices.shape} and {faces.shape}.")
        if len(faces) == 0:
            raise MeshError("The mesh has no faces. Add faces or choose another object.")
        if faces.min() < 0 or faces.max() >= len(vertices):
            raise MeshError("Some faces point to missing vertices. Run Mesh > Clean Up or export the mesh again.")
        bad = int((~np.isfinite(vertices)).any(axis=1).sum())
        if bad:
            raise MeshError(f"{bad} vertices have NaN or infinite coordinates. Delete or move them, then try again.")
        extent = np.ptp(vertices[np.unique(faces)].astype(np.float64), axis=0)
        if float(extent.max()) <= 1e-12:
            raise MeshError("All faces of the mesh lie in one point. Scale it up or choose another object.")
        if not has_area(vertices, faces):
            raise MeshError("All faces of the mesh lie on one line. Give them an area or choose another object.")
        if self.colors is not None:
            colors = _numbers(self.colors, "colors", "(V, 3)")
            if colors.shape != vertices.shape:
                raise MeshError(f"Vertex colors have shape {colors.shape}, expected {vertices.shape}.")
            if not np.isfinite(colors).all():
                raise MeshError("Vertex colors have NaN or infinite values. Paint them again, or leave them out.")
            object.__setattr__(self, "colors", colors)
        if not isinstance(self.masks, Mapping):
            raise MeshError('masks must be a dictionary of part names and weights, for example {"base": weights}.')
        for name, mask in self.masks.items():
            if checked_mask(mask, name).shape != (len(vertices),):
                raise MeshError(f'The mask of part "{name}" has {np.size(mask)} values for {len(vertices)} vertices.')
        for what, direction in (("up", self.up), ("front", self.front)):
            if direction is not None:
                _check_direction(direction, what)
        object.__setattr__(self, "regions", tuple(region.checked(len(faces)) for region in self.regions))


_LEAST_AREA = 1e-5
"""Of a triangle that is no line, doubled, in squares of its longest side. Small ones far apart have an area too."""


def has_area(vertices: NDArray[np.floating], faces: NDArray[np.integer]) -> bool:
    """Whether there is a surface to be styled: triangles (F, 3) of vertices (V, 3) that are not all lines."""
    corners = vertices.astype(np.float64)[faces]
    sides = corners[:, [1, 2, 0]] - corners
    longest = np.linalg.norm(sides, axis=2).max(axis=1)
    sides = sides[:, :2] / np.maximum(longest, 1e-300)[:, None, None]
    doubled = np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1)
    return bool((doubled > _LEAST_AREA).any())


def _near_origin(vertices: NDArray[np.floating], faces: NDArray[np.integer]) -> NDArray[np.floating]:
    """Vertices relative to their middle, if they are far from the origin; what is no mesh is told by others."""
    if vertices.ndim != 2 or vertices.shape[1] != 3 or not faces.size or not np.isfinite(vertices).all():
        return vertices
    used = vertices[np.unique(faces.clip(0, len(vertices) - 1))]
    middle = far_middle(used.min(axis=0), used.max(axis=0))
    return vertices if middle is None else vertices.astype(np.float64) - middle


def checked_mask(mask: object, name: str) -> FloatArray:
    """A part's mask as an array.

    Args:
        mask: weights of vertices.
        name: of the part.

    Raises:
        MeshError: it is no list of numbers, or one of them is NaN or outside of 0..1.
    """
    weights = _numbers(mask, f'the mask of part "{name}"', "(V,)")
    if weights.ndim != 1:
        raise MeshError(f'The mask of part "{name}" must have one weight per vertex (V,), not shape {weights.shape}.')
    wrong = ~((weights >= 0.0) & (weights <= 1.0))  # NaN is neither
    if wrong.any():
        raise MeshError(
            f'The mask of part "{name}" must hold weights in 0..1; {int(wrong.sum())} of {len(weights)} are not, such '
            f"as {weights[wrong][0]:g}."
        )
    return weights


def _numbers(values: object, what: str, shape: str, kind: DTypeLike = np.float32) -> NDArray[Any]:
    try:
        return np.ascontiguousarray(values, dtype=kind)
    except (TypeError, ValueError):
        raise MeshError(f"{what[:1].upper()}{what[1:]} must be an array of numbers of shape {shape}.") from None


def _indices(values: object) -> IntArray:
    try:
        given = np.asarray(values)
        indices = np.ascontiguousarray(given, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        raise MeshError("Faces must be an array of whole numbers of shape (F, 3), indices of vertices.") from None
    if given.dtype.kind == "f" and given.size and not np.array_equal(given, indices):
        raise MeshError("Faces must be whole numbers, indices of vertices, but some have fractions or are NaN.")
    return indices


def _check_direction(direction: object, what: str) -> None:
    given = _numbers(direction, what, "(3,)")
    if given.shape != (3,) or not np.isfinite(given).all() or not given.any():
        raise MeshError(f"{what} must be a direction of three numbers that are not all 0, such as (0, 0, 1).")


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the mesh and how it should look.

    Args:
        name: the part word, e.g. "base".
        style: the style words, e.g. "pottery".
        strength: 0..1, scales this part's displacement and its colour mix in the summed result.
        mask: optional (V,) weights in 0..1 that replace detection.
        scale: how many times as large its material is, where it starts from one; above 0.
        seed: which piece of its material it is, see `variations`; None: that which the guidance chooses, or that which
            the part has.
        picture: (H, W, 3) uint8 sRGB that its material is made of, first row on top; the style's words then say what
            is done to it ("glossy"), and a file that they name ("@photo.jpg") is not looked at. None: words alone.
    """

    name: str
    style: str
    strength: float = 1.0
    mask: FloatArray | None = None
    scale: float = 1.0
    seed: int | None = None
    picture: NDArray[np.uint8] | None = None
