"""Crops of one part out of a picture, as the judge sees them: the part's box on white, nothing else in sight."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.guidance.crops.part_windows import Window, cut

LEAST_PIXELS = 150
"""A part that shows fewer pixels of a 224-pixel picture is not judged in it."""

_MARGIN = 1.08
_DRAWS = 4


def part_crop(image: Tensor, mask: Tensor, size: int) -> Tensor:
    """The square around a part, what is not the part white.

    Args:
        image: (3, H, W) sRGB in 0..1.
        mask: (H, W) bool, where the part is.
        size: height and width of the crop, pixels.

    Returns:
        (3, size, size) sRGB in 0..1.

    Raises:
        ValueError: the mask is empty.
    """
    return _on_white(image, mask, _box(mask), size)


def part_window(image: Tensor, mask: Tensor, size: int, generator: torch.Generator) -> Tensor:
    """A square of 0.4 to 0.8 of the part's box around one of its pixels, as if seen from nearby; see `part_crop`.

    Of a few draws the one that shows most of the part is taken.
    """
    rows, columns = _pixels(mask)
    side = max(round(_box(mask).side * float(torch.empty(()).uniform_(0.4, 0.8, generator=generator))), 8)
    windows = []
    for pick in torch.randint(len(rows), (_DRAWS,), generator=generator):
        windows.append(Window(int(rows[pick]) - side // 2, int(columns[pick]) - side // 2, side))
    fullest = max(windows, key=lambda window: float(cut(mask[None].float(), window, 0.0).sum()))
    return _on_white(image, mask, fullest, size)


def _pixels(mask: Tensor) -> tuple[Tensor, Tensor]:
    rows, columns = torch.nonzero(mask, as_tuple=True)
    if len(rows) == 0:
        raise ValueError("The part shows no pixel in this picture.")
    return rows, columns


def _box(mask: Tensor) -> Window:
    """The square around the part, with a small margin."""
    rows, columns = _pixels(mask)
    top, bottom, left, right = int(rows.min()), int(rows.max()) + 1, int(columns.min()), int(columns.max()) + 1
    side = max(round(max(bottom - top, right - left) * _MARGIN), 8)
    return Window((top + bottom - side) // 2, (left + right - side) // 2, side)


def _on_white(image: Tensor, mask: Tensor, window: Window, size: int) -> Tensor:
    crop = cut(torch.where(mask, image, 1.0), window, 1.0)
    resized = functional.interpolate(crop[None], size=(size, size), mode="bilinear", antialias=True)[0]
    return resized.clamp(0.0, 1.0)
