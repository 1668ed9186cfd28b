"""Families with six or eight legs: spiders, ants, beetles."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail, shift
from ...eyes import drawn_eyes
from ...geometry import Geometry, merged
from ...primitives import sheet
from .builds import turned_view


def add_legs(
    assembly: Assembly, rng: np.random.Generator, detail: Detail, roots: ArrayLike, shape: tuple[float, float, float]
) -> None:
    """Adds a pair of legs per root: one bent tube each, or segments with joints.

    Args:
        assembly: what they are added to.
        rng: draws bends and how they are built.
        detail: how finely they are modelled.
        roots: (K, 4): x and y where a left leg leaves the body, its height, and the angle in degrees that it points
            to (0 is sideways, 90 forward).
        shape: reach, height of the knee above the root, and radius.
    """
    reach, knee, thick = shape
    segmented, joints = rng.random() < 0.3, rng.random() < 0.25
    at, foot = rng.uniform(0.25, 0.5), rng.uniform(0.8, 1.0)
    slim = rng.uniform(0.3, 0.8)
    hooked = rng.random() < 0.5
    legs: list[Geometry] = []
    for side in (1, -1):
        for x, y, z, angle in np.asarray(roots, dtype=np.float64):
            turn = np.radians(angle + rng.uniform(-5, 5))
            way = shift(side * np.cos(turn), -np.sin(turn), 0.0)
            far = reach * (1.0 + 0.25 * abs(np.sin(turn)))
            start = shift(side * x, y, z)
            points = [
                start - way * thick,
                start + way * far * at * 0.5 + shift(0, 0, knee * 0.7),
                start + way * far * at + shift(0, 0, knee),
                start + way * far * (at + foot) * 0.52 + shift(0, 0, (knee - z) * 0.45),
                start + way * far * foot + shift(0, 0, -z + thick * 0.5),
            ]
            if hooked:
                points.append(start + way * far * (foot + 0.12) + shift(0, 0, -z + thick * 0.3))
            radii = np.interp(np.linspace(0, 1, len(points)), [0, 0.4, 1], [1.0, 0.95, slim]) * thick
            if segmented:
                pieces = [
                    detail.tube(points[k : k + 2], [radii[k], radii[k + 1] * 0.8]) for k in range(len(points) - 1)
                ]
            else:
                pieces = [detail.tube(points, radii, blunt=rng.random() < 0.5)]
            if joints:
                pieces += [detail.small(radii[k] * 1.3).moved(*points[k]) for k in (0, 2)]
            legs.append(merged(pieces))
    assembly.add_each("insect.leg", *legs)


def add_feelers(
    assembly: Assembly, rng: np.random.Generator, detail: Detail, root: ArrayLike, length: float, clubbed: bool
) -> None:
    """Adds two antennae from `root` (3,), the left one's, elbowed, curved or straight, with or without clubs."""
    start = np.asarray(root, dtype=np.float64)
    out, up, thick = rng.uniform(0.2, 0.8), rng.uniform(0.1, 0.9), length * rng.uniform(0.02, 0.05)
    bend = rng.uniform(-0.3, 0.4)
    for side in (1, -1):
        base = start * [side, 1, 1]
        middle = base + shift(side * out * 0.5, -0.3, up * 0.8) * length
        end = base + shift(side * out, -0.8, up * (1 + bend)) * length
        assembly.add("feeler", detail.tube([base, middle, end], [thick * 1.2, thick, thick * 0.8]))
        if clubbed:
            assembly.add("feeler.tip", detail.small(thick * rng.uniform(2.0, 2.6)).moved(*end))


def spider(rng: np.random.Generator) -> LabelledObject:
    """A spider: front body, abdomen, eight legs, fangs, palps, two to eight eyes."""
    assembly = Assembly("spider", "spider", "tarantula", "arachnid", "insect", "bug")
    detail, eyes = drawn_detail(rng, 0.06), drawn_eyes(rng)
    size = 0.16
    wide, tall = size * rng.uniform(0.7, 1.0), size * rng.uniform(0.45, 0.85)
    height = rng.uniform(0.1, 0.35)
    belly = np.array([rng.uniform(0.75, 1.2), rng.uniform(1.0, 1.5), rng.uniform(0.7, 1.2)]) * size
    belly *= rng.uniform(0.9, 1.9)
    front = detail.lump(wide, size, tall).moved(z=height)
    rear_y = size * 0.85 + belly[1] * 0.9
    lift = rng.uniform(-0.1, 0.5) * belly[2]
    abdomen = detail.lump(*belly).rotated("x", rng.uniform(-25, 15)).tapered(rng.uniform(0.8, 1.0))
    abdomen = abdomen.moved(0, rear_y, height + lift)
    pieces = [abdomen]
    if rng.random() < 0.3:
        pieces.append(detail.small(size * 0.3).moved(0, size * 0.95, height))
    separate = rng.random() < 0.35
    face, face_y = tall, -size
    assembly.add("insect.thorax" if separate else "spider.front", front)
    assembly.add("insect.abdomen", *pieces)
    face_z = height
    if separate:
        head = size * rng.uniform(0.4, 0.75)
        face_z = height + tall * rng.uniform(-0.1, 0.4)
        assembly.add("insect.head", detail.lump(head * 1.1, head, head * 0.9).moved(0, -size * 0.95, face_z))
        face, face_y = head * 0.9, -size * 0.95 - head
    angles = np.array([52.0, 18.0, -16.0, -50.0]) + rng.uniform(-8, 8)
    rows = [
        (wide * 0.7 * np.cos(np.radians(a)), -size * 0.75 * np.sin(np.radians(a)), height - tall * 0.2, a)
        for a in angles
    ]
    reach = rng.uniform(0.4, 0.9)
    add_legs(assembly, rng, detail, rows, (reach, rng.uniform(0.05, 0.35), size * rng.uniform(0.07, 0.2)))
    radius = face * rng.uniform(0.16, 0.36)
    count = int(rng.choice([1, 1, 2, 3, 4]))
    for k in range(count):
        out, up = 0.35 + 0.25 * (k % 2), 0.25 + 0.3 * (k // 2)
        small = radius * (1.0 if k == 0 else 0.65)
        for side in (1, -1):
            place = (side * face * out, face_y + face * (0.12 + 0.2 * k), face_z + face * up)
            eyes.add(assembly, detail, place, small, (side * 0.2 * (k + 1), -1, 0.15 * k))
    if rng.random() < 0.8:
        long, thick = face * rng.uniform(0.5, 1.1), face * rng.uniform(0.1, 0.25)
        for side in (1, -1):
            root = shift(side * face * 0.3, face_y + face * 0.2, face_z - face * 0.35)
            path = [root, root + shift(side * 0.1, -0.5, -0.5) * long, root + shift(-side * 0.1, -0.35, -1.1) * long]
            assembly.add("fang", detail.tube(path, [thick, thick * 0.8, thick * 0.15]))
    if rng.random() < 0.45:
        for side in (1, -1):
            root = shift(side * face * 0.6, face_y + face * 0.35, face_z - face * 0.3)
            path = [root, root + shift(side * 0.25, -0.6, 0.25) * size, root + shift(side * 0.15, -1.0, -0.5) * size]
            assembly.add("palp", detail.tube(path, np.array([0.11, 0.1, 0.08]) * size))
    if rng.random() < 0.3:
        tip = shift(0, rear_y + belly[1] * 0.9, height + lift)
        spin = [detail.tube([tip + shift(x, -0.02, 0), tip + shift(x, 0.05, 0)], [0.02, 0.008]) for x in (-0.02, 0.02)]
        assembly.add("spinneret", *spin)
    return assembly.finish(turned_view(rng))


def ant(rng: np.random.Generator) -> LabelledObject:
    """An ant: head, thorax, waist, abdomen, six legs, elbowed feelers, jaws."""
    assembly = Assembly("ant", "ant", "insect", "termite", "bug")
    detail, eyes = drawn_detail(rng, 0.06), drawn_eyes(rng)
    height, size = rng.uniform(0.16, 0.3), 0.12
    thorax = [
        detail.tube(
            [(0, -size * 1.4, height), (0, 0, height + size * rng.uniform(0, 0.4)), (0, size * 1.4, height)],
            np.array([0.55, rng.uniform(0.6, 0.8), 0.4]) * size,
        )
    ]
    if rng.random() < 0.4:
        thorax = [detail.lump(size * 0.6, size * 0.8, size * 0.6).moved(0, y * size, height) for y in (-0.7, 0.5)]
    assembly.add("insect.thorax", *thorax)
    nodes = int(rng.integers(1, 3))
    node = [detail.small(size * 0.3).moved(0, size * (1.75 + 0.5 * k), height) for k in range(nodes)]
    assembly.add("waist", *node)
    long = size * rng.uniform(1.3, 2.2)
    rear = detail.lump(long * rng.uniform(0.55, 0.8), long, long * rng.uniform(0.55, 0.8))
    rear = rear.rotated("x", rng.uniform(-30, 10)).moved(0, size * (1.9 + 0.5 * nodes) + long * 0.85, height)
    assembly.add("insect.abdomen", rear)
    head = size * rng.uniform(0.8, 1.3)
    face = shift(0, -size * 1.9 - head * 0.55, height + size * rng.uniform(0, 0.5))
    skull = detail.lump(head * rng.uniform(0.75, 1.0), head, head * 0.75).rotated("x", rng.uniform(0, 35))
    assembly.add("insect.head", skull.moved(*face))
    rows = [(size * 0.35, y * size, height - size * 0.2, a) for y, a in ((-1.0, 45.0), (0.1, 0.0), (1.1, -42.0))]
    add_legs(
        assembly, rng, detail, rows, (rng.uniform(0.35, 0.6), rng.uniform(0.02, 0.2), size * rng.uniform(0.1, 0.22))
    )
    for side in (1, -1):
        place = face + shift(side * head * 0.65, -head * 0.35, head * 0.3)
        eyes.add(assembly, detail, place, head * rng.uniform(0.17, 0.3), (side, -0.7, 0.3))
    root = face + shift(head * 0.25, -head * 0.8, head * 0.35)
    add_feelers(assembly, rng, detail, root, rng.uniform(0.2, 0.45), rng.random() < 0.25)
    if rng.random() < 0.75:
        for side in (1, -1):
            start = face + shift(side * head * 0.3, -head * 0.75, -head * 0.25)
            jaw = [
                start,
                start + shift(side * 0.25, -0.5, -0.1) * head,
                start + shift(-side * 0.25, -0.8, -0.15) * head,
            ]
            assembly.add("fang", detail.tube(jaw, np.array([0.16, 0.15, 0.03]) * head))
    return assembly.finish(turned_view(rng))


def wing_case(half: tuple[float, float, float], side: int, gap: float) -> Geometry:
    """Half a shell over y from -1 to 1 of its length, from the seam down the side."""
    a, b, c = half
    u, v = np.linspace(0.02, np.pi - 0.02, 12)[:, None], np.linspace(gap, np.pi / 2 * 1.08, 7)[None]
    swell = np.sin(u) ** 0.7
    x = side * (a * swell * np.sin(v) + 0.02 * gap)
    y = -b * np.cos(u) + 0 * v
    return sheet(np.stack([x, y, c * swell * np.cos(v)], axis=-1), 0.06 * c)


def beetle(rng: np.random.Generator) -> LabelledObject:
    """A beetle or ladybird: wing cases, pronotum, head, six legs, feelers, sometimes horns, spots or wings."""
    assembly = Assembly("beetle", "beetle", "ladybug", "ladybird", "bug", "insect", "scarab")
    detail, eyes = drawn_detail(rng, 0.05), drawn_eyes(rng)
    half = (rng.uniform(0.18, 0.3), rng.uniform(0.28, 0.4), rng.uniform(0.12, 0.26))
    height = rng.uniform(0.05, 0.14)
    if rng.random() < 0.75:
        gap, spread = rng.uniform(0.0, 0.08), rng.uniform(8, 35) if rng.random() < 0.2 else 0.0
        for side in (1, -1):
            case = wing_case(half, side, gap).moved(y=half[1]).rotated("z", side * spread).moved(0, -half[1], height)
            assembly.add("elytron", case)
        if spread and rng.random() < 0.6:
            for side in (1, -1):
                wing = detail.lump(half[0] * 0.5, half[1] * 0.9, 0.008).rotated("z", side * (spread + 15))
                assembly.add("insect.wing", wing.moved(side * half[0] * 0.9, half[1] * 0.3, height + half[2] * 0.4))
    else:
        dome = detail.lump(*half)
        vertices = dome.vertices.copy()
        vertices[:, 2] = np.maximum(vertices[:, 2], -0.1 * half[2])
        assembly.add("elytron", Geometry(vertices, dome.faces).moved(z=height))
    under = detail.lump(half[0] * 0.9, half[1] * 0.92, half[2] * rng.uniform(0.25, 0.5)).moved(z=height)
    assembly.add("insect.whole", under)
    neck, collar_y = rng.uniform(0.55, 0.85) * half[0], -half[1] * 0.95
    collar = rng.random() < 0.75
    if collar:
        deep = rng.uniform(0.35, 0.7) * half[0]
        plate = detail.lump(neck, deep, half[2] * 0.65).moved(0, collar_y, height + half[2] * 0.1)
        assembly.add("pronotum", plate)
        collar_y -= deep * 0.8
    head = neck * rng.uniform(0.5, 0.85)
    face = shift(0, collar_y - head * 0.3, height + half[2] * 0.12)
    assembly.add("insect.head", detail.lump(head, head * 0.9, half[2] * 0.5).moved(*face))
    for side in (1, -1):
        place = face + shift(side * head * 0.7, -head * 0.5, half[2] * 0.2)
        eyes.add(assembly, detail, place, head * rng.uniform(0.16, 0.32), (side * 0.8, -0.8, 0.4))
    rows = [(half[0] * 0.7, y * half[1], height, a) for y, a in ((-0.7, 35.0), (0.0, 0.0), (0.6, -35.0))]
    add_legs(assembly, rng, detail, rows, (rng.uniform(0.2, 0.4), rng.uniform(0.0, 0.08), rng.uniform(0.012, 0.03)))
    if rng.random() < 0.8:
        root = face + shift(head * 0.35, -head * 0.7, half[2] * 0.2)
        add_feelers(assembly, rng, detail, root, rng.uniform(0.12, 0.3), rng.random() < 0.4)
    kind = rng.random()
    if kind < 0.2:
        tip = face + shift(0, -head * 0.8, 0)
        path = [tip, tip + shift(0, -0.12, 0.06), tip + shift(0, -rng.uniform(0.15, 0.25), rng.uniform(0.1, 0.3))]
        assembly.add("beetle.horn", detail.tube(path, [0.04, 0.03, 0.012]))
    elif kind < 0.4:
        for side in (1, -1):
            start = face + shift(side * head * 0.4, -head * 0.7, 0)
            jaw = [start, start + shift(side * 0.09, -0.1, 0.01), start + shift(-side * 0.02, -0.22, 0.03)]
            assembly.add("beetle.horn", detail.tube(jaw, [0.03, 0.026, 0.008]))
    if rng.random() < 0.45:
        size = half[0] * rng.uniform(0.12, 0.24)
        for u, v in rng.permutation([(0.5, 0.5), (-0.4, 0.45), (0.1, 0.95), (0.6, 1.1), (-0.45, 1.05)])[
            : rng.integers(2, 6)
        ]:
            swell = np.cos(u) ** 0.7
            way = shift(np.sin(v) * swell, np.sin(u), np.cos(v) * swell)
            for side in (1, -1):
                place = way * half * np.array([side, 1, 1]) + shift(0, 0, height)
                assembly.add("beetle.spot", detail.small(size, size, size * 0.4).moved(*place))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"spider": spider, "ant": ant, "beetle": beetle}
