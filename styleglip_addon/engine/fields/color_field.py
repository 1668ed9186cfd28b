"""Style field D: colour and displacement along the normal as a function of position.

The network of Text2Mesh (Michel et al., arXiv 2112.03221, section 3.1) on Gaussian Fourier features (Tancik et al.,
arXiv 2006.10739). Being a function of position, it can be evaluated at any point: the mesh's vertices, a denser copy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from ..materials.points import Points
from ..vocabulary import FieldSettings
from ..vocabulary.channels import COLOR, DISPLACEMENT, Channel
from .contract import Field, Values
from .encoding import FourierEncoding
from .input_frame import InputFrame

_DARKEST = 0.06


class ColorField(Field):
    """Fourier features, a shared trunk, a colour head and a displacement head whose last layers start at zero.

    At the start every point is mid-grey (0.5 sRGB) and undisplaced. Weights follow from `generator` alone.

    Args:
        settings: size of the network.
        generator: draws frequencies and weights.
        frame: what points go through before they are encoded; None: nothing.
    """

    def __init__(self, settings: FieldSettings, generator: torch.Generator, frame: InputFrame | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.frame = frame if frame is not None else InputFrame()
        self.encoding = FourierEncoding(settings.frequencies, settings.sigma, generator, settings.spectrum)
        self.trunk = nn.Sequential(*_hidden_layers(self.encoding.width, settings.width, settings.depth))
        self.color_head = self._head(3)
        self.displacement_head = self._head(1)
        initialise(self.modules(), (self.color_head, self.displacement_head), generator)

    def _head(self, channels: int) -> nn.Sequential:
        width, depth = self.settings.width, self.settings.head_depth
        trunk_width = width if self.settings.depth else self.encoding.width
        last = nn.Linear(width if depth else trunk_width, channels)
        return nn.Sequential(*_hidden_layers(trunk_width, width, depth), last)

    @torch.no_grad()
    def start_at(self, color: Tensor) -> None:
        """Makes an untrained field this colour (3,), sRGB in 0..1, all over; it is grey otherwise."""
        last = self.color_head[-1]
        assert isinstance(last, nn.Linear)
        # Short of full black and white, where the tanh hardly learns any more.
        last.bias.copy_(torch.atanh(2.0 * color.to(last.bias).clamp(_DARKEST, 1.0 - _DARKEST) - 1.0))

    def encode(self, points: Tensor, places: Points | None = None) -> Tensor:
        """Encoded points (n, width); constant during a run, so callers keep it."""
        del places
        encoded: Tensor = self.encoding(self.frame(points))
        return encoded

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The colour, and the displacement where the settings have one."""
        return (COLOR, DISPLACEMENT) if self.settings.displaces else (COLOR,)

    def values(self, points: Tensor, encoded: Tensor | None = None, places: Points | None = None) -> Values:
        """The style at points (n, 3) of the unit sphere; see `Field.values`."""
        del places
        values: Values = self(self.encode(points) if encoded is None else encoded)
        return values

    def set_progress(self, share: float) -> None:
        """Switches on this share of the frequencies, the lowest first; see `FourierEncoding.set_progress`."""
        self.encoding.set_progress(share)

    def features(self, encoded: Tensor) -> Tensor:
        """What the heads read: the trunk's output, of those frequencies that are switched on."""
        features: Tensor = self.trunk(self.encoding.faded(encoded))
        return features

    def forward(self, encoded: Tensor) -> Values:
        """Evaluates the field at points encoded by `encode`."""
        features = self.features(encoded)
        return {COLOR: self._color(features)} | self._shape(features)

    def _shape(self, features: Tensor) -> Values:
        return {DISPLACEMENT: self._displacement(features)} if self.settings.displaces else {}

    def _color(self, features: Tensor) -> Tensor:
        return 0.5 + 0.5 * torch.tanh(self.color_head(features))

    def _displacement(self, features: Tensor) -> Tensor:
        return self.settings.displacement_limit * torch.tanh(self.displacement_head(features))[:, 0]


def initialise(modules: Iterable[nn.Module], heads: Iterable[nn.Sequential], generator: torch.Generator) -> None:
    """He initialisation (arXiv 1502.01852) from our own generator; the heads' last layers zero, as in Text2Mesh."""
    with torch.no_grad():
        for module in modules:
            if isinstance(module, nn.Linear):
                bound = math.sqrt(6.0 / module.in_features)
                uniform = torch.rand(module.weight.shape, generator=generator)
                module.weight.copy_((2.0 * uniform - 1.0) * bound)
                module.bias.zero_()
        for head in heads:
            last = head[-1]
            assert isinstance(last, nn.Linear)
            last.weight.zero_()


def _hidden_layers(width_in: int, width: int, count: int) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for index in range(count):
        layers += [nn.Linear(width_in if index == 0 else width, width), nn.ReLU()]
    return layers
