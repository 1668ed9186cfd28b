"""The work of a stylizing job: imports the engine on the worker thread, loads the models once, forwards its reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..engine.vocabulary import Device, Mesh, Part, Phase, Progress, StylizeResult, StylizeSettings
from ..engine.vocabulary.model_choice import EMBEDDED, ModelChoice
from ..engine.vocabulary.part_reading import check_understood
from .channel import Channel
from .engine_loading import load_engine
from .interpreter_lock import collect_all, without_collections

if TYPE_CHECKING:
    from ..engine.localization.located_parts import LocatedParts
    from ..engine.optimisation.state import StyleState
    from .job import Work


@dataclass(frozen=True, eq=False)
class StylizeOrder:
    """What to stylize and how.

    Args:
        mesh: plain arrays, in object space.
        parts: at least one.
        settings: all of the engine's settings.
        model: which models; or "embedded", or one path, see `ModelChoice.of`.
        resume: the state of an earlier run of this mesh, to go on from; None: a new run.
        restyles: with `resume`, whether `parts` begin anew; else the run goes on.
        cache: where the engine keeps what it makes once per model; None: its own folder for the user.
        located: of a new run, an earlier search on this mesh; what fits of it is not looked for again.
        asks: whether a new run ends before anything is styled where a part is not found, see `PartsMissing`.
    """

    mesh: Mesh
    parts: tuple[Part, ...]
    settings: StylizeSettings
    model: ModelChoice | str = EMBEDDED
    resume: StyleState | None = None
    restyles: bool = False
    cache: Path | None = None
    located: LocatedParts | None = None
    asks: bool = False

    @property
    def needs_models(self) -> bool:
        """Whether there is a step to take; without one the fields are only sampled."""
        return self.resume is None or self.restyles or self.resume.step < self.settings.iterations


@dataclass(frozen=True, eq=False)
class PartsMissing:
    """What a run ends with that asks before it styles without some of the parts.

    Args:
        located: the search, for the run that is started once the artist has answered.
    """

    located: LocatedParts


class _NotStyled(Exception):
    """Leaves the engine before it styles.

    Args:
        located: what was found until then.
    """

    def __init__(self, located: LocatedParts) -> None:
        super().__init__()
        self.located = located


class ModelShelf:
    """Keeps the models of the last job, so that the next one need not load them again."""

    def __init__(self) -> None:
        self._key: tuple[ModelChoice | str, Device] | None = None
        self._models: Any = None

    def get(self, models: ModelChoice | str, device: Device, load: Callable[[ModelChoice | str, Device], Any]) -> Any:
        """The chosen models on `device`, loaded where they are not the ones of the last job."""
        if self._key != (models, device):
            self.clear()  # free the old models' memory before the new ones take theirs
            with without_collections():
                self._models = load(models, device)
            self._key = (models, device)
        return self._models

    @property
    def is_empty(self) -> bool:
        """Whether there are none."""
        return self._key is None

    def clear(self) -> None:
        """Forget the models, also where a run that is over still holds them."""
        if self._key is not None:
            self._key, self._models = None, None
            collect_all()


def stylize_work(order: StylizeOrder, shelf: ModelShelf) -> Work:
    """The work of a job that stylizes a mesh; its `Done` carries an `engine.vocabulary.StylizeResult`.

    Where the order asks and a part is missing, it carries `PartsMissing`.

    Args:
        order: what to stylize.
        shelf: where loaded models stay between jobs. Jobs run one at a time, so it needs no lock.
    """

    def work(channel: Channel) -> StylizeResult | PartsMissing:
        def report(progress: Progress) -> None:
            if progress.snapshot is not None:
                channel.snapshot(progress.snapshot)
            channel.progress(replace(progress, snapshot=None))
            check_understood(progress.readings)  # before minutes are spent on it
            for reading in progress.readings:
                for doubt in reading.doubts:
                    channel.warn(doubt)
            if order.asks and progress.located is not None and progress.located.missing:
                raise _NotStyled(progress.located)

        report(Progress(Phase.LOADING, 0, 1, float("nan")))
        load_engine(channel)
        from ..engine import continue_run, load_models, restyle, stylize

        models = shelf.get(order.model, order.settings.machine.device, load_models) if order.needs_models else None
        if models is not None:
            models = replace(models, cache=order.cache)
        channel.should_stop()  # a job paused while loading waits here
        mesh, parts, settings, state = order.mesh, order.parts, order.settings, order.resume
        if state is None:
            try:
                return stylize(mesh, parts, settings, report, channel.should_stop, models, order.located)
            except _NotStyled as stopped:
                return PartsMissing(stopped.located)
        go_on = restyle if order.restyles else continue_run
        return go_on(mesh, state, parts, settings, report, channel.should_stop, models)

    return work
