"""Families of firearms: pistols, revolvers, rifles."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import smooth_curve
from ...fittings import Make, drawn_make
from ...geometry import Geometry
from ...primitives import ball, round_section, square_section, sweep


def _grip(rng: np.random.Generator, top: tuple[float, float], length: float, deep: float, wide: float) -> Geometry:
    """A pistol grip below (x, z) `top`, leaning back."""
    lean = rng.uniform(0.1, 0.45) * length
    x, z = top
    path = smooth_curve([(x, 0, z), (x - lean * 0.45, 0, z - length * 0.5), (x - lean, 0, z - length)], 9)
    widths = np.linspace(1.0, rng.uniform(0.9, 1.25), 9)[:, None] * [deep, wide]
    return sweep(path, widths, square_section(1.0, 1.0, rng.uniform(0.3, 0.9)), side=(1, 0, 0))


def _trigger(assembly: Assembly, x: float, z: float, size: float) -> None:
    """Trigger and its guard below (x, z)."""
    loop = smooth_curve(
        [(x - size, 0, z), (x - size * 0.8, 0, z - size), (x + size * 0.4, 0, z - size * 1.1), (x + size, 0, z)], 14
    )
    assembly.add(
        "trigger.guard",
        sweep(loop, np.array([[size * 0.14, size * 0.08]] * 14), square_section(1, 1, 0.2), side=(0, 1, 0)),
    )
    finger = smooth_curve(
        [(x, 0, z + 0.002), (x + size * 0.15, 0, z - size * 0.35), (x - size * 0.02, 0, z - size * 0.75)], 7
    )
    assembly.add("trigger", sweep(finger, size * 0.1, round_section(6)))


def pistol(rng: np.random.Generator) -> LabelledObject:
    """A semi-automatic pistol, a revolver or an old flintlock."""
    assembly = Assembly("pistol", "pistol", "gun", "handgun", "revolver", "weapon")
    make = drawn_make(rng)
    kind = rng.random()
    length, tall, wide = rng.uniform(0.15, 0.22), rng.uniform(0.024, 0.034), rng.uniform(0.011, 0.016)
    root = (-length * 0.42, -tall * 0.8) if kind < 0.5 else (-0.07, -tall * 0.1)
    grip = _grip(rng, root, rng.uniform(0.085, 0.12), rng.uniform(0.019, 0.027), wide * 1.1)
    in_frame = kind < 0.2
    if kind < 0.5:
        assembly.add("slide", make.block(length, wide * 2, tall, 0.15))
        assembly.add(
            "gun.frame",
            make.block(length * 0.95, wide * 1.9, tall * 0.7, 0.15).moved(-length * 0.02, 0, -tall * 0.8),
            *([grip] if in_frame else []),
        )
        if rng.random() < 0.6:
            assembly.add("gun.tube", make.rod((length * 0.3, 0, 0.002), (length * 0.53, 0, 0.002), wide * 0.55))
        if rng.random() < 0.6:
            low = grip.vertices[grip.vertices[:, 2].argmin()]
            assembly.add("magazine", make.block(0.042, wide * 2.2, 0.012, 0.2).moved(float(low[0]), 0, float(low[2])))
        if rng.random() < 0.5:
            cuts = [make.block(0.002, wide * 2.06, tall * 0.7).moved(x) for x in np.linspace(-0.47, -0.34, 6) * length]
            assembly.add("vent", *cuts)
        muzzle = length * 0.46
    else:
        bore = wide * rng.uniform(0.55, 0.8)
        barrel = length * rng.uniform(0.5, 0.8)
        tube = [make.rod((-0.01, 0, 0.004), (barrel, 0, 0.004), bore)]
        if kind < 0.8:
            if rng.random() < 0.6:
                tube.append(make.block(barrel * 0.9, bore * 1.3, bore * 1.5, 0.2).moved(barrel * 0.45, 0, -bore * 0.8))
            drum = tall * rng.uniform(0.55, 0.7)
            pieces = [make.disc(drum, 0.038, "x").moved(-0.035, 0, -0.004)]
            pieces += [
                make.disc(drum * 0.24, 0.041, "x")
                .moved(0, 0, drum * 0.66)
                .rotated("x", 60.0 * k)
                .moved(-0.035, 0, -0.004)
                for k in range(6)
            ]
            assembly.add("gun.drum", *pieces)
            body = [make.block(0.085, wide * 1.2, 0.01, 0.2).moved(-0.035, 0, z) for z in (tall * 0.65, -tall * 0.72)]
            body.append(make.block(0.03, wide * 1.6, tall * 1.5, 0.3).moved(-0.072))
        else:
            body = [make.rod((-0.08, 0, -0.006), (barrel * 0.85, 0, -bore * 1.5), bore * 1.4, bore * 0.9)]
            assembly.add("gun.bolt", make.block(0.05, 0.006, 0.02, 0.3).moved(-0.035, wide, 0.0))
        assembly.add("gun.tube", *tube)
        assembly.add("gun.frame", *body)
        muzzle = barrel * 0.96
    if not in_frame:
        assembly.add("gun.grip", grip)
        if rng.random() < 0.3:
            plate = grip.scaled(0.82, 1.12, 0.85)
            assembly.add("grip.panel", plate.moved(*(grip.vertices.mean(axis=0) - plate.vertices.mean(axis=0))))
    _trigger(assembly, -length * 0.2, -tall * 1.05, rng.uniform(0.018, 0.024))
    if rng.random() < 0.7:
        cock = smooth_curve(
            [(-length * 0.48, 0, 0.0), (-length * 0.53, 0, tall * 0.5), (-length * 0.6, 0, tall * 0.75)], 7
        )
        assembly.add("gun.hammer", sweep(cock, 0.005, round_section(6)))
    sights = [
        make.block(0.008, 0.003, 0.008).moved(muzzle, 0, tall * 0.55),
        make.block(0.008, wide, 0.006).moved(-length * 0.44, 0, tall * 0.55),
    ]
    if rng.random() < 0.7:
        assembly.add_each("gun.sight", *sights)
    if rng.random() < 0.15:
        assembly.add("muzzle", make.disc(wide * 1.0, 0.1, "x").moved(length * 0.5 + 0.05, 0, 0.002))
    if rng.random() < 0.4:
        assembly.add(
            "screw",
            *(
                make.disc(0.004, wide * 2.3, "y").moved(float(x), 0, -tall * 0.8)
                for x in (-0.4 * length, -0.3 * length)
            ),
        )
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, 20.0, -30.0, -90.0]))))


def _add_stock(assembly: Assembly, rng: np.random.Generator, make: Make, back: float, modern: bool) -> None:
    """Wooden stock in one piece, or a skeleton or plain butt behind a pistol grip."""
    drop, long = rng.uniform(0.03, 0.09), rng.uniform(0.22, 0.32)
    if modern and rng.random() < 0.4:
        rods = [make.rod((back, 0, z), (back - long, 0, z - drop * k), 0.007) for k, z in enumerate((0.01, -0.02))]
        assembly.add("gun.stock", *rods, make.block(0.018, 0.03, 0.12, 0.3).moved(back - long, 0, -0.04))
        return
    path = [
        (back + 0.02, 0, -0.005),
        (back - long * 0.3, 0, -drop * 0.6),
        (back - long * 0.65, 0, -drop),
        (back - long, 0, -drop * 1.1),
    ]
    sizes = np.interp(np.linspace(0, 1, 12), [0, 0.3, 0.6, 1], [0.024, 0.022, 0.04, rng.uniform(0.05, 0.065)])
    stock = sweep(
        smooth_curve(path, 12), np.stack([np.full(12, 0.018), sizes], axis=1), round_section(12), side=(0, 1, 0)
    )
    assembly.add("gun.stock", stock)
    if rng.random() < 0.5:
        assembly.add("buttplate", make.block(0.012, 0.038, 0.11, 0.3).moved(back - long - 0.004, 0, -drop * 1.1))


def rifle(rng: np.random.Generator) -> LabelledObject:
    """A hunting rifle, shotgun, musket or assault rifle."""
    assembly = Assembly("rifle", "rifle", "gun", "shotgun", "assault rifle", "musket", "weapon")
    make = drawn_make(rng)
    modern = rng.random() < 0.5
    body, barrel = rng.uniform(0.2, 0.34), rng.uniform(0.3, 0.7)
    tall, wide, bore = rng.uniform(0.04, 0.07), rng.uniform(0.017, 0.025), rng.uniform(0.008, 0.014)
    back, front = -body / 2, body / 2
    if modern or rng.random() < 0.6:
        pieces = [make.block(body, wide * 2, tall * 0.6, 0.15).moved(z=tall * 0.2)]
        if rng.random() < 0.6:
            pieces.append(make.block(body * 0.8, wide * 1.8, tall * 0.6, 0.15).moved(-body * 0.08, 0, -tall * 0.3))
        assembly.add("gun.frame", *pieces)
    z = tall * 0.18
    twin = not modern and rng.random() < 0.3
    tubes = [make.rod((front - 0.06, y, z), (front + barrel, y, z), bore) for y in ((-bore, bore) if twin else (0.0,))]
    assembly.add("gun.tube", *tubes)
    guard = barrel * rng.uniform(0.35, 0.8)
    if modern and rng.random() < 0.6:
        fore = make.block(guard, wide * 1.9, tall * 0.7, 0.2).moved(front + guard / 2, 0, z)
    else:
        path = np.stack(
            [np.linspace(back * 0.6, front + guard, 8), np.zeros(8), np.linspace(z - tall * 0.3, z - bore * 0.8, 8)],
            axis=1,
        )
        fore = sweep(path, np.linspace(1.0, 0.7, 8)[:, None] * [wide, tall * 0.35], round_section(12), side=(0, 1, 0))
    assembly.add("handguard", fore)
    _add_stock(assembly, rng, make, back, modern)
    if modern or rng.random() < 0.3:
        assembly.add("gun.grip", _grip(rng, (back + 0.05, -tall * 0.4), rng.uniform(0.08, 0.11), 0.02, wide * 0.8))
    _trigger(assembly, back + 0.1, -tall * 0.5 + 0.004, 0.024)
    if modern or rng.random() < 0.25:
        long, bend = rng.uniform(0.1, 0.2), rng.uniform(0.0, 0.08)
        path = smooth_curve(
            [
                (front - 0.06, 0, -tall * 0.3),
                (front - 0.05, 0, -tall * 0.3 - long * 0.5),
                (front - 0.05 + bend, 0, -tall * 0.3 - long),
            ],
            8,
        )
        assembly.add(
            "magazine", sweep(path, np.array([[0.03, wide * 0.7]] * 8), square_section(1, 1, 0.2), side=(1, 0, 0))
        )
    if rng.random() < 0.55:
        size, long = rng.uniform(0.014, 0.022), rng.uniform(0.14, 0.28)
        top = z + tall * 0.3 + size * 1.5
        ends = [
            make.disc(size * 1.5, long * 0.22, "x", size * 1.2).moved(long * 0.5, 0, top),
            make.disc(size * 1.25, long * 0.2, "x").moved(-long * 0.5, 0, top),
        ]
        assembly.add("gun.scope", make.disc(size, long, "x").moved(0, 0, top), *ends)
        assembly.add(
            "bracket",
            *(make.block(0.02, 0.015, size * 1.6, 0.2).moved(x, 0, top - size) for x in (-long * 0.25, long * 0.25)),
        )
    else:
        assembly.add_each(
            "gun.sight",
            make.block(0.012, 0.006, 0.024).moved(front + barrel * 0.95, 0, z + bore + 0.01),
            make.block(0.024, 0.016, 0.02).moved(front * 0.6, 0, z + tall * 0.32),
        )
    if rng.random() < 0.6:
        start = np.array([back + 0.06, wide, z])
        assembly.add(
            "gun.bolt",
            make.rod(start, start + shift(-0.01, 0.035, -0.015), 0.005),
            ball(0.009, segments=10).moved(*(start + shift(-0.01, 0.038, -0.017))),
        )
    if rng.random() < 0.35:
        assembly.add("muzzle", make.disc(bore * 1.7, rng.uniform(0.04, 0.16), "x").moved(front + barrel, 0, z))
    if rng.random() < 0.3:
        belt = smooth_curve(
            [(back - 0.2, 0, -0.07), (back * 0.3, 0.03, -tall - 0.16), (front + guard * 0.8, 0, z - tall * 0.4)], 18
        )
        assembly.add("sling", sweep(belt, np.array([[0.014, 0.002]] * 18), square_section(1, 1, 0.1), side=(0, 1, 0)))
    for x in np.linspace(0.3, 0.85, int(rng.integers(0, 4))):
        assembly.add("cannon.band", make.disc(bore * 1.7, 0.012, "x").moved(front + barrel * float(x), 0, z))
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, 20.0, -30.0]))))


FAMILIES: Families = {"pistol": pistol, "rifle": rifle}
