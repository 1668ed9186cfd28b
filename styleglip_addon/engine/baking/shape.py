"""A mesh with its finished styles: what is baked and what dense copies are made of.

Parts are blended by weights that were found at the vertices of a dense copy and are linear on its triangles. So every
sample of the surface is given as a dense triangle and a place in it; the styles themselves are functions of position
and are evaluated there, not interpolated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from ..surface import RefinedMesh, refine, vertex_areas
from ..surface.vertex_fit import VertexFit
from ..vocabulary import FloatArray, IntArray
from ..vocabulary.channels import COLOR, DISPLACEMENT, ROUGHNESS, Channel, clipped, mixed_over, rougher

if TYPE_CHECKING:
    from ..materials.points import Points
    from ..optimisation.placing import Placing
    from ..optimisation.state import FieldSamples
    from ..surface.derived import DerivedVertices

LEAST_WEIGHT = 1e-3
"""Where a part's weight is below this, its style is not evaluated: the same bound as during the optimisation."""


class SurfaceStyle(Protocol):
    """The styles of P parts as functions of position; `engine.optimisation.state.StyleState` is one."""

    def evaluate(
        self, part_index: int, points: FloatArray, device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        """The style of a part at points (n, 3) float32 of the unstylized surface, object space, metres.

        `places` says where they are on the part, for styles that start from a material.
        """
        ...


@dataclass(frozen=True, eq=False)
class SurfacePoints:
    """n points of the unstylized surface.

    Args:
        positions: (n, 3) float32 object space, metres.
        weights: (n, P) float32 part weights.
        base_color: (n, 3) float32 linear RGB before stylizing.
        held: (n, P) share of each part's displacement that is left, see `holding_back`; None: all of it.
        faces: (n,) dense triangle of each; None: they are the W dense vertices, in order.
        barycentric: (n, 3) place in the triangle; None likewise.
        spacing: distance between neighbours, in the frame of the dense copy; 0: they are the dense vertices.
    """

    positions: FloatArray
    weights: FloatArray
    base_color: FloatArray
    held: FloatArray | None = None
    faces: IntArray | None = None
    barycentric: FloatArray | None = None
    spacing: float = 0.0

    def __len__(self) -> int:
        return len(self.positions)

    def first(self, count: int) -> SurfacePoints:
        """The first `count` points alone."""
        return replace(
            self,
            positions=self.positions[:count],
            weights=self.weights[:count],
            base_color=self.base_color[:count],
            held=None if self.held is None else self.held[:count],
            faces=None if self.faces is None else self.faces[:count],
            barycentric=None if self.barycentric is None else self.barycentric[:count],
        )


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
        plain: by channel, what is there where no part is; the channels that styles have besides colour and height.
        held: (W, P) share of each part's displacement that the run left, linear on the dense triangles; None: all.
        placing: how materials lie on the parts; None: the styles start from grey.
        roughness: per part, -1..1, see `channels.rougher`; empty: as the styles have it.
        copies: (F,) triangles that show the texels of others; None: none.
        derived: how the vertices come from those that carry the displacement; None: they carry it themselves.
        within: for a copy finer than the run's own: (W,) triangle of that one and (W, 3) place in it of each vertex,
            and the distance between neighbours; None: it is the run's own.
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
    plain: Mapping[Channel, float] = field(default_factory=dict)
    held: FloatArray | None = None
    placing: Placing | None = None
    roughness: tuple[float, ...] = ()
    copies: NDArray[np.bool_] | None = None
    derived: DerivedVertices | None = None
    within: tuple[IntArray, FloatArray, float] | None = None

    @property
    def dense_points(self) -> SurfacePoints:
        """The dense vertices."""
        positions = self.refined.interpolate(self.vertices)
        where = () if self.within is None else self.within
        return SurfacePoints(positions, self.weights, self.base_color, self.held, *where)

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
            within=_places_within(finer, self.refined.faces),
        )

    def part_samples(self, part: int, points: SurfacePoints) -> tuple[IntArray, FieldSamples | None]:
        """A part's style where the part is: the rows of `points`, and the style there; None where it is nowhere."""
        rows = np.flatnonzero(points.weights[:, part] > LEAST_WEIGHT)
        if not len(rows):
            return rows, None
        places = None
        if self.placing is not None and points.faces is not None and points.barycentric is not None:
            where = points.faces[rows], points.barycentric[rows]
            places = self.placing.on_triangles(part, *where, points.spacing)
        elif self.placing is not None:
            places = self.placing.at_vertices(part).part(rows)
        return rows, self.style.evaluate(part, points.positions[rows], places=places)

    def _dialled(self, channel: Channel, part: int, own: FieldSamples) -> FloatArray:
        """A part's values in a channel, with its roughness as it is dialled."""
        if channel is not ROUGHNESS or not self.roughness:
            return own[channel]
        return rougher(own[channel], self.roughness[part])

    def blend(self, points: SurfacePoints) -> FieldSamples:
        """All parts' styles, mixed by weights and strengths: colour, height (as displacement), and those of `plain`.

        With weight w and strength s of a part, every channel is its plain value plus the sum of w s (style - plain). A
        part without a channel leaves it plain.
        Heights are moreover what was left of them where the run held them back.
        """
        styles = [self.part_samples(part, points) for part in range(points.weights.shape[1])]
        present = [(part, rows, own) for part, (rows, own) in enumerate(styles) if own is not None]

        def over(channel: Channel) -> list[tuple[IntArray, FloatArray, FloatArray]]:
            return [
                (
                    rows,
                    points.weights[rows, part] * np.float32(self.color_strengths[part]),
                    self._dialled(channel, part, own),
                )
                for part, rows, own in present
                if channel in own
            ]

        blended = {COLOR: clipped(COLOR, mixed_over(points.base_color, over(COLOR)))}
        height = np.zeros(len(points), dtype=np.float32)
        for part, rows, own in present:
            weight = points.weights[rows, part]
            left = weight if points.held is None else weight * points.held[rows, part]
            if DISPLACEMENT in own:
                height[rows] += left * np.float32(self.height_strengths[part]) * own[DISPLACEMENT]
        blended[DISPLACEMENT] = height
        for channel, plain in self.plain.items():
            whole = np.full((len(points), channel.width) if channel.width > 1 else len(points), plain, np.float32)
            blended[channel] = clipped(channel, mixed_over(whole, over(channel)))
        return blended


def _places_within(finer: RefinedMesh, coarse_faces: IntArray) -> tuple[IntArray, FloatArray, float]:
    """Where the vertices of a finer copy lie on the coarser one, see `StyledShape.within`."""
    coordinates = finer.corner_coordinates(coarse_faces).reshape(-1, 3)
    corner = np.zeros(len(finer.vertices), dtype=np.int64)
    corner[finer.faces.reshape(-1)] = np.arange(finer.faces.size)
    ends = finer.vertices[finer.faces]
    edges = np.linalg.norm(ends - np.roll(ends, 1, axis=1), axis=2)
    return finer.face_parents[corner // 3], coordinates[corner].astype(np.float32), float(np.median(edges))


def shown_heights(shape: StyledShape) -> FloatArray:
    """(V,) heights in metres that the mesh's own vertices have as a run leaves them, see `VertexFit`."""
    points, count = shape.dense_points, len(shape.vertices)
    areas = vertex_areas(points.positions, shape.refined.faces)
    fit = VertexFit(shape.refined, areas)
    total = np.zeros(count, dtype=np.float32)
    for part, strength in enumerate(shape.height_strengths):
        rows, own = shape.part_samples(part, points)
        if own is None or DISPLACEMENT not in own:
            continue
        height = torch.zeros(len(points))
        height[torch.from_numpy(rows)] = torch.from_numpy(points.weights[rows, part] * own[DISPLACEMENT])
        left = np.float32(strength) if points.held is None else np.float32(strength) * points.held[:count, part]
        total += fit(height, torch.ones(len(points))).numpy() * left
    return total if shape.derived is None else shape.derived.spread(shape.derived.fit(total))
