"""What four-legged animals are put together from: proportions, body, legs, head, tail, looking along -Y."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...assembly import Assembly
from ...bodies import Detail, drawn_detail, shift
from ...geometry import FloatArray
from ...primitives import box

Range = tuple[float, float]


@dataclass(frozen=True)
class Build:
    """Ranges that the proportions of a four-legged animal are drawn from, in heights at the shoulder (about).

    Args:
        length: of the trunk.
        girth: half thickness of the trunk.
        leg: length of the legs.
        limb: radius of a leg at its top.
        slim: radius of a leg below, as a fraction of that.
        neck: length, and its angle above the horizontal in degrees.
        head: half length of the head without the snout.
        snout: length, and thickness as a fraction of the head's.
        tail: length, radius and angle below the horizontal in degrees.
        foot: key of the feet's part, "" for none; and their size in leg radii.
        belly: how far the belly hangs, as a fraction of the girth.
    """

    length: Range
    girth: Range
    leg: Range
    limb: Range
    slim: Range
    neck: tuple[Range, Range]
    head: Range
    snout: tuple[Range, Range]
    tail: tuple[Range, Range, Range]
    foot: str = ""
    foot_size: Range = field(default=(1.1, 1.4))
    belly: Range = field(default=(0.0, 0.25))


@dataclass(frozen=True, eq=False)
class Beast:
    """An animal whose trunk, neck and legs stand already; where its head, back and tail are.

    Args:
        detail: how finely it is modelled.
        head: centre of the head (3,).
        size: half axes of the head (3,).
        snout: tip of the snout (3,).
        snout_radius: its thickness.
        back: points along the top of neck and back (K, 3), from the head to the tail.
        girth: half thickness of the trunk.
        leg: height of the belly.
        feet: where the legs stand, front ones first (4, 3).
    """

    detail: Detail
    head: FloatArray
    size: FloatArray
    snout: FloatArray
    snout_radius: float
    back: FloatArray
    girth: float
    leg: float
    feet: FloatArray


def add_beast(assembly: Assembly, rng: np.random.Generator, build: Build, whole: float = 0.35) -> Beast:
    """Adds trunk, neck, legs with feet, head, snout and tail.

    Args:
        assembly: what they are added to.
        rng: draws everything within the ranges.
        build: the ranges.
        whole: chance that neck and legs are part of the body, as with sculpted animals.
    """
    detail = drawn_detail(rng, 0.12)
    length, girth, leg = (rng.uniform(*r) for r in (build.length, build.girth, build.leg))
    sag = rng.uniform(*build.belly) * girth
    level = leg + girth * 0.9
    front, rear = -length / 2, length / 2
    hump = rng.uniform(-0.05, 0.15) * girth
    spine = [
        (0, front, level + hump),
        (0, front * 0.4, level - sag * 0.4),
        (0, rear * 0.4, level - sag * 0.4),
        (0, rear, level + hump * 0.5),
    ]
    flat = rng.uniform(0.75, 1.0)
    thick = np.array([rng.uniform(0.85, 1.0), 0.98, 0.95 + sag * 0.5, rng.uniform(0.75, 0.95)]) * girth
    trunk = [detail.tube(spine, np.stack([thick * flat, thick], axis=1), side=(1, 0, 0))]
    neck, rise = rng.uniform(*build.neck[0]), np.radians(rng.uniform(*build.neck[1]))
    way = shift(0, -np.cos(rise), np.sin(rise))
    chest = shift(0, front, level + hump + girth * 0.25)
    long = rng.uniform(*build.head)
    size = np.array([long * rng.uniform(0.6, 0.85), long, long * rng.uniform(0.7, 0.95)])
    head = chest + way * (neck + girth * 0.5)
    thick_neck = [min(girth * 0.75, neck * 0.5 + size[0]), size[0] * rng.uniform(0.75, 1.0)]
    neck_piece = detail.tube(
        [chest + shift(0, girth * 0.3, -girth * 0.1), (chest + head) / 2, head],
        [thick_neck[0], np.mean(thick_neck), thick_neck[1]],
    )
    radius, slim = rng.uniform(*build.limb), rng.uniform(*build.slim)
    foot_size = rng.uniform(*build.foot_size)
    legs, feet, stands = [], [], []
    for y in (front * 0.78, rear * 0.85):
        bend = (0.03 if y < 0 else -0.05) * leg
        for side in (1, -1):
            x = side * max(girth * flat - radius * 0.9, radius)
            points = [
                (x * 0.9, y, level),
                (x, y - bend * 0.6, leg * 0.85),
                (x, y - bend, leg * 0.45),
                (x, y, radius * slim * 0.7),
            ]
            stands.append((x, y - radius * slim * foot_size * 1.3, 0.0))
            legs.append(detail.tube(points, np.array([1.35 if y > 0 else 1.15, 1.0, slim * 1.1, slim]) * radius))
            if build.foot:
                low = radius * slim * foot_size
                foot = (
                    detail.lump(low, low * 1.3, low * 0.7).moved(x, y - low * 0.35, low * 0.6)
                    if build.foot == "paw"
                    else box(low * 1.8, low * 2, low * 1.3, 0.2).tapered(0.8).moved(x, y - low * 0.1, low * 0.6)
                )
                feet.append(foot)
    if rng.random() < whole:
        assembly.add("animal.body", *trunk, neck_piece, *legs)
    else:
        if neck > 0.6 * girth and rng.random() < 0.6:
            assembly.add("animal.body", *trunk)
            assembly.add("animal.neck", neck_piece)
        else:
            assembly.add("animal.body", *trunk, neck_piece)
        assembly.add_each("animal.leg", *legs)
    if feet:
        assembly.add_each(build.foot, *feet)
    tip, snout_radius = _add_head(assembly, rng, build, detail, head, size)
    rear_top = shift(0, rear + thick[3] * 0.6, level + thick[3] * 0.5)
    far, tail_radius, drop = (rng.uniform(*r) for r in build.tail)
    fall = shift(0, np.cos(np.radians(drop)), -np.sin(np.radians(drop)))
    sway = shift(rng.uniform(-0.15, 0.15) * far, 0, 0)
    middle = rear_top + fall * far * 0.5 + sway + shift(0, far * 0.12, far * 0.08)
    assembly.add(
        "animal.tail",
        detail.tube(
            [rear_top - fall * far * 0.1, middle, rear_top + fall * far],
            [tail_radius, tail_radius * 0.8, tail_radius * rng.uniform(0.3, 0.9)],
        ),
    )
    crest = chest + shift(0, 0, girth * 0.4)
    behind = np.array([0, size[1] * 0.5, size[2] * 0.8])
    back = np.array(
        [
            head + behind,
            (head + crest) / 2 + behind * 0.7,
            crest + shift(0, girth * 0.3, girth * 0.3),
            (0, 0, level + girth * 0.9),
            rear_top,
        ]
    )
    return Beast(detail, head, size, tip, snout_radius, back, girth, leg, np.array(stands))


def _add_head(
    assembly: Assembly, rng: np.random.Generator, build: Build, detail: Detail, head: FloatArray, size: FloatArray
) -> tuple[FloatArray, float]:
    """Adds skull, snout and nose; returns tip (3,) and thickness of the snout."""
    reach, thick = rng.uniform(*build.snout[0]), rng.uniform(*build.snout[1]) * size[2]
    start = head + shift(0, -size[1] * 0.35, -size[2] * 0.2)
    tip = start + shift(0, -reach - size[1] * 0.45, -reach * rng.uniform(0.1, 0.45))
    skull = detail.lump(*size).moved(*head)
    flat = rng.uniform(0.85, 1.1)
    snout = detail.tube(
        [start, (start + tip) / 2, tip],
        [(thick * 1.25 * flat, thick * 1.25), (thick * 1.05 * flat, thick), (thick * 0.85 * flat, thick * 0.8)],
        side=(1, 0, 0),
    )
    if rng.random() < 0.5:
        assembly.add("animal.head", skull)
        assembly.add("snout", snout)
    else:
        assembly.add("animal.head", skull, snout)
    if rng.random() < 0.5:
        nose = detail.small(thick * 0.45, thick * 0.3, thick * 0.35).moved(
            *(tip + shift(0, -thick * 0.55, thick * 0.35))
        )
        assembly.add("nose.tip", nose)
    return tip, thick


def add_eyes(assembly: Assembly, rng: np.random.Generator, beast: Beast, size: Range = (0.12, 0.24)) -> None:
    """Adds two eyes; `size` in half widths of the head."""
    radius = beast.size[0] * rng.uniform(*size)
    sideways, up = rng.uniform(0.5, 0.85), rng.uniform(0.15, 0.4)
    depth = np.sqrt(max(1 - sideways**2 - up**2, 0.05)) * 0.95
    for side in (1, -1):
        place = beast.head + beast.size * shift(side * sideways, -depth, up)
        assembly.add("eye", beast.detail.small(radius).moved(*place))


def add_ears(
    assembly: Assembly, rng: np.random.Generator, beast: Beast, length: Range, width: Range, lean: Range
) -> None:
    """Adds two ears.

    Args:
        assembly: what they are added to.
        rng: draws within the ranges.
        beast: whose ears.
        length: in half heights of the head.
        width: half width, as a fraction of the length.
        lean: degrees that they lean out sideways; over 90 they hang.
    """
    tall = rng.uniform(*length) * beast.size[2]
    wide, out = rng.uniform(*width) * tall, rng.uniform(*lean)
    pointed = rng.random() < 0.5
    for side in (1, -1):
        radii = [(wide * 0.6, wide * 0.3), (wide, wide * 0.3), (wide * (0.1 if pointed else 0.7), wide * 0.15)]
        ear = beast.detail.tube([(0, 0, 0), (0, 0, tall * 0.5), (0, 0, tall)], radii, side=(1, 0, 0))
        place = beast.head + beast.size * shift(side * 0.55, 0.25, 0.7 if out < 70 else 0.5)
        assembly.add("ear.animal", ear.rotated("y", side * out).moved(*place))


def add_horns(assembly: Assembly, rng: np.random.Generator, beast: Beast, length: Range) -> None:
    """Adds two horns that curve out and up; `length` in half heights of the head."""
    tall, thick = rng.uniform(*length) * beast.size[2], beast.size[0] * rng.uniform(0.15, 0.25)
    out, ahead = rng.uniform(0.2, 0.8), rng.uniform(-0.4, 0.3)
    for side in (1, -1):
        root = beast.head + beast.size * shift(side * 0.45, 0.1, 0.8)
        middle = root + shift(side * tall * out, -tall * ahead * 0.3, tall * 0.35)
        end = middle + shift(side * tall * 0.1, -tall * ahead, tall * 0.6)
        assembly.add("horn", beast.detail.tube([root, middle, end], [thick, thick * 0.75, thick * 0.1]))
