"""Families of vehicles that work or fight: tanks, tractors, excavators."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...coachwork import Face, add_front, add_windows, steering_wheel
from ...curves import arc, smooth_curve
from ...geometry import FloatArray, Geometry, merged
from ...hulls import Cabin, block, hull
from ...primitives import ball, box, cushion, cylinder, dome, rod, sheet, strip, sweep
from ...wheels import WheelSet, track, turned_to_view


def _track_path(length: float, low: float, high: float, rise: float) -> FloatArray:
    """Outline of a track (N, 2): flat below, round at both ends, which are raised by `rise`."""
    radius = (high - low) / 2
    front = arc(radius, -80, 90, 10) + np.array([length / 2 - radius, low + radius])
    rear = arc(radius, 90, 260, 10) + np.array([-length / 2 + radius, low + radius])
    path = np.concatenate([front, rear])
    lifted = np.clip((np.abs(path[:, 0]) - length * 0.3) / (length * 0.2), 0, 1)
    path[:, 1] += rise * lifted * (path[:, 1] < low + radius)
    return path


def _add_tracks(assembly: Assembly, rng: np.random.Generator, length: float, y: float, high: float) -> None:
    """A track on either side at y that stands on the ground, with its wheels; as broad as 0.45 of its height."""
    width = high * rng.uniform(0.4, 0.8)
    links = int(rng.integers(24, 50)) if rng.random() < 0.75 else 0
    belt = track(_track_path(length, high * 0.05, high, high * rng.uniform(0.0, 0.25)), width, high * 0.09, links)
    count = int(rng.integers(3, 8))
    radius = min(high * 0.4, length / count * 0.42)
    disc = merged([cylinder(radius, width * 0.85, 16), cylinder(radius * 0.35, width * 0.95, 10)])
    disc = disc.moved(z=-width * 0.45).rotated("x", 90)
    for side in (-1, 1):
        assembly.add("track", belt.moved(y=side * y))
        for x in np.linspace(-0.5, 0.5, count) * (length - high):
            assembly.add("road.wheel", disc.scaled(1, side, 1).moved(float(x), side * y, radius + high * 0.1))


def tank(rng: np.random.Generator) -> LabelledObject:
    """A battle tank: hull, tracks with road wheels, turret, gun, hatch."""
    assembly = Assembly("tank", "tank", "battle tank", "armored vehicle", "vehicle")
    length, half, high = rng.uniform(4.5, 7.0), rng.uniform(1.1, 1.6), rng.uniform(0.8, 1.2)
    y = half + 0.05
    _add_tracks(assembly, rng, length, y, high)
    top = high + rng.uniform(0.1, 0.6)
    nose = rng.uniform(0.3, 0.6)
    body = hull(
        [
            (-length * 0.48, half * 0.9, high * 0.55, top * 0.95),
            (-length * 0.4, half, high * 0.3, top),
            (length * (0.5 - nose * 0.5), half, high * 0.3, top),
            (length * 0.47, half * 0.92, high * 0.55, high * 0.75),
        ],
        power=float(rng.choice([5.0, 10.0])),
    ).solid(10, 16)
    pieces = [body]
    if rng.random() < 0.7:
        pieces += [box(length * 0.95, half * 0.75, 0.06, 0.2, 3).moved(0, s * y, high + 0.06) for s in (-1, 1)]
    assembly.add("tank.hull", *pieces)
    size, tall, at = half * rng.uniform(0.7, 1.0), rng.uniform(0.45, 0.8), rng.uniform(-0.12, 0.1) * length
    kind = rng.integers(3)
    if kind == 0:
        turret = dome(size, tall, 24).scaled(1.2, 1, 1)
    elif kind == 1:
        turret = Cabin((-size * 1.4, size * 1.2, size, 0), (-size * 1.2, size * 0.7, size * 0.7, tall)).solid(0.08)
    else:
        turret = cylinder(size, tall, int(rng.choice([8, 12, 24])), size * rng.uniform(0.6, 0.95)).scaled(1.25, 1, 1)
    assembly.add("turret", turret.moved(at, 0, top - 0.02))
    reach, bore = rng.uniform(1.8, 4.0), rng.uniform(0.07, 0.14)
    pitch = np.radians(rng.uniform(-2, 12))
    way = np.array([np.cos(pitch), 0, np.sin(pitch)])
    root = np.array([at + size * 0.6, 0, top + tall * 0.45])
    gun = [rod(root, root + way * reach, bore * 1.1, bore * 0.85, 16)]
    if rng.random() < 0.6:
        gun.append(rod(root + way * (reach - 0.35), root + way * reach, bore * 1.5, sides=14))
    if rng.random() < 0.5:
        gun.append(rod(root + way * reach * 0.5, root + way * reach * 0.62, bore * 1.35, sides=14))
    gun.append(ball(0.3, size * 0.45, tall * 0.4, 14).moved(root[0] + 0.1, 0, root[2]))
    assembly.add("gun.barrel", *gun)
    for side in (-1, 1)[: int(rng.integers(1, 3))]:
        lid = cylinder(size * 0.25, 0.12, 16)
        assembly.add("hatch", lid.moved(at - size * 0.2, side * size * 0.3, top + tall * 0.93))
    if rng.random() < 0.5:
        foot = (at - size * 0.7, size * 0.4, top + tall * 0.5)
        assembly.add("antenna", rod(foot, (foot[0] - 0.3, foot[1], foot[2] + rng.uniform(1.0, 1.8)), 0.02, 0.012, 6))
    if rng.random() < 0.5:
        for side in (-1, 1):
            light = cylinder(0.12, 0.15, 14).rotated("y", 90)
            assembly.add("headlight", light.moved(length * 0.36, side * half * 0.75, high * 0.95))
    if rng.random() < 0.5:
        for side in (-1, 1):
            pipe = rod(
                (-length * 0.52, side * half * 0.5, top * 0.8), (-length * 0.4, side * half * 0.5, top * 0.8), 0.1
            )
            assembly.add("exhaust", pipe)
    if rng.random() < 0.4:
        crates = [box(0.5, 0.35, 0.3, 0.15).moved(x, side * y, high + 0.22) for x in (-1.2, 0.8) for side in (-1, 1)]
        assembly.add_each("load", *crates[: int(rng.integers(1, 5))])
    return assembly.finish(turned_to_view(rng))


def tractor(rng: np.random.Generator) -> LabelledObject:
    """A farm tractor: hood, large rear wheels, seat or cab, exhaust."""
    assembly = Assembly("tractor", "tractor", "farm tractor", "vehicle")
    big, small = rng.uniform(0.75, 0.95), rng.uniform(0.4, 0.62)
    base = rng.uniform(1.9, 2.5)
    half, top = rng.uniform(0.28, 0.42), big * rng.uniform(1.55, 1.9)
    low = small * 1.05
    nose = base * 0.5 + rng.uniform(0.3, 0.6)
    rear = -base * 0.5
    scuttle = rear + base * 0.45
    bonnet = hull(
        [
            (scuttle, half, low, top),
            (nose - 0.15, half * rng.uniform(0.8, 1.0), low, top * 0.96),
            (nose, half * 0.8, low + 0.1, top * 0.9),
        ],
        power=float(rng.choice([3.5, 6.0, 9.0])),
        rounding=int(rng.choice([0, 2])),
    )
    gearbox = box(base * 0.75, half * 1.3, low * 0.9, 0.15).moved(rear + base * 0.28, 0, low + 0.05)
    if rng.random() < 0.5:
        assembly.add("working.body", bonnet.solid(12, 16), gearbox)
    else:
        assembly.add("car.hood", bonnet.solid(12, 16))
        assembly.add("chassis", gearbox)
    rears, fronts = WheelSet(rng, big, rng.uniform(0.35, 0.55), rng.random() < 0.7), WheelSet(rng, small, 0.26)
    fronts = rears if rng.random() < 0.6 else fronts
    span = half + 0.45
    for side in (-1, 1):
        rears.place(assembly, rear + 0.15, side * span)
        fronts.place(assembly, base * 0.45, side * (half + 0.3), small / fronts.radius)
    assembly.add("axle", rod((base * 0.45, -half - 0.3, small), (base * 0.45, half + 0.3, small), 0.07))
    if rng.random() < 0.85:
        shape = arc(big * 1.1, 10, 130, 14)
        for side in (-1, 1):
            flat = np.stack([np.stack([shape[:, 0], np.full(14, w), shape[:, 1]], -1) for w in (-0.28, 0.0, 0.28)], 1)
            assembly.add("fender", sheet(flat, 0.05).moved(rear + 0.15, side * span * 0.95, big))
    with_cab = rng.random() < 0.55
    floor = top * 0.9
    if with_cab:
        cabin = Cabin(
            (rear - 0.15, scuttle, half + 0.2, floor), (rear - 0.05, scuttle - 0.15, half + 0.12, floor + 1.1)
        )
        if rng.random() < 0.5:
            assembly.add("cabin", cabin.solid(0.1))
            add_windows(assembly, rng, cabin, int(rng.integers(1, 3)))
        else:
            corners = [
                (np.array([f[x], side * f[2], f[3]]), np.array([r[x], side * r[2], r[3]]))
                for f, r in ((cabin.floor, cabin.roof),)
                for x in (0, 1)
                for side in (-1, 1)
            ]
            roof = box(scuttle - rear + 0.4, 2 * half + 0.5, 0.12, 0.35, 3)
            posts = [rod(low_end, high_end, 0.04) for low_end, high_end in corners]
            assembly.add("vehicle.roof", roof.moved((rear + scuttle) / 2, 0, floor + 1.12), *posts)
            with_cab = False
    if not with_cab:
        seat = [
            cushion(0.45, 0.5, 0.12),
            cushion(0.1, 0.5, 0.4).moved(-0.22, 0, 0.2),
            rod((0, 0, -0.3), (0, 0, 0), 0.06),
        ]
        assembly.add("vehicle.seat", *(piece.moved(rear + 0.2, 0, floor + 0.05) for piece in seat))
        assembly.add("steering.wheel", steering_wheel(0.24).moved(scuttle - 0.25, 0, floor + 0.35))
    x = scuttle + (nose - scuttle) * rng.uniform(0.3, 0.7)
    y = half * float(rng.choice([0.0, 0.6]))
    assembly.add("exhaust", rod((x, y, top * 0.8), (x, y, top + rng.uniform(0.4, 0.8)), 0.06, sides=10))
    add_front(assembly, rng, Face(nose - 0.02, half * 0.8, low + 0.1, top * 0.9))
    return assembly.finish(turned_to_view(rng))


def excavator(rng: np.random.Generator) -> LabelledObject:
    """An excavator: tracks, turntable, house with cab, boom, stick and bucket."""
    assembly = Assembly("excavator", "excavator", "digger", "backhoe", "construction vehicle")
    length, half, high = rng.uniform(2.6, 3.8), rng.uniform(0.8, 1.2), rng.uniform(0.6, 0.9)
    _add_tracks(assembly, rng, length, half, high)
    assembly.add("chassis", box(length * 0.55, half * 2, high * 0.4, 0.15).moved(0, 0, high * 0.6))
    assembly.add("turntable", cylinder(half * 0.55, 0.25, 24).moved(0, 0, high * 0.75))
    turn = rng.uniform(-40, 40) if rng.random() < 0.5 else 0.0
    deck = high * 0.75 + 0.22

    def swung(*pieces: Geometry) -> list[Geometry]:
        return [piece.rotated("z", turn).moved(z=deck) for piece in pieces]

    tall = rng.uniform(0.7, 1.1)
    back = -length * rng.uniform(0.45, 0.6)
    assembly.add(
        "working.body",
        *swung(box(-back + 0.6, half * 1.9, tall, rng.uniform(0.05, 0.3), 3).moved((back + 0.6) / 2, 0, tall / 2)),
    )
    if rng.random() < 0.7:
        weight = box(0.5, half * 1.9, tall * 0.8, 0.35, 3).bowed(-0.15, 1, 0).moved(back - 0.1, 0, tall * 0.45)
        assembly.add("counterweight", *swung(weight.scaled(1, 1, 1)))
    cab_y = half * 0.5
    cabin = Cabin(
        (-0.3, 0.95, half * 0.42, 0.02), (-0.25, rng.uniform(0.6, 0.95), half * 0.38, tall + rng.uniform(0.5, 0.9))
    )
    assembly.add("truck.cab", *swung(cabin.solid(0.12).moved(y=cab_y)))
    for wall, up in (("front", (0.15, 0.92)), ("left", (0.45, 0.9)), ("right", (0.55, 0.9))):
        assembly.add("car.window", *swung(cabin.pane(wall, (0.08, 0.92), up, 0.03).moved(y=cab_y)))
    y = -half * rng.uniform(0.0, 0.2)
    foot = np.array([0.5, y, tall * 0.5])
    knee = foot + np.array([rng.uniform(1.2, 2.0), 0, rng.uniform(1.4, 2.2)])
    elbow = knee + np.array([rng.uniform(1.0, 1.6), 0, rng.uniform(-0.5, 0.4)])
    wrist = elbow + np.array([rng.uniform(-0.6, 0.5), 0, -rng.uniform(1.2, 1.9)])
    thick = rng.uniform(0.12, 0.18)
    square = np.array([(1, -0.7), (1, 0.7), (-1, 0.7), (-1, -0.7)])
    bend = smooth_curve([foot, (foot + knee) / 2 + [-0.15, 0, 0.1], knee, elbow], 14)
    boom = sweep(bend, np.interp(np.linspace(0, 1, 14), [0, 0.55, 1], [0.8, 1.5, 0.8]) * thick, square, side=(0, 0, 1))
    assembly.add("boom", *swung(boom))
    way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    stick = sweep(
        np.stack([elbow - way * 0.35, elbow, wrist]), np.array([0.7, 1.2, 0.6]) * thick, square, side=(1, 0, 0)
    )
    assembly.add("dipper", *swung(stick))
    size = rng.uniform(0.35, 0.6)
    curve = arc(size, 100, 330, 14) * [1, 1]
    flat = np.stack(
        [np.stack([curve[:, 0], np.full(14, w), curve[:, 1]], -1) for w in np.linspace(-1, 1, 5) * size * 0.8], 1
    )
    sides = [strip(curve, curve * 0.12, 0.04).moved(y=s * size * 0.8) for s in (-1, 1)]
    end = np.append(curve[-1], 0)[[0, 2, 1]]
    teeth = [
        block(0.2, size * 0.16, 0.06).rotated("y", -60).moved(end[0], w, end[2])
        for w in np.linspace(-0.7, 0.7, 5) * size
    ]
    bucket = merged([sheet(flat, 0.05), *sides, *teeth]).rotated("y", rng.uniform(60, 130))
    assembly.add("digger.bucket", *swung(bucket.moved(*(wrist + np.array([0, 0, -size * 0.6])))))
    rams = [
        (foot + np.array([0.5, 0, 0.0]), (foot + knee) / 2 + [0.1, 0, -0.1]),
        ((knee + elbow) / 2 + [0, 0, 0.3], elbow - way * 0.3),
    ]
    for start, stop in rams:
        middle = start + 0.6 * (stop - start)
        assembly.add("hydraulic", *swung(rod(start, middle, 0.07), rod(middle, stop, 0.04)))
    if rng.random() < 0.4:
        assembly.add(
            "exhaust", *swung(rod((back * 0.6, -half * 0.4, tall), (back * 0.6, -half * 0.4, tall + 0.4), 0.06))
        )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"tank": tank, "tractor": tractor, "excavator": excavator}
