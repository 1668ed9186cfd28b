"""Families of machines of the household: sewing machine, vacuum cleaner."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import shell, smooth_curve
from ...fittings import drawn_make, faced, hull, knob, panel
from ...geometry import Geometry
from ...primitives import ball, lathe, sweep


def sewing_machine(rng: np.random.Generator) -> LabelledObject:
    """A sewing machine: base, column, arm, hand wheel, needle and foot, spool, knobs."""
    a, make = Assembly("sewing machine", "sewing machine"), drawn_make(rng)
    long, deep, thick = rng.uniform(0.36, 0.46), rng.uniform(0.15, 0.19), rng.uniform(0.03, 0.08)
    tall, arm = rng.uniform(0.26, 0.32), rng.uniform(0.07, 0.1)
    wide = deep * rng.uniform(0.5, 0.8)
    a.add("sewing.bed", make.block(long, deep, thick).moved(z=thick / 2))
    head = long * rng.uniform(0.18, 0.25)
    column = make.block(long * rng.uniform(0.22, 0.3), wide, tall - thick - arm * 0.5).tapered(rng.uniform(0.75, 1.0))
    column = column.moved(long * 0.34, 0, (tall - arm * 0.5 + thick) / 2)
    smooth = rng.random() < 0.5
    if smooth:
        rows = [
            (-0.5, 0.8, -1.3),
            (-0.44, 1.0, -1.4),
            (-0.32, 1.0, -1.35),
            (-0.2, 0.9, -0.95),
            (0.2, 0.95, -1.0),
            (0.46, 1.0, -1.05),
            (0.49, 0.8, -0.95),
        ]
        bar = [
            hull([(x * long, wide * s, tall + arm * low * s, tall) for x, s, low in rows], 26, make.sides, 3.5).rotated(
                "z", -90
            )
        ]
    else:
        bar = [
            make.block(long * 0.98, wide, arm).moved(z=tall - arm / 2),
            make.block(head, wide * 0.95, arm * 1.5).moved(-long * 0.49 + head / 2, 0, tall - arm * 0.75),
        ]
    parts = rng.random()
    if parts < 0.4:
        a.add("machine.body", column, *bar)
    else:
        a.add("sewing.column", column)
        a.add("sewing.arm", *bar)
    x = -long * 0.49 + head / 2
    z = tall - arm * 1.35
    a.add(
        "sewing.needle",
        make.rod((x, 0, z), (x, 0, z - 0.04), 0.005),
        make.rod((x, 0, z - 0.03), (x, 0, thick + 0.004), 0.0015),
    )
    a.add(
        "sewing.foot",
        make.rod((x + 0.012, 0, z), (x + 0.012, 0, thick + 0.012), 0.004),
        make.block(0.02, 0.03, 0.006).moved(x + 0.005, 0, thick + 0.006),
    )
    radius = rng.uniform(0.035, 0.06)
    edge = long * 0.49
    wheel = [make.disc(radius, 0.022, "x").moved(edge + 0.02, 0, tall - arm * 0.5)]
    if rng.random() < 0.4:
        wheel = [make.hoop(radius, 0.008, "x").moved(edge + 0.03, 0, tall - arm * 0.5)]
        wheel += [
            make.rod((0, 0, -radius), (0, 0, radius), 0.005).rotated("x", t).moved(edge + 0.03, 0, tall - arm * 0.5)
            for t in (0, 60, 120)
        ]
    a.add("sewing.wheel", *wheel, make.disc(0.014, 0.04, "x").moved(edge + 0.015, 0, tall - arm * 0.5))
    if rng.random() < 0.75:
        roll = lathe(
            shell([(0.016, 0), (0.012, 0.004), (0.012, 0.04), (0.016, 0.044)], 0.009, False), make.sides, 0.001
        )
        place = (long * rng.uniform(0.1, 0.35), 0.0, tall)
        a.add("sewing.spool", roll.moved(*place), make.rod(place, (place[0], 0, tall + 0.06), 0.003))
    for _ in range(int(rng.integers(1, 4))):
        at = (long * rng.uniform(0.25, 0.42), -wide * 0.5, rng.uniform(thick + 0.05, tall - 0.03))
        a.add("machine.knob", knob(make, rng.uniform(0.012, 0.022), 0.016, rng.random() < 0.3).moved(*at))
    if rng.random() < 0.35:
        a.add("machine.badge", panel(long * 0.2, arm * 0.3, 0.01, 0.006).moved(0, -wide * 0.5, tall - arm * 0.5))
    if rng.random() < 0.3:
        a.add(
            "machine.handle",
            make.tube(
                smooth_curve([(-0.06, 0, tall), (-0.05, 0, tall + 0.03), (0.05, 0, tall + 0.03), (0.06, 0, tall)], 16),
                0.007,
            ),
        )
    if rng.random() < 0.3:
        a.add("machine.base", make.block(long * 1.15, deep * 1.15, 0.03, 0.1).moved(z=-0.014))
    return a.finish(faced(rng))


def vacuum_cleaner(rng: np.random.Generator) -> LabelledObject:
    """A vacuum cleaner on wheels with hose, tube and nozzle, or an upright one with a bag."""
    a, make = Assembly("vacuum cleaner", "vacuum cleaner", "vacuum", "hoover"), drawn_make(rng)
    if rng.random() < 0.6:
        long, wide, tall = rng.uniform(0.34, 0.48), rng.uniform(0.24, 0.32), rng.uniform(0.18, 0.28)
        rows = [
            (-0.5, 0.5, 0.45),
            (-0.46, 0.75, 0.6),
            (-0.15, 1.0, 0.95),
            (0.2, 1.0, 1.0),
            (0.45, 0.85, 0.75),
            (0.5, 0.6, 0.5),
        ]
        low = 0.035
        if rng.random() < 0.25:
            body = make.disc(wide * 0.5, tall).moved(z=low + tall / 2)
        else:
            body = hull(
                [(y * long, wide * s, low, low + tall * h) for y, s, h in rows], 24, make.sides, rng.uniform(2.2, 4.0)
            )
        a.add("machine.body", body)
        radius = rng.uniform(0.06, 0.1)
        for s in (-1, 1):
            a.add("vacuum.wheel", make.disc(radius, 0.035, "x").moved(s * wide * 0.48, long * 0.28, radius))
        a.add("vacuum.wheel", make.disc(0.03, 0.025, "x").moved(0, -long * 0.36, 0.03))
        grip = smooth_curve([(0, -0.1, 0.9), (0, -0.08, 1.15), (0, 0.12, 1.18), (0, 0.2, 0.95)], 18) * [
            1,
            long,
            tall,
        ] + [0, 0, low]
        if rng.random() < 0.7:
            a.add("machine.handle", sweep(grip, [[0.018, 0.009]] * 18, side=(1, 0, 0)))
        hand = np.array([wide * rng.uniform(-1.2, 1.2), -long * rng.uniform(1.3, 1.8), rng.uniform(0.5, 0.75)])
        start = np.array([0, -long * 0.45, low + tall * 0.4])
        way = smooth_curve(
            [
                start,
                np.add(start, (0.05, -0.12, 0.02)),
                (start + hand) / 2 + [0.12, 0, 0.1],
                np.add(hand, (0, 0.12, 0.06)),
                hand,
            ],
            60,
        )
        ribs = 0.017 * (1 + 0.1 * (-1.0) ** np.arange(60))
        a.add("machine.hose", make.tube(way, ribs))
        floor = np.array([hand[0], hand[1] - rng.uniform(0.3, 0.5), 0.05])
        if rng.random() < 0.7:
            a.add("vacuum.tube", make.rod(hand, floor, 0.013))
        else:
            middle = (hand + floor) / 2
            a.add("vacuum.tube", make.rod(hand, middle, 0.015), make.rod(middle, floor, 0.012))
        a.add(
            "vacuum.nozzle",
            make.block(0.28, 0.08, 0.035, 0.3).moved(floor[0], floor[1] - 0.01, 0.02),
            make.rod(floor, np.add(floor, (0, -0.01, -0.03)), 0.02),
        )
        for x in (-0.04, 0.04)[: int(rng.integers(0, 3))]:
            a.add("machine.button", make.disc(0.018, 0.025).moved(x, long * 0.36, low + tall * 0.9))
        if rng.random() < 0.4:
            a.add(
                "machine.vent",
                *(
                    make.block(wide * 0.5, 0.008, 0.006).moved(0, long * 0.5, low + tall * h)
                    for h in (0.25, 0.32, 0.39)
                ),
            )
    else:
        lean, tall = rng.uniform(10, 35), rng.uniform(0.9, 1.15)

        def leant(p: Geometry) -> Geometry:
            return p.rotated("x", -lean).moved(z=0.06)

        a.add(
            "vacuum.nozzle",
            hull(
                [(-0.2, 0.3, 0.01, 0.05), (-0.17, 0.34, 0.01, 0.08), (0.04, 0.3, 0.01, 0.11), (0.08, 0.2, 0.02, 0.1)],
                14,
                make.sides,
                4.0,
            ),
        )
        for s in (-1, 1):
            a.add("vacuum.wheel", make.disc(0.04, 0.025, "x").moved(s * 0.14, 0.06, 0.04))
        a.add("machine.body", leant(make.block(0.2, 0.11, tall * 0.35).tapered(0.8).moved(z=tall * 0.18)))
        if rng.random() < 0.5:
            a.add("vacuum.bag", leant(ball(0.1, 0.09, tall * 0.24, 20).moved(y=0.04, z=tall * 0.52)))
        else:
            a.add("vacuum.bag", leant(make.disc(0.07, tall * 0.3).moved(y=-0.03, z=tall * 0.5)))
        a.add("vacuum.tube", leant(make.rod((0, 0, tall * 0.3), (0, 0, tall), 0.013)))
        loop = np.add(
            smooth_curve([(0, 0, 0), (0, 0.03, 0.1), (0, 0.1, 0.12), (0, 0.09, 0.04), (0, 0.0, -0.04)], 20),
            (0, 0, tall),
        )
        a.add("machine.handle", leant(make.tube(loop, 0.014)))
        if rng.random() < 0.5:
            a.add("machine.button", leant(make.disc(0.012, 0.015, "y").moved(0, -0.02, tall * 0.95)))
    return a.finish(("z", float(rng.choice([0.0, 90.0, -90.0, 30.0, -60.0]))))


FAMILIES: Families = {
    "sewing machine": sewing_machine,
    "vacuum cleaner": vacuum_cleaner,
}
