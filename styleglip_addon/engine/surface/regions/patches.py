"""Small patches of surface, all of about one size, as the units of which regions are made.

How a surface bends from one patch to the next does not depend on how finely or how evenly it was triangulated, and a
thousand patches are compared in a moment where a hundred thousand triangles are not. Patches are drawn around places
that lie far from each other in position and in normal (Lloyd's clusters, as superpixels are), so that they end at
creases and never reach from one side of a sheet to the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from ..topology import FaceAdjacency, Floats, Ints

MOST_PATCHES = 900
"""About so many patches make up a piece of surface."""
MOST_SAMPLES = 5000
"""Places that may become the middle of a patch."""
_NORMAL_WEIGHT = 1.6
"""Two faces at right angles are as far from each other as faces so many patch sizes, times the root of 2, apart."""
_CRUMB = 0.15
"""What hangs apart from its patch is given to a neighbour if it is a smaller share of a patch's area."""


@dataclass(frozen=True, eq=False)
class Patches:
    """n patches of a surface of F faces, and the m pairs of them that touch.

    Args:
        of_face: (F,) patch of each face.
        areas: (n,).
        centers, normals: (n, 3), normals of unit length.
        pairs: (m, 2) patches that touch, the smaller number first.
        border: (m,) length of their common border.
        bend: (m,) how the surface bends there, about the angle in radians; negative in a groove.
    """

    of_face: Ints
    areas: Floats
    centers: Floats
    normals: Floats
    pairs: Ints
    border: Floats
    bend: Floats


def cut_patches(centers: Floats, normals: Floats, areas: Floats, adjacency: FaceAdjacency) -> Patches:
    """Cuts a surface into patches; the same surface gives the same patches.

    Args:
        centers, normals: (F, 3) of the faces.
        areas: (F,).
        adjacency: of the faces.
    """
    areas = np.maximum(areas, 1e-12 * max(float(areas.sum()), 1e-30))
    size = float(np.sqrt(areas.sum() / MOST_PATCHES))
    places = np.concatenate((centers / size, _NORMAL_WEIGHT * normals), axis=1)
    middles = places[_far_apart(places, areas)]
    for _ in range(2):
        label = cKDTree(middles).query(places)[1]
        total = np.bincount(label, areas, len(middles))
        sums = [np.bincount(label, areas * places[:, axis], len(middles)) for axis in range(6)]
        is_used = total > 0.0
        middles = np.stack(sums, axis=1)[is_used] / total[is_used, None]
    label = cKDTree(middles).query(places)[1].astype(np.int64)
    label = _without_crumbs(label, areas, adjacency, _CRUMB * size**2)
    return _measured(label, centers, normals, areas, adjacency)


def _far_apart(places: Floats, areas: Floats) -> Ints:
    """Places that are far from each other, one after the other the farthest (Gonzalez 1985), at most `MOST_PATCHES`."""
    count = len(places)
    if count > MOST_SAMPLES:
        steps = (np.arange(MOST_SAMPLES) + 0.5) / MOST_SAMPLES * areas.sum()
        sample = np.unique(np.searchsorted(np.cumsum(areas), steps).clip(0, count - 1))
    else:
        sample = np.arange(count)
    points = places[sample]
    squares = (points**2).sum(axis=1)
    chosen = np.zeros(min(MOST_PATCHES, len(points)), dtype=np.int64)
    chosen[0] = int(((points - points.mean(axis=0)) ** 2).sum(axis=1).argmax())
    distance = np.full(len(points), np.inf)
    for index in range(1, len(chosen)):
        last = chosen[index - 1]
        np.minimum(distance, squares - 2.0 * (points @ points[last]) + squares[last], out=distance)
        chosen[index] = int(distance.argmax())
        if distance[chosen[index]] < 0.25:
            return sample[chosen[:index]]
    return sample[chosen]


def _without_crumbs(label: Ints, areas: Floats, adjacency: FaceAdjacency, least: float) -> Ints:
    """Every patch in one piece; pieces smaller than `least` go to the neighbour with the longest common border."""
    count = len(label)
    first, second = adjacency.faces.T
    same = label[first] == label[second]
    links = sparse.coo_matrix((np.ones(int(same.sum())), (first[same], second[same])), shape=(count, count))
    patch = csgraph.connected_components(links, directed=False)[1].astype(np.int64)
    for _ in range(3):
        total = np.bincount(patch, areas)
        a, b = patch[first], patch[second]
        cut = a != b
        near = sparse.coo_matrix((adjacency.length[cut] + 1e-12, (a[cut], b[cut])), shape=(len(total),) * 2)
        near = (near + near.T).tocsr()
        small = np.flatnonzero((total < least) & (np.diff(near.indptr) > 0))
        if len(small) == 0:
            break
        target = np.arange(len(total))
        # The larger neighbour takes the smaller one, so that no two crumbs change places.
        best = np.asarray(near[small].argmax(axis=1)).reshape(-1)
        larger = (total[best] > total[small]) | ((total[best] == total[small]) & (best < small))
        target[small[larger]] = best[larger]
        while (target[target] != target).any():
            target = target[target]
        patch = np.unique(target[patch], return_inverse=True)[1].reshape(-1).astype(np.int64)
    return patch


def _measured(label: Ints, centers: Floats, normals: Floats, areas: Floats, adjacency: FaceAdjacency) -> Patches:
    count = int(label.max()) + 1
    total: Floats = np.bincount(label, areas, count).astype(np.float64)

    def mean(values: Floats) -> Floats:
        sums = [np.bincount(label, areas * values[:, axis], count) for axis in range(3)]
        result: Floats = np.stack(sums, axis=1) / total[:, None]
        return result

    middle, normal = mean(centers), mean(normals)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    ends = np.sort(label[adjacency.faces], axis=1)
    cut = ends[:, 0] != ends[:, 1]
    key, pair = np.unique(ends[cut, 0] * count + ends[cut, 1], return_inverse=True)
    pairs = np.stack((key // count, key % count), axis=1)
    length = adjacency.length[cut] + 1e-12
    border: Floats = np.bincount(pair, length, len(key)).astype(np.float64)
    sharp = np.bincount(pair, length * adjacency.angle[cut], len(key)) / border
    offset = middle[pairs[:, 1]] - middle[pairs[:, 0]]
    offset /= np.maximum(np.linalg.norm(offset, axis=1, keepdims=True), 1e-12)
    broad = np.einsum("ij,ij->i", normal[pairs[:, 1]] - normal[pairs[:, 0]], offset)
    bend = np.where(np.abs(sharp) > np.abs(broad), sharp, broad)
    return Patches(label, total, middle, normal, pairs, border, bend)
