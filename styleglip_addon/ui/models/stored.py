"""The preferences as they are stored, and the folders they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import bpy

if TYPE_CHECKING:
    from .preferences import StyleGLIPPreferences

PACKAGE = (__package__ or "").removesuffix(".ui.models")
"""The top package under the name Blender gave it, e.g. "bl_ext.user_default.styleglip"."""


def stored(context: bpy.types.Context) -> StyleGLIPPreferences | None:
    """The preferences; None where the add-on is not enabled."""
    addon = context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon is not None else None


def data_folder() -> Path:
    """Where results go that their object cannot take: the extension's own folder in the user's Blender settings."""
    return user_folder("results")


def models_folder(context: bpy.types.Context) -> Path:
    """Where downloaded models are: the folder of the preferences, else the extension's own."""
    chosen = stored(context)
    own = bpy.path.abspath(chosen.models_folder).strip() if chosen is not None else ""
    return Path(own) if own else user_folder("models")


def user_folder(name: str) -> Path:
    """A folder of the extension's own in the user's Blender settings."""
    try:
        return Path(bpy.utils.extension_path_user(PACKAGE, path=name))
    except ValueError:  # not installed as an extension, as in a checkout
        return Path(bpy.utils.user_resource("DATAFILES", path="styleglip")) / name
