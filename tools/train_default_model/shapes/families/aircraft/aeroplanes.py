"""Families of small aeroplanes: biplane, fighter jet."""

from __future__ import annotations

import numpy as np

from ...airframes import add_gear, add_tail, airfoil, canopy, propeller
from ...assembly import Assembly, Families, LabelledObject
from ...hulls import hull
from ...primitives import ball, box, cylinder, lathe, ring, rod, turned
from ...wheels import turned_to_view


def biplane(rng: np.random.Generator) -> LabelledObject:
    """A biplane (or triplane): two wings with struts, open cockpit, radial engine, propeller, landing gear."""
    assembly = Assembly("biplane", "biplane", "airplane", "plane", "old airplane", "aircraft")
    length, span, width = rng.uniform(5.0, 7.0), rng.uniform(3.2, 5.0), rng.uniform(0.38, 0.6)
    front = length * 0.35
    tall = width * rng.uniform(1.0, 1.3)
    body = hull(
        [
            (-length * 0.62, 0.06, 0.0, 0.25),
            (-length * 0.1, width * 0.85, -tall * 0.9, tall * 0.9),
            (front * 0.6, width, -tall, tall),
            (front, width * 0.9, -tall * 0.85, tall * 0.85),
        ],
        power=float(rng.choice([2.0, 3.0, 8.0])),
        rounding=int(rng.choice([0, 2])),
    )
    assembly.add("air.fuselage", body.solid(16, int(rng.choice([8, 14, 20]))))
    assembly.add(
        "cowling",
        turned([(width * 0.7, 0), (width * 1.02, 0.1), (width * 0.75, 0.55)], 22).rotated("y", 90).moved(front),
    )
    if rng.random() < 0.5:
        banks = int(rng.integers(5, 10))
        pot = cylinder(0.09, width * 0.5, 10).moved(z=width * 0.65)
        pots = [pot.rotated("x", 360 * k / banks).moved(front + 0.3) for k in range(banks)]
        assembly.add("engine", *pots)
    blades = propeller(rng, rng.uniform(0.9, 1.3), int(rng.integers(2, 4)))
    assembly.add("air.propeller", blades.moved(front + 0.68))
    chord, stagger, sharp = rng.uniform(0.9, 1.3), rng.uniform(0.0, 0.4), bool(rng.random() < 0.3)
    upper, lower = tall + rng.uniform(0.5, 0.9), -tall * rng.uniform(0.6, 0.95)
    middle = front * 0.35
    dihedral, thick = rng.uniform(0.0, 0.25), rng.uniform(0.05, 0.1)
    for side in (-1, 1):
        tips = (chord, chord * rng.uniform(0.75, 1.0))
        low_root, low_tip = (middle, 0, lower), (middle, side * span * 0.92, lower + dihedral)
        assembly.add("lower.wing", airfoil(low_root, low_tip, tips, thick, sharp))
    ends = [(middle + stagger, side * span, upper + dihedral) for side in (-1, 1)]
    center = (middle + stagger, 0, upper)
    assembly.add("upper.wing", *(airfoil(center, end, (chord, chord * 0.85), thick, sharp) for end in ends))
    if rng.random() < 0.12:
        for end in ends:
            halfway = (center[0] - stagger / 2, 0.0, (upper + lower) / 2)
            tip = (halfway[0], end[1] * 0.95, halfway[2] + dihedral)
            assembly.add("air.wing", airfoil(halfway, tip, (chord, chord * 0.85), thick, sharp))
    wires = rng.random() < 0.5
    for share in np.linspace(0.5, 0.85, int(rng.integers(1, 3))):
        for side in (-1, 1):
            y, lift = side * span * float(share), dihedral * float(share)
            pairs = [
                ((middle + dx, y, lower + lift), (middle + stagger + dx, y, upper + lift))
                for dx in (-chord * 0.3, chord * 0.3)
            ]
            assembly.add("strut", *(rod(low, high, 0.035, sides=6) for low, high in pairs))
            if wires:
                inner = (middle, side * width, lower)
                cross = [
                    rod(inner, pairs[0][1], 0.012, sides=4),
                    rod((middle, side * width, upper), pairs[0][0], 0.012, sides=4),
                ]
                assembly.add("bracing.wire", *cross)
    for side in (-1, 1):
        cabane = [
            rod(
                (middle + dx, side * width * 0.7, tall * 0.7),
                (middle + stagger + dx, side * width, upper),
                0.03,
                sides=6,
            )
            for dx in (-0.3, 0.3)
        ]
        assembly.add("strut", *cabane)
    add_tail(assembly, rng, -length * 0.57, 0.15, span * rng.uniform(0.28, 0.36))
    wheel = rng.uniform(0.28, 0.4)
    add_gear(assembly, [(front * 0.55, side * width * 1.5, -tall * 0.8) for side in (-1, 1)], -tall - 0.9, wheel)
    axle = -tall - 0.9 + wheel
    assembly.add("axle", rod((front * 0.55, -width * 1.5, axle), (front * 0.55, width * 1.5, axle), 0.04))
    for x in (-0.25, -1.3)[: int(rng.integers(1, 3))]:
        rim = ring(width * 0.55, 0.06, 20, 6).scaled(1.2, 1, 1).moved(x, 0, tall * 0.9)
        assembly.add("cockpit", rim, ball(width * 0.55, width * 0.5, 0.08, 12).moved(x, 0, tall * 0.88))
        if rng.random() < 0.6:
            assembly.add("driver", ball(0.17, segments=12).moved(x, 0, tall * 0.9 + 0.2))
        if rng.random() < 0.6:
            assembly.add(
                "windshield",
                box(0.03, width * 0.8, 0.25, 0.2).rotated("y", -25).moved(x + width * 0.7, 0, tall * 0.9 + 0.12),
            )
    if rng.random() < 0.5:
        rear = -length * 0.58
        assembly.add("skid", rod((rear + 0.2, 0, 0.0), (rear - 0.15, 0, -0.35), 0.04))
    return assembly.finish(turned_to_view(rng))


def fighter_jet(rng: np.random.Generator) -> LabelledObject:
    """A fighter jet: pointed nose, swept or delta wings, intakes, one or two fins and nozzles, missiles."""
    assembly = Assembly("fighter jet", "fighter jet", "jet", "fighter plane", "airplane", "aircraft")
    length, half, tall = rng.uniform(11, 16), rng.uniform(0.7, 1.1), rng.uniform(0.65, 1.0)
    nose, tail = length * 0.55, -length * 0.45
    twin = rng.random() < 0.5
    wide = half * (1.5 if twin else 1.0)
    body = hull(
        [
            (tail, wide * 0.7, -tall * 0.6, tall * 0.6),
            (-length * 0.2, wide, -tall, tall),
            (length * 0.15, half * 1.1, -tall * 0.9, tall),
            (length * 0.33, half * 0.75, -tall * 0.7, tall * 0.8),
            (nose - length * 0.08, half * 0.35, -tall * 0.4, tall * 0.2),
            (nose, 0.02, -tall * 0.15, -tall * 0.1),
        ],
        power=float(rng.choice([2.0, 3.0, 5.0])),
        rounding=int(rng.choice([0, 2, 3])),
    )
    assembly.add("air.fuselage", body.solid(20, int(rng.choice([8, 12, 20]))))
    if rng.random() < 0.3:
        assembly.add("nosecone", rod((nose - 0.1, 0, -tall * 0.12), (nose + 1.0, 0, -tall * 0.12), 0.05, 0.02, 8))
    bubble = canopy(body, rng, length * 0.16, length * rng.uniform(0.15, 0.22))
    assembly.add("cockpit", bubble.solid(12, 14))
    span, root = rng.uniform(4.0, 6.5), length * rng.uniform(0.28, 0.5)
    tip = root * rng.uniform(0.1, 0.45)
    back = rng.uniform(0.15, 0.35) * length if rng.random() < 0.85 else -0.1 * length
    sharp, level = bool(rng.random() < 0.5), rng.uniform(-0.3, 0.3) * tall
    x = -length * 0.08
    for side in (-1, 1):
        end = (x - back, side * span, level - rng.uniform(0.0, 0.2))
        assembly.add("air.wing", airfoil((x, side * half * 0.5, level), end, (root, tip), 0.04, sharp))
        if rng.random() < 0.7:
            rail = (x - back, side * span, level)
            rocket = hull([(-1.2, 0.1, -0.1, 0.1), (0.9, 0.1, -0.1, 0.1), (1.4, 0.01, -0.01, 0.01)], 2.0).solid(3, 10)
            hung = (x - back * 0.55, side * span * 0.55, level - 0.4)
            for place in (rail, hung)[: int(rng.integers(1, 3))]:
                assembly.add("missile", rocket.moved(*place))
        if rng.random() < 0.85:
            plane = airfoil(
                (tail + 0.9, side * wide * 0.5, 0),
                (tail - 0.6, side * span * 0.55, 0),
                (length * 0.14, length * 0.06),
                0.05,
                sharp,
            )
            assembly.add("tailplane", plane)
    cant = rng.uniform(0.0, 0.6)
    for y in (-wide * 0.8, wide * 0.8) if twin else (0.0,):
        top = (tail - 0.7, y + np.sign(y) * cant, tall + rng.uniform(1.6, 2.6))
        assembly.add("tail.fin", airfoil((tail + 1.2, y, tall * 0.3), top, (length * 0.2, length * 0.08), 0.05, sharp))
    for y in (-wide * 0.42, wide * 0.42) if twin else (0.0,):
        bore = tall * (0.5 if twin else 0.62)
        pipe = lathe([(bore * 0.7, 0.35), (bore, 0.3), (bore * 0.85, -0.6), (bore * 0.75, -0.6), (bore * 0.6, 0.3)], 20)
        assembly.add("jet.nozzle", pipe.rotated("y", 90).moved(tail - 0.15, y, 0))
    if rng.random() < 0.8:
        for side in (-1, 1):
            duct = box(length * 0.2, half * 0.55, tall * 1.1, 0.2, 2).moved(
                length * 0.08, side * half * 1.15, -tall * 0.15
            )
            assembly.add("intake", duct)
    if rng.random() < 0.4:
        places = [
            (length * 0.3, 0.0, -tall * 0.6),
            (-length * 0.1, half * 1.2, -tall * 0.8),
            (-length * 0.1, -half * 1.2, -tall * 0.8),
        ]
        add_gear(assembly, places, -tall - 1.5, 0.4)
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {
    "biplane": biplane,
    "fighter jet": fighter_jet,
}
