"""Whether Blender may use the network, which is the user's to say."""

from __future__ import annotations

import bpy


def online_access() -> bool:
    """Whether the user lets Blender use the network; False in a Blender that does not say."""
    return getattr(bpy.app, "online_access", False) is True


def offline_sentence() -> str:
    """Why nothing can be downloaded and what to do; empty where it can."""
    if online_access():
        return ""
    if getattr(bpy.app, "online_access_override", False):
        return "Downloads are off: this Blender was started with the network switched off (--offline-mode)."
    return "Downloads are off: Blender may not use the network (Preferences > System > Network > Allow Online Access)."
