"""The work of jobs on earlier results: how one looks, in a small picture, and two of them to switch between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine.vocabulary import Mesh
from .channel import Channel

if TYPE_CHECKING:
    from ..engine.baking.result_picture import ShownSurface
    from ..engine.optimisation.state import StyleState
    from .job import Work


@dataclass(frozen=True, eq=False)
class PictureOrder:
    """Of what a picture is made.

    Args:
        mesh: the one that was stylized.
        find: reads the state of the run; called on the worker thread.
        size: pixels.
    """

    mesh: Mesh
    find: Callable[[], StyleState]
    size: int


def picture_work(order: PictureOrder) -> Work:
    """The work of a job that makes a picture; its `Done` carries (size, size, 3) sRGB."""

    def work(channel: Channel) -> NDArray[np.uint8]:
        from ..engine.baking.result_picture import result_picture  # with PyTorch

        return result_picture(order.find(), order.mesh, order.size)

    return work


def surfaces_work(mesh: Mesh, finders: tuple[Callable[[], StyleState], ...]) -> Work:
    """The work of a job that makes results ready to be drawn; its `Done` carries a `ShownSurface` for each.

    Args:
        mesh: the one that was stylized.
        finders: read the states; called on the worker thread.
    """

    def work(channel: Channel) -> tuple[ShownSurface, ...]:
        from ..engine.baking.result_picture import shown_surface  # with PyTorch

        surfaces = []
        for find in finders:
            channel.should_stop()
            surfaces.append(shown_surface(find(), mesh))
        return tuple(surfaces)

    return work
