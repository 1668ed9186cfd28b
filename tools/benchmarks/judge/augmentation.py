"""What the judge's training does to crops: windows, turns, blur as coarse meshes have it, noise, exposure."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional


def augment(crops: Tensor, size: int, generator: torch.Generator) -> Tensor:
    """Random views of crops; colours stay, because they tell styles apart.

    Args:
        crops: (n, 3, h, w) sRGB in 0..1.
        size: height and width of the result, pixels.
        generator: the only source of randomness.

    Returns:
        (n, 3, size, size) sRGB in 0..1.
    """
    count = len(crops)

    def uniform(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(count, generator=generator)

    def chance(share: float) -> Tensor:
        return torch.rand(count, generator=generator) < share

    # All of the crop, or a window around one of its surface's pixels as a view from nearby shows it; turned a little,
    # sometimes by quarters.
    whole = chance(0.5)
    scale = torch.where(whole, uniform(0.92, 1.0), uniform(0.3, 0.9))
    turn = uniform(-0.2, 0.2) + torch.where(chance(0.2), math.pi / 2 * torch.sign(uniform(-1.0, 1.0)), torch.zeros(1))
    mirror = torch.where(chance(0.5), -1.0, 1.0)
    shift = torch.where(whole[:, None], torch.zeros(1), _surface_points(crops, generator))
    cosine, sine = scale * turn.cos(), scale * turn.sin()
    affine = torch.stack(
        (
            torch.stack((mirror * cosine, -sine, shift[:, 0]), dim=1),
            torch.stack((mirror * sine, cosine, shift[:, 1]), dim=1),
        ),
        dim=1,
    )
    grid = functional.affine_grid(affine, [count, 3, size, size], align_corners=False)
    # Zero stands for white here, so that what lies outside the crop is white.
    seen = 1.0 - functional.grid_sample(1.0 - crops, grid, mode="bilinear", align_corners=False)

    # Colours that live on a mesh's vertices are less sharp than a texture: some of each batch shows them so.
    blurred = chance(0.45)
    coarse = int(size * float(torch.empty(()).uniform_(0.3, 0.8, generator=generator)))
    small = functional.interpolate(seen, size=(coarse, coarse), mode="bilinear", antialias=True)
    soft = functional.interpolate(small, size=(size, size), mode="bilinear")
    seen = torch.where(blurred[:, None, None, None], soft, seen)

    exposure = torch.where(chance(0.5), uniform(0.9, 1.06), torch.ones(1))
    noise = torch.where(chance(0.3), uniform(0.0, 0.05), torch.zeros(1))
    grain = torch.randn(seen.shape, generator=generator)
    surface = (seen.amin(dim=1, keepdim=True) < 0.995).to(seen.dtype)
    changed = seen * exposure[:, None, None, None] + noise[:, None, None, None] * grain
    return torch.where(surface > 0, changed, seen).clamp(0.0, 1.0)


def _surface_points(crops: Tensor, generator: torch.Generator) -> Tensor:
    """(n, 2) x and y, in -1..1, of a random pixel of each crop that is not white; the middle where all are white."""
    _, _, height, width = crops.shape
    surface = (crops.amin(dim=1) < 0.995).flatten(1).float()
    surface[surface.sum(dim=1) == 0, (height // 2) * width + width // 2] = 1.0
    pixel = torch.multinomial(surface, 1, generator=generator)[:, 0]
    x, y = pixel % width, pixel // width
    return torch.stack(((x + 0.5) / width, (y + 0.5) / height), dim=1) * 2.0 - 1.0
