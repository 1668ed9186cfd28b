"""Numerical integration over the sphere, the reference of the tests of lights and materials."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor


def sphere(heights: int = 200, turns: int = 400) -> tuple[Tensor, Tensor]:
    """Directions (n, 3) and weights (n,) in float64: Gauss-Legendre over the height, even steps around z."""
    nodes, weights = np.polynomial.legendre.leggauss(heights)
    angle = (torch.arange(turns, dtype=torch.float64) + 0.5) * (2.0 * math.pi / turns)
    height = torch.from_numpy(nodes)[:, None].expand(-1, turns)
    radius = (1.0 - height.square()).sqrt()
    directions = torch.stack((radius * angle.cos(), radius * angle.sin(), height), dim=-1).reshape(-1, 3)
    return directions, torch.from_numpy(weights).repeat_interleave(turns) * (2.0 * math.pi / turns)


def lobe(directions: Tensor, axis: Tensor, sharpness: float) -> Tensor:
    """A spherical Gaussian of amplitude 1 at `directions`, as it is defined."""
    return torch.exp(sharpness * (directions @ axis.to(directions) - 1.0))
