"""What a surface looks like: the channels of the appearance field at the vertices, as the renderer reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from ..vocabulary.channels import Channel


@dataclass(frozen=True, eq=False)
class Appearance:
    """A metallic-roughness material per vertex, the model of Disney's and Blender's Principled BSDF.

    Args:
        color: (V, 3) albedo, linear RGB in 0..1.
        material: (V,) in 0..1 per channel; roughness and metallic, and what else the shading knows.
        normal_offset: (V, 3) added to the unit vertex normal before it is made unit length again; None: no change.
    """

    color: Tensor
    material: Mapping[Channel, Tensor]
    normal_offset: Tensor | None = None

    def of(self, rows: Tensor) -> Appearance:
        """Some of the vertices, (v,) int64."""
        offset = None if self.normal_offset is None else self.normal_offset[rows]
        material = {channel: values[rows] for channel, values in self.material.items()}
        return Appearance(self.color[rows], material, offset)
