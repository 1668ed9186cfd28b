"""How large textures have to be for what they are to show, and whether the mesh's own vertices would do."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..vocabulary.results import StyledPart

LEAST, MOST = 512, 4096
"""What the size is kept within: below, a texture is no burden, and above, a .blend of a few objects is."""

USUAL_SIZE = 2048
"""Where it is not known how fine the detail is."""

_PER_DETAIL = 2.0
"""Samples across the finest detail: fewer cannot show it (Nyquist)."""


def wanted_texture_size(finest: float | None, area: float, coverage: float) -> int:
    """Width and height of a texture on which the finest detail is about two texels wide: a power of two in 512..4096.

    It is the nearest one: the next larger would take four times as long for detail that is there already.

    Args:
        finest: size of the detail, metres; None: not known.
        area: of the surface, square metres.
        coverage: share of the texture that lies on the surface, 0..1.
    """
    if finest is None or finest <= 0.0 or area <= 0.0:
        return USUAL_SIZE
    texels = _PER_DETAIL / finest * math.sqrt(area / min(max(coverage, 1e-3), 1.0))
    return int(2 ** round(math.log2(min(max(texels, LEAST), MOST))))


def vertices_carry(finest: float, area: float, vertices: int) -> bool:
    """Whether evenly spread vertices are as close as the finest detail asks for."""
    return vertices > 0 and _PER_DETAIL * math.sqrt(area / vertices) <= finest


def finest_detail(parts: Iterable[StyledPart]) -> float | None:
    """Size of the finest detail of all parts that were found, metres; None where none is known."""
    known = [part.finest for part in parts if part.located.found and part.finest is not None]
    return min(known, default=None)
