"""Deep fusion: bidirectional cross-attention between all cells of all levels and the text tokens.

GLIP (arXiv 2112.03857), section 3.2; "MHA-B" of the released code.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .configuration import GLIPConfig

CLAMP = 50000.0


def flatten_levels(levels: list[Tensor]) -> Tensor:
    """Levels (B, C, h, w) to (B, N, C): cells row by row, P3 first."""
    return torch.cat([level.flatten(2) for level in levels], dim=2).transpose(1, 2)


def unflatten_levels(cells: Tensor, levels: list[Tensor]) -> list[Tensor]:
    """Inverse of `flatten_levels`; `levels` gives the sizes. The result is channels last in memory."""
    batch, _, channels = cells.shape
    sizes = [(level.shape[-2], level.shape[-1]) for level in levels]
    parts = cells.split([h * w for h, w in sizes], dim=1)
    return [p.reshape(batch, h, w, channels).permute(0, 3, 1, 2) for p, (h, w) in zip(parts, sizes, strict=True)]


class BidirectionalAttention(nn.Module):
    """One score matrix between cells and tokens, read in both directions."""

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        vision, language, width = config.channels, config.language.hidden, config.fusion_dim
        self.heads = config.fusion_heads
        self.dropout = config.dropout
        self.v_proj = nn.Linear(vision, width)
        self.l_proj = nn.Linear(language, width)
        self.values_v_proj = nn.Linear(vision, width)
        self.values_l_proj = nn.Linear(language, width)
        self.out_v_proj = nn.Linear(width, vision)
        self.out_l_proj = nn.Linear(width, language)
        for module in self.children():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, v: Tensor, l: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:  # noqa: E741
        """v (B, N, C), l (B, T, D), mask (B, T) of real tokens, to what is added to each: (B, N, C), (B, T, D)."""
        query = self._split(self.v_proj(v))
        scores = (query * query.shape[-1] ** -0.5) @ self._split(self.l_proj(l)).transpose(2, 3)
        scores = scores.clamp(-CLAMP, CLAMP)
        # Cells to text: every cell is a key and nothing is masked. Text to cells: padding tokens are no keys.
        to_text = scores.transpose(2, 3).softmax(dim=-1)
        hidden = torch.zeros_like(mask, dtype=scores.dtype).masked_fill(~mask, torch.finfo(scores.dtype).min)
        to_vision = (scores + hidden[:, None, None, :]).softmax(dim=-1)
        if self.training and self.dropout:
            to_text, to_vision = F.dropout(to_text, self.dropout), F.dropout(to_vision, self.dropout)
        delta_l = (to_text @ self._split(self.values_v_proj(v))).transpose(1, 2).flatten(2)
        delta_v = (to_vision @ self._split(self.values_l_proj(l))).transpose(1, 2).flatten(2)
        return self.out_v_proj(delta_v), self.out_l_proj(delta_l)


class Fusion(nn.Module):
    """Layer norms, bidirectional attention and scaled residuals.

    The residual is the *normalised* tensor, not the input: v = LN(v) + gamma * attention.
    """

    def __init__(self, config: GLIPConfig) -> None:
        super().__init__()
        vision, language = config.channels, config.language.hidden
        self.layer_norm_v = nn.LayerNorm(vision, eps=1e-5)
        self.layer_norm_l = nn.LayerNorm(language, eps=1e-5)
        self.attention = BidirectionalAttention(config)
        self.gamma_v = nn.Parameter(torch.full((vision,), 1.0 / config.blocks))
        self.gamma_l = nn.Parameter(torch.full((language,), 1.0 / config.blocks))

    def forward(self, levels: list[Tensor], l: Tensor, mask: Tensor) -> tuple[list[Tensor], Tensor]:  # noqa: E741
        """Levels (B, C, h, w), text (B, T, D), mask (B, T) bool, to the same shapes, fused."""
        v, l = self.layer_norm_v(flatten_levels(levels)), self.layer_norm_l(l)  # noqa: E741
        delta_v, delta_l = self.attention(v, l, mask)
        return unflatten_levels(v + self.gamma_v * delta_v, levels), l + self.gamma_l * delta_l
