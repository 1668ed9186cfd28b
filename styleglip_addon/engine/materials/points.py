"""Points of a part's surface as materials are evaluated at them: where they are in the part's own frame, and how dense.

A part's frame comes from its surface (`surface.part_frames`); lengths are metres of the real thing, divided by the
scale that the artist chose, so a material has sizes of its own: a thread is 0.8 mm, a brick 215 mm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Points:
    """n points of one part.

    Args:
        position: (n, 3) in the frame of the point's loose piece: z along its axis of revolution or its length, x and y
            across; every piece is moved by a random amount, so that each has its own grain.
        normal: (n, 3) unit, same axes.
        uv: (n, 2) on the surface: u around or across, v along the piece; charts join at edges where they can.
        around: (n,) length after which u closes on itself; 0 where it does not.
        upward: (n,) cosine between the normal and up, in the scene, whichever way the piece lies.
        level: (n,) height above the object's lowest point, metres, not scaled.
        recess: (n,) -1 on sharp outer edges, 0 on flat ground, 1 in deep corners.
        spacing: distance between neighbouring samples. What is finer cannot be shown.
        antialiased: whether every sample is a texel that is looked at, so that no edge may show jags.
        enlarged: metres of the thing per metre of `position`.
        scene: (n, 3) in the scene, as long as `position`: z is up, x and y are level; None: `position` is.
        scene_normal: (n, 3) unit, same axes; None: `normal` is.
        fall: (n, 3) for what runs down from above: 1 where u runs level and 0 where v does; how high the top of its
            loose piece is, along the scene's z; how tall the piece is, both as long as `position`; None: not known.
        growing: of loose things or pieces that lie on something else, whether those in (m,) places are there, by their
            own middles: so they are whole or not there at all; None: all are.
    """

    position: Array
    normal: Array
    uv: Array
    around: Array
    upward: Array
    level: Array
    recess: Array
    spacing: float
    antialiased: bool = False
    enlarged: float = 1.0
    scene: Array | None = None
    scene_normal: Array | None = None
    fall: Array | None = None
    growing: Callable[[Points], NDArray[np.bool_]] | None = None

    def __len__(self) -> int:
        return len(self.position)

    def part(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> Points:
        """Some of the points."""
        whole = {f.name: values for f in fields(self) if isinstance(values := getattr(self, f.name), np.ndarray)}
        if isinstance(rows, slice):
            chosen: dict[str, Any] = {name: values[rows] for name, values in whole.items()}
        else:
            some = np.flatnonzero(rows) if rows.dtype == bool else rows
            chosen = {name: values.take(some, axis=0) for name, values in whole.items()}
        return replace(self, **chosen)

    @cached_property
    def in_scene(self) -> Points:
        """The points in the scene's axes: for what came to the thing from outside, drawn downwards by its weight."""
        if self.scene is None or self.scene_normal is None:
            return self
        return replace(self, position=self.scene, normal=self.scene_normal, scene=None, scene_normal=None)

    def at_middles(self, rows: NDArray[np.integer], middles: Array) -> Points:
        """Points in the middles (m, 3) of pieces that some points are on, as long as `position`, in whatever axes.

        Args:
            rows: (m,) numbers of the points.
            middles: (m, 3).
        """
        return replace(self.part(rows), position=middles, scene=None, recess=np.zeros(len(rows), np.float32))

    def with_middles(self, rows: NDArray[np.integer], offset: Array) -> Points:
        """Middles of things that some points are on, in the scene's axes.

        Args:
            rows: (m,) numbers of the points.
            offset: (m, 3) from the middles to the points, as long as `position`.
        """
        some = self.part(rows)
        position, level = some.position - offset, some.level - np.float32(self.enlarged) * offset[:, 2]
        # Whether a corner is near is no property of the middle that a point would know.
        return replace(some, position=position, level=level, recess=np.zeros(len(rows), np.float32))

    def moved(self, along_u: Array, along_v: Array, spacing: float) -> Points:
        """The points moved on their surface by (n,) metres along two tangents, u's and v's as far as they are known."""
        along = (along_u[:, None], along_v[:, None])
        position = self.position + sum(t * a for t, a in zip(self._tangents, along, strict=True))
        scene = self.scene
        if scene is not None:
            # Which way u is in the scene is not known: what is averaged over lies as densely in either.
            scene = scene + sum(t * a for t, a in zip(self.in_scene._tangents, along, strict=True))
        uv = self.uv + np.stack((along_u, along_v), axis=1)
        return replace(self, position=position, uv=uv, spacing=spacing, scene=scene)

    @cached_property
    def _tangents(self) -> tuple[Array, Array]:
        """Two (n, 3) unit vectors along the surface: the first across z where the normal is not along it, as u is."""
        x, y, z = self.normal.T
        steep = np.abs(z) > 0.99
        ax, ay, zero = np.where(steep, np.float32(1.0), -y), np.where(steep, np.float32(0.0), x), np.zeros_like(x)
        inward = ax * x + ay * y
        first = np.stack((ax - inward * x, ay - inward * y, zero - inward * z))
        first /= np.sqrt((first * first).sum(axis=0))
        u, v, w = first
        second = np.stack((y * w - z * v, z * u - x * w, x * v - y * u))
        return first.T, second.T

    def scaled(self, scale: float) -> Points:
        """The points of a thing on which a material looks `scale` times as large."""
        by = np.float32(1.0 / scale)
        return replace(
            self,
            position=self.position * by,
            uv=self.uv * by,
            around=self.around * by,
            spacing=self.spacing / scale,
            scene=None if self.scene is None else self.scene * by,
            fall=None if self.fall is None else self.fall * np.array((1.0, by, by), np.float32),
            enlarged=self.enlarged * scale,
        )


def boxed_points(position: Array, normal: Array, spacing: float) -> Points:
    """Points in a frame that nothing is known of: u and v in the plane of the normal's greatest axis, z up.

    Args:
        position: (n, 3) metres, z up.
        normal: (n, 3) unit.
        spacing: metres between samples.
    """
    position, normal = np.asarray(position, np.float32), np.asarray(normal, np.float32)
    side = np.argmax(np.abs(normal), axis=1)
    u = np.where(side == 0, position[:, 1], position[:, 0])
    v = np.where(side == 2, position[:, 1], position[:, 2])
    zeros = np.zeros(len(position), np.float32)
    level = position[:, 2] - (position[:, 2].min() if len(position) else np.float32(0.0))
    uv, fall = np.stack((u, v), axis=1), from_top(position)
    return Points(position, normal, uv, zeros, normal[:, 2].copy(), level, zeros, spacing, fall=fall)


def from_top(position: Array) -> Array:
    """`Points.fall` (n, 3) of one piece whose z is up and whose u runs level."""
    heights = position[:, 2] if len(position) else np.zeros(1, np.float32)
    fall = np.array((1.0, heights.max(), np.ptp(heights)), np.float32)
    return np.broadcast_to(fall, (len(position), 3))
