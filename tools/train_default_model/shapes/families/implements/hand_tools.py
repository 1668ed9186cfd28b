"""Families of tools for hand and workshop: saws, pliers, wrenches, drills, rakes, scissors."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import arc, smooth_curve
from ...fittings import drawn_make
from ...geometry import FloatArray, Geometry
from ...handles import laid_down, long_handle
from ...primitives import box, cylinder, ring, rod, round_section, square_section, strip, sweep


def saw(rng: np.random.Generator) -> LabelledObject:
    """A hand saw with a toothed blade, or a bow or hack saw with a frame."""
    assembly = Assembly("saw", "saw", "handsaw", "hand saw", "hacksaw")
    make = drawn_make(rng)
    length, tall = rng.uniform(0.3, 0.6), rng.uniform(0.08, 0.15)
    teeth = int(rng.integers(14, 36))
    thick = rng.uniform(0.003, 0.008)
    framed = rng.random() < 0.4
    deep = 0.025 if framed else tall
    x = np.linspace(0.0, length, 2 * teeth + 1)
    bite = np.where(np.arange(len(x)) % 2 == 0, 0.0, -deep * 0.12)
    tip = 1.0 if framed else rng.uniform(0.35, 0.8)
    low = np.stack([x, bite - deep / 2], axis=1)
    high = np.stack([x, -deep / 2 + deep * (1.0 - (1.0 - tip) * x / length)], axis=1)
    assembly.add("saw.blade", strip(low, high, thick, edges=(0.5, 1.0), across=3))
    if framed:
        rise = rng.uniform(0.08, 0.16)
        path = [(length, 0, -0.01), (length, 0, rise), (0, 0, rise), (0, 0, -0.01)]
        bent = smooth_curve(path, 24) if rng.random() < 0.5 else np.array(path, dtype=np.float64)
        assembly.add("saw.frame", sweep(bent, 0.009, round_section(8)))
        if rng.random() < 0.6:
            assembly.add_each("screw", *(make.disc(0.012, 0.03, "y").moved(float(at)) for at in (0.0, length)))
    size = rng.uniform(0.045, 0.065)
    if framed and rng.random() < 0.5:
        grip = make.rod((0, 0, 0.0), (-0.12, 0, rng.uniform(-0.05, 0.0)), 0.016)
        assembly.add("tool.handle", grip)
    else:
        loop = smooth_curve(
            [(0.0, size), (-size * 1.4, size * 1.2), (-size * 2.2, 0.0), (-size * 1.6, -size * 1.2), (0.0, -size)],
            24,
            closed=True,
        )
        around = np.stack([loop[:, 0] + 0.01, 0 * loop[:, 0], loop[:, 1]], axis=1)
        assembly.add("tool.handle", sweep(around, 0.014, square_section(1.0, 1.2, 0.4), closed=True))
    for k in range(int(rng.integers(0, 4))):
        assembly.add("screw", make.disc(0.007, 0.034, "y").moved(0.0, 0, size * (0.6 - 0.6 * k)))
    return assembly.finish(laid_down(rng))


def _lever(
    rng: np.random.Generator, pivot: FloatArray, side: int, reach: float, open_by: float
) -> tuple[FloatArray, FloatArray]:
    """Path (14, 3) of a plier's leg from its pivot downward, and its radii."""
    bow = reach * rng.uniform(0.08, 0.16)
    points = [
        (0, 0, 0),
        (side * bow, 0, -reach * 0.2),
        (side * (bow + open_by), 0, -reach * 0.6),
        (side * (bow * 0.8 + open_by), 0, -reach),
    ]
    return smooth_curve(points, 14) + pivot, np.linspace(1.0, 1.25, 14)


def pliers(rng: np.random.Generator) -> LabelledObject:
    """Pliers, pincers or side cutters: two jaws, a joint, two handles with sleeves."""
    assembly = Assembly("pliers", "pliers", "pincers", "tongs", "side cutters", "tool")
    make = drawn_make(rng)
    reach, jaw, thick = rng.uniform(0.1, 0.16), rng.uniform(0.04, 0.09), rng.uniform(0.006, 0.009)
    open_by, seed = rng.uniform(0.0, 0.04), int(rng.integers(1 << 30))
    whole = rng.random() < 0.4
    for side in (-1, 1):
        twin = np.random.default_rng(seed)
        path, radii = _lever(twin, np.zeros(3), side, reach, open_by)
        steel = sweep(path, radii * thick, square_section(1.0, 0.8, 0.3), side=(1, 0, 0))
        wide = jaw * twin.uniform(0.12, 0.24)
        shape = np.linspace(0.0, 1.0, 9)
        gap = open_by * 0.35
        hollow = twin.random() < 0.3
        inner = wide * 1.2 * np.sin(np.pi * shape) + 0.001 if hollow else 0.001 + gap * shape
        outer = inner + wide * np.interp(shape, [0, 0.3, 1], [1.1, 1.2, twin.uniform(0.25, 0.9)])
        blade = strip(
            np.stack([side * inner, shape * jaw], axis=1),
            np.stack([side * outer, shape * jaw], axis=1),
            thick * 1.6,
            (1.0, 1.0),
            3,
        )
        if whole:
            assembly.add("tool.jaw", blade)
            assembly.add("tool.handle", steel)
        else:
            assembly.add("tool.jaw", blade, steel)
            sleeve = sweep(path[4:], radii[4:] * thick * 1.5, round_section(10), side=(1, 0, 0))
            assembly.add("tool.handle", sleeve)
    assembly.add("pivot", make.disc(thick * 1.8, thick * 2.6, "y"))
    return assembly.finish(laid_down(rng))


def wrench(rng: np.random.Generator) -> LabelledObject:
    """An open-end, ring or adjustable wrench."""
    assembly = Assembly("wrench", "wrench", "spanner", "adjustable wrench", "tool")
    make = drawn_make(rng)
    length, wide, thick = rng.uniform(0.14, 0.3), rng.uniform(0.008, 0.014), rng.uniform(0.006, 0.012)
    assembly.add("wrench.shank", make.block(wide * 2, thick, length, 0.25).moved(z=length / 2))

    def head(size: float, closed: bool) -> Geometry:
        if closed:
            return (
                ring(size, size * 0.3, 20 if make.sides > 12 else 8, 6)
                .scaled(1, 1, thick * 1.6 / (size * 0.6))
                .rotated("x", 90)
            )
        fork = arc(size, -50, 230, 18)
        notch = arc(size * 0.52, 230, -50, 18) * [0.95, 1.0] + [0, size * 0.12]
        outer = np.stack([fork[:, 0], -fork[:, 1]], axis=1)
        inner = np.stack([notch[::-1, 0], -notch[::-1, 1]], axis=1)
        return strip(outer, inner, thick * 1.6, (1.0, 1.0), 2)

    size = wide * rng.uniform(1.8, 2.4)
    if rng.random() < 0.35:
        jaw = make.block(size * 0.8, thick * 2, size * 2.2, 0.2).moved(-size * 0.7, 0, length + size)
        assembly.add("tool.jaw", jaw, make.block(size * 2.2, thick * 2, size * 0.9, 0.2).moved(0, 0, length))
        assembly.add(
            "movable.jaw",
            make.block(size * 0.7, thick * 1.8, size * 1.6, 0.2).moved(
                size * rng.uniform(0.3, 0.9), 0, length + size * 1.1
            ),
        )
        assembly.add(
            "adjusting.screw", make.disc(size * 0.35, size * 0.9, "x").moved(size * 0.2, 0, length - size * 0.3)
        )
    else:
        assembly.add("tool.jaw", head(size, False).moved(z=length + size * 0.7))
    if rng.random() < 0.6:
        assembly.add("ring.end", head(size * rng.uniform(0.7, 1.0), True).moved(z=-size * 0.8))
    elif rng.random() < 0.6:
        assembly.add("tool.handle", make.block(wide * 2.8, thick * 1.8, length * 0.5, 0.4).moved(z=length * 0.24))
    else:
        assembly.add("ring.end", ring(wide, wide * 0.35, 16, 6).rotated("x", 90).moved(z=-wide * 0.6))
    return assembly.finish(laid_down(rng))


def drill(rng: np.random.Generator) -> LabelledObject:
    """A power drill or cordless screwdriver: case, chuck, bit, grip, trigger, battery or cord."""
    assembly = Assembly("drill", "drill", "power drill", "cordless drill", "drilling machine")
    make = drawn_make(rng)
    length, radius = rng.uniform(0.14, 0.22), rng.uniform(0.03, 0.045)
    body = (
        make.disc(radius, length, "x", radius * rng.uniform(0.75, 1.0))
        if rng.random() < 0.6
        else make.block(length, radius * 1.8, radius * 2.1)
    )
    assembly.add("drill.case", body.moved(z=0.0))
    front = length / 2
    neck = rng.uniform(0.015, 0.04)
    if rng.random() < 0.7:
        assembly.add("collar.ring", make.disc(radius * 0.85, neck, "x").moved(front + neck / 2))
        front += neck
    chuck = rng.uniform(0.03, 0.05)
    assembly.add("chuck", make.disc(radius * 0.6, chuck, "x", radius * 0.4).moved(front + chuck / 2))
    bit = rng.uniform(0.05, 0.12)
    turns = np.linspace(0, 1, 24)
    twist = np.stack([front + chuck + bit * turns, 0.0022 * np.cos(turns * 30), 0.0022 * np.sin(turns * 30)], axis=1)
    assembly.add("drill.bit", sweep(twist, np.interp(turns, [0, 0.9, 1], [0.004, 0.004, 0.001]), round_section(6)))
    grip, lean = rng.uniform(0.1, 0.14), rng.uniform(0.0, 0.35)
    back = -length * rng.uniform(0.0, 0.3)
    path = smooth_curve(
        [
            (back, 0, -radius * 0.5),
            (back - lean * grip * 0.5, 0, -radius - grip * 0.5),
            (back - lean * grip, 0, -radius - grip),
        ],
        10,
    )
    assembly.add(
        "tool.handle",
        sweep(path, np.linspace(1.1, 0.95, 10)[:, None] * [0.02, 0.016], round_section(12), side=(1, 0, 0)),
    )
    foot = path[-1]
    if rng.random() < 0.75:
        pack = make.block(rng.uniform(0.07, 0.11), 0.06, rng.uniform(0.03, 0.06), 0.2)
        assembly.add("battery", pack.moved(*foot).moved(0.01, 0, -0.02))
    else:
        cord = smooth_curve(
            [foot, foot + shift(-0.02, 0.0, -0.05), foot + shift(-0.12, 0.03, -0.07), foot + shift(-0.2, -0.03, -0.06)],
            16,
        )
        assembly.add("cord", sweep(cord, 0.005, round_section(6)))
    assembly.add("trigger", make.block(0.014, 0.016, 0.035, 0.3).moved(back + 0.022, 0, -radius - 0.02))
    if rng.random() < 0.5:
        slots = [
            make.block(0.03, radius * 2.02, 0.003, 0.05).moved(-length * 0.35, 0, z)
            for z in np.linspace(-0.5, 0.5, 5) * radius
        ]
        assembly.add("vent", *slots)
    if rng.random() < 0.4:
        assembly.add("switch.button", make.disc(0.008, radius * 2.1, "y").moved(back + 0.03, 0, -radius * 0.6))
    if rng.random() < 0.3:
        assembly.add(
            "side.handle",
            make.rod((length * 0.45, 0, -radius * 0.6), (length * 0.45, 0, -radius - 0.1), 0.014),
            make.hoop(radius * 0.95, 0.006, "x").moved(length * 0.45),
        )
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, 30.0, -40.0]))))


def rake(rng: np.random.Generator) -> LabelledObject:
    """A garden rake, leaf rake, hoe or pitchfork."""
    assembly = Assembly("rake", "rake", "garden rake", "pitchfork", "leaf rake", "hay fork")
    length, radius = rng.uniform(0.9, 1.5), rng.uniform(0.012, 0.02)
    assembly.add("tool.handle", long_handle(rng, length, radius))
    kind, wide = int(rng.integers(3)), rng.uniform(0.25, 0.5)
    pieces: list[Geometry] = [cylinder(radius * 1.3, 0.1, 12).moved(z=-0.03)]
    teeth: list[Geometry] = []
    if kind == 0:
        bar_z = -0.05
        pieces.append(box(wide, 0.025, 0.025, 0.2, 2).moved(z=bar_z))
        tooth = rng.uniform(0.05, 0.1)
        teeth = [
            rod((x, 0, bar_z), (x, -tooth, bar_z - 0.01), 0.008, 0.003, 6)
            for x in np.linspace(-0.48, 0.48, int(rng.integers(7, 16))) * wide
        ]
    elif kind == 1:
        for x in np.linspace(-1, 1, int(rng.integers(9, 20))):
            way = smooth_curve(
                [
                    (0, 0, 0),
                    (x * wide * 0.35, -0.01, -0.2),
                    (x * wide * 0.5, -0.02, -0.36),
                    (x * wide * 0.52, -0.07, -0.38),
                ],
                10,
            )
            teeth.append(sweep(way, 0.004, round_section(5)))
        pieces.append(
            sweep(
                smooth_curve([(-wide * 0.34, -0.01, -0.2), (0, -0.01, -0.22), (wide * 0.34, -0.01, -0.2)], 9),
                0.006,
                round_section(6),
            )
        )
    else:
        prongs, long = int(rng.integers(2, 6)), rng.uniform(0.25, 0.4)
        for x in np.linspace(-1, 1, prongs) * wide * 0.3:
            way = smooth_curve([(0, 0, 0.0), (x, -0.01, -0.06), (x, -0.04, -long * 0.5), (x, 0.0, -long)], 14)
            teeth.append(sweep(way, np.linspace(0.008, 0.003, 14), round_section(6)))
    if rng.random() < 0.5:
        assembly.add("rake.head", *pieces, *teeth)
    else:
        assembly.add("rake.head", *pieces)
        assembly.add_each("tines", *teeth)
    return assembly.finish(laid_down(rng) if rng.random() < 0.6 else None)


def scissors(rng: np.random.Generator) -> LabelledObject:
    """Scissors or shears: two blades, two finger rings, a screw."""
    assembly = Assembly("scissors", "scissors", "shears", "pair of scissors")
    make = drawn_make(rng)
    length, wide, thick = rng.uniform(0.08, 0.16), rng.uniform(0.012, 0.022), rng.uniform(0.002, 0.004)
    angle, size = rng.uniform(2, 28), rng.uniform(0.018, 0.03)
    grip, oval = rng.uniform(0.04, 0.08), rng.uniform(1.0, 1.7)
    tube = rng.uniform(0.003, 0.0065)
    t = np.linspace(0.0, 1.0, 12)
    for side in (-1, 1):
        left = np.stack([-0.4 * wide * np.ones(12), t * length], axis=1)
        right = np.stack([wide * (0.6 - 0.95 * t**1.5), t * length], axis=1)
        blade = strip(left, right, thick, (0.3, 1.0), 3).scaled(side, 1, 1)
        shank = rod((0, 0, 0.01), (-side * size * 0.55, 0, -grip), tube * 1.2, tube, 8)
        loop = (
            ring(size, tube, 24, 8)
            .scaled(1, oval, 1)
            .rotated("x", 90)
            .moved(-side * size * 0.9, 0, -grip - size * oval * 0.8)
        )
        steel = [piece.rotated("y", side * angle / 2).moved(y=side * thick * 0.6) for piece in (blade, shank)]
        hold = loop.rotated("y", side * angle / 2).moved(y=side * thick * 0.3)
        if rng.random() < 0.5:
            assembly.add("blade", steel[0])
            assembly.add("scissor.handle", steel[1], hold)
        else:
            assembly.add("blade", *steel)
            assembly.add("scissor.handle", hold)
    assembly.add("pivot", make.disc(wide * 0.28, thick * 4, "y"))
    return assembly.finish(laid_down(rng))


FAMILIES: Families = {
    "saw": saw,
    "pliers": pliers,
    "wrench": wrench,
    "drill": drill,
    "rake": rake,
    "scissors": scissors,
}
