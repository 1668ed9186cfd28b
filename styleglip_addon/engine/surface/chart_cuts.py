"""Cuts the charts of a part into regions that are laid out in one go, roofs and other slopes in planes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .box_axes import Axes
from .chart_joins import Joins
from .charts import ROUND, SLOPE, Facets, regions
from .topology import Floats, Ints

_FLAT_U = np.array([[0, 1, 0], [-1, 0, 0], [0, -1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]], np.float64)
_FLAT_V = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 1, 0], [0, -1, 0]], np.float64)
"""u and v in the laid axes of the charts 0..5; u x v is the outward normal."""

_LEVEL, _STEEP = 0.98, 0.42
"""Cosines between a flat region's normal and up: between them it is a slope, with courses along its contours."""

_LEVEL_AXIS = 0.97
"""Cosine between v of the walls and up from which slopes have courses of their own: a leaning beam has none."""

EVEN = 0.985
"""Length of a region's mean normal from which it is flat."""

_FOLD = 0.15
"""Radians: bends that end a flat region."""

_SLOPE_SHARE = 0.02
"""Least part of its piece's area that a slope is."""


@dataclass(frozen=True, eq=False)
class Cut:
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

    def mean_normals(self, facets: Facets) -> Floats:
        """(R, 3) mean normals of the regions: of length 1 where a region is flat."""
        area = facets.area[self.rows]
        sums = [
            np.bincount(self.region, weights=area * n, minlength=len(self.piece)) for n in facets.normal[self.rows].T
        ]
        total = np.bincount(self.region, weights=area, minlength=len(self.piece))
        means: Floats = np.stack(sums, axis=1) / np.maximum(total, 1e-30)[:, None]
        return means

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


def cut_out(facets: Facets, axes: Sequence[Axes], label: Ints, shared: int, up: Floats) -> Cut:
    """Cuts a part into regions.

    Args:
        facets: the mesh' triangles.
        axes: of each piece.
        label: (K,) chart of each triangle.
        shared: the piece that small ones are gathered in; it is not cut into regions that hang together. -1: none.
        up: (3,) unit.
    """
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
    return Cut(rows, region.reshape(-1), pairs, adjacent, region_piece, np.where(slanted, SLOPE, chart[first]), flat)


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
    chosen = large & (length > EVEN) & (rising > _STEEP) & (rising < _LEVEL)
    chosen &= np.bincount(patch, weights=~upright) == 0
    number = np.where(chosen, np.cumsum(chosen) - 1, -1)
    along = np.cross(up, normal[chosen])
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-30)
    return number[patch], np.stack((along, np.cross(normal[chosen], along)), axis=1)


def _first(number: Ints) -> Ints:
    """(m,) the first row of each of the numbers 0..m-1."""
    first: Ints = np.unique(number, return_index=True)[1]
    return first
