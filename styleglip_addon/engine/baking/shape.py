"""A mesh with its finished styles: what is baked and what dense copies are made of.

Parts are blended by weights that were found at the vertices of a dense copy and are linear on its triangles. So every
sample of the surface is given as a dense triangle and a place in it; the styles themselves are functions of position
and are evaluated there, not interpolated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch

from ..surface import RefinedMesh, refine, vertex_areas
from ..surface.vertex_fit import VertexFit
from ..vocabulary import FloatArray, IntArray

if TYPE_CHECKING:
    from ..optimisation.state import FieldSamples

LEAST_WEIGHT = 1e-3
"""Where a part's weight is below this, its style is not evaluated: the same bound as during the optimisation."""

_PIECE = 1024
"""Points a field is evaluated at at once; its hidden layers then stay in a CPU core's cache, which is worth a third."""


@dataclass(frozen=True)
class PlainMaterial:
    """Roughness and metallic, 0..1, of surface without a style."""

    roughness: float
    metallic: float


class SurfaceStyle(Protocol):
    """The styles of P parts as functions of position; `engine.optimisation.state.StyleState` is one."""

    def evaluate(self, part_index: int, points: FloatArray) -> FieldSamples:
        """The style of a part at points (n, 3) float32 of the unstylized surface, object space, metres."""
        ...


@dataclass(frozen=True, eq=False)
class SurfacePoints:
    """n points of the unstylized surface.

    Args:
        positions: (n, 3) float32 object space, metres.
        weights: (n, P) float32 part weights.
        base_color: (n, 3) float32 linear RGB before stylizing.
        held: (n, P) share of each part's displacement that is left, see `holding_back`; None: all of it.
    """

    positions: FloatArray
    weights: FloatArray
    base_color: FloatArray
    held: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.positions)

    def first(self, count: int) -> SurfacePoints:
        """The first `count` points alone."""
        held = None if self.held is None else self.held[:count]
        return SurfacePoints(self.positions[:count], self.weights[:count], self.base_color[:count], held)


@dataclass(frozen=True, eq=False)
class BlendedStyle:
    """All parts together at n points.

    Args:
        color: (n, 3) float32 linear RGB in 0..1.
        height: (n,) float32 metres along the normal.
        roughness, metallic: (n,) float32 in 0..1.
        normal_offset: (n, 3) float32.
    """

    color: FloatArray
    height: FloatArray
    roughness: FloatArray
    metallic: FloatArray
    normal_offset: FloatArray


@dataclass(frozen=True, eq=False)
class StyledShape:
    """A mesh and its styles. V = its vertices, W = dense vertices of which the first V are the mesh's, P = parts.

    Args:
        vertices: (V, 3) object space, metres.
        faces: (F, 3).
        refined: the dense copy; its coordinates may be in any frame, only its connections, what of it lies at one
            place, and its carrying-over are used.
        normals: (W, 3) unit vectors along which the surface is displaced.
        weights: (W, P) part weights in 0..1.
        base_color: (W, 3) linear RGB before stylizing.
        color_strengths: per part, 0..1: how much of its colour and material is mixed in.
        height_strengths: per part, 0..1, scales its displacement.
        style: the parts' styles.
        plain: the material where no part is; None: the styles have no roughness and no metallic.
        held: (W, P) share of each part's displacement that the run left, linear on the dense triangles; None: all.
    """

    vertices: FloatArray
    faces: IntArray
    refined: RefinedMesh
    normals: FloatArray
    weights: FloatArray
    base_color: FloatArray
    color_strengths: tuple[float, ...]
    height_strengths: tuple[float, ...]
    style: SurfaceStyle
    plain: PlainMaterial | None = None
    held: FloatArray | None = None

    @property
    def dense_points(self) -> SurfacePoints:
        """The dense vertices."""
        return SurfacePoints(self.refined.interpolate(self.vertices), self.weights, self.base_color, self.held)

    def with_dense_vertices(self, count: int) -> StyledShape:
        """The same shape on a copy refined further to about `count` vertices; with fewer than it has, itself."""
        if count <= len(self.refined.vertices):
            return self
        finer = refine(self.refined.vertices, self.refined.faces, self.refined.groups, count)
        refined = RefinedMesh(
            vertices=finer.vertices,
            faces=finer.faces,
            interpolation=(finer.interpolation @ self.refined.interpolation).tocsr(),
            face_parents=self.refined.face_parents[finer.face_parents],
            original_groups=self.refined.original_groups,
        )
        normals = finer.interpolate(self.normals)
        length = np.linalg.norm(normals, axis=1, keepdims=True)
        return replace(
            self,
            refined=refined,
            normals=normals / np.maximum(length, 1e-12),
            weights=finer.interpolate(self.weights),
            base_color=finer.interpolate(self.base_color),
            held=None if self.held is None else finer.interpolate(self.held),
        )

    def part_samples(self, part: int, points: SurfacePoints) -> tuple[IntArray, FieldSamples | None]:
        """A part's style where the part is: the rows of `points`, and the style there; None where it is nowhere."""
        rows = np.flatnonzero(points.weights[:, part] > LEAST_WEIGHT)
        if not len(rows):
            return rows, None
        positions = points.positions[rows]
        pieces = [self.style.evaluate(part, positions[start : start + _PIECE]) for start in range(0, len(rows), _PIECE)]
        return rows, _joined(pieces)

    def blend(self, points: SurfacePoints) -> BlendedStyle:
        """All parts' styles, mixed by weights and strengths.

        With weight w and strength s of a part, every channel is its plain value plus the sum of w s (style - plain).
        Heights are moreover what was left of them where the run held them back.
        """
        count = len(points)
        plain = self.plain or PlainMaterial(0.0, 0.0)
        color = points.base_color.astype(np.float32, copy=True)
        height = np.zeros(count, dtype=np.float32)
        roughness = np.full(count, plain.roughness, dtype=np.float32)
        metallic = np.full(count, plain.metallic, dtype=np.float32)
        normal_offset = np.zeros((count, 3), dtype=np.float32)
        for part in range(points.weights.shape[1]):
            rows, own = self.part_samples(part, points)
            if own is None:
                continue
            weight = points.weights[rows, part]
            mix = weight * np.float32(self.color_strengths[part])
            color[rows] += mix[:, None] * (own.color - points.base_color[rows])
            left = weight if points.held is None else weight * points.held[rows, part]
            height[rows] += left * np.float32(self.height_strengths[part]) * own.displacement
            if own.roughness is not None:
                roughness[rows] += mix * (own.roughness - np.float32(plain.roughness))
            if own.metallic is not None:
                metallic[rows] += mix * (own.metallic - np.float32(plain.metallic))
            if own.normal_offset is not None:
                normal_offset[rows] += mix[:, None] * own.normal_offset
        return BlendedStyle(
            color=np.clip(color, 0.0, 1.0),
            height=height,
            roughness=np.clip(roughness, 0.0, 1.0),
            metallic=np.clip(metallic, 0.0, 1.0),
            normal_offset=normal_offset,
        )


def shown_heights(shape: StyledShape) -> FloatArray:
    """(V,) heights in metres that the mesh's own vertices have as a run leaves them, see `VertexFit`."""
    points, count = shape.dense_points, len(shape.vertices)
    areas = vertex_areas(points.positions, shape.refined.faces)
    fit = VertexFit(shape.refined, areas)
    total = np.zeros(count, dtype=np.float32)
    for part, strength in enumerate(shape.height_strengths):
        rows, own = shape.part_samples(part, points)
        if own is None:
            continue
        height = torch.zeros(len(points))
        height[torch.from_numpy(rows)] = torch.from_numpy(points.weights[rows, part] * own.displacement)
        left = np.float32(strength) if points.held is None else np.float32(strength) * points.held[:count, part]
        total += fit(height, torch.ones(len(points))).numpy() * left
    return total


def _joined(pieces: Sequence[FieldSamples]) -> FieldSamples:
    first = pieces[0]
    if len(pieces) == 1:
        return first
    present = [field.name for field in fields(first) if getattr(first, field.name) is not None]
    channels: dict[str, Any] = {name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in present}
    return replace(first, **channels)


def points_on(
    refined: RefinedMesh, attributes: Sequence[FloatArray], faces: IntArray, places: FloatArray
) -> list[FloatArray]:
    """Dense vertex attributes, each (W, C), at places (n, 3) (barycentric) in dense faces (n,): each (n, C)."""
    corners = refined.faces[faces]
    mixed = []
    for values in attributes:
        value = values[corners[:, 0]] * places[:, :1]
        value += values[corners[:, 1]] * places[:, 1:2]
        value += values[corners[:, 2]] * places[:, 2:]
        mixed.append(value)
    return mixed
