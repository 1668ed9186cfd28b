"""How far the work on an object is, in Blender's status bar, where it is seen whatever the sidebar shows.

It is drawn beside what Blender has there. Its own text is left alone: running tools tell their keys in it.
"""

from __future__ import annotations

from typing import Any

import bpy

from ...engine.vocabulary import Progress
from ...jobs.engine_loading import is_engine_loaded
from ...jobs.job import JobState
from ...jobs.session import Lane, Session
from ..background import driver
from ..language import translated
from ..wording import phase_text, time_left

_WIDTH = 8.0
"""Of the bar, in units of Blender's buttons."""


def draw_status(header: Any, context: bpy.types.Context) -> None:
    """Draws it at the end of the status bar; nothing where nothing is under way."""
    session = driver().session(Lane.OBJECT)
    if session is None:
        return
    row = header.layout.row(align=True)
    row.label(text=translated(status_text(session)), icon="SHADERFX", translate=False)
    bar = row.row(align=True)
    bar.ui_units_x = _WIDTH
    bar.progress(factor=session.pace.share, text=translated(_pace_text(session)), translate=False)
    row.operator("styleglip.cancel", text="", icon="CANCEL")


def status_text(session: Session) -> str:
    """What a session's job does, as the panel tells it."""
    progress = session.progress
    if isinstance(progress, Progress) or (progress is None and not is_engine_loaded()):
        return phase_text(progress)
    return session.doing


def _pace_text(session: Session) -> str:
    state = driver().state(Lane.OBJECT)
    if state is JobState.CANCELLING:
        return "Stopping"
    return "Paused" if state is JobState.PAUSED else time_left(session.pace.seconds_left)


def register() -> None:
    """Adds it to the status bar."""
    bpy.types.STATUSBAR_HT_header.append(draw_status)


def unregister() -> None:
    """Takes it off."""
    bpy.types.STATUSBAR_HT_header.remove(draw_status)
