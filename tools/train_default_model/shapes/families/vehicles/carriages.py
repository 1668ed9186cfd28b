"""Families that are pushed or drawn: wheelbarrows, covered wagons, coaches, hand trucks."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import arc, smooth_curve
from ...fittings import Make, drawn_make, loft
from ...geometry import Geometry, merged
from ...hulls import Cabin
from ...primitives import ball, box, cylinder, ring, rod, sheet
from ...wheels import WheelSet, turned_to_view


def _tray(make: Make, bottom: tuple[float, float], top: tuple[float, float], tall: float, lean: float) -> Geometry:
    """A hollow tray standing on z = 0: half length and width below and above; its front reaches `lean` further."""
    square = np.array([(1, -0.8), (1, 0.8), (0.8, 1), (-0.8, 1), (-1, 0.8), (-1, -0.8), (-0.8, -1), (0.8, -1)])
    wall = 0.05

    def level(size: tuple[float, float], z: float, shrink: float, ahead: float) -> list[tuple[float, float, float]]:
        return [(x * (size[0] - shrink) + ahead * max(float(x), 0.0), y * (size[1] - shrink), z) for x, y in square]

    return loft(
        [
            level(bottom, 0.0, 0.0, 0.0),
            level(top, tall, 0.0, lean),
            level(top, tall, wall * 0.4, lean),
            level(bottom, wall * 0.5, wall * 0.4, 0.0),
        ]
    )


def wooden_wheel(rng: np.random.Generator, radius: float, width: float) -> dict[str, Geometry]:
    """A wagon wheel about the y axis: felloe with or without an iron tyre, spokes, hub."""
    thick = radius * rng.uniform(0.06, 0.1)
    spokes = int(rng.integers(6, 15))
    felloe = ring(radius - thick, thick, 28, 6).scaled(1, 1, width / (2 * thick))
    tyre = ring(radius, thick * 0.35, 28, 6).scaled(1, 1, width / (0.9 * thick))
    arms = [
        rod((0, 0, 0), (radius - thick, 0, 0), radius * 0.045, sides=6).rotated("z", 360.0 * k / spokes)
        for k in range(spokes)
    ]
    hub = cylinder(radius * rng.uniform(0.12, 0.2), width * 2.6, 14).moved(z=-width * 1.3)
    cap = cylinder(radius * 0.08, width * 3.4, 10).moved(z=-width * 1.7)
    wheel = [felloe, *arms, hub, cap] if rng.random() < 0.5 else [felloe, tyre, *arms, hub]
    return {"wheel": merged(wheel).rotated("x", 90)}


def wheelbarrow(rng: np.random.Generator) -> LabelledObject:
    """A wheelbarrow: tray, one or two wheels, legs, two handles."""
    assembly = Assembly("wheelbarrow", "wheelbarrow", "barrow", "garden cart")
    make = drawn_make(rng)
    radius = rng.uniform(0.16, 0.24)
    floor, tall = rng.uniform(0.28, 0.38), rng.uniform(0.22, 0.36)
    bottom = (rng.uniform(0.22, 0.32), rng.uniform(0.16, 0.24))
    top = (bottom[0] + rng.uniform(0.06, 0.16), bottom[1] + rng.uniform(0.04, 0.14))
    if rng.random() < 0.6:
        assembly.add("barrow.tray", _tray(make, bottom, top, tall, rng.uniform(0.0, 0.2)).moved(z=floor))
    else:
        boards = [box(bottom[0] * 2, bottom[1] * 2, 0.03, 0.1, 2).moved(z=floor)]
        for side in (-1, 1):
            boards.append(
                box(top[0] * 2, 0.03, tall, 0.1, 2)
                .moved(z=tall / 2)
                .sheared(y=side * 0.25)
                .moved(0, side * bottom[1], floor)
            )
        boards.append(box(0.03, top[1] * 1.9, tall, 0.1, 2).moved(z=tall / 2).sheared(x=0.5).moved(bottom[0], 0, floor))
        assembly.add("barrow.tray", *boards)
    axle = np.array([bottom[0] + radius + rng.uniform(0.0, 0.15), 0, radius])
    if rng.random() < 0.6:
        WheelSet(rng, radius, rng.uniform(0.06, 0.11)).place(assembly, float(axle[0]), 0.0)
    else:
        assembly.add("wheel", wooden_wheel(rng, radius, 0.05)["wheel"].moved(*axle))
    assembly.add("axle", rod(axle - shift(0, 0.09, 0), axle + shift(0, 0.09, 0), 0.015, sides=8))
    grip_x, grip_z, half = (
        -bottom[0] - rng.uniform(0.4, 0.65),
        floor + rng.uniform(0.05, 0.3),
        bottom[1] * rng.uniform(0.9, 1.2),
    )
    thick = rng.uniform(0.014, 0.024)
    beams, grips = [], []
    for side in (-1, 1):
        nodes = np.array(
            [
                (axle[0], side * 0.07, radius),
                (bottom[0], side * half * 0.6, floor - 0.03),
                (-bottom[0], side * half, floor - 0.02),
                (grip_x, side * half * 1.05, grip_z),
            ]
        )
        path = smooth_curve(nodes, 20)
        beams.append(make.tube(path, thick))
        grips.append(
            make.rod(path[-1] + 0.22 * (path[-4] - path[-1]) * 3, path[-1] + 0.02 * (path[-1] - path[-2]), thick * 1.35)
        )
    assembly.add("shaft", *beams)
    if rng.random() < 0.7:
        assembly.add_each("cycle.grip", *grips)
    for side in (-1, 1):
        leg = [make.rod((-bottom[0] + 0.05, side * half, floor), (-bottom[0] - 0.02, side * half * 1.05, 0.0), thick)]
        if rng.random() < 0.5:
            leg.append(
                make.rod(
                    (-bottom[0] + 0.2, side * half, floor), (-bottom[0] - 0.02, side * half * 1.05, 0.02), thick * 0.8
                )
            )
        assembly.add("leg", *leg)
    if rng.random() < 0.5:
        assembly.add(
            "stretcher", make.rod((-bottom[0], -half, floor * 0.5), (-bottom[0], half, floor * 0.5), thick * 0.8)
        )
    if rng.random() < 0.35:
        heap = ball(bottom[0] * 1.0, bottom[1] * 1.05, tall * 0.6, 18).wobbled(rng, 0.04, 4.0)
        assembly.add("load", heap.moved(z=floor + tall * 0.75))
    return assembly.finish(turned_to_view(rng))


def covered_wagon(rng: np.random.Generator) -> LabelledObject:
    """A horse-drawn wagon with a canvas cover, hoops or an open box, drawbar and seat."""
    assembly = Assembly("covered wagon", "covered wagon", "wagon", "caravan", "horse cart", "cart")
    length, half, tall = rng.uniform(1.8, 3.2), rng.uniform(0.5, 0.75), rng.uniform(0.35, 0.7)
    big, small = rng.uniform(0.5, 0.75), rng.uniform(0.38, 0.55)
    floor = big * rng.uniform(1.1, 1.4)
    boards = [box(length, half * 2, 0.06, 0.1, 3).moved(z=floor)]
    rows = int(rng.integers(1, 4))
    for row in range(rows):
        z = floor + tall * (row + 0.5) / rows
        boards += [box(length, 0.05, tall / rows * 0.94, 0.1, 2).moved(0, s * half, z) for s in (-1, 1)]
        boards += [box(0.05, half * 2, tall / rows * 0.94, 0.1, 2).moved(s * length / 2, 0, z) for s in (-1, 1)]
    assembly.add("cart.box", *boards)
    if rng.random() < 0.5:
        for x in np.linspace(-0.45, 0.45, int(rng.integers(3, 6))) * length:
            for side in (-1, 1):
                assembly.add(
                    "rib", box(0.07, 0.05, tall * 1.1, 0.1, 1).moved(float(x), side * (half + 0.04), floor + tall / 2)
                )
    for radius, x in ((big, -length * 0.32), (small, length * 0.32)):
        wheel = wooden_wheel(rng, radius, 0.08)["wheel"]
        for side in (-1, 1):
            assembly.add("wheel", wheel.moved(x, side * (half + 0.15), radius))
        assembly.add("axle", rod((x, -half - 0.15, radius), (x, half + 0.15, radius), 0.04, sides=8))
    assembly.add(
        "chassis", *(box(length * 0.9, 0.08, 0.1, 0.1, 1).moved(0, s * half * 0.5, floor - 0.1) for s in (-1, 1))
    )
    rise = rng.uniform(0.7, 1.2)
    cover = rng.random()
    if cover < 0.75:
        flare = rng.uniform(0.0, 0.25)
        shape = smooth_curve(
            [(-half, 0), (-half * 1.05, rise * 0.55), (0, rise), (half * 1.05, rise * 0.55), (half, 0)], 15
        )
        x = np.linspace(-0.5, 0.5, 9) * length
        scale = 1 + flare * (2 * x / length) ** 4
        if cover < 0.6:
            points = np.stack(
                [
                    np.broadcast_to((x * scale)[:, None], (9, 15)),
                    np.broadcast_to(shape[:, 0], (9, 15)),
                    scale[:, None] * shape[:, 1],
                ],
                axis=-1,
            )
            assembly.add("canopy", sheet(points, 0.03).moved(z=floor + tall * 0.95))
        hoops = [
            np.stack([np.full(15, at), shape[:, 0] * 1.02, shape[:, 1] * 1.02], axis=1)
            for at in np.linspace(-0.48, 0.48, int(rng.integers(3, 6))) * length
        ]
        assembly.add_each(
            "hoop", *(Make(6, 0.1, False).tube(path, 0.02).moved(z=floor + tall * 0.95) for path in hoops)
        )
    elif rng.random() < 0.7:
        bales = [
            box(length * 0.25, half * 1.6, 0.4, 0.2, 2).moved(float(x), 0, floor + 0.25)
            for x in np.linspace(-0.33, 0.33, 3) * length
        ]
        assembly.add_each("load", *bales)
    if rng.random() < 0.7:
        bench = [
            box(0.35, half * 1.8, 0.06, 0.2, 2),
            box(0.05, half * 1.8, 0.3, 0.2, 2).rotated("y", -10).moved(-0.18, 0, 0.15),
        ]
        assembly.add("vehicle.seat", *(piece.moved(length / 2 - 0.15, 0, floor + tall + 0.15) for piece in bench))
    poles = (-0.35, 0.35) if rng.random() < 0.5 else (0.0,)
    for y in poles:
        assembly.add(
            "shaft",
            rod(
                (length * 0.4, y, small),
                (length / 2 + rng.uniform(1.0, 1.8), y, small * rng.uniform(0.8, 1.4)),
                0.035,
                sides=8,
            ),
        )
    if rng.random() < 0.3:
        assembly.add("barrel.body", cylinder(0.18, 0.45, 16).moved(-0.2, half + 0.2, floor * 0.8))
    return assembly.finish(turned_to_view(rng))


def coach(rng: np.random.Generator) -> LabelledObject:
    """A closed or open horse carriage on springs."""
    assembly = Assembly("carriage", "carriage", "coach", "stagecoach", "horse carriage", "buggy")
    make = drawn_make(rng)
    big, small = rng.uniform(0.5, 0.65), rng.uniform(0.36, 0.5)
    length, half = rng.uniform(1.2, 1.7), rng.uniform(0.5, 0.65)
    floor = rng.uniform(0.6, 0.8)
    rear, front = -length / 2, length / 2
    tall = rng.uniform(1.2, 1.45)
    if rng.random() < 0.65:
        cabin = Cabin((rear + 0.15, front - 0.15, half * 0.85, floor), (rear - 0.05, front + 0.05, half, floor + tall))
        assembly.add("carriage.body", cabin.solid(rng.uniform(0.05, 0.3), 4))
        roof = box(length * 1.15, half * 2.15, 0.1, 0.4, 4).bowed(-rng.uniform(0.0, 0.12), 1, 2)
        assembly.add("vehicle.roof", roof.moved(z=floor + tall + 0.05))
        for wall in ("left", "right"):
            assembly.add("car.door", cabin.pane(wall, (0.34, 0.66), (0.05, 0.5), 0.04))
            for across in ((0.08, 0.28), (0.37, 0.63), (0.72, 0.92)):
                assembly.add("car.window", cabin.pane(wall, across, (0.55, 0.88), 0.04))
        seat_x = front + 0.35
    else:
        base = np.array([(rear, 0.55), (rear + 0.15, 0.1), (0, 0.0), (front - 0.1, 0.1), (front + 0.1, 0.5)])
        path = smooth_curve(base, 16)
        points = np.stack(
            [
                np.broadcast_to(path[:, :1], (16, 5)),
                np.broadcast_to(np.linspace(-half, half, 5), (16, 5)),
                np.broadcast_to(path[:, 1:], (16, 5)),
            ],
            axis=-1,
        )
        assembly.add("carriage.body", sheet(points, 0.06).moved(z=floor))
        for x in (rear + 0.35, front - 0.35):
            cushions = [
                box(0.42, half * 1.7, 0.16, 0.4, 3),
                box(0.13, half * 1.7, 0.42, 0.4, 3).moved(-0.2 if x < 0 else 0.2, 0, 0.25),
            ]
            assembly.add("vehicle.seat", *(piece.moved(x, 0, floor + 0.35) for piece in cushions))
        if rng.random() < 0.6:
            fan = arc(0.75, 70, 190, 12)
            hood = np.stack(
                [
                    np.broadcast_to(fan[:, :1], (12, 7)) * np.linspace(0.9, 1.0, 7),
                    np.broadcast_to(np.linspace(-half, half, 7), (12, 7)),
                    np.broadcast_to(fan[:, 1:], (12, 7)),
                ],
                axis=-1,
            )
            assembly.add("folding.top", sheet(hood, 0.03).moved(rear + 0.55, 0, floor + 0.5))
        seat_x = front + 0.3
    if rng.random() < 0.85:
        seat = [box(0.35, half * 1.5, 0.1, 0.3, 2), box(0.06, half * 1.5, 0.3, 0.3, 2).moved(-0.16, 0, 0.18)]
        assembly.add("vehicle.seat", *(piece.moved(seat_x, 0, floor + 0.75) for piece in seat))
        assembly.add(
            "running.board", box(0.4, half * 1.4, 0.04, 0.2, 2).rotated("y", -25).moved(seat_x + 0.35, 0, floor + 0.25)
        )
    for radius, x in ((big, rear - 0.05), (small, front + 0.25)):
        wheel = wooden_wheel(rng, radius, 0.06)["wheel"]
        for side in (-1, 1):
            assembly.add("wheel", wheel.moved(x, side * (half + 0.15), radius))
            spring = smooth_curve(
                [
                    (x - 0.25, side * half * 0.7, radius + 0.12),
                    (x, side * half * 0.7, radius + 0.02),
                    (x + 0.25, side * half * 0.7, radius + 0.12),
                ],
                9,
            )
            assembly.add("shock", make.tube(spring, 0.025))
        assembly.add("axle", rod((x, -half - 0.15, radius), (x, half + 0.15, radius), 0.035, sides=8))
    assembly.add("chassis", make.rod((rear - 0.1, 0, floor * 0.75), (front + 0.3, 0, floor * 0.75), 0.04))
    for side in (-1, 1):
        if rng.random() < 0.6:
            lantern = make.turned([(0.03, -0.1), (0.07, -0.06), (0.07, 0.08), (0.02, 0.16)])
            assembly.add("headlight", lantern.moved(front + 0.05, side * (half + 0.1), floor + tall * 0.6))
        assembly.add(
            "shaft",
            make.rod(
                (front + 0.3, side * 0.35, small), (front + rng.uniform(1.4, 1.9), side * 0.35, small * 1.3), 0.03
            ),
        )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"wheelbarrow": wheelbarrow, "covered wagon": covered_wagon, "carriage": coach}
