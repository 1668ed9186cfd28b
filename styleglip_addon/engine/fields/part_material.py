"""A piece of material on a part: how large it is there, and what it is at points of the part, as tensors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from ..materials.evaluation import evaluate, scattered
from ..materials.material import Sample
from ..materials.points import Array, Points
from ..rendering.color import linear_to_lab, srgb_to_linear
from ..vocabulary.channels import MATERIAL, METALLIC, ROUGHNESS, Channel

_MEAN_OF = 2048
"""Points that a material's mean colour is taken of."""


@dataclass(frozen=True, eq=False)
class PartMaterial:
    """A piece of material and how it lies on a part.

    Args:
        sample: the piece.
        scale: how many times as large as the real thing it is.
        unit: unit-sphere radii per metre of the thing, for its relief.
    """

    sample: Sample
    scale: float
    unit: float

    def channels(self) -> tuple[Channel, ...]:
        """The channels besides colour and relief that it has, roughness and metallic always."""
        present = _known(self.sample).channels
        return tuple(c for c in MATERIAL if c in present or c in (ROUGHNESS, METALLIC))

    def at(self, places: Points, channels: tuple[Channel, ...]) -> Tensor:
        """(n, 4 + C): L*a*b* colour, relief in unit-sphere radii, and the channels, one column each.

        Args:
            places: n points of the part, metres of the thing.
            channels: in which order.
        """
        found = evaluate(self.sample, places.scaled(self.scale))
        lab = _lab(found.color)
        plain = np.ones(len(places), np.float32)
        columns = [found.relief * np.float32(self.scale * self.unit)]
        columns += [found.channels.get(channel, plain * np.float32(channel.plain)) for channel in channels]
        return torch.cat((lab, torch.from_numpy(np.stack(columns, axis=1))), dim=1)

    def mean_lab(self) -> Tensor:
        """(3,) its mean colour."""
        return _known(self.sample).mean_lab.clone()


@dataclass(frozen=True, eq=False)
class _Known:
    """What is the same wherever a piece of material lies.

    Args:
        channels: those it has besides colour and relief.
        mean_lab: (3,) its mean colour.
    """

    channels: frozenset[Channel]
    mean_lab: Tensor


@lru_cache(maxsize=64)
def _known(sample: Sample) -> _Known:
    found = evaluate(sample, scattered(sample, _MEAN_OF, sample.finest))
    return _Known(frozenset(found.channels), _lab(found.color).mean(dim=0))


def _lab(color: Array) -> Tensor:
    return linear_to_lab(srgb_to_linear(torch.tensor(color)))
