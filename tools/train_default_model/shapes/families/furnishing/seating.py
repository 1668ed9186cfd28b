"""Families of wooden and metal seats: chairs, stools, benches."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...geometry import FloatArray, Geometry, merged
from ...joinery import between, chair_back, leg_piece, open_armrest, seat_slab
from ...primitives import (
    bar,
    box,
    cylinder,
    lathe,
    ring,
    rod,
    sweep,
    turned,
)


def _chair_legs(rng: np.random.Generator, assembly: Assembly, size: tuple[float, float, float], radius: float) -> None:
    """Adds a sledge, a pedestal or four legs (sometimes with stretchers) below a seat of width, depth and height."""
    width, depth, top = size
    seat_height = top
    kind, splay = int(rng.integers(6)), rng.uniform(0.0, 0.07)
    legs = rng.integers(8)
    ends = [
        (sx * (width / 2 - radius * 1.5) * 0.9, sy * (depth / 2 - radius * 1.5)) for sx in (-1, 1) for sy in (-1, 1)
    ]
    if legs == 0:
        for x in (-width / 2 + radius, width / 2 - radius):
            path = smooth_curve(
                [
                    (x, -depth / 2 + 0.03, top),
                    (x, -depth / 2, 0.1),
                    (x, -depth / 2 + 0.05, radius),
                    (x, 0, radius),
                    (x, depth / 2, radius),
                    (x, depth / 2 + 0.03, 0.1),
                    (x, depth / 2 - 0.05, top),
                ],
                30,
            )
            assembly.add("leg", sweep(path, radius))
    elif legs == 1:
        assembly.add(
            "leg",
            rod((0, 0, 0.05), (0, 0, top), radius * 1.5),
            lathe([(depth * 0.5, 0), (depth * 0.48, 0.02), (radius * 1.5, 0.06), (0, 0.06)], 36),
        )
    else:
        front = leg_piece(rng, kind, seat_height, radius)
        # Front legs are often richer than the back ones.
        plain = rng.random() < 0.3
        rear = leg_piece(rng, int(rng.integers(2)), seat_height, radius) if plain else front
        for x, y in ends:
            out_x, out_y = x + np.sign(x) * splay, y + np.sign(y) * splay * (2.0 if y > 0 else 1.0)
            leg = rear if y > 0 else front
            if kind == 4:
                leg = leg.rotated("z", np.degrees(np.arctan2(y, x)) + 45.0)
            assembly.add("leg", between(leg, (out_x, out_y, 0), (x, y, top)))
        if rng.random() < 0.4:
            z = seat_height * rng.uniform(0.25, 0.55)
            lean = 1.0 - z / seat_height
            for sx in (-1, 1):
                x = sx * (abs(ends[0][0]) + splay * lean)
                assembly.add("stretcher", rod((x, -depth / 2 + 0.02, z), (x, depth / 2 - 0.02, z), radius * 0.6))
            if rng.random() < 0.5:
                assembly.add("stretcher", rod((-abs(ends[0][0]), 0, z), (abs(ends[0][0]), 0, z), radius * 0.6))


def chair(rng: np.random.Generator) -> LabelledObject:
    """A chair with seat, back and legs; sometimes armrests and stretchers."""
    assembly = Assembly("chair", "chair", "dining chair", "wooden chair", "seat")
    width, depth = rng.uniform(0.36, 0.56), rng.uniform(0.36, 0.52)
    seat_height, back_height = rng.uniform(0.34, 0.55), rng.uniform(0.22, 0.75)
    thickness = rng.uniform(0.02, 0.09)
    radius = rng.uniform(0.011, 0.035)
    assembly.add("seat", seat_slab(rng, width, depth, thickness, rng.random() < 0.5).moved(z=seat_height))
    slope = rng.uniform(0.0, 0.3)
    back = merged(chair_back(rng, width * rng.uniform(0.8, 1.0), back_height, radius))
    if rng.random() < 0.5:
        back = back.bowed(-rng.uniform(0.02, 0.09)).moved(y=0.05)
    back = back.sheared(y=slope).moved(y=depth / 2 - radius, z=seat_height + rng.choice([0.0, 0.0, 0.05]))
    assembly.add("back", back)
    _chair_legs(rng, assembly, (width, depth, seat_height - thickness * 0.3), radius)
    if rng.random() < 0.3:
        arm_kind, z = int(rng.integers(2)), seat_height + rng.uniform(0.15, 0.28)
        for x in (-width / 2, width / 2):
            assembly.add(
                "armrest",
                open_armrest(rng, x, -depth * 0.45, depth / 2 + slope * 0.2, z, seat_height, radius, arm_kind),
            )
    return assembly.finish()


def stool(rng: np.random.Generator) -> LabelledObject:
    """A kitchen or bar stool: round or square seat, straight, splayed or single leg, mostly with a footrest."""
    assembly = Assembly("stool", "stool", "bar stool", "kitchen stool", "chair")
    height, seat_radius = rng.uniform(0.4, 0.85), rng.uniform(0.14, 0.24)
    thickness = rng.uniform(0.025, 0.13)
    rounded = rng.random() < 0.7
    pieces: list[Geometry] = []
    if rounded:
        pad = turned(
            [
                (seat_radius * 0.92, 0),
                (seat_radius, thickness * 0.35),
                (seat_radius, thickness * 0.65),
                (seat_radius * 0.9, thickness),
                (seat_radius * 0.45, thickness * rng.uniform(0.95, 1.15)),
            ],
            40,
        )
        pieces.append(pad.moved(z=height))
    else:
        pieces.append(
            seat_slab(rng, seat_radius * 2, seat_radius * 1.8, thickness, rng.random() < 0.5).moved(
                z=height + thickness / 2
            )
        )
    if rng.random() < 0.4:
        pieces.append(
            cylinder(seat_radius * rng.uniform(0.8, 1.02), thickness * 0.5, 32).moved(z=height - thickness * 0.3)
        )
    assembly.add("seat", *pieces)
    radius = rng.uniform(0.01, 0.03)
    if rng.random() < 0.2:
        assembly.add(
            "leg",
            rod((0, 0, 0.03), (0, 0, height), radius * 1.6),
            lathe([(seat_radius * 1.1, 0), (seat_radius, 0.02), (radius * 1.6, 0.06), (0, 0.06)], 40),
        )
        z = height * rng.uniform(0.25, 0.4)
        reach = seat_radius * 0.8
        assembly.add(
            "footrest",
            ring(reach, radius * 0.8).moved(z=z),
            bar((-reach, 0, z), (reach, 0, z), radius * 0.6, radius * 0.6),
        )
    else:
        count = int(rng.choice([3, 4, 4, 4]))
        top_reach, splay = seat_radius * rng.uniform(0.5, 0.85), rng.uniform(0.0, 0.14)
        kind = int(rng.choice([0, 1, 2, 3, 5]))
        piece = leg_piece(rng, kind, height, radius)
        angles = 2 * np.pi * (np.arange(count) + 0.5) / count - np.pi / 2

        def leg_at(angle: float, z: float) -> FloatArray:
            reach = top_reach + splay * (1 - z / height)
            return np.array([reach * np.cos(angle), reach * np.sin(angle), z])

        for angle in angles:
            assembly.add("leg", between(piece, leg_at(angle, 0), leg_at(angle, height + 0.3 * thickness)))
        rest = rng.integers(4)
        if rest < 3:
            z = height * rng.uniform(0.2, 0.5)
            reach = top_reach + splay * (1 - z / height)
            thin = radius * rng.uniform(0.5, 0.9)
            if rest == 0:
                assembly.add("footrest", ring(reach, thin).moved(z=z))
            else:
                steps = z + np.where(np.arange(count) % 2, 0.06 * (rest == 2), 0.0)
                for k in range(count):
                    start, end = leg_at(angles[k], steps[k]), leg_at(angles[(k + 1) % count], steps[k])
                    assembly.add("footrest", rod(start, end, thin) if kind else bar(start, end, thin, thin))
    if rng.random() < 0.2:
        back = merged(chair_back(rng, seat_radius * 1.7, rng.uniform(0.15, 0.35), 0.014))
        assembly.add("back", back.bowed(-0.05).moved(y=seat_radius, z=height + thickness * 0.5))
    return assembly.finish()


def bench(rng: np.random.Generator) -> LabelledObject:
    """A long bench of planks with legs, with or without a back."""
    assembly = Assembly("bench", "bench", "garden bench", "park bench")
    width, depth, height = rng.uniform(1.0, 1.7), rng.uniform(0.3, 0.5), rng.uniform(0.38, 0.5)
    planks = int(rng.integers(1, 6))
    thickness = rng.uniform(0.025, 0.06)
    for k in range(planks):
        y = (k + 0.5) / planks * depth - depth / 2
        assembly.add("bench.plank", box(width, depth / planks * 0.93, thickness, 0.2, inner=4).moved(y=y, z=height))
    thick = rng.uniform(0.025, 0.05)
    for x in (-width / 2 + 0.1, width / 2 - 0.1):
        if rng.random() < 0.5:
            assembly.add("leg", box(thick * 1.5, depth * 0.9, height, 0.1).moved(x, 0, height / 2))
        else:
            for y in (-depth / 2 + 0.05, depth / 2 - 0.05):
                assembly.add("leg", bar((x, y, 0), (x, y, height), thick, thick))
    if rng.random() < 0.6:
        back_height = rng.uniform(0.3, 0.45)
        boards = int(rng.integers(1, 4))
        pieces = [
            box(width, 0.03, back_height * 0.75 / boards, 0.2, inner=4).moved(z=0.1 + back_height * (k + 0.5) / boards)
            for k in range(boards)
        ]
        pieces += [
            bar((x, 0.02, -0.02), (x, 0.02, back_height + 0.08), 0.025, 0.02) for x in (-width * 0.42, width * 0.42)
        ]
        assembly.add("back", *(piece.sheared(y=0.2).moved(y=depth / 2, z=height) for piece in pieces))
    if rng.random() < 0.3:
        for x in (-width / 2 + 0.04, width / 2 - 0.04):
            assembly.add("armrest", open_armrest(rng, x, -depth * 0.45, depth / 2, height + 0.22, height, 0.02, 0))
    return assembly.finish()


FAMILIES: Families = {
    "chair": chair,
    "stool": stool,
    "bench": bench,
}
