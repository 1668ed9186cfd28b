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
        bare: (S * S,) bool, texels that are not on the surface; those without a source are background.
    """

    target: IntArray
    source: IntArray
    bare: NDArray[np.bool_]

    @classmethod
    def around(cls, coverage: NDArray[np.bool_], width: int) -> Rim:
        """The rim of texels at most `width` pixels (Euclidean) from the surface.

        Args:
            coverage: (S, S) bool, texels on the surface.
            width: in pixels.
        """
        bare = ~coverage.reshape(-1)
        if width == 0 or not coverage.any():
            nothing = np.zeros(0, dtype=np.int64)
            return cls(nothing, nothing, bare)
        nearest = ndimage.distance_transform_edt(~coverage, return_distances=False, return_indices=True)
        target, columns = np.flatnonzero(bare), coverage.shape[1]
        row, column = (indices.reshape(-1)[target] for indices in nearest)
        away = (row - target // columns) ** 2 + (column - target % columns) ** 2
        near = away <= width * width
        return cls(target[near], row[near].astype(np.int64) * columns + column[near], bare)

    def fill(self, texture: NDArray[Scalar], background: NDArray[Scalar]) -> None:
        """Fills rim and background of a texture (S, S) or (S, S, C) in place; `background` is () or (C,)."""
        flat = texture.reshape(texture.shape[0] * texture.shape[1], -1)
        np.copyto(flat, background, where=self.bare[:, None])
        flat[self.target] = flat[self.source]
