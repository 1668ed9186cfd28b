"""Crops of parts from renders, cut differentiably, as the CLIP-style encoder sees them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

_LEAST_PIXELS = 24
_DRAWS = 20


@dataclass(frozen=True)
class CropSettings:
    """How crops are drawn.

    Args:
        size: height and width the crops are resized to, pixels.
        local: local crops per part and view, besides the one of the whole part.
        area: area of a local crop as a share of the part's box.
        least_fill: share of a local crop that must show the part; after a bounded number of draws the best is taken.
    """

    size: int
    local: int
    area: float
    least_fill: float = 0.3


@dataclass(frozen=True)
class Window:
    """A square window on a picture: top, left and side in pixels; it may leave the picture."""

    top: int
    left: int
    side: int


def cut(image: Tensor, window: Window, fill: float) -> Tensor:
    """(C, side, side) content of `window` on (C, H, W), differentiable; outside the picture it is `fill`."""
    height, width = image.shape[1:]
    y0, x0 = max(window.top, 0), max(window.left, 0)
    y1, x1 = min(window.top + window.side, height), min(window.left + window.side, width)
    if y1 <= y0 or x1 <= x0:
        return image.new_full((image.shape[0], window.side, window.side), fill)
    pad = (x0 - window.left, window.left + window.side - x1, y0 - window.top, window.top + window.side - y1)
    return functional.pad(image[:, y0:y1, x0:x1], pad, value=fill)


def _whole_window(rows: Tensor, columns: Tensor) -> Window:
    top, bottom = int(rows.min()), int(rows.max()) + 1
    left, right = int(columns.min()), int(columns.max()) + 1
    side = max(bottom - top, right - left, 8)
    return Window((top + bottom - side) // 2, (left + right - side) // 2, side)


def _local_window(
    mask: Tensor, rows: Tensor, columns: Tensor, side: int, least_fill: float, generator: torch.Generator
) -> Window:
    """A window centred on a random pixel of the part, redrawn until enough of it shows the part."""
    best, best_fill = Window(0, 0, side), -1.0
    for _ in range(_DRAWS):
        pick = int(torch.randint(len(rows), (1,), generator=generator))
        window = Window(int(rows[pick]) - side // 2, int(columns[pick]) - side // 2, side)
        top, left = max(window.top, 0), max(window.left, 0)
        shown = mask[top : max(window.top + side, 0), left : max(window.left + side, 0)]
        fill = int(shown.sum()) / side**2
        if fill > best_fill:
            best, best_fill = window, fill
        if fill >= least_fill:
            break
    return best


def part_windows(mask: Tensor, settings: CropSettings, generator: torch.Generator) -> list[Window]:
    """Windows on one part in one view: first the whole part, then `settings.local` local ones.

    Args:
        mask: (H, W) bool, where the part shows.

    Returns:
        Windows; none where the part shows too few pixels to judge.
    """
    rows, columns = mask.nonzero(as_tuple=True)
    if len(rows) < _LEAST_PIXELS:
        return []
    whole = _whole_window(rows, columns)
    least = max(8, settings.size // 2)
    side = max(least, round(whole.side * settings.area**0.5))
    local = [
        _local_window(
            mask,
            rows,
            columns,
            int(side * (0.75 + 0.5 * float(torch.rand(1, generator=generator)))),
            settings.least_fill,
            generator,
        )
        for _ in range(settings.local)
    ]
    return [whole, *local]


def crop_part(image: Tensor, weight: Tensor, windows: list[Window], size: int, generator: torch.Generator) -> Tensor:
    """Crops of one part, everything else faded to white.

    The neighbours are hidden and get no gradient: a part's crop must not restyle the part beside it.

    Args:
        image: (3, H, W) sRGB render.
        weight: (H, W) in 0..1, how much of each pixel is the part.
        windows: what to cut.
        size: height and width of the result, pixels.

    Returns:
        (len(windows), 3, size, size) sRGB in 0..1.
    """
    alone = image * weight + (1.0 - weight)
    crops = []
    for window in windows:
        crop = functional.interpolate(cut(alone, window, 1.0)[None], size=(size, size), mode="bilinear", antialias=True)
        mirrored = bool(torch.rand(1, generator=generator) < 0.5)
        crops.append(crop.flip(3) if mirrored else crop)
    return torch.cat(crops)
