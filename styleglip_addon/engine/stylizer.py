"""The method, from a mesh and its parts to their styles: prepare, locate, choose materials, optimise, sample.

3DStyleGLIP (arXiv 2404.02634): a style field is optimised so that, inside the regions where GLIP grounds the part
words, the style words align with the picture; alternating with a CLIP-style loss on crops of the parts. Unlike there, a
field starts from the material that the words mean (in the way of MaPa, arXiv 2404.17569) unless settings want grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch

from .guidance.terms import check_weights
from .localization.located_parts import LocatedParts, at_vertices, check_located
from .localization.remainder import locate_with_remainder
from .localization.standing import stood_up
from .models import EMBEDDED, Models, load_models
from .models.contract import check_models
from .models.falling_back import on_cpu_if_gpu_fails, with_warning
from .optimisation.choosing import choose_materials, drawn_materials, likeliest
from .optimisation.loop import optimise
from .optimisation.progress import ProgressReporter
from .optimisation.reading import read_part_styles
from .optimisation.run import Run
from .rendering import create_renderer
from .surface.prepared import prepare_surface
from .vocabulary import (
    Mesh,
    OnProgress,
    Part,
    Phase,
    ShouldStop,
    StylizeResult,
    StylizeSettings,
)
from .vocabulary.arguments import check_run
from .vocabulary.parts import check_pictures, prepared_parts
from .vocabulary.stopping import stopped_with


def stylize(
    mesh: Mesh,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
    located: LocatedParts | None = None,
) -> StylizeResult:
    """Stylizes a mesh part by part. To go on with an earlier run, see `continue_run` and `restyle`.

    Args:
        mesh: object space, metres.
        parts: what should look how, see `parse_prompt`.
        settings: everything that decides the result; None: the defaults for the embedded model.
        on_progress: called after every step, on this thread; once with what was located, see `Progress.located`.
        should_stop: asked after every step; True ends the run.
        models: frozen guidance networks; None: those of `located`, else the embedded model.
        located: from `locate_parts` on this mesh. What fits is used again, bit for bit: the surface, and the places
            where the same parts are asked for with the same settings of the search; what does not is done anew.

    Returns:
        Displacements and colours per part and in sum. A part that was not found has a reason and no effect.

    Raises:
        PromptError: no parts, or a style the model cannot read.
        MeshError: the mesh cannot be stylized, or `located` is of another one.
        ModelError: the model files are missing or damaged.
        StylizeCancelled: `should_stop` returned True; it carries the state to go on from.
    """
    check_run(mesh, settings, on_progress, should_stop)
    check_models(models)
    check_located(located)
    settings = settings or StylizeSettings()
    check_weights(settings)
    parts = prepared_parts(parts, mesh, settings.parts_mode)
    check_pictures(parts, settings.start)
    if settings.machine.threads:
        torch.set_num_threads(settings.machine.threads)

    def work(models: Models | None, settings: StylizeSettings) -> StylizeResult:
        progress = ProgressReporter.of_run(settings, on_progress, should_stop)
        return _stylized(mesh, parts, located, progress, models, settings)

    if models is None and located is not None:
        known = located.models
        models = known if isinstance(known, Models) else load_models(known.choice, settings.machine.device)
    return on_cpu_if_gpu_fails(work, models, settings, with_warning)


def _stylized(
    mesh: Mesh,
    parts: Sequence[Part],
    located: LocatedParts | None,
    progress: ProgressReporter,
    models: Models | None,
    settings: StylizeSettings,
) -> StylizeResult:
    progress.start(Phase.LOADING)
    models = models or load_models(EMBEDDED, settings.machine.device)
    renderer = create_renderer(settings.machine.renderer)
    surface = located.surface_of(mesh, settings, models) if located is not None else None
    if surface is None:
        surface = prepare_surface(mesh, settings.dense_vertices, models.device)
    progress.finish(Phase.LOADING)

    read = read_part_styles(parts, models, settings, progress)

    progress.start(Phase.LOCATING)
    found = located.placed(mesh, parts, settings, models) if located is not None else None
    if found is None:
        upright, notes = stood_up(mesh, surface, parts, models, settings)
        on_view = partial(progress.report, Phase.LOCATING)
        placed = locate_with_remainder(upright, parts, models, renderer, settings, on_view)
        found = LocatedParts(at_vertices(placed, mesh), mesh, surface, placed, settings, models, notes)
    progress.tell_located(found)
    progress.finish(Phase.LOCATING)

    drawn = drawn_materials(found.on_surface, read, settings)
    run = Run.begun(mesh, surface, settings, found.on_surface, choices=likeliest(drawn))
    run.warn((*models.notes, *found.warnings))
    if drawn.candidates:
        progress.start(Phase.CHOOSING)
        choose_materials(run, drawn, models, renderer, progress)
        progress.finish(Phase.CHOOSING)

    progress.start(Phase.STYLING)
    optimise(run, models, renderer, progress)
    progress.finish(Phase.STYLING)
    with stopped_with(run.state):
        return run.result(progress.seconds)


def locate_parts(
    mesh: Mesh,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
) -> LocatedParts:
    """Finds the parts without stylizing; arguments and errors as for `stylize`, which takes what comes out."""
    check_run(mesh, settings, on_progress, should_stop)
    check_models(models)
    settings = settings or StylizeSettings()
    parts = prepared_parts(parts, mesh, settings.parts_mode)
    if settings.machine.threads:
        torch.set_num_threads(settings.machine.threads)

    def work(models: Models | None, settings: StylizeSettings) -> LocatedParts:
        progress = ProgressReporter.of_run(settings, on_progress, should_stop, styling_steps=0)
        return _located(mesh, parts, progress, models, settings)

    return on_cpu_if_gpu_fails(work, models, settings, with_warning)


def _located(
    mesh: Mesh,
    parts: Sequence[Part],
    progress: ProgressReporter,
    models: Models | None,
    settings: StylizeSettings,
) -> LocatedParts:
    progress.start(Phase.LOADING)
    models = models or load_models(EMBEDDED, settings.machine.device)
    renderer = create_renderer(settings.machine.renderer)
    surface = prepare_surface(mesh, settings.dense_vertices, models.device)
    progress.finish(Phase.LOADING)

    progress.start(Phase.LOCATING)
    upright, notes = stood_up(mesh, surface, parts, models, settings)
    on_view = partial(progress.report, Phase.LOCATING)
    placed = locate_with_remainder(upright, parts, models, renderer, settings, on_view)
    progress.finish(Phase.LOCATING)
    return LocatedParts(at_vertices(placed, mesh), mesh, surface, placed, settings, models, (*models.notes, *notes))
