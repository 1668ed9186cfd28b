"""Families of machines that are carried: table fan, flat iron, hairdryer."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, smooth_curve
from ...fittings import cable, drawn_make, faced, loft
from ...geometry import Geometry
from ...primitives import sheet, sweep


def _blade(rng: np.random.Generator, length: float, hub: float, broad: float, twist: float) -> Geometry:
    """A fan blade from the hub outward along +x, turning about y."""
    t, s = np.linspace(0, 1, 10), np.linspace(-1, 1, 6)
    half = broad * length * (0.5 + 0.6 * np.sin(np.pi * np.clip(t, 0, 0.93)) ** rng.uniform(0.5, 1.0)) * 0.5
    x = hub + (length - hub) * t[:, None] + 0 * s
    z = half[:, None] * s
    return sheet(np.stack([x, z * np.tan(twist), z], -1), length * 0.015)


def table_fan(rng: np.random.Generator) -> LabelledObject:
    """A table or standing fan: base, stand, motor, cage, blades, knob."""
    a, make = Assembly("table fan", "fan", "table fan", "ventilator", "standing fan"), drawn_make(rng)
    radius = rng.uniform(0.13, 0.2)
    deep = radius * rng.uniform(0.35, 0.6)
    high = radius * (rng.uniform(1.3, 1.9) if rng.random() < 0.65 else rng.uniform(3.0, 5.5))
    foot = radius * rng.uniform(0.6, 0.95)
    kind = rng.integers(3)
    if kind == 0:
        base = [make.turned([(foot, 0), (foot, 0.015), (foot * 0.5, 0.035), (0.02, 0.05)])]
    elif kind == 1:
        base = [make.block(foot * 1.5, foot * 1.7, 0.05, 0.3).tapered(0.8).moved(z=0.025)]
    else:
        base = [make.block(foot * 2, 0.035, 0.02, 0.2).rotated("z", t).moved(z=0.012) for t in (45, -45)]
        base.append(make.disc(0.03, 0.05).moved(z=0.025))
    a.add("machine.base", *base)
    thick = rng.uniform(0.009, 0.022)
    a.add("fan.stand", make.rod((0, deep * 0.8, 0.02), (0, deep * 0.8, high), thick, thick * 0.8))
    tilt = rng.uniform(-15, 10)

    def aimed(p: Geometry) -> Geometry:
        return p.rotated("x", tilt).moved(z=high)

    motor = make.turned(
        [
            (0.25 * radius, 0),
            (0.32 * radius, 0.1 * radius),
            (0.3 * radius, 0.5 * radius),
            (0.12 * radius, 0.75 * radius),
        ]
    )
    a.add("fan.motor", aimed(motor.rotated("x", -90).moved(y=deep * 0.45)))
    wires, wire = int(rng.choice([12, 18, 24, 36])), radius * rng.uniform(0.008, 0.016)
    belly = rng.uniform(0.5, 1.0)
    cage = []
    t = np.linspace(0, 1, 6)
    for sign in (-1, 1):
        path = np.stack([radius * (0.2 + 0.8 * t), sign * deep / 2 * (1 - t**2.5 * belly), 0 * t], 1)
        spoke = sweep(path, wire, arc(1, 0, 288, 5))
        cage += [spoke.rotated("y", 360 * k / wires) for k in range(wires)]
        cage.append(make.hoop(radius * 0.6, wire, "y").moved(y=sign * deep / 2 * (1 - 0.5**2.5 * belly)))
    cage.append(make.hoop(radius, wire * 2.2, "y"))
    if rng.random() < 0.9:
        a.add("fan.cage", *(aimed(p) for p in cage))
        a.add("fan.hub", aimed(make.disc(radius * 0.22, 0.01, "y").moved(y=-deep / 2)))
    blades, broad, twist = int(rng.integers(3, 6)), rng.uniform(0.5, 0.95), np.radians(rng.uniform(15, 35))
    blade = _blade(rng, radius * 0.88, radius * 0.08, broad, twist)
    turn = rng.uniform(0, 120)
    vanes = [aimed(blade.rotated("y", turn + 360 * k / blades)) for k in range(blades)]
    core = aimed(make.disc(radius * 0.14, deep * 0.5, "y"))
    if rng.random() < 0.5:
        a.add("fan.blade", core, *vanes)
    else:
        a.add_each("fan.blade", *vanes)
        a.add("fan.motor", core)
    place = (0, -foot * 0.5, 0.045) if rng.random() < 0.5 else (0, deep * 0.8 - thick, high * 0.4)
    if rng.random() < 0.7:
        a.add("machine.knob", make.disc(0.014, 0.02).moved(*place))
    for x in np.linspace(-0.3, 0.3, int(rng.integers(0, 5))) * foot:
        a.add("machine.button", make.block(0.014, 0.014, 0.018).moved(x, -foot * 0.35, 0.045))
    if rng.random() < 0.35:
        a.add("machine.cable", *cable(rng, (0, foot * 0.8, 0.015), 0.0, 0.25, 0.004))
    return a.finish(faced(rng))


def flat_iron(rng: np.random.Generator) -> LabelledObject:
    """A flat iron: soleplate, body, handle, knob, button, cable; electric, steam or of cast iron."""
    a, make = Assembly("flat iron", "iron", "flat iron", "steam iron", "clothes iron"), drawn_make(rng)
    long, wide = rng.uniform(0.2, 0.28), rng.uniform(0.1, 0.13)
    old = rng.random() < 0.25
    t = np.linspace(0, 1, 14)
    half = (
        wide
        / 2
        * np.clip(t / 0.75, 0.02, 1) ** rng.uniform(0.5, 0.75)
        * np.where(t > 0.85, 1 - 2.5 * (t - 0.85) ** 2 * 4, 1)
    )
    outline = np.concatenate([np.stack([half, long * (t - 0.5)], 1), np.stack([-half, long * (t - 0.5)], 1)[::-1]])

    def layers(rows: list[tuple[float, float, float]]) -> Geometry:
        return loft(
            np.stack([np.column_stack([outline * s + [0, shift], np.full(len(outline), z)]) for z, s, shift in rows])
        )

    sole = rng.uniform(0.008, 0.02)
    a.add("iron.sole", layers([(0, 0.97, 0), (0.002, 1, 0), (sole - 0.002, 1, 0), (sole, 0.98, 0)]))
    tall = rng.uniform(0.04, 0.08)
    shrink = rng.uniform(0.5, 0.85)
    rows = [(sole, 0.95, 0.0), (sole + tall * 0.5, (0.95 + shrink) / 2 + 0.05, 0.0), (sole + tall, shrink, 0.01)]
    a.add("machine.body", layers([*rows, (sole + tall * 1.05, shrink * 0.7, 0.012)]))
    top, rise = sole + tall, rng.uniform(0.045, 0.07)
    y0, y1 = -long * rng.uniform(0.2, 0.3), long * rng.uniform(0.28, 0.42)
    kind = rng.integers(3)
    if kind == 0 or old:
        grip = [make.rod((0, y0, top + rise), (0, y1, top + rise), 0.015)]
        grip += [make.rod((0, y * 0.85, top - 0.02), (0, y * 0.85, top + rise), 0.008) for y in (y0, y1)]
    elif kind == 1:
        path = smooth_curve(
            [
                (0, y1, top - 0.02),
                (0, y1, top + rise * 0.8),
                (0, 0, top + rise),
                (0, y0, top + rise * 0.7),
                (0, y0 * 1.3, top - 0.02),
            ],
            24,
        )
        grip = [sweep(path, [[0.016, 0.012]] * 24, side=(1, 0, 0))]
    else:
        path = smooth_curve(
            [(0, y0 * 1.2, top - 0.02), (0, y0, top + rise * 0.7), (0, 0, top + rise), (0, y1, top + rise * 1.05)], 22
        )
        grip = [sweep(path, np.linspace(0.02, 0.014, 22))]
    a.add("machine.handle", *grip)
    if not old:
        if rng.random() < 0.7:
            a.add("machine.knob", make.disc(0.017, 0.016).moved(0, (y0 + y1) / 2, top + 0.01))
        for x in (-0.008, 0.008)[: int(rng.integers(0, 3))]:
            a.add("machine.button", make.disc(0.006, 0.014).moved(x, y0 * 0.8, top + rise * 0.85 + 0.012))
        if rng.random() < 0.6:
            a.add("machine.cable", *cable(rng, (0, long * 0.44, top + 0.01), 0.0, rng.uniform(0.15, 0.3), 0.004))
        if rng.random() < 0.3:
            a.add(
                "coffee.tank",
                layers([(sole + tall * 0.3, 0.85, -0.015), (sole + tall * 0.8, 0.7, -0.012)])
                .scaled(1.12, 0.7, 1)
                .moved(y=-long * 0.12),
            )
    return a.finish(("z", float(rng.choice([0.0, 90.0, -90.0, 90.0, 45.0]))))


def hairdryer(rng: np.random.Generator) -> LabelledObject:
    """A hairdryer: body, handle, nozzle, switch, vent, cable, hanging loop."""
    a, make = Assembly("hairdryer", "hairdryer", "hair dryer", "blow dryer"), drawn_make(rng)
    long, radius = rng.uniform(0.16, 0.24), rng.uniform(0.035, 0.05)
    mouth = radius * rng.uniform(0.55, 0.9)
    rear = rng.uniform(0.85, 1.15)
    profile = [
        (radius * 0.6 * rear, -long * 0.5),
        (radius * rear, -long * 0.4),
        (radius, -long * 0.1),
        (mouth, long * 0.4),
        (mouth, long * 0.5),
    ]
    body = make.turned(np.concatenate([smooth_curve(profile, 16)])).rotated("x", 90)
    a.add("machine.body", body)
    y = long * rng.uniform(0.12, 0.3)
    lean, down = rng.uniform(-0.02, 0.05), rng.uniform(0.11, 0.16)
    path = smooth_curve(
        [(0, y, -radius * 0.6), (0, y + lean * 0.4, -radius - down * 0.5), (0, y + lean, -radius - down)], 14
    )
    size = rng.uniform(0.013, 0.018)
    a.add(
        "machine.handle",
        sweep(path, np.stack([np.linspace(1, 0.85, 14) * size, np.linspace(1.4, 1.0, 14) * size], 1), side=(1, 0, 0)),
    )
    if rng.random() < 0.8:
        flat = rng.uniform(0.35, 1.0)
        t = np.linspace(0, 1, 8)[:, None]
        angle = np.linspace(0, 2 * np.pi, max(make.sides, 12), endpoint=False)[None]
        reach = rng.uniform(0.03, 0.07)
        grow = rng.uniform(1.0, 1.5)
        x = mouth * (1.06 + (grow - 1) * t) * np.cos(angle)
        z = mouth * (1.06 + (flat - 1) * t) * np.sin(angle)
        a.add("hairdryer.nozzle", loft(np.stack([x, -long * 0.48 - reach * t + 0 * x, z], -1)))
    if rng.random() < 0.7:
        for k in (1, 2):
            a.add("machine.vent", make.hoop(radius * 0.3 * k * rear, 0.003, "y").moved(y=long * 0.5 - 0.004 * k))
    z = -radius - down * 0.25
    for k in range(int(rng.integers(1, 4))):
        a.add("machine.button", make.block(0.012, 0.008, 0.018).moved(0, y - size * 1.3 + lean * 0.3, z - 0.026 * k))
    if rng.random() < 0.5:
        end = path[-1]
        wire = smooth_curve(
            [end, np.add(end, (0.02, 0.01, -0.04)), np.add(end, (-0.03, 0.05, -0.07)), np.add(end, (0.04, 0.1, -0.06))],
            20,
        )
        a.add("machine.cable", make.tube(wire, 0.0035))
    if rng.random() < 0.4:
        a.add("machine.trim", make.hoop(mouth * 1.03, 0.003, "y").moved(y=-long * 0.42))
    return a.finish(("z", float(rng.choice([90.0, -90.0, 90.0, 0.0, 40.0]))))


FAMILIES: Families = {
    "table fan": table_fan,
    "flat iron": flat_iron,
    "hairdryer": hairdryer,
}
