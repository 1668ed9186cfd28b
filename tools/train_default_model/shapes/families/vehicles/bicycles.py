"""A bicycle: tubular frame, wire wheels, chain drive, and what hangs on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import arc, smooth_curve
from ...fittings import Make, drawn_make
from ...geometry import FloatArray, Geometry
from ...primitives import box, cylinder, ring, rod, round_section, sheet, sweep
from ...wheels import turned_to_view


def mudguard(radius: float, width: float, start: float, end: float, thickness: float) -> Geometry:
    """A curved sheet about the y axis from one angle to another, degrees from +x towards +z, bulging outward."""
    curve = arc(1.0, start, end, 14)
    across = np.linspace(-1.0, 1.0, 5)
    reach = radius * (1.0 - 0.12 * across**2)
    points = np.stack(
        [
            curve[:, :1] * reach,
            np.broadcast_to(across * width / 2, (14, 5)),
            curve[:, 1:] * reach,
        ],
        axis=-1,
    )
    return sheet(points, thickness)


def wire_wheel(rng: np.random.Generator, make: Make, radius: float, tube: float) -> dict[str, list[Geometry]]:
    """Tyre, rim, spokes and hub about the y axis, by their part."""
    round_steps = max(make.sides, 16)
    inner = radius - tube * 2.1
    tyre = ring(radius - tube, tube, round_steps, 8)
    rim = ring(inner, tube * rng.uniform(0.5, 0.8), round_steps, 6).scaled(1, 1, rng.uniform(0.9, 1.6))
    hub_half = radius * rng.uniform(0.08, 0.14)
    hub = cylinder(radius * 0.05, hub_half * 2, 10).moved(z=-hub_half)
    spokes: list[Geometry] = []
    wire = radius * rng.uniform(0.004, 0.012)
    if rng.random() < 0.12:
        arms = int(rng.integers(3, 6))
        for k in range(arms):
            spoke = box(inner, radius * 0.12, tube * 0.7, 0.2, 1).moved(inner / 2)
            spokes.append(spoke.rotated("z", 360.0 * k / arms))
    else:
        count = int(rng.integers(10, 30))
        for k in range(count):
            turn = 2 * np.pi * k / count
            lean = turn + (0.5 if k % 4 < 2 else -0.5)
            end = (inner * np.cos(turn), inner * np.sin(turn), 0)
            foot = (radius * 0.045 * np.cos(lean), radius * 0.045 * np.sin(lean), hub_half * 0.8 * (-1) ** k)
            spokes.append(rod(foot, end, wire, sides=4))
    return {
        name: [piece.rotated("x", 90) for piece in pieces]
        for name, pieces in (("tire", [tyre]), ("rim", [rim]), ("spokes", spokes), ("hub", [hub]))
    }


def _place_wheel(assembly: Assembly, wheel: dict[str, list[Geometry]], x: float, z: float, split: int) -> None:
    """The wheel at (x, z): as one part, as tyre and rim, or with spokes of their own."""
    placed = {name: [piece.moved(x, 0, z) for piece in pieces] for name, pieces in wheel.items()}
    if split == 0:
        assembly.add("wheel", *placed["tire"], *placed["rim"], *placed["spokes"], *placed["hub"])
        return
    assembly.add("vehicle.tire", *placed["tire"])
    if split == 1:
        assembly.add("vehicle.rim", *placed["rim"], *placed["spokes"], *placed["hub"])
    else:
        assembly.add("vehicle.rim", *placed["rim"], *placed["hub"])
        assembly.add("spokes", *placed["spokes"])


def _handlebar(rng: np.random.Generator, head: FloatArray, half: float) -> tuple[Geometry, FloatArray]:
    """The bar at the steerer's top, and where its right grip ends: (2, 3) inner and outer end."""
    kind, rise = int(rng.integers(4)), rng.uniform(0.02, 0.12)
    if kind == 0:
        end = np.array([-rng.uniform(0.0, 0.08), half, 0.0])
        way = [(0, 0, 0), (0, half * 0.5, 0.0), tuple(end)]
    elif kind == 1:
        end = np.array([-rng.uniform(0.1, 0.25), half, rise])
        way = [(0, 0, 0), (0.02, half * 0.4, rise * 0.8), (-0.02, half * 0.9, rise), tuple(end)]
    elif kind == 2:
        end = np.array([-0.02, half * 0.72, -0.12])
        way = [(0, 0, 0), (0, half * 0.65, 0), (0.09, half * 0.7, -0.01), (0.1, half * 0.72, -0.09), tuple(end)]
    else:
        end = np.array([-0.06, half, rise * 2.4])
        way = [(0, 0, 0), (0, half * 0.3, rise * 0.4), (0, half * 0.55, rise * 2.2), tuple(end)]
    full = np.array([(x, -y, z) for x, y, z in way[:0:-1]] + way)
    path = smooth_curve(full, 25) + head
    grip = np.stack([path[-1] + 0.28 * (path[-4] - path[-1]) * 3, path[-1]])
    return sweep(path, 0.012, round_section(8)), grip


def _saddle(rng: np.random.Generator, length: float, width: float) -> Geometry:
    """A saddle about the origin, its nose at +x."""
    t = np.linspace(0.0, 1.0, 10)
    wide = np.interp(t, [0, 0.1, 0.35, 0.6, 0.95, 1], [0.6, 1.0, 0.85, 0.35, 0.22, 0.1]) * width / 2
    tall = np.interp(t, [0, 0.1, 0.9, 1], [0.4, 1.0, 0.8, 0.4]) * rng.uniform(0.02, 0.045)
    path = np.stack([(t - 0.5) * length, 0 * t, rng.uniform(0.0, 0.03) * (2 * t - 1) ** 2], axis=1)
    return sweep(path, np.stack([wide, tall], axis=1), round_section(12), side=(0, 1, 0))


def _add_drive(assembly: Assembly, rng: np.random.Generator, make: Make, bottom: FloatArray, rear: FloatArray) -> None:
    """Cranks, chain ring, pedals and chain."""
    size, y = rng.uniform(0.07, 0.1), 0.04
    toothed = cylinder(size, 0.008, max(make.sides, 16)) if rng.random() < 0.4 else ring(size, 0.008, 24, 6)
    pieces = [
        toothed.rotated("x", 90).moved(*bottom).moved(y=-y),
        rod(bottom - shift(0, 0.07, 0), bottom + shift(0, 0.07, 0), 0.018),
    ]
    turn, arm = rng.uniform(0, 2 * np.pi), rng.uniform(0.14, 0.19)
    for side in (-1, 1):
        way = side * arm * np.array([np.cos(turn), 0, np.sin(turn)])
        start = bottom + shift(0, side * 0.065, 0)
        pieces.append(rod(start, start + way, 0.012, 0.009, 8))
        tread = box(0.1, 0.09, 0.025, 0.2, 1) if rng.random() < 0.6 else box(0.07, 0.1, 0.035, 0.3, 1)
        assembly.add("pedal", tread.moved(*(start + way)).moved(y=side * 0.06))
    if rng.random() < 0.5:
        pieces += [
            rod(
                bottom - shift(0, y, 0),
                bottom + size * np.array([np.cos(a), 0, np.sin(a)]) - shift(0, y, 0),
                0.007,
                sides=6,
            )
            for a in (0.3, 2.4, 4.5)
        ]
    assembly.add("crank", *pieces)
    if rng.random() < 0.7:
        small = size * 0.4
        front = arc(size, -90, 90, 9) + bottom[[0, 2]]
        back = arc(small, 90, 270, 7) + rear[[0, 2]]
        flat = np.concatenate([front, back])
        loop = np.stack([flat[:, 0], np.full(len(flat), -y), flat[:, 1]], axis=1)
        section = np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)]) * 0.005
        assembly.add("cycle.chain", sweep(loop, 1.0, section, closed=True, side=(0, 1, 0)))
        if rng.random() < 0.3:
            guard = box(float(front[4, 0] - back[3, 0]), 0.012, size * 1.1, 0.3, 1)
            assembly.add("chain.guard", guard.moved((bottom[0] + rear[0]) / 2 + 0.02, -y - 0.02, bottom[2] + 0.04))


def _basket(rng: np.random.Generator, wide: float, deep: float, tall: float) -> list[Geometry]:
    """An open basket standing on z = 0: five boards or wires."""
    if rng.random() < 0.5:
        walls = [box(deep, wide, 0.01, 0.1, 1)]
        walls += [box(deep, 0.012, tall, 0.1, 1).moved(0, s * wide / 2, tall / 2) for s in (-1, 1)]
        walls += [box(0.012, wide, tall, 0.1, 1).moved(s * deep / 2, 0, tall / 2) for s in (-1, 1)]
        return walls
    square: ArrayLike = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    corners = np.asarray(square, dtype=np.float64) * [deep / 2, wide / 2]
    wires = [
        sweep(np.column_stack([corners * (0.8 + 0.2 * u), np.full(4, u * tall)]), 0.005, round_section(5), closed=True)
        for u in (0.0, 0.33, 0.66, 1.0)
    ]
    for s in np.linspace(-1, 1, 5):
        for a in (-1, 1):
            wires.append(rod((s * deep * 0.4, a * wide * 0.4, 0), (s * deep / 2, a * wide / 2, tall), 0.004, sides=4))
            wires.append(rod((a * deep * 0.4, s * wide * 0.4, 0), (a * deep / 2, s * wide / 2, tall), 0.004, sides=4))
    return wires


def _frame(rng: np.random.Generator, make: Make, joints: dict[str, FloatArray], thick: float) -> list[Geometry]:
    """Tubes between the joints; a curved or lowered top tube now and then."""
    bottom, rear, top, high, low = (joints[name] for name in ("bottom", "rear", "seat", "head", "crown"))
    drop = float(rng.choice([0.0, 0.0, 0.25, 0.7]))
    start = high + (low - high) * 0.15
    end = top + (bottom - top) * drop
    pieces = [make.rod(low, bottom, thick * 1.15), make.rod(bottom, top, thick), make.rod(high, low, thick * 1.25)]
    if drop > 0.5 or rng.random() < 0.2:
        middle = (start + end) / 2 - np.array([0, 0, 0.07])
        pieces.append(make.tube(smooth_curve([start, middle, end], 10), thick))
    else:
        pieces.append(make.rod(start, end, thick))
    for side in (-1, 1):
        out = np.array([0, side * 0.055, 0])
        near = np.array([0, side * 0.02, 0])
        pieces += [make.rod(bottom + near, rear + out, thick * 0.65), make.rod(top + near, rear + out, thick * 0.5)]
    pieces.append(cylinder(thick * 1.5, 0.08, 12).rotated("x", 90).moved(*bottom).moved(y=0.04))
    return pieces


def bicycle(rng: np.random.Generator) -> LabelledObject:
    """A bicycle: road, mountain, city, step-through, or a child's."""
    assembly = Assembly("bicycle", "bicycle", "bike", "cycle", "push bike")
    make = drawn_make(rng)
    radius = rng.uniform(0.24, 0.37)
    base = 2 * radius + rng.uniform(0.28, 0.42)
    rear, front = np.array([0.0, 0, radius]), np.array([base, 0, radius])
    bottom = np.array([base * rng.uniform(0.38, 0.44), 0, radius * rng.uniform(0.8, 0.95)])
    tall = rng.uniform(0.7, 0.95)
    high = np.array([base - rng.uniform(0.18, 0.28), 0, tall])
    steer = (front - high) / np.linalg.norm(front - high)
    low = high + steer * rng.uniform(0.1, 0.16)
    top = bottom + np.array([-rng.uniform(0.12, 0.2), 0, (tall - bottom[2]) * rng.uniform(0.75, 1.0)])
    thick = rng.uniform(0.013, 0.026)
    joints = {"bottom": bottom, "rear": rear, "seat": top, "head": high, "crown": low}
    assembly.add("cycle.frame", *_frame(rng, make, joints, thick))
    fork = [
        make.rod(low + shift(0, s * 0.05, 0), front + shift(0, s * 0.055, 0), thick * 0.8, thick * 0.6) for s in (-1, 1)
    ]
    if rng.random() < 0.4:
        fork += [
            make.rod(low + shift(0, s * 0.05, 0), (low + front) / 2 + shift(0, s * 0.055, 0), thick * 1.1)
            for s in (-1, 1)
        ]
    fork += [rod(low - shift(0, 0.06, 0), low + shift(0, 0.06, 0), thick), rod(low, high - steer * 0.08, thick * 0.8)]
    assembly.add("cycle.fork", *fork)
    tube = radius * rng.uniform(0.035, 0.09)
    wheel, split = wire_wheel(rng, make, radius, tube), int(rng.integers(3))
    for axle in (rear, front):
        _place_wheel(assembly, wheel, float(axle[0]), radius, split)
    head = high - steer * 0.1 + np.array([rng.uniform(0.0, 0.09), 0, 0])
    bars, grip = _handlebar(rng, head, rng.uniform(0.2, 0.32))
    assembly.add("cycle.handlebar", bars, make.rod(high - steer * 0.08, head, 0.016))
    mirrored = np.array([1.0, -1.0, 1.0])
    if rng.random() < 0.8:
        for flip in (np.ones(3), mirrored):
            assembly.add("cycle.grip", make.rod(grip[0] * flip, grip[1] * flip, 0.018))
    if rng.random() < 0.5:
        for flip in (np.ones(3), mirrored):
            lever = rod((grip[0] + [0.03, 0, -0.01]) * flip, (grip[1] + [0.06, 0, -0.04]) * flip, 0.006, sides=6)
            assembly.add("brake", lever)
    seat = top + (top - bottom) / np.linalg.norm(top - bottom) * rng.uniform(0.06, 0.2)
    assembly.add("seatpost", make.rod(top, seat, thick * 0.75))
    assembly.add(
        "cycle.saddle", _saddle(rng, rng.uniform(0.22, 0.3), rng.uniform(0.13, 0.22)).moved(*seat).moved(0.02, 0, 0.02)
    )
    _add_drive(assembly, rng, make, bottom, rear)
    if rng.random() < 0.5:
        reach = radius + rng.uniform(0.02, 0.04)
        assembly.add("fender", mudguard(reach, tube * 3.2, 20, 195, 0.005).moved(*rear))
        assembly.add("fender", mudguard(reach, tube * 3.2, 45, 165, 0.005).moved(*front))
    if rng.random() < 0.3:
        deck = [rod((x, s * 0.06, 0), (x - 0.35, s * 0.06, 0), 0.007, sides=6) for x in (0.2,) for s in (-1, 1)]
        deck += [rod((x, -0.06, 0), (x, 0.06, 0), 0.006, sides=6) for x in np.linspace(-0.14, 0.18, 5)]
        deck += [rod((0, s * 0.06, 0), (0.02, s * 0.06, -radius - 0.05), 0.006, sides=6) for s in (-1, 1)]
        assembly.add("cycle.rack", *(piece.moved(0, 0, 2 * radius + 0.06) for piece in deck))
    if rng.random() < 0.25:
        holder = _basket(rng, rng.uniform(0.25, 0.36), rng.uniform(0.2, 0.28), rng.uniform(0.15, 0.24))
        assembly.add("cycle.basket", *(piece.moved(*high).moved(0.24, 0, -0.04) for piece in holder))
    if rng.random() < 0.4:
        lamp = cylinder(0.035, 0.06, 14, 0.045).rotated("y", 90)
        assembly.add("headlight", lamp.moved(*high).moved(0.04, 0, -0.02))
    if rng.random() < 0.35:
        assembly.add("taillight", box(0.02, 0.05, 0.035, 0.3, 1).moved(*top).moved(-0.05, 0, -0.03))
    if rng.random() < 0.3:
        assembly.add("kickstand", rod(bottom + shift(-0.06, 0.05, 0), (bottom[0] - 0.14, 0.18, 0.01), 0.009, sides=8))
    if rng.random() < 0.25:
        assembly.add(
            "cycle.bell", make.turned([(0.028, 0), (0.026, 0.014), (0.008, 0.026)]).moved(*head).moved(0, 0.09, 0.01)
        )
    if rng.random() < 0.25:
        way = (low + bottom) / 2
        flask = make.turned([(0.035, 0), (0.036, 0.14), (0.02, 0.16), (0.018, 0.19)])
        assembly.add("water.bottle", flask.rotated("y", 38).moved(*way).moved(-0.09, 0, -0.02))
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"bicycle": bicycle}
