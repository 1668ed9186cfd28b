"""Sentences in panels: Blender's labels do not wrap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import blf
import bpy

from ..jobs.session import Session, Stage
from .language import translated
from .wrapping import wrapped


@dataclass(frozen=True)
class Place:
    """A place for text, in pixels at 100 %.

    Args:
        margin: borders, indents and tabs beside a sentence.
        width: where there is no window to ask.
    """

    margin: float
    width: float


SIDEBAR = Place(margin=80, width=300)
PREFERENCES = Place(margin=90, width=600)
_ICON = 22
"""Pixels at 100 %."""


def draw_sentence(
    layout: Any, context: bpy.types.Context, text: str, icon: str = "NONE", place: Place = SIDEBAR
) -> None:
    """Labels that hold a sentence in the artist's language, wrapped to its place, in a column of their own."""
    if not text:
        return
    scale = context.preferences.system.ui_scale or 1.0  # 0 where there is no window
    width = context.region.width if context.region is not None else place.width * scale
    room = width - scale * (place.margin + (0 if icon == "NONE" else _ICON))
    size = context.preferences.ui_styles[0].widget.points * scale
    column = layout.column(align=True)
    for number, line in enumerate(_lines(translated(text), room, size)):
        column.label(text=line, icon=icon if number == 0 or icon == "NONE" else "BLANK1", translate=False)


@lru_cache(256)
def _lines(text: str, room: float, size: float) -> tuple[str, ...]:
    """Measured in the font that Blender draws its interface with: guessed widths cut letters off or waste lines."""
    blf.size(0, size)
    return tuple(wrapped(text, room, lambda piece: blf.dimensions(0, piece)[0]))


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
