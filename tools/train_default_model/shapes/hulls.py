"""Hulls lofted from rounded sections along x, cabins with slanted walls, and panels that lie flush on either."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .geometry import FloatArray, Geometry, IntArray, grid_surface
from .primitives import box, sheet


@dataclass(frozen=True, eq=False)
class Hull:
    """A body along x whose section at each station is a superellipse.

    Args:
        stations: (K, 4) x (ascending), half width, lowest and highest z.
        power: 2 makes the sections ellipses, 8 nearly rectangles.
        tuck: width at the top as a fraction of the width below.
    """

    stations: FloatArray
    power: float = 4.0
    tuck: float = 1.0

    def at(self, x: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Half width, lowest and highest z at x, each of the shape of x."""
        at = np.asarray(x, dtype=np.float64)
        width, low, high = (np.interp(at, self.stations[:, 0], self.stations[:, k]) for k in (1, 2, 3))
        return width, low, high

    def solid(self, samples: int = 24, sides: int = 20) -> Geometry:
        """The closed body.

        Args:
            samples: sections besides those at the stations.
            sides: points around each section.
        """
        own = self.stations[:, 0]
        x = np.unique(np.concatenate([own, np.linspace(own[0], own[-1], max(samples, 2))]).round(6))
        angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False) + np.pi / sides
        around = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        rounded = np.sign(around) * np.abs(around) ** (2.0 / self.power)
        rings = self._placed(x, rounded[:, 0], rounded[:, 1], 0.0)
        ends = rings.mean(axis=1, keepdims=True)
        rings = np.concatenate([ends[:1] + 0 * rings[:1], rings, ends[-1:] + 0 * rings[-1:]])
        return grid_surface(rings, wrap_columns=True)

    def side_panel(self, along: ArrayLike, up: ArrayLike, side: int, thickness: float) -> Geometry:
        """A sheet on the flank.

        Args:
            along: (2,) from and to which x.
            up: (2,) from and to which height, -1 the lowest and 1 the highest of the section.
            side: 1 for +y, -1 for -y.
            thickness: half of it stands proud.
        """
        x, v = _span(along, 8), _span(up, 5)
        across = (1.0 - np.abs(v) ** self.power) ** (1.0 / self.power)
        return sheet(self._placed(x, side * across, v, 0.1 * thickness), thickness)

    def top_panel(self, along: ArrayLike, across: ArrayLike, thickness: float) -> Geometry:
        """A sheet on top, from and to which x and which share -1..1 of the width; arguments as for `side_panel`."""
        x, u = _span(along, 9), _span(across, 8)
        height = (1.0 - np.abs(u) ** self.power) ** (1.0 / self.power)
        return sheet(self._placed(x, u, height, 0.1 * thickness), thickness)

    def _placed(self, x: FloatArray, across: FloatArray, up: FloatArray, lift: float) -> FloatArray:
        """Points (N, M, 3) at N positions along x and M positions -1..1 across and up in the section."""
        width, low, high = self.at(x)
        narrowing = 1.0 - (1.0 - self.tuck) * (up + 1.0) / 2.0
        y = (width[:, None] + lift) * (across * narrowing)[None]
        z = ((low + high) / 2.0)[:, None] + ((high - low) / 2.0 + lift)[:, None] * up[None]
        return np.stack([np.broadcast_to(x[:, None], y.shape), y, z], axis=-1)


def hull(stations: ArrayLike, power: float = 4.0, tuck: float = 1.0, rounding: int = 0) -> Hull:
    """A hull whose lines between the stations are straight or rounded.

    Args:
        stations: (K, 4), see `Hull`.
        power: see `Hull`.
        tuck: see `Hull`.
        rounding: 0 leaves the lines straight; more averages over so many 48ths of the length.
    """
    given = np.asarray(stations, dtype=np.float64)
    if rounding == 0:
        return Hull(given, power, tuck)
    x = np.linspace(given[0, 0], given[-1, 0], 49)
    columns = [x]
    for k in (1, 2, 3):
        line = np.interp(x, given[:, 0], given[:, k])
        padded = np.pad(line, rounding, mode="reflect", reflect_type="odd")
        columns.append(np.convolve(padded, np.full(2 * rounding + 1, 1.0 / (2 * rounding + 1)), mode="valid"))
    columns[1] = np.maximum(columns[1], 1e-3)
    columns[3] = np.maximum(columns[3], columns[2] + 1e-3)
    return Hull(np.stack(columns, axis=1), power, tuck)


def with_arches(body: Hull, wheels: ArrayLike, radius: float, centre: float) -> Hull:
    """The hull with its underside cut out in half circles.

    Args:
        body: whose lowest line is raised.
        wheels: (W,) x of the axles.
        radius: of the arches.
        centre: z of the axles.
    """
    axles = np.asarray(wheels, dtype=np.float64)
    angles = np.linspace(0.0, np.pi, 9)
    edges = np.concatenate([axles - 1.02 * radius, axles + 1.02 * radius])
    arcs = (axles[:, None] + radius * np.cos(angles)).ravel()
    own = body.stations[:, 0]
    x = np.unique(np.clip(np.concatenate([own, arcs, edges]).round(5), own[0], own[-1]))
    width, low, high = body.at(x)
    reach = radius**2 - (x[:, None] - axles) ** 2
    arch = (centre + np.sqrt(np.maximum(reach, 0.0))) * (reach > -1e-4) + low[:, None] * (reach <= -1e-4)
    raised = np.minimum(np.maximum(low, arch.max(axis=1)), high - 0.05 * (high - low))
    return Hull(np.stack([x, width, raised, high], axis=1), body.power, body.tuck)


@dataclass(frozen=True)
class Cabin:
    """A box with slanted walls: rear and front x, half width and z of its floor and of its roof.

    Args:
        floor: (rear x, front x, half width, z).
        roof: the same above.
    """

    floor: tuple[float, float, float, float]
    roof: tuple[float, float, float, float]

    def solid(self, bevel: float = 0.1, inner: int = 3) -> Geometry:
        """The closed box; `bevel` rounds edges as a fraction of half its size, `inner` is the spans per side."""
        cube = box(2.0, 2.0, 2.0, bevel, inner)
        return Geometry(self._mapped(cube.vertices), cube.faces)

    def pane(self, wall: str, across: ArrayLike, up: ArrayLike, thickness: float) -> Geometry:
        """A sheet on a wall.

        Args:
            wall: "front", "rear", "left" (+y) or "right" (-y).
            across: (2,) from and to where, 0..1; on the sides from the rear to the front.
            up: (2,) likewise from the floor to the roof.
            thickness: half of it stands proud.
        """
        u, v = (grid.ravel() for grid in np.meshgrid(2 * _span(across, 5) - 1, 2 * _span(up, 5) - 1, indexing="ij"))
        one = np.ones_like(u)
        cube = {
            "front": np.stack([one, u, v], axis=1),
            "rear": np.stack([-one, u, v], axis=1),
            "left": np.stack([u, one, v], axis=1),
            "right": np.stack([u, -one, v], axis=1),
        }[wall]
        return sheet(self._mapped(cube).reshape(5, 5, 3), thickness)

    def _mapped(self, cube: FloatArray) -> FloatArray:
        t = (cube[:, 2] + 1.0) / 2.0
        rear, front, half, z = (low + (high - low) * t for low, high in zip(self.floor, self.roof, strict=True))
        return np.stack([rear + (front - rear) * (cube[:, 0] + 1.0) / 2.0, cube[:, 1] * half, z], axis=1)


def block(x: float, y: float, z: float) -> Geometry:
    """A box of twelve triangles with sharp edges about the origin, for what is small or many."""
    ends = np.array([-0.5, 0.5])
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], dtype=np.float64) / 2
    vertices: list[FloatArray] = []
    faces: list[IntArray] = []
    for axis in range(3):
        for end in ends:
            side = np.insert(square, axis, end, axis=1)
            faces.append(np.array([(0, 1, 2), (0, 2, 3)])[:, :: 1 if (end > 0) != (axis == 1) else -1] + 4 * len(faces))
            vertices.append(side)
    return Geometry(np.concatenate(vertices) * [x, y, z], np.concatenate(faces))


def _span(ends: ArrayLike, count: int) -> FloatArray:
    low, high = np.asarray(ends, dtype=np.float64)
    return np.linspace(low, high, count)
