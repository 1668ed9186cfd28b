"""Places the charts of a part side by side in u and v, in metres, so that what meets at an edge continues over it.

Walls of one piece join around corners, a top joins its front: regions are joined along their borders, the longest
first, wherever both run along the border alike. Where walls join all around, u closes on itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .bent_tubes import BentTube
from .box_axes import Axes
from .chart_joins import Joins
from .charts import ROUND, SLOPE, Facets, regions
from .revolution import Revolution, across_axes
from .topology import Floats, Ints

_FLAT_U = np.array([[0, 1, 0], [-1, 0, 0], [0, -1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]], np.float64)
_FLAT_V = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 1, 0], [0, -1, 0]], np.float64)
"""u and v in the laid axes of the charts 0..5; u x v is the outward normal."""

_LEVEL, _STEEP = 0.98, 0.42
"""Cosines between a flat region's normal and up: between them it is a slope, with courses along its contours."""

_LEVEL_AXIS = 0.97
"""Cosine between v of the walls and up from which slopes have courses of their own: a leaning beam has none."""

_EVEN = 0.985
"""Length of a region's mean normal from which it is flat."""

_FOLD = 0.15
"""Radians: bends that end a flat region."""

_SLOPE_SHARE = 0.02
"""Least part of its piece's area that a slope is."""

_BLOCK = 0.2
"""Metres: boards and beams are hardly thicker than that."""

_APART = 4.0
"""Metres at least, up to which pieces are moved in the solid that they are cut from."""

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the surface of a part lies in u and v, and its pieces in their solids. R = regions: charts of pieces.

    Args:
        region: (K,) region of each triangle of the mesh; 0 where the part is not.
        turn, shift: (R, 3, 3), (R, 3): position = turn p + shift, metres.
        flat, flat_shift: (R, 2, 3), (R, 2): u and v of flat charts.
        around: (R,) length after which u closes on itself, or 0.
        round: for each region around an axis, its surface of revolution.
        tubes: for each region of a bent tube, the tube and whether the region goes around it.
    """

    region: Ints
    turn: FloatArray
    shift: FloatArray
    flat: FloatArray
    flat_shift: FloatArray
    around: FloatArray
    round: dict[int, Revolution] = field(default_factory=dict)
    tubes: dict[int, tuple[BentTube, bool]] = field(default_factory=dict)

    def surface(
        self, region: int, place: FloatArray, normal: FloatArray, along: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Positions (n, 3), normals (n, 3) and u and v (n, 2) of points of a region.

        Args:
            region: number of it.
            place, normal: (n, 3) in the object's axes.
            along: (n,) length along the centre line where the region is a bent tube's.
        """
        revolution, (tube, around) = self.round.get(region), self.tubes.get(region, (None, False))
        uv = place @ self.flat[region].T if revolution is None else _unrolled(revolution, place)
        turn = self.turn[region]
        position, turned = place @ turn.T, normal @ turn.T
        if tube is not None:
            across, axes = tube.local(place, along)
            position, turned = np.column_stack((across, along)), np.einsum("nij,nj->ni", axes, normal)
            if around:
                angle = np.arctan2(across[:, 1], across[:, 0])
                uv = np.column_stack((angle * tube.radius, along))
        return position + self.shift[region], turned, uv + self.flat_shift[region]


def _unrolled(revolution: Revolution, place: FloatArray) -> FloatArray:
    """u = angle times mean radius, v = length along the profile."""
    first, second = across_axes(revolution.axis)
    axes = np.stack((first, second, revolution.axis)).astype(np.float32)
    local = place @ axes.T - (axes @ revolution.point).astype(np.float32)
    u = np.arctan2(local[:, 1], local[:, 0]) * np.float32(revolution.radius)
    v = np.interp(local[:, 2], revolution.heights, revolution.lengths)
    return np.stack((u, v), axis=1).astype(np.float32)


def lay_out(
    facets: Facets,
    axes: Sequence[Axes],
    label: Ints,
    shared: int,
    up: Floats,
    lowest: float,
    seed: int,
) -> Layout:
    """The layout of a part.

    Args:
        facets: the mesh' triangles.
        axes: of each piece.
        label: (K,) chart of each triangle.
        shared: the piece that small ones are gathered in; it is not cut into regions that hang together. -1: none.
        up: (3,) unit.
        lowest: height of the object's lowest point along up: v of upright pieces is counted from there.
        seed: each piece is cut from another place for another seed.
    """
    cut = _cut(facets, axes, label, shared, up)
    shift, around = cut.joins(facets)
    # Every piece draws by itself: what it is cut into must not move its neighbours.
    drawn = np.stack([np.random.default_rng((seed, number)).uniform(-1.0, 1.0, 5) for number in range(len(axes))])
    for number, own in enumerate(axes):
        of_piece = cut.piece == number
        moved = _APART * drawn[number, :2]
        # What stands upright keeps its courses level with its neighbours'; where u closes, it may begin anywhere.
        shift[of_piece, 0] += moved[0] if (around[of_piece] > 0.0).any() or not own.upright else 0.0
        shift[of_piece, 1] += -lowest if own.upright else moved[1]
    unrolled: dict[int, Revolution] = {}
    tubes: dict[int, tuple[BentTube, bool]] = {}
    for index in np.flatnonzero(cut.chart == ROUND):
        own = axes[cut.piece[index]]
        if own.revolution is not None:
            unrolled[int(index)] = own.revolution
            around[index] = 2.0 * np.pi * own.revolution.radius
            shift[index] = _APART * drawn[cut.piece[index], :2]
            if own.upright:
                shift[index, 1] = own.revolution.point @ own.revolution.axis + own.revolution.heights[0] - lowest
        if own.tube is not None:
            around[index] = 2.0 * np.pi * own.tube.radius
            shift[index] = _APART * drawn[cut.piece[index], :2]
            if own.upright:
                shift[index, 1] = own.tube.center[0] @ up - lowest
    for index, number in enumerate(cut.piece):
        tube = axes[number].tube
        if tube is not None:
            tubes[index] = (tube, bool(cut.chart[index] == ROUND))
    solid = np.stack([own.solid for own in axes])[cut.piece]
    for index in _ends(facets, cut, solid[:, 2]):
        if axes[cut.piece[index]].revolution is None:
            solid[index] = np.roll(solid[index], 1, axis=0)
    size = float(np.ptp(facets.center[cut.rows], axis=0).max())
    origin = np.stack([_origin(facets, number, own.revolution) for number, own in enumerate(axes)])
    apart = drawn[:, 2:] * max(_APART, size)
    solid_shift = apart[cut.piece] - np.einsum("rij,rj->ri", solid, origin[cut.piece])
    # A tube's positions are counted from its own line.
    solid_shift[list(tubes)] = apart[cut.piece[list(tubes)]]
    region = np.zeros(len(facets.piece), dtype=np.int64)
    region[cut.rows] = cut.region
    return Layout(
        region,
        solid.astype(np.float32),
        solid_shift.astype(np.float32),
        cut.flat.astype(np.float32),
        shift.astype(np.float32),
        around.astype(np.float32),
        unrolled,
        tubes,
    )


@dataclass(frozen=True, eq=False)
class _Cut:
    """The part's triangles cut into R regions.

    Args:
        rows: (n,) the part's triangles.
        region: (n,) of each of them.
        pairs: (a, 2) of them that are adjacent, as positions in `rows`.
        adjacent: (A,) whether a pair of the mesh' adjacency is one of those.
        piece, chart: (R,).
        flat: (R, 2, 3) u and v of flat charts.
    """

    rows: Ints
    region: Ints
    pairs: Ints
    adjacent: NDArray[np.bool_]
    piece: Ints
    chart: Ints
    flat: Floats

    def joins(self, facets: Facets) -> tuple[Floats, Floats]:
        """(R, 2) what is added to u and v so that regions continue each other, and (R,) the lengths around."""
        area: Floats = np.bincount(self.region, weights=facets.area[self.rows]).astype(np.float64)
        u = (facets.center[self.rows] * self.flat[self.region, 0]).sum(axis=1)
        least, most = np.full(len(area), np.inf), np.full(len(area), -np.inf)
        np.minimum.at(least, self.region, u)
        np.maximum.at(most, self.region, u)
        joins = Joins(self.flat, self.piece, self.chart, area, most - least)
        middle, length = facets.middle[self.adjacent], facets.adjacency.length[self.adjacent]
        return joins.offsets(self.region[self.pairs], middle, length)


def _cut(facets: Facets, axes: Sequence[Axes], label: Ints, shared: int, up: Floats) -> _Cut:
    rows = np.flatnonzero(facets.piece >= 0)
    place = np.full(len(facets.piece), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    adjacent = (place[facets.adjacency.faces] >= 0).all(axis=1)
    pairs = place[facets.adjacency.faces[adjacent]]
    piece, chart = facets.piece[rows], label[rows]
    region = regions(chart, piece, pairs)
    lone = (piece == shared) | (chart == ROUND)
    region[lone] = len(rows) + piece[lone] * (ROUND + 1) + chart[lone]
    upright = np.array([own.laid[2] @ up > _LEVEL_AXIS for own in axes])[piece] & ~lone
    even = np.abs(facets.adjacency.angle[adjacent]) < _FOLD
    slope, contours = _slopes(facets, rows, upright, up, pairs[even])
    region = np.where(slope >= 0, region.max() + 1 + slope, region)
    _, first, region = np.unique(region, return_index=True, return_inverse=True)

    region_piece, region_slope = piece[first], slope[first]
    laid = np.stack([own.laid for own in axes])[region_piece]
    side = np.minimum(chart[first], ROUND - 1)
    flat = np.stack((_FLAT_U[side], _FLAT_V[side]), axis=1) @ laid
    slanted = region_slope >= 0
    flat[slanted] = contours[region_slope[slanted]]
    return _Cut(rows, region.reshape(-1), pairs, adjacent, region_piece, np.where(slanted, SLOPE, chart[first]), flat)


def _slopes(facets: Facets, rows: Ints, upright: NDArray[np.bool_], up: Floats, even: Ints) -> tuple[Ints, Floats]:
    """Flat slanted regions of upright pieces, such as a roof's.

    Args:
        facets: the mesh' triangles.
        rows: (n,) the part's.
        upright: (n,) whether their pieces are.
        up: (3,) unit.
        even: (a, 2) pairs of the n that are hardly bent against each other.

    Returns:
        (n,) number of each triangle's slope, or -1, and (s, 2, 3) u along the contours and v up, of each slope.
    """
    piece, area = facets.piece[rows], facets.area[rows]
    patch = regions(piece, piece, even)
    size = np.bincount(patch, weights=area)
    mean = np.stack([np.bincount(patch, weights=area * n) for n in facets.normal[rows].T], axis=1)
    mean = mean / np.maximum(size, 1e-30)[:, None]
    length = np.linalg.norm(mean, axis=1)
    normal = mean / np.maximum(length, 1e-30)[:, None]
    rising = np.abs(normal @ up)
    large = size > _SLOPE_SHARE * np.bincount(piece, weights=area, minlength=1)[piece[_first(patch)]]
    chosen = large & (length > _EVEN) & (rising > _STEEP) & (rising < _LEVEL)
    chosen &= np.bincount(patch, weights=~upright) == 0
    number = np.where(chosen, np.cumsum(chosen) - 1, -1)
    along = np.cross(up, normal[chosen])
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-30)
    return number[patch], np.stack((along, np.cross(normal[chosen], along)), axis=1)


def _ends(facets: Facets, cut: _Cut, z: Floats) -> Ints:
    """Flat regions across their piece's length (R, 3) that are too large for one block: there a panel was put in.

    A leg's end shows end grain; a cupboard's side is a board of its own, whose grain lies in it.
    """
    area, count = facets.area[cut.rows], len(z)
    size = np.bincount(cut.region, weights=area, minlength=count)
    normals = facets.normal[cut.rows].T
    mean = np.stack([np.bincount(cut.region, weights=area * n, minlength=count) for n in normals], axis=1)
    length = np.linalg.norm(mean, axis=1)
    across = np.abs((mean * z).sum(axis=1)) > 0.9 * length
    found: Ints = np.flatnonzero((size > _BLOCK**2) & (length > _EVEN * size) & across)
    return found


def _first(number: Ints) -> Ints:
    """(m,) the first row of each of the numbers 0..m-1."""
    first: Ints = np.unique(number, return_index=True)[1]
    return first


def _origin(facets: Facets, number: int, revolution: Revolution | None) -> Floats:
    """A point on a piece's axis, or its middle."""
    if revolution is not None:
        return revolution.point
    rows = np.flatnonzero(facets.piece == number)
    if not len(rows):
        return np.zeros(3)
    center = facets.center[rows]
    middle: Floats = (center.min(axis=0) + center.max(axis=0)) / 2.0
    return middle
