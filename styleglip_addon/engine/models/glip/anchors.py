"""Anchors, and boxes as offsets from them, with the +1 pixel widths of the original code."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

WEIGHTS = (10.0, 10.0, 5.0, 5.0)
LARGEST_LOG_SCALE = math.log(1000.0 / 16.0)


def level_anchors(height: int, width: int, stride: int, size: int, device: torch.device | None = None) -> Tensor:
    """One square anchor per cell.

    Args:
        height, width: cells of the level.
        stride: pixels per cell.
        size: side of the anchor in pixels, counted with both border pixels.

    Returns:
        (height * width, 4) x0, y0, x1, y1 in pixels, cells row by row; anchors outside the image are kept.
    """
    half = (size - 1) / 2.0
    x = torch.arange(width, device=device, dtype=torch.float32) * stride + (stride - 1) / 2.0
    y = torch.arange(height, device=device, dtype=torch.float32) * stride + (stride - 1) / 2.0
    y, x = (g.flatten() for g in torch.meshgrid(y, x, indexing="ij"))
    return torch.stack((x - half, y - half, x + half, y + half), dim=1)


def _centers(boxes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    x0, y0, x1, y1 = boxes.unbind(-1)
    return (x0 + x1) / 2.0, (y0 + y1) / 2.0, x1 - x0 + 1.0, y1 - y0 + 1.0


def decode(anchors: Tensor, deltas: Tensor, weights: Sequence[float] = WEIGHTS) -> Tensor:
    """Boxes from anchors and offsets.

    Args:
        anchors: (..., 4) x0, y0, x1, y1, pixels.
        deltas: (..., 4) offsets of centre and log size; broadcasts with `anchors`.

    Returns:
        (..., 4) boxes in pixels. Sizes grow at most by 1000 / 16.
    """
    cx, cy, w, h = _centers(anchors)
    dx, dy, dw, dh = (d / k for d, k in zip(deltas.unbind(-1), weights, strict=True))
    x, y = cx + w * dx, cy + h * dy
    half_w = (w * dw.clamp(max=LARGEST_LOG_SCALE).exp() - 1.0) / 2.0
    half_h = (h * dh.clamp(max=LARGEST_LOG_SCALE).exp() - 1.0) / 2.0
    return torch.stack((x - half_w, y - half_h, x + half_w, y + half_h), dim=-1)


def encode(anchors: Tensor, boxes: Tensor, weights: Sequence[float] = WEIGHTS) -> Tensor:
    """Offsets that `decode` turns into `boxes`; shapes as in `decode`. Training targets."""
    cx, cy, w, h = _centers(anchors)
    x, y, bw, bh = _centers(boxes)
    parts = ((x - cx) / w, (y - cy) / h, (bw / w).log(), (bh / h).log())
    return torch.stack([p * k for p, k in zip(parts, weights, strict=True)], dim=-1)
