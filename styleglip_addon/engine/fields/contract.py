"""What a run asks of a style field, whichever network it is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from torch import Tensor, nn

from ..vocabulary.channels import Channel

Values = dict[Channel, Tensor]
"""A field's values at n points: (n,) or (n, C) per channel, see `channels`; the colour sRGB-encoded."""


class Field(nn.Module, ABC):
    """A part's style as a function of position in the unit sphere."""

    @property
    @abstractmethod
    def channels(self) -> tuple[Channel, ...]:
        """What its values have, always the same."""

    @abstractmethod
    def encode(self, points: Tensor) -> Tensor:
        """Points (n, 3) as the network reads them; constant during a run, so callers keep it."""

    @abstractmethod
    def values(self, points: Tensor, encoded: Tensor | None = None) -> Values:
        """The style at points (n, 3); differentiable.

        Args:
            points: unit-sphere coordinates.
            encoded: what `encode` gave for them; None: encoded here.
        """

    @abstractmethod
    def start_at(self, color: Tensor) -> None:
        """Makes an untrained field this colour (3,), sRGB in 0..1, all over."""

    def set_progress(self, share: float) -> None:
        """Told before every step how far the run is, 0..1, where the settings ask for fine detail to come late."""
        del share
