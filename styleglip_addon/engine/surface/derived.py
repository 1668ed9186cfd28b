"""Vertices that were derived from others, as subdivision or a mirror makes them: values there and back.

What is known at the derived vertices is brought back to those they came from by least squares, so that what is spread
again lies nearest to it (as `vertex_fit` does for a refined copy).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_PULL = 1e-3
"""How strongly a vertex keeps the mean of what was derived from it, against the mean weight of a vertex."""
_STEPS = 60
_ENOUGH = 1e-6


class DerivedVertices:
    """How E derived vertices come from V others.

    Args:
        spread: (E, V) sparse: shares of the others in each derived vertex; rows sum to 1, or are empty.
        weights: (E,) how much each derived vertex counts when values are brought back; 0 for copies of others.
    """

    def __init__(self, spread: sparse.csr_matrix, weights: NDArray[np.floating]) -> None:
        self._spread = spread.tocsr()
        weighted = sparse.diags(np.asarray(weights, dtype=np.float64)) @ self._spread
        self._back = weighted.T.tocsr()
        counts = np.asarray(self._back.sum(axis=1)).reshape(-1)
        self.is_known: NDArray[np.bool_] = counts > 0.0
        self._mean = sparse.diags(1.0 / np.where(self.is_known, counts, 1.0)) @ self._back
        used = counts[self.is_known]
        self._pull = _PULL * float(used.mean()) if len(used) else 1.0
        self._matrix = (self._back @ self._spread + self._pull * sparse.identity(self._spread.shape[1])).tocsr()

    def spread(self, values: NDArray[np.floating]) -> NDArray[np.float32]:
        """(E, ...) values at the derived vertices, from (V, ...)."""
        flat = np.asarray(values, dtype=np.float64).reshape(len(values), -1)
        return np.asarray(self._spread @ flat, dtype=np.float32).reshape(-1, *np.shape(values)[1:])

    def fit(self, values: NDArray[np.floating], *, fills: bool = False) -> NDArray[np.float32]:
        """(V, ...) from values at the derived vertices (E, ...), within their range.

        Vertices that nothing was derived from have 0, or with `fills` the mean of the others.
        """
        flat = np.asarray(values, dtype=np.float64).reshape(len(values), -1)
        own = self._mean @ flat
        fitted = self._solved(self._back @ flat + self._pull * own, own)
        if len(flat):
            fitted = np.clip(fitted, flat.min(axis=0), flat.max(axis=0))
            fills = fills and bool(self.is_known.any())
            fitted[~self.is_known] = fitted[self.is_known].mean(axis=0) if fills else 0.0
        return np.asarray(fitted, dtype=np.float32).reshape(-1, *np.shape(values)[1:])

    def _solved(self, wanted: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
        """Conjugate gradients, preconditioned by the diagonal, for all columns at once."""
        scale = 1.0 / self._matrix.diagonal()[:, None]
        found = start.copy()
        residual = wanted - self._matrix @ found
        direction = scale * residual
        energy = (residual * direction).sum(axis=0)
        limit = _ENOUGH**2 * np.maximum((wanted * scale * wanted).sum(axis=0), 1e-300)
        for _ in range(_STEPS):
            if (energy <= limit).all():
                break
            turned = self._matrix @ direction
            length = energy / np.maximum((direction * turned).sum(axis=0), 1e-300)
            found += length * direction
            residual -= length * turned
            improved = scale * residual
            former, energy = energy, (residual * improved).sum(axis=0)
            direction = improved + energy / np.maximum(former, 1e-300) * direction
        return found
