"""How a model understood a style's words; results carry it, so it needs no PyTorch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StyleMatch:
    """How a phrase was understood.

    Args:
        look: number of the look in the model's table.
        name: the look's name.
        share: of the votes, 0 to 1; 1 for a phrase that the model knows.
    """

    look: int
    name: str
    share: float
