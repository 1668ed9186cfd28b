"""One step's renders, as the loop hands them to the guides."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, eq=False)
class Views:
    """One step's renders of N cameras.

    Args:
        content: (N, 3, H, W) sRGB, the unstylized object; only where a guide wants it.
        styled: (N, 3, H, W) sRGB, the stylized object, with gradient.
        weights: (N, H, W, P) part weights per pixel.
        mask: (N, H, W) bool, where the object is; None: where there is any part's weight.
        grey: (N, 3, H, W) sRGB, the stylized shape in mid-grey, with gradient; only where a guide wants it.
        step: number of the step; what is drawn at random for a part follows from it, the seed and the part's name.
    """

    content: Tensor | None
    styled: Tensor
    weights: Tensor
    mask: Tensor | None = None
    grey: Tensor | None = None
    step: int = 0

    @property
    def coverage(self) -> Tensor:
        """(N, 1, H, W) float, 1 where the object is."""
        mask = self.weights.sum(dim=-1) > 0.0 if self.mask is None else self.mask
        return mask.to(self.styled)[:, None]
