"""One style field per part, blended over the surface by the parts' soft weights.

Every part has a field of its own, so that what one part learns cannot change another, and each field is evaluated only
where its part is: together they cost what a single field costs.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..vocabulary import FieldSettings
from ..vocabulary.channels import Channel
from .blending import StyledSurface, UnstyledPoints, blended
from .contract import Field, Values
from .factory import create_field
from .input_frame import InputFrame

_LEAST_WEIGHT = 1e-3


def part_generator(seed: int, name: str, step: int = 0) -> torch.Generator:
    """Random numbers of one part: they depend on the seed, the part's name and the step, not on the other parts."""
    number = seed * 1_000_003 + zlib.crc32(name.encode("utf-8")) + step * 7_368_787
    return torch.Generator().manual_seed(number % 2**63)


class PartFields(nn.Module):
    """The fields of P parts over W points.

    Args:
        settings: kind, size and ranges of each field. Where no part is, its plain material shows.
        names: the parts' names.
        weights: (W, P) in 0..1, rows sum to at most 1.
        points: where the fields are evaluated.
        seed: seed of the run.
        frame: what points go through before they are encoded, the same for all parts; None: nothing.
    """

    def __init__(
        self,
        settings: FieldSettings,
        names: Sequence[str],
        weights: Tensor,
        points: UnstyledPoints,
        seed: int,
        frame: InputFrame | None = None,
    ) -> None:
        super().__init__()
        self.points = points
        self._plain = {} if settings.material is None else settings.material.plain
        frame = frame if frame is not None else InputFrame()
        self.fields = nn.ModuleList(create_field(settings, part_generator(seed, name), frame) for name in names)
        self.to(points.positions.device)
        self.weights = weights
        self.rows: list[Tensor] = []
        self.encoded: list[Tensor] = []
        self.set_weights(weights)
        # Other frequencies may come with a saved state.
        self.register_load_state_dict_post_hook(lambda module, _: module._encode())

    def __len__(self) -> int:
        return len(self.fields)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What every part's values have."""
        return self.field(0).channels

    def set_weights(self, weights: Tensor) -> None:
        """Gives the parts other places: (W, P) in 0..1, rows sum to at most 1. The fields stay as they are."""
        self.weights = weights
        self.rows = [(weights[:, k] > _LEAST_WEIGHT).nonzero()[:, 0] for k in range(len(self.fields))]
        self._encode()

    @torch.no_grad()
    def _encode(self) -> None:
        self.encoded = [self.field(k).encode(self.points.positions[rows]) for k, rows in enumerate(self.rows)]

    def field(self, index: int) -> Field:
        """The field of part `index`."""
        field = self.fields[index]
        assert isinstance(field, Field)
        return field

    def forward(self) -> StyledSurface:
        """Evaluates every field where its part is and blends them."""
        values = [
            self.field(index).values(self.points.positions[rows], encoded)
            for index, (rows, encoded) in enumerate(zip(self.rows, self.encoded, strict=True))
        ]
        return self._blended(values, range(len(values)))

    def alone(self, styled: StyledSurface, index: int) -> StyledSurface:
        """The surface with the style of part `index` only: all else is as it was, in shape and in colour.

        Args:
            styled: what `forward` gave; its fields are not evaluated again.
            index: which part.
        """
        return self._blended(styled.parts, (index,))

    def _blended(self, values: Sequence[Values], indices: Sequence[int]) -> StyledSurface:
        return blended(self.points, self.weights, self.rows, values, self._plain, indices)

    @torch.no_grad()
    def evaluate(self, index: int) -> Values:
        """Field `index` at all points, weights not applied."""
        return self.field(index).values(self.points.positions)
