"""Tops that nobody wears: T-shirts, shirts, sweaters, jackets."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail
from ...fittings import drawn_make
from ...geometry import FloatArray, Geometry, grid_surface
from ...primitives import box, cylinder, round_section, sweep


def _tube(detail: Detail, rows: FloatArray, open_below: bool = True) -> Geometry:
    """Cloth around rounded sections, see `Detail.loft`; open at its ends or closed above."""
    return detail.loft(rows, closed=not open_below)


def _sleeve(detail: Detail, shoulder: FloatArray, hand: FloatArray, wide: float, cuff: float) -> Geometry:
    """A hollow sleeve between two points."""
    path = np.linspace(shoulder, hand, max(detail.steps, 4))
    radii = np.linspace(wide, cuff, len(path))
    return sweep(path, radii, round_section(detail.sides + 4, 0.75), ends=False)


def _loop(half: float, deep: float, y: float, z: float, radius: float, tilt: float = 0.0) -> Geometry:
    """A welt around an opening."""
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    path = np.stack([half * np.cos(turn), y + deep * np.sin(turn), z + tilt * np.sin(turn)], axis=1)
    return sweep(path, radius, round_section(6), closed=True)


def shirt(rng: np.random.Generator) -> LabelledObject:
    """A T-shirt, shirt, sweater, hoodie, waistcoat or jacket."""
    assembly = Assembly("shirt", "shirt", "t shirt", "jacket", "sweater", "hoodie", "coat")
    detail, make = drawn_detail(rng, 0.05), drawn_make(rng)
    half, deep, tall = rng.uniform(0.2, 0.28), rng.uniform(0.1, 0.15), rng.uniform(0.55, 0.8)
    waist = rng.uniform(0.8, 1.05)
    long_coat = rng.uniform(0.0, 0.3)
    neck = rng.uniform(0.07, 0.09)
    rows = np.array(
        [
            (-long_coat, half * waist * 1.05, deep * 1.05, 0, 3.0),
            (tall * 0.35, half * waist * 0.95, deep * 0.95, 0, 2.8),
            (tall * 0.72, half, deep, 0, 2.8),
            (tall * 0.9, half * 0.93, deep * 0.8, 0, 2.5),
            (tall, neck, neck * 0.9, 0, 2.0),
        ]
    )
    assembly.add("garment.body", _tube(detail, rows))
    shape = float(rng.choice([0.22, 0.62, 0.62]))
    spread = rng.uniform(0.3, 1.2)
    for side in (-1, 1):
        shoulder = np.array([side * half * 0.8, 0, tall * 0.85])
        way = np.array([side * np.sin(spread), -0.05, -np.cos(spread)])
        hand = shoulder + way * shape
        cuff = rng.uniform(0.05, 0.08)
        assembly.add("sleeve", _sleeve(detail, shoulder, hand, rng.uniform(0.085, 0.11), cuff))
        if rng.random() < 0.6:
            assembly.add("cuff", _sleeve(detail, hand - way * 0.05, hand + way * 0.01, cuff * 1.1, cuff * 1.1))
    kind = rng.random()
    if kind < 0.35:
        assembly.add("collar", _loop(neck * 1.05, neck, 0.0, tall, 0.012, 0.02))
    elif kind < 0.75:
        turn = np.linspace(-0.5 * np.pi + 0.25, 1.5 * np.pi - 0.25, 22)
        high = rng.uniform(0.03, 0.06)
        circle = np.stack([neck * np.cos(turn), neck * np.sin(turn), np.full(22, tall)], axis=1)
        fold = np.stack(
            [
                circle,
                circle * [1, 1, 1] + [0, 0, high],
                circle * [1.25, 1.25, 1] + [0, 0, high],
                circle * [1.5, 1.5, 1] - [0, 0, high * 0.4],
            ]
        )
        assembly.add("collar", grid_surface(fold))
    else:
        bag = detail.lump(neck * 1.5, deep * 0.6, neck * 1.5).sheared(y=-0.3).moved(0, deep * 0.85, tall - 0.03)
        assembly.add("garment.hood", bag, _loop(neck * 1.3, neck * 1.2, 0.01, tall, 0.022, 0.02))
        for side in (-1, 1):
            assembly.add(
                "laces",
                make.rod((side * 0.03, -deep * 0.75, tall - 0.02), (side * 0.035, -deep * 1.02, tall - 0.2), 0.005),
            )
    front = -deep * 1.0
    if rng.random() < 0.6:
        count = int(rng.integers(3, 8))
        button = cylinder(rng.uniform(0.008, 0.013), 0.008, 12).rotated("x", 90)
        for z in np.linspace(0.08, 0.85, count) * tall:
            assembly.add(
                "button",
                button.moved(0, front * float(np.interp(z / tall, [0.35, 0.72, 0.9], [0.95, 1.0, 0.8])), float(z)),
            )
        if rng.random() < 0.5:
            assembly.add("placket", box(0.035, 0.012, tall * 0.75, 0.2, 3).moved(0, front * 0.98, tall * 0.42))
    elif rng.random() < 0.4:
        assembly.add("zipper", box(0.012, 0.014, tall * 0.85, 0.3, 3).moved(0, front * 0.98, tall * 0.43))
    for side in (-1, 1):
        if rng.random() < 0.35:
            assembly.add(
                "pocket",
                box(0.09, 0.014, 0.1, 0.15, 2).moved(
                    side * half * 0.45, front * 0.96, tall * float(rng.choice([0.2, 0.65]))
                ),
            )
    if rng.random() < 0.4:
        assembly.add("hem", _loop(half * waist * 1.05, deep * 1.05, 0.0, -long_coat, 0.012))
    if rng.random() < 0.2:
        assembly.add("belt", _loop(half * waist, deep * 1.02, 0.0, tall * 0.25, 0.018))
    return assembly.finish()


FAMILIES: Families = {"shirt": shirt}
