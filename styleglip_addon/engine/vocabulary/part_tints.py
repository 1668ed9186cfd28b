"""The tints that tell parts apart, in pictures and in Blender's views."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable
from itertools import count

UNTINTED = 0.72
"""sRGB grey of surface that is no part's."""

_TINTS = (
    (0.91, 0.36, 0.29),
    (0.25, 0.55, 0.87),
    (0.36, 0.72, 0.36),
    (0.95, 0.73, 0.22),
    (0.62, 0.42, 0.80),
    (0.20, 0.72, 0.74),
    (0.93, 0.49, 0.71),
    (0.60, 0.45, 0.30),
)
"""sRGB of the first parts."""
_GOLDEN = 0.618034
_ALIKE = 0.02
"""Tints are the same where no channel differs by more."""

Tint = tuple[float, float, float]


def part_tint(number: int) -> Tint:
    """The sRGB tint (0..1) of a part, by its number."""
    if number < len(_TINTS):
        return _TINTS[number]
    return colorsys.hsv_to_rgb(number * _GOLDEN % 1.0, 0.45 + 0.2 * (number % 2), 0.85)


def unused_tint(used: Iterable[Tint]) -> Tint:
    """The first tint that no other part has."""
    taken = list(used)
    return next(tint for tint in map(part_tint, count()) if not any(_are_alike(tint, other) for other in taken))


def _are_alike(first: Tint, second: Tint) -> bool:
    return all(abs(one - other) <= _ALIKE for one, other in zip(first, second, strict=True))
