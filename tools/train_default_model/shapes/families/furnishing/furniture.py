"""Families of furniture that is not sat on: tables, desks, beds, cabinets, shelves."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve, smooth_profile, turned_profile
from ...joinery import between, leg_piece
from ...primitives import ball, bar, box, cushion, lathe, rod, sweep, turned


def table(rng: np.random.Generator) -> LabelledObject:
    """A table: round or rectangular top on legs or a pedestal; sometimes apron and stretchers."""
    assembly = Assembly("table", "table", "dining table", "coffee table", "side table")
    width, height = rng.uniform(0.5, 1.6), rng.uniform(0.35, 0.8)
    depth = width * rng.uniform(0.45, 1.0)
    thickness, bevel = rng.uniform(0.02, 0.07), rng.uniform(0.05, 0.45)
    rounded = rng.random() < 0.35
    if rounded:
        edge = thickness * bevel
        top = turned(
            [(width / 2 - edge, 0), (width / 2, edge), (width / 2, thickness - edge), (width / 2 - edge, thickness)], 48
        )
        top = top.moved(z=-thickness / 2).scaled(1, rng.choice([1.0, rng.uniform(0.6, 1.0)]), 1)
    else:
        top = box(width, depth, thickness, bevel, inner=8)
    assembly.add("tabletop", top.moved(z=height))
    radius = rng.uniform(0.018, 0.05)
    if rng.random() < (0.55 if rounded else 0.12):
        column = (
            turned(turned_profile(rng, height, radius * 2.2, 0.4), 28)
            if rng.random() < 0.6
            else rod((0, 0, 0.02), (0, 0, height), radius * rng.uniform(1.0, 2.0))
        )
        if rng.random() < 0.5:
            foot = [
                lathe(smooth_profile([(width * 0.3, 0), (width * 0.28, 0.02), (radius * 2, 0.06), (0, 0.065)], 12), 40)
            ]
        else:
            reach = width * rng.uniform(0.25, 0.38)
            path = smooth_curve([(0, 0, height * 0.35), (reach * 0.5, 0, height * 0.2), (reach, 0, 0.02)], 12)
            foot = [sweep(path, np.linspace(1.3, 0.8, 12) * radius).rotated("z", 45 + 360 * k / 3) for k in range(3)]
        assembly.add("pedestal", column, *foot)
        return assembly.finish()
    kind, splay = int(rng.integers(6)), rng.choice([0.0, rng.uniform(0.0, 0.1)])
    piece = leg_piece(rng, kind, height, radius)
    reach_x, reach_y = (width * 0.31, width * 0.31) if rounded else (width / 2 - radius * 1.6, depth / 2 - radius * 1.6)
    for sx in (-1, 1):
        for sy in (-1, 1):
            leg = piece.rotated("z", np.degrees(np.arctan2(sy, sx)) + 45.0) if kind == 4 else piece
            x, y = sx * reach_x, sy * reach_y * (0.85 if rounded else 1.0)
            assembly.add("leg", between(leg, (x + sx * splay, y + sy * splay, 0), (x, y, height - thickness * 0.4)))
    if not rounded and rng.random() < 0.55:
        tall = rng.uniform(0.05, 0.12)
        z = height - thickness / 2 - tall / 2
        sides = [box(reach_x * 2, 0.02, tall, 0.1, inner=6).moved(y=sy * reach_y, z=z) for sy in (-1, 1)]
        sides += [box(0.02, reach_y * 2, tall, 0.1, inner=4).moved(x=sx * reach_x, z=z) for sx in (-1, 1)]
        assembly.add("apron", *sides)
        if rng.random() < 0.4:
            for x in (0.0,) if rng.random() < 0.5 else (-reach_x * 0.5, reach_x * 0.5):
                wide = reach_x * 0.7
                assembly.add("drawer", box(wide, 0.02, tall * 0.8, 0.15).moved(x, -reach_y - 0.015, z))
                assembly.add("knob", ball(0.015, segments=12).moved(x, -reach_y - 0.035, z))
    if rng.random() < 0.25:
        z = height * rng.uniform(0.12, 0.35)
        for sy in (-1, 1):
            assembly.add("stretcher", rod((-reach_x, sy * reach_y, z), (reach_x, sy * reach_y, z), radius * 0.6))
    elif rng.random() < 0.2:
        assembly.add("shelf", box(reach_x * 2, reach_y * 2, 0.02, 0.2).moved(z=height * rng.uniform(0.2, 0.4)))
    return assembly.finish()


def desk(rng: np.random.Generator) -> LabelledObject:
    """A writing desk: top, drawer block on one or both sides, legs or panels."""
    assembly = Assembly("desk", "desk", "writing desk", "table")
    width, depth, height = rng.uniform(1.0, 1.6), rng.uniform(0.5, 0.75), rng.uniform(0.68, 0.8)
    assembly.add("tabletop", box(width, depth, rng.uniform(0.025, 0.06), 0.2, inner=8).moved(z=height))
    block, feet = rng.uniform(0.25, 0.4), rng.uniform(0.0, 0.15)
    sides = (1, -1) if rng.random() < 0.4 else (int(rng.choice([-1, 1])),)
    rows = int(rng.integers(2, 5))
    for side in (-1, 1):
        x = side * (width / 2 - block / 2 - 0.02)
        if side in sides:
            tall = height - feet
            assembly.add("cabinet", box(block, depth * 0.92, tall, 0.03, inner=4).moved(x, 0, feet + tall / 2))
            for row in range(rows):
                z = feet + tall * (row + 0.5) / rows
                assembly.add(
                    "drawer",
                    box(block * 0.9, 0.02, tall / rows * 0.85, 0.15).moved(x, -depth * 0.46 - 0.008, z),
                )
                assembly.add("knob", ball(0.016, segments=12).moved(x, -depth * 0.46 - 0.03, z))
            if feet > 0.03:
                for dx in (-block * 0.42, block * 0.42):
                    for y in (-depth * 0.4, depth * 0.4):
                        assembly.add("leg", rod((x + dx, y, 0), (x + dx, y, feet + 0.02), 0.018, 0.026))
        elif rng.random() < 0.6:
            for y in (-depth * 0.43, depth * 0.43):
                edge = side * (width / 2 - 0.05)
                assembly.add("leg", bar((edge, y, 0), (edge, y, height), 0.025, 0.025))
        else:
            assembly.add(
                "leg", box(0.035, depth * 0.9, height, 0.1, inner=4).moved(side * (width / 2 - 0.05), 0, height / 2)
            )
    return assembly.finish()


def bed(rng: np.random.Generator) -> LabelledObject:
    """A bed: frame, headboard, mattress, pillows, blanket, legs."""
    assembly = Assembly("bed", "bed", "double bed", "single bed")
    width, length = rng.uniform(0.8, 1.8), rng.uniform(1.8, 2.1)
    leg, rail = rng.uniform(0.05, 0.25), rng.uniform(0.1, 0.2)
    thick = rng.uniform(0.14, 0.28)
    frame = box(width * 1.04, length * 1.02, rail, rng.uniform(0.05, 0.3), inner=6).moved(z=leg + rail / 2)
    assembly.add("bedframe", frame)
    assembly.add("mattress", cushion(width, length, thick, 0.05, 0.3).moved(z=leg + rail + thick * 0.35))
    top = leg + rail + thick * 0.85
    high = top + rng.uniform(0.2, 0.6)
    kind = rng.integers(3)
    y = length / 2 + 0.04
    if kind == 0:
        panel = box(width * 1.06, 0.06, high, rng.uniform(0.1, 0.4), inner=8).moved(y=y, z=high / 2)
        assembly.add("headboard", panel.bowed(-rng.uniform(0.0, 0.2) * high, 0, 2))
    elif kind == 1:
        pieces = [rod((x, y, 0), (x, y, high), 0.03) for x in (-width / 2, width / 2)]
        pieces += [rod((x, y, leg), (x, y, high * 0.95), 0.014, sides=8) for x in np.linspace(-0.4, 0.4, 7) * width]
        pieces += [rod((-width / 2, y, z), (width / 2, y, z), 0.022) for z in (high * 0.95, leg + rail)]
        pieces += [ball(0.045, segments=14).moved(x, y, high) for x in (-width / 2, width / 2)]
        assembly.add("headboard", *pieces)
    else:
        assembly.add(
            "headboard", cushion(width * 1.05, high * 0.7, 0.1, 0.2).rotated("x", 90).moved(y=y, z=high * 0.65)
        )
    if rng.random() < 0.4:
        low = leg + rail + rng.uniform(0.1, 0.3)
        assembly.add("footboard", box(width * 1.06, 0.06, low, 0.2, inner=6).moved(y=-y, z=low / 2))
    count = 1 if width < 1.1 else 2
    for k in range(count):
        x = (k + 0.5) / count * width - width / 2
        pillow = cushion(width / count * 0.8, 0.38, 0.13, 0.4, 0.45).rotated("x", rng.uniform(0, 25))
        assembly.add("pillow", pillow.moved(x, length / 2 - 0.26, top + 0.05))
    if rng.random() < 0.7:
        cover = length * rng.uniform(0.35, 0.72)
        blanket = box(width * 1.05, cover, thick * 1.05, 0.3, inner=8, soft=True).wobbled(rng, 0.004, 6.0)
        assembly.add("blanket", blanket.moved(0, -length / 2 + cover / 2 - 0.02, leg + rail + thick * 0.45))
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, z = sx * width * 0.48, leg + 0.03
            assembly.add("leg", rod((x, sy * length * 0.46, 0), (x, sy * length * 0.46, z), 0.03, 0.04))
    return assembly.finish(("z", float(rng.choice([0.0, 0.0, 90.0, -90.0, 60.0]))))


def cabinet(rng: np.random.Generator) -> LabelledObject:
    """A dresser, chest of drawers or cupboard: case, drawers or doors, knobs, feet."""
    assembly = Assembly("cabinet", "cabinet", "dresser", "chest of drawers", "cupboard", "wardrobe")
    width, depth, height = rng.uniform(0.5, 1.3), rng.uniform(0.35, 0.5), rng.uniform(0.5, 1.6)
    feet = rng.uniform(0.04, 0.2)
    assembly.add("cabinet", box(width, depth, height, 0.03, inner=6).moved(z=feet + height / 2))
    if rng.random() < 0.6:
        assembly.add("tabletop", box(width * 1.06, depth * 1.08, 0.035, 0.3, inner=6).moved(z=feet + height + 0.012))
    rows, columns = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    key = "door" if rows == 1 else "drawer"
    for row in range(rows):
        for column in range(columns):
            x = (column + 0.5) / columns * width * 0.94 - width * 0.47
            z = feet + height * (0.03 + 0.94 * (row + 0.5) / rows)
            wide, tall = width * 0.94 / columns * 0.92, height * 0.94 / rows * 0.92
            assembly.add(key, box(wide, 0.025, tall, 0.2).moved(x, -depth / 2 - 0.008, z))
            front = -depth / 2 - 0.03
            if key == "door":
                assembly.add(
                    "knob",
                    ball(0.02, segments=12).moved(x + wide * (0.4 if column % 2 == 0 else -0.4), front - 0.01, z),
                )
            elif columns == 1 and width > 0.7:
                assembly.add_each(
                    "knob", *(ball(0.02, segments=12).moved(x + dx * wide, front - 0.01, z) for dx in (-0.25, 0.25))
                )
            else:
                path = smooth_curve(
                    [
                        (x - 0.06, front + 0.02, z),
                        (x - 0.05, front - 0.02, z),
                        (x + 0.05, front - 0.02, z),
                        (x + 0.06, front + 0.02, z),
                    ],
                    12,
                )
                assembly.add("knob", sweep(path, 0.009))
    piece = leg_piece(rng, int(rng.choice([0, 1, 2, 3, 4, 5])), feet, 0.03)
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * (width / 2 - 0.06), sy * (depth / 2 - 0.06)
            assembly.add("leg", between(piece, (x, y, 0), (x, y, feet + 0.01)))
    return assembly.finish(("z", float(rng.uniform(-25, 25))))


def shelf(rng: np.random.Generator) -> LabelledObject:
    """A bookshelf: frame, boards, books."""
    assembly = Assembly("bookshelf", "bookshelf", "shelf", "bookcase")
    width, depth, height = rng.uniform(0.5, 1.1), rng.uniform(0.22, 0.35), rng.uniform(0.7, 1.8)
    thick = rng.uniform(0.02, 0.04)
    frame = [box(thick, depth, height, 0.1, inner=6).moved(x, 0, height / 2) for x in (-width / 2, width / 2)]
    frame.append(box(width, thick, height, 0.1, inner=6).moved(y=depth / 2, z=height / 2))
    assembly.add("shelf.frame", *frame)
    rows = int(rng.integers(2, 6))
    for row in range(rows + 1):
        z = thick + (height - 2 * thick) * row / rows
        assembly.add("shelf", box(width - thick, depth, thick, 0.1, inner=6).moved(z=z))
        x = -width / 2 + thick * 1.2
        if row == rows or rng.random() < 0.25:
            continue
        end = rng.uniform(-0.1, width / 2 - 0.06)
        while x < end:
            wide, tall = rng.uniform(0.025, 0.07), (height / rows - thick) * rng.uniform(0.55, 0.9)
            assembly.add(
                "book",
                box(wide * 0.95, depth * rng.uniform(0.6, 0.85), tall, 0.08, inner=1).moved(
                    x + wide / 2, -0.02, z + thick / 2 + tall / 2
                ),
            )
            x += wide
    return assembly.finish(("z", float(rng.uniform(-30, 30))))


FAMILIES: Families = {
    "table": table,
    "desk": desk,
    "bed": bed,
    "cabinet": cabinet,
    "bookshelf": shelf,
}
