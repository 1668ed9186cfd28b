"""The parts' swatches, and the tints in the 3D views that can be switched off with one click."""

from __future__ import annotations

from typing import Any

import bpy

from ...blender.result.part_tints import PartTints
from ...engine.vocabulary.part_tints import Tint
from ...jobs.session import Lane
from ..background import driver
from ..target import target_object
from ..windows import redraw_views
from .found import group_of_row

_tints: PartTints | None = None


def show_tints(is_shown: bool) -> None:
    """Switches the tints on or off."""
    bpy.context.window_manager.styleglip_show_parts = is_shown


def has_tints(obj: Any) -> bool:
    """Whether there is anything to tint on an object."""
    if obj is None or obj.type != "MESH":
        return False
    return any(group_of_row(obj, row) in obj.vertex_groups for row in obj.styleglip.parts)


def tints_of(obj: Any) -> dict[str, Tint]:
    """The tints that are shown on the active object now, by vertex group."""
    context = bpy.context
    is_busy = driver().job(Lane.OBJECT) is not None  # a run shows its preview there
    if is_busy or not context.window_manager.styleglip_show_parts:
        return {}
    groups = ((group_of_row(obj, row), row) for row in obj.styleglip.parts)
    return {group: (row.tint[0], row.tint[1], row.tint[2]) for group, row in groups if group}


def _on_show(manager: Any, context: bpy.types.Context) -> None:
    redraw_views()


def register() -> None:
    """Hangs the switch on the window manager, which no file keeps and no undo changes, and begins to draw."""
    global _tints
    bpy.types.WindowManager.styleglip_show_parts = bpy.props.BoolProperty(
        name="Show Parts",
        description="Show where the parts are in the 3D view, each in the color of its row. "
        "Nothing of it is on the object",
        default=False,
        options={"SKIP_SAVE"},
        update=_on_show,
    )
    _tints = PartTints(lambda: target_object(bpy.context), tints_of)


def unregister() -> None:
    """Ends drawing and takes the switch off."""
    global _tints
    if _tints is not None:
        _tints.end()
    _tints = None
    del bpy.types.WindowManager.styleglip_show_parts
