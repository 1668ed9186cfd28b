"""The list of parts: one row each, with its color, style, part, whether it was found and how surely."""

from __future__ import annotations

from typing import Any

import bpy

from ...blender.result.dial_values import read_muted
from ...engine.vocabulary import LocatedPart
from ...engine.vocabulary.part_names import part_key
from ..outcomes import Outcome, is_part_of_result, outcome_of_row
from ..target import target_object
from .found import found_of_row
from .readings import reading_of_row
from .rows import NO_TINT

_NARROW = 330.0
"""Pixels of a sidebar."""


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
        swatch = row.row()
        swatch.ui_units_x = 0.7
        if tuple(item.tint) != NO_TINT:
            swatch.prop(item, "tint", text="")
        obj = target_object(context)
        outcome, found = outcome_of_row(obj, item), found_of_row(obj, item)
        if outcome is None and found is not None:
            row.label(text="", icon="CHECKMARK" if found.found else "ERROR")
        elif outcome is None:
            reading = reading_of_row(item)
            is_doubtful = reading is not None and bool(reading.doubts)
            row.label(text="", icon="QUESTION" if is_doubtful else "DOT")
        else:
            row.label(text="", icon="CHECKMARK" if outcome.found else "ERROR")
        names = row.split(factor=0.55, align=True)
        names.prop(item, "style", text="", emboss=False, placeholder="Style")
        names.prop(item, "part", text="", emboss=False, placeholder="Part")
        if (sure := _confidence(outcome, found)) and not _is_narrow(context):
            how_sure = row.row()
            how_sure.ui_units_x = 2.0
            how_sure.alignment = "RIGHT"
            how_sure.label(text=sure, translate=False)
        if is_part_of_result(obj, item):
            is_muted = part_key(item.part) in {part_key(name) for name in read_muted(obj.data)}
            eye = "HIDE_ON" if is_muted else "HIDE_OFF"
            row.operator("styleglip.mute_part", text="", icon=eye, emboss=False).index = index
            row.operator("styleglip.restyle_part", text="", icon="BRUSH_DATA").index = index

    def draw_filter(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        """No filter: lists are short."""


def _is_narrow(context: bpy.types.Context) -> bool:
    """Whether words would be cut short if a row told all there is to tell; the confidence stands in Report as well."""
    scale = context.preferences.system.ui_scale or 1.0
    return context.region is not None and context.region.width / scale < _NARROW


def _confidence(outcome: Outcome | None, found: LocatedPart | None) -> str:
    """How sure it is that the part is there; empty where it is not."""
    known = found if outcome is None else outcome
    return f"{known.confidence:.0%}" if known is not None and known.found else ""
