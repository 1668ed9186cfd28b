"""Taking a part by hand: painted in Weight Paint Mode and back, or the selected faces of Edit Mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import bpy
import numpy as np

from ...blender.names import part_data_name
from ...blender.reading.part_masks import read_mask, selected_faces_mask
from ...blender.reading.validation import ObjectError, check_writable
from ...blender.result.vertex_groups import read_group, write_group
from ...engine.vocabulary import FloatArray
from ...jobs.session import Lane
from ..background import driver
from ..language import translated
from ..refusing import Refusing
from ..target import target_object, target_settings
from .found import finding_on, found_of_row, mask_of_row
from .where import Where


class _RowOperator(bpy.types.Operator):
    """Works on the row `index`, or on the active one."""

    if TYPE_CHECKING:
        index: int
    else:
        index: bpy.props.IntProperty(name="Row", min=-1, default=-1, options={"HIDDEN", "SKIP_SAVE"})

    def row(self, context: bpy.types.Context) -> Any:
        """The row; None where there is none or its part has no word."""
        settings = target_settings(context)
        index = self.index if self.index >= 0 else settings.active_part
        row = settings.parts[index] if 0 <= index < len(settings.parts) else None
        return row if row is not None and row.part.strip() else None


class PaintPartOperator(Refusing, _RowOperator):
    """Paint where this part is: enters Weight Paint on its vertex group. What is painted is not looked for"""

    bl_idname = "styleglip.paint_part"
    bl_label = "Paint"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be an object that can be painted on; the tooltip says what is missing."""
        return _rows_sentence(context) or _why_not_painted(context)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Makes the group, with what is known of the part, and enters Weight Paint Mode on it."""
        obj, row = target_object(context), self.row(context)
        if row is None:
            self.report({"ERROR"}, translated("Type the word for the part first."))
            return {"CANCELLED"}
        try:
            group = _own_group(obj, row)
        except ObjectError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        row.vertex_group, row.mask_source = group, Where.VERTEX_GROUP.name
        obj.vertex_groups.active_index = obj.vertex_groups[group].index
        target_settings(context).active_part = list(target_settings(context).parts).index(row)
        if context.mode != "PAINT_WEIGHT":
            bpy.ops.object.mode_set(mode="WEIGHT_PAINT")
        return {"FINISHED"}


class StopPaintingOperator(bpy.types.Operator):
    """Go back to Object Mode. A part on which nothing was painted is looked for again"""

    bl_idname = "styleglip.stop_painting"
    bl_label = "Done"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """In Weight Paint Mode."""
        if context.mode != "PAINT_WEIGHT":
            cls.poll_message_set(translated("Nothing is being painted."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Leaves the mode; takes groups of ours off that are empty."""
        bpy.ops.object.mode_set(mode="OBJECT")
        obj = target_object(context)
        for row in target_settings(context).parts:
            group = part_data_name(row.part)
            is_ours = Where[row.mask_source] is Where.VERTEX_GROUP and row.vertex_group == group
            if is_ours and group in obj.vertex_groups and not read_group(obj, group).any():
                obj.vertex_groups.remove(obj.vertex_groups[group])
                row.mask_source, row.vertex_group = Where.DETECT.name, ""
        return {"FINISHED"}


class TakeSelectedOperator(Refusing, _RowOperator):
    """Make the selected faces this part: they become its vertex group"""

    bl_idname = "styleglip.take_selected"
    bl_label = "Use Selected Faces"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """Faces must be selected in Edit Mode."""
        obj = target_object(context)
        sentence = _rows_sentence(context)
        if not sentence and (obj is None or obj.type != "MESH" or obj.mode != "EDIT"):
            sentence = "Select the part's faces in Edit Mode first."
        if not sentence and obj.data.total_face_sel == 0:
            sentence = "No face is selected."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Writes the group from outside of Edit Mode, where it would be lost, and goes back into it."""
        obj, row = target_object(context), self.row(context)
        if row is None:
            self.report({"ERROR"}, translated("Type the word for the part first."))
            return {"CANCELLED"}
        bpy.ops.object.mode_set(mode="OBJECT")
        try:
            check_writable(obj)
            group = part_data_name(row.part)
            write_group(obj, group, selected_faces_mask(obj))
        except ObjectError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        else:
            row.vertex_group, row.mask_source = group, Where.VERTEX_GROUP.name
            return {"FINISHED"}
        finally:
            bpy.ops.object.mode_set(mode="EDIT")


def _own_group(obj: Any, row: Any) -> str:
    """The group to paint: the one that the row names, else one of its own with what is known of the part.

    Raises:
        ObjectError: the mask that the row names is none.
    """
    mask, group = mask_of_row(row), part_data_name(row.part)
    if Where[row.mask_source] is Where.VERTEX_GROUP:
        if row.vertex_group in obj.vertex_groups:
            return str(row.vertex_group)
        mask = None
    found, finding = found_of_row(obj, row), finding_on(obj)
    if mask is not None and mask.name:
        write_group(obj, group, read_mask(obj, mask))
    elif group not in obj.vertex_groups:
        write_group(obj, group, finding.weights(found) if found and finding else _nowhere(obj))
    return group


def _nowhere(obj: Any) -> FloatArray:
    return np.zeros(len(obj.data.vertices), dtype=np.float32)


def _rows_sentence(context: bpy.types.Context) -> str:
    if driver().job(Lane.OBJECT) is not None:
        return "StyleGLIP is at work. Wait until it is done or press Cancel."
    return "" if len(target_settings(context).parts) else "There are no parts in the list."


def _why_not_painted(context: bpy.types.Context) -> str:
    obj = target_object(context)
    if obj is None or obj.type != "MESH":
        return "Click a mesh object first."
    if obj.mode not in ("OBJECT", "WEIGHT_PAINT"):
        return "Switch to Object Mode first."
    if not obj.visible_get():
        return "The object is hidden. Show it to paint on it."
    try:
        check_writable(obj)
    except ObjectError as error:
        return str(error)
    return ""
