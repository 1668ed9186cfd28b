"""Families of clocks with a pendulum: cuckoo clock, grandfather clock."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, straight
from ...dials import add_dial, hands, numerals
from ...fittings import Make, drawn_make, feet, panel
from ...geometry import Geometry
from ...primitives import ball, leaf, plate, round_section, sweep


def _spray(rng: np.random.Generator, size: float) -> Geometry:
    """A carved leaf in the xz plane, from the origin up, bulging to the front."""
    blade = leaf(size, size * rng.uniform(0.4, 0.7), rng.uniform(-0.1, 0.3), 0.2, 0.05).rotated("x", 90)
    return blade.rotated("y", -90)


def _pendulum(rng: np.random.Generator, make: Make, length: float, size: float) -> list[Geometry]:
    """A rod with a disc or leaf-shaped bob, hanging from the origin."""
    bob = make.disc(size, size * 0.25, "y") if rng.random() < 0.6 else _spray(rng, size * 2.4).moved(z=-size)
    return [make.rod((0, 0, 0), (0, 0, -length), size * 0.12), bob.moved(z=-length)]


def _chain(make: Make, length: float, thick: float, links: bool) -> list[Geometry]:
    """A chain or cord hanging from the origin: links turned by turns, or a plain string."""
    if not links:
        return [make.rod((0, 0, 0), (0, 0, -length), thick * 0.6)]
    count = max(int(length / (thick * 5)), 4)
    path = np.stack([np.cos(t := np.linspace(0, 2 * np.pi, 10, endpoint=False)), 0 * t, 1.6 * np.sin(t)], 1)
    link = sweep(path * thick * 1.6, thick * 0.45, round_section(6), closed=True)
    return [link.rotated("z", 90 * (k % 2)).moved(z=-(k + 0.5) * length / count) for k in range(count)]


def cuckoo_clock(rng: np.random.Generator) -> LabelledObject:
    """A cuckoo clock: house-shaped case, roof, dial, hands, door with a bird, leaves, pendulum, chains, weights."""
    a, make = Assembly("cuckoo clock", "cuckoo clock", "clock", "wall clock"), drawn_make(rng)
    wide, tall, deep = rng.uniform(0.2, 0.3), rng.uniform(0.2, 0.32), rng.uniform(0.09, 0.18)
    gable = wide * rng.uniform(0.25, 0.6)
    house = np.array([(-wide / 2, 0), (wide / 2, 0), (wide / 2, tall), (0, tall + gable), (-wide / 2, tall)])
    dense = np.concatenate([straight(p, q, 4)[:-1] for p, q in zip(house, np.roll(house, -1, 0), strict=True)])
    case = [plate(dense, deep, 0.02)]
    if rng.random() < 0.5:
        case.append(make.block(wide * 1.15, deep * 1.15, 0.025, 0.2))
    if rng.random() < 0.3:
        for k in range(int(rng.integers(4, 8))):
            case.append(make.block(wide * 1.01, deep * 1.02, 0.006, 0.05).moved(z=tall * (k + 0.5) / 8))
    a.add("cuckoo.case", *case)
    slope, over = np.hypot(wide / 2, gable), rng.uniform(1.1, 1.4)
    tilt = np.degrees(np.arctan2(gable, wide / 2))
    roof = []
    for side in (-1, 1):
        board = make.block(slope * over, deep * rng.uniform(1.15, 1.6), 0.018, 0.1)
        roof.append(board.moved(x=slope * over / 2).rotated("y", tilt).scaled(side, 1, 1).moved(z=tall + gable + 0.006))
    a.add("cuckoo.roof", *roof)
    front = -deep / 2
    radius = wide * rng.uniform(0.24, 0.36)
    centre = tall * rng.uniform(0.35, 0.5)
    add_dial(rng, make, a, radius, (0, front, centre))
    size = wide * rng.uniform(0.09, 0.13)
    high = min(centre + radius + size * 1.4, tall + gable * 0.5)
    if rng.random() < 0.8:
        opened = rng.choice([0.0, rng.uniform(40, 110)])
        flap = panel(size * 1.4, size * 2, size * 0.3, 0.008).moved(x=size * 0.7).rotated("z", -opened)
        a.add("cuckoo.door", flap.moved(-size * 0.7, front - 0.005, high))
        if opened or rng.random() < 0.3:
            bird = [
                ball(size * 0.4, size * 0.7, size * 0.4, 12),
                ball(size * 0.3, segments=10).moved(y=-size * 0.6, z=size * 0.35),
            ]
            bird.append(make.rod((0, -size * 0.8, size * 0.35), (0, -size * 1.2, size * 0.3), size * 0.1, size * 0.02))
            a.add("cuckoo.bird", *(p.moved(0, front - size * 0.6, high) for p in bird))
    if rng.random() < 0.8:
        many = int(rng.integers(1, 5))
        for side in (-1, 1):
            for k in range(many):
                spray = _spray(rng, wide * rng.uniform(0.25, 0.45)).rotated("y", rng.uniform(0, 100) - 20 * k)
                place = (wide * rng.uniform(0.3, 0.5), front - 0.012, tall * (0.05 + 0.9 * k / many))
                a.add("cuckoo.leaf", spray.moved(*place).scaled(side, 1, 1))
    if rng.random() < 0.6:
        crest = [_spray(rng, wide * 0.3).rotated("y", t) for t in np.linspace(-70, 70, int(rng.integers(2, 6)))]
        crest.append(ball(wide * 0.06, segments=12))
        a.add("cuckoo.ornament", *(p.moved(0, front - 0.015, tall + gable + 0.01) for p in crest))
    drop = rng.uniform(0.08, 0.24)
    if rng.random() < 0.85:
        bob = _pendulum(rng, make, drop, wide * rng.uniform(0.08, 0.14))
        a.add("clock.pendulum", *(p.moved(0, front * 0.3, 0.0) for p in bob))
    if rng.random() < 0.85:
        links, thick = rng.random() < 0.5, 0.005
        xs = [-0.3, 0.3] if rng.random() < 0.7 else [-0.3, 0.0, 0.3]
        for x in xs:
            length = rng.uniform(0.08, 0.34)
            chain = _chain(make, length, thick, links)
            a.add("clock.chain", *(p.moved(x * wide, 0, 0) for p in chain))
            cone = [(0.004, 0), (0.02, -0.02), (0.024, -0.04), (0.015, -0.075), (0.003, -0.09)]
            shape = make.turned(cone) if rng.random() < 0.7 else make.disc(0.02, 0.1).moved(z=-0.05)
            a.add("clock.weight", shape.scaled(s := rng.uniform(0.8, 1.3), s, s).moved(x * wide, 0, -length))
    return a.finish()


def grandfather_clock(rng: np.random.Generator) -> LabelledObject:
    """A longcase clock: base, case with a glass door, hood, dial, hands, pendulum, weights."""
    a, make = Assembly("grandfather clock", "grandfather clock", "longcase clock", "clock"), drawn_make(rng)
    wide, deep, tall = rng.uniform(0.4, 0.55), rng.uniform(0.22, 0.32), rng.uniform(1.7, 2.1)
    base, hood = tall * rng.uniform(0.16, 0.24), tall * rng.uniform(0.24, 0.32)
    waist = wide * rng.uniform(0.65, 0.9)
    foot = [make.block(wide, deep, base, 0.04).moved(z=base / 2)]
    for z, grow in ((0.03, 1.12), (base, 1.08)):
        foot.append(make.block(wide * grow, deep * grow, 0.05, 0.3).moved(z=z))
    a.add("clock.plinth", *foot)
    long = tall - base - hood
    hollow = rng.random() < 0.6
    if hollow:
        side = 0.04
        pieces = [
            make.block(side, deep * 0.85, long).moved(x=s * (waist - side) / 2, z=base + long / 2) for s in (-1, 1)
        ]
        pieces.append(make.block(waist, side * 0.6, long).moved(y=deep * 0.4, z=base + long / 2))
        pieces += [
            make.block(waist, side * 0.6, side * 2).moved(y=-deep * 0.4, z=base + z) for z in (side, long - side)
        ]
        a.add("clock.frame", *pieces)
    else:
        a.add("clock.frame", make.block(waist, deep * 0.85, long, 0.03).moved(z=base + long / 2))
    if (hollow and rng.random() < 0.5) or not hollow:
        a.add("clock.glass", panel(waist * 0.75, long * 0.85, 0.01, 0.012).moved(y=-deep * 0.43, z=base + long / 2))
    top = base + long
    head = [
        make.block(wide * 0.95, deep, hood, 0.03).moved(z=top + hood / 2),
        make.block(wide * 1.1, deep * 1.1, 0.05, 0.3).moved(z=top),
    ]
    crown = rng.integers(3)
    if crown == 0:
        curve = arc(1.0, 0, 180, 16) * [wide * 0.5, wide * rng.uniform(0.2, 0.45)]
        head.append(plate(curve, deep).moved(z=top + hood - 0.01))
    elif crown == 1:
        head.append(make.block(wide * 1.12, deep * 1.12, 0.07, 0.3).moved(z=top + hood))
    else:
        for s in (-1, 1):
            t = np.linspace(0, 1, 16)
            path = np.stack(
                [s * wide * (0.5 - 0.42 * t), 0 * t - deep * 0.45, hood + 0.2 * wide * (1 - np.cos(np.pi * t))], 1
            )
            head.append(make.tube(path, np.linspace(0.03, 0.05, 16)).moved(z=top))
    a.add("clock.hood", *head)
    if rng.random() < 0.5:
        a.add_each(
            "cuckoo.ornament",
            *(
                make.turned([(0.02, 0), (0.035, 0.05), (0.012, 0.08), (0.004, 0.12)]).moved(
                    x * wide * 0.45, -deep * 0.4, top + hood + 0.02
                )
                for x in (-1, 1)
            ),
        )
    radius = wide * rng.uniform(0.32, 0.4)
    centre = top + hood * 0.5
    if rng.random() < 0.5:
        a.add("machine.trim", panel(wide * 0.86, hood * 0.86, 0.01, 0.02).moved(y=-deep * 0.5, z=centre))
    else:
        a.add("machine.trim", make.hoop(radius, 0.02, "y").moved(y=-deep * 0.5, z=centre))
    dial = make.disc(radius, 0.03, "y").moved(y=-deep * 0.5 - 0.01, z=centre)
    a.add("cuckoo.dial", dial)
    y = -deep * 0.5 - 0.03
    if rng.random() < 0.7:
        a.add("cuckoo.numerals", *(p.moved(0, y, centre) for p in numerals(rng, make, radius)))
    a.add("clock.hand", *(p.moved(0, y - 0.01, centre) for p in hands(rng, make, radius)))
    if rng.random() < 0.4:
        for s in (-1, 1):
            a.add(
                "clock.column",
                make.rod((s * wide * 0.47, -deep * 0.5, top), (s * wide * 0.47, -deep * 0.5, top + hood), 0.022),
            )
    if hollow:
        bob = _pendulum(rng, make, long * rng.uniform(0.65, 0.85), waist * rng.uniform(0.16, 0.25))
        a.add("clock.pendulum", *(p.moved(z=top) for p in bob))
        if rng.random() < 0.6:
            for x in (-0.25, 0.0, 0.25):
                z = top - long * rng.uniform(0.2, 0.5)
                a.add("clock.weight", make.disc(0.025, 0.2).moved(x * waist, 0.05, z))
                a.add("clock.chain", make.rod((x * waist, 0.05, z), (x * waist, 0.05, top), 0.004))
    if rng.random() < 0.4:
        a.add_each("leg", *feet(make, wide * 0.45, deep * 0.42, 0.04, 0.07))
    return a.finish()


FAMILIES: Families = {"cuckoo clock": cuckoo_clock, "grandfather clock": grandfather_clock}
