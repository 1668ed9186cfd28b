"""A surface together with pictures of it, in which parts are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..rendering import Rendering
from ..rendering.cameras import Cameras
from ..surface.prepared import Surface
from ..surface.topology import Ints
from ..vocabulary import NamedRegion


@dataclass(frozen=True, eq=False)
class PicturedSurface:
    """A surface, stylized or not, and N pictures that show it.

    Args:
        vertices: (W, 3) unit-sphere coordinates, as the pictures show them; evenly dense ones give the best borders.
        faces: (K, 3).
        groups: (W,) place of each vertex, see `surface.weld`.
        cameras: N cameras.
        rendering: their pictures.
        guises: pictures of the same views in other colours, each (N, 3, H, W) sRGB in 0..1; see `guises.py`.
        up, front: unit vectors of the object.
        regions: what the object's own names stand for, in triangles of the mesh that was handed over.
        parents: (K,) the triangle of that mesh that each face comes from; None: the faces are those triangles.
    """

    vertices: NDArray[np.floating]
    faces: Ints
    groups: Ints
    cameras: Cameras
    rendering: Rendering
    guises: tuple[Tensor, ...] = ()
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    front: tuple[float, float, float] = (0.0, -1.0, 0.0)
    regions: tuple[NamedRegion, ...] = ()
    parents: Ints | None = None

    @property
    def pictures(self) -> Tensor:
        """(N * (1 + guises), 3, H, W): all views in the first guise, then all in the next."""
        return torch.cat((self.rendering.image, *self.guises))

    @classmethod
    def of(cls, surface: Surface, vertices: Tensor, cameras: Cameras, rendering: Rendering) -> PicturedSurface:
        """Pictures of a surface whose vertices (W, 3) are displaced or where they were.

        What was at one place before it was displaced still is; pieces that have only come to touch do not become one.
        """
        points, faces = vertices.detach().cpu().numpy(), surface.faces.cpu().numpy()
        return cls(
            points,
            faces,
            surface.refined.groups,
            cameras,
            rendering,
            up=surface.up,
            front=surface.front,
            regions=surface.regions,
            parents=surface.refined.face_parents,
        )
