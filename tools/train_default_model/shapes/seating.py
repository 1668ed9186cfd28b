"""Families to sit on: chairs, armchairs, sofas, stools, benches."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .assembly import Assembly, LabelledObject
from .curves import smooth_curve, straight, turned_profile
from .geometry import FloatArray, Geometry, merged
from .primitives import ball, bar, box, cushion, cylinder, lathe, plate, ring, rod, round_section, square_section, sweep, turned


def between(piece: Geometry, start: ArrayLike, end: ArrayLike) -> Geometry:
    """Places a piece that stands on z = 0 so that its axis runs from `start` to `end`, stretched to fit.

    Args:
        piece: geometry along +z.
        start: (3,) where its lowest point goes.
        end: (3,) where its highest point goes.

    Returns:
        The placed piece (rings stay parallel to the ground, as with a leg that leans).
    """
    low, high = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    z = piece.vertices[:, 2]
    t = (z - z.min()) / max(float(np.ptp(z)), 1e-9)
    vertices = low + t[:, None] * (high - low)
    vertices[:, :2] += piece.vertices[:, :2]
    return Geometry(vertices, piece.faces)


def leg_piece(rng: np.random.Generator, kind: int, height: float, radius: float) -> Geometry:
    """A leg along +z with its foot at z = 0, to be placed with `between`.

    Args:
        rng: draws proportions.
        kind: 0 square, 1 round, 2 tapered round, 3 turned, 4 cabriole, 5 tapered square.
        height: length.
        radius: half thickness at the top.
    """
    if kind == 0:
        return bar((0, 0, 0), (0, 0, height), radius, radius)
    if kind == 1:
        return rod((0, 0, 0), (0, 0, height), radius)
    if kind == 2:
        return rod((0, 0, 0), (0, 0, height), radius * rng.uniform(0.4, 0.8), radius, sides=16)
    if kind == 3:
        return turned(turned_profile(rng, height, radius * 1.3, 0.4), 18)
    if kind == 4:
        sway = radius * rng.uniform(0.8, 1.8)
        path = smooth_curve([(sway, -sway, 0), (sway * 0.3, -sway * 0.3, height * 0.12), (0, 0, height * 0.35),
                             (sway * 0.9, -sway * 0.9, height * 0.8), (0, 0, height)], 18)  # fmt: skip
        sizes = np.interp(np.linspace(0, 1, 18), [0, 0.1, 0.35, 0.8, 1], [1.1, 0.7, 0.6, 1.2, 1.2]) * radius
        return sweep(path, sizes)
    return bar((0, 0, 0), (0, 0, height), radius * 0.55, radius * 0.55, end_scale=1.8)


def _seat_slab(rng: np.random.Generator, width: float, depth: float, thickness: float, puff: bool) -> Geometry:
    """A seat about the origin: square, trapezoid, round, padded or hollowed."""
    if rng.random() < 0.25:
        radius = width / 2
        if puff:
            return turned([(radius * 0.9, 0), (radius, thickness * 0.5), (radius * 0.85, thickness),
                           (radius * 0.4, thickness * 1.2)], 36).moved(z=-thickness / 2)  # fmt: skip
        slab = cylinder(radius, thickness, 36).moved(z=-thickness / 2)
        return slab.scaled(1, depth / width, 1)
    slab = cushion(width, depth, thickness, rng.uniform(0.1, 0.5), 0.35) if puff else (
        box(width, depth, thickness, rng.uniform(0.05, 0.4), inner=6))
    vertices = slab.vertices.copy()
    vertices[:, 0] *= 1.0 - rng.uniform(0.0, 0.25) * (vertices[:, 1] / depth + 0.5)
    if not puff and rng.random() < 0.3:
        hollow = np.clip(1 - (2 * vertices[:, 0] / width) ** 2, 0, 1) * np.clip(1 - (2 * vertices[:, 1] / depth) ** 2, 0, 1)
        vertices[:, 2] -= 0.4 * thickness * hollow
    if rng.random() < 0.2:
        vertices[:, 2] -= thickness * 1.2 * np.clip(-vertices[:, 1] / depth - 0.3, 0, None) ** 2 * 8
    return Geometry(vertices, slab.faces)


def _chair_back(rng: np.random.Generator, width: float, height: float, radius: float) -> list[Geometry]:
    """A back in the xz plane from z = 0 to `height`, about y = 0."""
    kind = rng.integers(8)
    half = width / 2
    post = square_section(1.0, rng.uniform(0.6, 1.0)) if rng.random() < 0.5 else round_section(10)
    if kind in (0, 1):
        # A bent hoop, as in bentwood chairs, with an inner hoop, spindles or a woven panel.
        pinch = rng.uniform(0.7, 1.05)
        def hoop(scale: float) -> FloatArray:
            h, w = height * (0.6 + 0.4 * scale), half * scale
            return smooth_curve([(-w * pinch, 0, 0), (-w * 1.02, 0, h * 0.5), (-w * 0.8, 0, h * 0.88), (0, 0, h),
                                 (w * 0.8, 0, h * 0.88), (w * 1.02, 0, h * 0.5), (w * pinch, 0, 0)], 28)  # fmt: skip
        pieces = [sweep(hoop(1.0), radius, post, side=(0, 1, 0))]
        inner = rng.integers(4)
        if inner == 0:
            pieces.append(sweep(hoop(rng.uniform(0.55, 0.75)), radius * 0.7))
        elif inner == 1:
            for x in np.linspace(-half * 0.65, half * 0.65, int(rng.integers(3, 7))):
                pieces.append(rod((x, 0, 0), (x, 0, height * np.sqrt(1 - 0.7 * (x / half) ** 2) * 0.97), radius * 0.5, sides=8))
        elif inner == 2:
            outline = hoop(0.93)[:, [0, 2]]
            pieces.append(plate(outline, radius * 0.4))
        return pieces
    pieces = [bar((x, 0, 0), (x, 0, height), radius, radius) if kind < 6 else rod((x, 0, 0), (x, 0, height), radius)
              for x in (-half + radius, half - radius)]  # fmt: skip
    rail = rng.uniform(0.05, 0.14) * height
    if kind == 2:
        count = int(rng.integers(2, 6))
        for z in np.linspace(height * 0.3, height - rail / 2, count):
            pieces.append(box(width - radius, radius * 0.9, min(rail * 1.3, height * 0.6 / count), 0.2).moved(z=z))
    elif kind == 3:
        for x in np.linspace(-half * 0.75, half * 0.75, int(rng.integers(3, 8))):
            pieces.append(bar((x, 0, height * 0.12), (x, 0, height - rail), radius * 0.5, radius * 0.35))
        for z in (height * 0.12, height - rail / 2):
            pieces.append(box(width, radius * 1.2, rail, 0.2).moved(z=z))
    elif kind == 4:
        pieces = [box(width, radius * rng.uniform(0.8, 2.5), height, rng.uniform(0.1, 0.4), inner=6).moved(z=height / 2)]
    elif kind == 5:
        low = height * rng.uniform(0.15, 0.5)
        panel = cushion(width * 0.95, height - low, radius * rng.uniform(1.5, 3.0), 0.3).rotated("x", 90)
        pieces.append(panel.moved(z=(height + low) / 2))
    elif kind == 6:
        pieces.append(sweep(straight((-half, 0, height), (half, 0, height), 5), radius * 1.2))
        splat = [(-0.1, 0.0), (-0.22, 0.35), (-0.1, 0.6), (-0.25, 1.0), (0.25, 1.0), (0.1, 0.6), (0.22, 0.35), (0.1, 0.0)]
        outline = np.concatenate([straight(a, b, 3)[:-1] for a, b in zip(splat, splat[1:] + splat[:1], strict=True)])
        pieces.append(plate(outline * [width, height], radius * 0.6))
    else:
        for z in (height * 0.45, height * 0.95):
            pieces.append(rod((-half, 0, z), (half, 0, z), radius * 0.9))
        if rng.random() < 0.6:
            for sign in (-1, 1):
                pieces.append(rod((-half * sign, 0, height * 0.45), (half * sign, 0, height * 0.95), radius * 0.6))
    return pieces


def _armrest(rng: np.random.Generator, x: float, front: float, rear: float, z: float, seat: float, radius: float,
             kind: int) -> Geometry:  # fmt: skip
    """One open armrest at sideways position x: a rest with a support, or a bent loop."""
    if kind == 0:
        rest = bar((x, rear, z), (x, front, z), radius * 1.4, radius * 0.7)
        return merged([rest, bar((x, front * 0.85, seat), (x, front * 0.85, z), radius * 0.8, radius * 0.8)])
    path = smooth_curve([(x, rear, z * 1.02), (x * 1.03, front * 0.5, z), (x * 1.03, front, z * 0.97),
                         (x, front * 1.02, (z + seat) / 2), (x, front * 0.85, seat)], 22)  # fmt: skip
    return sweep(path, radius)


def chair(rng: np.random.Generator) -> LabelledObject:
    """A chair with seat, back and legs; sometimes armrests and stretchers."""
    assembly = Assembly("chair", "chair", "dining chair", "wooden chair", "seat")
    width, depth = rng.uniform(0.36, 0.56), rng.uniform(0.36, 0.52)
    seat_height, back_height = rng.uniform(0.34, 0.55), rng.uniform(0.22, 0.75)
    thickness = rng.uniform(0.02, 0.09)
    radius = rng.uniform(0.011, 0.035)
    assembly.add("seat", _seat_slab(rng, width, depth, thickness, rng.random() < 0.5).moved(z=seat_height))
    slope = rng.uniform(0.0, 0.3)
    back = merged(_chair_back(rng, width * rng.uniform(0.8, 1.0), back_height, radius))
    if rng.random() < 0.5:
        back = back.bowed(-rng.uniform(0.02, 0.09)).moved(y=0.05)
    back = back.sheared(y=slope).moved(y=depth / 2 - radius, z=seat_height + rng.choice([0.0, 0.0, 0.05]))
    assembly.add("back", back)
    kind, splay = int(rng.integers(6)), rng.uniform(0.0, 0.07)
    legs = rng.integers(8)
    top = seat_height - thickness * 0.3
    ends = [(sx * (width / 2 - radius * 1.5) * 0.9, sy * (depth / 2 - radius * 1.5)) for sx in (-1, 1) for sy in (-1, 1)]
    if legs == 0:
        for x in (-width / 2 + radius, width / 2 - radius):
            path = smooth_curve([(x, -depth / 2 + 0.03, top), (x, -depth / 2, 0.1), (x, -depth / 2 + 0.05, radius),
                                 (x, 0, radius), (x, depth / 2, radius), (x, depth / 2 + 0.03, 0.1),
                                 (x, depth / 2 - 0.05, top)], 30)  # fmt: skip
            assembly.add("leg", sweep(path, radius))
    elif legs == 1:
        assembly.add("leg", rod((0, 0, 0.05), (0, 0, top), radius * 1.5),
                     lathe([(depth * 0.5, 0), (depth * 0.48, 0.02), (radius * 1.5, 0.06), (0, 0.06)], 36))  # fmt: skip
    else:
        for x, y in ends:
            out_x, out_y = x + np.sign(x) * splay, y + np.sign(y) * splay * (2.0 if y > 0 else 1.0)
            leg = leg_piece(rng, kind, seat_height, radius) if kind != 3 else leg_piece(
                np.random.default_rng(int(seat_height * 1e6)), kind, seat_height, radius)
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
    if rng.random() < 0.3:
        arm_kind, z = int(rng.integers(2)), seat_height + rng.uniform(0.15, 0.28)
        for x in (-width / 2, width / 2):
            assembly.add("armrest", _armrest(rng, x, -depth * 0.45, depth / 2 + slope * 0.2, z, seat_height, radius, arm_kind))
    return assembly.finish()


def _arm_block(rng: np.random.Generator, kind: int, depth: float, height: float, width: float) -> Geometry:
    """An upholstered arm standing on z = 0, centred on x = 0: box, roll, slope or thin board."""
    if kind == 0:
        return box(width, depth, height, rng.uniform(0.08, 0.4), inner=4, soft=True).moved(z=height / 2)
    if kind == 1:
        roll = cylinder(width * 0.62, depth * 1.02, 24).rotated("x", 90).moved(y=depth * 0.51, z=height - width * 0.3)
        return merged([box(width * 0.8, depth, height - width * 0.3, 0.1).moved(z=height / 2 - width * 0.15), roll])
    if kind == 2:
        block = box(width, depth, height, 0.3, inner=6, soft=True).moved(z=height / 2)
        vertices = block.vertices.copy()
        vertices[:, 2] *= 1.0 + 0.35 * (vertices[:, 1] / depth)
        return Geometry(vertices, block.faces)
    return merged([box(width * 0.7, depth, width * 0.45, 0.4).moved(z=height - width * 0.2),
                   box(width * 0.5, depth * 0.12, height, 0.2).moved(y=-depth * 0.4, z=height / 2),
                   box(width * 0.5, depth * 0.12, height, 0.2).moved(y=depth * 0.4, z=height / 2)])  # fmt: skip


def _upholstered(rng: np.random.Generator, assembly: Assembly, width: float, places: int) -> LabelledObject:
    """Fills an armchair or sofa: seat (often the whole upholstered body), armrests, legs, sometimes pillows."""
    depth = rng.uniform(0.55, 0.85)
    leg_height = rng.uniform(0.03, 0.2)
    seat_height = leg_height + rng.uniform(0.15, 0.3)
    arm_width, arm_height = rng.uniform(0.06, 0.2), rng.uniform(0.18, 0.4)
    back_height, back_depth = rng.uniform(0.35, 0.75), rng.uniform(0.12, 0.26)
    inner = width - 2 * arm_width
    # Artists label the whole upholstery "seat" as often as they keep the back apart.
    back_key = "back" if rng.random() < 0.5 else "seat.body"
    seat_key = "seat.body"
    body = [box(width * 0.97, depth * 0.97, seat_height - leg_height, rng.uniform(0.08, 0.3), inner=4).moved(z=(seat_height + leg_height) / 2)]
    for place in range(places):
        x = (place + 0.5) / places * inner - inner / 2
        pad = cushion(inner / places * 0.99, depth - back_depth * 0.8, rng.uniform(0.1, 0.18), rng.uniform(0.1, 0.4))
        body.append(pad.moved(x, -back_depth * 0.4, seat_height + 0.04))
    kind = rng.integers(4)
    back: list[Geometry] = []
    if kind == 0:
        sweep_angle = rng.uniform(55, 100)
        angles = np.radians(np.linspace(90 - sweep_angle, 90 + sweep_angle, 26))
        r = inner / 2
        path = np.stack([r * np.cos(angles), depth * 0.45 * np.sin(angles), np.full(26, seat_height + back_height / 2)], axis=1)
        back.append(sweep(path, 1.0, square_section(back_depth / 2, back_height / 2, 0.5), side=(1, 0, 0)))
    elif kind == 1:
        for place in range(places):
            x = (place + 0.5) / places * inner - inner / 2
            pad = cushion(inner / places, back_height, back_depth, 0.4).rotated("x", 90)
            back.append(pad.moved(x, depth / 2 - back_depth / 2, seat_height + back_height / 2))
    else:
        slab = box(width * (0.98 if kind == 2 else 0.85), back_depth, back_height, rng.uniform(0.15, 0.48), inner=6, soft=True)
        if kind == 3:
            slab = slab.bowed(-rng.uniform(0.05, 0.2) * back_height, along=0, towards=2)
        back.append(slab.moved(y=depth / 2 - back_depth / 2, z=seat_height + back_height / 2 - 0.03))
    slope = rng.uniform(0.0, 0.25)
    back = [piece.moved(z=-seat_height).sheared(y=slope).moved(z=seat_height) for piece in back]
    if back_key == seat_key:
        assembly.add(seat_key, *body, *back)
    else:
        assembly.add(seat_key, *body)
        assembly.add(back_key, *back)
    arm_kind = int(rng.integers(4))
    low = leg_height * (1.0 if rng.random() < 0.6 else 0.3)
    arm = _arm_block(rng, arm_kind, depth * rng.uniform(0.8, 1.0), seat_height + arm_height - low, arm_width)
    for x in (-(width - arm_width) / 2, (width - arm_width) / 2):
        assembly.add("armrest", arm.moved(x, -depth * 0.02, low))
    foot_radius = rng.uniform(0.015, 0.045)
    leg_kind = int(rng.choice([0, 1, 2, 3, 5, 6]))
    reference = ball(foot_radius * 1.3, foot_radius * 1.3, leg_height / 2, 14).moved(z=leg_height / 2) if leg_kind == 6 else (
        leg_piece(rng, leg_kind, leg_height, foot_radius))
    splay = rng.uniform(0, 0.3) * leg_height
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * (width / 2 - 0.06), sy * (depth / 2 - 0.06)
            assembly.add("leg", between(reference, (x + sx * splay, y + sy * splay, 0), (x, y, leg_height * 1.08)))
    if rng.random() < 0.2:
        pillow = cushion(0.32, 0.3, 0.11, 0.6).rotated("x", 70).rotated("z", rng.uniform(-20, 20))
        assembly.add("pillow", pillow.moved(rng.uniform(-0.3, 0.3) * inner, depth / 2 - back_depth - 0.06, seat_height + 0.25))
    return assembly.finish()


def armchair(rng: np.random.Generator) -> LabelledObject:
    """A bulky chair with arms and small feet."""
    assembly = Assembly("armchair", "armchair", "easy chair", "chair", "club chair")
    return _upholstered(rng, assembly, rng.uniform(0.65, 1.0), 1)


def sofa(rng: np.random.Generator) -> LabelledObject:
    """A couch for two or three."""
    assembly = Assembly("sofa", "sofa", "couch", "settee")
    places = int(rng.integers(2, 4))
    return _upholstered(rng, assembly, rng.uniform(0.55, 0.75) * places + 0.25, places)


def stool(rng: np.random.Generator) -> LabelledObject:
    """A kitchen or bar stool: round or square seat, straight, splayed or single leg, mostly with a footrest."""
    assembly = Assembly("stool", "stool", "bar stool", "kitchen stool", "chair")
    height, seat_radius = rng.uniform(0.4, 0.85), rng.uniform(0.14, 0.24)
    thickness = rng.uniform(0.025, 0.13)
    rounded = rng.random() < 0.7
    pieces: list[Geometry] = []
    if rounded:
        pad = turned([(seat_radius * 0.92, 0), (seat_radius, thickness * 0.35), (seat_radius, thickness * 0.65),
                      (seat_radius * 0.9, thickness), (seat_radius * 0.45, thickness * rng.uniform(0.95, 1.15))], 40)  # fmt: skip
        pieces.append(pad.moved(z=height))
    else:
        pieces.append(_seat_slab(rng, seat_radius * 2, seat_radius * 1.8, thickness, rng.random() < 0.5)
                      .moved(z=height + thickness / 2))  # fmt: skip
    if rng.random() < 0.4:
        pieces.append(cylinder(seat_radius * rng.uniform(0.8, 1.02), thickness * 0.5, 32).moved(z=height - thickness * 0.3))
    assembly.add("seat", *pieces)
    radius = rng.uniform(0.01, 0.03)
    if rng.random() < 0.2:
        assembly.add("leg", rod((0, 0, 0.03), (0, 0, height), radius * 1.6),
                     lathe([(seat_radius * 1.1, 0), (seat_radius, 0.02), (radius * 1.6, 0.06), (0, 0.06)], 40))  # fmt: skip
        z = height * rng.uniform(0.25, 0.4)
        reach = seat_radius * 0.8
        assembly.add("footrest", ring(reach, radius * 0.8).moved(z=z), bar((-reach, 0, z), (reach, 0, z), radius * 0.6, radius * 0.6))
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
        back = merged(_chair_back(rng, seat_radius * 1.7, rng.uniform(0.15, 0.35), 0.014))
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
        pieces = [box(width, 0.03, back_height * 0.75 / boards, 0.2, inner=4).moved(z=0.1 + back_height * (k + 0.5) / boards)
                  for k in range(boards)]  # fmt: skip
        pieces += [bar((x, 0.02, -0.02), (x, 0.02, back_height + 0.08), 0.025, 0.02) for x in (-width * 0.42, width * 0.42)]
        assembly.add("back", *(piece.sheared(y=0.2).moved(y=depth / 2, z=height) for piece in pieces))
    if rng.random() < 0.3:
        for x in (-width / 2 + 0.04, width / 2 - 0.04):
            assembly.add("armrest", _armrest(rng, x, -depth * 0.45, depth / 2, height + 0.22, height, 0.02, 0))
    return assembly.finish()
