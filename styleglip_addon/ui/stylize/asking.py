"""Parts that were not found, asked about before anything is styled: paint it, another word, or go on without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...engine.vocabulary.part_names import part_key
from ...jobs.session import Stage
from ..background import shown
from ..labels import draw_sentence, is_told
from ..outcomes import outcome_of_row
from ..parts.found import found_of_row, missing_on
from ..parts.suggesting import SuggestSession
from ..refusing import Refusing
from ..target import target_object, target_settings
from .operators import begin_run, start_job, why_no_run
from .session import StylizeSession


class GoOnWithoutOperator(Refusing, bpy.types.Operator):
    """Style the parts that were found; the others are left out"""

    bl_idname = "styleglip.go_on_without"
    bl_label = "Go On Without"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """As for Stylize, and some part must have a place."""
        sentence = why_no_run(context)
        if not sentence and not _has_place(context):
            sentence = "None of the parts was found. Paint one, or use other words."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts the run from the search that there is."""
        return start_job(self, lambda: begin_run(context, asks=False))


def _other_words(operator: Any, context: bpy.types.Context, typed: str) -> list[str]:
    """What the object seems to have instead of a part that was not found, but for what is in the list already."""
    obj, rows = target_object(context), target_settings(context).parts
    item = found_of_row(obj, rows[operator.index]) if obj is not None and 0 <= operator.index < len(rows) else None
    suggested = shown(SuggestSession)
    names = [] if item is None else list(item.alternatives)
    if suggested.suggested is not None and obj is not None and suggested.about == obj.session_uid:
        names += suggested.suggested.names
    known = {part_key(row.part) for row in rows}
    return [name for name in dict.fromkeys(names) if part_key(name) not in known]


class OtherWordOperator(Refusing, bpy.types.Operator):
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
            name="Part",
            description='Another word for the part, e.g. "lid" for "cover". The list has what the object seems to have',
            search=_other_words,
            options={"SKIP_SAVE"},
        )

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be a row to change, and no job at work."""
        return why_no_run(context)

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
    session = shown(StylizeSession)
    is_asking = session.stage is Stage.ASKING
    missing = [each for each in missing_on(obj) if is_asking or outcome_of_row(obj, rows[each[0]]) is None]
    if not missing:
        return
    box = layout.box()
    if is_asking and is_told(context, session):
        draw_sentence(box, context, "Nothing is styled yet.", "INFO")
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
