"""Families that pull trains: steam, diesel and electric locomotives."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...fittings import Make, drawn_make
from ...hulls import Cabin, block, hull
from ...primitives import ball, box, cylinder, rod
from ...wheels import lamp, turned_to_view
from .railway import (
    add_bogies,
    add_couplers,
    add_rails,
    add_wheelset,
    coal_heap,
    railing,
    spoked_wheel,
    track_height,
)


def _add_boiler(
    assembly: Assembly, rng: np.random.Generator, make: Make, ends: tuple[float, float], radius: float, z: float
) -> None:
    """Boiler, smokebox, chimney, domes, bands, lamp."""
    rear, front = ends
    length = front - rear
    assembly.add("boiler", make.disc(radius, length, "x").moved((rear + front) / 2, 0, z))
    box_length = length * rng.uniform(0.15, 0.25)
    wider = radius * rng.uniform(0.98, 1.08)
    door = make.disc(wider * 0.85, 0.08, "x", wider * 0.6).moved(front + 0.04, 0, z)
    if rng.random() < 0.75:
        pieces = [
            make.disc(wider, box_length, "x").moved(front - box_length * 0.45, 0, z),
            door.moved(box_length * 0.05),
        ]
        assembly.add("smokebox", *pieces, ball(0.05, segments=8).moved(front + 0.12, 0, z))
    stack = radius * rng.uniform(0.2, 0.35)
    tall = radius * rng.uniform(0.5, 1.3)
    kind = int(rng.integers(3))
    profile = [
        [(stack * 1.4, 0), (stack, tall * 0.15), (stack, tall * 0.9), (stack * 1.25, tall)],
        [(stack, 0), (stack, tall * 0.45), (stack * 2.2, tall * 0.85), (stack * 1.2, tall * 1.1)],
        [(stack * 0.9, 0), (stack * 1.3, tall)],
    ][kind]
    top = z + radius * 0.93
    assembly.add("smokestack", make.turned(profile).moved(front - box_length * 0.5, 0, top))
    for k in range(int(rng.integers(1, 3))):
        size = radius * rng.uniform(0.28, 0.42)
        high = size * rng.uniform(0.7, 1.5)
        shape = make.turned([(size, 0), (size, high * 0.6), (size * 0.75, high * 0.9), (size * 0.2, high)])
        assembly.add("steam.dome", shape.moved(front - box_length - length * (0.15 + 0.3 * k), 0, top - 0.02))
    for x in np.linspace(rear + length * 0.08, front - box_length - 0.1, int(rng.integers(0, 6))):
        assembly.add("boiler.band", make.disc(radius * 1.025, 0.05, "x").moved(float(x), 0, z))
    if rng.random() < 0.7:
        light = make.disc(0.14, 0.22, "x", 0.17)
        place = (front + 0.05, 0, z + radius * 0.5) if rng.random() < 0.4 else (front - 0.05, 0, top + 0.2)
        assembly.add("headlight", light.moved(*place))
    if rng.random() < 0.4:
        assembly.add(
            "cycle.bell", make.turned([(0.16, 0), (0.12, 0.12), (0.05, 0.2)]).moved(front - length * 0.4, 0, top)
        )
    if rng.random() < 0.3:
        assembly.add("whistle", make.rod((rear + 0.25, 0.1, top - 0.05), (rear + 0.25, 0.1, top + 0.3), 0.04))
    if rng.random() < 0.5:
        for side in (-1, 1):
            y = side * radius * 1.05
            assembly.add("handrail", make.rod((rear, y, z + 0.25), (front, y, z + 0.25), 0.022))


def _add_steam_running_gear(
    assembly: Assembly, rng: np.random.Generator, make: Make, ends: tuple[float, float], half: float, floor: float
) -> None:
    """Driving wheels with rods and cylinders, and small wheels ahead of them."""
    rear, front = ends
    big = floor * rng.uniform(0.42, 0.5)
    count = int(rng.integers(2, 5))
    big = min(big, (front - rear) * 0.62 / (2.15 * (count - 1)))
    span = 2.15 * big * (count - 1)
    small = big * rng.uniform(0.45, 0.65)
    leading = int(rng.integers(0, 3))
    start = rear + big * 1.1
    axles = np.linspace(start, start + span, count)
    wheel = spoked_wheel(rng, make, big, 0.12)
    for x in axles:
        add_wheelset(assembly, wheel, float(x), half, big)
    for k in range(leading):
        add_wheelset(assembly, spoked_wheel(rng, make, small, 0.1), front - small * (1.2 + 2.2 * k), half, small)
    if rng.random() < 0.8:
        turn = rng.uniform(0, 2 * np.pi)
        crank = big * 0.45 * np.array([np.cos(turn), 0, np.sin(turn)])
        for side in (-1, 1):
            y = side * (half + 0.1)
            first, last = (np.array([x, y, big]) + crank for x in (axles[0], axles[-1]))
            pins = [make.disc(0.06, 0.12, "y").moved(*(np.array([x, y, big]) + crank)) for x in axles]
            assembly.add(
                "side.rod", block(float(last[0] - first[0]) + 0.15, 0.05, 0.1).moved(*((first + last) / 2)), *pins
            )
            spot = np.array([front - small * 2.4, y, big * 1.05])
            assembly.add("side.rod", make.rod(last, spot, 0.045))
            assembly.add("steam.cylinder", make.disc(big * 0.36, big * 1.0, "x").moved(*spot).moved(big * 0.4))


def steam_locomotive(rng: np.random.Generator) -> LabelledObject:
    """A steam locomotive, with or without tender; a toy when short."""
    assembly = Assembly("steam locomotive", "steam locomotive", "locomotive", "train", "steam engine", "steam train")
    make = drawn_make(rng)
    rise = track_height(rng)
    floor, half = rng.uniform(0.95, 1.5), rng.uniform(0.55, 0.75)
    length, radius = rng.uniform(3.0, 6.5), rng.uniform(0.5, 0.8)
    cab_length, cab_half = rng.uniform(1.0, 1.7), half + rng.uniform(0.15, 0.4)
    z = floor + radius * rng.uniform(0.95, 1.15)
    rear, front = -length / 2, length / 2
    _add_boiler(assembly, rng, make, (rear, front), radius, z)
    assembly.add("chassis", box(length + cab_length, half * 1.5, 0.24, 0.1, 2).moved(-cab_length / 2, 0, floor - 0.1))
    if rng.random() < 0.65:
        for side in (-1, 1):
            assembly.add("running.board", box(length, 0.4, 0.05, 0.2, 2).moved(0, side * (half + 0.1), floor + 0.08))
    _add_steam_running_gear(assembly, rng, make, (rear - cab_length * 0.5, front), half, floor)
    top = z + radius * rng.uniform(1.0, 1.35)
    cabin = Cabin((rear - cab_length, rear + 0.05, cab_half, floor), (rear - cab_length, rear + 0.05, cab_half, top))
    assembly.add("truck.cab", cabin.solid(rng.uniform(0.01, 0.08)))
    roof = box(cab_length * rng.uniform(1.1, 1.35), cab_half * 2.2, 0.12, 0.3, 4).bowed(-rng.uniform(0.0, 0.22), 1, 2)
    assembly.add("vehicle.roof", roof.moved(rear - cab_length / 2, 0, top + 0.12))
    for wall in ("left", "right", "front")[: int(rng.integers(2, 4))]:
        across = (0.25, 0.75) if wall != "front" else (0.06, 0.24)
        assembly.add("car.window", cabin.pane(wall, across, (0.55, 0.88), 0.04))
    nose = front + rng.uniform(0.1, 0.4)
    assembly.add("bumper", box(0.14, half * 2.3, 0.3, 0.12, 2).moved(nose, 0, floor - 0.12))
    if rng.random() < 0.5:
        slats = [
            rod((nose + 0.6, 0.02 * y, 0.12), (nose, y * half, floor - 0.25), 0.035, sides=6)
            for y in np.linspace(-1, 1, 9)
        ]
        slats += [rod((nose + 0.02, -half, floor - 0.25), (nose + 0.02, half, floor - 0.25), 0.04, sides=6)]
        assembly.add("cowcatcher", *slats)
    else:
        add_couplers(assembly, rng, make, (rear - cab_length, nose), half, floor - 0.12)
    if rng.random() < 0.45:
        back = rear - cab_length - 0.25
        long = rng.uniform(1.6, 2.8)
        body = box(long, cab_half * 1.9, top - floor - 0.5, 0.06, 2).moved(back - long / 2, 0, (floor + top - 0.5) / 2)
        assembly.add("tender", body)
        assembly.add("load", coal_heap(rng, long * 0.8, cab_half * 1.5, 0.35).moved(back - long / 2, 0, top - 0.52))
        wheel = spoked_wheel(rng, make, floor * 0.33, 0.1)
        for x in np.linspace(0.2, 0.8, int(rng.integers(2, 4))):
            add_wheelset(assembly, wheel, back - long * float(x), half, floor * 0.33)
    if rise:
        add_rails(assembly, rng, half, rise)
    return assembly.finish(turned_to_view(rng))


def diesel_locomotive(rng: np.random.Generator) -> LabelledObject:
    """A diesel or electric locomotive: hoods and cab, or one streamlined body."""
    assembly = Assembly(
        "diesel locomotive", "diesel locomotive", "locomotive", "train", "electric locomotive", "engine"
    )
    make = drawn_make(rng)
    rise = track_height(rng)
    length, half, floor = rng.uniform(7.0, 13.0), rng.uniform(1.2, 1.5), rng.uniform(1.0, 1.3)
    rear, front = -length / 2, length / 2
    top = floor + rng.uniform(2.2, 2.9)
    assembly.add("chassis", box(length, half * 1.95, 0.3, 0.1, 2).moved(z=floor - 0.1))
    if rng.random() < 0.5:
        cab_at = front - rng.uniform(1.6, 3.5)
        cabin = Cabin((cab_at - 2.2, cab_at, half * 0.97, floor), (cab_at - 2.2, cab_at - 0.1, half * 0.92, top))
        assembly.add("truck.cab", cabin.solid(0.06))
        wide, high = half * rng.uniform(0.6, 0.9), floor + (top - floor) * rng.uniform(0.65, 0.97)
        low_nose = floor + (top - floor) * rng.uniform(0.4, 0.7)
        hood = box(cab_at - 2.2 - rear - 0.4, wide * 2, high - floor, rng.uniform(0.03, 0.2), 3)
        assembly.add("train.hood", hood.moved((cab_at - 2.2 + rear + 0.4) / 2, 0, (high + floor) / 2))
        nose = box(front - cab_at - 0.3, wide * 2, low_nose - floor, rng.uniform(0.03, 0.2), 3)
        assembly.add("train.hood", nose.moved((cab_at + front - 0.3) / 2, 0, (low_nose + floor) / 2))
        for wall in ("front", "left", "right"):
            for across in ((0.08, 0.46), (0.54, 0.92)):
                part = "windshield" if wall == "front" else "car.window"
                assembly.add(part, cabin.pane(wall, across, (0.6, 0.9), 0.05))
        for side in (-1, 1):
            for x in np.linspace(rear + 1.2, cab_at - 3.0, int(rng.integers(2, 5))):
                assembly.add(
                    "vent",
                    *(block(0.8, 0.06, 0.05).moved(float(x), side * wide, floor + z) for z in np.linspace(0.5, 1.3, 6)),
                )
        rail = railing(make, rear + 0.2, front - 0.2, half * 0.95, floor + 0.05)
        if rng.random() < 0.7:
            for side in (-1, 1):
                assembly.add("handrail", *(piece.scaled(1, side, 1) for piece in rail))
        middle, roof = (rear + cab_at) / 2, high
    else:
        slope = rng.uniform(0.1, 2.5)
        body = hull(
            [
                (rear, half * 0.95, floor, top * 0.97),
                (rear + 0.5, half, floor, top),
                (front - slope - 0.3, half, floor, top),
                (front, half * rng.uniform(0.6, 0.95), floor, floor + (top - floor) * rng.uniform(0.45, 0.95)),
            ],
            power=float(rng.choice([5.0, 8.0, 12.0])),
            rounding=int(rng.choice([0, 1, 3])),
        )
        assembly.add("train.body", body.solid(16, int(rng.choice([12, 20]))))
        for side in (-1, 1):
            if slope > 0.9:
                inner, outer = sorted((side * 0.05, side * 0.8))
                pane = body.top_panel((front - 0.85 * slope, front - 0.3 * slope), (inner, outer), 0.08)
            else:
                _, _, nose_top = body.at(front)
                pane = box(0.1, half * 0.62, 0.6, 0.15, 2).moved(front, side * half * 0.38, float(nose_top) - 0.5)
            assembly.add("windshield", pane)
        for side in (-1, 1):
            for x in np.linspace(rear + 1.0, front - 2.5, int(rng.integers(2, 6))):
                panel = body.side_panel((float(x), float(x) + 0.8), (0.1, 0.6), side, 0.05)
                assembly.add("vent" if rng.random() < 0.6 else "car.window", panel)
            if rng.random() < 0.6:
                assembly.add("stripe", body.side_panel((rear + 0.2, front - 1.2), (-0.4, -0.15), side, 0.04))
            assembly.add(
                "car.door", body.side_panel((front - slope - 1.4, front - slope - 0.8), (-0.8, 0.6), side, 0.05)
            )
            assembly.add(
                "car.window", body.side_panel((front - slope - 0.6, front - slope + 0.1), (0.1, 0.65), side, 0.05)
            )
        middle, roof = 0.0, top
    for x in np.linspace(-1, 1, int(rng.integers(1, 4))) * 1.5:
        assembly.add("vent", cylinder(0.5, 0.12, 20).moved(middle + float(x), 0, roof - 0.02))
    if rng.random() < 0.5:
        assembly.add("exhaust", box(0.5, 0.3, 0.3, 0.1, 1).moved(middle - 2.2, 0, roof + 0.1))
    elif rng.random() < 0.6:
        knee = (middle + 0.9, 0, roof + 0.7)
        arms = [rod((middle - 0.2, s * 0.4, roof), knee, 0.03, sides=6) for s in (-1, 1)]
        arms += [rod(knee, (middle - 0.1, s * 0.3, roof + 1.3), 0.03, sides=6) for s in (-1, 1)]
        assembly.add(
            "pantograph", *arms, rod((middle - 0.1, -0.8, roof + 1.3), (middle - 0.1, 0.8, roof + 1.3), 0.04, sides=6)
        )
    for side in (-1, 1):
        light = lamp(rng, 0.13)
        assembly.add("headlight", light.moved(front - 0.05, side * half * 0.55, floor + rng.uniform(0.35, 0.5)))
    assembly.add(
        "fuel.box", box(length * 0.22, half * 1.7, floor * 0.45, rng.uniform(0.1, 0.4), 2).moved(z=floor * 0.6)
    )
    add_bogies(assembly, rng, make, length * rng.uniform(0.28, 0.34), half * 0.75, floor)
    add_couplers(assembly, rng, make, (rear, front), half * 0.9, floor - 0.1)
    if rise:
        add_rails(assembly, rng, half * 0.75, rise)
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {
    "steam locomotive": steam_locomotive,
    "diesel locomotive": diesel_locomotive,
}
