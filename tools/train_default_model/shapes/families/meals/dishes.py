"""Families of food in layers: pizzas, tiered cakes, sandwiches, sundaes."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import drawn_detail, shift
from ...curves import smooth_profile
from ...fittings import drawn_make
from ...geometry import Geometry
from ...primitives import ball, box, cylinder, dome, leaf, ring, rod, sheet, turned


def _wedge(rng: np.random.Generator, radius: float, low: float, high: float, span: float) -> Geometry:
    """A slice of a disc of `span` degrees, its point at the origin."""
    angle = np.radians(np.linspace(-span / 2, span / 2, 12))[None]
    r = np.linspace(0.02, radius, 6)[:, None]
    grid = np.stack([r * np.cos(angle), r * np.sin(angle), np.full((6, 12), (low + high) / 2)], axis=-1)
    return sheet(grid, high - low)


def pizza(rng: np.random.Generator) -> LabelledObject:
    """A whole pizza or one slice: crust, sauce, cheese, salami, olives, basil."""
    assembly = Assembly("pizza", "pizza", "pizza slice", "food", "tart")
    make = drawn_make(rng)
    radius, thick = 0.6, rng.uniform(0.03, 0.07)
    span = 360.0 if rng.random() < 0.65 else rng.uniform(35, 75)
    whole = span == 360.0

    def spot() -> tuple[float, float]:
        a = np.radians(rng.uniform(-span / 2, span / 2) * (1 if whole else 0.6))
        r = radius * (np.sqrt(rng.uniform(0.02, 0.65)) if whole else rng.uniform(0.4, 0.8))
        return float(r * np.cos(a)), float(r * np.sin(a))

    if whole:
        pieces = [make.disc(radius, thick).moved(z=thick / 2)]
        if rng.random() < 0.7:
            pieces.append(
                ring(radius * 0.96, thick * rng.uniform(0.6, 1.1), max(16, make.sides), 8).moved(z=thick * 0.7)
            )
        assembly.add("pizza.crust", *pieces)
    else:
        t = np.radians(np.linspace(-span / 2, span / 2, 8))
        rim = np.stack([radius * np.cos(t), radius * np.sin(t), 0 * t + thick * 0.7], axis=1)
        assembly.add("pizza.crust", _wedge(rng, radius, 0.0, thick, span), make.tube(rim, thick * 0.9))
    z = thick
    for key, share in (("pizza.sauce", 0.9), ("pizza.cheese", 0.86)):
        if rng.random() < 0.75 or key == "pizza.cheese":
            layer = (
                make.disc(radius * share, 0.02).wobbled(rng, 0.012)
                if whole
                else _wedge(rng, radius * share, -0.01, 0.01, span * 0.96)
            )
            assembly.add(key, layer.moved(z=z))
            z += 0.016
    for _ in range(int(rng.integers(5, 13)) if whole else int(rng.integers(2, 4))):
        assembly.add("pizza.salami", make.disc(rng.uniform(0.07, 0.1), 0.02).moved(*spot(), z + 0.005))
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(3, 10))):
            assembly.add("pizza.olive", ring(0.025, 0.01, 12, 6).moved(*spot(), z + 0.01))
    if rng.random() < 0.5:
        for _ in range(int(rng.integers(2, 8))):
            assembly.add(
                "pizza.leaf",
                leaf(0.12, 0.07, 0.1, 0.2, 0.04).rotated("z", rng.uniform(0, 360)).moved(*spot(), z + 0.02),
            )
    if rng.random() < 0.3:
        assembly.add("cake.plate", make.disc(radius * 1.15, 0.03).moved(z=-0.02))
    return assembly.finish()


def layer_cake(rng: np.random.Generator) -> LabelledObject:
    """A cake of tiers or a slice, with cream layers, drips, dollops, berries, candles, on a plate or stand."""
    assembly = Assembly("layer cake", "cake", "birthday cake", "wedding cake", "layer cake", "torte")
    make = drawn_make(rng)
    radius, z = rng.uniform(0.35, 0.5), 0.0
    if rng.random() < 0.25:
        span, tall = rng.uniform(30, 60), rng.uniform(0.08, 0.12)
        for _ in range(int(rng.integers(2, 4))):
            assembly.add("cake.tier", _wedge(rng, 0.6, z, z + tall, span))
            assembly.add("cake.cream", _wedge(rng, 0.6, z + tall, z + tall + 0.035, span))
            z += tall + 0.035
        assembly.add("cake.berry", ball(0.06, segments=14).moved(0.38, 0, z + 0.03))
        assembly.add("cake.plate", make.disc(0.5, 0.03).moved(0.32, 0, -0.02))
        return assembly.finish(("z", float(rng.choice([0.0, 90.0, -90.0, -45.0]))))
    square = rng.random() < 0.12
    for k in range(int(rng.integers(1, 5))):
        tall = rng.uniform(0.14, 0.3)
        layers = int(rng.choice([1, 1, 2, 3]))
        for j in range(layers):
            high = tall / layers
            tier = make.block(radius * 1.8, radius * 1.8, high) if square else make.disc(radius, high)
            assembly.add("cake.tier", tier.moved(z=z + high / 2))
            z += high
            if j < layers - 1:
                filling = make.block(radius * 1.82, radius * 1.82, 0.03) if square else make.disc(radius * 1.02, 0.03)
                assembly.add("cake.cream", filling.moved(z=z))
        if not square and rng.random() < 0.6:
            drips = [make.disc(radius * 1.03, 0.04).moved(z=z)]
            for a in np.linspace(0, 2 * np.pi, 11)[:-1]:
                drop = rng.uniform(0.1, 0.6) * tall
                drips.append(
                    ball(0.035, 0.02, drop, 10)
                    .rotated("z", np.degrees(a) + 90)
                    .moved(radius * np.cos(a), radius * np.sin(a), z - drop * 0.5)
                )
            assembly.add("cake.cream", *drips)
        elif not square and rng.random() < 0.6:
            count = int(rng.integers(10, 20))
            beads = [
                ball(0.03, segments=8).moved(radius * np.cos(a), radius * np.sin(a), z - tall + 0.02)
                for a in np.linspace(0, 2 * np.pi, count + 1)[:-1]
            ]
            assembly.add("cake.cream", *beads)
        if k < 3 and rng.random() < 0.45:
            radius *= rng.uniform(0.6, 0.8)
        else:
            break
    count = int(rng.integers(4, 9))
    around = [(radius * 0.72 * np.cos(a), radius * 0.72 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, count + 1)[:-1]]
    dollops, berries = rng.random() < 0.5, rng.random() < 0.6
    for x, y in around:
        if dollops:
            swirl = turned([(0.07, 0), (0.075, 0.02), (0.045, 0.05), (0.05, 0.06), (0.008, 0.1)], 14)
            assembly.add("cake.dollop", swirl.moved(x, y, z))
        if berries:
            assembly.add("cake.berry", ball(0.04, 0.04, 0.042, 12).moved(x, y, z + (0.1 if dollops else 0.03)))
    if rng.random() < 0.5:
        for k in range(int(rng.integers(1, 7))):
            x, y = 0.12 * np.cos(1.9 * k) * (k > 0), 0.12 * np.sin(1.9 * k) * (k > 0)
            tall = rng.uniform(0.14, 0.2)
            assembly.add("cake.candle", rod((x, y, z), (x, y, z + tall), 0.014, sides=8))
            if rng.random() < 0.8:
                assembly.add("cake.flame", ball(0.014, 0.014, 0.032, 8).moved(x, y, z + tall + 0.035))
    if rng.random() < 0.25:
        grain = box(0.03, 0.01, 0.01, 0.2, 1)
        places = rng.uniform(-0.5, 0.5, (20, 2)) * radius
        bits = [grain.rotated("z", rng.uniform(0, 360)).moved(x, y, z + 0.008) for x, y in places]
        assembly.add_each("cake.sprinkle", *bits)
    if rng.random() < 0.75:
        low = float(assembly.bounds()[0][2])
        plate = [make.disc(0.6, 0.03).moved(z=low - 0.015)]
        if rng.random() < 0.4:
            plate.append(turned([(0.22, 0), (0.06, 0.08), (0.06, 0.15), (0.16, 0.2)], 24).moved(z=low - 0.22))
        assembly.add("cake.plate", *plate)
    return assembly.finish()


def sandwich(rng: np.random.Generator) -> LabelledObject:
    """A burger, sandwich or hot dog: bread with seeds, meat, cheese, tomato, lettuce, onion, sauce."""
    assembly = Assembly("sandwich", "burger", "hamburger", "sandwich", "hot dog", "cheeseburger", "fast food")
    make, detail = drawn_make(rng), drawn_detail(rng, 0.0)
    if rng.random() < 0.25:
        long, thick = rng.uniform(0.6, 0.9), rng.uniform(0.1, 0.14)
        for side in (1, -1):
            bun = detail.tube([(-long / 2, 0, 0), (0, 0, -0.01), (long / 2, 0, 0)], np.array([0.8, 1.0, 0.8]) * thick)
            assembly.add("sandwich.bun", bun.moved(0, side * thick * 0.9, 0))
        meat = detail.tube(
            [(-long * 0.55, 0, thick * 0.5), (0, 0, thick * 0.45), (long * 0.55, 0, thick * 0.5)],
            np.array([0.55, 0.6, 0.55]) * thick,
        )
        assembly.add("sandwich.meat", meat)
        t = np.linspace(-1, 1, 40)
        sauce = np.stack([t * long * 0.45, thick * 0.3 * np.sin(14 * t), 0 * t + thick * 1.08], axis=1)
        assembly.add("sandwich.sauce", make.tube(sauce, thick * 0.1))
        if rng.random() < 0.4:
            frills = [
                leaf(0.14, 0.12, 0.2, 0.3, 0.04).rotated("z", 90 if k % 2 else -90).moved(x, 0.02, thick * 0.4)
                for k, x in enumerate(np.linspace(-0.4, 0.4, 8) * long)
            ]
            assembly.add("sandwich.salad", *frills)
        return assembly.finish(("z", float(rng.choice([0.0, 90.0, 35.0]))))
    radius, z = 0.45, 0.0
    square = rng.random() < 0.2

    def slab(size: float, tall: float) -> Geometry:
        return (
            make.block(size * 1.8, size * 1.8, tall, 0.2)
            if square
            else make.turned([(size * 0.93, 0), (size, tall * 0.35), (size, tall * 0.7), (size * 0.93, tall)]).moved(
                z=-tall / 2
            )
        )

    tall = rng.uniform(0.09, 0.16)
    assembly.add("sandwich.bun", slab(radius, tall).moved(z=tall / 2))
    z += tall
    menu = [
        "meat",
        *rng.permutation(["cheese", "tomato", "salad", "onion", "sauce", "meat"])[: int(rng.integers(2, 6))],
    ]
    for what in menu:
        if what == "meat":
            high = rng.uniform(0.07, 0.13)
            assembly.add(
                "sandwich.meat", slab(radius * rng.uniform(0.96, 1.06), high).wobbled(rng, 0.006).moved(z=z + high / 2)
            )
            z += high
        elif what == "cheese":
            sheet_ = make.block(radius * 1.7, radius * 1.7, 0.025, 0.1).rotated("z", rng.uniform(0, 90))
            v = sheet_.vertices.copy()
            v[:, 2] -= 0.5 * np.maximum(np.linalg.norm(v[:, :2], axis=1) - radius * 0.95, 0.0)
            assembly.add("sandwich.cheese", Geometry(v, sheet_.faces).moved(z=z + 0.012))
            z += 0.022
        elif what in ("tomato", "onion"):
            key, size = ("sandwich.tomato", 0.2) if what == "tomato" else ("sandwich.onion", 0.15)
            for k in range(int(rng.integers(2, 5))):
                place = (0.22 * np.cos(2.0 * k), 0.22 * np.sin(2.0 * k), z + 0.018)
                slice_ = make.disc(size, 0.035) if what == "tomato" else ring(size * 0.8, 0.02, 18, 6)
                assembly.add(key, slice_.moved(*place))
            z += 0.035
        elif what == "salad":
            a, r = np.linspace(0, 2 * np.pi, 37)[None], np.linspace(0.05, 1.0, 5)[:, None]
            out = radius * 1.1 * r
            grid = np.stack([out * np.cos(a), out * np.sin(a), 0.035 * r**2 * np.sin(9 * a) - 0.02 * r**3], axis=-1)
            assembly.add("sandwich.salad", sheet(grid, 0.012).moved(z=z + 0.02))
            z += 0.03
        else:
            assembly.add("sandwich.sauce", slab(radius * 0.97, 0.03).wobbled(rng, 0.012).moved(z=z + 0.012))
            z += 0.02
    rise = rng.uniform(0.18, 0.34)
    top = (
        slab(radius, 0.12).moved(z=0.06)
        if square
        else turned(
            smooth_profile([(radius * 0.95, 0), (radius, rise * 0.25), (radius * 0.75, rise * 0.75), (0.01, rise)], 14),
            make.sides,
        )
    )
    assembly.add("sandwich.bun", top.moved(z=z))
    if not square and rng.random() < 0.7:
        seeds = []
        for _ in range(int(rng.integers(8, 30))):
            way, far = rng.uniform(0, 2 * np.pi), rng.uniform(0.05, 0.7)
            spot = shift(radius * far * np.cos(way), radius * far * np.sin(way), z + rise * (1.02 - 0.5 * far**2))
            seeds.append(ball(0.022, 0.014, 0.01, 8).rotated("z", rng.uniform(0, 180)).moved(*spot))
        assembly.add_each("sandwich.seed", *seeds)
    if rng.random() < 0.2:
        assembly.add("cake.plate", make.disc(0.7, 0.03).moved(z=-0.02))
    return assembly.finish()


def sundae(rng: np.random.Generator) -> LabelledObject:
    """Ice cream in a glass or bowl: scoops, sauce, cherry, wafer, spoon or straw."""
    assembly = Assembly("sundae", "ice cream", "sundae", "dessert", "ice cream bowl", "milkshake")
    make, detail = drawn_make(rng), drawn_detail(rng, 0.0)
    wide, foot = rng.uniform(0.26, 0.36), rng.uniform(0.1, 0.35)
    deep = rng.uniform(0.15, 0.5)
    profile = [
        (wide * 0.7, 0),
        (wide * 0.65, 0.02),
        (0.035, 0.05),
        (0.03, foot),
        (wide * 0.5, foot + 0.03),
        (wide, foot + deep),
        (wide * 0.93, foot + deep),
        (wide * 0.4, foot + 0.08),
    ]
    assembly.add("sundae.glass", make.turned(profile))
    z = foot + deep
    count = int(rng.integers(1, 5))
    size = wide * (0.8 if count == 1 else 0.58)
    for k in range(count):
        x, y = (0.0, 0.0) if count == 1 or k == 3 else (wide * 0.42 * np.cos(2.1 * k), wide * 0.42 * np.sin(2.1 * k))
        up = size * (0.25 if k < 3 else 1.05)
        assembly.add("sundae.scoop", detail.lump(size).wobbled(rng, 0.01).moved(x, y, z + up))
        if rng.random() < 0.4:
            cap = dome(size * 1.04, size * 0.8, 20).wobbled(rng, 0.02).moved(x, y, z + up + size * 0.3)
            assembly.add("sundae.sauce", cap)
    top = z + size * (1.2 if count < 4 else 2.0)
    if rng.random() < 0.6:
        assembly.add("cake.berry", ball(0.06, segments=12).moved(0, 0, top + 0.03))
    if rng.random() < 0.6:
        wafer = (
            [rod((0.1, 0.1, z), (0.25, 0.25, top + 0.25), 0.03)]
            if rng.random() < 0.5
            else [box(0.16, 0.02, 0.4, 0.1).rotated("y", 25).moved(0.15, 0.12, top + 0.1)]
        )
        assembly.add("sundae.wafer", *wafer)
    if rng.random() < 0.4:
        assembly.add(
            "sundae.spoon",
            rod((-0.12, 0, z), (-0.35, 0.1, top + 0.3), 0.014),
            ball(0.05, 0.03, 0.08, 12).moved(-0.1, 0, z - 0.05),
        )
    if rng.random() < 0.3:
        assembly.add("cake.plate", cylinder(wide * 1.4, 0.025, 28).moved(z=-0.02))
    return assembly.finish()


FAMILIES: Families = {"pizza": pizza, "layer cake": layer_cake, "sandwich": sandwich, "sundae": sundae}
