"""One run on one mesh: everything that is known of it between two steps, and what comes out of it.

A run needs no models and no optimiser: it can be sampled, put away and taken up. Where it has steps to take, an
`loop.Optimisation` is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from ..fields import MaterialsOnParts, PartFields, UnstyledPoints, input_frame
from ..fields.vertex_values import sample_parts, summed
from ..materials.choice import MaterialChoice
from ..materials.points import Points
from ..surface.holding_back import parts_held_back
from ..surface.prepared import Surface
from ..vocabulary import LocatedPart, Losses, Mesh, Snapshot, StyledPart, StylizeResult, StylizeSettings
from ..vocabulary.errors import StateError
from ..vocabulary.mesh import FloatArray
from ..vocabulary.model_choice import ModelChoice
from ..vocabulary.settings import Start
from ..vocabulary.style_match import StyleMatch
from .placing import Placing, radii_per_metre
from .state import StyleState, mesh_hash

UNFIT = "The saved state does not fit this run's settings. Use the settings it was made with, or run the style again."


@dataclass(eq=False)
class Run:
    """A run and how far it is.

    Args:
        mesh, surface: the input and its dense copy.
        settings: of the run.
        located: all parts where they are now, with weights at the dense copy's vertices.
        fields: those of the found parts, in order; None where none was found.
        only: names of the parts that are styled; empty: all. The others' fields and places stay as they are.
        generator: the run's random numbers, besides those that parts draw for themselves.
        model, choice: of the models that guide it; "" and None: none yet.
        history: losses per step taken.
        warnings: sentences for the user.
        matches: by part name, which look its style was taken for.
        first_weights: (W, P) where the parts were located first, once they are located again (joint mode).
        relocated_at: the step before which they were last located again; 0: never.
        held: (V, P) what the last result's parts were left with of their displacement; see `holding_back`.
        moments, lights: what the optimiser and the lights hold while no optimisation is made of the run.
        choices: by part name, the materials that the fields start from; empty where they start from grey.
        changed: names of the parts that were given another strength or size since the last result.
        placing: how materials lie on the found parts; None where the fields start from grey.
    """

    mesh: Mesh
    surface: Surface
    settings: StylizeSettings
    located: tuple[LocatedPart, ...]
    fields: PartFields | None
    only: tuple[str, ...] = ()
    generator: torch.Generator = field(default_factory=torch.Generator)
    model: str = ""
    choice: ModelChoice | None = None
    history: list[Losses] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    matches: Mapping[str, StyleMatch] = field(default_factory=dict)
    first_weights: FloatArray | None = None
    relocated_at: int = 0
    held: FloatArray | None = None
    moments: Mapping[str, Tensor] = field(default_factory=dict)
    lights: Mapping[str, Tensor] = field(default_factory=dict)
    choices: dict[str, MaterialChoice] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    placing: Placing | None = None

    @classmethod
    def begun(
        cls,
        mesh: Mesh,
        surface: Surface,
        settings: StylizeSettings,
        located: Sequence[LocatedPart],
        only: Sequence[str] = (),
        choices: Mapping[str, MaterialChoice] | None = None,
        placing: Placing | None = None,
    ) -> Run:
        """A run before its first step; the fields are as new.

        Args:
            mesh, surface, settings, located, only, choices: see `Run`.
            placing: of these parts on this surface, where it is known; None: it is worked out.

        Raises:
            StateError: a found part has no material to start from, where the settings want one.
        """
        run = cls(
            mesh=mesh,
            surface=surface,
            settings=settings,
            located=tuple(located),
            fields=None,
            only=tuple(only),
            generator=torch.Generator().manual_seed(settings.seed),
            choices=dict(choices or {}),
            placing=placing,
        )
        run._create_fields()
        run.warn(part.reason for part in located if not part.found)
        return run

    def _create_fields(self) -> None:
        found, surface, settings = self.found, self.surface, self.settings
        if not found:
            return
        weights = _weights(surface, found)
        materials = None
        if settings.start is Start.MATERIAL:
            if any(part.part.name not in self.choices for part in found):
                raise StateError(UNFIT)
            self.placing = self.placing or _placing(surface, weights)
            chosen = tuple(self.placing.material(self.choices[part.part.name], part.part) for part in found)
            materials = MaterialsOnParts(settings.material, chosen, self._places())
        self.fields = PartFields(
            settings.field,
            [part.part.name for part in found],
            weights,
            UnstyledPoints.of(surface),
            settings.seed,
            input_frame(settings.field, surface),
            materials,
        )

    def choose(self, index: int, choice: MaterialChoice) -> None:
        """Lets a found part start from another material; what its field has learned is gone."""
        assert self.fields is not None
        assert self.placing is not None
        part = self.found[index].part
        self.choices[part.name] = choice
        self.fields.set_material(index, self.placing.material(choice, part))

    def _places(self) -> tuple[Points, ...]:
        """Where the dense copy's vertices are on each found part."""
        assert self.placing is not None
        return tuple(self.placing.at_vertices(index) for index in range(len(self.found)))

    @property
    def found(self) -> list[LocatedPart]:
        """The parts that were found: those that have a field."""
        return [part for part in self.located if part.found]

    @property
    def trained(self) -> tuple[int, ...]:
        """Indices among the found parts of those whose fields learn."""
        return tuple(index for index, part in enumerate(self.found) if not self.only or part.part.name in self.only)

    @property
    def judged(self) -> tuple[int, ...]:
        """Of those, the ones whose look the guidance judges: a picture is what its part is to look like."""
        names = [part.part.name for part in self.found]
        return tuple(
            index
            for index in self.trained
            if names[index] not in self.choices or self.choices[names[index]].picture is None
        )

    @property
    def steps_done(self) -> int:
        """Steps taken so far, those before a resumption included."""
        return len(self.history)

    @property
    def has_steps_left(self) -> bool:
        """Whether there is anything to optimise."""
        return self.fields is not None and self.steps_done < self.settings.iterations

    def warn(self, sentences: Iterable[str]) -> None:
        """Keeps sentences for the user, each once."""
        for sentence in sentences:
            if sentence not in self.warnings:
                self.warnings.append(sentence)

    def move_parts(self, located: Sequence[LocatedPart]) -> None:
        """Gives the parts new places (joint mode)."""
        self.located = tuple(located)
        if self.fields is None:
            return
        weights, places = _weights(self.surface, self.found), None
        if self.placing is not None:
            self.placing = _placing(self.surface, weights)
            places = self._places()
        self.fields.set_weights(weights, places)

    def load_fields(self, tensors: Mapping[str, Tensor]) -> None:
        """Takes weights of fields from a state, by its names; those that are not given stay.

        Raises:
            StateError: they do not fit.
        """
        if self.fields is None:
            return
        try:
            given = {f"fields.{name}": value for name, value in tensors.items()}
            self.fields.load_state_dict(self.fields.state_dict() | given)
        except RuntimeError as error:
            raise StateError(UNFIT) from error

    def snapshot(self) -> Snapshot:
        """The look so far, at the input's vertices."""
        return summed(self.mesh, self.sample())

    def result(self, seconds: Mapping[str, float], sampled: Sequence[StyledPart] | None = None) -> StylizeResult:
        """Samples the fields at the input's vertices and puts everything together.

        Args:
            seconds: wall time per phase.
            sampled: what `sample` gave; None: it is asked now.
        """
        groups = self.surface.refined.original_groups
        moved = {*self.only, *self.changed}
        sampled = self.sample() if sampled is None else sampled
        parts, self.held = parts_held_back(self.mesh, groups, sampled, moved, self.held)
        parts = tuple(self._told(part) for part in parts)
        whole = summed(self.mesh, parts)
        return StylizeResult(
            parts=parts,
            displacement=whole.displacement,
            color=whole.color,
            history=tuple(self.history),
            settings=self.settings,
            model=self.model,
            seconds=dict(seconds),
            warnings=tuple(self.warnings),
            state=self.state(),
        )

    def _told(self, styled: StyledPart) -> StyledPart:
        """A part with what is known of its style besides the arrays."""
        part = styled.located.part
        read_as, choice = self.matches.get(part.name), self.choices.get(part.name)
        if choice is None or not styled.located.found:
            return replace(styled, read_as=read_as)
        radii = choice.sample().finest * choice.scale * part.scale * radii_per_metre(self.surface.sphere)
        finest = radii * self.surface.sphere.radius
        return replace(styled, read_as=read_as, reading=choice.notes(), finest=finest)

    def state(self) -> StyleState:
        """All that it takes to go on later; tensors are copies."""
        own = {} if self.fields is None else self.fields.state_dict()
        return StyleState(
            settings=self.settings,
            model=self.model,
            choice=self.choice,
            parts=tuple(replace(part, part=replace(part.part, mask=None, picture=None)) for part in self.located),
            step=self.steps_done,
            history=tuple(self.history),
            sphere=self.surface.sphere,
            mesh_hash=mesh_hash(self.mesh),
            fields=copied({name.removeprefix("fields."): value for name, value in own.items()}),
            optimizer=dict(self.moments),
            generator=self.generator.get_state(),
            lights=dict(self.lights),
            first_weights=self.first_weights,
            relocated_at=self.relocated_at,
            only=self.only,
            held=self.held,
            matches=dict(self.matches),
            choices=dict(self.choices),
            warnings=tuple(self.warnings),
            colors=self.mesh.colors,
            up=self.mesh.up,
            front=self.mesh.front,
        )

    def sample(self, known: Mapping[str, StyledPart] | None = None) -> tuple[StyledPart, ...]:
        """Every part's style at the input's vertices, nothing held back.

        Args:
            known: by name, parts of which it is known already; their fields are not looked at.
        """
        return sample_parts(self.mesh, self.surface, self.located, self.fields, known or {})


def copied(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Copies on the CPU, without gradient."""
    return {name: value.detach().cpu().clone() for name, value in tensors.items()}


def _weights(surface: Surface, parts: Sequence[LocatedPart]) -> Tensor:
    """(W, P) weights of parts."""
    stacked = torch.from_numpy(np.stack([part.weights for part in parts], axis=1))
    return stacked.to(surface.vertices.device)


def _placing(surface: Surface, weights: Tensor) -> Placing:
    normals = surface.normals.cpu().numpy()
    by_part = dict(enumerate(weights.cpu().numpy().T))
    return Placing.of(surface.sphere, surface.refined, normals, by_part, surface.up)
