"""The optimisation loop: one object that takes steps, tells how the result looks, and can be put away and taken up.

One step: draw cameras, render, let the guide whose turn it is judge the pictures, update the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from ..fields import InputFrame, PartStyles, StyledSurface
from ..fields.vertex_values import sample_parts, summed
from ..guidance.guides import Guides
from ..guidance.losses import smoothness_loss
from ..guidance.material_prior import MaterialPrior
from ..guidance.regularizers import MeshRegularizer
from ..guidance.style_matches import doubts, match_styles, with_matches
from ..localization.on_surface import locating_cameras
from ..localization.pictured_surface import PicturedSurface
from ..localization.relocation import relocated_parts
from ..models.contract import Models
from ..rendering import Renderer
from ..rendering.color import linear_to_srgb
from ..rendering.scene import Scene
from ..surface.holding_back import parts_held_back
from ..surface.prepared import Surface
from ..vocabulary.errors import StateError, StyleGLIPError
from ..vocabulary.mesh import Mesh
from ..vocabulary.model_choice import ModelChoice
from ..vocabulary.results import LocatedPart, Losses, Snapshot, StyledPart, StylizeResult
from ..vocabulary.settings import MirrorAxis, PartsMode, StylizeSettings
from ..vocabulary.style_match import StyleMatch
from .optimizers import create_optimizer, learning_rate, moments, restore_moments, set_learning_rate
from .state import StyleState, mesh_hash

_MIRRORS = {
    MirrorAxis.NONE: None,
    MirrorAxis.X: (1.0, 0.0, 0.0),
    MirrorAxis.Y: (0.0, 1.0, 0.0),
    MirrorAxis.Z: (0.0, 0.0, 1.0),
}


_UNFIT = "The saved state does not fit this run's settings. Use the settings it was made with, or run the style again."


class Optimisation:
    """The optimisation of the found parts' fields.

    Args:
        mesh, surface: the input and its dense copy.
        located: all parts, with weights at the dense copy's vertices.
        renderer: draws the pictures.
        settings: of the run.
        only: names of the parts that are styled; empty: all. The others' fields and places stay as they are.
    """

    def __init__(
        self,
        mesh: Mesh,
        surface: Surface,
        located: Sequence[LocatedPart],
        renderer: Renderer,
        settings: StylizeSettings,
        only: Sequence[str] = (),
    ) -> None:
        self._mesh = mesh
        self._surface = surface
        self._settings = settings
        self.only = tuple(only)
        self._located = tuple(located)
        self._generator = torch.Generator().manual_seed(settings.seed)
        self._history: list[Losses] = []
        self._model = ""
        self._matches: dict[str, StyleMatch] = {}
        self._choice: ModelChoice | None = None
        self._guides: Guides | None = None
        self._regularizer: MeshRegularizer | None = None
        self._prior: MaterialPrior | None = None
        self.warnings = [part.reason for part in located if not part.found]
        self.first_weights: np.ndarray | None = None
        self._held: np.ndarray | None = None
        self._relocated_at = 0
        self.active = any(part.found for part in located)
        if not self.active:
            return
        found = self._found
        self._fields = PartStyles(
            settings.field,
            [part.part.name for part in found],
            self._weights_of(found),
            surface.vertices,
            surface.normals,
            surface.base_color,
            settings.field.displaces,
            settings.seed,
            settings.field.material,
            _input_frame(settings, surface),
            surface.groups,
        )
        self._trained = [index for index, part in enumerate(found) if not only or part.part.name in only]
        for index in range(len(found)):
            self._fields.field(index).requires_grad_(index in self._trained)
        self._scene = Scene(surface, [part.part for part in found], renderer, settings)
        parameters: list[nn.Parameter] = [p for p in self._fields.parameters() if p.requires_grad]
        if self._scene.lights is not None and not only:
            parameters += list(self._scene.lights.parameters())
        self._optimizer = create_optimizer(parameters, settings)
        # Telling the edges apart takes longer than a step, and few runs look at them.
        self._edges = _edges(surface.faces) if settings.smoothness_weight > 0 else None

    @property
    def _found(self) -> list[LocatedPart]:
        return [part for part in self._located if part.found]

    def _weights_of(self, parts: Sequence[LocatedPart]) -> Tensor:
        stacked = torch.from_numpy(np.stack([part.weights for part in parts], axis=1))
        return stacked.to(self._surface.vertices.device)

    @property
    def steps_done(self) -> int:
        """Steps taken so far, those before a resumption included."""
        return len(self._history)

    def guide_by(self, models: Models) -> None:
        """Encodes the prompts; needed before the first step, not for sampling."""
        self._model, self._choice = models.name, models.choice
        if not self.active:
            return
        settings = self._settings
        parts = [part.part for part in self._found]
        self._matches = match_styles(models.encoder, parts)
        guesses = doubts([parts[index] for index in self._trained], self._matches)
        self.warnings += [sentence for sentence in guesses if sentence not in self.warnings]
        before = self._generator.get_state()
        self._guides = Guides.create(models, parts, self._surface.areas, settings, self._generator, self._trained)
        if self._history:
            self._generator.set_state(before)  # a resumed run goes on where the random numbers were
        elif self._guides.palette is not None:
            # From grey, specks that the guidance seldom looks at would stay grey.
            for index in self._trained:
                mean = self._guides.palette.means[index]
                if mean is not None:
                    self._fields.field(index).start_at(linear_to_srgb(mean))
        if settings.field.material is not None and settings.field.material.prior_weight > 0:
            self._prior = MaterialPrior([part.style for part in parts], self._surface.areas)
        if settings.regularizers.is_used:
            self._regularizer = MeshRegularizer(
                self._surface.vertices, self._surface.faces, self._surface.groups, settings.regularizers
            )

    def step(self) -> Losses:
        """One iteration: draw cameras, render, guide, update.

        Raises:
            StyleGLIPError: the loss is not a number any more.
        """
        assert self._guides is not None, "guide_by comes first"
        settings, guides, step = self._settings, self._guides, self.steps_done + 1
        if settings.field.progressive_steps:
            for index in self._trained:
                self._fields.field(index).encoding.set_progress((step - 1) / settings.field.progressive_steps)
        styled = self._fields()
        cameras = self._scene.sample_cameras(self._generator)
        views = self._scene.views(self._fields, styled, cameras, guides.wanted(step), step)
        terms: list[Tensor] = []
        values: dict[str, float] = {}
        if guides.uses_glip(step) and guides.glip is not None:
            loss = guides.glip(views, guides.glip_turn(step))
            values["glip"] = float(loss.value.detach())
            if loss.update:
                terms.append(settings.glip_weight * loss.objective)
        elif guides.crops is not None:
            crops = guides.crops(views)
            if crops is not None:
                values["clip"] = float(crops.detach())
                terms.append(settings.clip_weight * crops)
        if guides.palette is not None:
            colors = guides.palette(self._fields, styled, step)
            if colors is not None:
                values["palette"] = float(colors.detach())
                terms.append(settings.palette_weight * colors)
        terms += self._regularizing_terms(styled)
        total = torch.stack(terms).sum() if terms else torch.zeros(())
        if not bool(torch.isfinite(total)):
            raise StyleGLIPError("The optimisation diverged. Lower the learning rate and try again.")
        if total.requires_grad:
            self._optimizer.zero_grad(set_to_none=True)
            total.backward()
            set_learning_rate(self._optimizer, learning_rate(settings, step))
            self._optimizer.step()
        losses = Losses(float(total.detach()), values)
        self._history.append(losses)
        return losses

    def _regularizing_terms(self, styled: StyledSurface) -> list[Tensor]:
        settings = self._settings
        terms = []
        if self._edges is not None:
            smoothness = smoothness_loss(linear_to_srgb(styled.color), self._edges)
            terms.append(settings.smoothness_weight * smoothness)
        if self._prior is not None and settings.field.material is not None:
            pull = self._prior(self._fields, styled)
            if pull is not None:
                terms.append(settings.field.material.prior_weight * pull)
        if self._regularizer is not None and styled.vertices.requires_grad:
            terms.append(self._regularizer(styled.vertices))
        return terms

    @property
    def is_time_to_relocate(self) -> bool:
        """Joint mode: whether the parts are to be found again before the next step."""
        settings, step = self._settings, self.steps_done
        is_due = step > self._relocated_at and step % settings.joint.every == 0
        return settings.parts_mode is PartsMode.JOINT and is_due and not self.only

    def relocate(self, models: Models, on_view: Callable[[int], None]) -> None:
        """Joint mode: finds the parts on the stylized surface and takes their new places as far as the guard allows.

        Args:
            models: ground the part words.
            on_view: told after every view how many are done; raises to end the run, which keeps the places of before.
        """
        if not self.active:
            return
        if self.first_weights is None:
            self.first_weights = np.stack([part.weights for part in self._located], axis=1)
        surface, settings = self._surface, self._settings
        cameras = locating_cameras(surface, settings)
        with torch.no_grad():
            styled = self._fields()
            size = settings.localization.image_size
            rendering = self._scene.draw_styled(styled, cameras.to(surface.vertices.device), size)
        self._located, warnings = relocated_parts(
            self._located,
            self.first_weights,
            PicturedSurface.of(surface, styled.vertices, cameras, rendering),
            surface.areas.cpu().numpy(),
            models,
            settings,
            on_view,
        )
        self.warnings += [sentence for sentence in warnings if sentence not in self.warnings]
        self._fields.set_weights(self._weights_of(self._found))
        self._relocated_at = self.steps_done

    def snapshot(self) -> Snapshot:
        """The look so far, at the input's vertices."""
        return summed(self._mesh, self._sampled())

    def _sampled(self) -> tuple[StyledPart, ...]:
        fields = self._fields if self.active else None
        return sample_parts(self._mesh, self._surface, self._located, fields, self._settings.field.displaces)

    def state(self) -> StyleState:
        """All that it takes to go on later; tensors are copies."""
        fields: dict[str, Tensor] = {}
        optimizer: dict[str, Tensor] = {}
        lights: dict[str, Tensor] = {}
        if self.active:
            fields = _copied({n.removeprefix("fields."): v for n, v in self._fields.state_dict().items()})
            optimizer = moments(self._optimizer)
            if self._scene.lights is not None:
                lights = _copied(self._scene.lights.state_dict())
        return StyleState(
            settings=self._settings,
            model=self._model,
            choice=self._choice,
            parts=tuple(replace(part, part=replace(part.part, mask=None)) for part in self._located),
            step=self.steps_done,
            history=tuple(self._history),
            sphere=self._surface.sphere,
            mesh_hash=mesh_hash(self._mesh),
            fields=fields,
            optimizer=optimizer,
            generator=self._generator.get_state(),
            lights=lights,
            first_weights=self.first_weights,
            relocated_at=self._relocated_at,
            only=self.only,
            held=self._held,
            matches=dict(self._matches),
            warnings=tuple(self.warnings),
            colors=self._mesh.colors,
            up=self._mesh.up,
            front=self._mesh.front,
        )

    def take_over(self, state: StyleState) -> None:
        """Takes the fields of the parts that this run does not style from a state, unchanged.

        Raises:
            StateError: they do not fit.
        """
        trained = tuple(f"{index}." for index in self._trained) if self.active else ()
        self._load_fields({name: value for name, value in state.fields.items() if not name.startswith(trained)})
        self._load_lights(state)
        self._held = state.held
        self._model, self._choice = state.model, state.choice

    def resume(self, state: StyleState) -> None:
        """Goes on where a state was put away; call it before `guide_by`.

        Raises:
            StateError: the state does not fit.
        """
        self._load_fields(state.fields)
        self._load_lights(state)
        try:
            if self.active:
                restore_moments(self._optimizer, state.optimizer)
            self._generator.set_state(state.generator)
        except (ValueError, RuntimeError, KeyError) as error:
            raise StateError(_UNFIT) from error
        self._history = list(state.history)
        self._model, self._choice = state.model, state.choice
        self.first_weights = state.first_weights
        self._relocated_at = state.relocated_at
        self._held = state.held
        self._matches = dict(state.matches)
        self.warnings = list(state.warnings)

    def _load_fields(self, tensors: Mapping[str, Tensor]) -> None:
        if not self.active:
            return
        try:
            self._fields.load_state_dict(
                self._fields.state_dict() | {f"fields.{name}": value for name, value in tensors.items()}
            )
        except RuntimeError as error:
            raise StateError(_UNFIT) from error

    def _load_lights(self, state: StyleState) -> None:
        if self.active and self._scene.lights is not None:
            try:
                self._scene.lights.load_state_dict(state.lights)
            except RuntimeError as error:
                raise StateError(_UNFIT) from error

    def result(self, seconds: dict[str, float]) -> StylizeResult:
        """Samples the fields at the input's vertices and puts everything together."""
        parts, self._held = parts_held_back(
            self._mesh, self._surface.refined.original_groups, self._sampled(), self.only, self._held
        )
        parts = with_matches(parts, self._matches)
        whole = summed(self._mesh, parts)
        return StylizeResult(
            parts=parts,
            displacement=whole.displacement,
            color=whole.color,
            history=tuple(self._history),
            settings=self._settings,
            model=self._model,
            seconds=dict(seconds),
            warnings=tuple(self.warnings),
            state=self.state(),
        )


def _edges(faces: Tensor) -> Tensor:
    """(E, 2) every edge of triangles (F, 3) once."""
    sides = torch.cat([faces[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))])
    return sides.sort(dim=1).values.unique(dim=0)


def _copied(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in tensors.items()}


def _input_frame(settings: StylizeSettings, surface: Surface) -> InputFrame:
    """What points go through before they are encoded: mirrored first and standardised then, as in Text2Mesh."""
    return InputFrame(_MIRRORS[settings.field.mirror], surface.vertices if settings.field.standardize else None)
