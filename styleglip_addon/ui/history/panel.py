"""The history's panel: pictures of the active object's results, what the chosen one was made with; results in files."""

from __future__ import annotations

import time
from typing import Any

import bpy

from ...blender.files.history import Entry, entries
from ...blender.files.rescue import rescued_files
from ..labels import draw_sentence
from ..language import translated
from ..models.stored import data_folder
from ..outcomes import record_id
from ..sidebar import Tab
from ..target import target_object
from ..wording import duration
from .comparing import NOW, THEN, compared
from .operators import chosen_entry
from .pictures import icon_of

_CELL = 64.0
"""Width of a picture, pixels at 100 %."""
_MARGIN = 70.0
_SCALE = 2.8
_MOST_FILES = 5


class HistoryPanel(Tab, bpy.types.Panel):
    """Earlier results."""

    bl_idname = "STYLEGLIP_PT_history"
    bl_label = "History"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_order = 1

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Where there are any, on the active object or in files."""
        obj = target_object(context)
        return (obj is not None and obj.type == "MESH" and bool(entries(obj.data))) or bool(_files())

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        layout, obj = self.layout, target_object(context)
        there = entries(obj.data) if obj is not None and obj.type == "MESH" else []
        chosen = chosen_entry(context)
        if chosen is not None:
            _draw_pictures(layout, context, there, chosen)
            _draw_chosen(layout, context, chosen)
        if files := _files():
            _draw_files(layout, files)


def _draw_pictures(layout: Any, context: bpy.types.Context, there: list[Entry], chosen: Entry) -> None:
    """A picture for each, with a button below it to choose it."""
    obj = target_object(context)
    now = record_id(obj)
    scale = context.preferences.system.ui_scale or 1.0
    width = (context.region.width if context.region is not None else 300) / scale - _MARGIN
    grid = layout.grid_flow(row_major=True, columns=max(int(width // _CELL), 1), even_columns=True, align=True)
    for number, entry in enumerate(there):
        cell = grid.column(align=True)
        icon = icon_of(obj, entry.id)
        if icon:
            cell.template_icon(icon_value=icon, scale=_SCALE)
        else:
            empty = cell.column()
            empty.scale_y = _SCALE
            empty.label(text="", icon="IMAGE_DATA")
        mark = "CHECKMARK" if entry.id == now else "NONE"
        button = cell.operator(
            "styleglip.history_choose",
            text=str(len(there) - number),
            icon=mark,
            depress=entry.id == chosen.id,
            translate=False,
        )
        button.entry = entry.id


def _draw_chosen(layout: Any, context: bpy.types.Context, entry: Entry) -> None:
    """What a result was made with, and what can be done with it."""
    box = layout.box()
    draw_sentence(box, context, entry.prompt)
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.when))
    draw_sentence(box, context, f"Made {made} in {duration(entry.seconds)}.")
    if entry.seed is not None:
        draw_sentence(box, context, f"Seed {entry.seed}, steps: {entry.steps}.")
    row = box.row(align=True)
    row.operator("styleglip.history_apply", icon="CHECKMARK")
    session = compared()
    is_on = session is not None and session.about == target_object(context).session_uid
    row.operator("styleglip.history_compare", icon="ARROW_LEFTRIGHT", depress=is_on)
    row.operator("styleglip.history_delete", text="", icon="TRASH")
    if session is not None and is_on:
        both = box.row(align=True)
        both.operator("styleglip.history_show", text="Now", depress=session.shown == NOW).is_earlier = False
        both.operator("styleglip.history_show", text="Earlier", depress=session.shown == THEN).is_earlier = True


def _draw_files(layout: Any, files: list[Any]) -> None:
    """Results that their objects could not take."""
    layout.label(text="Kept in Files")
    column = layout.column(align=True)
    for file in files[:_MOST_FILES]:
        row = column.row(align=True)
        name = file.object_name or file.path.stem
        row.label(text=f"{name}: {file.prompt}" if file.prompt else name, icon="FILE", translate=False)
        apply = row.row(align=True)
        apply.operator_context = "EXEC_DEFAULT"
        apply.operator("styleglip.open_rescued", text="", icon="CHECKMARK").filepath = str(file.path)
        row.operator("styleglip.delete_rescued", text="", icon="TRASH").name = file.path.name
    if more := max(len(files) - _MOST_FILES, 0):
        column.label(text=translated(f"Not listed: {more}"), translate=False)
    column.operator("styleglip.open_rescued", text="Open Rescued Result...", icon="FILE_FOLDER")


def _files() -> list[Any]:
    return rescued_files(data_folder())
