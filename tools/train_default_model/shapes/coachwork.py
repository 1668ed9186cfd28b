"""What road vehicles carry at front, rear and sides: lights, bumpers, grilles, plates, mirrors, handles, exhausts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .assembly import Assembly
from .geometry import Geometry, merged
from .hulls import Cabin, block
from .primitives import ball, box, cylinder, ring, rod
from .wheels import lamp


@dataclass(frozen=True)
class Face:
    """An end of a vehicle: x of its surface, half width, lowest and highest z, and 1 for the front, -1 for the rear."""

    x: float
    half: float
    low: float
    high: float
    way: int = 1

    def put(self, piece: Geometry, across: float, up: float, proud: float = 0.0) -> Geometry:
        """A piece that looks along +x set on the face, -1..1 across, 0..1 up."""
        z = self.low + up * (self.high - self.low)
        turned = piece.scaled(self.way, 1, 1)
        return turned.moved(self.x + self.way * proud, across * self.half, z)


def add_front(assembly: Assembly, rng: np.random.Generator, face: Face) -> None:
    """Headlights, and sometimes grille, indicators, number plate, badge and bumper."""
    tall = face.high - face.low
    light = lamp(rng, min(tall * rng.uniform(0.13, 0.24), face.half * 0.2))
    up = rng.uniform(0.5, 0.78)
    for side in (-1, 1):
        assembly.add("headlight", face.put(light, side * rng.uniform(0.68, 0.78), up))
    if rng.random() < 0.7:
        assembly.add("grille", *(face.put(piece, 0, up * rng.uniform(0.75, 1.0)) for piece in _grille(rng, face)))
    if rng.random() < 0.3:
        for side in (-1, 1):
            assembly.add("indicator", face.put(box(0.04, face.half * 0.12, tall * 0.08, 0.3), side * 0.85, 0.35, 0.01))
    _add_bumper(assembly, rng, face)


def add_rear(assembly: Assembly, rng: np.random.Generator, face: Face) -> None:
    """Tail lights, and sometimes bumper, number plate and exhausts."""
    tall = face.high - face.low
    high = rng.random() < 0.4
    lens = box(0.05, face.half * (0.14 if high else 0.3), tall * (0.4 if high else 0.16), 0.3)
    for side in (-1, 1):
        assembly.add("taillight", face.put(lens, side * 0.8, rng.uniform(0.55, 0.75)))
    _add_bumper(assembly, rng, face)
    if rng.random() < 0.4:
        pipe = cylinder(0.04, 0.2, 12).rotated("y", 90).moved(x=-0.06)
        for side in (-1, 1) if rng.random() < 0.5 else (1,):
            assembly.add("exhaust", face.put(pipe, side * 0.55, -0.03))


def _grille(rng: np.random.Generator, face: Face) -> list[Geometry]:
    tall = (face.high - face.low) * rng.uniform(0.16, 0.4)
    wide = face.half * rng.uniform(0.6, 1.1)
    pieces = [box(0.03, wide, tall, 0.2)]
    bars = int(rng.integers(3, 9))
    if rng.random() < 0.5:
        pieces += [block(0.06, wide, tall / bars * 0.4).moved(z=z) for z in np.linspace(-0.42, 0.42, bars) * tall]
    else:
        pieces += [block(0.06, wide / bars * 0.4, tall).moved(y=y) for y in np.linspace(-0.45, 0.45, bars) * wide]
    return pieces


def _add_bumper(assembly: Assembly, rng: np.random.Generator, face: Face) -> None:
    tall = face.high - face.low
    if rng.random() < 0.75:
        deep = rng.uniform(0.08, 0.2)
        pieces = [box(deep, face.half * rng.uniform(1.9, 2.08), tall * rng.uniform(0.12, 0.28), rng.uniform(0.1, 0.45))]
        if rng.random() < 0.3:
            pieces += [box(deep, 0.08, tall * 0.35, 0.3).moved(0.02, side * face.half * 0.4) for side in (-1, 1)]
        bumper = merged(pieces).bowed(-rng.uniform(0.0, 0.1), 1, 0)
        assembly.add("bumper", face.put(bumper, 0, rng.uniform(0.06, 0.2), deep * 0.2))
    if rng.random() < 0.4:
        assembly.add("license.plate", face.put(box(0.03, 0.42, 0.11, 0.1), 0, rng.uniform(0.2, 0.45), 0.02))


def add_mirrors(assembly: Assembly, rng: np.random.Generator, x: float, half: float, z: float) -> None:
    """A mirror on an arm on either side at x, the flank at `half`, height z."""
    size = rng.uniform(0.06, 0.12)
    head = ball(size * 0.6, size, size * 0.8, 12) if rng.random() < 0.5 else box(size, size * 1.8, size * 1.4, 0.35)
    reach = rng.uniform(0.08, 0.16)
    for side in (-1, 1):
        arm = rod((x, side * half * 0.97, z - 0.05), (x, side * (half + reach), z), 0.02, sides=6)
        assembly.add("mirror", head.moved(x, side * (half + reach), z + 0.02), arm)


def add_windows(assembly: Assembly, rng: np.random.Generator, cabin: Cabin, sides: int, rear: bool = True) -> None:
    """Panes on a cabin: windscreen, so many on either side, and at the rear; sometimes door handles and wipers.

    Args:
        assembly: takes them.
        rng: draws margins and words.
        cabin: whose walls carry them.
        sides: number on either side.
        rear: whether there is one at the rear.
    """
    thick = rng.uniform(0.015, 0.04)
    low, high, margin = rng.uniform(0.1, 0.3), rng.uniform(0.78, 0.9), rng.uniform(0.04, 0.12)
    screen = "windshield" if rng.random() < 0.6 else "car.window"
    assembly.add(screen, cabin.pane("front", (margin, 1 - margin), (low, high), thick))
    if rear:
        assembly.add("car.window", cabin.pane("rear", (margin, 1 - margin), (low, high), thick))
    edges = np.linspace(0.05, 0.95, sides + 1)
    gap = rng.uniform(0.1, 0.25) * (edges[1] - edges[0]) / 2
    for wall in ("left", "right"):
        for k in range(sides):
            across = (edges[k] + gap, edges[k + 1] - gap)
            assembly.add("car.window", cabin.pane(wall, across, (low, high), thick))


def add_beacons(assembly: Assembly, rng: np.random.Generator, x: float, half: float, z: float) -> None:
    """A light bar or flashing lights on a roof."""
    if rng.random() < 0.5:
        pieces = [box(0.25, half * 1.4, 0.05, 0.3)]
        pieces += [box(0.22, half * 0.5, 0.14, 0.4).moved(0, side * half * 0.4, 0.08) for side in (-1, 1)]
        assembly.add("beacon", *(piece.moved(x, 0, z) for piece in pieces))
    else:
        light = cylinder(0.08, 0.14, 14, 0.06)
        for side in (-1, 1):
            assembly.add("beacon", light.moved(x, side * half * 0.6, z))


def steering_wheel(radius: float) -> Geometry:
    """A steering wheel about x that leans back, centred on its hub, with its column."""
    thick = radius * 0.09
    pieces = [ring(radius, thick, 24, 6), cylinder(radius * 0.2, thick * 2, 10)]
    pieces += [
        rod((0, 0, 0), (radius * np.cos(a), radius * np.sin(a), 0), thick * 0.7, sides=6) for a in (0.5, 2.6, 4.7)
    ]
    pieces.append(rod((0, 0, 0), (0, 0, -radius * 2), thick, sides=6))
    return merged(pieces).rotated("y", -60)
