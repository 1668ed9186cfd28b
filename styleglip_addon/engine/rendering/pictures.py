"""One step's pictures, as the loop hands them to the guidance terms, and what terms ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True)
class WantedPictures:
    """Which pictures a term looks at; what nobody looks at is not drawn.

    Args:
        whole: the object with all its styles.
        content: the unstylized object.
        grey: the stylized shape in mid-grey.
        alone: indices of the parts that are wanted with nothing else styled.
        cut_out: likewise, where nothing but the part itself is to be drawn, before the background.
    """

    whole: bool = False
    content: bool = False
    grey: bool = False
    alone: frozenset[int] = frozenset()
    cut_out: frozenset[int] = frozenset()

    def __or__(self, other: WantedPictures) -> WantedPictures:
        """What either wants."""
        return WantedPictures(
            self.whole or other.whole,
            self.content or other.content,
            self.grey or other.grey,
            self.alone | other.alone,
            self.cut_out | other.cut_out,
        )


NOTHING = WantedPictures()


@dataclass(frozen=True, eq=False)
class PartPictures:
    """Pictures from N cameras in which one part is styled and all else is as it was: shape, colour, what hides what.

    So what happens to the other parts cannot reach it: neither through their colours nor through a shape that hides
    another pixel of it.

    Args:
        image: (N, 3, H, W) sRGB, with gradient.
        weights: (N, H, W) the part's weight per pixel.
    """

    image: Tensor
    weights: Tensor


@dataclass(frozen=True, eq=False)
class Pictures:
    """One step's pictures from N cameras; those that no term wanted are missing.

    Args:
        content: (N, 3, H, W) sRGB, the unstylized object.
        styled: (N, 3, H, W) sRGB, the stylized object, with gradient.
        weights: (N, H, W, P) part weights per pixel of `styled`.
        mask: (N, H, W) bool, where the object is in `styled`; None: where there is any part's weight.
        grey: (N, 3, H, W) sRGB, the stylized shape in mid-grey, with gradient.
        alone: parts with nothing else styled, by their indices.
        cut_out: likewise, nothing else drawn.
    """

    content: Tensor | None = None
    styled: Tensor | None = None
    weights: Tensor | None = None
    mask: Tensor | None = None
    grey: Tensor | None = None
    alone: Mapping[int, PartPictures] = field(default_factory=dict)
    cut_out: Mapping[int, PartPictures] = field(default_factory=dict)

    @property
    def whole(self) -> Tensor:
        """`styled`, for a term that asked for it."""
        assert self.styled is not None, "the term did not ask for the whole object"
        return self.styled

    @property
    def coverage(self) -> Tensor:
        """(N, 1, H, W) float, 1 where the object is."""
        mask = self.mask
        if mask is None:
            assert self.weights is not None
            mask = self.weights.sum(dim=-1) > 0.0
        return mask.to(self.whole)[:, None]
