"""What the judge looks at: a part by itself, whole, from nearby and from as near as an artist goes, on white.

Every pixel is evaluated for itself, with its relief, and lit by the engine's studio: what textures show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from styleglip_addon.engine.baking.lit_pictures import PartView, seen_by
from styleglip_addon.engine.baking.shape import StyledShape
from styleglip_addon.engine.rendering import rasterize
from styleglip_addon.engine.rendering.cameras import Cameras, fitting_distance, look_at
from styleglip_addon.engine.rendering.color import linear_to_srgb
from styleglip_addon.engine.vocabulary import IntArray

DISTANCES = (1.0, 0.25, 0.06)
"""How much of a part its pictures show: the sphere around it, a quarter of that, and a sixteenth."""

ANGLES = ((17.0, 21.0), (77.0, -9.0), (133.0, 37.0), (193.0, 12.0), (251.0, 48.0), (313.0, -17.0))
"""Azimuth from the front and elevation of the directions that results are judged from, degrees."""

_FIELD_OF_VIEW = 30.0
_FACING = 0.4
"""Cosine between the surface in the middle of a close picture and the way to the viewer, at least."""

Axis = tuple[float, float, float]
Direction = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Sight:
    """The pictures of a part from one direction, from far to near.

    Args:
        views: one per distance.
        size: width and height of the pictures, pixels.
    """

    views: tuple[PartView, ...]
    size: int

    def pictures(self, shape: StyledShape) -> Tensor:
        """(distances, 3, size, size) sRGB in 0..1 of a shape that differs from the sight's in its styles alone."""
        pictures = []
        for view in self.views:
            image = torch.ones(self.size * self.size, 3)
            image[view.fragments.pixels] = linear_to_srgb(view.lit(shape))
            pictures.append(image.reshape(self.size, self.size, 3).permute(2, 0, 1))
        return torch.stack(pictures)


def sights(
    shape: StyledShape,
    part: int,
    up: Axis,
    front: Axis,
    directions: Sequence[Direction] = ANGLES,
    size: int = 64,
    seed: int = 0,
) -> list[Sight]:
    """Sights of a part; from directions that see nothing of it there is none.

    Args:
        shape: a finished run's, or one of true materials.
        part: its number.
        up, front: of the object.
        directions: azimuth from the front and elevation, degrees.
        size: width and height of the pictures, pixels.
        seed: of the places that are looked at from nearby.
    """
    drawn = np.flatnonzero(shape.weights[shape.refined.faces, part].mean(axis=1) > 0.5)
    return sights_of_faces(shape, drawn, up, front, directions, size, seed)


@torch.no_grad()
def sights_of_faces(
    shape: StyledShape,
    drawn: IntArray,
    up: Axis,
    front: Axis,
    directions: Sequence[Direction] = ANGLES,
    size: int = 64,
    seed: int = 0,
) -> list[Sight]:
    """Sights of some of the dense faces alone, by their numbers (n,); the rest is as for `sights`."""
    refined = shape.refined
    if not len(drawn):
        return []
    own = refined.vertices[np.unique(refined.faces[drawn])]
    center = (own.min(axis=0) + own.max(axis=0)) / 2.0
    radius = max(float(np.linalg.norm(own - center, axis=1).max()), 1e-6)
    framed = torch.from_numpy(((refined.vertices - center) / radius).astype(np.float32))
    distance = fitting_distance(_FIELD_OF_VIEW)
    generator = torch.Generator().manual_seed(seed)
    found = []
    for azimuth, elevation in directions:
        angles = torch.tensor([math.radians(azimuth)]), torch.tensor([math.radians(elevation)])
        whole = look_at(*angles, up, front, _FIELD_OF_VIEW, distance)
        view = _view(shape, whole, drawn, (framed, radius), size)
        middle = _middle(view, generator, radius)
        if middle is None:
            continue
        views = [view]
        for share in DISTANCES[1:]:
            narrow = look_at(*angles, up, front, _FIELD_OF_VIEW * share, distance)
            views.append(_view(shape, narrow, drawn, (framed - middle, radius), size))
        if all(len(view.points) for view in views):
            found.append(Sight(tuple(views), size))
    return found


def _middle(view: PartView, generator: torch.Generator, radius: float) -> Tensor | None:
    """(3,) a random place that the view shows, in the whole picture's frame; None where nothing faces the viewer."""
    facing = (view.normals * view.towards).sum(dim=1) > _FACING
    rows = facing.nonzero()[:, 0]
    if not len(rows):
        return None
    row = rows[int(torch.randint(len(rows), (1,), generator=generator))]
    return view.positions[row] / radius


def _view(shape: StyledShape, cameras: Cameras, drawn: IntArray, frame: tuple[Tensor, float], size: int) -> PartView:
    faces = torch.from_numpy(shape.refined.faces[drawn])
    return seen_by(shape, cameras, rasterize(frame[0], faces, cameras, (size, size)), torch.from_numpy(drawn), frame)
