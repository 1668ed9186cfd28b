"""One style field per part, blended over the surface by the parts' soft weights.

Every part has a field of its own, so that what one part learns cannot change another, and each field is evaluated only
where its part is: together they cost what a single field costs.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from ..materials.points import Points
from ..vocabulary import FieldSettings
from ..vocabulary.channels import Channel
from ..vocabulary.settings import MaterialSettings
from .blending import StyledSurface, UnstyledPoints, blended
from .contract import Field, Values
from .factory import create_field
from .fitted_material import FittedMaterial
from .input_frame import InputFrame
from .part_material import PartMaterial

_LEAST_WEIGHT = 1e-3


@dataclass(frozen=True, eq=False)
class MaterialsOnParts:
    """What P fields start from, where they start from materials.

    Args:
        limits: how far they may be fitted.
        materials: of each part.
        places: where the W points are on each part.
    """

    limits: MaterialSettings
    materials: tuple[PartMaterial, ...]
    places: tuple[Points, ...]


@dataclass(frozen=True, eq=False)
class FieldStart:
    """A part's field before it has learned anything.

    Args:
        material: what it starts from.
        field: the field.
        encoding: what it reads of the part's points.
    """

    material: PartMaterial
    field: Field
    encoding: Tensor


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
        materials: what the fields start from; None: grey.
    """

    def __init__(
        self,
        settings: FieldSettings,
        names: Sequence[str],
        weights: Tensor,
        points: UnstyledPoints,
        seed: int,
        frame: InputFrame | None = None,
        materials: MaterialsOnParts | None = None,
    ) -> None:
        super().__init__()
        self.points = points
        self._plain = {} if settings.material is None or materials is not None else settings.material.plain
        self._settings, self._names, self._seed = settings, tuple(names), seed
        # In a tuple it is no module of this one, of which the state would have a copy.
        self._frame = (frame if frame is not None else InputFrame(),)
        self._materials = materials
        self.fields = nn.ModuleList(self._created(index) for index in range(len(names)))
        self.to(points.positions.device)
        self.weights = weights
        self.rows: list[Tensor] = []
        self._encodings: list[Tensor | None] = []
        self._everywhere: dict[int, Tensor] = {}
        self.set_weights(weights)
        # Other frequencies may come with a saved state.
        self.register_load_state_dict_post_hook(lambda module, _: module._forget_encodings())

    def __len__(self) -> int:
        return len(self.fields)

    def _created(self, index: int) -> Field:
        """The field of a part as it is before the first step."""
        generator = part_generator(self._seed, self._names[index])
        if self._materials is None:
            return create_field(self._settings, generator, *self._frame)
        material, limits = self._materials.materials[index], self._materials.limits
        return FittedMaterial(self._settings, limits, material, generator, *self._frame)

    def set_material(self, index: int, material: PartMaterial) -> None:
        """Lets part `index` start from another material; what its field has learned is gone."""
        self._take(index, material)
        self.fields[index] = self._created(index).to(self.points.positions.device)
        self._encodings[index] = None
        self._everywhere.pop(index, None)

    def start(self, index: int) -> FieldStart:
        """Part `index` as it is now, for `start_from`; what it learns from now on is in that, too."""
        assert self._materials is not None, "the fields start from grey"
        return FieldStart(self._materials.materials[index], self.field(index), self._encoded(index))

    def start_from(self, index: int, start: FieldStart) -> None:
        """Lets part `index` be again what it was; nothing is evaluated."""
        self._take(index, start.material)
        self.fields[index] = start.field
        self._encodings[index] = start.encoding
        self._everywhere.pop(index, None)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What every part's values have."""
        return self.field(0).channels

    def set_weights(self, weights: Tensor, places: tuple[Points, ...] | None = None) -> None:
        """Gives the parts other places: (W, P) in 0..1, rows sum to at most 1. The fields stay as they are.

        Args:
            weights: of the parts.
            places: where the points are on the parts now, for fields that start from materials; None: as before.
        """
        if places is not None and self._materials is not None:
            self._materials = replace(self._materials, places=places)
        self.weights = weights
        self.rows = [(weights[:, k] > _LEAST_WEIGHT).nonzero()[:, 0] for k in range(len(self.fields))]
        self._forget_encodings()

    def _take(self, index: int, material: PartMaterial) -> None:
        assert self._materials is not None, "the fields start from grey"
        chosen = (*self._materials.materials[:index], material, *self._materials.materials[index + 1 :])
        self._materials = replace(self._materials, materials=chosen)

    def _forget_encodings(self) -> None:
        self._encodings = [None] * len(self.rows)
        self._everywhere.clear()

    @torch.no_grad()
    def _encoded(self, index: int) -> Tensor:
        """What part `index` reads of its points; worked out when it is first asked for."""
        kept = self._encodings[index]
        if kept is None:
            rows = self.rows[index]
            places = None if self._materials is None else self._materials.places[index].part(rows.cpu().numpy())
            kept = self.field(index).encode(self.points.positions[rows], places)
            self._encodings[index] = kept
        return kept

    def field(self, index: int) -> Field:
        """The field of part `index`."""
        field = self.fields[index]
        assert isinstance(field, Field)
        return field

    def forward(self) -> StyledSurface:
        """Evaluates every field where its part is and blends them."""
        values = [
            self.field(index).values(self.points.positions[rows], self._encoded(index))
            for index, rows in enumerate(self.rows)
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
        field, points = self.field(index), self.points.positions
        if self._materials is None:
            return field.values(points)
        # A material's values are asked for again and again while its fit goes on, and only the fit changes.
        if index not in self._everywhere:
            self._everywhere[index] = field.encode(points, self._materials.places[index])
        return field.values(points, self._everywhere[index])
