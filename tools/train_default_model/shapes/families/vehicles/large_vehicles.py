"""Families of large vehicles on the road: vans, buses, fire engines."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...coachwork import Face, add_beacons, add_front, add_mirrors, add_rear, add_windows
from ...geometry import Geometry, merged
from ...hulls import Cabin, block, hull, with_arches
from ...primitives import box, cylinder, ring, rod
from ...wheels import WheelSet, turned_to_view


def ladder(length: float, width: float, rungs: int, thick: float) -> Geometry:
    """A ladder along x, flat in the xy plane, about the origin."""
    pieces = [box(length, thick * 2, thick * 2.4, 0.2).moved(y=side * width / 2) for side in (-1, 1)]
    for x in np.linspace(-0.46, 0.46, rungs) * length:
        pieces.append(rod((x, -width / 2, 0), (x, width / 2, 0), thick * 0.7, sides=6))
    return merged(pieces)


def van(rng: np.random.Generator) -> LabelledObject:
    """A van or camper: one box with a short or no hood, sliding doors, few or many windows."""
    assembly = Assembly("van", "van", "camper", "minibus", "delivery van", "vehicle", "car")
    length, half, radius = rng.uniform(3.8, 5.6), rng.uniform(0.85, 1.05), rng.uniform(0.3, 0.38)
    low, belt, roof = rng.uniform(0.22, 0.35), rng.uniform(1.0, 1.25), rng.uniform(1.85, 2.5)
    front, rear = length / 2, -length / 2
    hood = float(rng.choice([0.05, 0.35, 0.7]))
    scuttle = front - hood
    axles = (rear + max(0.2 * length, 1.3 * radius), front - max(0.17 * length, 1.3 * radius))
    shell = hull(
        [
            (rear, half * 0.98, low + 0.05, belt),
            (scuttle, half, low, belt),
            (front, half * rng.uniform(0.88, 0.98), low + 0.05, belt * rng.uniform(0.75, 0.95)),
        ],
        power=float(rng.choice([5.0, 9.0])),
        rounding=int(rng.choice([0, 2, 4])),
    )
    lower = with_arches(shell, axles, radius * 1.15, radius).solid(18, int(rng.choice([12, 20])))
    cabin = Cabin(
        (rear + 0.01, scuttle, half * 0.98, belt - 0.08),
        (rear + rng.uniform(0.02, 0.15), scuttle - rng.uniform(0.1, 0.8), half * rng.uniform(0.85, 0.95), roof),
    )
    house = cabin.solid(rng.uniform(0.05, 0.28), 4)
    if rng.random() < 0.6:
        assembly.add("car.body", lower, house)
    else:
        assembly.add("car.body", lower)
        assembly.add("vehicle.roof", house)
    if rng.random() < 0.6:
        add_windows(assembly, rng, cabin, int(rng.integers(2, 5)))
    else:
        assembly.add("windshield", cabin.pane("front", (0.06, 0.94), (0.15, 0.88), 0.03))
        for wall in ("left", "right"):
            assembly.add("car.window", cabin.pane(wall, (0.74, 0.95), (0.15, 0.85), 0.03))
    if rng.random() < 0.5:
        for wall in ("left", "right"):
            thin = rng.uniform(0.015, 0.03)
            assembly.add(
                "car.door",
                cabin.pane(wall, (0.35, 0.68), (0.02, 0.12), thin),
                shell.side_panel(
                    (rear + 0.36 * length, rear + 0.62 * length), (-0.7, 0.6), 1 if wall == "left" else -1, thin
                ),
            )
    if rng.random() < 0.4:
        for side in (-1, 1):
            band = box(axles[1] - axles[0] - 2.5 * radius, 0.05, 0.1, 0.3)
            assembly.add("stripe", band.moved((axles[0] + axles[1]) / 2, side * half * 0.99, belt * 0.62))
    wheels = WheelSet(rng, radius, rng.uniform(0.2, 0.28))
    for x in axles:
        for side in (-1, 1):
            wheels.place(assembly, x, side * (half - wheels.width * 0.45))
    add_front(assembly, rng, Face(front - 0.02, half * 0.92, low + 0.05, belt * 0.9))
    add_rear(assembly, rng, Face(rear + 0.01, half * 0.97, low, belt, -1))
    add_mirrors(assembly, rng, scuttle - 0.2, half, belt + 0.15)
    if rng.random() < 0.35:
        top = ladder(length * 0.6, half * 1.4, int(rng.integers(4, 9)), 0.03)
        assembly.add("roof.rack", top.moved(-0.1 * length, 0, roof + 0.03))
        if rng.random() < 0.5:
            assembly.add("load", box(0.9, half, 0.3, 0.25).moved(-0.1 * length, 0, roof + 0.2))
    if rng.random() < 0.2:
        spare = cylinder(radius, 0.2, 20).rotated("y", -90).moved(rear, 0, belt * 0.9)
        assembly.add("spare.wheel", spare)
    return assembly.finish(turned_to_view(rng))


def bus(rng: np.random.Generator) -> LabelledObject:
    """A bus, coach, school bus or double-decker."""
    assembly = Assembly("bus", "bus", "coach", "school bus", "vehicle")
    length, half, radius = rng.uniform(5.5, 11.0), rng.uniform(1.05, 1.3), rng.uniform(0.42, 0.55)
    low, belt = rng.uniform(0.3, 0.5), rng.uniform(1.2, 1.5)
    decks = 2 if rng.random() < 0.2 else 1
    roof = belt + rng.uniform(1.1, 1.7)
    front, rear = length / 2, -length / 2
    hood = 1.2 if rng.random() < 0.25 and decks == 1 else 0.0
    axles = (rear + rng.uniform(0.2, 0.28) * length, front - max(rng.uniform(0.12, 0.2) * length, radius * 1.3))
    nose = front - hood
    bevel = rng.uniform(0.03, 0.25) if decks == 1 else 0.04
    shell = hull([(rear, half, low, belt), (nose, half, low, belt)], 9.0)
    floors = [Cabin((rear, nose, half, belt - 0.02), (rear, nose - rng.uniform(0.0, 0.3), half * 0.96, roof))]
    if decks == 2:
        floors.append(Cabin((rear, nose, half * 0.97, roof), (rear, nose - 0.1, half * 0.94, roof + 1.7)))
    body = [with_arches(shell, axles, radius * 1.12, radius).solid(16, 16), *(part.solid(bevel, 3) for part in floors)]
    if hood:
        body.append(
            hull([(nose - 0.1, half * 0.85, low, belt), (front, half * 0.75, low, belt * 0.9)], 6.0).solid(6, 16)
        )
    if rng.random() < 0.4:
        assembly.add("car.body", *body)
    else:
        roof_panel = box(length * 0.98 - hood, half * 1.86, 0.12, 0.4, 3).moved(-hood / 2 - 0.05, 0, floors[-1].roof[3])
        assembly.add("car.body", *body)
        assembly.add("vehicle.roof", roof_panel)
    count = int(rng.integers(4, 9))
    for part in floors:
        add_windows(assembly, rng, part, count, rear=rng.random() < 0.8)
    doors = [(0.86, 0.96)] + ([(0.42, 0.52)] if rng.random() < 0.5 else [])
    tall = Cabin((rear, nose, half + 0.01, low + 0.1), (rear, nose, half + 0.0, roof - 0.2))
    for across in doors:
        assembly.add("car.door", tall.pane("right", across, (0.0, 1.0), 0.07))
    wheels = WheelSet(rng, radius, rng.uniform(0.28, 0.36))
    for x in axles:
        for side in (-1, 1):
            wheels.place(assembly, x, side * (half - wheels.width * 0.5))
    add_front(assembly, rng, Face(front, half * (0.75 if hood else 0.97), low, belt))
    add_rear(assembly, rng, Face(rear, half * 0.97, low, belt, -1))
    add_mirrors(assembly, rng, nose - 0.05, half, belt + 0.6)
    if rng.random() < 0.6:
        assembly.add(
            "destination.sign", box(0.08, half * 1.2, 0.26, 0.2).moved(nose - 0.1, 0, floors[-1].roof[3] - 0.1)
        )
    if rng.random() < 0.5:
        for side in (-1, 1):
            assembly.add("stripe", block(length * 0.95 - hood, 0.03, 0.12).moved(-hood / 2, side * half, belt * 0.85))
    if rng.random() < 0.3:
        boxes = [box(1.2, half, 0.3, 0.2).moved(x, 0, floors[-1].roof[3] + 0.1) for x in (-length * 0.2, length * 0.15)]
        assembly.add_each("roof.rack", *boxes)
    return assembly.finish(turned_to_view(rng))


def fire_engine(rng: np.random.Generator) -> LabelledObject:
    """A fire engine or lorry: cab, equipment box with shutters, ladder, beacons; or a lorry with its cargo box."""
    lorry = rng.random() < 0.35
    names = ("truck", "lorry", "delivery truck") if lorry else ("fire engine", "fire truck", "truck")
    assembly = Assembly("fire engine", *names, "vehicle")
    length, half, radius = rng.uniform(5.5, 8.5), rng.uniform(1.05, 1.3), rng.uniform(0.42, 0.58)
    low, belt, roof = rng.uniform(0.4, 0.6), rng.uniform(1.4, 1.7), rng.uniform(2.4, 2.9)
    front, rear = length / 2, -length / 2
    cab_rear = front - rng.uniform(1.6, 2.6)
    hood = rng.uniform(0.9, 1.3) if rng.random() < 0.3 else 0.0
    axles = (rear + 0.22 * length, front - max(0.17 * length, 1.3 * radius))
    nose = front - hood
    lower = hull(
        [(cab_rear - hood, half, low, belt), (nose, half, low, belt), (front, half * 0.9, low, belt * 0.92)][
            : 3 if hood else 2
        ],
        8.0,
    )
    cabin = Cabin(
        (cab_rear - hood, nose, half, belt - 0.05),
        (cab_rear - hood, nose - rng.uniform(0.0, 0.35), half * 0.93, roof),
    )
    assembly.add(
        "truck.cab",
        with_arches(lower, axles[1:], radius * 1.12, radius).solid(10, 16),
        cabin.solid(rng.uniform(0.05, 0.2)),
    )
    add_windows(assembly, rng, cabin, int(rng.integers(1, 3)), rear=False)
    cab_rear -= hood
    long = cab_rear - rear - 0.08
    middle = rear + long / 2
    top = roof + rng.uniform(-0.2, 0.5)
    deck = radius * 2.05 if lorry else low
    cargo = hull([(rear, half, deck, top), (rear + long, half, deck, top)], 9.0)
    if not lorry:
        cargo = with_arches(cargo, axles[:1], radius * 1.12, radius)
    assembly.add("cargo.box" if lorry else "car.body", cargo.solid(8, 16))
    if lorry and rng.random() < 0.6:
        gate = box(0.05, half * 0.9, top - deck - 0.2, 0.1).moved(rear, 0, (top + deck) / 2)
        assembly.add("car.door", *(gate.moved(y=side * half * 0.48) for side in (-1, 1)))
    if not lorry:
        count = int(rng.integers(2, 5))
        width = long / count
        for side in (-1, 1):
            for k in range(count):
                x = rear + width * (k + 0.5)
                floor = radius * 2.3 if abs(x - axles[0]) < radius * 1.2 + width / 2 else low + 0.2
                slats = np.linspace(floor, top - 0.25, 8)
                shut = [block(width * 0.86, 0.04, (slats[1] - slats[0]) * 0.9).moved(x, side * half, z) for z in slats]
                assembly.add("car.door", *shut)
        steps = ladder(long * rng.uniform(0.9, 1.3), half * 0.7, int(rng.integers(9, 16)), 0.05)
        assembly.add("ladder", steps.rotated("y", -rng.uniform(0, 12)).moved(middle + long * 0.1, 0, top + 0.35))
        assembly.add("turntable", cylinder(half * 0.45, 0.3, 20).moved(middle - long * 0.2, 0, top))
        if rng.random() < 0.6:
            coil = [ring(0.28 + 0.01 * k, 0.05, 20, 6).rotated("x", 90).moved(y=0.1 * k - 0.1) for k in range(3)]
            assembly.add("hose", *(piece.moved(rear - 0.05, 0, belt).rotated("z", 0) for piece in coil))
        add_beacons(assembly, rng, (cabin.roof[0] + cabin.roof[1]) / 2, half * 0.9, roof + 0.02)
        if rng.random() < 0.6:
            for side in (-1, 1):
                assembly.add("stripe", block(long * 0.98, 0.06, 0.12).moved(middle, side * half, low + 0.12))
    assembly.add("chassis", box(length * 0.94, half * 1.1, 0.25, 0.1, 3).moved(-0.05, 0, max(low, radius * 1.2)))
    wheels = WheelSet(rng, radius, rng.uniform(0.3, 0.42))
    for x in (axles[0] - 1.05 * radius, axles[0] + 1.1 * radius, axles[1]) if lorry and rng.random() < 0.4 else axles:
        for side in (-1, 1):
            wheels.place(assembly, x, side * (half - wheels.width * 0.5))
    add_front(assembly, rng, Face(front, half * (0.9 if hood else 1.0), low, belt))
    add_rear(assembly, rng, Face(rear, half, deck, deck + 0.7, -1))
    add_mirrors(assembly, rng, nose - 0.1, half, belt + 0.3)
    if lorry and rng.random() < 0.4:
        for side in (-1, 1):
            assembly.add(
                "exhaust", rod((cab_rear + 0.05, side * half, low), (cab_rear + 0.05, side * half, top + 0.4), 0.08)
            )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"van": van, "bus": bus, "fire engine": fire_engine}
