"""The optimisation loop: draw cameras, render, let the guidance terms judge the pictures, update the fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from ..fields import PartFields, StyledSurface
from ..guidance.contract import StepContext, TermSetup
from ..guidance.style_matches import doubts, match_styles
from ..guidance.terms import WeightedTerm, create_terms, wanted_pictures
from ..localization.on_surface import locating_cameras
from ..localization.pictured_surface import PicturedSurface
from ..localization.relocation import relocated_parts
from ..models.contract import Models
from ..rendering import Renderer
from ..vocabulary import Losses, PartsMode, Phase
from ..vocabulary.errors import StateError, StyleGLIPError, StylizeCancelled
from ..vocabulary.picture_words import picture_of
from ..vocabulary.settings import Start
from .guided_parts import guided_parts
from .optimizers import create_optimizer, learning_rate, moments, restore_moments
from .progress import ProgressReporter
from .run import UNFIT, Run, copied
from .scene import Scene

_SNAPSHOT_EVERY = 10
"""Steps between two looks at a long run; a short one shows four."""


def optimise(run: Run, models: Models, renderer: Renderer, progress: ProgressReporter) -> None:
    """Takes the steps that a run has left; without any, or with no part found, nothing.

    Args:
        run: changed as it goes on.
        models: frozen, guide it.
        renderer: draws the pictures.
        progress: told after every step; raises when the run is cancelled.

    Raises:
        StylizeCancelled: it carries the state to go on from.
        StyleGLIPError: the loss is not a number any more.
    """
    run.model, run.choice = models.name, models.choice
    if run.fields is None:
        return
    optimisation = Optimisation(run, run.fields, models, renderer)
    every = min(_SNAPSHOT_EVERY, max(run.settings.iterations // 4, 1))
    try:
        while run.has_steps_left:
            if optimisation.is_time_to_relocate:
                progress.start(Phase.RELOCATING)
                optimisation.relocate(partial(progress.report, Phase.RELOCATING))
                progress.finish(Phase.RELOCATING)
            drawn = run.generator.get_state()
            try:
                losses = optimisation.step()
            except StylizeCancelled:
                run.generator.set_state(drawn)  # who goes on takes this step as if it had not been begun
                raise
            snapshot = run.snapshot() if run.steps_done % every == 0 else None
            progress.report(Phase.STYLING, run.steps_done, losses, snapshot)
    except StylizeCancelled as error:
        optimisation.put_away()
        raise StylizeCancelled(str(error), run.state()) from None
    optimisation.put_away()


class Optimisation:
    """What a run needs to take steps: terms, pictures and an optimiser of its fields.

    A run that is continued goes on with its own moments, lights and random numbers.

    Args:
        run: changed as it goes on.
        fields: the run's.
        models: frozen; every prompt is encoded here, once.
        renderer: draws the pictures.

    Raises:
        StateError: what the run was put away with does not fit.
    """

    def __init__(self, run: Run, fields: PartFields, models: Models, renderer: Renderer) -> None:
        self._run = run
        self._fields = fields
        self._models = models
        parts, trained, judged = guided_parts(run, models.encoder), run.trained, run.judged
        for index in range(len(parts)):
            fields.field(index).requires_grad_(index in trained)
        self._scene = Scene(run.surface, [part.style for part in parts], renderer, run.settings)
        self._optimizer = create_optimizer(self._parameters(), run.settings)
        self._take_up()
        for index in set(trained) - set(judged):
            fields.field(index).requires_grad_(False)
        run.matches = match_styles(models.encoder, [part for part in parts if not picture_of(part.style)])
        if run.settings.start is Start.GREY:  # else the material's own words were read, and told of
            run.warn(doubts([parts[index] for index in trained], run.matches))
        random_numbers = run.generator.get_state()
        self._terms = (
            []
            if not judged
            else create_terms(TermSetup(models, parts, run.surface, run.settings, run.generator, judged))
        )
        if run.history:
            run.generator.set_state(random_numbers)  # a continued run goes on where the random numbers were
        else:
            for weighted in self._terms:
                weighted.term.begin(fields)

    def _parameters(self) -> list[nn.Parameter]:
        parameters = [parameter for parameter in self._fields.parameters() if parameter.requires_grad]
        lights = self._scene.lights
        return parameters if lights is None or self._run.only else [*parameters, *lights.parameters()]

    def _take_up(self) -> None:
        """Gives optimiser and lights what the run was put away with."""
        run, lights = self._run, self._scene.lights
        try:
            if lights is not None and run.lights:
                lights.load_state_dict(run.lights)
            if run.history:
                restore_moments(self._optimizer, run.moments)
        except (ValueError, RuntimeError, KeyError) as error:
            raise StateError(UNFIT) from error

    def put_away(self) -> None:
        """Gives the run what optimiser and lights have learned."""
        self._run.moments = moments(self._optimizer)
        self._run.lights = {} if self._scene.lights is None else copied(self._scene.lights.state_dict())

    def step(self) -> Losses:
        """One iteration.

        Raises:
            StyleGLIPError: the loss is not a number any more.
        """
        run, settings, step = self._run, self._run.settings, self._run.steps_done + 1
        if settings.field.progressive_steps:
            for index in run.trained:
                self._fields.field(index).set_progress((step - 1) / settings.field.progressive_steps)
        for index in run.judged:
            self._fields.field(index).learn_residual(step > settings.iterations - settings.material.residual_steps)
        styled = self._fields()
        values = self._judged(step, styled)
        total = _summed(self._terms, values)
        if not bool(torch.isfinite(total)):
            raise StyleGLIPError("The optimisation diverged. Lower the learning rate and try again.")
        if total.requires_grad:
            self._optimizer.zero_grad()
            total.backward()
            self._optimizer.step(learning_rate(settings, step))
        terms = {name: float(value.detach()) for name, value in values.items()}
        run.history.append(Losses(float(total.detach()), terms))
        return run.history[-1]

    def _judged(self, step: int, styled: StyledSurface) -> dict[str, Tensor]:
        """What the terms say of a step, by their names."""
        cameras = self._scene.sample_cameras(self._run.generator)
        pictures = self._scene.pictures(self._fields, styled, cameras, wanted_pictures(self._terms, step))
        context = StepContext(step, self._fields, styled, pictures)
        said = {weighted.name: weighted.term(context) for weighted in self._terms}
        return {name: value for name, value in said.items() if value is not None}

    @property
    def is_time_to_relocate(self) -> bool:
        """Joint mode: whether the parts are to be found again before the next step."""
        run, settings, step = self._run, self._run.settings, self._run.steps_done
        is_due = step > run.relocated_at and step % settings.joint.every == 0
        return settings.parts_mode is PartsMode.JOINT and is_due and not run.only

    def relocate(self, on_view: Callable[[int], None]) -> None:
        """Joint mode: finds the parts on the stylized surface and takes their new places as far as the guard allows.

        Args:
            on_view: told after every view how many are done; raises to end the run, which keeps the places of before.
        """
        run, surface, settings = self._run, self._run.surface, self._run.settings
        if run.first_weights is None:
            run.first_weights = np.stack([part.weights for part in run.located], axis=1)
        cameras = locating_cameras(surface, settings)
        with torch.no_grad():
            styled = self._fields()
            size = settings.localization.image_size
            rendering = self._scene.draw_styled(styled, cameras.to(surface.vertices.device), size)
        located, warnings = relocated_parts(
            run.located,
            run.first_weights,
            PicturedSurface.of(surface, styled.vertices, cameras, rendering),
            surface.areas.cpu().numpy(),
            self._models,
            settings,
            on_view,
        )
        run.warn(warnings)
        run.move_parts(located)
        run.relocated_at = run.steps_done


def _summed(terms: Sequence[WeightedTerm], values: dict[str, Tensor]) -> Tensor:
    """The loss: the terms that spoke, weighted, in their order."""
    weighted = [term.weight * values[term.name] for term in terms if term.name in values]
    return torch.stack(weighted).sum() if weighted else torch.zeros(())
