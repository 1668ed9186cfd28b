"""Regions within loose pieces that may be things by themselves: ears of a head, a spout, a handle, a window.

Nodes of the tree of patches are taken whose border is short for their area, or runs along grooves. They lie within each
other, as a nose lies in a face and the face on a head, so that there are several scales.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from ..equal_rows import equal_rows
from ..topology import FaceAdjacency, Floats, Ints
from .hierarchy import Hierarchy, join_patches
from .patches import Patches, cut_patches

LEAST_SHARE_OF_SURFACE = 0.08
"""Smaller pieces are not cut."""
MOST_CUT = 12
"""Pieces that are cut, the largest ones."""
WORST_BORDER = 0.35
"""A region's border, grooves counting little, may be so long as a share of the outline of a flat disc of its area."""
LARGEST, SMALLEST = 0.55, 0.004
"""Shares of the piece that a region may have; what is left over is the piece's own."""
SAME = 0.6
"""Nodes within each other are one region at two tries where the smaller is more than this share of the larger."""
MOST_LEVELS = 5
_FEWEST_FACES = 60
_FEWEST_PATCHES = 20


@dataclass(frozen=True, eq=False)
class Regions:
    """Units of a surface of F faces at several scales: U of them, first the loose pieces, then regions of these.

    Args:
        levels: for each scale (F,) the unit of each face; at the first these are the loose pieces, each of the next
            cuts units of the one before.
        depth: (U,) the level that a unit is first found at.
        border: (U,) how long the border of a region is for its area, grooves counting little; 0 for pieces.
    """

    levels: tuple[Ints, ...]
    depth: Ints
    border: Floats

    def parents(self) -> Ints:
        """(U,) the unit that each region was cut from; -1 for pieces."""
        parents = np.full(len(self.depth), -1, dtype=np.int64)
        for before, level in pairwise(self.levels):
            units, first = np.unique(level, return_index=True)
            is_new = self.depth[units] > self.depth[before[first]]
            parents[units[is_new]] = before[first[is_new]]
        return parents


@dataclass(frozen=True)
class _Region:
    node: int
    depth: int
    border: float


def propose_regions(
    centers: Floats,
    normals: Floats,
    areas: Floats,
    pieces: Ints,
    adjacency: FaceAdjacency,
    bordered: Ints | None = None,
) -> Regions:
    """Cuts the large pieces of a surface; the same surface gives the same regions.

    Args:
        centers, normals: (F, 3) of the faces.
        areas: (F,).
        pieces: (F,) loose piece of each face, 0..C-1.
        adjacency: of the faces.
        bordered: (F,) the pieces cut by somebody who knows borders: the largest regions, themselves cut further.
    """
    count = int(pieces.max()) + 1
    levels: list[Ints] = [pieces]
    regions: list[_Region] = []
    if bordered is not None:
        first, regions = _of_borders(pieces, bordered)
        levels += [first] * bool(regions)
    units = levels[-1]
    share = np.bincount(units, areas) / max(float(areas.sum()), 1e-30)
    large = np.argsort(-share, kind="stable")[:MOST_CUT]
    for piece in large[share[large] >= LEAST_SHARE_OF_SURFACE].tolist():
        above = int(piece >= count)
        for body in _connected(np.flatnonzero(units == piece), adjacency, len(pieces)):
            if len(body) < _FEWEST_FACES or areas[body].sum() < LEAST_SHARE_OF_SURFACE * areas.sum():
                continue
            patches = cut_patches(centers[body], normals[body], areas[body], _within(adjacency, body, len(pieces)))
            if len(patches.areas) < _FEWEST_PATCHES:
                continue
            tree = join_patches(patches)
            members = _members(len(patches.areas), tree)
            for region in _chosen(patches, tree):
                inside = np.zeros(len(patches.areas), dtype=bool)
                inside[members[region.node]] = True
                faces = body[inside[patches.of_face]]
                region = replace(region, depth=region.depth + above)
                while len(levels) <= region.depth:
                    levels.append(levels[-1].copy())
                for level in levels[region.depth :]:
                    level[faces] = count + len(regions)
                regions.append(region)
    depth = np.array([0] * count + [region.depth for region in regions], dtype=np.int64)
    border = np.array([0.0] * count + [region.border for region in regions])
    return Regions(tuple(levels), depth, border)


def _of_borders(pieces: Ints, bordered: Ints) -> tuple[Ints, list[_Region]]:
    """The units of pieces that others have cut, numbered after the pieces, and a region for each."""
    pairs, _, own, _ = equal_rows(np.stack((pieces, bordered), axis=1))
    count, times = int(pieces.max()) + 1, np.bincount(pairs[:, 0])
    is_cut = times[pairs[:, 0]] > 1
    number = np.where(is_cut, count + np.cumsum(is_cut) - 1, pairs[:, 0])
    return number[own].astype(np.int64), [_Region(-1, 1, 0.0)] * int(is_cut.sum())


def _chosen(patches: Patches, tree: Hierarchy) -> list[_Region]:
    """Regions, those that hold others before these."""
    count, total = len(patches.areas), float(patches.areas.sum())
    share = tree.areas / total
    border = tree.cost / np.sqrt(4.0 * np.pi * np.maximum(np.minimum(tree.areas, total - tree.areas), 1e-12 * total))
    is_good = (border < WORST_BORDER) & (share < LARGEST) & (share > SMALLEST)
    found: list[_Region] = []
    parents = np.full(len(share), -1)
    parents[tree.children[:, 0]] = parents[tree.children[:, 1]] = count + np.arange(len(tree.children))
    left = [(int(root), 1) for root in np.flatnonzero(parents < 0)[::-1]]
    while left:
        node, depth = left.pop()
        best, spine = node, [node]
        if is_good[node]:
            while spine[-1] >= count:
                below = max(tree.children[spine[-1] - count].tolist(), key=lambda child: share[child])
                if share[below] < SAME * share[node]:
                    break
                spine.append(below)
            best = min((one for one in spine if is_good[one]), key=lambda one: border[one])
            if depth <= MOST_LEVELS:
                found.append(_Region(best, depth, float(border[best])))
        path = spine[: spine.index(best) + 1]
        for one in path:
            if one < count:
                continue
            inner = depth + 1 if one == best and is_good[best] else depth
            left += [(child, inner) for child in tree.children[one - count].tolist() if child not in path]
    return found


def _members(count: int, tree: Hierarchy) -> list[Ints]:
    """The patches of each node."""
    members = [np.array([patch]) for patch in range(count)]
    for first, second in tree.children.tolist():
        members.append(np.concatenate((members[first], members[second])))
    return members


def _connected(rows: Ints, adjacency: FaceAdjacency, count: int) -> list[Ints]:
    """Faces in groups that hang together over edges."""
    own = _within(adjacency, rows, count).faces
    links = sparse.coo_matrix((np.ones(len(own)), (own[:, 0], own[:, 1])), shape=(len(rows), len(rows)))
    label = csgraph.connected_components(links, directed=False)[1]
    order = np.argsort(label, kind="stable")
    return np.split(rows[order], np.cumsum(np.bincount(label))[:-1])


def _within(adjacency: FaceAdjacency, rows: Ints, count: int) -> FaceAdjacency:
    """Adjacency among some of `count` faces, numbered in their order."""
    number = np.full(count, -1, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    faces = number[adjacency.faces]
    kept = (faces >= 0).all(axis=1)
    return FaceAdjacency(faces[kept], adjacency.edges[kept], adjacency.length[kept], adjacency.angle[kept])
