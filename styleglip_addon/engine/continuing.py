"""Runs that go on from a saved state: more steps, single parts restyled, or nothing but the fields sampled again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch

from .guidance.terms import check_weights
from .models import EMBEDDED, Models, load_models
from .models.contract import check_models
from .models.falling_back import on_cpu_if_gpu_fails, with_warning
from .models.loading import resolve_device
from .optimisation.choosing import choose_materials, drawn_materials, likeliest
from .optimisation.loop import optimise
from .optimisation.progress import ProgressReporter
from .optimisation.reading import read_part_styles
from .optimisation.resumption import check_fit, continued_parts, continued_run, restyled_parts, restyled_run
from .optimisation.run import Run
from .optimisation.state import StyleState
from .rendering import create_renderer
from .surface.prepared import Surface, prepare_surface
from .vocabulary import LocatedPart, Mesh, OnProgress, Part, Phase, ShouldStop, StylizeResult, StylizeSettings
from .vocabulary.arguments import check_parts, check_run, check_state
from .vocabulary.errors import ModelError
from .vocabulary.part_names import part_key
from .vocabulary.parts import check_pictures
from .vocabulary.stopping import stopped_with


def continue_run(
    mesh: Mesh,
    state: StyleState,
    parts: Sequence[Part] = (),
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
) -> StylizeResult:
    """Goes on with a run from its state's step to `settings.iterations`: the same as a run never put away.

    Where no step is left, the fields are only sampled, and no model is needed.

    Args:
        mesh: the one that was stylized; its colours of then are the state's.
        state: of the run.
        parts: parts with other strengths and scales than the state's; their styles are the state's. Parts keep their
            places.
        settings: None: the state's.
        on_progress, should_stop, models: see `stylize`; None: the models of the state.

    Raises:
        PromptError: a part that the state does not have, or another style for one.
        StateError: the state is of another mesh, or its settings do not fit.
        ModelError: the model files are missing or damaged, or not the state's.
        StylizeCancelled: `should_stop` returned True; it carries the state to go on from.
    """
    check_run(mesh, settings, on_progress, should_stop)
    check_state(state)
    check_parts(parts)
    check_models(models)
    settings = settings or state.settings
    if state.step < settings.iterations:
        check_weights(settings)
    check_fit(state, mesh, settings)
    located = continued_parts(state, parts)
    colored = replace(mesh, colors=state.colors, up=state.up, front=state.front)

    def work(models: Models | None, settings: StylizeSettings) -> StylizeResult:
        progress = _reporter(settings, on_progress, should_stop, bool(state.only))
        return _continued(colored, state, located, progress, models, settings)

    return on_cpu_if_gpu_fails(work, models, settings, with_warning)


def _continued(
    mesh: Mesh,
    state: StyleState,
    located: Sequence[LocatedPart],
    progress: ProgressReporter,
    models: Models | None,
    settings: StylizeSettings,
) -> StylizeResult:
    progress.start(Phase.LOADING)
    if state.step < settings.iterations:
        models = models or load_models(state.choice or EMBEDDED, settings.machine.device)
        if models.name != state.model:
            raise ModelError(
                f'The saved state was guided by the model "{state.model}", not by "{models.name}". Choose that model, '
                "or run the style again."
            )
    surface = _surface(mesh, settings, models)
    progress.finish(Phase.LOADING)

    progress.start(Phase.STYLING, state.step)
    run = continued_run(state, mesh, surface, settings, located)
    return _finished(run, models, progress)


def restyle(
    mesh: Mesh,
    state: StyleState,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
) -> StylizeResult:
    """Gives some parts of a styled object another style; the others stay bit for bit as they are.

    Their fields begin anew and take all `settings.iterations` steps. They keep their places.

    Args:
        mesh, state, settings, on_progress, should_stop: see `continue_run`.
        parts: the parts to restyle, at least one, with their new styles and strengths.
        models: None: the embedded model.

    Raises:
        PromptError: no parts; a part that the state does not have or that was not found; or a picture that is none.
        StateError, ModelError, StylizeCancelled: see `continue_run`.
    """
    check_run(mesh, settings, on_progress, should_stop)
    check_state(state)
    check_parts(parts)
    check_models(models)
    settings = settings or state.settings
    check_weights(settings)
    check_fit(state, mesh, settings, is_restyled=True)
    check_pictures(parts, settings.start)
    located = restyled_parts(state, parts)
    keys = {part_key(part.name) for part in parts}
    only = [part.part.name for part in located if part_key(part.part.name) in keys]
    colored = replace(mesh, colors=state.colors, up=state.up, front=state.front)

    def work(models: Models | None, settings: StylizeSettings) -> StylizeResult:
        progress = _reporter(settings, on_progress, should_stop, True)
        return _restyled(colored, state, (located, only), progress, models, settings)

    return on_cpu_if_gpu_fails(work, models, settings, with_warning)


def _restyled(
    mesh: Mesh,
    state: StyleState,
    asked: tuple[Sequence[LocatedPart], Sequence[str]],
    progress: ProgressReporter,
    models: Models | None,
    settings: StylizeSettings,
) -> StylizeResult:
    """The parts, of which some are to begin anew, by name; the rest as they are."""
    located, only = asked
    progress.start(Phase.LOADING)
    models = models or load_models(EMBEDDED, settings.machine.device)
    surface = _surface(mesh, settings, models)
    progress.finish(Phase.LOADING)

    read = read_part_styles([part.part for part in located if part.part.name in only], models, settings, progress)
    drawn = drawn_materials(located, read, settings)
    run = restyled_run(state, mesh, surface, settings, located, only, likeliest(drawn))
    if drawn.candidates:
        progress.start(Phase.CHOOSING)
        choose_materials(run, drawn, models, create_renderer(settings.machine.renderer), progress)
        progress.finish(Phase.CHOOSING)

    progress.start(Phase.STYLING)
    return _finished(run, models, progress)


def result_of_state(
    state: StyleState, mesh: Mesh, on_progress: OnProgress | None = None, parts: Sequence[Part] = ()
) -> StylizeResult:
    """The result that a run had when it was put away, bit for bit on the same machine; only the seconds are new.

    The fields are sampled again, of `parts` with other strengths and scales; nothing is optimised and no model is
    needed.

    Args:
        state: of the run, after at least one step.
        mesh: the one that was stylized. Its colours are not looked at: the state has those of before.
        on_progress: receives the engine's reports, on this thread.
        parts: what is to be changed, see `continue_run`.

    Raises:
        PromptError: see `continue_run`.
        StateError: the state is of another mesh, or of a run that has not taken a step.
    """
    check_state(state)
    return continue_run(mesh, state, parts, settings=state.settings_as_far(), on_progress=on_progress)


def _reporter(
    settings: StylizeSettings, on_progress: OnProgress | None, should_stop: ShouldStop | None, keeps_places: bool
) -> ProgressReporter:
    if settings.machine.threads:
        torch.set_num_threads(settings.machine.threads)
    return ProgressReporter.of_run(settings, on_progress, should_stop, relocates=not keeps_places)


def _surface(mesh: Mesh, settings: StylizeSettings, models: Models | None) -> Surface:
    device = models.device if models is not None else resolve_device(settings.machine.device)
    return prepare_surface(mesh, settings.dense_vertices, device)


def _finished(run: Run, models: Models | None, progress: ProgressReporter) -> StylizeResult:
    """The run with the steps it has left taken, sampled."""
    if models is not None and run.has_steps_left:
        run.warn(models.notes)
        optimise(run, models, create_renderer(run.settings.machine.renderer), progress)
    progress.finish(Phase.STYLING)
    with stopped_with(run.state):
        return run.result(progress.seconds)
