"""Material field L: albedo, roughness, metallic and normal offset as a function of position.

TANGO's field (Chen et al., arXiv 2210.11277) as 3DStyleGLIP uses it (arXiv 2404.02634), in the terms of a Principled
BSDF: TANGO's free specular reflectance is replaced by metallic, from which albedo gives the reflectance at normal
incidence, 0.04 (1 - metallic) + albedo metallic. So what is optimised is what Blender shows.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ..materials.points import Points
from ..vocabulary import FieldSettings
from ..vocabulary.channels import COLOR, METALLIC, NORMAL_OFFSET, ROUGHNESS, Channel
from .color_field import ColorField, initialise
from .contract import Values
from .input_frame import InputFrame

LEARNED_MATERIAL = (ROUGHNESS, METALLIC)
"""The channels of the material that the field learns, in the order in which their heads are drawn."""


class MaterialField(ColorField):
    """Field D's trunk and heads, and heads for the material and the normal; all last layers start at zero.

    At the start every point has the plain material of `settings.appearance`, its own normal and no displacement. Every
    channel of the material has a head of its own, "<name>_head".

    Args:
        settings: size of the network, and ranges of the material.
        generator: draws frequencies and weights; those that field D has too are the same as field D's.
        frame: see `ColorField`.
    """

    def __init__(self, settings: FieldSettings, generator: torch.Generator, frame: InputFrame | None = None) -> None:
        super().__init__(settings, generator, frame)
        heads = [self._head(1) for _ in LEARNED_MATERIAL]
        for channel, head in zip(LEARNED_MATERIAL, heads, strict=True):
            self.add_module(f"{channel.name}_head", head)
        self.normal_head = self._head(3)
        for head in (*heads, self.normal_head):
            initialise(head.modules(), (head,), generator)
        appearance = settings.appearance
        self._least = dict.fromkeys(LEARNED_MATERIAL, 0.0) | {ROUGHNESS: appearance.least_roughness}
        self._start = {
            channel: _logit((appearance.plain[channel] - least) / (1.0 - least))
            for channel, least in self._least.items()
        }
        self._offset_limit = math.sin(math.radians(appearance.normal_limit))

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Those of field D, and the material's."""
        return (*super().channels, *LEARNED_MATERIAL, NORMAL_OFFSET)

    def values(self, points: Tensor, encoded: Tensor | None = None, places: Points | None = None) -> Values:
        """The style at points (n, 3) of the unit sphere; normal offsets turned back where the points were mirrored."""
        values = super().values(points, encoded, places)
        return values | {NORMAL_OFFSET: self.frame.unfold(values[NORMAL_OFFSET], points)}

    def forward(self, encoded: Tensor) -> Values:
        """Evaluates the field at points encoded by `encode`; normal offsets are those of the folded points."""
        features = self.features(encoded)
        values = {COLOR: self._color(features)}
        for channel in LEARNED_MATERIAL:
            least, raw = self._least[channel], self.get_submodule(f"{channel.name}_head")(features)[:, 0]
            values[channel] = least + (1.0 - least) * torch.sigmoid(self._start[channel] + raw)
        values[NORMAL_OFFSET] = self._bounded(self.normal_head(features))
        return values | self._shape(features)

    def _bounded(self, raw: Tensor) -> Tensor:
        """Offsets shorter than the sine of the limit: however they point, the normal turns by less than the limit."""
        return self._offset_limit * raw * torch.rsqrt(1.0 + raw.square().sum(dim=1, keepdim=True))


def _logit(share: float) -> float:
    return math.log(share / (1.0 - share))
