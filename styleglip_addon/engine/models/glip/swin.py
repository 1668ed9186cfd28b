"""Swin (arXiv 2103.14030) as the detectors use it: shifted windows at every size, a map of each of the last stages.

Window and shift are never shrunk on small maps: at 224 px the last stage is exactly one window, and its odd block is
still shifted and masked. Written out here, because loading a library of all models takes longer than all its work.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ...vocabulary.stopping import stop_here
from .configuration import SwinConfiguration

_PATCH = 4
_EPS = 1e-5
_SPREAD = 0.02
"""Deviation of new weights."""

_HIDDEN = -100.0
"""Added to the scores of pairs that were no neighbours before the map was rolled."""


class Swin(nn.Module):
    """Pictures to the maps C2..C5, the last three of which have a norm of their own.

    Args:
        config: sizes.
    """

    def __init__(self, config: SwinConfiguration) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, config.embed_dim, _PATCH, stride=_PATCH)
        self.norm = nn.LayerNorm(config.embed_dim, eps=_EPS)
        total = sum(config.depths)
        drops = [config.drop_path * i / max(total - 1, 1) for i in range(total)]
        stages = []
        for number, depth in enumerate(config.depths):
            start = sum(config.depths[:number])
            stages.append(Stage(config, number, drops[start : start + depth]))
        self.layers = nn.ModuleList(stages)
        widths = [config.embed_dim * 2**number for number in range(len(config.depths))]
        self.norms = nn.ModuleList(nn.LayerNorm(width, eps=_EPS) for width in widths[1:])
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Conv2d)):
                nn.init.normal_(module.weight, std=_SPREAD)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """(B, 3, H, W) to C3, C4 and C5, each (B, c, h, w): sizes are halved and round up."""
        height, width = pixels.shape[-2:]
        pixels = F.pad(pixels, (0, -width % _PATCH, 0, -height % _PATCH))
        hidden: Tensor = self.norm(self.patches(pixels).permute(0, 2, 3, 1).contiguous())
        maps = []
        for number, stage in enumerate(self.layers):
            whole, hidden = stage(hidden)
            if number:
                maps.append(self.norms[number - 1](whole).permute(0, 3, 1, 2).contiguous())
        return tuple(maps)

    def use_fused_attention(self, fused: bool) -> None:
        """PyTorch's fused attention, or the same step by step."""
        for module in self.modules():
            if isinstance(module, WindowAttention):
                module.fused = fused


class Stage(nn.Module):
    """Blocks at one size, and the merging of patches that leads to the next."""

    def __init__(self, config: SwinConfiguration, number: int, drops: list[float]) -> None:
        super().__init__()
        width = config.embed_dim * 2**number
        self.blocks = nn.ModuleList(
            Block(config, width, config.heads[number], 0 if index % 2 == 0 else config.window // 2, drop)
            for index, drop in enumerate(drops)
        )
        self.downsample = PatchMerging(width) if number < len(config.depths) - 1 else None

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """(B, H, W, C) to the stage's own map (B, H, W, C) and what the next begins with (B, H / 2, W / 2, 2 C)."""
        for block in self.blocks:
            stop_here()
            hidden = block(hidden)
        return hidden, hidden if self.downsample is None else self.downsample(hidden)


class PatchMerging(nn.Module):
    """Four neighbours become one: (even row, even column), (odd, even), (even, odd), (odd, odd)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.reduction = nn.Linear(4 * width, 2 * width, bias=False)
        self.norm = nn.LayerNorm(4 * width, eps=_EPS)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, H, W, C) to (B, H / 2, W / 2, 2 C), rounded up."""
        height, width = hidden.shape[1:3]
        hidden = F.pad(hidden, (0, 0, 0, width % 2, 0, height % 2))
        merged = torch.cat([hidden[:, row::2, column::2] for column in (0, 1) for row in (0, 1)], dim=-1)
        result: Tensor = self.reduction(self.norm(merged))
        return result


class Block(nn.Module):
    """Attention within windows, and an MLP; both are added to what came in.

    Args:
        config: sizes.
        width: channels.
        heads: of the attention.
        shift: rows and columns that the map is rolled by before it is cut into windows.
        drop: how often a picture goes without the attention, in training.
    """

    def __init__(self, config: SwinConfiguration, width: int, heads: int, shift: int, drop: float) -> None:
        super().__init__()
        self.window, self.shift, self.drop = config.window, shift, drop
        self.norm1 = nn.LayerNorm(width, eps=_EPS)
        self.attention = WindowAttention(width, heads, config.window)
        self.norm2 = nn.LayerNorm(width, eps=_EPS)
        self.fc1 = nn.Linear(width, int(config.mlp_ratio * width))
        self.fc2 = nn.Linear(int(config.mlp_ratio * width), width)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, H, W, C) to the same shape."""
        batch, height, width, channels = hidden.shape
        side, shift = self.window, self.shift
        padded = F.pad(self.norm1(hidden), (0, 0, 0, -width % side, 0, -height % side))
        rolled = torch.roll(padded, (-shift, -shift), (1, 2)) if shift else padded
        rows, columns = padded.shape[1] // side, padded.shape[2] // side
        mask = self._mask(rows * side, columns * side, hidden) if shift else None
        found = self.attention(_windows(rolled, side), mask)
        found = found.view(batch, rows, columns, side, side, channels).transpose(2, 3)
        found = found.contiguous().view(batch, rows * side, columns * side, channels)
        found = torch.roll(found, (shift, shift), (1, 2)) if shift else found
        hidden = hidden + self._dropped(found[:, :height, :width])
        mlp: Tensor = self.fc2(F.gelu(self.fc1(self.norm2(hidden))))
        return mlp + hidden

    def _dropped(self, added: Tensor) -> Tensor:
        """Stochastic depth (arXiv 1603.09382)."""
        if not self.training or not self.drop:
            return added
        kept = torch.rand(len(added), 1, 1, 1, dtype=added.dtype, device=added.device) + (1.0 - self.drop)
        return added.div(1.0 - self.drop) * kept.floor()

    def _mask(self, height: int, width: int, like: Tensor) -> Tensor:
        """(windows, S^2, S^2): what is added to the scores of a rolled map of this size."""
        number = torch.zeros(1, height, width, 1, dtype=like.dtype, device=like.device)
        for axis, length in ((1, height), (2, width)):
            place = torch.arange(length, device=like.device)
            region = (place >= length - self.window).to(like.dtype) + (place >= length - self.shift).to(like.dtype)
            number = number * 3.0 + (region[None, :, None, None] if axis == 1 else region[None, None, :, None])
        region = _windows(number, self.window)[..., 0]
        apart = region[:, None, :] != region[:, :, None]
        return torch.zeros_like(apart, dtype=like.dtype).masked_fill(apart, _HIDDEN)


class WindowAttention(nn.Module):
    """Attention among the S x S places of a window, with a learned bias for each relative place.

    Args:
        width: channels.
        heads: of the attention.
        side: S.
    """

    def __init__(self, width: int, heads: int, side: int) -> None:
        super().__init__()
        self.heads, self.fused = heads, True
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.output = nn.Linear(width, width)
        self.relative_position_bias_table = nn.Parameter(torch.zeros((2 * side - 1) ** 2, heads))
        self.index: Tensor
        self.register_buffer("index", _relative_places(side), persistent=False)

    def forward(self, windows: Tensor, mask: Tensor | None) -> Tensor:
        """Windows (n, S^2, C), and (m, S^2, S^2) added to the scores of every m windows, to (n, S^2, C)."""
        count, places, channels = windows.shape
        shape = (count, places, self.heads, channels // self.heads)
        query, key, value = (part(windows).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        bias = self.relative_position_bias_table[self.index].view(places, places, -1)
        bias = bias.permute(2, 0, 1).contiguous()[None]
        if mask is not None:
            bias = bias + mask.repeat(count // len(mask), 1, 1)[:, None]
        scale = (channels // self.heads) ** -0.5
        if self.fused:
            found = F.scaled_dot_product_attention(query, key, value, attn_mask=bias, scale=scale)
        else:
            scores = query @ key.transpose(2, 3) * scale + bias
            found = scores.softmax(dim=-1, dtype=torch.float32).to(query.dtype) @ value
        result: Tensor = self.output(found.transpose(1, 2).reshape(count, places, channels))
        return result


def _relative_places(side: int) -> Tensor:
    """(side^4,) row of the bias table for every pair of places. It has memory where the weights have none yet."""
    place = np.indices((side, side)).reshape(2, -1)
    apart = place[:, :, None] - place[:, None, :] + (side - 1)
    return torch.from_numpy((apart[0] * (2 * side - 1) + apart[1]).ravel())


def _windows(hidden: Tensor, side: int) -> Tensor:
    """(B, H, W, C) to (windows, side^2, C), picture by picture, row by row."""
    batch, height, width, channels = hidden.shape
    cut = hidden.view(batch, height // side, side, width // side, side, channels).transpose(2, 3)
    return cut.contiguous().view(-1, side * side, channels)
