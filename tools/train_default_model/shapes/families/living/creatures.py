"""Families with a head and a body: robots, snowmen, teddies, four-legged animals, birds."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...primitives import ball, box, cylinder, dome, leaf, ring, rod, round_section, sweep, turned


def robot(rng: np.random.Generator) -> LabelledObject:
    """A toy robot of boxes or cylinders."""
    assembly = Assembly("robot", "robot", "android", "figure", "toy")
    width, depth, height = rng.uniform(0.3, 0.5), rng.uniform(0.2, 0.35), rng.uniform(0.3, 0.55)
    leg, bevel = rng.uniform(0.15, 0.45), rng.uniform(0.05, 0.35)
    rounded = rng.random() < 0.3
    body = (
        turned([(width / 2, 0), (width / 2 * rng.uniform(0.7, 1.1), height)], 28)
        if rounded
        else (box(width, depth, height, bevel).tapered(rng.uniform(0.75, 1.15)).moved(z=height / 2))
    )
    assembly.add("body", body.moved(z=leg))
    head = rng.uniform(0.2, 0.36)
    kind, top = rng.integers(4), leg + height
    gap = rng.choice([0.0, 0.04])
    if kind == 0:
        assembly.add("head", dome(head * 0.55, head * 0.7, 28).moved(z=top + gap))
    elif kind == 1:
        assembly.add("head", ball(head * 0.52, segments=26).moved(z=top + gap + head * 0.45))
    elif kind == 2:
        assembly.add("head", cylinder(head * 0.5, head * 0.8, 28).moved(z=top + gap))
    else:
        assembly.add(
            "head", box(head * rng.uniform(1.0, 1.4), head * 0.9, head * 0.8, bevel).moved(z=top + gap + head * 0.4)
        )
    if gap:
        assembly.add("neck", cylinder(0.05, 0.08, 18).moved(z=top - 0.02))
    front = -head * 0.47
    for side in (-1, 1):
        if rng.random() < 0.85:
            assembly.add("eye", ball(0.035, segments=14).moved(side * head * 0.22, front, top + gap + head * 0.45))
        thick, reach = rng.uniform(0.04, 0.065), width / 2 + 0.05
        lift = rng.uniform(-0.25, 0.2) if rng.random() < 0.4 else 0.0
        shoulder = np.array([side * reach, 0, top - 0.08])
        hand = shoulder + np.array([side * (0.06 + abs(lift)), -0.04, -rng.uniform(0.22, 0.38) + lift])
        limb = (
            rod(shoulder, hand, thick, thick * 0.8)
            if rounded or rng.random() < 0.5
            else box(thick * 1.9, thick * 1.9, 0.34, bevel).moved(shoulder[0], 0, shoulder[2] - 0.14)
        )
        assembly.add("arm", limb, ball(thick * 1.3, segments=14).moved(*shoulder))
        if rng.random() < 0.5:
            end = hand if limb.vertices[:, 2].min() < hand[2] else shoulder - np.array([0, 0, 0.33])
            assembly.add("hand", ball(thick * 1.25, segments=14).moved(*end))
        x = side * width * 0.25
        pieces = [
            rod((x, 0, 0.02), (x, 0, leg + 0.03), rng.uniform(0.05, 0.08))
            if rounded
            else box(width * 0.3, depth * 0.55, leg, bevel * 0.5).moved(x, 0, leg / 2 + 0.01)
        ]
        pieces.append(box(width * 0.38, depth * 0.95, 0.07, 0.3).moved(x, -depth * 0.15, 0.035))
        assembly.add("creature.leg", *pieces)
    if rng.random() < 0.5:
        z = top + gap + head * 0.65
        assembly.add("antenna", rod((0, 0, z), (0, 0, z + 0.2), 0.012), ball(0.03, segments=12).moved(z=z + 0.2))
    return assembly.finish()


def snowman(rng: np.random.Generator) -> LabelledObject:
    """Two or three balls with hat, carrot, arms, scarf, buttons."""
    assembly = Assembly("snowman", "snowman", "snow figure")
    low, middle, head = rng.uniform(0.3, 0.42), rng.uniform(0.22, 0.3), rng.uniform(0.15, 0.22)
    lumps = [ball(low, segments=30).moved(z=low * 0.9)]
    z = low * 1.7
    if rng.random() < 0.75:
        lumps.append(ball(middle, segments=28).moved(z=z + middle * 0.6))
        shoulder, z, wide = z + middle * 0.7, z + middle * 1.5, middle
    else:
        shoulder, wide = low * 1.2, low
    assembly.add("body", *lumps)
    centre = z + head * 0.75
    assembly.add("head", ball(head, segments=26).moved(z=centre))
    assembly.add(
        "carrot", rod((0, -head * 0.9, centre), (0, -head * 0.9 - rng.uniform(0.1, 0.25), centre - 0.01), 0.035, 0.004)
    )
    for side in (-1, 1):
        assembly.add("eye", ball(0.025, segments=10).moved(side * head * 0.35, -head * 0.88, centre + head * 0.3))
        if rng.random() < 0.85:
            reach = rng.uniform(0.3, 0.45)
            end = (side * (wide + reach * 0.8), -0.05, shoulder + rng.uniform(-0.1, 0.25))
            assembly.add("arm", rod((side * wide * 0.8, 0, shoulder), end, 0.022, 0.012, 8))
    if rng.random() < 0.7:
        brim, tall = head * rng.uniform(1.0, 1.4), rng.uniform(0.12, 0.28)
        top = centre + head * 0.75
        assembly.add(
            "hat",
            cylinder(brim, 0.025, 30).moved(z=top),
            cylinder(head * 0.7, tall, 28, head * rng.uniform(0.55, 0.8)).moved(z=top),
        )
    if rng.random() < 0.5:
        tail = box(0.07, 0.03, 0.22, 0.3).rotated("x", -25).moved(head * 0.4, -head * 0.95, centre - head * 0.85 - 0.08)
        assembly.add("scarf", ring(head * 0.8, 0.045, 30, 10).moved(z=centre - head * 0.85), tail)
    for k in range(int(rng.integers(0, 4))):
        assembly.add("button", ball(0.028, segments=10).moved(0, -wide * 0.97, shoulder + 0.08 - 0.1 * k))
    return assembly.finish()


def teddy(rng: np.random.Generator) -> LabelledObject:
    """A stuffed bear, sitting or standing."""
    assembly = Assembly("teddy bear", "teddy bear", "teddy", "bear", "stuffed animal")
    body, head = rng.uniform(0.2, 0.28), rng.uniform(0.17, 0.24)
    sitting = rng.random() < 0.6
    base = body * 0.95 if sitting else body + 0.28
    assembly.add("body", ball(body, body * 0.85, body * rng.uniform(1.0, 1.3), 28).moved(z=base))
    centre = base + body + head * 0.7
    assembly.add("head", ball(head, head * 0.9, head * 0.92, 26).moved(z=centre))
    muzzle = ball(head * 0.42, head * 0.35, head * 0.33, 18).moved(0, -head * 0.82, centre - head * 0.2)
    assembly.add("nose", muzzle)
    for side in (-1, 1):
        assembly.add(
            "ear.animal",
            ball(head * 0.38, head * 0.2, head * 0.38, 16).moved(side * head * 0.72, 0, centre + head * 0.72),
        )
        assembly.add("eye", ball(head * 0.1, segments=10).moved(side * head * 0.36, -head * 0.82, centre + head * 0.18))
        arm = (
            ball(0.08, 0.08, rng.uniform(0.16, 0.22), 18)
            .rotated("y", -side * rng.uniform(20, 80))
            .rotated("x", rng.uniform(0, 30))
        )
        assembly.add("arm", arm.moved(side * body * 1.05, -0.04, base + body * 0.35))
        if sitting:
            assembly.add(
                "creature.leg",
                ball(0.1, 0.2, 0.1, 18)
                .rotated("z", side * rng.uniform(10, 30))
                .moved(side * body * 0.65, -body * 1.0, 0.1),
            )
        else:
            assembly.add("creature.leg", ball(0.1, 0.11, 0.24, 18).moved(side * body * 0.5, 0, 0.24))
    return assembly.finish()


def four_legged(rng: np.random.Generator) -> LabelledObject:
    """A dog, cat, horse or cow: body, head, four legs, tail, ears. Faces sideways or forwards."""
    assembly = Assembly("animal", "animal", "dog", "cat", "horse")
    length, thick, leg = rng.uniform(0.3, 0.6), rng.uniform(0.12, 0.22), rng.uniform(0.12, 0.5)
    path = smooth_curve(
        [
            (-length / 2, 0, leg + thick * 0.7),
            (0, 0, leg + thick * rng.uniform(0.6, 0.8)),
            (length / 2, 0, leg + thick * 0.8),
        ],
        16,
    )
    sizes = np.sqrt(np.clip(np.sin(np.pi * np.linspace(0.06, 0.94, 16)), 0.05, 1)) * thick
    assembly.add("body", sweep(path, sizes, round_section(20)))
    head = rng.uniform(0.09, 0.15)
    reach, rise = rng.uniform(0.05, 0.18), rng.uniform(0.05, 0.3)
    centre = np.array([length / 2 + reach, 0, leg + thick + rise])
    if rise > 0.12:
        assembly.add("neck", rod((length / 2 - 0.05, 0, leg + thick * 0.9), centre, thick * 0.6, head * 0.6))
    assembly.add("head", ball(head * 1.1, head * 0.9, head, 22).moved(*centre))
    assembly.add(
        "nose",
        ball(head * rng.uniform(0.4, 1.0), head * 0.5, head * 0.45, 16).moved(
            *(centre + np.array([head * 0.95, 0, -head * 0.25]))
        ),
    )
    for side in (-1, 1):
        pointed = rod((0, 0, 0), (0, 0, head * rng.uniform(0.6, 1.3)), head * 0.32, head * 0.05)
        assembly.add(
            "ear.animal",
            pointed.rotated("x", -side * 20).moved(*(centre + np.array([-head * 0.2, side * head * 0.55, head * 0.6]))),
        )
        assembly.add(
            "eye",
            ball(head * 0.13, segments=8).moved(*(centre + np.array([head * 0.7, side * head * 0.5, head * 0.35]))),
        )
        for x in (-length * 0.4, length * 0.38):
            radius = rng.uniform(0.035, 0.06)
            assembly.add(
                "creature.leg",
                rod((x, side * thick * 0.6, 0), (x, side * thick * 0.55, leg + thick * 0.5), radius, radius * 1.5),
            )
    tail = rng.uniform(0.1, 0.35)
    end = (-length / 2 - tail, 0, leg + thick + rng.uniform(-0.3, 0.3))
    assembly.add(
        "tail",
        sweep(
            smooth_curve([(-length / 2 + 0.03, 0, leg + thick), (-length / 2 - tail * 0.5, 0, leg + thick), end], 12),
            np.linspace(0.035, 0.015, 12),
        ),
    )
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, -90.0, -50.0, -130.0]))))


def bird(rng: np.random.Generator) -> LabelledObject:
    """A bird or penguin: body, head, beak, wings, legs, tail."""
    assembly = Assembly("bird", "bird", "duck", "penguin", "chicken")
    leg, size = rng.uniform(0.03, 0.3), rng.uniform(0.2, 0.28)
    upright = rng.uniform(0, 80)
    body = ball(size * rng.uniform(1.1, 1.5), size * 0.85, size * 0.85, 28).rotated("y", -upright)
    low = -body.vertices[:, 2].min()
    assembly.add("body", body.moved(z=leg + low))
    head = size * rng.uniform(0.45, 0.65)
    angle = np.radians(max(upright, 35))
    centre = np.array([np.cos(angle) * size * 1.2, 0, leg + low + np.sin(angle) * size * 1.25])
    assembly.add("head", ball(head, segments=22).moved(*centre))
    beak = rng.uniform(0.08, 0.22)
    assembly.add(
        "beak",
        rod(
            centre + np.array([head * 0.85, 0, -0.02]),
            centre + np.array([head * 0.85 + beak, 0, -0.05]),
            head * 0.32,
            0.01,
        ).scaled(1, 1, 1),
    )
    back = -np.cos(np.radians(upright)) * size * 1.2
    assembly.add(
        "tail",
        leaf(rng.uniform(0.15, 0.35), 0.18, 0.1, 0.1, 0.08)
        .scaled(-1, 1, 1)
        .rotated("y", rng.uniform(-20, 30))
        .moved(back + 0.05, 0, leg + low - np.sin(np.radians(upright)) * size),
    )
    for side in (-1, 1):
        wing = ball(size * 0.85, 0.04, size * 0.5, 20).rotated("y", -upright + rng.uniform(-10, 10))
        assembly.add("wing", wing.rotated("x", -side * rng.uniform(0, 25)).moved(-0.02, side * size * 0.83, leg + low))
        assembly.add(
            "creature.leg",
            rod((0, side * 0.09, leg + 0.06), (0.02, side * 0.1, 0.01), 0.018),
            ball(0.08, 0.05, 0.018, 14).moved(0.06, side * 0.1, 0.018),
        )
        assembly.add(
            "eye",
            ball(head * 0.15, segments=8).moved(*(centre + np.array([head * 0.6, side * head * 0.65, head * 0.3]))),
        )
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, -90.0, -50.0, -130.0]))))


FAMILIES: Families = {
    "robot": robot,
    "snowman": snowman,
    "teddy bear": teddy,
    "animal": four_legged,
    "bird": bird,
}
