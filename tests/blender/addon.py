"""Enables the add-on in Blender's Python module for the tests of its user interface, and takes it off again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy

ADDON = "styleglip_addon"


class ActiveSettings:
    """What the panel edits, looked up at every access: the active object's settings; without a mesh, the scene's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._settings(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._settings(), name, value)

    def _settings(self) -> Any:
        from styleglip_addon.ui.target import target_settings

        return target_settings(bpy.context)


@contextmanager
def enabled_addon(model_folder: Path | None = None) -> Iterator[Any]:
    """The settings that the enabled add-on's panel edits; with a model folder its preferences name that one."""
    addon_utils.enable(ADDON, default_set=True)
    try:
        if model_folder is not None:
            preferences = bpy.context.preferences.addons[ADDON].preferences
            preferences.glip, preferences.glip_path = "OWN", str(model_folder)
            preferences.clip, preferences.clip_path = "OWN", str(model_folder)
        yield ActiveSettings()
    finally:
        addon_utils.disable(ADDON, default_set=True)


def set_fast(settings: Any) -> None:
    """The least work a run can be: the result does not matter."""
    settings.quality = "DRAFT"
    settings.iterations = 2
    settings.use_textures = False


def driver() -> Any:
    """The driver of the enabled add-on's background work."""
    from styleglip_addon.ui.background import driver

    return driver()


def last_run() -> Any:
    """What the panel shows of the last run."""
    from styleglip_addon.ui.stylize.session import StylizeSession

    return driver().shown(StylizeSession)


def last_bake() -> Any:
    """What the panel shows of the last bake."""
    from styleglip_addon.ui.textures.session import BakeSession

    return driver().shown(BakeSession)


def show_running(session: Any) -> Any:
    """Shows a session as if its job had been started; the test plays the job."""
    session.begin()
    driver().show(session)
    return session
