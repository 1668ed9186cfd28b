"""The states of results, in the .blend or on this computer: what an object is restyled, continued and baked from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from ...blender.files.history import packed_of
from ...blender.files.kept_states import KeptStates
from ...blender.files.packed_states import packed_state
from ..models.stored import data_folder

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState


def remember_state(obj: Any, state: StyleState) -> None:
    """Keeps the state of the result an object carries, in the .blend and on this computer.

    Raises:
        StateError: the object has no result, or the file cannot be written.
    """
    _kept_states().remember(obj, state)


def state_of(obj: Any) -> StyleState:
    """The state of an object's result, to go on from.

    Raises:
        StateError: there is none, or it does not fit the mesh any more; the sentence says why and what to do.
    """
    return _kept_states().find(obj)


def state_finder(obj: Any) -> Callable[[], StyleState]:
    """As `state_of`, for a worker thread: what this gives reads the state there.

    Raises:
        StateError: see `state_of`; what is given raises it as well.
    """
    return _kept_states().finder(obj)


def finder_of(obj: Any, record_id: str) -> Callable[[], StyleState]:
    """Reads, on any thread, the state of a result that an object has or has had; it may raise a StateError."""
    packed = packed_of(obj.data, record_id)
    if packed is None:
        packed = packed_state(obj.data, record_id)
    return partial(_kept_states().of_result, record_id, packed)


def has_state(obj: Any) -> bool:
    """Whether `state_of` is worth trying; cheap enough for a panel."""
    return _kept_states().has(obj)


@cache
def _kept_states() -> KeptStates:
    return KeptStates(data_folder().parent / "states")
