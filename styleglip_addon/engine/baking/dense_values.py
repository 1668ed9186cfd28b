"""Values that are known at the vertices of a dense copy, between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..surface import RefinedMesh
from ..vocabulary import FloatArray, IntArray


class DenseValues:
    """Several values per dense vertex, linear on the dense triangles; side by side, so that a place is one look-up.

    Args:
        refined: the dense copy.
        values: each (W, C) float32.
    """

    def __init__(self, refined: RefinedMesh, values: Sequence[FloatArray]) -> None:
        self._faces = refined.faces
        self._table = np.concatenate(values, axis=1, dtype=np.float32)
        self._ends = np.cumsum([value.shape[1] for value in values])[:-1]

    def at(self, faces: IntArray, places: FloatArray) -> list[FloatArray]:
        """The values, each (n, C), at places (n, 3) (barycentric) in dense faces (n,)."""
        corners = self._faces[faces]
        mixed = self._table[corners[:, 0]] * places[:, :1]
        mixed += self._table[corners[:, 1]] * places[:, 1:2]
        mixed += self._table[corners[:, 2]] * places[:, 2:]
        return [np.ascontiguousarray(value) for value in np.split(mixed, self._ends, axis=1)]
