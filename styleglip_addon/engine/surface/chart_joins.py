"""Where charts of a piece continue each other: along which borders, moved by how much, and what closes on itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .charts import ROUND
from .topology import Floats, Ints

_WALLS = 4
_ALIKE = 0.06
"""Deviation from a constant difference along a border, per length of the border, up to which two charts join there."""

_GIRTH = 0.9
"""Least length around, per width of the widest wall: twice in a box, less where a piece is bent."""


@dataclass(frozen=True, eq=False)
class Joins:
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
        border &= (self.chart[first] != ROUND) & (self.chart[second] != ROUND)
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
