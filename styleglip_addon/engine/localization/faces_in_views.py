"""Which faces each view sees, where in its picture, and how squarely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ..rendering import Fragments
from ..rendering.cameras import Cameras
from ..surface.topology import Floats, Ints, face_areas, face_normals


@dataclass(frozen=True, eq=False)
class FacesInViews:
    """Where the faces are in each view.

    Args:
        visibility: (N, F) 0 where the view does not see the face's centre, else the cosine between its normal and the
            direction to the camera.
        centers: (N, F, 2) pixel position x, y of the faces' centres.
        projected_area: (N, F) visible area across the line of sight, unit-sphere units.
    """

    visibility: NDArray[np.float32]
    centers: NDArray[np.float32]
    projected_area: NDArray[np.float32]

    def repeated(self, times: int) -> FacesInViews:
        """The same views several times over, as in pictures of several guises."""
        if times == 1:
            return self
        arrays = (self.visibility, self.centers, self.projected_area)
        return FacesInViews(*(np.concatenate([array] * times) for array in arrays))


def observe(vertices: Floats, faces: Ints, cameras: Cameras, fragments: Fragments) -> FacesInViews:
    """Tests which faces' centres each view sees.

    A centre is seen where the surface shown at its pixel lies next to it in space; unlike counting a face's pixels,
    this serves faces smaller than a pixel.

    Args:
        vertices: (V, 3) unit-sphere coordinates.
        faces: (F, 3).
        cameras: N cameras.
        fragments: what they see, of the same mesh.
    """
    cameras = cameras.to("cpu")
    count, height, width = fragments.face_index.shape
    centers = vertices[faces].mean(axis=1)
    pixels = cameras.project_to_pixels(torch.as_tensor(centers, dtype=torch.float32), (height, width)).numpy()
    depth_map = fragments.depth.detach().cpu().numpy()
    face_map = fragments.face_index.cpu().numpy()
    position = cameras.centers().cpu().numpy()

    x, y, depth = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    is_inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (depth > 0.0)
    column, row = np.clip(column, 0, width - 1), np.clip(row, 0, height - 1)
    view = np.arange(count)[:, None]
    shown_depth, shown_face = depth_map[view, row, column], face_map[view, row, column]

    toward = position[:, None, :] - centers[None]
    toward /= np.maximum(np.linalg.norm(toward, axis=2, keepdims=True), 1e-12)
    cosine = np.abs(np.einsum("nfi,fi->nf", toward, face_normals(vertices, faces)))
    footprint = 2.0 * cameras.half_extent * np.abs(depth) / min(height, width)
    # Within one pixel the depth of a slanted surface changes by up to footprint * tan(angle).
    slack = footprint * (1.0 + 1.0 / np.maximum(cosine, 0.25))
    is_seen = is_inside & (shown_face >= 0)
    is_seen &= (np.abs(shown_depth - depth) < slack) | (shown_face == np.arange(len(faces)))
    visibility = np.where(is_seen, cosine, 0.0)
    return FacesInViews(
        visibility=visibility.astype(np.float32),
        centers=pixels[..., :2].astype(np.float32),
        projected_area=(visibility * face_areas(vertices, faces)).astype(np.float32),
    )
