"""The prompt's line and the list of parts, drawn in the first panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import bpy

from ...blender.reading.part_masks import MaskSource
from ...engine.vocabulary import PartReading
from ...engine.vocabulary.part_reading import as_shown
from ..background import shown
from ..labels import draw_ending, draw_sentence
from ..language import translated
from ..target import target_object, target_settings
from ..wording import found_sentence
from .found import found_of_row
from .readings import readings_to_show
from .suggesting import SuggestSession
from .where import Where


def draw_prompt(layout: Any, context: bpy.types.Context, told_by_run: Iterable[PartReading] = ()) -> None:
    """Draws the prompt, what is wrong with it, the list, and where the active part is and how strong its style.

    Args:
        layout: where.
        context: what is active.
        told_by_run: what a run of the object took the words for, to be told in place of what they are read as before.
    """
    settings = target_settings(context)
    if context.mode == "PAINT_WEIGHT":
        _draw_painting(layout, context)
    row = layout.row(align=True)
    row.alert = bool(settings.problem)
    row.prop(settings, "prompt", text="", placeholder="pottery base, gold tube, linen shade")
    row.operator("styleglip.read_prompt", text="", icon="FILE_REFRESH")
    if settings.problem:
        draw_sentence(layout, context, settings.problem, "ERROR")
    row = layout.row()
    count = len(settings.parts)
    rows = 5 if count > 1 else 3  # as high as the buttons beside them
    row.template_list("STYLEGLIP_UL_parts", "", settings, "parts", settings, "active_part", rows=rows)
    buttons = row.column(align=True)
    buttons.operator("styleglip.add_part", text="", icon="ADD")
    buttons.operator("styleglip.remove_part", text="", icon="REMOVE")
    buttons.menu("STYLEGLIP_MT_part", text="", icon="DOWNARROW_HLT")
    buttons.operator("styleglip.suggest_parts", text="", icon="LIGHT")
    if count > 1:
        buttons.operator("styleglip.move_part", text="", icon="TRIA_UP").direction = "UP"
        buttons.operator("styleglip.move_part", text="", icon="TRIA_DOWN").direction = "DOWN"
    draw_ending(layout, context, shown(SuggestSession), "ERROR")
    if not settings.problem:
        _draw_readings(layout, context, {reading.name: reading for reading in told_by_run})
    if 0 <= settings.active_part < len(settings.parts):
        _draw_active_row(layout, context, settings.parts[settings.active_part])


def _draw_readings(layout: Any, context: bpy.types.Context, told_by_run: Mapping[str, PartReading]) -> None:
    """What the words are taken for, and what is doubtful about that."""
    settings = target_settings(context)
    for before in readings_to_show(settings.parts, settings.active_part):
        reading = told_by_run.get(before.name, before)
        lines = "; ".join(translated(as_shown(line)) for line in reading.lines)
        draw_sentence(layout, context, f"{reading.name}: {lines}")
        for doubt in reading.doubts:
            draw_sentence(layout, context, doubt, "QUESTION")


def _draw_active_row(layout: Any, context: bpy.types.Context, part: Any) -> None:
    obj = target_object(context)
    if obj is None or obj.type != "MESH":
        return
    row = layout.row(align=True)
    row.prop(part, "strength", slider=True)
    row.operator("styleglip.choose_material", text="", icon="MATERIAL")
    row.operator("styleglip.picture_style", text="", icon="IMAGE_DATA")
    row = layout.row(align=True)
    row.prop(part, "mask_source", text="")
    source = Where[part.mask_source].source
    if source is MaskSource.VERTEX_GROUP:
        row.prop_search(part, source.value, obj, "vertex_groups", text="")
    elif source is not None:
        row.prop(part, source.value, text="")
    row = layout.row(align=True)
    if context.mode != "PAINT_WEIGHT":
        row.operator("styleglip.paint_part", icon="BRUSH_DATA")
    row.operator("styleglip.take_selected", text="Faces", icon="FACESEL")


def _draw_painting(layout: Any, context: bpy.types.Context) -> None:
    obj = target_object(context)
    group = obj.vertex_groups.active if obj is not None else None
    box = layout.box()
    if group is not None:
        draw_sentence(box, context, f'"{group.name}" is painted: 1 is the part, 0 is not.', "BRUSH_DATA")
    box.operator("styleglip.stop_painting", icon="CHECKMARK")


def draw_findings(layout: Any, context: bpy.types.Context) -> None:
    """What told where parts are; how surely stands in their rows. To be drawn where it moves no button."""
    settings, obj = target_settings(context), target_object(context)
    for number, row in enumerate(settings.parts):
        found = found_of_row(obj, row)
        is_known = found is not None and found.found and found.part.mask is None
        if found is not None and is_known and (found.told_by or number == settings.active_part):
            draw_sentence(layout, context, found_sentence(found), "CHECKMARK")
