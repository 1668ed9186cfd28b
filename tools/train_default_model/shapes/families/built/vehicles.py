"""Families that carry people: cars, carts, rockets, boats, aeroplanes."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_profile
from ...geometry import Geometry, grid_surface, merged
from ...primitives import ball, box, cylinder, lathe, ring, rod, round_section, sheet, strip, sweep, turned


def _wheel(radius: float, width: float) -> Geometry:
    """A wheel about the y axis, centred on the origin."""
    profile = [
        (radius * 0.55, -width * 0.35),
        (radius * 0.6, -width / 2),
        (radius * 0.95, -width / 2),
        (radius, -width * 0.3),
        (radius, width * 0.3),
        (radius * 0.95, width / 2),
        (radius * 0.6, width / 2),
        (radius * 0.55, width * 0.35),
    ]
    return turned(profile, 30).rotated("x", 90)


def _spoked_wheel(rng: np.random.Generator, radius: float, thick: float) -> Geometry:
    """A cart wheel about the y axis: rim, spokes, hub."""
    spokes = int(rng.integers(5, 11))
    pieces = [ring(radius, thick, 36, 8).scaled(1, 1, 1.5), cylinder(radius * 0.16, thick * 4, 18).moved(z=-thick * 2)]
    for k in range(spokes):
        angle = 2 * np.pi * k / spokes
        pieces.append(rod((0, 0, 0), (radius * np.cos(angle), radius * np.sin(angle), 0), thick * 0.6, sides=8))
    return merged(pieces).rotated("x", 90)


def _turned_to_view(rng: np.random.Generator) -> tuple[str, float]:
    """Long things are seen from the side, the front and between."""
    return ("z", float(rng.choice([0.0, 180.0, -90.0, 35.0, -45.0, -135.0])))


def car(rng: np.random.Generator) -> LabelledObject:
    """A car, truck or bus: body, cabin, wheels, lights."""
    assembly = Assembly("car", "car", "toy car", "truck", "vehicle")
    length, width, tall = rng.uniform(0.9, 1.5), rng.uniform(0.42, 0.6), rng.uniform(0.16, 0.3)
    radius = rng.uniform(0.1, 0.17)
    low = radius * rng.uniform(0.6, 1.0)
    assembly.add(
        "car.body", box(length, width, tall, rng.uniform(0.1, 0.48), inner=8, soft=True).moved(z=low + tall / 2)
    )
    cabin, high = length * rng.uniform(0.3, 0.7), rng.uniform(0.14, 0.3)
    top = box(cabin, width * 0.92, high * 1.2, rng.uniform(0.1, 0.4), inner=4, soft=True).tapered(
        rng.uniform(0.55, 1.0), rng.uniform(0.75, 1.0)
    )
    place = rng.uniform(-0.5, 0.4) * (length - cabin)
    assembly.add("cabin", top.moved(place, 0, low + tall + high * 0.42))
    for x in (-length * rng.uniform(0.28, 0.36), length * rng.uniform(0.28, 0.36)):
        for side in (-1, 1):
            assembly.add("wheel", _wheel(radius, rng.uniform(0.08, 0.11)).moved(x, side * width * 0.5, radius))
    if rng.random() < 0.7:
        for side in (-1, 1):
            light = ball(0.045, segments=14).scaled(0.5, 1, 1).moved(length / 2, side * width * 0.33, low + tall * 0.6)
            assembly.add("headlight", light)
    if rng.random() < 0.5:
        for x in (-length / 2, length / 2):
            assembly.add("bumper", box(0.06, width * 1.0, 0.07, 0.4).moved(x, 0, low + 0.05))
    return assembly.finish(_turned_to_view(rng))


def cart(rng: np.random.Generator) -> LabelledObject:
    """A hand cart, wagon or wheelbarrow."""
    assembly = Assembly("cart", "cart", "wagon", "handcart", "wheelbarrow")
    length, width, tall = rng.uniform(0.6, 1.1), rng.uniform(0.4, 0.6), rng.uniform(0.15, 0.32)
    radius = rng.uniform(0.14, 0.3)
    thick = 0.025
    parts = [box(length, width, thick, 0.2, inner=4)]
    parts += [
        box(length, thick, tall, 0.2, inner=4).sheared(y=side * 0.2).moved(y=side * width / 2, z=tall / 2)
        for side in (-1, 1)
    ]
    parts += [box(thick, width, tall, 0.2, inner=4).moved(x=side * length / 2, z=tall / 2) for side in (-1, 1)]
    floor = radius * 1.1
    assembly.add("cart.box", *(piece.moved(z=floor) for piece in parts))
    axles = (0.0,) if rng.random() < 0.4 else (-length * 0.3, length * 0.3)
    for x in axles:
        wheel = _spoked_wheel(rng, radius, 0.02) if rng.random() < 0.7 else _wheel(radius, 0.05)
        for side in (-1, 1):
            assembly.add("wheel", wheel.moved(x, side * (width / 2 + 0.06), radius))
    reach = rng.uniform(0.3, 0.6)
    for side in (-1, 1) if rng.random() < 0.6 else (0,):
        y = side * width * 0.4
        assembly.add(
            "shaft", rod((length * 0.4, y, floor), (length / 2 + reach, y, floor + rng.uniform(-0.2, 0.1)), 0.022)
        )
    return assembly.finish(_turned_to_view(rng))


def rocket(rng: np.random.Generator) -> LabelledObject:
    """A rocket: body, nose, fins, windows, nozzle."""
    assembly = Assembly("rocket", "rocket", "spaceship", "missile")
    radius, height, nose = rng.uniform(0.1, 0.2), rng.uniform(0.5, 0.9), rng.uniform(0.15, 0.4)
    belly, upper = radius * rng.uniform(1.0, 1.4), radius * rng.uniform(0.75, 1.0)
    body = smooth_profile([(radius * rng.uniform(0.6, 1.0), 0), (belly, height * 0.4), (upper, height)], 20)
    assembly.add("rocket.body", turned(body, 32))
    tip = smooth_profile([(upper, 0), (upper * rng.uniform(0.6, 0.85), nose * 0.5), (0.005, nose)], 14)
    assembly.add("nosecone", turned(tip, 32).moved(z=height - 0.003))
    fins, reach = int(rng.integers(3, 5)), rng.uniform(0.1, 0.22)
    t = np.linspace(0, 1, 12)
    outer = np.stack([radius * 0.7 + reach * np.sin(np.pi / 2 * (1 - t)) ** 0.8, -0.12 + t * 0.42 * height], axis=1)
    inner = np.stack([np.full(12, radius * 0.6), t * 0.42 * height], axis=1)
    fin = strip(inner, outer, 0.025, (1.0, 0.5))
    for k in range(fins):
        assembly.add("fin", fin.rotated("z", 360 * k / fins + rng.uniform(20, 25)))
    assembly.add("nozzle", lathe([(radius * 0.35, 0.01), (radius * 0.6, -0.1)], 28))
    for k in range(int(rng.integers(0, 3))):
        z = height * (0.75 - 0.25 * k)
        r = float(np.interp(z, body[:, 1], body[:, 0]))
        port = merged([ring(r * 0.38, 0.014, 28, 8), ball(r * 0.36, r * 0.36, 0.02, 18)]).rotated("x", 90)
        assembly.add("window", port.moved(0, -r * 0.96, z))
    return assembly.finish(("y", float(rng.uniform(-30, 30))))


def boat(rng: np.random.Generator) -> LabelledObject:
    """A sailing boat: hull, mast, sails."""
    assembly = Assembly("boat", "boat", "sailboat", "ship")
    length, width, deep = rng.uniform(0.7, 1.1), rng.uniform(0.12, 0.2), rng.uniform(0.1, 0.2)
    t = np.linspace(0.0, 1.0, 22)
    half = width * np.sin(np.pi * np.clip(t, 0.02, 0.86) / 1.0) ** rng.uniform(0.5, 0.9)
    angle = np.radians(np.linspace(0, 180, 13))
    x = np.broadcast_to((length * (0.5 - t))[:, None], (22, 13))
    y = half[:, None] * np.cos(angle)
    z = -((half / width)[:, None] ** 0.6) * deep * np.sin(angle) + (0.12 * (1 - t) ** 3)[:, None]
    outer = np.stack([x, y, z], axis=-1)
    deck = (
        outer[:, [0, -1]].mean(axis=1, keepdims=True)
        + np.linspace(-1, 1, 5)[None, 1:-1, None] * np.array([0, 1.0, 0]) * half[:, None, None] * 0.98
    )
    closed = np.concatenate([outer, deck - np.array([0, 0, 0.02])], axis=1)
    ends = closed.mean(axis=1, keepdims=True)
    closed = np.concatenate([ends[:1] + 0 * closed[:1], closed, ends[-1:] + 0 * closed[-1:]])
    assembly.add("hull", grid_surface(closed, wrap_columns=True))
    mast = rng.uniform(0.6, 1.0)
    assembly.add("mast", rod((0.05, 0, -deep * 0.5), (0.05, 0, mast), 0.016, 0.01))
    billow = rng.uniform(0.02, 0.12)

    def sail(low: tuple[float, float], corner: tuple[float, float], head: tuple[float, float]) -> Geometry:
        s, u = np.meshgrid(np.linspace(0, 0.97, 12), np.linspace(0, 1, 9), indexing="ij")
        flat = (np.array(low) * (1 - u[..., None]) + np.array(corner) * u[..., None]) * (1 - s[..., None]) + np.array(
            head
        ) * s[..., None]
        return sheet(np.stack([flat[..., 0], billow * np.sin(np.pi * u) * (1 - s), flat[..., 1]], axis=-1), 0.008)

    assembly.add("sail", sail((0.035, 0.08), (-length * 0.42, 0.1), (0.04, mast * 0.97)))
    if rng.random() < 0.7:
        assembly.add("sail", sail((0.07, 0.1), (length * 0.47, 0.13), (0.06, mast * rng.uniform(0.7, 0.95))))
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, 30.0, -40.0]))))


def aeroplane(rng: np.random.Generator) -> LabelledObject:
    """An aeroplane: fuselage, wings, tail, propeller."""
    assembly = Assembly("airplane", "airplane", "plane", "aircraft", "toy plane")
    length, radius = rng.uniform(0.8, 1.2), rng.uniform(0.07, 0.13)
    t = np.linspace(0, 1, 24)
    sizes = radius * np.interp(t, [0, 0.04, 0.15, 0.55, 1], [0.25, 0.7, 1.0, 1.0, 0.2])
    path = np.stack([length * (0.5 - t), np.zeros(24), 0.06 * np.clip(t - 0.6, 0, 1)], axis=1)
    assembly.add("fuselage", sweep(path, sizes, round_section(22)))
    span, chord, swept = rng.uniform(0.4, 0.7), rng.uniform(0.16, 0.28), rng.uniform(-0.02, 0.3)
    high = rng.uniform(-0.6, 0.8) * radius
    for side in (-1, 1):
        root, tip = np.array([0.08, 0, high]), np.array([0.08 - swept, side * span, high + rng.uniform(0, 0.06)])
        wing = sweep(
            np.linspace(root, tip, 8),
            np.linspace(1, rng.uniform(0.4, 0.9), 8)[:, None] * [chord / 2, 0.014],
            round_section(14),
            side=(1, 0, 0),
        )
        assembly.add("wing", wing)
        back = np.array([-length * 0.46, 0, 0.03])
        end = back + np.array([-0.05, side * span * 0.38, 0.01])
        assembly.add(
            "tail",
            sweep(
                np.linspace(back, end, 4),
                np.linspace(1, 0.7, 4)[:, None] * [chord * 0.3, 0.009],
                round_section(12),
                side=(1, 0, 0),
            ),
        )
    root, tip = np.array([-length * 0.46, 0, 0.03]), np.array([-length * 0.52, 0, rng.uniform(0.16, 0.26)])
    assembly.add(
        "fin",
        sweep(
            np.linspace(root, tip, 4),
            np.linspace(1, 0.6, 4)[:, None] * [chord * 0.36, 0.01],
            round_section(12),
            side=(1, 0, 0),
        ),
    )
    if rng.random() < 0.65:
        blades = int(rng.integers(2, 5))
        pieces = [ball(radius * 0.35, segments=14)]
        pieces += [box(0.012, 0.04, 0.2, 0.3).moved(z=0.1).rotated("x", 360 * k / blades + 20) for k in range(blades)]
        assembly.add("propeller", *(piece.moved(length / 2 + 0.01) for piece in pieces))
    if rng.random() < 0.5:
        assembly.add("cabin", ball(0.13, radius * 0.6, radius * 0.7, 18).moved(length * 0.12, 0, radius * 0.85))
    return assembly.finish(("z", float(rng.choice([-60.0, -120.0, -90.0, 0.0, 150.0]))))


FAMILIES: Families = {
    "car": car,
    "cart": cart,
    "rocket": rocket,
    "boat": boat,
    "airplane": aeroplane,
}
