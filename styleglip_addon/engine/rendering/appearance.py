"""What a surface looks like: the channels of the appearance field at the vertices, as the renderer reads them."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, eq=False)
class Appearance:
    """A metallic-roughness material per vertex, the model of Disney's and Blender's Principled BSDF.

    Args:
        color: (V, 3) albedo, linear RGB in 0..1.
        roughness: (V,) perceptual roughness in 0..1; GGX's alpha is its square.
        metallic: (V,) in 0..1.
        normal_offset: (V, 3) added to the unit vertex normal before it is made unit length again; None: no change.
    """

    color: Tensor
    roughness: Tensor
    metallic: Tensor
    normal_offset: Tensor | None = None

    def of(self, rows: Tensor) -> Appearance:
        """Some of the vertices, (v,) int64."""
        offset = None if self.normal_offset is None else self.normal_offset[rows]
        return Appearance(self.color[rows], self.roughness[rows], self.metallic[rows], offset)
