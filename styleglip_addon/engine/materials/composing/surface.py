"""A surface while it is composed: every quantity as one value per point, and layers that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...vocabulary.channels import Channel
from ..material import Shaded, Shader
from ..points import Array, Points


@dataclass(frozen=True, eq=False)
class Surface:
    """A material at n points, see `Shaded`; all quantities whole.

    Args:
        color: (n, 3) sRGB-encoded.
        relief: (n,) metres.
        channels: (n,) each; what is missing is plain.
        dye: (n,) 0..1.
        bare: what lies under a coat of paint.
        piece: (n,) see `Shaded`; None: it has no pieces.
    """

    color: Array
    relief: Array
    channels: Mapping[Channel, Array]
    dye: Array
    bare: Surface | None = field(default=None, repr=False)
    piece: Array | None = None

    def __len__(self) -> int:
        return len(self.color)

    def channel(self, channel: Channel) -> Array:
        """(n,) values, plain where the material has none."""
        values = self.channels.get(channel)
        return np.full(len(self), channel.plain, np.float32) if values is None else values

    def changed(
        self,
        color: Array | None = None,
        relief: Array | None = None,
        channels: Mapping[Channel, Array | float] | None = None,
    ) -> Surface:
        """The surface with other values of some quantities."""
        given = channels or {}
        whole = {c: np.broadcast_to(np.asarray(v, np.float32), (len(self),)) for c, v in given.items()}
        return Surface(
            self.color if color is None else np.clip(color, 0.0, 1.0).astype(np.float32, copy=False),
            self.relief if relief is None else relief.astype(np.float32, copy=False),
            {**self.channels, **{c: np.clip(v, c.low, c.high) for c, v in whole.items()}},
            self.dye,
            self.bare,
            self.piece,
        )

    def under(self, above: Surface, mask: Array, thickness: Array | float = 0.0, filling: float = 0.0) -> Surface:
        """The surface with another one over it where the mask (n,) is 1.

        Args:
            above: the other.
            mask: 0..1.
            thickness: of the other, metres; its relief comes on top.
            filling: how far the other levels the relief below it, 0..1.
        """
        share = np.clip(mask, 0.0, 1.0).astype(np.float32)
        names = dict.fromkeys([*self.channels, *above.channels])
        channels = {c: _mixed(self.channel(c), above.channel(c), share) for c in names}
        top = self.relief * np.float32(1.0 - filling) + above.relief + thickness
        return Surface(
            _mixed(self.color, above.color, share[:, None]),
            _mixed(self.relief, top.astype(np.float32), share),
            channels,
            _mixed(self.dye, above.dye, share),
            self.bare,
            self.piece,
        )


Change = Callable[[Points, Surface], Surface]


@dataclass(frozen=True)
class Layer:
    """One step of a composition.

    Args:
        change: what it does at points.
        finest, coarsest: sizes of its details as of a `Material`, metres.
    """

    change: Change
    finest: float = 0.01
    coarsest: float = 0.0


def surface_of(shaded: Shaded, count: int) -> Surface:
    """A shader's answer as whole arrays."""

    def whole(values: Array | float) -> Array:
        return np.broadcast_to(np.asarray(values, np.float32), (count,))

    color = np.broadcast_to(np.asarray(shaded.color, np.float32), (count, 3))
    return Surface(
        np.clip(color, 0.0, 1.0),
        whole(shaded.relief),
        {channel: np.clip(whole(values), channel.low, channel.high) for channel, values in shaded.channels.items()},
        whole(shaded.dye),
        piece=shaded.piece,
    )


def only_where(rows: NDArray[np.bool_], material: Callable[[Points], Surface], points: Points) -> Surface | None:
    """A material evaluated only at the points that show it, plain zeros elsewhere; None where no point does.

    Args:
        rows: (n,) whether a point shows it.
        material: what is evaluated.
        points: n points.
    """
    share = float(rows.mean()) if len(rows) else 0.0
    if share == 0.0:
        return None
    if share > 0.8:
        return material(points)
    some, count = material(points.part(rows)), len(points)

    def spread(values: Array) -> Array:
        whole = np.zeros((count, *values.shape[1:]), np.float32)
        whole[rows] = values
        return whole

    channels = {channel: spread(values) for channel, values in some.channels.items()}
    return Surface(spread(some.color), spread(some.relief), channels, spread(some.dye))


def layered(base: Shader, layers: tuple[Layer, ...]) -> Shader:
    """A shader with layers over it, the first lowest."""

    def shader(points: Points) -> Shaded:
        surface = surface_of(base(points), len(points))
        for layer in layers:
            surface = layer.change(points, surface)
        return Shaded(surface.color, surface.relief, surface.channels, surface.dye, surface.piece)

    return shader


def _mixed(below: Array, above: Array, share: Array) -> Array:
    mixed: Array = (below + (above - below) * share).astype(np.float32, copy=False)
    return mixed
