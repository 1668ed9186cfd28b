"""Eyes as artists build them, and pieces turned to point where they should."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .assembly import Assembly
from .bodies import Detail
from .geometry import FloatArray, Geometry
from .primitives import cylinder


def pointed(piece: Geometry, way: ArrayLike) -> Geometry:
    """A piece along +z turned about the origin so that it runs along `way` (3,)."""
    aim: FloatArray = np.asarray(way, dtype=np.float64)
    aim = aim / max(float(np.linalg.norm(aim)), 1e-9)
    axis = np.cross((0.0, 0.0, 1.0), aim)
    if np.linalg.norm(axis) < 1e-6:
        return piece if aim[2] > 0 else piece.rotated("x", 180)
    return piece.rotated(axis.tolist(), float(np.degrees(np.arccos(np.clip(aim[2], -1.0, 1.0)))))


@dataclass(frozen=True)
class EyeStyle:
    """How one model's eyes are built.

    Args:
        flat: thickness of the eyeball towards the viewer, 1 is a ball.
        pupil: radius of the pupil as a fraction of the eye's; 0 for none.
        disc: whether pupils are flat discs, else balls that look out of the eyeball.
        iris: whether a wider disc lies under the pupil.
        lid: share of the eye that a lid covers from above; 0 for none.
        glint: whether a small highlight sits on the eye.
    """

    flat: float
    pupil: float
    disc: bool
    iris: bool
    lid: float
    glint: bool

    def add(self, assembly: Assembly, detail: Detail, place: ArrayLike, radius: float, way: ArrayLike) -> None:
        """Adds one eye.

        Args:
            assembly: what it is added to.
            detail: how finely it is modelled.
            place: centre of the eyeball (3,).
            radius: of the eyeball.
            way: direction that it looks (3,).
        """
        centre: FloatArray = np.asarray(place, dtype=np.float64)
        aim = np.asarray(way, dtype=np.float64)
        aim = aim / max(float(np.linalg.norm(aim)), 1e-9)
        ball = pointed(detail.small(radius, radius, radius * self.flat), aim)
        assembly.add("eye", ball.moved(*centre))
        front = centre + aim * radius * self.flat
        if self.pupil > 0:
            size = radius * self.pupil
            if self.iris:
                wide = min(size * 1.6, radius * 0.85)
                depth = radius * self.flat * np.sqrt(max(1 - (wide / radius) ** 2, 0.05))
                ring = pointed(cylinder(wide, radius * 0.12, 14), aim).moved(*(centre + aim * depth * 0.96))
                assembly.add("iris", ring)
            if self.disc:
                depth = radius * self.flat * np.sqrt(max(1 - self.pupil**2, 0.05))
                dot = pointed(cylinder(size, radius * 0.16, 12), aim).moved(*(centre + aim * depth * 0.98))
            else:
                dot = detail.small(size).moved(*(front - aim * size * 0.6))
            assembly.add("pupil", dot)
        if self.lid > 0:
            cap = detail.small(radius * 1.12)
            up = np.array([0.0, 0.0, 1.0])
            vertices = cap.vertices.copy()
            vertices[:, 2] = np.maximum(vertices[:, 2], radius * (1 - 2 * self.lid))
            assembly.add("eyelid", Geometry(vertices, cap.faces).moved(*(centre + up * 0.02 * radius)))
        if self.glint:
            spot = front + np.array([0.3, 0.0, 0.4]) * radius - aim * radius * 0.12
            assembly.add("glint", detail.small(radius * 0.16).moved(*spot))


def drawn_eyes(rng: np.random.Generator) -> EyeStyle:
    """Plain balls, balls with pupils, with irises, under lids."""
    pupil = 0.0 if rng.random() < 0.4 else float(rng.uniform(0.3, 0.65))
    return EyeStyle(
        flat=float(rng.uniform(0.45, 0.8) if rng.random() < 0.3 else 1.0),
        pupil=pupil,
        disc=bool(rng.random() < 0.6),
        iris=bool(pupil > 0 and rng.random() < 0.35),
        lid=float(rng.uniform(0.2, 0.5) if rng.random() < 0.15 else 0.0),
        glint=bool(rng.random() < 0.12),
    )
