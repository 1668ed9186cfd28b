"""One style field per part, blended over the surface by the parts' soft weights.

Every part has a field of its own, so that what one part learns cannot change another, and each field is evaluated only
where its part is: together they cost what a single field costs.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..color import srgb_to_linear
from ..types import FieldSettings
from .style_field import FieldOutput, StyleField

_LEAST_WEIGHT = 1e-3


def part_generator(seed: int, name: str) -> torch.Generator:
    """Random numbers of one part: they depend on the seed and the part's name, not on the other parts."""
    return torch.Generator().manual_seed((seed * 1_000_003 + zlib.crc32(name.encode("utf-8"))) % 2**63)


@dataclass(frozen=True, eq=False)
class StyledSurface:
    """The surface with all styles on it.

    Args:
        color: (W, 3) linear RGB.
        vertices: (W, 3) displaced, unit-sphere coordinates.
        parts: per part, the field's values at the part's own vertices (`PartStyles.rows`).
    """

    color: Tensor
    vertices: Tensor
    parts: tuple[FieldOutput, ...]


class PartStyles(nn.Module):
    """The fields of P parts over W points.

    Args:
        settings: size of each field.
        names: the parts' names.
        weights: (W, P) in 0..1, rows sum to at most 1.
        points, normals: (W, 3) in the unit sphere.
        base_color: (W, 3) linear RGB that shows where no part is.
        displaced: whether the fields move vertices.
        seed: seed of the run.
    """

    def __init__(
        self,
        settings: FieldSettings,
        names: Sequence[str],
        weights: Tensor,
        points: Tensor,
        normals: Tensor,
        base_color: Tensor,
        displaced: bool,
        seed: int,
    ) -> None:
        super().__init__()
        self.points, self.normals, self.base_color = points, normals, base_color
        self.weights = weights
        self.displaced = displaced
        self.fields = nn.ModuleList(StyleField(settings, part_generator(seed, name)) for name in names)
        self.to(points.device)
        self.rows = [(weights[:, k] > _LEAST_WEIGHT).nonzero()[:, 0] for k in range(len(names))]
        with torch.no_grad():
            self.encoded = [self.field(k).encode(points[rows]) for k, rows in enumerate(self.rows)]

    def field(self, index: int) -> StyleField:
        """The field of part `index`."""
        field = self.fields[index]
        assert isinstance(field, StyleField)
        return field

    def forward(self) -> StyledSurface:
        """Evaluates every field where its part is and blends them."""
        color = self.base_color * (1.0 - self.weights.sum(dim=1, keepdim=True)).clamp(min=0.0)
        offset = torch.zeros_like(self.points[:, 0])
        outputs = []
        for index, (rows, encoded) in enumerate(zip(self.rows, self.encoded, strict=True)):
            output = self.field(index)(encoded)
            weight = self.weights[rows, index]
            color = color.index_add(0, rows, srgb_to_linear(output.color) * weight[:, None])
            if self.displaced:
                offset = offset.index_add(0, rows, output.displacement * weight)
            outputs.append(output)
        vertices = self.points + offset[:, None] * self.normals
        return StyledSurface(color, vertices, tuple(outputs))

    @torch.no_grad()
    def evaluate(self, index: int, points: Tensor) -> FieldOutput:
        """Field `index` at any points (n, 3) of the unit sphere, weights not applied."""
        field = self.field(index)
        return field(field.encode(points))
