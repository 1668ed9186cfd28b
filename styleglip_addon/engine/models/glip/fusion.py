"""Deep fusion: bidirectional cross-attention between all cells of all levels and the text tokens.

GLIP (arXiv 2112.03857), section 3.2; "MHA-B" of the released code.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ...vocabulary.stopping import stop_here
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
    """One score matrix between cells and tokens, read in both directions.

    The wide projections of the cells are never formed: with T tokens and h heads, a query's product with the keys is
    the cell's product with keys folded through the query weights, and values are projected after they are averaged over
    the cells. That is the same function for T * h numbers per cell instead of `fusion_dim`, so for a short prompt most
    of the fusion's time and memory goes away.
    """

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

    def forward(self, v: Tensor, l: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:  # noqa: E741
        """v (B, N, C), l (B, T, D), mask (B, T) of real tokens, to what is added to each: (B, N, C), (B, T, D)."""
        batch, tokens = l.shape[:2]
        heads, width = self.heads, self.v_proj.out_features // self.heads
        keys = self.l_proj(l).view(batch, tokens, heads, width) * width**-0.5
        folded = torch.einsum("bthd,hdc->bhtc", keys, self.v_proj.weight.view(heads, width, -1)).flatten(1, 2)
        offset = torch.einsum("bthd,hd->bht", keys, self.v_proj.bias.view(heads, width)).flatten(1)
        # (B, N, h * T): one column per head and token.
        scores = torch.baddbmm(offset.unsqueeze(1), v, folded.transpose(1, 2)).clamp(-CLAMP, CLAMP)

        # Cells to text: every cell is a key and nothing is masked.
        to_text = scores.transpose(1, 2).softmax(dim=-1)
        # Text to cells: padding tokens are no keys.
        hidden = torch.zeros_like(mask, dtype=scores.dtype).masked_fill(~mask, torch.finfo(scores.dtype).min)
        to_vision = (scores.unflatten(2, (heads, tokens)) + hidden[:, None, None, :]).softmax(dim=-1).flatten(2)
        if self.training and self.dropout:
            to_text, to_vision = F.dropout(to_text, self.dropout), F.dropout(to_vision, self.dropout)

        average = (to_text @ v).view(batch, heads, tokens, -1)
        values = torch.einsum("bhtc,hdc->bthd", average, self.values_v_proj.weight.view(heads, width, -1))
        share = to_text.sum(dim=-1).view(batch, heads, tokens).transpose(1, 2).unsqueeze(-1)  # 1 but under dropout
        values = values + share * self.values_v_proj.bias.view(heads, width)
        delta_l = self.out_l_proj(values.flatten(2))

        answers = self.values_l_proj(l).view(batch, tokens, heads, width)
        answers = torch.einsum("bthd,chd->bhtc", answers, self.out_v_proj.weight.view(-1, heads, width)).flatten(1, 2)
        delta_v = to_vision @ answers + self.out_v_proj.bias
        return delta_v, delta_l


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
        stop_here()
        v, l = self.layer_norm_v(flatten_levels(levels)), self.layer_norm_l(l)  # noqa: E741
        delta_v, delta_l = self.attention(v, l, mask)
        return unflatten_levels(v + self.gamma_v * delta_v, levels), l + self.gamma_l * delta_l
