"""The picture's side of GLIP: Swin and a feature pyramid with levels P3..P7."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .configuration import GLIPConfig
from .swin import Swin


class FeaturePyramid(nn.Module):
    """FPN (arXiv 1612.03144) without norms: P3..P5 from C3..C5, P6 from P5, P7 from relu(P6).

    Args:
        in_channels: channels of C3, C4, C5.
        channels: channels of every level.
    """

    def __init__(self, in_channels: tuple[int, ...], channels: int) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(c, channels, 1) for c in in_channels)
        self.output = nn.ModuleList(nn.Conv2d(channels, channels, 3, padding=1) for _ in in_channels)
        self.p6 = nn.Conv2d(channels, channels, 3, stride=2, padding=1)
        self.p7 = nn.Conv2d(channels, channels, 3, stride=2, padding=1)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_uniform_(module.weight, a=1)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def forward(self, stages: tuple[Tensor, ...]) -> list[Tensor]:
        """C3..C5, each (B, C_i, H_i, W_i), to P3..P7, each (B, channels, h, w)."""
        maps = [conv(stage) for conv, stage in zip(self.lateral, stages, strict=True)]
        for i in range(len(maps) - 2, -1, -1):
            # To the exact lateral size: odd sizes are legal (331 px gives 42, 21, 11).
            maps[i] = maps[i] + F.interpolate(maps[i + 1], size=maps[i].shape[-2:], mode="nearest")
        levels = [conv(m) for conv, m in zip(self.output, maps, strict=True)]
        p6 = self.p6(levels[-1])
        return [*levels, p6, self.p7(F.relu(p6))]


class VisionBackbone(nn.Module):
    """Swin and its feature pyramid."""

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        self.body = Swin(config.swin)
        self.pyramid = FeaturePyramid(config.stage_channels[1:], config.channels)

    def forward(self, pixel_values: Tensor) -> list[Tensor]:
        """Normalised BGR image (B, 3, H, W) to P3..P7, each (B, channels, h, w), channels last in memory."""
        stages = self.body(pixel_values)
        return self.pyramid(tuple(s.contiguous(memory_format=torch.channels_last) for s in stages))
