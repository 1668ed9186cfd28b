"""Other pieces of material for the parts of a finished run, as pictures to choose from; no model and no step is needed.

A piece is named by its seed: the same words and seed are the same piece on every part, so a seed is all that it takes
to choose one (`Part.seed`, see `continuing.result_of_state`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .baking.from_state import styled_shape
from .baking.lit_pictures import PartView, part_view
from .baking.shape import StyledShape
from .materials.choice import MaterialChoice
from .optimisation.placing import at_natural_scale
from .optimisation.state import StyleState
from .vocabulary import FloatArray, Mesh
from .vocabulary.arguments import check_mesh, check_state
from .vocabulary.errors import PromptError, StateError
from .vocabulary.look import Look
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
class PartPictures:
    """Pictures of a part as it would be with other looks, all from one view; see `part_pictures`.

    Args:
        state: of the run.
        number: of the part.
        shape: of the run.
        view: on the part.
    """

    state: StyleState
    number: int
    shape: StyledShape
    view: PartView

    def now(self) -> FloatArray:
        """(size, size, 3) float32 sRGB in 0..1: the part as it is."""
        return self.view.picture(self.shape)

    def with_look(self, look: Look) -> FloatArray:
        """(size, size, 3) float32 sRGB in 0..1: the part as it would be. A piece that it has already stays fitted."""
        located = self.state.parts[self.number]
        part = replace(located.part, scale=look.scale)
        state = replace(
            self.state,
            parts=tuple(
                replace(located, part=part) if number == self.number else other
                for number, other in enumerate(self.state.parts)
            ),
        )
        if look.seed is not None and look.seed != part.seed:
            state = state.with_material(self.number, self.piece(look.seed))
        before = self.shape.roughness or (0.0,) * len(self.state.parts)
        roughness = (*before[: self.number], look.roughness, *before[self.number + 1 :])
        return self.view.picture(replace(self.shape, style=state, roughness=roughness))

    def piece(self, seed: int) -> MaterialChoice:
        """The piece that a seed stands for, as it lies on the part."""
        assert self.shape.placing is not None
        name = self.state.parts[self.number].part.name
        return at_natural_scale(self.state.choices[name].other(seed), self.shape.placing.frames[self.number])


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
    _check_start(state)
    numbers = [_number(state, name) for name in parts] or [n for n, part in enumerate(state.parts) if part.found]
    shape = styled_shape(state, mesh)
    found = []
    for number in numbers:
        part = state.parts[number].part
        pictures = PartPictures(state, number, shape, part_view(shape, number, size, state.up))
        looks = [Look(seed, part.scale) for seed in range(first, first + count)]
        others = tuple(
            Variation(look.seed or 0, pictures.piece(look.seed or 0), pictures.with_look(look)) for look in looks
        )
        found.append(PartVariations(part.name, pictures.now(), others))
    return tuple(found)


def part_pictures(
    mesh: Mesh, state: StyleState, part: str, size: int = 256, roughness: Mapping[str, float] | None = None
) -> PartPictures:
    """A view on a part from the front, to be shown with other looks one after the other; see `variations`.

    Args:
        mesh, state: see `variations`.
        part: its name.
        size: width and height of the pictures, pixels.
        roughness: by part name, how the parts' roughness is dialled now.

    Raises:
        PromptError, StateError, MeshError: see `variations`.
    """
    check_state(state)
    check_mesh(mesh)
    _check_start(state)
    number = _number(state, part)
    shape = styled_shape(state, mesh, roughness=roughness)
    return PartPictures(state, number, shape, part_view(shape, number, size, state.up))


def _check_start(state: StyleState) -> None:
    if state.settings.start is Start.GREY:
        raise StateError("The run started from grey, not from materials, so there are no other pieces to choose from.")


def _number(state: StyleState, name: str) -> int:
    for number, part in enumerate(state.parts):
        if part_key(part.part.name) == part_key(name):
            state.field_index(number)  # it has to be found
            return number
    there = ", ".join(part.part.name for part in state.parts)
    raise PromptError(f'There is no part "{name}". The parts are: {there}.')
