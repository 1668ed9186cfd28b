"""Families of cars for a few people: sedans and their kin, pickups, race cars, vintage cars."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...coachwork import Face, add_front, add_mirrors, add_rear, add_windows, steering_wheel
from ...geometry import merged
from ...hulls import Cabin, hull, with_arches
from ...primitives import ball, box, rod
from ...wheels import WheelSet, turned_to_view


def _handles(assembly: Assembly, places: tuple[float, ...], half: float, z: float) -> None:
    handle = box(0.18, 0.05, 0.04, 0.4)
    for x in places:
        for side in (-1, 1):
            assembly.add("door.handle", handle.moved(x, side * half, z))


def sedan(rng: np.random.Generator) -> LabelledObject:
    """A closed car: saloon, hatchback, estate or coupé; smooth, boxy or a toy."""
    assembly = Assembly("sedan", "car", "sedan", "automobile", "hatchback", "vehicle")
    toy = rng.random() < 0.25
    length = rng.uniform(2.4, 3.2) if toy else rng.uniform(3.5, 5.0)
    half, radius = rng.uniform(0.78, 0.95), rng.uniform(0.27, 0.37) * (1.25 if toy else 1.0)
    low, belt = rng.uniform(0.16, 0.28), rng.uniform(0.75, 0.95) + (0.1 if toy else 0.0)
    front, rear = length / 2, -length / 2
    hood, boot = belt * rng.uniform(0.86, 1.0), belt * rng.uniform(0.92, 1.04)
    nose = belt * rng.uniform(0.65, 0.92)
    tip = rng.uniform(0.75, 0.97)
    overhang = np.maximum(rng.uniform(0.16, 0.2, 2) * length, 1.3 * radius)
    axles = (rear + float(overhang[0]), front - float(overhang[1]))
    scuttle = front - rng.uniform(0.22, 0.34) * length
    shell = hull(
        [
            (rear, half * tip, low + 0.15, boot * 0.9),
            (rear + 0.1, half * 0.97, low + 0.05, boot),
            (0.0, half, low, belt),
            (scuttle, half, low, belt),
            (front - 0.25, half * 0.95, low, hood * 0.5 + nose * 0.5),
            (front, half * tip * 0.95, low + 0.1, nose * 0.92),
        ],
        power=float(rng.choice([4.0, 6.0, 9.0])),
        tuck=rng.uniform(0.86, 1.0),
        rounding=int(rng.choice([0, 2, 4])),
    )
    body = [with_arches(shell, axles, radius * 1.15, radius).solid(24, int(rng.choice([12, 20, 28])))]
    roof = belt + rng.uniform(0.38, 0.6)
    back = rear + length * float(rng.choice([0.03, 0.08, 0.2]))
    rake = rng.uniform(0.15, 0.75)
    cabin = Cabin(
        (back, scuttle, half * 0.93, belt - 0.06),
        (back + rng.uniform(0.03, 0.55), scuttle - rake, half * rng.uniform(0.66, 0.85), roof),
    )
    house = cabin.solid(rng.uniform(0.05, 0.28), 3)
    if rng.random() < 0.4:
        body.append(house)
        assembly.add("car.body", *body)
    else:
        assembly.add("car.body", *body)
        assembly.add("vehicle.roof", house)
    add_windows(assembly, rng, cabin, int(rng.integers(1, 4)), rear=rng.random() < 0.9)
    wheels = WheelSet(rng, radius, rng.uniform(0.18, 0.28))
    for x in axles:
        for side in (-1, 1):
            wheels.place(assembly, x, side * (half - wheels.width * 0.4))
    add_front(assembly, rng, Face(front - 0.02, half * tip * 0.95, low + 0.1, nose * 0.92))
    add_rear(assembly, rng, Face(rear + 0.02, half * tip, low + 0.15, boot * 0.9, -1))
    if rng.random() < 0.6:
        add_mirrors(assembly, rng, scuttle - 0.15, half * 0.95, belt + 0.08)
    if rng.random() < 0.35:
        for side in (-1, 1):
            for start, end in ((0.52, 0.98), (0.05, 0.48))[: int(rng.integers(1, 3))]:
                reach = axles[1] - axles[0] - 2.6 * radius
                first = axles[0] + 1.3 * radius
                span = (first + start * reach, first + end * reach)
                assembly.add("car.door", shell.side_panel(span, (-0.75, 0.7), side, 0.03))
    if rng.random() < 0.3:
        assembly.add("car.hood", shell.top_panel((scuttle + 0.05, front - 0.2), (-0.75, 0.75), 0.03))
    if rng.random() < 0.3 and back - rear > 0.4:
        assembly.add("car.trunk", shell.top_panel((rear + 0.12, back), (-0.75, 0.75), 0.03))
    if rng.random() < 0.4:
        _handles(assembly, (0.1, -0.75)[: int(rng.integers(1, 3))], half * 0.98, belt * 0.8)
    if rng.random() < 0.2:
        pieces = [box(0.3, half * 1.8, 0.04, 0.3).moved(z=0.18)]
        pieces += [box(0.08, 0.04, 0.2, 0.2).moved(0, side * half * 0.6, 0.08) for side in (-1, 1)]
        assembly.add("spoiler", merged(pieces).moved(rear + 0.2, 0, boot))
    elif rng.random() < 0.25:
        bars = [rod((x, -half * 0.7, roof + 0.08), (x, half * 0.7, roof + 0.08), 0.02, sides=6) for x in (-0.5, 0.2)]
        bars += [rod((-0.7, side * 0.6, roof), (0.4, side * 0.6, roof + 0.06), 0.025, sides=6) for side in (-1, 1)]
        assembly.add("roof.rack", merged(bars).moved(x=cabin.roof[0] * 0.5 + cabin.roof[1] * 0.5))
    return assembly.finish(turned_to_view(rng))


def pickup(rng: np.random.Generator) -> LabelledObject:
    """A pickup truck: cab, hood, open bed."""
    assembly = Assembly("pickup", "pickup", "pickup truck", "truck", "car", "vehicle")
    length, half, radius = rng.uniform(4.2, 5.6), rng.uniform(0.85, 1.0), rng.uniform(0.36, 0.55)
    low, belt = radius * rng.uniform(0.9, 1.25), radius * rng.uniform(0.9, 1.25) + rng.uniform(0.5, 0.7)
    belt = max(belt, low + 0.5)
    front, rear = length / 2, -length / 2
    cab_rear, scuttle = rear + length * rng.uniform(0.36, 0.48), front - length * rng.uniform(0.22, 0.3)
    axles = (rear + max(length * 0.19, 1.3 * radius), front - max(length * 0.18, 1.3 * radius))
    shell = hull(
        [
            (cab_rear, half, low, belt),
            (scuttle, half, low, belt),
            (front - 0.15, half * 0.97, low, belt * rng.uniform(0.88, 0.98)),
            (front, half * rng.uniform(0.85, 0.97), low + 0.05, belt * 0.85),
        ],
        power=float(rng.choice([5.0, 9.0])),
        rounding=int(rng.choice([0, 2])),
    )
    lower = with_arches(shell, axles[1:], radius * 1.15, radius).solid(20, 20)
    cabin = Cabin(
        (cab_rear, scuttle, half * 0.95, belt - 0.05),
        (cab_rear + rng.uniform(0.0, 0.2), scuttle - rng.uniform(0.1, 0.6), half * 0.8, belt + rng.uniform(0.45, 0.65)),
    )
    house = cabin.solid(rng.uniform(0.05, 0.3))
    if rng.random() < 0.5:
        assembly.add("truck.cab", lower, house)
    else:
        assembly.add("car.body", lower)
        assembly.add("vehicle.roof", house)
    add_windows(assembly, rng, cabin, int(rng.integers(1, 3)))
    deep, wall, bed_rear = rng.uniform(0.35, 0.55), 0.07, rear + 0.02
    floor = max(belt - deep, radius * 1.5)
    middle, long = (bed_rear + cab_rear) / 2, cab_rear - bed_rear - 0.02
    pieces = [box(long, half * 1.94, 0.08, 0.1, 3).moved(middle, 0, floor)]
    for side in (-1, 1):
        flank = hull([(bed_rear, 0.045, low, belt - 0.03), (cab_rear - 0.02, 0.045, low, belt - 0.03)], 9.0)
        pieces.append(with_arches(flank, axles[:1], radius * 1.15, radius).solid(10, 12).moved(y=side * (half - wall)))
    pieces.append(box(wall, half * 1.9, belt - floor, 0.2).moved(cab_rear - wall, 0, (belt + floor) / 2))
    assembly.add("truck.bed", *pieces)
    gate = box(wall, half * 1.86, belt - floor, 0.2).moved(bed_rear + wall / 2, 0, (belt + floor) / 2)
    assembly.add("car.trunk", gate)
    assembly.add("chassis", box(length * 0.9, half * 1.1, 0.16, 0.1).moved(0, 0, low + 0.02))
    wheels = WheelSet(rng, radius, rng.uniform(0.24, 0.4), rng.random() < 0.2)
    for x in axles:
        for side in (-1, 1):
            wheels.place(assembly, x, side * (half - wheels.width * 0.35))
    add_front(assembly, rng, Face(front - 0.02, half * 0.93, low + 0.05, belt * 0.85))
    add_rear(assembly, rng, Face(rear, half * 0.97, low, belt - 0.05, -1))
    add_mirrors(assembly, rng, scuttle - 0.2, half * 0.95, belt + 0.1)
    if rng.random() < 0.4:
        _handles(assembly, (cab_rear + 0.4,), half, belt * 0.88)
    if rng.random() < 0.4:
        bars = [rod((x, -half * 0.9, belt + 0.4), (x, half * 0.9, belt + 0.4), 0.035) for x in (cab_rear - 0.15,)]
        bars += [
            rod((cab_rear - 0.15, side * half * 0.9, floor), (cab_rear - 0.15, side * half * 0.9, belt + 0.4), 0.035)
            for side in (-1, 1)
        ]
        assembly.add("roof.rack", *bars)
    elif rng.random() < 0.5:
        boxes = [
            box(rng.uniform(0.3, 0.6), rng.uniform(0.3, 0.6), rng.uniform(0.3, 0.6), 0.1).moved(
                middle + rng.uniform(-0.4, 0.4), y, floor + 0.25
            )
            for y in (-half * 0.4, half * 0.4)
        ]
        assembly.add("load", *boxes)
    if rng.random() < 0.3:
        for side in (-1, 1):
            step = box(1.2, 0.16, 0.06, 0.3).moved(cab_rear + 0.6, side * half, low)
            assembly.add("running.board", step)
    return assembly.finish(turned_to_view(rng))


def race_car(rng: np.random.Generator) -> LabelledObject:
    """An open-wheeled race car: slim body, wings, bare wheels, cockpit."""
    assembly = Assembly("race car", "race car", "racing car", "formula car", "car", "vehicle")
    length, half, radius = rng.uniform(3.8, 5.2), rng.uniform(0.32, 0.45), rng.uniform(0.3, 0.38)
    front, rear, low = length / 2, -length / 2, 0.1
    tall = rng.uniform(0.5, 0.7)
    tip = rng.uniform(0.1, 0.25)
    shell = hull(
        [
            (rear + 0.2, half * 0.35, low + 0.15, 0.45),
            (rear + 0.9, half * 0.7, low, tall + 0.1),
            (-0.2, half, low, tall),
            (0.5, half * 0.95, low, tall),
            (front - 0.9, half * 0.6, low + 0.1, tall * 0.8),
            (front - 0.1, tip, low + 0.1, low + 0.1 + rng.uniform(0.1, 0.25)),
        ],
        power=float(rng.choice([2.5, 4.0, 7.0])),
        tuck=rng.uniform(0.7, 1.0),
        rounding=int(rng.choice([0, 3, 5])),
    )
    body = [shell.solid(20, int(rng.choice([10, 16, 24])))]
    if rng.random() < 0.7:
        pod = hull([(-1.3, 0.1, low, 0.35), (-0.6, 0.25, low, 0.5), (0.3, 0.25, low, 0.52)], 5.0, rounding=2)
        body += [pod.solid(12, 16).moved(y=side * (half + 0.15)) for side in (-1, 1)]
    if rng.random() < 0.6:
        scoop = hull([(rear + 0.6, 0.04, tall - 0.1, tall), (-0.5, 0.16, tall - 0.1, tall + 0.4)], 3.0)
        body.append(scoop.solid(8, 14))
    assembly.add("car.body", *body)
    seat = box(0.9, half * 1.3, 0.06, 0.4).moved(0.15, 0, tall + 0.005)
    assembly.add("cockpit", seat)
    if rng.random() < 0.7:
        assembly.add("driver", ball(0.15, 0.13, 0.16, 16).moved(0.0, 0, tall + 0.12))
    if rng.random() < 0.6:
        assembly.add("steering.wheel", steering_wheel(0.14).moved(0.38, 0, tall + 0.08))
    wheels = WheelSet(rng, radius, rng.uniform(0.28, 0.42))
    ratio = rng.uniform(1.0, 1.15)
    track = rng.uniform(0.75, 0.9)
    for x, scale in ((rear + 0.65, ratio), (front - rng.uniform(0.9, 1.2), 1.0)):
        for side in (-1, 1):
            wheels.place(assembly, x, side * track, scale)
            arms = [
                rod((x + dx, side * half * 0.4, radius + dz), (x, side * (track - 0.1), radius + dz), 0.025, sides=6)
                for dx in (-0.25, 0.25)
                for dz in (-0.08, 0.1)
            ]
            assembly.add("axle", *arms)
    wide = rng.uniform(0.65, 0.9)
    nose = [box(0.4, wide * 2, 0.04, 0.3).moved(front - 0.15, 0, low + 0.02)]
    nose += [box(0.45, 0.04, 0.2, 0.2).moved(front - 0.15, side * wide, low + 0.08) for side in (-1, 1)]
    assembly.add("front.wing", *nose)
    high = rng.uniform(0.75, 1.0)
    vane = box(0.35, wide * 1.4, 0.04, 0.3).rotated("y", 8)
    tail = [vane.moved(rear + 0.3, 0, z) for z in (high, high - 0.16)[: int(rng.integers(1, 3))]]
    tail += [box(0.45, 0.03, 0.45, 0.1).moved(rear + 0.3, side * wide * 0.7, high - 0.15) for side in (-1, 1)]
    tail.append(box(0.15, 0.08, high - 0.35, 0.2).moved(rear + 0.35, 0, high / 2 + 0.17))
    assembly.add("spoiler", *tail)
    if rng.random() < 0.5:
        for side in (-1, 1):
            assembly.add("exhaust", rod((rear + 1.0, side * 0.2, 0.5), (rear + 0.1, side * 0.2, 0.5), 0.04))
    if rng.random() < 0.4:
        for side in (-1, 1):
            assembly.add("mirror", box(0.06, 0.16, 0.08, 0.4).moved(0.5, side * (half + 0.1), tall + 0.1))
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"sedan": sedan, "pickup": pickup, "race car": race_car}
