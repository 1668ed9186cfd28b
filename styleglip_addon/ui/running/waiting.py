"""Results that wait for their object go on it by themselves as soon as they can."""

from __future__ import annotations

import traceback

import bpy

from ...blender.reading.object_handle import ObjectHandle
from ...jobs.session import Session, Stage
from ..background import shown
from ..endings import told
from ..stylize.session import StylizeSession
from ..target import must_wait
from ..textures.session import BakeSession
from ..windows import call_with_undo, has_tool_at_work

INTERVAL = 0.25
"""Seconds between two looks."""


def apply_waiting() -> None:
    """Puts what waits on its object, each as one undo step, unless a tool is at work in a window."""
    for work in told:
        session = shown(work.kind)
        handle = _handle(session) if session.stage is Stage.READY else None
        if handle is not None and not has_tool_at_work() and not must_wait(bpy.context, handle):
            call_with_undo(work.apply.partition(".")[2])


def _handle(session: Session) -> ObjectHandle | None:
    if isinstance(session, StylizeSession) and session.exported is not None and session.when_over is None:
        return session.exported.handle
    if isinstance(session, BakeSession) and session.prepared is not None:
        return session.prepared.exported.handle
    return None


def _look() -> float:
    try:
        apply_waiting()
    except Exception:
        traceback.print_exc()  # Blender drops a timer that raises
    return INTERVAL


def register() -> None:
    """Begins to look."""
    bpy.app.timers.register(_look, first_interval=INTERVAL, persistent=True)


def unregister() -> None:
    """Ends it."""
    if bpy.app.timers.is_registered(_look):
        bpy.app.timers.unregister(_look)
