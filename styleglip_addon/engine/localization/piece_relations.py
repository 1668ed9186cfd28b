"""How pieces of an object lie to each other: above, beside, within, mirrored, alike.

A lid lies on a pot, a knob on the lid; a headlight has a twin on the other side. What one piece is says much about the
others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .piece_shapes import PieceShapes

RELATIONS = 14
"""Numbers per pair."""

_ALIKE = 0.06
"""Pieces are alike whose size and spread (logarithms) differ by less."""
_THINNEST = 5e-3
"""Boxes count as at least so thick, of the object's diagonal."""


def relate_pieces(shapes: PieceShapes) -> NDArray[np.float32]:
    """(C, C, `RELATIONS`) of each piece (first) to each other (second), memory grows with the square of C.

    Offset of the middles to the left, front and up, and its amounts; distance of one middle from the mirror image of
    the other; gap between the boxes; share of the first's box within the second's and the other way round; whether
    both are alike; logarithm of the ratio of their areas; how far the first begins above the second's end, and the
    other way round. The first number alone changes its sign where the object is mirrored.
    """
    offset = shapes.middle[:, None] - shapes.middle[None]
    mirrored = np.abs(shapes.middle[:, None, :1] + shapes.middle[None, :, :1])
    overlap = np.minimum(shapes.high[:, None], shapes.high[None]) - np.maximum(shapes.low[:, None], shapes.low[None])
    gap = np.linalg.norm(np.clip(-overlap, 0.0, None), axis=2, keepdims=True)
    size = np.maximum(shapes.high - shapes.low, _THINNEST)
    common = np.clip(overlap, 0.0, None)
    within = np.clip(common / size[:, None], 0.0, 1.0).prod(axis=2, keepdims=True)
    around = np.clip(common / size[None], 0.0, 1.0).prod(axis=2, keepdims=True)
    area = np.log(shapes.share + 1e-6)
    key = np.concatenate([area[:, None] / 2.0, shapes.spread], axis=1)
    alike = np.abs(key[:, None] - key[None]).max(axis=2, keepdims=True) < _ALIKE
    ratio = (area[:, None] - area[None])[..., None] / 4.0
    rise = np.stack(
        [
            shapes.low[:, None, 2] - shapes.high[None, :, 2],
            shapes.high[:, None, 2] - shapes.low[None, :, 2],
        ],
        axis=2,
    )
    columns = [2.0 * offset, 2.0 * np.abs(offset), 2.0 * mirrored, 4.0 * gap, within, around, alike, ratio, rise]
    return np.concatenate(columns, axis=2).astype(np.float32)
