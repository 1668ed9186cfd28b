"""Checks of what a saved state is resumed with: the same mesh, the same parts, settings that fit its fields."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from ..vocabulary.errors import PromptError, StateError
from ..vocabulary.mesh import Mesh, Part
from ..vocabulary.prompt import part_key
from ..vocabulary.results import LocatedPart
from ..vocabulary.settings import FieldSettings, StylizeSettings
from .state import StyleState, mesh_hash

_FIXED = (*(f"field.{item.name}" for item in fields(FieldSettings)), "dense_vertices", "parts_mode")


def check_fit(state: StyleState, mesh: Mesh, settings: StylizeSettings, restyled: Collection[str]) -> None:
    """Checks that a state belongs to a mesh and can go on with these settings.

    Args:
        state: of an earlier run.
        mesh: the input.
        settings: of the run to come.
        restyled: names of parts that begin anew; empty: the run is continued.

    Raises:
        StateError: it does not; the message names what differs.
    """
    if state.mesh_hash != mesh_hash(mesh):
        raise StateError("The saved state is of another mesh, or the mesh was changed since. Run the style again.")
    names = list(_FIXED)
    if settings.field.material is None:
        names.remove("field.appearance")
    if not restyled:
        names.append("optimizer")
    for name in names:
        if attrgetter(name)(settings) != attrgetter(name)(state.settings):
            raise StateError(
                f'The setting "{name}" differs from the saved state\'s. Set it back, or run the style again.'
            )


def resumed_parts(state: StyleState, parts: Sequence[Part], restyled: Collection[str]) -> tuple[LocatedPart, ...]:
    """The state's parts where they were located, with new strengths and, for restyled ones, new styles.

    Args:
        state: of an earlier run.
        parts: what is asked for; parts left out stay as they are.
        restyled: names of parts that begin anew; empty: the run is continued.

    Raises:
        PromptError: a part that the state does not have; another style for a part that is not restyled; a part to be
            restyled that was not found.
    """
    asked = {part_key(part.name): part for part in parts}
    known = {part_key(located.part.name): located for located in state.parts}
    again = {part_key(name) for name in restyled}
    for key in (*asked, *again):
        if key not in known:
            name = asked[key].name if key in asked else next(n for n in restyled if part_key(n) == key)
            raise PromptError(f'The saved state has no part "{name}". Run the style again to add one.')
    resumed = []
    for key, located in known.items():
        part = asked.get(key, located.part)
        if key not in again and part.style != located.part.style:
            raise PromptError(
                f'Part "{part.name}" was styled as "{located.part.style}", not "{part.style}". Restyle this part, or '
                "run the style again."
            )
        if key in again and not located.found:
            raise PromptError(f'Part "{part.name}" was not found, so it cannot be restyled alone. {located.reason}')
        resumed.append(replace(located, part=replace(located.part, style=part.style, strength=part.strength)))
    return tuple(resumed)
