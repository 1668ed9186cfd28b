"""The result's panels: a slider for each part's shape and colour; the report."""

from __future__ import annotations

from typing import Any, ClassVar

import bpy

from ...blender.result.write_back import has_result
from ...engine.vocabulary.part_reading import as_shown
from ..background import shown
from ..labels import draw_sentence, is_told
from ..language import translated
from ..outcomes import outcomes
from ..sidebar import Tab
from ..stylize.session import StylizeSession
from ..target import target_object
from ..viewports import shows_colors
from .color_mix import draw_color_slider
from .dialling import chosen_part
from .part_dials import draw_part

_NAME_SHARE = 0.3
"""Of a line with a part's name and its sliders."""


class ResultPanel(Tab, bpy.types.Panel):
    """The active object's result."""

    bl_idname = "STYLEGLIP_PT_result"
    bl_label = "Result"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_order = 1

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Where there is one."""
        return has_result(target_object(context))

    def draw(self, context: bpy.types.Context) -> None:
        """Sliders for each part's shape and color, what was not found, the viewport."""
        layout = self.layout
        obj = target_object(context)
        column = layout.column(align=True)
        _draw_part_sliders(column, obj)
        if (part := chosen_part(context)) is not None:
            draw_part(layout, context, part)
        view = context.space_data
        is_on = view is not None and view.type == "VIEW_3D" and shows_colors(view)
        layout.operator("styleglip.show_colors", icon="SHADING_SOLID", depress=is_on)


class ReportPanel(Tab, bpy.types.Panel):
    """What happened, for someone who is asked for help."""

    bl_idname = "STYLEGLIP_PT_report"
    bl_label = "Report"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_order = 1
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """After a run, or on an object with a result."""
        session = shown(StylizeSession)
        return bool(session.sentence and is_told(context, session)) or has_result(target_object(context))

    def draw(self, context: bpy.types.Context) -> None:
        """Each part's confidence and what its style was taken for, or why it was not found; details of an error."""
        layout = self.layout
        column = layout.column(align=True)
        for outcome in outcomes(target_object(context)).values():
            row = column.row()
            row.label(text=outcome.name, translate=False)
            how = f"found, {outcome.confidence:.0%} sure" if outcome.found else "not found"
            row.label(text=translated(how), translate=False)
            if outcome.told_by:
                draw_sentence(column, context, f"from {outcome.told_by}")
            if not outcome.found:
                draw_sentence(column, context, outcome.reason)
            elif outcome.taken_for:
                draw_sentence(column, context, f'"{outcome.style}" was taken for {outcome.taken_for}')
            for line in outcome.reading if outcome.found else ():
                draw_sentence(column, context, as_shown(line))
        session = shown(StylizeSession)
        details = session.details.strip()
        if details and is_told(context, session):
            box = layout.box().column(align=True)
            box.scale_y = 0.8
            for line in details.splitlines()[-6:]:  # the end of a traceback says most; Copy takes all
                draw_sentence(box, context, line)
        layout.operator("styleglip.show_detections", icon="IMAGE_DATA")
        layout.operator("styleglip.copy_report", icon="COPYDOWN")


def _draw_part_sliders(column: Any, obj: Any) -> None:
    """A line per part: how much of its shape and of its color is shown."""
    heading = column.split(factor=_NAME_SHARE, align=True)
    heading.label(text="")
    titles = heading.row(align=True)
    titles.label(text="Shape")
    titles.label(text="Color")
    for outcome in outcomes(obj).values():
        if not outcome.found:
            column.label(text=translated(f"{outcome.name}: not found"), icon="ERROR", translate=False)
            continue
        row = column.split(factor=_NAME_SHARE, align=True)
        row.label(text=outcome.name, translate=False)
        sliders = row.row(align=True)
        if outcome.key is not None:
            sliders.prop(outcome.key, "value", text="", slider=True)
        else:
            sliders.label(text="no shape key")
        colors = sliders.row(align=True)
        colors.enabled = not obj.data.is_editmode
        draw_color_slider(colors, obj.data, outcome.name, "")
