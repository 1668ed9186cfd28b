"""Muting the parts of a result, and showing one alone: shape and color come and go, what is dialled stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...blender.result.dial_values import read_muted
from ...blender.result.part_mix import mute_parts, part_names
from ...blender.result.write_back import has_result
from ...engine.vocabulary.part_names import part_key
from ..refusing import Refusing
from ..target import target_object, target_settings
from .dialling import telling


class _OnResult(Refusing):
    """The active object must have a result that can be changed now."""

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be a result, outside of Edit Mode."""
        obj = target_object(context)
        if not has_result(obj):
            return "The active object has no StyleGLIP result. Press Stylize first."
        if obj.data.is_editmode:
            return "Switch to Object Mode first."
        if not obj.data.is_editable or obj.data.library is not None:
            return "The object's mesh is linked from another file."
        return ""


class MutePartOperator(_OnResult, bpy.types.Operator):
    """Let this part show nothing of its style for now, or show it again. Ctrl click: show this part alone"""

    bl_idname = "styleglip.mute_part"
    bl_label = "Mute Part"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    if TYPE_CHECKING:
        index: int
        alone: bool
    else:
        index: bpy.props.IntProperty(name="Row", min=-1, default=-1, options={"HIDDEN", "SKIP_SAVE"})
        alone: bpy.props.BoolProperty(name="Alone", options={"HIDDEN", "SKIP_SAVE"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """With Ctrl, as Blender's own eyes do."""
        self.alone = event.ctrl
        return self.execute(context)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Mutes or shows the part of the row `index`, or of the active one."""
        name = _part_of_row(context, self.index)
        if not name:
            return {"CANCELLED"}
        obj = target_object(context)
        muted = _others_muted(obj, name) if self.alone else read_muted(obj.data) ^ {name}
        with telling(obj):
            mute_parts(obj, muted)
        return {"FINISHED"}


class SoloPartOperator(_OnResult, bpy.types.Operator):
    """Show the active row's part alone, or all parts again"""

    bl_idname = "styleglip.solo_part"
    bl_label = "Solo"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Mutes all other parts; where they are muted already, shows them."""
        name = _part_of_row(context, -1)
        if not name:
            return {"CANCELLED"}
        with telling(target_object(context)):
            mute_parts(target_object(context), _others_muted(target_object(context), name))
        return {"FINISHED"}


class ShowAllPartsOperator(_OnResult, bpy.types.Operator):
    """Show all parts of the result again"""

    bl_idname = "styleglip.show_all_parts"
    bl_label = "Show All Parts"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """A part must be muted."""
        obj = target_object(context)
        return super().refusal(context) or ("" if read_muted(obj.data) else "No part is muted.")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Shows them."""
        with telling(target_object(context)):
            mute_parts(target_object(context), ())
        return {"FINISHED"}


def _others_muted(obj: Any, name: str) -> set[str]:
    """What is muted where a part is shown alone; nothing where it is alone already."""
    others = set(part_names(obj.data)) - {name}
    return set() if read_muted(obj.data) == others else others


def _part_of_row(context: bpy.types.Context, index: int) -> str:
    """The result's part that a row names; "" where there is none."""
    settings = target_settings(context)
    number = index if index >= 0 else settings.active_part
    if not 0 <= number < len(settings.parts):
        return ""
    key = part_key(settings.parts[number].part)
    return next((name for name in part_names(target_object(context).data) if part_key(name) == key), "")
