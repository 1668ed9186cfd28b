"""Families of aeroplanes with long wings: airliner, glider."""

from __future__ import annotations

import numpy as np

from ...airframes import add_gear, add_tail, airfoil, canopy, propeller
from ...assembly import Assembly, Families, LabelledObject
from ...geometry import merged
from ...hulls import hull
from ...primitives import box, cushion, cylinder, lathe, rod
from ...wheels import turned_to_view


def airliner(rng: np.random.Generator) -> LabelledObject:
    """An airliner: tube with rows of windows and doors, swept wings, jet engines or propellers, tail."""
    assembly = Assembly("airliner", "airliner", "passenger plane", "airplane", "jet", "aircraft")
    length, radius = rng.uniform(18, 40), rng.uniform(1.6, 2.6)
    nose, tail = length / 2, -length / 2
    rear = length * rng.uniform(0.25, 0.35)
    body = hull(
        [
            (tail, radius * 0.12, radius * 0.5, radius * 0.75),
            (tail + rear, radius, -radius, radius),
            (nose - radius * 2.2, radius, -radius, radius),
            (nose - radius * 0.8, radius * 0.75, -radius * 0.85, radius * 0.55),
            (nose - radius * 0.15, radius * 0.35, -radius * 0.5, radius * 0.05),
            (nose, radius * 0.04, -radius * 0.25, -radius * 0.18),
        ],
        2.0,
        rounding=int(rng.choice([0, 1])),
    )
    assembly.add("air.fuselage", body.solid(20, int(rng.choice([10, 16, 24]))))
    first, last = tail + rear * 1.05, nose - radius * 2.4
    if rng.random() < 0.7:
        count = int(rng.integers(8, 24))
        step = (last - first) / count
        for side in (-1, 1):
            panes = [
                body.side_panel((x, x + step * 0.45), (0.2, 0.42), side, 0.05) for x in first + step * np.arange(count)
            ]
            assembly.add("air.window", *panes)
    else:
        for side in (-1, 1):
            assembly.add("stripe", body.side_panel((first, last), (0.15, 0.35), side, 0.05))
    assembly.add("cockpit", body.top_panel((nose - radius * 1.15, nose - radius * 0.75), (-0.6, 0.6), 0.08))
    if rng.random() < 0.6:
        for side in (-1, 1):
            for x in (last + 0.2, first - 1.2):
                assembly.add("air.door", body.side_panel((x, x + 0.9), (-0.35, 0.5), side, 0.06))
    span, root = length * rng.uniform(0.4, 0.55), length * rng.uniform(0.16, 0.24)
    back, lift = span * rng.uniform(0.15, 0.55), span * rng.uniform(0.02, 0.12)
    sharp, level = bool(rng.random() < 0.3), -radius * rng.uniform(0.4, 0.7)
    props, pairs = rng.random() < 0.25, int(rng.integers(1, 3))
    for side in (-1, 1):
        start, end = (
            np.array([root * 0.3, side * radius * 0.3, level]),
            np.array([root * 0.3 - back, side * span, level + lift]),
        )
        assembly.add("air.wing", airfoil(start, end, (root, root * rng.uniform(0.2, 0.5)), 0.1, sharp))
        if rng.random() < 0.4:
            assembly.add(
                "flap", airfoil(end, end + np.array([-0.6, side * 0.3, 1.6]), (root * 0.25, root * 0.15), 0.1, sharp)
            )
        for share in np.linspace(0.32, 0.6, pairs):
            at = start + (end - start) * share + np.array([root * 0.45, 0, -radius * (0.1 if props else 0.5)])
            bore = radius * rng.uniform(0.35, 0.5)
            can = [
                (bore * 0.55, -bore * 2),
                (bore * 0.9, -bore),
                (bore, bore),
                (bore * 0.85, bore * 1.5),
                (bore * 0.7, bore * 0.8),
                (0, bore * 0.8),
            ]
            assembly.add("jet.engine", lathe(can, 20).rotated("y", 90).moved(*at))
            if props:
                assembly.add(
                    "air.propeller", propeller(rng, radius * 1.1, 4).moved(*(at + np.array([bore * 1.6, 0, 0])))
                )
    add_tail(assembly, rng, tail + rear * 0.25, radius * 0.6, span * 0.36)
    if rng.random() < 0.5:
        places = [(nose - radius * 2.5, 0.0, -radius * 0.8), (-1.0, radius * 1.2, level), (-1.0, -radius * 1.2, level)]
        add_gear(assembly, places, -radius * 2.1, radius * 0.35)
    return assembly.finish(turned_to_view(rng))


def glider(rng: np.random.Generator) -> LabelledObject:
    """A glider: slender body, very long wings, bubble canopy."""
    assembly = Assembly("glider", "glider", "sailplane", "airplane", "aircraft")
    length, width, span = rng.uniform(6, 8), rng.uniform(0.3, 0.5), rng.uniform(6.5, 10)
    body = hull(
        [
            (-length * 0.6, 0.08, 0.1, 0.3),
            (-length * 0.1, width * 0.5, -width * 0.4, width * 0.8),
            (length * 0.15, width, -width, width * 1.1),
            (length * 0.33, width * 0.7, -width * 0.8, width * 0.6),
            (length * 0.4, 0.05, -width * 0.3, -width * 0.2),
        ],
        2.2,
        rounding=3,
    )
    assembly.add("air.fuselage", body.solid(20, int(rng.choice([8, 14, 20]))))
    assembly.add("cockpit", canopy(body, rng, length * 0.1, length * 0.24).solid(12, 14))
    sharp, lift, chord = bool(rng.random() < 0.3), rng.uniform(0.1, 0.8), rng.uniform(0.8, 1.2)
    high = width * rng.uniform(0.2, 1.0)
    for side in (-1, 1):
        end = (rng.uniform(-0.3, 0.1), side * span, high + lift)
        assembly.add("air.wing", airfoil((0, 0, high), end, (chord, chord * rng.uniform(0.35, 0.7)), 0.1, sharp))
        if rng.random() < 0.5:
            flap = box(chord * 0.2, span * 0.3, 0.03, 0.2).moved(-chord * 0.38, side * span * 0.6, high + lift * 0.6)
            assembly.add("flap", flap)
        if rng.random() < 0.3:
            assembly.add(
                "strut", rod((0, side * width * 0.6, -width * 0.5), (0, side * span * 0.35, high + lift * 0.35), 0.04)
            )
    add_tail(assembly, rng, -length * 0.55, 0.2, rng.uniform(1.1, 1.6))
    wheel = merged([cylinder(0.2, 0.12, 16).moved(z=-0.06)]).rotated("x", 90)
    assembly.add("wheel", wheel.moved(length * 0.08, 0, -width * 1.15))
    if rng.random() < 0.4:
        assembly.add("vehicle.seat", cushion(0.5, width, 0.1).moved(length * 0.2, 0, width * 0.5))
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {
    "airliner": airliner,
    "glider": glider,
}
