"""The tower of fusion, text layer and dynamic convolution, and the heads on its end."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .bert import BertLayer
from .configuration import GLIPConfig
from .dyhead import DynamicConvolution
from .fusion import CLAMP, Fusion


class TextLayer(nn.Module):
    """One of the tower's BERT layers.

    The original clamps scores and activations to +-50000 for half precision; in float32 and bfloat16 that never acts.
    """

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        self.layer = BertLayer(config.language, config.tower_intermediate, config.dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """hidden (B, T, D), mask (B, T) bool, to (B, T, D)."""
        hide = torch.zeros_like(mask, dtype=hidden.dtype).masked_fill(~mask, torch.finfo(hidden.dtype).min)
        result: Tensor = self.layer(hidden, hide[:, None, None, :])
        return result


class TowerBlock(nn.Module):
    """Fusion, text layer (both only with early fusion) and dynamic convolution."""

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        self.fusion = Fusion(config) if config.early_fusion else None
        self.language = TextLayer(config) if config.early_fusion else None
        self.dynamic = DynamicConvolution(config)

    def forward(self, levels: list[Tensor], text: Tensor, mask: Tensor) -> tuple[list[Tensor], Tensor]:
        """Levels (B, C, h, w), text (B, T, D), mask (B, T) bool, to the same shapes."""
        if self.fusion is not None and self.language is not None:
            levels, text = self.fusion(levels, text, mask)
            text = self.language(text, mask)
        return self.dynamic(levels), text


class TokenHead(nn.Module):
    """Alignment of every cell with every token, box offsets and centerness."""

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        channels, language = config.channels, config.language.hidden
        self.box = nn.Conv2d(channels, 4, 1)
        self.centerness = nn.Conv2d(channels, 1, 1)
        self.scales = nn.ParameterList(nn.Parameter(torch.ones(1)) for _ in config.strides)
        self.text_projection = nn.Linear(language, channels)
        self.text_bias = nn.Parameter(torch.zeros(language))
        self.bias = nn.Parameter(torch.full((1,), config.prior_logit))
        self.log_scale = nn.Parameter(torch.zeros(1))
        for conv in (self.box, self.centerness):
            nn.init.normal_(conv.weight, std=0.01)
            if conv.bias is not None:
                nn.init.zeros_(conv.bias)

    def forward(self, levels: list[Tensor], text: Tensor) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
        """Token logits (B, n, T), box offsets (B, n, 4) and centerness logits (B, n), per level, cells row by row."""
        unit = F.normalize(text, dim=-1, eps=1e-12)
        tokens = self.text_projection(unit / 2.0).transpose(1, 2) / self.log_scale.exp()
        bias = (unit @ self.text_bias + self.bias).unsqueeze(1)
        logits, boxes, centers = [], [], []
        for level, x in enumerate(levels):
            cells = x.flatten(2).transpose(1, 2)
            logits.append((cells @ tokens + bias).clamp(-CLAMP, CLAMP))
            boxes.append((self.box(x) * self.scales[level]).flatten(2).transpose(1, 2))
            centers.append(self.centerness(x).flatten(1))
        return logits, boxes, centers
