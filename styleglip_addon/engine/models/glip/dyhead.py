"""The dynamic head's convolution block: deformable convolutions across levels, level attention and dynamic ReLU.

Dynamic Head (arXiv 2106.08322) as GLIP uses it; the quirks of the released code are kept and named below.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ...vocabulary.stopping import stop_here
from .configuration import GLIPConfig
from .deformable import DeformableConvolution


def hard_sigmoid(x: Tensor) -> Tensor:
    """relu6(x + 3) / 6."""
    return F.relu6(x + 3.0) / 6.0


class NormedDeformable(nn.Module):
    """Deformable convolution and group norm."""

    def __init__(self, channels: int, stride: int, groups: int) -> None:
        super().__init__()
        self.convolution = DeformableConvolution(channels, stride)
        self.norm = nn.GroupNorm(groups, channels, eps=1e-5)

    def forward(self, x: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
        """x (B, C, H, W) to (B, C, h, w)."""
        out: Tensor = self.norm(self.convolution(x, offset, mask))
        return out


class DynamicReLU(nn.Module):
    """max(a1 y + b1, a2 y + b2) with coefficients from the pooled input (arXiv 2003.10027, task-aware attention)."""

    def __init__(self, channels: int, reduction: int) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // reduction)
        self.expand = nn.Linear(channels // reduction, 4 * channels)

    def forward(self, y: Tensor) -> Tensor:
        """(B, C, h, w) to the same shape."""
        gates = hard_sigmoid(self.expand(F.relu(self.squeeze(y.mean(dim=(2, 3))))))
        a1, b1, a2, b2 = ((g - 0.5)[..., None, None] for g in gates.chunk(4, dim=1))
        return torch.maximum(y * (2.0 * a1 + 1.0) + b1, y * (2.0 * a2) + b2)


class DynamicConvolution(nn.Module):
    """One DyConv block over all levels; offsets, weights and gates are shared between the levels."""

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        channels = config.channels
        self.from_coarser = NormedDeformable(channels, 1, config.groups)
        self.same_level = NormedDeformable(channels, 1, config.groups)
        self.from_finer = NormedDeformable(channels, 2, config.groups)
        self.level_attention = nn.Conv2d(channels, 1, 1)
        self.offset = nn.Conv2d(channels, 27, 3, padding=1)
        self.activation = DynamicReLU(channels, config.dyrelu_reduction)
        nn.init.normal_(self.level_attention.weight, std=0.01)
        nn.init.zeros_(self.offset.weight)
        for bias in (self.level_attention.bias, self.offset.bias):
            if bias is not None:
                nn.init.zeros_(bias)

    def _weighted(self, candidate: Tensor) -> Tensor:
        gate = self.level_attention(candidate.mean(dim=(2, 3), keepdim=True))
        return candidate * hard_sigmoid(F.relu(gate))

    def forward(self, levels: list[Tensor]) -> list[Tensor]:
        """Levels (B, C, h, w) to the same shapes; every level reads its neighbours' old values."""
        out = []
        for i, x in enumerate(levels):
            stop_here()
            moves = self.offset(x)
            offset, mask = moves[:, :18], moves[:, 18:].sigmoid()
            candidates = [self._weighted(self.same_level(x, offset, mask))]
            if i > 0:
                candidates.append(self._weighted(self.from_finer(levels[i - 1], offset, mask)))
            if i + 1 < len(levels):
                # The offsets are this level's although the output has the coarser level's size: `fit_to_output`.
                coarse = self.from_coarser(levels[i + 1], offset, mask)
                fine = F.interpolate(coarse, size=x.shape[-2:], mode="bilinear", align_corners=True)
                candidates.append(self._weighted(fine))
            mean = torch.stack(candidates).mean(dim=0)
            out.append(self.activation(mean))
        return out
