"""The colours in which an object is shown to the network: neutral grey, and those that it has.

Colours tell parts that shape does not (the keys of a piano) and mislead where a network has learned what colours a part
mostly has (a grey seat between black cushions is taken for an armrest). So the evidence of both guises is added up.
`docs/parts.md` has what was measured, and what other guises and other ways of combining them gave.
"""

from __future__ import annotations

from torch import Tensor

from ..surface.prepared import neutral_grey

LEAST_DIFFERENCE = 0.02
"""Colours that are everywhere so near to the neutral grey (linear RGB) are no guise of their own."""


def albedos(base_color: Tensor) -> tuple[Tensor, ...]:
    """The colours of each guise, linear RGB (W, 3): the neutral grey, then the object's own where it has any.

    Args:
        base_color: (W, 3) linear RGB of the unstylized surface.
    """
    grey = neutral_grey(len(base_color)).to(base_color)
    if float((base_color - grey).abs().amax()) < LEAST_DIFFERENCE:
        return (base_color,)
    return grey, base_color
