"""Sentences in panels: Blender's labels do not wrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy

from ..jobs.session import Session, Stage
from .language import translated
from .wording import wrapped


@dataclass(frozen=True)
class Measure:
    """How much text fits a place, in pixels at 100 %.

    Args:
        letter: width of an average letter of Blender's default font.
        margin: borders, indents, tabs and icon beside a sentence.
        width: of the place, where there is no window to ask.
    """

    letter: float
    margin: float
    width: float


SIDEBAR = Measure(letter=5.9, margin=95, width=300)
"""Measured on its labels."""
PREFERENCES = Measure(letter=6.2, margin=110, width=600)
"""With some to spare."""


def draw_sentence(
    layout: Any, context: bpy.types.Context, text: str, icon: str = "NONE", measure: Measure = SIDEBAR
) -> None:
    """Labels that hold a sentence in the artist's language, wrapped to its place, in a column of their own."""
    if not text:
        return
    scale = context.preferences.system.ui_scale or 1.0  # 0 where there is no window
    width = context.region.width if context.region is not None else measure.width
    column = layout.column(align=True)
    columns = int((width / scale - measure.margin) / measure.letter)
    for number, line in enumerate(wrapped(translated(text), columns)):
        column.label(text=line, icon=icon if number == 0 or icon == "NONE" else "BLANK1", translate=False)


def draw_ending(layout: Any, context: bpy.types.Context, session: Session, warning_icon: str) -> None:
    """How a job ended, and its warnings, in a box; nothing for one that has nothing to say of the active object."""
    if not session.sentence or not is_told(context, session):
        return
    icons = {Stage.DONE: "CHECKMARK", Stage.FAILED: "ERROR"}
    box = layout.box()
    draw_sentence(box, context, session.sentence, icons.get(session.stage, "INFO"))
    for warning in session.warnings:
        draw_sentence(box, context, warning, warning_icon)


def is_told(context: bpy.types.Context, session: Session) -> bool:
    """Whether what a session says of its end is about the active object and still true of it."""
    if not session.about:
        return True
    obj = context.view_layer.objects.active
    if obj is None or obj.session_uid != session.about:
        return False
    return session.holds is None or session.holds(obj)
