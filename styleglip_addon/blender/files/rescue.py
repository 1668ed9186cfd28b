"""Keeps what made a result in a file when the result cannot be written to its object or saved, and reads it back.

The file is the state of the run (see `engine.optimisation.state_file`): safetensors, no pickle. The result is made
again from it, bit for bit, and can be baked, restyled and continued like any other.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...engine.optimisation.atomic_file import write_atomically
from ...engine.prompts.writing import format_prompt
from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.errors import StateError, StyleGLIPError
from ...engine.vocabulary.json_texts import parse_json
from ...engine.vocabulary.part_names import part_key
from ..reading.mesh_export import ExportedObject
from ..reading.validation import ObjectError
from ..result.record import read_record

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState

SUFFIX = ".safetensors"
HOW_TO_OPEN = "Open Rescued Result puts it on the object."
"""What a sentence about a kept file ends with in the panel."""
_ZIP = b"PK\x03\x04"
_NOTES = "styleglip_notes"
"""Where `state_file` keeps notes in the header."""
_MOST_HEADER = 16 * 2**20
_PROMPT, _OBJECT, _NAMES = "prompt", "object", "restyled"


class RescueError(StyleGLIPError):
    """A result's file cannot be written or read; the message names the file."""


@dataclass(frozen=True, eq=False)
class RescuedResult:
    """What a file of `save_result` holds.

    Args:
        path: the file.
        state: of the run that made the result.
        prompt: as the user wrote it.
        object_name: the object it was made for; "" where the file does not say.
        names: the parts it was to replace in the object's result; empty: all of it.
    """

    path: Path
    state: StyleState
    prompt: str
    object_name: str
    names: tuple[str, ...]

    def fitted_to(self, exported: ExportedObject) -> ExportedObject:
        """An object's export with the colours that the run began with, to make and to write the result with.

        Raises:
            ObjectError: the result was made for another mesh.
        """
        from ...engine.optimisation.state import mesh_hash

        if mesh_hash(exported.mesh) != self.state.mesh_hash:
            known = f' It was made for an object named "{self.object_name}".' if self.object_name else ""
            raise ObjectError(
                f'The result in "{self.path}" is not of "{exported.handle.name}", or this mesh was changed or scaled '
                f"since.{known} Choose that object, as it was."
            )
        return replace(exported, mesh=replace(exported.mesh, colors=self.state.colors))

    def names_on(self, obj: bpy.types.Object) -> tuple[str, ...]:
        """The parts to replace in the result that an object carries; empty where all of the result is to be written."""
        record = read_record(obj.data)
        there = set() if record is None else {part_key(part.name) for part in record.report.parts}
        return self.names if {part_key(name) for name in self.names} <= there else ()


@dataclass(frozen=True)
class RescuedFile:
    """What can be told of a file of `save_result` without reading what made the result.

    Args:
        path: the file.
        object_name, prompt: as for `RescuedResult`.
    """

    path: Path
    object_name: str
    prompt: str


def rescued_files(folder: Path) -> list[RescuedFile]:
    """The kept results of a folder, the latest first; of a file that is none, its name alone is told.

    Needs no PyTorch and reads the beginnings of files that are new; a panel may ask at every redraw.
    """
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            found.append((path.stat().st_mtime_ns, path))
        except OSError:  # it has just been deleted
            continue
    return [_told(path, changed) for changed, path in sorted(found, reverse=True)]


@lru_cache(maxsize=256)
def _told(path: Path, changed: int) -> RescuedFile:
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = parse_json(file.read(min(length, _MOST_HEADER)))
        notes = parse_json(header["__metadata__"][_NOTES])
        return RescuedFile(path, str(notes.get(_OBJECT, "")), str(notes.get(_PROMPT, "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return RescuedFile(path, "", "")


def save_result(
    folder: Path, object_name: str, result: StylizeResult, prompt: str, names: tuple[str, ...] = ()
) -> Path:
    """Writes what made a result to a new file in `folder`; see `save_state`."""
    return save_state(folder, object_name, result.state, prompt, names)


def save_state(folder: Path, object_name: str, state: StyleState, prompt: str, names: tuple[str, ...] = ()) -> Path:
    """Writes the state of a run, ended or not, to a new file in `folder`, complete or not at all.

    Args:
        folder: made if absent.
        object_name: becomes part of the file's name, too.
        state: from the engine, after at least one step.
        prompt: as the user wrote it.
        names: the parts to replace in the result that the object carries; empty: all of it.

    Returns:
        The file.

    Raises:
        RescueError: the folder cannot be written, or the disk is full.
    """
    from ...engine.optimisation.state_file import state_to_bytes  # with PyTorch, which has made the result

    notes = {_PROMPT: prompt, _OBJECT: object_name, _NAMES: json.dumps(names)}
    stem = re.sub(r'[\x00-\x1f<>:"/\\|?*.]+', "_", object_name).strip(" _") or "result"
    stem = f"{stem[:40]}-{time.strftime('%Y%m%d-%H%M%S')}"
    path = folder / f"{stem}{SUFFIX}"
    for number in range(2, 1000):
        if not path.exists():
            break
        path = folder / f"{stem}-{number}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, lambda file: file.write(state_to_bytes(state, notes)))
    except OSError as error:
        raise RescueError(f'The result could not be saved to "{path}": {error.strerror or error}.') from error
    return path


def open_rescued(path: Path) -> RescuedResult:
    """Reads a file of `save_result`, or any other saved state of a run.

    Raises:
        RescueError: not such a file, damaged, of another version, or unreadable.
    """
    from ...engine.optimisation.state_file import notes_of, state_from_bytes

    try:
        data = path.read_bytes()
    except OSError as error:
        raise RescueError(f'"{path}" cannot be read: {error.strerror or error}.') from error
    if data.startswith(_ZIP):
        raise RescueError(
            f'"{path}" is a ZIP archive, like the .npz files in which StyleGLIP 0.1.0 kept results. '
            "These cannot be opened any more: run the style again."
        )
    try:
        state, notes = state_from_bytes(data), notes_of(data)
        names = tuple(str(name) for name in parse_json(notes.get(_NAMES, "[]")))
    except StateError as error:
        raise RescueError(f'"{path}": {error}') from error
    except (ValueError, TypeError) as error:
        raise RescueError(f'"{path}" is no saved StyleGLIP result, or it is damaged.') from error
    prompt = notes.get(_PROMPT) or format_prompt(located.part for located in state.parts)
    return RescuedResult(path, state, prompt, notes.get(_OBJECT, ""), names)
