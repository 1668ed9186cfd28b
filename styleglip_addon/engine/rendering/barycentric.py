"""Barycentric coordinates of hits and the mixing of vertex values by them, with hand-written gradients.

PyTorch's own backward pass through gathers and broadcasts would allocate some ten temporaries per corner; these two
functions, channels first so that every operation runs over long rows, cost a third.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

_PIECE_CPU = 1 << 15


def perspective_barycentric(
    points: Tensor, corners: Tensor, ray_x: Tensor, ray_y: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Where rays hit triangles; differentiable in `points`. The formulas are explained in rasterizer.py.

    Args:
        points: (3, M) camera space.
        corners: (3, P) int64 indices into the points: each ray's triangle.
        ray_x, ray_y: (P,) the rays (x, y, 1).

    Returns:
        barycentric coordinates (3, P) and camera-space depth (P,) of the hits, and (P,) bool whether the corners run
        counter-clockwise in the image.
    """
    weights, depth, front_facing = _PerspectiveBarycentric.apply(points, corners, ray_x, ray_y)
    return weights, depth, front_facing


def interpolate_corners(weights: Tensor, attributes: Tensor, corners: Tensor) -> Tensor:
    """Mixes vertex values; differentiable in `weights` and `attributes`.

    Args:
        weights: (3, P).
        attributes: (C, V).
        corners: (3, P) int64 indices of vertices.

    Returns:
        (C, P).
    """
    mixed: Tensor = _InterpolateCorners.apply(weights, attributes, corners)
    return mixed


class _PerspectiveBarycentric(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, points: Tensor, corners: Tensor, ray_x: Tensor, ray_y: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        picked = points.index_select(1, corners.reshape(-1)).reshape(3, 3, -1)
        z = picked[2]
        x = picked[0] - ray_x * z
        y = picked[1] - ray_y * z
        weights = torch.stack((x[1] * y[2] - y[1] * x[2], x[2] * y[0] - y[2] * x[0], x[0] * y[1] - y[0] * x[1]))
        total = weights[0] + weights[1] + weights[2]
        weights = weights / total
        depth = (weights * z).sum(dim=0)
        ctx.save_for_backward(corners, ray_x, ray_y, x, y, z, weights, total)
        ctx.point_count = points.shape[1]
        ctx.set_materialize_grads(False)
        front_facing = total < 0
        ctx.mark_non_differentiable(front_facing)
        return weights, depth, front_facing

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, grad_weights: Tensor | None, grad_depth: Tensor | None, _: None
    ) -> tuple[Tensor | None, ...]:
        corners, ray_x, ray_y, x, y, z, weights, total = ctx.saved_tensors
        grad = torch.zeros_like(weights) if grad_weights is None else grad_weights
        if grad_depth is not None:
            grad = grad + grad_depth * z
        # Through the division by the sum, then through the three cross products.
        grad = (grad - (grad * weights).sum(dim=0)) / total
        a, b, c = grad
        grad_x = torch.stack((c * y[1] - b * y[2], a * y[2] - c * y[0], b * y[0] - a * y[1]))
        grad_y = torch.stack((b * x[2] - c * x[1], c * x[0] - a * x[2], a * x[1] - b * x[0]))
        grad_z = -ray_x * grad_x - ray_y * grad_y
        if grad_depth is not None:
            grad_z = grad_z + grad_depth * weights
        per_corner = torch.stack((grad_x, grad_y, grad_z)).reshape(3, -1)
        grad_points = per_corner.new_zeros(3, ctx.point_count).index_add_(1, corners.reshape(-1), per_corner)
        return grad_points, None, None, None


class _InterpolateCorners(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, weights: Tensor, attributes: Tensor, corners: Tensor) -> Tensor:
        attributes = attributes.contiguous()
        ctx.save_for_backward(weights, attributes, corners)
        mixed = attributes.new_empty(len(attributes), corners.shape[1])
        for part in _pieces(corners):
            values = attributes.index_select(1, corners[0, part]) * weights[0, part]
            values += attributes.index_select(1, corners[1, part]) * weights[1, part]
            values += attributes.index_select(1, corners[2, part]) * weights[2, part]
            mixed[:, part] = values
        return mixed

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        weights, attributes, corners = ctx.saved_tensors
        grad_weights = torch.empty_like(weights) if ctx.needs_input_grad[0] else None
        grad_attributes = torch.zeros_like(attributes) if ctx.needs_input_grad[1] else None
        for part in _pieces(corners):
            piece = grad[:, part].contiguous()
            for k in range(3):
                if grad_weights is not None:
                    values = attributes.index_select(1, corners[k, part])
                    grad_weights[k, part] = values.mul_(piece).sum(dim=0)
                if grad_attributes is not None:
                    grad_attributes.index_add_(1, corners[k, part], piece * weights[k, part])
        return grad_weights, grad_attributes, None


def _pieces(corners: Tensor) -> list[slice]:
    """Ranges of pixels; on a CPU small enough for their temporaries to stay in its cache."""
    size = _PIECE_CPU if corners.device.type == "cpu" else max(corners.shape[1], 1)
    return [slice(start, start + size) for start in range(0, corners.shape[1], size)]
