"""A crane: tower crane, harbour crane or mobile crane on a truck."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import directed, shift
from ...curves import smooth_curve
from ...geometry import FloatArray, Geometry
from ...hulls import Cabin, block
from ...primitives import box, cylinder, rod, round_section, square_section, sweep
from ...wheels import WheelSet, turned_to_view


def lattice(start: ArrayLike, end: ArrayLike, half: float, bays: int, thick: float) -> list[Geometry]:
    """A square truss between two points: four chords and the diagonals of every bay."""
    way, length = directed(start, end)
    hint = np.array([0.0, 1.0, 0.0]) if abs(way[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    side = np.cross(hint, way)
    side /= np.linalg.norm(side)
    up = np.cross(way, side)
    corners = [a * half * side + b * half * up for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    origin: FloatArray = np.asarray(start, dtype=np.float64)
    pieces = [rod(origin + c, origin + c + way * length, thick, sides=5) for c in corners]
    for k in range(bays):
        low, high = origin + way * length * k / bays, origin + way * length * (k + 1) / bays
        for i in range(4):
            j = (i + 1) % 4
            first, second = (corners[i], corners[j]) if k % 2 else (corners[j], corners[i])
            pieces.append(rod(low + first, high + second, thick * 0.6, sides=4))
    return pieces


def _add_hook(assembly: Assembly, rng: np.random.Generator, top: FloatArray, drop: float, size: float) -> None:
    """Cable, hook block and hook below a point; sometimes a load."""
    low = top - np.array([0, 0, drop])
    lines = [
        rod(top + shift(0, y * size * 0.3, 0), low + shift(0, y * size * 0.3, 0), size * 0.05, sides=4)
        for y in (-1.0, 1.0)
    ]
    assembly.add("crane.cable", *lines)
    curve = smooth_curve(
        [
            (0, 0, 0),
            (0, 0, -size * 0.5),
            (size * 0.35, 0, -size * 0.9),
            (0, 0, -size * 1.25),
            (-size * 0.35, 0, -size * 0.95),
        ],
        16,
    )
    hook = sweep(curve + low - shift(0, 0, size * 0.4), np.linspace(1.0, 0.5, 16) * size * 0.14, round_section(8))
    assembly.add("hook", hook, box(size * 0.5, size * 0.7, size * 0.8, 0.25, 1).moved(*low))
    if rng.random() < 0.3:
        height = size * rng.uniform(1.5, 3.0)
        crate = box(size * 4, size * 3, height, 0.05, 1).moved(*low)
        assembly.add("load", crate.moved(z=-size * 2.6 - height / 2))


def _tower_crane(assembly: Assembly, rng: np.random.Generator) -> None:
    tall, half = rng.uniform(9.0, 16.0), rng.uniform(0.35, 0.6)
    thick = half * rng.uniform(0.1, 0.2)
    assembly.add("base", box(half * 7, half * 7, half * 1.2, 0.08, 2).moved(z=half * 0.6))
    assembly.add("crane.mast", *lattice((0, 0, half), (0, 0, tall), half, int(rng.integers(6, 12)), thick))
    assembly.add("turntable", cylinder(half * 1.6, half * 0.6, 20).moved(z=tall))
    z = tall + half * 1.2
    reach, back = tall * rng.uniform(0.6, 0.9), tall * rng.uniform(0.2, 0.3)
    assembly.add("crane.jib", *lattice((half, 0, z), (reach, 0, z), half * 0.7, int(rng.integers(7, 13)), thick * 0.8))
    assembly.add("counter.jib", *lattice((-half, 0, z), (-back, 0, z), half * 0.6, 3, thick * 0.8))
    for k in range(int(rng.integers(1, 4))):
        assembly.add(
            "counterweight",
            box(half * 0.7, half * 1.8, half * 2.2, 0.08, 1).moved(-back + half * (0.4 + 0.8 * k), 0, z - half * 1.2),
        )
    peak = np.array([0.0, 0, z + tall * rng.uniform(0.14, 0.25)])
    assembly.add("crane.peak", *(rod((a * half, b * half, z), peak, thick, sides=5) for a in (-1, 1) for b in (-1, 1)))
    ties = [rod(peak, (x, 0, z + half * 0.7), thick * 0.6, sides=5) for x in (reach * 0.6, reach * 0.95, -back * 0.9)]
    assembly.add("crane.tie", *ties)
    side = half * 1.7
    cabin = Cabin(
        (half * 0.2, half * 2.8, half * 0.9, z - half * 1.6), (half * 0.2, half * 3.0, half * 0.9, z + half * 0.6)
    )
    assembly.add("truck.cab", cabin.solid(0.08).moved(y=side))
    for wall in ("front", "left", "right"):
        assembly.add("car.window", cabin.pane(wall, (0.1, 0.9), (0.4, 0.9), 0.04).moved(y=side))
    spot = reach * rng.uniform(0.4, 0.9)
    assembly.add("trolley", box(half * 1.4, half * 1.6, half * 0.4, 0.15, 1).moved(spot, 0, z - half * 0.9))
    _add_hook(assembly, rng, np.array([spot, 0, z - half]), tall * rng.uniform(0.2, 0.6), half * 0.6)


def _mobile_crane(assembly: Assembly, rng: np.random.Generator) -> None:
    length, half = rng.uniform(7.0, 11.0), rng.uniform(1.1, 1.4)
    radius = rng.uniform(0.5, 0.65)
    floor = radius * 1.7
    assembly.add("chassis", box(length, half * 1.9, 0.45, 0.1, 2).moved(z=floor))
    front = length / 2
    cabin = Cabin(
        (front - 1.9, front + 0.1, half, floor - 0.2),
        (front - 1.8, front - rng.uniform(0.0, 0.5), half * 0.92, floor + 1.3),
    )
    assembly.add("truck.cab", cabin.solid(0.1))
    assembly.add("windshield", cabin.pane("front", (0.06, 0.94), (0.45, 0.9), 0.04))
    for wall in ("left", "right"):
        assembly.add("car.window", cabin.pane(wall, (0.3, 0.9), (0.5, 0.9), 0.04))
    wheels = WheelSet(rng, radius, 0.4)
    for x in np.linspace(-0.4, 0.36, int(rng.integers(3, 6))) * length:
        for side in (-1, 1):
            wheels.place(assembly, float(x), side * half * 0.85)
    deck = floor + 0.25
    at = -length * 0.1
    assembly.add("turntable", cylinder(half * 0.7, 0.3, 20).moved(at, 0, deck))
    assembly.add("working.body", box(2.6, half * 1.4, 0.9, 0.12, 2).moved(at - 0.5, 0, deck + 0.7))
    house = Cabin((at - 0.4, at + 1.0, half * 0.3, deck + 0.3), (at - 0.4, at + 0.8, half * 0.28, deck + 1.7))
    assembly.add("truck.cab", house.solid(0.1).moved(y=half * 0.75))
    assembly.add("car.window", house.pane("front", (0.1, 0.9), (0.3, 0.9), 0.04).moved(y=half * 0.75))
    assembly.add("counterweight", box(0.8, half * 1.7, 0.9, 0.2, 2).moved(at - 2.0, 0, deck + 0.7))
    foot = np.array([at - 1.0, 0, deck + 1.2])
    angle = np.radians(rng.uniform(15, 65))
    way = np.array([np.cos(angle), 0, np.sin(angle)])
    reach = length * rng.uniform(0.8, 1.5)
    if rng.random() < 0.6:
        sections = int(rng.integers(2, 5))
        for k in range(sections):
            thick = 0.42 * (1 - 0.18 * k)
            path = np.stack(
                [foot + way * reach * (k / sections) * (1 - 0.05 * (k > 0)), foot + way * reach * (k + 1) / sections]
            )
            assembly.add("crane.jib", sweep(path, thick, square_section(0.8, 1.0, 0.15), side=(0, 1, 0)))
    else:
        assembly.add("crane.jib", *lattice(foot, foot + way * reach, 0.4, int(rng.integers(6, 11)), 0.06))
    ram = foot + way * reach * 0.28
    root = np.array([at + 0.7, 0, deck + 0.5])
    assembly.add("hydraulic", rod(root, (root + ram) / 2, 0.16, sides=10), rod((root + ram) / 2, ram, 0.1, sides=10))
    tip = foot + way * reach
    _add_hook(assembly, rng, tip, float(tip[2]) * rng.uniform(0.3, 0.7), 0.45)
    for x in (-length * 0.45, length * 0.2):
        for side in (-1, 1):
            if rng.random() < 0.8:
                out = half + rng.uniform(0.3, 1.0)
                leg = [block(0.25, out - half * 0.5, 0.2).moved(x, side * (out + half * 0.5) / 2, floor - 0.1)]
                leg += [
                    rod((x, side * out, floor), (x, side * out, 0.1), 0.09, sides=8),
                    cylinder(0.3, 0.08, 14).moved(x, side * out, 0),
                ]
                assembly.add("outrigger", *leg)


def crane(rng: np.random.Generator) -> LabelledObject:
    """A tower crane or a mobile crane."""
    assembly = Assembly("crane", "crane", "tower crane", "construction crane", "mobile crane")
    if rng.random() < 0.55:
        _tower_crane(assembly, rng)
    else:
        _mobile_crane(assembly, rng)
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"crane": crane}
