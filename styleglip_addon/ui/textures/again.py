"""Textures that are made again where a part was dialled while they showed: once the artist has paused."""

from __future__ import annotations

import time
from typing import Any

import bpy

from ...blender.textures.baked_material import baked_material
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs.session import Lane, Stage
from ..background import driver, shown
from ..result.states import has_state, state_of
from ..target import find_object
from .operators import forget_options, options_of_last, start_bake
from .session import BakeSession

_PAUSE = 2.0
"""Seconds after the last change."""
_EVERY = 0.5

_due: dict[int, float] = {}
"""By `ID.session_uid`, when the textures of an object are to be made."""


def bake_again(obj: Any, had_textures: bool) -> None:
    """Plans to bake what was just dialled, where textures showed it or were on their way; those are stopped.

    Without a window nothing is planned: Bake Textures makes them.
    """
    session = shown(BakeSession)
    if session.about == obj.session_uid and session.stage is Stage.RUNNING:
        driver().cancel(Lane.OBJECT)
        driver().forget(BakeSession)
    elif session.about == obj.session_uid and session.stage is Stage.READY:
        driver().forget(BakeSession)
    elif not had_textures and obj.session_uid not in _due:
        return
    if bpy.app.background:
        return
    _due[obj.session_uid] = time.monotonic() + _PAUSE
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=_EVERY)


def bake_due(now: float) -> None:
    """Starts to bake an object whose time has come, unless something else is going on or the textures are back."""
    for uid in [uid for uid, when in _due.items() if when <= now]:
        if driver().busy_sentence(Lane.OBJECT) or driver().job(Lane.DIALS) is not None:
            return
        del _due[uid]
        obj = find_object(uid)
        if obj is None or not has_state(obj) or baked_material(obj.data) is not None or obj.mode != "OBJECT":
            continue
        try:
            start_bake(obj, state_of(obj), options_of_last(obj))
        except StyleGLIPError as error:
            driver().show(BakeSession(stage=Stage.FAILED, sentence=str(error), about=uid))


def forget() -> None:
    """Another file is opened, or the add-on is switched off."""
    _due.clear()
    forget_options()
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)


def _tick() -> float | None:
    bake_due(time.monotonic())
    return _EVERY if _due else None
