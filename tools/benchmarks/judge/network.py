"""The judge's network: a depthwise convolutional net, unlike the guidance in every respect that could be chosen.

Blocks follow ConvNeXt (Liu et al., arXiv 2201.03545) with batch normalisation; the guidance is a plain residual net
with group normalisation. The judge looks at larger crops, pools by attention and by maximum instead of mean and spread,
is trained on labels without words, without attacks, on other objects and with another seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class JudgeConfig:
    """Sizes of the judge.

    Args:
        image_size: height and width of the crops, pixels.
        stem: channels after the first convolution, at half resolution.
        widths: channels per stage; the first works at a quarter of the resolution, each further one at half of that.
        depths: blocks per stage.
        kernel: side of the depthwise convolutions, pixels.
        expansion: hidden channels of a block, relative to its width.
        dropout: share of pooled features dropped in training.
    """

    image_size: int = 96
    stem: int = 24
    widths: tuple[int, ...] = (56, 128, 256)
    depths: tuple[int, ...] = (2, 3, 2)
    kernel: int = 7
    expansion: int = 3
    dropout: float = 0.1


class _Block(nn.Module):
    """Depthwise convolution, normalisation and a two-layer perceptron on every pixel, added to the input."""

    def __init__(self, width: int, kernel: int, expansion: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(width, width, kernel, padding=kernel // 2, groups=width, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.widen = nn.Conv2d(width, width * expansion, 1)
        self.narrow = nn.Conv2d(width * expansion, width, 1)
        self.gain = nn.Parameter(torch.full((1, width, 1, 1), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        hidden = torch.relu(self.widen(self.norm(self.depthwise(x))))
        return x + self.gain * self.narrow(hidden)


class Judge(nn.Module):
    """Classifies crops of parts.

    Args:
        styles: number of styles told apart.
        config: sizes.
    """

    def __init__(self, styles: int, config: JudgeConfig | None = None) -> None:
        super().__init__()
        config = config or JudgeConfig()
        self.config = config
        layers: list[nn.Module] = [
            nn.Conv2d(3, config.stem, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(config.stem),
            nn.ReLU(),
        ]
        previous = config.stem
        for width, depth in zip(config.widths, config.depths, strict=True):
            layers += [nn.Conv2d(previous, width, 2, stride=2, bias=False), nn.BatchNorm2d(width)]
            layers += [_Block(width, config.kernel, config.expansion) for _ in range(depth)]
            previous = width
        self.body = nn.Sequential(*layers)
        self.norm = nn.BatchNorm2d(previous)
        self.attention = nn.Conv2d(previous, 1, 1)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(2 * previous, styles)

    def use_channels_last(self) -> None:
        """Lays the convolutions' weights out channels last: the same numbers, faster on a CPU."""
        for parameter in self.parameters():
            if parameter.ndim == 4:
                parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)

    def forward(self, crops: Tensor) -> Tensor:
        """Logits (n, styles) of crops (n, 3, size, size), sRGB in 0..1, surface outside the part made white."""
        features = self.norm(self.body((crops - 0.5) / 0.25))
        where = self.attention(features).flatten(1).softmax(dim=1)
        flat = features.flatten(2)
        attended = (flat * where[:, None, :]).sum(dim=2)
        logits: Tensor = self.head(self.dropout(torch.cat((attended, flat.amax(dim=2)), dim=1)))
        return logits
