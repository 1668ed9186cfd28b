"""The picture's side of GLIP: Swin from transformers and a feature pyramid with levels P3..P7.

`SwinBackbone` is used, not `SwinModel`: the former never shrinks window and shift on small maps, as the detection
Swin does (at 224 px the last stage is exactly one window and its odd block is still shifted and masked).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers.models.swin.configuration_swin import SwinConfig
from transformers.models.swin.modeling_swin import SwinBackbone

from .configuration import GLIPConfig


def swin_backbone(config: GLIPConfig) -> SwinBackbone:
    """transformers' Swin with the sizes of `config`; gives C3, C4 and C5, each through a norm of its own."""
    swin = config.swin
    settings = SwinConfig(
        embed_dim=swin.embed_dim,
        depths=list(swin.depths),
        num_heads=list(swin.heads),
        window_size=swin.window,
        mlp_ratio=swin.mlp_ratio,
        drop_path_rate=swin.drop_path,
        layer_norm_eps=1e-5,
        hidden_act="gelu",
        out_features=["stage2", "stage3", "stage4"],
    )
    settings._attn_implementation = "sdpa"
    return SwinBackbone(settings)


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
        self.body = swin_backbone(config)
        self.pyramid = FeaturePyramid(config.stage_channels[1:], config.channels)
        # The backbone class carries a norm of its own behind the last stage, which no one reads.
        self.body.swin.layernorm = nn.Identity()

    def use_attention(self, implementation: str) -> None:
        """Sets "sdpa" or "eager": equal in value; eager is faster where the position bias needs a gradient."""
        for module in self.body.modules():
            settings = getattr(module, "config", None)
            if isinstance(settings, SwinConfig):
                settings._attn_implementation = implementation

    def forward(self, pixel_values: Tensor) -> list[Tensor]:
        """Normalised BGR image (B, 3, H, W) to P3..P7, each (B, channels, h, w), channels last in memory."""
        stages = self.body(pixel_values).feature_maps
        return self.pyramid(tuple(s.contiguous(memory_format=torch.channels_last) for s in stages))
