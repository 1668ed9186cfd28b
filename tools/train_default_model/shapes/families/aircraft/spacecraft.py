"""Families that fly in space: spaceship, flying saucer."""

from __future__ import annotations

import numpy as np

from ...airframes import airfoil
from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_profile
from ...hulls import block, hull
from ...primitives import ball, box, cylinder, dome, lathe, ring, rod, turned
from ...wheels import turned_to_view


def spaceship(rng: np.random.Generator) -> LabelledObject:
    """A spaceship of science fiction: long or winged hull, cockpit, thrusters, guns, greebles."""
    assembly = Assembly("spaceship", "spaceship", "starship", "spacecraft", "space fighter")
    length, half, tall = rng.uniform(4, 9), rng.uniform(0.5, 1.4), rng.uniform(0.35, 0.9)
    nose, tail = length / 2, -length / 2
    middle = rng.uniform(-0.25, 0.2) * length
    body = hull(
        [
            (tail, half * rng.uniform(0.6, 1.0), -tall * 0.7, tall * rng.uniform(0.6, 1.0)),
            (middle, half, -tall, tall),
            (nose - length * 0.15, half * rng.uniform(0.3, 0.7), -tall * 0.6, tall * 0.4),
            (nose, half * rng.uniform(0.05, 0.5), -tall * 0.35, -tall * 0.1),
        ],
        power=float(rng.choice([2.0, 3.0, 8.0])),
        tuck=rng.uniform(0.5, 1.0),
        rounding=int(rng.choice([0, 0, 3])),
    )
    assembly.add("ship.hull", body.solid(16, int(rng.choice([8, 12, 20]))))
    at = middle + length * rng.uniform(0.0, 0.2)
    _, _, high = body.at(at)
    glass = ball(length * 0.09, half * 0.4, tall * 0.5, 18)
    assembly.add("cockpit", glass.moved(at, 0, float(high) - tall * 0.05))
    span, chord, sharp = half * rng.uniform(1.6, 3.5), length * rng.uniform(0.2, 0.45), bool(rng.random() < 0.7)
    back, lift = rng.uniform(-0.15, 0.3) * length, float(rng.choice([0.0, 0.5, -0.5])) * half
    root = tail + length * 0.28
    if rng.random() < 0.85:
        for side in (-1, 1):
            for way in (1, -1) if rng.random() < 0.3 else (1,):
                end = (root - back, side * span, way * lift)
                assembly.add(
                    "air.wing",
                    airfoil((root, side * half * 0.4, 0), end, (chord, chord * rng.uniform(0.2, 0.8)), 0.08, sharp),
                )
            if rng.random() < 0.6:
                y = side * span * rng.uniform(0.6, 1.0)
                gun = [
                    rod(
                        (root - back * 0.7 - 0.5, y, lift * 0.8), (root - back * 0.7 + chord, y, lift * 0.8), 0.06, 0.04
                    )
                ]
                gun.append(
                    rod((root - back * 0.7 - 0.5, y, lift * 0.8), (root - back * 0.7 + 0.3, y, lift * 0.8), 0.13)
                )
                assembly.add("ship.gun", *gun)
    for y in (-half * 0.3, half * 0.3) if rng.random() < 0.4 else (0.0,):
        if rng.random() < 0.6:
            top = (tail - 0.1 * length, y * 1.6, tall + half)
            assembly.add(
                "tail.fin",
                airfoil((tail + 0.12 * length, y, tall * 0.4), top, (length * 0.2, length * 0.1), 0.08, sharp),
            )
    count = int(rng.integers(1, 5))
    bore = min(tall * 0.6, half / count * 0.9)
    pipe = lathe(
        [(bore * 0.7, 0.4), (bore * 0.8, 0), (bore, -0.5), (bore * 0.85, -0.5), (bore * 0.5, 0.1), (0, 0.1)], 18
    ).rotated("y", 90)
    for y in (np.arange(count) - (count - 1) / 2) * 2.1 * bore:
        assembly.add("thruster", pipe.moved(tail - 0.05, float(y), 0))
    if rng.random() < 0.5:
        for side in (-1, 1):
            assembly.add("intake", box(length * 0.2, half * 0.4, tall * 0.8, 0.2).moved(middle, side * half * 1.02, 0))
    for _ in range(int(rng.integers(0, 9))):
        x = rng.uniform(tail * 0.85, middle)
        greeble = block(rng.uniform(0.1, 0.6), rng.uniform(0.1, 0.4), 0.16)
        assembly.add("crate.board", greeble.moved(x, rng.uniform(-0.4, 0.4) * half, float(body.at(x)[2])))
    if rng.random() < 0.3:
        assembly.add(
            "dish.antenna",
            lathe([(0, 0), (0.3, 0.12), (0.32, 0.16), (0, 0.03)], 18).moved(root, 0, tall + 0.15),
            rod((root, 0, tall * 0.5), (root, 0, tall + 0.17), 0.04),
        )
    return assembly.finish(turned_to_view(rng))


def saucer(rng: np.random.Generator) -> LabelledObject:
    """A flying saucer: disc, dome, lights, legs, hatch, antenna."""
    assembly = Assembly("flying saucer", "flying saucer", "ufo", "spaceship", "alien spaceship")
    radius, deep, sides = rng.uniform(0.9, 1.2), rng.uniform(0.12, 0.3), int(rng.choice([16, 28, 40]))
    flat = rng.uniform(0.35, 0.6) * radius
    profile = [
        (0, -deep),
        (flat, -deep * rng.uniform(0.7, 1.0)),
        (radius, -deep * 0.1),
        (radius * 1.01, deep * 0.1),
        (flat, deep * rng.uniform(0.6, 1.0)),
        (0, deep),
    ]
    assembly.add("saucer.disc", lathe(smooth_profile(profile, 24) if rng.random() < 0.5 else np.array(profile), sides))
    half = flat * rng.uniform(0.7, 1.0)
    assembly.add("saucer.dome", dome(half, half * rng.uniform(0.5, 1.1), sides).moved(z=deep * 0.6))
    if rng.random() < 0.7:
        assembly.add("rim", ring(half * 1.02, 0.04, 32, 8).moved(z=deep * 0.72))
    if rng.random() < 0.5:
        assembly.add("band", ring(radius, 0.05, 40, 8))
    count, bulb = int(rng.integers(6, 16)), rng.uniform(0.035, 0.07)
    for angle in 2 * np.pi * np.arange(count) / count:
        x, y = np.cos(angle) * radius * 0.82, np.sin(angle) * radius * 0.82
        assembly.add("saucer.light", ball(bulb, segments=10).moved(x, y, -deep * 0.32))
    if rng.random() < 0.6:
        legs = int(rng.choice([3, 4]))
        for angle in 2 * np.pi * np.arange(legs) / legs:
            way = np.array([np.cos(angle), np.sin(angle), 0])
            top, foot = way * flat * 0.8 + [0, 0, -deep * 0.7], way * flat * 1.2 + [0, 0, -deep - 0.4]
            assembly.add("landing.leg", rod(top, foot, 0.035), cylinder(0.08, 0.03, 14).moved(*(foot - [0, 0, 0.02])))
    if rng.random() < 0.5:
        assembly.add("thruster", turned([(flat * 0.5, 0), (flat * 0.35, -0.12)], 20).moved(z=-deep * 0.95))
    if rng.random() < 0.5:
        tip = deep * 0.6 + half * 1.1
        assembly.add(
            "antenna", rod((0, 0, deep), (0, 0, tip + 0.25), 0.014), ball(0.04, segments=10).moved(z=tip + 0.25)
        )
    if rng.random() < 0.3:
        assembly.add("driver", ball(half * 0.28, segments=12).moved(z=deep + half * 0.25))
    return assembly.finish()


FAMILIES: Families = {
    "spaceship": spaceship,
    "flying saucer": saucer,
}
