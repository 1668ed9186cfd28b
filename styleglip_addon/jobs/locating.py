"""The work of a job that looks for parts without styling them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engine.vocabulary import Mesh, Part, Phase, Progress, StylizeSettings
from ..engine.vocabulary.model_choice import EMBEDDED, ModelChoice
from .channel import Channel
from .engine_loading import load_engine
from .stylizing import ModelShelf

if TYPE_CHECKING:
    from ..engine.localization.located_parts import LocatedParts
    from .job import Work


@dataclass(frozen=True, eq=False)
class LocateOrder:
    """What to look for, and where.

    Args:
        mesh: plain arrays, in object space.
        parts: at least one; their styles may be empty.
        settings: as for a run that is to start from what is found.
        model: see `StylizeOrder`; a run that follows has it loaded.
    """

    mesh: Mesh
    parts: tuple[Part, ...]
    settings: StylizeSettings
    model: ModelChoice | str = EMBEDDED


def locate_work(order: LocateOrder, shelf: ModelShelf) -> Work:
    """The work of a job that looks for parts; its `Done` carries `engine.LocatedParts`.

    Args:
        order: what to look for.
        shelf: where loaded models stay between jobs.
    """

    def work(channel: Channel) -> LocatedParts:
        channel.progress(Progress(Phase.LOADING, 0, 1, float("nan")))
        load_engine(channel)
        from ..engine import load_models, locate_parts

        models = shelf.get(order.model, order.settings.machine.device, load_models)
        channel.should_stop()
        return locate_parts(order.mesh, order.parts, order.settings, channel.progress, channel.should_stop, models)

    return work
