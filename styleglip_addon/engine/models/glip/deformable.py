"""Modulated deformable convolution (arXiv 1811.11168), in plain PyTorch and through torchvision's operator.

Both are the same function. The plain one is the default on the CPU, where it is several times faster than the operator
(its sampling is one weighted row gather); torchvision's is used on CUDA where it loads.
"""

from __future__ import annotations

import functools
import importlib
import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

TAPS = 9


def fit_to_output(values: Tensor, per_tap: int, size: tuple[int, int]) -> Tensor:
    """Reads offsets or masks made for a finer level as the released CUDA kernel does for a coarser output.

    The kernel walks each sample's buffer as one flat array with the *output's* height and width, so the first
    per_tap * 9 * h * w numbers are taken as they lie; nothing is resampled (microsoft/GLIP issue 52).

    Args:
        values: (B, per_tap * 9, H, W), contiguous in meaning, H * W >= h * w.
        per_tap: numbers per tap: 2 for offsets, 1 for masks.
        size: (h, w) of the output.

    Returns:
        (B, per_tap * 9, h, w).
    """
    if values.shape[-2:] == size:
        return values
    channels, (h, w) = per_tap * TAPS, size
    return values.flatten(1)[:, : channels * h * w].reshape(-1, channels, h, w)


def deformable_convolution(
    x: Tensor, offset: Tensor, mask: Tensor, weight: Tensor, bias: Tensor, stride: int = 1
) -> Tensor:
    """3x3 modulated deformable convolution with padding 1 in plain PyTorch, differentiable in every argument.

    Args:
        x: (B, C, H, W).
        offset: (B, 18, h, w); channel 2k is dy, 2k + 1 is dx of tap k = 3 * row + column, in cells.
        mask: (B, 9, h, w), factor of each tap.
        weight: (D, C, 3, 3).
        bias: (D,).
        stride: 1 or 2.

    Returns:
        (B, D, h, w), channels last in memory. Samples outside the map count as 0, corner by corner.
    """
    batch, channels, height, width = x.shape
    h, w = offset.shape[-2:]
    offset = offset.reshape(batch, TAPS, 2, h, w)
    grid_y, grid_x = _grid(h, w, stride, x.device)
    y, left_x = offset[:, :, 0] + grid_y, offset[:, :, 1] + grid_x
    with torch.no_grad():
        y0, x0 = y.floor(), left_x.floor()
        # A wild offset must neither overflow the index nor touch the map: beyond this all corners weigh 0.
        cell_y = y0.clamp(-2, height + 1).long().unsqueeze(-1) + _CORNER_Y.to(x.device)
        cell_x = x0.clamp(-2, width + 1).long().unsqueeze(-1) + _CORNER_X.to(x.device)
        inside = (cell_y >= 0) & (cell_y < height) & (cell_x >= 0) & (cell_x < width)
        index = cell_y.clamp(0, height - 1) * width + cell_x.clamp(0, width - 1)
        if batch > 1:
            index += (torch.arange(batch, device=x.device) * (height * width)).view(batch, 1, 1, 1, 1)
        index = index.permute(0, 2, 3, 1, 4).reshape(-1, 4)
    down, right = y - y0, left_x - x0
    up, left = (1.0 - down) * mask, 1.0 - right
    down = down * mask
    corners = torch.stack((up * left, up * right, down * left, down * right), dim=-1) * inside
    rows = x.permute(0, 2, 3, 1).reshape(batch * height * width, channels)
    corners = corners.permute(0, 2, 3, 1, 4).reshape(-1, 4).to(rows.dtype)
    samples = F.embedding_bag(index, rows, per_sample_weights=corners, mode="sum")
    # A view, not a copy, where the weight is channels last in memory: autograd would keep a copy per call.
    flat_weight = weight.permute(0, 2, 3, 1).reshape(-1, TAPS * channels)
    out = torch.addmm(bias, samples.view(batch * h * w, TAPS * channels), flat_weight.T)
    return out.view(batch, h, w, -1).permute(0, 3, 1, 2)


_CORNER_Y = torch.tensor((0, 0, 1, 1))
_CORNER_X = torch.tensor((0, 1, 0, 1))


@functools.lru_cache(maxsize=128)
def _grid(h: int, w: int, stride: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Un-shifted sampling rows and columns of the nine taps, (1, 9, h, 1) and (1, 9, 1, w)."""
    with torch.inference_mode(False):
        tap = torch.arange(TAPS, device=device)
        y = torch.arange(h, device=device).view(1, 1, h, 1) * stride + (tap // 3 - 1).view(1, TAPS, 1, 1)
        x = torch.arange(w, device=device).view(1, 1, 1, w) * stride + (tap % 3 - 1).view(1, TAPS, 1, 1)
        return y.float(), x.float()


@functools.cache
def torchvision_operator() -> Callable[..., Any] | None:
    """torchvision's `deform_conv2d`, or None where torchvision is absent or does not fit the installed PyTorch."""
    try:
        operator: Callable[..., Any] = importlib.import_module("torchvision.ops").deform_conv2d
        one = torch.zeros(1, 1, 1, 1)
        operator(one, one.new_zeros(1, 18, 1, 1), one.new_zeros(1, 1, 3, 3), padding=1, mask=one.new_zeros(1, 9, 1, 1))
    except (ImportError, AttributeError, RuntimeError, OSError):
        return None
    return operator


class DeformableConvolution(nn.Module):
    """3x3 modulated deformable convolution whose offsets and masks come from outside.

    Args:
        channels: channels in and out.
        stride: 1 or 2.
    """

    def __init__(self, channels: int, stride: int = 1) -> None:
        super().__init__()
        self.stride = stride
        self.weight = nn.Parameter(torch.empty(channels, channels, 3, 3).to(memory_format=torch.channels_last))
        self.bias = nn.Parameter(torch.zeros(channels))
        nn.init.uniform_(self.weight, -1.0 / math.sqrt(channels * TAPS), 1.0 / math.sqrt(channels * TAPS))

    def forward(self, x: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
        """x (B, C, H, W), offset (B, 18, h', w') and mask (B, 9, h', w') to (B, C, h, w), h = ceil(H / stride).

        h' * w' may be larger than h * w: see `fit_to_output`.
        """
        size = tuple((n - 1) // self.stride + 1 for n in x.shape[-2:])
        offset, mask = fit_to_output(offset, 2, (size[0], size[1])), fit_to_output(mask, 1, (size[0], size[1]))
        # Sampling positions need float32 also under autocast, as in the original.
        with torch.autocast(x.device.type, enabled=False):
            kind = torch.promote_types(self.weight.dtype, torch.float32)
            x, offset, mask = x.to(kind), offset.to(kind), mask.to(kind)
            weight, bias = self.weight.to(kind), self.bias.to(kind)
            operator = torchvision_operator() if x.device.type == "cuda" else None
            if operator is not None:
                result: Tensor = operator(x, offset, weight, bias, (self.stride, self.stride), (1, 1), (1, 1), mask)
                return result
            return deformable_convolution(x, offset, mask, weight, bias, self.stride)
