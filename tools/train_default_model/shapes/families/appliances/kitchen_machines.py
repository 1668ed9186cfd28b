"""Families of machines on the kitchen counter: blender, toaster, kettle, coffee machine."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell, smooth_curve, smooth_profile
from ...fittings import cable, drawn_make, faced, feet, hull, knob, panel, side_plate
from ...primitives import ball, lathe, sweep


def blender(rng: np.random.Generator) -> LabelledObject:
    """A blender: motor base, jar with handle and lid, blades, knob or buttons."""
    a, make = Assembly("blender", "blender", "mixer", "liquidizer", "smoothie maker"), drawn_make(rng)
    low, wide, tall = rng.uniform(0.1, 0.17), rng.uniform(0.15, 0.2), rng.uniform(0.17, 0.28)
    if rng.random() < 0.5:
        base = make.block(wide, wide, low).tapered(rng.uniform(0.6, 0.95)).moved(z=low / 2)
    else:
        base = make.turned([(wide * 0.5, 0), (wide * 0.5, low * 0.3), (wide * rng.uniform(0.32, 0.45), low)])
    a.add("machine.base", base, make.disc(wide * 0.33, 0.02).moved(z=low + 0.01))
    square = rng.random() < 0.3
    bottom, top = wide * rng.uniform(0.28, 0.4), wide * rng.uniform(0.38, 0.55)
    jar = lathe(shell([(bottom, 0), (top, tall)], 0.006), 4 if square else make.sides, 0.003)
    jar = (jar.rotated("z", 45).scaled(1.2, 1.2, 1) if square else jar).moved(z=low + 0.02)
    a.add("blender.jar", jar)
    reach = top * (1.1 if square else 1.0)
    if rng.random() < 0.8:
        loop = smooth_curve([(0, 0, 0.9), (0.05, 0, 0.92), (0.055, 0, 0.5), (-0.01, 0, 0.25)], 18) * [1, 1, tall]
        a.add("machine.handle", sweep(np.add(loop, (reach * 0.93, 0, low)), [[0.012, 0.008]] * 18, side=(0, 1, 0)))
    cover = make.disc(reach * 1.02, 0.025).moved(z=low + tall + 0.025)
    a.add("lid", cover, make.disc(reach * 0.4, 0.03).moved(z=low + tall + 0.05))
    blades = [
        make.block(bottom * 1.2, 0.012, 0.003).rotated("y", s).rotated("z", z).moved(z=low + 0.045)
        for s, z in ((25, 0), (-20, 90))
    ]
    a.add("blender.blade", make.disc(0.012, 0.03).moved(z=low + 0.03), *blades)
    front = -wide * 0.47
    if rng.random() < 0.6:
        a.add(
            "machine.knob", knob(make, rng.uniform(0.02, 0.035), 0.02, rng.random() < 0.5).moved(y=front, z=low * 0.5)
        )
    else:
        for x in np.linspace(-0.3, 0.3, int(rng.integers(3, 7))) * wide:
            a.add("machine.button", make.block(wide * 0.07, 0.02, 0.014).moved(x, front, low * 0.4))
    if rng.random() < 0.5:
        a.add_each("machine.foot", *feet(make, wide * 0.35, wide * 0.35, 0.012, 0.014))
    return a.finish(faced(rng))


def toaster(rng: np.random.Generator) -> LabelledObject:
    """A toaster: body, slots, toast, lever, knob, feet."""
    a, make = Assembly("toaster", "toaster", "bread toaster"), drawn_make(rng)
    length, width, tall = rng.uniform(0.24, 0.36), rng.uniform(0.13, 0.24), rng.uniform(0.16, 0.22)
    low = 0.012
    shape = rng.integers(3)
    if shape == 0:
        body = make.block(length, width, tall, max(make.edge, 0.15))
    elif shape == 1:
        curve = np.concatenate(
            [arc(1, 0, 180, 14) * [width / 2, tall * 0.45], [[-width / 2, -tall / 2]], [[width / 2, -tall / 2]]]
        )
        body = side_plate(np.add(curve, (0, 0.02)), length)
    else:
        body = (
            hull(
                [
                    (-length / 2, width * 0.8, 0.01, tall * 0.93),
                    (-length * 0.46, width, 0, tall),
                    (length * 0.46, width, 0, tall),
                    (length / 2, width * 0.8, 0.01, tall * 0.93),
                ],
                16,
                make.sides,
                4.5,
            )
            .rotated("z", 90)
            .moved(z=-tall / 2)
        )
    a.add("machine.body", body.moved(z=low + tall / 2))
    if rng.random() < 0.4:
        a.add("machine.base", make.block(length * 1.01, width * 1.01, tall * 0.13).moved(z=low + tall * 0.07))
    top = low + tall
    count = 2 if width > 0.16 else 1
    for y in np.linspace(-0.2, 0.2, count) * width if count > 1 else (0.0,):
        a.add("toaster.slot", make.block(length * 0.72, 0.026, 0.01, 0.05).moved(y=y, z=top))
        if rng.random() < 0.5:
            up = rng.uniform(0.02, 0.06)
            slice_ = panel(length * 0.5, 0.1, 0.025, 0.014).moved(y=y, z=top + up - 0.05 + 0.008)
            a.add("toaster.toast", slice_)
    x = length / 2 + 0.008
    a.add("machine.lever", make.block(0.03, 0.04, 0.014).moved(x + 0.01, 0, low + tall * rng.uniform(0.4, 0.8)))
    if rng.random() < 0.7:
        dial = knob(make, 0.016, 0.014, rng.random() < 0.4).rotated("z", 90).moved(x - 0.006, 0, low + tall * 0.25)
        a.add("machine.knob", dial)
    if rng.random() < 0.4:
        for y in (-1, 1):
            a.add("machine.button", make.disc(0.008, 0.01, "x").moved(x - 0.004, y * width * 0.25, low + tall * 0.3))
    if rng.random() < 0.6:
        a.add_each("machine.foot", *feet(make, length * 0.4, width * 0.35, 0.014, low + 0.01))
    if rng.random() < 0.3:
        a.add("machine.cable", *cable(rng, (0, width * 0.48, 0.03), 0.0, 0.25, 0.004))
    return a.finish(("z", float(rng.choice([0.0, 0.0, 90.0, -90.0, 180.0, -40.0]))))


def kettle(rng: np.random.Generator) -> LabelledObject:
    """An electric or stove-top kettle: body, lid, spout, handle, base."""
    a, make = Assembly("kettle", "kettle", "electric kettle", "water kettle", "tea kettle"), drawn_make(rng)
    electric = rng.random() < 0.6
    low = 0.025 if electric else 0.0
    radius = rng.uniform(0.07, 0.1)
    tall = rng.uniform(0.15, 0.24) if electric else rng.uniform(0.09, 0.15)
    upper = radius * (rng.uniform(0.6, 0.95) if electric else rng.uniform(0.35, 0.6))
    middle = (radius * rng.uniform(0.85, 1.02), tall * rng.uniform(0.35, 0.6))
    a.add("pot.body", make.turned(smooth_profile([(radius, 0), middle, (upper, tall)], 16)).moved(z=low))
    if electric:
        a.add("machine.base", make.disc(radius * 1.08, 0.02, top=radius * 0.98).moved(z=0.01))
    a.add("lid", make.turned([(upper * 0.98, 0), (upper * 0.7, 0.015), (0.01, 0.02)]).moved(z=low + tall - 0.002))
    if rng.random() < 0.75:
        a.add("knob", ball(0.014, segments=12).moved(z=low + tall + 0.028))
    if electric and rng.random() < 0.6:
        beak = (
            make.block(0.05, 0.045, 0.05, 0.1).tapered(1.4).sheared(x=-0.5).moved(-upper * 0.98, 0, low + tall - 0.03)
        )
    else:
        path = smooth_curve(
            [
                (-middle[0] * 0.85, 0, tall * 0.4),
                (-radius * 1.3, 0, tall * 0.6),
                (-radius * 1.75, 0, tall * rng.uniform(0.9, 1.1)),
            ],
            14,
        )
        beak = make.tube(path, np.linspace(0.024, 0.012, 14)).moved(z=low)
    a.add("spout", beak)
    if electric or rng.random() < 0.3:
        reach = rng.uniform(0.05, 0.075)
        loop = smooth_curve(
            [
                (upper * 0.9, 0, tall * 0.97),
                (upper + reach, 0, tall * 0.98),
                (radius + reach, 0, tall * 0.5),
                (radius * 0.98, 0, tall * rng.uniform(0.1, 0.3)),
            ],
            22,
        )
    else:
        rise = rng.uniform(0.08, 0.14)
        loop = smooth_curve(
            [
                (-radius * 0.75, 0, tall * 0.75),
                (-radius * 0.8, 0, tall + rise * 0.6),
                (0, 0, tall + rise),
                (radius * 0.8, 0, tall + rise * 0.6),
                (radius * 0.75, 0, tall * 0.75),
            ],
            26,
        )
    thick = rng.uniform(0.006, 0.011)
    a.add(
        "machine.handle", sweep(loop, [[thick * rng.uniform(1, 1.6), thick]] * len(loop), side=(0, 1, 0)).moved(z=low)
    )
    if electric and rng.random() < 0.5:
        a.add("machine.button", make.block(0.025, 0.018, 0.012).moved(radius + 0.02, 0, low + 0.015))
    if electric and rng.random() < 0.3:
        a.add("machine.cable", *cable(rng, (0, radius, 0.012), 0.0, 0.2, 0.004))
    return a.finish(("z", float(rng.choice([0.0, 0.0, 180.0, 90.0, -40.0]))))


def coffee_machine(rng: np.random.Generator) -> LabelledObject:
    """A filter, espresso or capsule machine: body, jug or cup, tank, filter, tray, buttons."""
    a, make = Assembly("coffee machine", "coffee machine", "coffee maker", "espresso machine"), drawn_make(rng)
    wide, deep, tall = rng.uniform(0.18, 0.32), rng.uniform(0.22, 0.32), rng.uniform(0.28, 0.38)
    base, head = tall * rng.uniform(0.08, 0.16), tall * rng.uniform(0.25, 0.36)
    back = deep * rng.uniform(0.35, 0.5)
    pieces = [
        make.block(wide, deep, base).moved(z=base / 2),
        make.block(wide, deep * rng.uniform(0.85, 1.0), head).moved(z=tall - head / 2),
        make.block(wide * 0.98, back, tall * 0.98).moved(y=(deep - back) / 2, z=tall / 2),
    ]
    a.add("machine.body", *pieces)
    y, room = -deep * 0.12, tall - head - base
    if rng.random() < 0.5:
        radius = min(room * 0.42, wide * 0.42)
        pot = smooth_profile([(radius * 0.8, 0), (radius, room * 0.3), (radius * 0.6, room * 0.75)], 12)
        a.add("coffee.jug", lathe(shell(pot, 0.004), make.sides, 0.002).moved(y=y, z=base + 0.004))
        a.add("lid", make.disc(radius * 0.62, 0.014).moved(y=y, z=base + room * 0.77))
        loop = smooth_curve([(0, -0.6, 0.7), (0, -1.4, 0.65), (0, -1.35, 0.3), (0, -0.97, 0.2)], 16) * [1, radius, room]
        a.add("machine.handle", make.tube(loop, 0.007).moved(y=y, z=base))
        if rng.random() < 0.5:
            a.add(
                "coffee.filter",
                make.turned([(radius * 0.35, 0), (radius * 0.8, room * 0.2)]).moved(y=y, z=base + room * 0.82),
            )
    else:
        group = make.disc(0.035, 0.04).moved(y=y, z=tall - head - 0.015)
        grip = make.rod((0, y - 0.03, tall - head - 0.03), (0, y - 0.16, tall - head - 0.045), 0.009, 0.013)
        spout = make.disc(0.012, 0.03).moved(y=y, z=tall - head - 0.05)
        a.add("coffee.filter", group, *([grip, spout] if rng.random() < 0.7 else [spout]))
        a.add("machine.tray", make.block(wide * 0.8, deep * 0.5, 0.012, 0.1).moved(y=-deep * 0.2, z=base + 0.006))
        if rng.random() < 0.6:
            cup = lathe(shell([(0.02, 0), (0.034, 0.05)], 0.004), make.sides, 0.002)
            a.add(
                "coffee.cup",
                *(cup.moved(x, y, base + 0.013) for x in ((0.0,) if rng.random() < 0.6 else (-0.04, 0.04))),
            )
        if rng.random() < 0.5:
            path = smooth_curve(
                [
                    (wide * 0.42, y, tall - head),
                    (wide * 0.45, y - 0.03, tall - head - 0.05),
                    (wide * 0.5, y - 0.06, base + 0.05),
                ],
                12,
            )
            a.add("coffee.pipe", make.tube(path, 0.005))
    front = -deep * 0.5 if rng.random() < 0.5 else -deep * 0.45
    z = tall - head * 0.5
    for x in np.linspace(-0.35, 0.35, int(rng.integers(2, 6))) * wide:
        if rng.random() < 0.6:
            a.add("machine.button", make.disc(0.01, 0.03, "y").moved(x, front, z))
        else:
            a.add("machine.knob", knob(make, 0.017, 0.03, rng.random() < 0.5).moved(x, front + 0.01, z))
    if rng.random() < 0.4:
        a.add("coffee.tank", make.block(wide * 0.8, 0.05, tall * 0.7, 0.15).moved(y=deep / 2 + 0.024, z=tall * 0.5))
    if rng.random() < 0.4:
        a.add_each("machine.foot", *(f.moved(z=-0.012) for f in feet(make, wide * 0.4, deep * 0.4, 0.014, 0.014)))
    return a.finish(faced(rng))


FAMILIES: Families = {
    "blender": blender,
    "toaster": toaster,
    "kettle": kettle,
    "coffee machine": coffee_machine,
}
