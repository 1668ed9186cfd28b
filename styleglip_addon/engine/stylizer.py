"""The method, from a mesh and its parts to their styles: prepare, locate, optimise, sample.

3DStyleGLIP (arXiv 2404.02634): a neural style field is optimised so that, inside the regions where GLIP grounds the
part words, the style words align with the picture; alternating with a CLIP-style loss on crops of the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import torch

from .fields.vertex_values import at_input_vertices
from .localization.on_surface import locate_on_surface
from .models import EMBEDDED, Models, load_models
from .models.loading import resolve_device
from .optimisation.optimisation import Optimisation
from .optimisation.progress import ProgressReporter
from .optimisation.resumption import check_fit, resumed_parts
from .optimisation.state import StyleState
from .rendering import create_renderer
from .surface.prepared import prepare_surface
from .vocabulary import (
    LocatedPart,
    Mesh,
    OnProgress,
    Part,
    Phase,
    ShouldStop,
    StylizeResult,
    StylizeSettings,
)
from .vocabulary.errors import ModelError, PromptError, StateError, StylizeCancelled
from .vocabulary.mesh import WHOLE_OBJECT
from .vocabulary.prompt import format_prompt
from .vocabulary.settings import PartsMode

_SNAPSHOT_EVERY = 10


def stylize(
    mesh: Mesh,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
    resume: StyleState | None = None,
    only: Sequence[str] = (),
) -> StylizeResult:
    """Stylizes a mesh part by part, or goes on with an earlier run.

    Args:
        mesh: object space, metres.
        parts: what should look how, see `parse_prompt`. With `resume`, parts left out stay as the state has them.
        settings: everything that decides the result; None: the state's, or the defaults for the embedded model.
        on_progress: called after every step, on this thread.
        should_stop: asked after every step; True ends the run.
        models: frozen guidance networks; None: those of the state, or the embedded model.
        resume: the state of an earlier run of this mesh. Without `only` the run goes on from its step to
            `settings.iterations`, which is the same run as one never put away; where no step is left, the fields are
            only sampled (with the strengths of `parts`) and no model is needed. Parts keep their places.
        only: with `resume`, the names of the parts to restyle: their fields begin anew and take all
            `settings.iterations` steps, the other parts stay bit for bit as they are.

    Returns:
        Displacements and colours per part and in sum. A part that was not found has a reason and no effect.

    Raises:
        PromptError: no parts, or a style the model cannot read.
        MeshError: the mesh cannot be stylized.
        ModelError: the model files are missing or damaged, or not the state's.
        StateError: the state is of another mesh, or its settings do not fit.
        StylizeCancelled: `should_stop` returned True; it carries the state to go on from.
    """
    settings = settings or (resume.settings if resume is not None else StylizeSettings())
    if only and resume is None:
        raise StateError("Only a styled object's parts can be restyled alone. Style the whole object first.")
    if resume is None:
        parts = _prepared(parts, mesh, settings)
    else:
        check_fit(resume, mesh, settings, only)
        known = resumed_parts(resume, parts, only)
        mesh = replace(mesh, colors=resume.colors, up=resume.up, front=resume.front)
    if settings.machine.threads:
        torch.set_num_threads(settings.machine.threads)
    is_joint = settings.parts_mode is PartsMode.JOINT and not only and (resume is None or not resume.only)
    progress = ProgressReporter(
        on_progress,
        should_stop,
        settings.localization.views,
        settings.iterations,
        settings.joint.every if is_joint else 0,
    )

    progress.start(Phase.LOADING)
    if resume is None or only or resume.step < settings.iterations:
        models = _models_for(resume if not only else None, models, settings)
    device = models.device if models is not None else resolve_device(settings.machine.device)
    renderer = create_renderer(settings.machine.renderer)
    surface = prepare_surface(mesh, settings.dense_vertices, device)
    progress.finish(Phase.LOADING)

    progress.start(Phase.LOCATING)
    if resume is None:
        assert models is not None
        on_view = partial(progress.report, Phase.LOCATING)
        known = locate_on_surface(surface, parts, models, renderer, settings, on_view)
    progress.finish(Phase.LOCATING)

    progress.start(Phase.STYLING, resume.step if resume is not None and not only else 0)
    run = Optimisation(mesh, surface, known, renderer, settings, only or (resume.only if resume is not None else ()))
    if resume is not None and only:
        run.take_over(resume)
    elif resume is not None:
        run.resume(resume)
    if models is not None:
        run.guide_by(models)
    try:
        while run.active and models is not None and run.steps_done < settings.iterations:
            if run.is_time_to_relocate:
                progress.start(Phase.RELOCATING)
                run.relocate(models, partial(progress.report, Phase.RELOCATING))
                progress.finish(Phase.RELOCATING)
            losses = run.step()
            step = run.steps_done
            snapshot = run.snapshot() if step % _SNAPSHOT_EVERY == 0 else None
            progress.report(Phase.STYLING, step, losses, snapshot)
    except StylizeCancelled as error:
        raise StylizeCancelled(str(error), run.state()) from None
    progress.finish(Phase.STYLING)
    return run.result(progress.seconds)


def locate_parts(
    mesh: Mesh,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
) -> tuple[LocatedPart, ...]:
    """Finds the parts without stylizing; arguments and errors as for `stylize`. Weights are at the input's vertices."""
    settings = settings or StylizeSettings()
    parts = _prepared(parts, mesh, settings)
    progress = ProgressReporter(on_progress, should_stop, settings.localization.views, 0)
    models = models or load_models(EMBEDDED, settings.machine.device)
    surface = prepare_surface(mesh, settings.dense_vertices, models.device)
    progress.start(Phase.LOCATING)
    renderer = create_renderer(settings.machine.renderer)
    on_view = partial(progress.report, Phase.LOCATING)
    located = locate_on_surface(surface, parts, models, renderer, settings, on_view)
    progress.finish(Phase.LOCATING)
    return tuple(at_input_vertices(part, len(mesh.vertices)) for part in located)


def whole_object(parts: Sequence[Part]) -> Part:
    """The one part of holistic mode: a single part as it is, several as one sentence for the whole object."""
    return parts[0] if len(parts) == 1 else Part(WHOLE_OBJECT, format_prompt(parts))


def _prepared(parts: Sequence[Part], mesh: Mesh, settings: StylizeSettings) -> tuple[Part, ...]:
    """The parts, those without a mask of their own with the mesh's mask of their name, checked."""
    if not parts:
        raise PromptError('Name at least one part and its style, for example "gold lamp".')
    if settings.parts_mode is PartsMode.HOLISTIC:
        return (replace(whole_object(parts), mask=np.ones(len(mesh.vertices), dtype=np.float32)),)
    masked = tuple(replace(p, mask=mesh.masks.get(p.name)) if p.mask is None else p for p in parts)
    for part in masked:
        if part.mask is not None and np.shape(part.mask) != (len(mesh.vertices),):
            raise PromptError(
                f'The mask of part "{part.name}" has {np.size(part.mask)} values for {len(mesh.vertices)} vertices. '
                "Paint it again on this mesh."
            )
    return masked


def _models_for(state: StyleState | None, models: Models | None, settings: StylizeSettings) -> Models:
    """The models of a run: those given, else those of the state it goes on from, else the embedded one."""
    if models is None:
        choice = EMBEDDED if state is None or state.choice is None else state.choice
        models = load_models(choice, settings.machine.device)
    if state is not None and models.name != state.model:
        raise ModelError(
            f'The saved state was guided by the model "{state.model}", not by "{models.name}". Choose that model, or '
            "run the style again."
        )
    return models
