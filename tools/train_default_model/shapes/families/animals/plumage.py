"""What birds are put together from: trunk with neck and head, beak, wings, tail, legs; looking along -Y."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...assembly import Assembly
from ...bodies import Detail, shift
from ...eyes import drawn_eyes, pointed
from ...geometry import FloatArray, Geometry, merged
from ...primitives import leaf, sheet

Range = tuple[float, float]


@dataclass(frozen=True)
class Kind:
    """Ranges that a bird's proportions are drawn from; the trunk is 1 long.

    Args:
        pitch: degrees that the trunk is raised in front; 90 stands upright.
        girth: half thickness of the trunk.
        neck: length of the neck, and degrees above the horizontal.
        head: radius.
        beak: length in head radii, thickness likewise, how far its tip hooks down, and flatness (1 is round).
        leg: length below the trunk.
        tail: length, width, and degrees that it is raised.
        webbed: chance of webbed feet.
    """

    pitch: Range
    girth: Range
    neck: tuple[Range, Range]
    head: Range
    beak: tuple[Range, Range, Range, Range]
    leg: Range
    tail: tuple[Range, Range, Range]
    webbed: float = 0.0


@dataclass(frozen=True, eq=False)
class Bird:
    """A bird whose trunk and head stand already.

    Args:
        detail: how finely it is modelled.
        trunk: rear, middle and front of the trunk's axis (3, 3).
        girth: half thickness of the trunk.
        head: centre of the head (3,).
        size: radius of the head.
    """

    detail: Detail
    trunk: FloatArray
    girth: float
    head: FloatArray
    size: float


def add_bird(assembly: Assembly, rng: np.random.Generator, kind: Kind, detail: Detail) -> Bird:
    """Adds trunk, neck, head and beak with the trunk's lowest point at the legs' length."""
    pitch, girth = np.radians(rng.uniform(*kind.pitch)), rng.uniform(*kind.girth)
    way = shift(0, -np.cos(pitch), np.sin(pitch))
    trunk = np.array([-0.5 * way, shift(0, 0, -0.12 * girth * np.cos(pitch)), 0.42 * way])
    sizes = np.array([rng.uniform(0.25, 0.55), 1.0, rng.uniform(0.6, 0.85)]) * girth
    flat = rng.uniform(0.85, 1.05)
    body = detail.tube(trunk, np.stack([sizes * flat, sizes], axis=1), side=(1, 0, 0))
    lift = rng.uniform(*kind.leg) - float(body.vertices[:, 2].min())
    trunk = trunk + shift(0, 0, lift)
    body = body.moved(z=lift)
    long, rise = rng.uniform(*kind.neck[0]), np.radians(rng.uniform(*kind.neck[1]))
    size = rng.uniform(*kind.head)
    start = trunk[2] + shift(0, 0, 0.1 * girth)
    up = shift(0, -np.cos(rise), np.sin(rise))
    head = start + up * (long + size * 0.8)
    bend = shift(0, -rng.uniform(-0.3, 0.5) * long, 0.0)
    neck = detail.tube(
        [start - way * 0.12, (start + head) / 2 + bend, head], [sizes[2] * 0.85, size * 0.75, size * 0.7]
    )
    skull = detail.lump(size, size * rng.uniform(1.0, 1.2), size).moved(*head)
    built = rng.random()
    if built < 0.2:
        assembly.add("bird.body", body, neck, skull)
    elif long > 0.2 and built < 0.65:
        assembly.add("bird.body", body)
        assembly.add("bird.neck", neck)
        assembly.add("bird.head", skull)
    elif built < 0.8:
        assembly.add("bird.body", body, neck)
        assembly.add("bird.head", skull)
    else:
        assembly.add("bird.body", body)
        assembly.add("bird.head", skull, neck)
    bird = Bird(detail, trunk, girth, head, size)
    _add_beak(assembly, rng, kind, bird)
    return bird


def _add_beak(assembly: Assembly, rng: np.random.Generator, kind: Kind, bird: Bird) -> None:
    """Adds a beak of one piece, or upper and lower halves."""
    length, thick, hook, flat = (rng.uniform(*r) for r in kind.beak)
    size = bird.size
    root = bird.head + shift(0, -size * 0.85, -size * 0.08)
    tip = root + shift(0, -length, -hook) * size
    middle = (root + tip) / 2 + shift(0, -hook * 0.25, hook * 0.45) * size
    r = thick * size
    upper = bird.detail.tube(
        [root, middle, tip],
        [(r * flat, r), (r * 0.75 * flat, r * 0.7), (r * rng.uniform(0.08, 0.4) * flat, r * 0.15)],
        side=(1, 0, 0),
    )
    pieces = [upper]
    if rng.random() < 0.45:
        low = shift(0, 0, -r * rng.uniform(0.6, 1.0))
        pieces.append(
            bird.detail.tube(
                [root + low, root + low + shift(0, -length * 0.75, -0.05) * size],
                [(r * 0.8 * flat, r * 0.35), (r * 0.3 * flat, r * 0.12)],
                side=(1, 0, 0),
            )
        )
    assembly.add("bird.beak", *pieces)


def add_bird_eyes(assembly: Assembly, rng: np.random.Generator, bird: Bird, size: Range, front: bool = False) -> None:
    """Adds two eyes, at the sides of the head or in `front`; `size` in head radii."""
    style, radius = drawn_eyes(rng), bird.size * rng.uniform(*size)
    out, up = (rng.uniform(0.38, 0.5), 0.15) if front else (rng.uniform(0.65, 0.85), rng.uniform(0.15, 0.4))
    depth = np.sqrt(max(1 - out**2 - up**2, 0.05)) * 0.95
    for side in (1, -1):
        way = shift(side * out, -depth, up)
        style.add(assembly, bird.detail, bird.head + way * bird.size, radius, (0.15 * side, -1, 0) if front else way)


def add_folded_wings(
    assembly: Assembly, rng: np.random.Generator, bird: Bird, length: Range, hang: float = 0.0
) -> None:
    """Adds two wings against the flanks: smooth lumps or layers of feathers.

    Args:
        assembly: what they are added to.
        rng: draws everything.
        bird: whose wings.
        length: as a fraction of the trunk's.
        hang: degrees that the wings stand off.
    """
    long, wide = rng.uniform(*length), bird.girth * rng.uniform(0.6, 0.95)
    axis = bird.trunk[0] - bird.trunk[2]
    shoulder = bird.trunk[2] + axis * 0.12
    layered = int(rng.integers(2, 5)) if rng.random() < 0.45 else 0
    thin = bird.girth * rng.uniform(0.08, 0.2)
    for side in (1, -1):
        if layered:
            parts = [
                sheet_feather(long * (1 - 0.18 * k), wide * (1.0 - 0.12 * k), thin * 0.6).moved(y=thin * 0.6 * k)
                for k in range(layered)
            ]
            wing = merged(parts)
        else:
            radii = [(wide * 0.5, thin), (wide * 0.75, thin * 1.2), (wide * rng.uniform(0.05, 0.4), thin * 0.6)]
            wing = bird.detail.tube([(0, 0, 0), (0, 0, long * 0.4), (0, 0, long)], radii, side=(1, 0, 0))
        # The wing's breadth must lie up and down the flank: its thin direction looks sideways.
        wing = pointed(wing.rotated("z", 90), axis)
        wing = wing.rotated("y", side * -hang).moved(*(shoulder + shift(side * bird.girth * 0.78, 0, 0)))
        assembly.add("bird.wing", wing)


def sheet_feather(length: float, width: float, thickness: float) -> Geometry:
    """A blunt feather along +z, broad along x, thin along y."""
    t = np.linspace(0.0, 1.0, 8)[:, None]
    s = np.linspace(-1.0, 1.0, 4)[None]
    half = width * np.sqrt(np.clip(np.sin(np.pi * np.clip(t, 0.04, 0.97) ** 0.8), 0.02, 1))
    return sheet(np.stack([half * s, 0.06 * width * s**2 + 0 * t, length * t + 0 * s], axis=-1), thickness)


def add_spread_wings(assembly: Assembly, rng: np.random.Generator, bird: Bird, span: Range) -> None:
    """Adds two open wings, as one sheet each or as an arm with feathers; `span` is one wing's length."""
    reach, deep = rng.uniform(*span), rng.uniform(0.3, 0.5)
    rise, sweep_back = rng.uniform(-15, 45), rng.uniform(-0.15, 0.4)
    shoulder = bird.trunk[2] * 0.7 + bird.trunk[0] * 0.3 + shift(0, 0, bird.girth * 0.45)
    feathers = int(rng.integers(5, 13)) if rng.random() < 0.6 else 0
    thin, bend = bird.girth * rng.uniform(0.06, 0.14), rng.uniform(-0.1, 0.3)
    for side in (1, -1):
        t, s = np.linspace(0, 1, 9)[:, None], np.linspace(0, 1, 4)[None]
        deepness = deep * (0.45 if feathers else 1.0) * (1.0 - 0.75 * t**2)
        x, z = reach * t, reach * bend * np.sin(np.pi * t) + 0 * s
        y = sweep_back * reach * t**1.5 - 0.1 * np.sin(np.pi * t) + deepness * s
        wing = sheet(np.stack([x + 0 * s, y, z], axis=-1), thin)
        plumes = []
        for k in range(feathers):
            f = (k + 0.7) / feathers
            root = shift(
                reach * f * 0.97,
                sweep_back * reach * f**1.5 + deep * 0.2 * (1 - 0.7 * f),
                reach * bend * np.sin(np.pi * f),
            )
            plume = leaf(deep * (0.75 + 0.35 * f), reach / feathers * 1.7, 0.05, 0.05, 0.03)
            plumes.append(plume.rotated("z", 90 - 55 * f**1.5).moved(*root))
        turned = [p.moved(y=-deep * 0.3).rotated("y", -rise).scaled(side, 1, 1) for p in (wing, *plumes)]
        turned = [p.moved(*(shoulder + shift(side * bird.girth * 0.6, 0, 0))) for p in turned]
        if plumes and rng.random() < 0.5:
            assembly.add("bird.wing", turned[0])
            assembly.add_each("feather", *turned[1:])
        else:
            assembly.add("bird.wing", *turned)


def add_bird_tail(assembly: Assembly, rng: np.random.Generator, kind: Kind, bird: Bird) -> None:
    """Adds a tail: one sheet, a fan of feathers, or a pointed lump."""
    long, wide, lift = (rng.uniform(*r) for r in kind.tail)
    way = bird.trunk[0] - bird.trunk[1]
    slope = float(np.degrees(np.arctan2(way[2], way[1]))) + lift
    root = bird.trunk[0] - way * 0.15
    form = rng.integers(3)
    if form == 0:
        pieces = [
            bird.detail.tube([(0, 0, 0), (0, long, 0)], [(wide * 0.5, wide * 0.3), (wide * 0.25, 0.02)], side=(1, 0, 0))
        ]
    elif form == 1:
        pieces = [leaf(long, wide * 1.3, 0.0, rng.uniform(-0.2, 0.2), 0.06).rotated("z", 90)]
    else:
        count = int(rng.integers(3, 8))
        pieces = [
            leaf(long * (1 - 0.2 * abs(a)), wide * 0.6, rng.uniform(-0.2, 0.1), 0.1, 0.04)
            .rotated("z", 90 + 28 * a)
            .moved(z=0.006 * k)
            for k, a in enumerate(np.linspace(-1, 1, count))
        ]
    assembly.add("bird.tail", *(p.rotated("x", slope).moved(*root) for p in pieces))


def add_bird_legs(assembly: Assembly, rng: np.random.Generator, kind: Kind, bird: Bird, floor: float = 0.0) -> None:
    """Adds two legs with toes, webs or lumps for feet."""
    detail, thick = bird.detail, bird.girth * rng.uniform(0.07, 0.16)
    middle = bird.trunk[1] * 0.8 + bird.trunk[0] * 0.2
    out, webbed = bird.girth * rng.uniform(0.3, 0.55), rng.random() < kind.webbed
    toe = bird.girth * rng.uniform(0.4, 0.75)
    lumpy, thigh = rng.random() < 0.25, rng.random() < 0.4
    joined = rng.random() < 0.35
    for side in (1, -1):
        hip = shift(side * out, middle[1], middle[2] - bird.girth * 0.6)
        sole = shift(side * out, middle[1] - 0.02, floor + thick)
        knee = (hip + sole) / 2 + shift(0, bird.girth * rng.uniform(0.0, 0.2), 0)
        leg = [detail.tube([hip, knee, sole], [thick * 1.1, thick, thick])]
        if thigh:
            leg.append(detail.lump(thick * 2.6, thick * 3.0, bird.girth * 0.45).moved(*(hip + shift(0, 0, thick))))
        if webbed:
            fan = [leaf(toe * 1.3, toe * 0.9, 0.05, 0.0, 0.1).rotated("z", -90 + a) for a in (-22, 0, 22)]
            foot = [p.moved(*sole) for p in fan[: 3 if rng.random() < 0.7 else 1]]
        elif lumpy:
            foot = [detail.lump(toe * 0.5, toe * 0.75, thick).moved(*(sole + shift(0, -toe * 0.35, 0)))]
        else:
            ways = [np.radians(a) for a in (-128.0, -90.0, -52.0, 90.0)]
            foot = [
                detail.tube(
                    [
                        sole,
                        sole + shift(np.cos(a) * toe * 0.5, np.sin(a) * toe * 0.5, thick * 0.6),
                        sole + shift(np.cos(a) * toe, np.sin(a) * toe, -thick * 0.6),
                    ],
                    [thick, thick * 0.85, thick * 0.3],
                )
                for a in ways
            ]
        if joined:
            assembly.add("bird.leg", *leg, *foot)
        else:
            assembly.add("bird.leg", *leg)
            assembly.add("bird.foot", *foot)
