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

from ..rendering.appearance import Appearance
from ..rendering.color import srgb_to_linear
from ..surface.coincident import mean_at_places
from ..vocabulary import FieldSettings
from ..vocabulary.settings import AppearanceSettings
from .appearance_field import AppearanceField, AppearanceOutput
from .input_frame import InputFrame
from .style_field import FieldOutput, StyleField

_LEAST_WEIGHT = 1e-3


def part_generator(seed: int, name: str, step: int = 0) -> torch.Generator:
    """Random numbers of one part: they depend on the seed, the part's name and the step, not on the other parts."""
    number = seed * 1_000_003 + zlib.crc32(name.encode("utf-8")) + step * 7_368_787
    return torch.Generator().manual_seed(number % 2**63)


@dataclass(frozen=True, eq=False)
class StyledSurface:
    """The surface with all styles on it.

    Args:
        color: (W, 3) linear RGB.
        vertices: (W, 3) displaced, unit-sphere coordinates.
        parts: per part, the field's values at the part's own vertices (`PartStyles.rows`).
        appearance: colour, roughness, metallic and normal offset for `render_appearance`; None: fields D, colour only.
    """

    color: Tensor
    vertices: Tensor
    parts: tuple[FieldOutput, ...]
    appearance: Appearance | None = None

    def of(self, rows: Tensor) -> StyledSurface:
        """Some of its vertices (v,), without the parts' own values."""
        look = None if self.appearance is None else self.appearance.of(rows)
        return StyledSurface(self.color[rows], self.vertices[rows], (), look)


class PartStyles(nn.Module):
    """The fields of P parts over W points: fields D, or with `appearance` fields L, which may displace too.

    Args:
        settings: size of each field.
        names: the parts' names.
        weights: (W, P) in 0..1, rows sum to at most 1.
        points, normals: (W, 3) in the unit sphere.
        base_color: (W, 3) linear RGB that shows where no part is.
        displaced: whether the fields move vertices.
        seed: seed of the run.
        appearance: ranges of the materials of fields L; None: fields D. Where no part is, its start values show.
        frame: what points go through before they are encoded, the same for all parts; None: nothing.
        groups: (W,) place of each point: those at one place move together; None: all are apart.
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
        appearance: AppearanceSettings | None = None,
        frame: InputFrame | None = None,
        groups: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.points, self.normals, self.base_color = points, normals, base_color
        self.weights = weights
        self.displaced = displaced
        self.groups = groups if groups is not None and int(groups.max()) + 1 < len(groups) else None
        self.appearance = appearance
        frame = frame if frame is not None else InputFrame()

        def new_field(name: str) -> StyleField:
            generator = part_generator(seed, name)
            if appearance is None:
                return StyleField(settings, generator, frame)
            return AppearanceField(settings, appearance, generator, displaced, frame)

        self.fields = nn.ModuleList(new_field(name) for name in names)
        self.to(points.device)
        self.rows: list[Tensor] = []
        self.encoded: list[Tensor] = []
        self.set_weights(weights)
        # Other frequencies may come with a saved state.
        self.register_load_state_dict_post_hook(lambda module, _: module._encode())

    def set_weights(self, weights: Tensor) -> None:
        """Gives the parts other places: (W, P) in 0..1, rows sum to at most 1. The fields stay as they are."""
        self.weights = weights
        self.rows = [(weights[:, k] > _LEAST_WEIGHT).nonzero()[:, 0] for k in range(len(self.fields))]
        self._encode()

    @torch.no_grad()
    def _encode(self) -> None:
        self.encoded = [self.field(k).encode(self.points[rows]) for k, rows in enumerate(self.rows)]

    def field(self, index: int) -> StyleField:
        """The field of part `index`."""
        field = self.fields[index]
        assert isinstance(field, StyleField)
        return field

    def set_progress(self, share: float) -> None:
        """Switches on this share of every field's frequencies, the lowest first; see `FourierEncoding.set_progress`."""
        for index in range(len(self.fields)):
            self.field(index).encoding.set_progress(share)

    def forward(self) -> StyledSurface:
        """Evaluates every field where its part is and blends them."""
        outputs = [
            self._at(index, encoded, self.points[rows])
            for index, (rows, encoded) in enumerate(zip(self.rows, self.encoded, strict=True))
        ]
        return self._blended(outputs, range(len(outputs)))

    def alone(self, styled: StyledSurface, index: int) -> StyledSurface:
        """The surface with the style of part `index` only: all else is as it was, in shape and in colour.

        Args:
            styled: what `forward` gave; its fields are not evaluated again.
            index: which part.
        """
        return self._blended(styled.parts, (index,))

    def _blended(self, outputs: Sequence[FieldOutput], indices: Sequence[int]) -> StyledSurface:
        """The surface with the styles of the parts `indices`, by their weights."""
        free = (1.0 - self.weights[:, list(indices)].sum(dim=1, keepdim=True)).clamp(min=0.0)
        color = self.base_color * free
        offset = torch.zeros_like(self.points[:, 0])
        material = self._base_material(free)
        for index in indices:
            rows, output = self.rows[index], outputs[index]
            weight = self.weights[rows, index]
            color = color.index_add(0, rows, srgb_to_linear(output.color) * weight[:, None])
            if self.displaced:
                offset = offset.index_add(0, rows, output.displacement * weight)
            if material is not None:
                assert isinstance(output, AppearanceOutput)
                material = material.index_add(0, rows, _material(output) * weight[:, None])
        if self.groups is not None:
            offset = mean_at_places(offset, self.groups)
        vertices = self.points + offset[:, None] * self.normals
        if material is None:
            return StyledSurface(color, vertices, tuple(outputs))
        appearance = Appearance(color, material[:, 0], material[:, 1], material[:, 2:])
        return StyledSurface(color, vertices, tuple(outputs), appearance)

    def _base_material(self, free: Tensor) -> Tensor | None:
        """Roughness, metallic and normal offset (W, 5) where no part is, times the share left free; None: fields D."""
        if self.appearance is None:
            return None
        neutral = (self.appearance.start_roughness, self.appearance.start_metallic, 0.0, 0.0, 0.0)
        return free * free.new_tensor(neutral)

    def _at(self, index: int, encoded: Tensor, points: Tensor) -> FieldOutput:
        field = self.field(index)
        output = field(encoded)
        if isinstance(output, AppearanceOutput):
            return replace(output, normal_offset=field.frame.unfold(output.normal_offset, points))
        return output

    @torch.no_grad()
    def evaluate(self, index: int, points: Tensor) -> FieldOutput:
        """Field `index` at any points (n, 3) of the unit sphere, weights not applied; fields L: `AppearanceOutput`."""
        return self._at(index, self.field(index).encode(points), points)


def _material(output: AppearanceOutput) -> Tensor:
    return torch.cat((output.roughness[:, None], output.metallic[:, None], output.normal_offset), dim=1)
