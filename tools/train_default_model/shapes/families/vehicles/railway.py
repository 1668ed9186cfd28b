"""What locomotives and wagons share: wheelsets, bogies, couplers, rails, railings, heaps of coal."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly
from ...fittings import Make
from ...geometry import Geometry, merged
from ...hulls import block
from ...primitives import ball, box, cylinder, ring, rod


def track_height(rng: np.random.Generator) -> float:
    """Depth of the rails below the wheels, 0 for a model without them."""
    return float(rng.uniform(0.12, 0.2)) if rng.random() < 0.35 else 0.0


def spoked_wheel(rng: np.random.Generator, make: Make, radius: float, width: float) -> Geometry:
    """A flanged rail wheel about the y axis, its outer side +y: with spokes or a disc."""
    flange = cylinder(radius * 1.07, width * 0.3, min(max(make.sides, 10), 20)).moved(z=-width / 2)
    hub = cylinder(radius * 0.22, width * 1.2, 12).moved(z=-width * 0.5)
    if rng.random() < 0.5:
        pieces = [flange, cylinder(radius, width, min(max(make.sides, 10), 20)).moved(z=-width / 2), hub]
        pieces.append(ring(radius * 0.8, radius * 0.06, min(max(make.sides, 10), 20), 6).moved(z=width / 2))
    else:
        thick = radius * 0.1
        pieces = [ring(radius - thick, thick, min(max(make.sides, 12), 20), 6).scaled(1, 1, width / (2 * thick)), hub]
        pieces.append(ring(radius * 0.98, radius * 0.08, min(max(make.sides, 12), 20), 6).moved(z=-width * 0.4))
        count = int(rng.integers(6, 13))
        spoke = block(radius * 0.85, radius * 0.08, width * 0.4).moved(radius * 0.45)
        pieces += [spoke.rotated("z", 360.0 * k / count) for k in range(count)]
    return merged(pieces).rotated("x", -90)


def add_wheelset(assembly: Assembly, wheel: Geometry, x: float, half: float, radius: float) -> None:
    """Two wheels and their axle."""
    for side in (-1, 1):
        assembly.add("rail.wheel", wheel.scaled(1, side, 1).moved(x, side * half, radius))
    assembly.add("axle", rod((x, -half, radius), (x, half, radius), radius * 0.14, sides=8))


def add_bogies(
    assembly: Assembly, rng: np.random.Generator, make: Make, reach: float, half: float, floor: float
) -> None:
    """Two bogies of two or three axles at x = ±`reach`, below `floor`."""
    axles, radius = int(rng.integers(2, 4)), floor * rng.uniform(0.34, 0.42)
    wheel = spoked_wheel(rng, make, radius, 0.12)
    places = np.linspace(-1, 1, axles) * radius * (axles - 1) * rng.uniform(1.15, 1.4)
    length = float(np.ptp(places)) + radius * 1.4
    for middle in (-reach, reach):
        sides = [
            box(length, 0.12, radius * 0.7, 0.2, 1).moved(middle, s * (half + 0.12), radius * 1.15) for s in (-1, 1)
        ]
        sides.append(box(0.5, half * 2, 0.2, 0.15, 1).moved(middle, 0, radius * 1.3))
        journal = box(0.24, 0.12, 0.26, 0.2, 1)
        sides += [journal.moved(middle + float(x), s * (half + 0.2), radius) for x in places for s in (-1, 1)]
        assembly.add("bogie", *sides)
        for x in places:
            add_wheelset(assembly, wheel, middle + float(x), half, radius)


def add_couplers(
    assembly: Assembly, rng: np.random.Generator, make: Make, ends: tuple[float, float], half: float, z: float
) -> None:
    """A coupler or hook at either end, and often two buffers."""
    with_buffers = rng.random() < 0.6
    for x, way in zip(ends, (-1, 1), strict=True):
        if with_buffers:
            for side in (-1, 1):
                y = side * half * 0.75
                head = make.disc(0.2, 0.06, "x").moved(x + way * 0.42, y, z)
                assembly.add("buffer", head, rod((x, y, z), (x + way * 0.4, y, z), 0.09, 0.07, 10))
        if rng.random() < 0.75:
            claw = box(0.18, 0.26, 0.24, 0.25, 1).moved(x + way * 0.4, 0, z)
            assembly.add("coupler", rod((x, 0, z), (x + way * 0.36, 0, z), 0.06, sides=8), claw)


def add_rails(assembly: Assembly, rng: np.random.Generator, half: float, depth: float) -> None:
    """Two rails on sleepers under the whole model."""
    low, high = assembly.bounds()
    start, end = float(low[0]) - 0.2, float(high[0]) + 0.2
    for side in (-1, 1):
        shape = [
            block(end - start, 0.08, depth * 0.35).moved(z=-depth * 0.17),
            block(end - start, 0.2, depth * 0.12).moved(z=-depth * 0.5),
        ]
        shape.append(block(end - start, 0.03, depth * 0.5).moved(z=-depth * 0.3))
        assembly.add("rail", *(piece.moved((start + end) / 2, side * half) for piece in shape))
    count = max(int((end - start) / rng.uniform(0.5, 0.9)), 3)
    tie = block(0.26, half * 3.2, depth * 0.5).moved(z=-depth * 0.8)
    for x in np.linspace(start + 0.2, end - 0.2, count):
        assembly.add("sleeper", tie.moved(float(x)))


def railing(make: Make, start: float, end: float, y: float, z: float) -> list[Geometry]:
    """A handrail with posts along x."""
    posts = [rod((x, y, z), (x, y, z + 0.9), 0.025, sides=6) for x in np.linspace(start, end, 9)]
    return [make.rod((start, y, z + 0.9), (end, y, z + 0.9), 0.03), *posts]


def coal_heap(rng: np.random.Generator, length: float, width: float, height: float) -> Geometry:
    """A lumpy heap about the origin."""
    return ball(length / 2, width / 2, height, 20).wobbled(rng, 0.03, 5.0)
