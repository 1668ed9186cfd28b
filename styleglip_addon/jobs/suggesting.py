"""The work of a job that suggests parts of an object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engine.vocabulary import Mesh, StylizeSettings
from ..engine.vocabulary.model_choice import EMBEDDED, ModelChoice
from .channel import Channel
from .engine_loading import load_engine
from .stylizing import ModelShelf

if TYPE_CHECKING:
    from ..engine.vocabulary.suggestions import SuggestedParts
    from .job import Work


@dataclass(frozen=True, eq=False)
class SuggestOrder:
    """Of what parts are suggested.

    Args:
        mesh: plain arrays, in object space.
        title: the object's name.
        settings: of the engine.
        model: see `StylizeOrder`; a run that follows has it loaded.
    """

    mesh: Mesh
    title: str
    settings: StylizeSettings
    model: ModelChoice | str = EMBEDDED


def suggest_work(order: SuggestOrder, shelf: ModelShelf) -> Work:
    """The work of a job that suggests parts; its `Done` carries `SuggestedParts`.

    Args:
        order: of what.
        shelf: where loaded models stay between jobs.
    """

    def work(channel: Channel) -> SuggestedParts:
        load_engine(channel)
        from ..engine import load_models, suggest_parts

        models = shelf.get(order.model, order.settings.machine.device, load_models)
        channel.should_stop()
        return suggest_parts(order.mesh, order.settings, models, order.title)

    return work
