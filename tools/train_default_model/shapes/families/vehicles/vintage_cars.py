"""A car of the first decades: long hood, upright cabin or open seats, sweeping fenders, lamps on stalks."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...coachwork import steering_wheel
from ...curves import smooth_curve
from ...fittings import Make, drawn_make
from ...geometry import Geometry
from ...hulls import Cabin, block, hull
from ...primitives import ball, box, cylinder, ring, rod, sheet
from ...wheels import WheelSet, turned_to_view


def _fender(x: float, z: float, radius: float, wide: float, tail: float, way: int) -> Geometry:
    """A fender that rises over a wheel at (x, z) and runs out to the running board in direction `way`."""
    line = [
        (x - way * radius * 1.15, z - radius * 0.15),
        (x - way * radius * 0.85, z + radius * 0.75),
        (x, z + radius * 1.12),
        (x + way * radius * 0.9, z + radius * 0.65),
        (x + way * (radius + tail * 0.5), z - radius * 0.1),
        (x + way * (radius + tail), z - radius * 0.45),
    ]
    path = smooth_curve(line, 18)
    across = np.linspace(-1.0, 1.0, 6)
    points = np.stack(
        [
            np.broadcast_to(path[:, :1], (18, 6)),
            np.broadcast_to(across * wide / 2, (18, 6)),
            path[:, 1:] - 0.25 * wide * across**2,
        ],
        axis=-1,
    )
    return sheet(points, 0.03)


def _add_front(assembly: Assembly, rng: np.random.Generator, make: Make, nose: float, half: float, top: float) -> None:
    """Radiator with its shell and cap, lamps on stalks, horn, crank, bumper."""
    low = top - rng.uniform(0.6, 0.8)
    middle, tall = (top + low) / 2, top - low
    core = box(0.06, half * 1.5, tall * 0.85, 0.1, 2)
    shell = box(0.12, half * 1.85, tall * 1.05, 0.3, 3)
    bars = [
        block(0.05, 0.012, tall * 0.8).moved(0.08, float(y))
        for y in np.linspace(-0.7, 0.7, int(rng.integers(5, 12))) * half
    ]
    assembly.add("grille", core.moved(nose + 0.05, 0, middle), *(bar.moved(nose, 0, middle) for bar in bars))
    assembly.add("radiator.shell", shell.moved(nose, 0, middle))
    if rng.random() < 0.7:
        assembly.add("ornament", make.turned([(0.045, 0), (0.03, 0.03), (0.02, 0.1)]).moved(nose, 0, top + 0.02))
    size = rng.uniform(0.1, 0.16)
    bowl = make.turned(
        [(size * 0.25, -size * 0.9), (size * 0.75, -size * 0.4), (size, 0.0), (size * 0.9, size * 0.12)]
    ).rotated("y", 90)
    lamp_z, spread = middle + tall * rng.uniform(0.0, 0.3), half * rng.uniform(1.15, 1.5)
    for side in (-1, 1):
        spot = np.array([nose + rng.uniform(-0.05, 0.1), side * spread, lamp_z])
        assembly.add("headlight", bowl.moved(*spot))
        if rng.random() < 0.7:
            assembly.add(
                "bracket", rod(spot - [0.02, 0, size * 0.9], (nose - 0.1, side * half * 0.8, low), 0.018, sides=8)
            )
    if rng.random() < 0.5:
        assembly.add(
            "bumper",
            *(
                box(0.05, half * rng.uniform(3.4, 4.0), 0.06, 0.3, 2).bowed(-0.08, 1, 0).moved(nose + 0.35, 0, low + z)
                for z in (0.0, 0.1)[: int(rng.integers(1, 3))]
            ),
        )
    if rng.random() < 0.3:
        horn = make.turned([(0.015, 0), (0.02, 0.16), (0.07, 0.26)]).rotated("y", 90)
        assembly.add(
            "car.horn",
            horn.moved(nose - 0.8, half * 1.3, top - 0.1),
            ball(0.045, segments=10).moved(nose - 0.85, half * 1.3, top - 0.1),
        )
    if rng.random() < 0.3:
        assembly.add("license.plate", box(0.02, 0.4, 0.11, 0.1, 1).moved(nose + 0.15, 0, low - 0.03))


def _open_body(
    assembly: Assembly, rng: np.random.Generator, ends: tuple[float, float], half: float, floor: float
) -> float:
    """An open tourer: tub, seats, windscreen, steering wheel, folded or raised hood; returns its sill height."""
    rear, front = ends
    sill = floor + rng.uniform(0.5, 0.7)
    tub = hull(
        [(rear, half * 0.8, floor + 0.1, sill), (rear + 0.3, half, floor, sill), (front, half * 0.9, floor, sill)],
        power=9.0,
        rounding=int(rng.choice([0, 2])),
    )
    assembly.add("car.body", tub.solid(10, 16))
    rows = (0.28, 0.72) if front - rear > 1.6 else (0.4,)
    for row in rows:
        x = rear + (front - rear) * row
        cushions = [box(0.5, half * 1.6, 0.16, 0.4, 3), box(0.14, half * 1.65, 0.5, 0.4, 3).moved(-0.28, 0, 0.22)]
        assembly.add("vehicle.seat", *(piece.moved(x, 0, sill + 0.02) for piece in cushions))
    frame_top = sill + rng.uniform(0.35, 0.5)
    assembly.add(
        "windshield", box(0.03, half * 1.7, frame_top - sill, 0.1, 2).moved(front - 0.05, 0, (frame_top + sill) / 2)
    )
    posts = [
        rod((front - 0.05, s * half * 0.88, sill), (front - 0.05, s * half * 0.88, frame_top), 0.02, sides=8)
        for s in (-1, 1)
    ]
    assembly.add(
        "window.frame",
        *posts,
        rod((front - 0.05, -half * 0.88, frame_top), (front - 0.05, half * 0.88, frame_top), 0.02, sides=8),
    )
    assembly.add("steering.wheel", steering_wheel(0.21).moved(front - 0.4, half * 0.4, sill + 0.22))
    if rng.random() < 0.35:
        roof = (
            box(front - rear - 0.1, half * 2.0, 0.06, 0.4, 5)
            .bowed(-0.06, 1, 2)
            .moved((front + rear) / 2, 0, frame_top + 0.35)
        )
        stays = [
            rod((x, s * half * 0.9, sill), (x, s * half * 0.95, frame_top + 0.3), 0.018, sides=6)
            for x in (rear + 0.1, (rear + front) / 2, front - 0.1)
            for s in (-1, 1)
        ]
        assembly.add("vehicle.roof", roof)
        assembly.add("strut", *stays)
    elif rng.random() < 0.5:
        assembly.add("folding.top", box(0.3, half * 2.0, 0.25, 0.45, 4, soft=True).moved(rear, 0, sill + 0.08))
    return sill


def _closed_body(
    assembly: Assembly, rng: np.random.Generator, ends: tuple[float, float], half: float, floor: float
) -> float:
    """A closed sedan, coupe or small van; returns the height of its belt."""
    rear, front = ends
    belt, top = floor + rng.uniform(0.6, 0.75), floor + rng.uniform(1.25, 1.5)
    cabin = Cabin(
        (rear, front, half, floor),
        (rear + rng.uniform(0.0, 0.25), front - rng.uniform(0.0, 0.12), half * rng.uniform(0.88, 0.98), top),
    )
    assembly.add("car.body", cabin.solid(rng.uniform(0.03, 0.22), 3))
    if rng.random() < 0.6:
        roof = box((front - rear) * rng.uniform(0.95, 1.08), half * 2.0, 0.12, 0.45, 4, soft=True)
        assembly.add("vehicle.roof", roof.moved((front + rear) / 2 + 0.05, 0, top))
    low, high = (belt - floor) / (top - floor), 0.92
    assembly.add("windshield", cabin.pane("front", (0.08, 0.92), (low, high), 0.03))
    assembly.add("car.window", cabin.pane("rear", (0.25, 0.75), (low + 0.05, high - 0.05), 0.03))
    count = int(rng.integers(1, 4))
    edges = np.linspace(0.08, 0.94, count + 1)
    for wall, side in (("left", 1), ("right", -1)):
        for k in range(count):
            inset = 0.08 * (edges[1] - edges[0])
            assembly.add("car.window", cabin.pane(wall, (edges[k] + inset, edges[k + 1] - inset), (low, high), 0.03))
        if rng.random() < 0.7:
            assembly.add("car.door", cabin.pane(wall, (edges[-2] + 0.02, edges[-1]), (0.05, low - 0.03), 0.03))
            spot = (rear + (front - rear) * float(edges[-2] + 0.06), side * (half + 0.02), belt - 0.08)
            assembly.add("door.handle", box(0.12, 0.03, 0.03, 0.4, 1).moved(*spot))
    return belt


def vintage_car(rng: np.random.Generator) -> LabelledObject:
    """A vintage car, closed or open."""
    assembly = Assembly("vintage car", "vintage car", "oldtimer", "classic car", "antique car", "old car", "car")
    make = drawn_make(rng)
    radius, base = rng.uniform(0.33, 0.46), rng.uniform(2.2, 3.3)
    half, track = rng.uniform(0.5, 0.68), rng.uniform(0.62, 0.78)
    floor = radius * rng.uniform(1.0, 1.3)
    rear_axle, front_axle = -base / 2, base / 2
    scuttle = front_axle - base * rng.uniform(0.3, 0.45)
    rear, nose = rear_axle - rng.uniform(0.1, 0.5), front_axle + rng.uniform(0.0, 0.25)
    body = _open_body if rng.random() < 0.45 else _closed_body
    belt = body(assembly, rng, (rear, scuttle), half, floor)
    hood_half = half * rng.uniform(0.55, 0.8)
    hood = hull(
        [(scuttle - 0.05, half * 0.92, floor, belt), (nose, hood_half, floor, belt - rng.uniform(0.02, 0.12))],
        power=float(rng.choice([3.0, 5.0, 8.0])),
    )
    assembly.add("car.hood", hood.solid(6, max(make.sides, 10)))
    if rng.random() < 0.6:
        for side in (-1, 1):
            slots = [
                hood.side_panel((float(x), float(x) + 0.03), (-0.3, 0.4), side, 0.025)
                for x in np.linspace(scuttle + 0.15, nose - 0.15, int(rng.integers(5, 12)))
            ]
            assembly.add("vent", *slots)
    _add_front(assembly, rng, make, nose + 0.05, hood_half, belt)
    wheels = WheelSet(rng, radius, rng.uniform(0.09, 0.16))
    for x in (rear_axle, front_axle):
        for side in (-1, 1):
            wheels.place(assembly, x, side * track)
        if rng.random() < 0.7:
            assembly.add("axle", rod((x, -track, radius), (x, track, radius), 0.04, sides=8))
    rails = [
        box(nose - rear + 0.2, 0.08, 0.12, 0.1, 1).moved((rear + nose) / 2, s * half * 0.6, floor - 0.06)
        for s in (-1, 1)
    ]
    assembly.add(
        "chassis",
        *rails,
        *(box(0.08, half * 1.3, 0.1, 0.1, 1).moved(float(x), 0, floor - 0.06) for x in (rear, 0.0, nose)),
    )
    wide = rng.uniform(0.24, 0.34)
    tail = rng.uniform(0.2, 0.5)
    board = radius * rng.uniform(0.6, 0.75)
    for side in (-1, 1):
        assembly.add("fender", _fender(front_axle, radius, radius * 1.08, wide, tail, -1).moved(y=side * track))
        assembly.add("fender", _fender(rear_axle, radius, radius * 1.08, wide, min(tail, 0.3), 1).moved(y=side * track))
        if rng.random() < 0.85:
            start, end = rear_axle + radius * 1.2, front_axle - radius * 1.2
            assembly.add(
                "running.board", box(end - start, wide, 0.05, 0.2, 2).moved((start + end) / 2, side * track, board)
            )
    if rng.random() < 0.55:
        spare = [cylinder(radius * 0.6, 0.08, 18).moved(z=-0.04), ring(radius * 0.82, radius * 0.16, 24, 8)]
        if rng.random() < 0.5:
            assembly.add(
                "spare.wheel", *(piece.rotated("y", 90).moved(rear - 0.12, 0, floor + 0.45) for piece in spare)
            )
        else:
            assembly.add(
                "spare.wheel", *(piece.rotated("x", 90).moved(scuttle + 0.3, track, radius * 1.6) for piece in spare)
            )
    if rng.random() < 0.4:
        assembly.add("saddlebag", box(0.35, half * 1.5, 0.45, 0.15, 2).moved(rear - 0.25, 0, floor + 0.3))
    for side in (-1, 1):
        if rng.random() < 0.5:
            assembly.add(
                "taillight",
                cylinder(0.05, 0.08, 12).rotated("y", -90).moved(rear_axle - radius * 1.1, side * track, radius),
            )
    if rng.random() < 0.4:
        assembly.add(
            "exhaust", rod((rear - 0.3, half * 0.5, radius * 0.7), (0.0, half * 0.5, radius * 0.7), 0.03, sides=8)
        )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"vintage car": vintage_car}
