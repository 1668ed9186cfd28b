"""The rim around UV islands: filtered look-ups near a seam must find the island's colour, not the background's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..vocabulary import IntArray

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Rim:
    """Texels beside the surface and the covered texel nearest to each.

    Args:
        target, source: (R,) flat indices; values are copied from source to target.
        background: (B,) flat indices of the texels that are neither surface nor rim.
    """

    target: IntArray
    source: IntArray
    background: IntArray

    @classmethod
    def around(cls, coverage: NDArray[np.bool_], width: int) -> Rim:
        """The rim of texels at most `width` pixels (Euclidean) from the surface.

        Args:
            coverage: (S, S) bool, texels on the surface.
            width: in pixels.
        """
        if not coverage.any():
            nothing = np.zeros(0, dtype=np.int64)
            return cls(nothing, nothing, np.arange(coverage.size))
        nearest = ndimage.distance_transform_edt(~coverage, return_distances=False, return_indices=True)
        free = np.flatnonzero(~coverage.ravel())
        row, column = nearest[0].ravel()[free].astype(np.int64), nearest[1].ravel()[free].astype(np.int64)
        columns = coverage.shape[1]
        away = (row - free // columns) ** 2 + (column - free % columns) ** 2
        near = away <= width * width
        return cls(free[near], (row * columns + column)[near], free[~near])

    def fill(self, texture: NDArray[Scalar], background: NDArray[Scalar]) -> None:
        """Fills rim and background of a texture (S, S) or (S, S, C) in place; `background` is () or (C,)."""
        flat = texture.reshape(texture.shape[0] * texture.shape[1], -1)
        flat[self.background] = background
        flat[self.target] = flat[self.source]
