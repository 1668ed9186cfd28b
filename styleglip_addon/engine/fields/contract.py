"""What a run asks of a style field, whichever network it is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from torch import Tensor, nn

from ..materials.points import Points
from ..vocabulary.channels import Channel

Values = dict[Channel, Tensor]
"""A field's values at n points: (n,) or (n, C) per channel, see `channels`; the colour sRGB-encoded."""


class Field(nn.Module, ABC):
    """A part's style as a function of position in the unit sphere."""

    @property
    @abstractmethod
    def channels(self) -> tuple[Channel, ...]:
        """What its values have, always the same."""

    @property
    def points_at_once(self) -> int:
        """Points it is best evaluated at at once: a network's hidden layers then stay in a CPU core's cache."""
        return 1 << 10

    @abstractmethod
    def encode(self, points: Tensor, places: Points | None = None) -> Tensor:
        """What is the same of points (n, 3) during a run, so that callers keep it.

        Args:
            points: unit-sphere coordinates.
            places: where they are on the part, for fields that start from a material; others do not look at it.

        Raises:
            StateError: the field needs places.
        """

    @abstractmethod
    def values(self, points: Tensor, encoded: Tensor | None = None, places: Points | None = None) -> Values:
        """The style at points (n, 3); differentiable.

        Args:
            points: unit-sphere coordinates.
            encoded: what `encode` gave for them; None: encoded here.
            places: see `encode`.
        """

    @abstractmethod
    def start_at(self, color: Tensor) -> None:
        """Makes an untrained field this colour (3,), sRGB in 0..1, all over."""

    def set_progress(self, share: float) -> None:
        """Told before every step how far the run is, 0..1, where the settings ask for fine detail to come late."""
        del share

    def learn_residual(self, on: bool) -> None:
        """Told before every step whether what its material does not hold is learned in it, where it has a material."""
        del on
