"""Which way an object faces, as far as its pieces tell: its file may have the front anywhere.

A shape's mirror plane says where front and back are, but not which is which (`surface/front.py`), and a clock's dial or
a chair's back are known by being in front or behind. The reader of shapes is asked how well the pieces fit each of four
headings; it has learned to tell objects that stand from such that do not, and one that is turned round fits less well.
Sides keep the object's own front: left and right do not depend on what the pieces look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..surface.topology import Ints
from .detector import ShapeReader
from .pictured_surface import PicturedSurface
from .piece_relations import relate_pieces
from .piece_shapes import describe_pieces

MARGIN = 1.0
"""Logit by which another heading must be likelier than the object's own, which mostly is right."""
_MOST_PIECES = 60


def likeliest_heading(
    surface: PicturedSurface, pieces: Ints, words: Sequence[str], reader: ShapeReader
) -> PicturedSurface:
    """The surface with the front that its pieces say; as it was where there is little to tell it by.

    Args:
        surface: the object.
        pieces: (F,) loose piece of each face.
        words: of the parts.
        reader: of shapes.
    """
    if len(words) < 2 or int(pieces.max(initial=0)) == 0:
        return surface
    up, front = np.asarray(surface.up, dtype=np.float64), np.asarray(surface.front, dtype=np.float64)
    left = np.cross(up, front)
    shapes = describe_pieces(surface.vertices, surface.faces, pieces, surface.up, surface.front)
    largest = np.argsort(-shapes.share, kind="stable")[:_MOST_PIECES]
    headings, told = (front, left, -front, -left), []
    for _ in headings:
        chosen = shapes.take(largest)
        told.append(reader.uprightness(chosen.numbers, relate_pieces(chosen), words))
        shapes = shapes.turned()
    best = int(np.argmax(told))
    if told[best] < told[0] + MARGIN:
        return surface
    x, y, z = map(float, headings[best])
    return replace(surface, front=(x, y, z))
