"""From evidence per face to soft part weights per vertex: smoothing over the surface, loose pieces, creases, feathering."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import cg

from ..geometry.topology import (
    Floats,
    Ints,
    component_labels,
    face_adjacency,
    face_areas,
    weld,
    welded_edges,
)

_DIFFUSION = 6.0
"""How far evidence spreads over smooth surface, relative to its own weight."""
_CONCAVE_CREASE, _CONVEX_CREASE = 0.35, 0.9
"""Angles (radians) over which evidence fades at a groove and at a ridge: parts meet in grooves."""
_PIECE_AGREEMENT = 0.6
"""A loose piece becomes one part wholly where this share of its surface agrees."""
_UNCLAIMED = -0.75
"""Surface whose best evidence lies below this belongs to no part."""


@dataclass(frozen=True, eq=False)
class SurfaceGraph:
    """Adjacency of the faces of a mesh, ready for diffusion.

    Args:
        areas: (F,) face areas.
        pieces: (F,) loose piece of each face.
        groups: (V,) welded vertex groups.
        laplacian: (F, F) graph Laplacian whose weights fade at creases.
    """

    areas: Floats
    pieces: Ints
    groups: Ints
    laplacian: sparse.csr_matrix

    @classmethod
    def build(cls, vertices: NDArray[np.floating], faces: Ints) -> SurfaceGraph:
        """Finds neighbours across seams and how sharply the surface bends between them."""
        groups = weld(vertices)
        adjacency = face_adjacency(vertices, faces, groups)
        fade = np.where(adjacency.angle < 0.0, _CONCAVE_CREASE, _CONVEX_CREASE)
        weight = np.exp(-np.square(adjacency.angle / fade)) * adjacency.length
        typical = float(np.median(adjacency.length)) if len(adjacency.length) else 1.0
        weight = weight / max(typical, 1e-12) + 1e-6
        count = len(faces)
        first, second = adjacency.faces.T
        matrix = sparse.coo_matrix((weight, (first, second)), shape=(count, count))
        matrix = (matrix + matrix.T).tocsr()
        degree = sparse.diags(np.asarray(matrix.sum(axis=1)).reshape(-1))
        return cls(face_areas(vertices, faces), component_labels(faces, groups), groups, (degree - matrix).tocsr())


def spread_evidence(graph: SurfaceGraph, evidence: Floats, support: Floats) -> Floats:
    """Solves for evidence that is smooth over the surface and stays near what the views said.

    Faces that no view saw have no say and take over their neighbours' evidence.

    Args:
        evidence: (F, P) log-likelihood ratios.
        support: (F, P) weight of the votes behind them.
    """
    result = np.empty_like(evidence)
    scale = graph.areas / max(float(graph.areas.mean()), 1e-12)
    for part in range(evidence.shape[1]):
        votes = np.clip(support[:, part], 0.0, 6.0)
        own = sparse.diags(scale * votes + 1e-6)
        right = scale * votes * evidence[:, part]
        system = (own + _DIFFUSION * graph.laplacian).tocsr()
        precondition = sparse.diags(1.0 / system.diagonal())
        result[:, part] = cg(system, right, x0=evidence[:, part], rtol=1e-4, maxiter=400, M=precondition)[0]
    return result


def label_faces(graph: SurfaceGraph, evidence: Floats) -> Ints:
    """(F,) part of each face, -1 for none.

    A loose piece most of whose surface agrees becomes that part wholly; other pieces are cut where the evidence changes.
    """
    best = evidence.argmax(axis=1)
    labels = np.where(evidence.max(axis=1) > _UNCLAIMED, best, -1).astype(np.int64)
    for piece in range(int(graph.pieces.max()) + 1):
        own = np.flatnonzero(graph.pieces == piece)
        area = graph.areas[own]
        shares = np.bincount(labels[own] + 1, weights=area, minlength=evidence.shape[1] + 1) / max(area.sum(), 1e-12)
        # A piece may belong to one part and lie half outside its boxes: unclaimed faces do not object.
        claimed = max(float(shares[1:].sum()), 1e-12)
        winner = int(shares[1:].argmax())
        small = area.sum() < 0.25 * graph.areas.sum()
        if shares[1:].sum() > 0.3 and shares[1 + winner] / claimed >= (_PIECE_AGREEMENT if small else 0.85):
            labels[own] = winner
    return labels


def vertex_weights(graph: SurfaceGraph, faces: Ints, labels: Ints, parts: int, smoothing_steps: int) -> Floats:
    """Soft weights (V, P) in 0..1 whose rows sum to at most 1.

    Args:
        faces: (F, 3).
        labels: (F,) part or -1.
        smoothing_steps: rounds of averaging with the neighbours, which feather the borders.
    """
    count = int(graph.groups.max()) + 1
    corners = graph.groups[faces].reshape(-1)
    area = np.repeat(graph.areas, 3) + 1e-12
    total = np.bincount(corners, weights=area, minlength=count)
    weights = np.zeros((count, parts))
    for part in range(parts):
        own = area * np.repeat(labels == part, 3)
        weights[:, part] = np.bincount(corners, weights=own, minlength=count) / np.maximum(total, 1e-12)
    edges = welded_edges(faces, graph.groups)
    if smoothing_steps and len(edges):
        ones = np.ones(len(edges))
        matrix = sparse.coo_matrix((ones, (edges[:, 0], edges[:, 1])), shape=(count, count))
        matrix = (matrix + matrix.T).tocsr()
        degree = np.maximum(np.asarray(matrix.sum(axis=1)), 1.0)
        for _ in range(smoothing_steps):
            weights = 0.5 * weights + 0.5 * (matrix @ weights) / degree
    return np.clip(weights, 0.0, 1.0)[graph.groups]
