"""Buttons that edit the prompt's parts: read the prompt again, add a row, remove a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ..language import translated
from ..target import target_settings
from .rows import add_row, rows_from_prompt, rows_to_prompt


class ReadPromptOperator(bpy.types.Operator):
    """Read the prompt into parts again"""

    bl_idname = "styleglip.read_prompt"
    bl_label = "Read Prompt"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Reads the prompt; its problem is shown below it."""
        rows_from_prompt(target_settings(context))
        return {"FINISHED"}


class AddPartOperator(bpy.types.Operator):
    """Add a part to the list"""

    bl_idname = "styleglip.add_part"
    bl_label = "Add Part"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Adds an empty row and makes it the active one."""
        settings = target_settings(context)
        add_row(settings)
        settings.active_part = len(settings.parts) - 1
        return {"FINISHED"}


class RemovePartOperator(bpy.types.Operator):
    """Remove a part from the list"""

    bl_idname = "styleglip.remove_part"
    bl_label = "Remove Part"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    if TYPE_CHECKING:
        index: int
    else:
        index: bpy.props.IntProperty(name="Row", min=-1, default=-1, options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a row."""
        if not len(target_settings(context).parts):
            cls.poll_message_set(translated("There are no parts in the list."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Removes the row `index`, or the active one."""
        settings = target_settings(context)
        index = self.index if self.index >= 0 else settings.active_part
        if not 0 <= index < len(settings.parts):
            return {"CANCELLED"}
        settings.parts.remove(index)
        settings.active_part = max(0, min(settings.active_part, len(settings.parts) - 1))
        rows_to_prompt(settings)
        if not len(settings.parts):
            settings.problem = ""
        return {"FINISHED"}
