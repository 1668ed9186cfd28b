"""Other pieces of material for the parts of a finished run, as pictures to choose from; no model and no step is needed.

A piece is named by its seed: the same words and seed are the same piece on every part, so a seed is all that it takes
to choose one (`Part.seed`, see `continuing.result_of_state`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .baking.from_state import styled_shape
from .baking.lit_pictures import part_view
from .materials.choice import MaterialChoice
from .optimisation.placing import at_natural_scale
from .optimisation.state import StyleState
from .vocabulary import FloatArray, Mesh
from .vocabulary.arguments import check_mesh, check_state
from .vocabulary.errors import PromptError, StateError
from .vocabulary.part_names import part_key
from .vocabulary.settings import Start


@dataclass(frozen=True, eq=False)
class Variation:
    """A piece of material that a part could have.

    Args:
        seed: for `Part.seed`.
        choice: the piece.
        picture: (size, size, 3) float32 sRGB in 0..1: the object around the part, with this piece on the part.
    """

    seed: int
    choice: MaterialChoice
    picture: FloatArray


@dataclass(frozen=True, eq=False)
class PartVariations:
    """What there is to choose from for a part.

    Args:
        name: of the part.
        now: (size, size, 3) the part as it is.
        others: further pieces.
    """

    name: str
    now: FloatArray
    others: tuple[Variation, ...]


def variations(
    mesh: Mesh, state: StyleState, parts: Sequence[str] = (), count: int = 4, first: int = 1, size: int = 256
) -> tuple[PartVariations, ...]:
    """Other pieces of the parts' materials, on the parts and lit, seen from the front; within seconds.

    A piece has other tones, another grain, more or less of what lies on the material, and, where no material is called
    what the words say, another of the materials near them. It is shown as it is, without what the run had fitted of the
    piece before: just so it will be when it is chosen.

    Args:
        mesh: the one that was stylized.
        state: of a run that starts from materials.
        parts: names; empty: all that were found.
        count: pieces of each part.
        first: seed of the first; the others' follow it.
        size: width and height of the pictures, pixels.

    Raises:
        PromptError: a part that the state does not have.
        StateError: the run started from grey, or a part was not found.
        MeshError: the mesh is not the one that was stylized.
    """
    check_state(state)
    check_mesh(mesh)
    if state.settings.start is Start.GREY:
        raise StateError("The run started from grey, not from materials, so there are no other pieces to choose from.")
    numbers = [_number(state, name) for name in parts] or [n for n, part in enumerate(state.parts) if part.found]
    shape = styled_shape(state, mesh)
    assert shape.placing is not None or not numbers
    found = []
    for number in numbers:
        part, view = state.parts[number].part, part_view(shape, number, size, state.up)
        others = []
        for seed in range(first, first + count):
            assert shape.placing is not None
            piece = state.choices[part.name].other(seed)
            piece = at_natural_scale(piece, shape.placing.frames[number])
            changed = replace(shape, style=state.with_material(number, piece))
            others.append(Variation(seed, piece, view.picture(changed)))
        found.append(PartVariations(part.name, view.picture(shape), tuple(others)))
    return tuple(found)


def _number(state: StyleState, name: str) -> int:
    for number, part in enumerate(state.parts):
        if part_key(part.part.name) == part_key(name):
            state.field_index(number)  # it has to be found
            return number
    there = ", ".join(part.part.name for part in state.parts)
    raise PromptError(f'There is no part "{name}". The parts are: {there}.')
