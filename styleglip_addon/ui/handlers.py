"""Blender's events that the panel follows: another file is opened, a step is undone or redone."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.app.handlers import persistent

from ..jobs.session import Lane
from .background import driver
from .parts.suggesting import SuggestSession
from .stylize.runs import leave_file
from .textures.session import BakeSession
from .viewports import follow_results, forget_views


@persistent
def _before_load(*_: Any) -> None:
    stopped = driver().stop(Lane.OBJECT)
    driver().forget(BakeSession)
    driver().forget(SuggestSession)
    driver().stop(Lane.PICTURES)  # they would appear in the file that is opened
    leave_file(stopped)
    forget_views()


@persistent
def _after_undo(*_: Any) -> None:
    follow_results()


_HANDLERS = (("load_pre", _before_load), ("undo_post", _after_undo), ("redo_post", _after_undo))


def register() -> None:
    """Registers the handlers."""
    for event, handler in _HANDLERS:
        getattr(bpy.app.handlers, event).append(handler)


def unregister() -> None:
    """Takes the handlers off."""
    for event, handler in _HANDLERS:
        if handler in getattr(bpy.app.handlers, event):
            getattr(bpy.app.handlers, event).remove(handler)
