"""The box of one part in the Result panel: its dials, and its variations."""

from __future__ import annotations

from typing import Any

import bpy

from ...blender.result.appearance_materials import has_roughness
from ...jobs.session import Stage
from ..background import shown
from ..labels import draw_sentence
from ..outcomes import Outcome
from ..target import target_object
from .color_mix import draw_roughness_slider
from .dialling import DialSession, why_not_dialled
from .variations import VariationsSession, draw_variations


def draw_part(layout: Any, context: bpy.types.Context, part: Outcome) -> None:
    """Draws the dials of a part besides its shape and color: roughness, size, seed; and other looks of it."""
    obj = target_object(context)
    box = layout.box()
    box.label(text=part.name, icon="MATERIAL", translate=False)
    column = box.column(align=True)
    if has_roughness(obj.data, part.name):
        live = column.column(align=True)
        live.enabled = not obj.data.is_editmode
        draw_roughness_slider(live, obj.data, part.name)
    reason = why_not_dialled(obj)
    computed = column.column(align=True)
    computed.enabled = not reason
    computed.prop(context.window_manager, "styleglip_scale")
    computed.prop(context.window_manager, "styleglip_piece")
    if reason:
        draw_sentence(box, context, reason, "INFO")
    draw_variations(box, context, part)
    for session in (shown(DialSession), shown(VariationsSession)):
        if session.stage is Stage.FAILED and session.about == obj.session_uid:
            draw_sentence(box, context, session.sentence, "ERROR")
