"""The results that an object has had, kept in the .blend with their states, so that each can be put on it again.

Every result has a hidden data-block that the mesh points to, as the state of the one that it carries has (see
`packed_states`), and for the latest result they are the same: nothing is there twice. A state has 0.1 to 0.2 megabytes
for a result that starts from materials (2 parts, 10,000 dense vertices), a picture 0.05 at most.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary.json_texts import parse_json
from ..names import ENTRY_PROPERTY, HISTORY_PROPERTY, PICTURE_PROPERTY, STATE_PROPERTY
from .packed_states import has_packed_state, new_text, remove_unused_states

MOST_ENTRIES = 8
MOST_BYTES = 64 * 2**20
"""Of an object's states together; the oldest go first, the latest stays."""
PICTURE_SIZE = 128
"""Width and height, pixels."""
_FORMAT = 1
_PICTURE_BYTES = PICTURE_SIZE * PICTURE_SIZE * 3


@dataclass(frozen=True)
class Entry:
    """What is told of a result.

    Args:
        id: of its record.
        prompt: what its parts say.
        seed: of its run; None: it is not known.
        steps: of its run.
        when: seconds since 1970, UTC.
        seconds: that the run took.
        vertices, faces: of the object's mesh.
        topology: `Topology.checksum` of that.
        asked: prompt, rows and settings, as plain data.
    """

    id: str
    prompt: str
    seed: int | None
    steps: int
    when: float
    seconds: float
    vertices: int
    faces: int
    topology: str
    asked: Mapping[str, Any]

    def fits(self, mesh: bpy.types.Mesh) -> bool:
        """Whether a mesh still has as many vertices and faces; cheap enough for a panel."""
        return (self.vertices, self.faces) == (len(mesh.vertices), len(mesh.polygons))


def entries(mesh: bpy.types.Mesh) -> list[Entry]:
    """The results of a mesh, the latest first; what is no entry is passed over."""
    found = [_read(record_id, text.get(ENTRY_PROPERTY)) for record_id, text in _texts(mesh).items()]
    return sorted((entry for entry in found if entry is not None), key=lambda entry: -entry.when)


def add_entry(mesh: bpy.types.Mesh, entry: Entry) -> None:
    """Puts a result at the head; its state is the one that the mesh has for it. The oldest of too many go.

    Args:
        mesh: with the result, whose state is packed if it is not too large.
        entry: what is told of it.
    """
    text = mesh[STATE_PROPERTY] if has_packed_state(mesh, entry.id) else new_text(entry.id)
    told = {"format": _FORMAT, **{name: getattr(entry, name) for name in _TOLD}, "asked": dict(entry.asked)}
    text[ENTRY_PROPERTY] = json.dumps(told, ensure_ascii=False)
    _write(mesh, {**_texts(mesh), entry.id: text})
    size = 0
    for number, each in enumerate(entries(mesh)):
        size += len(packed_of(mesh, each.id) or b"")
        if number and (number >= MOST_ENTRIES or size > MOST_BYTES):
            remove_entry(mesh, each.id)


def remove_entry(mesh: bpy.types.Mesh, record_id: str) -> None:
    """Forgets a result; where it is the one that the mesh carries, it stays there with its state."""
    texts = _texts(mesh)
    if record_id in texts:
        text = texts.pop(record_id)
        _write(mesh, texts)
        for name in (ENTRY_PROPERTY, PICTURE_PROPERTY):
            if name in text and text.users == int(has_packed_state(mesh, record_id)):
                del text[name]
        remove_unused_states()


def follow_state(mesh: bpy.types.Mesh, record_id: str) -> None:
    """Lets the entry of the result that a mesh carries have its state of now, after dialling; its picture goes."""
    texts = _texts(mesh)
    former, now = texts.get(record_id), mesh.get(STATE_PROPERTY)
    if former is not None and former != now and has_packed_state(mesh, record_id):
        now[ENTRY_PROPERTY] = former[ENTRY_PROPERTY]
        _write(mesh, {**texts, record_id: now})
        remove_unused_states()


def packed_of(mesh: bpy.types.Mesh, record_id: str) -> bytes | None:
    """The bytes of a result's state; None where the .blend has none."""
    text = _texts(mesh).get(record_id)
    data = text.get(STATE_PROPERTY) if text is not None else None
    return data if isinstance(data, bytes) else None


def write_picture(mesh: bpy.types.Mesh, record_id: str, picture: NDArray[np.uint8]) -> bool:
    """Keeps how a result looks.

    Args:
        mesh: with its entry.
        record_id: of the result.
        picture: (PICTURE_SIZE, PICTURE_SIZE, 3) sRGB, first row on top.

    Returns:
        Whether the mesh has the entry.
    """
    text = _texts(mesh).get(record_id)
    if text is not None and mesh.is_editable and picture.nbytes == _PICTURE_BYTES:
        text[PICTURE_PROPERTY] = zlib.compress(np.ascontiguousarray(picture).tobytes(), 9)
    return text is not None


def has_picture(mesh: bpy.types.Mesh, record_id: str) -> bool:
    """Whether `read_picture` is worth trying."""
    text = _texts(mesh).get(record_id)
    return text is not None and PICTURE_PROPERTY in text


def read_picture(mesh: bpy.types.Mesh, record_id: str) -> NDArray[np.uint8] | None:
    """How a result looks, as `write_picture` takes it; None where it is not known or something else."""
    text = _texts(mesh).get(record_id)
    data = text.get(PICTURE_PROPERTY) if text is not None else None
    if not isinstance(data, bytes):
        return None
    try:
        pixels = zlib.decompressobj().decompress(data, _PICTURE_BYTES)
    except zlib.error:
        return None
    if len(pixels) != _PICTURE_BYTES:
        return None
    return np.frombuffer(pixels, dtype=np.uint8).reshape(PICTURE_SIZE, PICTURE_SIZE, 3)


_TOLD = ("prompt", "seed", "steps", "when", "seconds", "vertices", "faces", "topology")


def _texts(mesh: bpy.types.Mesh) -> dict[str, bpy.types.Text]:
    group = mesh.get(HISTORY_PROPERTY)
    if group is None or not hasattr(group, "items"):
        return {}
    return {str(name): text for name, text in group.items() if isinstance(text, bpy.types.Text)}


def _write(mesh: bpy.types.Mesh, texts: Mapping[str, bpy.types.Text]) -> None:
    if texts:
        mesh[HISTORY_PROPERTY] = dict(texts)
    elif HISTORY_PROPERTY in mesh:
        del mesh[HISTORY_PROPERTY]


@lru_cache(maxsize=256)
def _read(record_id: str, text: Any) -> Entry | None:
    if not isinstance(text, str):
        return None
    try:
        data = parse_json(text)
        seed, asked = data["seed"], data["asked"]
        return Entry(
            id=record_id,
            prompt=str(data["prompt"]),
            seed=None if seed is None else int(seed),
            steps=int(data["steps"]),
            when=float(data["when"]),
            seconds=float(data["seconds"]),
            vertices=int(data["vertices"]),
            faces=int(data["faces"]),
            topology=str(data["topology"]),
            asked=dict(asked),
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
