"""Patches joined two by two to ever larger regions: a tree whose nodes are what may be a thing by itself.

People see one thing end and another begin where the surface turns inward (the minima rule, Hoffman and Richards,
"Parts of recognition", 1984) and where it is narrow. Both hinder a walk over the surface: patches are near to each
other between which a random walk goes to and fro easily, that is by the commute-time distance in the eigenvectors of
the Laplacian, whose links are weak across grooves (Liu and Zhang, "Segmentation of 3D meshes through spectral
clustering", 2004; Au et al., "Mesh segmentation with concavity-aware fields", 2012). Nearest ones are joined first
(Ward 1963).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from ...vocabulary.stopping import stop_here
from ..topology import Floats, Ints
from .patches import Patches

EIGENVECTORS = 16
_CONCAVE, _CONVEX = 0.3, 1.5
"""Bends (radians) that make a border weak: grooves soon, edges hardly."""
_LEAST_LINK = 0.03
_SHIFT, _PRECISION = 1e-5, 1e-4
_EVERY = 64


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Nodes 0..n-1 are the patches, those after them have two children each.

    Args:
        children: (k, 2) of the nodes n..n+k-1.
        areas: (n + k,).
        border: (n + k,) length of the border to all that lies outside.
        cost: (n + k,) the same, grooves counting little.
    """

    children: Ints
    areas: Floats
    border: Floats
    cost: Floats


def ease(bend: Floats) -> Floats:
    """How easily one goes over a border by how it bends: 1 where it is flat, near 0 in a groove."""
    scale = np.where(bend < 0.0, _CONCAVE, _CONVEX)
    result: Floats = np.maximum(np.exp(-((bend / scale) ** 2)), _LEAST_LINK)
    return result


def join_patches(patches: Patches) -> Hierarchy:
    """Joins all patches that hang together."""
    count = len(patches.areas)
    first, second = patches.pairs.T
    open_ = ease(patches.bend)
    distance = np.linalg.norm(patches.centers[first] - patches.centers[second], axis=1)
    place = _embedded(patches, open_ * patches.border / np.maximum(distance, 1e-9))
    areas = np.zeros(2 * count - 1)
    areas[:count] = patches.areas
    border, cost = np.zeros(2 * count - 1), np.zeros(2 * count - 1)
    links: list[dict[int, tuple[float, float]]] = [{} for _ in range(2 * count - 1)]
    for a, b, length, share in zip(
        first.tolist(), second.tolist(), patches.border.tolist(), open_.tolist(), strict=True
    ):
        links[a][b] = links[b][a] = (length, length * share)
        border[[a, b]] += length
        cost[[a, b]] += length * share
    places = np.zeros((2 * count - 1, place.shape[1]))
    places[:count] = place

    def ward(a: int, b: int) -> float:
        gap = places[a] - places[b]
        return float(gap @ gap) * areas[a] * areas[b] / (areas[a] + areas[b])

    queue = [(ward(a, b), a, b) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    heapq.heapify(queue)
    is_alive = np.zeros(2 * count - 1, dtype=bool)
    is_alive[:count] = True
    children: list[tuple[int, int]] = []
    while queue:
        _, a, b = heapq.heappop(queue)
        if not (is_alive[a] and is_alive[b]):
            continue
        if len(children) % _EVERY == 0:
            stop_here()
        new = count + len(children)
        children.append((a, b))
        is_alive[[a, b]] = False
        is_alive[new] = True
        areas[new] = areas[a] + areas[b]
        places[new] = (areas[a] * places[a] + areas[b] * places[b]) / areas[new]
        common = links[a][b]
        border[new] = border[a] + border[b] - 2.0 * common[0]
        cost[new] = cost[a] + cost[b] - 2.0 * common[1]
        for old in (a, b):
            for other, (length, weight) in links[old].items():
                if other in (a, b):
                    continue
                before = links[new].get(other, (0.0, 0.0))
                links[new][other] = (before[0] + length, before[1] + weight)
        for other, value in links[new].items():
            links[other].pop(a, None)
            links[other].pop(b, None)
            links[other][new] = value
            heapq.heappush(queue, (ward(new, other), new, other))
        links[a], links[b] = {}, {}
    made = count + len(children)
    joined = np.array(children, dtype=np.int64).reshape(-1, 2)
    return Hierarchy(joined, areas[:made], np.maximum(border[:made], 0.0), np.maximum(cost[:made], 0.0))


def _embedded(patches: Patches, conductance: Floats) -> Floats:
    """(n, k) places of patches, whose squared distances are commute times."""
    count = len(patches.areas)
    first, second = patches.pairs.T
    links = sparse.coo_matrix((conductance, (first, second)), shape=(count, count)).tocsr()
    links = links + links.T
    laplacian = sparse.diags(np.asarray(links.sum(axis=1)).reshape(-1)) - links
    mass = patches.areas / patches.areas.sum()
    root = sparse.diags(1.0 / np.sqrt(mass))
    scaled = (root @ laplacian @ root).tocsc()
    wanted = min(EIGENVECTORS + 1, count - 2)
    # A shift near 0 parts the smallest eigenvalues from the others; of 0 itself the matrix has no inverse.
    shift = -_SHIFT * max(float(np.median(scaled.diagonal())), 1e-9)
    try:
        values, vectors = eigsh(scaled, wanted, sigma=shift, v0=np.linspace(1.0, 2.0, count), tol=_PRECISION)
    except ArpackNoConvergence as stopped:
        values, vectors = stopped.eigenvalues, stopped.eigenvectors
    order = np.argsort(values)[1:]
    values, vectors = np.maximum(values[order], 1e-9), vectors[:, order]
    result: Floats = (vectors / np.sqrt(mass)[:, None]) / np.sqrt(values)
    return result
