"""Insects with wings: butterflies and bees."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail, shift
from ...curves import smooth_curve, smooth_profile
from ...eyes import drawn_eyes
from ...geometry import FloatArray, Geometry
from ...primitives import cylinder, lathe, leaf, plate
from .builds import turned_view
from .insects import add_feelers, add_legs


def _outline(control: list[tuple[float, float]], scale: float, samples: int) -> FloatArray:
    return smooth_curve(np.array(control) * scale, samples, closed=True)


def _wings(rng: np.random.Generator, detail: Detail) -> list[tuple[str, FloatArray]]:
    """Outlines (N, 2) of the right wings, x away from the body and z towards the head."""
    samples = max(10, 2 * detail.sides)
    tall, wide = rng.uniform(0.3, 0.6), rng.uniform(0.4, 0.6)
    upper = [(0.0, 0.02), (wide * 0.5, tall * 0.85), (wide, tall), (wide * 0.95, tall * 0.4), (wide * 0.6, 0.02)]
    found = [("insect.wing", _outline([*upper, (0.0, -0.05)], 1.0, samples))]
    if rng.random() < 0.9:
        low, out = rng.uniform(0.25, 0.45), wide * rng.uniform(0.6, 0.9)
        tail = rng.uniform(0.1, 0.3) if rng.random() < 0.3 else 0.0
        lower = [(0.0, 0.0), (out * 0.6, 0.02), (out, -low * 0.4), (out * 0.8, -low), (out * 0.45, -low - tail)]
        found.append(("hind.wing", _outline([*lower, (out * 0.15, -low * 0.6)], 1.0, samples)))
    return found


def butterfly(rng: np.random.Generator) -> LabelledObject:
    """A butterfly or moth with two or four wings, flat, raised or half folded."""
    assembly = Assembly("butterfly", "butterfly", "moth", "insect", "dragonfly")
    detail, eyes = drawn_detail(rng, 0.05), drawn_eyes(rng)
    slim = rng.uniform(0.018, 0.05)
    bottom, top = -rng.uniform(0.2, 0.35), rng.uniform(0.08, 0.16)
    parted = rng.random() < 0.5
    if parted:
        assembly.add("insect.abdomen", detail.tube([(0, 0, bottom), (0, 0, 0.0)], [slim * 0.5, slim * 0.9]))
        assembly.add("insect.thorax", detail.lump(slim * 1.3, slim * 1.3, top * 0.7).moved(z=top * 0.4))
    else:
        spine = [(0, 0, bottom), (0, 0, 0), (0, 0, top)]
        assembly.add("insect.whole", detail.tube(spine, [slim * 0.4, slim, slim * 0.8]))
    head = slim * rng.uniform(0.9, 1.5)
    centre = shift(0, 0, top + head * 0.8)
    assembly.add("insect.head", detail.lump(head).moved(*centre))
    raised = float(rng.choice([0.0, rng.uniform(10, 35), rng.uniform(45, 75)]))
    thin, overlap = rng.uniform(0.006, 0.02), rng.uniform(0.0, 0.02)
    spots = rng.random() < 0.4
    wings = _wings(rng, detail)
    spot_at = rng.uniform(0.35, 0.75, (4, 2))
    for side in (1, -1):
        for index, (key, outline) in enumerate(wings):
            wing = plate(outline, thin).moved(y=overlap * index).scaled(side, 1, 1)
            place = shift(side * slim * 0.5, 0, 0.02 - 0.03 * index)
            assembly.add(key, wing.rotated("z", side * raised).moved(*place))
            if not spots:
                continue
            middle = outline.mean(axis=0)
            for k in range(2):
                x, z = (
                    middle * 0.6
                    + 0.8 * (outline[int(spot_at[k, 0] * len(outline))] - middle) * spot_at[k, 1]
                    + middle * 0.4
                )
                size = rng.uniform(0.025, 0.05)
                dot = cylinder(size, thin * 1.6, 12).moved(z=-thin * 0.8).rotated("x", 90)
                dot = dot.moved(side * x, overlap * index, z).rotated("z", side * raised)
                assembly.add("wing.spot", dot.moved(*place))
    for side in (1, -1):
        eyes.add(assembly, detail, centre + shift(side * head * 0.75, 0, head * 0.2), head * 0.4, (side, 0, 0.4))
    long, thick = rng.uniform(0.1, 0.25), slim * rng.uniform(0.1, 0.2)
    for side in (1, -1):
        path = [centre, centre + shift(side * long * 0.2, 0, long * 0.6), centre + shift(side * long * 0.6, 0, long)]
        assembly.add("feeler", detail.tube(path, [thick, thick, thick]))
        if rng.random() < 0.7:
            assembly.add("feeler.tip", detail.small(thick * 2.2).moved(*path[-1]))
    if rng.random() < 0.3:
        for side in (1, -1):
            for z in (0.0, 0.03, 0.06):
                bend = [(0, 0, z), (side * 0.06, -0.05, z), (side * 0.1, -0.1, z - 0.05)]
                assembly.add("insect.leg", detail.tube(bend, [thick, thick, thick * 0.6]))
    kind = rng.integers(3)
    return assembly.finish(None if kind == 0 else ("x", 90.0 if kind == 1 else float(rng.uniform(30, 80))))


def _striped(rng: np.random.Generator, detail: Detail, length: float, girth: float) -> list[Geometry]:
    """An abdomen from z = 0 up, cut into bands."""
    count = int(rng.integers(3, 8))
    control = [
        (0.0, 0.0),
        (girth * 0.8, length * 0.15),
        (girth, length * 0.45),
        (girth * 0.6, length * 0.85),
        (0.0, length),
    ]
    profile = smooth_profile(control, 6 * count + 1)
    profile[[0, -1], 0] = 0.0
    return [lathe(profile[6 * k : 6 * k + 7], max(8, 2 * detail.sides), bevel=0.0) for k in range(count)]


def bee(rng: np.random.Generator) -> LabelledObject:
    """A bee, bumblebee, wasp or fly: head, thorax, abdomen with stripes, wings, sting, legs."""
    assembly = Assembly("bee", "bee", "bumblebee", "wasp", "insect", "fly", "mosquito")
    detail, eyes = drawn_detail(rng, 0.05), drawn_eyes(rng)
    girth, length = rng.uniform(0.11, 0.22), rng.uniform(0.3, 0.5)
    height, droop = rng.uniform(0.15, 0.3), rng.uniform(-5, 40)
    single = rng.random() < 0.35
    if single:
        way = shift(0, 1, 0)
        bands = [
            band.rotated("x", -90).moved(0, -length * 0.4, height)
            for band in _striped(rng, detail, length * 1.3, girth)
        ]
        front, root = -length * 0.4, -length * 0.05
    else:
        chest = girth * rng.uniform(0.75, 1.0)
        assembly.add("insect.thorax", detail.lump(chest, chest * 1.1, chest).moved(z=height))
        way = shift(0, np.cos(np.radians(droop)), -np.sin(np.radians(droop)))
        start = chest * rng.uniform(0.6, 1.2)
        bands = [
            band.rotated("x", -90 - droop).moved(*(way * start + shift(0, 0, height)))
            for band in _striped(rng, detail, length, girth)
        ]
        front, root = -chest * 0.95, 0.0
    if rng.random() < 0.75:
        assembly.add("insect.whole" if single else "insect.abdomen", *bands[::2])
        assembly.add_each("body.stripe", *bands[1::2])
    else:
        tip = max(8, 2 * detail.sides)
        plain = lathe(
            np.concatenate(
                [[(0.0, 0.0)], smooth_profile([(girth * 0.5, 0.01), (girth, length * 0.45), (0.02, length)], 12)]
            ),
            tip,
        )
        offset = shift(0, -length * 0.4, height) if single else way * start + shift(0, 0, height)
        assembly.add(
            "insect.whole" if single else "insect.abdomen",
            plain.rotated("x", -90 - (0 if single else droop)).moved(*offset),
        )
    end = np.concatenate([band.vertices for band in bands])
    tail = end[np.argmax(end @ way)]
    if rng.random() < 0.6:
        assembly.add(
            "sting", detail.tube([tail - way * 0.03, tail + way * rng.uniform(0.04, 0.12)], [0.02, 0.003], blunt=False)
        )
    head = girth * rng.uniform(0.55, 0.95)
    face = shift(0, front - head * 0.55, height + rng.uniform(-0.2, 0.2) * girth)
    assembly.add("insect.head", detail.lump(head, head * 0.85, head * 0.95).moved(*face))
    size = head * rng.uniform(0.22, 0.5)
    for side in (1, -1):
        place = face + shift(side * head * 0.62, -head * 0.45, head * 0.25)
        eyes.add(assembly, detail, place, size, (side * 0.6, -1, 0.2))
    add_feelers(
        assembly,
        rng,
        detail,
        face + shift(head * 0.25, -head * 0.6, head * 0.6),
        head * rng.uniform(0.8, 1.6),
        rng.random() < 0.5,
    )
    long, rise = rng.uniform(0.3, 0.6), rng.uniform(5, 60)
    sweep_back, broad = rng.uniform(10, 60), rng.uniform(0.3, 0.5)
    pairs = 2 if rng.random() < 0.7 else 1
    for side in (1, -1):
        for k in range(pairs):
            reach = long * (1.0 - 0.3 * k)
            wing = leaf(reach, reach * broad, 0.0, 0.0, 0.015).rotated("y", -rise + 8 * k)
            wing = wing.rotated("z", sweep_back + 22 * k).scaled(side, 1, 1)
            assembly.add("insect.wing", wing.moved(side * girth * 0.3, root + 0.03 * k, height + girth * 0.75))
    if rng.random() < 0.8:
        rows = [
            (girth * 0.4, root + y * girth, height - girth * 0.5, a)
            for y, a in ((-0.5, 35.0), (0.0, 0.0), (0.5, -35.0))
        ]
        add_legs(assembly, rng, detail, rows, (rng.uniform(0.15, 0.3), 0.02, rng.uniform(0.01, 0.022)))
    if rng.random() < 0.2:
        mouth = face + shift(0, -head * 0.7, -head * 0.4)
        assembly.add("proboscis", detail.tube([mouth, mouth + shift(0, -0.1, -0.12)], [0.014, 0.006]))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"butterfly": butterfly, "bee": bee}
