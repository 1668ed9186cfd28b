"""Blender's events that end a job: another file is opened."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.app.handlers import persistent

from ..jobs.session import Lane
from .background import driver
from .parts.suggesting import SuggestSession
from .stylize.runs import leave_file
from .textures.session import BakeSession


@persistent
def _before_load(*_: Any) -> None:
    stopped = driver().stop(Lane.OBJECT)
    driver().forget(BakeSession)
    driver().forget(SuggestSession)
    driver().stop(Lane.PICTURES)  # they would appear in the file that is opened
    leave_file(stopped)


def register() -> None:
    """Registers the handlers."""
    bpy.app.handlers.load_pre.append(_before_load)


def unregister() -> None:
    """Takes the handlers off."""
    if _before_load in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_before_load)
