"""A motorcycle: sports machine, chopper, scooter-like tourer or off-road machine."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import smooth_curve
from ...fittings import Make, drawn_make, hull, side_plate
from ...geometry import FloatArray, Geometry
from ...primitives import ball, box, cylinder, ring, rod, round_section, sheet, sweep
from ...wheels import WheelSet, turned_to_view
from .bicycles import mudguard


def _along_x(piece: Geometry) -> Geometry:
    """A piece built along y turned so that its +y end is the front (+x)."""
    return piece.rotated("z", -90)


def _engine(rng: np.random.Generator, make: Make, size: float) -> list[Geometry]:
    """Crankcase and one or two finned cylinders about the origin."""
    width = size * rng.uniform(0.8, 1.3)
    pieces = [
        make.block(size * 1.5, width, size * 0.8, 0.2),
        make.disc(size * 0.36, width * 1.15, "y").moved(size * 0.3),
    ]
    lean = (25.0, -25.0) if rng.random() < 0.5 else (15.0,)
    fins = int(rng.integers(4, 8))
    for angle in lean:
        parts = [make.disc(size * 0.28, size * 0.9).moved(z=size * 0.75)]
        plate = (
            make.disc(size * 0.4, size * 0.05)
            if rng.random() < 0.5
            else box(size * 0.7, size * 0.8, size * 0.05, 0.1, 1)
        )
        parts += [plate.moved(z=z) for z in np.linspace(0.45, 1.1, fins) * size]
        parts.append(make.block(size * 0.6, size * 0.7, size * 0.2, 0.2).moved(z=size * 1.2))
        pieces += [part.rotated("y", angle) for part in parts]
    return pieces


def _exhaust(rng: np.random.Generator, start: FloatArray, end: FloatArray, thick: float) -> list[Geometry]:
    """A bent pipe from the engine with its silencer."""
    knee = np.array([start[0] + 0.12, start[1] * 1.3, (start[2] + end[2]) / 2])
    low = np.array([start[0] - 0.05, end[1], end[2] - 0.02])
    path = smooth_curve([start, knee, low, end], 16)
    way = end - low
    tail = end + way / np.linalg.norm(way) * rng.uniform(0.25, 0.5)
    silencer = rod(end, tail, thick * rng.uniform(1.5, 2.4), thick * rng.uniform(1.5, 2.6), 14)
    return [sweep(path, thick, round_section(8)), silencer]


def _seat(rng: np.random.Generator, back: float, front: float, z: float, half: float) -> Geometry:
    """A long upholstered seat, its rear often raised."""
    rise = rng.uniform(0.0, 0.12)
    thick = rng.uniform(0.05, 0.1)
    stations = [
        (back, half * 0.7, z + rise, z + rise + thick * 0.7),
        (back + 0.3 * (front - back), half * 1.8, z + rise * 0.7, z + rise + thick),
        (back + 0.6 * (front - back), half * 2.0, z, z + thick),
        (front, half * 1.0, z, z + thick * 1.1),
    ]
    return _along_x(hull(stations, 12, 14, 3.0))


def _add_front_end(
    assembly: Assembly, rng: np.random.Generator, make: Make, head: FloatArray, axle: FloatArray
) -> None:
    """Forks, handlebar with grips, levers and mirrors, headlight and gauges."""
    thick = rng.uniform(0.022, 0.034)
    apart = rng.uniform(0.08, 0.11)
    legs = []
    for side in (-1, 1):
        out = np.array([0, side * apart, 0])
        middle = (head + axle) / 2
        legs += [make.rod(axle + out, middle + out, thick * 1.35), make.rod(middle + out, head + out, thick)]
    clamp = make.block(0.09, apart * 2.6, 0.04, 0.2)
    legs += [clamp.moved(*head), clamp.moved(*(head + 0.2 * (axle - head)))]
    assembly.add("cycle.fork", *legs)
    half, rise, back = rng.uniform(0.28, 0.42), rng.uniform(0.0, 0.3), rng.uniform(0.02, 0.25)
    right = np.array(
        [(0, 0, 0.02), (0.0, 0.1, 0.03 + rise * 0.6), (-back * 0.4, half * 0.7, 0.03 + rise), (-back, half, rise)]
    )
    left = right[:0:-1] * [1, -1, 1]
    bar = smooth_curve(np.concatenate([left, right]), 25) + head
    assembly.add("cycle.handlebar", sweep(bar, 0.014, round_section(8)))
    for end, inner in ((bar[-1], bar[-5]), (bar[0], bar[4])):
        assembly.add("cycle.grip", make.rod(inner, end, 0.022))
        if rng.random() < 0.6:
            assembly.add("brake", rod(inner + shift(0.03, 0, 0), end + shift(0.07, 0, -0.01), 0.008, sides=6))
    if rng.random() < 0.65:
        disc = ball(0.012, 0.06, 0.045, 12) if rng.random() < 0.5 else box(0.02, 0.11, 0.07, 0.35, 2)
        for end in (bar[-6], bar[5]):
            top = end + np.array([-0.02, np.sign(end[1]) * 0.06, rng.uniform(0.1, 0.18)])
            assembly.add("mirror", disc.moved(*top), rod(end, top, 0.007, sides=6))
    lamp = cylinder(0.06, 0.12, max(make.sides, 12), 0.095).rotated("y", 90)
    if rng.random() < 0.3:
        lamp = make.block(0.1, 0.2, 0.13, 0.3)
    assembly.add("headlight", lamp.moved(*head).moved(0.08, 0, -0.08))
    if rng.random() < 0.5:
        dial = cylinder(0.045, 0.05, 14).rotated("y", -35)
        for y in (-0.055, 0.055) if rng.random() < 0.5 else (0.0,):
            assembly.add("gauge", dial.moved(*head).moved(0.03, y, 0.06))
    if rng.random() < 0.3:
        u, v = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(0, 1, 6), indexing="ij")
        tall = rng.uniform(0.2, 0.42)
        shield = np.stack([0.12 - 0.08 * u**2 - 0.18 * v, 0.2 * u * (1 - 0.3 * v), v * tall], axis=-1)
        assembly.add("windshield", sheet(shield, 0.008).moved(*head).moved(0.03))
    if rng.random() < 0.5:
        light = ball(0.025, segments=10)
        for side in (-1, 1):
            spot = head + np.array([0.08, side * 0.17, -0.08])
            assembly.add("indicator", light.moved(*spot), rod(spot, spot * [1, 0.4, 1], 0.008, sides=6))


def _add_rear_end(assembly: Assembly, rng: np.random.Generator, tail: FloatArray, half: float) -> None:
    """Tail light, number plate, indicators, bags."""
    assembly.add("taillight", box(0.04, half * rng.uniform(0.6, 1.2), 0.05, 0.35, 1).moved(*tail))
    if rng.random() < 0.5:
        assembly.add(
            "license.plate", box(0.01, 0.18, 0.13, 0.1, 1).rotated("y", -20).moved(*tail).moved(-0.05, 0, -0.14)
        )
    if rng.random() < 0.45:
        for side in (-1, 1):
            spot = tail + np.array([0.04, side * 0.16, -0.03])
            assembly.add(
                "indicator", ball(0.025, segments=10).moved(*spot), rod(spot, spot * [1, 0.3, 1], 0.008, sides=6)
            )
    if rng.random() < 0.25:
        bag = box(0.42, 0.16, 0.3, rng.uniform(0.15, 0.4), 3)
        for side in (-1, 1):
            assembly.add("saddlebag", bag.moved(*tail).moved(0.2, side * 0.22, -0.22))
    if rng.random() < 0.2:
        assembly.add("cargo.box", box(0.32, 0.36, 0.28, 0.3, 3).moved(*tail).moved(0.0, 0, 0.22))


def motorcycle(rng: np.random.Generator) -> LabelledObject:
    """A motorcycle with or without fairing."""
    assembly = Assembly("motorcycle", "motorcycle", "motorbike", "bike", "chopper", "scooter")
    make = drawn_make(rng)
    radius = rng.uniform(0.27, 0.36)
    base = rng.uniform(1.2, 1.75)
    wide = rng.uniform(0.12, 0.2)
    rear, front = np.array([0.0, 0, radius]), np.array([base, 0, radius * rng.uniform(0.95, 1.1)])
    wheels = WheelSet(rng, radius, wide)
    wheels.place(assembly, 0.0, 0.0)
    wheels.place(assembly, base, 0.0, float(front[2] / radius))
    head = np.array([base - rng.uniform(0.22, 0.55), 0, rng.uniform(0.82, 1.05)])
    size = rng.uniform(0.19, 0.27)
    middle = np.array([base * rng.uniform(0.42, 0.5), 0, radius + 0.06])
    seat_z = rng.uniform(0.6, 0.78)
    assembly.add("engine", *(piece.moved(*middle) for piece in _engine(rng, make, size)))
    tank_back, tank_front = middle[0] - 0.08, head[0] - 0.03
    tank_top = seat_z + rng.uniform(0.14, 0.26)
    tank = hull(
        [
            (tank_back, 0.18, seat_z, seat_z + 0.08),
            (tank_back * 0.5 + tank_front * 0.5, rng.uniform(0.24, 0.36), seat_z - 0.02, tank_top),
            (tank_front, 0.16, seat_z + 0.04, tank_top - 0.03),
        ],
        max(make.sides // 2, 6),
        max(make.sides, 10),
        rng.uniform(2.0, 3.0),
    )
    cap = cylinder(0.035, 0.025, 12).moved((tank_back + tank_front) / 2, 0, tank_top - 0.005)
    assembly.add("fuel.tank", _along_x(tank), *([cap] if rng.random() < 0.5 else []))
    back = -rng.uniform(0.0, 0.25)
    half = rng.uniform(0.1, 0.16)
    assembly.add("cycle.saddle", _seat(rng, back, tank_back + 0.05, seat_z, half))
    thick = rng.uniform(0.016, 0.028)
    tubes = []
    for side in (-1, 1):
        y = side * rng.uniform(0.07, 0.12)
        below = np.array(
            [
                (head[0] - 0.03, y * 0.4, head[2] - 0.12),
                (middle[0] + size, y, middle[2]),
                (middle[0] + size * 0.6, y, radius * 0.6),
                (middle[0] - size, y, radius * 0.6),
                (middle[0] - size * 1.1, y, seat_z - 0.05),
            ]
        )
        tubes.append(make.tube(smooth_curve(below, 18), thick))
        tubes.append(make.rod((head[0] - 0.03, y * 0.4, head[2] - 0.06), (back + 0.1, y, seat_z - 0.01), thick))
    assembly.add("cycle.frame", *tubes)
    arm = [
        make.rod((middle[0] - size, s * 0.1, radius), rear + shift(0, s * (wide * 0.5 + 0.03), 0), thick * 1.4)
        for s in (-1, 1)
    ]
    assembly.add("swingarm", *arm, rod(rear - shift(0, wide * 0.8, 0), rear + shift(0, wide * 0.8, 0), 0.02))
    if rng.random() < 0.7:
        for side in (-1, 1):
            start, end = np.array([0.08, side * 0.12, radius + 0.05]), np.array([0.2, side * 0.12, seat_z - 0.02])
            coils = [ring(0.04, 0.009, 14, 5).moved(z=z) for z in np.linspace(0.06, 0.24, 6)]
            turn = np.degrees(np.arctan2(end[0] - start[0], end[2] - start[2]))
            spring = [coil.rotated("y", float(turn)).moved(*start) for coil in coils]
            assembly.add("shock", make.rod(start, end, 0.022), *(spring if rng.random() < 0.6 else []))
    for side in (-1, 1) if rng.random() < 0.4 else (1,):
        port = middle + np.array([size * 0.5, side * size * 0.45, size * 0.7])
        end = np.array([rng.uniform(0.1, 0.35), side * rng.uniform(0.14, 0.2), radius * rng.uniform(0.6, 1.3)])
        assembly.add("exhaust", *_exhaust(rng, port, end, rng.uniform(0.018, 0.028)))
    _add_front_end(assembly, rng, make, head, front)
    _add_rear_end(assembly, rng, np.array([back - 0.04, 0, seat_z + 0.0]), half)
    reach = radius + rng.uniform(0.02, 0.06)
    if rng.random() < 0.8:
        assembly.add("fender", mudguard(reach, wide * 1.25, 40, rng.uniform(130, 190), 0.012).moved(*front))
    if rng.random() < 0.6:
        assembly.add(
            "fender", mudguard(reach, wide * 1.3, rng.uniform(40, 80), rng.uniform(150, 200), 0.012).moved(*rear)
        )
    if rng.random() < 0.3:
        outline = [
            (head[0] + 0.16, head[2] - 0.05),
            (head[0] - 0.05, head[2]),
            (middle[0] - 0.1, seat_z),
            (middle[0] - size, radius * 0.7),
            (middle[0] + size * 1.2, radius * 0.6),
            (base - radius - 0.06, radius * 1.2),
        ]
        panel = side_plate(smooth_curve(outline, 24, closed=True) * [1, 1], 0.02).rotated("z", -90)
        flank = panel.moved(*(-panel.vertices.mean(axis=0) * [0, 1, 0]))
        for side in (-1, 1):
            assembly.add("fairing", flank.moved(y=side * rng.uniform(0.17, 0.21)))
    for side in (-1, 1):
        spot = middle + np.array([-size * 0.6, side * 0.14, -0.12])
        if rng.random() < 0.8:
            assembly.add("footpeg", rod(spot, spot + shift(0, side * 0.11, 0), 0.016, sides=8))
    if rng.random() < 0.5:
        assembly.add(
            "brake", ring(radius * 0.36, 0.02, 20, 6).scaled(1, 1, 0.3).rotated("x", 90).moved(*front).moved(y=0.07)
        )
    if rng.random() < 0.4:
        assembly.add(
            "kickstand", rod(middle + shift(-size, 0.1, -0.15), (middle[0] - size - 0.1, 0.28, 0.01), 0.013, sides=8)
        )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"motorcycle": motorcycle}
