"""The embedded model's dual encoder: a small convolutional image encoder against frozen sentence embeddings.

It plays CLIP's role (Radford et al., arXiv 2103.00020) for crops of parts. The image side is trained adversarially, so
that its gradients look like the style (Santurkar et al., arXiv 1906.09453). The channels' means and spreads at every
stage are the statistics that carry style (Huang and Belongie, arXiv 1703.06868).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ...vocabulary.stopping import stop_here

_GROUPS = 8
_MOST = 8192


@dataclass(frozen=True)
class StyleEncoderConfig:
    """Sizes of the dual encoder.

    Args:
        image_size: height and width of the crops it was trained on, pixels.
        widths: channels per stage; every stage halves the resolution.
        depths: residual blocks per stage.
        embedding: width of the joint embedding.
        text_width: width of the sentence embedding (all-MiniLM-L6-v2: 384).
    """

    image_size: int = 64
    widths: tuple[int, ...] = (32, 64, 128, 256)
    depths: tuple[int, ...] = (1, 2, 2, 2)
    embedding: int = 256
    text_width: int = 384

    def __post_init__(self) -> None:
        # Limits far beyond any use: a damaged file must neither ask for all memory nor fail somewhere inside.
        sizes = (self.image_size, self.embedding, self.text_width, *self.widths, *self.depths)
        if not all(type(size) is int and 1 <= size <= _MOST for size in sizes):
            raise ValueError(f"every size must be a whole number of 1..{_MOST}")
        if len(self.widths) != len(self.depths) or not 1 <= len(self.widths) <= 8 or max(self.depths) > 64:
            raise ValueError("there must be a width and a depth for each of at most eight stages")
        if any(width % _GROUPS for width in self.widths):
            raise ValueError(f"every width must be a multiple of {_GROUPS}")


class _ResidualBlock(nn.Module):
    """Pre-normalised residual block of two 3x3 convolutions; smooth, because its gradients are the product."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(_GROUPS, channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = nn.GroupNorm(_GROUPS, channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        stop_here()
        y = self.conv1(functional.silu(self.norm1(x)))
        return x + self.conv2(functional.silu(self.norm2(y)))


def convolution_stages(widths: Sequence[int], depths: Sequence[int]) -> nn.Sequential:
    """The layers of several stages, one after the other; every stage halves the resolution.

    Args:
        widths: channels per stage; the first takes the three of a picture.
        depths: residual blocks per stage, which follow its convolution.
    """
    layers: list[nn.Module] = []
    previous = 3
    for width, depth in zip(widths, depths, strict=True):
        layers.append(nn.Conv2d(previous, width, 3, stride=2, padding=1))
        layers.extend(_ResidualBlock(width) for _ in range(depth))
        previous = width
    return nn.Sequential(*layers)


class StyleEncoder(nn.Module):
    """Crops and style words in one embedding space.

    The text side takes frozen, mean-pooled, L2-normalised sentence embeddings (n, text_width).
    """

    def __init__(self, config: StyleEncoderConfig | None = None) -> None:
        super().__init__()
        config = config or StyleEncoderConfig()
        self.config = config
        self.body = convolution_stages(config.widths, config.depths)
        previous = config.widths[-1]
        self.norm = nn.GroupNorm(_GROUPS, previous)
        self.image_projection = nn.Linear(2 * previous, config.embedding)
        self.text_projection = nn.Linear(config.text_width, config.embedding, bias=False)
        self.log_scale = nn.Parameter(torch.tensor(2.7))
        # Convolution and residual blocks that each stage consists of.
        self._stages = tuple(1 + depth for depth in config.depths)
        self.statistics_center: Tensor
        self.statistics_scale: Tensor
        self.register_buffer("statistics_center", torch.zeros(self.statistics_width))
        self.register_buffer("statistics_scale", torch.ones(self.statistics_width))

    @property
    def statistics_width(self) -> int:
        """D, the number of statistics that `encode_with_statistics` gives of a crop."""
        return 2 * sum(self.config.widths)

    def use_channels_last(self) -> None:
        """Lays the convolutions' weights out channels last: the same numbers, faster on a CPU."""
        for parameter in self.parameters():
            if parameter.ndim == 4:
                parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)

    def encode_image(self, images: Tensor) -> Tensor:
        """Embeds crops.

        Args:
            images: (n, 3, h, w) sRGB in 0..1; any size of at least 16 pixels, `config.image_size` is best.

        Returns:
            (n, embedding), L2-normalised.
        """
        return functional.normalize(self.image_features(images), dim=1)

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        """As `encode_image` without the normalisation of the embeddings; `raw_pixels`: nor of the pixels."""
        return self._projected(self.body(images if raw_pixels else (images - 0.5) / 0.25))

    def _projected(self, body: Tensor) -> Tensor:
        features = functional.silu(self.norm(body))
        # Mean and spread over the crop: a style is a texture, where its features lie does not matter.
        mean = features.mean(dim=(2, 3))
        spread = (features.var(dim=(2, 3), unbiased=False) + 1e-5).sqrt()
        projected: Tensor = self.image_projection(torch.cat((mean, spread), dim=1))
        return projected

    def encode_with_statistics(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Embeddings as `encode_image`, and what the crops' texture is made of.

        Args:
            images: (n, 3, h, w) sRGB in 0..1.

        Returns:
            (n, embedding), L2-normalised, and (n, D): per stage the channels' means and the logarithms of their spreads
            over the crop, less their means over all styles' crops and in units of their spread among them.
        """
        features = (images - 0.5) / 0.25
        statistics, first = [], 0
        for count in self._stages:
            features = self.body[first : first + count](features)
            first += count
            spread = (features.var(dim=(2, 3), unbiased=False) + 1e-5).sqrt()
            statistics += [features.mean(dim=(2, 3)), spread.log()]
        standardised = (torch.cat(statistics, dim=1) - self.statistics_center) / self.statistics_scale
        return functional.normalize(self._projected(features), dim=1), standardised

    def encode_sentence(self, sentences: Tensor) -> Tensor:
        """Projects sentence embeddings (n, text_width) into the joint space: (n, embedding), L2-normalised."""
        return functional.normalize(self.text_projection(sentences), dim=1)

    @property
    def scale(self) -> Tensor:
        """Inverse temperature of the contrastive loss, clamped as in CLIP."""
        return self.log_scale.exp().clamp(max=100.0)
