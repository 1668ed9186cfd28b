"""Parts that were not found, asked about before anything is styled: paint it, another word, or go on without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...jobs.session import Stage
from ..background import shown
from ..labels import draw_sentence
from ..language import translated
from ..outcomes import outcome_of_row
from ..parts.found import found_of_row, missing_on
from ..target import target_object, target_settings
from .operators import begin_run, start_job, why_no_run
from .session import StylizeSession


class GoOnWithoutOperator(bpy.types.Operator):
    """Style the parts that were found; the others are left out"""

    bl_idname = "styleglip.go_on_without"
    bl_label = "Go On Without"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """As for Stylize, and some part must have a place."""
        sentence = why_no_run(context)
        if not sentence and not _has_place(context):
            sentence = "None of the parts was found. Paint one, or use other words."
        if sentence:
            cls.poll_message_set(translated(sentence))
        return not sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts the run from the search that there is."""
        return start_job(self, lambda: begin_run(context, asks=False))


class OtherWordOperator(bpy.types.Operator):
    """Call the part by another word, and look for it again"""

    bl_idname = "styleglip.other_word"
    bl_label = "Other Word"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    if TYPE_CHECKING:
        index: int
        word: str
    else:
        index: bpy.props.IntProperty(name="Row", min=-1, default=-1, options={"HIDDEN", "SKIP_SAVE"})
        word: bpy.props.StringProperty(
            name="Part", description='Another word for the part, e.g. "lid" for "cover"', options={"SKIP_SAVE"}
        )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a row to change, and no job at work."""
        sentence = why_no_run(context)
        if sentence:
            cls.poll_message_set(translated(sentence))
        return not sentence

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """Asks for the word."""
        rows = target_settings(context).parts
        if 0 <= self.index < len(rows):
            self.word = rows[self.index].part
        result: set[Any] = context.window_manager.invoke_props_dialog(self)
        return result

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Changes the row and starts a search."""
        settings, word = target_settings(context), self.word.strip()
        if not 0 <= self.index < len(settings.parts) or not word:
            return {"CANCELLED"}
        settings.parts[self.index].part = word
        if not bpy.ops.styleglip.find_parts.poll():
            return {"FINISHED"}  # the panel says what is wrong with the word
        bpy.ops.styleglip.find_parts()
        return {"FINISHED"}


def draw_missing(layout: Any, context: bpy.types.Context) -> None:
    """A box that asks what to do about the parts that were not found; nothing where all were.

    Nor is anything asked about those that a result was made without: its own report tells of them.
    """
    obj, rows = target_object(context), target_settings(context).parts
    is_asking = shown(StylizeSession).stage is Stage.ASKING
    missing = [each for each in missing_on(obj) if is_asking or outcome_of_row(obj, rows[each[0]]) is None]
    if not missing:
        return
    box = layout.box()
    for number, item in missing:
        draw_sentence(box, context, item.reason, "QUESTION")
        buttons = box.row(align=True)
        buttons.operator("styleglip.paint_part", icon="BRUSH_DATA").index = number
        buttons.operator("styleglip.other_word", icon="GREASEPENCIL").index = number
    box.operator("styleglip.go_on_without", icon="PLAY")


def _has_place(context: bpy.types.Context) -> bool:
    obj = target_object(context)
    found = [found_of_row(obj, row) for row in target_settings(context).parts]
    return any(item is None or item.found for item in found)
