"""Families of large machines: refrigerator, stove, washing machine, microwave oven."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell
from ...fittings import Make, drawn_make, faced, feet, knob, panel
from ...geometry import Geometry
from ...primitives import lathe


def _pull(rng: np.random.Generator, make: Make, length: float, upright: bool) -> list[Geometry]:
    """A door handle on the xz plane about the origin: a bar on two posts, a bow or a block."""
    out, thick = rng.uniform(0.03, 0.06), rng.uniform(0.008, 0.016)
    kind = rng.integers(3)
    if kind == 0:
        pieces = [make.rod((-length / 2, -out, 0), (length / 2, -out, 0), thick)]
        pieces += [make.rod((x * length * 0.42, 0.01, 0), (x * length * 0.42, -out, 0), thick * 0.8) for x in (-1, 1)]
    elif kind == 1:
        curve = arc(1.0, 180, 360, 16) * [length / 2, out * 1.2]
        pieces = [make.tube(np.stack([curve[:, 0], curve[:, 1], 0 * curve[:, 0]], 1), thick)]
    else:
        pieces = [make.block(length, out * 0.8, thick * 2.5).moved(y=-out * 0.4)]
    return [p.rotated("y", 90) for p in pieces] if upright else pieces


def refrigerator(rng: np.random.Generator) -> LabelledObject:
    """A refrigerator: body, one to four doors, handles, feet, badge; modern, double or of the fifties."""
    a, make = Assembly("refrigerator", "refrigerator", "fridge", "freezer"), drawn_make(rng)
    wide, deep, tall = rng.uniform(0.55, 0.75), rng.uniform(0.5, 0.7), rng.uniform(1.1, 1.95)
    low, thick = rng.uniform(0.02, 0.08), rng.uniform(0.04, 0.09)
    twin = rng.random() < 0.25
    if twin:
        wide *= 1.4
    edge = rng.choice([0.02, 0.06, rng.uniform(0.08, 0.25)])
    a.add("machine.body", make.block(wide, deep, tall, edge * 0.7).moved(z=low + tall / 2))
    front = -deep / 2 - thick / 2
    split = rng.choice([0.0, rng.uniform(0.25, 0.4), rng.uniform(0.6, 0.75)])
    gap = 0.008
    columns = [(-wide / 4, wide / 2 - gap), (wide / 4, wide / 2 - gap)] if twin else [(0.0, wide)]
    opened = rng.random() < 0.12 and not twin
    for x, w in columns:
        rows = (
            [(low, tall)]
            if split == 0
            else [(low, tall * split - gap), (low + tall * split + gap, tall * (1 - split) - gap)]
        )
        for k, (z, h) in enumerate(rows):
            smaller = len(rows) == 2 and h == min(h for _, h in rows)
            key = "fridge.freezer" if smaller and rng.random() < 0.6 else "fridge.door"
            hinge = 1.0 if x >= 0 else -1.0
            handle = _pull(rng, make, min(h * rng.uniform(0.25, 0.6), 0.6), True)
            height = h * rng.uniform(0.4, 0.6) if len(rows) == 1 else (h * 0.3 if k else h * 0.7)
            turn = rng.uniform(40, 100) if opened and k == len(rows) - 1 else 0.0

            def hung(
                p: Geometry, x: float = x, w: float = w, z: float = z, hinge: float = hinge, turn: float = turn
            ) -> Geometry:
                swung = p.moved(x=-hinge * w / 2).rotated("z", hinge * turn).moved(x=hinge * w / 2)
                return swung.moved(x, front, z)

            a.add(key, hung(make.block(w, thick, h, min(0.45, edge * 3)).moved(z=h / 2)))
            if rng.random() < 0.92:
                a.add("machine.handle", *(hung(p.moved(-hinge * w * 0.4, -thick / 2, height)) for p in handle))
    if rng.random() < 0.35:
        a.add(
            "machine.badge",
            panel(wide * 0.25, 0.04, 0.015, 0.012).moved(wide * 0.2, front - thick / 2, low + tall * 0.92),
        )
    if rng.random() < 0.25:
        a.add(
            "machine.panel",
            panel(wide * 0.18, 0.3, 0.01, 0.012).moved(-wide * 0.25, front - thick / 2, low + tall * 0.6),
        )
    if rng.random() < 0.65:
        a.add_each("machine.foot", *feet(make, wide * 0.42, deep * 0.42, 0.025, low + 0.005))
    elif rng.random() < 0.5:
        a.add("machine.base", make.block(wide * 0.94, deep * 0.9, low, 0.05).moved(z=low / 2))
    return a.finish(faced(rng))


def _burner(rng: np.random.Generator, make: Make, radius: float, gas: bool) -> list[Geometry]:
    """One burner on z = 0: a flat plate, a coil or a gas burner under a pan support."""
    if not gas:
        if rng.random() < 0.5:
            return [make.disc(radius, 0.012).moved(z=0.006)]
        return [make.hoop(radius * s, radius * 0.09).moved(z=0.008) for s in (0.4, 0.7, 1.0)]
    pieces = [make.disc(radius * 0.45, 0.025).moved(z=0.012), make.disc(radius * 0.3, 0.012).moved(z=0.03)]
    arms = [
        make.block(radius * 0.8, 0.012, 0.014, 0.2).moved(x=radius * 0.75, z=0.036).rotated("z", 90 * k)
        for k in range(4)
    ]
    return pieces + arms


def stove(rng: np.random.Generator) -> LabelledObject:
    """A stove: body, oven door with a window and handle, burners, knobs, back panel, drawer."""
    a, make = Assembly("stove", "stove", "oven", "cooker", "range"), drawn_make(rng)
    wide, deep, tall = rng.uniform(0.5, 0.9), rng.uniform(0.5, 0.65), rng.uniform(0.78, 0.95)
    low = rng.uniform(0.0, 0.12)
    a.add("machine.body", make.block(wide, deep, tall - low, rng.uniform(0.01, 0.06)).moved(z=(tall + low) / 2))
    plate = 0.0
    if rng.random() < 0.7:
        plate = rng.uniform(0.015, 0.04)
        a.add("stove.top", make.block(wide * 1.02, deep * 1.03, plate, 0.2).moved(z=tall + plate / 2))
    gas = rng.random() < 0.5
    for x in (-0.24, 0.24):
        for y in (-0.2, 0.22):
            pieces = _burner(rng, make, wide * rng.uniform(0.12, 0.18), gas)
            a.add("stove.burner", *(p.moved(x * wide, y * deep, tall + plate) for p in pieces))
    front = -deep / 2
    strip = tall * rng.uniform(0.1, 0.16)
    on_back = rng.random() < 0.25
    if on_back or rng.random() < 0.35:
        a.add("stove.back", make.block(wide, 0.05, 0.18, 0.15).moved(y=deep / 2 - 0.03, z=tall + plate + 0.09))
    place = (deep / 2 - 0.055, tall + plate + 0.1) if on_back else (front, tall - strip * 0.5)
    if rng.random() < 0.3 and not on_back:
        a.add("machine.panel", make.block(wide, 0.03, strip, 0.1).moved(y=front, z=tall - strip / 2))
        place = (front - 0.015, place[1])
    for x in np.linspace(-0.38, 0.38, int(rng.integers(4, 8))) * wide:
        a.add("machine.knob", knob(make, strip * rng.uniform(0.22, 0.3), 0.03, rng.random() < 0.4).moved(x, *place))
    drawer = rng.uniform(0.12, 0.2) if rng.random() < 0.5 else 0.02
    height = tall - strip - low - drawer - 0.02
    middle = low + drawer + height / 2
    turn = rng.choice([0.0, 0.0, 0.0, 0.0, rng.uniform(30, 90)])

    def hung(p: Geometry) -> Geometry:
        return p.moved(z=height / 2).rotated("x", turn).moved(y=front, z=middle - height / 2)

    a.add("stove.oven", hung(make.block(wide * 0.95, 0.05, height, 0.15).moved(y=-0.02)))
    if rng.random() < 0.75:
        size = (wide * rng.uniform(0.5, 0.75), height * rng.uniform(0.4, 0.65))
        a.add("stove.window", hung(panel(*size, 0.03, 0.012).moved(y=-0.044, z=-height * 0.08)))
    a.add(
        "machine.handle",
        *(hung(p.moved(y=-0.04, z=height * 0.4)) for p in _pull(rng, make, wide * rng.uniform(0.5, 0.85), False)),
    )
    if drawer > 0.05:
        a.add("drawer", make.block(wide * 0.95, 0.04, drawer * 0.92, 0.1).moved(y=front - 0.012, z=low + drawer / 2))
    if low > 0.03:
        a.add_each("machine.foot", *feet(make, wide * 0.42, deep * 0.4, rng.uniform(0.02, 0.035), low + 0.01))
    return a.finish(faced(rng))


def washing_machine(rng: np.random.Generator) -> LabelledObject:
    """A washing machine or dryer: body, round door with glass, drum, panel, drawer, knob, buttons."""
    a, make = Assembly("washing machine", "washing machine", "washer", "dryer"), drawn_make(rng)
    wide, deep, tall = rng.uniform(0.55, 0.65), rng.uniform(0.45, 0.62), rng.uniform(0.75, 0.95)
    low = 0.02
    a.add("machine.body", make.block(wide, deep, tall, rng.uniform(0.01, 0.1)).moved(z=low + tall / 2))
    front, radius = -deep / 2, wide * rng.uniform(0.25, 0.38)
    middle = low + tall * rng.uniform(0.42, 0.5)
    turn = rng.choice([0.0, 0.0, 0.0, rng.uniform(30, 110)])

    def hung(p: Geometry) -> Geometry:
        return p.moved(x=radius).rotated("z", -turn).moved(-radius, front, middle)

    rim = rng.uniform(0.12, 0.3)
    if rng.random() < 0.5:
        frame = [make.hoop(radius * (1 - rim / 2), radius * rim / 2, "y").scaled(1, rng.uniform(0.5, 1.0), 1)]
    else:
        ring = shell([(radius, 0), (radius * 0.98, 0.04)], radius * rim, bottom=False)
        frame = [lathe(ring, make.sides, 0.004).rotated("x", 90)]
    a.add("washer.door", *(hung(p) for p in frame))
    bulge = rng.uniform(0.01, 0.06)
    curve = arc(1, 0, 90, 8) * [radius * (1 - rim), bulge]
    curve[-1, 0] = 0
    a.add(
        "washer.glass",
        hung(make.turned(np.concatenate([[(0, -0.005)], [(radius * (1 - rim), -0.005)], curve])).rotated("x", 90)),
    )
    if turn > 0:
        a.add("washer.drum", make.disc(radius * 0.9, 0.01, "y").moved(0, front - 0.003, middle))
    if rng.random() < 0.5:
        a.add("machine.handle", hung(make.block(0.03, 0.03, 0.11).moved(x=radius * 0.9, y=-0.04)))
    strip = tall * rng.uniform(0.12, 0.17)
    z = low + tall - strip * 0.55
    if rng.random() < 0.6:
        a.add("machine.panel", make.block(wide * 0.99, 0.02, strip, 0.1).moved(y=front - 0.005, z=z))
    y = front - 0.015
    left = rng.choice([-1, 1])
    if rng.random() < 0.8:
        a.add("washer.drawer", panel(wide * 0.28, strip * 0.65, 0.01, 0.02).moved(left * wide * 0.33, y, z))
    a.add(
        "machine.knob",
        knob(make, strip * 0.28, 0.035, rng.random() < 0.4).moved(rng.uniform(-0.05, 0.05), y + 0.002, z),
    )
    if rng.random() < 0.5:
        a.add("machine.screen", panel(wide * 0.16, strip * 0.4, 0.005, 0.012).moved(-left * wide * 0.2, y, z + 0.01))
    for x in np.linspace(0.28, 0.44, int(rng.integers(0, 5))):
        a.add("machine.button", make.disc(0.01, 0.02, "y").moved(-left * wide * x, y, z))
    if rng.random() < 0.4:
        a.add("machine.base", panel(wide * 0.9, tall * 0.08, 0.01, 0.015).moved(y=front, z=low + tall * 0.06))
    a.add_each("machine.foot", *feet(make, wide * 0.4, deep * 0.4, 0.022, low + 0.005))
    return a.finish(faced(rng))


def microwave(rng: np.random.Generator) -> LabelledObject:
    """A microwave oven: body, door with a window and handle, panel with buttons and display, feet."""
    a, make = Assembly("microwave", "microwave", "microwave oven", "oven"), drawn_make(rng)
    wide, deep, tall = rng.uniform(0.42, 0.56), rng.uniform(0.3, 0.42), rng.uniform(0.24, 0.32)
    low = 0.015
    a.add("machine.body", make.block(wide, deep, tall, rng.uniform(0.01, 0.12)).moved(z=low + tall / 2))
    share, front, z = rng.uniform(0.68, 0.8), -deep / 2, low + tall / 2
    door = wide * share
    x = -(wide - door) / 2
    a.add(
        "machine.door", panel(door * 0.98, tall * 0.96, tall * rng.uniform(0.01, 0.12), 0.03).moved(x, front - 0.008, z)
    )
    a.add("stove.window", panel(door * 0.72, tall * 0.66, 0.02, 0.012).moved(x - door * 0.04, front - 0.021, z))
    if rng.random() < 0.7:
        pieces = _pull(rng, make, tall * 0.7, True)
        a.add("machine.handle", *(p.moved(x + door * 0.44, front - 0.018, z) for p in pieces))
    side = x + door / 2 + (wide - door) / 2
    if rng.random() < 0.6:
        a.add("machine.panel", panel((wide - door) * 0.94, tall * 0.96, 0.008, 0.024).moved(side, front - 0.004, z))
    y = front - 0.016
    a.add("machine.screen", panel((wide - door) * 0.7, tall * 0.14, 0.004, 0.01).moved(side, y, z + tall * 0.34))
    if rng.random() < 0.6:
        for r in range(int(rng.integers(2, 5))):
            for c in (-1, 0, 1):
                key = make.block((wide - door) * 0.2, 0.012, tall * 0.07)
                a.add("machine.button", key.moved(side + c * (wide - door) * 0.25, y, z + tall * (0.18 - 0.12 * r)))
    else:
        for k in (0.1, -0.25):
            a.add(
                "machine.knob", knob(make, tall * 0.09, 0.025, rng.random() < 0.5).moved(side, y + 0.005, z + k * tall)
            )
    a.add_each("machine.foot", *feet(make, wide * 0.4, deep * 0.4, 0.015, low + 0.005))
    return a.finish(faced(rng))


FAMILIES: Families = {
    "refrigerator": refrigerator,
    "stove": stove,
    "washing machine": washing_machine,
    "microwave": microwave,
}
