"""Places the charts of a part side by side in u and v, in metres, so that what meets at an edge continues over it.

Walls of one piece join around corners, a top joins its front: regions are joined along their borders, the longest
first, wherever both run along the border alike. Where walls join all around, u closes on itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .box_axes import Axes
from .charts import ROUND, Facets, regions
from .revolution import Revolution, across_axes
from .topology import Floats, Ints

_FLAT_U = np.array([[0, 1, 0], [-1, 0, 0], [0, -1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]], np.float64)
_FLAT_V = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 1, 0], [0, -1, 0]], np.float64)
"""u and v in the laid axes of the charts 0..5; u x v is the outward normal."""

_WALLS = 4
_ALIKE = 0.06
"""Deviation from a constant difference along a border, per length of the border, up to which two charts join there."""

_GIRTH = 0.9
"""Least length around, per width of the widest wall: twice in a box, less where a piece is bent."""

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
    """

    region: Ints
    turn: FloatArray
    shift: FloatArray
    flat: FloatArray
    flat_shift: FloatArray
    around: FloatArray
    round: dict[int, Revolution] = field(default_factory=dict)

    def surface(self, region: int, place: FloatArray) -> FloatArray:
        """u and v (n, 2) of points (n, 3) of a region."""
        revolution = self.round.get(region)
        uv = place @ self.flat[region].T if revolution is None else _unrolled(revolution, place)
        return uv + self.flat_shift[region]


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
    turned: Sequence[Revolution | None],
    label: Ints,
    shared: int,
    lowest: float,
    rng: np.random.Generator,
) -> Layout:
    """The layout of a part.

    Args:
        facets: the mesh' triangles.
        axes, turned: of each piece.
        label: (K,) chart of each triangle.
        shared: the piece that small ones are gathered in; it is not cut into regions that hang together. -1: none.
        lowest: height of the object's lowest point along up: v of upright pieces is counted from there.
        rng: draws where each piece is cut from.
    """
    rows = np.flatnonzero(facets.piece >= 0)
    place = np.full(len(facets.piece), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    inside = (place[facets.adjacency.faces] >= 0).all(axis=1)
    pairs = place[facets.adjacency.faces[inside]]
    piece, chart = facets.piece[rows], label[rows]
    found = regions(chart, piece, pairs)
    lone = (piece == shared) | (chart == ROUND)
    found[lone] = len(rows) + piece[lone] * (ROUND + 1) + chart[lone]
    _, first, found = np.unique(found, return_index=True, return_inverse=True)
    found = found.reshape(-1)
    region = np.zeros(len(facets.piece), dtype=np.int64)
    region[rows] = found
    region_piece, region_chart = piece[first], chart[first]

    laid = np.stack([own.laid for own in axes])[region_piece]
    flat_chart = np.minimum(region_chart, ROUND - 1)
    flat = np.stack((_FLAT_U[flat_chart], _FLAT_V[flat_chart]), axis=1) @ laid
    area: Floats = np.bincount(found, weights=facets.area[rows]).astype(np.float64)
    u = (facets.center[rows] * flat[found, 0]).sum(axis=1)
    least, most = np.full(len(first), np.inf), np.full(len(first), -np.inf)
    np.minimum.at(least, found, u)
    np.maximum.at(most, found, u)
    joined = _Joined(flat, region_piece, region_chart, area, most - least)
    shift, around = joined.offsets(found[pairs], facets.middle[inside], facets.adjacency.length[inside])

    size = float(np.ptp(facets.center[rows], axis=0).max())
    for number, own in enumerate(axes):
        of_piece = region_piece == number
        moved = rng.uniform(-_APART, _APART, 2)
        shift[of_piece, 0] += moved[0] if (around[of_piece] > 0.0).any() or not own.upright else 0.0
        shift[of_piece, 1] += -lowest if own.upright else moved[1]
    unrolled: dict[int, Revolution] = {}
    for index in np.flatnonzero(region_chart == ROUND):
        number = int(region_piece[index])
        revolution = turned[number]
        if revolution is None:
            continue
        unrolled[int(index)] = revolution
        around[index] = 2.0 * np.pi * revolution.radius
        shift[index] = rng.uniform(-_APART, _APART, 2)
        if axes[number].upright:
            shift[index, 1] = revolution.point @ revolution.axis + revolution.heights[0] - lowest
    solid = np.stack([own.solid for own in axes])
    origin = np.stack([_origin(facets, number, found_turned) for number, found_turned in enumerate(turned)])
    apart = rng.uniform(-1.0, 1.0, (len(axes), 3)) * max(_APART, size)
    solid_shift = apart - np.einsum("pij,pj->pi", solid, origin)
    return Layout(
        region,
        solid[region_piece].astype(np.float32),
        solid_shift[region_piece].astype(np.float32),
        flat.astype(np.float32),
        shift.astype(np.float32),
        around.astype(np.float32),
        unrolled,
    )


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


@dataclass(frozen=True, eq=False)
class _Joined:
    """Flat regions that join: R regions with maps (R, 2, 3), pieces, charts, areas and widths along u (R,)."""

    flat: Floats
    piece: Ints
    chart: Ints
    area: Floats
    width: Floats

    def offsets(self, pairs: Ints, middle: Floats, length: Floats) -> tuple[Floats, Floats]:
        """(R, 2) what is added to u and v, and (R,) the length around.

        Args:
            pairs: (A, 2) regions on both sides of each edge.
            middle: (A, 3) of the edges.
            length: (A,) of the edges.
        """
        count = len(self.piece)
        first, second = pairs.min(axis=1), pairs.max(axis=1)
        border = (first != second) & (self.piece[first] == self.piece[second])
        border &= (self.chart[first] < ROUND) & (self.chart[second] < ROUND)
        first, second, middle, length = first[border], second[border], middle[border], length[border]
        offsets, around = np.zeros((count, 2)), np.zeros(count)
        if not len(first):
            return offsets, around
        key, number = np.unique(first * count + second, return_inverse=True)
        number = number.reshape(-1)
        total = np.maximum(np.bincount(number, weights=length), 1e-30)
        low, high = key // count, key % count
        difference = np.einsum("nij,nj->ni", self.flat[first] - self.flat[second], middle)
        mean = np.stack([np.bincount(number, weights=length * d) for d in difference.T], axis=1) / total[:, None]
        squared = (difference - mean[number]) ** 2
        rest = np.stack([np.bincount(number, weights=length * s) for s in squared.T], axis=1) / total[:, None]
        alike = np.sqrt(rest) <= _ALIKE * total[:, None]
        is_wall = self.chart < _WALLS
        # Walls join before tops join walls; then where both u and v go on; then the longest border first.
        order = np.lexsort((-total, ~alike.all(axis=1), ~(is_wall[low] & is_wall[high])))
        for axis in range(2):
            chosen = order[alike[order, axis]]
            links = [(int(low[i]), int(high[i]), float(mean[i, axis])) for i in chosen]
            tree, leader, gaps = _spanned(links, count)
            prefer = self.area + (1e3 * self.area.sum() * (self.chart < _WALLS) if axis == 1 else 0.0)
            offsets[:, axis] = tree - _of_leading(tree, leader, prefer)
            if axis == 0:
                around = self._closed(gaps, leader)
        return offsets, around

    def _closed(self, gaps: list[tuple[int, int, float]], leader: Ints) -> Floats:
        """The length around walls that join in a ring: where all rings of connected walls are equally long."""
        around = np.zeros(len(leader))
        is_wall = self.chart < _WALLS
        rings: dict[int, list[float]] = {}
        for low, high, gap in gaps:
            if is_wall[low] and is_wall[high]:
                rings.setdefault(int(leader[low]), []).append(abs(gap))
        for root, lengths in rings.items():
            longest = max(lengths)
            real = [length for length in lengths if length > 0.05 * longest]
            # A ring that is shorter than a wall of it closes around a hole or a fold, not around the piece.
            ring = (leader == root) & is_wall
            if longest > _GIRTH * float(self.width[ring].max()) and min(real) > 0.98 * longest > 0.0:
                around[ring] = longest
        return around


def _spanned(links: list[tuple[int, int, float]], count: int) -> tuple[Floats, Ints, list[tuple[int, int, float]]]:
    """Follows links (i, j, offset of j over i) that join what is not joined yet.

    Returns:
        (count,) offsets, (count,) the set that each belongs to, and for each link left over by how much it is missed.
    """
    offset, leader = np.zeros(count), np.arange(count)
    gaps = []
    for low, high, step in links:
        if leader[low] == leader[high]:
            gaps.append((low, high, float(offset[high] - offset[low] - step)))
            continue
        moved = leader == leader[high]
        offset[moved] += offset[low] + step - offset[high]
        leader[moved] = leader[low]
    return offset, leader, gaps


def _of_leading(offset: Floats, leader: Ints, prefer: Floats) -> Floats:
    """(count,) the offset of the most preferred of each set."""
    order = np.argsort(prefer, kind="stable")
    leading = np.zeros(len(leader), dtype=np.int64)
    leading[leader[order]] = order
    found: Floats = offset[leading[leader]]
    return found
