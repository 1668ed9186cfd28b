"""Gaussian Fourier features (Tancik et al., arXiv 2006.10739), whose frequencies can be switched on one by one."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..vocabulary.settings import Spectrum


class FourierEncoding(nn.Module):
    """x -> [x, cos(2 pi B x), sin(2 pi B x)] with the columns of B drawn once.

    Its entries are N(0, sigma^2), or less, see `Spectrum`. B is a buffer, so it is saved with the field: without it the
    trained weights mean nothing. So is the progress.
    """

    def __init__(
        self,
        frequencies: int,
        sigma: float,
        generator: torch.Generator,
        spectrum: Spectrum = Spectrum.GAUSSIAN,
    ) -> None:
        super().__init__()
        self.matrix: Tensor
        self.progress: Tensor
        matrix = torch.randn(3, frequencies, generator=generator) * sigma
        if spectrum is Spectrum.ALL_SCALES:
            matrix = matrix * torch.rand(1, frequencies, generator=generator)
        self.register_buffer("matrix", matrix)
        self.register_buffer("progress", torch.ones(()))

    @property
    def width(self) -> int:
        """Number of values per encoded point."""
        return 3 + 2 * self.matrix.shape[1]

    def forward(self, points: Tensor) -> Tensor:
        """Encodes (n, 3) points of the unit sphere as (n, width), all frequencies on."""
        phase = 2.0 * math.pi * (points @ self.matrix)
        return torch.cat((points, phase.cos(), phase.sin()), dim=-1)

    def set_progress(self, share: float) -> None:
        """Switches on the lowest frequencies: coarse shapes and colours settle before fine ones (Text2Mesh, SAPE).

        Of n frequencies in order of their size |b_i|, the i-th (from 0) is faded in as share goes from i/n to (i+1)/n:
        its factor is clamp(n * share - i, 0, 1) (Hertz et al., "SAPE", arXiv 2104.09125). Text2Mesh's released code
        has the last of n on after 2 n^2 / T of T iterations: share = t T / (2 n^2) at iteration t.

        Args:
            share: part of the frequencies that is on, 0..1; values outside are clamped.
        """
        self.progress.fill_(min(max(share, 0.0), 1.0))

    def faded(self, encoded: Tensor) -> Tensor:
        """Encoded points (n, width) with the frequencies not yet on at 0; the same tensor when all are on."""
        share = float(self.progress)
        if share >= 1.0:
            return encoded
        count = self.matrix.shape[1]
        order = self.matrix.norm(dim=0).argsort(stable=True)
        rank = torch.empty_like(order).index_copy_(0, order, torch.arange(count, device=order.device))
        factor = (count * share - rank.to(encoded.dtype)).clamp(0.0, 1.0)
        return encoded * torch.cat((factor.new_ones(3), factor, factor))
