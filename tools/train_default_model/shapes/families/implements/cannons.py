"""A cannon of old on a field carriage or a ship's carriage."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import drawn_make
from ...geometry import Geometry
from ...primitives import ball, box, cylinder, ring, square_section, sweep
from ...wheels import turned_to_view
from ..vehicles.carriages import wooden_wheel


def cannon(rng: np.random.Generator) -> LabelledObject:
    """An old cannon on a field carriage or a ship's truck carriage, or a mortar, with balls beside it."""
    assembly = Assembly("cannon", "cannon", "gun", "artillery", "ship cannon", "field gun")
    make = drawn_make(rng)
    length, radius = rng.uniform(1.0, 2.0), rng.uniform(0.13, 0.2)
    muzzle = radius * rng.uniform(0.6, 0.8)
    wheels = rng.random() < 0.6
    wheel_radius = rng.uniform(0.5, 0.75) if wheels else rng.uniform(0.14, 0.22)
    z = wheel_radius * 1.15 if wheels else wheel_radius * 2 + rng.uniform(0.2, 0.35)
    pitch = rng.uniform(-2, 18)
    profile = [
        (radius * 0.3, -0.06),
        (radius, 0.0),
        (radius * 1.02, length * 0.3),
        (radius * 0.85, length * 0.32),
        (muzzle, length * 0.93),
        (muzzle * 1.35, length * 0.97),
        (muzzle * 1.3, length),
        (muzzle * 0.62, length),
        (muzzle * 0.6, length * 0.8),
    ]
    pivot = length * 0.42

    def aimed(piece: Geometry) -> Geometry:
        return piece.moved(z=-pivot).rotated("y", 90 - pitch).moved(z=z)

    assembly.add("cannon.barrel", aimed(make.turned(profile)))
    for at in (0.02, 0.3, 0.55, 0.75)[: int(rng.integers(0, 5))]:
        size = radius * 1.05 if at < 0.31 else float(np.interp(at, [0.31, 0.93], [radius * 0.88, muzzle])) * 1.06
        assembly.add("cannon.band", aimed(ring(size, radius * 0.07, max(make.sides, 12), 6).moved(z=length * at)))
    if rng.random() < 0.8:
        knob = [
            ball(radius * 0.35, segments=14).moved(z=-radius * 0.75),
            cylinder(radius * 0.2, radius * 0.5, 10).moved(z=-radius * 0.6),
        ]
        assembly.add("knob", *(aimed(piece) for piece in knob))
    assembly.add("trunnion", make.disc(radius * 0.35, radius * 3.4, "y").moved(z=z))
    half = radius * 1.35
    for side in (-1, 1):
        y = side * half
        if wheels:
            cheek = sweep(
                smooth_curve(
                    [
                        (length * 0.25, y, z - 0.02),
                        (-length * 0.2, y, z * 0.9),
                        (-length * 0.75, y * 0.6, z * 0.35),
                        (-length * 1.05, y * 0.4, 0.06),
                    ],
                    14,
                ),
                np.interp(np.linspace(0, 1, 14), [0, 0.3, 1], [0.11, 0.13, 0.07])[:, None] * [0.4, 1.0],
                square_section(1, 1, 0.15),
                side=(0, 1, 0),
            )
            assembly.add("cannon.carriage", cheek)
        else:
            steps = int(rng.integers(2, 5))
            base = length * 0.62
            cheek_pieces = [
                make.block(base * (1 - k / steps * 0.75), radius * 0.45, (z - wheel_radius) / steps * 0.98).moved(
                    base * k / steps * 0.36 - length * 0.12, y, wheel_radius + (k + 0.5) * (z - wheel_radius) / steps
                )
                for k in range(steps)
            ]
            assembly.add("cannon.carriage", *cheek_pieces)
    if wheels:
        wheel = wooden_wheel(rng, wheel_radius, 0.08)["wheel"]
        for side in (-1, 1):
            assembly.add("wheel", wheel.moved(0, side * (half + 0.22), wheel_radius))
        assembly.add("axle", box(0.14, half * 2 + 0.4, 0.14, 0.15, 1).moved(0, 0, wheel_radius))
        for x in (-0.25, -0.6):
            assembly.add("stretcher", make.disc(0.04, half * 1.5, "y").moved(length * x, 0, z * (1 + x)))
    else:
        for x in (-length * 0.38, length * 0.12):
            for side in (-1, 1):
                assembly.add("wheel", make.disc(wheel_radius, 0.1, "y").moved(x, side * (half + 0.1), wheel_radius))
            assembly.add("axle", box(0.12, half * 2 + 0.3, 0.12, 0.15, 1).moved(x, 0, wheel_radius))
        assembly.add(
            "stretcher", make.block(length * 0.6, half * 1.8, 0.06).moved(-length * 0.12, 0, wheel_radius + 0.05)
        )
        if rng.random() < 0.5:
            assembly.add("wedge", make.block(0.3, radius * 1.2, 0.12).moved(-length * 0.33, 0, z - radius * 1.3))
    if rng.random() < 0.4:
        size = muzzle * 0.6
        pile = [(x, y, size) for x in (-1, 1) for y in (-1, 1)] + [(0, 0, size * 2.4)]
        assembly.add_each(
            "cannonball",
            *(ball(size, segments=14).moved(length * 0.3 + x * size, -half - 0.7 + y * size, h) for x, y, h in pile),
        )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"cannon": cannon}
