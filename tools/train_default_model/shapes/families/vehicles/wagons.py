"""A railway wagon: passenger coach, box car, open wagon, tank or flat wagon."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...fittings import Make, drawn_make
from ...hulls import Cabin
from ...primitives import box, cylinder, ring, rod, sweep
from ...wheels import turned_to_view
from .railway import (
    add_bogies,
    add_couplers,
    add_rails,
    add_wheelset,
    coal_heap,
    spoked_wheel,
    track_height,
)


def _coach(assembly: Assembly, rng: np.random.Generator, length: float, half: float, floor: float) -> None:
    """A passenger coach: body, roof, rows of windows, doors."""
    tall = rng.uniform(1.9, 2.4)
    cabin = Cabin((-length / 2, length / 2, half, floor), (-length / 2, length / 2, half * 0.96, floor + tall))
    assembly.add("train.body", cabin.solid(0.04))
    roof = box(length * 1.01, half * 2.04, 0.3, 0.45, 6, soft=True).bowed(-rng.uniform(0.05, 0.4), 1, 2)
    assembly.add("vehicle.roof", roof.moved(z=floor + tall + 0.2))
    count = int(rng.integers(4, 11))
    edges = np.linspace(0.14, 0.86, count + 1)
    for wall in ("left", "right"):
        for a, b in pairwise(edges):
            assembly.add("car.window", cabin.pane(wall, (a + (b - a) * 0.15, b - (b - a) * 0.15), (0.48, 0.85), 0.06))
        for across in ((0.03, 0.1), (0.9, 0.97)):
            assembly.add("car.door", cabin.pane(wall, across, (0.03, 0.88), 0.05))
        if rng.random() < 0.5:
            assembly.add("stripe", cabin.pane(wall, (0.0, 1.0), (0.3, 0.38), 0.03))
    if rng.random() < 0.4:
        assembly.add("destination.sign", box(1.2, 0.08, 0.25, 0.1, 1).moved(0, -half, floor + tall * 0.92))


def _closed_or_open(assembly: Assembly, rng: np.random.Generator, length: float, half: float, floor: float) -> None:
    """A box car with a sliding door, or an open wagon with a load."""
    closed = rng.random() < 0.5
    tall = rng.uniform(1.9, 2.5) if closed else rng.uniform(0.7, 1.5)
    if closed:
        assembly.add("cargo.box", box(length, half * 2, tall, 0.03, 3).moved(z=floor + tall / 2))
        roof = box(length * 1.02, half * 2.1, 0.14, 0.3, 6).bowed(-rng.uniform(0.02, 0.3), 1, 2)
        assembly.add("vehicle.roof", roof.moved(z=floor + tall + 0.16))
        for side in (-1, 1):
            door = box(length * 0.25, 0.09, tall * 0.9, 0.1, 2)
            assembly.add("car.door", door.moved(rng.uniform(-0.1, 0.1) * length, side * half, floor + tall * 0.48))
    else:
        walls = [box(length, half * 2, 0.08, 0.1, 2).moved(z=floor + 0.04)]
        walls += [box(length, 0.08, tall, 0.1, 2).moved(0, s * half, floor + tall / 2) for s in (-1, 1)]
        walls += [box(0.08, half * 2, tall, 0.1, 2).moved(s * length / 2, 0, floor + tall / 2) for s in (-1, 1)]
        assembly.add("cargo.box", *walls)
        if rng.random() < 0.65:
            heap = coal_heap(rng, length * 0.95, half * 1.85, rng.uniform(0.3, 0.7))
            assembly.add("load", heap.moved(z=floor + tall * 0.85))
    if rng.random() < 0.7:
        count = int(rng.integers(3, 9))
        post = box(0.1, 0.08, tall, 0.1, 1)
        for side in (-1, 1):
            assembly.add(
                "rib",
                *(
                    post.moved(float(x), side * (half + 0.05), floor + tall / 2)
                    for x in np.linspace(-0.49, 0.49, count) * length
                ),
            )


def _tank_or_flat(
    assembly: Assembly, rng: np.random.Generator, make: Make, length: float, half: float, floor: float
) -> None:
    """A tank wagon with dome and ladder, or a flat wagon with logs or crates."""
    if rng.random() < 0.55:
        radius = half * rng.uniform(0.8, 1.0)
        z = floor + radius + 0.15
        barrel = (
            make.disc(radius, length * 0.95, "x")
            if rng.random() < 0.5
            else sweep(
                np.stack([np.linspace(-0.48, 0.48, 12) * length, np.zeros(12), np.zeros(12)], axis=1),
                np.interp(np.linspace(0, 1, 12), [0, 0.1, 0.9, 1], [0.75, 1, 1, 0.75]) * radius,
                None,
            )
        )
        assembly.add("tank.barrel", barrel.moved(z=z))
        if rng.random() < 0.8:
            assembly.add("hatch", cylinder(radius * 0.35, 0.4, 18).moved(0, 0, z + radius * 0.9))
        for x in np.linspace(-0.35, 0.35, int(rng.integers(0, 5))) * length:
            assembly.add("boiler.band", ring(radius * 1.01, 0.04, 24, 6).rotated("y", 90).moved(float(x), 0, z))
        if rng.random() < 0.6:
            rungs = [rod((x, -half, floor), (x, -half * 0.85, z + radius * 0.9), 0.03, sides=6) for x in (-0.2, 0.2)]
            rungs += [
                rod((-0.2, -half * 0.97, t), (0.2, -half * 0.97, t), 0.025, sides=6)
                for t in np.linspace(floor + 0.2, z + radius * 0.7, 6)
            ]
            assembly.add("ladder", *rungs)
        return
    for x in np.linspace(-0.45, 0.45, int(rng.integers(3, 6))) * length:
        for side in (-1, 1):
            assembly.add("rib", box(0.1, 0.1, 1.3, 0.1, 1).moved(float(x), side * half * 0.95, floor + 0.65))
    if rng.random() < 0.6:
        size = half * 0.3
        logs = [
            make.disc(size, length * 0.9, "x").moved(0, y * size * 2, floor + size + r * size * 1.75)
            for r in range(3)
            for y in np.arange(-1, 1.1 - r * 0.01) + 0.5 * (r % 2)
            if abs(y) * size * 2 < half * 0.8
        ]
        assembly.add_each("load", *logs)
    else:
        for x in np.linspace(-0.35, 0.35, int(rng.integers(2, 5))) * length:
            assembly.add(
                "load", box(length * 0.16, half * 1.5, rng.uniform(0.6, 1.3), 0.05, 1).moved(float(x), 0, floor + 0.5)
            )


def railway_wagon(rng: np.random.Generator) -> LabelledObject:
    """A goods wagon or passenger coach."""
    assembly = Assembly("railway wagon", "railway wagon", "wagon", "train car", "railcar", "freight car", "carriage")
    make = drawn_make(rng)
    rise = track_height(rng)
    length, half, floor = rng.uniform(4.0, 12.0), rng.uniform(1.1, 1.45), rng.uniform(0.95, 1.25)
    assembly.add("chassis", box(length, half * 1.8, 0.22, 0.1, 2).moved(z=floor - 0.11))
    kind = int(rng.integers(3))
    if kind == 0:
        _coach(assembly, rng, length, half, floor)
    elif kind == 1:
        _closed_or_open(assembly, rng, length, half, floor)
    else:
        _tank_or_flat(assembly, rng, make, length, half, floor)
    if length > 6.5:
        add_bogies(assembly, rng, make, length * rng.uniform(0.28, 0.36), half * 0.72, floor)
    else:
        wheel = spoked_wheel(rng, make, floor * 0.38, 0.12)
        for x in (-length * 0.27, length * 0.27):
            add_wheelset(assembly, wheel, x, half * 0.72, floor * 0.38)
            for side in (-1, 1):
                assembly.add("bogie", box(0.7, 0.1, floor * 0.4, 0.2, 1).moved(x, side * half * 0.85, floor * 0.55))
    add_couplers(assembly, rng, make, (-length / 2, length / 2), half * 0.9, floor - 0.12)
    if rise:
        add_rails(assembly, rng, half * 0.72, rise)
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"railway wagon": railway_wagon}
