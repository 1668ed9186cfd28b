"""Dials of clocks: face, ring, marks and hands."""

from __future__ import annotations

import numpy as np

from .assembly import Assembly
from .fittings import Make
from .geometry import Geometry, merged
from .primitives import box, plate

NUMERAL_STROKES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0.0, 0.0),),
    ((-0.05, 0.0), (0.05, 0.0)),
    ((-0.05, 15.0), (0.04, -15.0)),
    ((0.0, 25.0), (0.0, -25.0)),
)
"""Place in dial radii and tilt in degrees of the strokes of I, II, V and X."""


def hands(rng: np.random.Generator, make: Make, radius: float) -> list[Geometry]:
    """Hour and minute hand on the xz plane about the origin, in front of a dial."""
    pieces = [make.disc(radius * 0.07, radius * 0.05, "y")]
    for reach, broad, angle in ((0.55, 0.06, rng.uniform(0, 360)), (0.85, 0.04, rng.uniform(0, 360))):
        if rng.random() < 0.5:
            outline = [
                (-0.5 * broad, -0.12),
                (-broad, 0.5 * reach),
                (0, reach),
                (broad, 0.5 * reach),
                (0.5 * broad, -0.12),
            ]
        else:
            outline = [(-broad, -0.1), (-broad, reach), (broad, reach), (broad, -0.1)]
        pieces.append(plate(np.array(outline) * radius, radius * 0.02).rotated("y", angle))
    return pieces


def numerals(rng: np.random.Generator, make: Make, radius: float) -> list[Geometry]:
    """Twelve marks around a dial: bars, dots, or groups of strokes like Roman numerals."""
    kind, pieces = rng.integers(3), []
    for k in range(12):
        if kind == 0:
            mark = box(radius * (0.06 if k % 3 else 0.1), radius * 0.03, radius * 0.18, 0.05, inner=1)
        elif kind == 1:
            mark = make.disc(radius * 0.07, radius * 0.03, "y")
        else:
            strokes = [
                box(radius * 0.03, radius * 0.03, radius * 0.2, 0.05, inner=1).rotated("y", tilt).moved(x=x * radius)
                for x, tilt in NUMERAL_STROKES[k % 4]
            ]
            mark = merged(strokes)
        pieces.append(mark.moved(z=radius * 0.8).rotated("y", 30 * k))
    return pieces


def add_dial(
    rng: np.random.Generator, make: Make, a: Assembly, radius: float, place: tuple[float, float, float]
) -> None:
    """A dial with its hands, marks and ring, its back at `place`, facing the front."""
    x, y, z = place
    thick = radius * rng.uniform(0.04, 0.15)
    dial = [make.disc(radius, thick, "y").moved(y=-thick / 2)]
    a.add("cuckoo.dial", *(p.moved(x, y, z) for p in dial))
    front = y - thick
    if rng.random() < 0.6:
        a.add("machine.trim", make.hoop(radius, radius * rng.uniform(0.05, 0.12), "y").moved(x, front, z))
    if rng.random() < 0.75:
        a.add("cuckoo.numerals", *(p.moved(x, front - radius * 0.01, z) for p in numerals(rng, make, radius)))
    a.add("clock.hand", *(p.moved(x, front - radius * 0.05, z) for p in hands(rng, make, radius)))
