"""The memory of the models is given back after a while without use, or on a button."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import bpy

from ...jobs.freed_memory import give_back
from ...jobs.session import Lane
from ..background import driver
from ..language import translated
from ..models.choice import kept_minutes
from ..parts.found import put_models_away

INTERVAL = 10.0
"""Seconds between two looks."""

_used = 0.0
"""When a job was at work last, by `time.monotonic`."""


class FreeMemoryOperator(bpy.types.Operator):
    """Let go of the models that are kept in memory for the next run; that one loads them again"""

    bl_idname = "styleglip.free_memory"
    bl_label = "Free Memory"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be models, and no job that uses them."""
        if not driver().is_at_rest(Lane.OBJECT):
            cls.poll_message_set(translated("A job is using the models."))
        elif driver().models.is_empty:
            cls.poll_message_set(translated("No models are in memory."))
        else:
            return True
        return False

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Lets go of them."""
        free_models()
        self.report({"INFO"}, translated("The memory of the models was given back."))
        return {"FINISHED"}


def free_models() -> None:
    """Lets go of the models, also in searches that are kept."""
    put_models_away()
    driver().models.clear()
    give_back()


def free_unused(now: float) -> None:
    """Lets go of models that no job has used for as long as the preferences say.

    Args:
        now: seconds, of `time.monotonic`.
    """
    global _used
    minutes = kept_minutes(bpy.context)
    if not driver().is_at_rest(Lane.OBJECT) or driver().models.is_empty:
        _used = now
    elif minutes and now - _used >= 60.0 * minutes:
        free_models()


def _look() -> float:
    free_unused(time.monotonic())
    return INTERVAL


def register() -> None:
    """Begins to look."""
    bpy.app.timers.register(_look, first_interval=INTERVAL, persistent=True)


def unregister() -> None:
    """Ends it."""
    if bpy.app.timers.is_registered(_look):
        bpy.app.timers.unregister(_look)
