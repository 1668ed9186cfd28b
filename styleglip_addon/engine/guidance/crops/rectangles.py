"""Random resized crops and random perspectives, differentiable, with every random number from a given generator.

They are what Text2Mesh (arXiv 2112.03221) shows CLIP of its renders.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

_SHAPES = 10


@dataclass(frozen=True)
class Rectangle:
    """A rectangle of pixels: first row, first column, height and width."""

    top: int
    left: int
    height: int
    width: int

    def of(self, images: Tensor) -> Tensor:
        """Its content in images (..., H, W), differentiable."""
        return images[..., self.top : self.top + self.height, self.left : self.left + self.width]


def resized(images: Tensor, size: int) -> Tensor:
    """(N, C, H, W) as (N, C, size, size), the aspect not kept; bilinear, smoothed where it shrinks."""
    if images.shape[-2:] == (size, size):
        return images
    return functional.interpolate(images, size=(size, size), mode="bilinear", antialias=True)


def random_rectangle(
    height: int,
    width: int,
    area: float,
    generator: torch.Generator,
    ratios: tuple[float, float] = (3.0 / 4.0, 4.0 / 3.0),
) -> Rectangle:
    """A random window of a given area and a random shape (the "random resized crop" of Szegedy et al., 2015).

    Args:
        height, width: of the picture, pixels.
        area: share of the picture's area.
        ratios: least and largest width over height; its logarithm is uniformly distributed.

    Returns:
        A window inside the picture. Where ten shapes do not fit, the largest central one: the whole picture, if its
        own shape is within `ratios`.
    """
    low, high = (math.log(ratio) for ratio in ratios)
    for _ in range(_SHAPES):
        ratio = math.exp(low + (high - low) * float(torch.rand(1, generator=generator)))
        wide = round(math.sqrt(height * width * area * ratio))
        tall = round(math.sqrt(height * width * area / ratio))
        if 0 < wide <= width and 0 < tall <= height:
            top = int(torch.randint(height - tall + 1, (1,), generator=generator))
            left = int(torch.randint(width - wide + 1, (1,), generator=generator))
            return Rectangle(top, left, tall, wide)
    wide = min(width, round(height * ratios[1]))
    tall = min(height, round(width / ratios[0]))
    return Rectangle((height - tall) // 2, (width - wide) // 2, tall, wide)


def random_corners(height: int, width: int, strength: float, generator: torch.Generator) -> Tensor:
    """Where the corners of a picture go in a random perspective.

    Args:
        height, width: of the picture, pixels.
        strength: 0..1; each corner moves inwards by up to this share of half the picture.

    Returns:
        (4, 2) x, y in pixels: top left, top right, bottom right, bottom left.
    """
    reach = torch.tensor([int(strength * (width // 2)) + 1, int(strength * (height // 2)) + 1])
    inwards = (torch.rand(4, 2, generator=generator) * reach).floor()
    signs = torch.tensor([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
    return _corners(height, width) + signs * inwards


def _corners(height: int, width: int) -> Tensor:
    return torch.tensor([[0.0, 0.0], [width - 1.0, 0.0], [width - 1.0, height - 1.0], [0.0, height - 1.0]])


def bend(images: Tensor, corners: Tensor, fill: float) -> Tensor:
    """Pictures under the perspective that moves their corners; all pictures alike.

    Args:
        images: (N, C, H, W).
        corners: (4, 2) x, y in pixels, where the corners go, see `random_corners`.
        fill: what shows outside the pictures.

    Returns:
        The same shape; bilinear, differentiable.
    """
    count, _, height, width = images.shape
    # The map from new to old places has eight unknowns: x' = (a x + b y + c) / (g x + h y + 1), y' likewise.
    new, old = corners.double(), _corners(height, width).double()
    ones, zeros = torch.ones(4, 1, dtype=torch.float64), torch.zeros(4, 3, dtype=torch.float64)
    place = torch.cat((new, ones), dim=1)
    rows_x = torch.cat((place, zeros, -old[:, :1] * new), dim=1)
    rows_y = torch.cat((zeros, place, -old[:, 1:] * new), dim=1)
    unknowns = torch.linalg.solve(torch.cat((rows_x, rows_y)), torch.cat((old[:, 0], old[:, 1])))
    matrix = torch.cat((unknowns, torch.ones(1, dtype=torch.float64))).reshape(3, 3)
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    mapped = torch.stack((x, y, torch.ones_like(x)), dim=-1).double() @ matrix.T
    grid = mapped[..., :2] / mapped[..., 2:] / torch.tensor([width / 2.0, height / 2.0]) - 1.0
    grid = grid.to(images).expand(count, -1, -1, -1)
    inside = functional.grid_sample(torch.ones_like(images[:, :1]), grid, align_corners=False)
    return functional.grid_sample(images, grid, align_corners=False) + (1.0 - inside) * fill
