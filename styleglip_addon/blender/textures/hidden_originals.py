"""Hides an object while its dense copy stands in its place: surfaces that lie in each other flicker.

Blender does not say that an object was deleted, so `show_without_copy` is called after every update of the scene; as
long as nothing is hidden it does nothing.
"""

from __future__ import annotations

import json
import uuid

import bpy

from ..names import DENSE_PROPERTY, HIDDEN_PROPERTY

_watched: dict[str, str] = {}
"""Names of hidden objects and of their copies, as last seen."""


def hide_original(obj: bpy.types.Object, copy: bpy.types.Object) -> None:
    """Hides an object in views and renders until its copy is gone; a second copy shares that.

    Args:
        obj: the original.
        copy: its dense copy.
    """
    hidden = _hidden(obj)
    if hidden is None:
        hidden = {"copy": uuid.uuid4().hex, "eye": _eye(obj), "render": obj.hide_render}
        obj[HIDDEN_PROPERTY] = json.dumps(hidden)
    copy[DENSE_PROPERTY] = hidden["copy"]
    _close_eye(obj, True)
    obj.hide_render = True
    _watched[obj.name] = copy.name


def show_without_copy() -> None:
    """Shows the objects again whose dense copies are gone, as they were shown before."""
    if not _watched or all(_is_copied(name, copy) for name, copy in _watched.items()):
        return
    watch_hidden()
    for obj in [obj for obj in bpy.data.objects if HIDDEN_PROPERTY in obj and obj.name not in _watched]:
        hidden = _hidden(obj)
        if hidden is not None and obj.is_editable:
            _close_eye(obj, bool(hidden["eye"]))
            obj.hide_render = bool(hidden["render"])
            del obj[HIDDEN_PROPERTY]


def watch_hidden() -> None:
    """Looks up which objects are hidden for which copies: another file is open, or undo has changed everything."""
    _watched.clear()
    copies = {obj.get(DENSE_PROPERTY): obj.name for obj in bpy.data.objects if _stands(obj) and DENSE_PROPERTY in obj}
    for obj in bpy.data.objects:
        hidden = _hidden(obj)
        if hidden is not None and hidden["copy"] in copies:
            _watched[obj.name] = copies[hidden["copy"]]


def _is_copied(name: str, copy_name: str) -> bool:
    obj, copy = bpy.data.objects.get(name), bpy.data.objects.get(copy_name)
    if obj is None or copy is None or not _stands(copy):
        return False
    hidden = _hidden(obj)
    return hidden is not None and copy.get(DENSE_PROPERTY) == hidden["copy"]


def _hidden(obj: bpy.types.Object) -> dict[str, object] | None:
    text = obj.get(HIDDEN_PROPERTY)
    try:
        hidden = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return hidden if isinstance(hidden, dict) and {"copy", "eye", "render"} <= hidden.keys() else None


def _stands(obj: bpy.types.Object) -> bool:
    """Whether an object is in a scene; deleted ones may stay in the file until it is saved."""
    return any(obj.name in scene.objects for scene in bpy.data.scenes)


def _eye(obj: bpy.types.Object) -> bool:
    """Whether the object is hidden by the eye of the outliner."""
    return obj.name in bpy.context.view_layer.objects and obj.hide_get()


def _close_eye(obj: bpy.types.Object, closed: bool) -> None:
    if obj.name in bpy.context.view_layer.objects:
        obj.hide_set(closed)
