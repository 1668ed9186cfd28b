"""One step's renders, as the loop hands them to the guides, and what guides ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True)
class WantedViews:
    """Which pictures a guide looks at; what nobody looks at is not drawn.

    Args:
        whole: the object with all its styles.
        content: the unstylized object.
        grey: the stylized shape in mid-grey.
        alone: indices of the parts that are wanted with nothing else styled.
        cut_out: draw of such a part nothing but itself, before the background.
    """

    whole: bool = True
    content: bool = False
    grey: bool = False
    alone: tuple[int, ...] = ()
    cut_out: bool = False


@dataclass(frozen=True, eq=False)
class PartViews:
    """Renders of N cameras in which one part is styled and all else is as it was: shape, colour, what hides what.

    So what happens to the other parts cannot reach it: neither through their colours nor through a shape that hides
    another pixel of it.

    Args:
        image: (N, 3, H, W) sRGB, with gradient.
        weights: (N, H, W) the part's weight per pixel.
    """

    image: Tensor
    weights: Tensor


@dataclass(frozen=True, eq=False)
class Views:
    """One step's renders of N cameras.

    Args:
        content: (N, 3, H, W) sRGB, the unstylized object; only where a guide wants it.
        styled: (N, 3, H, W) sRGB, the stylized object, with gradient; only where a guide wants it.
        weights: (N, H, W, P) part weights per pixel of `styled`.
        mask: (N, H, W) bool, where the object is in `styled`; None: where there is any part's weight.
        grey: (N, 3, H, W) sRGB, the stylized shape in mid-grey, with gradient; only where a guide wants it.
        step: number of the step; what is drawn at random for a part follows from it, the seed and the part's name.
        alone: the parts wanted with nothing else styled, by their indices.
    """

    content: Tensor | None
    styled: Tensor | None
    weights: Tensor | None
    mask: Tensor | None = None
    grey: Tensor | None = None
    step: int = 0
    alone: Mapping[int, PartViews] = field(default_factory=dict)

    @property
    def whole(self) -> Tensor:
        """`styled`, for a guide that asked for it."""
        assert self.styled is not None, "the guide did not ask for the whole object"
        return self.styled

    @property
    def coverage(self) -> Tensor:
        """(N, 1, H, W) float, 1 where the object is."""
        mask = self.mask
        if mask is None:
            assert self.weights is not None
            mask = self.weights.sum(dim=-1) > 0.0
        return mask.to(self.whole)[:, None]
