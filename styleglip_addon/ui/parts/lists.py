"""The list of parts: one row each, with style, part and, after a run, whether it was found."""

from __future__ import annotations

from typing import Any

import bpy

from ..outcomes import is_part_of_result, outcome_of_row
from ..target import target_object
from .readings import reading_of_row


class PartList(bpy.types.UIList):
    """Rows of parts, edited in place."""

    bl_idname = "STYLEGLIP_UL_parts"

    def draw_item(
        self,
        context: bpy.types.Context,
        layout: bpy.types.UILayout,
        data: Any,
        item: Any,
        icon: int,
        active_data: Any,
        active_property: str,
        index: int = 0,
        flt_flag: int = 0,
    ) -> None:
        """Draws a row."""
        row = layout.row(align=True)
        outcome = outcome_of_row(target_object(context), item)
        if outcome is None:
            reading = reading_of_row(item)
            is_doubtful = reading is not None and bool(reading.doubts)
            row.label(text="", icon="QUESTION" if is_doubtful else "DOT")
        else:
            row.label(text="", icon="CHECKMARK" if outcome.found else "ERROR")
        names = row.split(factor=0.55, align=True)
        names.prop(item, "style", text="", emboss=False, placeholder="Style")
        names.prop(item, "part", text="", emboss=False, placeholder="Part")
        if is_part_of_result(target_object(context), item):
            row.operator("styleglip.restyle_part", text="", icon="BRUSH_DATA").index = index

    def draw_filter(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        """No filter: lists are short."""
