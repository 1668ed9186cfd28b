"""Wings, propellers and landing gear that aircraft are put together from; the nose is at +x."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .assembly import Assembly
from .geometry import Geometry, merged
from .hulls import Hull, block, hull
from .primitives import ball, cylinder, ring, rod, round_section, sweep


def airfoil(root: ArrayLike, tip: ArrayLike, chords: tuple[float, float], thickness: float, sharp: bool) -> Geometry:
    """A wing, fin or blade between two points.

    Args:
        root: (3,) middle of the chord at the root.
        tip: (3,) at the tip.
        chords: at root and tip.
        thickness: as a fraction of the chord.
        sharp: a lozenge section of few faces instead of a rounded one.
    """
    samples = 3 if sharp else 8
    t = np.linspace(0.0, 1.0, samples)
    chord = chords[0] + (chords[1] - chords[0]) * t
    if not sharp:
        chord = chord * np.where(t > 0.9, 0.8, 1.0)
    section = np.array([(1, 0), (0.4, 1), (-1, 0), (0.4, -1)]) if sharp else round_section(14)
    scale = chord[:, None] * np.array([0.5, 0.5 * thickness])
    return sweep(np.linspace(np.asarray(root, float), np.asarray(tip, float), samples), scale, section, side=(1, 0, 0))


def propeller(rng: np.random.Generator, radius: float, blades: int) -> Geometry:
    """A propeller about the x axis, centred on its hub."""
    chord = radius * rng.uniform(0.12, 0.24)
    blade = airfoil((0, 0, 0), (0, 0, radius), (chord, chord * rng.uniform(0.5, 1.0)), 0.12, bool(rng.random() < 0.3))
    blade = blade.rotated("z", rng.uniform(55, 80))
    start = rng.uniform(0, 360)
    pieces = [blade.rotated("x", start + 360 * k / blades) for k in range(blades)]
    return merged([*pieces, ball(radius * 0.12, radius * 0.1, radius * 0.1, 12)])


def rotor(rng: np.random.Generator, radius: float, blades: int) -> Geometry:
    """A lifting rotor about the z axis, centred on its hub."""
    chord = radius * rng.uniform(0.06, 0.12)
    blade = block(radius * 0.95, chord, radius * 0.012) if rng.random() < 0.5 else None
    if blade is None:
        blade = airfoil((0, 0, 0), (0, radius * 0.95, 0), (chord, chord * 0.9), 0.1, False).rotated("z", -90)
        blade = blade.moved(x=-radius * 0.475)
    start = rng.uniform(0, 360)
    pieces = [blade.moved(x=radius * 0.53).rotated("z", start + 360 * k / blades) for k in range(blades)]
    return merged([*pieces, cylinder(radius * 0.06, radius * 0.06, 12).moved(z=-radius * 0.03)])


def leg_with_wheel(top: ArrayLike, bottom: ArrayLike, radius: float) -> list[Geometry]:
    """A landing leg whose wheel, about the y axis, has its axle at `bottom`."""
    foot = np.asarray(bottom, dtype=np.float64)
    tyre = ring(radius * 0.7, radius * 0.3, 18, 8).rotated("x", 90).moved(*foot)
    hub = cylinder(radius * 0.55, radius * 0.3, 14).moved(z=-radius * 0.15).rotated("x", 90).moved(*foot)
    return [rod(top, bottom, radius * 0.16, sides=8), tyre, hub]


def add_gear(assembly: Assembly, places: list[tuple[float, float, float]], floor: float, radius: float) -> None:
    """Landing legs from (x, y, z) down to wheels that stand on z = `floor`; struts and wheels apart."""
    for x, y, z in places:
        leg, *wheel = leg_with_wheel((x, y * 0.8, z), (x, y, floor + radius), radius)
        assembly.add("landing.gear", leg)
        assembly.add("wheel", *wheel)


def add_tail(assembly: Assembly, rng: np.random.Generator, x: float, z: float, span: float) -> None:
    """Tailplane of half span `span` and a fin, their roots at (x, z)."""
    sharp, chord = bool(rng.random() < 0.3), span * rng.uniform(0.45, 0.7)
    sweep_back, tall = rng.uniform(0.0, 0.4) * span, span * rng.uniform(0.6, 1.0)
    up = tall if rng.random() < 0.2 else 0.0
    for side in (-1, 1):
        tip = (x - sweep_back, side * span, z + up)
        assembly.add("tailplane", airfoil((x, 0, z + up), tip, (chord, chord * 0.6), 0.09, sharp))
    top = (x - sweep_back - 0.1 * span, 0, z + tall)
    assembly.add("tail.fin", airfoil((x, 0, z), top, (chord * 1.1, chord * 0.6), 0.09, sharp))


def canopy(body: Hull, rng: np.random.Generator, x: float, long: float) -> Hull:
    """A bubble on a body from x to x + long."""
    width, _, high = body.at(np.array([x, x + long / 2, x + long]))
    tall = float(width[1]) * rng.uniform(0.5, 0.9)
    half = float(width[1]) * rng.uniform(0.5, 0.7)
    peak = x + long * rng.uniform(0.35, 0.6)
    level = float(high.min())
    return hull(
        [
            (x, 0.02, level - 0.1, float(high[0]) - 0.02),
            (peak, half, level - 0.2, float(high[1]) + tall),
            (x + long, 0.03, level - 0.1, float(high[2]) - 0.02),
        ],
        2.2,
        rounding=int(rng.choice([2, 4])),
    )
