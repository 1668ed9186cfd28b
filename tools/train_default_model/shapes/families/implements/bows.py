"""Families of bows, crossbows and helmets."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import arc, smooth_curve
from ...fittings import drawn_make
from ...geometry import FloatArray, Geometry, grid_surface
from ...handles import laid_down
from ...primitives import ball, box, cylinder, ring, rod, round_section, sheet, square_section, strip, sweep


def _limbs(
    rng: np.random.Generator, half: float, deep: float, recurve: float, thick: float
) -> tuple[list[Geometry], FloatArray]:
    """Both limbs of a bow in the xz plane that bends to +x at its middle, and the tip (x, z) of the upper one."""
    points = np.array(
        [
            (0.0, 0.0),
            (-deep * 0.15, half * 0.35),
            (-deep * 0.7, half * 0.75),
            (-deep, half * 0.95),
            (-deep + recurve, half),
        ]
    )
    path = smooth_curve(points, 18)
    way = np.stack([path[:, 0], np.zeros(18), path[:, 1]], axis=1)
    taper = np.linspace(1.0, 0.45, 18)[:, None] * [thick * rng.uniform(0.5, 1.0), thick * rng.uniform(0.9, 1.5)]
    limb = sweep(way, taper, round_section(10) if rng.random() < 0.6 else square_section(1, 1, 0.2), side=(1, 0, 0))
    return [limb, limb.scaled(1, 1, -1)], path[-1]


def _arrow(rng: np.random.Generator, length: float, radius: float) -> dict[str, list[Geometry]]:
    """An arrow along +x from the origin, by part."""
    tip = strip(
        np.stack([np.linspace(0, 1, 6) * radius * 6 + length, radius * 3.5 * (1 - np.linspace(0, 1, 6))], axis=1),
        np.stack([np.linspace(0, 1, 6) * radius * 6 + length, -radius * 3.5 * (1 - np.linspace(0, 1, 6))], axis=1),
        radius * 1.2,
        (0.1, 0.1),
        4,
    )
    vanes = int(rng.integers(2, 5))
    feather = box(length * 0.13, radius * 0.4, radius * 3.5, 0.1, 1).moved(length * 0.09, 0, radius * 2.2)
    return {
        "arrow.shaft": [rod((0, 0, 0), (length, 0, 0), radius, sides=8)],
        "arrow.tip": [tip],
        "fletching": [feather.rotated("x", 360.0 * k / vanes) for k in range(vanes)],
    }


def bow(rng: np.random.Generator) -> LabelledObject:
    """A longbow or recurve bow with its string, sometimes with an arrow."""
    assembly = Assembly("bow", "bow", "longbow", "recurve bow", "weapon", "archery bow")
    half, deep, thick = rng.uniform(0.45, 0.85), rng.uniform(0.12, 0.3), rng.uniform(0.012, 0.02)
    limbs, tip = _limbs(rng, half, deep, float(rng.choice([0.0, 0.04, 0.1])), thick)
    if rng.random() < 0.5:
        assembly.add_each("bow.limb", *limbs)
    else:
        assembly.add("bow.limb", *limbs)
    grip = rng.uniform(0.05, 0.09)
    shape = smooth_curve([(-0.005, 0, -grip), (0.004, 0, 0), (-0.005, 0, grip)], 9)
    assembly.add(
        "bow.grip",
        sweep(shape, np.interp(np.linspace(-1, 1, 9), [-1, 0, 1], [1.1, 1.35, 1.1]) * thick, round_section(12)),
    )
    drawn = rng.uniform(0.1, 0.35) if rng.random() < 0.3 else 0.0
    nock = np.array([tip[0] - drawn, 0, 0])
    ends = [np.array([tip[0], 0, s * tip[1]]) for s in (-1, 1)]
    assembly.add("bowstring", rod(ends[0], nock, 0.003, sides=5), rod(nock, ends[1], 0.003, sides=5))
    if rng.random() < 0.35:
        for side in (-1, 1):
            assembly.add("ferrule", cylinder(thick * 1.1, 0.03, 10).moved(tip[0] * 0.8, 0, side * tip[1] * 0.9 - 0.015))
    if drawn or rng.random() < 0.4:
        for part, pieces in _arrow(rng, rng.uniform(0.6, 0.8), 0.0045).items():
            assembly.add(part, *(piece.moved(*nock) for piece in pieces))
    return assembly.finish(laid_down(rng))


def crossbow(rng: np.random.Generator) -> LabelledObject:
    """A crossbow: stock, prod, string, trigger, stirrup, bolt."""
    assembly = Assembly("crossbow", "crossbow", "arbalest", "weapon")
    make = drawn_make(rng)
    length, half, deep = rng.uniform(0.55, 0.85), rng.uniform(0.28, 0.45), rng.uniform(0.06, 0.16)
    wide, tall = rng.uniform(0.016, 0.026), rng.uniform(0.02, 0.035)
    path = smooth_curve(
        [
            (length * 0.45, 0, 0),
            (0, 0, -0.002),
            (-length * 0.35, 0, -0.01),
            (-length * 0.55, 0, -rng.uniform(0.02, 0.07)),
        ],
        14,
    )
    sizes = np.interp(np.linspace(0, 1, 14), [0, 0.6, 0.75, 1], [0.9, 1.0, 0.9, rng.uniform(1.2, 2.2)])
    assembly.add(
        "crossbow.stock",
        sweep(path, np.stack([np.full(14, wide), sizes * tall], axis=1), square_section(1, 1, 0.35), side=(0, 1, 0)),
    )
    limbs, tip = _limbs(rng, half, deep, float(rng.choice([0.0, 0.03])), rng.uniform(0.012, 0.02))
    front = length * 0.42
    flat = [limb.rotated("x", 90).moved(front, 0, tall * 0.5) for limb in limbs]
    assembly.add("bow.limb", *flat)
    spanned = rng.random() < 0.6
    catch = np.array([front + tip[0] - (length * 0.25 if spanned else 0.0), 0, tall * 1.1])
    ends = [np.array([front + tip[0], s * tip[1], tall * 0.6]) for s in (-1, 1)]
    assembly.add("bowstring", rod(ends[0], catch, 0.004, sides=5), rod(catch, ends[1], 0.004, sides=5))
    lever = smooth_curve(
        [(-length * 0.1, 0, -tall), (-length * 0.2, 0, -tall * 2.6), (-length * 0.38, 0, -tall * 2.8)], 9
    )
    assembly.add("trigger", sweep(lever, 0.006, round_section(8)))
    if rng.random() < 0.6:
        loop = smooth_curve([(0, -0.05), (0.06, -0.06), (0.12, 0.0), (0.06, 0.06), (0, 0.05)], 16)
        assembly.add(
            "stirrup",
            sweep(np.stack([loop[:, 0] + length * 0.45, loop[:, 1], 0 * loop[:, 0]], axis=1), 0.007, round_section(8)),
        )
    if rng.random() < 0.5:
        assembly.add("gun.bolt", make.disc(tall * 0.6, wide * 1.4, "y").moved(-length * 0.08, 0, tall * 0.7))
    if rng.random() < 0.6:
        for part, pieces in _arrow(rng, rng.uniform(0.28, 0.4), 0.006).items():
            assembly.add(part, *(piece.moved(*catch).moved(z=0.004) for piece in pieces))
    for x in np.linspace(-0.05, 0.38, int(rng.integers(0, 4))) * length:
        assembly.add("cannon.band", make.block(0.02, wide * 2.25, tall * 2.2).moved(float(x)))
    if rng.random() < 0.3:
        assembly.add("gun.scope", make.disc(0.016, 0.16, "x").moved(-length * 0.1, 0, tall + 0.04))
        assembly.add("bracket", make.block(0.03, 0.015, 0.04).moved(-length * 0.1, 0, tall + 0.015))
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, 35.0, -50.0, -90.0]))))


def _bowl(size: FloatArray, low: FloatArray, thickness: float, rows: int = 10, columns: int = 28) -> Geometry:
    """An ellipsoidal cap with half axes `size` down to the polar angles `low` (columns,), degrees from the top."""
    turn = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    polar = np.radians(np.linspace(0.0, 1.0, rows)[:, None] * low[None])
    outer = np.stack(
        [size[0] * np.sin(polar) * np.cos(turn), size[1] * np.sin(polar) * np.sin(turn), size[2] * np.cos(polar)],
        axis=-1,
    )
    inner = outer[::-1] * (1 - thickness / size.mean())
    return grid_surface(np.concatenate([outer, inner]), wrap_columns=True)


def helmet(rng: np.random.Generator) -> LabelledObject:
    """A helmet on nobody: knight's, Viking, soldier's, motorcyclist's, builder's or cyclist's."""
    assembly = Assembly("helmet", "helmet", "helm", "hard hat", "motorcycle helmet", "knight helmet", "headgear")
    make = drawn_make(rng)
    size = np.array([rng.uniform(0.1, 0.13), rng.uniform(0.12, 0.15), rng.uniform(0.11, 0.16)])
    columns = int(rng.choice([16, 24, 32]))
    turn = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    facing = np.clip(-np.sin(turn), 0, 1)
    kind = int(rng.integers(5))
    rim = 92.0
    if kind == 0:
        front = 92 - rng.uniform(15, 30) * (facing > 0.45)
        assembly.add("helmet.shell", _bowl(size, 140 - (140 - front) * (facing > 0.45), 0.012, 14, columns))
        u, v = np.meshgrid(np.linspace(-1.05, 1.05, 13), np.linspace(-0.62, 0.25, 7), indexing="ij")
        glass = np.stack(
            [
                np.sin(u) * size[0] * 1.03 * np.cos(v),
                -np.cos(u) * size[1] * 1.03 * np.cos(v),
                np.sin(v) * size[2] * 1.03,
            ],
            axis=-1,
        )
        assembly.add("helmet.visor", sheet(glass, 0.004))
        jaw = smooth_curve(
            [
                (-size[0] * 0.98, -0.02, -size[2] * 0.45),
                (-size[0] * 0.6, -size[1] * 0.95, -size[2] * 0.5),
                (0, -size[1] * 1.15, -size[2] * 0.5),
                (size[0] * 0.6, -size[1] * 0.95, -size[2] * 0.5),
                (size[0] * 0.98, -0.02, -size[2] * 0.45),
            ],
            20,
        )
        assembly.add("cheek.guard", sweep(jaw, [[0.012, 0.03]] * 20, square_section(1, 1, 0.3), side=(0, 0.1, 0)))
        for side in (-1, 1):
            assembly.add("screw", make.disc(0.014, 0.012, "x").moved(side * size[0] * 1.02, 0, size[2] * 0.05))
        if rng.random() < 0.5:
            assembly.add(
                "vent",
                *(make.block(0.012, 0.03, 0.008, 0.3).moved(x, -size[1] * 0.55, size[2] * 0.9) for x in (-0.03, 0.03)),
            )
    else:
        low = np.full(columns, rim + rng.uniform(-8, 8))
        if kind in (1, 4):
            low = low + rng.uniform(10, 30) * (np.abs(np.cos(turn)) > 0.5) + rng.uniform(0, 25) * (np.sin(turn) > 0.3)
        assembly.add("helmet.shell", _bowl(size, low, 0.008, 12, columns))
        edge = np.radians(low) if kind == 2 else np.full(columns, np.radians(rim - 2))
        loop = np.stack(
            [
                size[0] * 1.02 * np.sin(edge) * np.cos(turn),
                size[1] * 1.02 * np.sin(edge) * np.sin(turn),
                size[2] * np.cos(edge),
            ],
            axis=1,
        )
        if kind in (2, 3) or rng.random() < 0.4:
            assembly.add(
                "band", sweep(loop, [[0.006, 0.016]] * columns, square_section(1, 1, 0.2), closed=True, side=(1, 0, 0))
            )
        if kind == 3 or rng.random() < 0.25:
            reach = 1 + rng.uniform(0.15, 0.45) * (np.ones(columns) if rng.random() < 0.4 else facing**2)
            flare = np.stack(
                [loop * np.array([1, 1, 1]), loop * np.stack([reach, reach, np.ones(columns)], axis=1) - [0, 0, 0.012]],
                axis=0,
            )
            brim = grid_surface(np.concatenate([flare, flare[::-1] - [0, 0, 0.004]]), wrap_rows=True, wrap_columns=True)
            assembly.add("helmet.brim", brim)
        if kind == 2:
            if rng.random() < 0.7:
                for side in (-1, 1):
                    curve = smooth_curve(
                        [
                            (size[0] * 0.9, 0, size[2] * 0.3),
                            (size[0] * 1.5, 0, size[2] * 0.35),
                            (size[0] * 1.8, 0, size[2] * rng.uniform(0.9, 1.2)),
                            (size[0] * 1.7, 0, size[2] * 1.6),
                        ],
                        14,
                    )
                    assembly.add(
                        "horn", sweep(curve, np.linspace(0.032, 0.003, 14), round_section(10)).scaled(side, 1, 1)
                    )
            assembly.add(
                "nose.guard", box(0.02, 0.01, size[2] * 0.7, 0.25, 2).moved(0, -size[1] * 1.03, -size[2] * 0.25)
            )
            ridge = arc(1.0, 0, 180, 16)
            strap = np.stack([0 * ridge[:, 0], ridge[:, 0] * size[1] * 1.02, ridge[:, 1] * size[2] * 1.02], axis=1)
            assembly.add("helmet.crest", sweep(strap, [[0.016, 0.005]] * 16, square_section(1, 1, 0.2), side=(1, 0, 0)))
            studs = [ball(0.006, segments=8).moved(*(point * 1.03)) for point in loop[:: max(columns // 12, 1)]]
            assembly.add_each("rivet", *studs)
        if kind == 1:
            fan = arc(1.0, 5, 175, 18)
            comb = rng.uniform(1.2, 1.5)
            assembly.add(
                "helmet.crest",
                strip(fan * size[1:] * 1.0, fan * size[1:] * comb, rng.uniform(0.012, 0.04), (0.9, 0.6), 4).rotated(
                    "z", 90
                ),
            )
            for side in (-1, 1):
                flap = box(0.008, size[1] * 0.7, size[2] * rng.uniform(0.6, 0.9), 0.3, 3)
                assembly.add("cheek.guard", flap.moved(side * size[0] * 0.95, -size[1] * 0.3, -size[2] * 0.4))
        if kind == 4:
            u, v = np.meshgrid(np.linspace(-1.1, 1.1, 11), np.linspace(-0.75, 0.25, 8), indexing="ij")
            beak = 1.05 + rng.uniform(0.0, 0.3) * np.cos(u) ** 4 * np.cos(v * 1.8) ** 2
            face = np.stack(
                [np.sin(u) * size[0] * beak, -np.cos(u) * size[1] * beak, np.sin(v) * size[2] * 1.05], axis=-1
            )
            assembly.add("helmet.visor", sheet(face, 0.006))
            slits = [
                make.block(size[0] * 0.7, 0.012, 0.008).moved(s * size[0] * 0.45, -size[1] * 1.12, 0.0) for s in (-1, 1)
            ]
            assembly.add("vent", *slits)
            for side in (-1, 1):
                assembly.add("rivet", make.disc(0.012, 0.014, "x").moved(side * size[0] * 1.03, 0, 0))
            if rng.random() < 0.4:
                feather = smooth_curve(
                    [(0, 0.02, size[2]), (0, 0.05, size[2] * 1.6), (0, 0.16, size[2] * 1.5), (0, 0.24, size[2] * 0.8)],
                    14,
                )
                assembly.add(
                    "plume",
                    sweep(
                        feather, np.interp(np.linspace(0, 1, 14), [0, 0.4, 1], [0.008, 0.035, 0.006]), round_section(8)
                    ),
                )
    if rng.random() < 0.4:
        strap = smooth_curve(
            [
                (-size[0] * 0.92, 0, -0.02),
                (-size[0] * 0.6, -0.03, -size[2] * 0.95),
                (0, -0.04, -size[2] * 1.1),
                (size[0] * 0.6, -0.03, -size[2] * 0.95),
                (size[0] * 0.92, 0, -0.02),
            ],
            20,
        )
        assembly.add("chin.strap", sweep(strap, [[0.008, 0.002]] * 20, square_section(1, 1, 0.1), side=(0, 1, 0)))
    if rng.random() < 0.25:
        assembly.add("emblem", make.disc(0.02, 0.008, "y").moved(*shift(0, -size[1] * 0.92, size[2] * 0.45)))
    if rng.random() < 0.3:
        assembly.add("lining", ring(size[0] * 0.85, 0.012, 24, 6).scaled(1, size[1] / size[0], 1).moved(z=-0.005))
    return assembly.finish()


FAMILIES: Families = {"bow": bow, "crossbow": crossbow, "helmet": helmet}
