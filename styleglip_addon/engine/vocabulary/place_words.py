"""Words that say where a part is on its object: "left ear" is the ear, and the one on the left.

Left and right are the object's own, as a character's left hand is its left one, not those of who looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a part is, in its object's own frame."""

    LEFT = "left"
    RIGHT = "right"
    FRONT = "front"
    BACK = "back"
    TOP = "top"
    BOTTOM = "bottom"
    UPPER = "upper"
    LOWER = "lower"
    INNER = "inner"
    OUTER = "outer"
    MIDDLE = "middle"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


_WORDS = {place.value: place for place in Place} | {
    "rear": Place.BACK,
    "hind": Place.BACK,
    "inside": Place.INNER,
    "interior": Place.INNER,
    "outside": Place.OUTER,
    "exterior": Place.OUTER,
    "centre": Place.MIDDLE,
    "center": Place.MIDDLE,
    "central": Place.MIDDLE,
    "topmost": Place.TOP,
    "bottommost": Place.BOTTOM,
    "1st": Place.FIRST,
    "2nd": Place.SECOND,
    "3rd": Place.THIRD,
    "4th": Place.FOURTH,
}
_SAID_OF_ALL = frozenset({"each", "every", "all", "both"})


@dataclass(frozen=True)
class PlacedName:
    """A part's name taken apart.

    Args:
        thing: what is looked for: "ear".
        places: where, in the order of the words; empty: wherever it is.
    """

    thing: str
    places: tuple[Place, ...] = ()


def is_place_word(word: str) -> bool:
    """Whether a word in lower case says where, or that all are meant."""
    return word in _WORDS or word in _SAID_OF_ALL


def placed_name(name: str) -> PlacedName:
    """Takes the words of place in front of a thing off: "front left leg" is the leg, front and left.

    A name that is nothing but a word of place ("top", "back") is a thing: the top of a table, the back of a chair.
    """
    words = name.split()
    places: list[Place] = []
    while len(words) > 1 and (words[0].lower() in _WORDS or words[0].lower() in _SAID_OF_ALL):
        word = words.pop(0).lower()
        if word in _WORDS:
            places.append(_WORDS[word])
    return PlacedName(" ".join(words), tuple(places))
