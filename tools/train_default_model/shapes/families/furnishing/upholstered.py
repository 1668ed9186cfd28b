"""Families of upholstered furniture: armchairs and sofas."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...geometry import Geometry, merged
from ...joinery import between, leg_piece
from ...primitives import (
    ball,
    box,
    cushion,
    cylinder,
    square_section,
    sweep,
)


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
    return merged(
        [
            box(width * 0.7, depth, width * 0.45, 0.4).moved(z=height - width * 0.2),
            box(width * 0.5, depth * 0.12, height, 0.2).moved(y=-depth * 0.4, z=height / 2),
            box(width * 0.5, depth * 0.12, height, 0.2).moved(y=depth * 0.4, z=height / 2),
        ]
    )


def _soft_back(
    rng: np.random.Generator,
    places: int,
    width: float,
    inner: float,
    depth: float,
    size: tuple[float, float],
    seat_height: float,
) -> list[Geometry]:
    """The back of an armchair or sofa: curved round the sitter, one cushion a place, or one slab.

    Args:
        rng: draws kind and slope.
        places: how many sit side by side.
        width: of the whole piece of furniture.
        inner: between the arms.
        depth: of the whole piece of furniture.
        size: height and thickness of the back.
        seat_height: where the back starts.
    """
    back_height, back_depth = size
    kind = rng.integers(4)
    back: list[Geometry] = []
    if kind == 0:
        sweep_angle = rng.uniform(55, 100)
        angles = np.radians(np.linspace(90 - sweep_angle, 90 + sweep_angle, 26))
        r = inner / 2
        path = np.stack(
            [r * np.cos(angles), depth * 0.45 * np.sin(angles), np.full(26, seat_height + back_height / 2)], axis=1
        )
        back.append(sweep(path, 1.0, square_section(back_depth / 2, back_height / 2, 0.5), side=(1, 0, 0)))
    elif kind == 1:
        for place in range(places):
            x = (place + 0.5) / places * inner - inner / 2
            pad = cushion(inner / places, back_height, back_depth, 0.4).rotated("x", 90)
            back.append(pad.moved(x, depth / 2 - back_depth / 2, seat_height + back_height / 2))
    else:
        slab = box(
            width * (0.98 if kind == 2 else 0.85), back_depth, back_height, rng.uniform(0.15, 0.48), inner=6, soft=True
        )
        if kind == 3:
            slab = slab.bowed(-rng.uniform(0.05, 0.2) * back_height, along=0, towards=2)
        back.append(slab.moved(y=depth / 2 - back_depth / 2, z=seat_height + back_height / 2 - 0.03))
    slope = rng.uniform(0.0, 0.25)
    return [piece.moved(z=-seat_height).sheared(y=slope).moved(z=seat_height) for piece in back]


def _upholstered(rng: np.random.Generator, assembly: Assembly, width: float, places: int) -> LabelledObject:
    """Fills an armchair or sofa: seat (often the whole upholstered body), armrests, legs, sometimes pillows."""
    depth = rng.uniform(0.55, 0.85)
    leg_height = rng.uniform(0.03, 0.2)
    seat_height = leg_height + rng.uniform(0.15, 0.3)
    arm_width, arm_height = rng.uniform(0.06, 0.2), rng.uniform(0.18, 0.4)
    back_height, back_depth = rng.uniform(0.35, 0.75), rng.uniform(0.12, 0.26)
    inner = width - 2 * arm_width
    # Artists label the whole upholstery "seat" as often as they keep the back apart.
    whole = rng.random() < 0.5
    body = [
        box(width * 0.97, depth * 0.97, seat_height - leg_height, rng.uniform(0.08, 0.3), inner=4).moved(
            z=(seat_height + leg_height) / 2
        )
    ]
    for place in range(places):
        x = (place + 0.5) / places * inner - inner / 2
        pad = cushion(inner / places * 0.99, depth - back_depth * 0.8, rng.uniform(0.1, 0.18), rng.uniform(0.1, 0.4))
        body.append(pad.moved(x, -back_depth * 0.4, seat_height + 0.04))
    back = _soft_back(rng, places, width, inner, depth, (back_height, back_depth), seat_height)
    if whole:
        assembly.add("seat.body", *body, *back)
    else:
        assembly.add("seat", *body)
        assembly.add("back", *back)
    arm_kind = int(rng.integers(4))
    low = leg_height * (1.0 if rng.random() < 0.6 else 0.3)
    arm = _arm_block(rng, arm_kind, depth * rng.uniform(0.8, 1.0), seat_height + arm_height - low, arm_width)
    for x in (-(width - arm_width) / 2, (width - arm_width) / 2):
        assembly.add("armrest", arm.moved(x, -depth * 0.02, low))
    foot_radius = rng.uniform(0.015, 0.045)
    leg_kind = int(rng.choice([0, 1, 2, 3, 5, 6]))
    reference = (
        ball(foot_radius * 1.3, foot_radius * 1.3, leg_height / 2, 14).moved(z=leg_height / 2)
        if leg_kind == 6
        else (leg_piece(rng, leg_kind, leg_height, foot_radius))
    )
    splay = rng.uniform(0, 0.3) * leg_height
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * (width / 2 - 0.06), sy * (depth / 2 - 0.06)
            assembly.add("leg", between(reference, (x + sx * splay, y + sy * splay, 0), (x, y, leg_height * 1.08)))
    if rng.random() < 0.2:
        pillow = cushion(0.32, 0.3, 0.11, 0.6).rotated("x", 70).rotated("z", rng.uniform(-20, 20))
        assembly.add(
            "pillow", pillow.moved(rng.uniform(-0.3, 0.3) * inner, depth / 2 - back_depth - 0.06, seat_height + 0.25)
        )
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


FAMILIES: Families = {
    "armchair": armchair,
    "sofa": sofa,
}
