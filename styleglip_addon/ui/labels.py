"""Sentences in the sidebar: Blender's labels do not wrap."""

from __future__ import annotations

from typing import Any

import bpy

from .wording import wrapped

_COLUMN_PIXELS = 5.9
"""Width of an average letter of Blender's default font at 100 %, measured on its labels."""
_MARGIN_PIXELS = 95
"""Borders, tabs and icon beside a label in a box."""


def draw_sentence(layout: Any, context: bpy.types.Context, text: str, icon: str = "NONE") -> None:
    """Labels that hold a sentence, wrapped to the sidebar."""
    scale = context.preferences.system.ui_scale or 1.0  # 0 where there is no window
    width = context.region.width if context.region is not None else 300.0
    column = layout.column(align=True)
    for number, line in enumerate(wrapped(text, int((width / scale - _MARGIN_PIXELS) / _COLUMN_PIXELS))):
        column.label(text=line, icon=icon if number == 0 or icon == "NONE" else "BLANK1")
