"""The work of jobs that dial the parts of a result: another size or piece of a material, and pictures of such looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..engine.vocabulary import FloatArray, Mesh, StylizeResult
from ..engine.vocabulary.errors import StateError, StylizeCancelled
from ..engine.vocabulary.look import Look
from ..engine.vocabulary.part_names import part_key
from .channel import Channel

if TYPE_CHECKING:
    from ..engine.optimisation.dialling import Dials
    from ..engine.optimisation.state import StyleState
    from .job import Work

FindState = Callable[[], "StyleState"]
"""Finds a state on the worker thread: reading one takes PyTorch, which takes seconds to import."""


@dataclass(frozen=True, eq=False)
class DialOrder:
    """What to dial.

    Args:
        mesh: that was stylized, plain arrays.
        find_state: of its result.
        part: its name.
        look: that it is to have; its roughness is no matter of the result.
    """

    mesh: Mesh
    find_state: FindState
    part: str
    look: Look


@dataclass(frozen=True, eq=False)
class PicturesOrder:
    """What to show.

    Args:
        mesh, find_state, part: see `DialOrder`.
        looks: one picture each.
        roughness: by part name, how the parts are dialled now.
        size: width and height, pixels.
    """

    mesh: Mesh
    find_state: FindState
    part: str
    looks: tuple[Look, ...]
    roughness: Mapping[str, float] = field(default_factory=dict)
    size: int = 128


@dataclass(frozen=True, eq=False)
class PicturesProgress:
    """Pictures that are there.

    Args:
        pictures: (size, size, 3) sRGB in 0..1, so far.
        count: how many there will be.
    """

    pictures: tuple[FloatArray, ...]
    count: int


class DialShelf:
    """Keeps what is known of the result that was dialled last, for the next time; jobs of two lanes may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._dials: Dials | None = None

    def result(self, mesh: Mesh, state: StyleState, part: str = "", look: Look | None = None) -> StylizeResult:
        """The result with another look of a part; without one as it is, so that the next one comes sooner."""
        from ..engine.optimisation.dialling import Dials

        with self._lock:
            if self._dials is None:
                self._dials = Dials()
            known = {part_key(located.part.name): located.part for located in state.parts}
            if look is None:
                return self._dials.result(mesh, state)
            if part_key(part) not in known:
                raise StateError(f'The result has no part "{part}". Press Stylize for a new one.')
            before = known[part_key(part)]
            seed = before.seed if look.seed is None else look.seed
            return self._dials.result(mesh, state, (replace(before, scale=look.scale, seed=seed),))

    def clear(self) -> None:
        """Forgets it."""
        with self._lock:
            self._dials = None


def dial_work(order: DialOrder, shelf: DialShelf) -> Work:
    """The work of a job that dials a part; its `Done` carries the `StylizeResult`."""

    def work(channel: Channel) -> StylizeResult:
        return shelf.result(order.mesh, order.find_state(), order.part, order.look)

    return work


def pictures_work(order: PicturesOrder, shelf: DialShelf) -> Work:
    """The work of a job that shows looks of a part; it reports `PicturesProgress`, and its `Done` carries the last one.

    Afterwards a look is dialled sooner.
    """

    def work(channel: Channel) -> PicturesProgress:
        channel.progress(PicturesProgress((), len(order.looks)))
        from ..engine.varying import part_pictures

        state = order.find_state()
        view = part_pictures(order.mesh, state, order.part, order.size, order.roughness)
        made = PicturesProgress((), len(order.looks))
        for look in order.looks:
            if channel.should_stop():
                raise StylizeCancelled("Cancelled.")
            made = replace(made, pictures=(*made.pictures, view.with_look(look)))
            channel.progress(made)
        shelf.result(order.mesh, state)
        return made

    return work
