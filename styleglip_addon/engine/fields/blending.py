"""All parts' fields on one surface: blended by the parts' weights, differentiably. The loop's form of the blending.

`vocabulary.channels.mixed_over` is the same sum for finished arrays. There a vertex without a share keeps its bits;
here the parts' values are added to what their weights leave free of the plain ones, without a difference of the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..rendering.appearance import Appearance
from ..rendering.color import srgb_to_linear
from ..surface.coincident import mean_at_places
from ..surface.prepared import Surface
from ..vocabulary.channels import COLOR, DISPLACEMENT, MATERIAL, NORMAL_OFFSET, ROUGHNESS, Channel
from .contract import Values


@dataclass(frozen=True, eq=False)
class StyledSurface:
    """The surface with styles on it.

    Args:
        channels: (W,) or (W, C) per channel that blends over the plain surface; the colour linear RGB.
        vertices: (W, 3) displaced, unit-sphere coordinates.
        parts: per part, its field's values at the part's own vertices (`PartFields.rows`).
    """

    channels: Mapping[Channel, Tensor]
    vertices: Tensor
    parts: tuple[Values, ...]

    @property
    def color(self) -> Tensor:
        """(W, 3) linear RGB."""
        return self.channels[COLOR]

    @property
    def appearance(self) -> Appearance | None:
        """What `render_appearance` draws; None where there is colour only."""
        if ROUGHNESS not in self.channels:
            return None
        material = {channel: self.channels[channel] for channel in MATERIAL if channel in self.channels}
        return Appearance(self.color, material, self.channels.get(NORMAL_OFFSET))

    def of(self, rows: Tensor) -> StyledSurface:
        """Some of its vertices (v,), without the parts' own values."""
        return StyledSurface({name: value[rows] for name, value in self.channels.items()}, self.vertices[rows], ())


@dataclass(frozen=True, eq=False)
class UnstyledPoints:
    """The W points that parts are blended on, as they are without a style.

    Args:
        positions, normals: (W, 3) in the unit sphere.
        color: (W, 3) linear RGB.
        places: (W,) place of each point, where several share one: those at one place move together; None: all apart.
    """

    positions: Tensor
    normals: Tensor
    color: Tensor
    places: Tensor | None = None

    @classmethod
    def of(cls, surface: Surface) -> UnstyledPoints:
        """The vertices of a prepared surface."""
        groups = surface.groups
        shared = groups if int(groups.max()) + 1 < len(groups) else None
        return cls(surface.vertices, surface.normals, surface.base_color, shared)


def blended(
    points: UnstyledPoints,
    weights: Tensor,
    rows: Sequence[Tensor],
    values: Sequence[Values],
    plain: Mapping[Channel, float],
    indices: Sequence[int],
) -> StyledSurface:
    """The surface with the styles of the parts `indices`.

    Args:
        points: W points.
        weights: (W, P) in 0..1, rows sum to at most 1.
        rows: per part, the points it is at (n,).
        values: per part, its field's values there.
        plain: what channels besides the colour have where no part is; those that are missing have their own.
        indices: which parts.
    """
    free = (1.0 - weights[:, list(indices)].sum(dim=1, keepdim=True)).clamp(min=0.0)
    over = [channel for channel in values[0] if not channel.is_sum and all(channel in own for own in values)]
    shown = _joined([_plain(channel, points, plain) * free for channel in over])
    offset = torch.zeros_like(points.positions[:, 0])
    moves = any(channel.moves for channel in values[0])
    for index in indices:
        weight, own = weights[rows[index], index], values[index]
        mixed = _joined([_finished(channel, own[channel]) for channel in over])
        shown = shown.index_add(0, rows[index], mixed * weight[:, None])
        if moves:
            offset = offset.index_add(0, rows[index], own[DISPLACEMENT] * weight)
    if points.places is not None:
        offset = mean_at_places(offset, points.places)
    vertices = points.positions + offset[:, None] * points.normals
    split = shown.split([channel.width for channel in over], dim=1)
    channels = {c: value if c.width > 1 else value[:, 0] for c, value in zip(over, split, strict=True)}
    return StyledSurface(channels, vertices, tuple(values))


def _joined(columns: Sequence[Tensor]) -> Tensor:
    """Channels (n, C) side by side; one alone, as most fields have, is not copied."""
    return columns[0] if len(columns) == 1 else torch.cat(list(columns), dim=1)


def _plain(channel: Channel, points: UnstyledPoints, plain: Mapping[Channel, float]) -> Tensor:
    """(W, C) of surface without a style, or what broadcasts to it."""
    if channel is COLOR:
        return points.color
    return points.color.new_full((1, channel.width), plain.get(channel, channel.plain))


def _finished(channel: Channel, values: Tensor) -> Tensor:
    """(n, C): as it is shown; the colour linear."""
    finished = srgb_to_linear(values) if channel is COLOR else values
    return finished.reshape(len(values), channel.width)
