"""A finished run in one small picture, and as a surface that a graphics card can draw; without a model."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ..optimisation.state import StyleState
from ..rendering import rasterize
from ..rendering.cameras import look_at
from ..surface.front import find_front
from ..vocabulary import FloatArray, IntArray, Mesh
from ..vocabulary.channels import COLOR, DISPLACEMENT
from .from_state import styled_shape
from .lit_pictures import seen_by

_AZIMUTH, _ELEVATION = math.radians(24.0), math.radians(14.0)
_FIELD_OF_VIEW = 24.0
_FILLED = 0.92
"""Share of the picture's width or height that the object has."""
_PER_SIDE = 2
"""Rays per pixel along each side, as `lit_pictures` takes them."""


@dataclass(frozen=True, eq=False)
class ShownSurface:
    """A styled surface, finer than the mesh. W = its vertices.

    Args:
        vertices: (W, 3) where it is without its displacement, object space as the engine has it.
        displacement: (W, 3).
        faces: (F, 3).
        color: (W, 3) linear RGB.
    """

    vertices: FloatArray
    displacement: FloatArray
    faces: IntArray
    color: FloatArray


def result_picture(state: StyleState, mesh: Mesh, size: int) -> NDArray[np.uint8]:
    """(size, size, 3) sRGB: the whole object from the front, a little from the side and from above, lit.

    Args:
        state: of the run.
        mesh: the one that was stylized.
        size: pixels.

    Raises:
        MeshError: the mesh is another one.
    """
    shape = styled_shape(state, mesh)
    refined = shape.refined
    center = (refined.vertices.min(axis=0) + refined.vertices.max(axis=0)) / 2.0
    radius = max(float(np.linalg.norm(refined.vertices - center, axis=1).max()), 1e-6)
    framed = torch.from_numpy(((refined.vertices - center) / radius).astype(np.float32))
    front = find_front(shape.vertices, shape.faces, state.up)
    cameras = look_at(torch.tensor([_AZIMUTH]), torch.tensor([_ELEVATION]), state.up, front, _FIELD_OF_VIEW)
    places = framed @ cameras.rotation[0] + cameras.translation[0]
    reach = float((places[:, :2].abs() / places[:, 2:]).max()) / cameras.half_extent
    framed, radius = framed * (_FILLED / reach), radius * reach / _FILLED
    faces = torch.from_numpy(refined.faces)
    fragments = rasterize(framed, faces, cameras, (size * _PER_SIDE,) * 2)
    view = seen_by(shape, cameras, fragments, torch.arange(len(faces)), (framed, radius))
    return (np.clip(view.picture(shape), 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def shown_surface(state: StyleState, mesh: Mesh) -> ShownSurface:
    """The styled surface at the vertices of the run's dense copy.

    Args:
        state: of the run.
        mesh: the one that was stylized.

    Raises:
        MeshError: the mesh is another one.
    """
    shape = styled_shape(state, mesh)
    points = shape.dense_points
    blended = shape.blend(points)
    displacement = shape.normals * blended[DISPLACEMENT][:, None]
    return ShownSurface(points.positions, displacement.astype(np.float32), shape.refined.faces, blended[COLOR])
