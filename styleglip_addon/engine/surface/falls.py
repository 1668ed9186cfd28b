"""How the pieces of a part hang: where their tops are, and which way along their surface is level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .chart_layout import Layout
from .charts import Facets
from .topology import Ints

_LEVEL = 0.3
"""Rise of v per metre up to which what it runs along is level: a tube that lies."""

FloatArray = NDArray[np.float32]


def falls(
    vertices: FloatArray, faces: Ints, height: FloatArray, facets: Facets, layout: Layout, along: FloatArray
) -> FloatArray:
    """`Points.fall` (R, 3) of each region of a layout.

    Args:
        vertices: (W, 3) metres.
        faces: (K, 3).
        height: (W,) along the scene's up.
        facets: the triangles.
        layout: where they lie.
        along: (W,) length along the centre line at the vertices of bent tubes.
    """
    fall = np.zeros((len(layout.around), 3), np.float32)
    touched = facets.piece >= 0
    for region in np.unique(layout.region[touched]):
        rows = np.flatnonzero(touched & (layout.region == region))
        of_piece = height[faces[facets.piece == facets.piece[rows[0]]]]
        own = faces[rows]
        place, tube = vertices[own].mean(axis=1), along[own].mean(axis=1)
        _, _, uv = layout.surface(int(region), place, facets.normal[rows].astype(np.float32), tube)
        rises = np.column_stack((uv, np.ones(len(uv), np.float32)))
        slope = np.linalg.lstsq(rises, height[own].mean(axis=1), rcond=None)[0]
        level_u = abs(slope[1]) >= max(abs(slope[0]), _LEVEL)
        fall[region] = level_u, of_piece.max(), np.ptp(of_piece)
    return fall
