"""The parts of a run as they are asked for: with their masks, or as the one part of the whole object."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .arguments import check_parts
from .errors import PromptError
from .mesh import Mesh, Part
from .part_names import WHOLE_OBJECT, is_whole_alone
from .picture_words import picture_of
from .settings import PartsMode, Start

LEAST_SCALE = 0.01
LARGEST_SCALE = 100.0
"""Times its usual size that a material may have on a part."""

MOST_SEEDS = 2**31


def whole_object(parts: Sequence[Part]) -> Part:
    """The one part of holistic mode: a single part as it is, several as one sentence for the whole object."""
    return parts[0] if len(parts) == 1 else Part(WHOLE_OBJECT, ", ".join(f"{p.style} {p.name}" for p in parts))


def prepared_parts(parts: Sequence[Part], mesh: Mesh, mode: PartsMode) -> tuple[Part, ...]:
    """The parts, those without a mask of their own with the mesh's mask of their name, checked.

    Raises:
        PromptError: no parts, a mask of another mesh, or a picture, scale or seed that is none.
    """
    check_parts(parts, len(mesh.vertices))
    if not parts:
        raise PromptError('Name at least one part and its style, for example "gold lamp".')
    check_materials(parts)
    check_pictures(parts)
    if mode is PartsMode.HOLISTIC:
        if len(parts) > 1 and any(part.picture is not None for part in parts):
            raise PromptError("Where one prompt is for the whole object, a picture has to be its only part's.")
        return (replace(whole_object(parts), mask=np.ones(len(mesh.vertices), dtype=np.float32)),)
    masked = tuple(replace(p, mask=mesh.masks.get(p.name)) if p.mask is None else p for p in parts)
    if len(masked) == 1 and masked[0].mask is None and is_whole_alone(masked[0].name):
        return (replace(masked[0], mask=np.ones(len(mesh.vertices), dtype=np.float32)),)
    return masked


def check_materials(parts: Sequence[Part]) -> None:
    """Checks what is asked for of the parts' materials besides the words.

    Raises:
        PromptError: a scale or a seed is out of its range.
    """
    for part in parts:
        if not (math.isfinite(part.scale) and LEAST_SCALE <= part.scale <= LARGEST_SCALE):
            raise PromptError(
                f'The scale {part.scale:g} of part "{part.name}" is none. Choose one from {LEAST_SCALE:g} to '
                f"{LARGEST_SCALE:g}; 1 is the usual size, 2 twice that."
            )
        if part.seed is not None and not 0 <= part.seed < MOST_SEEDS:
            raise PromptError(
                f'The seed {part.seed} of part "{part.name}" is none. Choose a whole number that is not negative.'
            )


LEAST_PICTURE = 32
"""Pixels that a picture has at least along each side."""


def check_pictures(parts: Sequence[Part], start: Start = Start.MATERIAL) -> None:
    """Checks the pictures that styles are.

    Args:
        parts: as they are asked for.
        start: what the parts' fields start from.

    Raises:
        PromptError: one was not read, is no picture or too small, or nothing can start from it.
    """
    for part in parts:
        _check_picture(part)
        if part.picture is not None and start is Start.GREY:
            raise PromptError(
                f'Part "{part.name}" is to look like a picture, but parts start from grey. Choose the default preset.'
            )


def _check_picture(part: Part) -> None:
    if part.picture is None:
        if path := picture_of(part.style):
            raise PromptError(
                f'The picture "{path}" of part "{part.name}" was not read. The headless command reads it by itself; in '
                "Python, give it as Part.picture."
            )
        return
    picture = np.asarray(part.picture)
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        raise PromptError(f'The picture of part "{part.name}" has to be an (H, W, 3) array of uint8.')
    if min(picture.shape[:2]) < LEAST_PICTURE:
        raise PromptError(
            f'The picture of part "{part.name}" has {picture.shape[1]} x {picture.shape[0]} pixels, at least '
            f"{LEAST_PICTURE} x {LEAST_PICTURE} are needed."
        )
