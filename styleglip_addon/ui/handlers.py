"""Blender's events that the panel follows: files are opened and saved, steps undone, objects deleted."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.app.handlers import persistent

from ..blender.files.packed_states import drop_states_of_deleted
from ..blender.textures.hidden_originals import show_without_copy, watch_hidden
from ..jobs.session import Lane
from .background import driver, is_running
from .history import comparing, pictures
from .parts.found import forget_all
from .parts.showing import FindSession
from .parts.suggesting import SuggestSession
from .queue import working as queue
from .result import dialling, variations
from .result.dialling import DialSession
from .result.variations import VariationsSession
from .stylize.own_settings import take_over_file
from .stylize.runs import leave_file
from .textures import again
from .textures.session import BakeSession
from .viewports import follow_results, forget_views


@persistent
def _before_load(*_: Any) -> None:
    queue.leave_file()
    stopped = driver().stop(Lane.OBJECT)
    driver().forget(BakeSession)
    driver().forget(SuggestSession)
    driver().forget(FindSession)
    forget_all()
    driver().stop(Lane.DIALS)
    driver().forget(DialSession)
    dialling.forget()
    again.forget()
    comparing.forget()
    driver().stop(Lane.HISTORY)
    pictures.forget()
    driver().stop(Lane.PICTURES)  # they would appear in the file that is opened
    driver().forget(VariationsSession)
    variations.forget()
    leave_file(stopped)
    forget_views()


@persistent
def _after_load(*_: Any) -> None:
    watch_hidden()
    take_over_file()


@persistent
def _after_undo(*_: Any) -> None:
    follow_results()
    watch_hidden()


@persistent
def _after_update(*_: Any) -> None:
    show_without_copy()


@persistent
def _before_save(*_: Any) -> None:
    drop_states_of_deleted()
    pictures.write_made()


def leave() -> None:
    """The add-on is switched off, or Blender is closed: what a run has reached is kept."""
    if is_running():
        queue.leave_file()
        leave_file(driver().stop(Lane.OBJECT))


_HANDLERS = (
    ("load_pre", _before_load),
    ("load_post", _after_load),
    ("undo_post", _after_undo),
    ("redo_post", _after_undo),
    ("depsgraph_update_post", _after_update),
    ("save_pre", _before_save),
)


def register() -> None:
    """Registers the handlers."""
    for event, handler in _HANDLERS:
        getattr(bpy.app.handlers, event).append(handler)


def unregister() -> None:
    """Takes the handlers off."""
    for event, handler in _HANDLERS:
        if handler in getattr(bpy.app.handlers, event):
            getattr(bpy.app.handlers, event).remove(handler)
