"""Draws a mesh with textures or with vertex colours, lit per pixel, to compare the one with the other.

The renderers of `engine.rendering` know vertices only. Here colour and normal of each pixel come from a look: a colour
texture and a normal map decoded in the mesh's tangent frames, as Blender does it, or values at the corners.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.baking.frames import TangentFrames
from styleglip_addon.engine.baking.uv_map import UvMap
from styleglip_addon.engine.rendering import rasterize
from styleglip_addon.engine.rendering.cameras import Cameras
from styleglip_addon.engine.rendering.color import linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.rendering.renderer import DEFAULT_LIGHTING, WHITE
from styleglip_addon.engine.rendering.shading import shade
from styleglip_addon.engine.vocabulary import FloatArray, IntArray

Floats = NDArray[np.float64]

_LIGHTING = replace(DEFAULT_LIGHTING, two_sided=False)


class Look(Protocol):
    """What a mesh's triangles look like."""

    def color(self, face: IntArray, place: Floats) -> FloatArray:
        """Linear RGB (n, 3) at places (n, 3) (barycentric) in triangles (n,)."""
        ...

    def normal(self, face: IntArray, place: Floats) -> Floats:
        """Shading normals (n, 3) there, any length, in the mesh's space."""
        ...


@dataclass(frozen=True, eq=False)
class VertexLook:
    """Colours and normals at the corners, linear in between.

    Args:
        colors: (F, 3, 3) linear RGB.
        normals: (F, 3, 3).
    """

    colors: NDArray[np.floating]
    normals: NDArray[np.floating]

    def color(self, face: IntArray, place: Floats) -> FloatArray:
        """See `Look`."""
        return np.asarray(np.einsum("ni,nic->nc", place, self.colors[face]), dtype=np.float32)

    def normal(self, face: IntArray, place: Floats) -> Floats:
        """See `Look`."""
        return np.asarray(np.einsum("ni,nic->nc", place, self.normals[face]), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class TexturedLook:
    """A colour texture and a normal map.

    Args:
        uv: of the triangles.
        frames: of the mesh as it is drawn, for the same UV map.
        color_texture: (S, S, 3) uint8 sRGB.
        normal_texture: (S, S, 3) uint8, tangent space; None: the mesh's own normals.
    """

    uv: UvMap
    frames: TangentFrames
    color_texture: NDArray[np.generic]
    normal_texture: NDArray[np.generic] | None = None

    def color(self, face: IntArray, place: Floats) -> FloatArray:
        """See `Look`."""
        encoded = torch.from_numpy(sample_bilinear(self.color_texture, self._uv(face, place)) / 255.0)
        return np.asarray(srgb_to_linear(encoded).numpy())

    def normal(self, face: IntArray, place: Floats) -> Floats:
        """See `Look`."""
        if self.normal_texture is None:
            return np.asarray(np.einsum("ni,nic->nc", place, self.frames.normals[face]))
        stored = sample_bilinear(self.normal_texture, self._uv(face, place)).astype(np.float64) / 255.0
        return self.frames.decode(face, place, stored * 2.0 - 1.0)

    def _uv(self, face: IntArray, place: Floats) -> Floats:
        return np.asarray(np.einsum("ni,nic->nc", place, self.uv.corners[face]))


def draw(
    vertices: NDArray[np.floating], faces: IntArray, look: Look, cameras: Cameras, image_size: tuple[int, int]
) -> tuple[Tensor, Tensor]:
    """Draws a mesh from N cameras, with the renderers' own light and white background.

    Args:
        vertices: (V, 3) in the cameras' world, the unit sphere.
        faces: (F, 3).
        look: of the faces.
        cameras: N cameras.
        image_size: height and width, pixels.

    Returns:
        Pictures (N, 3, H, W) sRGB in 0..1, and (N, H, W) bool where there is surface.
    """
    points = torch.from_numpy(np.ascontiguousarray(vertices, dtype=np.float32))
    fragments = rasterize(points, torch.from_numpy(faces), cameras, image_size)
    face, place = fragments.faces_seen.numpy(), fragments.weights.T.double().numpy()
    albedo = fragments.unpack(torch.from_numpy(look.color(face, place)).T, 0.0)
    normal = torch.from_numpy(look.normal(face, place)).float()
    # Which side is seen is the face's to say: bent normals may lean away from the camera.
    normal = torch.where(fragments.front_facing[:, None], normal, -normal)
    in_camera = torch.einsum("pi,pij->pj", normal, cameras.rotation[fragments.image_of_pixel])
    linear = shade(albedo, fragments.unpack(in_camera.T, 0.0), fragments.mask, _LIGHTING, torch.tensor(WHITE))
    return linear_to_srgb(linear).permute(0, 3, 1, 2), fragments.mask


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
