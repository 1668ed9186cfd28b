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
        piece, cover: (n,) see `Shaded`; None: it has no pieces, or lies close.
    """

    color: Array
    relief: Array
    channels: Mapping[Channel, Array]
    dye: Array
    bare: Surface | None = field(default=None, repr=False)
    piece: Array | None = None
    cover: Array | None = None

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
            self.cover,
        )

    def part(self, rows: NDArray[np.bool_]) -> Surface:
        """Some of the points."""
        some = np.flatnonzero(rows)
        return self._each(lambda values: values.T.take(some, axis=-1).T)

    def spread(self, rows: NDArray[np.bool_]) -> Surface:
        """What is known of the rows (n,) that are True, as of n points; the others are all zero."""
        some = np.flatnonzero(rows)

        def spread(values: Array) -> Array:
            whole = np.zeros((*values.shape[1:], len(rows)), np.float32)
            whole[..., some] = values.T
            return whole.T

        return self._each(spread)

    def _each(self, change: Callable[[Array], Array]) -> Surface:
        return Surface(
            change(self.color),
            change(self.relief),
            {channel: change(values) for channel, values in self.channels.items()},
            change(self.dye),
            None if self.bare is None else self.bare._each(change),
            None if self.piece is None else change(self.piece),
            None if self.cover is None else change(self.cover),
        )

    def under(
        self, above: Surface, mask: Array, thickness: Array | float = 0.0, filling: Array | float = 0.0
    ) -> Surface:
        """The surface with another one over it where the mask (n,) is 1.

        Args:
            above: the other.
            mask: 0..1.
            thickness: of the other, metres; its relief comes on top.
            filling: how far the other levels the relief below it, 0..1, one value or (n,).
        """
        share = np.clip(mask, 0.0, 1.0).astype(np.float32)
        names = dict.fromkeys([*self.channels, *above.channels])
        channels = {c: _mixed(self.channel(c), above.channel(c), share) for c in names}
        top = self.relief * np.asarray(1.0 - filling, np.float32) + above.relief + thickness
        return Surface(
            _mixed(self.color, above.color, share[:, None]),
            _mixed(self.relief, top.astype(np.float32), share),
            channels,
            _mixed(self.dye, above.dye, share),
            self.bare,
            self.piece,
            self.cover,
        )


Change = Callable[[Points, Surface], Surface]
Look = Callable[[Points], Surface]


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

    def over(self, points: Points, below: Look) -> Surface:
        """The layer at points, over what is below."""
        return self.change(points, below(points))


@dataclass(frozen=True)
class Cover:
    """A layer that hides what is below in places, where that is not even evaluated.

    Args:
        over: the layer at points, over what is below.
        finest, coarsest: sizes of its details as of a `Material`, metres.
    """

    over: Callable[[Points, Look], Surface]
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
        cover=None if shaded.cover is None else shaded.cover.astype(np.float32),
    )


def only_where(rows: NDArray[np.bool_], look: Look, points: Points) -> Surface | None:
    """A surface evaluated only at the points that show it, all zero elsewhere; None where no point does.

    Args:
        rows: (n,) whether a point shows it.
        look: what is evaluated.
        points: n points.
    """
    share = float(rows.mean()) if len(rows) else 0.0
    if share == 0.0:
        return None
    return look(points) if share > _NEARLY_ALL else look(points.part(rows)).spread(rows)


def changed_where(rows: NDArray[np.bool_], change: Change, points: Points, surface: Surface) -> Surface | None:
    """The same of a surface that a change makes of another one."""
    share = float(rows.mean()) if len(rows) else 0.0
    if share == 0.0:
        return None
    if share > _NEARLY_ALL:
        return change(points, surface)
    return change(points.part(rows), surface.part(rows)).spread(rows)


_NEARLY_ALL = 0.8
"""Share of points above which taking some of them out costs more than evaluating the rest."""


def layered(base: Shader, layers: tuple[Layer | Cover, ...]) -> Shader:
    """A shader with layers over it, the first lowest."""

    def bottom(points: Points) -> Surface:
        return surface_of(base(points), len(points))

    look: Look = bottom
    for layer in layers:
        look = _laid(layer, look)

    def shader(points: Points) -> Shaded:
        surface = look(points)
        return Shaded(surface.color, surface.relief, surface.channels, surface.dye, surface.piece, surface.cover)

    return shader


def _laid(layer: Layer | Cover, below: Look) -> Look:
    return lambda points: layer.over(points, below)


def _mixed(below: Array, above: Array, share: Array) -> Array:
    mixed: Array = (below + (above - below) * share).astype(np.float32, copy=False)
    return mixed
