"""A field that starts from a material and learns how the guidance wants it: few numbers, and a residual if asked for.

The material itself is a fixed function of position (`materials`). What is learned lies over it: an affine map of its
colours in CIE L*a*b*, the height of its relief and its roughness; so nothing of its detail can be lost. Choosing a
procedural material by its words and fitting its parameters through a renderer is the way of MaPa (Zhang et al., arXiv
2404.17569). The residual is a network on Fourier features, as field D is, for what no material holds.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..materials.points import Points
from ..rendering.color import lab_to_linear, linear_to_srgb
from ..vocabulary import FieldSettings
from ..vocabulary.channels import COLOR, DISPLACEMENT, ROUGHNESS, Channel
from ..vocabulary.errors import StateError
from ..vocabulary.settings import MaterialSettings
from .color_field import ColorField
from .contract import Field, Values
from .input_frame import InputFrame
from .part_material import PartMaterial

_PACE = 20.0
"""Steps of the networks' size move these few numbers too little: they are learned this many times as fast."""


class FittedMaterial(Field):
    """A material on a part, fitted.

    Args:
        settings: of the run's fields: which channels there are, and the residual's network.
        limits: how far the fit may go.
        material: what it starts from.
        generator: draws the residual's weights.
        frame: what points go through before the residual's network encodes them; None: nothing.
    """

    def __init__(
        self,
        settings: FieldSettings,
        limits: MaterialSettings,
        material: PartMaterial,
        generator: torch.Generator,
        frame: InputFrame | None = None,
    ) -> None:
        super().__init__()
        self.material = material
        self._settings = settings
        self._limits = limits
        self._carried = material.channels() if settings.material is not None else ()
        self.shift = nn.Parameter(torch.zeros(3))
        self.contrast = nn.Parameter(torch.zeros(3, 3))
        self.roughness = nn.Parameter(torch.zeros(()))
        self.relief = nn.Parameter(torch.zeros(()))
        self.center: Tensor
        self.register_buffer("center", material.mean_lab())
        self.residual: ColorField | None = None
        if limits.has_residual:
            self.residual = ColorField(settings, generator, frame).requires_grad_(False)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Colour, displacement where the settings have one, and those of the material where they have materials."""
        return (COLOR, *((DISPLACEMENT,) if self._settings.displaces else ()), *self._carried)

    @property
    def points_at_once(self) -> int:
        """What a CPU's cache holds: a material's points cost less than a network's."""
        return 1 << 10 if self.residual is not None else 1 << 14

    def encode(self, points: Tensor, places: Points | None = None) -> Tensor:
        """The material at points, and what the residual reads of them, side by side."""
        if places is None:
            raise StateError(
                "A style that starts from a material is known on the surface of its mesh only. Evaluate it through "
                "baking.styled_shape(state, mesh)."
            )
        base = self.material.at(places, self._carried).to(points)
        return base if self.residual is None else torch.cat((base, self.residual.encode(points)), dim=1)

    def values(self, points: Tensor, encoded: Tensor | None = None, places: Points | None = None) -> Values:
        """See `Field.values`."""
        encoded = self.encode(points, places) if encoded is None else encoded
        width = 4 + len(self._carried)
        lab, relief, channels = encoded[:, :3], encoded[:, 3], encoded[:, 4:width]
        spread = torch.eye(3).to(lab) + self._limits.contrast * torch.tanh(_PACE * self.contrast)
        lab = self.center + self._limits.palette * torch.tanh(_PACE * self.shift) + (lab - self.center) @ spread.T
        relief = relief * (1.0 + self._limits.relief * torch.tanh(_PACE * self.relief))
        if self.residual is not None:
            learned = self.residual(encoded[:, width:])
            lab = lab + self._limits.residual * (2.0 * learned[COLOR] - 1.0)
            if DISPLACEMENT in learned:
                relief = relief + learned[DISPLACEMENT]
        values: Values = {COLOR: linear_to_srgb(lab_to_linear(lab))}
        if self._settings.displaces:
            values[DISPLACEMENT] = relief
        for column, channel in zip(channels.unbind(dim=1), self._carried, strict=True):
            values[channel] = column
        if ROUGHNESS in values:
            moved = values[ROUGHNESS] + self._limits.roughness * torch.tanh(_PACE * self.roughness)
            values[ROUGHNESS] = moved.clamp(0.0, 1.0)
        return values

    def start_at(self, color: Tensor) -> None:
        """Nothing: the material is the start."""
        del color

    def learn_residual(self, on: bool) -> None:
        """See `Field.learn_residual`."""
        if self.residual is not None:
            self.residual.requires_grad_(on)
