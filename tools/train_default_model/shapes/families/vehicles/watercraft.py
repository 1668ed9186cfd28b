"""Families on the water: rowing boats and motor boats."""

from __future__ import annotations

import itertools

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...coachwork import steering_wheel
from ...curves import smooth_curve
from ...fittings import Make, drawn_make
from ...geometry import FloatArray, Geometry, grid_surface
from ...hulls import Cabin
from ...primitives import ball, box, cylinder, ring, rod, round_section, sheet, square_section, sweep
from ...wheels import turned_to_view


class BoatLines:
    """The lines of a boat along x, its bow at +x, the waterline at z = 0.

    Args:
        length: over all.
        half: half beam.
        freeboard: height of the sheer amidships.
        draught: depth below the waterline.
        stern: width of the transom as a fraction of the beam; 0 for a pointed stern.
        rise: how far the bow's sheer lies above the middle's.
    """

    def __init__(self, length: float, half: float, freeboard: float, draught: float, stern: float, rise: float) -> None:
        self.length, self.half, self.freeboard = length, half, freeboard
        t = np.linspace(0.0, 1.0, 26)
        self.x = (t - 0.5) * length
        full = np.interp(t, [0, 0.25, 0.5, 0.75, 0.9, 1], [stern, 0.5 + 0.5 * stern, 1.0, 0.8, 0.42, 0.015])
        self.width = np.maximum(np.convolve(np.pad(full, 2, mode="edge"), np.full(5, 0.2), "valid"), 0.01) * half
        self.sheer = freeboard + rise * np.clip(2 * t - 1, 0, 1) ** 2 + 0.3 * rise * np.clip(1 - 2 * t, 0, 1) ** 2
        self.keel = -draught + (draught + 0.3 * freeboard) * np.clip((t - 0.75) * 4, 0, 1) ** 2

    def at(self, x: float, lift: float = 0.0) -> tuple[float, float]:
        """Half width and height of the sheer at x."""
        return float(np.interp(x, self.x, self.width)), float(np.interp(x, self.x, self.sheer)) + lift

    def shell(self, vee: float, wall: float = 0.0) -> Geometry:
        """The hull: closed with a deck, or with `wall` an open boat of that thickness; `vee` 0 round, 1 sharp below."""
        s = np.linspace(-1.0, 1.0, 13)
        round_y, round_z = np.sin(s * np.pi / 2), 1 - np.cos(s * np.pi / 2)
        sharp_y, sharp_z = s, np.abs(s)
        y, z = round_y * (1 - vee) + sharp_y * vee, round_z * (1 - vee) + sharp_z * vee
        outer = self._skin(y, z, 0.0)
        if wall:
            rows = np.concatenate([outer, self._skin(y, z, wall)[:, ::-1]], axis=1)
        else:
            deck = outer[:, -1:] + np.linspace(0, 1, 6)[None, 1:-1, None] * (outer[:, :1] - outer[:, -1:])
            rows = np.concatenate([outer, deck], axis=1)
        ends = rows.mean(axis=1, keepdims=True)
        return grid_surface(
            np.concatenate([ends[:1] + 0 * rows[:1], rows, ends[-1:] + 0 * rows[-1:]]), wrap_columns=True
        )

    def rail(self, side: int, lift: float = 0.0, out: float = 1.0, start: int = 0) -> FloatArray:
        """Points (N, 3) along the sheer on one side from the station `start` to the bow."""
        return np.stack([self.x, side * self.width * out, self.sheer + lift], axis=1)[start:]

    def _skin(self, y: FloatArray, z: FloatArray, wall: float) -> FloatArray:
        tall = (self.sheer - self.keel - wall)[:, None]
        points: FloatArray = np.stack(
            [
                np.broadcast_to(self.x[:, None] * (1 - 2 * wall / self.length), (26, len(y))),
                np.maximum(self.width - wall, 0.003)[:, None] * y[None],
                (self.keel + wall)[:, None] + tall * z[None],
            ],
            axis=-1,
        )
        return points


def _add_rail(assembly: Assembly, lines: BoatLines, thick: float) -> None:
    """A rubbing strake along both sides."""
    section = square_section(1.0, 1.4, 0.3)
    for side in (-1, 1):
        assembly.add("gunwale", sweep(lines.rail(side), thick, section, side=(0, 1, 0)))


def rowing_boat(rng: np.random.Generator) -> LabelledObject:
    """A rowing boat, dinghy or canoe with benches, oars and rowlocks."""
    assembly = Assembly("rowing boat", "rowing boat", "rowboat", "boat", "dinghy", "canoe")
    make = drawn_make(rng)
    length, half = rng.uniform(2.4, 4.5), rng.uniform(0.42, 0.75)
    lines = BoatLines(
        length,
        half,
        rng.uniform(0.3, 0.45),
        rng.uniform(0.1, 0.2),
        float(rng.choice([0.03, 0.6, 0.75])),
        rng.uniform(0.05, 0.35),
    )
    assembly.add("hull", lines.shell(rng.uniform(0.0, 0.6), 0.03))
    if rng.random() < 0.75:
        _add_rail(assembly, lines, rng.uniform(0.015, 0.03))
    places = np.linspace(-0.32, 0.25, int(rng.integers(1, 5))) * length
    for x in places:
        wide, sheer = lines.at(float(x))
        assembly.add(
            "thwart", box(rng.uniform(0.16, 0.26), wide * 1.85, 0.035, 0.2, 2).moved(float(x), 0, sheer - 0.12)
        )
    for x in np.linspace(-0.36, 0.3, int(rng.integers(0, 8))) * length:
        wide, sheer = lines.at(float(x))
        curve = np.stack(
            [
                np.full(11, x),
                np.sin(np.linspace(-1, 1, 11) * np.pi / 2) * wide * 0.86,
                sheer - 0.02 - np.cos(np.linspace(-1, 1, 11) * np.pi / 2) * (sheer - 0.06),
            ],
            axis=1,
        )
        assembly.add("boat.rib", sweep(curve, 0.016, square_section(1, 1, 0.2)))
    if rng.random() < 0.8:
        oar_x = float(places[len(places) // 2]) + 0.3
        wide, sheer = lines.at(oar_x)
        out, dip = rng.uniform(0.9, 1.4), rng.uniform(-0.35, 0.1)
        for side in (-1, 1):
            lock = np.array([oar_x, side * wide, sheer + 0.04])
            way = np.array([rng.uniform(-0.4, 0.4), side * out, dip])
            tip = lock + way
            blade = make.block(0.5, 0.13, 0.02, 0.3).moved(0.2)
            turn = float(np.degrees(np.arctan2(way[1], way[0])))
            slope = float(np.degrees(np.arctan2(way[2], np.hypot(way[0], way[1]))))
            assembly.add(
                "oar", make.rod(lock - way * 0.45, tip, 0.02), blade.rotated("y", -slope).rotated("z", turn).moved(*tip)
            )
            assembly.add(
                "rowlock",
                ring(0.03, 0.008, 14, 6).rotated("x", 90).moved(*lock),
                make.rod(lock - shift(0, 0, 0.1), lock - shift(0, 0, 0.03), 0.01),
            )
    if rng.random() < 0.5:
        assembly.add("keel", box(length * 0.8, 0.04, 0.1, 0.2, 2).moved(-length * 0.05, 0, float(lines.keel[5])))
    if rng.random() < 0.25:
        x = -length * 0.5
        assembly.add(
            "rudder",
            make.block(0.16, 0.03, 0.5, 0.2).moved(x - 0.08, 0, 0.1),
            make.rod((x, 0, 0.38), (x + 0.6, 0, 0.42), 0.018),
        )
    if rng.random() < 0.3:
        _add_outboard(assembly, make, lines)
    if rng.random() < 0.3:
        coil = [ring(0.12 + 0.02 * k, 0.015, 20, 6).moved(length * 0.33, 0, 0.12 + 0.015 * k) for k in range(3)]
        assembly.add("boat.rope", *coil)
    return assembly.finish(turned_to_view(rng))


def _add_outboard(assembly: Assembly, make: Make, lines: BoatLines) -> None:
    """An outboard motor on the transom."""
    x, z = -lines.length / 2 - 0.1, lines.freeboard
    leg = [make.block(0.12, 0.07, 0.6, 0.3).moved(x, 0, z - 0.3), make.block(0.3, 0.16, 0.02, 0.3).moved(x, 0, z - 0.5)]
    assembly.add("outboard", make.block(0.34, 0.26, 0.3, 0.4).moved(x - 0.06, 0, z + 0.2), *leg)
    blades = [make.block(0.03, 0.06, 0.2, 0.3).moved(z=0.1).rotated("x", 120.0 * k) for k in range(3)]
    assembly.add("propeller", *(piece.moved(x - 0.12, 0, z - 0.62) for piece in (*blades, ball(0.05, segments=10))))


def motorboat(rng: np.random.Generator) -> LabelledObject:
    """A speedboat, cabin cruiser, fishing boat or tug."""
    assembly = Assembly("motorboat", "motorboat", "speedboat", "boat", "yacht", "fishing boat", "tugboat")
    make = drawn_make(rng)
    length, half = rng.uniform(5.0, 12.0), rng.uniform(1.0, 1.7)
    lines = BoatLines(
        length, half, rng.uniform(0.7, 1.3), rng.uniform(0.3, 0.6), rng.uniform(0.6, 0.95), rng.uniform(0.1, 0.8)
    )
    assembly.add("hull", lines.shell(rng.uniform(0.2, 0.9)))
    if rng.random() < 0.6:
        _add_rail(assembly, lines, rng.uniform(0.03, 0.07))
    deck = lines.freeboard
    if rng.random() < 0.4:
        assembly.add("deck", box(length * 0.5, half * 1.3, 0.05, 0.2, 3).moved(-length * 0.15, 0, deck + 0.02))
    kind = rng.random()
    front, rear = length * rng.uniform(0.1, 0.2), -length * rng.uniform(0.05, 0.3)
    if kind < 0.6:
        tall, wide = rng.uniform(1.0, 1.9), half * rng.uniform(0.55, 0.75)
        cabin = Cabin(
            (rear, front, wide, deck - 0.05),
            (rear + 0.1, front - rng.uniform(0.05, 0.9), wide * rng.uniform(0.85, 1.0), deck + tall),
        )
        assembly.add("deckhouse", cabin.solid(rng.uniform(0.03, 0.25), 3))
        roof = box((front - rear) * rng.uniform(0.9, 1.15), wide * 2.2, 0.1, 0.4, 3)
        assembly.add("vehicle.roof", roof.moved((front + rear) / 2 - 0.15, 0, deck + tall + 0.03))
        for across in ((0.05, 0.48), (0.52, 0.95)):
            assembly.add("windshield", cabin.pane("front", across, (0.5, 0.9), 0.04))
        edges = np.linspace(0.06, 0.96, int(rng.integers(2, 5)))
        for wall in ("left", "right"):
            for a, b in itertools.pairwise(edges):
                assembly.add("car.window", cabin.pane(wall, (float(a) + 0.03, float(b) - 0.03), (0.5, 0.88), 0.04))
        if rng.random() < 0.5:
            assembly.add("car.door", cabin.pane("rear", (0.35, 0.65), (0.04, 0.85), 0.04))
        if rng.random() < 0.4:
            assembly.add(
                "funnel",
                make.turned([(0.25, 0), (0.24, 0.7), (0.27, 0.75), (0.26, 1.0)]).moved(rear + 0.5, 0, deck + tall),
            )
        top = deck + tall
    else:
        u, v = np.meshgrid(np.linspace(-1, 1, 11), np.linspace(0, 1, 4), indexing="ij")
        tall = rng.uniform(0.3, 0.6)
        screen = np.stack([front - 0.5 * u**2 - 0.4 * v, half * 0.7 * u, deck + tall * v], axis=-1)
        assembly.add("windshield", sheet(screen, 0.03))
        for x in np.linspace(front - 1.0, rear - length * 0.1, int(rng.integers(1, 4))):
            for side in (-1, 1):
                seat = [box(0.5, 0.5, 0.2, 0.35, 3), box(0.15, 0.5, 0.5, 0.4, 3).moved(-0.25, 0, 0.28)]
                assembly.add("vehicle.seat", *(piece.moved(float(x), side * half * 0.4, deck + 0.1) for piece in seat))
        assembly.add("steering.wheel", steering_wheel(0.18).moved(front - 0.6, half * 0.4, deck + 0.35))
        top = deck + tall
    if rng.random() < 0.6:
        start = int(rng.integers(8, 16))
        posts: list[Geometry] = []
        for side in (-1, 1):
            path = lines.rail(side, 0.45, 0.92, start)
            posts.append(sweep(path, 0.025, round_section(6)))
            posts += [rod(point, point - shift(0, 0, 0.45), 0.02, sides=6) for point in path[::2]]
        assembly.add("railing", *posts)
    if rng.random() < 0.5:
        _add_outboard(assembly, make, lines)
    if rng.random() < 0.5:
        mast = (rear + 0.3, 0, top - 0.1)
        assembly.add("mast", make.rod(mast, (mast[0], 0, top + rng.uniform(0.6, 2.0)), 0.04))
        if rng.random() < 0.5:
            assembly.add("dish.antenna", make.block(0.1, 0.8, 0.08, 0.3).moved(mast[0], 0, top + 0.6))
    for x in np.linspace(-0.3, 0.2, int(rng.integers(0, 5))) * length:
        wide, sheer = lines.at(float(x))
        for side in (-1, 1):
            if rng.random() < 0.8:
                assembly.add(
                    "fender.buoy", ball(0.12, 0.12, 0.26, 14).moved(float(x), side * (wide + 0.1), sheer - 0.4)
                )
    if rng.random() < 0.35:
        assembly.add("lifebuoy", ring(0.3, 0.08, 24, 8).rotated("x", 90).moved(rear + 0.4, -half * 0.75, deck + 0.6))
    if rng.random() < 0.35:
        for side in (-1, 1):
            assembly.add(
                "air.window",
                *(
                    cylinder(0.12, 0.05, 16)
                    .rotated("x", 90)
                    .moved(float(x), side * lines.at(float(x))[0] * 0.98, deck * 0.55)
                    for x in np.linspace(0.05, 0.25, 3) * length
                ),
            )
    if rng.random() < 0.4:
        x = length * 0.38
        fluke = smooth_curve([(x + 0.2, -0.25, deck), (x + 0.4, 0, deck - 0.1), (x + 0.2, 0.25, deck)], 9)
        assembly.add(
            "anchor", rod((x, 0, deck + 0.5), (x + 0.4, 0, deck), 0.04, sides=8), sweep(fluke, 0.04, round_section(6))
        )
    return assembly.finish(turned_to_view(rng))


FAMILIES: Families = {"rowing boat": rowing_boat, "motorboat": motorboat}
