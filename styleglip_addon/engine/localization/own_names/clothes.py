"""Characters' clothes by short names: the one of two that is called "Upper" is the shirt, or whatever is worn there.

Character makers call what is worn "RL_Upper" and "RL_Lower" (Reallusion), "Tops" and "Bottoms" (VRoid).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...materials.words.tokens import word_set
from .name_splitting import split_name

PAIRED = 0.9
"""Confidence where a name for the upper half has its counterpart, and a garment is asked for each."""
WORN = 0.75
"""Confidence in such a name otherwise."""

_UPPER = word_set(
    "shirt t-shirt tshirt tee blouse sweater jumper pullover hoodie jacket coat vest jersey tunic top cardigan"
)
_LOWER = word_set("trousers pants jeans skirt shorts leggings slacks bottoms breeches kilt")
_MARKS: Mapping[str, frozenset[str]] = {
    "upper": _UPPER,
    "tops": _UPPER,
    "top": _UPPER,
    "lower": _LOWER,
    "bottoms": _LOWER,
    "bottom": _LOWER,
}
_OPPOSITE = {"upper": "lower", "tops": "bottoms", "top": "bottom"} | {
    "lower": "upper",
    "bottoms": "tops",
    "bottom": "top",
}
_CLOTHES_ALONE = ("tops", "bottoms")
"""Of these the plural says that clothes are meant."""


def worn_parts(names: Sequence[str], asked: Sequence[Sequence[str]]) -> dict[str, tuple[int, float]]:
    """The garment that each name for the upper or the lower half means, and how surely.

    Args:
        names: of one kind that an object has.
        asked: the words of each part.
    """
    worn = {mark: [n for n, word in enumerate(asked) if word and word[-1] in _MARKS[mark]] for mark in _MARKS}
    split = {name: split_name(name) for name in names}
    rests = {(mark, _rest(words, mark)) for words in split.values() for mark in _MARKS if mark in words}
    found = {}
    for name, words in split.items():
        for mark in (mark for mark in _MARKS if mark in words and len(worn[mark]) == 1):
            is_paired = (_OPPOSITE[mark], _rest(words, mark)) in rests and len(worn[_OPPOSITE[mark]]) == 1
            if is_paired or mark in _CLOTHES_ALONE:
                found[name] = (worn[mark][0], PAIRED if is_paired else WORN)
    return found


def _rest(words: Sequence[str], mark: str) -> frozenset[str]:
    return frozenset(word for word in words if word != mark)
