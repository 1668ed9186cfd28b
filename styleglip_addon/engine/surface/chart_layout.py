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
from .chart_cuts import EVEN, Cut, cut_out
from .charts import ROUND, Facets
from .revolution import Revolution, across_axes
from .topology import Floats, Ints

_BLOCK = 0.2
"""Metres: boards and beams are hardly thicker than that."""

_THIN = 0.25
"""Thickness of a sheet per spread of its surface."""

_MOST_REGIONS = 4
"""So many regions make up nearly all of a bent sheet: two sides of two directions."""

_BENT, _CURLED = 0.12, 0.12
"""Shares of the squared normals across the second and the third direction: a sheet bends in one direction."""

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
        sheets: regions of bent boards: their solid is bent with them, z along v.
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
    sheets: frozenset[int] = frozenset()

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
        if region in self.sheets:
            position = position * np.array([1.0, 0.0, 1.0], np.float32)
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
    cut = cut_out(facets, axes, label, shared, up)
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
    sheets = _sheet_regions(facets, cut, axes)
    for index in sheets:
        u, v = cut.flat[index]
        solid[index] = (u, np.cross(v, u), v)
        solid_shift[index] = apart[cut.piece[index]] + (shift[index, 0], 0.0, shift[index, 1])
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
        frozenset(sheets),
    )


def _ends(facets: Facets, cut: Cut, z: Floats) -> Ints:
    """Flat regions across their piece's length (R, 3) that are too large for one block: there a panel was put in.

    A leg's end shows end grain; a cupboard's side is a board of its own, whose grain lies in it.
    """
    size = np.bincount(cut.region, weights=facets.area[cut.rows], minlength=len(z))
    mean = cut.mean_normals(facets)
    length = np.linalg.norm(mean, axis=1)
    across = np.abs((mean * z).sum(axis=1)) > 0.9 * length
    found: Ints = np.flatnonzero((size > _BLOCK**2) & (length > EVEN) & across)
    return found


def _sheet_regions(facets: Facets, cut: Cut, axes: Sequence[Axes]) -> list[int]:
    """Regions of pieces that are bent sheets of few regions: where regions do not go on, their solid breaks."""
    area = np.bincount(cut.region, weights=facets.area[cut.rows], minlength=len(cut.piece))
    found: list[int] = []
    for number, own in enumerate(axes):
        rows = np.flatnonzero(facets.piece == number)
        own_regions = np.flatnonzero(cut.piece == number)
        largest = np.sort(area[own_regions])[::-1][:_MOST_REGIONS].sum()
        few = largest > 0.9 * area[own_regions].sum()
        if few and own.revolution is None and own.tube is None and _is_bent_sheet(facets, rows):
            found += [int(index) for index in own_regions]
    return found


def _is_bent_sheet(facets: Facets, rows: Ints) -> bool:
    """Whether triangles are the surface of a board that was bent, as a chair's seat and back in one."""
    area = facets.area[rows]
    total = float(area.sum())
    if not total > 0.0:
        return False
    center = facets.center[rows] - area @ facets.center[rows] / total
    normal = facets.normal[rows]
    thickness = 2.0 * abs(float(area @ (normal * center).sum(axis=1))) / 3.0 / total
    # A flat board, and a board bent in two directions, keep their own axes.
    spread = np.sqrt(np.linalg.eigvalsh((center * area[:, None]).T @ center) / total)
    looks = np.linalg.eigvalsh((normal * area[:, None]).T @ normal / total)
    return thickness < _THIN * spread[1] and thickness < 0.5 * spread[0] and looks[1] > _BENT and looks[0] < _CURLED


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
