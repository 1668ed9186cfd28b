"""Appearance field L: albedo, roughness, metallic and normal offset as a function of position.

TANGO's field (Chen et al., arXiv 2210.11277) as 3DStyleGLIP uses it (arXiv 2404.02634), in the terms of a Principled
BSDF: TANGO's free specular reflectance is replaced by metallic, from which albedo gives the reflectance at normal
incidence, 0.04 (1 - metallic) + albedo metallic. So what is optimised is what Blender shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ..vocabulary import FieldSettings
from ..vocabulary.settings import AppearanceSettings
from .input_frame import InputFrame
from .style_field import FieldOutput, StyleField, initialise


@dataclass(frozen=True, eq=False)
class AppearanceOutput(FieldOutput):
    """Values of the field at n points; `color` is the albedo.

    Args:
        roughness: (n,) in 0..1, perceptual (its square is GGX's alpha), as in a Principled BSDF.
        metallic: (n,) in 0..1.
        normal_offset: (n, 3) added to the unit normal before it is made unit length again; object axes.
    """

    roughness: Tensor
    metallic: Tensor
    normal_offset: Tensor


class AppearanceField(StyleField):
    """Field D's trunk and heads, and heads for roughness, metallic and normal; all last layers start at zero.

    At the start every point has the neutral material of `appearance`, its own normal and no displacement.

    Args:
        settings: size of the network.
        appearance: ranges of the material.
        generator: draws frequencies and weights; those that field D has too are the same as field D's.
        displaced: whether displacement is evaluated; else it is 0.
        frame: see `StyleField`.
    """

    def __init__(
        self,
        settings: FieldSettings,
        appearance: AppearanceSettings,
        generator: torch.Generator,
        displaced: bool = False,
        frame: InputFrame | None = None,
    ) -> None:
        super().__init__(settings, generator, frame)
        self.appearance = appearance
        self.displaced = displaced
        self.roughness_head = self._head(1)
        self.metallic_head = self._head(1)
        self.normal_head = self._head(3)
        for head in (self.roughness_head, self.metallic_head, self.normal_head):
            initialise(head.modules(), (head,), generator)
        least = appearance.least_roughness
        self._roughness_start = _logit((appearance.start_roughness - least) / (1.0 - least))
        self._metallic_start = _logit(appearance.start_metallic)
        self._offset_limit = math.sin(math.radians(appearance.normal_limit))

    def forward(self, encoded: Tensor) -> AppearanceOutput:
        """Evaluates the field at points encoded by `encode`; normal offsets are those of the folded points."""
        features = self.features(encoded)
        color = self._color(features)
        least = self.appearance.least_roughness
        roughness = least + (1.0 - least) * torch.sigmoid(self._roughness_start + self.roughness_head(features)[:, 0])
        metallic = torch.sigmoid(self._metallic_start + self.metallic_head(features)[:, 0])
        offset = self._bounded(self.normal_head(features))
        displacement = self._displacement(features) if self.displaced else torch.zeros_like(roughness)
        return AppearanceOutput(color, displacement, roughness, metallic, offset)

    def _bounded(self, raw: Tensor) -> Tensor:
        """Offsets shorter than the sine of the limit: however they point, the normal turns by less than the limit."""
        return self._offset_limit * raw * torch.rsqrt(1.0 + raw.square().sum(dim=1, keepdim=True))


def _logit(share: float) -> float:
    return math.log(share / (1.0 - share))
