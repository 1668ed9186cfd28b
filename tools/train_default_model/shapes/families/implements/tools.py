"""Families with a handle: hammers, shovels, brushes, keys, umbrellas, pencils."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve, straight, turned_profile
from ...geometry import Geometry, grid_surface
from ...handles import laid_down, long_handle
from ...primitives import (
    ball,
    box,
    cylinder,
    lathe,
    plate,
    ring,
    rod,
    sheet,
    square_section,
    sweep,
    turned,
)


def hammer(rng: np.random.Generator) -> LabelledObject:
    """Claw, mallet, sledge, ball-pein or cross-pein hammer."""
    assembly = Assembly("hammer", "hammer", "mallet", "sledgehammer", "claw hammer")
    length, radius = rng.uniform(0.2, 0.5), rng.uniform(0.01, 0.02)
    assembly.add("tool.handle", long_handle(rng, length, radius))
    size, span = radius * rng.uniform(1.3, 2.4), rng.uniform(0.1, 0.18)
    kind = rng.integers(6)
    z = length - size * rng.uniform(0.2, 0.9)
    pieces: list[Geometry] = []
    if kind == 0:
        pieces.append(box(span, size * 2, size * 2, rng.uniform(0.05, 0.3), inner=4))
    elif kind == 1:
        barrel = turned([(size * 1.1, 0), (size * 1.2, span * 0.2), (size * 1.2, span * 0.8), (size * 1.1, span)], 28)
        pieces.append(barrel.rotated("y", 90).moved(-span / 2))
    else:
        neck = span * 0.45
        face = turned(
            [(size * 0.7, 0), (size * 0.65, neck * 0.6), (size, neck * 0.7), (size, neck), (size * 0.9, neck * 1.04)],
            int(rng.choice([8, 24])),
        )
        pieces.append(face.rotated("y", 90))
        pieces.append(box(size * 2, size * 2, size * 1.9, 0.15))
        if kind in (2, 3):
            back = span * rng.uniform(0.55, 0.8)
            for side in (-1, 1):
                path = smooth_curve(
                    [
                        (-size * 0.5, side * size * 0.35, 0),
                        (-back * 0.5, side * size * 0.5, size * 0.1),
                        (-back * 0.85, side * size * 0.65, -size * 0.5),
                        (-back, side * size * 0.75, -size * 1.3),
                    ],
                    14,
                )
                widths = np.stack([np.linspace(0.4, 0.35, 14), np.linspace(0.7, 0.12, 14)], axis=1) * size
                pieces.append(sweep(path, widths, square_section(1, 1, 0.3), side=(0, 1, 0)))
        elif kind == 4:
            pieces += [
                rod((0, 0, 0), (-span * 0.35, 0, 0), size * 0.6),
                ball(size * 0.85, segments=18).moved(-span * 0.4),
            ]
        else:
            wedge = box(span * 0.5, size * 1.6, size * 1.7, 0.1, inner=3)
            vertices = wedge.vertices.copy()
            vertices[:, 2] *= np.interp(vertices[:, 0], [-span * 0.25, span * 0.25], [0.12, 1.0])
            pieces.append(Geometry(vertices, wedge.faces).moved(-span * 0.25))
    assembly.add("hammer.head", *(piece.moved(z=z) for piece in pieces))
    return assembly.finish(laid_down(rng))


def shovel(rng: np.random.Generator) -> LabelledObject:
    """A shovel or spade: curved blade, long shaft, sometimes a grip across its end."""
    assembly = Assembly("shovel", "shovel", "spade")
    length, radius = rng.uniform(0.5, 1.0), rng.uniform(0.012, 0.022)
    shaft = [rod((0, 0, 0), (0, 0, length), radius)]
    if rng.random() < 0.6:
        wide = rng.uniform(0.05, 0.08)
        loop = smooth_curve(
            [
                (0, 0, length - 0.02),
                (-wide, 0, length + 0.05),
                (-wide, 0, length + 0.11),
                (wide, 0, length + 0.11),
                (wide, 0, length + 0.05),
            ],
            24,
            closed=True,
        )
        shaft.append(sweep(loop, radius * 0.7, closed=True))
    assembly.add("tool.handle", *shaft)
    tall, wide = rng.uniform(0.22, 0.36), rng.uniform(0.09, 0.14)
    t = np.linspace(0, 1, 14)
    pointed = rng.uniform(0.0, 1.0)
    half = wide * np.interp(t, [0, 0.08, 0.6, 1], [0.75, 1.0, 0.95, 1.0 - 0.8 * pointed])
    half[-3:] *= np.interp(np.arange(3), [0, 2], [1.0, 1.0 - 0.6 * pointed])
    s = np.linspace(-1, 1, 11)
    x = half[:, None] * s
    z = -tall * t[:, None] + 0 * s
    y = -rng.uniform(0.02, 0.06) * (s**2)[None] + 0.05 * t[:, None] ** 2 * rng.uniform(-1, 0.3) + 0.0 * x
    assembly.add(
        "shovel.blade",
        sheet(np.stack([x, y, z], axis=-1), 0.008),
        rod((0, 0, -tall * 0.25), (0, 0, 0.08), radius * 0.8, radius * 1.25),
    )
    return assembly.finish(laid_down(rng) if rng.random() < 0.6 else None)


def brush(rng: np.random.Generator) -> LabelledObject:
    """A paint brush: bristles, ferrule, handle."""
    assembly = Assembly("brush", "brush", "paintbrush", "paint brush")
    length, radius = rng.uniform(0.1, 0.22), rng.uniform(0.006, 0.014)
    flat = rng.uniform(0.3, 1.0)
    wide = radius * rng.uniform(1.0, 2.2)
    t = np.linspace(0, 1, 18)
    sizes = np.interp(t, [0, 0.15, 0.5, 0.9, 1.0], [1.0, 1.2, 0.8, 0.6, 0.5]) * radius
    assembly.add(
        "tool.handle",
        sweep(
            straight((0, 0, 0), (0, 0, length), 18), np.stack([sizes, sizes * max(flat, 0.5)], axis=1), side=(1, 0, 0)
        ),
    )
    band = rng.uniform(0.02, 0.04)
    ferrule = lathe(straight((wide, -band), (radius * 1.1, 0.003), 3), 28).scaled(1, flat, 1)
    assembly.add("ferrule", ferrule)
    hair = rng.uniform(0.03, 0.06)
    pointed = rng.uniform(0.1, 0.9)
    bristles = turned(
        [(wide * pointed, -band - hair), (wide * 1.1, -band - hair * 0.5), (wide * 0.95, -band)], 28, bevel=0.004
    )
    assembly.add("bristles", bristles.scaled(1, flat, 1))
    return assembly.finish(laid_down(rng))


def broom(rng: np.random.Generator) -> LabelledObject:
    """A broom: long stick, binding, bristles."""
    assembly = Assembly("broom", "broom", "besom", "sweeper")
    length, radius = rng.uniform(0.8, 1.2), rng.uniform(0.01, 0.018)
    assembly.add("tool.handle", rod((0, 0, 0), (0, 0, length), radius))
    tall, wide = rng.uniform(0.22, 0.35), rng.uniform(0.09, 0.18)
    flat = rng.uniform(0.3, 1.0)
    hair = turned([(wide, -tall), (wide * rng.uniform(0.7, 1.0), -tall * 0.55), (radius * 2, 0)], 28)
    assembly.add("bristles", hair.scaled(1, flat, 1))
    if rng.random() < 0.6:
        assembly.add("ferrule", cylinder(radius * 2.4, 0.06, 20).scaled(1, max(flat, 0.7), 1).moved(z=-0.03))
    return assembly.finish(laid_down(rng) if rng.random() < 0.5 else None)


def screwdriver(rng: np.random.Generator) -> LabelledObject:
    """A screwdriver or chisel: shaft and handle."""
    assembly = Assembly("screwdriver", "screwdriver", "chisel", "tool")
    grip, radius, length = rng.uniform(0.08, 0.12), rng.uniform(0.012, 0.02), rng.uniform(0.06, 0.16)
    profile = turned_profile(rng, grip, radius, 0.7)
    assembly.add("tool.handle", turned(profile, int(rng.choice([6, 8, 24]))))
    shaft = rod((0, 0, 0.005), (0, 0, -length), radius * rng.uniform(0.25, 0.4))
    vertices = shaft.vertices.copy()
    end = np.clip((-vertices[:, 2] / length - 0.45) / 0.55, 0, 1)
    vertices[:, 1] *= 1 - 0.8 * end
    vertices[:, 0] *= 1 + rng.uniform(0.0, 1.2) * end
    assembly.add("screwdriver.shaft", Geometry(vertices, shaft.faces))
    return assembly.finish(laid_down(rng))


def key(rng: np.random.Generator) -> LabelledObject:
    """An old key: bow, shaft, bit."""
    assembly = Assembly("key", "key", "old key", "skeleton key")
    length, radius = rng.uniform(0.05, 0.09), rng.uniform(0.0025, 0.005)
    assembly.add("key.shaft", rod((0, 0, 0), (0, 0, length), radius))
    size, kind = rng.uniform(0.012, 0.02), rng.integers(3)
    bow = ring(size, radius * rng.uniform(0.8, 1.4)).rotated("x", 90)
    if kind == 0:
        pieces = [bow.scaled(rng.uniform(0.9, 1.5), 1, 1).moved(z=length + size)]
    elif kind == 1:
        small = bow.scaled(0.65)
        pieces = [
            small.moved(x, 0, length + z)
            for x, z in ((-size * 0.7, size * 0.6), (size * 0.7, size * 0.6), (0, size * 1.7))
        ]
    else:
        pieces = [
            plate(
                size * np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 28, endpoint=False)]), radius
            ).moved(z=length + size * 0.9)
        ]
    assembly.add("key.bow", *pieces)
    bits = []
    for k in range(int(rng.integers(1, 4))):
        wide = rng.uniform(0.01, 0.02)
        bits.append(box(wide, radius, length * 0.1, 0.1).moved(wide / 2, 0, length * (0.08 + 0.14 * k)))
    assembly.add("key.bit", *bits)
    if rng.random() < 0.3:
        assembly.add("ferrule", ring(radius * 1.2, radius * 0.7, 20, 8).moved(z=length * 0.88))
    return assembly.finish(laid_down(rng))


def umbrella(rng: np.random.Generator) -> LabelledObject:
    """An umbrella or parasol: canopy, shaft, handle."""
    assembly = Assembly("umbrella", "umbrella", "parasol")
    radius, rise = rng.uniform(0.35, 0.6), rng.uniform(0.12, 0.35)
    ribs = int(rng.choice([6, 8, 8, 10]))
    angle = np.linspace(0, 2 * np.pi, ribs * 5, endpoint=False)
    scallop = 1 - rng.uniform(0.0, 0.12) * np.abs(np.sin(angle * ribs / 2))
    t = np.linspace(0, 1, 12)
    reach = np.sin(t * np.pi / 2 * rng.uniform(0.85, 1.0))
    r = radius * reach[:, None] * (1 + (scallop - 1) * t[:, None])
    z = rise * (np.cos(t * np.pi / 2)[:, None] + 0.1 * t[:, None] * (1 - scallop) * 8)
    top = grid_surface(np.stack([r * np.cos(angle), r * np.sin(angle), z + 0 * r], axis=-1), wrap_columns=True)
    length = rng.uniform(0.5, 0.8)
    assembly.add("canopy", top)
    thick = rng.uniform(0.008, 0.016)
    assembly.add("umbrella.shaft", rod((0, 0, -length), (0, 0, rise + rng.uniform(0.02, 0.08)), thick))
    kind, size = rng.integers(3), rng.uniform(0.03, 0.06)
    if kind == 0:
        path = smooth_curve(
            [
                (0, 0, -length + 0.06),
                (0, 0, -length - 0.05),
                (size, 0, -length - 0.05 - size),
                (2 * size, 0, -length - 0.05),
                (2 * size, 0, -length),
            ],
            20,
        )
        assembly.add("handle", sweep(path, thick * 1.5))
    elif kind == 1:
        assembly.add("handle", rod((0, 0, -length - 0.1), (0, 0, -length + 0.02), thick * 2.2, thick * 1.8))
    else:
        assembly.add("base", cylinder(radius * 0.45, 0.06, 32).moved(z=-length - 0.05))
    tilt = ("y", float(rng.uniform(-40, 40))) if kind != 2 else None
    return assembly.finish(tilt)


def dumbbell(rng: np.random.Generator) -> LabelledObject:
    """A dumbbell or barbell: a bar with weights at both ends."""
    assembly = Assembly("dumbbell", "dumbbell", "barbell", "weight")
    length, radius, size = rng.uniform(0.24, 0.5), rng.uniform(0.012, 0.02), rng.uniform(0.05, 0.12)
    assembly.add("bar", rod((-length / 2, 0, 0), (length / 2, 0, 0), radius))
    kind = rng.integers(3)
    for side in (-1, 1):
        if kind == 0:
            pieces = [ball(min(size, 0.75 * (length / 2 - 0.05)), segments=24)]
        else:
            count = 1 if kind == 1 else int(rng.integers(2, 4))
            pieces = [
                cylinder(size * (1 - 0.2 * k), 0.03, int(rng.choice([6, 28])))
                .rotated("y", 90)
                .moved(-0.015 + 0.033 * k)
                for k in range(count)
            ]
        for piece in pieces:
            assembly.add("dumbbell.weight", piece.moved(length / 2 - 0.05).scaled(side, 1, 1))
    return assembly.finish()


def pencil(rng: np.random.Generator) -> LabelledObject:
    """A pencil: body, tip, metal ferrule, eraser."""
    assembly = Assembly("pencil", "pencil", "crayon")
    length, radius, sides = rng.uniform(0.06, 0.16), rng.uniform(0.005, 0.009), int(rng.choice([6, 6, 24]))
    assembly.add("pencil.body", cylinder(radius, length, sides))
    point = rng.uniform(0.014, 0.025)
    assembly.add("tip", turned([(radius * 0.05, -point), (radius, 0.0)], 24, bevel=0.0))
    assembly.add("ferrule", cylinder(radius * 1.06, 0.012, 24).moved(z=length - 0.002))
    assembly.add("eraser", cylinder(radius, rng.uniform(0.008, 0.015), 24).moved(z=length + 0.008))
    return assembly.finish(laid_down(rng))


FAMILIES: Families = {
    "hammer": hammer,
    "shovel": shovel,
    "brush": brush,
    "broom": broom,
    "screwdriver": screwdriver,
    "key": key,
    "umbrella": umbrella,
    "dumbbell": dumbbell,
    "pencil": pencil,
}
