"""Families of footwear and glasses."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import drawn_make, hull, loft
from ...geometry import Geometry
from ...primitives import box, plate, rod, round_section, sheet, square_section, sweep

RIBBON = square_section(1.0, 1.0, 0.1)


def boot(rng: np.random.Generator) -> LabelledObject:
    """A boot or shoe, alone or as a pair: upper, sole, heel, laces, tongue."""
    assembly = Assembly("boot", "boot", "shoe", "sneaker", "boots", "shoes", "footwear")
    make = drawn_make(rng)
    length, wide = rng.uniform(0.24, 0.31), rng.uniform(0.085, 0.115)
    shaft = float(rng.choice([rng.uniform(0.02, 0.06), rng.uniform(0.1, 0.3)]))
    thick, heel = rng.uniform(0.012, 0.04), rng.uniform(0.0, 0.05)
    toe, back = -length * 0.5, length * 0.5
    z = thick
    instep = rng.uniform(0.06, 0.085)
    foot = hull(
        [
            (toe, wide * 0.55, z, z + 0.035),
            (toe + 0.05, wide * 0.95, z, z + 0.055),
            (0.0, wide * 0.85, z + heel * 0.4, z + instep + heel * 0.4),
            (back - 0.06, wide * 0.7, z + heel, z + 0.1 + heel),
            (back, wide * 0.45, z + heel, z + 0.09 + heel),
        ],
        16,
        max(make.sides, 12),
        2.6,
    )
    t = np.linspace(0.0, 1.0, 10)
    turn = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    flare = rng.uniform(1.0, 1.25)
    grow = np.interp(t, [0, 0.3, 1], [1.0, 0.92, flare])
    top = z + heel + 0.07 + shaft + 0.03
    rings = np.stack(
        [
            wide * 0.42 * grow[:, None] * np.cos(turn),
            back - 0.055 + 0.055 * grow[:, None] * np.sin(turn),
            np.broadcast_to((z + heel + 0.05 + t * (top - z - heel - 0.05))[:, None], (10, 20)),
        ],
        axis=-1,
    )
    mouth = np.concatenate([rings, (rings[::-1] - [0, back - 0.055, 0]) * [0.9, 0.9, 1] + [0, back - 0.055, 0]])
    leg = loft(mouth)
    sole_line = smooth_curve(
        [
            (toe - 0.006, 0.0),
            (toe + 0.06, wide * 0.52),
            (0.02, wide * 0.42),
            (back - 0.04, wide * 0.4),
            (back + 0.006, 0.0),
            (back - 0.04, -wide * 0.4),
            (0.02, -wide * 0.42),
            (toe + 0.06, -wide * 0.52),
        ],
        40,
        closed=True,
    )
    sole = plate(sole_line[:, ::-1], thick).rotated("x", 90).moved(z=thick / 2)
    sole = Geometry(
        sole.vertices
        + np.stack(
            [
                0 * sole.vertices[:, 0],
                0 * sole.vertices[:, 0],
                heel * np.clip((sole.vertices[:, 1] + length * 0.15) / (length * 0.4), 0, 1),
            ],
            axis=1,
        ),
        sole.faces,
    )
    laces = [
        rod((-wide * 0.2, y, h), (wide * 0.2, y + 0.008, h + 0.003), 0.0035, sides=6)
        for y, h in zip(
            np.linspace(-0.045, 0.03, 5), np.linspace(z + 0.06, z + instep + 0.015, 5) + heel * 0.3, strict=True
        )
    ]
    pair = (-1, 1) if rng.random() < 0.35 else (0,)
    with_laces, with_cap, with_trim = rng.random() < 0.6, rng.random() < 0.35, rng.random() < 0.4
    for side in pair:
        at = side * wide * 0.75
        assembly.add("shoe.upper", foot.moved(x=at))
        assembly.add("boot.shaft" if shaft > 0.08 else "shoe.collar", leg.moved(x=at))
        assembly.add("shoe.sole", sole.moved(x=at))
        if heel > 0.012:
            assembly.add(
                "shoe.heel", make.block(wide * 0.8, 0.07, heel + 0.004, 0.1).moved(at, back - 0.04, (heel + 0.004) / 2)
            )
        if with_laces:
            assembly.add("laces", *(lace.moved(x=at) for lace in laces))
            tongue = sheet(
                np.stack(
                    np.broadcast_arrays(
                        (np.linspace(-0.5, 0.5, 5) * wide * 0.45)[None],
                        np.linspace(-0.04, 0.045, 7)[:, None],
                        (np.linspace(z + 0.058, z + instep + 0.045, 7) + heel * 0.3)[:, None],
                    ),
                    axis=-1,
                ),
                0.006,
            )
            assembly.add("shoe.tongue", tongue.moved(x=at))
        if with_cap:
            cap = hull([(toe - 0.003, wide * 0.58, z, z + 0.038), (toe + 0.045, wide * 0.97, z, z + 0.057)], 6, 14, 2.6)
            assembly.add("toe.cap", cap.moved(x=at))
        if with_trim:
            trim = np.stack([rings[-1, :, 0] * 1.02, rings[-1, :, 1], np.full(20, top)], axis=1)
            assembly.add("shoe.trim", sweep(trim, 0.006, round_section(6), closed=True).moved(x=at))
    return assembly.finish(("z", float(rng.choice([0.0, 90.0, -90.0, 40.0, -50.0]))))


def glasses(rng: np.random.Generator) -> LabelledObject:
    """Spectacles, sunglasses or goggles."""
    assembly = Assembly("glasses", "glasses", "eyeglasses", "spectacles", "sunglasses")
    wide, tall, tube = rng.uniform(0.022, 0.03), rng.uniform(0.014, 0.026), rng.uniform(0.001, 0.0035)
    power = rng.uniform(0.5, 1.0)
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    flat = np.stack(
        [
            np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * wide,
            np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power * tall,
        ],
        axis=1,
    )
    flat[:, 1] *= np.where(flat[:, 1] < 0, 1.0, rng.uniform(0.75, 1.0))
    apart = wide + rng.uniform(0.007, 0.011)
    loop = np.stack([flat[:, 0], np.zeros(28), flat[:, 1]], axis=1)
    rims = [
        sweep(loop, tube, round_section(8) if rng.random() < 0.6 else square_section(1, 1.4, 0.2), closed=True).moved(
            s * apart
        )
        for s in (-1, 1)
    ]
    high = tall * rng.uniform(0.2, 0.6)
    nose = smooth_curve([(-apart + wide * 0.92, 0, high), (0, -0.002, high + 0.003), (apart - wide * 0.92, 0, high)], 9)
    bridge = [sweep(nose, tube * 0.9, round_section(8))]
    whole = rng.random() < 0.4
    if whole:
        assembly.add("glasses.frame", *rims, *bridge)
    else:
        assembly.add_each("glasses.frame", *rims)
        assembly.add("nose.bridge", *bridge)
    if rng.random() < 0.92:
        lens = plate(flat, rng.uniform(0.0008, 0.002))
        assembly.add_each("spectacle.lens", *(lens.moved(s * apart) for s in (-1, 1)))
    outer = apart + wide
    long = rng.uniform(0.11, 0.14)
    folded = rng.random() < 0.2
    for side in (-1, 1):
        bend = [(0, 0, high), (0, long * 0.65, high), (0, long * 0.85, high - 0.006), (0, long, high - 0.03)]
        arm = sweep(
            smooth_curve(bend, 16),
            np.array([[tube, tube * rng.uniform(1.0, 2.4)]] * 16),
            square_section(1.0, 1.0, 0.1),
            side=(1, 0, 0),
        )
        arm = arm.rotated("z", side * 80.0).moved(y=0.006) if folded else arm
        assembly.add("temple", arm.moved(side * outer))
        if rng.random() < 0.6:
            assembly.add("hinge", box(0.005, 0.006, 0.006, 0.2, 1).moved(side * outer, 0.002, high))
        if rng.random() < 0.5:
            pad = box(0.003, 0.006, 0.01, 0.45, 2).rotated("y", side * 15).moved(side * 0.008, 0.006, -0.002)
            assembly.add("nose.pad", pad, rod((side * 0.008, 0.005, 0), (side * 0.01, 0, 0.004), 0.0008, sides=5))
    return assembly.finish()


FAMILIES: Families = {"boot": boot, "glasses": glasses}
