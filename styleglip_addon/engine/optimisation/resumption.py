"""From a saved state to a run: checks of what it is taken up with, and the run it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from ..materials.choice import MaterialChoice
from ..surface.prepared import Surface
from ..vocabulary import FieldSettings, LocatedPart, Mesh, Part, StylizeSettings
from ..vocabulary.errors import PromptError, StateError
from ..vocabulary.part_names import part_key
from ..vocabulary.parts import check_materials
from ..vocabulary.settings import Start
from .placing import Placing, at_natural_scale
from .run import UNFIT, Run
from .state import StyleState, mesh_hash

_FIXED = (*(f"field.{item.name}" for item in fields(FieldSettings)), "start", "dense_vertices", "parts_mode")
_LIMITS = ("palette", "contrast", "roughness", "relief", "residual")
_FIXED_OF_MATERIALS = tuple(f"material.{name}" for name in _LIMITS)


def check_fit(state: StyleState, mesh: Mesh, settings: StylizeSettings, is_restyled: bool = False) -> None:
    """Checks that a state belongs to a mesh and can go on with these settings.

    Args:
        state: of an earlier run.
        mesh: the input.
        settings: of the run to come.
        is_restyled: whether parts begin anew; else the run is continued.

    Raises:
        StateError: it does not; the message names what differs.
    """
    if state.mesh_hash != mesh_hash(mesh):
        raise StateError("The saved state is of another mesh, or the mesh was changed since. Run the style again.")
    of_no_account = {"field.appearance"} if settings.field.material is None else set()
    fixed = _FIXED if settings.start is Start.GREY else (*_FIXED, *_FIXED_OF_MATERIALS)
    differing = [
        name
        for name in (fixed if is_restyled else (*fixed, "optimizer"))
        if name not in of_no_account and attrgetter(name)(settings) != attrgetter(name)(state.settings)
    ]
    if settings.start is Start.MATERIAL and settings.material.has_residual != state.settings.material.has_residual:
        differing.append("material.residual_steps")  # how many they are may change, whether there are any may not
    if differing:
        raise StateError(
            f'The setting "{differing[0]}" differs from the saved state\'s. Set it back, or run the style again.'
        )


def continued_parts(state: StyleState, parts: Sequence[Part]) -> tuple[LocatedPart, ...]:
    """The state's parts where they were located, with strengths, scales and pieces of `parts`; others stay as they are.

    Raises:
        PromptError: a part that the state does not have, another style for one, or a scale or seed that is none.
    """
    asked = _asked(state, parts)
    for located in state.parts:
        part = asked.get(part_key(located.part.name), located.part)
        if part.style != located.part.style:
            raise PromptError(
                f'Part "{part.name}" was styled as "{located.part.style}", not "{part.style}". Restyle this part, or '
                "run the style again."
            )
    kept = {part_key(located.part.name): located.part.seed for located in state.parts}
    pieces = {key: part if part.seed is not None else replace(part, seed=kept[key]) for key, part in asked.items()}
    return _with(state, pieces)


def restyled_parts(state: StyleState, parts: Sequence[Part]) -> tuple[LocatedPart, ...]:
    """The state's parts where they were located, with the styles, strengths and scales of those that begin anew.

    Raises:
        PromptError: no parts, one that the state does not have, or one that was not found.
    """
    if not parts:
        raise PromptError("Name at least one part to restyle, with its new style.")
    asked = _asked(state, parts)
    for located in state.parts:
        if part_key(located.part.name) in asked and not located.found:
            raise PromptError(
                f'Part "{located.part.name}" was not found, so it cannot be restyled alone. {located.reason}'
            )
    return _with(state, asked)


def continued_run(
    state: StyleState,
    mesh: Mesh,
    surface: Surface,
    settings: StylizeSettings,
    located: Sequence[LocatedPart],
    placing: Placing | None = None,
) -> Run:
    """The run that goes on where a state was put away.

    Args:
        state, mesh, surface, settings, located: of the run.
        placing: see `Run.begun`.

    Raises:
        StateError: the state does not fit.
    """
    run = Run.begun(mesh, surface, settings, located, state.only, state.choices, placing)
    run.load_fields(state.fields)
    try:
        run.generator.set_state(state.generator)
    except RuntimeError as error:
        raise StateError(UNFIT) from error
    run.model, run.choice = state.model, state.choice
    run.history, run.warnings, run.matches = list(state.history), list(state.warnings), state.matches
    run.first_weights, run.relocated_at, run.held = state.first_weights, state.relocated_at, state.held
    run.moments, run.lights = state.optimizer, state.lights
    if state.only or not run.has_steps_left:  # else every part is styled on
        pairs = zip((part.part for part in located), (part.part for part in state.parts), strict=True)
        run.changed = tuple(now.name for now, then in pairs if _asked_for(now) != _asked_for(then))
    _choose_pieces(run, state)
    return run


def _asked_for(part: Part) -> tuple[float, float, int | None]:
    return part.strength, part.scale, part.seed


def _choose_pieces(run: Run, state: StyleState) -> None:
    """Gives parts the pieces of material that are asked for; what their fields had learned was of other pieces."""
    before = {located.part.name: located.part.seed for located in state.parts}
    for index, located in enumerate(run.found):
        name, seed = located.part.name, located.part.seed
        if seed is None or seed == before[name]:
            continue
        if run.placing is None:
            raise StateError(f'Part "{name}" started from grey, not from a material, so it has no other pieces.')
        piece = run.choices[name].other(seed)
        run.choose(index, at_natural_scale(piece, run.placing.frames[index]))
        run.moments = {}


def restyled_run(
    state: StyleState,
    mesh: Mesh,
    surface: Surface,
    settings: StylizeSettings,
    located: Sequence[LocatedPart],
    only: Sequence[str],
    choices: Mapping[str, MaterialChoice],
) -> Run:
    """A run of some parts that begin anew, beside the others of a state as they are.

    Args:
        only: names of the parts that begin anew.
        choices: by name, the materials that these start from; empty: they start from grey.

    Raises:
        StateError: the state does not fit.
    """
    run = Run.begun(mesh, surface, settings, located, only, {**state.choices, **choices})
    anew = tuple(f"{index}." for index in run.trained)
    run.load_fields({name: value for name, value in state.fields.items() if not name.startswith(anew)})
    run.model, run.choice = state.model, state.choice
    run.held, run.lights = state.held, state.lights
    return run


def _asked(state: StyleState, parts: Sequence[Part]) -> dict[str, Part]:
    """By key, the parts that are asked for."""
    check_materials(parts)
    known = {part_key(located.part.name) for located in state.parts}
    for part in parts:
        if part_key(part.name) not in known:
            raise PromptError(f'The saved state has no part "{part.name}". Run the style again to add one.')
    return {part_key(part.name): part for part in parts}


def _with(state: StyleState, asked: dict[str, Part]) -> tuple[LocatedPart, ...]:
    parts = []
    for located in state.parts:
        part = asked.get(part_key(located.part.name), located.part)
        parts.append(replace(located, part=replace(part, name=located.part.name, mask=located.part.mask)))
    return tuple(parts)
