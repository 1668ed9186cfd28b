"""Families that hover: helicopter, drone, hot-air balloon."""

from __future__ import annotations

import numpy as np

from ...airframes import airfoil, leg_with_wheel, propeller, rotor
from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_profile
from ...geometry import merged
from ...hulls import hull
from ...primitives import ball, box, cylinder, lathe, ring, rod, sweep
from ...wheels import turned_to_view


def helicopter(rng: np.random.Generator) -> LabelledObject:
    """A helicopter: cabin with glazed nose, tail boom, rotors, skids or wheels."""
    assembly = Assembly("helicopter", "helicopter", "chopper", "aircraft")
    length, half, tall = rng.uniform(3.2, 5.5), rng.uniform(0.7, 1.0), rng.uniform(0.75, 1.1)
    nose, rear = length * 0.5, -length * 0.4
    body = hull(
        [
            (rear, half * 0.35, tall * 0.2, tall * 0.8),
            (rear * 0.4, half * 0.95, -tall * 0.7, tall),
            (nose * 0.3, half, -tall, tall),
            (nose * 0.75, half * 0.8, -tall * 0.9, tall * 0.5),
            (nose, half * 0.25, -tall * 0.6, -tall * 0.25),
        ],
        power=float(rng.choice([2.2, 3.0, 5.0])),
        rounding=int(rng.choice([0, 3, 5])),
    )
    assembly.add("air.fuselage", body.solid(20, int(rng.choice([10, 16, 22]))))
    gap = rng.uniform(0.03, 0.12)
    for across in ((-0.85, -gap), (gap, 0.85)) if rng.random() < 0.5 else ((-0.85, 0.85),):
        assembly.add("cockpit", body.top_panel((nose * 0.32, nose * 0.9), across, 0.05))
    for side in (-1, 1):
        if rng.random() < 0.85:
            assembly.add("air.window", body.side_panel((nose * 0.12, nose * 0.55), (-0.1, 0.65), side, 0.05))
        if rng.random() < 0.6:
            assembly.add("air.door", body.side_panel((rear * 0.35, nose * 0.08), (-0.75, 0.7), side, 0.05))
    boom = length * rng.uniform(0.7, 1.0)
    end = rear - boom
    thick = rng.uniform(0.13, 0.22)
    assembly.add("tail.boom", rod((rear + 0.5, 0, tall * 0.5), (end, 0, tall * 0.65), thick * 1.6, thick * 0.7, 14))
    top = (end - 0.3, 0, tall * 0.65 + rng.uniform(0.7, 1.1))
    assembly.add("tail.fin", airfoil((end + 0.15, 0, tall * 0.5), top, (0.6, 0.4), 0.12, False))
    for side in (-1, 1):
        if rng.random() < 0.8:
            plane = airfoil((end + 0.6, 0, tall * 0.62), (end + 0.5, side * 0.8, tall * 0.62), (0.4, 0.3), 0.1, False)
            assembly.add("tailplane", plane)
    small = propeller(rng, rng.uniform(0.45, 0.7), int(rng.integers(2, 5))).rotated("z", 90)
    assembly.add("tail.rotor", small.moved(end, thick + 0.08, tall * 0.65 + 0.1))
    mast = tall + rng.uniform(0.35, 0.6)
    assembly.add("rotor.mast", cylinder(0.09, mast - tall + 0.25, 12).moved(0, 0, tall - 0.2))
    if rng.random() < 0.6:
        hump = hull(
            [
                (rear * 0.7, 0.2, tall * 0.6, tall + 0.1),
                (0.0, half * 0.5, tall * 0.6, tall + 0.25),
                (nose * 0.25, 0.2, tall * 0.6, tall),
            ],
            3.0,
            rounding=3,
        )
        assembly.add("engine", hump.solid(10, 14))
    blades = rotor(rng, length * rng.uniform(0.75, 1.05), int(rng.integers(2, 6)))
    assembly.add("rotor", blades.moved(0, 0, mast))
    if rng.random() < 0.65:
        y, floor = half * 1.1, -tall - rng.uniform(0.4, 0.6)
        for side in (-1, 1):
            path = [(nose * 0.8, side * y, floor + 0.25), (nose * 0.6, side * y, floor), (rear * 0.5, side * y, floor)]
            assembly.add("skid", sweep(path, 0.06))
            for x in (nose * 0.3, rear * 0.25):
                assembly.add("strut", rod((x, side * half * 0.4, -tall * 0.85), (x, side * y, floor), 0.045, sides=8))
    else:
        for x, y in ((nose * 0.55, 0.0), (rear * 0.4, half), (rear * 0.4, -half)):
            leg, *wheel = leg_with_wheel((x, y * 0.7, -tall * 0.6), (x, y, -tall - 0.35), 0.22)
            assembly.add("landing.gear", leg)
            assembly.add("wheel", *wheel)
    if rng.random() < 0.25:
        for side in (-1, 1):
            pod = merged(
                [
                    box(0.5, half * 0.9, 0.06, 0.2).moved(0, side * half * 1.1, -tall * 0.3),
                    rod((-0.6, side * half * 1.5, -tall * 0.4), (0.6, side * half * 1.5, -tall * 0.4), 0.16),
                ]
            )
            assembly.add("missile", pod)
    return assembly.finish(turned_to_view(rng))


def drone(rng: np.random.Generator) -> LabelledObject:
    """A multicopter: body, arms, motors, propellers, legs, camera."""
    assembly = Assembly("drone", "drone", "quadcopter", "multicopter")
    arms = int(rng.choice([4, 4, 4, 6, 8]))
    size, tall, reach = rng.uniform(0.09, 0.14), rng.uniform(0.05, 0.09), rng.uniform(0.22, 0.34)
    kind = rng.integers(3)
    if kind == 0:
        body = box(size * 2.2, size * 1.5, tall, rng.uniform(0.1, 0.48), 4, soft=True)
    elif kind == 1:
        body = ball(size * 1.2, size, tall * 0.7, 20)
    else:
        body = merged(
            [cylinder(size, 0.012, 8).moved(z=z) for z in (-tall / 2, tall / 2)] + [box(size, size * 0.6, tall, 0.1)]
        )
    assembly.add("working.body", body)
    up, thick, blades = rng.uniform(-0.02, 0.04), rng.uniform(0.01, 0.02), int(rng.integers(2, 4))
    spin = min(rng.uniform(0.1, 0.16), reach * np.sin(np.pi / arms) * 0.95)
    guards = rng.random() < 0.3
    screw = propeller(rng, spin, blades).rotated("y", -90)
    for k in range(arms):
        angle = 2 * np.pi * (k + 0.5) / arms
        x, y = reach * np.cos(angle), reach * np.sin(angle)
        assembly.add("drone.arm", rod((x * 0.2, y * 0.2, 0), (x, y, up), thick, thick * 0.8, int(rng.choice([4, 10]))))
        assembly.add("drone.motor", cylinder(thick * 1.8, 0.05, 14).moved(x, y, up - 0.015))
        assembly.add("air.propeller", screw.rotated("z", 40.0 * k).moved(x, y, up + 0.045))
        if guards:
            assembly.add("railing", ring(spin * 1.1, 0.007, 24, 6).moved(x, y, up + 0.03))
    foot = -tall / 2 - rng.uniform(0.08, 0.15)
    for side in (-1, 1):
        path = [(size * 0.3, side * size * 0.5, -tall * 0.3), (size * 0.5, side * size * 1.1, foot)]
        legs = [
            rod((s * a[0], a[1], a[2]), (s * b[0], b[1], b[2]), 0.008, sides=6) for s in (-1, 1) for a, b in (path,)
        ]
        assembly.add(
            "landing.gear",
            *legs,
            rod((-size, side * size * 1.1, foot), (size, side * size * 1.1, foot), 0.009, sides=6),
        )
    if rng.random() < 0.8:
        eye = [box(0.05, 0.06, 0.05, 0.3), cylinder(0.018, 0.03, 14).rotated("y", 90).moved(0.02)]
        assembly.add("drone.camera", *(piece.moved(size * 0.8, 0, -tall / 2 - 0.025) for piece in eye))
    if rng.random() < 0.5:
        for side in (-1, 1):
            assembly.add(
                "antenna",
                rod(
                    (-size * 0.7, side * size * 0.4, tall * 0.3),
                    (-size, side * size * 0.5, tall + 0.06),
                    0.005,
                    sides=6,
                ),
            )
    return assembly.finish(turned_to_view(rng))


def balloon(rng: np.random.Generator) -> LabelledObject:
    """A hot-air balloon: envelope with gores or bands, ropes, burner, basket."""
    assembly = Assembly("hot air balloon", "hot air balloon", "balloon", "air balloon")
    radius, mouth = rng.uniform(0.8, 1.1), rng.uniform(0.14, 0.3)
    tall = radius * rng.uniform(2.0, 2.6)
    control = [
        (mouth, 0),
        (radius * 0.55, tall * 0.2),
        (radius, tall * rng.uniform(0.52, 0.66)),
        (radius * 0.6, tall * 0.92),
        (0.0, tall),
    ]
    profile = smooth_profile(control, 26)
    gores = int(rng.choice([8, 12, 16, 24]))
    envelope = lathe(profile, gores * 4, 0.0)
    if rng.random() < 0.6:
        angle = np.arctan2(envelope.vertices[:, 1], envelope.vertices[:, 0])
        bulge = 1.0 + rng.uniform(0.02, 0.06) * np.abs(np.sin(angle * gores / 2))
        envelope.vertices[:, :2] *= bulge[:, None]
    assembly.add("balloon.envelope", envelope)
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 4))):
            low = int(rng.integers(3, 19))
            part = profile[low : low + int(rng.integers(2, 5))] * np.array([1.075, 1.0])
            assembly.add("balloon.band", lathe(np.concatenate([part, part[::-1] * [0.97, 1.0], part[:1]]), 32, 0.0))
    drop, half = rng.uniform(0.35, 0.7), rng.uniform(0.14, 0.24)
    high = half * rng.uniform(1.2, 1.8)
    if rng.random() < 0.5:
        walls = [box(half * 2, 0.03, high, 0.2, 3).moved(y=s * half, z=high / 2) for s in (-1, 1)]
        walls += [box(0.03, half * 2, high, 0.2, 3).moved(x=s * half, z=high / 2) for s in (-1, 1)]
        walls.append(box(half * 2, half * 2, 0.03, 0.2))
    else:
        walls = [
            lathe([(0, 0), (half * 0.85, 0), (half, high), (half * 0.9, high), (half * 0.75, 0.03), (0, 0.03)], 20)
        ]
    base = -drop - high
    assembly.add("balloon.basket", *(wall.moved(z=base) for wall in walls))
    if rng.random() < 0.6:
        assembly.add(
            "gunwale",
            ring(half * 1.03, 0.025, 4 if len(walls) > 1 else 20, 8)
            .rotated("z", 45)
            .scaled(1.36 if len(walls) > 1 else 1.0)
            .moved(z=-drop),
        )
    count = int(rng.choice([4, 8, 12]))
    for angle in 2 * np.pi * (np.arange(count) + 0.5 * (count == 4)) / count:
        way = np.array([np.cos(angle), np.sin(angle), 0])
        assembly.add("balloon.rope", rod(way * half + [0, 0, -drop], way * mouth * 1.02 + [0, 0, 0.01], 0.008, sides=5))
    if rng.random() < 0.75:
        burner = [
            cylinder(0.05, 0.12, 14),
            rod((-half, 0, -0.1), (half, 0, -0.1), 0.012),
            rod((0, 0, -0.1), (0, 0, 0), 0.02),
        ]
        assembly.add("balloon.burner", *(piece.moved(z=-drop * 0.5) for piece in burner))
    if rng.random() < 0.3:
        sack = ball(0.05, 0.05, 0.07, 10)
        for angle in np.arange(4) * np.pi / 2:
            assembly.add(
                "load", sack.moved(half * 1.15 * np.cos(angle), half * 1.15 * np.sin(angle), base + high * 0.6)
            )
    return assembly.finish()


FAMILIES: Families = {
    "helicopter": helicopter,
    "drone": drone,
    "hot air balloon": balloon,
}
