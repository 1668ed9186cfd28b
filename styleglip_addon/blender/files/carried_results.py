"""The result that an object of a file carries, with what made it, for a command that changes it without a run."""

from __future__ import annotations

from pathlib import Path

import bpy

from ...engine.vocabulary.errors import StateError
from ..reading.object_handle import Topology
from ..reading.validation import ObjectError
from ..result.record import read_record
from .packed_states import packed_state
from .rescue import RescuedResult


def carried_result(obj: bpy.types.Object, path: Path) -> RescuedResult:
    """The result that an object carries, as far as the file has what made it.

    Args:
        obj: of the open file.
        path: where it comes from, for sentences.

    Raises:
        ObjectError: it has no result, or other faces than it was made for.
        StateError: what made it is not in the file, or it is damaged.
    """
    from ...engine.optimisation.state import StyleState  # with PyTorch

    record = read_record(obj.data) if obj.type == "MESH" else None
    if record is None:
        raise ObjectError(f'"{obj.name}" in "{path}" has no result that could be changed. Make one with --prompt.')
    if record.topology != Topology.of(obj.data).checksum:
        raise ObjectError(
            f'The faces of "{obj.name}" are no longer those that its result was made for. Make a new one with --prompt.'
        )
    data = packed_state(obj.data, record.id)
    if data is None:
        raise StateError(f'"{path}" does not hold what made the result of "{obj.name}". Make a new one with --prompt.')
    try:
        state = StyleState.from_bytes(data)
    except StateError as error:
        raise StateError(f'What "{path}" keeps of the result of "{obj.name}" cannot be used: {error}') from error
    return RescuedResult(path, state, record.report.prompt, obj.name, ())
