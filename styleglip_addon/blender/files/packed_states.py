"""Keeps the state of a result inside the .blend, so that whoever opens the file can bake it or take it further.

A state has a few megabytes (2.7 for the demonstration's lamp with three parts), little beside textures. Its bytes lie
on a hidden text data-block that the mesh points to: copies of the mesh share it, Append brings it along, undo and
saving treat it like the rest of the file, and it goes when the last mesh that needs it goes. There is no path to
follow, so nothing in a file from elsewhere leads to another file; the bytes are read as safetensors, which hold numbers
only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import bpy

from ..names import ENTRY_PROPERTY, HISTORY_PROPERTY, STATE_PROPERTY

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState

MOST_BYTES = 64 * 2**20
"""A larger state would make the file slow to save and to undo in."""

_TEXT_NAME = ".StyleGLIP State"
"""The dot hides it from Blender's menus."""
_ID_PROPERTY = "styleglip_id"


def pack_state(mesh: bpy.types.Mesh, record_id: str, state: StyleState) -> bool:
    """Puts the state of a mesh's result into the file, in the place of an earlier one.

    Where the models' files lie on this computer is left out.

    Args:
        mesh: with a result.
        record_id: of its `ResultRecord`.
        state: of the run that made it.

    Returns:
        Whether it is in the file; False: it is larger than `MOST_BYTES`.
    """
    drop_packed_state(mesh)
    is_embedded = state.choice is not None and state.choice.is_embedded
    data = (state if is_embedded else replace(state, choice=None)).to_bytes()
    if len(data) <= MOST_BYTES:
        text = new_text(record_id)
        text[STATE_PROPERTY] = data
        mesh[STATE_PROPERTY] = text
    remove_unused_states()
    return len(data) <= MOST_BYTES


def new_text(record_id: str) -> bpy.types.Text:
    """A hidden data-block for what belongs to a result; it is gone from saved files where nothing points to it."""
    text = bpy.data.texts.new(_TEXT_NAME)
    text.use_fake_user = False
    text[_ID_PROPERTY] = record_id
    return text


def packed_state(mesh: bpy.types.Mesh, record_id: str) -> bytes | None:
    """The bytes of the state that is in the file; None where there is none of this result."""
    text = mesh.get(STATE_PROPERTY)
    if not isinstance(text, bpy.types.Text) or text.get(_ID_PROPERTY) != record_id:
        return None
    data = text.get(STATE_PROPERTY)
    return data if isinstance(data, bytes) else None


def has_packed_state(mesh: bpy.types.Mesh, record_id: str) -> bool:
    """Whether `packed_state` would find something; reads none of it."""
    text = mesh.get(STATE_PROPERTY)
    return isinstance(text, bpy.types.Text) and text.get(_ID_PROPERTY) == record_id and STATE_PROPERTY in text


def drop_packed_state(mesh: bpy.types.Mesh) -> None:
    """Takes the state off a mesh; `remove_unused_states` takes it out of the file."""
    if STATE_PROPERTY in mesh:
        del mesh[STATE_PROPERTY]


def drop_states_of_deleted() -> None:
    """Takes the states off meshes that no object shows any more, earlier ones too; called before the file is saved.

    Blender writes no mesh without a user, but would write once more what such a mesh pointed to. Undo brings both back.
    """
    gone = Counter(obj.data for obj in bpy.data.objects if obj.users == 0 and obj.type == "MESH")
    for mesh in [mesh for mesh in bpy.data.meshes if mesh.is_editable]:
        if (STATE_PROPERTY in mesh or HISTORY_PROPERTY in mesh) and mesh.users - gone[mesh] <= 0:
            drop_packed_state(mesh)
            if HISTORY_PROPERTY in mesh:
                del mesh[HISTORY_PROPERTY]
    remove_unused_states()


def remove_unused_states() -> None:
    """Removes the states no mesh points to any more."""
    for text in [t for t in bpy.data.texts if t.users == 0 and t.is_editable]:
        if STATE_PROPERTY in text or ENTRY_PROPERTY in text:
            bpy.data.texts.remove(text)
