"""Style field D: colour and displacement along the normal as a function of position.

The network of Text2Mesh (Michel et al., arXiv 2112.03221, section 3.1) on Gaussian Fourier features (Tancik et al.,
arXiv 2006.10739). Being a function of position, it can be evaluated at any point: the mesh's vertices, a denser copy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..types import FieldSettings


@dataclass(frozen=True, eq=False)
class FieldOutput:
    """Values of the field at n points.

    Args:
        color: (n, 3) sRGB-encoded in 0..1.
        displacement: (n,) along the unit normal, in radii of the unit sphere.
    """

    color: Tensor
    displacement: Tensor


class FourierEncoding(nn.Module):
    """x -> [x, cos(2 pi B x), sin(2 pi B x)] with the rows of B drawn from N(0, sigma^2) once.

    B is a buffer, so it is saved with the field: without it the trained weights mean nothing.
    """

    def __init__(self, frequencies: int, sigma: float, generator: torch.Generator) -> None:
        super().__init__()
        self.matrix: Tensor
        self.register_buffer("matrix", torch.randn(3, frequencies, generator=generator) * sigma)

    @property
    def width(self) -> int:
        """Number of values per encoded point."""
        return 3 + 2 * self.matrix.shape[1]

    def forward(self, points: Tensor) -> Tensor:
        """Encodes (n, 3) points of the unit sphere as (n, width)."""
        phase = 2.0 * math.pi * (points @ self.matrix)
        return torch.cat((points, phase.cos(), phase.sin()), dim=-1)


def _hidden_layers(width_in: int, width: int, count: int) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for index in range(count):
        layers += [nn.Linear(width_in if index == 0 else width, width), nn.ReLU()]
    return layers


class StyleField(nn.Module):
    """Fourier features, a shared trunk, a colour head and a displacement head whose last layers start at zero.

    At the start every point is mid-grey (0.5 sRGB) and undisplaced. Weights follow from `generator` alone.
    """

    def __init__(self, settings: FieldSettings, generator: torch.Generator) -> None:
        super().__init__()
        self.settings = settings
        self.encoding = FourierEncoding(settings.frequencies, settings.sigma, generator)
        width = settings.width
        self.trunk = nn.Sequential(*_hidden_layers(self.encoding.width, width, settings.depth))
        trunk_width = width if settings.depth else self.encoding.width
        head_width = width if settings.head_depth else trunk_width
        self.color_head = nn.Sequential(
            *_hidden_layers(trunk_width, width, settings.head_depth), nn.Linear(head_width, 3)
        )
        self.displacement_head = nn.Sequential(
            *_hidden_layers(trunk_width, width, settings.head_depth), nn.Linear(head_width, 1)
        )
        self._initialise(generator)

    def _initialise(self, generator: torch.Generator) -> None:
        """He initialisation (arXiv 1502.01852) from our own generator; zero last layers as Text2Mesh has them."""
        with torch.no_grad():
            for module in self.modules():
                if isinstance(module, nn.Linear):
                    bound = math.sqrt(6.0 / module.in_features)
                    uniform = torch.rand(module.weight.shape, generator=generator)
                    module.weight.copy_((2.0 * uniform - 1.0) * bound)
                    module.bias.zero_()
            for head in (self.color_head, self.displacement_head):
                last = head[-1]
                assert isinstance(last, nn.Linear)
                last.weight.zero_()

    def encode(self, points: Tensor) -> Tensor:
        """Encoded points (n, width); constant during a run, so callers keep it."""
        return self.encoding(points)

    def forward(self, encoded: Tensor) -> FieldOutput:
        """Evaluates the field at points encoded by `encode`."""
        features = self.trunk(encoded)
        color = 0.5 + 0.5 * torch.tanh(self.color_head(features))
        displacement = self.settings.displacement_limit * torch.tanh(self.displacement_head(features))[:, 0]
        return FieldOutput(color, displacement)
