"""From the dense copy back to the input's vertices: the values that come nearest to the style between them, too.

A field holds detail that an artist's mesh may be too coarse for. Its value at a vertex alone would then be a matter of
luck, for whatever lies between the vertices is left out: specks, and shading that no neighbour shares. The vertex
values are therefore those whose linear interpolation over the faces lies nearest to the field on the dense copy in the
sense of least squares (L2 projection onto piecewise linear functions; Strang and Fix, "An Analysis of the Finite
Element Method", 1973, chapter 1).
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve
from torch import Tensor

from ..vocabulary.stopping import stop_here
from . import RefinedMesh
from .prepared import Surface

_PULL = 1e-3
"""How strongly a vertex keeps the field's own value, against the mean area of a dense vertex: decides where nothing
else does, as outside the part or without faces."""


class VertexFit:
    """Fits values at the input's vertices to values on the dense copy.

    Args:
        refined: the dense copy, W vertices of which the first V are the input's own; where it has no others, values
            pass unchanged.
        areas: (W,) surface area that each dense vertex stands for, in any unit.
    """

    def __init__(self, refined: RefinedMesh, areas: NDArray[np.floating]) -> None:
        groups = refined.original_groups
        self._count = count = len(groups)
        self.is_needed = len(areas) > count
        if not self.is_needed:
            return
        self._areas = np.asarray(areas, dtype=np.float64)
        places, self._place = np.unique(groups, return_inverse=True)
        shared = sparse.csr_matrix((np.ones(count), (np.arange(count), self._place)), shape=(count, len(places)))
        # Vertices at one place share one unknown: no seam may open between them, in colour or in shape.
        self._interpolation: sparse.csr_matrix = (refined.interpolation @ shared).tocsr()
        self._of_place = sparse.diags(1.0 / np.asarray(shared.sum(axis=0)).reshape(-1)) @ shared.T

    @classmethod
    def of(cls, surface: Surface) -> VertexFit:
        """For the vertices of the input that a surface was prepared from."""
        return cls(surface.refined, surface.areas.detach().cpu().numpy())

    def __call__(self, values: Tensor, weights: Tensor) -> Tensor:
        """Values at the input's vertices.

        Args:
            values: (W,) or (W, C) at the dense vertices, anything that is interpolated linearly.
            weights: (W,) how much each dense vertex counts besides its area, at least 0.

        Returns:
            (V,) or (V, C), within the range of the values that count; equal at coincident vertices.
        """
        if not self.is_needed:
            return values[: self._count]
        stop_here()
        dense: NDArray[np.float64] = values.detach().cpu().double().numpy().reshape(len(values), -1)
        importance = weights.detach().cpu().double().numpy()
        area = self._areas * importance
        pull = _PULL * self._areas.mean()
        weighted = sparse.diags(area) @ self._interpolation
        matrix = self._interpolation.T @ weighted + pull * sparse.identity(self._interpolation.shape[1])
        own = self._of_place @ dense[: self._count]
        fitted = spsolve(matrix.tocsc(), weighted.T @ dense + pull * own).reshape(own.shape)
        counting = np.concatenate((dense[importance > 0.0], dense[: self._count]))
        fitted = np.clip(fitted, counting.min(axis=0), counting.max(axis=0))
        result = torch.from_numpy(fitted[self._place]).to(values)
        return result.reshape(self._count, *values.shape[1:])
