"""The result in Solid shading: 3D views are switched to color attributes when it comes, and back.

A result is a color attribute, and sometimes textures besides. The attribute shows in Solid shading wherever the
textures lie; the Texture color of that shading goes by the active UV map, which is the artist's own and not that of
textures it cannot carry. Material Preview and renders show the material with its textures.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import bpy

from ..blender.result.write_back import has_result
from .windows import views

_ATTRIBUTE = "VERTEX"
_USUAL = "MATERIAL"
"""What Blender's own views show, for a view of which nothing is remembered."""

_former: dict[int, str] = {}
"""What a view showed before it was switched, by its address: views are no data-blocks and undo leaves them alone."""
_taken_back: set[int] = set()
"""Views that show something else again because no object has a result any more; undo may bring one back."""


def shows_colors(view: Any) -> bool:
    """Whether a view's Solid shading shows color attributes, and so results."""
    return bool(view.shading.color_type == _ATTRIBUTE)


def show_colors(chosen: Iterable[Any] | None = None) -> None:
    """Lets the Solid shading of views show color attributes.

    Args:
        chosen: which views; None: those of all workspaces.
    """
    for view in views() if chosen is None else chosen:
        if not shows_colors(view):
            _former[view.as_pointer()] = view.shading.color_type
            view.shading.color_type = _ATTRIBUTE
        _taken_back.discard(view.as_pointer())


def show_as_before(view: Any) -> None:
    """Lets the Solid shading of a view show what it showed before it was switched."""
    if shows_colors(view):
        view.shading.color_type = _former.pop(view.as_pointer(), _USUAL)


def follow_results() -> None:
    """Switches views back where the last result has gone from the scene, and again where undo has brought one back."""
    there = any(has_result(obj) for obj in bpy.context.scene.objects)
    for view in views():
        place = view.as_pointer()
        if there and place in _taken_back:
            show_colors((view,))
        elif not there and place in _former:
            show_as_before(view)
            _former.pop(place, None)
            _taken_back.add(place)


def forget_views() -> None:
    """Another file brings its own views."""
    _former.clear()
    _taken_back.clear()
