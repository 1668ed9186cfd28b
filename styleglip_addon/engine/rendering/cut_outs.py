"""Parts cut out of the surface, each to be drawn alone, and what of the unstyled rest hides them.

Every triangle is drawn with each part that has weight at one of its corners; of all other triangles only the depth
matters, and is found once for all parts. So drawing every part alone costs little more than drawing the object.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from . import nearest_faces
from .cameras import Cameras


@dataclass(frozen=True, eq=False)
class CutOut:
    """The triangles of one part, without the others.

    Args:
        rows: (v,) int64, the vertices used, of the whole surface.
        faces: (f, 3) int64 into `rows`.
    """

    rows: Tensor
    faces: Tensor


class CutOuts:
    """All parts of a surface, cut out.

    Args:
        vertices: (W, 3) of the unstyled surface.
        faces: (F, 3) int64.
        weights: (W, P) of the parts.
    """

    def __init__(self, vertices: Tensor, faces: Tensor, weights: Tensor) -> None:
        self.weights = weights
        self._vertices = vertices
        self._faces = faces
        self._has = (weights > 0.0)[faces].any(dim=1)
        self.parts = [_cut_out(faces[self._has[:, part]], len(vertices)) for part in range(weights.shape[1])]

    def before(self, cameras: Cameras, size: int) -> list[Tensor]:
        """Per part the depth of what hides it: the nearest unstyled triangle where that is none of the part's own.

        Args:
            cameras: N cameras.
            size: height and width, pixels.

        Returns:
            Per part (N, size, size) float32 camera-space z, infinite where nothing hides the part.
        """
        index, depths = nearest_faces(self._vertices, self._faces, cameras, (size, size))
        own = self._has[index.clamp(min=0)]
        return [torch.where(own[..., part], torch.inf, depths) for part in range(len(self.parts))]


def _cut_out(faces: Tensor, vertices: int) -> CutOut:
    used = torch.zeros(vertices, dtype=torch.bool, device=faces.device)
    used[faces.reshape(-1)] = True
    return CutOut(used.nonzero()[:, 0], (used.cumsum(0) - 1)[faces])
