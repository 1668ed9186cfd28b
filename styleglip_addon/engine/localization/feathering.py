"""From labelled faces to soft weights per vertex: borders between parts fade over a width given in space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import splu

from ..surface.topology import Floats, Ints, face_areas

_LEAST_COTANGENT = 0.02


def feathered_weights(
    vertices: NDArray[np.floating],
    faces: Ints,
    groups: Ints,
    labels: Ints,
    parts: int,
    feather: float,
    rounds: int,
) -> Floats:
    """Soft part weights whose borders are blurred along the surface.

    The indicator of each part is diffused, (M + t L) w' = M w, with the cotangent Laplacian L (Pinkall and Polthier
    1993) and the lumped areas M, `rounds` times. In the plane, many rounds blur by a Gaussian of variance 2 t rounds,
    whose step rises from 10 to 90 % over 2.56 standard deviations; t is chosen so that this is `feather`. Coincident
    vertices get the same weights. Nothing crosses from one loose piece to another, so touching pieces keep a clean
    border.

    Args:
        vertices: (V, 3) unit-sphere coordinates.
        faces: (F, 3).
        groups: (V,) place of each vertex, see `surface.weld`.
        labels: (F,) part of each face, negative for none.
        parts: number of parts P.
        feather: width of the blend, radii of the unit sphere.
        rounds: steps of diffusion; 0 leaves the borders as sharp as the triangles allow.

    Returns:
        (V, P) in 0..1, rows sum to at most 1.
    """
    count = int(groups.max()) + 1
    corners = groups[faces]
    # Faces without area still carry their label to vertices that no other face uses.
    shares = np.repeat(np.maximum(face_areas(vertices, faces) / 3.0, 1e-12), 3)
    mass = np.bincount(corners.reshape(-1), weights=shares, minlength=count)
    weights = np.zeros((count, parts))
    for part in range(parts):
        own = shares * np.repeat(labels == part, 3)
        weights[:, part] = np.bincount(corners.reshape(-1), weights=own, minlength=count)
    weights /= np.maximum(mass, 1e-300)[:, None]
    if rounds > 0 and feather > 0.0:
        time = (feather / 2.563) ** 2 / 2.0 / rounds
        mass = np.where(mass > 0.0, mass, 1.0)
        solver = splu((sparse.diags(mass) + time * _cotangent_laplacian(vertices, faces, corners, count)).tocsc())
        for _ in range(rounds):
            weights = solver.solve(mass[:, None] * weights)
    weights = np.clip(weights, 0.0, 1.0)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
    return weights[groups]


def _cotangent_laplacian(vertices: NDArray[np.floating], faces: Ints, corners: Ints, count: int) -> sparse.csr_matrix:
    """(G, G) Laplacian of the welded mesh; its links are kept positive, so that what is diffused stays in 0..1."""
    points = np.asarray(vertices, dtype=np.float64)[faces]
    rows, columns, values = [], [], []
    for corner in range(3):
        second, third = (corner + 1) % 3, (corner + 2) % 3
        a, b = points[:, second] - points[:, corner], points[:, third] - points[:, corner]
        sine = np.linalg.norm(np.cross(a, b), axis=1)
        cotangent = np.einsum("ij,ij->i", a, b) / np.maximum(sine, 1e-12)
        rows.append(corners[:, second])
        columns.append(corners[:, third])
        values.append(0.5 * np.clip(cotangent, _LEAST_COTANGENT, 50.0))
    shape = (count, count)
    half = sparse.coo_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)
    links = (half + half.T).tocsr()
    links.setdiag(0.0)
    return (sparse.diags(np.asarray(links.sum(axis=1)).reshape(-1)) - links).tocsr()
