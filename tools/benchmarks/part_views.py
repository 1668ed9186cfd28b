"""Pictures of a styled mesh from fixed cameras that no run was trained with, and the crops of its parts in them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.rendering import (
    Appearance,
    Rendering,
    SphericalGaussianLights,
    TorchRenderer,
    render_appearance,
)
from styleglip_addon.engine.rendering.cameras import Cameras, look_at
from styleglip_addon.engine.vocabulary.channels import Channel
from tools.benchmarks.part_crops import LEAST_PIXELS, part_crop, part_window

FIELD_OF_VIEW = 33.0
"""Degrees; the optimisation's own is 40."""

ANGLES = ((17.0, 21.0), (77.0, -9.0), (133.0, 37.0), (193.0, 12.0), (251.0, 48.0), (313.0, -17.0))
"""Azimuth from the front and elevation of each camera, degrees."""

IMAGE_SIZE, DETAILED_SIZE = 224, 448
"""Pixels: where colours are all there is, and where materials are shown in more detail than vertices carry."""

WINDOWS = 2
"""Windows on the part in every picture, besides its whole box."""


def judging_cameras(up: tuple[float, float, float], front: tuple[float, float, float]) -> Cameras:
    """The fixed cameras, nearer than the optimisation's."""
    azimuth, elevation = (torch.tensor([math.radians(pair[k]) for pair in ANGLES]) for k in (0, 1))
    distance = 1.0 / math.sin(math.radians(FIELD_OF_VIEW) / 2.0)
    return look_at(azimuth, elevation, up, front, FIELD_OF_VIEW, distance)


@dataclass(frozen=True, eq=False)
class Shown:
    """A styled mesh as it is to be seen. V = vertices, F = triangles.

    Args:
        vertices: (V, 3) unit-sphere coordinates, displaced.
        faces: (F, 3).
        color: (V, 3) scene-linear RGB.
        face_part: (F,) part of each face, negative for none.
        up, front: directions; where the light stands.
        material: (V,) per channel besides colour; empty: colours under plain light, as light was painted on them.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int64]
    color: NDArray[np.float32]
    face_part: NDArray[np.int64]
    up: tuple[float, float, float]
    front: tuple[float, float, float]
    material: Mapping[Channel, NDArray[np.float32]] = field(default_factory=dict)


@torch.no_grad()
def part_crops(shown: Shown, parts: int, size: int) -> list[Tensor]:
    """Per part, its crops (n, 3, size, size) from all fixed cameras that see it; sRGB, white outside the part."""
    side = DETAILED_SIZE if shown.material else IMAGE_SIZE
    rendering = drawn(shown, judging_cameras(shown.up, shown.front), side)
    seen = rendering.fragments.face_index
    part_map = torch.where(seen >= 0, torch.from_numpy(shown.face_part)[seen.clamp(min=0)], -1)
    least = LEAST_PIXELS * (side / IMAGE_SIZE) ** 2
    crops: list[list[Tensor]] = [[] for _ in range(parts)]
    for image, labels in zip(rendering.image, part_map, strict=True):
        for part in range(parts):
            mask = labels == part
            if int(mask.sum()) < least:
                continue
            crops[part].append(part_crop(image, mask, size))
            generator = torch.Generator().manual_seed(0)
            crops[part] += [part_window(image, mask, size, generator) for _ in range(WINDOWS)]
    return [torch.stack(own) if own else torch.zeros(0, 3, size, size) for own in crops]


@torch.no_grad()
def drawn(shown: Shown, cameras: Cameras, side: int) -> Rendering:
    """Pictures of `side` pixels: of metal, gloss and glow under the studio that a run sees them in."""
    vertices, faces, color = (torch.from_numpy(array) for array in (shown.vertices, shown.faces, shown.color))
    if not shown.material:
        return TorchRenderer().render(vertices, faces, color, cameras, (side, side))
    material = {channel: torch.from_numpy(values) for channel, values in shown.material.items()}
    lights = SphericalGaussianLights(up=shown.up, front=shown.front)
    return render_appearance(vertices, faces, Appearance(color, material), cameras, (side, side), lights)
