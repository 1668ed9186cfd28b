"""Looks textures up again: bilinear filtering, and a baked colour texture as the surface colour of a renderer."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..color import srgb_to_linear
from ..rendering.renderer import AlbedoFunction
from ..types import FloatArray, IntArray
from .uv_map import UvMap


def sample_bilinear(texture: NDArray[np.generic], uv: NDArray[np.floating]) -> FloatArray:
    """Values of a texture at UV coordinates, mixed from the four texels around; the edge texels go on for ever.

    Args:
        texture: (S, S, C) or (S, S), row 0 is v = 0.
        uv: (n, 2).

    Returns:
        (n, C) float32, C = 1 for a texture (S, S).
    """
    height, width = texture.shape[:2]
    flat = texture.reshape(height * width, -1)
    place = np.asarray(uv, dtype=np.float64) * (width, height) - 0.5
    low = np.floor(place)
    share = (place - low).astype(np.float32)
    column = np.clip(np.stack((low[:, 0], low[:, 0] + 1), axis=1), 0, width - 1).astype(np.int64)
    row = np.clip(np.stack((low[:, 1], low[:, 1] + 1), axis=1), 0, height - 1).astype(np.int64)
    mixed = np.zeros((len(place), flat.shape[1]), dtype=np.float32)
    for down in (0, 1):
        for right in (0, 1):
            weight = (share[:, 0] if right else 1.0 - share[:, 0]) * (share[:, 1] if down else 1.0 - share[:, 1])
            mixed += weight[:, None] * flat[row[:, down] * width + column[:, right]].astype(np.float32)
    return mixed


def textured_albedo(texture: NDArray[np.uint8], uv: UvMap, vertices: Tensor, faces: IntArray) -> AlbedoFunction:
    """A baked colour texture as an `AlbedoFunction`.

    Args:
        texture: (S, S, 3) uint8 sRGB.
        uv: of the faces.
        vertices: (V, 3) as rendered.
        faces: (F, 3).
    """
    corners = vertices.detach().double().cpu().numpy()[faces]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    normal = np.cross(first, second)
    square = np.maximum((normal * normal).sum(axis=1), 1e-300)

    def albedo(points: Tensor, face: Tensor) -> Tensor:
        chosen = face.cpu().numpy()
        to = points.detach().double().cpu().numpy() - corners[chosen, 0]
        across = normal[chosen] / square[chosen][:, None]
        b = (np.cross(to, second[chosen]) * across).sum(axis=1)
        c = (np.cross(first[chosen], to) * across).sum(axis=1)
        place = np.stack((1.0 - b - c, b, c), axis=1)
        values = sample_bilinear(texture, np.einsum("ni,nic->nc", place, uv.corners[chosen]))
        return srgb_to_linear(torch.from_numpy(values / 255.0)).to(points)

    return albedo
