"""Where a surface is an outer edge and where a corner: dust, moss and wear go by that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from .topology import Floats, Ints, component_labels, welded_edges

_RIGHT_ANGLE = 0.25
"""How far the mean of a neighbourhood lies off a right-angled edge, per standard deviation of the neighbourhood."""

_STEPS = 2

_REACH = 3.0
"""Distance, in typical edges, up to which another loose piece makes a corner with this one."""

_NEIGHBOURS = 16

_LAYERS = 0.9
"""Cosine between normals from which surfaces are layers of one sheet."""


def recesses(vertices: Floats, faces: Ints, groups: Ints, normals: Floats) -> NDArray[np.float32]:
    """(W,) -1 on right-angled outer edges, 0 on flat ground, 1 in right-angled corners; mean curvature at the scale of
    a few edges (umbrella operator, Taubin 1995), relative to that scale. Loose pieces that touch make corners, too.

    Args:
        vertices: (W, 3).
        faces: (K, 3).
        groups: (W,) place of each vertex.
        normals: (W, 3) unit, equal within groups.
    """
    count = int(groups.max()) + 1
    first = np.zeros(count, dtype=np.int64)
    first[groups[::-1]] = np.arange(len(groups))[::-1]
    points, normal = vertices[first], normals[first]
    edges = welded_edges(faces, groups)
    rows, columns = np.concatenate((edges[:, 0], edges[:, 1])), np.concatenate((edges[:, 1], edges[:, 0]))
    graph = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count)) + sparse.identity(count)
    mean = sparse.diags(1.0 / np.asarray(graph.sum(axis=1)).reshape(-1)) @ graph
    center = points.mean(axis=0)
    values = np.concatenate((points - center, ((points - center) ** 2).sum(axis=1, keepdims=True)), axis=1)
    for _ in range(_STEPS):
        values = mean @ values
    spread = np.sqrt(np.maximum(values[:, 3] - (values[:, :3] ** 2).sum(axis=1), 0.0))
    raised = ((values[:, :3] - (points - center)) * normal).sum(axis=1)
    smallest = 1e-6 * float(np.ptp(points, axis=0).max())
    value = np.where(spread > smallest, raised / np.maximum(spread, max(smallest, 1e-30)) / _RIGHT_ANGLE, 0.0)
    value = np.clip(value, -1.5, 1.5)
    component = np.zeros(count, dtype=np.int64)
    component[groups[faces]] = component_labels(faces, groups)[:, None]
    typical = float(np.median(np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1))) if len(edges) else 0.0
    value = mean @ np.clip(value + 1.5 * _contacts(points, normal, component, _REACH * typical), -1.5, 1.5)
    found: NDArray[np.float32] = np.clip(value, -1.0, 1.0).astype(np.float32)[groups]
    return found


def _contacts(points: Floats, normals: Floats, component: Ints, reach: float) -> Floats:
    """(G,) 0..1: how near other loose pieces come, where they rise before the surface and do not go on with it.

    Args:
        points, normals: (G, 3).
        component: (G,) loose piece of each.
        reach: greatest distance.
    """
    found = np.zeros(len(points))
    if reach <= 0.0 or not component.any():
        return found
    near = min(_NEIGHBOURS, len(points))
    distance, other = cKDTree(points).query(points, near, distance_upper_bound=reach)
    distance, other = distance.reshape(len(points), near), other.reshape(len(points), near)
    there = np.isfinite(distance)
    other = np.where(there, other, 0)
    there &= component[other] != component[:, None]
    rows = np.flatnonzero(there.any(axis=1))
    there, other, distance = there[rows], other[rows], distance[rows]
    # Layers of a sheet lie on each other all over and make no corner.
    there &= np.abs(np.einsum("nki,ni->nk", normals[other], normals[rows])) < _LAYERS
    distance = np.where(there, distance, reach)
    height = np.einsum("nki,ni->nk", points[other] - points[rows, None], normals[rows]) / reach
    rising = (height * there).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    found[rows] = np.clip(5.0 * rising, 0.0, 1.0) * (1.0 - distance.min(axis=1) / reach)
    return found
