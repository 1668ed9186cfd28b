"""The normal map: where the fully displaced surface faces, as seen from the mesh that it will lie on.

It is made from the slopes of the texels' heights and from the styles' own normal offsets. Frames are linear on the
mesh's triangles, so they are carried to the corners of the dense ones, on which texels know their places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import FloatArray
from .frames import TangentFrames, bent_normal, in_frame, moved_corner_normals
from .height_slopes import height_slopes, island_labels
from .shape import StyledShape
from .texels import Texels
from .uv_map import UvMap


@dataclass(frozen=True, eq=False)
class BakedRelief:
    """What bends the surface's normals.

    Args:
        height: (S, S) metres along the normal.
        offset: (T, 3) of the texels, added to the normal; None: nothing.
        shown: (V,) heights that the mesh's own vertices have.
    """

    height: FloatArray
    offset: FloatArray | None
    shown: FloatArray

    @property
    def is_flat(self) -> bool:
        """Whether nothing bends them."""
        return not (self.height.any() or self.shown.any() or (self.offset is not None and self.offset.any()))


class NormalMap:
    """Normals at texels, in the tangent space of the mesh as it is shown.

    Args:
        shape: the mesh and its styles.
        texels: their places.
        relief: what bends the normals.
        uv: of the mesh's triangles.
        corner_normals: (F, 3, 3) shading normals of the mesh; None: smooth.
    """

    def __init__(
        self,
        shape: StyledShape,
        texels: Texels,
        relief: BakedRelief,
        uv: UvMap,
        corner_normals: NDArray[np.floating] | None,
    ) -> None:
        self._texels, self._relief = texels, relief
        groups, parents, size = shape.refined.original_groups, shape.refined.face_parents, texels.size
        frames = TangentFrames.of(shape.vertices, shape.faces, groups, uv.corners, corner_normals)
        decoding = _shown_frames(frames, shape, relief.shown, uv)
        island = np.full(size * size, -1, dtype=np.int32)
        island[texels.index] = island_labels(shape.faces, groups, uv.corners)[parents[texels.face]]
        slopes = height_slopes(relief.height, island.reshape(size, size))
        self._slopes = [slope.reshape(-1)[texels.index] for slope in slopes]
        coordinates = shape.refined.corner_coordinates(shape.faces)
        fields = (frames.normals, decoding.normals, decoding.tangents)
        columns = [np.einsum("kij,kjc->kic", coordinates, field[parents]) for field in fields]
        self._corners = np.concatenate(columns, axis=2).reshape(-1, 9).astype(np.float32)
        triangles = np.concatenate((frames.dual.reshape(-1, 6), decoding.signs[:, None]), axis=1)
        self._triangles = triangles[parents].astype(np.float32)

    def fill(self, texture: NDArray[np.uint8], part: slice) -> None:
        """Writes the normals of some of the texels into a texture (S * S, 3)."""
        face, place = self._texels.face[part], self._texels.barycentric[part].astype(np.float32)
        mixed = self._corners[3 * face] * place[:, :1]
        mixed += self._corners[3 * face + 1] * place[:, 1:2]
        mixed += self._corners[3 * face + 2] * place[:, 2:]
        triangle = self._triangles[face]
        per_u, per_v = (slope[part, None] for slope in self._slopes)
        gradient = triangle[:, 0:6:2] * per_u + triangle[:, 1:6:2] * per_v
        offset = None if self._relief.offset is None else self._relief.offset[part]
        normals = bent_normal(mixed[:, :3], gradient, offset)
        vectors = in_frame(normals, mixed[:, 3:6], mixed[:, 6:], triangle[:, 6])
        texture[self._texels.index[part]] = (vectors * 127.5 + 128.0).clip(0.0, 255.0).astype(np.uint8)


def _shown_frames(frames: TangentFrames, shape: StyledShape, heights: FloatArray, uv: UvMap) -> TangentFrames:
    """The frames that the normal map is decoded in: those of the mesh with its shape keys, or of the bare mesh."""
    if not heights.any():
        return frames
    moved = shape.vertices + heights[:, None] * shape.normals[: len(shape.vertices)]
    groups = shape.refined.original_groups  # vertices at one place move together
    normals = moved_corner_normals(shape.vertices, moved, shape.faces, groups, frames.normals)
    return TangentFrames.of(moved, shape.faces, groups, uv.corners, normals)
