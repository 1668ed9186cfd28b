"""Figures of a picture of a part: its colours, and at several widths how much, how sharply and which way it varies.

Nothing here is learned. Statistics of a bank of linear filters tell textures apart (Leung and Malik, "Representing and
recognizing the visual appearance of materials using three-dimensional textons", 2001; Portilla and Simoncelli, "A
parametric texture model based on joint statistics of complex wavelet coefficients", 2000): here derivatives and bands
of Gaussians on CIE L*a*b*, their moments, and how unevenly the fine ones are spread at coarser widths.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.rendering.color import linear_to_lab, srgb_to_linear

_WHITE = 0.995
_UNITS = (50.0, 40.0, 40.0)
"""Of L*, a* and b*."""

_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_WIDTHS = (0.6, 1.2, 2.4, 4.8)
"""Standard deviations of the Gaussians, pixels."""

_UNEVEN_AT = (2.0, 5.0)
"""Widths at which the unevenness of slopes is taken, times the slopes' own; at most `_WIDEST`."""

_WIDEST = 10.0
_RIM = 5
"""Pixels: nearer to the outline than half of that, only colours count."""

_LEAST_INSIDE = 20
_FLAT = 0.01
"""A band that deviates less has no shape worth telling."""


@torch.no_grad()
def figures(pictures: Tensor) -> Tensor:
    """(n, figures) of pictures (n, 3, h, w), sRGB in 0..1, white around the part."""
    shown = (pictures < _WHITE).any(dim=1, keepdim=True).float()
    lab = linear_to_lab(srgb_to_linear(pictures.permute(0, 2, 3, 1))).permute(0, 3, 1, 2)
    lab = lab / lab.new_tensor(_UNITS)[:, None, None]
    mean = (lab * shown).sum(dim=(2, 3)) / shown.sum(dim=(2, 3)).clamp(min=1.0)
    lab = torch.where(shown > 0.0, lab, mean[:, :, None, None])
    inside = _Inside(shown)
    return torch.cat((mean, *_colors(lab, inside), *_textures(lab, inside)), dim=1)


class _Inside:
    """Means over what is shown (n, 1, h, w), away from its outline where there is enough of it."""

    def __init__(self, shown: Tensor) -> None:
        inner = (functional.avg_pool2d(shown, _RIM, 1, _RIM // 2) > 0.99).float()
        small = inner.sum(dim=(1, 2, 3)) < _LEAST_INSIDE
        inner[small] = shown[small]
        self.mask = inner
        self._count = inner.sum(dim=(2, 3)).clamp(min=1.0)

    def mean(self, values: Tensor) -> Tensor:
        """(n, c) of values (n, c, h, w)."""
        return (values * self.mask).sum(dim=(2, 3)) / self._count


def _colors(lab: Tensor, inside: _Inside) -> list[Tensor]:
    """Quantiles of each channel, chroma, and how the channels vary together."""
    values = torch.where(inside.mask > 0.0, lab, math.nan).flatten(2)
    quantiles = torch.nanquantile(values, lab.new_tensor(_SHARES), dim=2).permute(1, 2, 0).flatten(1)
    chroma = inside.mean(lab[:, 1:].square().sum(dim=1, keepdim=True).sqrt())
    centered = lab - inside.mean(lab)[:, :, None, None]
    pairs = ((0, 1), (0, 2), (1, 2))
    together = [inside.mean((centered[:, i] * centered[:, j])[:, None]) for i, j in pairs]
    return [quantiles.nan_to_num(0.0), chroma, *together]


def _textures(lab: Tensor, inside: _Inside) -> list[Tensor]:
    found: list[Tensor] = []
    finer = lab
    for width in _WIDTHS:
        smooth = _blurred(lab, width)
        band, finer = finer - smooth, smooth
        # Slopes per width, so that one scale counts as much as another.
        across = (smooth.roll(-1, 3) - smooth.roll(1, 3)) * (width / 2.0)
        down = (smooth.roll(-1, 2) - smooth.roll(1, 2)) * (width / 2.0)
        found += _moments(band, inside)
        found += _slopes(across, down, inside)
        steep = (across[:, :1].square() + down[:, :1].square() + 1e-10).sqrt()
        for factor in _UNEVEN_AT:
            spread = _blurred(steep, min(factor * width, _WIDEST))
            uneven = (inside.mean(spread.square()) - inside.mean(spread).square()).clamp(min=0.0)
            found.append((uneven / (inside.mean(steep).square() + 1e-6) + 1e-3).log())
    return found


def _moments(band: Tensor, inside: _Inside) -> list[Tensor]:
    """Energy, skewness and kurtosis of a band."""
    centered = band - inside.mean(band)[:, :, None, None]
    deviation = inside.mean(centered.square()).clamp(min=1e-8).sqrt()
    varies = (deviation > _FLAT).float()
    skewness = (inside.mean(centered**3) / deviation**3).clamp(-3.0, 3.0)
    kurtosis = (inside.mean(centered**4) / deviation**4).clamp(0.0, 12.0).log1p()
    return [(deviation.square() + 1e-5).log(), skewness * varies, kurtosis * varies]


def _slopes(across: Tensor, down: Tensor, inside: _Inside) -> list[Tensor]:
    """Energy of slopes, how much they lie one way, and how sparse they are."""
    xx, yy, xy = inside.mean(across.square()), inside.mean(down.square()), inside.mean(across * down)
    energy = xx + yy
    one_way = ((xx - yy).square() + 4.0 * xy.square()).sqrt() / (energy + 1e-6)
    steepness = inside.mean((across.square() + down.square() + 1e-10).sqrt())
    return [(energy + 1e-5).log(), one_way, steepness / (energy + 1e-9).sqrt()]


def _blurred(values: Tensor, width: float) -> Tensor:
    """Values (n, c, h, w) under a Gaussian of a standard deviation in pixels; the border is repeated."""
    reach = int(3.0 * width + 0.5)
    steps = torch.arange(-reach, reach + 1, dtype=values.dtype)
    kernel = torch.exp(-steps.square() / (2.0 * width * width))
    kernel = (kernel / kernel.sum()).expand(values.shape[1], 1, 1, -1)
    rows = functional.pad(values, (reach, reach, 0, 0), mode="replicate")
    rows = functional.conv2d(rows, kernel, groups=values.shape[1])
    columns = functional.pad(rows, (0, 0, reach, reach), mode="replicate")
    return functional.conv2d(columns, kernel.transpose(2, 3), groups=values.shape[1])
