"""What a point goes through before a field sees it: mirroring and standardisation, two options of Text2Mesh."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class InputFrame(nn.Module):
    """Folds points over to one side of a mirror plane and brings each axis to mean 0 and standard deviation 1.

    Its numbers are buffers, saved with the field. Without arguments points pass unchanged.

    Args:
        mirror: unit normal (3,) of a plane through the origin; both sides of it look the same. None: no symmetry.
        standardise_by: points (n, 3) whose mean and standard deviation per axis become 0 and 1; None: no scaling.
    """

    def __init__(self, mirror: tuple[float, float, float] | None = None, standardise_by: Tensor | None = None) -> None:
        super().__init__()
        self.mirror: Tensor
        self.center: Tensor
        self.scale: Tensor
        self.register_buffer("mirror", torch.tensor(mirror or (0.0, 0.0, 0.0)))
        self.register_buffer("center", torch.zeros(3))
        self.register_buffer("scale", torch.ones(3))
        if standardise_by is not None:
            folded = self._fold(standardise_by.detach().cpu())
            self.center.copy_(folded.mean(dim=0))
            # An axis without extent (a flat object) keeps its scale.
            spread = folded.std(dim=0)
            self.scale.copy_(torch.where(spread > 1e-6, spread, torch.ones_like(spread)))

    def forward(self, points: Tensor) -> Tensor:
        """Points (n, 3) as the field sees them."""
        return (self._fold(points) - self.center) / self.scale

    def _fold(self, points: Tensor) -> Tensor:
        behind = (points @ self.mirror).clamp(max=0.0)
        return points - 2.0 * behind[:, None] * self.mirror

    def unfold(self, vectors: Tensor, points: Tensor) -> Tensor:
        """Vectors (n, 3) that a field gave at `points`, mirrored back where the points are behind the plane."""
        across = torch.where(points @ self.mirror < 0.0, vectors @ self.mirror, vectors.new_zeros(()))
        return vectors - 2.0 * across[:, None] * self.mirror
