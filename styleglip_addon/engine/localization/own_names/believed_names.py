"""Which names are believed where names of several kinds lie on each other, and where only a hint is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...vocabulary.named_regions import NamedRegion, NameKind
from .matching import CERTAIN, NameMatch

LENT = 0.85
"""Most confidence in the name of a material that several objects with names of their own have."""
LIKELY = 0.5
"""From this confidence on a name says that the object has the part, whatever the pictures say."""
_OTHER = 1 << 30
"""Stands for a thing that is none of the parts."""
_COLLECTIVE = frozenset(
    ("body", "bodywork", "frame", "case", "casing", "housing", "hull", "shell", "torso", "structure")
)
"""Words for what is left when smaller things are named: a car's body has a hood and doors with names of their own."""

Match = tuple[NamedRegion, NameMatch]


def is_collective(word: str) -> bool:
    """Whether a part's word means what is left when smaller things are named."""
    return word.lower() in _COLLECTIVE


def believed(matched: Sequence[Match], words: Sequence[str], count: int) -> list[Match]:
    """The names with the faces on which they are believed, and how surely.

    Args:
        matched: what each name was taken for.
        words: of the parts, which matches number.
        count: one more than the highest face.
    """
    said = {match.word for _, match in matched if not match.is_hint and match.confidence >= LIKELY}
    left = [(region, NameMatch() if match.is_hint and match.word in said else match) for region, match in matched]
    collective = np.array([is_collective(word) for word in words])
    return _without_clothed_bones(_without_lent(left, collective, count), collective, count)


def _without_lent(matched: list[Match], collective: np.ndarray, count: int) -> list[Match]:
    """Names of materials only where they are believed: a material is lent to one thing after the other.

    Where an object's own name says another part, its material's name says nothing. One that several objects have which
    somebody gave names to is not certain, and says nothing of those that are named as a thing of another kind. What a
    material only hints at lies on what has no name, or one for what is left: a car's body is not of glass.
    """
    thing, is_named = np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=bool)
    owner = np.full(count, -1, dtype=np.int64)
    for number, (region, match) in enumerate(matched):
        if region.kind is NameKind.OBJECT and match.is_chosen:
            is_named[region.faces], owner[region.faces] = True, number
            thing[region.faces] = match.word if match.word >= 0 else _OTHER * match.is_other - (not match.is_other)
    is_rest = np.zeros(count, dtype=bool)
    is_word = (thing >= 0) & (thing < len(collective))
    is_rest[is_word] = collective[thing[is_word]]
    hinted = np.zeros(count, dtype=bool)
    result = []
    for region, match in matched:
        if region.kind is NameKind.MATERIAL and match.word >= 0:
            things, owners = thing[region.faces], np.unique(owner[region.faces][is_named[region.faces]])
            is_lent = len(owners) > 1
            other = (things >= 0) & (things != match.word) & (is_lent | match.is_hint | (things != _OTHER))
            if match.is_hint:
                other &= ~is_rest[region.faces]
                hinted[region.faces[~other]] = True
            region = NamedRegion(region.name, region.kind, region.faces[~other])
            if is_lent:
                match = replace(match, confidence=min(match.confidence, LENT))
        result.append((region, match))
    return [
        (replace(region, faces=region.faces[~hinted[region.faces]]), match)
        if match.word >= 0 and collective[match.word] and not match.is_hint
        else (region, match)
        for region, match in result
    ]


def _without_clothed_bones(matched: list[Match], collective: np.ndarray, count: int) -> list[Match]:
    """Bones say nothing where another name says another part for certain: below a shirt's sleeve there is an arm."""
    worn = np.full(count, -1, dtype=np.int64)
    for region, match in matched:
        if not match.is_bone and match.confidence >= CERTAIN and not collective[match.word]:
            worn[region.faces] = match.word
    return [
        (replace(region, faces=region.faces[np.isin(worn[region.faces], (-1, match.word))]), match)
        if match.is_bone and match.word >= 0
        else (region, match)
        for region, match in matched
    ]
