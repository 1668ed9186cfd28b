"""The joints and proportions of a person, whom families of characters dress."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bodies import Detail, drawn_detail
from .geometry import FloatArray, Geometry


@dataclass(frozen=True, eq=False)
class Figure:
    """A standing person of height about 1 who looks along -Y.

    Args:
        detail: how finely it is modelled.
        head: half axes (3,) of the head.
        head_centre: (3,).
        arms: for the left (+X) and right side shoulder, elbow, wrist and fingertips, (2, 4, 3).
        legs: hip, knee, ankle and sole below it, (2, 4, 3).
        trunk: sections (K, 5) from crotch to neck, see `Detail.loft`.
        arm_radius: at shoulder, elbow and wrist.
        leg_radius: at hip, knee and ankle.
        foot: length of a foot.
    """

    detail: Detail
    head: FloatArray
    head_centre: FloatArray
    arms: FloatArray
    legs: FloatArray
    trunk: FloatArray
    arm_radius: FloatArray
    leg_radius: FloatArray
    foot: float

    def trunk_between(self, low: float, high: float, extra: float = 0.0, count: int = 6) -> FloatArray:
        """Sections of the trunk from the fraction `low` of its height to `high`, wider by `extra`: (count, 5)."""
        bottom, top = self.trunk[0, 0], self.trunk[-1, 0]
        z = bottom + np.linspace(low, high, count) * (top - bottom)
        rows = np.stack([np.interp(z, self.trunk[:, 0], self.trunk[:, k]) for k in range(5)], axis=1)
        rows[:, 0] = z
        rows[:, 1:3] += extra
        return rows

    def face_point(self, x: float, z: float, out: float = 1.0) -> tuple[float, float, float]:
        """A point on the front of the head; x and z as fractions of its half axes, `out` scales towards the front."""
        a, b, c = self.head
        depth = b * np.sqrt(max(1.0 - x * x - z * z, 0.02)) * out
        return (
            float(self.head_centre[0] + a * x),
            float(self.head_centre[1] - depth),
            float(self.head_centre[2] + c * z),
        )

    def neck(self) -> Geometry:
        """A neck from the trunk into the head."""
        low = self.trunk[-1]
        radius = 0.5 * self.head[0]
        return self.detail.tube(
            [(0, low[3], low[0] - 0.03), (0, low[3], self.head_centre[2] - self.head[2] * 0.4)],
            [radius * 1.15, radius],
        )


def drawn_figure(rng: np.random.Generator, build: str = "man", detail: Detail | None = None) -> Figure:
    """A person in T-pose, A-pose or standing.

    Args:
        rng: draws everything.
        build: "man", "woman" or "child".
        detail: None draws it.
    """
    toy = rng.random() < (0.75 if build == "child" else 0.35)
    heads = rng.uniform(2.6, 5.2) if toy else (rng.uniform(4.8, 6.2) if build == "child" else rng.uniform(6.3, 8.0))
    tall = 1.0 / heads
    neck = tall * (0.1 if toy else rng.uniform(0.2, 0.34))
    bulk = rng.uniform(0.85, 1.35) * (1.15 if toy else 1.0)
    shoulder_z = 1.0 - tall - neck
    crotch = shoulder_z * rng.uniform(0.5, 0.6)
    broad = (rng.uniform(0.088, 0.11) if build == "woman" else rng.uniform(0.1, 0.13)) * np.sqrt(bulk)
    hip = broad * (rng.uniform(0.85, 1.02) if build == "woman" else rng.uniform(0.72, 0.88))
    waist = min(hip, broad) * (rng.uniform(0.68, 0.82) if build == "woman" else rng.uniform(0.82, 1.1))
    deep = broad * rng.uniform(0.5, 0.72)
    square = 3.5 if detail is not None and detail.square else rng.uniform(2.0, 2.8)
    span = shoulder_z - crotch
    trunk = np.array(
        [
            (crotch, hip * 0.8, deep * 0.75, 0.0, square),
            (crotch + span * 0.14, hip, deep, 0.004, square),
            (crotch + span * 0.4, waist, deep * 0.82, 0.0, square),
            (crotch + span * 0.72, broad * 0.97, deep * 1.02, -0.004, square),
            (crotch + span * 0.93, broad, deep * 0.78, 0.0, square),
            (shoulder_z + 0.012, broad * 0.45, deep * 0.5, 0.004, 2.0),
        ]
    )
    angle = rng.choice([rng.uniform(82, 92), rng.uniform(38, 58), rng.uniform(6, 22)])
    arm = (shoulder_z - crotch) * rng.uniform(1.1, 1.3) + 0.02
    stride = rng.uniform(0.02, 0.09) if rng.random() < 0.15 else 0.0
    arms, legs = np.zeros((2, 4, 3)), np.zeros((2, 4, 3))
    ankle = 0.045
    for index, side in enumerate((1, -1)):
        lift = np.radians(angle + rng.uniform(-6, 6) * (angle < 30))
        start = np.array([side * broad * 0.98, 0.0, crotch + span * 0.9])
        upper = np.array([side * np.sin(lift), 0.0, -np.cos(lift)])
        lower = upper + np.array([0.0, -rng.uniform(0.0, 0.35) * (angle < 60), 0.0])
        lower = lower / np.linalg.norm(lower)
        arms[index] = [
            start,
            start + upper * arm * 0.44,
            start + upper * arm * 0.44 + lower * arm * 0.4,
            start + upper * arm * 0.44 + lower * arm * 0.58,
        ]
        x, step = side * hip * 0.55, side * stride
        spread = side * rng.uniform(0.0, 0.03)
        legs[index] = [
            (x, 0, crotch + 0.03),
            (x + spread * 0.5, -0.006 + step * 0.5, ankle + (crotch - ankle) * 0.5),
            (x + spread, step, ankle),
            (x + spread, step, 0.0),
        ]
    axes = np.array([rng.uniform(0.36, 0.42) * (1.2 if toy else 1.0), rng.uniform(0.4, 0.46), 0.52]) * tall
    return Figure(
        detail if detail is not None else drawn_detail(rng),
        axes,
        np.array([0.0, -0.06 * tall, 1.0 - tall * 0.5]),
        arms,
        legs,
        trunk,
        np.array([0.031, 0.024, 0.018]) * bulk,
        np.minimum(np.array([0.06, 0.043, 0.03]) * bulk, hip * 0.55),
        rng.uniform(0.13, 0.16) * (1.1 if toy else 1.0),
    )
