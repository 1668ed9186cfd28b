"""Which chart each triangle of a part is laid out in: round an axis, or flat along one of six sides of its box.

A chart costs what it stretches. The costs are first spread over the surface, but not across creases, so that charts
meet at creases and in calm lines; then a labelling is sought that has short borders (iterated conditional modes, Besag
1986), and specks are given to their neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from .bent_tubes import BentTube
from .box_axes import Axes
from .revolution import Revolution, skew
from .topology import FaceAdjacency, Floats, Ints

ROUND = 6
"""Chart around the axis; 0..5 are +x, +y, -x, -y, +z, -z of the laid axes."""

SIDES = 7

SLOPE = 7
"""Flat in a plane of its own; what charts are cut into later where they are slanted."""

_COST_LIMIT = 2.1
_SPREADING = 12
_CREASE = 0.3
"""Radians: bends sharper than this part charts."""

_BORDER = 0.35
_ROUNDS = 12
_LEAST_SHARE = 0.01
_SPECK_ROUNDS = 4


@dataclass(frozen=True, eq=False)
class Facets:
    """The K triangles of the mesh that a part is on.

    Args:
        center, normal: (K, 3).
        area: (K,).
        piece: (K,) number of the loose piece; -1: not the part's.
        adjacency: of them.
        middle: (A, 3) of the edges between adjacent ones.
    """

    center: Floats
    normal: Floats
    area: Floats
    piece: Ints
    adjacency: FaceAdjacency
    middle: Floats


def chart_labels(facets: Facets, axes: list[Axes]) -> Ints:
    """(K,) chart of each triangle, 0..6; 0 where the part is not."""
    label = np.zeros(len(facets.piece), dtype=np.int64)
    rows = np.flatnonzero(facets.piece >= 0)
    place = np.full(len(facets.piece), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    pairs = facets.adjacency.faces
    inside = (facets.piece[pairs[:, 0]] == facets.piece[pairs[:, 1]]) & (facets.piece[pairs[:, 0]] >= 0)
    pairs = place[pairs[inside]]
    bend, length = np.abs(facets.adjacency.angle[inside]), facets.adjacency.length[inside]
    smooth = np.exp(-((bend / _CREASE) ** 2))
    costs = _costs(facets, rows, axes)
    area = facets.area[rows]
    spread = _symmetric(pairs, smooth, len(rows))
    weighted = spread @ sparse.diags(area) + sparse.diags(area + 1e-12 * max(float(area.sum()), 1e-12))
    total = np.asarray(weighted.sum(axis=1))
    smoothed = costs
    for _ in range(_SPREADING):
        smoothed = (weighted @ smoothed) / total
    # Where there is no crease the spread cost leads; at creases it is the face's own.
    costs = 0.25 * costs + 0.75 * smoothed
    typical = float(np.mean(length)) if len(length) else 1.0
    borders = _symmetric(pairs, (0.03 + smooth) * length / max(typical, 1e-30), len(rows))
    found = _short_borders(costs, borders)
    label[rows] = _without_specks(found, borders, area, facets.piece[rows], pairs)
    return label


def _symmetric(pairs: Ints, values: Floats, count: int) -> sparse.csr_matrix:
    rows = np.concatenate((pairs[:, 0], pairs[:, 1]))
    columns = np.concatenate((pairs[:, 1], pairs[:, 0]))
    return sparse.csr_matrix((np.concatenate((values, values)), (rows, columns)), shape=(count, count))


def _costs(facets: Facets, rows: Ints, axes: list[Axes]) -> Floats:
    """(n, 7) cost of each chart on each triangle: logarithm of how much it stretches there."""
    piece = facets.piece[rows]
    normal = facets.normal[rows]
    local = np.einsum("nij,nj->ni", np.stack([a.laid for a in axes])[piece], normal)
    along = np.concatenate((local[:, :2], -local[:, :2], local[:, 2:], -local[:, 2:]), axis=1)
    costs = np.full((len(rows), SIDES), np.inf)
    costs[:, :ROUND] = -np.log(np.clip(along, np.exp(-_COST_LIMIT), 1.0))
    for number, own in enumerate(axes):
        if own.tube is not None:
            of_piece = np.flatnonzero(piece == number)
            costs[of_piece, :ROUND] += 0.35
            costs[of_piece, ROUND] = _tube_cost(own.tube, facets.center[rows[of_piece]], normal[of_piece])
        if own.revolution is None:
            continue
        of_piece = np.flatnonzero(piece == number)
        costs[of_piece, :4] += 0.7
        costs[of_piece, 4:ROUND] += 0.35
        costs[of_piece, ROUND] = _round_cost(own.revolution, facets.center[rows[of_piece]], normal[of_piece])
    costs[:, ROUND] = np.where(np.isfinite(costs[:, ROUND]), costs[:, ROUND], 1e3)
    return costs


def _round_cost(revolution: Revolution, center: Floats, normal: Floats) -> Floats:
    away = center - revolution.point
    height = away @ revolution.axis
    away = away - np.outer(height, revolution.axis)
    distance = np.linalg.norm(away, axis=1)
    away = away / np.maximum(distance, 1e-12 * max(revolution.radius, 1e-12))[:, None]
    tangential = (normal * (away @ skew(revolution.axis).T)).sum(axis=1)
    across = np.sqrt(np.maximum(1.0 - (normal @ revolution.axis) ** 2, 1e-6))
    stretch = 0.5 * np.abs(np.log(np.maximum(distance, 1e-6 * revolution.radius) / max(revolution.radius, 1e-30)))
    rise = np.abs(np.log(revolution.slope(height) * across))
    askew = -0.5 * np.log(np.clip(1.0 - tangential**2, 1e-4, 1.0))
    cost: Floats = np.minimum(stretch + rise + askew, _COST_LIMIT)
    return cost


def _tube_cost(tube: BentTube, center: Floats, normal: Floats) -> Floats:
    _, axes = tube.local(center, tube.along(center))
    across = 1.0 - np.einsum("ni,ni->n", axes[:, 2], normal) ** 2
    cost: Floats = np.minimum(-0.5 * np.log(np.maximum(across, 1e-6)), _COST_LIMIT)
    return cost


def _short_borders(costs: Floats, borders: sparse.csr_matrix) -> Ints:
    label = np.argmin(costs, axis=1).astype(np.int64)
    # Where even all neighbours together cannot outweigh the costs, nothing changes.
    ahead = np.diff(np.partition(costs, 1, axis=1)[:, :2], axis=1)[:, 0]
    open_rows = np.flatnonzero(ahead < _BORDER * np.asarray(borders.sum(axis=1)).reshape(-1))
    # Neighbours must not change at once: faces take turns by a number of their own.
    turn = (open_rows * 2654435761 >> 7) % 3
    turns = [(open_rows[turn == k], borders[open_rows[turn == k]]) for k in range(3)]
    chosen = np.zeros_like(costs)
    chosen[np.arange(len(label)), label] = 1.0
    for _ in range(_ROUNDS):
        changed = 0
        for rows, around in turns:
            better = np.argmin(costs[rows] - _BORDER * (around @ chosen), axis=1)
            changed += int((better != label[rows]).sum())
            chosen[rows] = 0.0
            chosen[rows, better] = 1.0
            label[rows] = better
        if not changed:
            break
    return label


def regions(label: Ints, piece: Ints, pairs: Ints) -> Ints:
    """(n,) number of the connected region of one chart and one piece that each face lies in."""
    same = (label[pairs[:, 0]] == label[pairs[:, 1]]) & (piece[pairs[:, 0]] == piece[pairs[:, 1]])
    joined = pairs[same]
    graph = sparse.coo_matrix(
        (np.ones(len(joined), np.int8), (joined[:, 0], joined[:, 1])), shape=(len(label), len(label))
    )
    found: Ints = csgraph.connected_components(graph, directed=False)[1].astype(np.int64)
    return found


def _without_specks(label: Ints, borders: sparse.csr_matrix, area: Floats, piece: Ints, pairs: Ints) -> Ints:
    """Gives small regions to the neighbour that they share most of their border with."""
    of_piece = np.bincount(piece, weights=area) if len(piece) else np.zeros(0)
    for _ in range(_SPECK_ROUNDS):
        region = regions(label, piece, pairs)
        size = np.bincount(region, weights=area)
        small = size[region] < _LEAST_SHARE * of_piece[piece]
        if not small.any():
            break
        chosen = np.zeros((len(label), SIDES))
        chosen[np.arange(len(label)), label] = 1.0
        shared = borders @ chosen
        shared[np.arange(len(label)), label] = 0.0
        votes = np.zeros((len(size), SIDES))
        np.add.at(votes, region[small], shared[small])
        best = np.argmax(votes, axis=1)
        changes: NDArray[np.bool_] = small & (votes.max(axis=1)[region] > 0.0)
        if not changes.any():
            break
        label = label.copy()
        label[changes] = best[region[changes]]
    return label
