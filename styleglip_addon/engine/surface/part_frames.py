"""A frame per part: where materials are evaluated on it, in directions and lengths that are the part's own.

Every loose piece of a part has axes, an origin and a random place in the solid that it is cut from. Its surface is laid
out in charts: around an axis of revolution without a break, or flat along the sides of its box, and charts that meet
continue each other where they can (`chart_layout`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..materials.points import Points
from .bent_tubes import find_bent_tube
from .box_axes import Axes, box_axes, principal_axes, turned_axes
from .chart_layout import Layout, lay_out
from .charts import Facets, chart_labels
from .falls import falls
from .loose_pieces import LoosePieces, loose_pieces
from .recess import recesses
from .revolution import Samples, across_axes, find_revolution
from .topology import Floats, Ints, face_adjacency, face_areas, face_normals

_LEAST_OBJECT = 0.03
_LARGEST_OBJECT = 25.0
"""Metres: between these sizes objects are taken to be as large as their units say. What is larger is more often a
lamp in centimetres than a castle in metres."""

_SAMPLES = 700
_FEWER_SAMPLES = 250
"""Triangles that a piece's axes are fitted to: of few pieces, and of more than a dozen."""

_FLAT = 0.3
"""Height per diameter below which a turned piece is a disc: its grain does not run along the axis."""

_MOST_TUBES = 24
"""So many of a part's largest pieces may be bent tubes."""

_CHUNK = 1 << 15

FloatArray = NDArray[np.float32]


def metres_per_unit(extent: float) -> float:
    """Factor from an object's units to metres: 1 where its extent may be one in metres, else such that it is 1 m long.

    Args:
        extent: size of the object in its own units.
    """
    if not np.isfinite(extent) or extent <= 0.0 or _LEAST_OBJECT <= extent <= _LARGEST_OBJECT:
        return 1.0
    return 1.0 / extent


@dataclass(frozen=True, eq=False)
class Ground:
    """The dense copy of an object, in metres around its own centre; W vertices, K triangles.

    Args:
        vertices: (W, 3).
        faces: (K, 3).
        normals: (W, 3) unit.
        recess: (W,).
        up: (3,) unit.
        lowest: height of the lowest vertex along `up`.
    """

    vertices: FloatArray
    faces: Ints
    normals: FloatArray
    recess: FloatArray
    up: FloatArray
    lowest: float


@dataclass(frozen=True, eq=False)
class PartFrame:
    """The frame of one part on the dense copy of an object.

    Args:
        size: length of the part's longest extent, metres; of its pieces' typical extent where there are several.
        ground: the dense copy.
        layout: the part's charts.
        vertex_face: (W,) triangle in whose chart each vertex lies: that of most of its triangles.
        vertex_spacing: typical distance between the part's vertices, metres.
        along: (W,) length along the centre line at the vertices of bent tubes; elsewhere 0.
        fall: (R, 3) of the layout's regions, see `Points`.
    """

    size: float
    ground: Ground
    layout: Layout
    vertex_face: Ints
    vertex_spacing: float
    along: FloatArray
    fall: FloatArray

    def at_vertices(self) -> Points:
        """The (W,) dense vertices; rows that the part does not touch mean nothing."""
        values = self._vertex_values()
        return self._points(self.vertex_face, lambda rows: values[rows], self.vertex_spacing)

    def at(self, face: Ints, barycentric: NDArray[np.floating], spacing: float) -> Points:
        """Points of the dense triangles.

        Args:
            face: (n,) numbers of dense triangles.
            barycentric: (n, 3) places in them.
            spacing: metres between neighbouring points.
        """
        ground, face = self.ground, np.asarray(face)
        places, values = np.asarray(barycentric, np.float32), self._vertex_values()

        def mixed(rows: Ints) -> FloatArray:
            corners, share = ground.faces[face[rows]], places[rows]
            found: FloatArray = values[corners[:, 0]] * share[:, :1]
            found += values[corners[:, 1]] * share[:, 1:2]
            found += values[corners[:, 2]] * share[:, 2:]
            normal = found[:, 3:6]
            length = np.sqrt(np.einsum("ni,ni->n", normal, normal))[:, None]
            # Opposite normals at the ends of an edge may cancel in its middle.
            found[:, 3:6] = np.where(length > 1e-6, normal / np.maximum(length, 1e-6), values[corners[:, 0], 3:6])
            return found

        return self._points(face, mixed, spacing)

    def _vertex_values(self) -> FloatArray:
        """(W, 8) position, normal, recess, length along a tube."""
        ground = self.ground
        return np.column_stack((ground.vertices, ground.normals, ground.recess, self.along))

    def _points(self, face: Ints, values: Callable[[Ints], FloatArray], spacing: float) -> Points:
        """Points in triangles (n,) at places that `values` gives for chosen rows, (m, 8)."""
        count, layout, ground = len(face), self.layout, self.ground
        points = Points(
            position=np.empty((count, 3), np.float32),
            normal=np.empty((count, 3), np.float32),
            uv=np.empty((count, 2), np.float32),
            around=np.empty(count, np.float32),
            upward=np.empty(count, np.float32),
            level=np.empty(count, np.float32),
            recess=np.empty(count, np.float32),
            spacing=float(spacing),
            scene=(scene := np.empty((count, 3), np.float32)),
            scene_normal=(scene_normal := np.empty((count, 3), np.float32)),
            fall=self.fall[layout.region[face]],
        )
        up = ground.up.astype(np.float64)
        upright = np.stack((*across_axes(up), up)).astype(np.float32)
        for region, rows in _sorted_out(layout.region[face]):
            found = values(rows)
            place, normal = found[:, :3], found[:, 3:6]
            position, turned, uv = layout.surface(region, place, normal, found[:, 7])
            points.position[rows], points.normal[rows], points.uv[rows] = position, turned, uv
            points.around[rows] = layout.around[region]
            scene[rows], scene_normal[rows] = place @ upright.T, normal @ upright.T
            points.upward[rows] = normal @ ground.up
            points.level[rows] = place @ ground.up - np.float32(ground.lowest)
            points.recess[rows] = found[:, 6]
        return points


def _sorted_out(region: Ints) -> Iterator[tuple[int, Ints]]:
    """Rows by region, at most so many at once as a core's cache holds."""
    small = region.astype(np.uint16 if len(region) and int(region.max()) < 1 << 16 else np.int64)
    order = np.argsort(small, kind="stable")
    counts = np.bincount(small)
    end = 0
    for number in np.flatnonzero(counts):
        start, end = end, end + int(counts[number])
        for first in range(start, end, _CHUNK):
            yield int(number), order[first : min(first + _CHUNK, end)]


def part_frames(
    vertices: NDArray[np.floating],
    faces: Ints,
    groups: Ints,
    normals: NDArray[np.floating],
    weights: NDArray[np.floating],
    up: tuple[float, float, float] | Floats,
    metres_per_unit: float,
) -> list[PartFrame]:
    """The frames of P parts, the same for the same input.

    Args:
        vertices: (W, 3) of the dense copy, object space.
        faces: (K, 3).
        groups: (W,) place of each vertex, see `weld`.
        normals: (W, 3) unit, equal at coincident vertices.
        weights: (W, P) how much of each vertex is each part's, 0..1.
        up: (3,) of the scene, any length.
        metres_per_unit: factor that makes metres of the vertices, see `metres_per_unit`.
    """
    points = np.asarray(vertices, dtype=np.float64) * metres_per_unit
    faces = np.asarray(faces, dtype=np.int64)
    used = points[np.unique(faces)]
    points = points - (used.min(axis=0) + used.max(axis=0)) / 2.0
    direction = np.asarray(up, dtype=np.float64)
    direction = direction / np.linalg.norm(direction)
    normals = np.asarray(normals, dtype=np.float64)
    ground = Ground(
        points.astype(np.float32),
        faces,
        normals.astype(np.float32),
        recesses(points, faces, groups, normals),
        direction.astype(np.float32),
        float((points[np.unique(faces)] @ direction).min()),
    )
    adjacency = face_adjacency(points, faces, groups)
    centers, areas = points[faces].mean(axis=1), face_areas(points, faces)
    face_normal = face_normals(points, faces)
    places = np.empty((int(groups.max()) + 1, 3))
    places[groups] = points
    middles = places[adjacency.edges].mean(axis=1)
    frames = []
    for part in range(weights.shape[1]):
        pieces = loose_pieces(centers, areas, weights[:, part][faces].mean(axis=1), adjacency)
        facets = Facets(centers, face_normal, areas, pieces.piece, adjacency, middles)
        frames.append(_frame(ground, groups, facets, pieces, part))
    return frames


def _frame(ground: Ground, groups: Ints, facets: Facets, pieces: LoosePieces, part: int) -> PartFrame:
    up = ground.up.astype(np.float64)
    axes: list[Axes] = []
    sizes, areas = [], []
    most = _SAMPLES if pieces.count <= 12 else _FEWER_SAMPLES
    pairs = facets.adjacency.faces
    pairs = pairs[pieces.core[pairs].all(axis=1) & (np.diff(facets.piece[pairs], axis=1)[:, 0] == 0)]
    pair_piece = facets.piece[pairs[:, 0]]
    for number in range(pieces.count):
        rows = np.flatnonzero((facets.piece == number) & pieces.core)
        surface = _surface(facets, rows)
        principal, deviation = principal_axes(surface)
        revolution = None if number == pieces.shared else find_revolution(surface, up, principal, most)
        if revolution is not None:
            reach = np.linalg.norm(np.cross(surface.position - revolution.point, revolution.axis), axis=1).max()
            height = float(np.ptp(revolution.heights))
            own = turned_axes(revolution, height < _FLAT * 2.0 * reach, up)
        else:
            own = box_axes(surface.fewer(most), up, principal, deviation)
            if number != pieces.shared and number < _MOST_TUBES:
                own = replace(
                    own, tube=find_bent_tube(surface, np.searchsorted(rows, pairs[pair_piece == number]), up, most)
                )
        axes.append(own)
        if number != pieces.shared or pieces.count == 1:
            corners = ground.vertices[ground.faces[rows]].reshape(-1, 3) @ own.solid.T
            sizes.append(float(np.ptp(corners, axis=0).max()))
            areas.append(float(facets.area[rows].sum()))
    label = chart_labels(facets, axes)
    along = np.zeros(len(ground.vertices), np.float32)
    for number, own in enumerate(axes):
        if own.tube is not None:
            vertices = np.unique(ground.faces[facets.piece == number])
            along[vertices] = own.tube.along(ground.vertices[vertices].astype(np.float64))
    layout = lay_out(facets, axes, label, pieces.shared, up, ground.lowest, part)
    touched = facets.piece >= 0
    corners = ground.vertices[ground.faces[touched]]
    spacing = float(np.median(np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)))
    size = sizes[int(np.argsort(sizes, kind="stable")[len(sizes) // 2])] if sizes else 0.0
    risen = ground.vertices @ ground.up
    chart = _chart_faces(ground.faces, groups, facets, layout.region)
    return PartFrame(
        size, ground, layout, chart, spacing, along, falls(ground.vertices, ground.faces, risen, facets, layout, along)
    )


def _surface(facets: Facets, rows: Ints) -> Samples:
    area = facets.area[rows]
    total = float(area.sum())
    share = area / total if total > 0.0 else np.full(len(rows), 1.0 / max(len(rows), 1))
    return Samples(facets.center[rows], facets.normal[rows], share)


def _chart_faces(faces: Ints, groups: Ints, facets: Facets, region: Ints) -> Ints:
    """(W,) a triangle of the chart that most of the part's surface around each vertex is in; 0 where there is none."""
    rows = np.flatnonzero(facets.piece >= 0)
    place = groups[faces[rows]].reshape(-1)
    owner = np.repeat(rows, 3)
    key = place * (int(region.max()) + 1) + region[owner]
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    area = np.bincount(number.reshape(-1), weights=facets.area[owner])
    # Where a place is repeated, the last value written stays: that of the greatest area.
    order = np.argsort(area, kind="stable")
    chosen = np.zeros(int(groups.max()) + 1, dtype=np.int64)
    chosen[place[first[order]]] = owner[first[order]]
    result: Ints = chosen[groups]
    return result
