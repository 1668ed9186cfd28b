"""A sailing ship: galleon, pirate ship or barque with masts, yards, square sails and rigging."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import smooth_curve
from ...fittings import drawn_make
from ...geometry import Geometry
from ...primitives import box, cylinder, rod, round_section, sheet, square_section, sweep
from ...wheels import turned_to_view
from .watercraft import BoatLines


def _square_sail(half: float, tall: float, billow: float, narrow: float) -> Geometry:
    """A sail that hangs from z = 0, its belly towards +x."""
    u, v = np.meshgrid(np.linspace(-1, 1, 11), np.linspace(0, 1, 9), indexing="ij")
    belly = billow * np.cos(u * np.pi / 2) ** 0.7 * np.sin(np.pi * np.clip(v * 0.9 + 0.05, 0, 1))
    return sheet(
        np.stack([belly, u * half * (narrow + (1 - narrow) * v), -tall * v + 0.05 * tall * v * (1 - u**2)], axis=-1),
        0.03,
    )


def _triangular_sail(corners: np.ndarray, billow: float) -> Geometry:
    """A sail between a low, an outer and a high corner (3, 3), its belly towards +y."""
    low, outer, high = corners
    s, u = np.meshgrid(np.linspace(0, 0.97, 10), np.linspace(0, 1, 8), indexing="ij")
    flat = (low * (1 - u[..., None]) + outer * u[..., None]) * (1 - s[..., None]) + high * s[..., None]
    flat[..., 1] += billow * np.sin(np.pi * u) * (1 - s)
    return sheet(flat, 0.03)


def sailing_ship(rng: np.random.Generator) -> LabelledObject:
    """A ship under sail with one to three masts."""
    assembly = Assembly("sailing ship", "sailing ship", "ship", "galleon", "pirate ship", "sailboat", "frigate")
    make = drawn_make(rng)
    length, half = rng.uniform(12.0, 22.0), rng.uniform(1.9, 3.0)
    deck = rng.uniform(1.6, 2.6)
    lines = BoatLines(length, half, deck, rng.uniform(1.0, 2.0), rng.uniform(0.5, 0.85), rng.uniform(0.5, 2.0))
    assembly.add("hull", lines.shell(rng.uniform(0.0, 0.4)))
    section = square_section(1.0, 1.4, 0.2)
    for lift in (0.1, -0.5, -1.0)[: int(rng.integers(1, 4))]:
        for side in (-1, 1):
            assembly.add(
                "gunwale" if lift > 0 else "stripe", sweep(lines.rail(side, lift, 1.01), 0.1, section, side=(0, 1, 0))
            )
    if rng.random() < 0.7:
        rise = rng.uniform(0.8, 2.0)
        aft = box(length * 0.22, half * 1.5, rise + 0.8, 0.06, 3).tapered(0.92)
        assembly.add("deckhouse", aft.moved(-length * 0.38, 0, deck + rise / 2))
        for y in np.linspace(-0.5, 0.5, int(rng.integers(2, 5))) * half:
            assembly.add(
                "window", box(0.12, half * 0.22, 0.5, 0.1, 1).moved(-length * 0.49, float(y), deck + rise * 0.5)
            )
        if rng.random() < 0.5:
            posts = [
                rod(
                    (float(x), s * half * 0.7, deck + rise + 0.4),
                    (float(x), s * half * 0.7, deck + rise + 0.9),
                    0.06,
                    sides=6,
                )
                for x in np.linspace(-0.48, -0.29, 5) * length
                for s in (-1, 1)
            ]
            rails = [
                box(length * 0.2, 0.12, 0.1, 0.2, 1).moved(-length * 0.385, s * half * 0.7, deck + rise + 0.92)
                for s in (-1, 1)
            ]
            assembly.add("railing", *posts, *rails)
        if rng.random() < 0.5:
            assembly.add(
                "lantern.frame",
                make.turned([(0.1, 0), (0.25, 0.1), (0.25, 0.5), (0.05, 0.75)]).moved(
                    -length * 0.48, 0, deck + rise + 0.5
                ),
            )
    masts = int(rng.integers(1, 4))
    square = rng.random() < 0.75
    places = {1: (0.05,), 2: (0.2, -0.14), 3: (0.24, -0.02, -0.27)}[masts]
    furled = rng.random() < 0.12
    for k, place in enumerate(places):
        x, tall = length * place, length * rng.uniform(0.55, 0.8) * (1.0 if k != 2 else 0.8)
        assembly.add("mast", make.rod((x, 0, deck - 1.0), (x, 0, deck + tall), 0.2, 0.1))
        if square:
            count = int(rng.integers(2, 4))
            levels = np.linspace(0.93, 0.12, count + 1) * tall + deck
            for row in range(count):
                reach = half * (1.0 + 0.45 * row) * rng.uniform(0.95, 1.1)
                spot = np.array([x + 0.22, 0, levels[row]])
                assembly.add("yard", rod(spot - shift(0, reach, 0), spot + shift(0, reach, 0), 0.08, 0.08, 8))
                drop = float(levels[row] - levels[row + 1]) * 0.9
                if furled:
                    assembly.add("sail", make.disc(0.22, reach * 1.8, "y").moved(*spot).moved(z=-0.22))
                else:
                    assembly.add(
                        "sail", _square_sail(reach * 0.95, drop, drop * rng.uniform(0.15, 0.4), 0.8).moved(*spot)
                    )
        else:
            foot, head = np.array([x - 0.25, 0, deck + 1.0]), np.array([x - 0.22, 0, deck + tall * 0.93])
            outer = np.array([x - length * rng.uniform(0.2, 0.3), 0, deck + 1.0])
            assembly.add("yard", rod(foot + shift(0.2, 0, 0), outer, 0.09, 0.07, 8))
            assembly.add("sail", _triangular_sail(np.stack([foot, outer, head]), rng.uniform(0.2, 0.9)))
        if rng.random() < 0.6:
            assembly.add(
                "crows.nest", make.turned([(0.35, 0), (0.5, 0.45), (0.52, 0.5)]).moved(x, 0, deck + tall * 0.55)
            )
        for side in (-1, 1):
            if rng.random() < 0.7:
                wide, sheer = lines.at(x)
                top = np.array([x, 0, deck + tall * 0.55])
                feet = [np.array([x + d, side * wide, sheer]) for d in (-0.9, -0.3, 0.3)]
                ropes = [rod(foot, top, 0.03, sides=4) for foot in feet]
                ropes += [
                    rod(feet[0] + s * (top - feet[0]), feet[2] + s * (top - feet[2]), 0.02, sides=4)
                    for s in np.linspace(0.1, 0.8, 8)
                ]
                assembly.add("ship.rigging", *ropes)
        if rng.random() < 0.5:
            u, v = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 4), indexing="ij")
            flag = sheet(np.stack([-1.6 * u, 0.15 * np.sin(u * 6), v], axis=-1), 0.02)
            assembly.add("ship.flag", flag.moved(x, 0, deck + tall - 1.0))
    bow = np.array([length * 0.46, 0, float(lines.sheer[-2]) + 0.1])
    tip = bow + shift(length * rng.uniform(0.14, 0.24), 0, length * rng.uniform(0.03, 0.1))
    if rng.random() < 0.85:
        assembly.add("bowsprit", make.rod(bow - (tip - bow) * 0.2, tip, 0.15, 0.08))
        high = np.array([length * places[0], 0, deck + length * 0.5])
        if rng.random() < 0.7:
            for share in (1.0, 0.6)[: int(rng.integers(1, 3))]:
                corner = bow + share * (tip - bow)
                assembly.add(
                    "sail",
                    _triangular_sail(
                        np.stack([corner, high * [1, 1, 0] + shift(0.8, 0, deck + 1.2), high]), rng.uniform(0.1, 0.6)
                    ),
                )
        assembly.add("ship.rigging", rod(tip, high, 0.03, sides=4))
    if rng.random() < 0.5:
        for x in np.linspace(-0.28, 0.2, int(rng.integers(3, 8))) * length:
            wide, sheer = lines.at(float(x))
            for side in (-1, 1):
                assembly.add(
                    "ship.cannon",
                    cylinder(0.14, 0.7, 10, 0.11)
                    .rotated("x", -side * 90)
                    .moved(float(x), side * wide * 0.9, sheer * 0.5),
                )
    if rng.random() < 0.6:
        assembly.add("rudder", box(0.7, 0.16, 2.4, 0.1, 2).moved(-length * 0.5 - 0.25, 0, -0.2))
    if rng.random() < 0.4:
        wheel = [make.hoop(0.5, 0.05, "x")] + [
            rod((0, 0, 0), (0, 0.7 * np.cos(a), 0.7 * np.sin(a)), 0.03, sides=5) for a in np.arange(8) * np.pi / 4
        ]
        assembly.add(
            "helm.wheel",
            *(piece.moved(-length * 0.24, 0, deck + 1.0) for piece in wheel),
            box(0.2, 0.2, 1.0, 0.2, 1).moved(-length * 0.24 - 0.2, 0, deck + 0.5),
        )
    if rng.random() < 0.4:
        spot = np.array([length * 0.36, half * 0.62, deck - 0.1])
        fluke = smooth_curve([spot + shift(-0.4, 0, -0.7), spot + shift(0, 0, -1.1), spot + shift(0.4, 0, -0.7)], 9)
        assembly.add("anchor", rod(spot, spot + shift(0, 0, -1.1), 0.07, sides=8), sweep(fluke, 0.08, round_section(6)))
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"sailing ship": sailing_ship}
