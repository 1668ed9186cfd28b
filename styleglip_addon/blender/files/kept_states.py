"""Keeps the optimisation's state of a result, so that the object can be restyled, continued or baked later.

A state goes into the .blend (see `packed_states`) and into a file of the user's StyleGLIP folder, named after the id in
the mesh's record; undo, copies of the object and a restart of Blender lead back to it. The .blend's can be opened on
any computer. The folder's knows where the models' files are on this one, and has the states too large for a .blend.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...engine.optimisation.atomic_file import write_atomically
from ...engine.vocabulary.errors import StateError
from ...engine.vocabulary.part_names import part_key
from ..reading.object_handle import Topology
from ..result.record import ResultRecord, read_record
from .history import follow_state
from .packed_states import has_packed_state, pack_state, packed_state

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState

SUFFIX = ".styleglip"
MOST_FILES = 40
"""Older files are removed; undo may lead back to any of the last ones."""
_IN_MEMORY = 2
"""States kept in memory as well: the object at hand, and the one before it."""


class KeptStates:
    """The states kept in a folder.

    Args:
        folder: made when the first state is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent: dict[str, StyleState] = {}

    def remember(self, obj: bpy.types.Object, state: StyleState) -> None:
        """Keeps the state of the result an object carries.

        Raises:
            StateError: the object has no result, or the state can be kept in memory only.
        """
        record = read_record(obj.data)
        if record is None or not _is_id(record.id):
            raise StateError(f'"{obj.name}" has no StyleGLIP result that a state could belong to.')
        self._recent.pop(record.id, None)
        self._recent[record.id] = state
        for old in list(self._recent)[:-_IN_MEMORY]:
            del self._recent[old]
        is_packed = pack_state(obj.data, record.id, state)
        follow_state(obj.data, record.id)
        path = self._path(record.id)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, lambda file: file.write(state.to_bytes()))
            self._remove_old(path)
        except OSError as error:
            if is_packed:
                return
            raise StateError(
                f'The state of "{obj.name}" could not be saved to "{path}": {error.strerror or error}. '
                "Free some space; until Blender is closed, the object can still be restyled and continued."
            ) from error

    def find(self, obj: bpy.types.Object) -> StyleState:
        """The state of an object's result.

        Raises:
            StateError: there is none, its file is gone or damaged, or the mesh has other faces now.
        """
        return self.finder(obj)()

    def finder(self, obj: bpy.types.Object) -> Callable[[], StyleState]:
        """As `find`, in two steps: what this gives reads the state on any thread, and raises StateError as well.

        Raises:
            StateError: there is no result, or the mesh has other faces now.
        """
        record = read_record(obj.data) if obj.type == "MESH" else None
        if record is None:
            raise StateError(f'"{obj.name}" has no StyleGLIP result. Press Stylize first.')
        if record.topology != Topology.of(obj.data).checksum:
            raise StateError(
                f'The faces of "{obj.name}" are no longer those that were stylized, so its result cannot be taken '
                "further. Press Stylize for a new one."
            )
        known = self._recent.get(record.id)
        name, packed = obj.name, None if known is not None else packed_state(obj.data, record.id)

        def find() -> StyleState:
            state = known or self._recent.get(record.id) or self._read(name, record, packed)
            self._recent[record.id] = state
            return state

        return find

    def _read(self, name: str, record: ResultRecord, packed: bytes | None) -> StyleState:
        """The state as the user's folder or else the .blend has it."""
        from ...engine.optimisation.state import StyleState

        path = self._path(record.id)
        if self._has_file(record):
            try:
                return StyleState.from_bytes(path.read_bytes())
            except OSError as error:
                if packed is None:
                    raise StateError(f'"{path}" cannot be read: {error.strerror or error}.') from error
            except StateError as error:
                if packed is None:
                    raise StateError(f'"{path}": {error}') from error
        if packed is None:
            raise StateError(
                f'What is needed to take the result of "{name}" further is neither in this .blend nor on this '
                "computer. Press Stylize for a new result."
            )
        try:
            return StyleState.from_bytes(packed)
        except StateError as error:
            raise StateError(f'What this .blend keeps of the result of "{name}" cannot be used: {error}') from error

    def has(self, obj: bpy.types.Object) -> bool:
        """Whether there is a state for an object's result; cheap, looks at no face."""
        record = read_record(obj.data) if obj is not None and obj.type == "MESH" else None
        return record is not None and (
            record.id in self._recent or self._has_file(record) or has_packed_state(obj.data, record.id)
        )

    def of_result(self, record_id: str, packed: bytes | None) -> StyleState:
        """The state of a result that an object has had before. Works on any thread.

        Args:
            record_id: of its record.
            packed: what the .blend has of it; None: nothing.

        Raises:
            StateError: there is none, or it is damaged.
        """
        from ...engine.optimisation.state import StyleState

        known = self._recent.get(record_id)
        if known is not None:
            return known
        if _is_id(record_id) and self._path(record_id).is_file():
            try:
                return StyleState.from_bytes(self._path(record_id).read_bytes())
            except (OSError, StateError):
                if packed is None:
                    raise
        if packed is None:
            raise StateError("What made this result is neither in this .blend nor on this computer.")
        return StyleState.from_bytes(packed)

    def has_file(self, record_id: str) -> bool:
        """Whether this computer keeps the state of a result."""
        return _is_id(record_id) and self._path(record_id).is_file()

    def forget(self) -> None:
        """Drops what is in memory; the files stay."""
        self._recent.clear()

    def files(self) -> list[Path]:
        """The kept files, oldest first."""
        return sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)

    def _has_file(self, record: ResultRecord) -> bool:
        return _is_id(record.id) and self._path(record.id).is_file()

    def _path(self, record_id: str) -> Path:
        return self._folder / f"{record_id}{SUFFIX}"

    def _remove_old(self, newest: Path) -> None:
        files = [path for path in self.files() if path != newest]
        for path in files[: max(len(files) + 1 - MOST_FILES, 0)]:
            path.unlink(missing_ok=True)


def is_whole(obj: bpy.types.Object, state: StyleState) -> bool:
    """Whether a state holds all parts of the result an object carries; a part restyled without the others has its own.

    Only a whole state can be gone on from.
    """
    record = read_record(obj.data)
    parts = {part_key(part.name) for part in record.report.parts} if record is not None else set()
    return parts <= {part_key(located.part.name) for located in state.parts}


def _is_id(record_id: str) -> bool:
    """An id of ours: a file of any other name is never opened, whatever a .blend from elsewhere says."""
    return re.fullmatch(r"[0-9a-f]{32}", record_id) is not None
