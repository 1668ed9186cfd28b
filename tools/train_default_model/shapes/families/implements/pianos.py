"""Families of instruments with keys: upright piano, grand piano, accordion."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve, straight
from ...fittings import Make, drawn_make, faced, knob, panel
from ...geometry import Geometry, merged
from ...joinery import leg_piece
from ...primitives import box, cylinder, plate, sweep


def _keys(rng: np.random.Generator, width: float, depth: float, count: int) -> tuple[list[Geometry], list[Geometry]]:
    """White and black keys on z = 0 about x = 0, their front at y = -depth / 2."""
    step = width / count
    high = depth * 0.12
    gap = rng.uniform(0.03, 0.12)
    white = [
        box(step * (1 - gap), depth, high, 0.1, inner=1).moved((k + 0.5) * step - width / 2, 0, high / 2)
        for k in range(count)
    ]
    size = (step * rng.uniform(0.45, 0.65), depth * rng.uniform(0.55, 0.68), high * 1.6)
    black = [
        box(*size, 0.15, inner=1).moved(k * step - width / 2, (depth - size[1]) / 2, high + size[2] * 0.3)
        for k in range(1, count)
        if k % 7 not in (0, 3)
    ]
    return white, black


def _add_keyboard(
    rng: np.random.Generator, a: Assembly, size: tuple[float, float], place: tuple[float, float, float]
) -> None:
    """Keys of (width, depth) on a place: white and black ones as two parts, or one keyboard."""
    white, black = _keys(rng, *size, int(rng.choice([7, 14, 14, 21, 28, 36, 52])))
    if rng.random() < 0.25:
        a.add("piano.keyboard", merged([p.moved(*place) for p in white + black]))
        return
    if rng.random() < 0.3:
        # Artists often model the white keys as one block.
        white = [box(size[0], size[1], size[1] * 0.12, 0.05, inner=4).moved(z=size[1] * 0.06)]
    a.add("piano.white", *(p.moved(*place) for p in white))
    a.add("piano.black", *(p.moved(*place) for p in black))


def _pedals(rng: np.random.Generator, make: Make, y: float, z: float) -> list[Geometry]:
    """Two or three pedals side by side."""
    count, long = int(rng.integers(2, 4)), rng.uniform(0.09, 0.16)
    pedal = make.block(0.045, long, 0.018, 0.3).moved(y=y - long / 2, z=z)
    return [pedal.moved(x=x) for x in (np.arange(count) - (count - 1) / 2) * 0.09]


def upright_piano(rng: np.random.Generator) -> LabelledObject:
    """An upright piano: body, key bed, white and black keys, lid, legs, pedals, music stand."""
    a, make = Assembly("upright piano", "piano", "upright piano"), drawn_make(rng)
    wide, tall, deep = rng.uniform(1.2, 1.55), rng.uniform(1.0, 1.35), rng.uniform(0.3, 0.42)
    bed, reach = rng.uniform(0.58, 0.7), rng.uniform(0.22, 0.32)
    front = -deep / 2
    side = 0.05
    if rng.random() < 0.4:
        outline = np.array(
            [
                (deep / 2, 0),
                (deep / 2, tall),
                (front, tall),
                (front, bed + 0.16),
                (front - reach, bed + 0.08),
                (front - reach, bed - 0.1),
                (front, bed - 0.14),
                (front, 0),
            ]
        )
        dense = np.concatenate([straight(p, q, 3)[:-1] for p, q in zip(outline, np.roll(outline, -1, 0), strict=True)])
        cheek = plate(dense, side, 0.05).rotated("z", 90)
        pieces = [cheek.moved(x=s * (wide - side) / 2) for s in (-1, 1)]
        pieces.append(make.block(wide - 2 * side, deep * 0.9, tall * 0.98, 0.02).moved(z=tall * 0.49))
    else:
        pieces = [make.block(wide, deep, tall, rng.uniform(0.01, 0.08)).moved(z=tall / 2)]
        pieces += [
            make.block(side, reach, 0.2, 0.1).moved(s * (wide - side) / 2, front - reach / 2, bed + 0.03)
            for s in (-1, 1)
        ]
        if rng.random() < 0.5:
            pieces.append(make.block(wide * 1.03, deep * 1.05, 0.09, 0.1).moved(z=0.045))
    a.add("piano.body", *pieces)
    key_bed = make.block(wide - side, reach, 0.08, 0.1).moved(y=front - reach / 2, z=bed - 0.04)
    a.add("piano.keybed", key_bed)
    _add_keyboard(rng, a, (wide - 2.2 * side, reach * 0.62), (0, front - reach * 0.6, bed))
    if rng.random() < 0.7:
        thick = rng.uniform(0.025, 0.05)
        a.add("piano.lid", make.block(wide * 1.03, deep * 1.12, thick, 0.2).moved(y=-deep * 0.03, z=tall + thick / 2))
    if rng.random() < 0.5:
        a.add(
            "piano.fallboard",
            make.block(wide - 2 * side, 0.02, reach * 0.6, 0.2)
            .rotated("x", -15)
            .moved(y=front - 0.03, z=bed + reach * 0.32),
        )
    if rng.random() < 0.5:
        rise = (tall - bed) * 0.5
        ledge = make.block(wide * 0.5, 0.05, 0.015).moved(y=front - 0.06, z=bed + (tall - bed) * 0.35)
        a.add(
            "piano.stand",
            ledge,
            panel(wide * 0.48, rise, 0.03, 0.015)
            .rotated("x", -8)
            .moved(y=front - 0.025, z=bed + (tall - bed) * 0.35 + rise / 2),
        )
    if rng.random() < 0.5:
        for x in (-0.25, 0.25) if rng.random() < 0.4 else (0.0,):
            a.add(
                "piano.panel",
                panel(wide * (0.44 if x else 0.86), bed * 0.68, 0.02, 0.02).moved(
                    x * wide * 0.95, front - 0.002, bed * 0.45
                ),
            )
    if rng.random() < 0.75:
        kind = int(rng.choice([0, 2, 3, 3, 4, 5]))
        leg = leg_piece(rng, kind, bed - 0.07, 0.045)
        for s in (-1, 1):
            foot = [leg.moved(s * (wide / 2 - 0.06), front - reach * 0.8, 0)]
            if rng.random() < 0.5:
                foot.append(make.block(0.09, reach, 0.05, 0.2).moved(s * (wide / 2 - 0.06), front - reach / 2, 0.03))
            a.add("piano.leg", *foot)
    if rng.random() < 0.8:
        a.add_each("piano.pedal", *_pedals(rng, make, front, 0.06))
    return a.finish(faced(rng))


def grand_piano(rng: np.random.Generator) -> LabelledObject:
    """A grand piano: wing-shaped body, raised or closed lid, keys, three legs, pedals on a lyre."""
    a, make = Assembly("grand piano", "piano", "grand piano"), drawn_make(rng)
    wide, long = rng.uniform(1.35, 1.55), rng.uniform(1.3, 2.5)
    under, thick = rng.uniform(0.55, 0.68), rng.uniform(0.28, 0.38)
    w = wide / 2
    corner = [(-w, 0.0), (w, 0.0), (w, 0.35 * long)]
    bend = smooth_curve(
        [
            (w, 0.35 * long),
            (w * 0.8, 0.55 * long),
            (w * 0.1, 0.75 * long),
            (-w * 0.25, 0.95 * long),
            (-w * 0.65, long),
            (-w, 0.88 * long),
        ],
        20,
    )
    outline = np.concatenate(
        [
            straight(corner[0], corner[1], 5)[:-1],
            straight(corner[1], corner[2], 3)[:-1],
            bend,
            straight(bend[-1], corner[0], 5)[1:-1],
        ]
    )

    def slab(height: float, grow: float = 1.0) -> Geometry:
        middle = outline.mean(axis=0)
        return plate((outline - middle) * grow + middle, height, 0.08).rotated("x", -90)

    top = under + thick
    reach = 0.32
    body = [slab(thick).moved(z=under + thick / 2)]
    body += [
        make.block(0.07, reach, thick * 0.8, 0.15).moved(s * (w - 0.035), -reach / 2, under + thick * 0.42)
        for s in (-1, 1)
    ]
    body.append(make.block(wide, reach, thick * 0.35, 0.1).moved(y=-reach / 2, z=under + thick * 0.18))
    a.add("piano.body", *body)
    _add_keyboard(rng, a, (wide - 0.18, 0.18), (0, -reach * 0.58, under + thick * 0.36))
    if rng.random() < 0.6:
        a.add(
            "piano.fallboard",
            make.block(wide - 0.15, 0.02, thick * 0.5).rotated("x", -12).moved(y=-0.03, z=under + thick * 0.65),
        )
    lid = slab(0.025, 1.03)
    if rng.random() < 0.65:
        tilt = rng.uniform(20, 45)
        a.add("piano.lid", lid.moved(x=w).rotated("y", -tilt).moved(x=-w, z=top + 0.02))
        x = w * 0.85
        a.add(
            "piano.prop",
            make.rod(
                (x, 0.25 * long, top), (x * 0.8, 0.25 * long, top + (x * 0.8 + w) * np.tan(np.radians(tilt))), 0.012
            ),
        )
        a.add("piano.strings", slab(0.01, 0.9).moved(z=top + 0.006))
    else:
        a.add("piano.lid", lid.moved(z=top + 0.014))
    if rng.random() < 0.7:
        a.add("piano.stand", panel(wide * 0.5, 0.22, 0.02, 0.015).rotated("x", -20).moved(y=0.1, z=top + 0.12))
    leg = leg_piece(rng, int(rng.choice([0, 2, 3, 3, 5])), under + 0.02, rng.uniform(0.05, 0.09))
    for x, y in ((-w * 0.85, 0.02), (w * 0.85, 0.02), (-w * 0.55, long * 0.82)):
        pieces = [leg.moved(x, y, 0.0)]
        if rng.random() < 0.4:
            pieces.append(make.disc(0.035, 0.025, "x").moved(x, y, 0.03))
        a.add("piano.leg", *pieces)
    if rng.random() < 0.85:
        post = [make.rod((x, 0.15, 0.1), (x, 0.15, under), 0.015) for x in (-0.07, 0.07)]
        a.add("piano.lyre", *post, make.block(0.3, 0.12, 0.06).moved(y=0.15, z=0.1))
        a.add_each("piano.pedal", *_pedals(rng, make, 0.1, 0.09))
    return a.finish(faced(rng))


def accordion(rng: np.random.Generator) -> LabelledObject:
    """An accordion: two cases, bellows between, piano keys, bass buttons, straps, grille."""
    a, make = Assembly("accordion", "accordion", "squeezebox"), drawn_make(rng)
    tall, deep = rng.uniform(0.32, 0.45), rng.uniform(0.16, 0.22)
    right, left, span = rng.uniform(0.08, 0.14), rng.uniform(0.08, 0.13), rng.uniform(0.1, 0.45)
    a.add("accordion.side", make.block(right, deep, tall, max(make.edge, 0.1)).moved(x=-span / 2 - right / 2))
    a.add("accordion.side", make.block(left, deep, tall * 0.96, max(make.edge, 0.1)).moved(x=span / 2 + left / 2))
    folds = int(rng.integers(8, 20))
    x = np.linspace(-span / 2, span / 2, 2 * folds + 1)
    grow = np.where(np.arange(2 * folds + 1) % 2, 1.0, rng.uniform(0.86, 0.93))
    path = np.stack([x, 0 * x, 0 * x], 1)
    section = np.array(
        [
            (1, -1),
            (1, -0.3),
            (1, 0.3),
            (1, 1),
            (0.3, 1),
            (-0.3, 1),
            (-1, 1),
            (-1, 0.3),
            (-1, -0.3),
            (-1, -1),
            (-0.3, -1),
            (0.3, -1),
        ]
    )
    bellows = sweep(path, np.stack([grow * deep * 0.49, grow * tall * 0.47], 1), section, side=(0, 1, 0))
    a.add("accordion.bellows", bellows)
    board = make.block(0.1, 0.05, tall * 1.05, 0.15)
    edge = -span / 2 - right
    a.add("piano.keybed", board.moved(x=edge - 0.04, y=-deep * 0.1))
    white, black = _keys(rng, tall, 0.1, int(rng.integers(10, 20)))
    stand = [p.rotated("x", 90).rotated("y", 90) for p in (merged(white), merged(black))]
    for key, piece in zip(("piano.white", "piano.black"), stand, strict=True):
        a.add(key, piece.moved(x=edge - 0.045, y=-deep * 0.1 - 0.024))
    rows, columns = int(rng.integers(3, 6)), int(rng.integers(6, 13))
    stud = cylinder(0.007, 0.01, 8).rotated("x", 90)
    buttons = [
        stud.moved(span / 2 + left * (0.2 + 0.6 * r / rows), -deep / 2, tall * (0.8 * (c / columns) - 0.38 + 0.02 * r))
        for r in range(rows)
        for c in range(columns)
    ]
    a.add("accordion.bass", *buttons)
    if rng.random() < 0.6:
        a.add(
            "accordion.grille",
            panel(right * 0.75, tall * 0.85, 0.03, 0.015).moved(x=-span / 2 - right / 2, y=-deep / 2),
        )
    if rng.random() < 0.6:
        for shift in (0.0, 0.05)[: int(rng.integers(1, 3))]:
            loop = smooth_curve([(0, 0, 0.45), (0, 0.14, 0.35), (0, 0.2, 0), (0, 0.14, -0.35), (0, 0, -0.45)], 20) * [
                1,
                1,
                tall,
            ]
            loop = loop + np.array([-span / 2 - right * 0.5 + shift, deep / 2 - 0.01, 0])
            a.add("accordion.strap", sweep(loop, [[0.018, 0.004]] * 20, side=(1, 0, 0)))
    if rng.random() < 0.4:
        for z in np.linspace(-0.3, 0.3, 4) * tall:
            a.add("machine.knob", knob(make, 0.008, 0.01, False).moved(-span / 2 - right * 0.2, -deep / 2, z))
    return a.finish(faced(rng))


FAMILIES: Families = {"upright piano": upright_piano, "grand piano": grand_piano, "accordion": accordion}
