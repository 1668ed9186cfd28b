"""Sides and places are geometry: the left ear is that of the ears that lies on the object's left.

The pictures and the words tell where all ears are; which of them is the left one is read from where they lie in the
object's own frame. Things of several loose pieces are given piece by piece, a thing of one is cut through its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..surface import FaceAdjacency
from ..surface.loose_pieces import loose_pieces
from ..surface.topology import Floats, Ints
from ..vocabulary.place_words import Place, PlacedName

_LEFT, _FRONT, _UP = 0, 1, 2
_ALONG = {
    Place.LEFT: (_LEFT, 1.0),
    Place.RIGHT: (_LEFT, -1.0),
    Place.FRONT: (_FRONT, 1.0),
    Place.BACK: (_FRONT, -1.0),
    Place.TOP: (_UP, 1.0),
    Place.BOTTOM: (_UP, -1.0),
    Place.UPPER: (_UP, 1.0),
    Place.LOWER: (_UP, -1.0),
}
_NUMBERS = {Place.FIRST: 0, Place.SECOND: 1, Place.THIRD: 2, Place.FOURTH: 3, Place.LAST: -1}

_SAME_LEVEL = 0.12
"""Things are at one height whose centres differ by less than this share of the part's extent."""
_ONE_SIDE = 0.8
"""A piece is on a side with all its surface when so much of it is."""
_CORE_SHARE = 0.02
"""Pieces of a smaller share of the part's surface are crumbs, and lie where they lie."""


@dataclass(frozen=True, eq=False)
class Located:
    """The faces of an object in its own frame.

    Args:
        centers: (F, 3) towards its left, its front and upwards.
        normals: (F, 3) in the same frame.
        areas: (F,).
        adjacency: of the faces.
    """

    centers: Floats
    normals: Floats
    areas: Floats
    adjacency: FaceAdjacency


def split_by_places(surface: Located, labels: Ints, names: Sequence[PlacedName], things: Sequence[str]) -> Ints:
    """Gives the faces of each thing to the parts that name it.

    A part without a place ("ear" beside "left ear") takes what of its thing is left.

    Args:
        surface: the object.
        labels: (F,) index into `things`; negative for none.
        names: of the parts.
        things: what was looked for.

    Returns:
        (F,) index into `names`, or -1.
    """
    result = np.full(len(labels), -1, dtype=np.int64)
    for number, thing in enumerate(things):
        of_thing = labels == number
        own = [index for index, name in enumerate(names) if name.thing == thing]
        left = of_thing.copy()
        for index in sorted(own, key=lambda i: -len(names[i].places)):
            chosen = left & at_places(surface, of_thing, names[index].places) if names[index].places else left
            result[chosen] = index
            left = left & ~chosen
    return result


def at_places(surface: Located, of_thing: NDArray[np.bool_], places: Sequence[Place]) -> NDArray[np.bool_]:
    """(F,) which of a thing's faces are at all of some places; each narrows what those before it have left."""
    chosen = of_thing.copy()
    for place in places:
        if not chosen.any():
            break
        chosen &= _at_place(surface, chosen, place)
    return chosen


def _at_place(surface: Located, of_thing: NDArray[np.bool_], place: Place) -> NDArray[np.bool_]:
    pieces = loose_pieces(surface.centers, surface.areas, of_thing.astype(np.float64), surface.adjacency)
    piece = np.where(of_thing, pieces.piece, -1)
    inside = piece >= 0
    weight = np.bincount(piece[inside], surface.areas[inside], pieces.count)
    middles = (
        np.stack(
            [
                np.bincount(piece[inside], (surface.areas * surface.centers[:, axis])[inside], pieces.count)
                for axis in range(3)
            ],
            axis=1,
        )
        / np.maximum(weight, 1e-12)[:, None]
    )
    main = weight > _CORE_SHARE * weight.sum()
    if place in _ALONG:
        axis, sign = _ALONG[place]
        ends = place in (Place.TOP, Place.BOTTOM)
        return _towards(sign * surface.centers[:, axis], sign * middles[:, axis], piece, main, surface.areas, ends)
    if place in _NUMBERS:
        return _numbered(middles, main, piece, _NUMBERS[place])
    if place is Place.MIDDLE:
        return _in_the_middle(surface, middles, main, piece)
    return _facing(surface, of_thing, place is Place.OUTER)


def _towards(
    along: Floats, middles: Floats, piece: Ints, main: NDArray[np.bool_], areas: Floats, ends: bool
) -> NDArray[np.bool_]:
    """Pieces beyond the middle; with `ends`, of three levels and more the last one only."""
    own = piece >= 0
    levels = _levels(middles[main])
    if ends and len(levels) > 2:
        border = (levels[-1] + levels[-2]) / 2.0
    elif len(levels) > 1:
        border = (levels[0] + levels[-1]) / 2.0
    else:
        border = float(along[own].min() + along[own].max()) / 2.0
    beyond = along > border
    total = np.maximum(np.bincount(piece[own], areas[own], len(middles)), 1e-12)
    share = np.bincount(piece[own], (areas * beyond)[own], len(middles)) / total
    # A piece that lies on both sides is cut, unless there are others: then each is one thing.
    whole = share[piece] > 0.5
    is_cut = (share[piece] < _ONE_SIDE) & (share[piece] > 1.0 - _ONE_SIDE) & (len(levels) < 2)
    return own & np.where(is_cut, beyond, whole)


def _levels(values: Floats) -> Floats:
    """Different values, those that hardly differ as one, lowest first."""
    ordered = np.sort(values)
    if len(ordered) < 2:
        return ordered
    gap = _SAME_LEVEL * max(float(np.ptp(ordered)), 1e-9)
    starts = np.flatnonzero(np.concatenate(([True], np.diff(ordered) > gap)))
    return np.array([group.mean() for group in np.split(ordered, starts[1:])])


def _numbered(middles: Floats, main: NDArray[np.bool_], piece: Ints, number: int) -> NDArray[np.bool_]:
    """The piece of a number along the direction in which the pieces follow each other: from above, front or left."""
    spans = np.ptp(middles[main], axis=0) if main.any() else np.zeros(3)
    axis = int(spans.argmax())
    order = np.flatnonzero(main)[np.argsort(-middles[main, axis], kind="stable")]
    if number >= len(order) or len(order) == 0:
        return np.zeros(len(piece), dtype=bool)
    chosen: NDArray[np.bool_] = piece == order[number]
    return chosen


def _in_the_middle(surface: Located, middles: Floats, main: NDArray[np.bool_], piece: Ints) -> NDArray[np.bool_]:
    """Pieces between the first and the last; of one or two, the middle third."""
    own = piece >= 0
    axis = int(np.ptp(surface.centers[own], axis=0).argmax())
    levels = _levels(middles[main, axis])
    along = surface.centers[:, axis]
    if len(levels) > 2:
        low, high = (levels[0] + levels[1]) / 2.0, (levels[-1] + levels[-2]) / 2.0
        along = middles[piece, axis]
    else:
        low, high = np.quantile(along[own], (1.0 / 3.0, 2.0 / 3.0))
    between: NDArray[np.bool_] = own & (along > low) & (along < high)
    return between


def _facing(surface: Located, of_thing: NDArray[np.bool_], outward: bool) -> NDArray[np.bool_]:
    """Faces that look away from the thing's own middle, or towards it."""
    weight = surface.areas * of_thing
    middle = (weight[:, None] * surface.centers).sum(axis=0) / max(float(weight.sum()), 1e-12)
    looks = np.einsum("ij,ij->i", surface.centers - middle, surface.normals)
    facing: NDArray[np.bool_] = of_thing & ((looks > 0.0) == outward)
    return facing
