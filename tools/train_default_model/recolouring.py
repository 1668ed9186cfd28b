"""Looks of materials in colours that the data do not show ("pink leather"): crops of the material, recoloured.

In CIE L*a*b* the material's middle colour is moved to the paint's. What shows of relief and weave lies mostly in L*,
which keeps its differences; those of a* and b* are kept in part, so that a coat of colour lies over the material.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from styleglip_addon.engine.rendering.color import lab_to_linear, linear_to_lab, linear_to_srgb, srgb_to_linear

_KEPT_CHROMA = 0.3
"""Share of the material's own differences in a* and b* that stays."""

_WHITE = 0.995
"""Pixels that are this bright in all channels are background."""


@dataclass(frozen=True)
class Colourable:
    """A material that comes in any colour.

    Args:
        base: the style whose crops are recoloured.
        words: what it is called; a look is known as "<colour> <word>" for each.
    """

    base: str
    words: tuple[str, ...]


COLOURABLE = (
    Colourable("white leather", ("leather", "hide")),
    Colourable("blue velvet", ("velvet", "plush")),
    Colourable("white silk", ("silk", "shiny cloth")),
    Colourable("grey knit", ("knit", "knitted wool")),
    Colourable("wool", ("wool", "woollen")),
    Colourable("felt", ("felt",)),
    Colourable("yellow fabric", ("fabric", "cloth", "cotton", "linen")),
    Colourable("corduroy", ("corduroy",)),
    Colourable("yellow plastic", ("plastic",)),
    Colourable("red rubber", ("rubber",)),
    Colourable("blue metal", ("metal", "car paint")),
    Colourable("white painted wood", ("painted wood", "wood")),
    Colourable("blue glass", ("glass",)),
    Colourable("yellow ceramic", ("ceramic", "glaze", "porcelain")),
    Colourable("marble", ("marble",)),
    Colourable("white fur", ("fur",)),
    Colourable("feathers", ("feathers",)),
    Colourable("white brick", ("brick", "bricks")),
    Colourable("white tiles", ("tiles",)),
    Colourable("green crystal", ("crystal", "gemstone")),
    Colourable("fish scales", ("scales",)),
)

PAINTS = (
    "red",
    "dark red",
    "orange",
    "yellow",
    "green",
    "dark green",
    "light green",
    "teal",
    "light blue",
    "blue",
    "navy",
    "purple",
    "pink",
    "brown",
    "beige",
    "white",
    "grey",
    "black",
)


def recoloured(lab: Tensor, middle: Tensor, paint: Tensor) -> Tensor:
    """Colours (..., 3) of a material in CIE L*a*b*, with its middle colour (3,) moved to the paint's (3,)."""
    lightness = (lab[..., :1] - middle[0] + paint[0]).clamp(1.0, 99.0)
    # A shade of a colour has less chroma than the colour itself, in proportion to its lightness.
    chroma = paint[1:] * (lightness / paint[0].clamp(min=5.0)).clamp(0.3, 1.3)
    return torch.cat((lightness, chroma + _KEPT_CHROMA * (lab[..., 1:] - middle[1:])), dim=-1)


def recolour_crops(crops: Tensor, paint: Tensor) -> Tensor:
    """Crops (n, 3, h, w) of a material alone on white, sRGB in 0..1, in another colour.

    Args:
        crops: of one material.
        paint: (3,) CIE L*a*b*.
    """
    pixels = crops.movedim(1, -1)
    shown = (pixels < _WHITE).any(dim=-1, keepdim=True)
    lab = linear_to_lab(srgb_to_linear(pixels))
    middle = lab[shown[..., 0]].median(dim=0).values
    painted = linear_to_srgb(lab_to_linear(recoloured(lab, middle, paint)))
    return torch.where(shown, painted, pixels).movedim(-1, 1)
