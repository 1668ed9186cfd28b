"""Esc over a 3D view cancels the work on an object.

An entry of the key map, not a modal operator: while one runs, Blender saves nothing by itself. It comes last, after
running tools, text fields, menus and the key maps of modes, and takes the key only while there is work to cancel and no
animation plays, which Esc stops. Like all keys it can be changed in the preferences.
"""

from __future__ import annotations

from typing import Any, ClassVar

import bpy

from ...jobs.session import Lane
from ..background import driver
from ..language import translated
from ..stylize.operators import can_be_held
from ..windows import redraw_sidebars

_entries: list[tuple[Any, Any]] = []


class CancelByKeyOperator(bpy.types.Operator):
    """Stop what StyleGLIP does in the background. The object stays as it is"""

    bl_idname = "styleglip.cancel_by_key"
    bl_label = "Cancel StyleGLIP"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a job to stop, and nothing else that the key means."""
        if context.screen is not None and context.screen.is_animation_playing:
            cls.poll_message_set(translated("An animation plays."))
            return False
        return can_be_held(cls)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Asks the job to stop."""
        driver().cancel(Lane.OBJECT)
        redraw_sidebars()
        return {"FINISHED"}


def register() -> None:
    """Adds the key; without a window Blender has no key maps for add-ons."""
    keys = bpy.context.window_manager.keyconfigs.addon
    if keys is not None:
        entries = keys.keymaps.new(name="3D View", space_type="VIEW_3D")
        _entries.append((entries, entries.keymap_items.new(CancelByKeyOperator.bl_idname, "ESC", "PRESS")))


def unregister() -> None:
    """Takes it off."""
    for entries, entry in _entries:
        entries.keymap_items.remove(entry)
    _entries.clear()
