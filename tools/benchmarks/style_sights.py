"""What the two judges look at of a result: its parts from fixed directions, evaluated pixel by pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.baking.shape import StyledShape
from tools.benchmarks.judge.sights import DISTANCES, Sight, sights, sights_of_faces
from tools.benchmarks.photo_judge import PhotoJudge
from tools.benchmarks.photo_judge.efficientnet import SIZE
from tools.benchmarks.photo_judge.verdicts import filled
from tools.benchmarks.style_subjects import Subject


def part_sights(subject: Subject, shape: StyledShape, size: int) -> tuple[NDArray[np.uint8], ...]:
    """Per part of a shape, (n, distances, size, size, 3) uint8 sRGB of the directions that see it."""
    return tuple(_sights(subject, shape, part, size) for part in range(shape.weights.shape[1]))


def labelled_sights(
    subject: Subject, shape: StyledShape, face_part: NDArray[np.int64], count: int, size: int
) -> tuple[NDArray[np.uint8], ...]:
    """The same of the faces that a subject's `face_part` (F,) says are each of `count` parts, whatever styled them."""
    assert subject.mesh.front is not None
    of_dense = face_part[shape.refined.face_parents]
    return tuple(
        _encoded(
            sights_of_faces(shape, np.flatnonzero(of_dense == part), subject.mesh.up, subject.mesh.front, size=size),
            shape,
            size,
        )
        for part in range(count)
    )


def _sights(subject: Subject, shape: StyledShape, part: int, size: int) -> NDArray[np.uint8]:
    assert subject.mesh.front is not None
    return _encoded(sights(shape, part, subject.mesh.up, subject.mesh.front, size=size), shape, size)


def _encoded(seen: Sequence[Sight], shape: StyledShape, size: int) -> NDArray[np.uint8]:
    if not seen:
        return np.zeros((0, len(DISTANCES), size, size, 3), dtype=np.uint8)
    pictures = torch.stack([sight.pictures(shape) for sight in seen]).permute(0, 1, 3, 4, 2)
    encoded: NDArray[np.uint8] = (pictures * 255.0).round().to(torch.uint8).numpy()
    return encoded


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
        pictures = torch.from_numpy(_sights(self.subject, self.shape, part, SIZE)).flatten(0, 1)
        return filled(pictures.permute(0, 3, 1, 2).float() / 255.0)
