"""What the two judges look at of a result: its parts from fixed directions, evaluated pixel by pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.baking.shape import StyledShape
from tools.benchmarks.judge import SeenPart
from tools.benchmarks.judge.sights import DISTANCES, Sight, sights, sights_of_faces
from tools.benchmarks.photo_judge import PhotoJudge
from tools.benchmarks.photo_judge.efficientnet import SIZE
from tools.benchmarks.photo_judge.verdicts import filled
from tools.benchmarks.style_subjects import Subject
from tools.benchmarks.true_styles import Ground


def seen_parts(subject: Subject, shape: StyledShape, size: int) -> tuple[SeenPart, ...]:
    """What the judge sees of each part of a shape, in pictures of so many pixels; other styles can be tried on it."""
    ground = Ground.on(shape, subject.mesh.up)
    return tuple(_seen(_sights(subject, shape, part, size), shape, size, ground, part) for part in range(ground.parts))


def labelled_parts(
    subject: Subject, shape: StyledShape, face_part: NDArray[np.int64], count: int, size: int
) -> tuple[SeenPart, ...]:
    """The same of the faces that a subject's `face_part` (F,) says are each of `count` parts, whatever styled them.

    What styled them may be several parts, so no other styles can be tried on them.
    """
    assert subject.mesh.front is not None
    of_dense = face_part[shape.refined.face_parents]
    up, front = subject.mesh.up, subject.mesh.front
    drawn = [np.flatnonzero(of_dense == part) for part in range(count)]
    return tuple(_seen(sights_of_faces(shape, own, up, front, size=size), shape, size) for own in drawn)


def _sights(subject: Subject, shape: StyledShape, part: int, size: int) -> list[Sight]:
    assert subject.mesh.front is not None
    return sights(shape, part, subject.mesh.up, subject.mesh.front, size=size)


def _seen(
    found: Sequence[Sight], shape: StyledShape, size: int, ground: Ground | None = None, part: int = 0
) -> SeenPart:
    pictures = [sight.pictures(shape) for sight in found]
    # As files hold them: the judge learned from such.
    stacked = torch.stack(pictures) if pictures else torch.ones(0, len(DISTANCES), 3, size, size)
    return SeenPart((stacked * 255.0).round() / 255.0, tuple(found), ground, part)


@dataclass(frozen=True, eq=False)
class ClosePictures:
    """The judge of photographs, and what it may look at.

    Args:
        judge: who is asked.
        subject: the mesh.
        shape: with its styles.
    """

    judge: PhotoJudge
    subject: Subject
    shape: StyledShape

    def of(self, part: int) -> Tensor:
        """(n, 3, SIZE, SIZE) the pictures that a part fills nearly: what photographs of materials look like."""
        found = _sights(self.subject, self.shape, part, SIZE)
        return filled(_seen(found, self.shape, SIZE).pictures.flatten(0, 1))
