"""Windows, doors and gables that buildings share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...assembly import Assembly
from ...curves import arc
from ...fittings import Make, panel, rounded_outline
from ...geometry import FloatArray, Geometry
from ...hulls import block
from ...primitives import ball, plate


@dataclass(frozen=True)
class WindowStyle:
    """How all windows of one building are made.

    Args:
        arched: whether they end in an arch.
        framed: whether a frame stands around the pane.
        bars: upright and level bars across the pane.
        shutters: whether shutters hang beside them.
        sill: whether a ledge lies below.
    """

    arched: bool
    framed: bool
    bars: tuple[int, int]
    shutters: bool
    sill: bool


def drawn_windows(rng: np.random.Generator, arched: float = 0.2) -> WindowStyle:
    """Plain panes, framed ones, with bars, shutters and sills."""
    framed = rng.random() < 0.65
    return WindowStyle(
        bool(rng.random() < arched),
        bool(framed),
        (int(rng.integers(0, 2)), int(rng.integers(0, 3))) if framed else (0, 0),
        bool(rng.random() < 0.2),
        bool(rng.random() < 0.35),
    )


def arch_outline(width: float, height: float, pointed: float = 1.0) -> FloatArray:
    """An arched opening about the origin, (N, 2); `pointed` over 1 makes it Gothic."""
    top = arc(width / 2, 0, 180, 11) * [1.0, pointed]
    top[:, 1] += height / 2 - width / 2 * pointed
    low = np.array(
        [(-width / 2, 0.0), (-width / 2, -height / 2), (0.0, -height / 2), (width / 2, -height / 2), (width / 2, 0.0)]
    )
    return np.concatenate([top, low])


def add_window(
    assembly: Assembly,
    style: WindowStyle,
    size: tuple[float, float],
    place: tuple[float, float, float],
    turn: float = 0.0,
) -> None:
    """Adds one window.

    Args:
        assembly: what it is added to.
        style: how it is made.
        size: width and height.
        place: centre on the wall (3,).
        turn: degrees about +Z; 0 looks along -Y.
    """
    width, height = size
    thick = 0.1 * width

    def put(piece: Geometry) -> Geometry:
        return piece.rotated("z", turn).moved(*place)

    outline = arch_outline(width, height) if style.arched else rounded_outline(width, height, 0.001, 3)
    assembly.add("house.pane", put(plate(outline, thick * 0.5, 0.05)))
    if style.framed:
        rim = [block(thick, thick, height).moved(s * width / 2, 0, -0.15 * width * style.arched) for s in (-1, 1)]
        rim.append(block(width + thick, thick, thick).moved(0, 0, -height / 2))
        if not style.arched:
            rim.append(block(width + thick, thick, thick).moved(0, 0, height / 2))
        upright, level = style.bars
        rim += [block(thick * 0.6, thick * 0.8, height)] * upright
        rim += [
            block(width, thick * 0.8, thick * 0.6).moved(z=z)
            for z in np.linspace(-height / 2, height / 2, level + 2)[1:-1]
        ]
        assembly.add("house.frame", *(put(p) for p in rim))
    if style.shutters:
        for s in (-1, 1):
            assembly.add(
                "house.shutter", put(block(width * 0.5, thick * 0.6, height * 1.05).moved(s * width * 0.82, 0, 0))
            )
    if style.sill:
        assembly.add("house.sill", put(block(width * 1.3, thick * 2.5, thick).moved(0, -thick, -height / 2 - thick)))


def add_door(
    assembly: Assembly,
    rng: np.random.Generator,
    make: Make,
    size: tuple[float, float],
    place: tuple[float, float],
    arched: float = 0.25,
) -> None:
    """Adds a door with leaves, frame, handle and steps; `place` is x and y of the wall, it stands on z = 0."""
    width, height = size
    x, y = place
    two, rounded = rng.random() < 0.3, rng.random() < arched
    thick = 0.08 * width
    if rounded:
        leaves = [plate(arch_outline(width, height), thick, 0.05)]
    elif two:
        leaves = [panel(width * 0.49, height, 0.001, thick).moved(x=s * width * 0.25) for s in (-1, 1)]
    else:
        leaves = [panel(width, height, 0.001, thick)]
    assembly.add("house.door", *(leaf.moved(x, y, height / 2) for leaf in leaves))
    if not rounded and rng.random() < 0.5:
        rim = [block(thick * 1.4, thick * 1.8, height).moved(x + s * width * 0.54, y, height / 2) for s in (-1, 1)]
        rim.append(block(width * 1.2, thick * 1.8, thick * 1.4).moved(x, y, height))
        assembly.add("house.frame", *rim)
    if rng.random() < 0.5:
        at = width * (0.06 if two else 0.36)
        assembly.add("house.handle", ball(thick * 0.7, segments=10).moved(x + at, y - thick, height * 0.45))
    if rng.random() < 0.45:
        count = int(rng.integers(1, 5))
        steps = [
            make.block(width * rng.uniform(1.4, 1.5), 0.3 * width * (k + 1), 0.07 * height).moved(
                x, y - 0.15 * width * (k + 1), 0.07 * height * (count - k - 0.5)
            )
            for k in range(count)
        ]
        assembly.add("house.step", *steps)


def gable_roof(width: float, length: float, rise: float, thick: float, overhang: float) -> list[Geometry]:
    """Two slabs whose ridge runs along y at the height `rise`, the eaves at z = 0."""
    slope = np.hypot(width / 2, rise)
    long = slope * (1 + overhang / (width / 2))
    angle = np.degrees(np.arctan2(rise, width / 2))
    slabs = []
    for side in (1, -1):
        slab = block(long, length + 2 * overhang, thick).moved(x=long / 2, z=thick / 2)
        slab = slab.rotated("y", angle).moved(z=rise)
        slabs.append(slab if side == 1 else slab.scaled(-1, 1, 1))
    return slabs


def gabled_walls(width: float, length: float, wall: float, rise: float) -> Geometry:
    """Walls with gables at ±y, standing on z = 0."""
    corners = [(-width / 2, 0.0), (width / 2, 0.0), (width / 2, wall), (0.0, wall + rise), (-width / 2, wall)]
    rows = [np.linspace(a, b, 5)[:-1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    return plate(np.concatenate(rows), length, 0.005)
