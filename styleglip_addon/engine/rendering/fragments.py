"""What cameras see at each pixel centre, whichever rasteriser found it, and vertex attributes there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from torch import Tensor

from .barycentric import interpolate_corners


@dataclass(frozen=True, eq=False)
class Fragments:
    """What N cameras see at each pixel centre. P pixels in all have surface; their values are kept packed.

    Args:
        face_index: (N, H, W) int64 index of the nearest face, -1 where there is none.
        pixels: (P,) int64 positions in the flattened (N, H, W), increasing.
        weights: (3, P) perspective-correct barycentric coordinates; differentiable with respect to the vertices.
        depths: (P,) camera-space z of the surface; differentiable.
        front_facing: (P,) bool: the face's corners run counter-clockwise in the image.
    """

    face_index: Tensor
    pixels: Tensor
    weights: Tensor
    depths: Tensor
    front_facing: Tensor

    @cached_property
    def faces_seen(self) -> Tensor:
        """(P,) int64: the face at each pixel with surface."""
        return self.face_index.reshape(-1).index_select(0, self.pixels)

    @cached_property
    def image_of_pixel(self) -> Tensor:
        """(P,) int64: the image each pixel with surface lies in."""
        return self.pixels // (self.face_index.shape[1] * self.face_index.shape[2])

    @property
    def mask(self) -> Tensor:
        """(N, H, W) bool: where there is surface."""
        return self.face_index >= 0

    @property
    def barycentric(self) -> Tensor:
        """(N, H, W, 3) barycentric coordinates, 0 on the background; differentiable."""
        return self.unpack(self.weights, 0.0)

    @property
    def depth(self) -> Tensor:
        """(N, H, W) camera-space z, -1 on the background; differentiable."""
        return self.unpack(self.depths[None], -1.0).squeeze(-1)

    def unpack(self, values: Tensor, background: float) -> Tensor:
        """Packed values (C, P) to images (N, H, W, C)."""
        canvas = values.new_full((self.face_index.numel(), values.shape[0]), background)
        return canvas.index_copy(0, self.pixels, values.T).reshape(*self.face_index.shape, values.shape[0])


def interpolate(fragments: Fragments, faces: Tensor, attributes: Tensor) -> Tensor:
    """Vertex attributes at each pixel; differentiable in the attributes and, through the weights, in the vertices.

    Args:
        fragments: of N images.
        faces: (F, 3) int64.
        attributes: (V, C).

    Returns:
        (N, H, W, C), zeros on the background.
    """
    return fragments.unpack(interpolate_packed(fragments, faces, attributes.T), 0.0)


def interpolate_packed(fragments: Fragments, faces: Tensor, attributes: Tensor) -> Tensor:
    """As `interpolate`, channels first and for the pixels with surface only: attributes (C, V) to (C, P)."""
    corners = faces.T.contiguous().index_select(1, fragments.faces_seen)
    return interpolate_corners(fragments.weights, attributes, corners)
